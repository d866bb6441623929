"""Nothing is different between a deck and itself, whatever is in it twice."""

from __future__ import annotations

import io
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Cm

from osloregion_slides import build
from osloregion_slides.pptx.reading.deck import read_deck
from osloregion_slides.update.diff import DeckDifference, diff
from tests.pptx.updating import resaved
from tests.update.decks import decks
from tests.update.outlines import DECKS
from tests.update.samples import found

Edit = Callable[[Any, Any], None]


def chart(presentation: Any, slide: Any) -> None:
    data = CategoryChartData()  # type: ignore[no-untyped-call]
    data.categories = ["2006", "2007"]
    data.add_series("Oslo", (1, 2))  # type: ignore[no-untyped-call]
    slide.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, Cm(1), Cm(4), Cm(9), Cm(6), data)


def text(presentation: Any, slide: Any) -> None:
    slide.shapes.add_textbox(Cm(1), Cm(4), Cm(9), Cm(2)).text_frame.text = "Det samme"


def same_name(presentation: Any, slide: Any) -> None:
    for place in (2, 6):
        box = slide.shapes.add_textbox(Cm(1), Cm(place), Cm(9), Cm(2))
        box.name, box.text_frame.text = "Boks", "Det samme"


def same_id(presentation: Any, slide: Any) -> None:
    same_name(presentation, slide)
    for shape in slide.shapes:
        shape._element.find(".//{*}cNvPr").set("id", "2")


def to_slide(presentation: Any, slide: Any) -> None:
    text(presentation, slide)
    slide.shapes[-1].click_action.target_slide = presentation.slides[0]


def run_to_file(presentation: Any, slide: Any) -> None:
    text(presentation, slide)
    slide.shapes[-1].text_frame.paragraphs[0].runs[0].hyperlink.address = "rapport%202006.docx"


def group(presentation: Any, slide: Any) -> None:
    inside = slide.shapes.add_group_shape().shapes
    for place in (0, 0):
        inside.add_textbox(Cm(place), Cm(1), Cm(3), Cm(1)).text_frame.text = "Det samme"


def table(presentation: Any, slide: Any) -> None:
    made = slide.shapes.add_table(2, 2, Cm(1), Cm(4), Cm(9), Cm(2)).table
    made.cell(0, 0).text = made.cell(1, 1).text = "Det samme"


def notes(presentation: Any, slide: Any) -> None:
    slide.notes_slide.notes_text_frame.text = "Si det."


EDITS: dict[str, Edit] = {
    edit.__name__: edit for edit in (chart, text, same_name, same_id, to_slide, run_to_file, group, table, notes)
}


def deck(*slides: list[str], title: bool = False) -> bytes:
    """Return a deck of python-pptx: a slide for each list of what is on it."""
    presentation: Any = Presentation()
    for names in slides:
        slide = presentation.slides.add_slide(presentation.slide_layouts[5 if title else 6])
        if title:
            slide.shapes.title.text = "Tittel"
        for name in names:
            EDITS[name](presentation, slide)
    out = io.BytesIO()
    presentation.save(out)
    return out.getvalue()


def compared(before: bytes, after: bytes) -> DeckDifference:
    return diff(read_deck(before).known, read_deck(after).known)


def what(found: DeckDifference) -> list[tuple[str, int, int]]:
    return [(slide.what, slide.before, slide.after) for slide in found.changed]


@pytest.mark.parametrize("name", EDITS)
@pytest.mark.parametrize("title", [False, True])
def test_a_deck_with_equal_slides_does_not_differ_from_itself(name: str, title: bool) -> None:
    data = deck([name], [name], [name, name], title=title)
    assert what(compared(data, data)) == []


@settings(max_examples=40, deadline=None)
@given(st.lists(st.lists(st.sampled_from(sorted(EDITS)), max_size=3), min_size=1, max_size=4))
def test_a_deck_of_any_slides_does_not_differ_from_itself(slides: list[list[str]]) -> None:
    data = deck(*slides)
    assert what(compared(data, data)) == []


@settings(max_examples=60, deadline=None)
@given(decks(), st.booleans())
def test_a_deck_with_a_base_does_not_differ_from_itself(known: Any, native: bool) -> None:
    assert what(diff(known, known)) == []
    assert what(diff(found(known, native), found(known, native))) == []


def linked(target: int) -> bytes:
    presentation: Any = Presentation(io.BytesIO(deck(["text"], ["table"], ["to_slide"])))
    presentation.slides[2].shapes[-1].click_action.target_slide = presentation.slides[target]
    out = io.BytesIO()
    presentation.save(out)
    return out.getvalue()


def test_a_link_to_another_slide_is_a_difference() -> None:
    assert what(compared(linked(0), linked(0))) == []
    told = compared(linked(0), linked(1))
    assert what(told) == [("changed", 3, 3)]
    assert [one.kind for item in told.changed[0].items for one in item.differences] == ["link"]


def reversed_deck(data: bytes) -> bytes:
    presentation: Any = Presentation(io.BytesIO(data))
    slides = presentation.slides._sldIdLst
    for slide in list(slides)[::-1]:
        slides.append(slide)
    out = io.BytesIO()
    presentation.save(out)
    return out.getvalue()


def test_links_are_equal_if_slides_are_stored_under_other_part_names() -> None:
    before, after = linked(0), reversed_deck(reversed_deck(linked(0)))
    assert what(compared(before, after)) == []


def test_no_slide_is_lost_when_another_reuses_its_part_name() -> None:
    before, after = deck(["text"], ["table"]), deck(["table"], ["chart"])
    told = compared(before, after)
    assert len([slide for slide in told.slides if slide.after]) == 2
    assert sorted(what(told)) == [("added", 0, 2), ("removed", 1, 0)]


def test_removing_one_of_two_equal_slides_is_one_removed_slide() -> None:
    presentation: Any = Presentation(io.BytesIO(deck(["chart"], ["chart"])))
    slides = presentation.slides._sldIdLst
    slides.remove(slides[0])
    out = io.BytesIO()
    presentation.save(out)
    assert [one for one, *_ in what(compared(deck(["chart"], ["chart"]), out.getvalue()))] == ["removed"]


def test_a_copied_shape_is_one_added_object() -> None:
    presentation: Any = Presentation(io.BytesIO(deck(["text"])))
    tree = presentation.slides[0].shapes._spTree
    tree.append(deepcopy(tree[-1]))
    out = io.BytesIO()
    presentation.save(out)
    told = compared(deck(["text"]), out.getvalue())
    assert [[one.what for one in slide.items] for slide in told.changed] == [["added"]]


@pytest.mark.parametrize("outline", ["osloregionen", "gallery"])
@pytest.mark.parametrize("program", ["python-pptx", pytest.param("LibreOffice", marks=pytest.mark.slow)])
def test_a_deck_does_not_differ_from_itself_saved_by_another_program(
    outline: str, program: str, tmp_path: Path
) -> None:
    data = build(str(DECKS / f"{outline}.yaml")).data
    if program == "LibreOffice":
        again = resaved(data, str(tmp_path))
    else:
        out = io.BytesIO()
        Presentation(io.BytesIO(data)).save(out)
        again = out.getvalue()
    shown = diff(read_deck(data).known, read_deck(again).known)
    assert (shown.changed, shown.differences) == ((), ())
