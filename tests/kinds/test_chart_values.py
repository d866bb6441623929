"""The numbers of a chart: gaps, decimals, a format for each series in file, workbook and drawing; what says another thing."""

from __future__ import annotations

import datetime
import io
from pathlib import Path

import openpyxl
import pytest
from pptx import Presentation

from osloregion_slides.chart_types import scale
from osloregion_slides.outline.chart_formats import axis_code, axis_of, bare_code, unit_of
from osloregion_slides.outline.nodes import NO_FIGURE
from osloregion_slides.pptx.chart import axis_format
from osloregion_slides.render.chart import formatted, numbers
from osloregion_slides.scene import Chart
from osloregion_slides.service import build
from osloregion_slides.service_update import plan, update
from tests.kinds.composing import composed, slide
from tests.tables.making import deck, outline, workbook

HEAD = "slides:\n  - id: c\n    kind: chart\n    title: A\n    alt: A\n    type: TYPE\n"
OWN = HEAD + "    categories: [a, b, c]\n    series:\n"


def chart(folder: Path, text: str, files: dict[str, str | bytes] | None = None, kind: str = "column") -> Chart:
    made, findings = deck(folder, text.replace("TYPE", kind), files)
    assert [finding for finding in findings if "mixed-units" not in finding] == []
    (found,) = [item for item in made.slides[0].items if isinstance(item, Chart)]
    return found


def written(folder: Path, text: str) -> tuple[list[str], list[list[str]], str]:
    """Return the formats in the chart part, those in its workbook by column, and the axis's."""
    made = build(outline(folder, text.replace("TYPE", "column")))
    shape = next(s for s in made.presentation().slides[0].shapes if s.has_chart)
    part = shape.chart
    codes = [one.text for one in part._chartSpace.iter("{*}formatCode")]
    page = openpyxl.load_workbook(io.BytesIO(part.part.chart_workbook.xlsx_part.blob)).active
    assert page is not None
    columns = [[cell.number_format for cell in column[1:]] for column in page.iter_cols(min_col=2)]
    return codes, columns, part.value_axis.tick_labels.number_format


@pytest.mark.parametrize(
    ("values", "code", "said"),
    [
        ("[1, 2, 3]", "#,##0", "R: a 1, b 2, c 3."),
        ("[1.5, 2.4, 0.4]", "#,##0.0", "R: a 1,5, b 2,4, c 0,4."),
        ("[1, 2.25, 3.5]", "#,##0.00", "R: a 1,00, b 2,25, c 3,50."),
        ("[1e-3, 2, 3]", "#,##0.000", "R: a 0,001, b 2,000, c 3,000."),
        ("[1.5e3, 2, 3]", "#,##0", "R: a 1\u00a0500, b 2, c 3."),
        ("[0.33333333333, 2, 3]", "General", "R: a 0,333333333, b 2, c 3."),
        ("[-0.5, null, 12345.5]", "#,##0.0", "R: a \u22120,5, c 12\u00a0345,5."),
    ],
)
@pytest.mark.parametrize("kind", ["column", "bar", "line", "pie"])
def test_without_a_format_the_values_keep_their_decimals(
    values: str, code: str, said: str, kind: str, tmp_path: Path
) -> None:
    if kind == "pie" and "-" in values:
        values, code, said = "[0.5, 1, 2]", "#,##0.0", "R: a 0,5, b 1,0, c 2,0."
    found = chart(tmp_path, f"{OWN}      - {{name: R, values: {values}}}\n", kind=kind)
    assert found.number_format == f"[$-414]{code}"
    assert numbers(found) == said


def test_a_null_value_is_a_gap(tmp_path: Path) -> None:
    found = chart(
        tmp_path, f"{OWN}      - {{name: R, values: [1, null, ~]}}\n      - {{name: S, values: [null, 2, 3]}}\n"
    )
    assert [series.values for series in found.series] == [(1.0, None, None), (None, 2.0, 3.0)]


@pytest.mark.parametrize("values", ["[1, null, 2, 3]", "[1, 2]", "[null, null]", "[]", "[1, 2, 3, null]"])
def test_a_series_whose_length_differs_from_the_categories_is_an_error(values: str, tmp_path: Path) -> None:
    text = f"{OWN}      - {{name: R, values: {values}}}\n".replace("TYPE", "column")
    _, findings = deck(tmp_path, text)
    assert [finding.split(":")[2].split()[1] for finding in findings if "wrong-number" in finding] == [
        "wrong-number-of-values"
    ]


def test_each_series_has_its_own_format_in_the_file_and_its_workbook(tmp_path: Path) -> None:
    text = f"{OWN}      - {{name: R, values: [100, 200, 300]}}\n      - {{name: S, values: [1.25, 2, null]}}\n"
    codes, columns, axis = written(tmp_path, text)
    assert codes == ["[$-414]#,##0", "[$-414]#,##0.00"]
    assert [column[0] for column in columns] == codes
    assert axis == "[$-414]#,##0.00"


def test_two_units_on_one_axis_are_reported(tmp_path: Path) -> None:
    source = "data: {b: b.csv}\n" + HEAD + "    table: data.b\n"
    files: dict[str, str | bytes] = {"b.csv": "Fylke;Antall;Andel\nOslo;1200;39 %\nAkershus;1900;61 %\n"}
    _, findings = deck(tmp_path, source.replace("TYPE", "column"), files)
    assert ["mixed-units" in finding for finding in findings] == [True]
    found = chart(tmp_path, source, files)
    assert numbers(found) == "Antall: Oslo 1\u00a0200, Akershus 1\u00a0900. Andel: Oslo 39\u00a0%, Akershus 61\u00a0%."


def test_a_number_format_of_the_outline_applies_to_every_series(tmp_path: Path) -> None:
    text = OWN.replace("    categories", '    number_format: "0.0"\n    categories')
    text += "      - {name: R, values: [1, 2, 3]}\n      - {name: S, values: [1.25, 2, 3]}\n"
    found = chart(tmp_path, text)
    assert [found.format_of(n) for n in range(2)] == ["[$-414]0.0"] * 2


def test_table_columns_keep_their_formats_and_decimals(tmp_path: Path) -> None:
    book = workbook(tmp_path / "t.xlsx", A=[["n", "a", "b", "c"], ["x", 1.5, 1000, 2.125], ["y", 2.25, 2000, 3]])
    for row in (2, 3):
        book["A"].cell(row, 3).number_format = '#,##0 "kr"'
    book.save(tmp_path / "t.xlsx")
    found = chart(tmp_path, "data: {t: t.xlsx}\n" + HEAD + "    table: data.t\n")
    assert numbers(found) == "a: x 1,50, y 2,25. b: x 1\u00a0000\u00a0kr, y 2\u00a0000\u00a0kr. c: x 2,125, y 3,000."
    grouped: dict[str, str | bytes] = {"t.csv": "n;a\nx;1 200\ny;0,5\n"}
    found = chart(tmp_path, "data: {t: t.csv}\n" + HEAD + "    table: data.t\n", grouped)
    assert numbers(found) == "a: x 1\u00a0200,0, y 0,5."
    files: dict[str, str | bytes] = {"t.csv": "n;a\nx;1,5\ny;1,25\n"}
    found = chart(tmp_path, "data: {t: t.csv}\n" + HEAD + "    table: data.t\n", files)
    assert numbers(found) == "a: x 1,50, y 1,25."


@pytest.mark.parametrize("sign", sorted(NO_FIGURE - {""}))
def test_a_sign_for_a_missing_figure_has_no_decimals(sign: str, tmp_path: Path) -> None:
    files: dict[str, str | bytes] = {"t.csv": f"n;a\nx;{sign}\ny;3\n"}
    found = chart(tmp_path, "data: {t: t.csv}\n" + HEAD + "    table: data.t\n", files)
    assert numbers(found) == "a: y 3."


@pytest.mark.parametrize(
    ("code", "unit", "bare"),
    [
        ("#,##0", "", "#,##0"),
        ("0.0 %", "%", "0.0 %"),
        ('#,##0 "kr"', "kr", "#,##0"),
        ("[$kr-414] #,##0.0", "kr", "#,##0.0"),
        ('0" % av alle"', "% av alle", "0"),
        ("General", "", "General"),
    ],
)
def test_the_unit_and_the_bare_form_of_a_format(code: str, unit: str, bare: str) -> None:
    assert (unit_of(code), bare_code(code)) == (unit, bare)


def test_an_axis_has_the_most_decimals_of_its_unit() -> None:
    assert axis_of(("#,##0", "0.0", "0.00 %")) == "0.0"
    assert axis_of(('#,##0 "kr"', "0.0")) == "#,##0"


@pytest.mark.parametrize(
    ("code", "values", "axis"),
    [
        ("#,##0", (0.0, 2.0), "#,##0.0"),
        ("#,##0", (0.0, 200.0), "#,##0"),
        ("#,##0", (5.0, 6.0), "#,##0"),
        ("[$-414]#,##0", (1.0, -1.0), "[$-414]#,##0.0"),
        ("[$-414]#,##0", (), "[$-414]#,##0.0"),
        ("#,##0", (0.02,), "#,##0.000"),
        ("0%", (0.01, 0.03), "0.0%"),
        ("0%", (0.1, 0.9), "0%"),
        ("0.0%", (0.001, 0.003), "0.00%"),
        ('#,##0 "kr"', (3.0,), '#,##0.0 "kr"'),
        ("#,##0;(#,##0)", (3.0, -1.0), "#,##0.0;(#,##0.0)"),
        ('0.0,,"M"', (200_000.0,), '0.00,,"M"'),
        ("# ##0", (2.0,), "# ##0.0"),
        ("General", (2.0,), "General"),
        ("0.0E+00", (2.0,), "0.0E+00"),
        ("[>=1000]0,;0", (2.0,), "[>=1000]0,;0"),
    ],
)
def test_an_axis_has_as_many_decimals_as_its_steps_need(code: str, values: tuple[float, ...], axis: str) -> None:
    assert axis_code(code, values) == axis


def test_the_axis_of_a_line_that_does_not_start_at_zero_uses_its_own_range() -> None:
    assert axis_code("#,##0", (100.0, 101.0), from_zero=False) == "#,##0.0"
    assert axis_code("#,##0", (1.0, 101.0), from_zero=False) == "#,##0"


MANY = """\
slides:
  - id: c
    kind: chart
    title: A
    alt: A
    type: TYPE
    categories: [a, b, c, d, e, f, g, h, i]
    series:
      - {name: R, values: [0, 1, 2, 0, 1, 2, 0, 1, TOP]}
      - {name: S, values: [0, 1, 2, 0, 1, 2, 0, 1, 1]}
"""


@pytest.mark.parametrize("kind", ["column", "bar", "line"])
@pytest.mark.parametrize(("top", "axis"), [("2", "[$-414]#,##0.0"), ("200", "[$-414]#,##0")])
def test_the_steps_of_a_visible_axis_have_distinct_labels(kind: str, top: str, axis: str, tmp_path: Path) -> None:
    text = MANY.replace("TYPE", kind).replace("TOP", top)
    codes, _, shown = written(tmp_path, text)
    assert (set(codes), shown) == ({"[$-414]#,##0"}, axis)
    item = chart(tmp_path, text)
    steps = [formatted(tick, axis_format(item), "nb") for tick in scale(item)]
    assert len(set(steps)) == len(steps)


@pytest.mark.parametrize("chosen", ["", "0.00"])
def test_an_update_gives_an_axis_the_decimals_of_a_fresh_build(chosen: str, tmp_path: Path) -> None:
    text = MANY.replace("TYPE", "column")
    made = build(outline(tmp_path, text.replace("TOP", "2"))).presentation()
    axis = next(s for s in made.slides[0].shapes if s.has_chart).chart.value_axis.tick_labels
    axis.number_format = chosen or axis.number_format
    made.save(str(tmp_path / "a.pptx"))
    outline(tmp_path, text.replace("TOP", "200"))
    done = update(plan(tmp_path / "a.pptx", tmp_path / "prove.yaml"))
    shape = next(s for s in Presentation(io.BytesIO(done.data)).slides[0].shapes if s.has_chart)
    assert shape.chart.value_axis.tick_labels.number_format == (chosen or "[$-414]#,##0")


@pytest.mark.parametrize(
    ("series", "code", "said"),
    [
        (["[1, 2, 3]", "[1, 2, 3]"], "wrong-number-of-values", "A `pie` shows one series, not 2."),
        (["[1, -2, 3]"], "bad-figure", "value of the chart is negative"),
        (["[0, 0, null]"], "bad-figure", "The values of the chart add up to 0"),
        (["[0, 0, 3]"], "", ""),
        (["[null, 2, 3]"], "", ""),
    ],
)
def test_values_that_a_pie_cannot_show_are_an_error(series: list[str], code: str, said: str, tmp_path: Path) -> None:
    listed = "".join(f"      - {{name: R{n}, values: {values}}}\n" for n, values in enumerate(series))
    _, findings = deck(tmp_path, (OWN + listed).replace("TYPE", "pie"))
    assert len(findings) == bool(code)
    assert all(code in finding and said in finding for finding in findings)
    _, others = deck(tmp_path, (OWN + listed).replace("TYPE", "column"))
    assert others == []


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ("#,##0", ""),
        ("0.0 %", ""),
        ('0" kr"', ""),
        ("#,##0.00;[Red]-#,##0.00", ""),
        ("#,##0,", ""),
        ("0,000", "bad-value"),
        ("#,#", "bad-value"),
        ("#,##", "bad-value"),
        ("#,##0,0", "bad-value"),
        ("#.##0", "bad-value"),
        ("#.##0,00", "bad-value"),
        ("#,##,##0", ""),
        ("0.##", ""),
        ('#,##0,"k"', ""),
        ("NOK1200", "bad-value"),
        ("tusen", "bad-value"),
        ("0 kr", "bad-value"),
        ("#,##0;;;@@@[", "bad-value"),
        ("Standard", "bad-value"),
        ("0,0", "bad-value"),
        ("0,00 %", "bad-value"),
    ],
)
def test_a_number_format_that_office_reads_differently_is_an_error(code: str, fault: str, tmp_path: Path) -> None:
    text = OWN.replace("    categories", f"    number_format: '{code}'\n    categories").replace("TYPE", "column")
    _, findings = deck(tmp_path, f"{text}      - {{name: R, values: [1.5, 2, 3]}}\n")
    assert [finding.split(" ")[1].rstrip(":") for finding in findings] == [fault] * bool(fault)


@pytest.mark.parametrize(
    ("kind", "names", "values", "code"),
    [
        ("pie", "[A, B, A]", "[1, 2, 3]", "crowded-chart"),
        ("column", "[A, B, A]", "[1, 2, 3]", "crowded-chart"),
        ("doughnut", "[A, B, C]", "[0.5, 0.3, 0.1]\nnumber_format: 0 %", "mixed-units"),
        ("doughnut", "[A, B, C]", "[50, 30, 10]\nnumber_format: '0\" %\"'", "mixed-units"),
        ("doughnut", "[A, B, C]", "[0.333, 0.333, 0.333]\nnumber_format: 0 %", ""),
        ("pie", "[A, B, C]", "[33, 33, 33]\nnumber_format: '0\" %\"'", ""),
        ("pie", "[A, B, C]", "[5, 3, 1]", ""),
        ("line", "['2023', '2021', '2022']", "[1, 2, 3]", "uneven-dates"),
        ("line", "['2023', '2022', '2021']", "[1, 2, 3]", "uneven-dates"),
        ("line", "['2021', '2020']", "[1, 2]", "uneven-dates"),
        ("line", "['2020', '2021', '2023']", "[1, 2, 3]", "uneven-dates"),
        ("line", "['2020', '2021', '2022']", "[1, 2, 3]", ""),
        ("column", "['2023', '2022', '2021']", "[1, 2, 3]", ""),
    ],
)
def test_a_chart_that_misrepresents_its_numbers_is_reported(kind: str, names: str, values: str, code: str) -> None:
    own, _, more = values.partition("\n")
    fields = f"type: {kind}\nalt: A\ncategories: {names}\nseries: [{{name: R, values: {own}}}]\n{more}"
    assert [one.code for one in composed(slide("chart", fields))[1]] == [code] * bool(code)


def test_two_series_with_the_same_name_are_reported() -> None:
    fields = "type: line\nalt: A\ncategories: [a, b]\nseries: [{name: R, values: [1, 2]}, {name: R, values: [2, 4]}]"
    assert "crowded-chart" in [one.code for one in composed(slide("chart", fields))[1]]


@pytest.mark.parametrize("heading", ["Dato", "Fra", "Periode"])
def test_dates_of_a_workbook_are_shown_in_their_format_and_drawn_at_their_time(heading: str, tmp_path: Path) -> None:
    rows: list[list[object]] = [[datetime.date(2007, month, 1), month] for month in (1, 2, 6)]
    book = workbook(tmp_path / "t.xlsx", A=[[heading, "a"], *rows])
    for row in (2, 3, 4):
        book["A"].cell(row, 1).number_format = "mmm yy"
    book.save(tmp_path / "t.xlsx")
    text = "data: {t: t.xlsx}\n" + HEAD + "    table: data.t\n"
    made, findings = deck(tmp_path, text.replace("TYPE", "line"))
    (found,) = [item for item in made.slides[0].items if isinstance(item, Chart)]
    assert found.categories == ("jan\u00a007", "feb\u00a007", "jun\u00a007")
    assert ["uneven-dates" in finding for finding in findings] == [True]
    dated = chart(tmp_path, text + "    axes: {dates: true}\n", kind="line")
    assert dated.categories == ("2007-01-01", "2007-02-01", "2007-06-01")
