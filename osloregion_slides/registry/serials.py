"""Serial numbers of workbooks as days, moments and times (ECMA-376 Part 1, 18.17.4), by their number format.

Not read by openpyxl, which turns 0 into midnight, warns on stderr of dates out of range, and looks only at the first
section of a format.
"""

from __future__ import annotations

import datetime
from decimal import Decimal

from osloregion_slides.outline.figures import DAY, is_plain_day, to_steps
from osloregion_slides.outline.number_format import COLOUR, ELAPSED, Section, own_format, sections_of

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
