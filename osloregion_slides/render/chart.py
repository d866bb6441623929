"""Charts as SVG, with the order, colours and labels that PowerPoint draws from the chart part.

Bars start at zero. The description contains the numbers, for screen readers.
"""

from __future__ import annotations

import math
import re
from decimal import Decimal
from typing import TYPE_CHECKING

from osloregion_slides.base.units import EMU_PER_PT, Emu, Pt, emu
from osloregion_slides.brand.values import TextStyle
from osloregion_slides.chart_types import (
    HOLE,
    TOTAL,
    crossing,
    is_keyed,
    kind_of,
    labelled,
    scale,
    serial_of,
    ticks,
    time_axis,
)
from osloregion_slides.fit.setting import Frame, UnfittedText, typeset
from osloregion_slides.outline.date_format import shown_moment
from osloregion_slides.outline.figures import locale_of
from osloregion_slides.outline.number_format import shown_number
from osloregion_slides.pptx.chart import GAP, axis_format, complementary, fill_of_slice, under_lines
from osloregion_slides.pptx.chart_labels import is_number, on_plate, rise
from osloregion_slides.pptx.xml import Xml, esc
from osloregion_slides.render.canvas import Canvas, number
from osloregion_slides.render.text import DRAWN, text_lines
from osloregion_slides.scene import Box, Chart, Colour, Insets, Run, Series, Stroke

if TYPE_CHECKING:
    from osloregion_slides.scene import Align, Anchor

# The plot of a chart with axes: positions of values and categories, for horizontal and vertical charts.

_LABEL_SHARE = 0.35
_SIDE, _TOP = 0.02, 0.02
TITLE = 1.3
"""Height of an axis title in lines of text."""


class Plot:
    """The area between the axes, in points. Categories run ``along`` it, each ``step`` wide; values run across."""

    def __init__(self, canvas: Canvas, item: Chart, ticks: tuple[float, ...], labelled: bool) -> None:
        self.canvas, self.item, self.ticks, self.labelled = canvas, item, ticks, labelled
        self.low, self.high = ticks[0], ticks[-1]
        self.horizontal = kind_of(item).horizontal
        self.line, self.value_line = item.size * 1.2, item.value_size * 1.2
        self.apart = _apart(item)
        box = item.box
        self.frame = tuple([side / EMU_PER_PT for side in (box.x, box.y, box.w, box.h)])
        left, top, right, bottom = self._edges()
        self.left, self.top, self.w, self.h = left, top, right - left, bottom - top
        self.step = (self.h if self.horizontal else self.w) / max(1, len(item.categories))

    def _edges(self) -> tuple[float, float, float, float]:
        x, y, w, h = self.frame
        if self.item.style.plot:
            across, down, wide, high = self.item.style.plot
            return x + w * across, y + h * down, x + w * (across + wide), y + h * (down + high)
        left, top, right, bottom = x + w * _SIDE, y + h * _TOP, x + w * (1 - _SIDE), y + h
        if self.item.legend:
            top += self.line * LEGEND
        upright, level = self._titles()
        left += self.line * TITLE if upright else 0.0
        bottom -= self.line * TITLE if level else 0.0
        values = [self.shown(tick) for tick in self.ticks]
        widest = max([width(self.canvas, self.item, words) for words in values])
        longest = max([width(self.canvas, self.item, words, self.item.value_size) for words in values])
        if self.horizontal:
            names = max([width(self.canvas, self.item, name) for name in self.item.categories], default=0.0)
            left += min(names, w * _LABEL_SHARE) + 8
            return left, top, right - (longest + 8 if self.labelled else widest / 2), bottom - self._foot()
        top += self.value_line if self.labelled else self.line * 0.4
        return left + (0 if self.labelled else widest + 6), top, right, bottom - self._names()

    def _titles(self) -> tuple[str, str]:
        """Return the titles of the vertical and of the horizontal axis."""
        look = self.item.look
        return (look.category_title, look.value_title) if self.horizontal else (look.value_title, look.category_title)

    def titles(self) -> Xml:
        """Return the axis titles, that of the vertical axis rotated by 90° anticlockwise."""
        upright, level = self._titles()
        x, y, w, h = self.frame
        drawn = ""
        if level:
            place, ink = (self.left, y + h - self.line, self.w, self.line), self.item.style.dim
            drawn += label(self.canvas, self.item, level, place, "ctr", "ctr", ink)
        if upright:
            middle = self.top + self.h / 2
            place, ink = (-self.h / 2, -self.line / 2, self.h, self.line), self.item.style.dim
            words = label(self.canvas, self.item, upright, place, "ctr", "ctr", ink)
            drawn += f'<g transform="translate({number(x + self.line / 2)} {number(middle)}) rotate(-90)">{words}</g>'
        return drawn

    def _foot(self) -> float:
        return 0.0 if self.labelled else self.line + 6

    def _names(self) -> float:
        """Return the height of the category names under the columns: two lines where a name is too wide for one."""
        room = self.frame[2] / max(1, len(self.item.categories)) * 0.92
        longest = max([width(self.canvas, self.item, name) for name in self.item.categories], default=0.0)
        return self.line * (2 if longest > room else 1) + 6

    def shown(self, value: float, index: int | None = None) -> str:
        """Return a value formatted for its series, or for the axis where ``index`` is None."""
        item = self.item
        code = axis_format(item) if index is None else item.format_of(index)
        return formatted(value, code, item.language)

    def across(self, value: float, apart: bool = False) -> float:
        """Return the coordinate of a value: x in a horizontal chart, else y; with ``apart`` on the lines' own axis."""
        low, high = self.apart if apart else (self.low, self.high)
        share = (value - low) / (high - low)
        return self.left + share * self.w if self.horizontal else self.top + self.h - share * self.h

    def point(self, place: int, value: float, apart: bool = False) -> tuple[float, float]:
        """Return the position of a value at the centre of its category."""
        return self.left + self.along(place), self.across(value, apart)

    def along(self, place: int) -> float:
        """Return the distance of a category's centre from the left edge, on an axis of dates by time."""
        if self.item.style.ends and not self.item.look.dates:
            return self.w * place / max(1, len(self.item.categories) - 1)
        if not self.item.look.dates:
            return self.step * (place + 0.5)
        return self.at_time(self.item.categories[place])

    def at_time(self, date: str) -> float:
        """Return the distance of a date from the left edge, with half a time unit before the first."""
        axis = time_axis(self.item)
        half = self.w / axis.units / 2
        share = (serial_of(date) - axis.first) / ((axis.last - axis.first) or 1)
        return half + share * (self.w - 2 * half)

    def rule(self, value: float, stroke: Xml) -> Xml:
        """Return the gridline at a value."""
        at = number(self.across(value))
        if self.horizontal:
            return f'<path d="M{at} {number(self.top)}V{number(self.top + self.h)}"{stroke}/>'
        return f'<path d="M{number(self.left)} {at}H{number(self.left + self.w)}"{stroke}/>'

    def value(self, tick: float) -> Xml:
        """Return the label of a tick."""
        at = self.across(tick)
        if self.horizontal:
            box: tuple[float, ...] = (at - 60, self.top + self.h + 4, 120, self.line)
            return label(self.canvas, self.item, self.shown(tick), box, "ctr", "t", self.item.style.dim)
        box = (self.left - 206, at - self.line / 2, 200, self.line)
        return label(self.canvas, self.item, self.shown(tick), box, "r", "ctr", self.item.style.dim)

    def bar(self, start: float, thick: float, value: float, fill: Xml, index: int = 0) -> Xml:
        """Return a bar from zero to a value, with the value at its end where bars are labelled."""
        base, end = self.across(max(self.low, min(0.0, self.high))), self.across(value)
        low, length = min(base, end), abs(end - base)
        place = (low, self.top + start, length, thick) if self.horizontal else (self.left + start, low, thick, length)
        x, y, w, h = [number(side) for side in place]
        drawn = f'<rect x="{x}" y="{y}" width="{w}" height="{h}" shape-rendering="crispEdges"{fill}/>'
        labels = self.item.series[index].labels
        if not self.labelled or labels == "none" or (labels == "last" and not self._is_last(index, value, start)):
            return drawn
        below, words, high = value < 0, self.shown(value, index), self.value_line
        lit = int(start // self.step) in self.item.look.highlight
        if self.horizontal:
            box = (end - 206 if below else end + 6, self.top + start, 200.0, thick)
            return drawn + self._written(words, box, "r" if below else "l", "ctr", bold=lit)
        middle = self.left + start + thick / 2 - 100
        if under_lines(self.item):
            ink = self.item.series[index].ink
            return drawn + self._written(words, (middle, base - high - 4, 200.0, high), "ctr", "b", ink)
        box = (middle, end + 3 if below else end - high - 4, 200.0, high)
        return drawn + self._written(words, box, "ctr", "t" if below else "b", bold=lit)

    def _written(
        self,
        words: str,
        box: tuple[float, ...],
        align: Align,
        anchor: Anchor,
        ink: Colour | None = None,
        bold: bool = False,
    ) -> Xml:
        return label(self.canvas, self.item, words, box, align, anchor, ink, self.item.value_size, bold)

    def plate(self, box: tuple[float, ...]) -> Xml:
        """Return a rectangle in the background colour behind a text."""
        sides = " ".join([f'{name}="{number(side)}"' for name, side in zip(("x", "y", "width", "height"), box)])
        return f"<rect {sides}{self.canvas.ink.fill(self.item.style.ground)}/>"

    def _is_last(self, index: int, value: float, start: float) -> bool:
        places = [place for place, one in enumerate(self.item.series[index].values) if one is not None]
        return int(start // self.step) == places[-1]

    def segment(self, start: float, thick: float, ends: tuple[float, float], fill: Xml) -> Xml:
        """Return a segment of a stacked bar between two values."""
        a, b = sorted([self.across(end) for end in ends])
        place = (a, self.top + start, b - a, thick) if self.horizontal else (self.left + start, a, thick, b - a)
        x, y, w, h = [number(side) for side in place]
        style = self.item.style
        edge = self.canvas.ink.stroke(Stroke(style.ground, Pt(1.5))) if style.based else ""
        return f'<rect x="{x}" y="{y}" width="{w}" height="{h}" shape-rendering="crispEdges"{fill}{edge}/>'

    def inside(
        self,
        start: float,
        thick: float,
        ends: tuple[float, float],
        words: str,
        ink: Colour | None,
        above: float,
        bold: bool = False,
    ) -> Xml:
        """Return the label of a segment of a stacked bar, raised by ``above``, a share of the chart's height."""
        a, b = sorted([self.across(end) for end in ends])
        middle, side = (a + b) / 2, start + thick / 2
        x, y = (middle, self.top + side) if self.horizontal else (self.left + side, middle)
        if self.item.style.based:
            return self._written(words, (a + 6, y - self.value_line / 2, 200, self.value_line), "l", "ctr", ink, bold)
        high, y = self.value_line, y - above * self.frame[3]
        return self._written(words, (x - 100, y - high / 2, 200, high), "ctr", "ctr", ink, bold)

    def over(self, place: int, value: float, index: int = 0) -> Xml:
        """Return the label of a value above its dot on a line."""
        series, words, high = self.item.series[index], self.shown(value, index), self.value_line
        x, y = self.point(place, value, series.apart)
        written = self._written(words, (x - 60, y - high - 6, 120.0, high), "ctr", "b")
        if not on_plate(self.item, series):
            return written
        wide = width(self.canvas, self.item, words, self.item.value_size) + 6
        return self.plate((x - wide / 2, y - high - 6, wide, high)) + written

    def ends(self, index: int) -> Xml:
        """Return the name of a line at its right end, with the values at both ends where ``style.ends`` is set."""
        series, style = self.item.series[index], self.item.style
        known = [(place, value) for place, value in enumerate(series.values) if value is not None]
        if not known:
            return ""
        down = [shift * self.frame[3] for shift in (style.shifts[index] if index < len(style.shifts) else (0.0, 0.0))]
        written = style.ends and series.labels != "none"
        x, y = self.point(*known[-1])
        words = f"{series.name}  {self.shown(known[-1][1], index)}" if written else series.name
        box: tuple[float, ...] = (x + 8, y + down[1] - self.line / 2, 400.0, self.line)
        drawn = label(self.canvas, self.item, words, box, "l", "ctr", series.ink, bold=True)
        if written and series.labels == "all" and len(known) > 1:
            x, y = self.point(*known[0])
            box = (x - 208, y + down[0] - self.line / 2, 200.0, self.line)
            drawn += label(self.canvas, self.item, self.shown(known[0][1], index), box, "r", "ctr", series.ink)
        return drawn

    def named(self, date: str) -> str:
        """Return a date in the format of the axis."""
        locale = locale_of(self.item.language.partition("-")[0])
        return shown_moment(date, self.item.look.dates, locale).replace("\u00a0", " ")

    def categories(self) -> Xml:
        """Return the names of the categories, beside the bars or under the columns."""
        drawn: list[Xml] = []
        for name in time_axis(self.item).labels() if self.item.look.dates else ():
            box: tuple[float, ...] = (self.left + self.at_time(name) - 60, self.top + self.h + 4, 120, self.line)
            drawn.append(label(self.canvas, self.item, self.named(name), box, "ctr", "t", self.item.style.dim))
        for place, name in enumerate(() if self.item.look.dates else self.item.categories):
            if self.horizontal:
                x = self.frame[0]
                box = (x, self.top + self.step * place, self.left - 8 - x, self.step)
                drawn.append(label(self.canvas, self.item, name, box, "r", "ctr"))
            else:
                middle = self.left + self.along(place)
                box = (middle - self.step / 2, self.top + self.h + 4, self.step, self._names())
                drawn.append(label(self.canvas, self.item, name, box, "ctr", "t", self.item.style.dim))
        return "".join(drawn)

    def legend(self) -> Xml:
        """Return the legend of the series, centred above the plot."""
        if not self.item.legend:
            return ""
        shown = [series for index, series in enumerate(self.item.series) if is_keyed(self.item, index)]
        is_line = kind_of(self.item).plot == "line"
        lines = ["dash" if one.dashed else "line" if is_line or one.as_line else "" for one in shown]
        return legend(self.canvas, self.item, [(series.name, series.colour) for series in shown], lines)


_GAP = GAP / 100


def chart(canvas: Canvas, item: Chart) -> Xml:
    """Return a chart with its alt text as title and its numbers as description."""
    item = item.replace(series=tuple([_countable(series) for series in item.series]))
    if kind_of(item).is_round:
        inside = pie(canvas, item)
    else:
        inside = _on_axes(canvas, item)
    about = f"<title>{esc(item.alt)}</title><desc>{esc(numbers(item))}</desc>"
    return f'<g data-key="{esc(item.key)}" role="img">{about}{inside}</g>'


def _countable(series: Series) -> Series:
    """Return a series without values that are not finite, as in the chart part."""
    values = tuple([value if value is not None and is_number(value) else None for value in series.values])
    return series.replace(values=values)


def numbers(item: Chart) -> str:
    """Return the numbers of a chart, a sentence for each series."""
    found, wholes = [], crossing(item)
    for index, series in enumerate(item.series):
        values = [
            f"{name} {formatted(change, item.format_of(index), item.language)}"
            for place, (name, value) in enumerate(zip(item.categories, series.values))
            if value is not None and (change := wholes.get((index, place), value)) is not None
        ]
        found.append(f"{series.name}: {', '.join(values)}.")
    return " ".join(found)


def _on_axes(canvas: Canvas, item: Chart) -> Xml:
    plot = Plot(canvas, item, scale(item), labelled(item))
    lined = [index for index, one in enumerate(item.series) if one.as_line or kind_of(item).plot == "line"]
    bars = [index for index in range(len(item.series)) if index not in lined]
    shapes = _stacks(canvas, item, plot, bars) if kind_of(item).is_stacked else _bars(canvas, item, plot, bars)
    over = _lines(canvas, item, plot, lined)
    return f"{_grid(canvas, plot)}{plot.categories()}{shapes}{over}{plot.titles()}{plot.legend()}"


def _apart(item: Chart) -> tuple[float, float]:
    """Return the ends of the axis of lines with an axis of their own (``Series.apart``)."""
    values = [value for one in item.series if one.apart for value in one.values if value is not None]
    if not values:
        return 0.0, 1.0
    low = min(0.0, *values) if item.look.base is None else item.look.base
    return low, ticks(low, max(values))[-1] if item.style.top is None else item.style.top


def _grid(canvas: Canvas, plot: Plot) -> Xml:
    """Return the gridlines with tick labels, or only the base line where bars are labelled."""
    style = plot.item.style
    hair, strong = canvas.ink.stroke(Stroke(style.rule, Pt(0.75))), canvas.ink.stroke(Stroke(style.axis, Pt(1.875)))
    drawn = []
    if not plot.labelled:
        drawn += [plot.rule(tick, hair) + plot.value(tick) for tick in plot.ticks]
    for place in range(len(plot.item.categories) if style.ends else 0):
        x = number(plot.left + plot.along(place))
        drawn.append(f'<path d="M{x} {number(plot.top)}V{number(plot.top + plot.h)}"{hair}/>')
    if not (plot.horizontal and style.values):
        drawn.append(plot.rule(max(plot.low, 0.0), strong if style.values else hair))
    return "".join(drawn)


def _bars(canvas: Canvas, item: Chart, plot: Plot, shown: list[int]) -> Xml:
    beside = 1 if complementary(item) else len(shown)
    thick = plot.step / (beside + _GAP)
    drawn: list[Xml] = []
    for index in shown:
        series = item.series[index]
        for place, value in enumerate(series.values):
            if value is not None:
                start = plot.step * place + thick * (_GAP / 2 + (0 if beside == 1 else index))
                drawn.append(plot.bar(start, thick, value, _fill(canvas, item, series, place), index))
    return "".join(drawn)


def _fill(canvas: Canvas, item: Chart, series: Series, place: int) -> Xml:
    return canvas.ink.fill(item.style.lit if place in item.look.highlight else series.colour)


def _stacks(canvas: Canvas, item: Chart, plot: Plot, shown: list[int]) -> Xml:
    """Return stacked bars, negative values below zero, with a label in the middle of each segment."""
    thick = plot.step / (1 + _GAP)
    drawn: list[Xml] = []
    words: list[Xml] = []
    wholes, over = crossing(item), item.style.above
    last = max([n for one in item.series for n, value in enumerate(one.values) if value is not None], default=0)
    for place in range(len(item.categories)):
        whole = sum([abs(item.series[index].values[place] or 0.0) for index in shown]) or 1.0
        reached = {True: 0.0, False: 0.0}
        start = plot.step * place + thick * _GAP / 2
        for index in shown:
            series = item.series[index]
            value = series.values[place]
            if value is None:
                continue
            size = value / whole if kind_of(item).is_percent else value
            ends = (reached[value < 0], reached[value < 0] + size)
            reached[value < 0] = ends[1]
            drawn.append(plot.segment(start, thick, ends, _fill(canvas, item, series, place)))
            low = (index, place) in item.style.bare
            change = wholes.get((index, place), value)
            written = series.labels == "all" or (series.labels == "last" and over and place == last)
            if plot.labelled and written and not series.hidden and not low and change is not None:
                above = rise(item, value) if over else 0.0
                strong = over and index == TOTAL
                words.append(plot.inside(start, thick, ends, plot.shown(change, index), series.ink, above, strong))
    return "".join([*drawn, *words])


def _lines(canvas: Canvas, item: Chart, plot: Plot, shown: list[int]) -> Xml:
    drawn: list[Xml] = []
    for index in shown:
        series = item.series[index]
        runs: list[list[tuple[float, float]]] = [[]]
        for place, value in enumerate(series.values):
            if value is None:
                runs.append([])
            else:
                runs[-1].append(plot.point(place, value, series.apart))
        thin = Stroke(series.colour, Pt(1.5), "dash")
        stroke = canvas.ink.stroke(thin if series.dashed else Stroke(series.colour, LINE))
        for run in runs:
            path = "L".join([f"{number(x)} {number(y)}" for x, y in run])
            drawn += [f'<path d="M{path}" fill="none"{stroke}/>'] if len(run) > 1 else []
            dots = () if series.dashed else run
            drawn += [
                f'<circle cx="{number(x)}" cy="{number(y)}" r="{DOT}"{canvas.ink.fill(series.colour)}/>'
                for x, y in dots
            ]
        if item.style.named:
            drawn.append(plot.ends(index))
        elif plot.labelled:
            written = [(place, value) for place, value in enumerate(series.values) if value is not None]
            written = {"all": written, "last": written[-1:], "none": []}[series.labels]
            drawn += [plot.over(place, value, index) for place, value in written]
    return "".join(drawn)


# Texts of charts as SVG: numbers in a language's notation, labels, and legends.


# Numbers of a chart: Excel's format codes in a language's notation.

_QUOTED = re.compile(r'"[^"]*"')
_SPACE = "\ue000"  # a breakable space of the text around a number


def formatted(value: float, code: str, language: str) -> str:
    """Return a number in a format code, with a language's decimal and grouping signs."""
    known = _QUOTED.sub(lambda words: words[0].replace(" ", _SPACE), code or "General")
    shown = shown_number(Decimal(repr(value)), known, locale_of(language.partition("-")[0]))
    return shown.replace(_SPACE, " ")


_NO_INSETS = Insets(Emu(0), Emu(0), Emu(0), Emu(0))
LEGEND = 1.8
"""Height of a legend at the top in lines of text (measured in LibreOffice)."""
LINE, DOT = Pt(2.5), 3.5
"""Width of a line and radius of its dots, points, as in the chart part."""


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
    """Return a text of a chart, wrapped to its box (x, y, width, height in points)."""
    x, y, w, h = [emu(side) for side in box]
    size = size or item.size
    levels = (TextStyle(size, align=align, colour=ink or item.style.text),)
    frame = Frame(w, h, levels, item.language, _NO_INSETS, anchor, None, written=False)
    text = typeset((UnfittedText((Run(words, bold=bold),), align=align),), frame, size, canvas.ink.body.metrics)
    return text_lines(canvas, text, Box(x, y, w, h), levels, _NO_INSETS, anchor)


def width(canvas: Canvas, item: Chart, words: str, size: Pt | None = None) -> float:
    """Return the drawn width of a text of a chart, points."""
    return canvas.ink.body.metrics.width(words.replace("\u00a0", " ")) * (size or item.size) * DRAWN


def legend(canvas: Canvas, item: Chart, entries: list[tuple[str, Colour]], as_lines: list[str]) -> Xml:
    """Return a legend in one row above a chart; ``as_lines`` has ``line``, ``dash`` or "" (a square) for each key."""
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
    """Return a legend key: a square, or a piece of line with its dot. ``place`` is left, centre (y), width."""
    x, y, side = place
    if not as_line:
        square = f'x="{number(x)}" y="{number(y - side / 2)}" width="{number(side)}" height="{number(side)}"'
        return f"<rect {square}{canvas.ink.fill(colour)}/>"
    if as_line == "dash":
        dashed = canvas.ink.stroke(Stroke(colour, Pt(1.5), "dash"))
        return f'<path d="M{number(x)} {number(y)}H{number(x + side)}" fill="none"{dashed}/>'
    dot = f'<circle cx="{number(x + side / 2)}" cy="{number(y)}" r="{DOT}"{canvas.ink.fill(colour)}/>'
    return f'<path d="M{number(x)} {number(y)}H{number(x + side)}"{canvas.ink.stroke(Stroke(colour, LINE))}/>{dot}'


# Pies as SVG: slices clockwise from the top, with labels outside.


def pie(canvas: Canvas, item: Chart) -> Xml:
    """Return the slices of the first series, "" where no value is positive."""
    values = [max(value or 0.0, 0.0) for value in item.series[0].values] if item.series else []
    total = sum(values)
    if not total:
        return ""
    line = item.size * 1.2
    x, y, w, h = [side / EMU_PER_PT for side in (item.box.x, item.box.y, item.box.w, item.box.h)]
    head = line * LEGEND if item.legend else 0.0
    lines, ring = 1 if item.legend else 2, kind_of(item).plot == "doughnut"
    radius = max(1.0, min(w / 2, (h - head) / 2) - line * (0.3 if ring else lines + 0.3))
    middle, edge = (x + w / 2, y + head + (h - head) / 2), Stroke(item.style.ground, Pt(1.5))
    drawn: list[Xml] = []
    turn = 0.0
    for place, value in enumerate(values):
        end = turn + value / total
        if value:
            look = f"{canvas.ink.fill(fill_of_slice(item, place))}{canvas.ink.stroke(edge)}"
            drawn.append(f'<path d="{_slice(middle, radius, turn, end)}"{look}/>')
            if not ring:
                drawn.append(_named(canvas, item, place, middle, radius, (turn + end) / 2))
        turn = end
    drawn += _ring(canvas, item, values, middle, radius) if ring else []
    names = [(name, fill_of_slice(item, place)) for place, name in enumerate(item.categories)]
    return "".join(drawn) + (legend(canvas, item, names, [""] * len(names)) if item.legend else "")


def _ring(canvas: Canvas, item: Chart, values: list[float], middle: tuple[float, float], radius: float) -> list[Xml]:
    """Return the hole of a doughnut, and the labels in its ring on rectangles of the background's colour."""
    share, paper = HOLE / 100, canvas.ink.fill(item.style.ground)
    x, y = [number(side) for side in middle]
    drawn = [f'<circle cx="{x}" cy="{y}" r="{number(radius * share)}"{paper}/>']
    turn, line = 0.0, item.value_size * 1.2
    for value in values:
        half = value / sum(values) / 2
        if value and item.series[0].labels == "all":
            words = formatted(value, item.format_of(0), item.language)
            at, wide = (
                _at(middle, radius * (1 + share) / 2, turn + half),
                width(canvas, item, words, item.value_size) + 6,
            )
            box = (at[0] - wide / 2, at[1] - line / 2, wide, line)
            sides = " ".join([f'{name}="{number(side)}"' for name, side in zip(("x", "y", "width", "height"), box)])
            drawn.append(
                f"<rect {sides}{paper}/>{label(canvas, item, words, box, 'ctr', 'ctr', None, item.value_size)}"
            )
        turn += 2 * half
    return drawn


def _slice(middle: tuple[float, float], radius: float, start: float, end: float) -> Xml:
    """Return the path of a slice between two shares of the turn; a full circle is drawn in two halves."""
    cx, cy = middle
    if end - start > 0.999_999:
        r, up, down = number(radius), number(cy - radius), number(cy + radius)
        return f"M{number(cx)} {up}A{r} {r} 0 1 1 {number(cx)} {down}A{r} {r} 0 1 1 {number(cx)} {up}Z"
    (x1, y1), (x2, y2) = _at(middle, radius, start), _at(middle, radius, end)
    large = int(end - start > 0.5)
    r = number(radius)
    end_point = f"{number(x2)} {number(y2)}"
    return f"M{number(cx)} {number(cy)}L{number(x1)} {number(y1)}A{r} {r} 0 {large} 1 {end_point}Z"


def _at(middle: tuple[float, float], radius: float, turn: float) -> tuple[float, float]:
    angle = turn * 2 * math.pi
    return middle[0] + radius * math.sin(angle), middle[1] - radius * math.cos(angle)


def _named(canvas: Canvas, item: Chart, place: int, middle: tuple[float, float], radius: float, turn: float) -> Xml:
    """Return the label of a slice outside its edge: the value, below the name where there is no legend."""
    value = item.series[0].values[place] or 0.0
    words = formatted(value, item.format_of(0), item.language)
    if not item.legend:
        words = f"{item.categories[place]}\n{words}"
    line = item.value_size * 1.2
    high = line * (1 if item.legend else 2)
    x, y = _at(middle, radius + 5, turn)
    side = math.sin(turn * 2 * math.pi)
    align: Align = "ctr" if abs(side) < 0.25 else "l" if side > 0 else "r"
    left = {"l": x, "ctr": x - 150, "r": x - 300}[align]
    top = y - high / 2 - math.cos(turn * 2 * math.pi) * high / 2
    return label(canvas, item, words, (left, top, 300, high), align, "ctr", None, item.value_size)
