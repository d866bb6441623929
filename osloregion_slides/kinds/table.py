"""Table: a native table with a header row, continued on next slides where it is long."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.base.findings import finding
from osloregion_slides.base.patterns import late
from osloregion_slides.base.record import Record
from osloregion_slides.base.units import EMU_PER_PT, Emu, Pt, emu
from osloregion_slides.compose.context import INK, MIST, NAVY, QUIET, WHITE, plain_text, runs
from osloregion_slides.compose.entries import TEXT
from osloregion_slides.compose.page import content, pages, title_text
from osloregion_slides.fit.breaking import unbroken
from osloregion_slides.fit.setting import UnfittedText, typeset
from osloregion_slides.outline.fields import PATH, tabular
from osloregion_slides.scene import Box, Cell, Insets, Row, Stroke, Table

if TYPE_CHECKING:
    from osloregion_slides.base.findings import Location
    from osloregion_slides.compose.context import ComposeContext
    from osloregion_slides.outline.load import SlideSource
    from osloregion_slides.outline.markup import Rich
    from osloregion_slides.scene import Align, Item, Slide, Text

    Grid = list[tuple[Rich, ...]]
    Rows = list[tuple[Rich, ...]]

SCHEMA: dict[str, object] = {
    "description": "A native table",
    "properties": {
        "columns": {
            "type": "array",
            "items": TEXT,
            "minItems": 1,
            "maxItems": 60,
            "description": "The header row; a `table` has its own",
        },
        "rows": {
            "type": "array",
            "items": {"type": "array", "items": TEXT},
            "minItems": 1,
            "description": "The rows, each a list with one text a column",
        },
        "table": PATH,
        "alt": {**TEXT, "description": "What the table shows, for those who cannot see it"},
    },
}

INSETS = Insets(emu(8), emu(5), emu(8), emu(5))
_MISSING = frozenset((".", "..", "...", "…", ":", "-", "–", "—", "−", "x", "n/a", "i/a", "u.o."))
"""What stands for a figure that is missing (Statistics Norway's signs, Eurostat's colon, dashes)."""
_FIGURE = late(
    r"(?P<before>[^\W\d_]{1,3}\.?|[€$£¥])?[ \u00a0\u202f]?[(+\-−–±]?[ \u00a0\u202f]?(?P<currency>[€$£¥])?"
    r"(?:\d{1,3}(?:[ \u00a0\u202f]\d{3})+|\d{1,3}(?:,\d{3})+|\d{1,3}(?:\.\d{3})+|\d+)(?:[.,]\d+)?(?:E[+\-−]?\d+)?"
    r"(?:[ \u00a0\u202f]?(?P<unit>[%‰°€$£]|,-|[^\W\d_][^\d()]{0,11}))?\)?[*†]{0,2}"
)
_CODE = late(r"0\d")
_UNITS = frozenset(("%", "‰", "kr", "nok", "mill", "mrd", "mill. kr", "mrd. kr", "tkr", "mnok", "€", "$", "£"))
ROW_MARGIN = 1.06
"""LibreOffice measures cells by the font's own metrics; a little room more keeps rows where they are."""


class Line(Record):
    """A row set at one size: its cells' texts, the height it needs, and whether every word fits its column."""

    texts: tuple[Text, ...]
    height: Emu
    whole: bool


def compose(source: SlideSource, context: ComposeContext) -> tuple[Slide, ...]:
    """Return as many slides as the rows need; each repeats the header row."""
    layout = context.layout("title_only")
    area = content(source, layout)
    head, body, places, doubt = _content(source, context)
    if not head or not body:
        from osloregion_slides.compose.map_marks import said_instead

        return said_instead(source, context, layout, area, doubt)
    grid = [head, *body]
    columns = _columns(context, grid, area.w)
    aligns: list[Align] = ["r" if _is_numeric([row[n] for row in grid[1:]]) else "l" for n in range(len(head))]
    lines, parts = _parts(context, grid, columns, aligns, area)
    if not all(line.whole and lines[0].height + line.height <= area.h for line in lines[1:]):
        _report(source, context, lines, places, area)

    def draw(part: list[Line], _: int) -> tuple[Item, ...]:
        return (_table(source, grid[0], [lines[0], *part], columns, area),)

    return pages(source, context, layout, parts, draw)


def _content(source: SlideSource, context: ComposeContext) -> tuple[tuple[Rich, ...], Rows, tuple[Location, ...], str]:
    """Return the heads, the rows, where each row stands, and why there are none where the data does not say."""
    fields = source.fields
    if not fields.has("table"):
        head = fields.rich_list("columns")
        if not head or not fields.has("rows"):
            context.findings.append(finding("missing-key.table", source.at, on_slide=source.id))
        return head, _body(source, context, len(head)), fields.places("rows"), ""
    found = tabular(fields, "table")
    head = fields.rich_list("columns") or found.heads
    if len(head) != len(found.heads):
        key, at = "wrong-number-of-cells.headings", fields.at("columns")
        context.findings.append(finding(key, at, on_slide=source.id, count=len(head), columns=len(found.heads)))
        head = found.heads
    return (
        head,
        [tuple([fields.resolver.rich(cell) for cell in row]) for row in found.rows],
        found.places,
        found.unknown,
    )


def _body(source: SlideSource, context: ComposeContext, count: int) -> list[tuple[Rich, ...]]:
    body = []
    for row, at in zip(source.fields.grid("rows"), source.fields.places("rows")):
        if len(row) != count:
            key = "wrong-number-of-cells"
            context.findings.append(finding(key, at, on_slide=source.id, count=len(row), columns=count))
        body.append((*row, *[()] * count)[:count])
    return body


def _columns(context: ComposeContext, grid: Grid, width: int) -> tuple[Emu, ...]:
    """Share the width out by what each column holds: never less than its longest word, else by its text."""
    wants = []
    for index in range(len(grid[0])):
        texts = [plain_text(row[index]) for row in grid]
        longest = max([context.metrics.width(w, True, False) for text in texts for w in unbroken(text)] or [1.0])
        whole = max([context.metrics.width(text, True, False) for text in texts] or [1.0])
        wants.append(max(longest, min(whole, 24.0)) + 2.0)
    total = sum(wants)
    widths = [Emu(int(width * want / total)) for want in wants]
    widths[-1] = widths[-1] + (width - sum(widths))
    return tuple(widths)


def _is_numeric(cells: list[Rich]) -> bool:
    """Whether a column, its heading too, stands to the right: figures of one unit, and signs for missing ones.

    Codes with a leading zero, dates, telephone numbers and versions are words made of digits, and stand to the left.
    """
    texts = [text for cell in cells if (text := plain_text(cell).strip()) and text not in _MISSING]
    found = [_FIGURE.fullmatch(text) for text in texts]
    if not texts or None in found or any(_CODE.match(text) for text in texts):
        return False
    units = {unit.strip(" \u00a0.").lower() for one in found if one for unit in one.group("before", "unit") if unit}
    return len(units) < 2 or units <= _UNITS


def _parts(
    context: ComposeContext, grid: Grid, columns: tuple[Emu, ...], aligns: list[Align], area: Box
) -> tuple[list[Line], list[list[Line]]]:
    """Return every row set, and the rows of each slide: all on one at 14 pt or more, else as few slides as it takes."""
    sizes = context.steps(20, 14)
    for size in sizes:
        lines, room = [], area.h
        for number, row in enumerate(grid):
            lines.append(_line(context, row, columns, aligns, size, number == 0))
            room -= lines[-1].height
            if (room < 0 or not lines[-1].whole) and size != sizes[-1]:
                break
        else:
            if room >= 0 and all(line.whole for line in lines):
                return lines, [lines[1:]]
    return lines, _dealt(lines[1:], area.h - lines[0].height)


def _dealt(lines: list[Line], room: int) -> list[list[Line]]:
    """Deal rows out over the fewest slides; evenly where that is as few."""
    parts: list[list[Line]] = [[]]
    used = 0
    for line in lines:
        if parts[-1] and used + line.height > room:
            parts.append([])
            used = 0
        parts[-1].append(line)
        used += line.height
    share = -(-len(lines) // len(parts))
    even = [lines[i : i + share] for i in range(0, len(lines), share)]
    return even if all(sum(line.height for line in part) <= room for part in even) else parts


def _line(
    context: ComposeContext,
    row: tuple[Rich, ...],
    columns: tuple[Emu, ...],
    aligns: list[Align],
    size: Pt,
    header: bool,
) -> Line:
    colour = context.on(NAVY) if header else context.ink(INK)
    texts, whole = [], True
    for cell, width, align in zip(row, columns, aligns):
        box = Box(Emu(0), Emu(0), width, Emu(0))
        frame = context.frame(box, colour, bold=header, anchor="ctr", insets=INSETS).replace(balanced=False)
        texts.append(typeset((UnfittedText(runs(cell), align=align),), frame, size, context.metrics))
        room = (width - INSETS.left - INSETS.right) / EMU_PER_PT / size
        whole = whole and all(context.metrics.width(word, header, False) <= room for word in unbroken(plain_text(cell)))
    return Line(tuple(texts), Emu(round(max([text.height for text in texts]) * ROW_MARGIN)), whole)


def _report(
    source: SlideSource, context: ComposeContext, lines: list[Line], places: tuple[Location, ...], area: Box
) -> None:
    for line, at in zip(lines, (source.fields.at("columns"), *places)):
        frame = context.frame(area, INK)
        if not line.whole or line.height > area.h:
            text = line.texts[0].replace(height=line.height)
            context.overflow(text, frame, at, f"{source.id}/table")


def _table(
    source: SlideSource, head: tuple[Rich, ...], lines: list[Line], columns: tuple[Emu, ...], area: Box
) -> Table:
    spare = area.h - sum(line.height for line in lines)
    more = max(0, min(spare, sum(line.height for line in lines) * 35 // 100) // len(lines))
    rule = Stroke(QUIET, Pt(0.75))
    rows = []
    for index, line in enumerate(lines):
        fill = NAVY if index == 0 else (MIST if index % 2 == 0 else WHITE)
        rows.append(Row(line.height + more, tuple([Cell(text, fill, rule) for text in line.texts])))
    box = Box(area.x, area.y, area.w, Emu(sum(row.height for row in rows)))
    heads = ", ".join([" ".join(plain_text(cell).split()) for cell in head])
    alt = source.fields.plain("alt") or f"{title_text(source)}: {heads}."
    return Table(f"{source.id}/table", box, columns, tuple(rows), alt)
