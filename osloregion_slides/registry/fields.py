"""Reading single cells: dates and municipality numbers, with what Excel does to them mended."""

from __future__ import annotations

import re

_NORWEGIAN = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})")
_DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
WRITE_DATE = "write 2008-01-01 or 01.01.2008"


def read_date(text: str) -> tuple[str, str]:
    """Return (ISO date, "") or ("", what is wrong).

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
        return "", f"`{text}` is no date"
    year, month, date = int(parts[0]), int(parts[1]), int(parts[2])
    if not 1 <= month <= 12 or not 1 <= date <= _length(year, month) or year < 1:
        return "", f"`{text}` is no day of the calendar"
    return f"{year:04d}-{month:02d}-{date:02d}", ""


def read_number(text: str, digits: int = 4) -> tuple[str, str, str]:
    """Return (number, what was mended, what is wrong): 301 and 301,0 are 0301, as Excel left it."""
    if len(text) == digits and text.isdecimal() and text.isascii():
        return text, "", ""
    whole = re.sub(r"[.,]0+$", "", text.replace("\u00a0", "").replace(" ", ""))
    if whole.isdecimal() and whole.isascii() and digits - 1 <= len(whole) <= digits:
        number = whole.zfill(digits)
        return number, f"`{text}` is read as {number}", ""
    return "", "", f"`{text}` is no municipality number of {digits} digits"


def _length(year: int, month: int) -> int:
    leap = month == 2 and year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 29 if leap else _DAYS[month - 1]


def _explained(text: str) -> str:
    if re.fullmatch(r"\d{5}([.,]\d+)?", text):
        import datetime

        day = datetime.date(1899, 12, 30) + datetime.timedelta(days=int(text[:5]))
        return f"`{text}` is Excel's number for {day}: format the cell as a date"
    if re.fullmatch(r"\d{1,2}/\d{1,2}/\d{2,4}", text):
        return f"`{text}` can be read in two ways"
    if re.fullmatch(r"\d{1,2}\.\d{1,2}\.\d{2}", text):
        return f"`{text}` lacks the century"
    return f"`{text}` is no date"
