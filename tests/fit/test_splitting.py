from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osloregion_slides.base.units import Pt
from osloregion_slides.brand.values import TextStyle
from osloregion_slides.fit.setting import UnfittedText, split, typeset
from osloregion_slides.scene import Run
from tests.fit.square import SQUARE, draft, frame

LEVELS = (TextStyle(Pt(10)), TextStyle(Pt(10)), TextStyle(Pt(10)))
LINE = 12.117


def outline(levels: str) -> tuple[UnfittedText, ...]:
    return tuple([draft(str(number), int(level)) for number, level in enumerate(levels)])


def parts(levels: str, lines: float) -> list[str]:
    place = frame(100, lines * LINE + 0.1, *LEVELS)
    return ["".join([str(one.level) for one in part]) for part in split(outline(levels), place, Pt(10), SQUARE)]


@pytest.mark.parametrize(
    ("levels", "lines", "expected"),
    [
        pytest.param("", 4, [], id="nothing"),
        pytest.param("000", 4, ["000"], id="all on one"),
        pytest.param("00000", 4, ["000", "00"], id="even, not four and one"),
        pytest.param("000000000", 4, ["000", "000", "000"], id="three even parts"),
        pytest.param("0110110", 5, ["011", "0110"], id="families stay together"),
        pytest.param("0001111", 4, ["0001", "111"], id="a parent is not left behind"),
        pytest.param("001111111", 4, ["0", "0111", "1111"], id="a family longer than a slide is torn"),
    ],
)
def test_a_long_list_is_split_into_even_parts(levels: str, lines: float, expected: list[str]) -> None:
    assert parts(levels, lines) == expected


def test_no_part_ends_with_a_heading() -> None:
    heading = UnfittedText((Run("h"),), bold=True)
    plain = draft("a")
    found = split((plain, plain, plain, heading, plain, plain), frame(100, 4 * LINE + 0.1), Pt(10), SQUARE)
    assert [len(part) for part in found] == [3, 3]


@pytest.mark.parametrize(
    ("bold", "level", "expected"),
    [(False, 0, [3, 3]), (True, 0, [3, 3]), (False, 1, [4, 2])],
    ids=["control: a plain paragraph", "two bold ones are not headings of each other", "a parent"],
)
def test_a_paragraph_that_introduces_the_next_stays_with_it(bold: bool, level: int, expected: list[int]) -> None:
    plain = draft("a")
    third, fourth = UnfittedText((Run("h"),), bold=bold), UnfittedText((Run("h"),), level, bold=bold)
    place = frame(100, 4 * LINE + 0.1, *LEVELS)
    found = split((plain, plain, third, fourth, plain, plain), place, Pt(10), SQUARE)
    assert [len(part) for part in found] == expected


def test_a_paragraph_higher_than_the_frame_gets_its_own_part() -> None:
    high = draft("a\na\na\na\na")
    found = split((draft("b"), high, draft("c")), frame(100, 3 * LINE), Pt(10), SQUARE)
    assert [len(part) for part in found] == [1, 1, 1]


@given(st.text("0012", max_size=40), st.integers(1, 8))
def test_splitting_keeps_every_paragraph_in_order_and_leaves_no_parent_behind(levels: str, lines: int) -> None:
    whole = outline(levels)
    place = frame(100, lines * LINE + 0.1, *LEVELS)
    found = split(whole, place, Pt(10), SQUARE)
    assert tuple([one for part in found for one in part]) == whole
    assert all(found)
    for part, following in zip(found, found[1:]):
        assert following[0].level <= part[-1].level


@given(st.integers(1, 60), st.integers(1, 8))
def test_a_plain_list_takes_the_fewest_parts_that_fit(count: int, lines: int) -> None:
    place = frame(100, lines * LINE + 0.1, *LEVELS)
    found = split(outline("0" * count), place, Pt(10), SQUARE)
    assert len(found) == -(-count // lines)
    assert max(map(len, found)) - min(map(len, found)) <= 1
    assert all(typeset(part, place, Pt(10), SQUARE).height <= place.height for part in found)
