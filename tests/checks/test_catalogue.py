"""Every code that the package uses is explained, and nothing else is."""

from __future__ import annotations

import re

import pytest

from osloregion_slides.base.findings import InvalidInput
from osloregion_slides.checks.catalogue import FAMILIES, codes, explain, explanations
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


def test_each_code_is_explained_once_in_two_to_four_sentences() -> None:
    found = [entry.code for entry in explanations()]
    assert len(found) == len(set(found))
    for entry in explanations():
        sentences = [part for part in re.split(r"(?<=[.?!])\s+(?=[A-Z[{`<])", entry.text) if part]
        assert 2 <= len(sentences) <= 4, (entry.code, sentences)
        assert entry.text.endswith("."), entry.code


def test_codes_stand_in_order_within_their_family() -> None:
    for family in FAMILIES:
        own = [entry.code for entry in explanations() if entry.family == family]
        assert own == sorted(own), family


def test_an_explanation_is_found_by_its_code() -> None:
    assert explain("low-contrast").family == "accessibility"
    assert "4.5 to 1" in explain("low-contrast").text


def test_a_misspelt_code_names_the_nearest() -> None:
    with pytest.raises(InvalidInput) as caught:
        explain("low-contrst")
    assert "low-contrast" in caught.value.findings[0].hint
