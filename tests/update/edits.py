"""Twelve kinds of edit by hand, made with python-pptx, and whether a presentation has them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.dml import MSO_COLOR_TYPE
from pptx.util import Emu

CM = 360_000
RED = RGBColor(0xC2, 0x45, 0x2D)  # type: ignore[no-untyped-call]
Edit = Callable[[Any], None]
Seen = Callable[[Any], bool]


def every(shapes: Any) -> Iterator[Any]:
    """Yield all shapes, in groups too."""
    for shape in shapes:
        yield shape
        if hasattr(shape, "shapes"):
            yield from every(shape.shapes)


def slide_of(presentation: Any, key: str) -> Any:
    """Return the slide of a key by its objects' names, None where it is gone; programs rename placeholders only."""
    for slide in presentation.slides:
        if any(shape.name.startswith(f"{key}/") for shape in every(slide.shapes)):
            return slide
    return None


def shape_of(presentation: Any, name: str) -> Any:
    """Return the object of that name."""
    slide = slide_of(presentation, name.partition("/")[0])
    return next(shape for shape in every(slide.shapes) if shape.name == name)


def words(slide: Any) -> str:
    """Return all that a slide says: texts, cells, values of charts, notes."""
    said = [node.text or "" for node in slide._element.iter("{*}t")]
    for shape in every(slide.shapes):
        if getattr(shape, "has_chart", False):
            said += [node.text or "" for node in shape.chart._chartSpace.iter("{*}v")]
    if slide.has_notes_slide:
        said.append(slide.notes_slide.notes_text_frame.text)
    return " ".join(" ".join(said).split())


def keys(presentation: Any) -> list[str]:
    """Return the slides' keys in order, "" for one that is nobody's."""
    found = []
    for slide in presentation.slides:
        names = [shape.name.partition("/")[0] for shape in every(slide.shapes) if "/" in shape.name]
        found.append(max(names, key=names.count) if names else "")
    return found


def write(name: str, paragraph: int, text: str) -> Edit:
    def edit(presentation: Any) -> None:
        runs = shape_of(presentation, name).text_frame.paragraphs[paragraph].runs
        runs[0].text = text
        for run in runs[1:]:
            run.text = ""

    return edit


def bold(presentation: Any) -> None:
    paragraph = shape_of(presentation, "platform/3").text_frame.paragraphs[0]
    before, word, after = paragraph.runs[0].text.partition("frivillighet")
    first = paragraph.runs[0]
    for text, is_bold in ((after, None), (word, True)):
        made = deepcopy(first._r)
        first._r.addnext(made)
        run = next(one for one in paragraph.runs if one._r is made)
        run.text = text
        if is_bold:
            run.font.bold = True
    first.text = before


def is_bold(presentation: Any) -> bool:
    runs = shape_of(presentation, "platform/3").text_frame.paragraphs[0].runs
    return [run.text.strip() for run in runs if run.font.bold] == ["frivillighet"]


def move(presentation: Any) -> None:
    shape = shape_of(presentation, "platform/3")
    shape.left, shape.top = Emu(20 * CM), Emu(12 * CM)


def resize(presentation: Any) -> None:
    shape_of(presentation, "platform/4").width = Emu(7 * CM)


def at(name: str, *place: int | None) -> Seen:
    """Say whether an object is at left, top, width, height (EMU, None is any), to LibreOffice's noise."""

    def seen(presentation: Any) -> bool:
        shape = shape_of(presentation, name)
        found = (shape.left, shape.top, shape.width, shape.height)
        return all(wanted is None or abs(wanted - got) < 1_270 for wanted, got in zip(place, found, strict=True))

    return seen


def recolour(presentation: Any) -> None:
    fill = shape_of(presentation, "organisation/chart/board").fill
    fill.solid()
    fill.fore_color.rgb = RED


def new_box(presentation: Any) -> None:
    slide = slide_of(presentation, "profiling")
    slide.shapes.add_textbox(CM, 16 * CM, 6 * CM, CM).text_frame.text = "Skrevet for hånd"


def new_slide(presentation: Any) -> None:
    slide = presentation.slides.add_slide(presentation.slide_layouts[1])
    slide.shapes.add_textbox(CM, 16 * CM, 6 * CM, CM).text_frame.text = "Ny for hånd"
    listed = presentation.slides._sldIdLst
    listed.insert(4, listed[-1])


def new_slide_is_there(presentation: Any) -> bool:
    slides = list(presentation.slides)
    known = keys(presentation)
    between = slides[known.index("members") + 1 : known.index("background")]
    return any("Ny for hånd" in words(slide) for slide in between)


def delete(presentation: Any) -> None:
    listed = presentation.slides._sldIdLst
    presentation.part.drop_rel(listed[4].rId)
    listed.remove(listed[4])


def reorder(presentation: Any) -> None:
    """Move the slide of the projects before the one of the perspective."""
    listed = presentation.slides._sldIdLst
    listed.insert(6, listed[9])


def is_reordered(presentation: Any) -> bool:
    found = keys(presentation)
    return found.index("projects") == found.index("platform") + 1 == found.index("perspective") - 1


def notes(presentation: Any) -> None:
    slide_of(presentation, "purpose").notes_slide.notes_text_frame.text = "Fortell hvordan det hele begynte."


def cell(presentation: Any) -> None:
    shape_of(presentation, "table/table").table.cell(2, 2).text_frame.paragraphs[0].runs[0].text = "33 %"


def series_colour(presentation: Any) -> None:
    fill = shape_of(presentation, "chart/chart").chart.series[0].format.fill
    fill.solid()
    fill.fore_color.rgb = RED


def series_is_red(presentation: Any) -> bool:
    return is_red(shape_of(presentation, "chart/chart").chart.series[0].format.fill)


def is_red(fill: Any) -> bool:
    return fill.fore_color.type == MSO_COLOR_TYPE.RGB and fill.fore_color.rgb == RED
