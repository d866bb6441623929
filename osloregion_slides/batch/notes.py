"""The cache's file: notes of what was built from what, as JSON and back.

Whoever can put a file into the output folder can write notes, so every value is checked for its kind, and every name of
a deck is one that builds.yaml could ask for. What the notes say of files is compared with the files (``cache``).
"""

from __future__ import annotations

import json

from osloregion_slides.batch.names import name_fault
from osloregion_slides.batch.values import Job
from osloregion_slides.files import inside, read_bytes, write
from osloregion_slides.findings import Finding, Span
from osloregion_slides.value import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    Digests = tuple[tuple[str, str], ...]

FORMAT = 3
MAX_NOTES = 16 * 1024 * 1024
"""Bytes; 20 000 decks need 10 MB. A larger file is no note of ours."""
_SEVERITIES = ("error", "warning", "note")


class Note(Value):
    """A deck as it was built. ``sources`` are files with their digests, "" for one that must not be there.

    ``look`` is the deck's (``Source.look``).
    """

    job: Job
    sources: Digests
    look: tuple[int, int, int]
    digest: str
    slides: int
    findings: tuple[Finding, ...]


class Plan(Value):
    """The jobs that a builds.yaml gave, with the files that were read for it."""

    sources: Digests
    jobs: tuple[Job, ...]


class Notes:
    """All there is in the file; decks by their path, plans by that of their builds.yaml."""

    def __init__(self) -> None:
        self.tool: tuple[str, str] = ("", "")
        self.decks: dict[str, Note] = {}
        self.plans: dict[str, Plan] = {}


def read_notes(folder: str, name: str) -> Notes:
    """Return the notes in an output folder; empty ones for none, for damaged ones and for a link out of the folder."""
    try:
        data = read_bytes(inside(folder, name), MAX_NOTES)
        return _notes(json.loads(data)) if len(data) <= MAX_NOTES else Notes()
    except (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError):
        return Notes()


def _notes(data: dict[str, Any]) -> Notes:
    notes = Notes()
    if data["format"] != FORMAT:
        return notes
    looks, version = data["tool"]
    notes.tool = (_text(looks), _text(version))
    sets = [_pairs(pairs) for pairs in data["sources"]]
    jobs = [_job(row) for row in data["jobs"]]
    findings = [_finding(row) for row in data["findings"]]
    for target, (job, sources, look, digest, slides, found) in data["decks"].items():
        size, mtime, ctime = map(_number, look)
        told = tuple([_at(findings, index) for index in found])
        seen = (size, mtime, ctime)
        notes.decks[target] = Note(_at(jobs, job), _at(sets, sources), seen, _text(digest), _number(slides), told)
    for path, (sources, numbers) in data["plans"].items():
        notes.plans[path] = Plan(_at(sets, sources), tuple([_at(jobs, index) for index in numbers]))
    return notes


def _job(row: list[Any]) -> Job:
    outline, audience, language, as_of, settings, output, at, updatable, checked, strict, pdf = row
    name = _text(output)
    if not name.lower().endswith(".pptx") or name_fault(name, Span("")) is not None:
        raise ValueError(f"`{name[:80]}` is not the name of a deck")
    return Job(
        _text(outline), _text(audience), _text(language), _text(as_of), _pairs(settings), name, _span(at),
        _flag(updatable), _flag(checked), _flag(strict), _flag(pdf),
    )  # fmt: skip


def _finding(row: list[Any]) -> Finding:
    code, severity, at, message, hint, slide, shape, form, values = row
    if severity not in _SEVERITIES:
        raise ValueError("not a severity")
    where = _span(at) if at else None
    given = tuple([(_text(name), _value(value)) for name, value in values])
    return Finding(
        _text(code), severity, where, _text(message), _text(hint), _text(slide), _text(shape), _text(form), given
    )


def _value(value: object) -> object:
    """A value of a finding: JSON makes lists of tuples."""
    if isinstance(value, list):
        return tuple([_value(item) for item in value])
    if isinstance(value, dict):
        raise TypeError("not a value")
    return value


def _span(row: list[Any]) -> Span:
    file, line, column = row
    return Span(_text(file), _number(line), _number(column))


def _pairs(rows: list[Any]) -> Digests:
    return tuple([(_text(name), _text(value)) for name, value in rows])


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError("not a text")
    return value


def _number(value: object) -> int:
    if type(value) is not int or value < 0:
        raise TypeError("not a number")
    return value


def _flag(value: object) -> bool:
    if not isinstance(value, bool):
        raise TypeError("not a truth value")
    return value


def _at(values: Sequence[Any], index: object) -> Any:
    return values[_number(index)]


def write_notes(path: str, notes: Notes) -> None:
    """Put the notes in place of those at ``path``; OSError where that is not possible.

    A link there is replaced, never followed.
    """
    sets: dict[object, int] = {}
    jobs: dict[object, int] = {}
    findings: dict[object, int] = {}

    def number(table: dict[object, int], value: object) -> int:
        return table.setdefault(value, len(table))

    decks = {
        target: [
            number(jobs, note.job), number(sets, note.sources), note.look, note.digest, note.slides,
            [number(findings, finding) for finding in note.findings],
        ]
        for target, note in notes.decks.items()
    }  # fmt: skip
    plans = {
        builds: [number(sets, plan.sources), [number(jobs, job) for job in plan.jobs]]
        for builds, plan in notes.plans.items()
    }
    data = {
        "format": FORMAT,
        "tool": notes.tool,
        "sources": list(sets),
        "jobs": list(jobs),
        "findings": list(findings),
        "plans": plans,
        "decks": decks,
    }
    write(path, json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass"))
