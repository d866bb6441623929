"""A layout that a person chose under Home > Layout is an edit."""

from __future__ import annotations

import io
from typing import Any

import pytest
from pptx import Presentation

from tests.pptx.updating import edited
from tests.update.gallery import GALLERY, Side, planned, side, updated


def switch(presentation: Any) -> None:
    slide = presentation.slides[1]
    (link,) = [one for one in slide.part.rels.values() if one.reltype.endswith("/slideLayout")]
    link._target = next(one for one in presentation.slide_layouts if one.name == name(presentation)).part


def name(presentation: Any) -> str:
    """Another layout of the deck, without placeholders that the slide lacks."""
    own = presentation.slides[1].slide_layout.name
    return next(one.name for one in presentation.slide_layouts if one.name.startswith("Bare") and one.name != own)


def layout(data: bytes) -> str:
    return str(Presentation(io.BytesIO(data)).slides[1].slide_layout.name)


@pytest.fixture(scope="module")
def sides() -> list[Side]:
    changed = GALLERY["columns"].replace("nb: Kolonner", "nb: Nye kolonner", 1)
    return [side(one, "nb", "ruten") for one in (GALLERY["columns"], changed, GALLERY["cover"])]


def lines(data: bytes, new: Side, **choices: Any) -> list[tuple[str, str, str]]:
    found = planned(data, new, choices.get("choices")).plan.notes
    return [(one.group, one.says.code, one.id) for one in found if one.slide == "s" and "layout" in repr(one.says)]


def test_a_switched_layout_is_a_manual_edit_that_is_kept(sides: list[Side]) -> None:
    data = edited(sides[0].data, switch)
    assert layout(data) != layout(sides[0].data)
    for new in sides[:2]:
        made = updated(data, new)
        assert layout(made) == layout(data)
        assert [line[:2] for line in lines(made, new)] == [("edit", "layout")]


def test_a_switched_layout_can_be_reverted_by_its_id(sides: list[Side]) -> None:
    data = edited(sides[0].data, switch)
    ((_, _, id_),) = lines(data, sides[0])
    made = updated(data, sides[0], {id_: "take"})
    assert layout(made) == layout(sides[0].data)
    assert planned(made, sides[0]).plan.changes == ()


def test_a_layout_that_both_sides_changed_is_a_conflict(sides: list[Side]) -> None:
    data, new = edited(sides[0].data, switch), sides[2]
    ((group, _, id_),) = lines(data, new)
    assert group == "conflict"
    assert layout(updated(data, new)) == layout(data)
    assert layout(updated(data, new, {id_: "take"})) == layout(new.data)


def test_a_slide_whose_layout_was_switched_is_not_removed_unasked(sides: list[Side]) -> None:
    data = edited(sides[0].data, switch)
    gone = side(GALLERY["columns"], "nb", "ruten").ours.known
    slides = tuple([one for one in gone.slides if one.key != "s"])
    from osloregion_slides.pptx.reading.deck import read_deck
    from osloregion_slides.update.plan import plan

    made = plan(gone, read_deck(data).known, gone.replace(slides=slides))
    assert [one.says.code for one in made.notes if one.group == "conflict"] == ["removed-but-edited"]


def test_an_unedited_deck_has_no_layout_edits(sides: list[Side]) -> None:
    for one in sides:
        saved = edited(one.data, lambda presentation: None)
        assert [note for note in planned(saved, one).plan.notes if note.group == "edit"] == []


def test_a_deleted_layout_is_restored_with_a_slide_that_uses_it(sides: list[Side]) -> None:
    def drop_unused(presentation: Any) -> None:
        used = {slide.slide_layout.name for slide in presentation.slides}
        for one in [one for one in presentation.slide_layouts if one.name not in used]:
            presentation.slide_layouts.remove(one)

    made = updated(edited(sides[0].data, drop_unused), sides[2])
    assert layout(made) == layout(sides[2].data)
    plan = planned(made, sides[2]).plan
    assert (plan.changes, plan.notes) == ((), ())
