"""Days and times in a workbook's number formats (ECMA-376 Part 1, 18.8.31): ``mmm yyyy``, ``hh:mm``, ``[h]:mm``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.base.patterns import late
from osloregion_slides.outline.filters import date_text, weekday
from osloregion_slides.outline.number_format import ELAPSED, Section, sections_of

if TYPE_CHECKING:
    from decimal import Decimal

    from osloregion_slides.outline.locales import Locale

_ISO = late(r"(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d):(\d\d)(?:\.(\d{1,3}))?\d*)?")
DAY = 86_400_000  # milliseconds
NUMERIC = ({"d", "dd"}, {"m", "mm"}, {"y", "yy", "yyy", "yyyy"})


def is_plain_day(code: str) -> bool:
    """Return whether a format shows only day, month and year in figures; the date then follows the language's style."""
    sections = sections_of(code)
    if not sections:
        return False
    fields = [text for kind, text in sections[0].tokens if kind == "date"]
    words = [text for kind, text in sections[0].tokens if kind == "text"]
    return len(fields) == 3 and set("".join(words)) <= set(" ./-,") and _numeric(fields)


def _numeric(fields: list[str]) -> bool:
    return all(len([field for field in fields if field in kind]) == 1 for kind in NUMERIC)


def shown_moment(text: str, code: str, locale: Locale) -> str:
    """Return a date, with or without time (ISO 8601), in a format; "" where the format cannot show it."""
    found = _ISO.fullmatch(text)
    section = _section(code)
    if found is None or section is None:
        return ""
    year, month, day = int(found[1]), int(found[2]), int(found[3])
    section = _day_of_the_language(section, found[0][:10], locale)
    seconds = int(found[4] or 0) * 3600 + int(found[5] or 0) * 60 + int(found[6] or 0)
    return _filled(section, (year, month, day), seconds * 1000 + int((found[7] or "").ljust(3, "0")), locale)


def _day_of_the_language(section: Section, day: str, locale: Locale) -> Section:
    """Replace the day of ``m/d/yy h:mm``, which Excel shows in the style of the user's language."""
    fields = [n for n, (kind, text) in enumerate(section.tokens) if kind == "date" and text[0] in "dmy"]
    texts = [section.tokens[n][1] for n in fields]
    if len(fields) != 3 or not _numeric(texts) or ("text", "/") not in section.tokens[fields[0] : fields[-1]]:
        return section
    words = ("text", date_text(day, locale))
    return section.replace(tokens=(*section.tokens[: fields[0]], words, *section.tokens[fields[-1] + 1 :]))


def shown_time(number: Decimal, code: str, locale: Locale) -> str:
    """Return a time of day or a duration (``number`` in days) in a format; "" where the format cannot show it."""
    section = _section(code)
    elapsed = section is not None and any(ELAPSED.fullmatch(text) for kind, text in section.tokens if kind == "date")
    if section is None or (not elapsed and not 0 <= number < 1):
        return ""
    made = _filled(section, None, to_steps(section, round(abs(number) * DAY)), locale)
    return f"{locale.minus}{made}" if number < 0 and made else made


def _section(code: str) -> Section | None:
    sections = sections_of(code)
    return sections[0] if sections and sections[0].dated else None


def to_steps(section: Section, milliseconds: int) -> int:
    """Return a time rounded to the smallest unit that the format shows: a second, or a fraction of one."""
    places = max([len(text) - 1 for kind, text in section.tokens if kind == "date" and text[0] == "."], default=0)
    step = (1000, 100, 10, 1)[places]
    return (milliseconds + step // 2) // step * step


def _filled(section: Section, day: tuple[int, int, int] | None, millisecond: int, locale: Locale) -> str:
    halves = any(text in ("am/pm", "a/p") for kind, text in section.tokens if kind == "date")
    made = []
    for kind, text in section.tokens:
        if kind != "date":
            made.append(text)
            continue
        shown = _time(text, millisecond, halves, locale) or (_day(text, day, locale) if day else "")
        if not shown:
            return ""
        made.append(shown)
    return "".join(made).replace(" ", "\u00a0")


def _time(field: str, millisecond: int, halves: bool, locale: Locale) -> str:
    second = millisecond // 1000
    hour = second // 3600
    if field[0] == ".":
        return locale.decimal + f"{millisecond % 1000:03}"[: len(field) - 1]
    if field[0] == "[":
        unit = {"h": 3600, "m": 60, "s": 1}[field[1]]
        return f"{second // unit:0{len(field) - 2}d}"
    if field in ("h", "hh"):
        return f"{(hour % 12 or 12) if halves else hour % 24:0{len(field)}d}"
    if field in ("M", "MM"):
        return f"{second // 60 % 60:0{len(field)}d}"
    if field in ("s", "ss"):
        return f"{second % 60:0{len(field)}d}"
    if field in ("am/pm", "a/p"):
        return ("AM", "PM")[hour % 24 >= 12][: 2 if field == "am/pm" else 1]
    return ""


def _day(field: str, date: tuple[int, int, int], locale: Locale) -> str:
    year, month, day = date
    wide = locale.months["wide"][month - 1]
    name = locale.weekdays["wide"][weekday(year, month, day)]
    return {
        "y": f"{year % 100:02}",
        "yy": f"{year % 100:02}",
        "yyy": f"{year:04}",
        "yyyy": f"{year:04}",
        "m": str(month),
        "mm": f"{month:02}",
        "mmm": wide[:3],
        "mmmm": wide,
        "mmmmm": wide[:1],
        "d": str(day),
        "dd": f"{day:02}",
        "ddd": name[:3],
        "dddd": name,
    }.get(field, "")
