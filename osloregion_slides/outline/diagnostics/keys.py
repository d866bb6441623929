"""Keys that are out of place: repeated in a mapping, a language outside its text, words before a colon."""

from __future__ import annotations

import re
from collections import Counter

from osloregion_slides.base.findings import Finding, finding, short
from osloregion_slides.outline.diagnostics.misread import quoted
from osloregion_slides.outline.nodes import Scalar
from osloregion_slides.outline.schema import LANGUAGE
from osloregion_slides.outline.translations import ALL, STALE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from osloregion_slides.base.findings import Location
    from osloregion_slides.outline.nodes import Entry, Mapping, Node


def begins_anew(key: Scalar, entries: list[Entry], text: str) -> bool:
    """Return whether a repeated key begins the next thing of a list: it began this one, or stands under an empty line.

    ``entries`` are those of the thing so far; one alone is rather the same key written twice.
    """
    if len(entries) < 2:
        return False
    if key.text in ("id", entries[0].key.text):
        return True
    lines = text.split("\n", key.at.line)
    return not lines[key.at.line - 2].strip()


def twice(key: Scalar, first: Location, listed: bool) -> Finding:
    """Return the fault of a key that stands twice; ``listed`` says that its mapping is a thing of a list."""
    code = "duplicate-key.entry" if key.text == "id" and listed else "duplicate-key"
    return finding(code, key.at, name=key.text[:40], line=first.line)


def dash_lost(key: Scalar, value: Node) -> Finding:
    """Return the fault of a thing that begins without its dash."""
    shown = value.text[:40] if isinstance(value, Scalar) else "…"
    return finding("missing-dash", key.at, entry=f"- {key.text[:40]}: {shown}")


# Keys that are none: languages that strayed from their text, words before a colon inside of one.


def reported_once(faults: list[Finding]) -> list[Finding]:
    """Return the faults with each unlisted language reported once: it can stand in a hundred texts."""
    times = Counter([fault.values for fault in faults if fault.code == "unknown-language"])
    found = []
    for fault in faults:
        more = times.pop(fault.values, 0) - 1 if fault.code == "unknown-language" else 0
        if more > 0:
            values: dict[str, Any] = dict(fault.values)
            found.append(finding("unknown-language.more", fault.at, **values, more=more))
        elif not more:
            found.append(fault)
    return found


def other_language(entry: Entry, schema: dict[str, Any]) -> Finding:
    """Return the fault of a text's language that the outline does not have."""
    if entry.key.text == ALL:
        return finding("bad-key.all", entry.key.at)
    known = tuple([name for name in schema["properties"] if name != STALE])
    return finding("unknown-language.text", entry.key.at, language=entry.key.text, known=known)


def stray(entry: Entry, node: Mapping) -> str:
    """Return the key under which a language belongs that stands where no language can, "" for every other key."""
    key = entry.key.text
    if not re.search(LANGUAGE, key):
        return ""
    before = node.entries[: node.entries.index(entry)]
    empty = next((other.key.text for other in reversed(before) if not re.search(LANGUAGE, other.key.text)), "")
    return empty if isinstance(value := node.get(empty), Scalar) and value.is_null else ""


def torn(node: Mapping) -> Finding:
    """Return the fault of a text whose colon made a mapping of it."""
    key, value = node.entries[0].key, node.entries[0].value
    text = f"{key.text}: {value.text if isinstance(value, Scalar) else ''}"
    return finding("colon-in-text", key.at, name=short(key.text), quoted=quoted(short(text)))
