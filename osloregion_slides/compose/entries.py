"""Lists of entries in the outline: each a plain text, or a mapping with a name and more."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.base.findings import Finding, Location, finding
from osloregion_slides.base.record import Record
from osloregion_slides.outline.nodes import NAMES
from osloregion_slides.outline.text_schema import dates, flag, listed, mapping, ref

if TYPE_CHECKING:
    from osloregion_slides.outline.fields import Fields
    from osloregion_slides.outline.markup import Rich


class Entry(Record):
    """An entry of a list: its key (the id, otherwise its number), name, text and location."""

    key: str
    name: Rich
    text: Rich
    at: Location
    fields: Fields


class ContentError(Exception):
    """A slide cannot show the content of its list; ``finding`` has the reason."""

    def __init__(self, finding: Finding) -> None:
        self.finding = finding
        super().__init__(finding.message)


def entries(fields: Fields, key: str, least: int = 1, most: int = 999, periods: bool = False) -> tuple[Entry, ...]:
    """Return the entries of the list at ``key``: ``- Text`` or ``- {id: …, name: …, text: …}``.

    Raises ContentError for fewer than ``least`` or more than ``most``: the schema checks a list on the slide, but not
    one referenced by a path. ``periods`` includes entries outside their period on the deck's date.
    """
    found = []
    is_own = not fields.raw(key)  # a list referenced by a path may be used by other slides
    for number, item in enumerate(fields.list(key, periods), 1):
        if item.is_name:
            found.append(Entry(str(number), item.rich("name"), (), item.at(), item))
            continue
        has_name, has_text = item.has("name"), item.has("text")
        name = item.rich("name" if has_name else next((key for key in NAMES if item.has(key)), "heading"))
        text = item.rich("text" if has_text else "note")
        if is_own and len(item.keys()) > 1:
            report_dead(item, *["note"] * has_text, *["heading"] * has_name)
        found.append(Entry(item.raw("id") or str(number), name, text, item.at(), item))
    if not least <= len(found) <= most:
        first_too_many = found[most].at if len(found) > most else fields.at(key)
        at = first_too_many if first_too_many.file != fields.at(key).file else fields.at(key)  # a row of a table
        few, many = (least if len(found) < least else ""), (most if len(found) > most else "")
        date = "" if len(fields.list(key, True)) == len(found) else fields.resolver.choices.as_of
        raise ContentError(finding("wrong-number-of-things", at, count=len(found), least=few, most=many, date=date))
    return tuple(found)


def report_dead(fields: Fields, *keys: str) -> None:
    """Report keys that are valid but unused here."""
    for key in keys:
        if fields.has(key):
            fields.resolver.report(finding("dead-key", fields.at(key), name=key))


def report_dead_texts(fields: Fields, key: str) -> None:
    """Report texts in a list that shows names only, unless a path references it: other slides may use that list."""
    if not fields.raw(key):
        for item in fields.list(key, True):
            report_dead(item, "text", "note")


ENTRY_FIELDS: dict[str, object] = {
    "id": ref("id"),
    "name": ref("text", "The name to display"),
    "heading": ref("text", "Synonym for `name`"),
    "text": ref("text", "Short text, about one sentence"),
    "note": ref("text", "Synonym for `text`"),
    **dates(),
}


def entry_list(
    description: str, least: int = 1, most: int = 0, more: dict[str, object] | None = None
) -> dict[str, object]:
    """Return the schema of a list of entries: texts, mappings, or a path such as ``strategy.clusters``."""
    thing: dict[str, object] = {"anyOf": [TEXT, mapping({**ENTRY_FIELDS, **(more or {})})]}
    return {"anyOf": [listed(thing, "", least, most), ref("path")], "description": description}


def name_field(description: str) -> dict[str, object]:
    """Return the schema of a text that is a name: a plain string needs no translation."""
    return {**TEXT, "x-name": True, "description": description}


def text_field(description: str) -> dict[str, object]:
    """Return the schema of a text: a string, or one string per language."""
    return {**TEXT, "description": description}


TEXT: dict[str, object] = ref("text")
MEMBER_FIELDS: dict[str, object] = {
    "highlight": name_field("Member to highlight, by number or name: `{{ member.number }}`"),
    "mark_unconfirmed": flag("Mark members without a source, with a line that explains the mark"),
}
"""The fields that slides of members share."""
