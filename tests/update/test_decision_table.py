from __future__ import annotations

import pytest

from osloregion_slides.base.findings import InvalidInput, Location
from osloregion_slides.scene import Box
from osloregion_slides.update.deck_state import ItemState, LineState, TableState
from osloregion_slides.update.plan import plan
from osloregion_slides.update.state_parts import ChartState, SeriesState
from tests.update.result import merged
from tests.update.samples import box, deck, found, items, keys, shape, slide, text, title, with_item

AT = Location("decks/osloregionen.yaml", 31, 5)
LINE = LineState("accent1 #1D5FA8", 9525)


def chart(oslo: float, follo: float, colour: str = "accent1 #1D5FA8") -> ChartState:
    return ChartState("column", ("Oslo", "Follo"), (SeriesState("2008", (oslo, follo), colour),), "0")


def table(*rows: tuple[str, ...]) -> TableState:
    return TableState((900_000,) * len(rows[0]), tuple([tuple([text(cell) for cell in row]) for row in rows]))


# property: as generated, as a person has it, as the outline has it, and what comes of both where that is possible
PROPERTIES = {
    "text": (text("57 kommuner"), text("seks kommuner"), text("55 kommuner"), None),
    "box": (box(1), box(2), box(3), None),
    "fill": ("accent1 #1D5FA8", "#C2452D", "accent2 #007A72", None),
    "line": (LINE, LINE.replace(width=38100), None, None),
    "alt": ("Kart", "Kart over regionen", "Kart med byer", None),
    "link": ("https://a.no", "https://b.no", "https://c.no", None),
    "image": ("a" * 40, "b" * 40, "c" * 40, None),
    "crop": ((0, 0, 0, 0), (10_000, 0, 0, 0), (0, 20_000, 0, 0), None),
    "chart": (chart(5, 7), chart(6, 7), chart(9, 7), None),
    "table": (table(("Oslo", "5")), table(("Oslo", "6")), table(("Oslo", "7")), None),
}
TOGETHER = {
    "box": (box(1), box(2), box(3), box(4)),
    "size": (box(1, w=4), box(1, w=8), box(2, w=5), box(2, w=10)),
    "text": (
        text("Frivillig samarbeid", "57 kommuner"),
        text("Et frivillig samarbeid", "57 kommuner"),
        text("Frivillig samarbeid", "55 kommuner"),
        text("Et frivillig samarbeid", "55 kommuner"),
    ),
    "words": (
        text("57 kommuner og to fylker"),
        text("57 kommuner og hele to fylker"),
        text("55 kommuner og to fylker"),
        text("55 kommuner og hele to fylker"),
    ),
    "bold": (text("57 kommuner"), text("57 kommuner", bold=True), text("55 kommuner"), text("55 kommuner", bold=True)),
    "colour": (chart(5, 7), chart(5, 7, "#C2452D"), chart(5, 8), chart(5, 8, "#C2452D")),
    "value": (chart(5, 7), chart(6, 7), chart(5, 8), chart(6, 8)),
    "cell": (
        table(("A", "B"), ("5", "7")),
        table(("A", "B"), ("6", "7")),
        table(("A", "B"), ("5", "8")),
        table(("A", "B"), ("6", "8")),
    ),
    "row": (
        table(("Oslo", "5"), ("Follo", "7")),
        table(("Oslo", "6"), ("Follo", "7")),
        table(("Oslo", "5"), ("Halden", "2"), ("Follo", "7")),
        table(("Oslo", "6"), ("Halden", "2"), ("Follo", "7")),
    ),
}


def with_property(name: str, value: object):  # type: ignore[no-untyped-def]
    field = name if name in ItemState.__fields__ else {"words": "text", "bold": "text", "size": "box"}.get(name, "")
    field = field or ("chart" if isinstance(value, ChartState) else "table")
    kind = field if field in ("chart", "table") else "shape"
    item = shape("members/list").replace(kind=kind, **{field: value})
    return deck(slide("members", title("members", "Medlemmer"), item, at=AT)), field


@pytest.mark.parametrize("name", PROPERTIES)
def test_changes_only_in_the_outline_are_applied(name: str) -> None:
    old, _, new, _ = PROPERTIES[name]
    base, field = with_property(name, old)
    ours, _ = with_property(name, new)
    made = plan(base, found(base), ours)
    assert made.exit_code == 3
    assert getattr(items(merged(made, ours).slides)["members/list"], field) == new
    assert [note.at for note in made.notes] == [AT] * len(made.notes)


@pytest.mark.parametrize("name", PROPERTIES)
def test_manual_changes_are_kept_and_listed(name: str) -> None:
    old, edited, _, _ = PROPERTIES[name]
    base, field = with_property(name, old)
    theirs, _ = with_property(name, edited)
    made = plan(base, found(theirs), base)
    assert (made.exit_code, made.changes) == (0, ())
    assert [(note.symbol, note.group, note.item) for note in made.notes] == [("~", "edit", "members/list")]
    assert getattr(items(merged(made, base).slides)["members/list"], field) == edited


@pytest.mark.parametrize("choice", ["keep", "take"])
@pytest.mark.parametrize("name", [name for name in PROPERTIES if name != "box"])
def test_changes_on_both_sides_are_a_conflict_with_two_choices(name: str, choice: str) -> None:
    old, edited, new, _ = PROPERTIES[name]
    base, field = with_property(name, old)
    theirs, _ = with_property(name, edited)
    ours, _ = with_property(name, new)
    made = plan(base, found(theirs), ours, choice)  # type: ignore[arg-type]
    assert made.exit_code == (4 if choice == "keep" else 3)
    decided = "" if choice == "keep" else "take"
    assert [(note.at, note.choice) for note in made.notes if note.group == "conflict"] == [(AT, decided)]
    result = getattr(items(merged(made, ours).slides)["members/list"], field)
    assert result == (edited if choice == "keep" else new)


@pytest.mark.parametrize("name", PROPERTIES)
def test_the_same_change_on_both_sides_needs_no_action(name: str) -> None:
    old, _, new, _ = PROPERTIES[name]
    base, _ = with_property(name, old)
    ours, _ = with_property(name, new)
    made = plan(base, found(ours), ours)
    assert (made.exit_code, made.changes, made.notes, made.rebase) == (0, (), (), True)


@pytest.mark.parametrize("name", TOGETHER)
def test_changes_to_different_parts_of_one_object_are_both_applied(name: str) -> None:
    old, edited, new, both = TOGETHER[name]
    base, field = with_property(name, old)
    theirs, _ = with_property(name, edited)
    ours, _ = with_property(name, new)
    made = plan(base, found(theirs), ours)
    assert made.exit_code == 3
    assert getattr(items(merged(made, ours).slides)["members/list"], field) == both
    assert {note.group for note in made.notes} == {"edit", "change"}


@pytest.mark.parametrize(
    ("word", "taken"), [("box", "text"), ("list/box", "text"), ("list", ""), ("text", "box"), ("other/box", "both")]
)
def test_properties_under_ignore_are_not_changed(word: str, taken: str) -> None:
    base = deck(slide("members", shape("members/list", "57")))
    ours = deck(slide("members", shape("members/list", "55", box=box(9)), ignore=(word,)))
    result = items(merged(plan(base, found(base), ours), ours).slides)["members/list"]
    assert result.text == text("55" if taken in ("text", "both") else "57")
    assert result.box == (box(9) if taken in ("box", "both") else box())


@pytest.mark.parametrize(("word", "width"), [("alt", 800_000), ("columns", 900_000), ("list/columns", 900_000)])
def test_column_widths_of_the_outline_are_applied_unless_ignored(word: str, width: int) -> None:
    base, _ = with_property("table", table(("Oslo", "5")))
    ours, _ = with_property("table", table(("Oslo", "5")).replace(columns=(800_000, 800_000)))
    ours = ours.replace(slides=tuple([one.replace(ignore=(word,)) for one in ours.slides]))
    result = items(merged(plan(base, found(base), ours), ours).slides)["members/list"]
    assert result.table and result.table.columns == (width, width)


def test_a_frozen_slide_is_left_to_its_editors() -> None:
    base = deck(slide("members", shape("members/list", "57")))
    ours = deck(slide("members", shape("members/list", "55"), shape("members/new"), freeze=True))
    made = plan(base, found(base), ours)
    assert (made.changes, made.notes, made.rebase) == ((), (), False)


def test_rounding_noise_and_unstated_properties_are_not_edits() -> None:
    base = with_property("box", box())[0]
    noisy = with_item(
        found(base, native=False),
        "members/list",
        box=Box(*[side + 536 for side in box()]),  # type: ignore[attr-defined]
        fill="#1D5FA9",
        alt="",
        text=tuple([one.replace(size=0) for one in text()]),
    )
    assert plan(base, noisy, base).notes == ()


@pytest.mark.parametrize(("shift", "edits"), [(1_270, 0), (1_271, 1)])
def test_a_box_may_differ_by_a_tenth_of_a_point(shift: int, edits: int) -> None:
    base = with_property("box", box())[0]
    moved = with_item(found(base), "members/list", box=box().replace(x=box().x + shift))
    assert len(plan(base, moved, base).notes) == edits


def test_slides_of_both_sides_are_added_and_removed_by_the_decision_table() -> None:
    base = deck(*[slide(key, shape(f"{key}/a", key)) for key in ("cover", "gone", "edited", "deleted")])
    ours = deck(*[slide(key, shape(f"{key}/a", key)) for key in ("cover", "new", "deleted")])
    theirs = found(deck(base.slides[0], slide("pause", shape("note", "Pause")), *base.slides[1:3]))
    theirs = with_item(theirs, "edited/a", text=text("mitt"))
    made = plan(base, theirs, ours)
    assert keys(merged(made, ours)) == ["cover", "new", "pause", "edited"]
    said = {(note.slide.removeprefix("hand:ppt/slides/"), note.symbol, note.group) for note in made.notes}
    assert said == {
        ("new", "+", "change"),
        ("gone", "-", "change"),
        ("edited", "!", "conflict"),
        ("deleted", "-", "edit"),
        ("pause.xml", ".", "edit"),
    }


def test_a_renamed_slide_keeps_its_manual_edits() -> None:
    base = deck(slide("profil", shape("profil/text", "57")))
    ours = deck(slide("profiling", shape("profiling/text", "55"), moved=("profil",)))
    theirs = with_item(found(base), "profil/text", box=box(7))
    made = plan(base, theirs, ours)
    assert [type(one).__name__ for one in made.changes] == ["Mark", "Mark", "SetText"]
    result = merged(made, ours)
    assert keys(result) == ["profiling"]
    assert items(result.slides)["profiling/text"].box == box(7)
    assert items(result.slides)["profiling/text"].text == text("55")


def test_a_deck_of_another_outline_is_rejected() -> None:
    base = deck(slide("cover"))
    with pytest.raises(InvalidInput) as problem:
        plan(base, found(base), base.replace(key="annet"))
    assert problem.value.findings[0].code == "another-deck"
