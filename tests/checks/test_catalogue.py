"""Every code that the package uses is explained, and nothing else is."""

from __future__ import annotations

import re

import pytest

from osloregion_slides.base import messages
from osloregion_slides.base.findings import InvalidInput
from osloregion_slides.base.messages import FAMILIES, codes
from osloregion_slides.service import explain
from tests.checks.used_codes import constants, used_codes


def test_every_code_is_in_the_catalogue() -> None:
    used = used_codes()
    assert {code: sorted(used[code]) for code in sorted(used.keys() - codes())} == {}


def test_no_other_code_is_in_the_catalogue() -> None:
    """A code that stands in a table of the package is used too: its finding names it by a variable."""
    assert sorted(codes() - used_codes().keys() - constants()) == []


def test_the_codes_in_the_source_are_found() -> None:
    used = used_codes()
    assert {
        "unknown-key",
        "bad-expression",
        "broken-yaml",
        "unknown-kind",
        "deck-damaged",
        "duplicate-slide-id",
    } <= set(used)
    assert len(used) > 150


def explanations(family: str) -> dict[str, str]:
    return {key: entry.text for key, entry in messages.catalogue(family).items() if "." not in key}


@pytest.mark.parametrize("family", FAMILIES)
def test_each_code_is_explained_in_two_to_four_sentences(family: str) -> None:
    for code, text in explanations(family).items():
        sentences = [part for part in re.split(r"(?<=[.?!])\s+(?=[A-Z[{`<])", text) if part]
        assert 2 <= len(sentences) <= 4, (code, sentences)
        assert text.endswith("."), code


@pytest.mark.parametrize("family", FAMILIES)
def test_codes_are_in_order_within_their_family(family: str) -> None:
    assert list(explanations(family)) == sorted(explanations(family))
    assert {messages.family(code) for code in explanations(family)} <= {family}


def test_an_explanation_is_found_by_its_code() -> None:
    assert "4.5 to 1" in explain("low-contrast")


def test_a_misspelt_code_names_the_nearest() -> None:
    with pytest.raises(InvalidInput) as caught:
        explain("low-contrst")
    assert "low-contrast" in caught.value.findings[0].hint
