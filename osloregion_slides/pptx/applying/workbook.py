"""Changing the workbook of an existing chart in place.

Only the cells of the chart's data are written; other sheets, formats, styles and everything else
stay identical to the byte, which a library that rewrites the whole workbook cannot guarantee.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from math import isclose
from typing import TYPE_CHECKING

from lxml import etree

from osloregion_slides.base.findings import InvalidInput
from osloregion_slides.base.record import Record
from osloregion_slides.chart_types import serial_of
from osloregion_slides.ooxml.names import REL_DOCUMENT, TYPES, C, R, rels_name
from osloregion_slides.ooxml.package import Package, deck_policy
from osloregion_slides.ooxml.zip import BadZip, pack, write_zip
from osloregion_slides.pptx.applying.edition import serialised
from osloregion_slides.pptx.chart import SHEET, column_name, decimal
from osloregion_slides.pptx.chart_labels import is_number

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any as Element

    from osloregion_slides.scene import Chart


# The places of a chart's data in its workbook, according to the chart's formulas.

_AREA = re.compile(r"^(?:'((?:[^']|'')+)'|([^'!\[\]]+))!\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?$")
_PLAIN = re.compile(r"^\w+$")
_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_YEAR = re.compile(r"[12]\d{3}")


Point = tuple[int, int]
"""Indices of series and category, ``NAME`` for the name of one; or row and column of a cell."""
NAME = -1
Same = Mapping[Point, Point]
"""Points of the new chart that equal points of the existing one."""
Shown = Mapping[Point, str | float | None]
"""Values and names in the cache of the existing chart."""
_NOTHING: Same = {}
_UNSEEN: Shown = {}


class Places(Record):
    """A sheet, the row of names, first row and number of rows of data, and the columns of categories and series.

    Columns count from 0, rows from 1.
    """

    sheet: str
    header: int
    first: int
    count: int
    category: int
    columns: tuple[int, ...]

    @staticmethod
    def usual(series: int, count: int) -> Places:
        """Return the places in a workbook that a build writes."""
        return Places(SHEET, 1, 2, count, 0, tuple(range(1, series + 1)))

    def name(self, index: int) -> str:
        """Return the formula of a series' name."""
        return f"{self._sheet}!${column_name(self.columns[index])}${self.header}"

    def categories(self) -> str:
        """Return the formula of the categories."""
        return self._area(self.category)

    def values(self, index: int) -> str:
        """Return the formula of a series' values."""
        return self._area(self.columns[index])

    def _area(self, column: int) -> str:
        letters, last = column_name(column), self.first + max(self.count, 1) - 1
        return f"{self._sheet}!${letters}${self.first}:${letters}${last}"

    @property
    def _sheet(self) -> str:
        if _PLAIN.match(self.sheet):
            return self.sheet
        quoted = self.sheet.replace("'", "''")
        return f"'{quoted}'"


def read_places(series: list[Element]) -> Places | None:
    """Return the places of the data of a chart's series; None if they are not in parallel columns."""
    columns = []
    shared = set()
    for one in series:
        areas = [_area(one.find(f"{{{C}}}{name}//{{{C}}}f")) for name in ("tx", "cat", "val")]
        if any(area is None for area in areas):
            return None
        name, category, values = [area for area in areas if area is not None]
        same_column = category[1] == category[3] and values[1] == values[3] == name[1]
        if not same_column or (category[2], category[4]) != (values[2], values[4]) or name[2] >= values[2]:
            return None
        columns.append(values[1])
        shared.add((name[0], name[2], values[2], values[4], category[1]))
        if len({name[0], category[0], values[0]}) > 1:
            return None
    if len(shared) != 1 or len(set(columns)) != len(columns):
        return None
    sheet, header, first, last, category_column = shared.pop()
    return Places(sheet, header, first, last - first + 1, category_column, tuple(columns))


def _area(formula: Element | None) -> tuple[str, int, int, int, int] | None:
    """Return sheet, column, row, last column, last row of a formula like ``Sheet1!$B$2:$B$6``."""
    found = _AREA.match((formula.text or "").strip()) if formula is not None else None
    if found is None:
        return None
    quoted, plain, left, top, right, bottom = found.groups()
    sheet = quoted.replace("''", "'") if quoted else plain
    return sheet, column_number(left), int(top), column_number(right or left), int(bottom or top)


def column_number(letters: str) -> int:
    """Return the index of a column: A is 0, AA is 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_ROW, _CELL, _VALUE, _FORMULA, _INLINE = (f"{{{_MAIN}}}{name}" for name in ("row", "c", "v", "f", "is"))
_TABLE = f"{R}/table"


class WorkbookRefused(Exception):
    """The data cannot be written into the workbook in place."""


def edited_workbook(
    data: bytes,
    places: Places,
    sources: Sequence[int | None],
    chart: Chart,
    same: Same = _NOTHING,
    shown: Shown = _UNSEEN,
) -> tuple[bytes, Places, list[str]]:
    """Return the workbook with the chart's data, their new places, and the overwritten manual edits.

    ``places`` are the old places, ``sources`` each series' old index (None is new), ``same`` the points whose value
    in the chart does not change: manual edits of those cells are kept. Cells that differ from the chart
    (``shown``) are overwritten if their point changes. WorkbookRefused if the sheet is missing,
    the workbook cannot be read, or the cells for new rows or columns are in use.
    """
    try:
        book = _Book(data)
        return book.edited(places, sources, chart, same, shown)
    except (BadZip, InvalidInput, KeyError, ValueError) as problem:
        raise WorkbookRefused(str(problem)) from None


def with_cell(data: bytes, sheet: str, row: int, column: int, before: str, value: str | float) -> bytes:
    """Return a workbook with a new value in one cell; formats and everything else are unchanged.

    ``row`` counts from 1, ``column`` from 0; ``before`` is the expected old value, as text. WorkbookRefused if
    the cell has another one or a formula, or the workbook cannot be read.
    """
    try:
        return _Book(data).with_cell(sheet, row, column, before, value)
    except (BadZip, InvalidInput, KeyError, ValueError) as problem:
        raise WorkbookRefused(str(problem)) from None


def _is_day(value: str) -> bool:
    """Return whether a text is a valid ISO date after 29 February 1900, which does not exist but counts in Excel."""
    if not _DAY.fullmatch(value) or value < "1900-03-01":
        return False
    try:
        return serial_of(value) > 0
    except ValueError:
        return False


class _Book:
    def __init__(self, data: bytes) -> None:
        self._package = Package(data, deck_policy(""))
        self._members = dict(self._package.members)
        self._main = self._package.related("", REL_DOCUMENT)

    def _root(self, part: str) -> Element:
        return self._package.root(part)

    def _put(self, part: str, root: Element) -> None:
        self._members[part] = pack(part, serialised(root))

    def edited(
        self, places: Places, sources: Sequence[int | None], chart: Chart, same: Same, shown: Shown
    ) -> tuple[bytes, Places, list[str]]:
        part = self._sheet_part(places.sheet)
        sheet = _Sheet(self._root(part), self._texts())
        placed = _placed(places, sources, len(chart.categories))
        moved = {before: _cell_of(placed, *after) for after, before in same.items()}
        edited = [(moved.get(point, at), at, held) for point, at, held in sheet.edited_cells(places, shown)]
        sheet.make_room(places, placed)
        sheet.write(places, placed, chart, bool(self._package.related(part, _TABLE)), same)
        self._put(part, sheet.root)
        self._fit_tables(part, places, placed, sheet)
        if sheet.lost_formula:
            self._drop_calculation_chain()
        gone = [f"{column_name(at[1])}{at[0]}: {held}" for after, at, held in edited if sheet.content(*after) != held]
        return write_zip(self._members.values()), placed, gone

    def with_cell(self, name: str, row: int, column: int, before: str, value: str | float) -> bytes:
        part = self._sheet_part(name)
        sheet = _Sheet(self._root(part), self._texts())
        if not sheet.holds(row, column, before):
            raise WorkbookRefused("the cell has another value, or a formula")
        sheet.set_value(row, column, value, self._days())
        self._put(part, sheet.root)
        return write_zip(self._members.values())

    def _days(self) -> frozenset[str]:
        """Return the indices of cell formats that show a date; none in workbooks with the 1904 date system."""
        styles = self._package.related(self._main, f"{R}/styles")
        about = self._root(self._main).find(f"{{{_MAIN}}}workbookPr")
        if not styles or about is not None and about.get("date1904") in ("1", "true"):
            return frozenset()
        root = self._root(styles)
        own = {one.get("numFmtId"): one.get("formatCode", "") for one in root.iter(f"{{{_MAIN}}}numFmt")}
        dated = {
            number for number, code in own.items() if re.search("[dy]", re.sub(r'"[^"]*"|\\.|\[[^]]*\]', "", code))
        }
        formats = root.find(f"{{{_MAIN}}}cellXfs")
        known = dated | {str(number) for number in range(14, 18)}  # 18.8.30: dates without a time
        listed = enumerate(formats if formats is not None else ())
        return frozenset([str(place) for place, one in listed if one.get("numFmtId") in known])

    def _sheet_part(self, name: str) -> str:
        for sheet in self._root(self._main).iter(f"{{{_MAIN}}}sheet"):
            relation = self._package.relation(self._main, sheet.get(f"{{{R}}}id"))
            if relation is not None and sheet.get("name") == name:
                return relation.target
        raise KeyError(name)

    def _texts(self) -> list[str]:
        """Return the shared strings."""
        found = self._package.related(self._main, f"{R}/sharedStrings")
        items = self._root(found).iterfind(f"{{{_MAIN}}}si") if found else ()
        return ["".join([text.text or "" for text in item.iter(f"{{{_MAIN}}}t")]) for item in items]

    def _fit_tables(self, part_of_sheet: str, before: Places, after: Places, sheet: _Sheet) -> None:
        """Fit Office's table over the data; Excel repairs tables whose column names differ from the cells."""
        names = {column: str(sheet.value(after.header, column) or "") for column in after.columns}
        for part in self._package.all_related(part_of_sheet, _TABLE):
            root = self._root(part)
            left, _, right = root.get("ref", "").partition(":")
            start, end = _reference(left), _reference(right or left)
            if start[1] != before.header or not start[0] <= before.category <= end[0]:
                continue
            last_column = max([before.category, *after.columns, end[0]])
            last_row = max(after.first + after.count - 1, end[1] if end[1] > before.first + before.count - 1 else 0)
            area = f"{left}:{column_name(last_column)}{last_row}"
            root.set("ref", area)
            for one in root.iterfind(f"{{{_MAIN}}}autoFilter"):
                one.set("ref", area)
            holder = root.find(f"{{{_MAIN}}}tableColumns")
            columns = holder.findall(f"{{{_MAIN}}}tableColumn")
            for number in range(len(columns), last_column - start[0] + 1):
                identity = max([int(one.get("id", "0")) for one in columns]) + 1
                columns.append(etree.SubElement(holder, columns[0].tag, id=str(identity), name=f"Column{number + 1}"))
            for offset, one in enumerate(columns):
                if start[0] + offset in names:
                    one.set("name", names[start[0] + offset])
            holder.set("count", str(len(columns)))
            self._put(part, root)

    def _drop_calculation_chain(self) -> None:
        """Remove the calculation chain, which Excel rebuilds; it repairs one that lists a cell without a formula."""
        for part in self._package.all_related(self._main, f"{R}/calcChain"):
            del self._members[part]
            for name, source, path in ((rels_name(self._main), self._main, "Target"), (TYPES, "", "PartName")):
                root = self._root(name)
                for row in [one for one in root if one.get(path)]:
                    if self._package.names.resolve(source, row.get(path)) == part:
                        root.remove(row)
                self._put(name, root)


def _placed(places: Places, sources: Sequence[int | None], count: int) -> Places:
    """Return the new places: each series stays in its column, new ones are to the right of all."""
    free = max([places.category, *places.columns]) + 1
    columns = []
    for source in sources:
        if source is not None and source < len(places.columns):
            columns.append(places.columns[source])
        else:
            columns.append(free)
            free += 1
    return places.replace(count=count, columns=tuple(columns))


def _cell_of(places: Places, series: int, index: int) -> Point:
    """Return row and column of a value, or of the name of a series or category."""
    row = places.header if index == NAME else places.first + index
    return row, places.category if series == NAME else places.columns[series]


def _cells(places: Places, chart: Chart) -> Iterator[tuple[Point, Point, str | float | None]]:
    """Yield the cells of a chart: the point, row and column, and the content."""
    for number, series in enumerate(chart.series[: len(places.columns)]):
        for index, value in enumerate((series.name, *series.values), NAME):
            yield (number, index), _cell_of(places, number, index), value
    for index, name in enumerate(chart.categories):
        yield (NAME, index), _cell_of(places, NAME, index), float(serial_of(name)) if chart.look.dates else name


class _Sheet:
    """A worksheet's cells by row and column."""

    def __init__(self, root: Element, texts: list[str]) -> None:
        self.root, self._texts = root, texts
        self._data = root.find(f"{{{_MAIN}}}sheetData")
        self._rows: dict[int, Element] = {}
        self._cells: dict[tuple[int, int], Element] = {}
        self._like: dict[int, int] = {}  # column whose formats the column of a new series gets
        self.lost_formula = False
        following = 1
        for row in self._data.iterfind(_ROW):
            following = int(row.get("r", following))
            self._rows[following] = row
            column = 0
            for cell in row.iterfind(_CELL):
                column = _reference(cell.get("r"))[0] if cell.get("r") else column
                self._cells[following, column] = cell
                column += 1
            following += 1

    def make_room(self, before: Places, after: Places) -> None:
        """Raise WorkbookRefused if added rows or columns of the data have content."""
        columns = (after.category, *after.columns)
        rows = (after.header, *range(after.first, after.first + after.count))
        had = set(before.columns) | {before.category}
        last = before.first + before.count - 1
        for row in rows:
            for column in columns:
                new = column not in had or row > last
                if new and self.value(row, column) not in (None, ""):
                    raise WorkbookRefused("the cells beside the data are taken")

    def write(self, before: Places, after: Places, chart: Chart, in_table: bool, same: Same) -> None:
        """Write the data, and empty cells that no longer belong to them, except headings in tables."""
        own = self._kept_cells(before, after, chart, same)
        if before.columns:
            self._like = {column: before.columns[-1] for column in after.columns if column not in before.columns}
        for point, at, value in _cells(after, chart):
            held = own.get(point)
            if held is None:
                self._set(*at, value)
            elif held[0] != at:
                self._set(*at, held[1])
        for row in range(after.first + after.count, before.first + before.count):
            for column in (before.category, *before.columns):
                self._set(row, column, None)
        for column in set(before.columns) - set(after.columns):
            heading = () if in_table else (before.header,)
            for row in (*heading, *range(before.first, before.first + before.count)):
                self._set(row, column, None)
        dimension = self.root.find(f"{{{_MAIN}}}dimension")
        if dimension is not None:
            self.root.remove(dimension)

    def _kept_cells(
        self, before: Places, after: Places, chart: Chart, same: Same
    ) -> dict[Point, tuple[Point, str | float]]:
        """Return the cells of unchanged points that differ from the chart: their places and values."""
        found: dict[Point, tuple[Point, str | float]] = {}
        for point, _, value in _cells(after, chart):
            column, index = same.get(point, (len(before.columns), NAME))
            if column < len(before.columns):
                at = _cell_of(before, column, index)
                held = self.value(*at)
                if held is not None and held != value:
                    found[point] = at, held
                elif held is None and value is not None and self.content(*at):  # a formula without a cached value
                    found[point] = at, value
        return found

    def edited_cells(self, places: Places, shown: Shown) -> Iterator[tuple[Point, Point, str]]:
        """Yield the cells with a formula, or with content unlike the chart: point, place, content."""
        for (series, index), value in shown.items():
            if series < len(places.columns):
                at = _cell_of(places, series, index)
                content = self.content(*at)
                if content not in ("", _content(value)) and (content[0] == "=" or not self._equals(at, value)):
                    yield (series, index), at, content

    def _equals(self, at: Point, shown: str | float | None) -> bool:
        """Return whether a cell equals a value of the chart: a date is a number in a cell, and a year may be."""
        value = self.value(*at)
        if isinstance(value, float) and isinstance(shown, str):
            return _content(value) == shown or _is_day(shown) and value == serial_of(shown)
        return value == shown or isinstance(value, float) and isinstance(shown, float) and isclose(value, shown)

    def content(self, row: int, column: int) -> str:
        """Return the content of a cell as for editing: its formula, else its value."""
        cell = self._cells.get((row, column))
        formula = cell.find(_FORMULA) if cell is not None else None
        return f"={formula.text or ''}" if formula is not None else _content(self.value(row, column))

    def holds(self, row: int, column: int, text: str) -> bool:
        """Return whether a cell has this value, and no formula."""
        cell, value = self._cells.get((row, column)), self.value(row, column)
        if cell is not None and cell.find(_FORMULA) is not None:
            return False
        if isinstance(value, float):
            number = serial_of(text) if _DAY.fullmatch(text) else float(text or "nan")
            return f"{value:.10g}" == f"{number:.10g}"
        return (value or "") == text

    def set_value(self, row: int, column: int, value: str | float, days: frozenset[str] = frozenset()) -> None:
        """Set the value of a cell; dates and years become numbers as in its column, dates with a format in ``days``."""
        others = [(at, cell) for at, cell in self._cells.items() if at[1] == column]
        numbers = [(abs(at[0] - row), cell.get("s", "0")) for at, cell in others if isinstance(self.value(*at), float)]
        held = self._cells.get((row, column))
        own = held.get("s", "") if held is not None else ""
        if isinstance(value, str) and _is_day(value):
            form = next((form for _, form in sorted(numbers) if form in days), "")
            if own in days or form:
                self._set(row, column, float(serial_of(value)))
                self._cell(row, column).set("s", own if own in days else form)
                return
        elif isinstance(value, str) and _YEAR.fullmatch(value) and numbers and own not in days:
            value = float(value)
        self._set(row, column, value if value != "" else None)

    def value(self, row: int, column: int) -> str | float | None:
        """Return the value of a cell, None for an empty one."""
        cell = self._cells.get((row, column))
        if cell is None:
            return None
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            return "".join([text.text or "" for text in cell.iter(f"{{{_MAIN}}}t")])
        held = cell.find(_VALUE)
        text = (held.text or "") if held is not None else ""
        if kind == "s":
            return self._texts[int(text)] if text.isdecimal() and int(text) < len(self._texts) else ""
        if kind != "n":
            return text
        return float(text) if text else None

    def _set(self, row: int, column: int, value: str | float | None) -> None:
        """Set the value of a cell, unless it already has it, also by a formula."""
        if isinstance(value, float) and not is_number(value):
            value = None
        if self.value(row, column) == value or value is None and (row, column) not in self._cells:
            return
        cell = self._cell(row, column)
        for child in list(cell):
            self.lost_formula |= child.tag == _FORMULA
            if child.tag in (_VALUE, _FORMULA, _INLINE):
                cell.remove(child)
        cell.attrib.pop("t", None)
        if isinstance(value, str):
            cell.set("t", "inlineStr")
            text = etree.SubElement(etree.SubElement(cell, _INLINE), f"{{{_MAIN}}}t")
            text.text = value
            text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        elif value is not None:
            etree.SubElement(cell, _VALUE).text = decimal(value)

    def _cell(self, row: int, column: int) -> Element:
        """Return a cell, added if missing: formatted like the one beside it in a new column, else like that above."""
        found = self._cells.get((row, column))
        if found is not None:
            return found
        holder = self._row(row)
        made = etree.Element(_CELL, r=f"{column_name(column)}{row}")
        model = self._cells.get((row, self._like[column]) if column in self._like else (row - 1, column))
        if model is not None and model.get("s"):
            made.set("s", model.get("s"))
        later = [other for at, other in self._cells if at == row and other > column]
        if later:
            self._cells[row, min(later)].addprevious(made)
        else:
            holder.append(made)
        self._cells[row, column] = made
        return made

    def _row(self, number: int) -> Element:
        found = self._rows.get(number)
        if found is None:
            found = etree.Element(_ROW, r=str(number))
            later = [other for other in self._rows if other > number]
            if later:
                self._rows[min(later)].addprevious(found)
            else:
                self._data.append(found)
            self._rows[number] = found
        found.attrib.pop("spans", None)
        return found


def _content(value: str | float | None) -> str:
    return f"{value:.10g}" if isinstance(value, float) else value or ""


def _reference(name: str) -> tuple[int, int]:
    """Return column (from 0) and row (from 1) of a cell reference such as B2."""
    letters = name.rstrip("0123456789")
    return column_number(letters), int(name[len(letters) :])
