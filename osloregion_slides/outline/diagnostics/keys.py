"""Keys that are out of place: repeated in a mapping, a language outside its text, words before a colon."""

from __future__ import annotations

import re
from collections import Counter

from osloregion_slides.base.findings import Finding, error, finding, short
from osloregion_slides.outline.diagnostics.misread import quoted
from osloregion_slides.outline.nodes import Scalar
from osloregion_slides.outline.schema import COLON, LANGUAGE
from osloregion_slides.outline.translations import ALL

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
    hint = "begin the next entry with `- id: …`, or remove one of the two" if key.text == "id" and listed else ""
    message = f"`{key.text[:40]}` stands twice, first on line {first.line}"
    return error("duplicate-key", key.at, message, hint or "remove one of the two")


def dash_lost(key: Scalar, value: Node) -> Finding:
    """Return the fault of a thing that begins without its dash."""
    shown = value.text[:40] if isinstance(value, Scalar) else "…"
    message = "a thing of a list begins here without its dash"
    return error("missing-dash", key.at, message, f"write `- {key.text[:40]}: {shown}`")


# Keys that are none: languages that strayed from their text, words before a colon inside of one.

_CODE = "unknown-language"


def reported_once(faults: list[Finding]) -> list[Finding]:
    """Return the faults with a language that the outline does not have told once: it stands in a hundred texts."""
    times = Counter([fault.message for fault in faults if fault.code == _CODE])
    found = []
    for fault in faults:
        more = times.pop(fault.message, 0) - 1 if fault.code == _CODE else 0
        if more >= 0:
            found.append(fault.replace(message=f"{fault.message}, here and {more} times more") if more else fault)
    return found


def other_language(entry: Entry, schema: dict[str, Any]) -> Finding:
    """Return the fault of a text's language that the outline does not have."""
    if entry.key.text == ALL:
        return finding("bad-key.all", entry.key.at)
    known = ", ".join([name for name in schema["properties"] if name != "stale"])
    hint = f"known here: {known}; other languages stand in `languages:` first"
    return error(_CODE, entry.key.at, f"the outline is not written in `{entry.key.text}`", hint)


def stray(entry: Entry, node: Mapping) -> str:
    """Return what to do with a language that is a key where it cannot be, "" for every other key."""
    key = entry.key.text
    if not re.search(LANGUAGE, key):
        return ""
    before = node.entries[: node.entries.index(entry)]
    empty = next((other.key.text for other in reversed(before) if not re.search(LANGUAGE, other.key.text)), "")
    is_empty = isinstance(value := node.get(empty), Scalar) and value.is_null
    return f"indent it under `{empty}`, if it belongs there" if is_empty else ""


def torn(node: Mapping) -> Finding:
    """Return the fault of a text whose colon made a mapping of it."""
    key, value = node.entries[0].key, node.entries[0].value
    text = f"{key.text}: {value.text if isinstance(value, Scalar) else ''}"
    message = f"the colon makes a key of `{short(key.text)}` where a text is expected"
    return error(COLON, key.at, message, f"put the text in quotes: {quoted(short(text))}")
