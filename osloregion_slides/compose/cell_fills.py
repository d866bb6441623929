"""Fills of table cells by what they say: ``fills: [{column: Status, is: Forsinket, fill: warm}]``."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from osloregion_slides.base.findings import meant
from osloregion_slides.base.patterns import late
from osloregion_slides.compose.context import ComposeContext, plain_text
from osloregion_slides.compose.entries import TEXT, report_dead

if TYPE_CHECKING:
    from osloregion_slides.outline.fields import Fields
    from osloregion_slides.outline.load import SlideSource
    from osloregion_slides.outline.markup import Rich
    from osloregion_slides.scene import Colour

    Grid = list[tuple[Rich, ...]]
    Fills = tuple[tuple[Colour | None, ...], ...]

ROLES = ("brand", "second", "quiet", "this_one", "dark", "warm")
SCHEMA: dict[str, object] = {
    "type": "array",
    "description": "Fills of cells by what they say",
    "minItems": 1,
    "items": {
        "type": "object",
        "properties": {
            "column": {**TEXT, "description": "The heading of the column"},
            "is": {**TEXT, "description": "Fill the cells that say this"},
            "above": {"type": "number", "description": "Fill the cells with a larger number, as it is shown"},
            "below": {"type": "number", "description": "Fill the cells with a smaller number, as it is shown"},
            "fill": {"enum": list(ROLES), "description": "The role of the colour in the brand"},
        },
        "required": ["column", "fill"],
        "additionalProperties": False,
    },
}


def cell_fills(source: SlideSource, context: ComposeContext, grid: Grid) -> Fills:
    """Return the fill of each cell under the heads, () without rules; a rule that fills nothing is reported."""
    if not source.fields.has("fills"):
        return ()
    heads = [plain_text(head).strip() for head in grid[0]]
    made: list[list[Colour | None]] = [[None] * len(heads) for _ in grid[1:]]
    for rule in source.fields.list("fills"):
        column, colour = plain_text(rule.rich("column")).strip(), getattr(context.roles, rule.raw("fill"))
        if rule.has("is"):
            report_dead(rule, "above", "below")
        if column not in heads:
            values = meant(column, heads)
            context.report("missing-column.wanted", rule.at("column"), on_slide=source.id, name=column[:60], **values)
            continue
        place = heads.index(column)
        texts = [plain_text(row[place]).strip() for row in grid[1:]]
        there = [n for n, text in enumerate(texts) if _holds(rule, text, context)]
        if not there:
            context.report("dead-key.fill", rule.at(), on_slide=source.id, name=column[:60])
        words = [text for text in texts if any(map(str.isdecimal, text)) and _number(text, context) is None]
        if there and words and not rule.has("is"):
            context.report("dead-key.fill-text", rule.at(), on_slide=source.id, text=words[0][:40], name=column[:60])
        for n in there:
            made[n][place] = colour
    return tuple([tuple(row) for row in made])


def _holds(rule: Fields, text: str, context: ComposeContext) -> bool:
    if rule.has("is"):
        return text == plain_text(rule.rich("is")).strip()
    low, high, value = rule.number("above"), rule.number("below"), _number(text, context)
    if value is None or (low is None and high is None):
        return False
    return (low is None or value > low) and (high is None or value < high)


def _number(text: str, context: ComposeContext) -> float | None:
    """The number that a cell shows, by the signs of the deck's language: ``kr 7``, ``(5)`` for one below zero."""
    from osloregion_slides.outline.figures import locale_of

    locale = locale_of(context.code)
    found = _NUMBER.search(text)
    if found is None or _NAME.match(text):
        return None
    digits = found[3].replace(locale.group, "").replace(locale.decimal, ".")
    try:
        value = float(re.sub(r"\s", "", digits).rstrip(".,'’"))
    except ValueError:
        return None
    return -value if found[2] or (found[1] and text[found.end() :].lstrip(" \u00a0%").startswith(")")) else value


_NUMBER = late(
    r"(?:(?<![\w.,])|(?<=NOK|SEK|DKK|EUR|USD|GBP)|(?<=\bkr))(\()?\s?(?:[^\W\d_]{1,4}\.?\s)?([-\u2212\u2013]\s?)?"
    r"((?:\d[\d.,'’]*|[.,]\d+)(?:\s\d{3}(?!\d)[\d.,'’]*)*)"
)
"""A number in a text: an opening parenthesis, a minus sign, and the digits, also behind a currency without a space."""
_NAME = late(r"[^\W\d_]{4,}\s+\d+$")
"""A thing with its number, such as ``område 5``."""
