"""Number words, dates, numbers and lists by language: the rules of CLDR (Babel) and num2words, as tables.

Importing Babel and num2words costs 40 ms, two thirds of the time a whole build may take (goal P1), and a
deck needs few words; ``assets/locales/{nb,en}.json`` is read in 0.2 ms (``tests/outline/locale_tables.py``
writes it). Other languages and larger numbers use the libraries at run time.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from osloregion_slides.base.record import Record
from osloregion_slides.base.resources import path

LANGUAGES = ("nb", "en")  # with a table
WORDS = 1000  # numbers up to it are in the table
CLDR = {"en": "en_GB"}
"""The CLDR locale of a language where the names differ; the alliance writes British English."""
NUM2WORDS = {"nb": "no", "nn": "no"}  # num2words has one Norwegian
_BOKMÅL = (
    (r"(?<![ts])en (?=hundre|tusen)", "ett "),
    ("millard", "milliard"),
    (r"(?<!\ben )(million|milliard)\b", r"\1er"),
)
_RIGHT = {
    "nb": _BOKMÅL,
    "nn": (
        *_BOKMÅL,
        (r"(?<![ts])en\b", "ein"),
        ("ett (?=hundre|tusen)", "eitt "),
        ("syv", "sju"),
        (r"(million|milliard)er\b", r"\1ar"),
    ),
    "sv": (("etttusen", "ettusen"), (r"(miljon(?:er)?|miljard(?:er)?)(?=(?!er)\w)", r"\1 ")),
    "da": ((r"\ben (million|milliard)er\b", r"en \1"),),
}
"""Corrections of wrong number words of num2words, by dictionaries (ordbøkene.no, SAOL, Den Danske Ordbog)."""
DEFAULT_DATES = {"en": "long"}
"""The default style of a date: 17.12.2004 in Norwegian, 17 December 2004 in English, else CLDR's medium."""


class Locale(Record):
    """The rules of one language.

    ``months`` and ``weekdays`` (Monday first) are by width; ``dates`` are CLDR patterns by style;
    ``joints`` are CLDR list patterns: ``2``, ``start``, ``middle``, ``end``.
    """

    language: str
    words: tuple[str, ...]
    months: dict[str, list[str]]
    weekdays: dict[str, list[str]]
    dates: dict[str, str]
    joints: dict[str, str]
    decimal: str
    group: str
    minus: str


@lru_cache(maxsize=16)
def load_locale(language: str) -> Locale:
    """Return the rules of ``language``; those of English where it is not in CLDR."""
    table = _stored(language)
    if table is None:
        table = generate(language, words=0)
    return Locale(**{**table, "words": tuple(table["words"])})


def in_words(value: int, locale: Locale) -> str:
    """Return a number in words: ``to``, ``two``."""
    if 0 <= value < len(locale.words):
        return locale.words[value]
    return _spell(value, locale.language)


def _stored(language: str) -> dict[str, Any] | None:
    import json

    if language not in LANGUAGES:
        return None
    with open(path("assets", "locales", f"{language}.json"), encoding="utf-8") as file:
        table: dict[str, Any] = json.load(file)
    return table


def _spell(value: int, language: str) -> str:
    from num2words import num2words

    try:
        words = str(num2words(value, lang=NUM2WORDS.get(language, language)))
    except NotImplementedError:
        return str(value)
    for wrong, right in _RIGHT.get(language, ()):
        words = re.sub(wrong, right, words)
    return words


def generate(language: str, words: int = WORDS) -> dict[str, Any]:
    """Return the table of a language from the libraries, with the words of numbers up to ``words``."""
    from babel import Locale as Cldr
    from babel import UnknownLocaleError

    try:
        cldr = Cldr.parse(CLDR.get(language, language).replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        cldr = Cldr.parse("en_GB")
    symbols = cldr.number_symbols["latn"]
    full = cldr.date_formats["full"].pattern
    days = cldr.days["stand-alone" if "cccc" in full else "format"]
    days = days["wide" if "EEEE" in full.replace("cccc", "EEEE") else "abbreviated"]
    return {
        "language": language,
        "words": [_spell(value, language) for value in range(words + 1)] if words else [],
        "months": {width: [cldr.months["format"][width][n] for n in range(1, 13)] for width in ("abbreviated", "wide")},
        "weekdays": {"wide": [days[n] for n in range(7)]},
        "dates": _dates(cldr, language),
        "joints": {name: str(cldr.list_patterns["standard"][name]) for name in ("2", "start", "middle", "end")},
        "decimal": symbols["decimal"],
        "group": symbols["group"],
        "minus": symbols["minusSign"],
    }


def _dates(cldr: Any, language: str) -> dict[str, str]:
    """Return the patterns by style in the fields of ``filters.FIELD``, which has one form of weekdays and no eras."""
    styles = {style: cldr.date_formats[style].pattern for style in ("short", "medium", "long", "full")}
    for style, pattern in styles.items():
        pattern = re.sub("c{4}|E{3,4}", "EEEE", pattern)
        styles[style] = pattern.replace("G", f"'{cldr.eras['abbreviated'][1]}'")
    styles["month"] = cldr.datetime_skeletons["yMMMM"].pattern
    styles["day"] = cldr.datetime_skeletons["MMMMd"].pattern
    styles["year"] = "y"
    styles["numeric"] = cldr.datetime_skeletons["yMd"].pattern
    usual = {"nb": "numeric", "nn": "numeric"}
    styles["default"] = styles[usual.get(language, DEFAULT_DATES.get(language, "medium"))]
    return styles
