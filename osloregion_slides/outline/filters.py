"""The filters of expressions: dates, numbers and lists in the deck's language.

Filters accept texts, numbers, truth values, facts and lists, and bound the size of their result. They raise
``ExpressionError`` for values that they cannot handle.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from osloregion_slides.base.findings import meant
from osloregion_slides.base.patterns import late
from osloregion_slides.outline.facts import (
    Blank,
    ExpressionError,
    FactMapping,
    NotKnown,
    Things,
    lacking_rows,
    names_of,
)
from osloregion_slides.outline.locales import Locale, in_words, load_locale
from osloregion_slides.outline.markup import restored
from osloregion_slides.outline.nodes import NUMBER, Table, date_fault
from osloregion_slides.registry.values import MemberList, lacking

if TYPE_CHECKING:
    from collections.abc import Callable
    from decimal import Decimal


OUTPUT = 10_000  # characters of a text, and of a filter's result
LARGEST = 10**15  # facts of an alliance are smaller; the time of num2words grows with the number
MAX_DECIMALS = 9  # more than data need; a float has 15 digits
COARSEST = -15  # rounds every number below LARGEST to 0; Python's rounding accepts powers of ten of any size
FIELD = late(r"'([^']*)'|EEEE|MMMM|MMM|MM|M|dd|d|yyyy|yy|y")
"""The fields of CLDR's date patterns that the styles use (UTS 35, Date Field Symbol Table)."""


def filters(language: str) -> dict[str, Callable[..., object]]:
    """Return the filters by name, for a deck in ``language``."""
    locale = load_locale(language)
    return {
        "date": lambda value, style="default": _date(value, style, locale),
        "number": lambda value, decimals=None: _number(value, decimals, locale),
        "in_words": lambda value: _in_words(value, locale),
        "join_and": lambda value: _join_and(value, locale),
        "count": _count,
        "length": _count,
        "names": _names,
        "join": _join,
        "first": lambda value: _end(value, 0),
        "last": lambda value: _end(value, -1),
        "upper": lambda value: _text(value).upper(),
        "lower": lambda value: _text(value).lower(),
        "capitalize": lambda value: _text(value)[:1].upper() + _text(value)[1:],
        "int": _int,
        "round": _round,
        **{name: _later(name, language) for name in ("where", "sort", "top", "group", "sum", "share")},
        "default": lambda value: "" if isinstance(value, Blank | NotKnown) else value,
    }


def _later(name: str, language: str) -> Callable[..., object]:
    """Return a filter over the rows of a table, which imports its module on first use: few decks need it."""

    def apply(value: object, *arguments: object) -> object:
        from osloregion_slides.outline.rows import table_filters

        return table_filters(language)[name](value, *arguments)

    return apply


def unknown_filter(name: str, known: dict[str, Callable[..., object]]) -> ExpressionError:
    """Return the error of a filter that does not exist."""
    return ExpressionError("unknown-filter", name=name[:40], **meant(name, known))


def _text(value: object) -> str:
    if isinstance(value, FactMapping | Things | list | tuple):
        raise ExpressionError("bad-expression.not-a-text")
    return str(value)


def _value(value: object, name: str) -> int | float:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        raise ExpressionError("bad-expression.number", filter=name, text="")
    if isinstance(value, str):
        if not re.fullmatch(NUMBER, value):
            raise ExpressionError("bad-expression.number", filter=name, text=value[:40])
        value = float(value) if re.search("[.eE]", value) else int(value[:20])
    if not abs(value) < LARGEST:
        raise ExpressionError("bad-expression.large", filter=name, limit=f"{LARGEST:.0e}")
    return value


def _int(value: object) -> int:
    return int(_value(value, "int"))


def _round(value: object, decimals: object = 0) -> int | float:
    """Round to ``decimals``; negative ones round to tens, hundreds and so on."""
    number = _value(value, "round")
    rounded = _half_up(number, _decimals(decimals, "round", COARSEST))
    return int(rounded) if isinstance(number, int) else float(rounded)


def _decimals(value: object, name: str, least: int) -> int:
    decimals = _int(value)
    if not least <= decimals <= MAX_DECIMALS:
        raise ExpressionError("bad-expression.decimals", filter=name, least=least, most=MAX_DECIMALS, decimals=decimals)
    return decimals


def _unknown_of(value: object) -> NotKnown | None:
    """Return the unknown fact of a list known to lack members or rows, None for other values."""
    if isinstance(value, NotKnown):
        return value
    if isinstance(value, MemberList) and not value.whole:
        return NotKnown(lacking(value), counts=False)
    if (reason := lacking_rows(value)) is not None:
        return NotKnown(reason, counts=False)
    return None


def _list(value: object, name: str) -> list[object]:
    if isinstance(value, FactMapping | str | int | float):
        raise ExpressionError("bad-expression.list", filter=name)
    if not isinstance(value, Things | list | tuple):
        return []
    return list(value)


def _count(value: object) -> object:
    if isinstance(value, MemberList):
        return value.total if value.total is not None else NotKnown(lacking(value), last=value.last)
    if isinstance(value, NotKnown):
        return NotKnown(value.reason, last=value.last)
    if isinstance(value, FactMapping):
        return len(value)
    if (reason := lacking_rows(value)) is not None:
        return NotKnown(reason)
    _without_sums(value, "count")
    return len(_list(value, "count"))


def _without_sums(value: object, name: str) -> None:
    """Raise ExpressionError where a table has rows of totals, which must not be counted or listed."""
    if isinstance(value, Things) and isinstance(value._node, Table):
        from osloregion_slides.outline.rows import without_sums

        without_sums(value, name)


def _names(value: object) -> object:
    _without_sums(value, "names")
    unknown = _unknown_of(value)
    return [_text(name) for name in names_of(_list(value, "names"))] if unknown is None else unknown


def _end(value: object, index: int) -> object:
    if (unknown := _unknown_of(value)) is not None:
        return unknown
    items = _list(value, "first" if index == 0 else "last")
    if not items:
        raise ExpressionError("bad-expression.empty-list")
    if index < 0:
        _without_sums(value, "last")
    return items[index]


def _join(value: object, glue: object = "") -> object:
    if (unknown := _unknown_of(value)) is not None:
        return unknown
    _without_sums(value, "join")
    parts = [_text(part) for part in _list(value, "join")]
    return _bounded(parts, _text(glue))


def _bounded(parts: list[str], glue: str) -> str:
    if sum(map(len, parts)) + len(glue) * (len(parts) - 1) > OUTPUT:
        raise ExpressionError("bad-expression.long-list", limit=OUTPUT)
    return glue.join(parts)


def _join_and(value: object, locale: Locale) -> object:
    """Join by CLDR's list patterns, ``{0} og {1}``: 2 for two, else start, middle and end in turn (UTS 35, Part 2)."""
    if (unknown := _unknown_of(value)) is not None:
        return unknown
    _without_sums(value, "join_and")
    parts = [_text(part) for part in _list(value, "join_and")]
    if len(parts) < 2:
        return _bounded(parts, "")
    names = ["2"] if len(parts) == 2 else ["start", *["middle"] * (len(parts) - 3), "end"]
    joined = [locale.joints[name][3:-3] + part for name, part in zip(names, parts[1:])]
    return _bounded([parts[0], *joined], "")


def _with_last_text(value: Blank | NotKnown, write: Callable[[int], str]) -> Blank | NotKnown:
    """Return an unknown fact with its last known number as a filter writes it."""
    if isinstance(value, NotKnown) and value.last:
        return NotKnown(value.reason, value.counts, value.last, write(value.last.total))
    return value


def _in_words(value: object, locale: Locale) -> object:
    if isinstance(value, Blank | NotKnown):
        return _with_last_text(value, lambda total: in_words(total, locale))
    number = _value(value, "in_words")
    if number != int(number):
        raise ExpressionError("bad-expression.whole")
    return in_words(int(number), locale)


def _number(value: object, decimals: object, locale: Locale) -> object:
    """Group thousands, with at most three decimals (CLDR's ``#,##0.###``; below 0.001 three digits) or as requested."""
    if isinstance(value, Blank | NotKnown):
        return _with_last_text(value, lambda total: str(_number(total, decimals, locale)))
    number = _value(value, "number")
    if decimals is None:
        places = (
            3 if abs(number) >= 0.001 or not number else min(2 - int(f"{number:e}".partition("e")[2]), MAX_DECIMALS)
        )
        digits = _rounded(number, places).rstrip("0").rstrip(".") if isinstance(number, float) else f"{abs(number):,}"
    else:
        digits = _rounded(number, _decimals(decimals, "number", 0))
    sign = locale.minus if number < 0 and digits.strip("0.,") else ""
    return sign + digits.translate({44: locale.group, 46: locale.decimal})


def _rounded(number: int | float, decimals: int) -> str:
    return f"{abs(_half_up(number, decimals)):,f}"


def _half_up(number: int | float, decimals: int) -> Decimal:
    """Round decimal digits, halves away from zero, as in cells and chart labels."""
    from decimal import Decimal

    from osloregion_slides.outline.number_format import quantized

    return quantized(Decimal(repr(number)), decimals)


def date_text(day: str, locale: Locale) -> str:
    """Return an ISO date in the language's default style."""
    return str(_date(day, "default", locale))


def _date(value: object, style: object, locale: Locale) -> object:
    if isinstance(value, Blank | NotKnown):
        return NotKnown(value.reason, counts=False) if isinstance(value, NotKnown) else value
    text = restored(_text(value))
    if date_fault(text):
        raise ExpressionError("bad-expression.date", text=text[:40])
    pattern = locale.dates.get(str(style))
    if pattern is None:
        raise ExpressionError("bad-expression.style", name=str(style)[:40], **meant(str(style), locale.dates))
    year, month, day = (int(part) for part in text.split("-"))
    fields = {
        "y": str(year),
        "yy": f"{year % 100:02}",
        "yyyy": f"{year:04}",
        "M": str(month),
        "MM": f"{month:02}",
        "MMM": locale.months["abbreviated"][month - 1],
        "MMMM": locale.months["wide"][month - 1],
        "d": str(day),
        "dd": f"{day:02}",
        "EEEE": locale.weekdays["wide"][weekday(year, month, day)],
    }
    return FIELD.sub(lambda field: fields.get(field.group(), field[1]), pattern)


def weekday(year: int, month: int, day: int) -> int:
    """Return the day of the week, Monday 0 (Zeller's congruence, Gregorian calendar)."""
    if month < 3:
        month, year = month + 12, year - 1
    saturday_first = (day + 13 * (month + 1) // 5 + year + year // 4 - year // 100 + year // 400) % 7
    return (saturday_first + 5) % 7
