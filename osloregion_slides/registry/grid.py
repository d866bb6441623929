"""The grid of a table file: a header, rows of text, the place of each cell, and the conventions of cells.

Each table format is read as a Grid; ``load`` and ``tables.resolve`` interpret its columns.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from osloregion_slides.base.findings import Finding, Location, finding
from osloregion_slides.base.letters import UNSEEN, composed
from osloregion_slides.base.patterns import late
from osloregion_slides.base.record import Record

if TYPE_CHECKING:
    from collections.abc import Callable

MAX_BYTES = 10_000_000
MAX_ROWS = 20_000
MAX_CELLS = 400_000
"""The most cells: larger tables do not belong in decks (Norway has had fewer than 800 municipalities)."""
MAX_COLUMNS = 1_000
MAX_CELL = 32_767
"""Characters of a cell: Excel's own limit."""


class CellLocation(Location):
    """A cell of a workbook, named as Excel shows it: ``Budsjett!C7``."""

    cell: str = ""

    def __str__(self) -> str:
        return f"{self.file}:{self.cell}"


class Row(Record):
    """One row. ``places`` are (line, column) of each cell unless they are simply line and ordinal.

    ``forms`` are the formats of a workbook's cells: Excel's number format, ``date`` for a date, "" for a text.
    """

    line: int
    cells: tuple[str, ...]
    places: tuple[tuple[int, int], ...] = ()
    forms: tuple[str, ...] = ()

    def cell(self, index: int) -> str:
        """Return the text of a cell; "" beyond the end of a short row, and for a missing column (-1)."""
        return self.cells[index] if 0 <= index < len(self.cells) else ""


class Grid(Record):
    """A header and its rows; ``findings`` report corrected and unreadable cells.

    ``sheet`` and ``left`` (the number of the first column) apply to a table in a workbook; ``decimal`` is the
    decimal sign of a text file, "" if uncertain; ``source`` is the publisher of a dataset and
    ``fetched`` the ISO date of its snapshot, where stated; ``comments`` are lines, columns and
    texts of comments at cells.
    """

    file: str
    header: Row
    rows: tuple[Row, ...]
    findings: tuple[Finding, ...] = ()
    sheet: str = ""
    left: int = 1
    decimal: str = "."
    source: str = ""
    fetched: str = ""
    comments: tuple[tuple[int, int, str], ...] = ()

    def at(self, row: Row, column: int) -> Location:
        """Return the place of a cell: line and column in a text file, row and ordinal in a table."""
        if self.sheet:
            return cell_span(self.file, self.sheet, row.line, self.left + column)
        if row.places:
            return (
                Location(self.file, *row.places[column]) if column < len(row.places) else Location(self.file, row.line)
            )
        return Location(self.file, row.line, column + 1)


def cell_span(path: str, sheet: str, line: int, column: int) -> CellLocation:
    """Return the place of a workbook's cell; line and column count from 1."""
    from openpyxl.utils import get_column_letter

    return CellLocation(path, line, column, f"{sheet}!{get_column_letter(column)}{line}")


def empty(path: str, *findings: Finding) -> Grid:
    """Return a grid without rows, with the findings that explain why."""
    return Grid(path, Row(1, ()), (), findings)


def decode(data: bytes, path: str) -> tuple[str | None, tuple[Finding, ...]]:
    """Return the text, with a note if it was not UTF-8; None if the data are not text."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("utf-16"), (finding("not-utf-8", Location(path), encoding="UTF-16"),)
        except UnicodeDecodeError:
            return None, ()
    try:
        return data.decode("utf-8-sig"), ()
    except UnicodeDecodeError:
        pass
    try:
        return data.decode("cp1252"), (finding("not-utf-8", Location(path), encoding="Windows-1252"),)
    except UnicodeDecodeError:
        return None, ()


def too_long(path: str, rows: int, cells: int) -> Finding | None:
    """Return the finding for a table that exceeds the limits of rows or cells, None within them."""
    if rows <= MAX_ROWS and cells <= MAX_CELLS:
        return None
    return finding("too-large.rows", Location(path), rows=MAX_ROWS, cells=MAX_CELLS)


def lines_of(text: str) -> str:
    """Return a cell's text with single spaces; line breaks stay, empty lines around the text do not."""
    if not text or ("\n" not in text and "\r" not in text):
        return " ".join(text.split())
    return "\n".join([" ".join(line.split()) for line in text.strip().splitlines()])


def as_seen(grid: Grid) -> Grid:
    """Return a grid in Unicode's normal form C, without invisible characters around the texts of cells."""
    return _with_cells(grid, str.isascii, lambda cell: composed(cell.strip(UNSEEN)).strip())


def on_lines(grid: Grid) -> Grid:
    """Return a grid with single-line cells, as registries and forms compare them, without invisible characters."""
    return _with_cells(grid, str.isprintable, lambda cell: " ".join(cell.translate(_WITHOUT_UNSEEN).split()))


_WITHOUT_UNSEEN = dict.fromkeys(map(ord, UNSEEN))


def _with_cells(grid: Grid, is_right: Callable[[str], bool], change: Callable[[str], str]) -> Grid:
    head, *rest = [
        row if is_right("".join(row.cells)) else row.replace(cells=tuple(map(change, row.cells)))
        for row in (grid.header, *grid.rows)
    ]
    return grid.replace(header=head, rows=tuple(rest))


def without_title(grid: Grid) -> Grid:
    """Return a grid without the title lines above its header; each is a finding of severity note.

    A title line is a row of one filled cell over a table of several columns, with an empty line below it or with a
    row of words (or years) right below it: a header that lacks cells would have figures there.
    """
    rows = [grid.header, *grid.rows]
    cut = next((n for n, row in enumerate(rows) if len(row.cells) > 1 and not _is_single(row)), 0)
    if not cut or not any(rows[0].cells) or not (rows[cut].line > rows[cut - 1].line + 1 or _is_heading(rows[cut])):
        return grid
    found = []
    for row in rows[:cut]:
        first = next(index for index, cell in enumerate(row.cells) if cell)
        found.append(finding("not-a-row.title", grid.at(row, first), text=row.cells[first][:60]))
    return grid.replace(header=rows[cut], rows=tuple(rows[cut + 1 :]), findings=(*grid.findings, *found))


def _is_heading(row: Row) -> bool:
    """Return whether a row has words or years in three or more columns.

    With two, the row above may be a header that lacks a cell.
    """
    if len([cell for cell in row.cells if cell]) < 3:
        return False
    return not any(_FIGURE.fullmatch(cell) and not re.fullmatch(r"(?:19|20)\d\d", cell) for cell in row.cells)


# The meaning of columns: the registry's own names and common Norwegian headings.

MEMBER_COLUMNS = {
    "name": ("kommune", "navn", "medlem", "kommunenavn", "municipality"),
    "number": ("kommunenummer", "kommunenr", "knr", "nr", "nummer"),
    "county": ("fylke", "fylkesnavn"),
    "region": ("delregion", "subregion", "regionråd"),
    "other_regions": ("andredelregioner", "andreregioner"),
    "from": ("fra", "start", "medlemfra", "memberfrom"),
    "to": ("til", "slutt", "end", "medlemtil", "memberto"),
    "kind": ("type", "slag"),
    "confidence": ("sikkerhet", "visshet"),
    "source": ("kilde",),
    "successor": ("etterfølger", "arvtaker"),
    "note": ("merknad", "notat", "kommentar"),
    "note_en": ("merknaden",),
    "total": ("antall", "ialt"),
}


def find_columns(
    grid: Grid, known: dict[str, tuple[str, ...]], required: tuple[str, ...]
) -> tuple[dict[str, int], tuple[Finding, ...]]:
    """Return canonical name -> index, with a finding for each missing, duplicate or misspelt column."""
    words = {alias: name for name, aliases in known.items() for alias in (plain(name), *aliases)}
    found: dict[str, int] = {}
    findings: list[Finding] = []
    strange: list[int] = []
    for index, heading in enumerate(grid.header.cells):
        name = words.get(plain(heading))
        if not heading:
            if any([row.cell(index) for row in grid.rows]):
                findings.append(finding("missing-heading", grid.at(grid.header, index)))
        elif name is None:
            strange.append(index)
        elif name in found:
            at = grid.at(grid.header, index)
            findings.append(finding("duplicate-column", at, heading=heading, name="" if heading == name else name))
        else:
            found[name] = index
    missing = [name for name in required if name not in found]
    for index in strange:
        findings += _nearest(grid, index, tuple(words), found, words)
    for name in missing:
        findings.append(finding("missing-column", grid.at(grid.header, 0), name=name, words=(name, *known[name][:1])))
    return found, tuple(findings)


def plain(heading: str) -> str:
    """Return a heading in the form for comparison: lower case, letters and digits only."""
    return "".join([letter for letter in heading.lower() if letter.isalnum()])


def _nearest(
    grid: Grid, index: int, spellings: tuple[str, ...], found: dict[str, int], words: dict[str, str]
) -> list[Finding]:
    import difflib

    heading = grid.header.cells[index]
    near = difflib.get_close_matches(plain(heading), spellings, 1, 0.75)
    if not near or words[near[0]] in found:
        return []  # a column of the user's own
    return [finding("unknown-column", grid.at(grid.header, index), heading=heading, near=words[near[0]])]


# Reading single cells: dates and municipality numbers, undoing the damage that Excel does.

_NORWEGIAN = late(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})")
_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def read_date(text: str) -> tuple[str, str]:
    """Return (ISO date, ""), or "" and the key of the finding for ``bad_date``.

    Reads 2008-01-01, the same with a time after it, 01.01.2008 and 1.1.2008.
    """
    day = text[:10] if len(text) > 10 and text[10] in " T" else text
    if len(day) == 10 and day[4] == day[7] == "-" and day[:4].isdecimal():
        parts = (day[:4], day[5:7], day[8:])
    else:
        match = _NORWEGIAN.fullmatch(text)
        if match is None:
            return "", _explained(text)
        parts = (match[3], match[2], match[1])
    if not "".join(parts).isdecimal() or not text.isascii():
        return "", "bad-date"
    year, month, date = int(parts[0]), int(parts[1]), int(parts[2])
    if not 1 <= month <= 12 or not 1 <= date <= _length(year, month) or year < 1:
        return "", "bad-date.calendar"
    return f"{year:04d}-{month:02d}-{date:02d}", ""


def bad_date(key: str, text: str, at: Location) -> Finding:
    """Return the finding for a text that ``read_date`` could not read."""
    if key != "bad-date.serial":
        return finding(key, at, text=text[:40])
    import datetime

    day = datetime.date(1899, 12, 30) + datetime.timedelta(days=int(text[:5]))
    return finding(key, at, text=text[:40], day=str(day))


def read_number(text: str, digits: int = 4) -> tuple[str, bool]:
    """Return (number, whether its leading zero was lost): Excel's 301 and 301,0 are 0301; "" if it is not a number."""
    if len(text) == digits and text.isdecimal() and text.isascii():
        return text, False
    whole = re.sub(r"[.,]0+$", "", text.replace("\u00a0", "").replace(" ", ""))
    if whole.isdecimal() and whole.isascii() and digits - 1 <= len(whole) <= digits:
        return whole.zfill(digits), True
    return "", False


def _length(year: int, month: int) -> int:
    leap = month == 2 and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 29 if leap else _DAYS[month - 1]


def _explained(text: str) -> str:
    if not text[:1].isdecimal():
        return "bad-date"
    if re.fullmatch(r"\d{5}([.,]\d+)?", text):
        return "bad-date.serial"
    if re.fullmatch(r"\d{1,2}/\d{1,2}/\d{2,4}", text):
        return "bad-date.slashes"
    if re.fullmatch(r"\d{1,2}\.\d{1,2}\.\d{2}", text):
        return "bad-date.century"
    return "bad-date"


# Remarks and sums under a table, which are not rows of it.

_FIGURE = late(r"-?\d[\d\s.,\u00a0\u202f]*%?")
SUMS = frozenset(("sum", "total", "totalt", "totals", "ialt", "tilsammen", "summa", "gesamt", "subtotal", "delsum"))
"""Labels of a row of sums, in the form of ``plain``."""


def without_remarks(grid: Grid, columns: dict[str, int]) -> Grid:
    """Return a registry's grid without the remarks and sums under its last row; each is a finding of severity note.

    ``columns`` are the indices of the known columns. A remark is a row of a single filled cell. A sum is a row
    without a start date in which at most one cell is a text, and which has no municipality's number.
    """
    rows = list(grid.rows)
    found: list[Finding] = []
    while rows and (below := _remark_or_sum(grid, rows[-1], columns)):
        found.append(below)
        rows.pop()
    return grid.replace(rows=tuple(rows), findings=(*grid.findings, *reversed(found))) if found else grid


def is_sum(name: str, figure: float | None, total: float | None) -> bool:
    """Return whether a row or column of this name is the sum of those before it.

    A word for sums alone decides (``Totalt``); followed by other words (``Sum utgifter``) the figure has to equal
    the sum too.

    Args:
        total: the sum of the figures before it, None if these are fewer than two.
    """
    if plain(name) in SUMS:
        return True
    if total is None or figure is None or not name or plain(name.split()[0]) not in SUMS:
        return False
    return abs(total - figure) <= 1e-9 * max(1.0, abs(figure))


class Total:
    """The running sum of a column's figures."""

    __slots__ = ("_count", "_sum")

    def __init__(self) -> None:
        self._count, self._sum = 0, 0.0

    def add(self, figure: float | None) -> None:
        """Add a figure; None is a cell without one."""
        if figure is not None:
            self._count, self._sum = self._count + 1, self._sum + figure

    def so_far(self) -> float | None:
        """Return the sum, None for fewer than two figures."""
        return self._sum if self._count > 1 else None


def without_remarks_apart(grid: Grid) -> Grid:
    """Return a table's grid without remarks: rows of one filled cell at its end, below an empty row.

    Directly under the last row such a cell can be an item known only by name; it stays.
    """
    rows = list(grid.rows)
    cut = next((n for n in range(len(rows) - 1, 0, -1) if not _is_single(rows[n]) or rows[n].places), -1) + 1
    while 0 < cut < len(rows) and rows[cut].line == rows[cut - 1].line + 1:
        cut += 1  # items of one cell that continue the table
    if not 0 < cut < len(rows) or len(grid.header.cells) < 2:
        return grid
    found = [_remark(grid, row) for row in rows[cut:]]
    return grid.replace(rows=tuple(rows[:cut]), findings=(*grid.findings, *found))


def _remark(grid: Grid, row: Row) -> Finding:
    first = next((index for index, cell in enumerate(row.cells) if cell), 0)
    return finding("not-a-row.remark", grid.at(row, first), text=row.cells[first][:60])


def _is_single(row: Row) -> bool:
    return sum([1 for cell in row.cells if cell]) == 1


def _remark_or_sum(grid: Grid, row: Row, columns: dict[str, int]) -> Finding | None:
    """Return the finding for a remark or a sum, None for a possible row of the registry."""
    if len(grid.header.cells) < 3 or not any(row.cells):
        return None
    if _is_single(row):
        return _remark(grid, row)
    if len([cell for cell in row.cells if cell[:1].isalpha()]) > 1:
        return None
    texts = [cell for cell in row.cells if cell and not _FIGURE.fullmatch(cell)]
    start, number = (row.cell(columns.get(name, -1)) for name in ("from", "number"))
    is_named = bool(texts) and plain(texts[0]) in SUMS
    if len(texts) > 1 or (not is_named and (start or re.fullmatch(r"\d{4}", number))):
        return None
    first = next(index for index, cell in enumerate(row.cells) if cell)
    return finding("not-a-row.sum", grid.at(row, first), text=row.cells[first][:60])


# Periods as commonly written: ``2008``, ``2008–2010``, ``2008 – løpende``.

ONGOING = frozenset(
    ("løpende", "pågår", "pågående", "nå", "dagsdato", "løpande", "pågåande", "ongoing", "current", "present", "now")
)
"""Words for an open end (nb, nn, sv, en), in lower case."""
_MOMENT = r"\d{4}(?:-\d{2}(?:-\d{2})?)?"
_TWO = late(rf"({_MOMENT})\s*(?:[–—]|\s-\s|-(?=\D|\d{{4}}))\s*({_MOMENT}|[^\W\d]+)")


def is_ongoing(text: str) -> bool:
    """Return whether a text denotes an open end: ``løpende``, ``ongoing``."""
    return text.strip().lower() in ONGOING


def read_period(text: str) -> tuple[str, str] | None:
    """Return the start and the end of a period in one text, both as written; None for any other text."""
    found = _TWO.fullmatch(text.strip())
    if found is None or not (found[2][0].isdigit() or is_ongoing(found[2])):
        return None
    return found[1], found[2]


# Numbers in cells: values, and the formats in which they were shown.

_SPACES = str.maketrans("\u00a0\u202f\u2009\u2212", "   -")
_PLAIN = late(r"-?(?:0|[1-9]\d*)")
_SPACED = late(r"(-?[1-9]\d{0,2}(?: \d{3})+)(?:([.,])(\d+))?")
_POINTED = late(r"(-?(?:0|[1-9]\d*))([.,])(\d+)")
_GROUPED = late(r"(-?[1-9]\d{0,2}(?:([.,])\d{3})(?:\2\d{3})*)(?:([.,])(\d+))?")
TWO_WAYS = "can be read in two ways"


def read_figure(text: str, decimal: str) -> tuple[str, str, str]:
    """Return (number as in JSON, its format, ""), or ("", "", fault) if the text is not a number.

    ``decimal`` is the decimal sign of the file, "" if unknown: then ``1.234`` and ``1,234`` are ambiguous and
    not read.
    """
    cell = text.translate(_SPACES).strip()
    percent = cell.endswith("%")
    if percent:
        cell = cell[:-1].rstrip()
    whole, decimals, grouped = _parts(cell, decimal)
    if whole is None:
        return "", "", f"`{text[:40]}` {TWO_WAYS}" if grouped else f"`{text[:40]}` is not a number"
    form = ("#,##0" if grouped else "0") + (f".{'0' * len(decimals)}" if decimals else "")
    number = f"{whole}.{decimals}" if decimals else whole
    if percent:
        from decimal import Decimal

        number, form = f"{Decimal(number).scaleb(-2):f}", form + "%"
    return number, form, ""


def _parts(cell: str, decimal: str) -> tuple[str | None, str, bool]:
    """Return integer part, decimals, and whether it is grouped; (None, "", True) for an ambiguous number."""
    if _PLAIN.fullmatch(cell):
        return cell, "", False
    spaced = _SPACED.fullmatch(cell)
    if spaced:
        return spaced[1].replace(" ", ""), spaced[3] or "", True
    grouped = _GROUPED.fullmatch(cell)
    if grouped and grouped[2] != grouped[3]:
        sign = grouped[2]
        if grouped[4] or cell.count(sign) > 1:
            return grouped[1].replace(sign, ""), grouped[4] or "", True
        if sign != decimal:
            return None, "", True
    pointed = _POINTED.fullmatch(cell)
    return (pointed[1], pointed[3], False) if pointed else (None, "", False)
