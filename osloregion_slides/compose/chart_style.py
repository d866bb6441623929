"""Chart style: colours by role, the largest type that fits, and names at the ends of lines."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from osloregion_slides.base.units import EMU_PER_PT, Emu, Pt
from osloregion_slides.chart_types import TYPES, ChartKind, kind_of, labelled, scale, ticks
from osloregion_slides.compose.chart_forms import rounded
from osloregion_slides.compose.context import TIGHT, ComposeContext
from osloregion_slides.compose.roles import data
from osloregion_slides.compose.tiles import px
from osloregion_slides.fit.breaking import unbroken
from osloregion_slides.fit.setting import UnfittedText, fit
from osloregion_slides.outline.figures import locale_of
from osloregion_slides.outline.number_format import shown_number
from osloregion_slides.outline.words import word
from osloregion_slides.scene import Box, Chart, ChartStyle, Colour, Run, Series, Shape

if TYPE_CHECKING:
    from osloregion_slides.scene import Align, Chart, Colour

    Named = tuple[Chart, tuple[Shape, ...]]

NAMES, VALUES, IN_PARTS = 18, 24, 20
"""The largest sizes of names, of values at bars and of values inside bars, points."""
GAP, LINE, FOOT = 1.55, 1.25, 2.6
"""A bar and its gap, in bar widths; the line height, in type sizes; names and space under columns, in lines."""
MOST_PARTS = 30
"""The most values written over the parts of a waterfall."""
FLAT = 20
"""A line lower than the columns by this factor is unreadable on their scale, and vice versa."""
MOST_NAMED = 13
"""The most lines, targets included, that have their names at their ends."""
MOST_COLOURS = 6
"""The most series that readers can distinguish by colour."""
MOST_AT_ENDS, LITTLE_CHANGE = 4, 0.15
"""For lines with values at both ends only: the most dates, and the largest relative change."""
MOST_FOOT, MOST_LABEL = 0.5, 0.3
"""The largest shares of a waterfall's height for the names under it and for a value over it."""
WIDEST_ENDS = 0.45
"""The largest share of the width for the names and values beside lines."""


def coloured(series: tuple[Series, ...], kind: ChartKind, context: ComposeContext) -> tuple[Series, ...]:
    """Return the series in data colours: the two lines that end highest stand out, neighbouring bars differ."""
    roles = context.roles
    if kind.plot == "line":
        last = [next((value for value in reversed(one.values) if value is not None), 0.0) for one in series]
        first = sorted(range(len(series)), key=lambda n: -last[n])[:2]
        fills = dict(zip(first, (roles.brand, roles.dark)))
        return tuple([one.replace(colour=fills.get(n, quiet(kind, context))) for n, one in enumerate(series)])
    bars = [one for one in series if not one.as_line]
    lines = len(series) - len(bars)
    fills_of = iter((roles.second,) if lines and len(bars) == 1 else data(context.brand, len(bars)))
    if kind.is_stacked and len(bars) == 4:
        fills_of = iter((roles.dark, roles.brand, roles.second, roles.quiet))
    over = iter((roles.dark, roles.text, roles.dim, roles.text, roles.dim))
    return tuple([one.replace(colour=next(over) if one.as_line else next(fills_of)) for one in series])


def flat(series: tuple[Series, ...]) -> bool:
    """Return whether lines or columns would be flat on the scale of the other."""
    ends = [
        [0.0, *[abs(value) for one in series if one.as_line is over for value in one.values if value]]
        for over in (False, True)
    ]
    low, high = sorted([max(ends[0]), max(ends[1])])
    return 0 < low * FLAT < high


def quiet(kind: ChartKind, context: ComposeContext) -> Colour:
    """Return the colour of series that are not highlighted: a visible grey for lines, the second colour for bars."""
    return context.roles.dim.replace(lum_mod=60, lum_off=40) if kind.plot == "line" else context.roles.second


def styled(chart: Chart, context: ComposeContext, ground: Colour) -> Chart:
    """Return the chart in the inks of its background, with its texts as large as fits."""
    inks, kind, roles = context.inks(ground), kind_of(chart), context.roles
    style = ChartStyle(text=inks.text, dim=inks.dim, axis=inks.text, rule=inks.rule, ground=ground, lit=roles.brand)
    if kind.is_round:
        slices = data(context.brand, len(chart.categories))
        if len(slices) > 1 and slices[-1] == slices[0]:  # the last slice touches the first
            slices = (*slices[:-1], slices[2])
        style = style.replace(slices=slices)
    if inks.text == roles.paper:  # dark colours are invisible on a dark background
        seen = {roles.text: roles.quiet, roles.dim: roles.second, roles.dark: roles.paper}
        seen |= {roles.brand: roles.second, roles.second: roles.brand}
        style = style.replace(lit=roles.second, slices=tuple([seen.get(one, one) for one in style.slices]))
        fills = [(one, seen.get(one.colour, one.colour)) for one in chart.series]
        inked = [one.replace(colour=fill, ink=context.on(fill) if one.ink else None) for one, fill in fills]
        chart = chart.replace(series=tuple(inked))
    chart = chart.replace(size=_name_size(chart, context), style=style)
    values = _value_size(chart, context)
    chart = chart.replace(style=style.replace(values=values))
    if chart.type == "waterfall":
        return _values_above(chart, context, ground)
    if kind.is_stacked:
        return _values_in_parts(chart, context)
    if kind.plot == "line" and 2 <= len(chart.series) <= MOST_NAMED:
        return _with_end_names(chart, context)
    if any([one.apart for one in chart.series]):
        return _separate_scales(chart)
    return _full_width(chart, context) if kind.plot == "bar" and not kind.horizontal else chart


def _full_width(chart: Chart, context: ComposeContext) -> Chart:
    """Return a column chart without value axis with its base line from margin to margin; other charts unchanged."""
    titles = chart.look
    if not labelled(chart) or titles.value_title or titles.dates or chart.type not in ("column",):
        return chart
    line, pitch = chart.size * LINE * EMU_PER_PT, chart.box.w / EMU_PER_PT / len(chart.categories)
    rows = max([-(-context.metrics.width(name) * chart.size // (pitch * 0.94)) for name in chart.categories])
    foot = line * (rows + 0.4 + (1.5 if titles.category_title else 0.0)) / chart.box.h
    top = (chart.value_size * LINE * EMU_PER_PT + (line * 1.6 if chart.legend else 0.0)) / chart.box.h
    below = any([(value or 0) < 0 for one in chart.series for value in one.values])
    return (
        chart
        if below or foot > MOST_FOOT
        else chart.replace(style=chart.style.replace(plot=(0.0, top, 1.0, 1 - top - foot)))
    )


def _name_size(chart: Chart, context: ComposeContext) -> Pt:
    """Return the size of names and axes: the largest at which every category name fits."""
    kind, count = kind_of(chart), len(chart.categories)
    steps = context.small(NAMES)
    if kind.is_round or chart.look.dates:
        return steps[0]
    if kind.horizontal:
        room = chart.box.h * 0.85 / EMU_PER_PT / count
        return next((size for size in steps if size * 1.5 <= room), steps[-1])
    room = chart.box.w * 0.94 / EMU_PER_PT / count
    widest = max([context.metrics.width(part) for name in chart.categories for part in unbroken(name)], default=0.0)
    return next((size for size in steps if widest * size <= room), steps[-1])


def shown(chart: Chart, index: int, value: float) -> str:
    """Return a value as text in the chart's number format."""
    code = chart.format_of(index).rpartition("]")[2]
    return shown_number(Decimal(repr(value)), code or "General", locale_of(chart.language.partition("-")[0]))


def _widest(chart: Chart, context: ComposeContext) -> float:
    """Return the width of the widest value in em, of the first, least and largest value of each series."""
    words: list[str] = []
    for n, one in enumerate(chart.series):
        known = [value for value in one.values if value is not None and value - value == 0]
        if known and not one.hidden and one.labels != "none":
            words += [shown(chart, n, max(known)), shown(chart, n, min(known)), shown(chart, n, known[0])]
    return max([context.metrics.width(word) for word in words], default=0.0)


def _value_size(chart: Chart, context: ComposeContext) -> Pt:
    """Return the size of values at bars and points: the largest that fits a bar."""
    kind, count = kind_of(chart), len(chart.categories)
    steps = tuple(dict.fromkeys([*context.labels(VALUES), *context.small(context.labels(VALUES)[-1])]))
    if kind.is_round:
        return steps[-1] if steps[-1] > NAMES else next(size for size in steps if size <= NAMES)
    bars = [one for one in chart.series if not one.as_line and not one.hidden]
    beside = 1 if kind.is_stacked or len(bars) < 2 else len(bars)
    if kind.horizontal:
        thick = chart.box.h * 0.8 / EMU_PER_PT / count / (beside - 1 + GAP)
        return next((size for size in steps if size * 1.1 <= thick), steps[-1])
    pitch = chart.box.w * 0.94 / EMU_PER_PT / count
    over = beside == 1 and (not kind.is_stacked or chart.type == "waterfall")
    room = pitch * 0.94 if over else pitch / (beside - 1 + GAP)
    widest = _widest(chart, context)
    return next((size for size in steps if widest * size <= room), steps[-1])


def _values_in_parts(chart: Chart, context: ComposeContext) -> Chart:
    """Return a chart of stacked bars, its values at the largest size at which all fit their parts; at the smallest size
    values of parts that are too small are marked as bare.
    """
    steps = [size for size in context.labels(IN_PARTS) if size <= chart.style.values] or [chart.style.values]
    for size in steps:
        bare = _too_small(chart, context, size)
        if not bare:
            break
    return chart.replace(style=chart.style.replace(values=size, bare=bare))


def _too_small(chart: Chart, context: ComposeContext, size: Pt) -> tuple[tuple[int, int], ...]:
    """Return the (series, category) of parts too small for their values at a size."""
    kind, metrics = kind_of(chart), context.metrics
    length = (chart.box.w * 0.75 if kind.horizontal else chart.box.h * 0.8) / EMU_PER_PT
    rows = _rows(chart)
    wholes = [sum([abs(value) for value in row if value is not None]) for row in rows]
    most = max(wholes, default=0.0)
    found = []
    for n, one in enumerate(chart.series):
        for place, value in enumerate(one.values):
            if value is None or one.hidden or one.as_line or value - value != 0:
                continue
            whole = (wholes[place] if kind.is_percent else most) or 1.0
            needs = metrics.width(shown(chart, n, value)) * size + size * 0.2 if kind.horizontal else size * LINE
            if abs(value) / whole * length < needs:
                found.append((n, place))
    return tuple(found)


def _values_above(chart: Chart, context: ComposeContext, ground: Colour) -> Chart:
    """Return a waterfall with a muted base, and its values over their parts where all can be written."""
    inks = context.inks(ground)
    carried = context.roles.quiet if inks.text != context.roles.paper else inks.tints[1]
    series = [one.replace(colour=carried) if one.hidden else one.replace(ink=inks.text) for one in chart.series]
    chart = chart.replace(series=tuple(series))
    columns = [one for one in series if not one.hidden and not one.as_line]
    labels = {one.labels for one in columns}
    count = len([value for one in columns for value in one.values if value is not None])
    if count > MOST_PARTS or labels == {"none"}:
        return chart
    titles, line = chart.look, chart.size * LINE * EMU_PER_PT
    pitch = chart.box.w * 0.9 / EMU_PER_PT / len(chart.categories)
    rows = max([-(-context.metrics.width(name) * chart.size // pitch) for name in chart.categories])
    left = line * 1.5 / chart.box.w if titles.value_title else 0.0
    foot = line * (rows + 0.6 + (1.5 if titles.category_title else 0.0)) / chart.box.h
    top = line * 1.5 / chart.box.h if chart.legend else 0.0
    plot = (left, top, 1 - left, 1 - top - min(foot, MOST_FOOT))
    ends = [value or 0.0 for one in series if one.as_line for value in one.values]
    for row in _rows(chart):
        ends += [sum([value for value in row if value and (value > 0) == up]) for up in (False, True)]
    low, reach = min(ends), max(ends)
    room = min(MOST_LABEL, chart.style.values * 1.5 * EMU_PER_PT / chart.box.h / plot[3])
    fitted = titles.high is None and titles.low is None and reach > low
    if fitted:
        room *= (reach - low) / (1 - room * ((reach > 0) + (low < 0)))
        ends = [float(f"{end:.4g}") for end in (low - room if low < 0 else 0.0, reach + room if reach > 0 else 0.0)]
        chart = chart.replace(look=titles.replace(low=ends[0] if low < 0 else None, high=ends[1]))
    return chart.replace(style=chart.style.replace(above=True, fitted=fitted, plot=plot))


def _rows(chart: Chart) -> list[tuple[float | None, ...]]:
    """Return the values of each category."""
    return list(zip(*[one.values for one in chart.series if not one.as_line]))


def _separate_scales(chart: Chart) -> Chart:
    """Return columns in the lower half, and lines on a separate scale above them; both scales end at round numbers."""
    bars = [value for one in chart.series if not one.as_line for value in one.values if value is not None]
    lines = [value for one in chart.series if one.apart for value in one.values if value is not None]
    if not bars or not lines or min(bars) < 0 or chart.look.low is not None or chart.look.high is not None:
        return chart
    span = (max(lines) - min(lines)) or abs(max(lines)) or 1.0
    base = max(lines) - span / 0.3
    return chart.replace(
        look=chart.look.replace(high=rounded(2 * max(bars), 2 * max(bars)), base=rounded(base, 4 * span)),
        style=chart.style.replace(fitted=True),
    )


def _with_end_names(chart: Chart, context: ComposeContext) -> Chart:
    """Return a line chart with names at the right ends of the lines instead of a legend, where they fit.

    With few dates and little change, the values are at both ends instead of an axis.
    """
    names, starts, ends = [], [], len(chart.categories) <= MOST_AT_ENDS
    for one in chart.series:
        known = [value for value in one.values if value is not None and value - value == 0]
        if not known:
            return chart
        if one.dashed:
            continue
        ends = ends and one.labels == "all" and abs(known[-1] - known[0]) <= LITTLE_CHANGE * abs(known[0])
    for n, one in enumerate(chart.series):
        known = [value for value in one.values if value is not None and value - value == 0]
        written = f"  {shown(chart, n, known[-1])}" if ends and not one.dashed else ""
        names.append(context.metrics.width(one.name + written, True))
        starts.append(context.metrics.width(shown(chart, n, max(known))))
    size, wide, titles = chart.size, chart.box.w / EMU_PER_PT, chart.look
    right, left = (max(names) * size + 16) / wide, (max(starts) * size + 16) / wide
    left += size * 1.5 / wide if titles.value_title else 0.0
    foot = size * (3.1 if titles.category_title else 1.6) * EMU_PER_PT / chart.box.h
    if right + left > WIDEST_ENDS or len(chart.series) * size * LINE * EMU_PER_PT > chart.box.h * (0.94 - foot):
        return chart
    if not ends:  # the last point is half a step from the edge of the plot
        steps = max(1, len(chart.categories))
        right = max(0.02, (right - (1 - left) / (2 * steps)) / (1 - 1 / (2 * steps)))
    plot = (left, 0.04, 1 - left - right, 0.96 - 0.02 - foot)
    series = tuple([one.replace(ink=_ink(one.colour, context, chart.style.ground)) for one in chart.series])
    at_ends = [[one.values[0] for one in series], [one.values[-1] for one in series]]
    axis, line = scale(chart), size * LINE * EMU_PER_PT / chart.box.h
    shifts = tuple(zip(*[_spread(values, (axis[0], axis[-1]), plot[3], line) for values in at_ends]))
    fitted = len(series) > MOST_COLOURS and titles.low is None and titles.high is None
    if fitted:  # so many names are right only on the scale that they were spread on
        chart = chart.replace(look=titles.replace(low=axis[0], high=axis[-1]))
    style = chart.style.replace(named=True, ends=ends, plot=plot, shifts=shifts, fitted=fitted)
    return chart.replace(series=series, legend=False, style=style)


def with_colours(chart: Chart, context: ComposeContext) -> Chart:
    """Return a line chart with a legend and three or four lines in distinct colours; other charts unchanged."""
    lines = [one for one in chart.series if not one.dashed]
    if kind_of(chart).plot != "line" or not chart.legend or not 2 < len(lines) <= 4:
        return chart
    roles, ground = context.roles, chart.style.ground
    dark = context.inks(ground).text == roles.paper
    fills = iter(
        (roles.paper, roles.second, roles.this_one, roles.dim)
        if dark
        else (roles.dark, roles.brand, roles.second, roles.dim)
    )
    return chart.replace(series=tuple([one if one.dashed else one.replace(colour=next(fills)) for one in chart.series]))


def _ink(colour: Colour, context: ComposeContext, ground: Colour) -> Colour:
    """Return the text colour of a line's name: the line's own, or dim for grey lines."""
    grey = quiet(TYPES["line"], context)
    return context.ink(context.inks(ground).dim if colour == grey else colour, ground)


def _spread(values: list[float | None], ends: tuple[float, float], high: float, line: float) -> list[float]:
    """Return the downward shift of each label at the ends of lines that avoids overlaps, as shares of the chart's
    height.

    ``ends`` are the ends of the axis, ``high`` is the plot's share of the height.
    """
    low, top = ends
    shares = [None if value is None else high * (top - value) / (top - low) for value in values]
    places = sorted([(share, n) for n, share in enumerate(shares) if share is not None])
    moved: dict[int, float] = {}
    lowest = -line
    for place, n in places:
        lowest = moved[n] = max(place, lowest + line)
    edge = high + line / 2
    for _, n in reversed(places):
        moved[n] = min(moved[n], edge)
        edge = moved[n] - line
    own = {n: place for place, n in places}
    return [moved[n] - own[n] if n in moved and abs(moved[n] - own[n]) > 0.002 else 0.0 for n in range(len(values))]


# Texts beside a chart instead of its legend: names over the first bar or right of columns, growth beside lines.
#
# They are text boxes because a chart has one label per point, used for the value.

APART, UNDER, RIGHT = px(24), px(6), px(172)
"""The distance from lines to their growth, from a name to its bar, and the width of names right of columns."""
WIDEST_NAME = 0.3
"""The largest share of the width for the names of horizontal bars."""


def with_names(chart: Chart, raw: Chart, context: ComposeContext) -> Named:
    """Return a chart and the texts beside it, without the legend that they replace.

    Args:
        raw: the chart before styling, to be styled again in a narrower box.
    """
    kind = kind_of(chart)
    if chart.style.ends:
        return _growth(chart, raw, context)
    if chart.look.value_title or not chart.legend or not labelled(chart):
        return chart, ()
    if kind.is_stacked and kind.horizontal:
        return _over_first(chart, context)
    return _beside_columns(chart, context) if any([one.apart for one in chart.series]) else (chart, ())


def _growth(chart: Chart, raw: Chart, context: ComposeContext) -> Named:
    """Return a line chart and a column at its right with the growth of each line from first to last value."""
    lines = [one for one in chart.series if not one.dashed]
    ends = [[value for value in one.values if value is not None] for one in lines]
    codes = [chart.format_of(n) for n in range(len(chart.series))]
    if any([len(values) < 2 or min(values) <= 0 for values in ends]) or any(["%" in code for code in codes]):
        return chart, ()
    space = "" if context.language.startswith("en") else "\u00a0"
    code = f'+0.0{space}%;"\u2212"0.0{space}%;0.0{space}%'
    locale = locale_of(context.language.partition("-")[0])
    rates = [shown_number(Decimal(repr(round(v[-1] / v[0] - 1, 6))), code, locale) for v in ends]
    head = word(context.language, "growth" if min([v[-1] - v[0] for v in ends]) >= 0 else "change")
    line = Emu(round(chart.size * LINE * EMU_PER_PT))
    wide = round(max([context.metrics.width(text, True) for text in (*rates, head)]) * chart.size * EMU_PER_PT) + px(4)
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
    for place, (n, text, values) in enumerate(zip(shown, rates, ends), 1):
        share = plot[1] + plot[3] * (axis[-1] - values[-1]) / (axis[-1] - axis[0]) + found.style.shifts[n][1]
        y = Emu(found.box.y + round(share * found.box.h) - line // 2)
        ink = found.series[n].ink or chart.style.text
        made.append(
            _text(f"{key}/growth-{place}", column.replace(y=y), Run(text, True), ink, context, chart.size, align="r")
        )
    return (found, tuple([one for one in made if one])) if all(made) else (chart, ())


def _over_first(chart: Chart, context: ComposeContext) -> Named:
    """Return stacked bars that end at the right margin, and the names of their parts over the first bar."""
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
    """Return columns under one line, and the names of both at the right."""
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
    key: str, box: Box, run: Run, ink: Colour, context: ComposeContext, *steps: Pt, align: Align = "l"
) -> Shape | None:
    """Return one text beside a chart, None if it does not fit; several lines only in a box of two lines or more."""
    frame = context.frame(box, ink, anchor="ctr", insets=TIGHT)
    text = fit((UnfittedText((run,), align=align),), frame, steps, context.metrics) if box.w > 0 else None
    if text is None or (len(text.paragraphs[0].breaks) > 1 and box.h < 2 * text.paragraphs[0].size * EMU_PER_PT):
        return None
    return Shape(key, box, text=text)
