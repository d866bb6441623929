"""A deck updated to another Scene says what that Scene says, is as valid as before, and keeps what did not change."""

from __future__ import annotations

import functools
import io
from pathlib import Path

import pptx
import pytest
from lxml import etree

from osloregion_slides.ooxml.zip import read_zip
from osloregion_slides.pptx.reading.deck import read_deck
from osloregion_slides.update.base import base_bytes
from osloregion_slides.update.deck_state import known
from tests.pptx.changes import CHANGES
from tests.pptx.sample import brand, everything
from tests.pptx.updating import differences, found_in, made, planned, resaved, updated


@functools.cache
def written() -> bytes:
    return made(everything())


@pytest.mark.parametrize("name", CHANGES)
def test_the_updated_deck_shows_the_outline(name: str) -> None:
    ours = CHANGES[name]()
    after = updated(written(), ours)
    assert differences(known(ours, brand()), after) == []
    again = planned(after, ours)
    assert (again.changes, again.order) == ((), ())
    assert read_deck(after).base == base_bytes(known(ours, brand()))


FEW = ("a joined object more", "a chart more", "a row more", "a category more", "a slide more", "backwards")
"""Changes that bring every way of writing to the validators; the others take their turn in the slow tests."""


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=() if name in FEW else pytest.mark.slow) for name in CHANGES]
)
def test_the_validators_find_no_problem_in_the_updated_deck(name: str) -> None:
    after = updated(written(), CHANGES[name]())
    assert not found_in(after)
    assert len(pptx.Presentation(io.BytesIO(after)).slides) == len(CHANGES[name]().slides)


def test_without_changes_the_bytes_are_the_same() -> None:
    data = written()
    assert updated(data, everything()) is data


@pytest.mark.parametrize("name", ["a word", "a cell", "a place in a group"])
def test_only_the_slide_and_the_base_are_rewritten(name: str) -> None:
    data = written()
    before, after = read_zip(data), read_zip(updated(data, CHANGES[name]()))
    assert list(before) == list(after)
    changed = {part for part in before if before[part] != after[part]}
    assert len(changed) == 3
    assert {"customXml/item1.xml", "docProps/custom.xml"} < changed


@pytest.mark.parametrize("name", CHANGES)
def test_ids_of_slides_and_shapes_are_kept(name: str) -> None:
    data, ours = written(), CHANGES[name]()
    before, after = identities(data), identities(updated(data, ours))
    kept = {slide.key for slide in ours.slides} & {slide.key for slide in everything().slides}
    assert {key: number for key, number in before.items() if key.partition("/")[0] in kept and key in after} == {
        key: number for key, number in after.items() if key in before
    }


def identities(data: bytes) -> dict[str, int]:
    presentation = pptx.Presentation(io.BytesIO(data))
    found = {}
    for slide in presentation.slides:
        for element in slide._element.iter("{*}cNvPr"):
            if element.get("name"):
                found[element.get("name")] = int(element.get("id"))
        found[slide.shapes[0].name.partition("/")[0]] = slide.slide_id
    return found


def test_a_new_slide_never_reuses_the_id_of_a_removed_one() -> None:
    data = written()
    last = everything().slides[-1]
    ours = everything().replace(slides=(*everything().slides[:-1], last.replace(key="other", items=())))
    after = updated(data, ours)
    ids = [slide.slide_id for slide in pptx.Presentation(io.BytesIO(after)).slides]
    assert ids[-1] == 266


@pytest.mark.parametrize("name", ["a slide more", "a first slide more", "a slide less", "another order", "backwards"])
def test_every_slide_is_in_one_section_in_presentation_order(name: str) -> None:
    after = read_zip(updated(written(), CHANGES[name]()))
    root = etree.fromstring(after["ppt/presentation.xml"].read())
    slides = [one.get("id") for one in root.findall("{*}sldIdLst/{*}sldId")]
    listed = [one.get("id") for one in root.iterfind(".//{*}section//{*}sldId")]
    assert slides == listed


def test_parts_of_a_removed_slide_are_removed_with_it() -> None:
    data = written()
    before, after = read_zip(data), read_zip(updated(data, CHANGES["a slide less"]()))
    gone = set(before) - set(after)
    assert {name.rpartition("/")[2] for name in gone} == {
        "slide6.xml",
        "slide6.xml.rels",
        "chart1.xml",
        "chart1.xml.rels",
        "Microsoft_Excel_Sheet1.xlsx",
    }


def test_the_same_update_gives_the_same_bytes() -> None:
    data = written()
    ours = CHANGES["a value"]()
    assert updated(data, ours) == updated(data, ours)


@pytest.mark.slow
def test_a_deck_saved_by_libreoffice_accepts_every_change(tmp_path: Path) -> None:
    saved = resaved(written(), str(tmp_path))
    before = found_in(saved)
    for name, change in CHANGES.items():
        ours = change()
        after = updated(saved, ours)
        noted = [one for one in differences(known(ours, brand()), after) if "picture/two" not in one]
        assert (name, noted) == (name, [])
        assert (name, found_in(after) - before) == (name, {})
