"""What a YAML parser complains of, what that means to a person, and how to look around in the lines of the file."""

from __future__ import annotations

import re

from osloregion_slides.value import Value

LONG = 2000
"""A line of so many characters is not mended."""

REACH = 2000
"""So many lines above and below are looked at; a complaint about 300 000 lines of a list would take seconds."""

_DASHES = re.compile(r" *(?:- +)*")
_KEY = re.compile(r" *(?:- +)*([\w.$-]+) *:(?:\s|$)")


class Complaint(Value):
    """What the parser says; lines and columns count from 1, those of the context are 0 without one."""

    problem: str
    line: int
    column: int
    context: str = ""
    context_line: int = 0
    context_column: int = 0


class Fault(Value):
    """The complaint in plain words. ``mended`` is the line ``line`` put right, None where that takes a person."""

    line: int
    column: int
    message: str
    hint: str = ""
    code: str = "broken-yaml"
    mended: str | None = None


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
