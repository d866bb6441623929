"""Table: a native table with a header row, continued on further slides if it is long."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.base.findings import Location
from osloregion_slides.base.patterns import late
from osloregion_slides.base.record import Record
from osloregion_slides.base.units import EMU_PER_PT, Emu, Pt, emu
from osloregion_slides.compose.cells import FILLS, MERGE, cell_fills, emptied, merged_cells, without_spanning_texts
from osloregion_slides.compose.context import BODY_FLOOR, INK, ComposeContext, plain_text, runs
from osloregion_slides.compose.entries import TEXT, text_field
from osloregion_slides.compose.page import card, content, pages, title_text
from osloregion_slides.compose.tiles import px
from osloregion_slides.fit.breaking import unbroken
from osloregion_slides.fit.setting import UnfittedText, typeset
from osloregion_slides.outline.fields import PATH, tabular
from osloregion_slides.outline.nodes import Scalar
from osloregion_slides.outline.text_schema import flag, listed
from osloregion_slides.scene import Box, Cell, Group, Insets, Row, Stroke, Table

if TYPE_CHECKING:
    from osloregion_slides.base.messages import Phrase
    from osloregion_slides.compose.cells import Fills, Merged
    from osloregion_slides.compose.roles import Inks
    from osloregion_slides.outline.load import SlideSource
    from osloregion_slides.outline.markup import Rich
    from osloregion_slides.scene import Align, Anchor, Item, Slide, Text

    Grid = list[tuple[Rich, ...]]
    Rows = list[tuple[Rich, ...]]

SCHEMA: dict[str, object] = {
    "description": "A native table",
    "properties": {
        "columns": listed(TEXT, "Header row, for `rows`; a `table` has its own", 1, 60),
        "rows": listed(listed(TEXT), "Rows, each a list with one text per column", least=1),
        "table": PATH,
        "total": flag("Format the last row as a total; default: only if it begins with a word such as Sum"),
        "widths": listed(
            {"type": "number", "minimum": 0.1},
            "Relative widths of the columns, such as [3, 1, 1]; default: by content",
            least=1,
        ),
        "fills": FILLS,
        "merge": MERGE,
        "alt": text_field("Alt text: what the table shows, for people who cannot see it"),
    },
}

GROUNDS = ("paper", "snow")

BESIDE = emu(8)
"""The inset of a text in its cell; none at the margins of the slide."""
PADDING = 0.2
"""The padding above and below a row's text, as a share of its size."""
LARGEST, FEW = 24, 5
"""The largest size of rows, points, and the number of rows that counts as few."""
GROWN = ((2, 36, px(230)), (4, 28, px(120)), (FEW, LARGEST, px(120)))
"""By the greatest number of rows: the largest size (points) and the greatest height of rows."""
HEADING = Pt(16)
UNDER_HEADING = px(8)
TALLEST = px(74)
"""The greatest height of rows if they are not few."""
STRONG, HAIR = Pt(1.875), Pt(1.125)
"""The rules under the header row and above a total (2.5 px), and between rows (1.5 px)."""
TOTALS = frozenset(
    (
        "sum", "total", "totalt", "i alt", "ialt", "til sammen", "til saman", "in total", "all", "alle",
        "summa", "sammanlagt", "summe", "gesamt", "insgesamt",
    )
)  # fmt: skip
BARS, BEFORE_BARS, AFTER_BAR, BAR = 40, px(80), px(12), 38
"""A column of shares: its percentage of the width, the space on both sides of a bar, the bar's of the row's height."""
_SHARE = late(r"(\d+(?:[.,]\d+)?)[ \u00a0\u202f]?%")
_MISSING = frozenset((".", "..", "...", "…", ":", "-", "–", "—", "−", "x", "n/a", "i/a", "u.o."))
"""Symbols for missing figures (Statistics Norway's, Eurostat's colon, dashes)."""
_FIGURE = late(
    r"(?P<before>[^\W\d_]{1,3}\.?|[€$£¥])?[ \u00a0\u202f]?[(+\-−–±]?[ \u00a0\u202f]?(?P<currency>[€$£¥])?"
    r"(?:\d{1,3}(?:[ \u00a0\u202f]\d{3})+|\d{1,3}(?:,\d{3})+|\d{1,3}(?:\.\d{3})+|\d+)(?:[.,]\d+)?(?:E[+\-−]?\d+)?"
    r"(?:[ \u00a0\u202f]?(?P<unit>[%‰°€$£]|,-|[^\W\d_][^\d()]{0,11}))?\)?[*†]{0,2}"
)
_CODE = late(r"0\d")
_UNITS = frozenset(("%", "‰", "kr", "nok", "mill", "mrd", "mill. kr", "mrd. kr", "tkr", "mnok", "€", "$", "£"))
ROW_MARGIN = 1.06
"""The enlargement of row heights, since LibreOffice measures cells by the font's metrics and would grow them."""


class Line(Record):
    """A row set at one size: the texts of its cells, its height, and whether every word fits its column."""

    texts: tuple[Text, ...]
    height: Emu
    whole: bool


class Plan(Record):
    """The layout of a table: widths and alignments of columns, and the index of the total row (-1: none).

    ``shares`` are the numbers of a last column that shows parts of a whole, each drawn with a bar.
    """

    columns: tuple[Emu, ...]
    aligns: tuple[Align, ...]
    total: int = -1
    shares: tuple[float, ...] = ()
    fills: Fills = ()
    merged: Merged | None = None

    @property
    def longest(self) -> int:
        """The row with the largest share, -1 if it is not unique or there are no shares."""
        most = max(self.shares, default=0.0)
        return self.shares.index(most) if self.shares.count(most) == 1 else -1


def compose(source: SlideSource, context: ComposeContext) -> tuple[Slide, ...]:
    """Return as many slides as the rows need; each repeats the header row."""
    layout = context.layout("title_only")
    head, body, places, reason = _content(source, context)
    if not head or not body:
        from osloregion_slides.compose.map_marks import slide_without_figures

        return slide_without_figures(source, context, layout, content(source, layout), reason)
    return rows_of(source, context, [head, *body], places)


def rows_of(
    source: SlideSource, context: ComposeContext, grid: Grid, places: tuple[Location, ...], even: bool = False
) -> tuple[Slide, ...]:
    """Return the slides of a header and its rows, with the rows' locations; ``even``: columns of equal width."""
    layout = context.layout("title_only")
    area, inks = content(source, layout), context.inks(layout.background)
    merged = merged_cells(source, context, grid)
    bare = without_spanning_texts(grid, merged) if merged else grid
    plan = _plan(source, context, bare, area.w).replace(fills=cell_fills(source, context, grid), merged=merged)
    if even:
        plan = plan.replace(columns=(Emu(area.w // len(grid[0])),) * len(grid[0]), aligns=("l",) * len(grid[0]))
    lines, parts = _parts(context, inks, grid, plan, area)
    if plan.shares and (len(parts) > 1 or not all([line.whole for line in lines])):
        aligns: tuple[Align, ...] = (*plan.aligns[:-1], "r")
        plan = plan.replace(columns=_columns(context, bare, aligns, area.w), aligns=aligns, shares=())
        lines, parts = _parts(context, inks, grid, plan, area)
    if not all(line.whole and lines[0].height + line.height <= area.h for line in lines[1:]):
        _report(source, context, lines, places, area)

    def draw(part: list[Line], before: int) -> tuple[Item, ...]:
        return _items(source, context, inks, grid[0], [lines[0], *part], plan, area, before)

    return pages(source, context, layout, parts, draw)


def _plan(source: SlideSource, context: ComposeContext, grid: Grid, width: int) -> Plan:
    rows = grid[1:]
    total = _total(source, rows)
    figures = [_is_numeric([row[n] for row in rows]) for n in range(len(grid[0]))]
    aligns: list[Align] = ["r" if numeric else "l" for numeric in figures]
    if source.fields.has("widths"):
        wanted = _stated_widths(source, context, len(grid[0]), width)
        if wanted:
            return Plan(wanted, tuple(aligns), total)
    shares = _shares([plain_text(row[-1]).strip() for n, row in enumerate(rows) if n != total])
    if not shares or len(grid[0]) < 2:
        return Plan(_columns(context, grid, tuple(aligns), width), tuple(aligns), total)
    last = Emu(width * BARS // 100 + BEFORE_BARS)
    others = _columns(context, [row[:-1] for row in grid], tuple(aligns[:-1]), width - last)
    return Plan((*others, last), (*aligns[:-1], "l"), total, shares)


def _stated_widths(source: SlideSource, context: ComposeContext, count: int, width: int) -> tuple[Emu, ...]:
    """Return the widths in the outline, () with an error if there is not one per column."""
    shares = [float(node.text) for node in source.fields.nodes("widths") if isinstance(node, Scalar)]
    if len(shares) != count:
        at = source.fields.at("widths")
        context.report("wrong-number-of-values.widths", at, count=len(shares), columns=count)
        return ()
    parts = [share / max(shares) for share in shares]
    widths = [Emu(int(width * part / sum(parts))) for part in parts]
    widths[0] = Emu(widths[0] + width - sum(widths))
    return tuple(widths)


def _total(source: SlideSource, rows: Rows) -> int:
    """Return the index of the total: the last row, if ``total:`` or its first cell marks it as one; otherwise -1."""
    has_total_word = plain_text(rows[-1][0]).strip().rstrip(":").lower() in TOTALS
    return len(rows) - 1 if len(rows) > 1 and source.fields.flag("total", has_total_word) else -1


def _shares(texts: list[str]) -> tuple[float, ...]:
    """Return the numbers of a column of unsigned percentages that are parts of one whole, otherwise ()."""
    found = [_SHARE.fullmatch(text) for text in texts if "%" in text]
    values = tuple([float(one[1].replace(",", ".")) for one in found if one])
    return values if 3 <= len(values) == len(texts) and 0 < sum(values) <= 101 else ()


def _content(
    source: SlideSource, context: ComposeContext
) -> tuple[tuple[Rich, ...], Rows, tuple[Location, ...], Phrase | str]:
    """Return the headings, the rows, their locations, and the reason if the data has no rows."""
    fields = source.fields
    if not fields.has("table"):
        head = fields.rich_list("columns")
        if not head or not fields.has("rows"):
            context.report("missing-key.table", source.at)
        return head, _body(source, context, len(head)), fields.places("rows"), ""
    found = tabular(fields, "table")
    head = fields.rich_list("columns") or found.heads
    if len(head) != len(found.heads):
        key, at = "wrong-number-of-cells.headings", fields.at("columns")
        context.report(key, at, count=len(head), columns=len(found.heads))
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
            context.report("wrong-number-of-cells", at, count=len(row), columns=count)
        body.append((*row, *[()] * count)[:count])
    return body


def _columns(context: ComposeContext, grid: Grid, aligns: tuple[Align, ...], width: int) -> tuple[Emu, ...]:
    """Return the widths of columns in proportion to their content: the longest word, and the text up to a limit.

    Columns of figures share one width if there is room.
    """
    needs = []
    for index in range(len(grid[0])):
        texts = [plain_text(row[index]) for row in grid]
        longest = max([context.metrics.width(w, True, False) for text in texts for w in unbroken(text)] or [1.0])
        whole = max([context.metrics.width(text, True, False) for text in texts] or [1.0])
        needs.append(max(longest, min(whole, 24.0)) + 2.0)
    widest = max([need for need, align in zip(needs, aligns) if align == "r"], default=0.0)
    alike = [widest if align == "r" else need for need, align in zip(needs, aligns)]
    needs = alike if sum(alike) <= width / EMU_PER_PT / LARGEST else needs
    total = sum(needs)
    widths = [Emu(int(width * need / total)) for need in needs]
    widths[0] = widths[0] + (width - sum(widths))
    return tuple(widths)


def _is_numeric(cells: list[Rich]) -> bool:
    """Return whether a column is right-aligned, heading included: figures of one unit, or symbols for missing ones.

    Codes with a leading zero, dates, telephone numbers and versions count as words and are left-aligned.
    """
    texts = [text for cell in cells if (text := plain_text(cell).strip()) and text not in _MISSING]
    if not texts or not all([any(map(str.isdecimal, text)) for text in texts]):
        return False
    found = [_FIGURE.fullmatch(text) for text in texts if not text.isdecimal()]
    if None in found or any(_CODE.match(text) for text in texts):
        return False
    units = {unit.strip(" \u00a0.").lower() for one in found if one for unit in one.group("before", "unit") if unit}
    return len(units) < 2 or units <= _UNITS


def _parts(
    context: ComposeContext, inks: Inks, grid: Grid, plan: Plan, area: Box
) -> tuple[list[Line], list[list[Line]]]:
    """Return all rows, and the rows of each slide: all on one slide down to the floor of body text, otherwise on the
    fewest slides, with smaller type only for words that are wider than their column.
    """
    sizes = context.said(_grown(len(grid) - 1)[0])
    for size in sizes:
        lines, room = [], area.h
        for number, row in enumerate(grid):
            lines.append(_line(context, inks, row, plan, size, number - 1))
            room -= lines[-1].height
            if room < 0 or not lines[-1].whole:
                break
        else:
            return lines, [lines[1:]]
    for size in context.steps(sizes[-1], max(context.brand.floors.label, BODY_FLOOR)):
        lines = [_line(context, inks, row, plan, size, number - 1) for number, row in enumerate(grid)]
        if all([line.whole for line in lines]):
            break
    return lines, _divided(lines[1:], area.h - lines[0].height)


def _grown(count: int) -> tuple[int, Emu]:
    """Return the largest size (points) and the greatest height of this many rows."""
    return next(((size, tallest) for most, size, tallest in GROWN if count <= most), (LARGEST, TALLEST))


def _divided(lines: list[Line], room: int) -> list[list[Line]]:
    """Return the rows of each slide: the fewest slides, evenly filled if possible."""
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


def _line(context: ComposeContext, inks: Inks, row: tuple[Rich, ...], plan: Plan, size: Pt, place: int) -> Line:
    """Return a row, the header if ``place`` is -1; the header, a total and the row of the largest share are bold."""
    header, texts, whole, high = place < 0, [], True, 0
    own = min(size, HEADING) if header else size
    strong = header or place in (plan.total, plan.longest)
    padding = emu(own * PADDING)
    for n, (cell, width, align) in enumerate(zip(row, plan.columns, plan.aligns)):
        span = plan.merged.get((place + 1, n)) if plan.merged else None
        if span:  # each row that it spans provides a part of its height
            cell, align = span.text, "ctr" if span.across > 1 else align
            width = Emu(sum(plan.columns[span.column : span.column + span.across]))
        filled = any([fills[n] for fills in plan.fills])  # text needs an inset from the edge of a fill
        left, right = BESIDE if n or filled else Emu(0), BESIDE if n < len(row) - 1 or filled else Emu(0)
        insets = Insets(left, padding, right, padding)
        step = 0
        if plan.shares and n == len(row) - 1:
            length = 0 if header or place == plan.total else _bar(context, plan, size, place) + AFTER_BAR
            insets, step = insets.replace(left=Emu(BEFORE_BARS + length)), 0 if header else 2
        if header:
            insets = insets.replace(top=Emu(0), bottom=UNDER_HEADING)
        bold = (strong or bool(plan.shares) and align == "r") and not step
        box = Box(Emu(0), Emu(0), width, Emu(0))
        fill = plan.fills[place][n] if plan.fills and not header else None
        colour = inks.dim if header else context.on(fill) if fill else inks.text
        anchor: Anchor = "b" if header else "ctr"
        frame = context.frame(box, colour, bold=bold, anchor=anchor, insets=insets, balanced=False)
        drafts = (UnfittedText(runs(cell), align=align, step=step),)
        texts.append(typeset(drafts, frame, own, context.metrics))
        high = max(high, texts[-1].height // (span.down if span else 1))
        room = (width - insets.left - insets.right) / EMU_PER_PT / own
        whole = whole and all(context.metrics.width(word, bold, False) <= room for word in unbroken(plain_text(cell)))
    return Line(tuple(texts), Emu(round(high * ROW_MARGIN)), whole)


def _bar(context: ComposeContext, plan: Plan, size: Pt, place: int) -> int:
    """Return the length of the bar of a row, EMU; the longest bar leaves room for its number."""
    room = (
        plan.columns[-1] - BEFORE_BARS - AFTER_BAR - context.metrics.width("100,0 %", True, False) * size * EMU_PER_PT
    )
    return round(room * plan.shares[place] / max(plan.shares))


def _merged(cells: list[Cell], merged: Merged, row: int, rows: tuple[int, int]) -> list[Cell]:
    """Return the cells of a row with merged cells applied; ``rows`` are the first and last row of the slide.

    A merged cell that continues from the previous slide starts again in the first row.
    """
    made = []
    for n, cell in enumerate(cells):
        span = merged.get((row, n))
        if span:
            top, bottom = max(span.row, rows[0]), min(span.row + span.down - 1, rows[1])
            top, bottom = (top, bottom) if row else (0, 0)
            down, across = (bottom - top + 1) * (row == top), span.across * (n == span.column)
            text = cell.text if down and across else emptied(cell.text)
            cell = Cell(text, cell.fill, cell.rule if row == bottom else None, across, down)
        made.append(cell)
    return made


def _ruled(rows: list[Row]) -> list[Row]:
    """Return rows whose merged cells have the rule of the last row that they span."""
    return [
        row.replace(
            cells=tuple(
                [
                    cell.replace(rule=rows[n + cell.down - 1].cells[m].rule) if cell.down > 1 else cell
                    for m, cell in enumerate(row.cells)
                ]
            )
        )
        for n, row in enumerate(rows)
    ]


def _report(
    source: SlideSource, context: ComposeContext, lines: list[Line], places: tuple[Location, ...], area: Box
) -> None:
    for line, at in zip(lines, (source.fields.at("columns"), *places)):
        frame = context.frame(area, INK)
        if not line.whole or line.height > area.h:
            text = line.texts[0].replace(height=line.height)
            context.overflow(text, frame, at, f"{source.id}/table")


def _items(
    source: SlideSource,
    context: ComposeContext,
    inks: Inks,
    head: tuple[Rich, ...],
    lines: list[Line],
    plan: Plan,
    area: Box,
    before: int,
) -> tuple[Item, ...]:
    """Return the table, with rows as high as the room allows, and the bars of its shares behind it."""
    count = len(lines) - 1
    spare = (area.h - sum([line.height for line in lines])) // count
    more = max(0, min(spare, _grown(count)[1] - min([line.height for line in lines[1:]])))
    strong, hair = Stroke(inks.text, STRONG), Stroke(inks.rule, HAIR)
    rows, bars, y = [], [], int(area.y)
    for index, line in enumerate(lines):
        place = before + index - 1
        height = line.height + (more if index else 0)
        fills = plan.fills[place] if plan.fills and index else (None,) * len(line.texts)
        rule = strong if not index or place + 1 == plan.total else hair if index < count else None
        cells = [Cell(text, fill, rule) for text, fill in zip(line.texts, fills)]
        number = place + 1 if index else 0
        cells = _merged(cells, plan.merged, number, (before + 1, before + count)) if plan.merged else cells
        rows.append(Row(Emu(height), tuple(cells)))
        if index and place != plan.total and plan.shares:
            size = line.texts[0].paragraphs[0].size
            high = height * BAR // 100
            left = area.right - plan.columns[-1] + BEFORE_BARS
            box = Box(Emu(left), Emu(y + (height - high) // 2), Emu(_bar(context, plan, size, place)), Emu(high))
            fill = inks.mark if place == plan.longest else context.roles.second
            bars.append(card(f"{source.id}/bars/{place + 1}", box, fill, radius=px(4), decorative=True))
        y += height
    rows = _ruled(rows) if plan.merged else rows
    box = Box(area.x, area.y, area.w, Emu(sum([row.height for row in rows])))
    heads = ", ".join([" ".join(plain_text(cell).split()) for cell in head])
    alt = source.fields.plain("alt") or f"{title_text(source)}: {heads}."
    drawn = Table(f"{source.id}/table", box, plan.columns, tuple(rows), alt)
    return (*((Group(f"{source.id}/bars", tuple(bars), "", decorative=True),) if bars else ()), drawn)
