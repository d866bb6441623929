"""Scalars as numbers, truth values and dates, for those who ask for one."""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from osloregion_slides.outline.nodes import Scalar

NUMBER = r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?"
"""A number as JSON writes it (RFC 8259, 6): what every YAML reader takes for the same number."""
DATE = "([0-9]{4})-([0-9]{2})-([0-9]{2})"
NORWEGIAN_DATE = "([0-9]{1,2})[./]([0-9]{1,2})[./]([0-9]{4})"
LIKE = "write it year-month-day, like 2008-01-31"
DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def number(scalar: Scalar) -> float | None:
    """Return the number a scalar without quotes is, None if it is none."""
    if not scalar.plain or not re.fullmatch(NUMBER, scalar.text):
        return None
    value = float(scalar.text)
    return value if abs(value) != float("inf") else None


def whole(scalar: Scalar) -> int | None:
    """Return the whole number a scalar without quotes is (2.0 is one), None if it is none."""
    value = number(scalar)
    return None if value is None or value != int(value) else int(value)


def boolean(scalar: Scalar) -> bool | None:
    """Return the truth value of ``true`` or ``false`` without quotes, None for everything else (``no``, ``on``)."""
    if scalar.plain:
        return {"true": True, "false": False}.get(scalar.text)
    return None


def date_fault(text: str) -> tuple[str, str] | None:
    """Return what keeps a text from being an ISO date, and a hint; None for a date."""
    parts = re.fullmatch(DATE, text)
    if parts is None:
        day_first = re.fullmatch(NORWEGIAN_DATE, text)
        if day_first is None:
            return "dates are year-month-day", LIKE
        day, month, year = day_first.groups()
        return "dates are year-month-day", f"write {year}-{month:0>2}-{day:0>2}"
    year, month, day = (int(part) for part in parts.groups())
    if year < 1 or not 1 <= month <= 12:
        return (
            f"there is no month {month}" if year else "there is no year 0"
        ), "write it year-month-day, like 2008-01-31"
    last = days_in(year, month)
    if not 1 <= day <= last:
        return f"the month has {last} days", LIKE
    return None


def days_in(year: int, month: int) -> int:
    """Return the number of days of a month (Gregorian calendar)."""
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 29 if month == 2 and leap else DAYS[month - 1]
