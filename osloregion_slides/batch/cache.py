"""The record of decks and their sources, in one file beside the decks: ``out/.osloregion-slides.json``.

Paths are relative to the working folder, so that CI runs can pass the file on. A cache that is damaged, or
of another version of the tool, is ignored. Its statements are verified, never trusted: sources have to be files of
the workspace with these digests, and a deck has to have the same size and times as when it was written, or
this digest and the form of a built deck.
"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING, Any, TypeVar

from osloregion_slides.base import resources
from osloregion_slides.base.files import inside, read_bytes, write
from osloregion_slides.base.findings import Finding, Location
from osloregion_slides.base.messages import Phrase
from osloregion_slides.base.record import Record
from osloregion_slides.batch.jobs import name_fault, same_file
from osloregion_slides.batch.sources import Files, Source, digest_bytes, stated
from osloregion_slides.batch.values import KINDS, Job, Outcome, output_of, pdf_of
from osloregion_slides.outline.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    T = TypeVar("T")

    Digests = tuple[tuple[str, str], ...]


FORMAT = 5
NAME = ".osloregion-slides.json"
MAKER = b"osloregion-slides"  # in each web page and PDF of this tool
MAX_NOTES = 64 * 1024 * 1024  # bytes; 20 000 decks need 10 MB


class Note(Record):
    """A built deck, with its ``Source.look``. ``sources`` have digests, "" for a file that must not exist."""

    job: Job
    sources: Digests
    look: tuple[int, int, int]
    digest: str
    slides: int
    findings: tuple[Finding, ...]


class Plan(Record):
    """The jobs of a builds.yaml, with the files that were read for it."""

    sources: Digests
    jobs: tuple[Job, ...]


class Notes:
    """The content of the file: decks by path, plans by the path of their builds.yaml."""

    def __init__(self) -> None:
        self.tool: tuple[str, str] = ("", "")
        self.decks: dict[str, Note] = {}
        self.plans: dict[str, Plan] = {}


def read_notes(folder: str, name: str) -> Notes:
    """Return the notes in an output folder; empty if missing, damaged, or reached by a link out of the folder."""
    try:
        data = read_bytes(inside(folder, name), MAX_NOTES)
        return _notes(json.loads(data)) if len(data) <= MAX_NOTES else Notes()
    except (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError, RecursionError):
        return Notes()


def write_notes(path: str, notes: Notes) -> None:
    """Replace the notes (or a link) at ``path``; each job, finding and set of sources is stored once."""
    sets: dict[object, int] = {}
    jobs: dict[object, int] = {}
    findings: dict[object, int] = {}

    def number(table: dict[object, int], value: object) -> int:
        return table.setdefault(value, len(table))

    decks = {}
    for target, note in notes.decks.items():
        found = [number(findings, finding) for finding in note.findings]
        shared = number(jobs, note.job), number(sets, note.sources)
        decks[target] = [*shared, note.look, note.digest, note.slides, found]
    plans = {
        builds: [number(sets, plan.sources), [number(jobs, job) for job in plan.jobs]]
        for builds, plan in notes.plans.items()
    }
    data = {
        "format": FORMAT,
        "tool": notes.tool,
        "sources": list(sets),
        "jobs": list(jobs),
        "findings": [_plain(found) for found in findings],
        "plans": plans,
        "decks": decks,
    }
    write(path, json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass"))


# Anyone who can write to the output folder can forge notes, so the type of each value is checked, and each
# name of a deck has to be valid in builds.yaml. Statements about files are compared with the files.


def _notes(data: dict[str, Any]) -> Notes:
    notes = Notes()
    if data["format"] != FORMAT:
        return notes
    looks, version = data["tool"]
    notes.tool = (_text(looks), _text(version))
    sets = [_pairs(pairs) for pairs in _list(data["sources"])]
    jobs = [Job(*_row(row, _JOB)) for row in _list(data["jobs"])]
    findings = [Finding(*_row(row, _FINDING)) for row in _list(data["findings"])]
    for target, (job, sources, look, digest, slides, found) in data["decks"].items():
        size, mtime, ctime = map(_number, look)
        reported = tuple([_at(findings, index) for index in _list(found)])
        seen = (size, mtime, ctime)
        notes.decks[target] = Note(_at(jobs, job), _at(sets, sources), seen, _text(digest), _number(slides), reported)
    for path, (sources, numbers) in data["plans"].items():
        notes.plans[path] = Plan(_at(sets, sources), tuple([_at(jobs, index) for index in _list(numbers)]))
    return notes


def _row(row: list[object], readers: tuple[Callable[[Any], Any], ...]) -> list[Any]:
    if len(row) != len(readers):
        raise ValueError("a value too many or too few")
    return [read(value) for read, value in zip(readers, row)]


def _of(kind: type[T]) -> Callable[[object], T]:
    """Return a reader of values of this type; TypeError for any other."""

    def read(value: object) -> T:
        if type(value) is not kind:
            raise TypeError(f"not a {kind.__name__}")
        return value

    return read


_list, _text, _flag = _of(list), _of(str), _of(bool)


def _number(value: object) -> int:
    if type(value) is not int or value < 0:
        raise TypeError("not a number")
    return value


def _deck_name(value: object) -> str:
    name = _text(value)
    if not name.lower().endswith((".pptx", ".pdf", ".html")) or name_fault(name, Location("")) is not None:
        raise ValueError(f"`{name[:80]}` is not the name of a deck")
    return name


def _kind(value: object) -> str:
    if value not in KINDS:
        raise ValueError("not a kind of file")
    return _text(value)


def _severity(value: object) -> str:
    if value not in ("error", "warning", "note"):
        raise ValueError("not a severity")
    return _text(value)


def _location(row: list[Any]) -> Location:
    return Location(*_row(row, (_text, _number, _number)))


def _pairs(rows: list[Any]) -> Digests:
    return tuple([(_text(name), _text(value)) for name, value in _list(rows)])


def _plain(value: Any) -> Any:
    """Return a value for JSON in which phrases differ from tuples."""
    if isinstance(value, Phrase):
        return {"code": value.code, "values": _plain(value.values)}
    return [_plain(one) for one in value] if isinstance(value, tuple) else value


def _values(rows: list[Any]) -> tuple[tuple[str, object], ...]:
    return tuple([(_text(name), _value(value)) for name, value in rows])


def _value(value: object) -> object:
    """Return a value of a finding from JSON, where tuples are lists and phrases are objects of ``_plain``."""
    if isinstance(value, list):
        return tuple([_value(item) for item in value])
    if isinstance(value, dict):
        return Phrase(_text(value["code"]), _values(value["values"]))
    return value


def _at(values: Sequence[Any], index: object) -> Any:
    return values[_number(index)]


_JOB = (_text, _text, _text, _text, _pairs, _deck_name, _location, _flag, _flag, _flag, _flag, _kind, _flag)
_FINDING = (
    _text, _severity, lambda row: _location(row) if row else None, _text, _text, _text, _text, _text, _values,
)  # fmt: skip


class Cache:
    """The notes of earlier runs, read once and written at the end if they changed."""

    def __init__(self, folder: str) -> None:
        self.path = os.path.join(folder, NAME)
        self._notes = read_notes(folder, NAME)
        self._files = Files()
        self._fresh: dict[tuple[str, Digests], bool] = {}
        self._spaces: dict[str, Workspace] = {}
        self._sets: dict[Digests, Digests] = {}  # decks of one outline share their sources
        self._changed = False

    @property
    def tool(self) -> tuple[str, str]:
        """The state of the files of the tool that wrote the notes, and its version (``sources.tool_version``)."""
        return self._notes.tool

    def use(self, tool: tuple[str, str]) -> None:
        """Attribute the notes to this tool. Decks of another version stay known, but are rebuilt."""
        if self._notes.tool == tool:
            return
        if self._notes.tool[1] != tool[1]:
            self._notes.plans.clear()
            for target, note in self._notes.decks.items():
                self._notes.decks[target] = note.replace(sources=(("", "another version"),))
        self._notes.tool = tool
        self._changed = True

    def jobs(self, builds: str) -> tuple[Job, ...] | None:
        """Return the jobs of a builds.yaml, None if it has to be read (again)."""
        plan = self._notes.plans.get(builds)
        if plan is None or not plan.jobs or not self._is_fresh(plan.sources, builds):
            return None
        space = self._workspace(builds)
        return plan.jobs if all([space.holds(outline) for outline in {job.outline for job in plan.jobs}]) else None

    def note_jobs(self, builds: str, jobs: tuple[Job, ...], sources: tuple[Source, ...]) -> None:
        """Record the jobs of a builds.yaml and the files that it was read from."""
        noted = self._noted(sources)
        if noted is not None:
            self._notes.plans[builds] = Plan(noted, jobs)
            self._changed = True

    def outcome(self, job: Job, target: str) -> Outcome | None:
        """Return the outcome for an unchanged deck that was built from the same files, else None."""
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
        """Return whether size and times of the file at ``target`` are unchanged since it was written."""
        note, deck = self._notes.decks.get(target), stated(target)
        return note is not None and deck is not None and deck.look == note.look

    def _is_ours(self, note: Note, deck: Source) -> bool:
        """Return whether a deck is the built one: a foreign note may claim this of any deck, so it is compared."""
        return deck.look == note.look or self._is_as_built(note, deck)

    def _is_as_built(self, note: Note, deck: Source) -> bool:
        """Return whether a build wrote the content of a deck, regardless of the size and times in the notes."""
        if deck.size != note.look[0]:
            return False
        from osloregion_slides.pptx.save import existing_deck, overwrite_refusal

        data = existing_deck(deck.path, force=True)
        if data is None or digest_bytes(data) != note.digest:
            return False
        return MAKER in data if note.job.to != "pptx" else overwrite_refusal(deck.path, data) is None

    def stale(self, builds: str, jobs: Collection[Job], folder: str) -> tuple[tuple[Job, str, bool], ...]:
        """Return the decks that the list at ``builds`` no longer names: the job, the path, whether it is unedited.

        Two names of one file on some system count as one.
        """
        kinds = {note.job.to for note in self._notes.decks.values()}
        named = {same_file(output_of(job.output, kind)) for job in jobs for kind in kinds}
        found = []
        for target, note in self._notes.decks.items():
            job, deck = note.job, stated(target)
            ours = target == f"{folder or '.'}/{job.output}" and job.at.file == builds
            ours = ours and same_file(job.output) not in named
            if ours and deck is not None:
                found.append((job, target, self._is_as_built(note, deck)))
        return tuple(found)

    def forget(self, target: str) -> None:
        """Drop the note of a deck that was removed."""
        self._changed = self._notes.decks.pop(target, None) is not None or self._changed

    def note(self, outcome: Outcome) -> None:
        """Record the outcome of a job; a failed one keeps the note of the existing deck."""
        if outcome.deck is None:
            return
        sources = self._noted(outcome.sources) or (("", "changed while it was read"),)
        self._notes.decks[outcome.target] = Note(
            outcome.job, sources, outcome.deck.look, outcome.digest, outcome.slides, outcome.findings
        )
        self._changed = True

    def sources(self) -> tuple[str, ...]:
        """Return all files that the unchanged decks depend on, including those that must not exist."""
        return tuple(sorted({path for (_, sources), fresh in self._fresh.items() if fresh for path, _ in sources}))

    def save(self) -> None:
        """Write the notes if they changed; OSError as ``files.write``."""
        if self._changed:
            write_notes(self.path, self._notes)
            self._changed = False

    def _is_fresh(self, sources: Digests, outline: str) -> bool:
        """Return whether all files may be read for an outline and have the recorded digest; shared by its decks."""
        fresh = self._fresh.get((outline, sources))
        if fresh is None:
            space = self._workspace(outline)
            fresh = bool(sources) and all(
                [_may_read(path, space) and self._files.digest(path) == digest for path, digest in sources]
            )
            self._fresh[outline, sources] = fresh
        return fresh

    def _workspace(self, outline: str) -> Workspace:
        if outline not in self._spaces:
            self._spaces[outline] = Workspace(outline)
        return self._spaces[outline]

    def _noted(self, sources: tuple[Source, ...]) -> Digests | None:
        """Return the sources with their digests; None if one changed while it was read."""
        noted = [(source.path, self._files.digest_then(source) if source.size >= 0 else "") for source in sources]
        complete = all([digest or source.size < 0 for (_, digest), source in zip(noted, sources)])
        found = tuple(noted)
        return self._sets.setdefault(found, found) if complete else None


def _may_read(path: str, space: Workspace) -> bool:
    """Return whether an outline may depend on a file: one of its workspace or of the package."""
    if not path:
        return False
    package = [os.path.join(os.path.realpath(resources.path(name)), "") for name in ("assets", "templates", "decks")]
    try:
        return space.holds(path) or os.path.realpath(path).startswith(tuple(package))
    except ValueError:  # a null byte, or an unpaired surrogate
        return False
