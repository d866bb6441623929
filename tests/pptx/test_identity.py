"""Identities follow from keys."""

from __future__ import annotations

import os
import re

from hypothesis import given
from hypothesis import strategies as st

from osloregion_slides.pptx.identity import guid, shape_identity, slide_identity
from tests.judges.read import pages

KEYS = st.text(st.characters(codec=None), max_size=20)


@given(KEYS, KEYS)
def test_a_guid_is_a_name_based_uuid(one: str, other: str) -> None:
    assert re.fullmatch(r"\{[0-9A-F]{8}-[0-9A-F]{4}-5[0-9A-F]{3}-[89AB][0-9A-F]{3}-[0-9A-F]{12}\}", guid(one, other))


@given(KEYS, KEYS)
def test_the_identity_of_a_slide_is_an_unsigned_number(deck: str, slide: str) -> None:
    assert 0 < slide_identity(deck, slide) < 2**32


def test_identities_differ_by_deck_slide_and_shape() -> None:
    found = {shape_identity(d, s, k) for d in "ab" for s in "xy" for k in ("1", "2")}
    assert len(found) == 8


def test_identities_are_stable_across_versions() -> None:
    # decks out in the world carry these: a change would make every update of them start from nothing
    assert slide_identity("osloregionen", "members") == 3960543342
    assert shape_identity("osloregionen", "members", "members/chart") == "{360219D3-FEE5-55A7-BD77-BF00ECFA6068}"


def test_all_objects_except_parts_of_drawings_have_an_identity(flagship_path: str) -> None:
    found = {True: 0, False: 0}
    for page in pages(flagship_path):
        for item in page.items:
            marked = item.element.find("*/{*}cNvPr/{*}extLst/{*}ext/{*}creationId") is not None
            holder = item.element.find("*/{*}cNvPr")
            part = (
                bool(item.groups) and holder is not None and holder.find("{*}extLst/{*}ext/{*}decorative") is not None
            )
            assert marked != (part and item.kind in ("sp", "cxnSp")), item.name
            found[marked] += 1
    assert found[True] > 200 < found[False]


def test_the_flagship_is_a_small_file(flagship_path: str) -> None:
    assert os.path.getsize(flagship_path) < 150_000
