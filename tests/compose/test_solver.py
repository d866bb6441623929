"""Of the compositions that fit the one with the largest type."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from osloregion_slides.base.units import EMU_PER_PT, Emu, Pt
from osloregion_slides.brand.values import TextStyle
from osloregion_slides.compose.page import deal
from osloregion_slides.compose.solver import Candidate, solve
from osloregion_slides.fit.metrics import load_metrics
from osloregion_slides.fit.setting import Frame, UnfittedText
from osloregion_slides.scene import Insets, Run

CONTEXT: Any = SimpleNamespace(metrics=load_metrics("Arial"))
STEPS = (Pt(40), Pt(28), Pt(20), Pt(18))
NONE = Insets(Emu(0), Emu(0), Emu(0), Emu(0))


def candidate(name: str, width: float, height: float, words: str) -> Candidate:
    """A composition of one text in a box of these points."""
    wide, high = Emu(round(width * EMU_PER_PT)), Emu(round(height * EMU_PER_PT))
    frame = Frame(wide, high, (TextStyle(Pt(18)),), "nb-NO", NONE)
    pieces = (((UnfittedText((Run(words),)),), frame),)
    return Candidate(name, ((pieces, STEPS),))


def test_short_text_takes_the_largest_size() -> None:
    found = solve([candidate("rows", 400, 60, "Kort")], CONTEXT)
    assert found is not None and (found.name, found.size) == ("rows", 40)


def test_the_composition_with_the_largest_type_wins_and_ties_go_to_the_first() -> None:
    long = "Samarbeidet er basert på frivillighet og tillit mellom kommunene"
    narrow, wide = candidate("columns", 150, 200, long), candidate("rows", 600, 120, long)
    assert narrow.sets != wide.sets
    found = solve([narrow, wide], CONTEXT)
    assert found is not None and found.name == "rows"
    same = solve([candidate("one", 600, 120, long), candidate("two", 600, 120, long)], CONTEXT)
    assert same is not None and same.name == "one"


def test_no_composition_is_returned_if_none_fits_at_the_smallest_size() -> None:
    assert solve([candidate("rows", 60, 20, "Altfor langt for dette lille feltet")], CONTEXT) is None


def test_a_composition_with_two_text_sets_needs_room_for_both() -> None:
    fits, too_high = candidate("", 400, 60, "Kort"), candidate("", 60, 20, "Altfor langt for dette lille feltet")
    assert solve([Candidate("both", (*fits.sets, *too_high.sets))], CONTEXT) is None


@given(st.integers(1, 60), st.integers(1, 12), st.integers(1, 12))
def test_entries_are_split_in_order_into_the_fewest_even_parts(count: int, most: int, fit: int) -> None:
    parts = deal(tuple(range(count)), lambda part: len(part) <= fit, most)
    assert [thing for part in parts for thing in part] == list(range(count))
    sizes = [len(part) for part in parts]
    assert max(sizes) - min(sizes) <= 1
    assert sizes == sorted(sizes, reverse=True)
    assert len(parts) == -(-count // min(most, fit))
