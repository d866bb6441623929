"""Decks as scripts with python-pptx make them: whole, careless, and out of other people's habits."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

LOREM = "Samordning av areal, transport og næringsutvikling i hele regionen. "


@contextmanager
def deck(path: Path) -> Iterator[Any]:
    """Give a new presentation, and save it afterwards."""
    from pptx import Presentation

    made = Presentation()
    yield made
    made.save(str(path))


def picture(colour: str = "#1d5fa8") -> io.BytesIO:
    from PIL import Image

    file = io.BytesIO()
    Image.new("RGB", (64, 36), colour).save(file, "PNG")
    file.seek(0)
    return file


def place(x: float, y: float, w: float, h: float) -> tuple[Any, ...]:
    from pptx.util import Inches

    return tuple(Inches(length) for length in (x, y, w, h))


def rgb(text: str) -> Any:
    from pptx.dml.color import RGBColor

    return RGBColor.from_string(text)  # type: ignore[no-untyped-call]


def titled(made: Any, layout: int, title: str) -> Any:
    slide = made.slides.add_slide(made.slide_layouts[layout])
    if slide.shapes.title is not None:
        slide.shapes.title.text = title
    return slide


def every_layout(path: Path) -> None:
    """All layouts with notes; a table, a chart, a picture, a group and a text box on the last."""
    from pptx.chart.data import CategoryChartData
    from pptx.enum.chart import XL_CHART_TYPE

    with deck(path) as made:
        for number in range(len(made.slide_layouts)):
            slide = titled(made, number, f"Title {number}")
            slide.notes_slide.notes_text_frame.text = "Notes"
        shapes, spot = slide.shapes, place(1, 2, 3, 1)
        shapes.add_table(2, 2, *spot).table.cell(0, 0).text = "Head"
        data: Any = CategoryChartData()  # type: ignore[no-untyped-call]
        data.categories = ["a", "b"]
        data.add_series("S", (1, 2))
        shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, *spot, data)
        shapes.add_picture(picture(), *spot)
        shapes.add_group_shape()
        shapes.add_textbox(*spot).text_frame.text = "hello"


def texts(path: Path) -> None:
    """Bodies that fit and bodies that do not, at inherited, own and mixed sizes, shrunk on paper only."""
    from pptx.enum.text import MSO_AUTO_SIZE
    from pptx.util import Pt

    with deck(path) as made:
        for lines in (3, 7, 9, 14):
            slide = titled(made, 1, f"{lines} lines")
            slide.placeholders[1].text = "\n".join([LOREM.strip()[:38]] * lines)
        slide = titled(made, 5, "Boxes")
        for number, (size, autosize) in enumerate(
            [(18, None), (28, None), (28, MSO_AUTO_SIZE.TEXT_TO_FIT_SHAPE), (28, MSO_AUTO_SIZE.SHAPE_TO_FIT_TEXT)]
        ):
            box = slide.shapes.add_textbox(*place(0.5 + 2.3 * number, 2, 2.2, 2))
            box.text_frame.word_wrap = True
            box.text_frame.text = LOREM * 2
            box.text_frame.paragraphs[0].runs[0].font.size = Pt(size)
            if autosize is not None:
                box.text_frame.auto_size = autosize
        slide = titled(made, 5, "Unwrapped and small")
        slide.shapes.add_textbox(*place(1, 2, 2, 0.5)).text_frame.text = "Not wrapped, so as wide as it likes to be"
        small = slide.shapes.add_textbox(*place(1, 3, 5, 0.5))
        small.text_frame.text = "Ten points"
        small.text_frame.paragraphs[0].runs[0].font.size = Pt(10)


def colours(path: Path) -> None:
    """Text on fills of every kind: pale, dark, theme, shape style, a table's own style, a picture."""
    from pptx.enum.dml import MSO_THEME_COLOR
    from pptx.enum.shapes import MSO_SHAPE

    with deck(path) as made:
        slide = titled(made, 5, "Fills")
        pairs = [("FFFFFF", "FFFF99"), ("777777", "FFFFFF"), ("000000", "FFFFFF"), ("FFFFFF", "1D5FA8")]
        for number, (ink, ground) in enumerate(pairs):
            shape = slide.shapes.add_shape(MSO_SHAPE.RECTANGLE, *place(0.5 + 2.3 * number, 2, 2, 1))
            shape.fill.solid()
            shape.fill.fore_color.rgb = rgb(ground)
            shape.text_frame.text = "Words"
            shape.text_frame.paragraphs[0].runs[0].font.color.rgb = rgb(ink)
        style = slide.shapes.add_shape(MSO_SHAPE.OVAL, *place(0.5, 4, 2, 1))
        style.text_frame.text = "By style"
        theme = slide.shapes.add_shape(MSO_SHAPE.ROUNDED_RECTANGLE, *place(3, 4, 2, 1))
        theme.fill.solid()
        theme.fill.fore_color.theme_color = MSO_THEME_COLOR.ACCENT_3
        theme.fill.fore_color.brightness = 0.6
        theme.text_frame.text = "White on pale"
        over = slide.shapes.add_picture(picture("#000000"), *place(5.5, 4, 2, 1))
        over._element.nvPicPr.cNvPr.set("descr", "A dark square")
        slide.shapes.add_textbox(*place(5.5, 4, 2, 0.5)).text_frame.text = "On a picture"
        table = titled(made, 5, "Table").shapes.add_table(3, 2, *place(1, 2, 6, 2)).table
        for row in range(3):
            for column in range(2):
                table.cell(row, column).text = f"Cell {row} {column}"


def tables(path: Path) -> None:
    """Tables with merged cells, without header row, with a cell that grows, and one that leaves the slide."""
    with deck(path) as made:
        merged = titled(made, 5, "Merged").shapes.add_table(3, 3, *place(1, 2, 6, 2)).table
        merged.cell(0, 0).merge(merged.cell(0, 1))
        merged.cell(1, 0).text = "Word"
        plain = titled(made, 5, "No header").shapes.add_table(2, 2, *place(1, 2, 6, 1)).table
        plain.first_row = False
        plain.cell(0, 0).text = "Word"
        grown = titled(made, 5, "Grows").shapes.add_table(2, 2, *place(1, 2, 6, 1)).table
        grown.cell(1, 1).text = LOREM * 3
        long = titled(made, 5, "Too long").shapes.add_table(24, 2, *place(1, 2, 6, 4)).table
        for row in range(24):
            long.cell(row, 0).text = f"Row {row}"


def charts(path: Path) -> None:
    """Charts of five types, some with an alternative text; numbers of python-pptx are negative ids."""
    from pptx.chart.data import CategoryChartData, XyChartData
    from pptx.enum.chart import XL_CHART_TYPE as Type

    with deck(path) as made:
        for number, kind in enumerate((Type.BAR_CLUSTERED, Type.LINE_MARKERS, Type.PIE, Type.AREA)):
            data: Any = CategoryChartData()  # type: ignore[no-untyped-call]
            data.categories = ["Øst", "Vest", None, "Nord"]
            data.add_series("Innbyggere", (1.5, None, 3, 4))
            frame = titled(made, 5, str(kind)).shapes.add_chart(kind, *place(1, 2, 8, 5), data)
            if number % 2:
                frame._element.nvGraphicFramePr.cNvPr.set("descr", "Øst har færrest og nord flest innbyggere")
        points: Any = XyChartData()  # type: ignore[no-untyped-call]
        points.add_series("Punkter").add_data_point(1, 2)
        titled(made, 6, "").shapes.add_chart(Type.XY_SCATTER, *place(1, 2, 8, 5), points)


def leftovers(path: Path) -> None:
    """Things beside the slide, over its edge, in groups, hidden slides, links and jumps, repeated titles."""
    from pptx.enum.shapes import MSO_CONNECTOR, MSO_SHAPE

    with deck(path) as made:
        slide = titled(made, 5, "Same")
        slide.shapes.add_textbox(*place(12, 2, 2, 1)).text_frame.text = "Beside"
        slide.shapes.add_textbox(*place(9, 4, 3, 1)).text_frame.text = "Over the edge"
        slide.shapes.add_connector(MSO_CONNECTOR.STRAIGHT, *place(1, 6, 3, 6))
        group = slide.shapes.add_group_shape()
        group.shapes.add_shape(MSO_SHAPE.CHEVRON, *place(1, 3, 2, 1)).text_frame.text = "In a group"
        other = titled(made, 5, "same")
        box = other.shapes.add_textbox(*place(1, 2, 3, 1)).text_frame
        run = box.paragraphs[0].add_run()
        run.text, run.hyperlink.address = "click here", "https://www.osloregionen.no"
        jump = other.shapes.add_shape(MSO_SHAPE.ACTION_BUTTON_HOME, *place(6, 2, 1, 1))
        jump.click_action.target_slide = slide
        other._element.set("show", "0")
        titled(made, 8, "A picture's place").placeholders[1].insert_picture(picture())


def wide(path: Path) -> None:
    """A deck made wide by its numbers alone: the slide size still calls itself 4:3."""
    from pptx.util import Inches

    with deck(path) as made:
        made.slide_width = Inches(13.333)
        titled(made, 1, "Wide").placeholders[1].text = "One\nTwo"
        titled(made, 3, "Two columns").placeholders[1].text = "Left"


DECKS = (every_layout, texts, colours, tables, charts, leftovers, wide)


def ours_edited(source: Path, path: Path) -> None:
    """Edit one of our decks as scripts do: more words, a picture, a colour, a slide, another title."""
    from pptx import Presentation

    made: Any = Presentation(str(source))
    first, second, third = list(made.slides)[:3]
    body = next(shape for shape in second.placeholders if shape.placeholder_format.type != 1)
    body.text_frame.text = LOREM * 30
    first.shapes.add_picture(
        picture(),
        *place(9, 1, 2, 1),
    ).name = "Picture 99"
    box = third.shapes.add_textbox(*place(8, 6, 4, 0.6))
    box.name = "Note"
    run = box.text_frame.paragraphs[0].add_run()
    run.text, run.font.color.rgb, run.font.name = "Husk dette", rgb("DDDDDD"), "Comic Sans MS"
    new = made.slides.add_slide(next(layout for layout in made.slide_layouts if layout.placeholders))
    if new.shapes.title is not None:
        new.shapes.title.text = first.shapes.title.text
    made.save(str(path))


def ours_with_a_slide_lost(source: Path, path: Path) -> None:
    """Take a slide out of the list and leave its part in the package, as snippets on the web do."""
    from pptx import Presentation

    made: Any = Presentation(str(source))
    slides = made.slides._sldIdLst
    slides.remove(slides[4])
    made.save(str(path))
