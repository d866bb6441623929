"""Every manual edit has an id by which it can be reverted in this update or a later one."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER

from osloregion_slides import build, update
from osloregion_slides import plan as plan_of
from osloregion_slides.base.findings import InvalidInput
from osloregion_slides.update.changes import Plan
from osloregion_slides.update.deck_state import DeckState, ParagraphState, RunState
from osloregion_slides.update.plan import plan
from osloregion_slides.update.show import show
from osloregion_slides.update.undoing import gathered
from tests.pptx.updating import edited
from tests.update.decks import decks
from tests.update.fresh import A, P
from tests.update.result import merged
from tests.update.samples import box, deck, found, items, keys, shape, slide, text, title, with_item
from tests.update.test_laws import LAW

WORDS = "members/list"
BASE = deck(
    slide("cover", title("cover", "Osloregionen")),
    slide("members", title("members", "Medlemmer"), shape(WORDS, "57 kommuner"), shape("members/note", "Se kart")),
    slide("profile", title("profile", "Profil")),
)


def edits(made: Plan) -> list[Any]:
    return [note for note in made.notes if note.group == "edit"]


def again(made: Plan, ours: DeckState) -> Plan:
    return plan(ours, merged(made, ours), ours)


EDITS: dict[str, dict[str, Any]] = {
    "text": {"text": text("Alle kommunene")},
    "place": {"box": box(4, 5)},
    "fill": {"fill": "#C80A0A"},
    "alt text": {"alt": "Liste"},
    "bold": {"text": (ParagraphState((RunState("57 kommuner", True),)),)},
}  # fmt: skip


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_is_reverted_by_its_id_and_others_are_kept(name: str) -> None:
    theirs = with_item(with_item(found(BASE), WORDS, **EDITS[name]), "members/note", text=text("Se listen"))
    first = plan(BASE, theirs, BASE)
    (note,) = [one for one in edits(first) if one.item == WORDS]
    made = plan(BASE, theirs, BASE, choices={note.id: "take"})
    assert [one.item for one in edits(made)] == ["members/note"] and made.exit_code == 3
    result = items(merged(made, BASE).slides)[WORDS]
    before = items(BASE.slides)[WORDS]
    assert (result.text, result.box, result.fill, result.alt) == (before.text, before.box, before.fill, before.alt)
    assert [one.item for one in edits(again(made, BASE))] == ["members/note"]
    assert plan(BASE, theirs, BASE, choices={note.id: "keep"}).changes == ()


def test_a_kept_conflict_can_be_resolved_later_by_the_same_id() -> None:
    theirs = with_item(found(BASE), WORDS, text=text("over 50 kommuner"))
    ours = with_item(BASE, WORDS, text=text("55 kommuner"))
    first = plan(BASE, theirs, ours)
    (conflict,) = [note for note in first.notes if note.group == "conflict"]
    kept = merged(plan(BASE, theirs, ours, choices={conflict.id: "keep"}), ours)
    later = plan(ours, kept, ours)
    assert [note.id for note in edits(later)] == [conflict.id]
    made = plan(ours, kept, ours, choices={conflict.id: "take"})
    assert items(merged(made, ours).slides)[WORDS].text == text("55 kommuner")


def test_a_slide_can_be_reset_to_the_outline_by_its_id() -> None:
    theirs = with_item(with_item(found(BASE), WORDS, box=box(4, 5)), "members/note", text=text("Se listen"))
    theirs = with_item(theirs, "cover/title", text=text("Annet"))
    made = plan(BASE, theirs, BASE, choices={"members": "take"})
    assert {note.slide for note in edits(made)} == {"cover"}
    assert [note.slide for note in edits(again(made, BASE))] == ["cover"]
    one = plan(BASE, theirs, BASE, choices={"members/note": "take"})
    assert {note.item for note in edits(one)} == {WORDS, "cover/title"}
    with pytest.raises(InvalidInput):
        plan(BASE, theirs, BASE, choices={"profile": "take"})


def test_a_choice_for_an_object_overrides_the_choice_for_its_slide() -> None:
    theirs = with_item(with_item(found(BASE), WORDS, box=box(4, 5)), "members/note", text=text("Se listen"))
    (note,) = [one for one in edits(plan(BASE, theirs, BASE)) if one.item == WORDS]
    made = plan(BASE, theirs, BASE, choices={"members": "take", note.id: "keep"})
    assert [one.item for one in edits(made)] == [WORDS]


def test_manually_added_or_moved_slides_and_objects_can_be_reverted_by_id() -> None:
    pause = found(deck(slide("pause", title("pause", "Pause")))).slides[0]
    pause = pause.replace(marks=pause.marks.replace(creation="1"))
    first, *rest = found(BASE).slides
    theirs = found(BASE).replace(slides=(rest[1], first, rest[0], pause))
    names = [note.id for note in edits(plan(BASE, theirs, BASE))]
    assert len(names) == 2 and all(names)
    made = plan(BASE, theirs, BASE, choices=dict.fromkeys(names, "take"))
    assert keys(merged(made, BASE)) == ["cover", "members", "profile"]
    assert edits(again(made, BASE)) == []


@LAW
@given(decks(), decks(), decks(), st.booleans(), st.data())
def test_reverting_an_edit_by_id_removes_exactly_that_edit(
    base: DeckState, theirs: DeckState, ours: DeckState, native: bool, data: st.DataObject
) -> None:
    first = plan(base, found(theirs, native), ours)
    ids = sorted({note.id for note in edits(first) if note.id})
    chosen = [name for name in ids if data.draw(st.booleans())]
    made = plan(base, found(theirs, native), ours, choices=dict.fromkeys(chosen, "take"))
    left = {note.id for note in edits(made)}
    assert left.isdisjoint(chosen)
    after = again(made, ours)
    assert (after.changes, after.order) == ((), ())


_SLIDE = "  - {{id: {0}, kind: statement, title: Side {0}, text: Tekst}}\n"
_DATE = '<p:sp xmlns:p="{}" xmlns:a="{}"><p:nvSpPr><p:cNvPr id="904" name="Date 3"/><p:cNvSpPr/><p:nvPr><p:ph type="dt" idx="77"/></p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:p><a:r><a:t>3. mai</a:t></a:r></a:p></p:txBody></p:sp>'


def _foot(slide: Any, slot: str) -> Any:
    found = [one for one in slide._element.iter(f"{P}sp") if one.find(f".//{P}ph[@type='{slot}']") is not None]
    return found[0] if found else None


def _words(shape: Any) -> str | None:
    return None if shape is None else "".join([one.text or "" for one in shape.iter(f"{A}t")])


def _write_footer(slide: Any) -> None:
    _foot(slide, "ftr").find(f".//{A}t").text = "Internt"


def _add_date(slide: Any) -> None:
    slide.shapes._spTree.append(etree.fromstring(_DATE.format(P[1:-1], A[1:-1])))


def _take_number(slide: Any) -> None:
    number = _foot(slide, "sldNum")
    number.getparent().remove(number)


@pytest.mark.parametrize(
    ("edit", "slot", "words"),
    [(_write_footer, "ftr", "Internt"), (_add_date, "dt", "3. mai"), (_take_number, "sldNum", None)],
)
def test_a_footer_dialog_change_of_all_slides_is_one_line_and_applies_to_new_slides(
    edit: Any, slot: str, words: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    head = "deck: a\ntitle: A\nbrand: osloregionen\nlanguage: nb\nalliance: {website: osloregionen.no}\nslides:\n"
    said = head + "".join([_SLIDE.format(f"s{number}") for number in range(5)])
    Path("a.yaml").write_text(said, encoding="utf-8")

    def everywhere(presentation: Any) -> None:
        for one in presentation.slides:
            edit(one)

    made = edited(build("a.yaml").data, everywhere)
    Path("a.pptx").write_bytes(made)
    Path("a.yaml").write_text(said + _SLIDE.format("new"), encoding="utf-8")
    found = plan_of("a.pptx").plan
    assert [note.group for note in gathered(found.notes, found.found.slides)] == ["edit", "change"]
    after = update("a.pptx")
    shown = _foot(Presentation(io.BytesIO(after.data)).slides[5], slot)
    assert _words(shown) == words
    (line,) = [note for note in gathered(found.notes, found.found.slides) if note.group == "edit"]
    back = Presentation(io.BytesIO(update("a.pptx", choices={line.id: "take"}).data)).slides
    assert len({_words(_foot(one, slot)) for one in back}) == 1
    again = plan_of("a.pptx", data=after.data).plan
    assert again.changes == () and len(gathered(again.notes, again.found.slides)) == 1


def footers(count: int, edited: int, words: str = "Internt") -> Plan:
    base = deck(
        *[slide(f"s{n}", title(f"s{n}", f"Side {n}"), shape(f"s{n}/footer", "osloregionen.no")) for n in range(count)]
    )
    theirs = found(base)
    for number in range(edited):
        theirs = with_item(theirs, f"s{number}/footer", text=text(words))
    return plan(base, theirs, base)


_FOOTER = _DATE.replace('type="dt" idx="77"', 'type="ftr" idx="10"').replace("3. mai", "Internt")


def test_a_footer_added_by_the_dialog_is_one_line_even_if_covers_lack_the_placeholder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    more = "  - {{id: {0}, kind: bullets, title: Side {0}, items: [A, B]}}\n"
    said = "deck: a\ntitle: A\nlanguage: nb\nslides:\n  - {id: cover, kind: cover, title: A}\n"
    said += "".join([more.format(f"s{number}") for number in range(3)]) + "  - {id: end, kind: closing, title: Takk}\n"
    Path("a.yaml").write_text(said, encoding="utf-8")

    def everywhere(presentation: Any) -> None:
        for one in presentation.slides:
            if any([place.placeholder_format.type == PP_PLACEHOLDER.FOOTER for place in one.slide_layout.placeholders]):
                one.shapes._spTree.append(etree.fromstring(_FOOTER.format(P[1:-1], A[1:-1])))

    Path("a.pptx").write_bytes(edited(build("a.yaml").data, everywhere))
    Path("a.yaml").write_text(said + more.format("new"), encoding="utf-8")
    found = plan_of("a.pptx").plan
    assert [note.group for note in gathered(found.notes, found.found.slides)] == ["edit", "change"]
    after = update("a.pptx").data
    assert [_words(_foot(one, "ftr")) for one in Presentation(io.BytesIO(after)).slides] == [
        *(None, *["Internt"] * 3, None),
        "Internt",
    ]
    again = plan_of("a.pptx", data=after).plan
    assert again.changes == () and len(gathered(again.notes, again.found.slides)) == 1


@pytest.mark.parametrize(("edited", "lines"), [(10, 1), (9, 1), (5, 5), (1, 1)])
def test_the_same_edit_on_nearly_every_slide_is_one_line_and_one_id(edited: int, lines: int) -> None:
    made = footers(10, edited)
    shown = [note for note in gathered(made.notes, made.found.slides) if note.group == "edit"]
    assert len(shown) == lines
    if edited >= 9:
        assert f"footer on {edited} slides: paragraph 1" in show(made, "a.pptx", details=True)
        base = deck(
            *[slide(f"s{n}", title(f"s{n}", f"Side {n}"), shape(f"s{n}/footer", "osloregionen.no")) for n in range(10)]
        )
        back = plan(base, made.found, base, choices={shown[0].id: "take"})
        assert edits(back) == []
