"""The cache's file: notes of what was built from what, as JSON and back."""

from __future__ import annotations

import json
import os

from osloregion_slides.batch.values import Job
from osloregion_slides.findings import Finding, Span
from osloregion_slides.value import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from osloregion_slides.batch.files import Known

    Digests = tuple[tuple[str, str], ...]

FORMAT = 2


class Note(Value):
    """A deck as it was built. ``sources`` are files with their digests, "" for one that must not be there."""

    job: Job
    sources: Digests
    size: int
    mtime: int
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
        self.files: Known = {}
        self.decks: dict[str, Note] = {}
        self.plans: dict[str, Plan] = {}


def read_notes(path: str) -> tuple[Notes, int]:
    """Return the notes at ``path`` and when they were written, in nanoseconds; empty ones and 0 for none."""
    try:
        with open(path, "rb") as file:
            data = json.loads(file.read())
            written = os.fstat(file.fileno()).st_mtime_ns
        return _notes(data), written
    except (OSError, ValueError, KeyError, TypeError, IndexError, RecursionError):
        return Notes(), 0


def _notes(data: dict[str, Any]) -> Notes:
    notes = Notes()
    if data["format"] != FORMAT:
        return notes
    looks, version = data["tool"]
    notes.tool = (str(looks), str(version))
    notes.files = {str(name): (int(size), int(mtime), str(digest)) for name, size, mtime, digest in data["files"]}
    sets = [tuple([(str(name), str(digest)) for name, digest in pairs]) for pairs in data["sources"]]
    jobs = [_job(row) for row in data["jobs"]]
    findings = [_finding(row) for row in data["findings"]]
    for target, (job, sources, size, mtime, digest, slides, found) in data["decks"].items():
        told = tuple([findings[index] for index in found])
        notes.decks[target] = Note(jobs[job], sets[sources], size, mtime, digest, slides, told)
    for path, (sources, numbers) in data["plans"].items():
        notes.plans[path] = Plan(sets[sources], tuple([jobs[index] for index in numbers]))
    return notes


def _job(row: list[Any]) -> Job:
    outline, audience, language, as_of, settings, output, at, *choices = row
    pairs = tuple([(path, text) for path, text in settings])
    return Job(outline, audience, language, as_of, pairs, output, Span(*at), *choices)


def _finding(row: list[Any]) -> Finding:
    code, severity, at, *rest = row
    return Finding(code, severity, Span(*at) if at else None, *rest)


def write_notes(path: str, notes: Notes) -> None:
    """Put the notes in place of those at ``path``; OSError where that is not possible."""
    sets: dict[object, int] = {}
    jobs: dict[object, int] = {}
    findings: dict[object, int] = {}

    def number(table: dict[object, int], value: object) -> int:
        return table.setdefault(value, len(table))

    decks = {
        target: [
            number(jobs, note.job), number(sets, note.sources), note.size, note.mtime, note.digest, note.slides,
            [number(findings, finding) for finding in note.findings],
        ]
        for target, note in notes.decks.items()
    }  # fmt: skip
    plans = {
        builds: [number(sets, plan.sources), [number(jobs, job) for job in plan.jobs]]
        for builds, plan in notes.plans.items()
    }
    used = {name for pairs in sets for name, digest in pairs if digest}  # type: ignore[attr-defined]
    data = {
        "format": FORMAT,
        "tool": notes.tool,
        "files": [[name, *notes.files[name]] for name in sorted(used) if name in notes.files],
        "sources": list(sets),
        "jobs": list(jobs),
        "findings": list(findings),
        "plans": plans,
        "decks": decks,
    }
    _replace(path, json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass"))


def _replace(path: str, data: bytes) -> None:
    part = f"{path}.{os.getpid()}.osr-part"
    try:
        with open(part, "wb") as file:
            file.write(data)
        os.replace(part, path)
    except OSError:
        if os.path.exists(part):
            os.unlink(part)
        raise
