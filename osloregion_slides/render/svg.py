"""A Scene as SVG: the second, small writer, with the same boxes, line breaks and colours as the PPTX file.

One ``svg`` per slide, one user unit per point. Text stays text. The same deck and brand give the same markup.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.base.findings import short
from osloregion_slides.base.units import Emu
from osloregion_slides.pptx.xml import Xml, esc
from osloregion_slides.render.canvas import Canvas, Ink, encoded, flat, framed, pt
from osloregion_slides.render.layout_svg import furniture
from osloregion_slides.render.shapes import connector, freeform, placeholder, shape
from osloregion_slides.render.text import text_lines
from osloregion_slides.scene import Box, Chart, Connector, Freeform, Group, Picture, Placeholder, Shape, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator

    from osloregion_slides.brand.values import Brand, Layout
    from osloregion_slides.scene import Cell, Deck, Item, Slide


# Tables as SVG: fills, rules and texts of the cells, with the roles of a table for screen readers.


def table(canvas: Canvas, item: Table) -> Xml:
    """Return a table, with header cells in the first row if it has a header."""
    rows: list[Xml] = []
    y = item.box.y
    for index, row in enumerate(item.rows):
        rows.append(_row(canvas, item, index, y, heading=item.header and not index))
        y += row.height
    return f'<g data-key="{esc(item.key)}" role="table"><title>{esc(item.alt)}</title>{"".join(rows)}</g>'


def _row(canvas: Canvas, item: Table, index: int, y: Emu, heading: bool) -> Xml:
    role = "columnheader" if heading else "cell"
    cells: list[Xml] = []
    x = item.box.x
    for place, (wide, cell) in enumerate(zip(item.columns, item.rows[index].cells)):
        if cell.across and cell.down:
            w = Emu(sum(item.columns[place : place + cell.across]))
            h = Emu(sum([row.height for row in item.rows[index : index + cell.down]]))
            cells.append(f'<g role="{role}"{_spans(cell)}>{_cell(canvas, cell, Box(x, y, w, h))}</g>')
        x += wide
    return f'<g role="row">{"".join(cells)}</g>'


def _spans(cell: Cell) -> Xml:
    across = f' aria-colspan="{cell.across}"' * (cell.across > 1)
    return across + f' aria-rowspan="{cell.down}"' * (cell.down > 1)


def _cell(canvas: Canvas, cell: Cell, box: Box) -> Xml:
    place = f'x="{pt(box.x)}" y="{pt(box.y)}" width="{pt(box.w)}" height="{pt(box.h)}"'
    fill = f'<rect {place} shape-rendering="crispEdges"{canvas.ink.fill(cell.fill)}/>' if cell.fill else ""
    y = pt(box.bottom)
    rule = f'<path d="M{pt(box.x)} {y}H{pt(box.right)}"{canvas.ink.stroke(cell.rule)}/>' if cell.rule else ""
    return f"{fill}{rule}{text_lines(canvas, cell.text, box, ())}"


# Pictures as SVG: embedded bytes, cropped by their frame.


def picture(canvas: Canvas, item: Picture) -> Xml:
    """Return a picture in its frame, preferring its SVG."""
    image = item.image
    kind = "image/svg+xml" if image.vector else image.media_type
    drawn = framed(encoded(image.vector or image.data, kind), item.box, item.crop)
    if item.decorative:
        return f'<g data-key="{esc(item.key)}" aria-hidden="true">{drawn}</g>'
    return f'<g data-key="{esc(item.key)}" role="img"><title>{esc(item.alt)}</title>{drawn}</g>'


# Any item of a Scene as SVG, and groups of items.


def drawn(canvas: Canvas, item: Item) -> Xml:
    """Return the markup of one item."""
    match item:
        case Shape():
            return shape(canvas, item)
        case Freeform():
            return freeform(canvas, item)
        case Placeholder():
            return placeholder(canvas, item)
        case Connector():
            return connector(canvas, item)
        case Group():
            return group(canvas, item)
        case Picture():
            return picture(canvas, item)
        case Table():
            return table(canvas, item)
        case Chart():
            from osloregion_slides.render.chart import chart

            return chart(canvas, item)


def group(canvas: Canvas, item: Group) -> Xml:
    """Return a group titled with its alt text. Screen readers get the parts of one with text, else an image."""
    children = "".join([drawn(canvas, child) for child in item.children])
    if item.decorative:
        return f'<g data-key="{esc(item.key)}" aria-hidden="true">{children}</g>'
    role = "group" if has_text(item) else "img"
    return f'<g data-key="{esc(item.key)}" role="{role}"><title>{esc(item.alt)}</title>{children}</g>'


def has_text(item: Group) -> bool:
    """Return whether a group has text at any depth."""
    for child in item.children:
        if isinstance(child, Group):
            if has_text(child):
                return True
        elif getattr(child, "text", None) or isinstance(child, Table | Chart):
            return True
    return False


def slide_svgs(deck: Deck, brand: Brand, *, inline: bool = False) -> Iterator[Xml]:
    """Yield the drawing of each slide of a deck, in order.

    ``inline``: for one page with all slides, where links between slides work and the page has their titles.
    InvalidInput where the brand's template cannot be read.
    """
    draw = drawer(deck, brand, inline=inline)
    for index in range(1, len(deck.slides) + 1):
        yield draw(index)


def drawer(deck: Deck, brand: Brand, *, inline: bool = False, prefix: Xml = "s") -> Callable[[int], Xml]:
    """Return a function that draws a slide by number (from 1), for callers that cache drawings."""
    paint = painter(deck, brand, inline=inline, prefix=prefix)

    def draw(number: int) -> Xml:
        canvas, still = paint(number)
        slide = canvas.slide
        items = "".join([drawn(canvas, item) for item in slide.items]) or in_place(deck, slide)
        title = "" if inline else f"<title>{esc(slide.title)}</title>"
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {pt(deck.width)} {pt(deck.height)}"'
            f' lang="{esc(slide.language)}" font-family="{canvas.ink.body.family}">'
            f'{title}<g aria-hidden="true">{still}</g>{items}</svg>'
        )

    return draw


def in_place(deck: Deck, slide: Slide) -> Xml:
    """Return a card with the name of a kept slide, whose objects exist only in the PPTX file; "" for other slides."""
    if not slide.kept:
        return ""
    box = Box(Emu(0), Emu(0), deck.width, deck.height).inset(*[Emu(deck.height // 6)] * 4)
    place = f'x="{pt(box.x)}" y="{pt(box.y)}" width="{pt(box.w)}" height="{pt(box.h)}"'
    card = f'<rect {place} fill="#ffffff" stroke="#666666" stroke-width="2" stroke-dasharray="7 4"/>'
    at = f'x="{pt(deck.width // 2)}" y="{pt(deck.height // 2)}" text-anchor="middle" font-size="24" fill="#444444"'
    return f"{card}<text {at}>{esc(short(slide.title or slide.key))}</text>"


def painter(
    deck: Deck, brand: Brand, *, inline: bool = False, prefix: Xml = "s"
) -> Callable[[int], tuple[Canvas, Xml]]:
    """Return a function from a slide's number (from 1) to its canvas and the drawing of its layout."""
    ink = Ink(brand)
    stills = furniture(brand)
    layouts: dict[str, Layout] = {layout.role: layout for layout in brand.layouts}
    targets = frozenset([slide.key for slide in deck.slides]) if inline else frozenset()

    def paint(number: int) -> tuple[Canvas, Xml]:
        slide = deck.slides[number - 1]
        layout = layouts[slide.layout]
        behind = stills[layout.part]
        canvas = Canvas(ink, slide, layout, number, behind.bullets, targets)
        return canvas, behind.drawing.replace("\0", f"{prefix}{number}-")

    return paint


# Frames around changed objects, for pages that compare two decks.

_MARGIN = 38_100  # 3 pt between an object and its frame
_MARK = "#d6006c"
"""A magenta unlikely in a brand; its dashes on white are visible on any background."""


def marked(draw: Callable[[int], Xml], deck: Deck, number: int, keys: Collection[str]) -> Xml:
    """Return a slide's drawing with frames around the objects of these keys, "" for slide 0."""
    if not number:
        return ""
    boxes = [getattr(item, "box", None) for item in flat(deck.slides[number - 1].items) if item.key in keys]
    return with_frames(draw(number), [box for box in boxes if isinstance(box, Box)])


def with_frames(svg: Xml, boxes: Iterable[Box]) -> Xml:
    """Return a drawing with frames around these boxes."""
    around = [box.inset(-_MARGIN, -_MARGIN, -_MARGIN, -_MARGIN) for box in boxes]
    frames = "".join([_frame(box) for box in around])
    return f'{svg.removesuffix("</svg>")}<g aria-hidden="true" fill="none" stroke-width="2">{frames}</g></svg>'


def _frame(box: Box) -> Xml:
    place = f'x="{pt(box.x)}" y="{pt(box.y)}" width="{pt(box.w)}" height="{pt(box.h)}"'
    return f'<rect {place} stroke="#ffffff"/><rect {place} stroke="{_MARK}" stroke-dasharray="7 4"/>'
