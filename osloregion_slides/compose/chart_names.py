"""What stands beside a chart in place of its legend: names over the first bar or right of columns, growth beside lines.

Texts of their own: a chart has one label a point, and that is its value.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from osloregion_slides.base.units import EMU_PER_PT, Emu, Pt
from osloregion_slides.chart_types import kind_of, labelled, scale, ticks
from osloregion_slides.compose.chart_style import GAP, LINE, styled
from osloregion_slides.compose.context import TIGHT, ComposeContext
from osloregion_slides.compose.tiles import px
from osloregion_slides.fit.setting import UnfittedText, fit
from osloregion_slides.outline.figures import locale_of
from osloregion_slides.outline.number_format import shown_number
from osloregion_slides.outline.words import word
from osloregion_slides.scene import Box, Run, Shape

if TYPE_CHECKING:
    from osloregion_slides.scene import Align, Chart, Colour

    Named = tuple[Chart, tuple[Shape, ...]]

APART, UNDER, RIGHT = px(24), px(6), px(172)
"""From lines to their growth, from a name to its bar, and the width of names right of columns."""
WIDEST_NAME = 0.3
"""The share of the width that the names of lying bars may take."""


def with_names(chart: Chart, raw: Chart, context: ComposeContext) -> Named:
    """Return a chart with the texts beside it, and without a legend where these say it.

    Args:
        raw: the chart before its style, to be set in less room.
    """
    kind = kind_of(chart)
    if chart.style.ends:
        return _growth(chart, raw, context)
    if chart.look.value_title or not chart.legend or not labelled(chart):
        return chart, ()
    if kind.is_stacked and kind.lying:
        return _over_first(chart, context)
    return _beside_columns(chart, context) if any([one.apart for one in chart.series]) else (chart, ())


def _growth(chart: Chart, raw: Chart, context: ComposeContext) -> Named:
    """Return lines with how much each grew from its first value to its last, in a column at the right."""
    lines = [one for one in chart.series if not one.dashed]
    ends = [[value for value in one.values if value is not None] for one in lines]
    codes = [chart.format_of(n) for n in range(len(chart.series))]
    if any([len(values) < 2 or min(values) <= 0 for values in ends]) or any(["%" in code for code in codes]):
        return chart, ()
    space = "" if context.language.startswith("en") else "\u00a0"
    code = f'+0.0{space}%;"\u2212"0.0{space}%;0.0{space}%'
    locale = locale_of(context.language.partition("-")[0])
    said = [shown_number(Decimal(repr(round(v[-1] / v[0] - 1, 6))), code, locale) for v in ends]
    head = word(context.language, "growth" if min([v[-1] - v[0] for v in ends]) >= 0 else "change")
    line = Emu(round(chart.size * LINE * EMU_PER_PT))
    wide = round(max([context.metrics.width(text, True) for text in (*said, head)]) * chart.size * EMU_PER_PT) + px(4)
    area = chart.box
    found = styled(raw.replace(box=area.inset(0, line, wide + APART, 0)), context, chart.style.ground)
    if not found.style.ends or found.size != chart.size:
        return chart, ()
    axis, plot = scale(found), found.style.plot
    ends_of = found.look.replace(low=axis[0], high=axis[-1])
    found = found.replace(look=ends_of, style=found.style.replace(fitted=True))
    column, made = Box(Emu(area.right - wide), area.y, Emu(wide), line), []
    key, dim = chart.key, chart.style.dim
    made.append(_text(f"{key}/growth", column, Run(head), dim, context, chart.size, align="r"))
    shown = [n for n, one in enumerate(found.series) if not one.dashed]
    for place, (n, text, values) in enumerate(zip(shown, said, ends), 1):
        share = plot[1] + plot[3] * (axis[-1] - values[-1]) / (axis[-1] - axis[0]) + found.style.shifts[n][1]
        y = Emu(found.box.y + round(share * found.box.h) - line // 2)
        ink = found.series[n].ink or chart.style.text
        made.append(
            _text(f"{key}/growth-{place}", column.replace(y=y), Run(text, True), ink, context, chart.size, align="r")
        )
    return (found, tuple([one for one in made if one])) if all(made) else (chart, ())


def _over_first(chart: Chart, context: ComposeContext) -> Named:
    """Return stacked bars out to the right margin, the names of their parts over the first one."""
    kind, box, count = kind_of(chart), chart.box, len(chart.categories)
    rows = [[value or 0.0 for value in row] for row in zip(*[one.values for one in chart.series])]
    if chart.look.high is not None or chart.look.low is not None or any([one.as_line for one in chart.series]):
        return chart, ()
    if min(rows[0]) <= 0 or any([value < 0 for row in rows for value in row]):
        return chart, ()
    most = max([sum(row) for row in rows])
    whole = sum(rows[0]) if kind.is_percent else most
    names = max([context.metrics.width(name) for name in chart.categories]) * chart.size * EMU_PER_PT + px(12)
    if names > box.w * WIDEST_NAME:
        return chart, ()
    left, gap = round(names), (GAP - 1) / GAP / 2 / count
    starts = [box.x + left + round((box.w - left) * sum(rows[0][:n]) / whole) for n in range(len(rows[0]) + 1)]
    ends = [*[x - UNDER for x in starts[1:-1]], box.right]
    for size in context.labels(18):
        line = round(size * LINE * EMU_PER_PT)
        top = max(0, round((line + UNDER - box.h * gap) / (1 - gap)))
        bar = box.y + top + round((box.h - top) * gap)
        places = [
            Box(Emu(x), Emu(bar - UNDER - line), Emu(end - x), Emu(line)) for x, end in zip(starts, ends, strict=False)
        ]
        texts = [
            _text(f"{chart.key}/name-{n}", place, Run(one.name, True), chart.style.text, context, size)
            for n, (one, place) in enumerate(zip(chart.series, places), 1)
        ]
        if all(texts):
            plot = (left / box.w, top / box.h, 1 - left / box.w, 1 - top / box.h)
            style = chart.style.replace(plot=plot, based=True, fitted=not kind.is_percent)
            look = chart.look if kind.is_percent else chart.look.replace(high=float(f"{most:.12g}"))
            return chart.replace(legend=False, style=style, look=look), tuple([one for one in texts if one])
    return chart, ()


def _beside_columns(chart: Chart, context: ComposeContext) -> Named:
    """Return columns under one line, both with their names at the right."""
    bars, lines = [one for one in chart.series if not one.as_line], [one for one in chart.series if one.as_line]
    high, low, box = chart.look.high, chart.look.base, chart.box
    if len(bars) != 1 or len(lines) != 1 or high is None or low is None or lines[0].values[-1] is None:
        return chart, ()
    top = ticks(low, max([value for value in lines[0].values if value is not None]))[-1]
    title = chart.size * 1.5 if chart.look.category_title else 0.0
    foot = (chart.size * 1.7 + title) * EMU_PER_PT / box.h
    over = chart.value_size * LINE * EMU_PER_PT / box.h
    plot = (0.0, over, 1 - (RIGHT + APART) / box.w, 1 - over - foot)
    shares = (1 - (lines[0].values[-1] - low) / (top - low), 1 - (bars[0].values[-1] or 0.0) / high / 2)
    names = []
    for key, one, share, ink in zip(("line", "columns"), (*lines, *bars), shares, (chart.style.text, chart.style.dim)):
        tall = round(2 * 18 * LINE * EMU_PER_PT)
        y = max(int(box.y), box.y + round(box.h * (plot[1] + plot[3] * share)) - tall // 2)
        place = Box(Emu(box.right - RIGHT), Emu(y), RIGHT, Emu(tall))
        names.append(_text(f"{chart.key}/name-{key}", place, Run(one.name, True), ink, context, *context.labels(18)))
    if not all(names):
        return chart, ()
    style = chart.style.replace(plot=plot, top=top)
    return chart.replace(legend=False, style=style), tuple([one for one in names if one])


def _text(
    key: str, box: Box, said: Run, ink: Colour, context: ComposeContext, *steps: Pt, align: Align = "l"
) -> Shape | None:
    """Return one text beside a chart, None where it has no room; more than a line only where the box is higher."""
    frame = context.frame(box, ink, anchor="ctr", insets=TIGHT)
    text = fit((UnfittedText((said,), align=align),), frame, steps, context.metrics) if box.w > 0 else None
    if text is None or (len(text.paragraphs[0].breaks) > 1 and box.h < 2 * text.paragraphs[0].size * EMU_PER_PT):
        return None
    return Shape(key, box, text=text)
