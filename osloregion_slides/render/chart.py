"""Charts as SVG: what PowerPoint makes of the chart part, in the same order, colours and labels.

Bars start at nought. The description has the numbers too, for people who cannot see the bars.
"""

from __future__ import annotations

import math
import re
from decimal import Decimal
from typing import TYPE_CHECKING

from osloregion_slides.base.units import EMU_PER_PT, Emu, Pt, emu
from osloregion_slides.brand.values import TextStyle
from osloregion_slides.fit.setting import Frame, UnfittedText, typeset
from osloregion_slides.outline.figures import locale_of
from osloregion_slides.outline.number_format import shown_number
from osloregion_slides.pptx.chart import axis_format, complementary, is_number, labelled
from osloregion_slides.pptx.xml import Xml, esc
from osloregion_slides.render.canvas import number
from osloregion_slides.render.text import DRAWN, text_lines
from osloregion_slides.scene import Box, Colour, Insets, Run, Stroke

if TYPE_CHECKING:
    from osloregion_slides.render.canvas import Canvas
    from osloregion_slides.scene import Align, Anchor, Chart, Series


# Numbers of a chart: Excel's format codes in a language's notation, and the ticks of an axis.

_QUOTED = re.compile(r'"[^"]*"')
_SPACE = "\ue000"  # a space of the words around a number, which may break
_STEPS = (1, 2, 5, 10)


def formatted(value: float, code: str, language: str) -> str:
    """Return a number in a format code, with the decimal sign and the grouping of a language."""
    known = _QUOTED.sub(lambda words: words[0].replace(" ", _SPACE), code or "General")
    shown = shown_number(Decimal(repr(value)), known, locale_of(language.partition("-")[0]))
    return shown.replace(_SPACE, " ")


def ticks(low: float, high: float, most: int = 7) -> tuple[float, ...]:
    """Return round values from at most ``low`` to at least ``high``, no more than about ``most`` steps.

    A span of less than a millionth of the numbers themselves is widened to a tenth of them, or the ticks would fall
    together: a float has 16 digits.
    """
    largest = max(abs(low), abs(high))
    if not high - low > largest * 1e-6:
        high = low + (largest / 10 or 1.0)
    raw = (high - low) / most
    exponent = math.floor(math.log10(raw))
    step = next(factor * 10.0**exponent for factor in _STEPS if factor * 10.0**exponent >= raw * 0.999_999)
    first, last = math.floor(low / step + 1e-6), math.ceil(high / step - 1e-6)
    return tuple([round(index * step, 2 - exponent) for index in range(first, last + 1)])


# The plot of a chart with axes: where its values and categories lie, lying or standing.

_NO_INSETS = Insets(Emu(0), Emu(0), Emu(0), Emu(0))
_INK = Colour("tx1")
_LABEL_SHARE = 0.35
_SIDE, _TOP = 0.02, 0.02
LEGEND = 1.8
"""Lines of text that a legend takes at the foot; LibreOffice puts it there (measured)."""
LINE, DOT = Pt(2.5), 3.5
"""The stroke of a line, and the radius of its dots in points, as in the chart part."""


def label(canvas: Canvas, item: Chart, words: str, box: tuple[float, ...], align: Align, anchor: Anchor) -> Xml:
    """Return a text of a chart broken to its box (x, y, width, height in points)."""
    x, y, w, h = [emu(side) for side in box]
    levels = (TextStyle(item.size, align=align, colour=_INK),)
    frame = Frame(w, h, levels, item.language, _NO_INSETS, anchor, None, written=False)
    text = typeset((UnfittedText((Run(words),), align=align),), frame, item.size, canvas.ink.body.metrics)
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
        """Return a bar from nought to a value, with the value at its end where bars are labelled."""
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
    """Return the key of a name: a square, or a piece of line with its dot. ``place`` is left, middle, width."""
    x, y, side = place
    if item.type != "line":
        square = f'x="{number(x)}" y="{number(y - side / 2)}" width="{number(side)}" height="{number(side)}"'
        return f"<rect {square}{canvas.ink.fill(colour)}/>"
    dot = f'<circle cx="{number(x + side / 2)}" cy="{number(y)}" r="{DOT}"{canvas.ink.fill(colour)}/>'
    return f'<path d="M{number(x)} {number(y)}H{number(x + side)}"{canvas.ink.stroke(Stroke(colour, LINE))}/>{dot}'


# Pies as SVG: slices clockwise from the top, named and counted outside.

_ACCENTS = 6
_EDGE = Stroke(Colour("bg1"), Pt(1.5))


def slice_colour(place: int) -> Colour:
    """Return the colour of a slice: the accents in turn, then their lighter kin, as in the chart part."""
    light = place // _ACCENTS % 2
    slot = f"accent{place % _ACCENTS + 1}"
    return Colour(slot, 60, 40) if light else Colour(slot)  # type: ignore[arg-type]  # accent1 to accent6


def pie(canvas: Canvas, item: Chart) -> Xml:
    """Return the slices of the first series; nothing where it has no values above nought."""
    values = [max(value or 0.0, 0.0) for value in item.series[0].values] if item.series else []
    total = sum(values)
    if not total:
        return ""
    line = item.size * 1.2
    x, y, w, h = [side / EMU_PER_PT for side in (item.box.x, item.box.y, item.box.w, item.box.h)]
    foot = line * LEGEND if item.legend else 0.0
    lines = 1 if item.legend else 2
    radius = max(1.0, min(w / 2, (h - foot) / 2) - line * (lines + 0.3))
    middle = (x + w / 2, y + (h - foot) / 2)
    drawn: list[Xml] = []
    turn = 0.0
    for place, value in enumerate(values):
        end = turn + value / total
        if value:
            look = f"{canvas.ink.fill(slice_colour(place))}{canvas.ink.stroke(_EDGE)}"
            drawn.append(f'<path d="{_slice(middle, radius, turn, end)}"{look}/>')
            drawn.append(_named(canvas, item, place, middle, radius, (turn + end) / 2))
        turn = end
    names = [(name, slice_colour(place)) for place, name in enumerate(item.categories)]
    return "".join(drawn) + (legend(canvas, item, names) if item.legend else "")


def _slice(middle: tuple[float, float], radius: float, start: float, end: float) -> Xml:
    """Return a slice between two shares of the turn; a whole one is a circle in two halves."""
    cx, cy = middle
    if end - start > 0.999_999:
        r, up, down = number(radius), number(cy - radius), number(cy + radius)
        return f"M{number(cx)} {up}A{r} {r} 0 1 1 {number(cx)} {down}A{r} {r} 0 1 1 {number(cx)} {up}Z"
    (x1, y1), (x2, y2) = _at(middle, radius, start), _at(middle, radius, end)
    large = int(end - start > 0.5)
    r = number(radius)
    there = f"{number(x2)} {number(y2)}"
    return f"M{number(cx)} {number(cy)}L{number(x1)} {number(y1)}A{r} {r} 0 {large} 1 {there}Z"


def _at(middle: tuple[float, float], radius: float, turn: float) -> tuple[float, float]:
    angle = turn * 2 * math.pi
    return middle[0] + radius * math.sin(angle), middle[1] - radius * math.cos(angle)


def _named(canvas: Canvas, item: Chart, place: int, middle: tuple[float, float], radius: float, turn: float) -> Xml:
    """Return the value of a slice, under its name where there is no legend, beside its outer edge."""
    value = item.series[0].values[place] or 0.0
    words = formatted(value, item.format_of(0), item.language)
    if not item.legend:
        words = f"{item.categories[place]}\n{words}"
    line = item.size * 1.2
    high = line * (1 if item.legend else 2)
    x, y = _at(middle, radius + 5, turn)
    side = math.sin(turn * 2 * math.pi)
    align: Align = "ctr" if abs(side) < 0.25 else "l" if side > 0 else "r"
    left = {"l": x, "ctr": x - 150, "r": x - 300}[align]
    top = y - high / 2 - math.cos(turn * 2 * math.pi) * high / 2
    return label(canvas, item, words, (left, top, 300, high), align, "ctr")


HAIRLINE = Stroke(Colour("tx1", 15, 85), Pt(0.75))
_GAP = 0.45


def chart(canvas: Canvas, item: Chart) -> Xml:
    """Return a chart under its alt text, with its numbers as the description."""
    item = item.replace(series=tuple([_countable(series) for series in item.series]))
    if item.type == "pie":
        inside = pie(canvas, item)
    else:
        inside = _on_axes(canvas, item)
    about = f"<title>{esc(item.alt)}</title><desc>{esc(numbers(item))}</desc>"
    return f'<g data-key="{esc(item.key)}" role="img">{about}{inside}</g>'


def _countable(series: Series) -> Series:
    """Return a series without the values that are no finite numbers; the file leaves them out too."""
    values = tuple([value if value is not None and is_number(value) else None for value in series.values])
    return series.replace(values=values)


def numbers(item: Chart) -> str:
    """Return the numbers of a chart as a sentence for each series."""
    found = []
    for index, series in enumerate(item.series):
        values = [
            f"{name} {formatted(value, item.format_of(index), item.language)}"
            for name, value in zip(item.categories, series.values)
            if value is not None
        ]
        found.append(f"{series.name}: {', '.join(values)}.")
    return " ".join(found)


def _on_axes(canvas: Canvas, item: Chart) -> Xml:
    plot = Plot(canvas, item, scale(item), labelled(item))
    shapes = _lines(canvas, item, plot) if item.type == "line" else _bars(canvas, item, plot)
    return f"{_grid(canvas, plot)}{plot.categories()}{shapes}{plot.legend()}"


def scale(item: Chart) -> tuple[float, ...]:
    """Return the ticks of the value axis. A line's may begin above nought where its values lie close together.

    Excel leaves nought out where the values span less than a sixth of the largest.
    """
    values = [value for series in item.series for value in series.values if value is not None] or [0.0]
    low, high = min(values), max(values)
    if item.type == "line" and low > 0 and high - low < high / 6:
        return ticks(low - (high - low) / 2, high)
    return ticks(min(0.0, low), max(0.0, high * (1 if item.type == "line" else 1.02)))


def _grid(canvas: Canvas, plot: Plot) -> Xml:
    """Return the hairlines with their values, or the base line alone where bars are labelled."""
    drawn = [plot.rule(max(plot.low, 0.0), canvas.ink.stroke(HAIRLINE))]
    if not plot.labelled:
        drawn += [plot.rule(tick, canvas.ink.stroke(HAIRLINE)) + plot.value(tick) for tick in plot.ticks]
    return "".join(drawn)


def _bars(canvas: Canvas, item: Chart, plot: Plot) -> Xml:
    beside = 1 if complementary(item) else len(item.series)
    thick = plot.step / (beside + _GAP)
    drawn: list[Xml] = []
    for index, series in enumerate(item.series):
        fill = canvas.ink.fill(series.colour)
        for place, value in enumerate(series.values):
            if value is not None:
                start = plot.step * place + thick * (_GAP / 2 + (0 if beside == 1 else index))
                drawn.append(plot.bar(start, thick, value, fill, index))
    return "".join(drawn)


def _lines(canvas: Canvas, item: Chart, plot: Plot) -> Xml:
    drawn: list[Xml] = []
    for index, series in enumerate(item.series):
        runs: list[list[tuple[float, float]]] = [[]]
        for place, value in enumerate(series.values):
            if value is None:
                runs.append([])
            else:
                runs[-1].append(plot.point(place, value))
        stroke = canvas.ink.stroke(Stroke(series.colour, LINE))
        for run in runs:
            path = "L".join([f"{number(x)} {number(y)}" for x, y in run])
            drawn += [f'<path d="M{path}" fill="none"{stroke}/>'] if len(run) > 1 else []
            drawn += [
                f'<circle cx="{number(x)}" cy="{number(y)}" r="{DOT}"{canvas.ink.fill(series.colour)}/>' for x, y in run
            ]
        if plot.labelled:
            drawn += [plot.over(place, value, index) for place, value in enumerate(series.values) if value is not None]
    return "".join(drawn)
