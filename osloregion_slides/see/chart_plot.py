"""The plot of a chart with axes: where its values and categories lie, lying or standing."""

from __future__ import annotations

from osloregion_slides.brand.values import TextStyle
from osloregion_slides.fit.setting import Draft, Frame, typeset
from osloregion_slides.pptx.chart import axis_format
from osloregion_slides.pptx.xml import Xml
from osloregion_slides.scene import Box, Colour, Insets, Run, Stroke
from osloregion_slides.see.canvas import number
from osloregion_slides.see.chart_numbers import formatted
from osloregion_slides.see.text import DRAWN, text_lines
from osloregion_slides.units import EMU_PER_PT, Emu, Pt, emu

TYPE_CHECKING = False
if TYPE_CHECKING:
    from osloregion_slides.scene import Align, Anchor, Chart
    from osloregion_slides.see.canvas import Canvas

_NO_INSETS = Insets(Emu(0), Emu(0), Emu(0), Emu(0))
_INK = Colour("tx1")
_LABEL_SHARE = 0.35
_SIDE, _TOP = 0.02, 0.02
LEGEND = 1.8
"""Lines of text that a legend takes at the foot; it stands in them where LibreOffice sets it (measured)."""
LINE, DOT = Pt(2.5), 3.5
"""The stroke of a line, and the radius of its dots in points, as in the chart part."""


def label(canvas: Canvas, item: Chart, words: str, box: tuple[float, ...], align: Align, anchor: Anchor) -> Xml:
    """Return a text of a chart broken to its box (x, y, width, height in points)."""
    x, y, w, h = [emu(side) for side in box]
    levels = (TextStyle(item.size, align=align, colour=_INK),)
    frame = Frame(w, h, levels, item.language, _NO_INSETS, anchor, None, written=False)
    text = typeset((Draft((Run(words),), align=align),), frame, item.size, canvas.ink.body.metrics)
    return text_lines(canvas, text, Box(x, y, w, h), levels, _NO_INSETS, anchor)


def width(canvas: Canvas, item: Chart, words: str) -> float:
    """Return how wide a text of a chart is drawn, points."""
    return canvas.ink.body.metrics.width(words.replace("\u00a0", " ")) * item.size * DRAWN


class Plot:
    """The area between the axes, in points. ``along`` runs the categories, ``step`` apart; values run across."""

    def __init__(self, canvas: Canvas, item: Chart, ticks: tuple[float, ...], labelled: bool) -> None:
        self.canvas, self.item, self.ticks, self.labelled = canvas, item, ticks, labelled
        self.low, self.high = ticks[0], ticks[-1]
        self.lying = item.type == "bar"
        self.line = item.size * 1.2
        box = item.box
        self.frame = tuple([side / EMU_PER_PT for side in (box.x, box.y, box.w, box.h)])
        left, top, right, bottom = self._edges()
        self.left, self.top, self.w, self.h = left, top, right - left, bottom - top
        self.step = (self.h if self.lying else self.w) / max(1, len(item.categories))

    def _edges(self) -> tuple[float, float, float, float]:
        x, y, w, h = self.frame
        left, top, right, bottom = x + w * _SIDE, y + h * _TOP, x + w * (1 - _SIDE), y + h
        if self.item.legend:
            bottom -= self.line * LEGEND
        values = [self.shown(tick) for tick in self.ticks]
        widest = max([width(self.canvas, self.item, words) for words in values])
        if self.lying:
            names = max([width(self.canvas, self.item, name) for name in self.item.categories], default=0.0)
            left += min(names, w * _LABEL_SHARE) + 8
            return left, top, right - (widest + 8 if self.labelled else widest / 2), bottom - self._foot()
        top += self.line if self.labelled else self.line * 0.4
        return left + (0 if self.labelled else widest + 6), top, right, bottom - self._names()

    def _foot(self) -> float:
        return 0.0 if self.labelled else self.line + 6

    def _names(self) -> float:
        """Return the height of the category names under the columns: two lines where one is too short."""
        room = self.frame[2] / max(1, len(self.item.categories)) * 0.92
        longest = max([width(self.canvas, self.item, name) for name in self.item.categories], default=0.0)
        return self.line * (2 if longest > room else 1) + 6

    def shown(self, value: float, index: int | None = None) -> str:
        """Return a value in the format of its series, of the axis without one."""
        item = self.item
        code = axis_format(item) if index is None else item.format_of(index)
        return formatted(value, code, item.language)

    def across(self, value: float) -> float:
        """Return where a value lies: x of a lying chart, y of a standing one."""
        share = (value - self.low) / (self.high - self.low)
        return self.left + share * self.w if self.lying else self.top + self.h - share * self.h

    def point(self, place: int, value: float) -> tuple[float, float]:
        """Return the point of a value over the middle of its category."""
        return self.left + self.step * (place + 0.5), self.across(value)

    def rule(self, value: float, stroke: Xml) -> Xml:
        """Return the line through the plot at a value."""
        at = number(self.across(value))
        if self.lying:
            return f'<path d="M{at} {number(self.top)}V{number(self.top + self.h)}"{stroke}/>'
        return f'<path d="M{number(self.left)} {at}H{number(self.left + self.w)}"{stroke}/>'

    def value(self, tick: float) -> Xml:
        """Return a tick's value beside its line."""
        at = self.across(tick)
        if self.lying:
            box: tuple[float, ...] = (at - 60, self.top + self.h + 4, 120, self.line)
            return label(self.canvas, self.item, self.shown(tick), box, "ctr", "t")
        box = (self.left - 206, at - self.line / 2, 200, self.line)
        return label(self.canvas, self.item, self.shown(tick), box, "r", "ctr")

    def bar(self, start: float, thick: float, value: float, fill: Xml, index: int = 0) -> Xml:
        """Return a bar from nought to a value, with the value at its end where it is to stand there."""
        base, end = self.across(max(self.low, min(0.0, self.high))), self.across(value)
        low, length = min(base, end), abs(end - base)
        place = (low, self.top + start, length, thick) if self.lying else (self.left + start, low, thick, length)
        x, y, w, h = [number(side) for side in place]
        drawn = f'<rect x="{x}" y="{y}" width="{w}" height="{h}" shape-rendering="crispEdges"{fill}/>'
        if not self.labelled:
            return drawn
        below = value < 0
        if self.lying:
            box = (end - 206 if below else end + 6, self.top + start, 200.0, thick)
            return drawn + label(self.canvas, self.item, self.shown(value, index), box, "r" if below else "l", "ctr")
        middle = self.left + start + thick / 2 - 100
        box = (middle, end + 3 if below else end - self.line - 4, 200.0, self.line)
        return drawn + label(self.canvas, self.item, self.shown(value, index), box, "ctr", "t" if below else "b")

    def over(self, place: int, value: float, index: int = 0) -> Xml:
        """Return the value over its dot on a line."""
        x, y = self.point(place, value)
        box = (x - 60, y - self.line - 6, 120.0, self.line)
        return label(self.canvas, self.item, self.shown(value, index), box, "ctr", "b")

    def categories(self) -> Xml:
        """Return the names of the categories, beside the bars or under the columns."""
        drawn: list[Xml] = []
        for place, name in enumerate(self.item.categories):
            if self.lying:
                x = self.frame[0]
                box: tuple[float, ...] = (x, self.top + self.step * place, self.left - 8 - x, self.step)
                drawn.append(label(self.canvas, self.item, name, box, "r", "ctr"))
            else:
                box = (self.left + self.step * place, self.top + self.h + 4, self.step, self._names())
                drawn.append(label(self.canvas, self.item, name, box, "ctr", "t"))
        return "".join(drawn)

    def legend(self) -> Xml:
        """Return the series' names with their colours, in the middle under the plot."""
        if not self.item.legend:
            return ""
        return legend(self.canvas, self.item, [(series.name, series.colour) for series in self.item.series])


def legend(canvas: Canvas, item: Chart, entries: list[tuple[str, Colour]]) -> Xml:
    """Return names with their colours in a row at the foot of a chart."""
    box = item.box
    line, side, gap = item.size * 1.2, item.size * (1.4 if item.type == "line" else 0.6), item.size * 0.4
    widths = [side + gap / 2 + width(canvas, item, name) for name, _ in entries]
    x = (box.x + box.w / 2) / EMU_PER_PT - (sum(widths) + gap * 2 * (len(entries) - 1)) / 2
    y = box.bottom / EMU_PER_PT - line * 1.25
    drawn: list[Xml] = []
    for (name, colour), wide in zip(entries, widths):
        drawn.append(_key(canvas, item, colour, (x, y + line / 2, side)))
        drawn.append(label(canvas, item, name, (x + side + gap / 2, y, wide + 20, line), "l", "ctr"))
        x += wide + gap * 2
    return "".join(drawn)


def _key(canvas: Canvas, item: Chart, colour: Colour, place: tuple[float, float, float]) -> Xml:
    """Return what stands before a name: a square, or a piece of line with its dot. ``place`` is left, middle, width."""
    x, y, side = place
    if item.type != "line":
        square = f'x="{number(x)}" y="{number(y - side / 2)}" width="{number(side)}" height="{number(side)}"'
        return f"<rect {square}{canvas.ink.fill(colour)}/>"
    dot = f'<circle cx="{number(x + side / 2)}" cy="{number(y)}" r="{DOT}"{canvas.ink.fill(colour)}/>'
    return f'<path d="M{number(x)} {number(y)}H{number(x + side)}"{canvas.ink.stroke(Stroke(colour, LINE))}/>{dot}'
