"""The order of slides from three sides: as a table, and as laws over permutations with slides added and taken out."""

from __future__ import annotations

from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from osloregion_slides.update.order import merge_order, moved


class Case(NamedTuple):
    """A letter is a slide; H and I are a person's. ``disputed``: which slides both sides moved to different places."""

    base: str
    theirs: str
    ours: str
    result: str
    disputed: str = ""


ORDERS = {
    "as it was": Case("abc", "abc", "abc", "abc"),
    "the outline's reorder": Case("abc", "abc", "cab", "cab"),
    "a person's reorder": Case("abc", "cba", "abc", "cba"),
    "a person's reorder wins": Case("abc", "cba", "bac", "cba", "a"),
    "both move, each another slide": Case("abcdef", "afbcde", "abdefc", "afbdec"),
    "the outline's goes to the end, behind what a person moved away": Case("abcdef", "afbcde", "acdefb", "afcdeb"),
    "both move several": Case("abcdefgh", "ghabcdef", "abdecfgh", "ghabdecf"),
    "both move a slide to one place": Case("abcd", "dabc", "dacb", "dacb"),
    "both move a slide, to two places": Case("abcde", "abecd", "aebcd", "abecd", "e"),
    "both swap, with one slide in common": Case("abcd", "bacd", "acbd", "bacd", "b"),
    "both move two slides to one place in two orders": Case("abcde", "adebc", "aedbc", "adebc", "d"),
    "what a person put behind a slide goes where the outline moves that": Case("abcd", "aHbcd", "bcda", "bcdaH"),
    "new behind its predecessor": Case("abc", "cba", "axbc", "cbax"),
    "new behind what the outline moved": Case("abcd", "abcd", "acdbx", "acdbx"),
    "new at the beginning": Case("ab", "ab", "xyab", "xyab"),
    "new behind one that is gone": Case("abc", "ac", "abxc", "axc"),
    "a person's stays behind its neighbour": Case("abc", "aHbc", "cab", "caHb"),
    "a person's first slide stays first": Case("ab", "Hab", "ba", "Hba"),
}


@pytest.mark.parametrize("name", ORDERS)
def test_the_merged_order_of_slides(name: str) -> None:
    case = ORDERS[name]
    made = merge_order(case.base, case.theirs, case.ours, ())
    assert ("".join(made.keys), "".join([one[0] for one in made.disputed])) == (case.result, case.disputed)


def test_each_move_is_attributed_to_the_side_that_made_it() -> None:
    made = merge_order("abcdef", "afbcde", "acdefb", ())
    assert (made.by_hand, made.by_outline, made.disputed) == (("f",), ("b",), ())
    after = merge_order("acdefb", made.keys, "acdefb", ())
    assert (after.by_hand, after.by_outline) == (("f",), ())


def test_a_position_conflict_names_both_positions_and_follows_the_choice() -> None:
    made = merge_order("abcde", "abecd", "aebcd", ())
    assert made.disputed == (("e", "b", "a"),)
    taken = merge_order("abcde", "abecd", "aebcd", (), lambda *one: one == ("e", "b", "a"))
    assert ("".join(taken.keys), taken.by_outline) == ("aebcd", ("e",))


def test_as_few_slides_as_possible_are_moved() -> None:
    assert moved("abcde", "bcdea") == ["a"]
    assert moved("abcde", "edcba") == list("dcba")
    assert moved("abc", "axbyc") == []


LAW = settings(max_examples=300, deadline=None)
DECKS = st.lists(st.sampled_from("abcdefgh"), unique=True)


@st.composite
def by_hand(draw: st.DrawFn) -> list[str]:
    """A deck with two slides of a person's among the others."""
    found = draw(DECKS)
    for own in "HI":
        found.insert(draw(st.integers(0, len(found))), own)
    return found


def gone(base: list[str], ours: list[str]) -> set[str]:
    return set(base) - set(ours)


@LAW
@given(DECKS, DECKS)
def test_without_manual_moves_the_order_is_that_of_the_outline(base: list[str], ours: list[str]) -> None:
    made = merge_order(base, base, ours, gone(base, ours))
    assert list(made.keys) == ours
    assert (made.by_hand, made.disputed) == ((), ())


@LAW
@given(DECKS, by_hand())
def test_without_outline_changes_the_order_is_that_of_the_deck(base: list[str], theirs: list[str]) -> None:
    made = merge_order(base, theirs, base, ())
    assert list(made.keys) == theirs
    assert (made.by_outline, made.disputed) == ((), ())


@LAW
@given(DECKS, DECKS)
def test_the_same_order_on_both_sides_is_not_a_conflict(base: list[str], both: list[str]) -> None:
    made = merge_order(base, both, both, gone(base, both))
    assert list(made.keys) == both
    assert (made.by_hand, made.by_outline, made.disputed) == ((), (), ())


@LAW
@given(DECKS, by_hand(), DECKS, st.booleans())
def test_no_slide_is_lost_or_duplicated(base: list[str], theirs: list[str], ours: list[str], take: bool) -> None:
    removed = gone(base, ours) & set(theirs)
    made = merge_order(base, theirs, ours, removed, lambda *disputed: take)
    assert sorted(made.keys) == sorted((set(theirs) | (set(ours) - set(base))) - removed)


@LAW
@given(DECKS, by_hand(), DECKS, st.booleans())
def test_after_the_merge_no_slide_needs_to_move(
    base: list[str], theirs: list[str], ours: list[str], take: bool
) -> None:
    made = merge_order(base, theirs, ours, gone(base, ours), lambda *disputed: take)
    again = merge_order(ours, made.keys, ours, ())
    assert (again.keys, again.by_outline, again.disputed) == (made.keys, (), ())


@LAW
@given(DECKS, by_hand(), DECKS)
def test_a_slide_placed_after_another_by_hand_stays_after_it(
    base: list[str], theirs: list[str], ours: list[str]
) -> None:
    made = merge_order(base, theirs, ours, gone(base, ours))
    kept = [key for key in theirs if key not in gone(base, ours)]
    result = [key for key in made.keys if key in kept]
    for own in ("H", "I", *made.by_hand, *[one[0] for one in made.disputed]):
        assert ["", *result][result.index(own)] == ["", *kept][kept.index(own)], (own, made)


@LAW
@given(st.permutations("abcdefgh"), st.permutations("abcdefgh"), st.permutations("abcdefgh"))
def test_outline_moves_are_applied_relative_to_unmoved_slides(
    base: list[str], theirs: list[str], ours: list[str]
) -> None:
    made = merge_order(base, theirs, ours, ())
    apart = {*made.by_hand, *moved(base, ours)}
    for key in made.by_outline:
        behind = [["", *[one for one in side if one not in apart or one == key]] for side in (made.keys, ours)]
        assert behind[0][behind[0].index(key) - 1] == behind[1][behind[1].index(key) - 1], (key, made)
