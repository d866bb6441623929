"""Charts are native, in theme colours, and carry the workbook they are made from."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
import pytest

from osloregion_slides.pptx.chart import column_name, decimal, workbook
from osloregion_slides.scene import Colour, Series
from tests.pptx.opened import find, one, write
from tests.pptx.sample import chart, slide

KINDS = ("bar", "column", "line", "pie")


def part(kind: str, **changes: Any) -> Any:
    return write(slide("s", chart(kind, "s", **changes))).xml("ppt/charts/chart1.xml")


@pytest.mark.parametrize("kind", KINDS)
def test_python_pptx_reads_categories_and_values(kind: str) -> None:
    opened = write(slide("s", chart(kind, "s", 1)))
    found = opened.presentation().slides[0].shapes[0].chart
    assert list(found.plots[0].categories) == ["Akershus", "Østfold & Follo", "Oslo <by>"]
    assert list(found.plots[0].series[0].values) == [22.0, 18.0, None]


def test_the_workbook_contains_the_values_of_the_chart() -> None:
    opened = write(slide("s", chart("bar", "s", number_format="0.0")))
    book = opened.targets("ppt/charts/chart1.xml")["rId1"].replace("..", "ppt")
    sheet = openpyxl.load_workbook(io.BytesIO(opened.zip.read(book))).active
    assert [[cell.value for cell in row] for row in sheet.iter_rows()] == [
        [None, "2007", "2008"],
        ["Akershus", 22, 1.5],
        ["Østfold & Follo", 18, None],
        ["Oslo <by>", None, 3],
    ]
    assert sheet["B2"].number_format == "0.0"


def test_the_formulas_point_to_the_cells() -> None:
    formulas = find(part("column"), "//c:ser[2]//c:f/text()")
    assert formulas == ["Sheet1!$C$1", "Sheet1!$A$2:$A$4", "Sheet1!$C$2:$C$4"]


@pytest.mark.parametrize("kind", KINDS)
def test_axis_ids_are_unsigned(kind: str) -> None:
    ids = find(part(kind), "//c:axId/@val | //c:crossAx/@val")
    assert len(ids) == (0 if kind == "pie" else 6)
    assert all(0 < int(identity) < 2**32 for identity in ids)


@pytest.mark.parametrize("kind", KINDS)
def test_texts_of_a_chart_have_size_colour_and_language(kind: str) -> None:
    root = part(kind, legend=True)
    assert one(root, "/c:chartSpace/c:lang").get("val") == "nb-NO"
    assert set(find(root, "//a:defRPr/@sz")) == {"1400"}
    assert len(find(root, "//c:legend")) == 1
    assert find(root, "//a:srgbClr | //@typeface") == []


def test_a_bar_chart_lists_categories_from_the_top() -> None:
    assert one(part("bar"), "//c:catAx/c:scaling/c:orientation").get("val") == "maxMin"
    assert one(part("bar"), "//c:valAx/c:crosses").get("val") == "max"
    assert one(part("column"), "//c:catAx/c:scaling/c:orientation").get("val") == "minMax"


def test_few_values_are_labelled_at_the_bars_and_many_use_an_axis() -> None:
    many = chart("column", "s").replace(
        categories=tuple(map(str, range(20))), series=(Series("n", tuple(map(float, range(20))), Colour("accent1")),)
    )
    few, full = part("column"), write(slide("s", many)).xml("ppt/charts/chart1.xml")
    assert (len(find(few, "//c:dLbls")), one(few, "//c:valAx/c:delete").get("val")) == (2, "1")
    assert (len(find(full, "//c:dLbls")), one(full, "//c:valAx/c:delete").get("val")) == (0, "0")
    assert len(find(full, "//c:majorGridlines")) == 1


def test_series_that_never_share_a_category_overlap() -> None:
    apart = (Series("alle", (22.0, None), Colour("accent1")), Series("noen", (None, 5.0), Colour("accent2")))
    sharing = chart("bar", "s").replace(categories=("a", "b"), series=apart)
    root = write(slide("s", sharing)).xml("ppt/charts/chart1.xml")
    assert one(root, "//c:overlap").get("val") == "100"
    assert one(part("bar"), "//c:overlap").get("val") == "0"


def test_a_missing_number_is_left_out() -> None:
    odd = (Series("n", (float("nan"), float("inf"), 1.0), Colour("accent1")),)
    root = write(slide("s", chart("bar", "s").replace(series=odd))).xml("ppt/charts/chart1.xml")
    assert find(root, "//c:numCache//c:v/text()") == ["1"]


def test_two_charts_have_separate_parts() -> None:
    opened = write(slide("s", chart("bar", "s"), chart("pie", "t", 1)))
    assert [n for n in opened.names if "charts/chart" in n or "embeddings" in n] == [
        "ppt/embeddings/Microsoft_Excel_Sheet1.xlsx",
        "ppt/charts/chart1.xml",
        "ppt/embeddings/Microsoft_Excel_Sheet2.xlsx",
        "ppt/charts/chart2.xml",
    ]


def test_the_same_chart_gives_the_same_workbook() -> None:
    assert workbook(chart("bar")) == workbook(chart("bar"))


def test_a_chart_without_values_is_valid() -> None:
    for kind in KINDS:
        empty = chart(kind, "s").replace(categories=(), series=())
        assert write(slide("s", empty)).presentation().slides[0].shapes[0].has_chart


@pytest.mark.parametrize(("index", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA")])
def test_columns_are_named_as_in_a_spreadsheet(index: int, letters: str) -> None:
    assert column_name(index) == letters


@pytest.mark.parametrize(("value", "written"), [(22.0, "22"), (0.5, "0.5"), (-3.0, "-3"), (1e-7, "1e-07")])
def test_numbers_are_written_in_xml_notation(value: float, written: str) -> None:
    assert decimal(value) == written
