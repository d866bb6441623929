"""Table: a native table with a header row, continued on next slides where it is long."""

from __future__ import annotations

from osloregion_slides.compose.entries import TEXT
from osloregion_slides.compose.page import content, page, title_text
from osloregion_slides.compose.stage import INK, MIST, NAVY, QUIET, WHITE, plain_text, runs
from osloregion_slides.fit.frame import Draft
from osloregion_slides.fit.setting import typeset
from osloregion_slides.scene import Box, Cell, Insets, Row, Stroke, Table
from osloregion_slides.units import Emu, Pt, emu

TYPE_CHECKING = False
if TYPE_CHECKING:
    from osloregion_slides.compose.stage import Stage
    from osloregion_slides.fit.frame import Frame
    from osloregion_slides.outline.load import SlideSource
    from osloregion_slides.outline.markup import Rich
    from osloregion_slides.scene import Slide, Text

    Grid = list[tuple[Rich, ...]]

SCHEMA: dict[str, object] = {
    "description": "A native table",
    "properties": {
        "columns": {"type": "array", "items": TEXT, "minItems": 1, "description": "The header row"},
        "rows": {
            "type": "array",
            "items": {"type": "array", "items": TEXT},
            "minItems": 1,
            "description": "The rows, each a list with one text a column",
        },
        "alt": {**TEXT, "description": "What the table shows, for those who cannot see it"},
    },
    "required": ["columns", "rows"],
}

INSETS = Insets(emu(8), emu(5), emu(8), emu(5))
ROW_MARGIN = 1.06
"""LibreOffice measures cells by the font's own metrics; a little room more keeps rows where they are."""


def compose(source: SlideSource, stage: Stage) -> tuple[Slide, ...]:
    """Return as many slides as the rows need; each repeats the header row."""
    layout = stage.layout("title_only")
    area = content(source, layout)
    head = source.fields.rich_list("columns")
    body = [row[: len(head)] + ((),) * (len(head) - len(row)) for row in source.fields.grid("rows")]
    columns = _columns(stage, [head, *body], area.w)
    size, parts = _parts(stage, head, body, columns, area)
    made = []
    for number, part in enumerate(parts, 1):
        table = _table(source, stage, [head, *part], columns, size, area)
        made.append(page(source, stage, layout, (table,), (number, len(parts))))
        if table.box.h > area.h:
            text, room = max((row.cells[0].text for row in table.rows), key=lambda text: text.height), area.h
            stage.overflow(
                text.replace(height=table.box.h), _frame(stage, area.w, room, INK), source.fields.at("rows"), table.key
            )
    return tuple(made)


def _columns(stage: Stage, grid: Grid, width: int) -> tuple[Emu, ...]:
    """Share the width out by what each column holds: never less than its longest word, else by its text."""
    wants = []
    for index in range(len(grid[0])):
        texts = [plain_text(row[index]) for row in grid]
        longest = max([stage.metrics.width(w, True, False) for text in texts for w in text.split()] or [1.0])
        whole = max([stage.metrics.width(text, True, False) for text in texts] or [1.0])
        wants.append(max(longest, min(whole, 24.0)) + 2.0)
    total = sum(wants)
    widths = [Emu(int(width * want / total)) for want in wants]
    widths[-1] = widths[-1] + (width - sum(widths))
    return tuple(widths)


def _parts(
    stage: Stage, head: tuple[Rich, ...], body: Grid, columns: tuple[Emu, ...], area: Box
) -> tuple[Pt, list[Grid]]:
    """Return the size and the rows of each slide: on one slide at 14 pt or more, else on as few as it takes at 14."""
    steps = stage.steps(20, 14)
    for size in steps:
        if _height(stage, [head, *body], columns, size) <= area.h:
            return size, [body]
    size = steps[-1]
    parts: list[Grid] = [[]]
    for row in body:
        if parts[-1] and _height(stage, [head, *parts[-1], row], columns, size) > area.h:
            parts.append([])
        parts[-1].append(row)
    share = -(-len(body) // len(parts))
    even = [body[i : i + share] for i in range(0, len(body), share)]
    if all(_height(stage, [head, *part], columns, size) <= area.h for part in even):
        return size, even
    return size, parts


def _frame(stage: Stage, width: int, height: int, colour: object, bold: bool = False) -> Frame:
    box = Box(Emu(0), Emu(0), Emu(width), Emu(height))
    return stage.frame(box, colour, bold=bold, anchor="ctr", insets=INSETS)  # type: ignore[arg-type]


def _texts(stage: Stage, row: tuple[Rich, ...], columns: tuple[Emu, ...], size: Pt, header: bool) -> list[Text]:
    colour = stage.on(NAVY) if header else stage.ink(INK)
    return [
        typeset(
            (Draft(runs(cell), align="r" if not header and _is_number(cell) else "l"),),
            _frame(stage, width, 0, colour, header),
            size,
            stage.metrics,
        )
        for cell, width in zip(row, columns)
    ]


def _is_number(cell: Rich) -> bool:
    text = plain_text(cell).strip()
    return bool(text) and all(c.isdigit() or c in " \u00a0.,%−-+" for c in text)


def _height(stage: Stage, grid: Grid, columns: tuple[Emu, ...], size: Pt) -> int:
    return sum(_row_height(_texts(stage, row, columns, size, i == 0), size) for i, row in enumerate(grid))


def _row_height(texts: list[Text], size: Pt) -> Emu:
    return Emu(round(max([text.height for text in texts]) * ROW_MARGIN))


def _table(source: SlideSource, stage: Stage, grid: Grid, columns: tuple[Emu, ...], size: Pt, area: Box) -> Table:
    rows = []
    for index, line in enumerate(grid):
        texts = _texts(stage, line, columns, size, index == 0)
        fill = NAVY if index == 0 else (MIST if index % 2 == 0 else WHITE)
        rule = Stroke(QUIET, Pt(0.75))
        rows.append(Row(_row_height(texts, size), tuple([Cell(text, fill, rule) for text in texts])))
    height = sum(row.height for row in rows)
    spare = min(area.h - height, round(height * 0.35)) // max(1, len(rows))
    if spare > 0:
        rows = [row.replace(height=row.height + spare) for row in rows]
    box = Box(area.x, area.y, area.w, Emu(sum(row.height for row in rows)))
    heads = ", ".join([plain_text(cell) for cell in grid[0]])
    alt = source.fields.plain("alt") or f"{title_text(source)}: {heads}."
    return Table(f"{source.id}/table", box, columns, tuple(rows), alt)
