"""Chart: a native chart with its workbook, for people to go on working with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.base.findings import finding
from osloregion_slides.base.units import Pt
from osloregion_slides.compose.context import plain_text
from osloregion_slides.compose.entries import TEXT, text_field
from osloregion_slides.compose.page import content, page, title_text
from osloregion_slides.outline.chart_formats import axis_of, format_of, unit_of
from osloregion_slides.outline.fields import PATH, figure, tabular
from osloregion_slides.outline.nodes import Scalar, number
from osloregion_slides.scene import Chart, Colour, Series

if TYPE_CHECKING:
    from osloregion_slides.compose.context import ComposeContext
    from osloregion_slides.outline.fields import Fields
    from osloregion_slides.outline.load import SlideSource
    from osloregion_slides.scene import Slide

    Content = tuple[tuple[str, ...], tuple[Series, ...], str]

SERIES: dict[str, object] = {
    "type": "object",
    "properties": {
        "name": TEXT,
        "values": {"type": "array", "items": {"type": ["number", "null"]}, "description": "One number a category"},
    },
    "required": ["name", "values"],
    "additionalProperties": False,
}
SCHEMA: dict[str, object] = {
    "description": "A native chart",
    "properties": {
        "type": {"enum": ["bar", "column", "line", "pie"], "description": "bar lies, column stands"},
        "categories": {"type": "array", "items": TEXT, "minItems": 1, "description": "What each value is of"},
        "series": {"type": "array", "items": SERIES, "minItems": 1, "maxItems": 6, "description": "The numbers"},
        "table": {**PATH, "description": "A table in place of both: its first column, and a series for each other"},
        "number_format": {"type": "string", "description": "Excel's code, such as `#,##0`"},
        "alt": text_field("What the chart shows, for those who cannot see it"),
    },
    "required": ["type", "alt"],
}

MOST_SERIES = 6
SLOTS = ("accent1", "accent2", "accent3", "accent4", "accent5", "accent6")
SIZE = Pt(14.0)
LOCALES = {"nb": "414", "nn": "814", "no": "414", "se": "43B", "sv": "41D", "da": "406", "fi": "40B"}
"""Locales of number formats (ECMA-376 Part 1, 18.8.31: ``[$-414]``) by language (MS-LCID), hexadecimal."""


def compose(source: SlideSource, context: ComposeContext) -> tuple[Slide, ...]:
    """Return the slide."""
    layout = context.layout("title_only")
    fields = source.fields
    area = content(source, layout)
    categories, series, doubt = _table(source, context) if fields.has("table") else _own(source, context)
    if not categories or not series:
        from osloregion_slides.compose.map_marks import said_instead

        return said_instead(source, context, layout, area, doubt)
    if fields.raw("type") == "pie":
        _check_pie(source, context, series)
    series, code, axis = _formats(source, context, series)
    chart = Chart(
        f"{source.id}/chart",
        area,
        fields.raw("type") or "column",  # type: ignore[arg-type]  # the schema allows these four
        categories,
        series,
        SIZE,
        fields.plain("alt") or title_text(source),
        context.language,
        code,
        len(series) > 1 or fields.raw("type") == "pie",
        axis,
    )
    return (page(source, context, layout, (chart,)),)


def _check_pie(source: SlideSource, context: ComposeContext, series: tuple[Series, ...]) -> None:
    """Report what a pie cannot show: more than one series, negative shares, shares of nothing."""
    at = source.fields.at("table" if source.fields.has("table") else "series")
    if len(series) > 1:
        key = "wrong-number-of-values.pie"
        context.findings.append(finding(key, at, on_slide=source.id, count=len(series)))
    values = [value for value in series[0].values if value is not None]
    if any(value < 0 for value in values):
        context.findings.append(finding("bad-figure.negative-share", at, on_slide=source.id))
    elif values and not any(values):
        context.findings.append(finding("bad-figure.no-shares", at, on_slide=source.id))


def _formats(
    source: SlideSource, context: ComposeContext, series: tuple[Series, ...]
) -> tuple[tuple[Series, ...], str, str]:
    """The series with formats that differ from the first one's, that one, and the axis's where that is another."""
    fields = source.fields
    own = fields.raw("number_format")
    shown = series[:1] if fields.raw("type") == "pie" else series
    codes = tuple([own or one.number_format for one in shown])
    units = tuple(dict.fromkeys([unit_of(code) for code in codes]))
    if len(units) > 1:
        at = fields.at("table" if fields.has("table") else "series")
        names = tuple([one.name for one in shown])
        found = finding("mixed-units", at, on_slide=source.id, names=names, forms=tuple(dict.fromkeys(codes)))
        context.findings.append(found)
    first, axis = codes[0], own or axis_of(codes)
    made = [
        one.replace(number_format=_spoken(code, context.language) if code != first else "")
        for one, code in zip(series, (*codes, *[first] * len(series)))
    ]
    spoken = _spoken(first, context.language)
    return tuple(made), spoken, _spoken(axis, context.language) if axis != first else ""


def _own(source: SlideSource, context: ComposeContext) -> Content:
    fields = source.fields
    if not fields.has("categories") or not fields.has("series"):
        context.findings.append(finding("missing-key.chart", source.at, on_slide=source.id))
    categories = tuple([plain_text(rich) for rich in fields.rich_list("categories")])
    series = tuple([_series(s, i, len(categories), context) for i, s in enumerate(fields.list("series"))])
    return categories, series, ""


def _table(source: SlideSource, context: ComposeContext) -> Content:
    """The chart of a table: what stands in its first column, and a series for each further one."""
    fields, resolver = source.fields, source.fields.resolver
    found = tabular(fields, "table")
    if len(found.heads) > 1 + MOST_SERIES or (found.rows and len(found.heads) < 2):
        key, count = "wrong-number-of-values.columns", len(found.heads)
        at = fields.at("table")
        context.findings.append(finding(key, at, on_slide=source.id, count=count, limit=1 + MOST_SERIES))
    categories = tuple([plain_text(resolver.rich(row[0])) for row in found.rows])
    series = [
        Series(
            plain_text(head),
            tuple([figure(row[place], resolver) for row in found.rows]),
            Colour(SLOTS[(place - 1) % len(SLOTS)]),  # type: ignore[arg-type]  # the slots are theme colours
            format_of(tuple([resolver.pick(row[place]) for row in found.rows])),
        )
        for place, head in enumerate(found.heads)
        if 0 < place <= MOST_SERIES
    ]
    return categories, tuple(series), found.unknown


def _spoken(code: str, language: str) -> str:
    """A number format that says whose signs it means; Office takes its own anyway, LibreOffice English ones else."""
    locale = LOCALES.get(language.partition("-")[0])
    return f"[$-{locale}]{code}" if locale and "[" not in code else code


def _series(fields: Fields, index: int, count: int, context: ComposeContext) -> Series:
    listed = fields.nodes("values")
    values = tuple([number(node) if isinstance(node, Scalar) else None for node in listed])
    if len(values) != count:
        at = fields.at("values")
        context.findings.append(finding("wrong-number-of-values", at, count=len(values), categories=count))
    values = (*values, *[None] * count)[:count]
    colour = Colour(SLOTS[index % len(SLOTS)])  # type: ignore[arg-type]  # the slots are theme colours
    return Series(fields.plain("name"), values, colour, format_of(listed))
