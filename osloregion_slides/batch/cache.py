"""What was built from what, in one file beside the decks: ``out/.osloregion-slides.json``.

Paths are from the working folder, so the file may be carried from one CI run to the next. A cache that is damaged, or
of another version of the tool, is as good as none. What it says is not believed but compared: sources have to be files
of the workspace with these digests now, and a deck has to look to the system as it did when it was written, or to have
this digest and be a deck as builds leave one.
"""

from __future__ import annotations

import json
import os

from osloregion_slides.base import resources
from osloregion_slides.base.files import inside, open_ordinary, read_bytes, write
from osloregion_slides.base.findings import Finding, Location
from osloregion_slides.base.record import Record
from osloregion_slides.batch.names import name_fault
from osloregion_slides.batch.trace import stated
from osloregion_slides.batch.values import Job, Outcome, Source, pdf_of
from osloregion_slides.outline.workspace import Workspace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    Digests = tuple[tuple[str, str], ...]


# The digests of files, each taken once a run from the bytes themselves.

MAX_BYTES = 256 * 1024 * 1024
"""A larger file has no digest, so what depends on it is built every time: nothing that a build reads is larger."""
CHUNK = 1 << 20


class Files:
    """The files of one run. What a note of an earlier run says of a file's digest is never taken for it."""

    def __init__(self) -> None:
        self._digests: dict[str, str] = {}
        self._looks: dict[str, tuple[int, int]] = {}

    def digest(self, path: str) -> str:
        """Return the digest of what a file holds now, "" where there is no ordinary file to read."""
        found = self._digests.get(path)
        if found is None:
            found = self._take(path)
        return found

    def _take(self, path: str) -> str:
        try:
            about = os.stat(path)
        except (OSError, ValueError):
            self._digests[path] = ""
            return ""
        self._looks[path] = about.st_size, about.st_mtime_ns
        found = self._digests[path] = digest_of(path)
        return found

    def digest_then(self, source: Source) -> str:
        """Return the digest of a file as it was when it was read, "" if it has changed meanwhile."""
        digest = self.digest(source.path)
        if self._looks.get(source.path) != (source.size, source.mtime):
            digest = self._take(source.path)
        return digest if self._looks.get(source.path) == (source.size, source.mtime) else ""


def digest_of(path: str) -> str:
    """Return the digest of an ordinary file's bytes, "" where it cannot be read or has more than ``MAX_BYTES``."""
    from hashlib import blake2b

    digest = blake2b(digest_size=16)
    left = MAX_BYTES
    try:
        with open_ordinary(path) as file:
            while data := file.read(CHUNK):
                digest.update(data)
                left -= len(data)
                if left < 0:
                    return ""
    except OSError:
        return ""
    return digest.hexdigest()


def digest_bytes(data: bytes) -> str:
    """Return the digest that a file of these bytes has."""
    from hashlib import blake2b

    return blake2b(data, digest_size=16).hexdigest()


# The cache's file: notes of what was built from what, as JSON and back.
#
# Whoever can put a file into the output folder can write notes, so every value is checked for its kind, and every
# name of a deck is one that builds.yaml could ask for. What the notes say of files is compared with the files.

FORMAT = 3
MAX_NOTES = 16 * 1024 * 1024
"""Bytes; 20 000 decks need 10 MB. A larger file is no note of ours."""
_SEVERITIES = ("error", "warning", "note")


class Note(Record):
    """A deck as it was built. ``sources`` are files with their digests, "" for one that must not be there.

    ``look`` is the deck's (``Source.look``).
    """

    job: Job
    sources: Digests
    look: tuple[int, int, int]
    digest: str
    slides: int
    findings: tuple[Finding, ...]


class Plan(Record):
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
    sets = [_pairs(pairs) for pairs in _list(data["sources"])]
    jobs = [_job(row) for row in _list(data["jobs"])]
    findings = [_finding(row) for row in _list(data["findings"])]
    for target, (job, sources, look, digest, slides, found) in data["decks"].items():
        size, mtime, ctime = map(_number, look)
        told = tuple([_at(findings, index) for index in _list(found)])
        seen = (size, mtime, ctime)
        notes.decks[target] = Note(_at(jobs, job), _at(sets, sources), seen, _text(digest), _number(slides), told)
    for path, (sources, numbers) in data["plans"].items():
        notes.plans[path] = Plan(_at(sets, sources), tuple([_at(jobs, index) for index in _list(numbers)]))
    return notes


def _job(row: list[Any]) -> Job:
    outline, audience, language, as_of, settings, output, at, updatable, checked, strict, pdf = row
    name = _text(output)
    if not name.lower().endswith(".pptx") or name_fault(name, Location("")) is not None:
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


def _span(row: list[Any]) -> Location:
    file, line, column = row
    return Location(_text(file), _number(line), _number(column))


def _pairs(rows: list[Any]) -> Digests:
    return tuple([(_text(name), _text(value)) for name, value in _list(rows)])


def _list(value: object) -> list[Any]:
    if not isinstance(value, list):
        raise TypeError("not a list")
    return value


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


NAME = ".osloregion-slides.json"


class Cache:
    """The notes of earlier runs, read once and written at the end if they have changed."""

    def __init__(self, folder: str) -> None:
        self.path = os.path.join(folder, NAME)
        self._notes = read_notes(folder, NAME)
        self.files = Files()
        self._fresh: dict[tuple[str, Digests], bool] = {}
        self._spaces: dict[str, Workspace] = {}
        self._sets: dict[Digests, Digests] = {}  # decks of one outline have the same sources
        self._changed = False

    @property
    def tool(self) -> tuple[str, str]:
        """How the tool looked that wrote the notes, and its version (``tool.tool_version``)."""
        return self._notes.tool

    def use(self, tool: tuple[str, str]) -> None:
        """Take the notes as those of this tool; what another one built is forgotten, but not that it did."""
        if self._notes.tool == tool:
            return
        if self._notes.tool[1] != tool[1]:
            self._notes.plans.clear()
            for target, note in self._notes.decks.items():
                self._notes.decks[target] = note.replace(sources=(("", "another version"),))
        self._notes.tool = tool
        self._changed = True

    def jobs(self, builds: str) -> tuple[Job, ...] | None:
        """Return the jobs of a builds.yaml, None where it has to be read (again)."""
        plan = self._notes.plans.get(builds)
        if plan is None or not plan.jobs or not self._is_fresh(plan.sources, builds):
            return None
        space = self._workspace(builds)
        return plan.jobs if all([space.holds(outline) for outline in {job.outline for job in plan.jobs}]) else None

    def note_jobs(self, builds: str, jobs: tuple[Job, ...], sources: tuple[Source, ...]) -> None:
        """Remember the jobs of a builds.yaml and the files they came from."""
        noted = self._noted(sources)
        if noted is not None:
            self._notes.plans[builds] = Plan(noted, jobs)
            self._changed = True

    def outcome(self, job: Job, target: str) -> Outcome | None:
        """Return the deck of a job if it lies there as it was built from the same files, else None."""
        note = self._notes.decks.get(target)
        if note is None or note.job.replace(at=job.at) != job or not self._is_fresh(note.sources, job.outline):
            return None
        deck = stated(target)
        if deck is None or not self._is_ours(note, deck):
            return None
        if deck.look != note.look:
            self._notes.decks[target] = note.replace(look=deck.look)
            self._changed = True
        if job.pdf and stated(pdf_of(target)) is None:
            return None
        return Outcome(job, "unchanged", target, note.slides, note.findings, (), deck, note.digest)

    def is_untouched(self, target: str) -> bool:
        """Return whether the file at ``target`` is the one that was written there, unread."""
        note, deck = self._notes.decks.get(target), stated(target)
        return note is not None and deck is not None and deck.look == note.look

    def _is_ours(self, note: Note, deck: Source) -> bool:
        """Whether the deck is the one that was built: a note that came with it may claim that of any deck."""
        if deck.look == note.look:
            return True
        if deck.size != note.look[0]:
            return False
        from osloregion_slides.pptx.save import deck_there, hand_work

        data = deck_there(deck.path, force=True)
        return data is not None and digest_bytes(data) == note.digest and hand_work(deck.path, data) is None

    def note(self, outcome: Outcome) -> None:
        """Remember what became of a job; of one that failed, what lies there from before."""
        noted = self._noted(outcome.sources)
        if outcome.deck is None:
            return
        deck = outcome.deck
        self._notes.decks[outcome.target] = Note(
            outcome.job,
            (("", "changed while it was read"),) if noted is None else noted,
            deck.look,
            outcome.digest,
            outcome.slides,
            outcome.findings,
        )
        self._changed = True

    def sources(self) -> tuple[str, ...]:
        """Return every file that what was found unchanged depends on, those that must not be there among them."""
        return tuple(sorted({path for (_, sources), fresh in self._fresh.items() if fresh for path, _ in sources}))

    def save(self) -> None:
        """Write the notes if they have changed; OSError where that is not possible."""
        if self._changed:
            write_notes(self.path, self._notes)
            self._changed = False

    def _is_fresh(self, sources: Digests, outline: str) -> bool:
        """Whether every file may be read for an outline, and has the digest it had; decks of one outline share this."""
        fresh = self._fresh.get((outline, sources))
        if fresh is None:
            space = self._workspace(outline)
            fresh = bool(sources) and all(
                [_may_read(path, space) and self.files.digest(path) == digest for path, digest in sources]
            )
            self._fresh[outline, sources] = fresh
        return fresh

    def _workspace(self, outline: str) -> Workspace:
        found = self._spaces.get(outline)
        if found is None:
            found = self._spaces[outline] = Workspace(outline)
        return found

    def _noted(self, sources: tuple[Source, ...]) -> Digests | None:
        """The sources with their digests; None where one changed while it was being read."""
        noted = [(source.path, self.files.digest_then(source) if source.size >= 0 else "") for source in sources]
        complete = all([digest or source.size < 0 for (_, digest), source in zip(noted, sources)])
        found = tuple(noted)
        return self._sets.setdefault(found, found) if complete else None


def _may_read(path: str, space: Workspace) -> bool:
    """Whether a file may be looked at for an outline: one of its workspace, or one that comes with the package."""
    if not path:
        return False
    package = [os.path.join(os.path.realpath(resources.path(name)), "") for name in ("assets", "templates", "decks")]
    try:
        return space.holds(path) or os.path.realpath(path).startswith(tuple(package))
    except ValueError:  # a null byte, or half of a character
        return False
