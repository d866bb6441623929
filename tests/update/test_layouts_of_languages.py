"""Layouts in the words of the deck's language are the same layouts, also after a program that drops ``matchingName``."""

from __future__ import annotations

import re
from typing import Any

import pytest

from osloregion_slides import merge
from osloregion_slides.ooxml.zip import pack, read_zip, write_zip
from tests.pptx.updating import edited
from tests.update.gallery import GALLERY, Side, planned, side, updated
from tests.update.test_layouts_by_hand import layout

SWITCHED = "On a dark ground"


@pytest.fixture(scope="module")
def english() -> Side:
    return side(GALLERY["columns"], "en", "ruten")


def without_matching(data: bytes) -> bytes:
    found = dict(read_zip(data))
    for name in [name for name in found if name.startswith("ppt/slideLayouts/slideLayout")]:
        found[name] = pack(name, re.sub(rb' matchingName="[^"]*"', b"", found[name].read()))
    return write_zip(found.values())


def switch(presentation: Any) -> None:
    (link,) = [one for one in presentation.slides[1].part.rels.values() if one.reltype.endswith("/slideLayout")]
    link._target = next(one for one in presentation.slide_layouts if one.name == SWITCHED).part


@pytest.mark.parametrize("dropped", [False, True])
def test_a_layout_switched_in_another_language_is_kept_and_reported_by_its_menu_name(
    english: Side, dropped: bool
) -> None:
    data = edited(english.data, switch)
    data = without_matching(data) if dropped else data
    notes = planned(data, english).plan.notes
    assert [(note.group, note.says.code) for note in notes] == [("edit", "layout")] and SWITCHED in repr(notes[0].says)
    assert layout(updated(data, english)) == SWITCHED


def test_a_copy_without_matching_names_keeps_its_slides_on_the_same_layouts(english: Side) -> None:
    def retitled(presentation: Any) -> None:
        presentation.slides[1].shapes.title.text_frame.paragraphs[0].runs[0].text = "Another title"

    plain, other = english.data, without_matching(edited(english.data, retitled))
    for pair in ((plain, other), (other, plain)):
        made = merge("a.pptx", "b.pptx", data=pair[0], other_data=pair[1])
        assert {note.says.code for note in made.plan.notes if note.group not in ("change", "edit")} <= {"copy-template"}
        assert (
            layout(made.data) == layout(plain)
            and b"Another title" in read_zip(made.data)["ppt/slides/slide2.xml"].read()
        )
