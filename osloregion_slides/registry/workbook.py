"""XLSX as a Grid: a range of a sheet, else the first sheet with rows; openpyxl is imported only here."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from osloregion_slides.base.findings import Finding, Location, finding, term
from osloregion_slides.base.record import Record
from osloregion_slides.outline.date_format import DAY, is_plain_day, to_steps
from osloregion_slides.outline.number_format import (
    COLOUR,
    ELAPSED,
    Section,
    is_known,
    own_format,
    sections_of,
    shown_text,
)
from osloregion_slides.registry.comments import Comments, comments_of
from osloregion_slides.registry.grid import MAX_ROWS, CellLocation, Grid, Row, cell_span, empty, lines_of, too_long

# Ranges of a sheet as commonly written: ``B2:E9``, ``B:E``, ``B2:E``, ``Budsjett!$B$2:$E$9``.

_RANGE = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{0,7}):\$?([A-Za-z]{1,3})\$?(\d{0,7})")
MAX_COLUMN, MAX_ROW = 16_384, 1_048_576
"""The size of a sheet (Excel's specifications and limits)."""


class CellRange(Record):
    """Columns and rows from 1, both ends included; ``bottom`` 0 extends to the last row."""

    left: int
    top: int
    right: int
    bottom: int


def read_range(text: str) -> tuple[str, CellRange] | None:
    """Return the sheet ("" where none is named) and the range; None for other texts."""
    sheet, _, cells = text.strip().rpartition("!")
    found = _RANGE.fullmatch(cells)
    if found is None:
        return None
    from openpyxl.utils import column_index_from_string

    left, right = column_index_from_string(found[1]), column_index_from_string(found[3])
    top, bottom = int(found[2] or 1), int(found[4] or 0)
    if not (1 <= left <= right <= MAX_COLUMN and 1 <= top <= MAX_ROW) or (bottom and not top <= bottom <= MAX_ROW):
        return None
    return sheet.strip("'").replace("''", "'"), CellRange(left, top, right, bottom)


MAX_UNPACKED = 100_000_000
MAX_XML = 8_000_000
"""The most bytes of XML in a workbook; openpyxl reads about 5 MB per second."""
MAX_MERGED = 1_000
XML = (".xml", ".rels")
MAX_WIDTH = 200
"""The most columns of a table: beyond them a sheet has formats, not data."""
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^<>]*?ref="([A-Z]+)(\d+):([A-Z]+)(\d+)"')
_FORMULA = re.compile(rb"<(?:\w+:)?f[ >/]")


class Trouble(Exception):
    """A fault that prevents reading a workbook."""

    def __init__(self, *findings: Finding) -> None:
        self.findings = findings


def workbook_grid(data: bytes, path: str, sheet: str = "", cells: str = "", hidden: bool = False) -> Grid:
    """Return a range of a sheet; its first non-empty row is the header.

    ``cells`` is a range (``B2:E9``, also with its sheet), a name that the workbook gives to one, or one of its
    tables. Dates become ISO text, 301.0 becomes 301, other types text. A formula without a calculated value,
    an error such as #REF! and cells merged across columns are findings; cells merged downwards repeat their value in
    each row. Hidden rows, columns and sheets are left out with a finding, unless ``hidden`` or the sheet's name
    includes them.
    """
    import io

    trouble = refused(data, path)
    if trouble:
        return empty(path, trouble)
    from openpyxl import load_workbook

    try:
        book: Any = load_workbook(io.BytesIO(data), read_only=True, data_only=True, rich_text=True)
        book._date_formats, book._timedelta_formats = set(), set()  # serial numbers stay numbers: see serials
        page, area, findings = chosen(book, path, sheet, cells, hidden, lambda: _tables(data))
        return Reader(data, path, page, area, findings, hidden).grid()
    except Trouble as found:
        return empty(path, *found.findings)
    except Exception as problem:  # openpyxl passes on errors of zipfile, ElementTree and its own validation
        return empty(path, finding("bad-workbook", Location(path), reason=str(problem)))


def refused(data: bytes, path: str) -> Finding | None:
    """Return why a zip cannot be unpacked: its size, a document type, damage; None if it can."""
    import io
    import zipfile
    import zlib

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            if sum(info.file_size for info in package.infolist()) > MAX_UNPACKED:
                return finding("bad-workbook.size", Location(path), limit=MAX_UNPACKED // 10**6)
            if sum(info.file_size for info in package.infolist() if info.filename.endswith(XML)) > MAX_XML:
                return finding("bad-workbook.xml", Location(path), limit=MAX_XML // 10**6)
            names = Counter([name.lower() for name in package.namelist()])  # as OPC compares them (ECMA-376 part 2)
            twice = next((name for name, count in names.items() if count > 1), "")
            if twice:
                return finding("bad-workbook.twice", Location(path), part=twice)
            for name in package.namelist():
                # A workbook needs no document type, whose entities could expand without limit.
                if name.endswith(XML) and b"<!DOCTYPE" in package.open(name).read(4096):
                    return finding("bad-workbook.document-type", Location(path), part=name)
    except (zipfile.BadZipFile, zlib.error, OSError, RuntimeError, NotImplementedError, ValueError) as problem:
        return finding("bad-workbook", Location(path), reason=str(problem))
    return None


def chosen(
    book: Any, path: str, sheet: str, cells: str, hidden: bool, tables: Callable[[], list[NamedTable]] = list
) -> tuple[Any, CellRange, list[Finding]]:
    """Return the selected worksheet and range, and findings for skipped hidden sheets; Trouble without them."""
    found = read_range(cells) if cells else ("", CellRange(1, 1, MAX_WIDTH, 0))
    notes: list[Finding] = []
    if found is None:
        names = {name.casefold(): str(one.attr_text or "") for name, one in book.defined_names.items()}
        named = names.get(cells.strip().casefold(), "")
        if not named:
            named, notes = _table(tables(), cells, path)
        found = read_range(named)
    if found is None:
        from osloregion_slides.base.findings import meant

        known = [*book.defined_names, *[table.name for table in tables()]]
        raise Trouble(finding("bad-range", Location(path), text=cells[:60], **meant(cells, known)))
    if sheet and found[0] and sheet.strip().casefold() != found[0].strip().casefold():
        raise Trouble(finding("bad-range.sheet", Location(path), text=cells[:60], sheet=found[0], name=sheet[:60]))
    sheet, area = sheet or found[0], found[1]
    if sheet:
        return _worksheet(book, path, sheet), area, notes
    filled = [page for page in book.worksheets if _is_filled(page)]
    shown = [page for page in filled if hidden or page.sheet_state == "visible"]
    passed = [page.title for page in filled[: filled.index(shown[0]) if shown else None] if page not in shown]
    skipped = [left_out(path, "", "sheet", passed)] if passed else []
    if not shown:
        raise Trouble(*skipped, finding("empty-table.workbook", Location(path)))
    if len(shown) > 1:
        others = tuple([page.title for page in shown[1 : NAMED + 1]])
        skipped.append(finding("not-a-row.sheets", Location(path), sheet=shown[0].title, names=others))
    return shown[0], area, skipped


def _is_filled(page: Any) -> bool:
    return any(value not in (None, "") for row in page.iter_rows(values_only=True, max_row=200) for value in row)


class NamedTable(Record):
    """A table of a workbook (ECMA-376 Part 1, 18.5.1.2): its range, header or not, number of total rows."""

    name: str
    sheet: str
    ref: str
    headed: bool
    sums: int


def _tables(data: bytes) -> list[NamedTable]:
    import io

    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(data))  # openpyxl's read-only mode omits tables
    return [
        NamedTable(one.displayName, page.title, one.ref, one.headerRowCount != 0, one.totalsRowCount or 0)
        for page in book.worksheets
        for one in page.tables.values()
    ]


def _table(tables: list[NamedTable], name: str, path: str) -> tuple[str, list[Finding]]:
    """Return the range of a table without its total row, "" if there is no such table."""
    found = next((table for table in tables if table.name.casefold() == name.strip().casefold()), None)
    if found is None:
        return "", []
    if not found.headed:
        raise Trouble(finding("bad-range.headless", Location(path), name=found.name))
    corner, _, last = found.ref.partition(":")
    line = int(re.sub(r"\D", "", last or corner))
    column = re.sub(r"\d", "", last or corner)
    sheet = found.sheet.replace("'", "''")
    at = CellLocation(path, line, 1, f"{found.sheet}!{corner.rstrip('0123456789')}{line}")
    notes = [finding("not-a-row.totals", at, name=found.name)] if found.sums else []
    return f"'{sheet}'!{corner}:{column}{line - found.sums}", notes


def _worksheet(book: Any, path: str, sheet: str) -> Any:
    from osloregion_slides.base.findings import meant

    pages = {page.title.casefold(): page for page in book.worksheets}
    page = pages.get(sheet.strip().casefold())
    if page is None:
        known = [page.title for page in book.worksheets]
        raise Trouble(finding("unknown-sheet", Location(path), name=sheet[:60], **meant(sheet, known)))
    return page


class Reader:
    """One range of one sheet being read."""

    def __init__(
        self, data: bytes, path: str, page: Any, area: CellRange, findings: list[Finding], hidden: bool
    ) -> None:
        self.data, self.path, self.page, self.area = data, path, page, area
        self.findings = findings
        self.hidden = Hidden(frozenset(), frozenset()) if hidden else self.hides()
        self.rows: dict[int, list[tuple[str, str]]] = {}
        self._looks: dict[int, str] = {}

    def hides(self) -> Hidden:
        """Return the rows and columns that the sheet hides."""
        return hidden_of(self._source())

    def merged(self) -> list[tuple[int, int, int, int]]:
        """Return the merged ranges: left, top, right, bottom."""
        from openpyxl.utils import column_index_from_string as number

        found = _MERGED.findall(self._source())
        return [(number(a.decode()), int(b), number(c.decode()), int(d)) for a, b, c, d in found]

    def grid(self) -> Grid:
        """Return the range as a table."""
        from openpyxl.utils import get_column_letter

        area, rows = self.area, self.rows
        last = min(
            area.bottom or area.top + MAX_ROWS + 1, area.top + MAX_ROWS + 1
        )  # one more than the limit of a table
        read = self.page.iter_rows(
            min_row=area.top, max_row=last, min_col=area.left, max_col=min(area.right, area.left + MAX_WIDTH - 1)
        )
        looks: list[tuple[str, int, int]] = []
        filled: dict[str, set[int]] = {"row": set(), "column": set()}
        for line, cells in enumerate(read, area.top):
            concealed = [n for n, cell in enumerate(cells) if area.left + n in self.hidden.columns]
            filled["column"].update([area.left + n for n in concealed if cells[n].value not in (None, "")])
            if line in self.hidden.rows:
                if any(cell.value not in (None, "") for cell in cells):
                    filled["row"].add(line)
                continue
            texts = [self.cell(cell, line, area.left + n) for n, cell in enumerate(cells)]
            if any(text for text, _ in texts):
                rows[line] = texts
                if trouble := too_long(self.path, len(rows) - 1, 0):
                    raise Trouble(trouble)
                looks += self._looks_of(cells, line, [n for n, (text, _) in enumerate(texts) if text])
        for what, numbers in filled.items():
            if numbers:
                names = [get_column_letter(n) if what == "column" else str(n) for n in sorted(numbers)]
                self.findings.append(left_out(self.path, self.page.title, what, names))
        self._report_looks(looks)
        self.report_unsaved()
        comments = self._told_comments()
        merged = self.merged()
        if len(merged) > MAX_MERGED:
            raise Trouble(finding("bad-workbook.merged", Location(self.path), limit=MAX_MERGED))
        for found in merged:
            self._merge(*found)
        above = [line for line in sorted(filled["row"]) if rows and line < min(rows)]
        if above:
            at = cell_span(self.path, self.page.title, min(rows), area.left)
            named, more = tuple([str(line) for line in above[:NAMED]]), max(0, len(above) - NAMED)
            self.findings.append(finding("hidden-cells.headings", at, names=named, more=more or "", row=min(rows)))
        if not rows:
            nothing = finding("empty-table.range", Location(self.path), sheet=self.page.title)
            return empty(self.path, *self.findings, nothing)
        width = max(n for texts in rows.values() for n, (text, _) in enumerate(texts, 1) if text)
        made = [_row(line, texts[:width]) for line, texts in rows.items()]
        # a number typed as text has the decimal sign of its author's Excel, which the file does not state
        told = tuple(self.findings)
        return Grid(
            self.path, made[0], tuple(made[1:]), told, self.page.title, area.left, decimal="", comments=comments
        )

    def cell(self, cell: Any, line: int, column: int) -> tuple[str, str]:
        """Return a cell's text and its format."""
        value = "".join(map(_raised, cell.value)) if isinstance(cell.value, list) else cell.value
        if value is None or column in self.hidden.columns:
            return "", ""
        if getattr(cell, "data_type", "") == "e":
            self.fault("bad-cell", line, column, text=str(value)[:40])
            return "", ""
        if isinstance(value, bool):
            return ("true" if value else "false"), "boolean"
        form = str(cell.number_format or "General")
        if not isinstance(value, str):
            return self._figure(cell, form, line, column)
        if "@" in form and not is_known(form):
            self.fault("unknown-number-format", line, column, form=form[:60])
        return lines_of(shown_text(value, form)), ""

    def look(self, cell: Any) -> str:
        """Return ``struck-cell`` for a cell struck through (``.value``: in part), ``.unseen`` for an invisible one."""
        runs = [run for run in cell.value if str(run).strip()] if isinstance(cell.value, list) else []
        struck = [bool(getattr(getattr(run, "font", None), "strike", False)) for run in runs]
        if any(struck):
            return "struck-cell" if all(struck) else "struck-cell.value"
        style = cell._style_id
        if style not in self._looks:
            fill = cell.fill
            ground = _rgb(fill.fgColor) if fill.patternType == "solid" else "" if fill.patternType else "FFFFFF"
            shown = _rgb(cell.font.color) if cell.font.color else "000000"
            unseen = "struck-cell.unseen" if shown == ground else ""
            self._looks[style] = "struck-cell" if cell.font.strike else unseen
        return self._looks[style]

    def _looks_of(self, cells: Sequence[Any], line: int, filled: list[int]) -> list[tuple[str, int, int]]:
        """Return the look of the first cell that may exclude its row, else of the first one struck through."""
        if len(self.rows) < 2:
            return []
        first = self.look(cells[filled[0]])
        struck = first or next((n for n in filled if self.look(cells[n]) in ("struck-cell", "struck-cell.value")), None)
        if isinstance(struck, int):
            return [("struck-cell.value", line, struck)]
        return [(first, line, filled[0])] if first else []

    def _report_looks(self, looks: list[tuple[str, int, int]]) -> None:
        """Report rows with a cell struck through or an invisible first cell; the first ones at their cell."""
        for number, (look, line, first) in enumerate(looks[:NAMED], 1):
            more = len(looks) - NAMED if number == NAMED else 0
            self.fault(look, line, self.area.left + first, text=self._text(line, first)[:60], more=max(0, more) or "")

    def comments(self) -> Comments:
        """Return the comments at cells of the sheet."""
        return comments_of(self.data, str(self.page._worksheet_path).lstrip("/"))

    def _told_comments(self) -> tuple[tuple[int, int, str], ...]:
        """Report comments at cells of the table, the first ones at their cell; return line, column and text of all."""
        right, hidden = self._right(), self.hidden.columns
        found = tuple(
            [
                (line, column, text)
                for (line, column), text in sorted(self.comments().items())
                if line in self.rows and self.area.left <= column <= right and column not in hidden
            ]
        )
        for number, (line, column, text) in enumerate(found[:NAMED], 1):
            more = len(found) - NAMED if number == NAMED else 0
            self.fault("cell-comment", line, column, text=text[:60], more=max(0, more) or "")
        return found

    def _figure(self, cell: Any, form: str, line: int, column: int) -> tuple[str, str]:
        """Return a number, a date or a time with its format; a finding reports a display that differs from Excel's."""
        value = cell.value
        if not isinstance(value, (int, float)):  # a cell of type d (18.18.11)
            from openpyxl.utils.datetime import to_excel

            value = to_excel(value, self.page.parent.epoch)
        if form == "General" and cell.style_array.numFmtId in REGIONAL:
            form = "[$-F800]yyyy"
        text, shown, trouble = read_serial(value, form, self.page.parent.epoch.year == 1904)
        if trouble:
            self.fault(trouble, line, column, form=form[:60], number=text[:40])
        return text, shown

    def _source(self) -> bytes:
        """Return the sheet's XML: openpyxl's read-only mode reports neither merged cells nor formulas."""
        import io
        import zipfile

        with zipfile.ZipFile(io.BytesIO(self.data)) as package:
            return package.read(str(self.page._worksheet_path).lstrip("/"))

    def report_unsaved(self) -> None:
        """Report formulas without a calculated value."""
        if not _FORMULA.search(self._source()):
            return
        import io

        from openpyxl import load_workbook

        page = load_workbook(io.BytesIO(self.data), read_only=True)[self.page.title]
        last = max(self.rows, default=self.area.top)
        read = page.iter_rows(min_row=self.area.top, max_row=last, min_col=self.area.left, max_col=self._right())
        for line, cells in enumerate(read, self.area.top):
            for number, cell in enumerate(cells):
                shown = line not in self.hidden.rows and self.area.left + number not in self.hidden.columns
                if shown and getattr(cell, "data_type", "") == "f" and not self._text(line, number):
                    formula = str(cell.value)[:40]
                    self.fault("formula-without-value", line, self.area.left + number, formula=formula)

    def _right(self) -> int:
        return min(self.area.right, self.area.left + MAX_WIDTH - 1, MAX_COLUMN)

    def _text(self, line: int, number: int) -> str:
        row = self.rows.get(line, [])
        return row[number][0] if number < len(row) else ""

    def _merge(self, left: int, top: int, right: int, bottom: int) -> None:
        """Repeat a merged cell's value in each row of its column; across columns its owner is ambiguous."""
        from openpyxl.utils import get_column_letter

        name = f"{get_column_letter(left)}{top}:{get_column_letter(right)}{bottom}"
        lines = [line for line in self.rows if top <= line <= bottom]
        number = left - self.area.left
        if right < self.area.left or left > self._right() or not lines:
            return
        if left != right:
            if any(0 <= n < len(self.rows[line]) for line in lines for n in (number, right - self.area.left)):
                self.fault("merged-data-cells", top, left, cells=name)
            return
        if len(lines) > 1 and (text := self._text(lines[0], number)):
            at = cell_span(self.path, self.page.title, top, left)
            self.findings.append(finding("merged-down", at, cells=name, text=text[:60]))
        for line in lines[1:]:
            if 0 <= number < len(self.rows[line]) and number < len(self.rows[lines[0]]):
                self.rows[line][number] = self.rows[lines[0]][number]

    def fault(self, code: str, line: int, column: int, **values: Any) -> None:
        """Report a fault of a cell."""
        self.findings.append(finding(code, cell_span(self.path, self.page.title, line, column), **values))


def _rgb(colour: Any) -> str:
    """Return a colour as six hex digits, also for black and white of theme or palette; else its index."""
    if colour.type == "rgb":
        return str(colour.rgb)[-6:].upper()
    place = colour.theme if colour.type == "theme" else colour.indexed
    plain = {("theme", 0): "FFFFFF", ("theme", 1): "000000", ("indexed", 1): "FFFFFF", ("indexed", 9): "FFFFFF"}
    return (not colour.tint and plain.get((colour.type, place))) or f"{colour.type} {place} {colour.tint}"


def _raised(run: Any) -> str:
    """Return a rich-text run, superscript and subscript digits as Unicode characters."""
    from osloregion_slides.outline.markup import LOWER, UPPER

    place = str(getattr(getattr(run, "font", None), "vertAlign", ""))
    return str(run).translate({"superscript": UPPER, "subscript": LOWER}.get(place, {}))


def _row(line: int, texts: list[tuple[str, str]]) -> Row:
    return Row(line, tuple([text for text, _ in texts]), (), tuple([form for _, form in texts]))


# Hidden rows, columns and sheets (ECMA-376 Part 1, 18.3.1.73, 18.3.1.13, 18.2.19).

NAMED = 10  # the most names in one finding
_ROW = re.compile(rb"<(?:\w+:)?row\b([^<>]*)>")
_COLUMN = re.compile(rb"<(?:\w+:)?col\b([^<>]*)>")
_ATTRIBUTE = re.compile(rb"\s([\w:]+)\s*=\s*[\"']([^\"']*)[\"']")
_NOUGHT = re.compile(rb"0+(?:\.0+)?")


class Hidden(Record):
    """The hidden rows and columns of a sheet, counted from 1; zero height or width hides them too."""

    rows: frozenset[int]
    columns: frozenset[int]


def hidden_of(source: bytes) -> Hidden:
    """Return the hidden rows and columns of a worksheet's XML."""
    rows: set[int] = set()
    columns: set[int] = set()
    line = 0
    for found in _ROW.finditer(source):
        attributes = dict(_ATTRIBUTE.findall(found[1]))
        number = attributes.get(b"r", b"")
        line = int(number) if number.isdigit() else line + 1
        if _is_hidden(attributes, b"ht"):
            rows.add(line)
    for found in _COLUMN.finditer(source):
        attributes = dict(_ATTRIBUTE.findall(found[1]))
        first, last = attributes.get(b"min", b""), attributes.get(b"max", b"")
        if _is_hidden(attributes, b"width") and first.isdigit() and last.isdigit():
            columns.update(range(int(first), min(int(last), MAX_COLUMN) + 1))
    return Hidden(frozenset(rows), frozenset(columns))


def _is_hidden(attributes: dict[bytes, bytes], size: bytes) -> bool:
    return attributes.get(b"hidden") in (b"1", b"true") or bool(_NOUGHT.fullmatch(attributes.get(size, b"")))


def left_out(path: str, sheet: str, what: str, names: list[str]) -> Finding:
    """Return the finding about hidden rows, columns or sheets with content that is not read."""
    at = CellLocation(path, 1, 1, sheet) if sheet else Location(path)
    plural = term(what if len(names) == 1 else f"{what}s")
    more = max(0, len(names) - NAMED)
    return finding("hidden-cells", at, what=plural, names=tuple(names[:NAMED]), more=more or "")


# Serial numbers of workbooks as days, moments and times (ECMA-376 Part 1, 18.17.4), by their number format.
#
# Not read by openpyxl, which turns 0 into midnight, warns on stderr of dates out of range, and looks only at the first
# section of a format.

LEAP = 60
"""The serial number of 29 February 1900, which Excel counts although the calendar lacks it."""
_BEFORE_1900, _FROM_1904 = datetime.date(1899, 12, 30), datetime.date(1904, 1, 1)
REGIONAL = (*range(27, 37), *range(50, 59))
"""The ids of locale-dependent date formats (18.8.30)."""


def read_serial(value: float, form: str, from_1904: bool) -> tuple[str, str, str]:
    """Return a cell's number as text, its format, and the code of a finding ("" without one).

    The text is a date (``2008-04-12``), a date with time, or a number as in JSON: a time of day or a duration is
    a number of days.
    """
    own = own_format(Decimal(repr(value)), form)
    if own is None:
        return _unknown(value, form, from_1904)
    sections = sections_of(own) or ()
    if not any(section.dated for section in sections):
        if value < 0 and len(sections) > 1 and COLOUR.search(form) and not _is_signed(sections[1]):
            return written(value), own.partition(";")[0], "unknown-number-format.colour"
        return written(value), own, ""
    fields = [text for kind, text in sections[0].tokens if kind == "date"]
    elapsed = any(ELAPSED.fullmatch(field) for field in fields)
    is_time = elapsed or not any(field[0] in "ymd" for field in fields)
    if elapsed or (is_time and 0 <= value < 1):
        return written(value), own, ""
    moment = _moment(value, from_1904, to_steps(sections[0], round(value * DAY)) if value > 0 else 0)
    if not moment:
        return written(value), "General", "no-date"
    return moment, "date" if is_plain_day(own) and "T" not in moment else own, ""


def _is_signed(section: Section) -> bool:
    """Return whether a section for negative numbers marks them other than by colour, or shows no number."""
    return (
        section.condition is not None
        or not any([kind == "digits" for kind, _ in section.tokens])
        or any([sign in text for kind, text in section.tokens if kind == "text" for sign in "-(\u2212\u2013"])
    )


def _unknown(value: float, form: str, from_1904: bool) -> tuple[str, str, str]:
    from openpyxl.styles.numbers import is_date_format

    moment = _moment(value, from_1904, round(value * DAY)) if is_date_format(form) else ""
    if moment:
        return moment.partition("T")[0], "date", "unknown-number-format"
    return written(value), "General", "unknown-number-format"


def _moment(value: float, from_1904: bool, milliseconds: int) -> str:
    """Return a serial number, also given in milliseconds, as ISO 8601; "" outside 1900 (or 1904) to 9999."""
    first = 0 if from_1904 else 1
    if not first <= value < 2_958_466:
        return ""
    day, rest = divmod(milliseconds, DAY)
    if not from_1904 and day <= LEAP:
        if day == LEAP:
            return ""
        day += 1
    try:
        date = (_FROM_1904 if from_1904 else _BEFORE_1900) + datetime.timedelta(days=day)
    except OverflowError:
        return ""
    if not rest:
        return date.isoformat()
    seconds, thousandths = divmod(rest, 1000)
    clock = f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"
    return f"{date.isoformat()}T{clock}" + (f".{thousandths:03}" if thousandths else "")


def written(value: float) -> str:
    """Return a number as in JSON, without an exponent, with 15 digits like Excel (0.1 + 0.2 is 0.3)."""
    if isinstance(value, int) or value.is_integer():
        return str(int(value))
    text = f"{Decimal(f'{value:.15g}'):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
