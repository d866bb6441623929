"""The laws of the merge, over decks that share keys and clash often."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from osloregion_slides.update.deck_state import DeckState
from osloregion_slides.update.plan import adopt, plan
from tests.update.decks import decks, slides
from tests.update.result import merged
from tests.update.samples import deck, found, keys, plain

LAW = settings(max_examples=60, deadline=None)


@LAW
@given(decks(), decks())
def test_an_unedited_deck_becomes_equal_to_the_outline(base: DeckState, ours: DeckState) -> None:
    made = plan(base, found(base), ours)
    assert made.exit_code in (0, 3)
    assert plain(merged(made, ours)) == plain(ours)


@LAW
@given(decks(), decks(), st.booleans())
def test_without_an_outline_change_nothing_is_changed(base: DeckState, theirs: DeckState, native: bool) -> None:
    made = plan(base, found(theirs, native), base)
    assert (made.changes, made.order, made.exit_code) == ((), (), 0)
    assert plain(merged(made, base)) == plain(theirs)


@LAW
@given(decks(), decks())
def test_the_same_change_on_both_sides_is_not_a_conflict(base: DeckState, both: DeckState) -> None:
    made = plan(base, found(both), both)
    assert not [note for note in made.notes if note.group == "conflict" and note.slide in keys(base)]
    assert plain(merged(made, both)) == plain(both)


@LAW
@given(decks(), decks(), decks(), st.sampled_from(["keep", "take"]), st.booleans())
def test_the_plan_after_an_update_is_empty(
    base: DeckState, theirs: DeckState, ours: DeckState, choice: str, native: bool
) -> None:
    made = merged(plan(base, found(theirs, native), ours, choice), ours)  # type: ignore[arg-type]
    again = plan(ours, made, ours)
    assert (again.changes, again.order, again.exit_code) == ((), (), 0)


@LAW
@given(decks(), decks(), decks(), slides("pause"), st.integers(0, 5), st.sampled_from(["keep", "take"]))
def test_a_manually_added_slide_never_disappears(
    base: DeckState, theirs: DeckState, ours: DeckState, own: object, place: int, choice: str
) -> None:
    with_own = deck(*theirs.slides[:place], own, *theirs.slides[place:])  # type: ignore[arg-type]
    made = merged(plan(base, found(with_own), ours, choice), ours)  # type: ignore[arg-type]
    assert [one for one in plain(made) if one[0] == "pause"] == plain(deck(own))  # type: ignore[arg-type]


@LAW
@given(decks(), decks(), decks(), st.randoms(use_true_random=False))
def test_the_order_of_shapes_does_not_matter(
    base: DeckState, theirs: DeckState, ours: DeckState, chance: object
) -> None:
    def shuffled(known: DeckState) -> DeckState:
        made = [list(slide.items) for slide in known.slides]
        for items in made:
            chance.shuffle(items)  # type: ignore[attr-defined]
        return known.replace(slides=tuple([s.replace(items=tuple(i)) for s, i in zip(known.slides, made)]))

    straight, mixed = [plan(base, one, ours) for one in (found(theirs), shuffled(found(theirs)))]
    made = [plain(merged(one, ours)) for one in (straight, mixed)]
    stay = {one[0] for one in made[1]} - {one[0] for one in made[0]}  # another order is an edit: such a slide stays
    assert stay <= set(keys(theirs)) & set(keys(base)) - set(keys(ours))
    assert [one for one in made[1] if one[0] not in stay] == made[0]
    assert [one for one in made[1] if one[0] in stay] == [one for one in plain(theirs) if one[0] in stay]
    assert {note.slide for note in mixed.notes if note.says.code == "removed-but-edited"} >= stay
    notes = [
        {one for one in made.notes if one.says.code != "order" and one.slide not in stay} for made in (straight, mixed)
    ]
    assert notes[0] == notes[1]  # but for the order


def contents(deck: DeckState) -> set[object]:
    """Return what the objects of a deck say, without their keys."""
    return {(item.kind, item.text, item.image, item.box) for slide in deck.slides for item in slide.items}


@LAW
@given(decks(), decks())
def test_adopting_never_removes_anything(theirs: DeckState, ours: DeckState) -> None:
    made = adopt(found(theirs, native=False), ours)
    assert not [one for one in made.changes if type(one).__name__ in ("RemoveItem", "RemoveSlide", "Forget")]
    result = merged(made, ours)
    assert len(keys(result)) >= len(keys(theirs))  # a slide that is found by what it says gets the outline's key
    own = [key for key in keys(theirs) if key in keys(result)]
    assert [key for key in keys(result) if key in own] == own
    assert contents(result) >= contents(theirs)


@LAW
@given(decks(), decks(), decks())
def test_conflicts_are_reported_and_keep_the_decks_side(base: DeckState, theirs: DeckState, ours: DeckState) -> None:
    made = plan(base, found(theirs), ours)
    taken = plan(base, found(theirs), ours, "take")
    clashes = [note for note in made.notes if note.group == "conflict"]
    assert (made.exit_code == 4) == bool(clashes)
    assert not [n for n in taken.notes if n.group == "conflict" and not n.choice and "another kind" not in n.what]
