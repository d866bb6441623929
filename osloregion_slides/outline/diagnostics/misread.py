"""Valid YAML with another meaning than its author had: torn texts, keys out of place, odd characters; and tabs."""

from __future__ import annotations

import re
from collections import Counter
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from osloregion_slides.base.findings import MAX_WORD, Finding, Location, finding, short, term
from osloregion_slides.base.record import Record
from osloregion_slides.outline.dated import KEPT_WITH
from osloregion_slides.outline.nodes import FORBIDDEN, TURNING, Entry, Mapping, Scalar, Sequence
from osloregion_slides.outline.text_schema import LANGUAGE
from osloregion_slides.outline.translations import ALL, STALE

if TYPE_CHECKING:
    from osloregion_slides.base.messages import Phrase
    from osloregion_slides.outline.check import Checker


MAX_STRANGERS = 50  # entries that are looked at for a missing key that is misspelt
MAX_NEIGHBOURS = 200  # entries among which each language is asked for the key that it stands under
SLIP = 0.7
MAX_TORN = 200  # characters up to which a torn text is put together again for the fix


class Torn(Record):
    """What was torn: the key that is none, the key and the whole text it belongs to (None: to nothing)."""

    part: Scalar
    key: str
    whole: Scalar | None
    mark: str = ","

    def finding(self) -> Finding:
        """Return the finding that explains it."""
        if self.whole is None:
            return self._lonely()
        code = "torn-text.question" if self.mark == "?" else "torn-text"
        whole = quoted(self.whole.text)
        return finding(code, self.part.at, part=self.part.text, name=self.key, whole=whole)

    def _lonely(self) -> Finding:
        name, colon, rest = self.part.text.partition(":")
        if colon and rest:
            return finding("torn-text.space", self.part.at, part=self.part.text, name=name, rest=rest)
        return finding("torn-text.value", self.part.at, part=self.part.text)


def tear(key: Scalar, last: Entry | None, before: Torn | None, mark: str) -> Torn:
    """Return what a flow mapping tore apart, seen from a key that has no colon behind it.

    ``last`` is the entry before the key, ``before`` what is known to be torn off that entry already,
    ``mark`` the character that tore.
    """
    if last is None or not isinstance(last.value, Scalar) or not last.value.plain or ":" in key.text:
        return Torn(key, key.text, None)
    if before and before.whole and len(before.whole.text) > MAX_TORN:
        return before
    glue = "? " if mark == "?" else ", "
    whole = Scalar(last.value.text + glue + key.text, True, last.value.at)
    return Torn(before.part if before else key, last.key.text, whole, mark)


def quoted(text: str) -> str:
    """Return a text in YAML's double quotes (YAML 1.2, 7.3.1)."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def cut_off(node: Scalar, text: str, end: int, flow: bool) -> Finding | None:
    """Return a warning of ``title: Rom #2``, where YAML takes the number for a comment; None where nothing is cut.

    ``end`` is where the scalar ends in the ``text`` of the file, ``flow`` whether it stands in brackets.
    """
    rest = re.match(r"[ \t]+(#[^\s#].*)", text[end : text.find("\n", end) + 1 or None])
    if rest is None:
        return None
    cut = re.split(r"[,\]}]", rest[1])[0] if flow else rest[1]
    cut = cut[:40].rstrip()
    return finding("cut-text", node.at, comment=cut, whole=quoted(f"{node.text[-40:]} {cut}"))


def forbidden(scalar: Scalar) -> list[Finding]:
    """Return what is wrong with a scalar's characters: an error if they cannot stand in a deck, else a warning."""
    if found := re.search(FORBIDDEN, scalar.text):
        return [finding("control-character", scalar.at, name=name(found.group()))]
    if found := re.search(TURNING, scalar.text):
        return [finding("turned-text", scalar.at, name=name(found.group()))]
    return []


def name(character: str) -> Phrase:
    """Return how to speak of a character that cannot be shown: ``the control character U+0007``."""
    is_half = "\ud800" <= character <= "\udfff"
    return term(
        "half a character U+{number}" if is_half else "the control character U+{number}", number=f"{ord(character):04X}"
    )


def begins_next(key: Scalar, entries: list[Entry], text: str) -> bool:
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
    known = tuple([name for name in schema["properties"] if name not in (STALE, ALL, *KEPT_WITH)])
    return finding("unknown-language.text", entry.key.at, language=entry.key.text, known=known)


def stray(entry: Entry, node: Mapping) -> str:
    """Return the key under which a language belongs that stands where no language can, "" for every other key."""
    key = entry.key.text
    if not re.search(LANGUAGE, key) or len(node.entries) > MAX_NEIGHBOURS:
        return ""
    before = node.entries[: node.entries.index(entry)]
    empty = next((other.key.text for other in reversed(before) if not re.search(LANGUAGE, other.key.text)), "")
    return empty if isinstance(value := node.get(empty), Scalar) and value.is_null else ""


def stands_for(node: Mapping, schema: dict[str, Any], checker: Checker) -> str:
    """Return the one key that a slide lacks where its one unknown key has a list that suits it, else ""."""
    properties = schema.get("properties", {})
    if len(node.entries) > len(properties) + 1:  # so more than one is unknown; else each would look at all of them
        return ""
    present = node.keys()
    lacking = [key for key in schema.get("required", ()) if key not in present]
    strangers = [entry for entry in node.entries if entry.key.text not in properties]
    if "kind" not in present or len(lacking) != 1 or len(strangers) != 1 or lacking[0] not in properties:
        return ""
    word, value = strangers[0].key.text, strangers[0].value
    if not isinstance(value, Sequence) or len(word) > MAX_WORD or get_close_matches(word, properties, 1, SLIP):
        return ""
    return lacking[0] if checker.fits(value, properties[lacking[0]]) else ""


def misspelt(key: str, node: Mapping, schema: dict[str, Any], checker: Checker) -> Finding | None:
    """Return the fault of an entry that is the missing key under another name, None where there is none."""
    properties = schema.get("properties", {})
    strangers = {
        entry.key.text: entry.key.at for entry in node.entries[:MAX_STRANGERS] if entry.key.text not in properties
    }
    near = get_close_matches(key, [word for word in strangers if len(word) <= MAX_WORD], 1, SLIP)
    if not near and stands_for(node, schema, checker):
        near = list(strangers)
    return finding("unknown-key", strangers[near[0]], name=near[0], near=key, known=()) if near else None


def torn(node: Mapping) -> Finding:
    """Return the fault of a text whose colon made a mapping of it."""
    key, value = node.entries[0].key, node.entries[0].value
    text = f"{key.text}: {value.text if isinstance(value, Scalar) else ''}"
    return finding("colon-in-text", key.at, name=short(key.text), quoted=quoted(short(text)))


# Tabs in the indentation, replaced by as many spaces as were probably meant, so that reading can go on.


def without_tabs(lines: list[str]) -> list[str]:
    """Return lines indented with spaces alone.

    A line with a tab stands where its like stood before, else one level under a line that opens one
    (``key:``, ``- key: text``), else beside the line above it.
    """
    indented: list[str] = []
    seen: dict[str, int] = {}
    above = ""
    for line in lines:
        body = line.lstrip(" \t")
        lead = line[: len(line) - len(body)]
        if body and "\t" in lead:
            indent = seen.setdefault(lead, _under(above, body))
            line = " " * indent + body
        elif body:
            seen.clear()
        if body and not body.startswith("#"):
            above = line
        indented.append(line)
    return indented


def _under(above: str, body: str) -> int:
    indent = len(above) - len(above.lstrip(" "))
    opens = above.rstrip().endswith(":") or (above.lstrip().startswith("- ") and not body.startswith("- "))
    return indent + 2 if opens else indent
