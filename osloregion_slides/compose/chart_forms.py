"""Chart series of an outline: combos, targets, highlights, waterfalls, date axes, and charts split over slides."""

from __future__ import annotations

import re
from decimal import Decimal
from math import ceil, floor, log10
from typing import TYPE_CHECKING

from osloregion_slides.base.findings import meant
from osloregion_slides.base.patterns import late
from osloregion_slides.base.units import EMU_PER_PT
from osloregion_slides.chart_types import BELOW, TARGET, TYPES, date_of, serial_of
from osloregion_slides.compose.context import ComposeContext, plain_text
from osloregion_slides.fit.breaking import unbroken
from osloregion_slides.outline.fields import tabular
from osloregion_slides.outline.figures import locale_of
from osloregion_slides.outline.nodes import Figure
from osloregion_slides.outline.number_format import shown_number
from osloregion_slides.outline.words import word
from osloregion_slides.registry.grid import read_date
from osloregion_slides.scene import Box, Chart, ChartLook, Colour, Series

if TYPE_CHECKING:
    from collections.abc import Iterable

    from osloregion_slides.outline.load import SlideSource

    Values = tuple[float | None, ...]

ROW = 1.35
"""The least height of a bar, in lines of text: with less its name touches the next one's."""
MOST_SLICES = 12
MOST_NAMES = 0.35
"""The largest share of a chart's height for the lines of a name under a column."""
_PERIOD = late(r"[\d .:/–-]+|.*(?<!\d)(?:19|20)\d\d(?!\d).*")
"""Dates, years and numbers: if some are left out, readers can infer them from the others."""


def named(source: SlideSource, context: ComposeContext, key: str, known: Iterable[str]) -> tuple[str, ...]:
    """Return the known names at ``key``, and report the others."""
    names = tuple(known)
    wanted = [plain_text(rich) for rich in source.fields.rich_list(key)]
    for name in wanted:
        if name not in names:
            values = meant(name, names)
            context.report("unknown-series", source.fields.at(key), name=name[:60], **values)
    return tuple([name for name in wanted if name in names])


def with_lines(source: SlideSource, context: ComposeContext, series: tuple[Series, ...]) -> tuple[Series, ...]:
    """Return a combo's columns, then its lines: those named by ``lines:``, otherwise the last series."""
    if source.fields.raw("type") != "combo":
        return series
    lines = named(source, context, "lines", [one.name for one in series]) or (series[-1].name,)
    if len(lines) >= len(series):
        context.report("wrong-number-of-values.combo", source.at)
    columns = [one for one in series if one.name not in lines]
    return (*columns, *[one.replace(as_line=True) for one in series if one.name in lines])


def with_target(source: SlideSource, context: ComposeContext, series: tuple[Series, ...]) -> tuple[Series, ...]:
    """Return the series with the ``target:`` line across all categories; report it on charts that cannot show it."""
    if not source.fields.has("target"):
        return series
    kind = TYPES[source.fields.raw("type")]
    if kind.is_round or kind.horizontal or kind.is_percent:
        context.report("dead-key.target", source.fields.at("target"))
        return series
    fields = source.fields.mapping("target")
    value = fields.number("value")
    code = series[0].number_format or "General"
    value_text = shown_number(Decimal(repr(value or 0.0)), code, locale_of(context.language.partition("-")[0]))
    line = Series(f"{fields.plain('name')}: {value_text}", (value,) * len(series[0].values), TARGET, code)
    return (*series, line.replace(as_line=True, dashed=True, labels="none"))


def with_highlight(
    source: SlideSource,
    context: ComposeContext,
    categories: tuple[str, ...],
    series: tuple[Series, ...],
    quiet: Colour,
) -> tuple[tuple[Series, ...], tuple[int, ...]]:
    """Return the series, muted unless highlighted, and the indexes of the highlighted categories."""
    if not source.fields.has("highlight"):
        return series, ()
    kind = TYPES[source.fields.raw("type")]
    names = named(source, context, "highlight", [*categories, *[one.name for one in series]])
    places = tuple([place for place, name in enumerate(categories) if name in names])
    if kind.is_round or (places and (kind.plot == "line" or len(series) > 1)):
        context.report("dead-key.highlight", source.fields.at("highlight"))
        return series, ()
    if places:
        return tuple([one.replace(colour=quiet) for one in series]), places
    if not names:
        return series, ()
    lit = iter((context.roles.brand, context.roles.dark))
    return tuple(
        [
            one if one.dashed else one.replace(colour=next(lit, one.colour) if one.name in names else quiet)
            for one in series
        ]
    ), ()


def waterfall(
    source: SlideSource, context: ComposeContext, categories: tuple[str, ...], series: tuple[Series, ...]
) -> tuple[Series, ...]:
    """Return the columns of a waterfall: the hidden base, rises, falls and totals.

    ``totals:`` names the categories that show the running sum; a total with a value must equal it, unless it is the
    first category, where the value is the starting sum.
    """
    at = source.fields.at("table" if source.fields.has("table") else "series")
    if len(series) != 1:
        context.report("wrong-number-of-values.waterfall", at, count=len(series))
    totals = named(source, context, "totals", categories)
    rows: list[Values] = []
    sum_so_far = 0.0
    for place, (name, value) in enumerate(zip(categories, series[0].values)):
        before = sum_so_far
        if name in totals:
            sum_so_far = value if value is not None and not place else before
            if value is not None and place and abs(value - before) > 1e-9 * max(abs(value), abs(before), 1.0):
                values = {"name": name, "value": f"{value:.10g}", "sum": f"{before:.10g}"}
                context.report("bad-figure.total", at, **values)
            rows.append((None, None, None, sum_so_far, None, None))
        elif value is None:
            rows.append((None,) * 6)
        else:
            sum_so_far = _exact(before + value)
            rows.append(_step(before, sum_so_far))
    columns: list[Values] = list(zip(*rows))
    code = source.fields.raw("number_format") or series[0].number_format
    names = [str(word(context.language, f"waterfall {part}")) for part in ("base", "rise", "fall", "total")]
    names += [f"{name}{BELOW}" for name in names[1:3]]
    fills = context.roles
    rise, fall = (fills.brand, _signed(code, "+")), (fills.second, _signed(code, '"\u2212"'))
    looks = ((fills.quiet, code), rise, fall, (fills.dark, code), rise, fall)
    return tuple(
        [
            Series(name, values, colour, form, hidden=place == 0, ink=None if place == 0 else context.on(colour))
            for place, (name, values, (colour, form)) in enumerate(zip(names, columns, looks))
            if place < 4 or any([value is not None for value in values])
        ]
    )


def _step(before: float, after: float) -> Values:
    """Return the values that draw a change: base, rise, fall, no total, and the parts of rise and fall below zero."""
    low, high = min(before, after), max(before, after)
    base = max(low, 0.0) + min(high, 0.0)
    over, under = _exact(max(high, 0.0) - max(low, 0.0)), _exact(min(low, 0.0) - min(high, 0.0))
    first, second = (under, None) if high <= 0 and under else (over, under if under else None)
    parts = (first, None, second, None) if after >= before else (None, first, None, second)
    return (base if second is None else None, *parts[:2], None, *parts[2:])


def _signed(code: str, sign: str) -> str:
    """Return a number format that shows the absolute value after a sign, for negative parts too."""
    size = code.partition(";")[0]
    return f"{sign}{size};{sign}{size}"


def _exact(value: float) -> float:
    """Return a sum without floating-point noise: 0.1 + 0.2 is 0.3."""
    return float(f"{value:.12g}")


def report_problems(
    source: SlideSource, context: ComposeContext, categories: tuple[str, ...], series: tuple[Series, ...]
) -> None:
    """Report charts that show nothing, or misrepresent their numbers."""
    at = source.fields.at("table" if source.fields.has("table") else "series")
    kind, name = TYPES[source.fields.raw("type")], source.fields.raw("type")
    values = [value for one in series for value in one.values if value is not None]
    if not values:
        context.report("empty-chart", at)
        return
    for names in (categories, [one.name for one in series]):
        twice = next((name for place, name in enumerate(names) if name.strip() and name in names[:place]), "")
        if twice:
            context.report("crowded-chart.twice", at, name=twice[:60])
    for one in series:
        if all(value is None for value in one.values):
            context.report("empty-chart.series", at, name=one.name)
    if kind.is_round:
        if len(series) > 1:
            context.report("wrong-number-of-values.pie", at, kind=name, count=len(series))
        _report_parts(source, context, series[0])
        if len(categories) > MOST_SLICES:
            context.report("crowded-chart.slices", at, count=len(categories), most=MOST_SLICES)
    if kind.is_round or kind.is_percent:
        shown = values if kind.is_percent else [value for value in series[0].values if value is not None]
        if any(value < 0 for value in shown):
            context.report("bad-figure.negative-share", at, kind=name)
        elif not any(shown):
            context.report("bad-figure.no-shares", at, kind=name)
    rows = zip(categories, zip(*[one.values for one in series])) if kind.is_percent and any(values) else ()
    for category, row in rows:  # no total to take shares of: programs draw no bar
        if not any(row):
            context.report("empty-chart.category", at, name=category[:60])
    if kind.plot == "line" and len(categories) == 1:
        context.report("empty-chart.point", at)


def _report_parts(source: SlideSource, context: ComposeContext, series: Series) -> None:
    """Report percentages of a round chart that do not add up to 100: the slices then contradict their labels."""
    code, count = source.fields.raw("number_format") or series.number_format, len(series.values)
    added = sum([value for value in series.values if value is not None])
    percent = added * (100 if "%" in re.sub('"[^"]*"', "", code) else 1)
    if "%" in code and percent > 0 and abs(percent - 100) > count / 2 + 0.5:  # each value may be rounded
        at = source.fields.at("table" if source.fields.has("table") else "series")
        context.report("mixed-units.parts", at, sum=f"{percent:.4g}")


def on_dates(
    source: SlideSource, context: ComposeContext, categories: tuple[str, ...], series: tuple[Series, ...]
) -> tuple[tuple[str, ...], tuple[Series, ...], str]:
    """Return the categories as ISO dates in chronological order, the series in that order, and the date format.

    Without ``dates: true`` both are unchanged; a line with dates at uneven intervals or out of order is reported.
    """
    days = _days(source, categories)
    axes = source.fields.mapping("axes")
    is_line = TYPES[source.fields.raw("type")].plot == "line"
    if not axes.flag("dates"):
        gaps = [after - before for before, after in zip(days, days[1:]) if before and after]
        is_back = 0 not in days and min(gaps, default=1) <= 0
        if is_line and (is_back or (0 not in days and len(gaps) > 1 and max(gaps) > 1.5 * min(gaps))):
            at = source.fields.at("table" if source.fields.has("table") else "categories")
            context.report("uneven-dates.order" if is_back else "uneven-dates", at)
        return categories, series, ""
    wrong = [name for name, day in zip(categories, days) if not day]
    if wrong or not is_line:
        key = "bad-value.dates" if wrong else "dead-key.dates"
        context.report(key, axes.at("dates"), text=wrong[0][:40] if wrong else "")
        return categories, series, ""
    order = sorted(range(len(days)), key=days.__getitem__)
    names = tuple([date_of(days[place]) for place in order])
    sorted_series = [one.replace(values=tuple([one.values[place] for place in order])) for one in series]
    form = "d.m.yyyy"
    if all(name.endswith("-01") for name in names):
        form = "yyyy" if all(name.endswith("-01-01") for name in names) else "mmm yyyy"
    return names, tuple(sorted_series), form


def _days(source: SlideSource, categories: tuple[str, ...]) -> list[int]:
    """Return the serial numbers of dates; cells of a workbook are dates however they are shown."""
    if not source.fields.has("table"):
        return [_day(name) for name in categories]
    resolver = source.fields.resolver
    cells = [resolver.pick(row[0]) for row in tabular(source.fields, "table").rows]
    return [_day(one.text[:10] if isinstance(one, Figure) else name) for one, name in zip(cells, categories)]


def _day(name: str) -> int:
    """Return the serial number (as in a workbook) of a date, a month or a year, 0 for other names."""
    text = name.strip()
    if re.fullmatch(r"(?:19|20)\d\d(?:-(?:0[1-9]|1[0-2]))?", text):
        return serial_of(f"{text}-01-01"[:10])
    date, _ = read_date(text)
    return max(0, serial_of(date)) if date else 0


def chart_look(source: SlideSource, context: ComposeContext, highlight: tuple[int, ...]) -> ChartLook:
    """Return the axis settings of ``axes:`` and the highlight."""
    axes = source.fields.mapping("axes")
    kind = TYPES[source.fields.raw("type")]
    if source.fields.has("axes") and kind.is_round:
        context.report("dead-key.axes", source.fields.at("axes"))
        return ChartLook()
    low, high = axes.number("min"), axes.number("max")
    if low is not None and high is not None and low >= high:
        ends = {"low": f"{low:g}", "high": f"{high:g}"}
        context.report("bad-value.axis", axes.at("min"), **ends)
        low = high = None
    return ChartLook(axes.plain("category"), axes.plain("value"), low, high, highlight)


def report_cut_values(source: SlideSource, context: ComposeContext, chart: Chart) -> None:
    """Report values outside the range of the axis, and bars that do not start at zero."""
    ends = chart.look
    values = _reach(chart)
    cut = [value for value in values if ends.high is not None and value > ends.high]
    cut += [value for value in values if ends.low is not None and value < ends.low]
    at = source.fields.mapping("axes").at()
    if cut:
        context.report("cut-axis", at, value=f"{cut[0]:.10g}")
    elif ends.low is not None and ends.low > 0 and TYPES[chart.type].plot == "bar":
        context.report("cut-axis.base", at, low=f"{ends.low:.10g}")


def _reach(chart: Chart) -> list[float]:
    """Return the values at the ends of the bars and the points of the lines."""
    if TYPES[chart.type].is_percent:
        return [0.0, 1.0]
    values = [value for one in chart.series if one.as_line for value in one.values if value is not None]
    stacked = [one.values for one in chart.series if not one.as_line]
    for row in zip(*stacked):
        known = [value for value in row if value is not None]
        if TYPES[chart.type].is_stacked:
            known = [sum([value for value in known if value > 0]), sum([value for value in known if value < 0])]
        values += known
    return values


def parts(source: SlideSource, context: ComposeContext, chart: Chart, area: Box) -> list[Chart]:
    """Return the chart in parts with room for all names: horizontal bars continue on further slides, on one scale.

    Names under columns and lines that have no room are reported: programs leave some of them out.
    """
    kind, count = TYPES[chart.type], len(chart.categories)
    if kind.is_round or chart.look.dates:
        return [chart]
    line = chart.size * ROW * EMU_PER_PT
    if not kind.horizontal:
        _report_narrow(source, context, chart, area)
        return [chart]
    room = area.h - line * (2 + bool(chart.legend) * 1.5 + bool(chart.look.value_title) * 1.5)
    most = max(1, int(room / line))
    if count <= most:
        return [chart]
    number = -(-count // most)
    size = -(-count // number)
    ends = chart.look
    if not kind.is_percent:
        reach = _reach(chart)
        low, high = min(0.0, *reach), max(0.0, *reach)
        ends = ends.replace(
            low=ends.low if ends.low is not None else rounded(low, high - low),
            high=ends.high if ends.high is not None else rounded(high, high - low),
        )
    return [_part(chart.replace(look=ends), start, start + size) for start in range(0, count, size)]


def _part(chart: Chart, start: int, end: int) -> Chart:
    series = [one.replace(values=one.values[start:end]) for one in chart.series]
    highlight = tuple([place - start for place in chart.look.highlight if start <= place < end])
    shown = chart.replace(categories=chart.categories[start:end], series=tuple(series))
    bare = [(one, place - start) for one, place in chart.style.bare if start <= place < end]
    return shown.replace(look=chart.look.replace(highlight=highlight), style=chart.style.replace(bare=tuple(bare)))


def rounded(value: float, span: float) -> float:
    """Return the next round number away from zero, in steps of a tenth to a quarter of the span."""
    if not value or not span:
        return value
    step = 10.0 ** floor(log10(span / 5))
    step *= next(factor for factor in (1, 2, 5, 10) if span / (step * factor) <= 10)
    return _exact((ceil(value / step) if value > 0 else floor(value / step)) * step)


def _report_narrow(source: SlideSource, context: ComposeContext, chart: Chart, area: Box) -> None:
    """Report names under columns or points that have no room, except dates and numbers."""
    room = area.w * 0.94 / EMU_PER_PT / len(chart.categories) / chart.size
    most = MOST_NAMES * area.h / EMU_PER_PT / chart.size / ROW * room  # in ems, over all lines under a column
    wide = [
        name
        for name in chart.categories
        if context.metrics.width(name) > most or any(context.metrics.width(part) > room for part in unbroken(name))
    ]
    if not all(_PERIOD.fullmatch(name) for name in wide):
        at = source.fields.at("table" if source.fields.has("table") else "categories")
        name, count = wide[0][:60], len(chart.categories)
        context.report("crowded-chart", at, name=name, count=count)
