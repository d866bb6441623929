"""An outline on one date: selects the variants of texts, and the slides and things with a ``from`` or a ``to``.

::

    purpose:
      - {from: 2004-12-17, nb: Frivillig sammenslutning …}
      - {from: 2020-10-28, nb: Interkommunalt politisk råd …}
    organisation:
      - {id: council, name: Samarbeidsrådet, from: 2004-12-17, to: 2020-10-27}

Periods include their first and last day. A year or a month as ``from`` begins on its first day, as ``to`` it ends on
its last. The variant of a text that began last is valid; outside all periods there is no text. ``on_date`` handles
texts and slides; lists of things are filtered by ``holds`` when a slide or an expression uses them, because a timeline
shows periods.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from osloregion_slides.base.findings import Finding, Location, finding
from osloregion_slides.base.record import Record
from osloregion_slides.outline.nodes import Entry, Mapping, Scalar, Sequence, days_in, identity
from osloregion_slides.outline.translations import ALL, STALE

if TYPE_CHECKING:
    from osloregion_slides.outline.nodes import Node


DATES = ("from", "to")
KEPT_WITH = frozenset((*DATES, "source", "confidence"))
"""Keys of a dated text other than its languages."""
LISTS = frozenset(("categories", "columns", "footnotes", "items", "points", "rows"))
"""Keys of lists of texts: a dated text in them is an item, not a variant of another."""
_MOMENT = r"(\d{4})(?:-(\d\d)(?:-(\d\d))?)?"


def moment(text: str) -> str:
    """Return a year, month or day in ISO form (``2008``, ``2008-01``, ``2008-01-31``), "" for other texts."""
    found = re.fullmatch(_MOMENT, text)
    if found is None:
        from osloregion_slides.registry.grid import read_date

        return read_date(text)[0]
    month, day = int(found[2] or 1), int(found[3] or 1)
    is_one = 1 <= month <= 12 and 1 <= day <= days_in(int(found[1]), month) and int(found[1]) > 0
    return text if is_one else ""


def period(node: Mapping) -> tuple[str, str, list[Finding]]:
    """Return the start and end of a dated mapping, "" where open, and findings for unreadable dates."""
    read, findings = [], []
    for key in DATES:
        value = node.get(key)
        text = value.text if isinstance(value, Scalar) and not value.is_null else ""
        known = moment(text) if text else ""
        if text and not known and not (key == "to" and _is_ongoing(text)):
            findings.append(finding("bad-date.body", value.at if value else node.at, text=text[:40]))
        read.append(known)
    start, end = read
    if start and end and end < start[: len(end)]:
        at = node.get("to")
        findings.append(finding("from-after-to.fact", at.at if at else node.at, start=start, end=end))
        return "", "", findings
    return start, end, findings


def _is_ongoing(text: str) -> bool:
    from osloregion_slides.registry.grid import is_ongoing

    return is_ongoing(text)


def covers(start: str, end: str, date: str) -> bool:
    """Return whether an ISO date lies in a period of years, months or days, first and last day included."""
    return start <= date and (not end or date[: len(end)] <= end)


def is_dated(node: Node) -> bool:
    """Return whether a thing has a ``from`` or a ``to``; empty cells of a table do not count."""
    for entry in node.entries if isinstance(node, Mapping) else ():
        value = entry.value
        if entry.key.text in DATES and isinstance(value, Scalar) and not value.is_null and value.text != "":
            return True
    return False


def holds(node: Node, date: str) -> bool:
    """Return whether a thing of a list exists on a date; True without a date, or without readable dates of its own."""
    if not date or not is_dated(node) or not isinstance(node, Mapping):
        return True
    start, end, _ = period(node)
    return covers(start, end, date)


_MONTHS = ("jan", "feb", "mar", "apr", "mai|may|maj", "jun", "jul", "aug", "sep", "okt|oct", "nov", "des|dec|dez")


def day_in(text: str) -> tuple[str, str]:
    """Return the first and last ISO date that a text about one day can mean, "" twice where it has no year.

    Reads 2026-04-12 and 12.4.2026, the month of 12. april 2026 and 12 April 2026, and the year of other texts.
    """
    if not any(map(str.isdecimal, text)):
        return "", ""
    year = re.search(r"\b((?:19|20)\d\d)\b", text)
    iso = re.search(r"\d{4}-\d\d-\d\d", text)
    day_first = re.search(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})", text)
    if iso:
        return iso[0], iso[0]
    if day_first:
        day = f"{day_first[3]}-{int(day_first[2]):02}-{int(day_first[1]):02}"
        return day, day
    if not year:
        return "", ""
    for number, names in enumerate(_MONTHS, 1):
        if re.search(rf"\b(?:{names})", text.lower()):
            return f"{year[1]}-{number:02}-01", f"{year[1]}-{number:02}-31"
    return f"{year[1]}-01-01", f"{year[1]}-12-31"


def far_meeting(document: Mapping, date: str) -> Finding | None:
    """Return the finding of a meeting more than a year from the as-of date."""
    meeting = document.get("meeting")
    held = meeting.get("date") if isinstance(meeting, Mapping) else None
    texts = [entry.value for entry in held.entries] if isinstance(held, Mapping) else [held]
    for text in texts:
        first, last = day_in(text.text) if isinstance(text, Scalar) else ("", "")
        if text and first and date and (_next_year(last) < date or _next_year(date) < first):
            return finding("far-meeting", text.at, meeting=text.text[:40], date=date)  # type: ignore[union-attr]
    return None


def _next_year(day: str) -> str:
    return f"{int(day[:4]) + 1:04}{day[4:]}"


def _dates_of_slide(slide: Mapping) -> Mapping:
    """Return the entries of a slide that are dates; ``from`` of kind ``slide`` is a deck instead."""
    kind = slide.get("kind")
    names = DATES[1:] if isinstance(kind, Scalar) and kind.text == "slide" else DATES
    return Mapping(tuple([entry for entry in slide.entries if entry.key.text in names]), slide.at)


class Dated(Record):
    """An outline on its date. ``places`` locate its dated texts; ``lost``: a text has no valid variant."""

    document: Mapping
    places: frozenset[Location]
    findings: tuple[Finding, ...]
    lost: bool = False


def on_date(document: Mapping, date: str, languages: tuple[str, ...]) -> Dated:
    """Return an outline with the texts and slides that are valid on an ISO date ("": all).

    Nodes without dates stay identical. A list of variants without a valid one is reported.
    """
    reading = _Reading(date, frozenset((*languages, ALL, STALE)))
    made = reading.mapping(document)
    return Dated(made, frozenset(reading.places), tuple(reading.findings), reading.lost)


class _Reading:
    def __init__(self, date: str, languages: frozenset[str]) -> None:
        self.date, self.languages = date, languages
        self.places: set[Location] = set()
        self.findings: list[Finding] = []
        self.lost = False

    def mapping(self, node: Mapping) -> Mapping:
        made = {
            entry.key.text: (entry.value, self._node(entry.value, entry.key.text))
            for entry in node.entries
            if entry.value.__class__ is not Scalar
        }
        if all([value is own for own, value in made.values()]):
            return node
        entries = []
        for entry in node.entries:
            own, value = made.get(entry.key.text, (entry.value, entry.value))
            if value is not None:
                entries.append(entry if value is own else Entry(entry.key, value))
        return Mapping(tuple(entries), node.at)

    def _node(self, node: Node, key: str) -> Node | None:
        """Return a node on the date, None for a text that is not valid then."""
        if isinstance(node, Mapping):
            if self._is_text(node):
                start, end = self._period(node)
                if covers(start, end, self.date or start):
                    return self._text(node)
                self.lost = True
                return None
            return self.mapping(node)
        return self._list(node, key) if isinstance(node, Sequence) else node

    def _list(self, node: Sequence, key: str) -> Node | None:
        if all([item.__class__ is Scalar for item in node.items]):
            return node
        if key not in LISTS and any(map(self._is_text, node.items)):
            return self._variants(node, key)
        items = []
        for item in node.items:
            if key == "slides" and is_dated(item) and isinstance(item, Mapping) and identity(item):
                dates = _dates_of_slide(item)
                start, end = self._period(dates)
                if not covers(start, end, self.date or start):
                    continue
                item = Mapping(tuple([entry for entry in item.entries if entry not in dates.entries]), item.at)
            made = self._node(item, "items")
            if made is not None:
                items.append(made)
        if len(items) == len(node.items) and all([one is other for one, other in zip(items, node.items)]):
            return node
        return Sequence(tuple(items), node.at)

    def _variants(self, node: Sequence, key: str) -> Node | None:
        """Return the valid variant: the one that began last."""
        valid, began = None, ""
        for item in node.items:
            start, end = self._period(item) if isinstance(item, Mapping) else ("", "")
            if start >= began and covers(start, end, self.date or start):
                valid, began = item, start
        if valid is None:
            self.findings.append(finding("no-text-on-date", node.at, name=key, date=self.date))
            self.lost = True
            return None
        return self._text(valid)

    def _text(self, node: Node) -> Node:
        """Return a dated text without its dates; ``places`` records its location."""
        if not isinstance(node, Mapping):
            return node
        self.places.add(node.at)
        return Mapping(tuple([entry for entry in node.entries if entry.key.text not in KEPT_WITH]), node.at)

    def _period(self, node: Mapping) -> tuple[str, str]:
        start, end, findings = period(node)
        self.findings += findings
        return start, end

    def _is_text(self, node: Node) -> bool:
        if not isinstance(node, Mapping):
            return False
        keys = node.keys()
        if "from" not in keys and "to" not in keys:
            return False
        languages = [key for key in keys if key not in KEPT_WITH]
        return self.languages.issuperset(languages) and languages != [STALE] and bool(languages)
