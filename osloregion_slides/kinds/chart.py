"""Chart: a native chart with its workbook, for people to go on working with."""

from __future__ import annotations

from osloregion_slides.compose.entries import TEXT, text_field
from osloregion_slides.compose.page import content, page, title_text
from osloregion_slides.compose.stage import plain_text
from osloregion_slides.findings import error
from osloregion_slides.scene import Chart, Colour, Series
from osloregion_slides.units import Pt

TYPE_CHECKING = False
if TYPE_CHECKING:
    from osloregion_slides.compose.stage import Stage
    from osloregion_slides.outline.fields import Fields
    from osloregion_slides.outline.load import SlideSource
    from osloregion_slides.scene import Slide

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
        "number_format": {"type": "string", "description": "Excel's code, such as `#,##0`"},
        "alt": text_field("What the chart shows, for those who cannot see it"),
    },
    "required": ["type", "categories", "series", "alt"],
}

SLOTS = ("accent1", "accent2", "accent3", "accent4", "accent5", "accent6")
SIZE = Pt(14.0)


def compose(source: SlideSource, stage: Stage) -> tuple[Slide, ...]:
    """Return the slide."""
    layout = stage.layout("title_only")
    fields = source.fields
    categories = tuple([plain_text(rich) for rich in fields.rich_list("categories")])
    series = tuple([_series(s, i, len(categories), stage) for i, s in enumerate(fields.list("series"))])
    chart = Chart(
        f"{source.id}/chart",
        content(source, layout),
        fields.raw("type") or "column",  # type: ignore[arg-type]  # the schema allows these four
        categories,
        series,
        SIZE,
        fields.plain("alt") or title_text(source),
        stage.language,
        fields.raw("number_format") or "#,##0",
        len(series) > 1 or fields.raw("type") == "pie",
    )
    return (page(source, stage, layout, (chart,)),)


def _series(fields: Fields, index: int, count: int, stage: Stage) -> Series:
    values = tuple([float(text) if text not in ("", "null", "~") else None for text in fields.strings("values")])
    if len(values) != count:
        message = f"the series has {len(values)} values, the chart {count} categories"
        stage.findings.append(
            error("wrong-number-of-values", fields.at("values"), message, "give one value a category, or null")
        )
    values = (*values, *[None] * count)[:count]
    return Series(fields.plain("name"), values, Colour(SLOTS[index % len(SLOTS)]))  # type: ignore[arg-type]
