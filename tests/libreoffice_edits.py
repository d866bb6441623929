"""Edits as a person makes them in LibreOffice, through UNO: what the worker does for ``{"do": "edit"}``.

An edit is ``[kind, slide from 0, shape's name, *values]``; lengths in hundredths of a millimetre, colours as
numbers. The document is then saved as .pptx. UNO has no way to move a page in a document without a window.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any


def every(shapes: Any) -> Iterator[Any]:
    """Yield all shapes, groups and what is in them."""
    for index in range(shapes.getCount()):
        shape = shapes.getByIndex(index)
        yield shape
        if shape.supportsService("com.sun.star.drawing.GroupShape"):
            yield from every(shape)


def shape_of(document: Any, slide: int, name: str) -> Any:
    """Return the shape of that name on a slide."""
    return next(one for one in every(document.getDrawPages().getByIndex(slide)) if one.Name == name)


def paragraph_of(shape: Any, number: int) -> Any:
    """Return a paragraph of a shape's text."""
    paragraphs = shape.createEnumeration()
    for _ in range(number):
        paragraphs.nextElement()
    return paragraphs.nextElement()


def word(document: Any, slide: int, name: str, paragraph: int, text: str) -> None:
    """Write a paragraph anew."""
    paragraph_of(shape_of(document, slide, name), paragraph).setString(text)


def bold(document: Any, slide: int, name: str, paragraph: int, text: str) -> None:
    """Make a word bold."""
    shape = shape_of(document, slide, name)
    whole = paragraph_of(shape, paragraph)
    cursor = shape.createTextCursorByRange(whole.getStart())
    cursor.goRight(whole.getString().index(text), False)
    cursor.goRight(len(text), True)
    cursor.CharWeight = 150.0


def move(document: Any, slide: int, name: str, left: int, top: int) -> None:
    """Move a shape."""
    shape = shape_of(document, slide, name)
    place = shape.getPosition()
    place.X, place.Y = left, top
    shape.setPosition(place)


def resize(document: Any, slide: int, name: str, width: int) -> None:
    """Make a shape wider or narrower."""
    shape = shape_of(document, slide, name)
    size = shape.getSize()
    size.Width = width
    shape.setSize(size)


def recolour(document: Any, slide: int, name: str, colour: int) -> None:
    """Fill a shape with another colour."""
    shape = shape_of(document, slide, name)
    if "FillColorTheme" in [one.Name for one in shape.getPropertySetInfo().getProperties()]:
        shape.FillColorTheme = -1
    shape.FillColor = colour


def new_box(document: Any, slide: int, name: str, text: str) -> None:
    """Add a text box."""
    import uno  # type: ignore[import-not-found,unused-ignore]  # Debian's Python has it

    page = document.getDrawPages().getByIndex(slide)
    shape = document.createInstance("com.sun.star.drawing.TextShape")
    page.add(shape)
    point, size = (uno.createUnoStruct(f"com.sun.star.awt.{name}") for name in ("Point", "Size"))
    point.X, point.Y, size.Width, size.Height = 2_000, 16_000, 6_000, 1_000
    shape.setPosition(point)
    shape.setSize(size)
    shape.setString(text)


def new_slide(document: Any, slide: int, name: str, text: str) -> None:
    """Add a slide behind this one, with a text box on it."""
    document.getDrawPages().insertNewByIndex(slide)
    new_box(document, slide + 1, name, text)


def delete_slide(document: Any, slide: int, name: str) -> None:
    """Delete a slide."""
    pages = document.getDrawPages()
    pages.remove(pages.getByIndex(slide))


def notes(document: Any, slide: int, name: str, text: str) -> None:
    """Write the notes anew."""
    page = document.getDrawPages().getByIndex(slide).getNotesPage()
    shape = next(one for one in every(page) if one.ShapeType == "com.sun.star.presentation.NotesShape")
    shape.setString(text)


def cell(document: Any, slide: int, name: str, row: int, column: int, text: str) -> None:
    """Write a table cell anew."""
    shape_of(document, slide, name).Model.getCellByPosition(column, row).setString(text)


def series_colour(document: Any, slide: int, name: str, series: int, colour: int) -> None:
    """Give a series of a chart another colour."""
    chart = shape_of(document, slide, name).Model
    kind = chart.getFirstDiagram().getCoordinateSystems()[0].getChartTypes()[0]
    kind.getDataSeries()[series].setPropertyValue("Color", colour)


EDITS: dict[str, Callable[..., None]] = {
    "wording": word,
    "bold": bold,
    "move": move,
    "resize": resize,
    "recolour": recolour,
    "new box": new_box,
    "new slide": new_slide,
    "deleted slide": delete_slide,
    "notes": notes,
    "table cell": cell,
    "series colour": series_colour,
    "nothing": lambda document, slide, name: None,
}


def edit(document: Any, what: list[Any]) -> None:
    """Make one edit."""
    kind, slide, name, *values = what
    EDITS[kind](document, slide, name, *values)
