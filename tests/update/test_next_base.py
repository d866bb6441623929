"""Content left to its editors for a while returns without loss and without false edits."""

from __future__ import annotations

import pytest
from hypothesis import given

from osloregion_slides.update.base_read import next_base
from osloregion_slides.update.deck_state import DeckState, SlideState
from osloregion_slides.update.plan import plan
from tests.update.decks import decks
from tests.update.result import merged
from tests.update.samples import box, deck, found, items, plain, shape, slide, text, title, with_item
from tests.update.test_laws import LAW


def members(total: str, heading: str = "Fakta", at: float = 1, **said: object) -> DeckState:
    shapes = shape("members/total", total, box=box(at)), shape("members/heading", heading)
    return deck(slide("cover"), slide("members", title("members", "Medlemmer"), *shapes, **said))


BASE = members("57")


def thaw(theirs: DeckState, frozen: DeckState, after: DeckState) -> tuple[DeckState, list[str]]:
    """Update a deck while something is left to its editors, then again when it is not; return the deck and the edits."""
    first = plan(BASE, theirs, frozen)
    between = merged(first, frozen)
    assert first.base is not None
    second = plan(first.base, between, after)
    return merged(second, after), [note.what for note in second.notes if note.group != "change"]


def test_outline_changes_of_a_frozen_slide_are_applied_when_it_is_unfrozen() -> None:
    result, edits = thaw(found(BASE), members("55", freeze=True), members("54", "Tall"))
    assert plain(result) == plain(members("54", "Tall"))
    assert edits == []


def test_an_untouched_frozen_slide_is_not_an_edit_when_it_is_unfrozen() -> None:
    result, edits = thaw(found(BASE), members("55", freeze=True), members("57"))
    assert (plain(result), edits) == (plain(BASE), [])


def test_manual_edits_of_a_frozen_slide_are_kept_when_it_is_unfrozen() -> None:
    theirs = with_item(found(BASE), "members/heading", text=text("Om oss"))
    result, edits = thaw(theirs, members("55", freeze=True), members("55"))
    assert plain(result) == plain(members("55", "Om oss"))
    assert edits == ['paragraph 1: "Fakta" -> "Om oss"']


def test_changes_on_both_sides_of_a_frozen_slide_conflict_when_it_is_unfrozen() -> None:
    theirs = with_item(found(BASE), "members/total", text=text("56"))
    _, told = thaw(theirs, members("55", freeze=True), members("55"))
    assert told == ["paragraph 1 changed on both sides"]


def test_a_manually_deleted_frozen_slide_stays_deleted() -> None:
    theirs, frozen = found(deck(BASE.slides[0])), members("55", freeze=True)
    for made in (plan(BASE, theirs, frozen), plan(BASE, theirs, frozen, "take")):
        assert [(note.group, note.what) for note in made.notes] == [("edit", "deleted by hand, stays deleted")]
        assert [one.key for one in merged(made, frozen).slides] == ["cover"]
    result, edits = thaw(theirs, frozen, members("57"))
    assert [one.key for one in result.slides] == ["cover"]
    assert edits == ["deleted by hand, stays deleted"]


def test_a_slide_deleted_while_frozen_conflicts_with_outline_changes_when_unfrozen() -> None:
    theirs = found(deck(BASE.slides[0]))
    result, told = thaw(theirs, members("55", freeze=True), members("55"))
    assert [one.key for one in result.slides] == ["cover"]
    assert told == ["deleted by hand, but changed in the outline"]


def test_a_new_frozen_slide_is_added_and_stored_in_the_base() -> None:
    ours = deck(*BASE.slides, slide("new", shape("new/a", "Ny"), freeze=True))
    made = plan(BASE, found(BASE), ours)
    assert [one.key for one in merged(made, ours).slides] == ["cover", "members", "new"]
    assert made.base == ours


@pytest.mark.parametrize("ignore", ["total/box", "box", "total"])
def test_ignored_changes_are_applied_when_no_longer_ignored(ignore: str) -> None:
    result, edits = thaw(found(BASE), members("57", at=3, ignore=(ignore,)), members("57", at=4))
    assert items(result.slides)["members/total"].box == box(4)
    assert edits == []


def test_an_object_ignored_when_new_is_added_later() -> None:
    more = shape("members/more", "Mer")

    def with_more(**said: object) -> DeckState:
        return deck(BASE.slides[0], BASE.slides[1].replace(items=(*BASE.slides[1].items, more), **said))

    result, edits = thaw(found(BASE), with_more(ignore=("more",)), with_more())
    assert "members/more" in items(result.slides)
    assert edits == []


def frozen(known: DeckState) -> DeckState:
    return known.replace(slides=tuple([one.replace(freeze=True) for one in known.slides]))


def bare(known: DeckState) -> list[SlideState]:
    return [one.replace(freeze=False) for one in known.slides]


@LAW
@given(decks(), decks())
def test_a_deck_frozen_as_a_whole_keeps_its_base(base: DeckState, ours: DeckState) -> None:
    kept = {one.key: one for one in base.slides}
    after = next_base(base, frozen(ours))
    assert bare(after) == [kept.get(one.key, one) for one in ours.slides]
    assert next_base(after, frozen(ours)) == after
    assert next_base(base, ours) is ours


@LAW
@given(decks(), decks(), decks(), decks())
def test_freezing_between_two_updates_loses_nothing(
    base: DeckState, theirs: DeckState, between: DeckState, ours: DeckState
) -> None:
    keys = {one.key for one in base.slides} & {one.key for one in theirs.slides} & {one.key for one in ours.slides}
    same = [tuple([one for one in known.slides if one.key in keys]) for known in (base, theirs, ours)]
    base, theirs, ours = [base.replace(slides=tuple(sorted(slides))) for slides in same]
    made = {one.key: one for one in between.slides}
    middle = base.replace(slides=tuple([made.get(one.key, one).replace(freeze=True) for one in base.slides]))
    first = plan(base, found(theirs), middle)
    assert first.base is not None
    second = plan(first.base, merged(first, middle), ours)
    straight = plan(base, found(theirs), ours)
    assert [note.replace(id="") for note in second.notes] == [note.replace(id="") for note in straight.notes]
    assert plain(merged(second, ours)) == plain(merged(straight, ours))
