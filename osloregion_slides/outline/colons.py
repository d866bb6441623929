"""Colons of an outline's lines: left out, stuck to the text, inside of a text; and commas before the next key."""

from __future__ import annotations

import re

from osloregion_slides.outline.complaint import LONG, Fault, above, depth, line_at, rest
from osloregion_slides.outline.depths import too_deep
from osloregion_slides.outline.mending import VALUE, in_quotes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from osloregion_slides.outline.complaint import Complaint

_LANGUAGES = re.compile(r"[({]?(?P<texts>[a-z]{2}: .*\S, [a-z]{2}: \S.*?)[)}]?")
"""A text by language whose braces are missing, or are others."""
_STUCK = re.compile(r"(?P<key>\s*(?:- +)*[^\W\d][\w.-]*?)(?:(?P<colon>:)(?=[^\s/:])|\s*=\s*)(?P<text>\S.*)")
"""``key:text`` (but no address on the web), ``key = text``."""
_BARE = re.compile(r"(?P<key>\s*(?:- +)*(?P<word>[^\W\d][\w.-]*)) +(?P<text>\S.*)")
"""``key text``, where the word is a key elsewhere."""


def comma(complaint: Complaint, lines: list[str]) -> Fault | None:
    """``{nb: Navn en: Name}``: behind a text stands what is a key elsewhere in the file."""
    line = line_at(complaint.line, lines)
    found = re.search(r"[^\s,:{](;?)\s+([\w.$-]+)$", line[: complaint.column - 1])
    if "flow" not in complaint.context or found is None or not rest(complaint, lines).startswith(":"):
        return None
    if len(line) == LONG or not _is_key(found[2], complaint.line, lines):
        return None
    mended = f"{line[: found.start(1)]}, {line[found.start(2) :]}"
    what = "a semicolon stands where a comma belongs," if found[1] else "a comma is missing"
    message = f"{what} before the key `{found[2]}`"
    return Fault(complaint.line, found.start(1) + 1, message, f"write `, {found[2]}: …`", mended=mended)


def colon(complaint: Complaint, lines: list[str]) -> Fault | None:
    """A colon and a space inside of a text: ``title: Oslo: a region``, or a key too deep under a text."""
    line = line_at(complaint.line, lines)
    in_flow = "flow" in complaint.context and rest(complaint, lines).startswith(":")
    if complaint.line != complaint.context_line and re.fullmatch(r"\s*[\w.$-]+", line[: complaint.column - 1]):
        in_flow = False  # a new key: the brace before it is open
    if "mapping values are not allowed" not in complaint.problem and not in_flow:
        return None
    fault = None if in_flow else _two_keys(complaint, lines) or no_colon(complaint.line, lines)
    if fault is not None:
        return fault
    hint, mended = in_quotes(line, complaint.column if in_flow else 0)
    if mended is not None and (in_flow or ": " in line[depth(line) : complaint.column - 1]):
        message = "a colon with a space behind it ends the text here and begins a mapping"
        return Fault(complaint.line, complaint.column, message, hint, mended=mended)
    return no_colon(above(complaint.line, lines), lines) or too_deep(complaint.line, lines)


def _two_keys(complaint: Complaint, lines: list[str]) -> Fault | None:
    """``title: nb: Navn, en: Name`` or ``id: ict, name: IKT``: what stands in braces, without them."""
    line = line_at(complaint.line, lines)
    whole = VALUE.match(line)
    if whole is None or len(line) == LONG:
        return None
    if found := _LANGUAGES.fullmatch(whole["text"]):
        mended = f"{whole['before']}{{{found['texts']}}}"
        message = "a text by language stands in braces"
        return Fault(complaint.line, whole.start("text") + 1, message, f"write `{mended.strip()}`", mended=mended)
    second = re.search(r", ([\w.$-]+)$", line[: complaint.column - 1])
    if second is None or not _is_key(second[1], complaint.line, lines):
        return None
    message = f"a second key, `{second[1]}`, stands on the line"
    hint = "put each on a line of its own, without the comma, or all of them in braces: {id: …, name: …}"
    return Fault(complaint.line, second.start(1) + 1, message, hint)


def no_colon(number: int, lines: list[str]) -> Fault | None:
    """Return the fault of a line that is no ``key: text`` for a sign or a space, None where it is something else."""
    line = line_at(number, lines)
    if found := re.match(r"\s*(//+)", line):
        mended = line[: found.start(1)] + "#" + line[found.end() :]
        message = "a comment begins with `#`, not with `//`"
        return Fault(number, found.start(1) + 1, message, f"write `{mended.strip()}`", mended=mended)
    if line.startswith("<<<<<<< "):
        hint = "choose one of the two versions, and remove the lines with <<<<<<<, ======= and >>>>>>>"
        return Fault(number, 1, "two versions of the file were put together here, and nobody chose", hint)
    if len(line) == LONG:
        return None
    if found := _STUCK.fullmatch(line):
        what = "a space is missing behind the colon" if found["colon"] else "a key ends with a colon, not with `=`"
    elif (found := _BARE.fullmatch(line)) and _is_key(found["word"], number, lines):
        what = f"a colon is missing behind `{found['word']}`"
    else:
        return None
    mended = f"{found['key']}: {found['text']}"
    return Fault(number, found.end("key") + 1, what, f"write `{mended.strip()}`", mended=mended)


def _is_key(word: str, number: int, lines: list[str]) -> bool:
    """True where a word is a key on another line than this."""
    key = re.compile(rf"(?:^\s*(?:- +)*|[{{,]\s*){re.escape(word)}:(?:\s|$)")
    return any(key.search(other) for place, other in enumerate(lines, 1) if word in other and place != number)
