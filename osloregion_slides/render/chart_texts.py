"""Texts of charts as SVG: numbers in a language's notation, labels, and the names of series with their colours."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from osloregion_slides.base.units import EMU_PER_PT, Emu, Pt, emu
from osloregion_slides.brand.values import TextStyle
from osloregion_slides.fit.setting import Frame, UnfittedText, typeset
from osloregion_slides.outline.figures import locale_of
from osloregion_slides.outline.number_format import shown_number
from osloregion_slides.pptx.xml import Xml
from osloregion_slides.render.canvas import Canvas, number
from osloregion_slides.render.text import DRAWN, text_lines
from osloregion_slides.scene import Box, Colour, Insets, Run, Stroke

if TYPE_CHECKING:
    from osloregion_slides.scene import Align, Anchor, Chart

# Numbers of a chart: Excel's format codes in a language's notation.

_QUOTED = re.compile(r'"[^"]*"')
_SPACE = "\ue000"  # a space of the words around a number, which may break


def formatted(value: float, code: str, language: str) -> str:
    """Return a number in a format code, with the decimal sign and the grouping of a language."""
    known = _QUOTED.sub(lambda words: words[0].replace(" ", _SPACE), code or "General")
    shown = shown_number(Decimal(repr(value)), known, locale_of(language.partition("-")[0]))
    return shown.replace(_SPACE, " ")


_NO_INSETS = Insets(Emu(0), Emu(0), Emu(0), Emu(0))
LEGEND = 1.8
"""Lines of text that a legend takes at the top (measured in LibreOffice)."""
LINE, DOT = Pt(2.5), 3.5
"""The stroke of a line, and the radius of its dots in points, as in the chart part."""


def label(
    canvas: Canvas,
    item: Chart,
    words: str,
    box: tuple[float, ...],
    align: Align,
    anchor: Anchor,
    ink: Colour | None = None,
    size: Pt | None = None,
    bold: bool = False,
) -> Xml:
    """Return a text of a chart broken to its box (x, y, width, height in points)."""
    x, y, w, h = [emu(side) for side in box]
    size = size or item.size
    levels = (TextStyle(size, align=align, colour=ink or item.style.text),)
    frame = Frame(w, h, levels, item.language, _NO_INSETS, anchor, None, written=False)
    text = typeset((UnfittedText((Run(words, bold=bold),), align=align),), frame, size, canvas.ink.body.metrics)
    return text_lines(canvas, text, Box(x, y, w, h), levels, _NO_INSETS, anchor)


def width(canvas: Canvas, item: Chart, words: str, size: Pt | None = None) -> float:
    """Return how wide a text of a chart is drawn, points."""
    return canvas.ink.body.metrics.width(words.replace("\u00a0", " ")) * (size or item.size) * DRAWN


def legend(canvas: Canvas, item: Chart, entries: list[tuple[str, Colour]], as_lines: list[str]) -> Xml:
    """Return names with their colours in a row above a chart: squares, or a piece of ``line`` or ``dash``."""
    box = item.box
    line, side, gap = item.size * 1.2, item.size * (1.4 if any(as_lines) else 0.6), item.size * 0.4
    widths = [side + gap / 2 + width(canvas, item, name) for name, _ in entries]
    x = (box.x + box.w / 2) / EMU_PER_PT - (sum(widths) + gap * 2 * (len(entries) - 1)) / 2
    y = box.y / EMU_PER_PT + line * 0.25
    drawn: list[Xml] = []
    for (name, colour), wide, as_line in zip(entries, widths, as_lines):
        drawn.append(_key(canvas, colour, (x, y + line / 2, side), as_line))
        drawn.append(label(canvas, item, name, (x + side + gap / 2, y, wide + 20, line), "l", "ctr"))
        x += wide + gap * 2
    return "".join(drawn)


def _key(canvas: Canvas, colour: Colour, place: tuple[float, float, float], as_line: str) -> Xml:
    """Return the key of a name: a square, or a piece of line with its dot. ``place`` is left, middle, width."""
    x, y, side = place
    if not as_line:
        square = f'x="{number(x)}" y="{number(y - side / 2)}" width="{number(side)}" height="{number(side)}"'
        return f"<rect {square}{canvas.ink.fill(colour)}/>"
    if as_line == "dash":
        dashed = canvas.ink.stroke(Stroke(colour, Pt(1.5), "dash"))
        return f'<path d="M{number(x)} {number(y)}H{number(x + side)}" fill="none"{dashed}/>'
    dot = f'<circle cx="{number(x + side / 2)}" cy="{number(y)}" r="{DOT}"{canvas.ink.fill(colour)}/>'
    return f'<path d="M{number(x)} {number(y)}H{number(x + side)}"{canvas.ink.stroke(Stroke(colour, LINE))}/>{dot}'
