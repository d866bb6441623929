"""Points: numbered statements, one below the other, large enough to be read from the back row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.base.findings import finding
from osloregion_slides.base.units import Pt, inches
from osloregion_slides.compose.context import INK, QUIET, TIGHT, plain_text, runs
from osloregion_slides.compose.entries import TEXT, ContentError, report_dead
from osloregion_slides.compose.page import GAP, content, deal, lines, pages, title_text
from osloregion_slides.compose.signs import ICON, icon, sign_tile
from osloregion_slides.fit.setting import UnfittedText, fit_alike
from osloregion_slides.outline.nodes import NAMES
from osloregion_slides.scene import Box, Connector, ConnectorEnd, Group, Run, Shape, Stroke

if TYPE_CHECKING:
    from osloregion_slides.compose.context import ComposeContext
    from osloregion_slides.compose.page import Pieces
    from osloregion_slides.fit.setting import Frame
    from osloregion_slides.outline.fields import Fields
    from osloregion_slides.outline.load import SlideSource
    from osloregion_slides.outline.markup import Rich
    from osloregion_slides.scene import Item, Slide

    Point = tuple[Rich, str]

POINT: dict[str, object] = {
    "type": "object",
    "properties": {"text": TEXT, **ICON},
    "required": ["text"],
    "additionalProperties": False,
}
SCHEMA: dict[str, object] = {
    "description": "Numbered statements",
    "properties": {
        "points": {
            "type": "array",
            "items": {"anyOf": [TEXT, POINT]},
            "minItems": 1,
            "description": "The statements, in order",
        },
        "numbered": {"type": "boolean", "description": "Number them (the default)"},
    },
    "required": ["points"],
}

BADGE = inches(0.62)
HIGHEST = inches(1.45)
RULE = Pt(1.5)
MOST = 7
"""Points on one slide; more go on in a next one."""


def compose(source: SlideSource, context: ComposeContext) -> tuple[Slide, ...]:
    """Return as many slides as the points need."""
    if not source.fields.flag("numbered", True):
        report_dead(source.fields, "numbered")
    layout = context.layout("title_only")
    points = tuple([_point(item) for item in source.fields.list("points")])
    if not points:
        key, at = "wrong-number-of-things.empty", source.fields.at("points")
        raise ContentError(finding(key, at, list="points"))
    area = content(source, layout)

    def fits(part: tuple[Point, ...]) -> bool:
        return fit_alike(_pieces(part, context, area), context.steps(24), context.metrics) is not None

    def draw(part: tuple[Point, ...], first: int) -> tuple[Item, ...]:
        return _items(source, context, area, part, first)

    return pages(source, context, layout, deal(points, fits, MOST), draw)


def _point(item: Fields) -> Point:
    """Return a point's text and the name of its sign."""
    return item.rich("text" if item.has("text") else next((key for key in NAMES if item.has(key)), "text")), icon(item)


def _frame(line: Box, context: ComposeContext) -> tuple[Box, Frame]:
    box = Box(line.x + BADGE + GAP, line.y, line.w - BADGE - GAP, line.h)
    return box, context.frame(box, context.ink(INK), anchor="ctr", insets=TIGHT)


def _pieces(points: tuple[Point, ...], context: ComposeContext, area: Box) -> Pieces:
    strips = lines(area, len(points), HIGHEST)
    return tuple([((UnfittedText(runs(point[0])),), _frame(line, context)[1]) for point, line in zip(points, strips)])


def _items(
    source: SlideSource, context: ComposeContext, area: Box, points: tuple[Point, ...], first: int
) -> tuple[Item, ...]:
    at, key = source.fields.at("points"), source.id
    texts = context.fit_alike(_pieces(points, context, area), context.steps(24), at, f"{key}/points")
    made: list[Item] = []
    for index, (line, text) in enumerate(zip(lines(area, len(points), HIGHEST), texts)):
        made += _badge(source, context, line, first + index, points[index][1])
        made.append(Shape(f"{key}/point-{first + index + 1}", _frame(line, context)[0], text=text))
    rules: list[Item] = []
    for n in range(first + 1, first + len(points)):
        ends = (
            ConnectorEnd(f"{key}/badge-{n}", 2 if points[n - first - 1][1] else 4),
            ConnectorEnd(f"{key}/badge-{n + 1}", 0),
        )
        rules.append(Connector(f"{key}/rule-{n}", *ends, Stroke(QUIET, RULE)))
    alt = f"{title_text(source)}: " + " ".join([f"{first + i + 1}. {plain_text(p[0])}" for i, p in enumerate(points)])
    return (Group(f"{key}/points", (*rules, *made), alt),)


def _badge(source: SlideSource, context: ComposeContext, line: Box, index: int, name: str) -> tuple[Item, ...]:
    fill = context.accent(index)
    box = Box(line.x, line.y + (line.h - BADGE) // 2, BADGE, BADGE)
    frame = context.frame(box, context.on(fill), bold=True, anchor="ctr")
    key = f"{source.id}/badge-{index + 1}"
    if name:
        return sign_tile(key, name, box, fill, context.on(fill))
    text = context.fit((UnfittedText((Run(str(index + 1)),), align="ctr"),), frame, context.steps(20), source.at, key)
    return (Shape(key, box, "ellipse", fill, None, text),)
