"""A line chart with the names of its lines at their ends looks after an update as one that is built anew."""

from __future__ import annotations

import re

import pytest

from osloregion_slides.ooxml.zip import read_zip
from tests.pptx.updating import edited, shape
from tests.update.gallery import GALLERY, planned, side, updated

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
def test_names_stand_at_the_ends_and_the_plot_leaves_them_room(change: str) -> None:
    old, new = map(side, CHANGES[change])
    made = updated(old.data, new)
    assert drawn(made) == drawn(new.data)
    assert planned(made, new).plan.notes == ()


def test_a_plot_that_a_person_placed_is_an_edit_and_stays() -> None:
    def place(presentation: object) -> None:
        chart = shape(presentation.slides[1], "s/chart").chart  # type: ignore[attr-defined]
        chart._chartSpace.find(".//{*}plotArea/{*}layout//{*}w").set("val", "0.5")

    data, new = edited(side(LINES).data, place), side(MORE)
    assert [note.says.code for note in planned(data, new).plan.notes if note.group == "edit"] == ["beyond"]
    made = updated(data, new)
    assert b'<c:w val="0.5"/>' in drawn(made)[0]
    assert b'<c:idx val="3"/>' in drawn(made)[1]


@pytest.mark.parametrize("lines", [LINES, GALLERY["chart"], LINES.replace("line", "waterfall").replace(ONE, "")])
def test_a_label_that_a_person_typed_is_an_edit_and_stays(lines: str) -> None:
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
