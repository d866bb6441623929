"""Valid YAML with an unintended meaning: split texts, misplaced keys, odd characters; and tabs."""

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


MAX_UNKNOWN = 50  # entries to search for a misspelt key
MAX_NEIGHBOURS = 200  # entries among which to search the parent key of each language
SLIP = 0.7
MAX_TORN = 200  # characters of a split text to join again for the fix


class Torn(Record):
    """A text split by a comma or question mark: the part read as a key, the text's key, the whole text if known."""

    part: Scalar
    key: str
    whole: Scalar | None
    mark: str = ","

    def finding(self) -> Finding:
        """Return the finding that explains it."""
        if self.whole is None:
            return self._without_text()
        code = "torn-text.question" if self.mark == "?" else "torn-text"
        whole = quoted(self.whole.text)
        return finding(code, self.part.at, part=self.part.text, name=self.key, whole=whole)

    def _without_text(self) -> Finding:
        name, colon, rest = self.part.text.partition(":")
        if colon and rest:
            return finding("torn-text.space", self.part.at, part=self.part.text, name=name, rest=rest)
        return finding("torn-text.value", self.part.at, part=self.part.text)


def tear(key: Scalar, last: Entry | None, before: Torn | None, mark: str) -> Torn:
    """Return the text that a flow mapping split, given a key without a colon after it.

    ``last`` is the entry before the key, ``before`` the parts already split off that entry, ``mark`` the
    splitting character.
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
    """Return a warning of ``title: Rom #2``, where YAML reads the number as a comment; None for uncut texts.

    ``end`` is the offset of the scalar's end in the file's ``text``, ``flow`` whether it is in brackets.
    """
    rest = re.match(r"[ \t]+(#[^\s#].*)", text[end : text.find("\n", end) + 1 or None])
    if rest is None:
        return None
    cut = re.split(r"[,\]}]", rest[1])[0] if flow else rest[1]
    cut = cut[:40].rstrip()
    return finding("cut-text", node.at, comment=cut, whole=quoted(f"{node.text[-40:]} {cut}"))


def forbidden(scalar: Scalar) -> list[Finding]:
    """Return the finding of a scalar's characters: an error if a deck cannot have them, else a warning."""
    if found := re.search(FORBIDDEN, scalar.text):
        return [finding("control-character", scalar.at, name=name(found.group()))]
    if found := re.search(TURNING, scalar.text):
        return [finding("turned-text", scalar.at, name=name(found.group()))]
    return []


def name(character: str) -> Phrase:
    """Return the name of an invisible character: ``the control character U+0007``."""
    is_half = "\ud800" <= character <= "\udfff"
    return term(
        "half a character U+{number}" if is_half else "the control character U+{number}", number=f"{ord(character):04X}"
    )


def begins_next(key: Scalar, entries: list[Entry], text: str) -> bool:
    """Return whether a repeated key begins the next thing of a list: it began this one, or follows an empty line.

    ``entries`` are those of the thing so far; with only one the key was probably just repeated.
    """
    if len(entries) < 2:
        return False
    if key.text in ("id", entries[0].key.text):
        return True
    lines = text.split("\n", key.at.line)
    return not lines[key.at.line - 2].strip()


def repeated_key(key: Scalar, first: Location, listed: bool) -> Finding:
    """Return the fault of a repeated key; ``listed``: its mapping is a thing of a list."""
    code = "duplicate-key.entry" if key.text == "id" and listed else "duplicate-key"
    return finding(code, key.at, name=key.text[:40], line=first.line)


def reported_once(faults: list[Finding]) -> list[Finding]:
    """Return the faults with each undeclared language reported once: a hundred texts can have it."""
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
    """Return the fault of a text in a language that the outline does not declare."""
    if entry.key.text == ALL:
        return finding("bad-key.all", entry.key.at)
    known = tuple([name for name in schema["properties"] if name not in (STALE, ALL, *KEPT_WITH)])
    return finding("unknown-language.text", entry.key.at, language=entry.key.text, known=known)


def stray(entry: Entry, node: Mapping) -> str:
    """Return the parent key of a misplaced language: the empty key before it; else ""."""
    key = entry.key.text
    if not re.search(LANGUAGE, key) or len(node.entries) > MAX_NEIGHBOURS:
        return ""
    before = node.entries[: node.entries.index(entry)]
    empty = next((other.key.text for other in reversed(before) if not re.search(LANGUAGE, other.key.text)), "")
    return empty if isinstance(value := node.get(empty), Scalar) and value.is_null else ""


def intended_key(node: Mapping, schema: dict[str, Any], checker: Checker) -> str:
    """Return the slide's one missing key if its one unknown key has a suitable list, else ""."""
    properties = schema.get("properties", {})
    if len(node.entries) > len(properties) + 1:  # several are unknown; testing each would take quadratic time
        return ""
    present = node.keys()
    lacking = [key for key in schema.get("required", ()) if key not in present]
    unknown = [entry for entry in node.entries if entry.key.text not in properties]
    if "kind" not in present or len(lacking) != 1 or len(unknown) != 1 or lacking[0] not in properties:
        return ""
    word, value = unknown[0].key.text, unknown[0].value
    if not isinstance(value, Sequence) or len(word) > MAX_WORD or get_close_matches(word, properties, 1, SLIP):
        return ""
    return lacking[0] if checker.fits(value, properties[lacking[0]]) else ""


def misspelt(key: str, node: Mapping, schema: dict[str, Any], checker: Checker) -> Finding | None:
    """Return the fault of an entry that is the missing key under another name, else None."""
    properties = schema.get("properties", {})
    unknown = {entry.key.text: entry.key.at for entry in node.entries[:MAX_UNKNOWN] if entry.key.text not in properties}
    near = get_close_matches(key, [word for word in unknown if len(word) <= MAX_WORD], 1, SLIP)
    if not near and intended_key(node, schema, checker):
        near = list(unknown)
    return finding("unknown-key", unknown[near[0]], name=near[0], near=key, known=()) if near else None


def torn(node: Mapping) -> Finding:
    """Return the fault of a text that its colon turned into a mapping."""
    key, value = node.entries[0].key, node.entries[0].value
    text = f"{key.text}: {value.text if isinstance(value, Scalar) else ''}"
    return finding("colon-in-text", key.at, name=short(key.text), quoted=quoted(short(text)))


# Tabs in the indentation, replaced by the probably intended spaces, so that reading can continue.


def without_tabs(lines: list[str]) -> list[str]:
    """Return the lines indented with spaces only.

    A line with tabs is indented like an earlier line with the same tabs, else one level below a line that opens
    one (``key:``, ``- key: text``), else like the line above it.
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
