"""A table as it lies in a file: a header, rows of text, and where each cell stands.

CSV, XLSX and YAML all become a Grid; what the columns mean is decided in ``columns`` and ``rows``.
"""

from __future__ import annotations

import re

from osloregion_slides.base.findings import Finding, Location, finding
from osloregion_slides.base.record import Record

MAX_BYTES = 10_000_000
MAX_ROWS = 20_000
MAX_CELLS = 400_000
"""A table of more is no table for a deck: Norway has had fewer than 800 municipalities, and 57 were members."""
MAX_COLUMNS = 1_000
MAX_CELL = 32_767
"""Characters of a cell: Excel's own limit."""


class CellLocation(Location):
    """A cell of a workbook, named as its owner sees it: ``Budsjett!C7``."""

    cell: str = ""

    def __str__(self) -> str:
        return f"{self.file}:{self.cell}"


class Row(Record):
    """One row. ``places`` are (line, column) of each cell where a cell is not simply line and ordinal.

    ``forms`` say how a workbook shows each cell: Excel's number format, ``date`` for a day, "" for a text.
    """

    line: int
    cells: tuple[str, ...]
    places: tuple[tuple[int, int], ...] = ()
    forms: tuple[str, ...] = ()


class Grid(Record):
    """A header and its rows; ``findings`` is what reading the file had to mend or could not read.

    ``sheet`` and ``left`` (the number of its first column) are of a table in a workbook; ``decimal`` is the
    decimal sign of a text file, "" where it is not certain.
    """

    file: str
    header: Row
    rows: tuple[Row, ...]
    findings: tuple[Finding, ...] = ()
    sheet: str = ""
    left: int = 1
    decimal: str = "."

    def at(self, row: Row, column: int) -> Location:
        """Return where a cell stands: line and column of a text file, row and ordinal of a table."""
        if self.sheet:
            return cell_span(self.file, self.sheet, row.line, self.left + column)
        if row.places:
            return (
                Location(self.file, *row.places[column]) if column < len(row.places) else Location(self.file, row.line)
            )
        return Location(self.file, row.line, column + 1)


def cell_span(path: str, sheet: str, line: int, column: int) -> CellLocation:
    """Return the place of a workbook's cell; line and column count from 1."""
    return CellLocation(path, line, column, f"{sheet}!{column_letters(column)}{line}")


def column_letters(column: int) -> str:
    """Return a column's letters: A for 1, Z for 26, AA for 27."""
    letters = ""
    while column > 0:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def empty(path: str, *findings: Finding) -> Grid:
    """Return a grid without rows that carries the reason."""
    return Grid(path, Row(1, ()), (), findings)


def too_long(path: str, rows: int, cells: int) -> Finding | None:
    """Return the finding of a table with more rows or cells than one is read to, None for others."""
    if rows <= MAX_ROWS and cells <= MAX_CELLS:
        return None
    return finding("too-large.rows", Location(path), rows=MAX_ROWS, cells=MAX_CELLS)


# Which column means what: the registry's own names and the Norwegian ones people write.

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
    """Return canonical name -> index, with a finding for each missing, doubled or misspelt column."""
    words = {alias: name for name, aliases in known.items() for alias in (plain(name), *aliases)}
    found: dict[str, int] = {}
    findings: list[Finding] = []
    strange: list[int] = []
    for index, heading in enumerate(grid.header.cells):
        name = words.get(plain(heading))
        if name is None:
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
    """Return a heading as compared: lower case, letters and digits only."""
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


# Reading single cells: dates and municipality numbers, with what Excel does to them mended.

_NORWEGIAN = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})")
_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def read_date(text: str) -> tuple[str, str]:
    """Return (ISO date, "") or ("", the key of the finding that ``bad_date`` makes).

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
    """Return the finding of a text that ``read_date`` could not read."""
    if key != "bad-date.serial":
        return finding(key, at, text=text[:40])
    import datetime

    day = datetime.date(1899, 12, 30) + datetime.timedelta(days=int(text[:5]))
    return finding(key, at, text=text[:40], day=str(day))


def read_number(text: str, digits: int = 4) -> tuple[str, bool]:
    """Return (number, whether it had lost its zero): 301 and 301,0 are 0301, as Excel left it; "" for no number."""
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
    if re.fullmatch(r"\d{5}([.,]\d+)?", text):
        return "bad-date.serial"
    if re.fullmatch(r"\d{1,2}/\d{1,2}/\d{2,4}", text):
        return "bad-date.slashes"
    if re.fullmatch(r"\d{1,2}\.\d{1,2}\.\d{2}", text):
        return "bad-date.century"
    return "bad-date"
