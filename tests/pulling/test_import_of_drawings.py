"""Text in a drawing stays in place, headings stay with their columns, logos belong to the brand."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation
from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE
from pptx.util import Cm

from osloregion_slides import build, import_deck
from osloregion_slides.outline.read import read_outline
from tests.pulling.test_import import TITLE_ONLY, found_words, picture, text

COMPARISON = 4


def imported(deck: Any, folder: Path) -> tuple[Any, Any, Path]:
    deck.save(str(folder / "old.pptx"))
    found = import_deck(folder / "old.pptx")
    outline = Path(found.write(folder / "old")[0])
    tree, _ = read_outline(outline.read_bytes(), "old.yaml")
    assert not found_words((folder / "old.pptx").read_bytes()) - found_words(build(outline).data)
    return found, tree, outline


def shapes(slide: Any, count: int) -> list[Any]:
    made = []
    for number in range(count):
        shape = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, Cm(2 + 5 * number), Cm(6), Cm(4), Cm(2))
        shape.text_frame.text = f"Box {number}"
        made.append(shape)
    return made


@pytest.mark.parametrize(("count", "joined", "kept"), [(4, False, True), (2, True, True), (2, False, False)])
def test_shapes_with_text_are_kept_as_a_drawing(count: int, joined: bool, kept: bool, tmp_path: Path) -> None:
    deck: Any = Presentation()
    text(deck, 0, "First", (0, "And more"))
    slide = text(deck, TITLE_ONLY, "A drawing")
    made = shapes(slide, count)
    if joined:
        line = slide.shapes.add_connector(MSO_CONNECTOR.STRAIGHT, Cm(6), Cm(7), Cm(7), Cm(7))
        line.begin_connect(made[0], 3)
        line.end_connect(made[1], 1)
    found, _, _ = imported(deck, tmp_path)
    assert (found.slides[1].kinds == ("slide",)) is kept


def compared(deck: Any, *lines: str) -> None:
    slide = deck.slides.add_slide(deck.slide_layouts[COMPARISON])
    slide.shapes.title.text = "Two sides"
    for place, words in zip((1, 3, 2, 4), ("Inside", "Outside", "\n".join(lines), "Other")):
        slide.placeholders[place].text_frame.text = words


def test_columns_under_headings_become_a_comparison(tmp_path: Path) -> None:
    deck: Any = Presentation()
    text(deck, 0, "First", (0, "And more"))
    compared(deck, "One", "Two")
    found, _, outline = imported(deck, tmp_path)
    assert found.slides[1].kinds == ("comparison",)
    lines = [line.strip() for line in outline.read_text(encoding="utf-8").split("\n")]
    start = lines.index("- heading: Inside")
    assert lines[start : start + 7] == [
        "- heading: Inside", "points:", "- One", "- Two", "- heading: Outside", "points:", "- Other",
    ]  # fmt: skip


def test_headings_stay_with_their_columns_for_long_lists(tmp_path: Path) -> None:
    deck: Any = Presentation()
    text(deck, 0, "First", (0, "And more"))
    compared(deck, *[f"Line {number}" for number in range(7)])
    found, _, outline = imported(deck, tmp_path)
    assert found.slides[1].kinds == ("bullets",)
    said = outline.read_text(encoding="utf-8")
    places = [said.index(words) for words in ("Inside", "Line 0", "Line 6", "Outside", "Other")]
    assert places == sorted(places)


def test_a_logo_on_many_slides_is_reported_and_not_imported(tmp_path: Path) -> None:
    deck: Any = Presentation()
    text(deck, 0, "First", (0, "And more"))
    for number in range(4):
        slide = text(deck, 1, f"Slide {number}", (0, "Words"))
        slide.shapes.add_picture(picture(), Cm(22), Cm(0.5), Cm(2))
    shown = text(deck, TITLE_ONLY, "The picture itself")
    shown.shapes.add_picture(picture(), Cm(4), Cm(4), Cm(15))
    found, _, _ = imported(deck, tmp_path)
    assert [one.kinds for one in found.slides] == [("cover",), *[("bullets",)] * 4, ("picture",)]
    assert all(["a logo, which 4 slides have" in one.lost for one in found.slides[1:5]])
