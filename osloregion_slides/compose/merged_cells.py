"""Merged cells of tables: ``merge: [B1:C1, A2:A4]``, the headings being row 1."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.base.patterns import late
from osloregion_slides.base.record import Record
from osloregion_slides.compose.context import ComposeContext, plain_text

if TYPE_CHECKING:
    from osloregion_slides.outline.load import SlideSource
    from osloregion_slides.outline.markup import Rich
    from osloregion_slides.scene import Text

    Grid = list[tuple[Rich, ...]]
    Merged = dict[tuple[int, int], "Span"]

_RANGE = late(r"([A-Z]{1,2})([1-9]\d{0,3}):([A-Z]{1,2})([1-9]\d{0,3})")
SCHEMA: dict[str, object] = {
    "type": "array",
    "description": "Cells that are one, as Excel names them, the headings being row 1: [B1:C1, A2:A4]",
    "items": {"type": "string"},
    "minItems": 1,
}


class Span(Record):
    """A merged cell of a grid whose row 0 has the headings, and the text that it shows."""

    row: int
    column: int
    down: int
    across: int
    text: Rich


def merged_cells(source: SlideSource, context: ComposeContext, grid: Grid) -> Merged:
    """Return the merged cell that goes over each place (row, column); what cannot be merged is an error."""
    found: Merged = {}
    for node in source.fields.nodes("merge"):
        text = getattr(node, "text", "")
        span = _span(text, grid)
        places = [] if span is None else _places(span)
        if span is None or any(place in found for place in places):
            key = "bad-value.merge" if span is None else "bad-value.merge-twice"
            size = f"{_letters(len(grid[0]))}{len(grid)}"
            context.report(key, node.at, on_slide=source.id, text=text[:40], last=size)
            continue
        said = plain_text(span.text)
        under = [plain_text(grid[row][column]) for row, column in places[1:]]
        lost = next((words for words in under if words.strip() and words != said), "")
        if lost:
            context.report("bad-value.merge-text", node.at, on_slide=source.id, text=text[:40], words=lost[:60])
            continue
        found |= dict.fromkeys(places, span)
    return found


def _span(text: str, grid: Grid) -> Span | None:
    """The cells of a range, None where they are not in the table, are one alone, or headings and rows together."""
    found = _RANGE.fullmatch(text.strip().upper().replace("$", ""))
    if found is None:
        return None
    left, top, right, bottom = _number(found[1]), int(found[2]) - 1, _number(found[3]), int(found[4]) - 1
    inside = left <= right < len(grid[0]) and top <= bottom < len(grid)
    if not inside or (left, top) == (right, bottom) or (not top and bottom):
        return None
    return Span(top, left, bottom - top + 1, right - left + 1, grid[top][left])


def _places(span: Span) -> list[tuple[int, int]]:
    return [(span.row + n, span.column + m) for n in range(span.down) for m in range(span.across)]


def _number(letters: str) -> int:
    return (ord(letters[0]) - 64) * 26 + ord(letters[1]) - 65 if len(letters) > 1 else ord(letters) - 65


def _letters(count: int) -> str:
    first, last = divmod(count - 1, 26)
    return (chr(64 + first) if first else "") + chr(65 + last)


def alone(grid: Grid, merged: Merged) -> Grid:
    """Return the grid without the texts of cells over several columns, which say nothing of one of them."""
    return [
        tuple([() if (n, m) in merged and merged[n, m].across > 1 else cell for m, cell in enumerate(row)])
        for n, row in enumerate(grid)
    ]


def emptied(text: Text) -> Text:
    """Return the text of a cell that another goes over."""
    return text.replace(paragraphs=(text.paragraphs[0].replace(runs=(), breaks=(0,)),))
