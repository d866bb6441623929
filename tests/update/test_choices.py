"""Conflicts resolved one by one, and manually deleted objects restored."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osloregion_slides.base.findings import InvalidInput, Location
from osloregion_slides.update.changes import Plan, PlanEntry
from osloregion_slides.update.deck_state import DeckState, ItemState
from osloregion_slides.update.plan import plan
from osloregion_slides.update.show import as_json, show
from tests.update.decks import decks
from tests.update.result import merged
from tests.update.samples import box, deck, found, items, keys, shape, slide, text, title, with_item
from tests.update.test_laws import LAW
from tests.update.test_objects import organisation, without

AT = Location("decks/osloregionen.yaml", 31, 5)


def members(total: str, heading: str, alt: str = "a") -> DeckState:
    shapes = shape("members/total", total, alt=alt), shape("members/heading", heading)
    return deck(slide("cover"), slide("members", title("members", "Medlemmer"), *shapes, at=AT))


BASE, OURS = members("57", "Fakta"), members("55", "Tall", "c")
THEIRS = found(members("56", "Om oss", "b"))


def conflicts(made: Plan) -> dict[str, PlanEntry]:
    """The conflicts by what they are of."""
    return {f"{note.item} {note.what}".split(" changed on")[0]: note for note in made.notes if note.group == "conflict"}


def result(made: Plan, ours: DeckState = OURS) -> tuple[object, ...]:
    found_items = items(merged(made, ours).slides)
    total = found_items["members/total"]
    return total.text, total.alt, found_items["members/heading"].text


def test_every_conflict_has_an_id_and_describes_both_sides() -> None:
    made = conflicts(plan(BASE, THEIRS, OURS))
    assert {name: (str(note.yours), str(note.outline), note.choice) for name, note in made.items()} == {
        "members/total paragraph 1": ("56", "55", ""),
        "members/total alt text": ("b", "c", ""),
        "members/heading paragraph 1": ("Om oss", "Tall", ""),
    }
    assert len({note.id for note in made.values()}) == 3


def test_conflicts_are_resolved_one_by_one() -> None:
    ids = {name: note.id for name, note in conflicts(plan(BASE, THEIRS, OURS)).items()}
    made = plan(BASE, THEIRS, OURS, choices={ids["members/total paragraph 1"]: "take"})
    assert result(made) == (text("55"), "b", text("Om oss"))
    assert made.exit_code == 4
    made = plan(BASE, THEIRS, OURS, choices=dict.fromkeys(ids.values(), "take"))
    assert result(made) == (text("55"), "c", text("Tall"))
    assert made.exit_code == 3
    made = plan(BASE, THEIRS, OURS, choices=dict.fromkeys(ids.values(), "keep"))
    assert (result(made), made.exit_code) == ((text("56"), "b", text("Om oss")), 0)


def test_a_choice_for_one_conflict_overrides_the_default_for_all() -> None:
    ids = {name: note.id for name, note in conflicts(plan(BASE, THEIRS, OURS)).items()}
    made = plan(BASE, THEIRS, OURS, "take", {ids["members/total alt text"]: "keep"})
    assert result(made) == (text("55"), "b", text("Tall"))
    assert {note.choice for note in conflicts(made).values()} == {"keep", "take"}


def test_a_conflict_id_depends_only_on_the_content_of_the_conflict() -> None:
    before = conflicts(plan(BASE, THEIRS, OURS))
    after = conflicts(plan(BASE, THEIRS, OURS, "take"))
    assert {name: note.id for name, note in before.items()} == {name: note.id for name, note in after.items()}
    later = conflicts(plan(BASE, THEIRS, members("54", "Tall", "c")))
    changed = {name for name, note in later.items() if note.id != before[name].id}
    assert changed == {"members/total paragraph 1"}


def test_a_choice_for_a_conflict_that_no_longer_exists_is_rejected() -> None:
    stale = conflicts(plan(BASE, THEIRS, OURS))["members/total paragraph 1"].id
    for later, choices in ((members("54", "Tall", "c"), {stale: "take"}), (OURS, {"00000000": "keep"})):
        with pytest.raises(InvalidInput) as refused:
            plan(BASE, THEIRS, later, choices=choices)  # type: ignore[arg-type]
        assert [one.code for one in refused.value.findings] == ["unknown-conflict"]


def test_resolved_conflicts_are_shown_separately_and_do_not_count() -> None:
    ids = {name: note.id for name, note in conflicts(plan(BASE, THEIRS, OURS)).items()}
    taken, kept = ids["members/total paragraph 1"], ids["members/heading paragraph 1"]
    lines = show(plan(BASE, THEIRS, OURS, choices={taken: "take", kept: "keep"}), "a.pptx").splitlines()
    assert f"    ! members/total  [{ids['members/total alt text']}] alt text changed on both sides" in "\n".join(lines)
    assert [line.endswith("-> the outline's  decks/osloregionen.yaml:31:5") for line in lines if taken in line] == [
        True
    ]
    assert [line.partition("  ->")[2].split("  ")[0] for line in lines if kept in line] == [" yours stays"]
    assert "1 conflict, 2 decided, 0 manual edits kept.   (exit 4)" in lines[-1]
    assert f'"id": "{taken}",\n      "choice": "take"' in as_json(plan(BASE, THEIRS, OURS, choices={taken: "take"}), "")


def test_an_edited_object_of_changed_type_is_replaced_if_the_outline_is_chosen() -> None:
    base = deck(slide("members", shape("members/total", "57")))
    picture = ItemState("members/total", "picture", box(), image="0" * 40)
    theirs, ours = with_item(found(base), "members/total", box=box(4)), deck(slide("members", picture))
    made = plan(base, theirs, ours)
    (conflict,) = conflicts(made).values()
    assert (made.changes, made.exit_code) == ((), 4)
    taken = merged(plan(base, theirs, ours, choices={conflict.id: "take"}), ours)
    assert [item.kind for item in taken.slides[0].items] == ["picture"]


def deleted(made: Plan) -> PlanEntry:
    (note,) = [note for note in made.notes if note.group == "edit" and note.symbol == "-"]
    return note


def test_a_manually_deleted_slide_can_be_restored_to_its_position() -> None:
    base = deck(*[slide(key, shape(f"{key}/a", key)) for key in ("cover", "members", "purpose")])
    theirs = found(deck(base.slides[0], base.slides[2]))
    name = deleted(plan(base, theirs, base)).id
    kept = plan(base, theirs, base, choices={name: "keep"})
    assert (kept.changes, kept.exit_code) == ((), 0)
    made = plan(base, theirs, base, choices={name: "take"})
    assert keys(merged(made, base)) == ["cover", "members", "purpose"]
    assert [(note.symbol, note.slide, note.id, note.choice) for note in made.notes] == [("+", "members", name, "take")]
    again = plan(base, merged(made, base), base)
    assert (again.changes, again.order, again.notes) == ((), (), ())


def test_a_manually_deleted_object_can_be_restored_with_its_content() -> None:
    base = organisation()
    inside = ("organisation/line", "organisation/council", "organisation/board")
    theirs = without(found(base), "organisation/chart", *inside)
    note = deleted(plan(base, theirs, base))
    made = plan(base, theirs, base, choices={note.id: "take"})
    assert items(merged(made, base).slides).keys() >= {"organisation/chart", *inside}
    assert [(note.symbol, note.item) for note in made.notes] == [("+", "organisation/chart")]
    again = plan(base, merged(made, base), base)
    assert (again.changes, again.notes) == ((), ())


@LAW
@given(decks(), decks(), decks(), st.booleans(), st.data())
def test_any_choice_is_applied_exactly_and_leaves_an_empty_plan(
    base: DeckState, theirs: DeckState, ours: DeckState, native: bool, data: st.DataObject
) -> None:
    first = plan(base, found(theirs, native), ours)
    ids = sorted({note.id for note in first.notes if note.id})
    choices = {name: data.draw(st.sampled_from(["keep", "take"])) for name in ids if data.draw(st.booleans())}
    made = plan(base, found(theirs, native), ours, choices=choices)  # type: ignore[arg-type]
    assert {note.id: note.choice for note in made.notes if note.group == "conflict" and note.choice}.items() <= (
        choices.items()
    )
    again = plan(ours, merged(made, ours), ours)
    assert (again.changes, again.order, again.exit_code) == ((), (), 0)
    untouched = {(note.slide, note.item) for note in first.notes} - {
        (note.slide, note.item) for note in first.notes if choices.get(note.id) == "take"
    }
    before = {(note.slide, note.item): note.what for note in first.notes if note.group == "edit" and not note.id}
    after = {(note.slide, note.item): note.what for note in made.notes if note.group == "edit" and not note.id}
    assert {place for place in before if place in untouched} <= set(after)
