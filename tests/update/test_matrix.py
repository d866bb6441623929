"""Every kind of edit by hand, crossed with changes of the outline: nothing of either is lost.

The edits are made with python-pptx, and in LibreOffice through UNO (which has no way to move a page, so that
edit is made before LibreOffice saves).
"""

from __future__ import annotations

import functools
import io
import os
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from pptx import Presentation

from osloregion_slides import build
from osloregion_slides.pptx.reading.deck import Package, open_deck, read_again, read_deck
from osloregion_slides.service_update import Asked, apply, plan_update
from osloregion_slides.update.changes import Plan
from tests import libreoffice
from tests.pptx.updating import found_in
from tests.update import outlines
from tests.update.crossed import CASES
from tests.update.edits import every, keys, reorder, shape_of, slide_of, words
from tests.update.outlines import TemplateOverrides, copied, line_of

CROSSED = [(name, wish) for name, case in CASES.items() for wish in case.wishes]
WAYS = ["by hand", pytest.param("in LibreOffice", marks=pytest.mark.slow)]
LOOKED_AT = ("move", "table cell", "series colour")
"""Results that LibreOffice opens."""


class Result(NamedTuple):
    """The plans without the decks they were made of: 10 MB each."""

    found: bytes
    plan: Plan
    after: bytes
    again: Plan
    fresh: bytes


OF_A_TEXT = ("wording", "notes", "table cell")
"""Edits whose conflicts lead to the line of the text itself, not of its slide."""


@functools.cache
def built(outline: str) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        copied(Path(folder))
        return build(changed(Path(folder), outline, None)).data


def changed(folder: Path, name: str, *wishes: TemplateOverrides | None) -> str:
    """Write an outline with the wishes; the edits were made for the compositions of the brand osloregionen."""
    path = Path(outlines.changed(folder, name, *wishes))
    path.write_text(path.read_text(encoding="utf-8").replace("brand: ruten ", "brand: osloregionen "), encoding="utf-8")
    return str(path)


@functools.cache
def edited(name: str, way: str) -> bytes:
    """Return the deck with the edit in it."""
    case = CASES[name]
    data = built(case.outline)
    if way == "by hand" or name == "reordered slides":
        presentation: Any = Presentation(io.BytesIO(data))
        (reorder if name == "reordered slides" else case.by_hand)(presentation)
        out = io.BytesIO()
        presentation.save(out)
        data = out.getvalue()
    if way == "by hand":
        return data
    libreoffice.needs_libreoffice()
    with tempfile.TemporaryDirectory() as folder:
        before, after = os.path.join(folder, "before.pptx"), os.path.join(folder, "after.pptx")
        Path(before).write_bytes(data)
        what, page, *rest = case.by_office
        if rest and "/" in str(rest[0]):  # an object is on the slide of its key, wherever the outline has it
            page = keys(opened(data)).index(rest[0].partition("/")[0])
        libreoffice.edited(before, after, what, page, *rest)
        return Path(after).read_bytes()


@functools.cache
def result(name: str, wish: str, way: str) -> Result:
    """Return the edited deck, the plan of the update, its result and the plan of that."""
    case, found = CASES[name], edited(name, way)
    with tempfile.TemporaryDirectory() as folder:
        copied(Path(folder))
        outline = changed(Path(folder), case.outline, case.wishes[wish])
        path = os.path.join(folder, "deck.pptx")
        Path(path).write_bytes(found)
        planned = plan_update(path, Asked(outline))
        after = apply(planned, path).data
        Path(path).write_bytes(after)
        return Result(found, planned.plan, after, plan_update(path, Asked(outline)).plan, build(outline).data)


def opened(data: bytes) -> Any:
    return Presentation(io.BytesIO(data))


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", CASES)
def test_the_edit_is_in_the_deck_before_the_update(name: str, way: str) -> None:
    assert CASES[name].seen(opened(edited(name, way)))
    assert not CASES[name].seen(opened(built(CASES[name].outline)))


def has_the_same_move(done: Result, name: str, object_: str) -> bool:
    """Say whether an object stands from a fresh build as the edited one stood from the deck that was edited."""
    decks = (built(CASES[name].outline), done.found, done.fresh, done.after)
    before, edited, fresh, after = [shape_of(opened(data), object_) for data in decks]
    right, down = edited.left - before.left, edited.top - before.top
    wide = after.width * before.width - fresh.width * edited.width
    apart = after.left - fresh.left - right, after.top - fresh.top - down, wide // before.width
    return all(abs(length) <= 2_540 for length in apart)


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("name", "wish"), CROSSED)
def test_the_edit_and_the_outline_change_are_both_in_the_updated_deck(name: str, wish: str, way: str) -> None:
    done, wanted = result(name, wish, way), CASES[name].wishes[wish]
    after = opened(done.after)
    if wish == "the same place":
        assert has_the_same_move(done, name, wanted.object)
    else:
        assert CASES[name].seen(after)
    slide = slide_of(after, wanted.slide)
    if wanted.seen:
        assert wanted.seen in words(slide)
    else:
        assert slide is None, "what a person deleted stays deleted"


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("name", "wish"), CROSSED)
def test_exactly_the_conflicts_are_reported_with_the_outline_line(name: str, wish: str, way: str) -> None:
    plan, wanted = result(name, wish, way).plan, CASES[name].wishes[wish]
    told = [note for note in plan.notes if note.group == "conflict"]
    assert [(note.slide, note.item) for note in told] == [(wanted.slide, wanted.object)] * wanted.conflict
    assert plan.exit_code == (4 if wanted.conflict else 3 if wanted.seen else 0)
    for note in told:
        first = line_of(CASES[name].outline, wanted.before if name in OF_A_TEXT else f"- id: {wanted.slide}")
        assert note.at is not None
        assert note.at.file.endswith(f"{CASES[name].outline}.yaml")
        assert note.at.line == first
        gone = note.what == "deleted by hand, but changed in the outline"
        assert gone if wanted.seen == "" else note.outline or "the outline's" in note.what


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("name", "wish"), CROSSED)
def test_only_the_edit_is_listed_as_a_manual_edit(name: str, wish: str, way: str) -> None:
    plan = result(name, wish, way).plan
    groups = ("edit",) if wish == "the same place" else ("edit", "unsure")  # what then overlaps is to be looked at
    told = [(note.slide, note.item, note.what) for note in plan.notes if note.group in groups]
    wanted = CASES[name].wishes[wish]
    assert len(told) == (0 if wanted.conflict else 1), told


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("name", "wish"), CROSSED)
def test_a_new_plan_after_the_update_is_empty(name: str, wish: str, way: str) -> None:
    again = result(name, wish, way).again
    assert (again.changes, again.order, again.rebase, again.exit_code) == ((), (), False, 0)


@pytest.mark.parametrize(
    ("name", "wish"), [(name, wish) for name, wish in CROSSED if CASES[name].wishes[wish].conflict]
)
def test_a_conflict_can_be_resolved_for_the_outline(name: str, wish: str, tmp_path: Path) -> None:
    case = CASES[name]
    copied(tmp_path)
    path = tmp_path / "deck.pptx"
    path.write_bytes(edited(name, "by hand"))
    asked = Asked(changed(tmp_path, case.outline, case.wishes[wish]))
    planned = plan_update(str(path), asked, "take")
    assert planned.plan.exit_code == 3
    path.write_bytes(apply(planned, str(path)).data)
    assert not case.seen(opened(path.read_bytes()))
    again = plan_update(str(path), asked).plan
    assert (again.changes, again.notes) == ((), ())


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("name", CASES)
def test_an_edit_is_still_kept_as_manual_after_a_second_update(name: str, way: str, tmp_path: Path) -> None:
    first = result(name, "another slide", way)
    copied(tmp_path)
    path = tmp_path / "deck.pptx"
    path.write_bytes(first.after)
    planned = plan_update(str(path), Asked(changed(tmp_path, CASES[name].outline, None)))
    assert planned.plan.exit_code == 3
    assert CASES[name].seen(opened(apply(planned, str(path)).data))
    assert [note.what for note in planned.plan.notes if note.group == "edit"] == [
        note.what for note in first.plan.notes if note.group == "edit"
    ]


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize(("name", "wish"), CROSSED)
def test_rereading_the_updated_deck_gives_the_same_state(name: str, wish: str, way: str) -> None:
    done = result(name, wish, way)
    known = read_deck(done.found).known
    assert read_again(open_deck(done.after), Package(done.found), known) == read_deck(done.after).known


@pytest.mark.parametrize(("name", "wish"), CROSSED)
def test_ids_of_slides_and_shapes_are_kept(name: str, wish: str) -> None:
    done = result(name, wish, "by hand")
    before, after = identities(done.found), identities(done.after)
    assert before.items() <= after.items()


def identities(data: bytes) -> dict[tuple[int, str], int]:
    """Return the shapes' ids by their slide's id and name."""
    presentation = opened(data)
    return {
        (slide.slide_id, shape.name): shape.shape_id for slide in presentation.slides for shape in every(slide.shapes)
    }


@functools.cache
def complaints(name: str, way: str) -> Counter[str]:
    return found_in(edited(name, way))


@pytest.mark.slow
@pytest.mark.parametrize("way", ["by hand", "in LibreOffice"])
@pytest.mark.parametrize(("name", "wish"), CROSSED)
def test_an_update_adds_no_validator_findings(name: str, wish: str, way: str) -> None:
    assert found_in(result(name, wish, way).after) - complaints(name, way) == Counter()


@pytest.mark.slow
@pytest.mark.parametrize("way", ["by hand", "in LibreOffice"])
@pytest.mark.parametrize("name", LOOKED_AT)
def test_libreoffice_opens_the_updated_deck(name: str, way: str, tmp_path: Path) -> None:
    libreoffice.needs_libreoffice()
    path = tmp_path / "after.pptx"
    wish = next(iter(CASES[name].wishes))
    path.write_bytes(result(name, wish, way).after)
    assert {text.slide for text in libreoffice.measure(str(path))}


@pytest.mark.parametrize("outline", ["osloregionen", "gallery"])
def test_without_changes_the_deck_is_identical(outline: str, tmp_path: Path) -> None:
    copied(tmp_path)
    path = tmp_path / "deck.pptx"
    path.write_bytes(built(outline))
    planned = plan_update(str(path), Asked(changed(tmp_path, outline, None)))
    assert (planned.plan.changes, planned.plan.notes, planned.plan.exit_code) == ((), (), 0)
    assert apply(planned, str(path)).data == built(outline)


@pytest.mark.parametrize("name", CASES)
def test_an_edited_deck_without_outline_changes_is_identical(name: str, tmp_path: Path) -> None:
    copied(tmp_path)
    path = tmp_path / "deck.pptx"
    path.write_bytes(edited(name, "by hand"))
    planned = plan_update(str(path), Asked(changed(tmp_path, CASES[name].outline, None)))
    assert planned.plan.exit_code == 0
    assert apply(planned, str(path)).data == edited(name, "by hand")


@pytest.fixture(scope="module")
def resaved() -> Callable[[str], bytes]:
    """Return a function from an outline's name to its deck as LibreOffice saves it without an edit."""

    @functools.cache
    def saved(outline: str) -> bytes:
        libreoffice.needs_libreoffice()
        with tempfile.TemporaryDirectory() as folder:
            before, after = os.path.join(folder, "before.pptx"), os.path.join(folder, "after.pptx")
            Path(before).write_bytes(built(outline))
            libreoffice.edited(before, after, "nothing", 0, "")
            return Path(after).read_bytes()

    return saved


@pytest.mark.slow
@pytest.mark.parametrize("outline", ["osloregionen", "gallery"])
def test_a_save_in_libreoffice_is_not_an_edit_and_everything_is_matched(
    outline: str, resaved: Callable[[str], bytes], tmp_path: Path
) -> None:
    copied(tmp_path)
    path = tmp_path / "deck.pptx"
    path.write_bytes(resaved(outline))
    planned = plan_update(str(path), Asked(changed(tmp_path, outline, None)))
    assert [note for note in planned.plan.notes if note.group != "change"] == []
    found = {item.key for slide in planned.plan.found.slides for item in slide.items}
    assert found == {item.key for slide in planned.ours.known.slides for item in slide.items}


def test_slide_keys_round_trip() -> None:
    assert keys(opened(built("osloregionen")))[:4] == ["cover", "alliance", "purpose", "members"]


TOGETHER = ("wording", "bold", "move", "resize", "recolour", "new box", "notes")


def test_all_edits_and_all_changes_can_be_combined(tmp_path: Path) -> None:
    presentation = opened(built("osloregionen"))
    for name in TOGETHER:
        CASES[name].by_hand(presentation)
    out = io.BytesIO()
    presentation.save(out)
    crossed = [item for name in TOGETHER for item in CASES[name].wishes.items()]
    wishes = {wish for what, wish in crossed if not wish.conflict and what != "the same place"}
    copied(tmp_path)
    path = tmp_path / "deck.pptx"
    path.write_bytes(out.getvalue())
    asked = Asked(changed(tmp_path, "osloregionen", *sorted(wishes)))
    planned = plan_update(str(path), asked)
    path.write_bytes(apply(planned, str(path)).data)
    after = opened(path.read_bytes())
    assert {name: CASES[name].seen(after) for name in TOGETHER} == dict.fromkeys(TOGETHER, True)
    assert {wish.seen: wish.seen in words(slide_of(after, wish.slide)) for wish in wishes} == dict.fromkeys(
        [wish.seen for wish in wishes], True
    )
    assert planned.plan.exit_code == 3
    assert plan_update(str(path), asked).plan.changes == ()
