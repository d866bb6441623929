"""The sections of the show from three sides: as a table, as laws, and as lines of a plan."""

from __future__ import annotations

from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from osloregion_slides.update.changes import SetSections
from osloregion_slides.update.deck_state import DeckState
from osloregion_slides.update.order import merge_sections
from osloregion_slides.update.plan import plan
from tests.update.result import merged
from tests.update.samples import deck, found, shape, slide

Names = dict[str, str]


def names(said: str) -> Names:
    """``A: ab, B: c`` is a section A of the slides a and b, then B of c; ``-`` is none."""
    runs = [run.split(": ") for run in said.split(", ") if run]
    return {key: "" if name == "-" else name for name, keys in runs for key in keys}


class Case(NamedTuple):
    """``result`` is "" where nothing is done; ``told`` are (before, after) of changes, edits and conflicts."""

    base: str
    theirs: str
    ours: str
    result: str
    changes: tuple[tuple[str, str], ...] = ()
    edits: tuple[tuple[str, str], ...] = ()
    disputed: tuple[tuple[str, str], ...] = ()


AB = "A: ab, B: cd"
CASES = {
    "as it was": Case(AB, AB, AB, ""),
    "renamed in the outline": Case(AB, AB, "X: ab, B: cd", "X: ab, B: cd", (("A", "X"),)),
    "renamed by hand": Case(AB, "X: ab, B: cd", AB, "", (), (("A", "X"),)),
    "both renamed, each another": Case(
        AB, "X: ab, B: cd", "A: ab, Y: cd", "X: ab, Y: cd", (("B", "Y"),), (("A", "X"),)
    ),
    "both renamed to the same": Case(AB, "X: ab, B: cd", "X: ab, B: cd", ""),
    "both renamed to two names": Case(AB, "X: ab, B: cd", "Y: ab, B: cd", "", (), (), (("X", "Y"),)),
    "split by hand": Case(AB, "A: a, X: b, B: cd", AB, "", (), (("A", "X"),)),
    "split by hand and renamed in the outline": Case(
        AB, "A: a, X: b, B: cd", "Y: ab, B: cd", "Y: a, X: b, B: cd", (("A", "Y"),), (), (("X", "Y"),)
    ),
    "one removed by hand": Case(AB, "A: abcd", AB, "", (), (("B", "A"),)),
    "one removed in the outline": Case(AB, AB, "A: abcd", "A: abcd", (("B", "A"),)),
    "all removed in the outline": Case(AB, AB, "-: abcd", "-: abcd", (("A", ""), ("B", ""))),
    "the first ones in the outline": Case("-: abcd", "-: abcd", AB, AB, (("", "A"), ("", "B"))),
    "dropped by another program": Case(AB, "-: abcd", "X: ab, B: cd", ""),
    "a person's slide goes along": Case(
        AB, "A: aHb, B: cdI", "X: ab, Y: cd", "X: aHb, Y: cdI", (("A", "X"), ("B", "Y"))
    ),
    "a person's slide in no section": Case(
        AB, "A: a, -: H, A: b, B: cd", "X: ab, B: cd", "X: aHb, B: cd", (("A", "X"),)
    ),
    "a person's first slide in no section": Case(
        AB, "-: H, A: ab, B: cd", "X: ab, B: cd", "X: Hab, B: cd", (("A", "X"),)
    ),
    "a person's section stays": Case(AB, "A: ab, P: H, B: cd", "X: ab, B: cd", "X: ab, P: H, B: cd", (("A", "X"),)),
    "a new slide in a section renamed by hand": Case(
        AB, "A: ab, X: cd", "A: ab, B: cde", "A: ab, X: cde", (), (("B", "X"),)
    ),
    "a new section": Case(AB, AB, "A: ab, N: e, B: cd", "A: ab, N: e, B: cd"),
}


@pytest.mark.parametrize("name", CASES)
def test_the_merged_sections_of_slides(name: str) -> None:
    case = CASES[name]
    ours, theirs = names(case.ours), names(case.theirs)
    order = [*theirs, *[key for key in ours if key not in theirs]]
    if name == "a new section":
        order = list("abecd")
    made = merge_sections(names(case.base), theirs, ours, order)
    assert dict(made.names) == names(case.result)
    told = [tuple([one[1:] for one in side]) for side in (made.changes, made.edits, made.disputed)]
    assert told == [case.changes, case.edits, case.disputed]


def test_a_slide_moved_without_updating_sections_joins_its_new_neighbours() -> None:
    base, theirs = names(AB), {"a": "A", "d": "B", "b": "A", "c": "B"}
    made = merge_sections(base, theirs, names("X: ab, B: cd"), "adbc", held={"d"})
    assert dict(made.names) == names("X: adb, B: c")


def test_a_slide_moved_by_the_outline_joins_the_section_named_there() -> None:
    made = merge_sections(names(AB), names("A: ab, X: cd"), names("A: b, B: cda"), "bcda", carried={"a"})
    assert dict(made.names) == names("A: b, X: cda")


def test_a_section_conflict_resolved_for_the_outline_uses_its_name() -> None:
    made = merge_sections(names(AB), names("X: ab, B: cd"), names("Y: ab, B: cd"), "abcd", takes=lambda *one: True)
    assert dict(made.names) == names("Y: ab, B: cd")


@st.composite
def shows(draw: st.DrawFn, own: bool = False) -> DeckState:
    """A deck whose slides lie in sections, maybe with a slide of a person's in one or none."""
    keys = draw(st.lists(st.sampled_from("abcdef"), unique=True, min_size=1))
    cuts = [draw(st.sampled_from("ABC")) if not i or draw(st.booleans()) else "" for i in range(len(keys))]
    made, name = [], ""
    used: list[str] = []
    for key, cut in zip(keys, cuts):
        if cut and cut not in used:
            name = cut
            used.append(cut)
        made.append(slide(key, section=name))
    if own:
        made.insert(draw(st.integers(0, len(made))), slide("H", section=draw(st.sampled_from(["", "P", *used]))))
    return deck(*made)


def opened(known: DeckState) -> DeckState:
    """The deck as a reader gives it, with its sections."""
    bare = found(known)
    return bare.replace(slides=tuple([one.replace(section=was.section) for one, was in zip(bare.slides, known.slides)]))


def sections(known: DeckState) -> list[str]:
    return [one.section for one in known.slides]


LAW = settings(max_examples=150, deadline=None)


@LAW
@given(shows(), shows())
def test_an_unedited_deck_gets_the_sections_of_the_outline(base: DeckState, ours: DeckState) -> None:
    assert sections(merged(plan(base, opened(base), ours), ours)) == sections(ours)


@LAW
@given(shows(), shows(own=True))
def test_without_outline_changes_sections_are_kept(base: DeckState, theirs: DeckState) -> None:
    made = plan(base, opened(theirs), base)
    assert not [one for one in made.changes if isinstance(one, SetSections)]
    assert made.exit_code == 0


@LAW
@given(shows(), shows(own=True), shows(), st.sampled_from(["keep", "take"]))
def test_the_plan_after_an_update_of_sections_is_empty(
    base: DeckState, theirs: DeckState, ours: DeckState, choice: str
) -> None:
    made = merged(plan(base, opened(theirs), ours, choice), ours)  # type: ignore[arg-type]
    again = plan(ours, made, ours)
    assert (again.changes, again.order, again.exit_code) == ((), (), 0)


def test_the_plan_reports_a_section_once_with_the_outline_line() -> None:
    base = deck(*[slide(key, section="A") for key in "ab"], slide("c", section="B"))
    ours = deck(*[slide(key, section="X") for key in "ab"], slide("c", section="B"))
    notes = plan(base, opened(base), ours).notes
    assert [(one.group, one.slide, one.what) for one in notes] == [("change", "a", 'section "A" -> "X"')]


def test_manually_removed_sections_are_reported_and_those_dropped_by_programs_are_not() -> None:
    base = deck(slide("a", shape("a/one", "Ett"), section="A"), slide("b", shape("b/two", "To"), section="B"))
    assert [one.what for one in plan(base, found(base), base).notes] == ["sections removed by hand"]
    assert plan(base, found(base, native=False), base).notes == ()
