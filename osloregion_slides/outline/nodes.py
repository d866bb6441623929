"""The nodes of an outline: scalars, mappings and lists, each with its location in the file.

A scalar keeps its characters as written: ``no``, ``12.10``, ``0104`` and ``2004-12-17`` are texts here,
whatever type YAML gives them. ``number`` and ``boolean`` convert on request.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from osloregion_slides.base.findings import Location, short, term
from osloregion_slides.base.record import Record

if TYPE_CHECKING:
    from osloregion_slides.base.messages import Phrase
    from osloregion_slides.outline.diagnostics.misread import Torn


NULLS = frozenset(("", "~", "null"))
"""Plain scalars that are null. ``Null`` and ``NULL`` are texts: Norwegian for zero."""


FORBIDDEN = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]"
"""Characters excluded by XML 1.0, 2.2, and control characters that it discourages and YAML 1.2, 5.1 excludes."""
TURNING = r"[\u202a-\u202e\u2066-\u2069]"
"""Embeddings, overrides and isolates of UAX #9, 2.1 to 2.4, which make the displayed text differ from the written one.
The marks U+200E and U+200F of bidirectional texts are allowed."""
UNUSUAL = f"{FORBIDDEN}|{TURNING}"


NAMES = ("name", "title", "heading")
"""Keys of a thing's name, the first present one counts."""


NO_FIGURE = frozenset(("", ".", "..", ":", "-", "–", "—"))
"""Contents of cells without a figure (Statistics Norway's signs, and dashes)."""


class Scalar(Record):
    """A text as written; ``plain`` means without quotes and not in a block (``|``, ``>``)."""

    text: str
    plain: bool
    at: Location

    @property
    def is_null(self) -> bool:
        """True for an empty value, ``~`` or ``null`` without quotes."""
        return self.plain and self.text in NULLS


def worded(text: str, at: Location, plain: bool = True) -> Scalar:
    """Return a text as a scalar, quoted where it would be null otherwise."""
    return Scalar(text, plain and text not in NULLS, at)


class Verbatim(Scalar):
    """A text from a file that a slide shows as written: it has neither markup nor expressions."""


class Figure(Scalar):
    """A number or a day from a table: ``text`` in JSON or ISO 8601 syntax, ``form`` is its number format.

    ``form`` is Excel's number format (``#,##0.0``, ``0 %``, ``mmm yyyy``), ``date`` for the language's default date
    style, or ``boolean``. A date with a time counts as a day: ``2008-04-12T10:30:00``.
    """

    form: str

    @property
    def is_number(self) -> bool:
        """True for numbers, not for days and truth values."""
        return self.form not in ("date", "boolean") and self.text[4:5] != "-"


class Unknown(Scalar):
    """A fact missing from the data, with the ``reason``; ``Fields`` read it as absent."""

    reason: Phrase | str


class Entry(Record):
    """A key and its value."""

    key: Scalar
    value: Node


class Mapping(Record):
    """Keys and values in the order written; each key occurs once."""

    entries: tuple[Entry, ...]
    at: Location

    def get(self, key: str) -> Node | None:
        """Return the value of ``key``, else None."""
        for entry in self.entries:
            if entry.key.text == key:
                return entry.value
        return None

    def keys(self) -> tuple[str, ...]:
        """Return the keys in the order written."""
        return tuple([entry.key.text for entry in self.entries])


class Sequence(Record):
    """A list."""

    items: tuple[Node, ...]
    at: Location


class Table(Sequence):
    """The rows of a table from a file, each a mapping; ``headings`` are the keys and headings of its columns.

    ``lacking`` is why rows are missing, which makes counts and sums unknown; None for a complete table.
    """

    headings: tuple[Entry, ...]
    lacking: Phrase | None = None


if TYPE_CHECKING:
    Node = Scalar | Mapping | Sequence


def kind_of(node: Node) -> Phrase:
    """Return a phrase that describes a node."""
    if isinstance(node, Scalar):
        return term("nothing") if node.is_null else term("the text `{text}`", text=short(node.text))
    return term("a mapping" if isinstance(node, Mapping) else "a list")


def text_of(node: Node | None) -> str:
    """Return the characters of a scalar that is not null, else ""."""
    return node.text if isinstance(node, Scalar) and not node.is_null else ""


def identity(node: Node | None) -> str:
    """Return the ``id`` of a thing, "" of anything else."""
    return text_of(node.get("id")) if isinstance(node, Mapping) else ""


# A mapping or list that is still open.

_new: Any = tuple.__new__


class OpenNode:
    """The part read so far of a mapping (``entries``) or a list (``items``).

    ``flow``: it is in brackets; ``start``: its offset in the text. Of a mapping: ``key`` waits for its value,
    ``key_end`` is the key's end offset, ``places`` are the keys so far, ``merged`` the entries of ``<<``, ``torn`` the
    texts that a comma or question mark split.
    """

    __slots__ = (
        "anchor",
        "at",
        "entries",
        "flow",
        "is_mapping",
        "items",
        "key",
        "key_end",
        "merged",
        "places",
        "start",
        "torn",
    )

    def __init__(self, is_mapping: bool, at: Location, event: Any) -> None:
        self.is_mapping = is_mapping
        self.at = at
        self.anchor: str | None = event.anchor
        self.flow: bool = event.flow_style
        self.start: int = event.start_mark.index
        self.entries: list[Entry] = []
        self.items: list[Node] = []
        self.merged: list[Entry] = []
        self.key: Scalar | None = None
        self.key_end = 0
        self.places: dict[str, Location] = {}
        self.torn: list[Torn] = []

    def mapping(self) -> Mapping:
        """Return the mapping with the entries of ``<<``: each key once, its own keys first."""
        merged: dict[str, Entry] = {}
        for entry in self.merged:
            if entry.key.text not in self.places:
                merged.setdefault(entry.key.text, entry)
        made: Mapping = _new(Mapping, ((*self.entries, *merged.values()), self.at))
        return made


# Scalars as numbers, truth values and dates.

NUMBER = r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?"
"""A number in JSON syntax (RFC 8259, 6), which every YAML reader reads alike."""
DATE = "([0-9]{4})-([0-9]{2})-([0-9]{2})"
NORWEGIAN_DATE = "([0-9]{1,2})[./]([0-9]{1,2})[./]([0-9]{4})"
DAYS = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)


def number(scalar: Scalar) -> float | None:
    """Return the value of an unquoted numeric scalar, else None."""
    if not scalar.plain or not re.fullmatch(NUMBER, scalar.text):
        return None
    value = float(scalar.text)
    return value if abs(value) != float("inf") else None


def whole(scalar: Scalar) -> int | None:
    """Return the value of an unquoted scalar that is a whole number (2.0 is one), else None."""
    value = number(scalar)
    return None if value is None or value != int(value) else int(value)


def boolean(scalar: Scalar) -> bool | None:
    """Return the truth value of ``true`` or ``false`` without quotes, None for everything else (``no``, ``on``)."""
    if scalar.plain:
        return {"true": True, "false": False}.get(scalar.text)
    return None


def date_fault(text: str) -> tuple[str, dict[str, Any]] | None:
    """Return why a text is not an ISO date, as a finding's key and values; None for a date."""
    parts = re.fullmatch(DATE, text)
    if parts is None:
        day_first = re.fullmatch(NORWEGIAN_DATE, text)
        if day_first is None:
            return "bad-date.order", {"like": "2008-01-31"}
        day, month, year = day_first.groups()
        return "bad-date.order", {"like": f"{year}-{month:0>2}-{day:0>2}"}
    year, month, day = (int(part) for part in parts.groups())
    if year < 1 or not 1 <= month <= 12:
        return "bad-date.outside", {"part": term("month {number}", number=month) if year else term("year 0")}
    last = days_in(year, month)
    return None if 1 <= day <= last else ("bad-date.day", {"days": last})


def days_in(year: int, month: int) -> int:
    """Return the number of days of a month (Gregorian calendar)."""
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 29 if month == 2 and leap else DAYS[month - 1]
