"""Every type of chart: native with its workbook, read back equal, labels true, edits kept, and findings for the rest."""

from __future__ import annotations

import io
import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pptx import Presentation
from pptx.dml.color import RGBColor

from osloregion_slides.base.units import Emu, Pt
from osloregion_slides.brand.load import load_brand
from osloregion_slides.chart_types import TYPES, crossing, date_of, series_colour, time_axis
from osloregion_slides.checks.presentation import check_presentation
from osloregion_slides.compose.roles import roles as derived_roles
from osloregion_slides.outline.chart_formats import WHOLE
from osloregion_slides.outline.locales import load_locale
from osloregion_slides.pptx.chart import chart_part
from osloregion_slides.render.chart import formatted
from osloregion_slides.scene import Box, Chart, ChartLook
from osloregion_slides.service import build
from osloregion_slides.service_update import plan, update
from tests.kinds.composing import composed, slide
from tests.tables.making import outline

VALUES = {
    "pie": ([20, 30.5, 40],),
    "doughnut": ([20, 30.5, 40],),
    "waterfall": ([100, -30.5, 20],),
    **dict.fromkeys(set(TYPES) - {"pie", "doughnut", "waterfall"}, ([20, 30.5, 40], [5, None, 8])),
}


def text(kind: str, values: Any = None, more: str = "", categories: str = "[a, b, c]") -> str:
    rows = values or VALUES[kind]
    listed = ", ".join([f"{{name: R{n}, values: {str(row).replace('None', 'null')}}}" for n, row in enumerate(rows, 1)])
    lines = f"alt: A\ntype: {kind}\ncategories: {categories}\nseries: [{listed}]"
    return slide("chart", f"{lines}\n{more}" if more else lines, title="A")


def written(folder: Path, slides: str) -> Any:
    return build(outline(folder, f"slides:\n{slides}"))


def shape_of(deck: Any) -> Any:
    return next(shape for shape in deck.slides[0].shapes if shape.has_chart)


def cells(chart: Any) -> list[list[object]]:
    page = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob)).active
    assert page is not None
    return [[cell.value for cell in column] for column in page.iter_cols(min_col=2)]


@pytest.mark.parametrize("kind", TYPES)
def test_each_chart_type_reads_back_equal_from_file_and_workbook(kind: str, tmp_path: Path) -> None:
    made = written(tmp_path, text(kind))
    chart = shape_of(made.presentation()).chart
    series = [one for plot in chart.plots for one in plot.series]
    read = [[None if value is None else float(value) for value in one.values] for one in series]
    if kind == "waterfall":
        assert read == [[0, 69.5, 69.5], [100, None, 20], [None, 30.5, None], [None, None, None]]
    else:
        assert read == [[None if value is None else float(value) for value in row] for row in VALUES[kind]]
    assert cells(chart) == [[one.name, *values] for one, values in zip(series, read)]
    assert [finding.code for finding in check_presentation(made.data)] == []


def test_a_combo_draws_the_named_series_or_the_last_one_as_lines(tmp_path: Path) -> None:
    def plots(more: str) -> list[list[str]]:
        rows = ([1, 2, 3], [2, 3, 4], [3, 4, 5])
        chart = shape_of(written(tmp_path, text("combo", rows, more)).presentation()).chart
        return [[one.name for one in plot.series] for plot in chart.plots]

    assert plots("") == [["R1", "R2"], ["R3"]]
    assert plots("lines: [R1, R2]") == [["R3"], ["R1", "R2"]]


def test_a_waterfall_ends_at_the_sum_and_reports_a_different_total() -> None:
    def found(values: list[float | None]) -> tuple[list[str], list[list[float | None]]]:
        fields = text("waterfall", [values], "totals: [a, c]")
        deck, findings = composed(fields)
        charts = [item for page in deck.slides for item in page.items if isinstance(item, Chart)]
        return [one.message for one in findings], [list(one.values) for one in charts[0].series]

    assert found([0.3, -0.1, None]) == ([], [[None, 0.2, None], [None] * 3, [None, 0.1, None], [0.3, None, 0.2]])
    assert "The total `c` is 1, but the values before it add up to 0.2." in found([0.3, -0.1, 1])[0]
    assert found([1, -3, None]) == (
        [],
        [[None] * 3, [None] * 3, [None, 1, None], [1, None, -2], [None, -2, None]],
    )


STEPS = st.lists(st.decimals(-(10**6), 10**6, places=2).map(float), min_size=1, max_size=6)


@settings(max_examples=200, deadline=None)
@given(STEPS, st.sampled_from(["all", "last"]))
def test_waterfall_bars_span_the_running_totals_and_labels_show_the_changes(steps: list[float], labels: str) -> None:
    deck, findings = composed(
        text("waterfall", [[*steps, None]], f"totals: [k{len(steps)}]\nlabels: {labels}", names(len(steps) + 1))
    )
    assert findings == ()
    (chart,) = [item for item in deck.slides[0].items if isinstance(item, Chart)]
    series, whole, before = chart.series, crossing(chart), 0.0
    for place, step in enumerate([*steps, 0.0]):
        after, column = float(f"{before + step:.12g}"), [one.values[place] or 0.0 for one in series]
        ends = [sum([value for value in column if (value > 0) == up]) for up in (False, True)]
        wanted = (min(0.0, before, after), max(0.0, before, after))
        assert ends == pytest.approx(wanted if place < len(steps) else (min(0.0, after), max(0.0, after)))
        said = [
            whole.get((n, place), one.values[place])
            for n, one in enumerate(series)
            if one.values[place] is not None and not one.hidden
        ]
        shown = [value for value in said if value is not None]
        assert [abs(value) for value in shown] == pytest.approx([abs(step if place < len(steps) else after)])
        before = after
    xml = chart_part(chart, "rId1")
    assert len(re.findall(r"<c:dLbl><c:idx", xml)) - xml.count('<c:delete val="1"/></c:dLbl>') == (
        1 if labels == "last" else len(steps) + 1
    )


def names(count: int) -> str:
    return f"[{', '.join([f'k{n}' for n in range(count)])}]"


def test_a_change_across_zero_is_labelled_in_full_after_an_update_and_with_a_target(tmp_path: Path) -> None:
    more = "target: {name: Mål, value: 20}"
    deck = written(tmp_path, text("waterfall", [[100, -130, 50]], more)).presentation()
    chart = shape_of(deck).chart
    words = [one.get("formatCode") for one in chart._chartSpace.iter("{*}numFmt")]
    assert '"\u2212130";"\u2212130"' in words and '"+50";"+50"' in words
    one = next(one for plot in chart.plots for one in plot.series if one.name == "Nedgang")
    one.format.fill.solid()
    one.format.fill.fore_color.rgb = RGBColor.from_string("123456")  # type: ignore[no-untyped-call]
    deck.save(str(tmp_path / "a.pptx"))
    for rows in ([[100, -140, 60]], [[100, -40, 60]]):
        fresh = written(tmp_path, text("waterfall", rows, more)).presentation()
        done = update(plan(tmp_path / "a.pptx", tmp_path / "prove.yaml"))
        after = [shape_of(one).chart._chartSpace for one in (Presentation(io.BytesIO(done.data)), fresh)]
        said = [[one.get("formatCode") for one in part.iter("{*}numFmt")] for part in after]
        assert said[0] == said[1]
        assert check_presentation(done.data) == ()


def test_a_number_format_keeps_the_signs_of_waterfall_bars(tmp_path: Path) -> None:
    deck, _ = composed(text("waterfall", [[100, -30, 10]], 'number_format: "0.0"'))
    (chart,) = [item for item in deck.slides[0].items if isinstance(item, Chart)]
    shown = [formatted(value or 0.0, chart.format_of(n), "nb") for n, value in ((1, 10.0), (2, 30.0))]
    assert shown == ["+10,0", "\u221230,0"]


def test_a_highlight_mutes_the_others(tmp_path: Path) -> None:
    chart = shape_of(written(tmp_path, text("bar", ([1, 2, 3],), "highlight: [b]")).presentation()).chart
    points = list(chart._chartSpace.iter("{*}dPt"))
    assert [point.find("{*}idx").get("val") for point in points] == ["1"]
    assert points[0].find(".//{*}schemeClr").get("val") == series_colour(0).slot
    deck, _ = composed(text("line", None, "highlight: [R2]"))
    (item,) = [item for item in deck.slides[0].items if isinstance(item, Chart)]
    roles = derived_roles(load_brand("osloregionen", "."))
    assert [one.colour == roles.brand for one in item.series] == [False, True]


def test_axes_and_targets_are_in_the_file(tmp_path: Path) -> None:
    more = "axes: {category: År, value: Antall, min: 0, max: 60}\ntarget: {name: Mål, value: 25.5}"
    chart = shape_of(written(tmp_path, text("column", None, more)).presentation()).chart
    assert chart.category_axis.axis_title.text_frame.text == "År"
    assert chart.value_axis.axis_title.text_frame.text == "Antall"
    assert (chart.value_axis.minimum_scale, chart.value_axis.maximum_scale) == (0, 60)
    target = chart.plots[1].series[0]
    assert (target.name, list(target.values)) == ("Mål: 25,5", [25.5] * 3)


@pytest.mark.parametrize("labels", ["all", "last", "none"])
def test_labels_are_shown_as_the_outline_states(labels: str, tmp_path: Path) -> None:
    chart = shape_of(written(tmp_path, text("line", ([1, 2, 3],), f"labels: {labels}")).presentation()).chart
    shown = [one.get("val") for one in chart._chartSpace.iter("{*}showVal")]
    assert shown == {"all": ["1"], "last": ["1", "0"], "none": ["0"]}[labels]


@pytest.mark.parametrize(
    ("kind", "values", "more", "code"),
    [
        ("column", ([None, None, None],), "", "empty-chart"),
        ("column", ([1, 2, 3], [None, None, None]), "", "empty-chart"),
        ("doughnut", ([1, -2, 3],), "", "bad-figure"),
        ("doughnut", ([1, 2, 3], [1, 2, 3]), "", "wrong-number-of-values"),
        ("percent-bar", ([1, 2, 3], [1, -2, 3]), "", "bad-figure"),
        ("waterfall", ([1, 2, 3], [1, 2, 3]), "", "wrong-number-of-values"),
        ("combo", ([1, 2, 3],), "", "wrong-number-of-values"),
        ("column", ([1, 2, 3],), "axes: {max: 2}", "cut-axis"),
        ("column", ([2, 2, 3],), "axes: {min: 1}", "cut-axis"),
        ("line", ([2, 2, 3],), "axes: {min: 3, max: 1}", "bad-value"),
        ("pie", ([2, 2, 3],), "axes: {value: A}", "dead-key"),
        ("bar", ([2, 2, 3],), "target: {name: M, value: 2}", "dead-key"),
        ("pie", ([2, 2, 3],), "highlight: [a]", "dead-key"),
        ("column", ([2, 2, 3],), "lines: [R1]", "dead-key"),
        ("column", ([2, 2, 3],), "totals: [a]", "dead-key"),
        ("column", ([2, 2, 3],), "highlight: [bb]", "unknown-series"),
        ("column", ([2, 2, 3],), "highlight: [b]", ""),
        ("line", ([2, 2, 3],), "axes: {min: 1}", ""),
        ("line", ([0, 0, 0], [0, 0, 0]), "axes: {max: 0}", ""),
        ("line", ([0, 0, 0], [-1, -1, -2]), "axes: {min: 0}", "cut-axis"),
        ("line", ([3, 3, 3], [1, 1, 2]), "axes: {max: 0}", "cut-axis"),
        ("column", ([0, 0, 0],), "axes: {max: 0}", ""),
        ("waterfall", ([0, 0, 0],), "", ""),
        ("percent-column", ([0, 1, 2], [0, 1, 3]), "", "empty-chart"),
    ],
)
def test_a_chart_without_data_or_with_misleading_data_is_reported(kind: str, values: Any, more: str, code: str) -> None:
    _, findings = composed(text(kind, values, more))
    assert [finding.code for finding in findings] == [code] * bool(code)


@pytest.mark.parametrize(
    ("kind", "values", "more", "code"),
    [
        ("pie", ([1, 2, 3],), "", "bad-figure"),
        ("doughnut", ([1, 2, 3],), "", "bad-figure"),
        ("waterfall", ([1, 2, 3],), "", "bad-figure"),
        ("waterfall", ([1, 2, 3],), "totals: [Totalt]", ""),
        ("column", ([1, 2, 3],), "", ""),
    ],
)
def test_a_total_among_the_parts_of_a_chart_is_an_error(kind: str, values: Any, more: str, code: str) -> None:
    _, findings = composed(text(kind, values, more, "[a, b, Totalt]"))
    assert [finding.code for finding in findings] == [code] * bool(code)


def test_a_total_among_the_stacked_series_is_an_error() -> None:
    source = text("stacked-column", ([1, 2, 3], [2, 3, 4], [3, 5, 7])).replace("name: R3", "name: Sum av alle")
    assert [finding.code for finding in composed(source)[1]] == ["bad-figure"]


def test_too_many_line_names_under_columns_are_reported_and_keep_the_plot_area() -> None:
    long = "Et navn som noen har skrevet som en hel setning og som går over svært mange linjer under sin stolpe"
    for kind in ("waterfall", "column"):
        deck, findings = composed(text(kind, [[5] * 12], "", f"[{long}, {', '.join('bcdefghijkl')}]"))
        assert [finding.code for finding in findings] == ["crowded-chart"]
        (chart,) = [item for item in deck.slides[0].items if isinstance(item, Chart)]
        assert not chart.style.plot or chart.style.plot[3] >= 0.5


def test_bars_that_do_not_fit_continue_on_further_slides_with_the_same_scale() -> None:
    names = [f"Kommune {n}" for n in range(57)]
    deck, findings = composed(text("bar", [list(range(57))], "highlight: [Kommune 40]", f"[{', '.join(names)}]"))
    charts = [item for page in deck.slides for item in page.items if isinstance(item, Chart)]
    assert [name for chart in charts for name in chart.categories] == names
    assert [value for chart in charts for value in chart.series[0].values] == list(range(57))
    assert {(chart.look.low, chart.look.high) for chart in charts} == {(0.0, 60.0)}
    assert [chart.categories[place] for chart in charts for place in chart.look.highlight] == ["Kommune 40"]
    assert findings == ()
    _, findings = composed(text("column", [list(range(57))], "", f"[{', '.join(names)}]"))
    assert [finding.code for finding in findings] == ["crowded-chart"]


BY_HAND = {
    f"{kind}, {how}": (kind, how)
    for kind in TYPES
    for how in ("a value", "more decimals", "a new series")
    if how != "a new series" or not (TYPES[kind].is_round or kind == "waterfall")
}


def by_hand(chart: Any, kind: str) -> list[object]:
    """Return what the test sets by hand: the colour of a bar, line or slice, number formats, the end of the axis."""
    one = next(
        series for plot in chart.plots for series in plot.series if kind != "waterfall" or series.name == "Økning"
    )
    if TYPES[kind].is_round:
        return [str(one.points[1].format.fill.fore_color.rgb), one.data_labels.number_format]
    fill = one.format.line.fill if kind == "line" else one.format.fill
    axis = chart.value_axis
    codes = [one.data_labels.number_format, axis.tick_labels.number_format]
    return [str(fill.fore_color.rgb), *codes, axis.maximum_scale]


@pytest.mark.parametrize("name", BY_HAND)
def test_manual_formatting_survives_a_changed_value_and_a_new_series(name: str, tmp_path: Path) -> None:
    kind, how = BY_HAND[name]
    deck = written(tmp_path, text(kind)).presentation()
    chart = shape_of(deck).chart
    one = next(
        series for plot in chart.plots for series in plot.series if kind != "waterfall" or series.name == "Økning"
    )
    if TYPES[kind].is_round:
        fill = one.points[1].format.fill
    else:
        fill = one.format.line.fill if kind == "line" else one.format.fill
        chart.value_axis.maximum_scale = 77
        chart.value_axis.tick_labels.number_format = "0.0000"
    fill.solid()
    fill.fore_color.rgb = RGBColor.from_string("123456")  # type: ignore[no-untyped-call]
    one.data_labels.number_format = "0.000"
    set_before = by_hand(chart, kind)
    deck.save(str(tmp_path / "a.pptx"))
    rows = [list(row) for row in VALUES[kind]]
    rows[0][0] = 33.125 if how == "more decimals" else 33
    names = [f"R{n}" for n in range(1, len(rows) + 1)]
    if how == "a new series":
        place = 1 if kind == "combo" else 2
        rows, names = [*rows[:place], [1, 2, 3], *rows[place:]], [*names[:place], "Ny", *names[place:]]
    source = re.sub(r"name: R(\d)", lambda found: f"name: {names[int(found[1]) - 1]}", text(kind, rows))
    fresh = shape_of(written(tmp_path, source).presentation()).chart
    done = update(plan(tmp_path / "a.pptx", tmp_path / "prove.yaml"))
    after = shape_of(Presentation(io.BytesIO(done.data))).chart
    assert by_hand(after, kind) == set_before
    drawn = [[one for plot in chart.plots for one in plot.series] for chart in (after, fresh)]
    assert [(one.name, list(one.values)) for one in drawn[0]] == [(one.name, list(one.values)) for one in drawn[1]]
    if how == "a new series":
        assert role(next(one for one in drawn[0] if one.name == "Ny")) not in {
            role(one) for one in drawn[0] if one.name != "Ny"
        }
    assert check_presentation(done.data) == ()
    (tmp_path / "a.pptx").write_bytes(done.data)
    assert not plan(tmp_path / "a.pptx", tmp_path / "prove.yaml").plan.changes


def role(series: Any) -> str:
    """Return the theme colour of a series, "" where it was coloured by hand."""
    found = series._element.find(".//{*}spPr//{*}schemeClr")
    return "" if found is None else str(found.get("val"))


@pytest.mark.parametrize("kind", ["waterfall", "combo"])
def test_an_automatic_axis_still_follows_the_values_after_an_update(kind: str, tmp_path: Path) -> None:
    rows: Any = ([100, -30.5, 20],) if kind == "waterfall" else ([2000, 3000, 4000], [20, 30, 25])
    deck = written(tmp_path, text(kind, rows)).presentation()
    one = next(one for plot in shape_of(deck).chart.plots for one in plot.series if one.name in ("Økning", "R1"))
    one.format.fill.solid()
    one.format.fill.fore_color.rgb = RGBColor.from_string("123456")  # type: ignore[no-untyped-call]
    deck.save(str(tmp_path / "a.pptx"))
    rows[0][0] = 9000
    fresh = written(tmp_path, text(kind, rows))
    done = update(plan(tmp_path / "a.pptx", tmp_path / "prove.yaml"))
    after, made = [shape_of(Presentation(io.BytesIO(data))).chart for data in (done.data, fresh.data)]
    ends = [[float(end.get("val")) for end in chart._chartSpace.iter("{*}max", "{*}min")] for chart in (after, made)]
    assert ends[0] == ends[1]
    assert max(ends[0]) > 9000
    coloured = next(one for plot in after.plots for one in plot.series if one.name in ("Økning", "R1"))
    assert str(coloured.format.fill.fore_color.rgb) == "123456"


@pytest.mark.parametrize("value", [33.125, 33_000, 0.5, None])
@pytest.mark.parametrize("kind", TYPES)
def test_an_update_formats_labels_and_axes_like_a_fresh_build(kind: str, value: Any, tmp_path: Path) -> None:
    (tmp_path / "a.pptx").write_bytes(written(tmp_path, text(kind)).data)
    rows = [list(row) for row in VALUES[kind]]
    rows[0][0] = value
    fresh = written(tmp_path, text(kind, rows))
    done = update(plan(tmp_path / "a.pptx", tmp_path / "prove.yaml"))
    found = []
    for data in (done.data, fresh.data):
        labels = shape_of(Presentation(io.BytesIO(data))).chart._chartSpace
        found.append(
            [(one.getparent().tag.partition("}")[2], one.get("formatCode")) for one in labels.iter("{*}numFmt")]
        )
    assert found[0] == found[1]


@pytest.mark.parametrize("kind", TYPES)
def test_an_unedited_deck_has_nothing_to_update(kind: str, tmp_path: Path) -> None:
    more = "axes: {value: A}\nlabels: last" if not TYPES[kind].is_round else "labels: none"
    made = written(tmp_path, text(kind, None, more))
    (tmp_path / "a.pptx").write_bytes(made.data)
    assert not plan(tmp_path / "a.pptx", tmp_path / "prove.yaml").plan.changes


@pytest.mark.parametrize(("before", "after"), [("", "axes: {max: 90}"), ("labels: none", ""), ("", "highlight: [R2]")])
def test_changed_formatting_in_the_outline_updates_the_deck_like_a_fresh_build(
    before: str, after: str, tmp_path: Path
) -> None:
    (tmp_path / "a.pptx").write_bytes(written(tmp_path, text("column", None, before)).data)
    fresh = written(tmp_path, text("column", None, after))
    planned = plan(tmp_path / "a.pptx", tmp_path / "prove.yaml")
    assert {note.group for note in planned.plan.notes} == {"change"}
    done = update(planned)
    parts = [shape_of(Presentation(io.BytesIO(data))).chart._chartSpace.xml for data in (done.data, fresh.data)]
    assert re.sub(r'r:id="\w+"', "", parts[0]) == re.sub(r'r:id="\w+"', "", parts[1])
    (tmp_path / "a.pptx").write_bytes(done.data)
    assert not plan(tmp_path / "a.pptx", tmp_path / "prove.yaml").plan.changes


DATED = "type: line\nalt: A\naxes: {dates: true}\ncategories: [CATEGORIES]\nseries: [{name: X, values: VALUES}]"


def dated(categories: str, values: str) -> str:
    return slide("chart", DATED.replace("CATEGORIES", categories).replace("VALUES", values), title="A")


@pytest.mark.parametrize(
    ("categories", "days", "unit", "form"),
    [
        ('"2000", "2005", "2006"', ["2000-01-01", "2005-01-01", "2006-01-01"], "years", "yyyy"),
        ("2008-02, 2008-01, 2008-06", ["2008-01-01", "2008-02-01", "2008-06-01"], "months", "mmm yyyy"),
        ("15.1.2008, 2008-02-01, 2008-06-30", ["2008-01-15", "2008-02-01", "2008-06-30"], "days", "d.m.yyyy"),
    ],
)
def test_dates_are_placed_by_time_in_file_workbook_and_update(
    categories: str, days: list[str], unit: str, form: str, tmp_path: Path
) -> None:
    made = written(tmp_path, dated(categories, "[1, 2, 3]"))
    chart = shape_of(made.presentation()).chart
    assert [date_of(int(name)) for name in chart.plots[0].categories] == days
    axis = chart._chartSpace.find(".//{*}dateAx")
    assert axis.find("{*}baseTimeUnit").get("val") == unit
    assert axis.find("{*}numFmt").get("formatCode") == f"[$-414]{form}"
    book = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob)).active
    assert [cell.value.date().isoformat() for cell in book["A"][1:]] == days
    assert check_presentation(made.data) == ()
    (tmp_path / "a.pptx").write_bytes(made.data)
    assert not plan(tmp_path / "a.pptx", tmp_path / "prove.yaml").plan.changes
    more = written(tmp_path, dated(f'{categories}, "2009-12-31"', "[1, 2, 3, 4]"))
    done = update(plan(tmp_path / "a.pptx", tmp_path / "prove.yaml"))
    read = [list(shape_of(Presentation(io.BytesIO(data))).chart.plots[0].categories) for data in (done.data, more.data)]
    assert read[0] == read[1]
    (tmp_path / "a.pptx").write_bytes(done.data)
    assert not plan(tmp_path / "a.pptx", tmp_path / "prove.yaml").plan.changes


@pytest.mark.parametrize(
    ("slides", "code"),
    [
        (dated("a, 2008-01, 2008-02", "[1, 2, 3]"), "bad-value"),
        (dated("2007-01, 2008-01, 2008-02", "[1, 2, 3]").replace("type: line", "type: column"), "dead-key"),
        (text("line", ([1, 2, 3],), "", '["2000", "2005", "2006"]'), "uneven-dates"),
        (text("line", ([1, 2, 3],), "", '["2000", "2004", "2008"]'), ""),
        (text("line", ([1, 2, 3],), "", "[2008-01, 2008-02, 2008-03]"), ""),
        (text("column", ([1, 2, 3],), "", '["2000", "2005", "2006"]'), ""),
    ],
)
def test_invalid_or_unevenly_spaced_dates_are_reported(slides: str, code: str) -> None:
    assert [finding.code for finding in composed(slides)[1]] == [code] * bool(code)


@given(st.lists(st.dates(date(1950, 1, 1), date(2050, 1, 1)), min_size=2, max_size=9, unique=True))
def test_a_date_axis_has_few_labels_starting_at_its_first_date(days: list[date]) -> None:
    names = tuple([day.isoformat() for day in sorted(days)])
    chart = Chart("k", Box(Emu(0), Emu(0), Emu(1), Emu(1)), "line", names, (), Pt(14), "A", "nb")
    for form in ("yyyy", "mmm yyyy", "d.m.yyyy"):
        labels = time_axis(chart.replace(look=ChartLook(dates=form))).labels()
        assert 1 <= len(labels) <= 10
        assert labels[0] == names[0]
        assert labels == sorted(set(labels))
        assert labels[-1] <= names[-1]


LANGUAGES = ("nb", "nn", "en", "se", "sv", "da", "de", "fi", "fr")
CODES = st.sampled_from(
    [WHOLE, "0", "0.0", "#,##0.00", "0%", "0.0 %", "#,##0,", "0.0,,", "General", '"kr "#,##0', "0.000"]
)


def read_back(shown: str, code: str, language: str) -> tuple[Decimal, Decimal]:
    """Return the number that a label says, and half a unit of its last digit."""
    locale = load_locale(language)
    bare = re.sub(r"[^\d,.\-−\u00a0\u202f'’ ]", "", shown.replace(locale.minus, "-")).strip("\u00a0 ")
    for sign in {locale.group, "\u00a0", "\u202f", " "} - {locale.decimal, ""}:
        bare = bare.replace(sign, "")
    number = Decimal(bare.replace(locale.decimal, "."))
    exponent = number.as_tuple().exponent
    assert isinstance(exponent, int)
    scale = 3 * (len(code) - len(code.rstrip(","))) - 2 * code.count("%")
    return number.scaleb(scale), Decimal(5).scaleb(exponent - 1 + scale)


@settings(max_examples=1000)
@given(st.floats(-1e9, 1e9, allow_nan=False), CODES, st.sampled_from(LANGUAGES))
def test_a_label_equals_its_value_rounded_to_the_last_digit(value: float, code: str, language: str) -> None:
    shown, half = read_back(formatted(value, code, language), code, language)
    assert abs(shown - Decimal(repr(value))) <= half


SERIES = st.lists(st.one_of(st.none(), st.decimals(0, 10**6, places=2).map(float)), min_size=2, max_size=5)
FALLS = st.lists(st.decimals(-(10**6), 10**6, places=2).map(float), min_size=2, max_size=5)
"""Changes of a waterfall, whose sum may fall below zero."""


def labels_are_true(kind: str, values: list[float | None], language: str) -> None:
    """Assert that each label of a chart of these values says its value within half a unit of its last digit."""
    names = [f"k{n}" for n in range(len(values))]
    rows = [values] * (1 if TYPES[kind].is_round or kind == "waterfall" else 2)
    deck, _ = composed(text(kind, rows, "", f"[{', '.join(names)}]"))
    for chart in [item for page in deck.slides for item in page.items if isinstance(item, Chart)]:
        for index, one in enumerate(chart.series):
            code = chart.format_of(index)
            for value in one.values if not one.hidden else ():
                if value is not None:
                    said, bare = formatted(value, code, language), code.partition("]")[2] or code
                    if chart.type == "waterfall" and index != 3:  # a size behind the sign of its series
                        said, bare, value = said[1:], bare.partition(";")[0].lstrip("+"), abs(value)
                    shown, half = read_back(said, bare, language)
                    assert abs(shown - Decimal(repr(value))) <= half


@settings(max_examples=40, deadline=None)
@given(SERIES, st.sampled_from([kind for kind in TYPES if kind != "waterfall"]), st.sampled_from(LANGUAGES))
def test_each_chart_type_labels_values_in_the_language_of_the_deck(
    values: list[float | None], kind: str, language: str
) -> None:
    labels_are_true(kind, values, language)


@pytest.mark.slow
@pytest.mark.parametrize("kind", TYPES)
def test_labels_of_a_thousand_series_of_each_type_are_correct_in_every_language(kind: str) -> None:
    @settings(max_examples=1000, deadline=None)
    @given(FALLS if kind == "waterfall" else SERIES, st.sampled_from(LANGUAGES))
    def holds(values: list[float | None], language: str) -> None:
        labels_are_true(kind, values, language)

    holds()


def test_an_updated_unedited_waterfall_equals_a_fresh_build(tmp_path: Path) -> None:
    deck = written(tmp_path, text("waterfall", [[100, -30.5, 20]])).presentation()
    deck.save(str(tmp_path / "a.pptx"))
    fresh = written(tmp_path, text("waterfall", [[245, 20, -130.5]])).presentation()
    made = plan(tmp_path / "a.pptx", tmp_path / "prove.yaml")
    assert [note for note in made.plan.notes if note.group == "edit"] == []
    after = Presentation(io.BytesIO(update(made).data))
    parts = [shape_of(one).chart.part.blob for one in (after, fresh)]
    for pattern in (rb'<c:max val="[^"]*"', rb'<c:y val="[^"]*"', rb"<c:v>[^<]*<"):
        assert re.findall(pattern, parts[0]) == re.findall(pattern, parts[1])


LINES = "[{}]".format(", ".join([f"k{n}" for n in range(6)]))


def many(kind: str, count: int, more: str = "", long: str = "") -> tuple[list[str], Chart]:
    rows = [[100 + n * 7 + place * (n % 3) for place in range(6)] for n in range(count)]
    source = text(kind, rows, more, LINES)
    deck, findings = composed(source.replace("name: R1,", f"name: {long},") if long else source)
    (chart,) = [item for item in deck.slides[0].items if isinstance(item, Chart)]
    return [finding.code for finding in findings], chart


@pytest.mark.parametrize("more", ["", "axes: {value: A, category: B}", "target: {name: M, value: 120}"])
@pytest.mark.parametrize("count", [3, 7, 12])
def test_up_to_twelve_lines_are_named_at_their_ends(count: int, more: str) -> None:
    codes, chart = many("line", count, more)
    assert (codes, chart.style.named, chart.legend) == ([], True, False)
    ends = [one.values[-1] for one in chart.series]
    places = sorted([shifts[1] - (value or 0) / 1000 for value, shifts in zip(ends, chart.style.shifts)])
    assert len(set(places)) == len(places)


def test_lines_without_room_for_names_get_distinct_colours_or_are_reported() -> None:
    long = "Et navn som er så langt at det ikke får plass ved siden av linjen sin på lysbildet"
    codes, chart = many("line", 4, long=long)
    assert (codes, len({one.colour for one in chart.series})) == ([], 4)
    assert many("line", 8, long=long)[0] == ["crowded-chart"]
    assert many("line", 8, "highlight: [R3]", long)[0] == []


@pytest.mark.parametrize(
    "kind", [kind for kind in TYPES if not TYPES[kind].is_round and kind not in ("line", "waterfall")]
)
def test_seven_bars_per_category_are_an_error(kind: str) -> None:
    assert "wrong-number-of-values" in many(kind, 8)[0]
    assert "wrong-number-of-values" not in many(kind, 6)[0]


def test_columns_and_lines_of_very_different_size_get_separate_scales() -> None:
    for rows in ([[1, 2, 3], [9000, 9500, 9900]], [[9000, 9500, 9900], [1, 2, 3]]):
        deck, _ = composed(text("combo", rows))
        (chart,) = [item for item in deck.slides[0].items if isinstance(item, Chart)]
        assert [one.apart for one in chart.series] == [False, True]
