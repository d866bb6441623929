"""Chart: a native chart with an embedded workbook, which stays editable."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from osloregion_slides.base.findings import Location
from osloregion_slides.base.patterns import late
from osloregion_slides.chart_types import TYPES
from osloregion_slides.compose.chart_forms import (
    chart_look,
    on_dates,
    parts,
    report_cut_values,
    report_problems,
    waterfall,
    with_highlight,
    with_lines,
    with_target,
)
from osloregion_slides.compose.chart_style import MOST_COLOURS, coloured, flat, quiet, styled, with_colours, with_names
from osloregion_slides.compose.context import INK, ComposeContext, plain_text
from osloregion_slides.compose.entries import TEXT, text_field
from osloregion_slides.compose.page import content, pages, title_text
from osloregion_slides.outline.chart_formats import axis_of, format_of, unit_of
from osloregion_slides.outline.fields import PATH, Fields, Tabular, figure, tabular
from osloregion_slides.outline.nodes import Scalar, number
from osloregion_slides.outline.number_format import is_known
from osloregion_slides.outline.text_schema import LANGUAGE, choice, flag, listed, mapping, string
from osloregion_slides.registry.grid import Total, is_sum
from osloregion_slides.scene import Chart, Series, Slide

if TYPE_CHECKING:
    from osloregion_slides.base.messages import Phrase
    from osloregion_slides.outline.load import SlideSource
    from osloregion_slides.scene import Item

    Content = tuple[tuple[str, ...], tuple[Series, ...], Phrase | str]
    from collections.abc import Iterable, Iterator


LABELS = choice(("all", "last", "none"), "Values with a data label; overrides the labels of the chart")
NAME: dict[str, object] = {
    "title": "a name, or one per language",
    "anyOf": [
        {"type": ["string", "number"]},
        {
            "type": "object",
            "patternProperties": {LANGUAGE: {"type": ["string", "number"]}},
            "additionalProperties": False,
            "minProperties": 1,
        },
    ],
}
VALUES = listed({"type": ["number", "null"]}, "One number per category")
SERIES = mapping({"name": TEXT, "values": VALUES, "labels": LABELS}, "name", "values")
AXES = mapping(
    {
        "category": text_field("Title of the category axis"),
        "value": text_field("Title of the value axis, with the unit"),
        "min": {"type": "number", "description": "Minimum of the value axis"},
        "max": {"type": "number", "description": "Maximum of the value axis"},
        "dates": flag("Treat the categories of a line chart as dates, on a time axis"),
    },
    description="Titles of the axes, and the range of the value axis",
)
TARGET = mapping(
    {"name": TEXT, "value": {"type": "number", "description": "Value of the target line"}},
    "name",
    "value",
    description="A dashed target line across columns or lines",
)
SCHEMA: dict[str, object] = {
    "description": "A native chart",
    "properties": {
        "type": choice(TYPES, "Chart type; bars are horizontal, columns vertical"),
        "categories": listed(TEXT, "Names of the categories", least=1),
        "series": listed(SERIES, "The data series", 1, 12),
        "table": {
            **PATH,
            "description": "Path to a table: categories in the first column, a series in each other column",
        },
        "number_format": string("Excel number format, such as `#,##0`"),
        "axes": AXES,
        "highlight": listed(NAME, "Series to emphasise, or categories if there is one series", least=1),
        "lines": listed(NAME, "Series that a combo chart draws as lines; default: the last one", least=1),
        "totals": listed(NAME, "Categories of a waterfall chart that show the running total", least=1),
        "target": TARGET,
        "labels": {**LABELS, "description": "Values with a data label; a series can override it"},
        "alt": text_field("Alt text: what the chart shows, for people who cannot see it"),
    },
    "required": ["type", "alt"],
}

GROUNDS = ("paper", "snow")

MOST_SERIES = 12
_PLACES = late(r"[#0?][#0?,.]*[#0?]")
"""The digit placeholders of a number format, with their separators."""
LOCALES = {"nb": "414", "nn": "814", "no": "414", "se": "43B", "sv": "41D", "da": "406", "fi": "40B", "de": "407"}
"""Locales of number formats (ECMA-376 Part 1, 18.8.31: ``[$-414]``) by language (MS-LCID), hexadecimal."""


def compose(source: SlideSource, context: ComposeContext) -> tuple[Slide, ...]:
    """Return the slide."""
    layout = context.layout("title_only")
    fields = source.fields
    area = content(source, layout)
    categories, series, reason = _from_table(source, context) if fields.has("table") else _from_outline(source, context)
    if not categories or not series:
        from osloregion_slides.compose.map_marks import slide_without_figures

        return slide_without_figures(source, context, layout, area, reason)
    report_problems(source, context, categories, series)
    categories, series, dates = on_dates(source, context, categories, series)
    kind = TYPES[fields.raw("type")]
    for key, wanted in (("lines", "combo"), ("totals", "waterfall")):
        if fields.has(key) and fields.raw("type") != wanted:
            context.report("dead-key.chart", fields.at(key), name=key, kind=wanted)
    falls = fields.raw("type") == "waterfall"
    columns = waterfall(source, context, categories, series) if falls else with_lines(source, context, series)
    columns = columns if falls else coloured(columns, kind, context)
    lit, highlight = with_highlight(source, context, categories, columns, quiet(kind, context))
    shown = with_target(source, context, _labelled(source, context, lit))
    series, code, axis = _formats(source, context, shown)
    chart = Chart(
        f"{source.id}/chart",
        area,
        fields.raw("type"),
        categories,
        series,
        context.small(18)[0],
        fields.plain("alt") or title_text(source),
        context.language,
        code,
        fields.has("target") if falls else len(series) > 1 or kind.is_round,
        axis,
        chart_look(source, context, highlight).replace(dates=_with_locale(dates, context.language) if dates else ""),
    )
    raw = chart
    chart = styled(raw, context, layout.background)
    chart = chart if fields.has("highlight") else with_colours(chart, context)
    _report_many(source, context, chart)
    report_cut_values(source, context, chart)
    drawn: list[list[Item]] = [[one] for one in parts(source, context, chart, area)]
    if len(drawn) == 1:
        chart, names = with_names(chart, raw, context)
        drawn = [[chart, *names]]
    return pages(source, context, layout, drawn, lambda part, _: tuple(part))


def _report_many(source: SlideSource, context: ComposeContext, chart: Chart) -> None:
    """Report more series than readers can distinguish, by colour or by names at the ends of lines."""
    kind, falls = source.fields.raw("type"), chart.type == "waterfall"
    shown = [one for one in chart.series if not one.dashed]
    most = len({one.colour for one in shown}) if kind == "line" else MOST_COLOURS
    marked = kind == "line" and source.fields.has("highlight")
    if len(shown) <= most or chart.style.named or not chart.legend or falls or TYPES[kind].is_round or marked:
        return
    at = source.fields.at("table" if source.fields.has("table") else "series")
    key = "crowded-chart.lines" if kind == "line" else "wrong-number-of-values.series"
    context.report(key, at, count=len(shown), most=most, kind=kind)


def _labelled(source: SlideSource, context: ComposeContext, series: tuple[Series, ...]) -> tuple[Series, ...]:
    """Return the series with the labels of ``labels:`` unless they have their own, and an ink for labels inside."""
    inside = TYPES[source.fields.raw("type")].is_stacked
    general = source.fields.raw("labels") or "all"
    own = [fields.raw("labels") for fields in source.fields.list("series")] if source.fields.has("series") else []
    if source.fields.raw("type") == "waterfall":
        general = (own[0] if own else "") or general
        own = _at_end(series) if general == "last" else []
    return tuple(
        [
            one.replace(
                labels=(own[place] if place < len(own) and len(own) == len(series) else "") or general,
                ink=context.on(one.colour) if inside and not one.as_line and not one.hidden else one.ink,
            )
            for place, one in enumerate(series)
        ]
    )


def _at_end(series: tuple[Series, ...]) -> list[str]:
    """Return the labels of a waterfall that shows only its last bar's value, whichever series draws it."""
    ends = [max([n for n, value in enumerate(one.values) if value is not None], default=-1) for one in series]
    end = max([at for at, one in zip(ends, series) if not one.dashed and not one.hidden], default=-1)
    return ["last" if at == end else "none" for at in ends]


def _formats(
    source: SlideSource, context: ComposeContext, series: tuple[Series, ...]
) -> tuple[tuple[Series, ...], str, str]:
    """Return the series with the formats that differ from the first's, the first's, and the axis's if it differs."""
    fields = source.fields
    own = fields.raw("number_format")
    if own and (not is_known(own) or _is_swapped(own, series)):
        key = "bad-value.comma" if is_known(own) else "bad-value.number-format"
        context.report(key, fields.at("number_format"), text=own[:40])
    shown = series[:1] if TYPES[fields.raw("type")].is_round else series
    falls = fields.raw("type") == "waterfall"
    codes = tuple([one.number_format if falls else own or one.number_format for one in shown])
    shown = series[:0] if falls else shown  # the signs of its formats are not units
    of_bars = [unit_of(code) for code, one in zip(codes, shown) if not one.as_line or one.dashed]
    of_lines = [unit_of(code) for code, one in zip(codes, shown) if one.as_line and not one.dashed]
    units = max(tuple(dict.fromkeys(of_bars)), tuple(dict.fromkeys(of_lines)), key=len)
    if of_bars and of_lines and len(units) == 1 and (of_bars[0] != of_lines[0] or flat(series)):
        series = tuple([one.replace(apart=one.as_line and not one.dashed) for one in series])
    if len(units) > 1:
        at = fields.at("table" if fields.has("table") else "series")
        names = tuple([one.name for one in shown])
        context.report("mixed-units", at, names=names, forms=tuple(dict.fromkeys(codes)))
    first, axis = codes[0], own or axis_of(codes)
    made = [
        one.replace(number_format=_with_locale(code, context.language) if code != first else "")
        for one, code in zip(series, (*codes, *[first] * len(series)))
    ]
    spoken = _with_locale(first, context.language)
    return tuple(made), spoken, _with_locale(axis, context.language) if axis != first else ""


def _is_swapped(code: str, series: tuple[Series, ...]) -> bool:
    """Return whether a format uses a comma for decimals or a point for thousands, as Norwegians write numbers.

    In formats a comma always groups thousands, so Excel would show 1.5 as 2, or as 0 002.
    """
    for places in _PLACES.findall(code):
        whole, _, decimals = places.partition(".")
        if len(whole.rpartition(",")[2]) != 3 if "," in whole else re.search("#0", decimals):
            return True
        values = [value for one in series for value in one.values if value is not None and value - value == 0]
        if "," in decimals or (whole == "0,000" and any(value % 1 or 0 < abs(value) < 1000 for value in values)):
            return True
    return False


def _from_outline(source: SlideSource, context: ComposeContext) -> Content:
    fields = source.fields
    if not fields.has("categories") or not fields.has("series"):
        context.report("missing-key.chart", source.at)
    texts = zip(fields.rich_list("categories"), fields.places("categories"))
    categories = tuple([fields.words(rich, at) for rich, at in texts])
    series = tuple([_series(one, len(categories), context) for one in fields.list("series")])
    report_sums(source, context, fields.places("categories"), categories, series)
    return categories, series, ""


def _from_table(source: SlideSource, context: ComposeContext) -> Content:
    """Return the chart of a table: the categories of its first column, and a series for each further one."""
    fields, resolver = source.fields, source.fields.resolver
    found = tabular(fields, "table")
    if len(found.heads) > 1 + MOST_SERIES or (found.rows and len(found.heads) < 2):
        key, at = "wrong-number-of-values.columns", fields.at("table")
        context.report(key, at, count=len(found.heads), limit=1 + MOST_SERIES)
    categories = tuple([fields.words(resolver.rich(row[0]), row[0].at) for row in found.rows])
    series = [
        Series(
            plain_text(head),
            tuple([figure(row[place], resolver) for row in found.rows]),
            INK,
            format_of(tuple([resolver.pick(row[place]) for row in found.rows])),
        )
        for place, head in enumerate(found.heads)
        if 0 < place <= MOST_SERIES
    ]
    report_rows(source, context, found, categories, tuple(series))
    return categories, tuple(series), found.unknown


def _with_locale(code: str, language: str) -> str:
    """Return a number format with its locale: without it LibreOffice uses English separators; Office uses its own."""
    locale = LOCALES.get(language.partition("-")[0])
    return f"[$-{locale}]{code}" if locale and "[" not in code else code


def _series(fields: Fields, count: int, context: ComposeContext) -> Series:
    nodes = fields.nodes("values")
    values = tuple([number(node) if isinstance(node, Scalar) else None for node in nodes])
    if len(values) != count:
        at = fields.at("values")
        context.report("wrong-number-of-values", at, count=len(values), categories=count)
    values = (*values, *[None] * count)[:count]
    return Series(fields.words(fields.rich("name"), fields.at("name")), values, INK, format_of(nodes))


# Table rows that are not categories of a chart: sums, remarks, rows without a name, empty cells.

MOST_PLACES = 6
"""The most names in one finding."""


def report_rows(
    source: SlideSource, context: ComposeContext, table: Tabular, names: tuple[str, ...], series: tuple[Series, ...]
) -> None:
    """Report rows and columns of ``table`` that may not be categories or series.

    Args:
        names: the categories, one per row.
        series: one per further column.
    """
    totals = tuple([plain_text(rich) for rich in source.fields.rich_list("totals")])
    empty, gaps = [], []
    for place, (name, cells, at) in enumerate(zip(names, table.rows, table.places)):
        if not name and any(one.values[place] is not None for one in series):
            context.report("missing-value.category", cells[0].at)
        if name in totals:
            continue
        blank = [cell.at for cell in cells[1:] if isinstance(cell, Scalar) and cell.is_null]
        if len(blank) == len(cells) - 1:
            empty.append((name, at))
        else:
            gaps += [(name, one) for one in blank]
    if len(empty) < len(names):
        for name, at in empty:
            context.report("empty-chart.category", at, name=name[:60])
    if gaps:
        affected = tuple(dict.fromkeys([name for name, _ in gaps]))[:MOST_PLACES]
        context.report("not-a-row.gap", gaps[0][1], count=len(gaps), names=affected)
    column = source.fields.words(table.heads[0], source.fields.at("table")) if table.heads else ""
    report_sums(source, context, tuple([cells[0].at for cells in table.rows]), names, series, column or "…")


def report_sums(
    source: SlideSource,
    context: ComposeContext,
    places: tuple[Location, ...],
    names: tuple[str, ...],
    series: tuple[Series, ...],
    column: str = "",
) -> None:
    """Report categories and series that are sums of the others and would be drawn beside them.

    In a chart with its numbers in the outline, only sums that are counted into a whole are reported.

    Args:
        places: the location of each category.
        names: the categories.
        column: the heading of their column, "" if the chart's numbers are in the outline.
    """
    totals = tuple([plain_text(rich) for rich in source.fields.rich_list("totals")])
    kind, falls = TYPES[source.fields.raw("type")], source.fields.raw("type") == "waterfall"
    parts = [_running(one.values) for one in series]
    for place, name in enumerate(names):
        sums = [one for one, above in zip(series, parts) if is_sum(name, one.values[place], next(above))]
        if len(names) < 3 or not sums or name in totals:
            continue
        in_whole = kind.is_round or falls
        if not column and not in_whole:  # in the outline it is intended
            continue
        key = "bad-figure.sum-in-whole" if column else "bad-figure.sum-in-whole.own"
        key = key if in_whole else "not-a-row.sum-drawn"
        context.report(key, places[place], name=name[:60], column=column[:40])
    before = _running([one.values[0] for one in series] if names else [])
    for one in series if names else ():
        if is_sum(one.name, one.values[0], next(before)) and len(series) > 2:
            at = source.fields.at("table" if column else "series")
            if not column and not kind.is_stacked:
                continue
            key = "bad-figure.sum-in-stack" if column else "bad-figure.sum-in-stack.own"
            key = key if kind.is_stacked else "not-a-row.sum-column"
            context.report(key, at, name=one.name[:60])


def _running(values: Iterable[float | None]) -> Iterator[float | None]:
    """Yield for each value the sum of those before it, None if there are fewer than two."""
    total = Total()
    for value in values:
        yield total.so_far()
        total.add(value)
