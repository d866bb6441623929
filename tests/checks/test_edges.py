"""A text is over the slide's edge where its letters are, at every width that they may have."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pptx.enum.text import MSO_AUTO_SIZE, PP_ALIGN
from pptx.util import Pt

from osloregion_slides.checks.presentation import check_presentation
from osloregion_slides.fit.metrics import WIDTH_FACTOR, load_metrics
from tests.checks.foreign.python_pptx import deck, place, titled
from tests.checks.witness import A, P

EDGE, SIZES = {"over-the-edge"}, {"over-the-edge", "row-grows", "text-overflows", "word-too-wide"}


def text_of(made: Any, where: tuple[float, ...], text: str, size: float = 18, **body: str) -> Any:
    """Return a text box of one paragraph; ``body`` are attributes of its a:bodyPr."""
    shape = titled(made, 5, "Tittel").shapes.add_textbox(*place(*where))
    shape.text_frame.word_wrap = True
    shape.text_frame.text = text
    for line in shape.text_frame.paragraphs:
        line.font.size = Pt(size)
    for name, value in body.items():
        shape.text_frame._txBody.bodyPr.set(name, value)
    return shape


def centred(shape: Any) -> Any:
    for line in shape.text_frame.paragraphs:
        line.alignment = PP_ALIGN.CENTER
    return shape


def short_text_in_a_turned_shape(made: Any) -> None:
    """Its empty corner alone is off the slide."""
    centred(text_of(made, (6.5, 3, 3.8, 2), "Nytt", anchor="ctr")).rotation = 25


def long_text_in_a_turned_shape(made: Any) -> None:
    text_of(made, (7, 3, 4, 0.5), "Samferdsel og klima henger sammen").rotation = 20


def placeholder_turned_in_its_layout(made: Any) -> None:
    """Upright it would reach over the edge."""
    layout = made.slide_layouts[1].placeholders[1]
    layout.left, layout.top, layout.width, layout.height = place(7.5, 3, 4, 0.6)
    layout._element.spPr.find(A + "xfrm").set("rot", "5400000")
    titled(made, 1, "Tittel").placeholders[1].text = "Oslo"


def blank_lines_below_the_edge(made: Any) -> None:
    text_of(made, (1, 6.9, 5, 2), "Kilde: SSB\n\n\n\n").text_frame.auto_size = MSO_AUTO_SIZE.SHAPE_TO_FIT_TEXT


def breaks_above_the_edge(made: Any) -> None:
    text_of(made, (1, -0.8, 5, 2), "\v\v\vFørst her")


def words_below_the_edge(made: Any) -> None:
    text_of(made, (1, 6.9, 5, 2), "\n\nKilde: SSB\n\n").text_frame.auto_size = MSO_AUTO_SIZE.SHAPE_TO_FIT_TEXT


def two_short_lines(made: Any) -> None:
    """As one they would be long."""
    text_of(made, (7, 2, 4, 1), "Hele regionen\vi samme båt")


def unwrapped_in_a_small_box(made: Any) -> None:
    text_of(made, (8, 2, 1, 0.5), "Hele regionen i samme båt", wrap="none")


def unwrapped_in_a_large_box(made: Any) -> None:
    text_of(made, (7, 2, 4, 0.5), "Regionen", wrap="none")


def capitals_at_the_upper_edge(made: Any) -> None:
    text_of(made, (0.5, -0.2, 9, 2), "KRAV", 110)


def rings_at_the_upper_edge(made: Any) -> None:
    text_of(made, (0.5, -0.6, 9, 2), "ÅRET", 110)


def nearly_one_line_more(made: Any) -> None:
    """As wide as measured it takes three lines, a little narrower two."""
    shape = text_of(made, (1, 6.8, 3.43, 0.7), "Samferdsel og klima, samferdsel og klima")
    shape.text_frame.auto_size = MSO_AUTO_SIZE.SHAPE_TO_FIT_TEXT


def unknown_letters_in_a_wide_box(made: Any) -> None:
    for run in text_of(made, (7, 2, 3.02, 2), "Kommunene vedtar planen. " * 4).text_frame.paragraphs[0].runs:
        run.font.name = "Ukjent skrift"


def vertical_half_off(made: Any) -> None:
    text_of(made, (9.6, 2, 1, 3), "Oslo", vert="vert")


def vertical_with_a_margin_off(made: Any) -> None:
    text_of(made, (9.2, 2, 1, 3), "Oslo", vert="vert")


@pytest.mark.parametrize(
    ("make", "codes"),
    [
        (short_text_in_a_turned_shape, set()),
        (long_text_in_a_turned_shape, EDGE),
        (placeholder_turned_in_its_layout, set()),
        (blank_lines_below_the_edge, set()),
        (breaks_above_the_edge, set()),
        (words_below_the_edge, EDGE),
        (two_short_lines, set()),
        (unwrapped_in_a_small_box, EDGE),
        (unwrapped_in_a_large_box, set()),
        (capitals_at_the_upper_edge, set()),
        (rings_at_the_upper_edge, EDGE),
        (nearly_one_line_more, set()),
        (unknown_letters_in_a_wide_box, set()),
        (vertical_half_off, EDGE),
        (vertical_with_a_margin_off, set()),
    ],
    ids=lambda one: getattr(one, "__name__", ""),
)
def test_only_letters_count_at_the_edge(make: Callable[[Any], None], codes: set[str], tmp_path: Path) -> None:
    with deck(tmp_path / "d.pptx") as made:
        make(made)
    assert {one.code for one in check_presentation((tmp_path / "d.pptx").read_bytes())} & EDGE == codes


@pytest.mark.parametrize(("other", "default", "codes"), [(18, 28, set()), (28, 18, {"over-the-edge", "row-grows"})])
def test_cells_are_as_large_as_the_other_text_of_the_master(
    other: int, default: int, codes: set[str], tmp_path: Path
) -> None:
    """PowerPoint makes their rows of this height: 28.38 pt where the master says 17.65 and the presentation 18."""
    with deck(tmp_path / "d.pptx") as made:
        table = titled(made, 5, "Tabell").shapes.add_table(9, 1, *place(1, 2.5, 4, 9 * 0.42)).table
        for row in table.rows:
            row.cells[0].text = "Samferdsel"
        for level, size in ((f"{P}txStyles/{P}otherStyle", other), (f"{P}defaultTextStyle", default)):
            root = made.slide_master._element if "otherStyle" in level else made.part._element
            for properties in root.find(level).iter(A + "defRPr"):
                properties.set("sz", str(size * 100))
    found = check_presentation((tmp_path / "d.pptx").read_bytes())
    assert {one.code for one in found} & SIZES == codes


def test_a_table_whose_frame_holds_it_by_a_word_is_not_over_the_edge(tmp_path: Path) -> None:
    """Rows that grow by a line only if letters are as wide as measured are no proof."""
    text = "Samferdsel og klima"
    room = load_metrics("Calibri").width(text) * 18 / WIDTH_FACTOR * 0.98 / 72 + 0.2
    with deck(tmp_path / "d.pptx") as made:
        table = titled(made, 5, "Tabell").shapes.add_table(8, 1, *place(1, 4.2, room, 8 * 0.405)).table
        for row in table.rows:
            row.cells[0].text = text
    assert {one.code for one in check_presentation((tmp_path / "d.pptx").read_bytes())} & SIZES == {"row-grows"}


@pytest.mark.parametrize(
    ("text", "codes"),
    [(r"\\server\felles\region", set()), (r"\\server\samferdselsdepartementet", {"word-too-wide"})],
)
def test_paths_break_after_backslashes(text: str, codes: set[str], tmp_path: Path) -> None:
    with deck(tmp_path / "d.pptx") as made:
        text_of(made, (1, 2, 1.6, 2), text)
    assert {one.code for one in check_presentation((tmp_path / "d.pptx").read_bytes())} & SIZES == codes
