from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from osloregion_slides.update.deck_state import RunState
from osloregion_slides.update.text_merge import align, common, increasing, merge_runs, merge_text
from tests.update.samples import text

if TYPE_CHECKING:
    from osloregion_slides.update.deck_state import Words

TEXTS = {
    "a bullet by each": (("a b", "c"), ("a b", "min", "c"), ("a b", "c", "ny"), ("a b", "min", "c", "ny")),
    "both at the end": (("a",), ("a", "min"), ("a", "ny"), ("a", "min", "ny")),
    "the same one": (("a",), ("a", "ny"), ("a", "ny"), ("a", "ny")),
    "one gone, one changed": (("a", "b", "c"), ("a", "c"), ("a", "b", "d"), ("a", "d")),
    "both took it away": (("a", "b"), ("a",), ("a",), ("a",)),
    "the same number, typed": (("1\u00a0200",), ("-1 500",), ("\u22121\u00a0500",), ("\u22121\u00a0500",)),
    "other spaces by hand": (("1\u00a0200", "a"), ("1 200", "a"), ("1\u00a0200", "b"), ("1 200", "b")),
    "other spaces of the outline": (("1 200", "a"), ("1 200", "b"), ("1\u00a0200", "a"), ("1\u00a0200", "b")),
    "reworded beside an addition": (
        ("57 kommuner deltar",),
        ("57 norske kommuner deltar",),
        ("57 kommuner deltar", "ny"),
        ("57 norske kommuner deltar", "ny"),
    ),
}


@pytest.mark.parametrize("name", TEXTS)
def test_paragraphs_of_both_sides_are_merged(name: str) -> None:
    base, theirs, ours, both = TEXTS[name]
    made = merge_text(text(*base), text(*theirs), text(*ours))
    assert made.conflicts == ()
    assert [one.plain for one in made.result(text(*theirs))] == list(both)


CLASHES = {
    "changed twice": (text("57 kommuner"), text("mange"), text("55 kommuner"), (1, "mange", "55 kommuner")),
    "taken away and changed": (text("a", "57 b"), text("a"), text("a", "55 b"), (2, "", "55 b")),
    "changed and taken away": (text("a", "57 b"), text("a", "55 b"), text("a"), (2, "55 b", "")),
    "filled twice": ((), text("a"), text("b"), (0, "a", "b")),
}


@pytest.mark.parametrize("name", CLASHES)
@pytest.mark.parametrize("take", [False, True])
def test_a_text_conflict_keeps_the_decks_or_uses_the_outlines(name: str, take: bool) -> None:
    base, theirs, ours, conflict = CLASHES[name]
    made = merge_text(base, theirs, ours, lambda *_: take)
    assert made.conflicts == (conflict,)
    assert made.result(theirs) == (ours if take else theirs)
    assert made.changes(theirs) == take


def test_matched_paragraphs_keep_their_formatting_and_new_ones_use_the_outlines() -> None:
    made = merge_text(text("a", "b"), text("a", "b", size=2400), text("a", "ny", "b"))
    assert [(one.source, one.ours, one.content is None) for one in made.paragraphs] == [
        (0, 0, True),
        (None, 1, False),
        (1, 2, True),
    ]
    assert [one.size for one in made.result(text("a", "b", size=2400))] == [2400, 1800, 2400]


def test_a_size_changed_by_fitting_is_applied_unless_set_by_hand() -> None:
    assert merge_text(text("a"), text("a"), text("a", size=1600)).result(text("a")) == text("a", size=1600)
    own = text("a", size=2400)
    assert not merge_text(text("a"), own, text("a", size=1600)).changes(own)


def at_level(level: int, *words: str) -> Words:
    return tuple([one.replace(level=level) for one in text(*words)])


LEVELS: dict[str, tuple[Words | None, Words, Words, Words, Words, bool]] = {
    # base, theirs, ours; the result with theirs and with ours; whether that is a conflict
    "control": (text("a"), text("a"), text("a"), text("a"), text("a"), False),
    "theirs moved it": (text("a"), at_level(1, "a"), text("a"), at_level(1, "a"), at_level(1, "a"), False),
    "ours moved it": (text("a"), text("a"), at_level(1, "a"), at_level(1, "a"), at_level(1, "a"), False),
    "both moved it there": (text("a"), at_level(1, "a"), at_level(1, "a"), at_level(1, "a"), at_level(1, "a"), False),
    "both moved it elsewhere": (
        text("a"),
        at_level(1, "a"),
        at_level(2, "a"),
        at_level(1, "a"),
        at_level(2, "a"),
        True,
    ),
    "theirs reworded, ours moved": (
        text("a b"),
        text("a c"),
        at_level(1, "a b"),
        at_level(1, "a c"),
        at_level(1, "a c"),
        False,
    ),
    "ours reworded, theirs moved": (
        text("a b"),
        at_level(1, "a b"),
        text("a c"),
        at_level(1, "a c"),
        at_level(1, "a c"),
        False,
    ),
    "both reworded, theirs moved": (text("a"), at_level(1, "b"), text("c"), at_level(1, "b"), at_level(1, "c"), True),
    "theirs moved what ours took away": (
        text("x", "a"),
        text("x") + at_level(1, "a"),
        text("x"),
        text("x") + at_level(1, "a"),
        text("x"),
        True,
    ),
    "ours moved what theirs took away": (
        text("x", "a"),
        text("x"),
        text("x") + at_level(1, "a"),
        text("x"),
        text("x") + at_level(1, "a"),
        True,
    ),
    "without a base, at one level": (
        None,
        at_level(1, "a"),
        at_level(1, "a"),
        at_level(1, "a"),
        at_level(1, "a"),
        False,
    ),
    "without a base, at two levels": (None, text("a"), at_level(1, "a"), text("a"), at_level(1, "a"), True),
}


@pytest.mark.parametrize("name", LEVELS)
@pytest.mark.parametrize("take", [False, True])
def test_paragraph_levels_are_merged_and_conflict_like_text(name: str, take: bool) -> None:
    base, theirs, ours, with_theirs, with_ours, is_conflict = LEVELS[name]
    made = merge_text(base, theirs, ours, lambda *_: take)
    assert len(made.conflicts) == is_conflict
    assert made.result(theirs) == (with_ours if take else with_theirs)


def bold(*words: str) -> tuple[RunState, ...]:
    """Words in stars are bold."""
    return tuple([RunState(word.strip("*"), word.startswith("*")) for word in words])


LOOKS = {
    "bold one word, change another": (
        bold("57 kommuner og to"),
        bold("57 kommuner og ", "*to*"),
        bold("55 kommuner og to"),
        bold("55 kommuner og ", "*to*"),
    ),
    "bold the changed word": (
        bold("i alt 57 byer"),
        bold("i alt ", "*57*", " byer"),
        bold("i alt 55 byer"),
        bold("i alt ", "*55*", " byer"),
    ),
    "reword, and the outline makes it bold": (
        bold("57 byer"),
        bold("57 store byer"),
        bold("*57 byer*"),
        bold("*57 *", "store ", "*byer*"),
    ),
    "both change one word": (bold("57 byer"), bold("56 byer"), bold("55 byer"), None),
}


@pytest.mark.parametrize("name", LOOKS)
def test_text_and_formatting_are_merged_separately(name: str) -> None:
    base, theirs, ours, both = LOOKS[name]
    assert merge_runs(base, theirs, ours) == both


def test_text_fields_stay_fields() -> None:
    field = RunState("", field="slidenum")
    page = text("Side ")
    base, ours = (*page[0].runs, field), (RunState("Nr. "), field)
    assert merge_runs(base, base, ours) == ours


def test_a_field_replaced_on_one_side_is_merged_with_text_of_the_other() -> None:
    number, date = RunState("", field="slidenum"), RunState("", field="datetime1")
    before, after = RunState("Side "), RunState("Nr. ")
    assert merge_runs((before, number), (after, number), (before, date)) == (after, date)
    assert merge_runs((before, number), (before, date), (after, number)) == (after, date)
    assert merge_runs((before, number), (before, date), (before, RunState("", field="datetime2"))) is None


@pytest.mark.parametrize(("a", "b", "length"), [("abcd", "xbyd", 2), ("", "a", 0), ("aaa", "aa", 2), ("abc", "abc", 3)])
def test_longest_common_subsequence(a: str, b: str, length: int) -> None:
    pairs = common(a, b)
    assert len(pairs) == length
    assert all(a[i] == b[j] for i, j in pairs)
    assert pairs == sorted(pairs)


def test_long_sequences_are_compared_by_unique_elements() -> None:
    a, b = list(range(3000)), [*range(1500), -1, *range(1500, 2999), -2]
    assert len(common(a, b)) == 2999


@pytest.mark.parametrize(("likeness", "pairs"), [(0.0, [(0, 0)]), (0.49, [(0, 0)]), (0.5, [(1, 0)]), (1.0, [(1, 0)])])
def test_half_similar_elements_are_paired_before_positional_ones(likeness: float, pairs: list[tuple[int, int]]) -> None:
    assert align("ab", "x", lambda one, other: likeness if one == "b" else 0.0) == pairs


def test_longest_increasing_subsequence() -> None:
    assert increasing([3, 0, 1, 5, 2]) == [1, 2, 4]
