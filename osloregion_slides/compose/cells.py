"""Merged cells of tables (``merge: [B1:C1, A2:A4]``, where row 1 is the headings), and fills of cells."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from osloregion_slides.base.findings import meant
from osloregion_slides.base.patterns import late
from osloregion_slides.base.record import Record
from osloregion_slides.compose.context import ComposeContext, plain_text
from osloregion_slides.compose.entries import report_dead, text_field
from osloregion_slides.outline.text_schema import choice, listed, mapping

if TYPE_CHECKING:
    from osloregion_slides.outline.fields import Fields
    from osloregion_slides.outline.load import SlideSource
    from osloregion_slides.outline.markup import Rich
    from osloregion_slides.scene import Colour, Text

    Grid = list[tuple[Rich, ...]]
    Merged = dict[tuple[int, int], "Span"]
    Fills = tuple[tuple[Colour | None, ...], ...]

_RANGE = late(r"([A-Z]{1,2})([1-9]\d{0,3}):([A-Z]{1,2})([1-9]\d{0,3})")
MERGE = listed({"type": "string"}, "Cell ranges to merge, where row 1 is the header: [B1:C1, A2:A4]", least=1)


class Span(Record):
    """A merged cell of a grid (row 0 is the headings), and the text that it shows."""

    row: int
    column: int
    down: int
    across: int
    text: Rich


def merged_cells(source: SlideSource, context: ComposeContext, grid: Grid) -> Merged:
    """Return the merged cells by each (row, column) that they cover; report ranges that cannot be merged."""
    found: Merged = {}
    for node in source.fields.nodes("merge"):
        text = getattr(node, "text", "")
        span = _span(text, grid)
        places = [] if span is None else _places(span)
        if span is None or any(place in found for place in places):
            key = "bad-value.merge" if span is None else "bad-value.merge-twice"
            size = f"{_letters(len(grid[0]))}{len(grid)}"
            context.report(key, node.at, text=text[:40], last=size)
            continue
        shown = plain_text(span.text)
        under = [plain_text(grid[row][column]) for row, column in places[1:]]
        lost = next((words for words in under if words.strip() and words != shown), "")
        if lost:
            context.report("bad-value.merge-text", node.at, text=text[:40], words=lost[:60])
            continue
        found |= dict.fromkeys(places, span)
    return found


def _span(text: str, grid: Grid) -> Span | None:
    """Return the merged cell of a range, None if it is outside the table, one cell, or headings and rows together."""
    found = _RANGE.fullmatch(text.strip().upper().replace("$", ""))
    if found is None:
        return None
    left, top, right, bottom = _column(found[1]), int(found[2]) - 1, _column(found[3]), int(found[4]) - 1
    inside = left <= right < len(grid[0]) and top <= bottom < len(grid)
    if not inside or (left, top) == (right, bottom) or (not top and bottom):
        return None
    return Span(top, left, bottom - top + 1, right - left + 1, grid[top][left])


def _places(span: Span) -> list[tuple[int, int]]:
    return [(span.row + n, span.column + m) for n in range(span.down) for m in range(span.across)]


def _column(letters: str) -> int:
    return (ord(letters[0]) - 64) * 26 + ord(letters[1]) - 65 if len(letters) > 1 else ord(letters) - 65


def _letters(count: int) -> str:
    first, last = divmod(count - 1, 26)
    return (chr(64 + first) if first else "") + chr(65 + last)


def without_spanning_texts(grid: Grid, merged: Merged) -> Grid:
    """Return the grid without the texts of cells that span columns: they belong to no single column."""
    return [
        tuple([() if (n, m) in merged and merged[n, m].across > 1 else cell for m, cell in enumerate(row)])
        for n, row in enumerate(grid)
    ]


def emptied(text: Text) -> Text:
    """Return the empty text of a cell covered by a merged cell."""
    return text.replace(paragraphs=(text.paragraphs[0].replace(runs=(), breaks=(0,)),))


# Fills of table cells by value: ``fills: [{column: Status, is: Forsinket, fill: warm}]``.

ROLES = ("brand", "second", "quiet", "this_one", "dark", "warm")
_RULE = mapping(
    {
        "column": text_field("Heading of the column"),
        "is": text_field("Fill cells with this text"),
        "above": {"type": "number", "description": "Fill cells whose displayed number is greater than this"},
        "below": {"type": "number", "description": "Fill cells whose displayed number is less than this"},
        "fill": choice(ROLES, "Colour role of the brand"),
    },
    "column",
    "fill",
)
FILLS = listed(_RULE, "Rules that fill cells by their content", least=1)


def cell_fills(source: SlideSource, context: ComposeContext, grid: Grid) -> Fills:
    """Return the fill of each cell below the headings, () without rules; report rules that fill nothing."""
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
            context.report("missing-column.wanted", rule.at("column"), name=column[:60], **values)
            continue
        place = heads.index(column)
        texts = [plain_text(row[place]).strip() for row in grid[1:]]
        matching = [n for n, text in enumerate(texts) if _holds(rule, text, context)]
        if not matching:
            context.report("dead-key.fill", rule.at(), name=column[:60])
        words = [text for text in texts if any(map(str.isdecimal, text)) and _number(text, context) is None]
        if matching and words and not rule.has("is"):
            context.report("dead-key.fill-text", rule.at(), text=words[0][:40], name=column[:60])
        for n in matching:
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
    """Return the number in a cell, in the format of the deck's language: ``kr 7``, ``(5)`` for a negative one."""
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
"""A number in a text: an opening parenthesis, a minus sign and the digits, also directly after a currency."""
_NAME = late(r"[^\W\d_]{4,}\s+\d+$")
"""A numbered name, such as ``område 5``."""
