"""Numbers and days in cells: what they are, and the form they were shown in."""

from __future__ import annotations

import re

from osloregion_slides.registry.fields import read_date

_SPACES = str.maketrans("\u00a0\u202f\u2009\u2212", "   -")
_PLAIN = re.compile(r"-?(?:0|[1-9]\d*)")
_SPACED = re.compile(r"(-?[1-9]\d{0,2}(?: \d{3})+)(?:([.,])(\d+))?")
_POINTED = re.compile(r"(-?(?:0|[1-9]\d*))([.,])(\d+)")
_GROUPED = re.compile(r"(-?[1-9]\d{0,2}(?:([.,])\d{3})(?:\2\d{3})*)(?:([.,])(\d+))?")
_DAY = re.compile(r"\d{1,2}\.\s?\d{1,2}\.\s?\d{4}|\d{4}-\d{2}-\d{2}")
MISSING = frozenset(("", ".", "..", ":", "-", "–", "—"))
"""What stands where there is no figure (Statistics Norway's signs, and dashes)."""
TWO_WAYS = "can be read in two ways"


def read_figure(text: str, decimal: str) -> tuple[str, str, str]:
    """Return (number as JSON writes it, its form, "") or ("", "", what is wrong) for what is none.

    ``decimal`` is the decimal sign of the file, "" where it is not known. Without one ``1.234`` and ``1,234``
    can be read in two ways, and are not read at all.
    """
    cell = text.translate(_SPACES).strip()
    percent = cell.endswith("%")
    if percent:
        cell = cell[:-1].rstrip()
    whole, decimals, grouped = _parts(cell, decimal)
    if whole is None:
        return "", "", f"`{text[:40]}` {TWO_WAYS}" if grouped else f"`{text[:40]}` is no number"
    form = ("#,##0" if grouped else "0") + (f".{'0' * len(decimals)}" if decimals else "")
    number = f"{whole}.{decimals}" if decimals else whole
    if percent:
        from decimal import Decimal

        number, form = f"{Decimal(number).scaleb(-2):f}", form + "%"
    return number, form, ""


def _parts(cell: str, decimal: str) -> tuple[str | None, str, bool]:
    """Whole part, decimals, and whether it is grouped; (None, "", True) for what can be read in two ways."""
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


def read_day(text: str) -> tuple[str, str]:
    """Return (ISO date, "") for a day, ("", what is wrong) for a day that is none, ("", "") for other texts."""
    return read_date(text) if _DAY.fullmatch(text) else ("", "")
