"""Where a chart's data are in its workbook, as the chart's formulas say."""

from __future__ import annotations

import re

from osloregion_slides.ooxml.names import C
from osloregion_slides.pptx.workbook import SHEET, column_name
from osloregion_slides.value import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any as Element

_AREA = re.compile(r"^(?:'((?:[^']|'')+)'|([^'!\[\]]+))!\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?$")
_PLAIN = re.compile(r"^\w+$")


class Places(Value):
    """A sheet, the row of names, the first row of data and how many, the categories' column, each series' column.

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
        """Return the places in a workbook of our own making."""
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
    """Return where the data of a chart's series are; None where they do not stand in columns side by side."""
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
    """Return a column's number from 0: A is 0, AA is 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
