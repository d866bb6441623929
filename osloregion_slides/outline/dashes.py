"""Things of a list whose dash is missing, stuck to its text, or another sign than a hyphen."""

from __future__ import annotations

import re

from osloregion_slides.outline.complaint import REACH, Fault, above, below, depth, key_of, line_at

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from osloregion_slides.outline.complaint import Complaint

_ODD = re.compile(r" *(?P<sign>-(?=[^\W\d]|[{\"'\[])|[–—−•·](?=\s|\w|[{\"'\[])|[*+](?=\s))\s*(?P<body>\S.*)")
"""A line that begins with a sign like a dash: typographic ones, bullets, or a hyphen without its space."""


def dash(complaint: Complaint, lines: list[str]) -> Fault | None:
    """Return what is wrong with the dash of the complaint's line or of the one above it."""
    if "flow" in complaint.context or "quoted" in complaint.context:
        return None
    for number in (complaint.line, above(complaint.line, lines)):
        fault = _odd(number, lines)
        if fault is not None:
            return fault
    for number, place in _candidates(complaint, lines):
        fault = _missing(number, place, lines)
        if fault is not None:
            return fault
    return None


def _odd(number: int, lines: list[str]) -> Fault | None:
    line = line_at(number, lines)
    found = _ODD.fullmatch(line)
    if found is None or not (_among_things(number, lines) or _opened(number, lines)):
        return None
    body = found["body"]
    if found["sign"] == "-":
        message = "a space is missing behind the dash of the list"
    else:
        message = f"`{found['sign']}` begins nothing of a list: that is for `-`, a hyphen and a space"
    mended = f"{line[: depth(line)]}- {body}"
    return Fault(number, depth(line) + 1, message, _hint(body), "missing-dash", mended)


def _candidates(complaint: Complaint, lines: list[str]) -> Iterator[tuple[int, int]]:
    """Yield lines that may lack a dash, each with how many spaces stand before the dashes of its list."""
    here, before = line_at(complaint.line, lines), above(complaint.line, lines)
    if "mapping values are not allowed" in complaint.problem:
        if depth(line_at(before, lines)) < depth(here):
            yield before, depth(line_at(before, lines))
    elif "could not find expected ':'" in complaint.problem:
        number = complaint.context_line or complaint.line
        yield number, depth(line_at(number, lines))
    elif "expected" in complaint.problem and here.lstrip().startswith("- "):
        opener = _opener(complaint.line, lines)
        if opener:
            yield below(opener, lines), depth(here)
    elif "expected" in complaint.problem and complaint.context_column:
        listed = line_at(complaint.context_line, lines)[complaint.context_column - 1 :]
        if listed.startswith("- "):
            yield complaint.line, complaint.context_column - 1


def _missing(number: int, place: int, lines: list[str]) -> Fault | None:
    line = line_at(number, lines)
    body = line.lstrip(" ")
    if body.startswith("- ") or depth(line) not in (place, place + 2):
        return None
    things = [other for other in _neighbours(number, place, lines) if other.startswith("- ")]
    alike = any(key_of(other) == key_of(body) and _opening(other[2:]) == _opening(body) for other in things)
    if not alike and key_of(body) != "id":
        return None
    mended = f"{' ' * place}- {body}"
    message = "a thing of a list begins here without its dash"
    return Fault(number, depth(line) + 1, message, _hint(body), "missing-dash", mended)


def _opening(body: str) -> str:
    """What kind of thing a text is by its first character: a mapping, a list, else any."""
    return body[:1] if body[:1] in ("{", "[") else ""


def _hint(body: str) -> str:
    return f"write `- {body if len(body) <= 40 else body[:39] + '…'}`"


def _neighbours(number: int, place: int, lines: list[str]) -> Iterator[str]:
    """Yield the lines that begin behind so many spaces, up and down from a line to where its list ends."""
    for step in (above, below):
        other = number
        while (other := step(other, lines)) and depth(lines[other - 1]) >= place and abs(other - number) < REACH:
            if depth(lines[other - 1]) == place:
                yield line_at(other, lines)[place:]


def _among_things(number: int, lines: list[str]) -> bool:
    return any(other.startswith("- ") for other in _neighbours(number, depth(line_at(number, lines)), lines))


def _opened(number: int, lines: list[str]) -> bool:
    """True for the first line under a ``key:``, where the next line goes on beside it or deeper."""
    opener, after = above(number, lines), below(number, lines)
    place = depth(line_at(number, lines))
    begins = bool(re.search(r":\s*(?:#.*)?$", line_at(opener, lines))) and depth(line_at(opener, lines)) <= place
    return begins and bool(after) and depth(line_at(after, lines)) >= place


def _opener(number: int, lines: list[str]) -> int:
    """Return the line ``key:`` under which a line with a dash stands, 0 where there is none."""
    place = depth(line_at(number, lines))
    other = number
    while (other := above(other, lines)) and depth(lines[other - 1]) >= place and number - other < REACH:
        pass
    return other if other and re.search(r":\s*(?:#.*)?$", line_at(other, lines)) else 0
