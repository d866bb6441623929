"""What an outline is made of: scalars, mappings and lists, each with its place in the file.

A scalar keeps its characters as they were written: ``no``, ``12.10``, ``0104`` and ``2004-12-17`` are
texts here, whatever YAML would make of them. Only who asks for a number or a truth value gets one.
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
"""What a plain scalar is nothing by. ``Null`` and ``NULL`` are texts: Norwegian for zero."""


FORBIDDEN = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]"
"""What XML 1.0, 2.2 leaves out, and the control characters that it discourages and YAML 1.2, 5.1 leaves out."""
TURNING = r"[\u202a-\u202e\u2066-\u2069]"
"""Embeddings, overrides and isolates of UAX #9, 2.1 to 2.4: what is read then is not what is written. The marks
U+200E and U+200F of texts in two directions are not among them."""
UNUSUAL = f"{FORBIDDEN}|{TURNING}"


NAMES = ("name", "title", "heading")
"""What a thing can be called by, the first there is."""


NO_FIGURE = frozenset(("", ".", "..", ":", "-", "–", "—"))
"""What cells without a figure hold (Statistics Norway's signs, and dashes)."""


class Scalar(Record):
    """A text as written; ``plain`` means without quotes and not in a block (``|``, ``>``)."""

    text: str
    plain: bool
    at: Location

    @property
    def is_null(self) -> bool:
        """True where nothing stands: an empty value, ``~`` or ``null`` without quotes."""
        return self.plain and self.text in NULLS


def worded(text: str, at: Location, plain: bool = True) -> Scalar:
    """Return a text as a scalar, in quotes where it would be nothing without them (``null``)."""
    return Scalar(text, plain and text not in NULLS, at)


class Verbatim(Scalar):
    """A text out of a file that a slide shows as it stands: no sign in it is markup or begins an expression."""


class Figure(Scalar):
    """A number or a day out of a table: ``text`` as JSON or ISO 8601 writes it, ``form`` as its table shows it.

    ``form`` is Excel's number format (``#,##0.0``, ``0 %``, ``mmm yyyy``), or ``date`` for the language's own way to
    write a day, or ``boolean``. A moment is a day too: ``2008-04-12T10:30:00``.
    """

    form: str

    @property
    def is_number(self) -> bool:
        """True for what one can calculate with, and draw: no day and no truth value."""
        return self.form not in ("date", "boolean") and self.text[4:5] != "-"


class Unknown(Scalar):
    """A fact that the data do not say, and the ``reason``; to ``Fields`` it is nothing."""

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
        """Return the value of ``key``, None without it."""
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
    """The rows of a table out of a file, each a mapping; ``headings`` are its columns' keys with their words.

    ``lacking`` is why it does not have all rows, None where it has: counts and sums over it are unknown.
    """

    headings: tuple[Entry, ...]
    lacking: Phrase | None = None


if TYPE_CHECKING:
    Node = Scalar | Mapping | Sequence


def kind_of(node: Node) -> Phrase:
    """Return what a node is, in words."""
    if isinstance(node, Scalar):
        return term("nothing") if node.is_null else term("the text `{text}`", text=short(node.text))
    return term("a mapping" if isinstance(node, Mapping) else "a list")


def text_of(node: Node | None) -> str:
    """Return the characters of a scalar that is not null, else ""."""
    return node.text if isinstance(node, Scalar) and not node.is_null else ""


def identity(node: Node | None) -> str:
    """Return the ``id`` of a thing, "" of anything else."""
    return text_of(node.get("id")) if isinstance(node, Mapping) else ""


# A mapping or list whose end has not been read yet.

_new: Any = tuple.__new__


class OpenNode:
    """What has been read of a mapping (``entries``) or a list (``items``) so far.

    ``flow`` is whether it stands in brackets, ``start`` where it begins in the text. Of a mapping: ``key`` waits for
    its value, ``key_end`` is where it ended, ``places`` are the keys so far, ``merged`` is what ``<<`` brings in,
    ``torn`` what brackets tore apart.
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
        """Return the mapping, with what ``<<`` brings in: each key once, and none that is written in it itself."""
        brought: dict[str, Entry] = {}
        for entry in self.merged:
            if entry.key.text not in self.places:
                brought.setdefault(entry.key.text, entry)
        made: Mapping = _new(Mapping, ((*self.entries, *brought.values()), self.at))
        return made


# Scalars as numbers, truth values and dates, for those who ask for one.

NUMBER = r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?"
"""A number as JSON writes it (RFC 8259, 6): what every YAML reader takes for the same number."""
DATE = "([0-9]{4})-([0-9]{2})-([0-9]{2})"
NORWEGIAN_DATE = "([0-9]{1,2})[./]([0-9]{1,2})[./]([0-9]{4})"
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


def date_fault(text: str) -> tuple[str, dict[str, Any]] | None:
    """Return what keeps a text from being an ISO date, as a finding's key and values; None for a date."""
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
