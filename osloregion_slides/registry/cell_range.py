"""Ranges of a sheet as people write them: ``B2:E9``, ``B:E``, ``B2:E``, ``Budsjett!$B$2:$E$9``."""

from __future__ import annotations

import re

from osloregion_slides.value import Value

_RANGE = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d{0,7}):\$?([A-Za-z]{1,3})\$?(\d{0,7})")
MAX_COLUMN, MAX_ROW = 16_384, 1_048_576
"""What a sheet holds (Excel's specifications and limits)."""


class CellRange(Value):
    """Columns and rows from 1, both ends included; ``bottom`` 0 is as far down as there are rows."""

    left: int
    top: int
    right: int
    bottom: int


def read_range(text: str) -> tuple[str, CellRange] | None:
    """Return the sheet ("" where none is named) and the range; None for what is no range."""
    sheet, _, cells = text.strip().rpartition("!")
    found = _RANGE.fullmatch(cells)
    if found is None:
        return None
    left, right = column_number(found[1]), column_number(found[3])
    top, bottom = int(found[2] or 1), int(found[4] or 0)
    if not (1 <= left <= right <= MAX_COLUMN and 1 <= top <= MAX_ROW) or (bottom and not top <= bottom <= MAX_ROW):
        return None
    return sheet.strip("'").replace("''", "'"), CellRange(left, top, right, bottom)


def column_number(letters: str) -> int:
    """Return the number of a column: 1 for A, 27 for AA."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number
