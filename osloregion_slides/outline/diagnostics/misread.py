"""Valid YAML with another meaning than its author had: torn flow mappings, tags, merge keys, forbidden characters."""

from __future__ import annotations

import re

from osloregion_slides.base.findings import Finding, Location, finding
from osloregion_slides.base.record import Record
from osloregion_slides.outline.nodes import Scalar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from osloregion_slides.outline.nodes import Entry, Node


LONG = 200
"""A torn text is put together again for the hint up to about so many characters."""


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
    if before and before.whole and len(before.whole.text) > LONG:
        return before
    glue = "? " if mark == "?" else ", "
    whole = Scalar(last.value.text + glue + key.text, True, last.value.at)
    return Torn(before.part if before else key, last.key.text, whole, mark)


def quoted(text: str) -> str:
    """Return a text in YAML's double quotes (YAML 1.2, 7.3.1)."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


# What is YAML, but was meant otherwise, or has no place in an outline: a finding for each.

CUT = re.compile(r"[ \t]#[^\s#]")
"""A hash with a word at it, behind a blank: rather a number or a tag than a comment."""
_REST = r"[ \t]+(#[^\s#].*)"


def cut_off(node: Scalar, text: str, end: int, flow: bool) -> Finding | None:
    """Return a warning of ``title: Rom #2``, where YAML takes the number for a comment; None where nothing is cut.

    ``end`` is where the scalar ends in the ``text`` of the file, ``flow`` whether it stands in brackets.
    """
    rest = re.match(_REST, text[end : text.find("\n", end) + 1 or None])
    if rest is None:
        return None
    cut = re.split(r"[,\]}]", rest[1])[0] if flow else rest[1]
    cut = cut[:40].rstrip()
    return finding("cut-text", node.at, comment=cut, whole=quoted(f"{node.text[-40:]} {cut}"))


def unquoted(raw: str, at: Location) -> Finding:
    """Return the fault of ``{{ x }}`` without quotes."""
    return finding("unquoted-expression", at, text=raw, quoted="" if '"' in raw else f'"{raw}"')


def no_key(node: Node) -> Finding:
    """Return the fault of what stands before a colon and is no word."""
    if isinstance(node, Scalar):
        return finding("bad-key", node.at)
    return finding("bad-key.brackets", node.at)


def no_merge(at: Location) -> Finding:
    """Return the fault of ``<<`` with something that has no entries."""
    return finding("bad-merge", at)


def tagged(tag: str, at: Location) -> Finding:
    """Return the fault of a tag (YAML 1.1, 3.2.1.2): everything in an outline is text."""
    return finding("tag", at, tag=tag.replace("tag:yaml.org,2002:", "!!"))


def second_document(at: Location) -> Finding:
    """Return the fault of a file with several documents."""
    return finding("second-document", at)


# Characters that no text of a deck can hold.

FORBIDDEN = r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]"
"""What XML 1.0, 2.2 leaves out, and the control characters that it discourages and YAML 1.2, 5.1 leaves out."""

TURNING = r"[\u202a-\u202e\u2066-\u2069]"
"""Embeddings, overrides and isolates of UAX #9, 2.1 to 2.4: what is read then is not what is written. The marks
U+200E and U+200F of texts in two directions are not among them."""


def forbidden(scalar: Scalar) -> list[Finding]:
    """Return what is wrong with a scalar's characters: an error if they cannot stand in a deck, else a warning."""
    if found := re.search(FORBIDDEN, scalar.text):
        return [finding("control-character", scalar.at, name=name(found.group()))]
    if found := re.search(TURNING, scalar.text):
        return [finding("turned-text", scalar.at, name=name(found.group()))]
    return []


def name(character: str) -> str:
    """Return how to speak of a character that cannot be shown: ``the control character U+0007``."""
    kind = "half a character" if "\ud800" <= character <= "\udfff" else "the control character"
    return f"{kind} U+{ord(character):04X}"
