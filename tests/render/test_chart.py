"""Charts: bars as long as their values, labels in the language's notation, the numbers for who cannot see them."""

from __future__ import annotations

import math
import re
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from osloregion_slides.base.units import Pt
from osloregion_slides.chart_types import TYPES, scale, slice_colour, ticks
from osloregion_slides.pptx.chart import slice_of_pie
from osloregion_slides.render.chart import formatted
from osloregion_slides.scene import Chart, ChartLook, Colour, Series
from tests.render.sample import SVG, box, drawn, lines

BLUE, RED = Colour("accent1"), Colour("accent3")


def chart(kind: str, *values: tuple[float | None, ...], names: str = "ABCDEFGH", legend: bool = False) -> Chart:
    series = tuple(Series(f"Rekke {n}", row, (BLUE, RED)[n % 2]) for n, row in enumerate(values))
    categories = tuple(names[: len(values[0])])
    where = box(40, 100, 800, 360)
    return Chart("a/c", where, kind, categories, series, Pt(14), "Et diagram", "nb-NO", legend=legend)


def bars(root: Any) -> list[tuple[float, float, float, float]]:
    return [tuple(float(bar.get(k)) for k in ("x", "y", "width", "height")) for bar in root.iter(f"{SVG}rect")]  # type: ignore[misc]


@pytest.mark.parametrize(("kind", "length"), [("column", 3), ("bar", 2)])
def test_bars_start_at_one_baseline_with_lengths_proportional_to_values(kind: str, length: int) -> None:
    found = bars(drawn(chart(kind, (10, 20, 40))))
    lengths = [bar[length] for bar in found]
    assert lengths[1] / lengths[0] == pytest.approx(2, rel=0.01)
    assert lengths[2] / lengths[0] == pytest.approx(4, rel=0.01)
    ends = {round(bar[1] + bar[3], 1) if kind == "column" else round(bar[0], 1) for bar in found}
    assert len(ends) == 1


def test_bars_start_at_zero_even_if_values_are_close() -> None:
    low, high = bars(drawn(chart("column", (98, 100))))
    assert low[3] / high[3] == pytest.approx(0.98, rel=0.01)


def test_negative_values_extend_below_the_baseline() -> None:
    above, below = bars(drawn(chart("column", (10, -5))))
    assert above[1] + above[3] == pytest.approx(below[1], abs=0.02)


def test_series_that_never_share_a_category_overlap_and_others_are_side_by_side() -> None:
    shared = bars(drawn(chart("column", (10, None), (None, 20))))
    beside = bars(drawn(chart("column", (10, 5), (5, 20))))
    assert shared[0][2] == shared[1][2] > beside[0][2]
    assert beside[0][0] + beside[0][2] == pytest.approx(beside[2][0], abs=0.02)


def test_few_values_are_labelled_at_the_bars_and_many_use_an_axis() -> None:
    few = [word for word, _, _ in lines(drawn(chart("column", (1000, 2000))))]
    assert few == ["A", "B", "1\u00a0000", "2\u00a0000"]
    many = [word for word, _, _ in lines(drawn(chart("column", tuple(range(1, 18)), names="ABCDEFGHIJKLMNOPQ")))]
    assert many[0] == "0" and "17" not in many and many[-1] == "Q"


def test_a_line_has_a_gap_at_a_missing_value() -> None:
    root = drawn(chart("line", (1, 2, None, 4, 5)))
    ways = [p for p in root.iter(f"{SVG}path") if p.get("stroke-width") == "2.5"]
    assert len(ways) == 2 and len(list(root.iter(f"{SVG}circle"))) == 4


def test_slices_run_clockwise_from_the_top_in_the_colours_of_the_chart_part() -> None:
    root = drawn(chart("pie", (1, 1, 2), legend=True))
    slices = [p.get("d") for p in root.iter(f"{SVG}path")]
    assert len(slices) == 3
    x, y = [float(v) for v in slices[0].partition("L")[0][1:].split()]
    ends = [[float(v) for v in d.rpartition(" 0 0 1 ")[2][:-1].split()] for d in slices]
    assert ends[0][0] > x and ends[0][1] == pytest.approx(y, abs=0.02)
    assert ends[1][1] > y and ends[1][0] == pytest.approx(x, abs=0.02)
    for place in range(15):
        colour = slice_colour(place)
        markup = slice_of_pie(place)
        assert f'val="{colour.slot}"' in markup and ("lumMod" in markup) == (colour.lum_mod != 100)


def test_a_single_slice_is_a_full_circle_and_an_empty_value_draws_none() -> None:
    assert len(list(drawn(chart("pie", (5,), legend=True)).iter(f"{SVG}path"))) == 1
    assert list(drawn(chart("pie", (0, None))).iter(f"{SVG}path")) == []


def test_a_chart_describes_its_numbers_for_screen_readers() -> None:
    (group,) = [g for g in drawn(chart("bar", (1500, None, 2.4))) if g.get("role") == "img"]
    assert group.findtext(f"{SVG}title") == "Et diagram"
    assert group.findtext(f"{SVG}desc") == "Rekke 0: A 1\u00a0500, C 2."


@pytest.mark.parametrize(
    ("value", "code", "language", "shown"),
    [
        (1234567, "#,##0", "nb-NO", "1\u00a0234\u00a0567"),
        (1234567, "#,##0", "en-GB", "1,234,567"),
        (1234.5, "0.00", "nb-NO", "1234,50"),
        (0.125, "0 %", "nb-NO", "13\u00a0%"),
        (0.125, "0.0%", "en-GB", "12.5%"),
        (-3.5, "0.0", "nb-NO", "\u22123,5"),
        (-3, "0;(0)", "en-GB", "(3)"),
        (2.5, '0.0" mrd."', "nb-NO", "2,5 mrd."),
        (3, '"kr "#,##0', "nb-NO", "kr 3"),
        (2.5, "0.##", "nb-NO", "2,5"),
        (2, "0.##", "nb-NO", "2"),
        (5, "General", "nb-NO", "5"),
        (5.25, "", "en-GB", "5.25"),
        (7, "[Red]0", "nb-NO", "7"),
    ],
)
def test_numbers_follow_excel_formats_and_the_notation_of_the_language(
    value: float, code: str, language: str, shown: str
) -> None:
    assert formatted(value, code, language) == shown


numbers = st.floats(-1e9, 1e9, allow_nan=False)


@given(low=numbers, high=numbers)
@example(low=0.56, high=0.56)
def test_ticks_are_round_few_and_span_the_values(low: float, high: float) -> None:
    low, high = min(low, high), max(low, high)
    found = ticks(low, high)
    step = found[1] - found[0]
    assert 2 <= len(found) <= 10
    assert found[0] <= low + step * 1e-6 and found[-1] >= high - step * 1e-6
    digits = step / 10 ** math.floor(math.log10(step) + 1e-9)
    assert any(math.isclose(digits, round_one, rel_tol=1e-6) for round_one in (1, 2, 5, 10))


@pytest.mark.parametrize("kind", ["column", "bar", "line", "pie"])
def test_an_empty_chart_draws_no_value(kind: str) -> None:
    empty = chart(kind, (None, None)).replace(series=())
    assert bars(drawn(empty)) == [] and bars(drawn(chart(kind, (None, None)))) == []


def test_values_that_are_not_numbers_are_left_out_as_in_the_file() -> None:
    assert len(bars(drawn(chart("column", (1, float("nan"), float("inf"), 2))))) == 2


@given(st.lists(st.floats(0, 1e7, allow_nan=False, allow_subnormal=False), min_size=1, max_size=8))
def test_the_axis_of_bars_includes_zero_and_every_value(values: list[float]) -> None:
    found = scale(chart("column", tuple(values)))
    assert found[0] == 0 and found[-1] >= max(values)


@pytest.mark.parametrize("kind", ["stacked-column", "stacked-bar", "percent-column", "percent-bar"])
def test_stacked_segments_adjoin_and_percent_stacks_fill_the_height(kind: str) -> None:
    horizontal, share = kind.endswith("bar"), kind.startswith("percent")
    found = bars(drawn(chart(kind, (10, 30), (20, 10))))
    begin, length = (0, 2) if horizontal else (1, 3)
    first = [found[0], found[1]], [found[2], found[3]]
    for below, above in first:
        ends = (below[0] + below[2], above[0]) if horizontal else (below[1], above[1] + above[3])
        assert ends[0] == pytest.approx(ends[1], abs=0.02)
    assert found[1][length] / found[0][length] == pytest.approx(2, rel=0.01)
    wholes = [sum(bar[length] for bar in pair) for pair in first]
    assert wholes[0] / wholes[1] == pytest.approx(1 if share else 0.75, rel=0.01)
    assert begin != length


def test_negative_values_stack_downwards() -> None:
    above, below, deeper = bars(drawn(chart("stacked-column", (10,), (-5,), (-5,))))
    assert above[1] + above[3] == pytest.approx(below[1], abs=0.02)
    assert below[1] + below[3] == pytest.approx(deeper[1], abs=0.02)


def test_an_invisible_base_series_is_drawn_without_labels() -> None:
    item = chart("waterfall", (10,), (5,))
    carried = item.replace(series=(item.series[0].replace(hidden=True), item.series[1]))
    assert bars(drawn(carried)) == bars(drawn(item))
    written = [[text.strip() for text in drawn(one).itertext()] for one in (item, carried)]
    assert ["10" in texts for texts in written] == [True, False]


def test_lines_over_columns_have_dots_and_targets_are_dashed() -> None:
    item = chart("combo", (10, 20), (5, 15), (12, 12))
    lined = item.series[1].replace(as_line=True), item.series[2].replace(as_line=True, dashed=True)
    root = drawn(item.replace(series=(item.series[0], *lined)))
    assert len(list(root.iter(f"{SVG}circle"))) == 2
    assert len([path for path in root.iter(f"{SVG}path") if path.get("stroke-dasharray")]) == 1


def test_a_doughnut_has_a_hole_of_the_stated_size() -> None:
    item = chart("doughnut", (1, 3))
    (hole,) = drawn(item).iter(f"{SVG}circle")
    assert len(list(drawn(item).iter(f"{SVG}path"))) == 2
    assert float(hole.get("r")) > 20


def test_axis_titles_are_drawn_and_a_highlight_has_the_accent_colour() -> None:
    look = ChartLook("År", "Antall", 0.0, 40.0, (1,))
    item = chart("bar", (10, 20)).replace(look=look)
    root = drawn(item)
    assert {"År", "Antall"} <= {word for word, _, _ in lines(root)}
    quiet = drawn(item.replace(look=look.replace(highlight=())))
    fills = [[bar.get("fill") for bar in one.iter(f"{SVG}rect")] for one in (root, quiet)]
    assert scale(item)[0] == 0
    assert scale(item)[-1] == 40
    assert len(fills[0]) == len(fills[1]) == 2


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=6), st.sampled_from(sorted(TYPES)))
def test_no_type_fails_on_any_values(values: list[float], kind: str) -> None:
    item = chart(kind, tuple(values), tuple(reversed(values)), names="ABCDEF")
    assert drawn(item) is not None
    ends = scale(item) if not TYPES[kind].is_round else (0.0, 1.0)
    assert ends[0] < ends[-1]


@given(st.lists(st.integers(1, 50), min_size=2, max_size=8))
@example([9, 1])
def test_the_arc_of_a_slice_is_proportional_to_its_share(values: list[int]) -> None:
    root = drawn(chart("pie", tuple(map(float, values))))
    paths = [path.get("d") for path in root.iter(f"{SVG}path") if "A" in path.get("d")]
    assert len(paths) == len(values)
    for path, value in zip(paths, values):
        numbers = [float(one) for one in re.findall(r"-?[0-9.]+", path)]
        (x, y), start, large, end = numbers[:2], numbers[2:4], numbers[7], numbers[9:]
        turns = [math.atan2(px - x, y - py) / (2 * math.pi) for px, py in (start, end)]
        swept = (turns[1] - turns[0]) % 1
        assert swept == pytest.approx(value / sum(values), abs=0.01)
        assert large == (value * 2 > sum(values))


@pytest.mark.parametrize("days", [(1, 2, 5), (1, 11, 21)])
def test_on_a_date_axis_each_value_is_in_the_middle_of_its_unit(days: tuple[int, ...]) -> None:
    dates = tuple([f"2001-03-{day:02}" for day in days])
    item = chart("line", (1.0, 2.0, 3.0)).replace(categories=dates, look=ChartLook(dates="d"))
    middles = [float(dot.get("cx")) for dot in drawn(item).iter(f"{SVG}circle")]
    day = 800 * 0.96 / (days[-1] - days[0] + 1)
    assert middles == pytest.approx([40 + 800 * 0.02 + (one - days[0] + 0.5) * day for one in days], abs=day / 50)
