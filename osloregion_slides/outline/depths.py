"""Lines of an outline that stand too deep, not deep enough, or behind blanks that are no spaces."""

from __future__ import annotations

import re

from osloregion_slides.outline.complaint import LONG, REACH, Fault, above, below, depth, key_of, line_at, text_depth

TYPE_CHECKING = False
if TYPE_CHECKING:
    from osloregion_slides.outline.complaint import Complaint

_ANNOUNCED = re.compile(r"(?:: +|- +)([|>][-+0-9]*)\s*(?:#.*)?$")
"""The end of a line that announces a text of several lines (YAML 1.2, 8.1)."""
_TAB = re.compile(r"( *(?:- +)*-)[ \t]*\t[ \t]*")
_BLANKS = re.compile(r"( *(?:- +)*(?:[\w.$-]+:)?[ \t]*)([^\S \t\n]+)")
"""Blanks that YAML takes for letters, in the indentation or behind a key."""


def blanks(complaint: Complaint, lines: list[str]) -> Fault | None:
    """Return a fault for a no-break space or the like where a space belongs."""
    for number in (complaint.line, complaint.context_line, above(complaint.line, lines)):
        if found := _TAB.match(line_at(number, lines)):
            mended = f"{found[1]} {lines[number - 1][found.end() :]}"
            return Fault(number, len(found[1]) + 1, "a tab stands behind the dash", "write `- `", mended=mended)
        found = _BLANKS.match(line_at(number, lines))
        if found:
            message = f"the blank U+{ord(found[2][0]):04X} stands here, which is no space to YAML"
            mended = found[1] + " " * len(found[2]) + lines[number - 1][found.end() :]
            return Fault(number, len(found[1]) + 1, message, "put ordinary spaces in its place", mended=mended)
    return None


def announced(complaint: Complaint, lines: list[str]) -> Fault | None:
    """Return a fault for a text behind ``key: >-`` that is not indented."""
    for number in (complaint.line, complaint.context_line):
        line, before = line_at(number, lines), above(number, lines)
        found = _ANNOUNCED.search(line_at(before, lines))
        place = text_depth(line_at(before, lines))
        if found is None or depth(line) > place or key_of(line) or line.lstrip().startswith("- "):
            continue
        after = line_at(below(number, lines), lines)
        message = f"the text that line {before} announces with `{found[1]}` has to stand deeper than its key"
        single = depth(after) > place or bool(key_of(after)) or after.lstrip().startswith("- ")
        mended = " " * (place + 2) + line.lstrip() if single else None
        return Fault(number, depth(line) + 1, message, f"indent it to column {place + 3}", mended=mended)
    return None


def too_deep(line: int, lines: list[str]) -> Fault:
    """Return the fault of a key under a line that has its text already: the one of the two that stands wrong."""
    before = above(line, lines)
    place, wanted = depth(line_at(line, lines)), text_depth(line_at(before, lines))
    neighbour, after = above(before, lines), below(line, lines)
    goes_on = not after or text_depth(line_at(after, lines)) >= place
    alike = text_depth(line_at(neighbour, lines)) == place and goes_on
    opened = depth(line_at(neighbour, lines)) == wanted and line_at(neighbour, lines).rstrip().endswith(":")
    if wanted < place and (alike or opened) and neighbour and wanted == depth(line_at(before, lines)):
        others = f"lines {neighbour} and {line}" if alike else f"line {line}"
        message = f"this line stands in column {wanted + 1}, {others} in column {place + 1}"
        mended = " " * place + line_at(before, lines).lstrip()
        return Fault(before, wanted + 1, message, f"indent it to column {place + 1}", mended=mended)
    message = f"this key is indented deeper than line {before}, which has its text already"
    hint = f"indent it to column {wanted + 1}, or put a text with a colon in quotes"
    return Fault(line, place + 1, message, hint, mended=_moved(line, wanted, lines))


def astray(complaint: Complaint, lines: list[str]) -> Fault:
    """Return the fault of a line that belongs to nothing around it."""
    line = line_at(complaint.line, lines)
    outer = f"line {complaint.context_line}, column {complaint.context_column}"
    what = "list" if "collection" in complaint.context or "sequence" in complaint.context else "mapping"
    message = (
        f"this line stands in column {depth(line) + 1} and belongs neither to the {what} of {outer} "
        "nor to one around it"
    )
    like, place = _model(complaint.line, lines)
    if not like:
        return Fault(complaint.line, depth(line) + 1, message, "indent it like its neighbours")
    hint = f"indent it to column {place + 1}, like line {like}"
    return Fault(complaint.line, depth(line) + 1, message, hint, mended=_moved(complaint.line, place, lines))


def _model(number: int, lines: list[str]) -> tuple[int, int]:
    """Return the line that a line astray was probably to stand like, and how many spaces that takes; 0, 0 for none.

    To a thing of a list that is the thing above whose dash stands nearest, to others the line above.
    """
    line = line_at(number, lines)
    if not line.lstrip().startswith("- "):
        before = above(number, lines)
        return (
            (before, text_depth(line_at(before, lines))) if key_of(line) and key_of(line_at(before, lines)) else (0, 0)
        )
    things: dict[int, int] = {}
    other, reach = number, LONG
    while (other := above(other, lines)) and reach and number - other < REACH:
        own = depth(lines[other - 1])
        if own < reach:
            reach = own
            if lines[other - 1].lstrip().startswith("- "):
                things.setdefault(own, other)
    place = min(things, key=lambda own: abs(own - depth(line)), default=None)
    return (things[place], place) if place is not None else (0, 0)


def _moved(number: int, place: int, lines: list[str]) -> str | None:
    """Return a line at its right depth; None where what follows stands wrong with it, and a person has to look."""
    line, after = line_at(number, lines), below(number, lines)
    body = line.lstrip()
    inner = place + 2 if body.startswith("- ") else place
    if not key_of(line) or (after and text_depth(line_at(after, lines)) != inner):
        return None
    return " " * place + body
