"""Faults of single lines: tabs, indentation and list dashes, with what is needed to look around in a file's lines."""

from __future__ import annotations

import re

from osloregion_slides.base.findings import short
from osloregion_slides.base.record import Record
from osloregion_slides.outline.diagnostics.misread import quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any


LONG = 2000
"""A line of so many characters is not fixed."""

REACH = 2000
"""So many lines above and below are looked at; a complaint about 300 000 lines of a list would take seconds."""

_DASHES = re.compile(r" *(?:- +)*")
_KEY = re.compile(r" *(?:- +)*([\w.$-]+) *:(?:\s|$)")


class Complaint(Record):
    """What the parser says; lines and columns count from 1, those of the context are 0 without one."""

    problem: str
    line: int
    column: int
    context: str = ""
    context_line: int = 0
    context_column: int = 0


class Fault(Record):
    """What the complaint means to the author: a place, and a finding's key and values.

    ``fixed`` is the line as it should be, None where that takes a person.
    """

    line: int
    column: int
    key: str
    values: dict[str, Any] = {}
    fixed: str | None = None


def line_at(number: int, lines: list[str]) -> str:
    """Return a line, its first part if it is no person's: some patterns here take time that grows with its square."""
    return lines[number - 1][:LONG] if 0 < number <= len(lines) else ""


def rest(complaint: Complaint, lines: list[str]) -> str:
    """Return what stands on the line from the complaint on."""
    return line_at(complaint.line, lines)[complaint.column - 1 :]


def above(number: int, lines: list[str]) -> int:
    """Return the number of the nearest line above that says something, 0 where there is none."""
    return next((other for other in range(number - 1, 0, -1) if _says(lines[other - 1])), 0)


def below(number: int, lines: list[str]) -> int:
    """Return the number of the nearest line below that says something, 0 where there is none."""
    return next((other for other in range(number + 1, len(lines) + 1) if _says(lines[other - 1])), 0)


def _says(line: str) -> bool:
    body = line.lstrip()
    return bool(body) and body[0] != "#"


def depth(line: str) -> int:
    """Return how many spaces a line begins with."""
    return len(line) - len(line.lstrip(" "))


def text_depth(line: str) -> int:
    """Return how many characters stand before a line's text: spaces, and the dashes of lists."""
    found = _DASHES.match(line)
    return found.end() if found else 0


def key_of(line: str) -> str:
    """Return the key that a line begins with, behind its dashes, "" where it begins with none."""
    found = _KEY.match(line)
    return found[1] if found else ""


# A line's text in quotation marks: how most of what a parser cannot read is put right.

VALUE = re.compile(r"^(?P<before>\s*(?:- +)*(?:[\w.$-]+:[ \t]+|(?<=- )))(?P<text>\S.*?)(?P<after>\s*)$")
"""A line of a block mapping or list: what stands before its text, the text."""
FLOW_VALUE = re.compile(
    r"(?:(?<=\{)|(?<=, ))(?P<key>[\w.$-]+:[ \t]+)(?P<text>.+?)(?=\s*(?:, *[\w.$-]+:[ \t]|\}+\s*(?:#.*|\]+\s*)?$))"
)
"""A text inside ``{…}``: up to the next key, or to the brace that ends the line."""


def in_quotes(line: str, column: int = 0) -> tuple[str, str | None]:
    """Return ``key: "text"`` of a line, and the whole line with its text in quotes; "" and None where it has none.

    With a ``column`` (from 1) inside a text of ``{…}`` it is that text, else the whole one of the line.
    """
    for found in FLOW_VALUE.finditer(line if len(line) < LONG else ""):
        if found.start() < column <= found.end() + 1 and not found["text"].startswith("["):
            text = quoted(_unquoted(found["text"]))
            fixed = line[: found.start("text")] + text + line[found.end("text") :]
            return f"{found['key'].strip()} {text}", fixed
    whole = VALUE.match(line)
    if whole is None or len(line) == LONG:
        return "", None
    text = quoted(_unquoted(whole["text"]))
    return f"{whole['before'].strip()} {text}", whole["before"] + text


def _unquoted(text: str) -> str:
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"" else text


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


# Lines of an outline that stand too deep, not deep enough, or behind blanks that are no spaces.

_ANNOUNCED = re.compile(r"(?:: +|- +)([|>][-+0-9]*)\s*(?:#.*)?$")
"""The end of a line that announces a text of several lines (YAML 1.2, 8.1)."""
_TAB = re.compile(r"( *(?:- +)*-)[ \t]*\t[ \t]*")
_BLANKS = re.compile(r"( *(?:- +)*(?:[\w.$-]+:)?[ \t]*)([^\S \t\n]+)")
"""Blanks that YAML takes for letters, in the indentation or behind a key."""


def blanks(complaint: Complaint, lines: list[str]) -> Fault | None:
    """Return a fault for a no-break space or the like where a space belongs."""
    for number in (complaint.line, complaint.context_line, above(complaint.line, lines)):
        if found := _TAB.match(line_at(number, lines)):
            fixed = f"{found[1]} {lines[number - 1][found.end() :]}"
            return Fault(number, len(found[1]) + 1, "broken-yaml.tab-after-dash", fixed=fixed)
        found = _BLANKS.match(line_at(number, lines))
        if found:
            fixed = found[1] + " " * len(found[2]) + lines[number - 1][found.end() :]
            sign = f"U+{ord(found[2][0]):04X}"
            return Fault(number, len(found[1]) + 1, "broken-yaml.blank", {"sign": sign}, fixed)
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
        single = depth(after) > place or bool(key_of(after)) or after.lstrip().startswith("- ")
        fixed = " " * (place + 2) + line.lstrip() if single else None
        values = {"sign": found[1], "line": before, "column": place + 3}
        return Fault(number, depth(line) + 1, "broken-yaml.block-indentation", values, fixed)
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
        values = {"column": wanted + 1, "wanted": place + 1, "lines": (neighbour, line) if alike else (line,)}
        fixed = " " * place + line_at(before, lines).lstrip()
        return Fault(before, wanted + 1, "broken-yaml.too-shallow", values, fixed)
    values = {"line": before, "wanted": wanted + 1}
    return Fault(line, place + 1, "broken-yaml.too-deep", values, _moved(line, wanted, lines))


def astray(complaint: Complaint, lines: list[str]) -> Fault:
    """Return the fault of a line that belongs to nothing around it."""
    line = line_at(complaint.line, lines)
    column = depth(line) + 1
    values: dict[str, Any] = {"column": column, "line": complaint.context_line, "outer": complaint.context_column}
    like, place = _model(complaint.line, lines)
    if not like:
        return Fault(complaint.line, column, "broken-yaml.indentation", {**values, "wanted": "", "like": ""})
    values |= {"wanted": place + 1, "like": like}
    return Fault(complaint.line, column, "broken-yaml.indentation", values, _moved(complaint.line, place, lines))


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
    other, dependencies = number, LONG
    while (other := above(other, lines)) and dependencies and number - other < REACH:
        own = depth(lines[other - 1])
        if own < dependencies:
            dependencies = own
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


# Things of a list whose dash is missing, stuck to its text, or another sign than a hyphen.

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
    values = {"entry": _entry(found["body"])}
    fixed = f"{line[: depth(line)]}- {found['body']}"
    if found["sign"] == "-":
        return Fault(number, depth(line) + 1, "missing-dash.space", values, fixed)
    return Fault(number, depth(line) + 1, "missing-dash.sign", {**values, "sign": found["sign"]}, fixed)


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
    return Fault(number, depth(line) + 1, "missing-dash", {"entry": _entry(body)}, f"{' ' * place}- {body}")


def _opening(body: str) -> str:
    """What kind of thing a text is by its first character: a mapping, a list, else any."""
    return body[:1] if body[:1] in ("{", "[") else ""


def _entry(body: str) -> str:
    return f"- {short(body)}"


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
