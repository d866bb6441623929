"""What was built from what, in one file beside the decks: ``out/.osloregion-slides.json``.

Paths are from the working folder, so the file may be carried from one CI run to the next. A cache that is damaged, or
of another version of the tool, is as good as none. What it says is not believed but compared: sources have to be files
of the workspace with these digests now, and a deck has to look to the system as it did when it was written, or to have
this digest and be a deck as builds leave one.
"""

from __future__ import annotations

import os

from osloregion_slides import resources
from osloregion_slides.batch.files import Files, digest_bytes
from osloregion_slides.batch.notes import Note, Plan, read_notes, write_notes
from osloregion_slides.batch.trace import stated
from osloregion_slides.batch.values import Job, Outcome, Source, pdf_of
from osloregion_slides.outline.workspace import Workspace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from osloregion_slides.batch.notes import Digests

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
        if plan is None or not self._is_fresh(plan.sources, builds):
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
        from osloregion_slides.pptx.edited import deck_there, hand_work

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
            fresh = all([_may_read(path, space) and self.files.digest(path) == digest for path, digest in sources])
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
    if not path or "\0" in path:
        return False
    package = [os.path.join(os.path.realpath(resources.path(name)), "") for name in ("assets", "templates", "decks")]
    return space.holds(path) or os.path.realpath(path).startswith(tuple(package))
