"""A line chart with names at the ends of its lines looks after an update like a fresh build."""

from __future__ import annotations

import re
from typing import Any

import pytest
from lxml import etree

from osloregion_slides.ooxml.zip import read_zip
from tests.pptx.updating import edited, shape
from tests.update.gallery import GALLERY, planned, side, updated
from tests.update.ribbon import EDITS, xml

LINES = """    kind: chart
    title: Folk
    type: line
    categories: ["2020", "2021", "2022"]
    series:
      - {name: Viken, values: [10, 12, 14]}
      - {name: Oslo, values: [20, 21, 25]}
    alt: Linjer"""
ONE = "      - {name: Oslo, values: [20, 21, 25]}\n"
MORE = LINES.replace('"2022"', '"2022", "2023"').replace("14]", "14, 15]").replace("25]", "25, 27]")
CHANGES = {
    "a year more": (LINES, MORE),
    "a year less": (MORE, LINES),
    "a longer name": (LINES, LINES.replace("Viken", "Viken og mye mer")),
    "lines that change places": (LINES, LINES.replace("14", "140")),
    "a line more": (LINES, LINES.replace("    alt", "      - {name: Tredje, values: [5, 6, 7]}\n    alt")),
}
DRAWN = re.compile(b"<c:dLbl>.*?</c:dLbl>|<c:plotArea><c:layout>.*?</c:layout>", re.DOTALL)


def drawn(data: bytes) -> list[bytes]:
    members = read_zip(data)
    (part,) = [name for name in members if re.fullmatch(r"ppt/charts/chart\d+\.xml", name)]
    return DRAWN.findall(members[part].read())


@pytest.mark.parametrize("change", CHANGES)
def test_line_names_are_at_the_ends_and_the_plot_area_leaves_room_for_them(change: str) -> None:
    old, new = map(side, CHANGES[change])
    made = updated(old.data, new)
    assert drawn(made) == drawn(new.data)
    assert planned(made, new).plan.notes == ()


def test_a_manually_placed_plot_area_is_an_edit_that_is_kept() -> None:
    def place(presentation: object) -> None:
        chart = shape(presentation.slides[1], "s/chart").chart  # type: ignore[attr-defined]
        chart._chartSpace.find(".//{*}plotArea/{*}layout//{*}w").set("val", "0.5")

    data, new = edited(side(LINES).data, place), side(MORE)
    assert [note.says.code for note in planned(data, new).plan.notes if note.group == "edit"] == ["beyond"]
    made = updated(data, new)
    assert b'<c:w val="0.5"/>' in drawn(made)[0]
    assert b'<c:idx val="3"/>' in drawn(made)[1]


@pytest.mark.parametrize("lines", [LINES, GALLERY["chart"], LINES.replace("line", "waterfall").replace(ONE, "")])
def test_a_manually_typed_label_is_an_edit_that_is_kept(lines: str) -> None:
    def write(presentation: object) -> None:
        chart = shape(presentation.slides[1], "s/chart").chart  # type: ignore[attr-defined]
        chart.plots[0].series[0].points[1].data_label.text_frame.text = "foreløpig"

    old = side(lines)
    value = re.search(r"values: \[[^,]+, ([^,]+),", lines)
    assert value
    new = side(lines.replace(value[1], str(int(value[1]) + 1), 1))
    data = edited(old.data, write)
    assert [note.says.code for note in planned(data, new).plan.notes if note.group == "edit"] == ["beyond"]
    made = updated(data, new)
    assert b"forel\xc3\xb8pig" in b"".join(drawn(made))
    assert [note for note in planned(old.data, new).plan.notes if note.group == "edit"] == [], "control"


FALLS = LINES.replace("line", "waterfall").replace(ONE, "").replace("[10, 12, 14]", "[10, 12, -14]")


def unlabelled(presentation: Any) -> None:
    """Delete the label of the second point as PowerPoint does: it is marked."""
    for label in shape(presentation.slides[1], "s/chart").chart._chartSpace.iter("{*}dLbl"):
        if label.find("{*}idx").get("val") == "1":
            label[1:] = [xml('<c:delete val="1"/>')]


@pytest.mark.parametrize("value", ["13", "-5"])
def test_a_label_deleted_by_hand_from_a_waterfall_stays_deleted(value: str) -> None:
    new = side(FALLS.replace("12", value))
    made = updated(edited(side(FALLS).data, unlabelled), new)
    labels: dict[str, list[bool]] = {}
    for part in charts(made):
        for one in part.iter("{*}dLbl"):
            labels.setdefault(one.find("{*}idx").get("val"), []).append(one.find("{*}delete") is None)
    assert not any(labels["1"]) and any(labels["2"]) and any(labels["0"])
    assert planned(made, new).plan.changes == ()


def test_a_manually_styled_chart_is_not_redrawn_unasked() -> None:
    old = GALLERY["chart"]
    data = edited(side(old).data, lambda p: EDITS["colour of a point"].edit(p.slides[1], None))
    new = side(f"{old}\n    labels: none")
    (clash,) = [note for note in planned(data, new).plan.notes if note.group == "conflict"]
    assert b"ABCDEF" in etree.tostring(charts(updated(data, new))[0])
    assert b"ABCDEF" not in etree.tostring(charts(updated(data, new, {clash.id: "take"}))[0])


def test_a_manually_deleted_line_name_stays_deleted() -> None:
    def delete(presentation: Any) -> None:
        series = shape(presentation.slides[1], "s/chart").chart._chartSpace.find(".//{*}ser")
        for label in list(series.iter("{*}dLbl")):
            label.getparent().remove(label)

    made = updated(edited(side(LINES).data, delete), side(MORE))
    (part,) = charts(made)
    assert [len(list(one.iter("{*}dLbl"))) for one in part.iter("{*}ser")] == [0, 1]


def charts(data: bytes) -> list[Any]:
    members = read_zip(data)
    return [etree.fromstring(members[one].read()) for one in members if re.fullmatch(r"ppt/charts/chart\d+\.xml", one)]


STACKED = """    kind: chart
    title: Reiser
    type: stacked-bar
    categories: [Oslo, Akershus]
    series:
      - {name: Kollektivt, values: [42, 24]}
      - {name: Bil, values: [58, 76]}
    alt: Stabler"""


@pytest.mark.parametrize(("old", "new", "legend"), [("[42, 24]", "[420, 24]", 0), ("[58, 76]", "[1, 760]", 1)])
def test_a_manually_formatted_chart_is_not_clipped_and_keeps_its_names(old: str, new: str, legend: int) -> None:
    def widen(presentation: object) -> None:
        chart = shape(presentation.slides[1], "s/chart").chart  # type: ignore[attr-defined]
        chart._chartSpace.find(".//{*}gapWidth").set("val", "80")

    for before, after in ((STACKED, STACKED.replace(old, new)), (STACKED.replace(old, new), STACKED)):
        changed = edited(side(before).data, widen)
        members = read_zip(updated(changed, side(after)))
        (part,) = [name for name in members if re.fullmatch(r"ppt/charts/chart\d+\.xml", name)]
        root = etree.fromstring(members[part].read())
        most = root.find(".//{*}valAx/{*}scaling/{*}max")
        values = [[float(v.text or 0) for v in one.iterfind(".//{*}val//{*}v")] for one in root.iterfind(".//{*}ser")]
        assert root.find(".//{*}gapWidth").get("val") == "80"
        assert most is None or float(most.get("val", "0")) >= max(map(sum, zip(*values, strict=True)))
        texts = b"Kollektivt" in b"".join([m.read() for name, m in members.items() if "slides/slide" in name])
        assert (root.find(".//{*}legend") is None) is texts, "names stand beside the chart, or in its legend"
        assert texts or legend


BOUNDED = "    kind: chart\n    title: T\n    type: {}\n    categories: [a, b, c]\n    alt: T\n    series: {}"
OLD, NES = [10, 20, 30], [12, 22, 28]


def reached(rows: tuple[list[int], ...], stands: bool) -> tuple[int, int]:
    """How far down and up values reach."""
    highs = [sum(value for value in row if value > 0) if stands else max(row) for row in zip(*rows, strict=True)]
    return min(map(min, rows)), max(highs)


@pytest.mark.parametrize("kind", ["column", "stacked-bar", "line"])
@pytest.mark.parametrize(("least", "most"), [(0, 90), (5, None), (11, 55)])
@pytest.mark.parametrize("new", [[10, -20, 30], [2, 20, 30], [10, 20, 100]])
def test_a_manual_axis_limit_that_clipped_nothing_still_clips_nothing(
    kind: str, least: int, most: int | None, new: list[int]
) -> None:
    def bound(presentation: object) -> None:
        scaling = shape(presentation.slides[1], "s/chart").chart._chartSpace.find(".//{*}valAx/{*}scaling")  # type: ignore[attr-defined]
        for one in (*scaling.findall("{*}max"), *scaling.findall("{*}min")):
            scaling.remove(one)
        for name, value in (("max", most), ("min", least)):
            if value is not None:
                etree.SubElement(scaling, scaling.tag.replace("scaling", name), val=str(value))

    before, after = (
        side(BOUNDED.format(kind, f"[{{name: Oslo, values: {row}}}, {{name: Nes, values: {NES}}}]"))
        for row in (OLD, new)
    )
    (root,) = charts(updated(edited(before.data, bound), after))
    stands = kind == "stacked-bar"
    for name, sign, said, old, now in zip(
        ("min", "max"), (-1, 1), (least, most), reached((OLD, NES), stands), reached((new, NES), stands), strict=True
    ):
        held = root.find(f".//{{*}}valAx/{{*}}scaling/{{*}}{name}")
        if said is not None and said * sign < old * sign:
            assert float(held.get("val")) == said, "what a person cut off on purpose stays cut off"
        elif said is not None and said * sign < now * sign:
            assert held is None or float(held.get("val")) * sign >= now * sign
        elif said is not None and said != old:
            assert float(held.get("val")) == said
