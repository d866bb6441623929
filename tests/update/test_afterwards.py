"""A deck that was updated wrongly is never written: each fault of applying is put in by hand here."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from osloregion_slides import cli
from osloregion_slides.base.messages import phrase
from osloregion_slides.bugs import Bug
from osloregion_slides.pptx.applying import shape
from osloregion_slides.pptx.applying import slide as applying
from osloregion_slides.pptx.applying.text import TextEditor
from osloregion_slides.update.changes import Plan, PlanEntry
from osloregion_slides.update.deck_state import DeckState, ItemState, SlideState
from osloregion_slides.update.plan import new_edits
from tests.pptx.updating import edited
from tests.pptx.updating import shape as shape_of
from tests.update.gallery import GALLERY, side, updated

POINTS = GALLERY["purpose"]
NOTED = f"{POINTS}\n    notes: Si dette."


def nothing(*_: Any, **__: Any) -> None:
    pass


def clear_nothing(root: Any) -> set[str]:
    """Leave the objects that are to be taken off."""
    return set()


def drop_next(root: Any, relations: Any, shape: Any) -> None:
    """Remove the neighbour of the shape that is to be removed."""
    other = shape.getprevious()
    other.getparent().remove(other)
    shape.getparent().remove(shape)


def underline(presentation: Any) -> None:
    """Edit the slide, so that it is not drawn again whole."""
    shape_of(presentation.slides[1], "s/title").text_frame.paragraphs[0].runs[0].font.underline = True


FAULTS: dict[str, tuple[Any, str, Callable[..., Any], str, str]] = {
    "a text that is not set": (TextEditor, "set_paragraphs", nothing, POINTS, POINTS.replace("nb: Innsats", "nb: Inn")),
    "notes that are not set": (applying, "set_notes", lambda *_: True, POINTS, NOTED),
    "an object that is not removed": (shape, "remove_shape", nothing, POINTS, POINTS.replace("      - {nb: Samferdsel, en: Transport}", "")),
    "another object removed": (shape, "remove_shape", drop_next, POINTS, POINTS.replace("      - {nb: Samferdsel, en: Transport}", "")),
    "a place that is not set": (shape, "set_box", nothing, POINTS, f"{POINTS}\n    source: Kilden"),
    "objects that stay on a slide of another kind": (shape, "clear", clear_nothing, POINTS, GALLERY["venn"]),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_wrongly_applied_update_is_an_internal_error_without_a_deck(
    fault: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    place, name, broken, old, new = FAULTS[fault]
    after = side(new)
    data = side(old).data if name == "clear" else edited(side(old).data, underline)
    assert updated(data, after) != data
    monkeypatch.setattr(place, name, broken)
    with pytest.raises(Bug, match="is unchanged"):
        updated(data, after)


def test_an_internal_error_is_reported_with_a_log_and_the_file_unchanged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    outline, deck = tmp_path / "a.yaml", tmp_path / "a.pptx"
    text = "deck: a\ntitle: A\nbrand: osloregionen\nslides:\n  - {id: s, kind: statement, title: Hei, text: Du}\n"
    outline.write_text(text, encoding="utf-8")
    assert cli.main(["build", str(outline), "-o", str(deck)]) == 0
    before = deck.read_bytes()
    outline.write_text(text.replace("Du", "Dere"), encoding="utf-8")
    monkeypatch.setattr(shape, "clear", clear_nothing)
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    assert cli.main(["update", str(deck), str(outline)]) == 70
    assert deck.read_bytes() == before
    said = capsys.readouterr().err
    assert f"{deck} is unchanged" in said
    (log,) = tmp_path.glob("*.log")
    assert str(log) in said and "added by hand" in log.read_text(encoding="utf-8")


def plan(*notes: tuple[str, str], group: str = "edit", symbol: str = "~") -> Plan:
    items = (ItemState("s/group", "group"), ItemState("s/group/one", "shape", parent="s/group"))
    listed = [PlanEntry(symbol, group, "s", item, phrase(what)) for item, what in notes]  # type: ignore[arg-type]
    return Plan(DeckState("d", "", (SlideState("s", "", items),)), (), tuple(listed))


HAND = ("hand:a#1", "added-by-hand")


@pytest.mark.parametrize(
    ("before", "after", "new"),
    [
        (plan(), plan(), 0),
        (plan(), plan(("s/one", "box")), 1),
        (plan(("s/one", "fill")), plan(("s/one", "box")), 0),
        (plan(("s/one", "box"), group="conflict"), plan(("s/one", "box")), 0),
        (plan(("s/group", "box")), plan(("s/group/one", "box")), 0),
        (plan(("s/group/one", "box")), plan(("s/group", "box")), 0),
        (plan(), plan(HAND), 1),
        (plan(HAND), plan(("hand:a#2", HAND[1])), 0),
        (plan(HAND), plan(HAND, ("hand:a#2", HAND[1])), 2),
        (plan(("s/one", "removed-but-edited"), group="conflict", symbol="!"), plan(HAND), 0),
        (plan(), plan(("", "notes")), 1),
        (plan(), plan(("", "moved-by-hand")), 0),
    ],
)  # fmt: skip
def test_an_edit_is_new_if_neither_the_object_nor_its_group_had_one(before: Plan, after: Plan, new: int) -> None:
    assert len(new_edits(before, after)) == new
