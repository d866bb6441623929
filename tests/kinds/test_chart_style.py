"""How charts look: colours by role and never by number, the largest type that has room, names at the ends of lines."""

from __future__ import annotations

import itertools

import pytest

from osloregion_slides.base.units import EMU_PER_PT
from osloregion_slides.brand.contrast import ratio, rgb
from osloregion_slides.brand.load import load_brand
from osloregion_slides.chart_types import TYPES, scale
from osloregion_slides.compose.roles import data, ramp
from osloregion_slides.scene import Chart, Colour
from tests.kinds.composing import codes, composed, flat, slide


def chart(kind: str, rows: list[list[float | None]], more: str = "", names: tuple[str, ...] = ()) -> Chart:
    categories = names or tuple(f"K{n}" for n in range(len(rows[0])))
    series = ", ".join(f"{{name: R{n}, values: {str(row).replace('None', 'null')}}}" for n, row in enumerate(rows))
    fields = f"type: {kind}\ncategories: [{', '.join(categories)}]\nseries: [{series}]\nalt: Noe\n{more}"
    deck, findings = composed(slide("chart", fields))
    assert codes(findings) == []
    return next(item for page in deck.slides for item in flat(page.items) if isinstance(item, Chart))


@pytest.mark.parametrize("brand", ["ruten", "ruten-dark", "osloregionen"])
@pytest.mark.parametrize("count", range(1, 7))
def test_data_colours_differ_and_neighbours_also_in_greyscale(brand: str, count: int) -> None:
    found = load_brand(brand, ".")
    fills = data(found, count)
    assert len(set(fills)) == count
    for one, two in itertools.pairwise(fills):
        assert ratio(rgb(found, one), rgb(found, two)) > 1.2, (one, two)


@pytest.mark.parametrize("brand", ["ruten", "ruten-dark", "osloregionen"])
@pytest.mark.parametrize("count", range(1, 6))
@pytest.mark.parametrize("ground", [Colour("bg1"), Colour("bg2"), Colour("tx2"), Colour("tx2", 85, 15)])
def test_every_class_colour_contrasts_with_its_background_and_neighbours(
    brand: str, count: int, ground: Colour
) -> None:
    found = load_brand(brand, ".")
    fills = ramp(found, count, ground)
    assert len(set(fills)) == count
    assert min(ratio(rgb(found, fill), rgb(found, ground)) for fill in fills) > 1.2
    first = [ratio(rgb(found, fill), rgb(found, ground)) for fill in fills]
    assert first == sorted(first, reverse=True), "the first stands out most"
    for one, two in itertools.pairwise(fills):
        assert ratio(rgb(found, one), rgb(found, two)) > 1.2, (one, two)


@pytest.mark.parametrize("kind", sorted(set(TYPES) - {"pie", "doughnut", "waterfall"}))
@pytest.mark.parametrize("count", [1, 3, 6])
def test_only_a_highlighted_series_has_the_brand_colour(kind: str, count: int) -> None:
    if kind == "combo" and count == 1:
        pytest.skip("a combo has two series")
    rows: list[list[float | None]] = [[n + 1.0, n + 2.0, n + 3.0] for n in range(count)]
    brand = load_brand("osloregionen", ".")
    lit = chart(kind, rows, f"highlight: [R{count - 1}]").series
    from osloregion_slides.compose.roles import roles

    assert [one.name for one in lit if one.colour == roles(brand).brand] == [f"R{count - 1}"]


@pytest.mark.parametrize(("count", "largest"), [(3, 24.0), (12, 24.0), (16, 14.0)])
def test_data_labels_are_as_large_as_their_bars_allow(count: int, largest: float) -> None:
    found = chart("column", [[1_000_000.0 + n for n in range(count)]], 'number_format: "#,##0"')
    width = found.box.w / 12_700 * 0.94 / count
    assert largest >= found.value_size >= 12
    assert found.value_size == 12 or found.value_size * 9 * 0.5 < width * 1.2


def test_lines_are_named_at_their_ends_instead_of_a_legend_without_overlap() -> None:
    rows: list[list[float]] = [[100, 104], [98, 103], [97, 102], [50, 51], [2, 2.1], [1, 1.1]]
    found = chart("line", [[*row] for row in rows])
    style = found.style
    assert style.named and style.ends and not found.legend
    high, top = style.plot[3], 120.0
    for side in (0, 1):
        places = sorted(
            high * (1 - row[side] / top) + shift[side] for row, shift in zip(rows, style.shifts, strict=True)
        )
        line = found.size * 12_700 / found.box.h
        assert all(after - before > line for before, after in itertools.pairwise(places))


@pytest.mark.parametrize(
    ("rows", "named", "ends"),
    [
        ([[100, 104], [50, 51]], True, True),
        ([[100, 150], [50, 51]], True, False),  # too much changes to leave the axis out
        ([[100, 101, 102, 103, 104], [50, 51, 52, 53, 54]], True, False),
        ([[100, 104]], False, False),
    ],
)
def test_an_axis_is_omitted_only_for_few_dates_and_little_change(
    rows: list[list[float | None]], named: bool, ends: bool
) -> None:
    style = chart("line", rows).style
    assert (style.named, style.ends) == (named, ends)


@pytest.mark.parametrize(("over", "apart"), [([0.02, 0.03, 0.04], True), ([600.0, 700, 800], False)])
def test_a_line_that_would_lie_on_the_baseline_gets_its_own_scale_above_the_columns(
    over: list[float | None], apart: bool
) -> None:
    found = chart("combo", [[1000, 1100, 1200], over])
    assert [one.apart for one in found.series] == [False, apart]
    if apart:
        high, base = found.look.high, found.look.base
        assert high is not None and base is not None
        assert high * 0.55 >= 1200
        reached = [(value - base) / (0.04 * 1.2 - base) for value in over if value is not None]
        assert min(reached) > 0.5


def test_a_segment_that_is_too_low_has_no_data_label() -> None:
    parts = chart("stacked-column", [[100.0, 50], [1.0, 50]])
    assert parts.style.bare == ((1, 0),)
    from osloregion_slides.pptx.chart import chart_part

    assert chart_part(parts, "rId1").count('<c:delete val="1"/></c:dLbl>') == 1


@pytest.mark.parametrize(
    ("values", "more"),
    [
        ([1000.0, 1, -2, 999], "totals: [K0, K3]"),
        ([9200.0, 1400, -1600, 9000], "totals: [K0, K3]"),
        ([5.0, 6, 7], "axes: {value: Kroner, category: År, max: 40}"),
        ([0.5, -0.25], ""),
    ],
)
def test_every_label_of_a_waterfall_is_above_its_bar_and_inside_the_chart(
    values: list[float | None], more: str
) -> None:
    from osloregion_slides.pptx.chart import chart_part
    from osloregion_slides.pptx.chart_labels import rise

    falls = chart("waterfall", [values], more)
    assert falls.style.above
    shown = [one for one in falls.series if not one.hidden]
    count = sum(value is not None for one in shown for value in one.values)
    part = chart_part(falls, "rId1")
    assert (part.count("<c:dLbl>"), part.count("showLeaderLines")) == (count, 3)
    _, top, _, high = falls.style.plot
    line, ends = falls.value_size * 1.2 * EMU_PER_PT / falls.box.h, scale(falls)
    for place in range(len(falls.categories)):
        under = falls.series[0].values[place] or 0.0
        for value in [one.values[place] for one in shown if one.values[place] is not None]:
            assert value is not None
            middle = top + high * (1 - (under + value / 2) / ends[-1]) - rise(falls, value)
            assert middle + line / 2 <= top + high * (1 - (under + value) / ends[-1]) + 0.001, "over its part"
            assert middle - line / 2 >= -0.03, "on the chart"


@pytest.mark.parametrize("more", ["labels: none"])
def test_a_waterfall_without_all_labels_is_scaled_like_other_charts(more: str) -> None:
    falls = chart("waterfall", [[10.0, 2, -3]], more)
    assert not falls.style.above
    assert falls.style.plot == ()


@pytest.mark.parametrize(("labels", "axis"), [("all", False), ("none", True)])
def test_many_segments_without_labels_have_an_axis(labels: str, axis: bool) -> None:
    from osloregion_slides.pptx.chart import chart_part

    found = chart("stacked-column", [[5.0, 6, 7, 8]] * 6, f"labels: {labels}")
    assert ("<c:majorGridlines>" in chart_part(found, "rId1")) is axis


@pytest.mark.parametrize(
    ("rows", "more"),
    [
        ([[-5.0, -8], [5, 3]], ""),
        ([[-5.0, -8], [-5.1, -8.1]], ""),
        ([[100.0, 101], [98, 99]], "axes: {min: 90, max: 110}"),
        ([[100.0, 100], [99, 99], [98, 98], [97, 97]], ""),
        ([[100.0, 140], [99, 139]], ""),
    ],
)
def test_line_end_names_move_only_as_far_as_needed_on_the_drawn_axis(rows: list[list[float | None]], more: str) -> None:
    found = chart("line", rows, more)
    axis, high, line = scale(found), found.style.plot[3], found.size * 12_700 / found.box.h
    for side in (0, 1):
        own = [high * (axis[-1] - (row[side] or 0)) / (axis[-1] - axis[0]) for row in rows]
        places = [place + shift[side] for place, shift in zip(own, found.style.shifts, strict=True)]
        assert all(after - before > line for before, after in itertools.pairwise(sorted(places)))
        assert all(-line <= place <= 1 for place in places)
        if all(after - before > 1.3 * line for before, after in itertools.pairwise(sorted(own))):
            assert {shift[side] for shift in found.style.shifts} == {0.0}


@pytest.mark.parametrize("count", range(2, 20))
def test_adjacent_slices_have_different_colours(count: int) -> None:
    slices = chart("pie", [[n + 1.0 for n in range(count)]]).style.slices
    assert all(one != two for one, two in zip(slices, (*slices[1:], slices[0]), strict=True))
