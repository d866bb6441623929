"""What was built from what, in one file beside the decks: ``out/.osloregion-slides.json``.

Paths are from the working folder and all trust is in digests, so the file may be carried from one CI run to
the next. A cache that is damaged, or of another version of the tool, is as good as none.
"""

from __future__ import annotations

from osloregion_slides.batch.files import Files
from osloregion_slides.batch.notes import Note, Plan, read_notes, write_notes
from osloregion_slides.batch.trace import stated
from osloregion_slides.batch.values import Job, Outcome, Source, pdf_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from osloregion_slides.batch.notes import Digests

NAME = ".osloregion-slides.json"


class Cache:
    """The notes of earlier runs, read once and written at the end if they have changed."""

    def __init__(self, path: str) -> None:
        self.path = path
        self._notes, written = read_notes(path)
        self.files = Files(self._notes.files, written)
        self._fresh: dict[Digests, bool] = {}
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
        return plan.jobs if plan is not None and self._is_fresh(plan.sources) else None

    def note_jobs(self, builds: str, jobs: tuple[Job, ...], sources: tuple[Source, ...]) -> None:
        """Remember the jobs of a builds.yaml and the files they came from."""
        noted = self._noted(sources)
        if noted is not None:
            self._notes.plans[builds] = Plan(noted, jobs)
            self._changed = True

    def outcome(self, job: Job, target: str) -> Outcome | None:
        """Return the deck of a job if it lies there as it was built from the same files, else None."""
        note = self._notes.decks.get(target)
        if note is None or note.job.replace(at=job.at) != job or not self._is_fresh(note.sources):
            return None
        deck = stated(target)
        if deck is None or not self._is_ours(note, deck):
            return None
        if job.pdf and stated(pdf_of(target)) is None:
            return None
        return Outcome(job, "unchanged", target, note.slides, note.findings, (), deck, note.digest)

    def noted(self, target: str) -> str:
        """Return the digest of what was built at ``target`` last, "" where nothing was."""
        note = self._notes.decks.get(target)
        return note.digest if note is not None else ""

    def _is_ours(self, note: Note, deck: Source) -> bool:
        if (deck.size, deck.mtime) == (note.size, note.mtime):
            return True
        return deck.size == note.size and self.files.digest(deck.path) == note.digest

    def note(self, outcome: Outcome) -> None:
        """Remember what became of a job; of one that failed, what lies there from before."""
        noted = self._noted(outcome.sources)
        if outcome.deck is None:
            return
        deck = outcome.deck
        self._notes.decks[outcome.target] = Note(
            outcome.job,
            (("", "changed while it was read"),) if noted is None else noted,
            deck.size,
            deck.mtime,
            outcome.digest,
            outcome.slides,
            outcome.findings,
        )
        self._changed = True

    def sources(self) -> tuple[str, ...]:
        """Return every file that a deck or a plan depends on, those that must not be there among them."""
        sets = [note.sources for note in self._notes.decks.values()] + [p.sources for p in self._notes.plans.values()]
        return tuple(sorted({path for sources in set(sets) for path, _ in sources if path}))

    def save(self) -> None:
        """Write the notes if they have changed; OSError where that is not possible."""
        if self._changed or self.files.learned:
            write_notes(self.path, self._notes)
            self._changed = self.files.learned = False

    def _is_fresh(self, sources: Digests) -> bool:
        """Whether every file has the digest it had; decks of one outline share one answer."""
        fresh = self._fresh.get(sources)
        if fresh is None:
            digest_of = self.files.digest
            fresh = self._fresh[sources] = all([digest_of(path) == digest for path, digest in sources])
        return fresh

    def _noted(self, sources: tuple[Source, ...]) -> Digests | None:
        """The sources with their digests; None where one changed while it was being read."""
        noted = [(source.path, self.files.digest_then(source) if source.size >= 0 else "") for source in sources]
        complete = all([digest or source.size < 0 for (_, digest), source in zip(noted, sources)])
        found = tuple(noted)
        return self._sets.setdefault(found, found) if complete else None
