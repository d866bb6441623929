"""ODS (ISO/IEC 26300, OpenDocument 1.3) as a Grid: the same ranges, names and findings as in an Excel workbook.

A cell of an ODS stores its value and the displayed text. A number keeps the format that derives this text from the
value; if there is none, it is shown as ``General`` with a finding.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from osloregion_slides.base.findings import Location, finding
from osloregion_slides.base.record import Record
from osloregion_slides.outline.markup import LOWER, UPPER
from osloregion_slides.registry.grid import MAX_ROWS, Grid, empty, lines_of, read_date, too_long
from osloregion_slides.registry.workbook import Hidden, Reader, Trouble, chosen, refused

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from xml.etree.ElementTree import Element

    from osloregion_slides.registry.comments import Comments


NAMESPACE = "urn:oasis:names:tc:opendocument:xmlns:{}:1.0"
TABLE, OFFICE, TEXT, STYLE = (f"{{{NAMESPACE.format(name)}}}" for name in ("table", "office", "text", "style"))
FORMAT = f"{{{NAMESPACE.format('xsl-fo-compatible')}}}"
_SHOWN = re.compile(r"(\D*)(\d[\d\s.,\u00a0\u202f]*)(\D*)", re.DOTALL)
_GROUPED = re.compile(r"[1-9]\d{0,2}(?:[\s.,\u00a0\u202f]\d{3})+")
_SHEET, _CORNER = r"\$?('(?:[^']|'')*'|[^.']+)?\.", r"(\$?[A-Z]+\$?\d+)"
_ADDRESS = re.compile(f"{_SHEET}{_CORNER}:(?:{_SHEET})?{_CORNER}")
MOST_COLUMNS, MOST_DIGITS = 1_000, 300


def ods_grid(data: bytes, path: str, sheet: str = "", cells: str = "", hidden: bool = False) -> Grid:
    """Read a range of a sheet as ``workbook_grid`` does; a name denotes a range or a database range."""
    import io
    import zipfile

    if trouble := refused(data, path):
        return empty(path, trouble)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            if b"encryption-data" in package.read("META-INF/manifest.xml"):
                return empty(path, finding("not-text.protected", Location(path)))
            book = _Book(ElementTree.fromstring(package.read("content.xml")), path)
        page, area, findings = chosen(book, path, sheet, cells, hidden)
        return _Reader(data, path, page, area, findings, hidden).grid()
    except Trouble as found:
        return empty(path, *found.findings)
    except RecursionError:
        return empty(path, finding("bad-workbook", Location(path), reason="it is nested too deeply"))
    except (LookupError, ElementTree.ParseError, zipfile.BadZipFile, ValueError, ArithmeticError) as problem:
        return empty(path, finding("bad-workbook", Location(path), reason=str(problem)))


class _Cell(Record):
    """A cell: its element, and a value other than None if it is not empty."""

    element: Element | None
    value: str


_EMPTY = _Cell(None, "")


class _Name(Record):
    """A named range."""

    attr_text: str


class _Book:
    """A workbook with the sheets and names that ``chosen`` reads."""

    def __init__(self, root: Element, path: str) -> None:
        off = {
            style.get(f"{STYLE}name", "")
            for style in root.iter(f"{STYLE}style")
            for own in style.iter(f"{STYLE}table-properties")
            if own.get(f"{TABLE}display") == "false"
        }
        raised = {
            style.get(f"{STYLE}name", ""): LOWER if place[:1] in ("-", "s") and place[:3] != "sup" else UPPER
            for style in root.iter(f"{STYLE}style")
            for own in style
            if (place := own.get(f"{STYLE}text-position", "")) and place[:2] not in ("0%", "0 ")
        }
        looks = {style.get(f"{STYLE}name", ""): _look(style) for style in root.iter(f"{STYLE}style")}
        for span in root.iter(f"{TEXT}span"):  # superscript and subscript digits as Unicode characters
            if letters := raised.get(span.get(f"{TEXT}style-name", "")):
                span.text = (span.text or "").translate(letters)
        body = root.find(f"{OFFICE}body/{OFFICE}spreadsheet")
        tables = body.findall(f"{TABLE}table") if body is not None else []
        self.worksheets = [_Page(table, table.get(f"{TABLE}style-name", "") in off, path, looks) for table in tables]
        self.defined_names: dict[str, _Name] = {}
        for kind, place in (("named-range", "cell-range-address"), ("database-range", "target-range-address")):
            for found in root.iter(TABLE + kind):
                address = _ADDRESS.fullmatch(found.get(TABLE + place, ""))
                if address and address[1]:
                    name = _Name(f"{address[1]}!{address[2]}:{address[4]}")
                    self.defined_names.setdefault(found.get(f"{TABLE}name", ""), name)


class _Page:
    """A sheet with its cells, repeated ones expanded."""

    def __init__(self, table: Element, off: bool, path: str, looks: Mapping[str, str]) -> None:
        self.looks = looks
        self.title = table.get(f"{TABLE}name", "")
        self.sheet_state = "hidden" if off else "visible"
        self.rows: dict[int, list[_Cell]] = {}
        self.merged: list[tuple[int, int, int, int]] = []
        self.lines: set[int] = set()
        self.columns: set[int] = set()
        for column, first, last in _spans(table, "table-column"):
            if _is_off(column):
                self.columns.update(range(first, min(last, MOST_COLUMNS) + 1))
        count = 0
        for row, first, last in _spans(table, "table-row"):
            if _is_off(row):
                self.lines.update(range(first, min(last, 2 * MAX_ROWS) + 1))
            cells = self._cells(row, first)
            count += len(cells) * (last - first + 1)
            if cells and (trouble := too_long(path, last - first, count)):
                raise Trouble(trouble)
            if cells:
                self.rows.update(dict.fromkeys(range(first, last + 1), cells))

    def _cells(self, row: Element, line: int) -> list[_Cell]:
        cells: list[_Cell] = []
        for one, first, last in _spans(row, "table-cell", "covered-table-cell"):
            covered = one.tag != f"{TABLE}table-cell"
            filled = not covered and (one.get(f"{OFFICE}value-type") or one.find(f"{TEXT}p") is not None)
            cell = _Cell(one, "x") if filled or one.get(f"{TABLE}formula") else _EMPTY
            if cell is not _EMPTY and first <= MOST_COLUMNS:
                cells += [_EMPTY] * (first - 1 - len(cells)) + [cell] * (min(last, MOST_COLUMNS) - first + 1)
            wide, high = (int(one.get(f"{TABLE}number-{name}-spanned", "1")) for name in ("columns", "rows"))
            if (wide, high) != (1, 1):
                self.merged.append((first, line, first + wide - 1, line + high - 1))
        return cells

    def iter_rows(
        self, min_row: int = 1, max_row: int = 2 * MAX_ROWS, min_col: int = 1, max_col: int = MOST_COLUMNS,
        values_only: bool = False,
    ) -> Iterator[tuple[object, ...]]:  # fmt: skip
        """Yield the cells of each row up to the last non-empty row."""
        for line in range(min_row, min(max_row, max(self.rows, default=0)) + 1):
            cells = self.rows.get(line, [])[min_col - 1 : max_col]
            yield tuple([cell.value for cell in cells]) if values_only else tuple(cells)


def _spans(parent: Element, *names: str) -> Iterator[tuple[Element, int, int]]:
    """Yield the rows, columns or cells of a sheet, including grouped ones, with their first and last number."""
    wanted, number = {TABLE + name for name in names}, 1
    what = "rows" if names[0] == "table-row" else "columns"
    waiting = list(reversed(parent))
    while waiting:
        one = waiting.pop()
        if one.tag in wanted:
            count = max(1, int(one.get(f"{TABLE}number-{what}-repeated", "1")))
            yield one, number, number + count - 1
            number += count
        elif one.tag.startswith(TABLE) and one.tag not in (f"{TABLE}table", f"{TABLE}shapes"):
            waiting.extend(reversed(one))


def _is_off(element: Element) -> bool:
    return element.get(f"{TABLE}visibility") in ("collapse", "filter")


class _Reader(Reader):
    """One range of one sheet being read."""

    def hides(self) -> Hidden:
        return Hidden(frozenset(self.page.lines), frozenset(self.page.columns))

    def merged(self) -> list[tuple[int, int, int, int]]:
        found: list[tuple[int, int, int, int]] = self.page.merged
        return found

    def comments(self) -> Comments:
        cells = {(line, n): one.element for line, row in self.page.rows.items() for n, one in enumerate(row, 1)}
        notes = {at: one.find(f"{OFFICE}annotation") for at, one in cells.items() if one is not None}
        texts = {
            at: " ".join([" ".join(part.itertext()) for part in note.iter(f"{TEXT}p")])
            for at, note in notes.items()
            if note is not None
        }
        return {at: " ".join(text.split()) for at, text in texts.items() if text.strip()}

    def report_unsaved(self) -> None:
        """Do nothing: ``cell`` has reported the formulas."""

    def look(self, cell: _Cell) -> str:
        one = cell.element
        if one is None:
            return ""
        runs = [run for run in one.iter(f"{TEXT}span") if "".join(run.itertext()).strip()]
        whole = "".join(["".join(run.itertext()) for run in runs]).split() == _text(one).split()
        own = {self.page.looks.get(run.get(f"{TEXT}style-name", ""), "") for run in runs} if whole else set()
        found: str = own.pop() if len(own) == 1 else ""
        if not found and "struck-cell" in [self.page.looks.get(run.get(f"{TEXT}style-name", "")) for run in runs]:
            return "struck-cell.value"
        return found or str(self.page.looks.get(one.get(f"{TABLE}style-name", ""), ""))

    def cell(self, cell: _Cell, line: int, column: int) -> tuple[str, str]:
        if cell.element is None or column in self.hidden.columns:
            return "", ""
        one, shown = cell.element, _text(cell.element)
        kind = one.get(f"{OFFICE}value-type", "")
        formula = one.get(f"{TABLE}formula", "")
        if formula and (not kind or (kind == "string" and _is_error(shown)) or "error" in one.attrib.values()):
            if shown:
                self.fault("bad-cell", line, column, text=shown[:40])
            else:
                self.fault("formula-without-value", line, column, formula=formula.partition(":")[2][:40])
            return "", ""
        if kind == "boolean":
            return one.get(f"{OFFICE}boolean-value", "false"), "boolean"
        if kind == "date":
            date = one.get(f"{OFFICE}date-value", "")[:10]
            return (date, "date") if len(shown) <= 10 and read_date(shown)[0] == date else (shown, "")
        if kind not in ("float", "percentage", "currency"):
            return shown, ""
        number = Decimal(one.get(f"{OFFICE}value", "0"))
        if not number.is_finite() or abs(number.adjusted()) > MOST_DIGITS:
            raise ValueError(f"the number {number} cannot be read")
        text = f"{number.normalize():f}"
        form = _form(number, shown)
        if not form:
            self.fault("unknown-number-format.shown", line, column, text=shown[:60])
        return text, form or "General"


def _look(style: Element) -> str:
    """Return whether a style strikes text through or hides it in its background (``Reader.look``)."""
    colour, ground = "", "#ffffff"
    for own in style:
        line = [own.get(f"{STYLE}text-line-through-{name}") for name in ("style", "type")]
        if "none" not in line and any(line):
            return "struck-cell"
        colour = own.get(f"{FORMAT}color", colour).lower()
        ground = own.get(f"{FORMAT}background-color", ground).lower().replace("transparent", "#ffffff")
    return "struck-cell.unseen" if colour == ground else ""


def _is_error(shown: str) -> bool:
    return bool(re.fullmatch(r"#[A-ZÆØÅ/0!?]+[!?]?|Err:\d+", shown))


def _text(cell: Element) -> str:
    """Return the text of a cell, one line per paragraph (6.1.2 and 6.1.3 of Part 3 for spaces)."""
    return lines_of("\n".join([_inner(part) for part in cell.findall(f"{TEXT}p")]))


def _inner(part: Element) -> str:
    made = [part.text or ""]
    for one in part:
        if one.tag == f"{TEXT}s":
            made.append(" " * min(int(one.get(f"{TEXT}c", "1")), 100))
        elif one.tag in (f"{TEXT}line-break", f"{TEXT}tab"):
            made.append("\n" if one.tag.endswith("break") else " ")
        elif one.tag != f"{OFFICE}annotation":
            made.append(_inner(one))
        made.append(one.tail or "")
    return "".join(made)


def _form(number: Decimal, shown: str) -> str:
    """Return the number format that displays a number as this text, "" if there is none."""
    from osloregion_slides.outline.figures import locale_of
    from osloregion_slides.outline.number_format import shown_number

    found = _SHOWN.fullmatch(shown.replace("\u2212", "-"))
    if found is None:
        return ";;;" if not shown else ""
    before, digits, after = found.groups()
    after = digits[len(digits.rstrip()) :] + after
    words = "".join([part if part == "%" else _quoted(part) for part in re.split("(%)", after)])
    locale = locale_of("en")
    for scale, decimal in ((scale, decimal) for scale in (0, 3, 6) for decimal in (",", ".")):
        whole, _, decimals = digits.rstrip().partition(decimal)
        grouped = _GROUPED.fullmatch(whole)
        if not decimals.isdecimal() and decimals or not (grouped or whole.isdecimal()):
            continue
        form = "#,##0" if grouped else "0" * len(whole) if whole[:1] == "0" else "0"
        form = f"{form}{'.' if decimals else ''}{'0' * len(decimals)}{',' * (scale // 3)}"
        made = re.sub(r"\D", "", shown_number(number, form + "%" * ("%" in after), locale))
        if made == re.sub(r"\D", "", digits):
            if number < 0 and before != "-":
                return f"{form}{words};{_quoted(before)}{form}{words}"
            return f"{'' if number < 0 else _quoted(before)}{form}{words}"
    return ""


def _quoted(words: str) -> str:
    return f'"{words}"' if words.strip('"') else ""
