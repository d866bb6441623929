"""A chart that the outline draws anew keeps what people did to it, or the plan lists a conflict."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from pptx import Presentation
from pptx.dml.color import RGBColor

from osloregion_slides.base.messages import in_words
from tests.pptx.updating import edited
from tests.update.edits import every
from tests.update.gallery import planned, side, updated

OUTLINE = """    kind: chart
    title: Diagram
    alt: Folketall
    type: {type}
    categories: ["2005", "2006"]
    series:
      - {{name: Oslo, values: [10, 20]}}
      - {{name: Akershus, values: [11, 21]}}
"""
COLUMNS, LINES, BARS = [OUTLINE.format(type=kind) for kind in ("column", "line", "bar")]


def chart_of(data: Any) -> Any:
    presentation = Presentation(io.BytesIO(data)) if isinstance(data, bytes) else data
    return next(one for one in every(presentation.slides[1].shapes) if getattr(one, "has_chart", False)).chart


def red(presentation: Any) -> None:
    fill = chart_of(presentation).plots[0].series[1].format.fill
    fill.solid()
    fill.fore_color.rgb = RGBColor(0xC8, 0x0A, 0x0A)  # type: ignore[no-untyped-call]


def titled(presentation: Any) -> None:
    chart_of(presentation).chart_title.text_frame.text = "Skrevet for hånd"


@pytest.mark.parametrize("outline", [LINES, BARS, COLUMNS + "    axes: {value: Innbyggere}\n"])
@pytest.mark.parametrize(("edit", "kept"), [(red, "C80A0A"), (titled, "Skrevet for hånd")])
def test_a_chart_that_is_drawn_anew_keeps_colours_and_formatting_set_by_hand(
    edit: Callable[[Any], None], kept: str, outline: str
) -> None:
    data = updated(edited(side(COLUMNS).data, edit), side(outline))
    assert kept in chart_of(data).part.blob.decode()


def test_the_plan_names_formatting_and_the_type_that_would_drop_it() -> None:
    notes = planned(edited(side(COLUMNS).data, titled), side(LINES)).plan.notes
    (conflict,) = [note for note in notes if note.group == "conflict"]
    assert [in_words(each) for each in (conflict.yours, conflict.outline)] == [
        "parts or style of the chart",
        'chart type "column" -> "line"',
    ]
    taken = updated(edited(side(COLUMNS).data, titled), side(LINES), {conflict.id: "take"})
    assert b"Skrevet" not in chart_of(taken).part.blob and b"<c:lineChart>" in chart_of(taken).part.blob


def test_a_conflict_about_a_colour_names_colours_as_powerpoint_does() -> None:
    outline = COLUMNS + "    highlight: [Akershus]\n"
    notes = planned(edited(side(COLUMNS).data, red), side(outline)).plan.notes
    (conflict,) = [note for note in notes if note.group == "conflict"]
    assert in_words(conflict.says, "nb").startswith("fargen på Akershus")
    assert [in_words(each, "nb") for each in (conflict.yours, conflict.outline)] == ["#C80A0A", "Uthevingsfarge 1"]
