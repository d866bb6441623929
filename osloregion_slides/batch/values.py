"""What a batch works on: builds as written, jobs to do, what became of them, the files they depend on."""

from __future__ import annotations

from osloregion_slides.base.findings import Finding, Location
from osloregion_slides.base.record import Record

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    from osloregion_slides.batch.pictures import Shown

    State = Literal["built", "same", "unchanged", "failed"]
    Settings = tuple[tuple[str, str], ...]


class Build(Record):
    """One entry of builds.yaml. "" among ``audiences``, ``languages`` and ``dates`` is the outline's own choice.

    ``outline`` and ``population`` are paths from the working folder (``population`` may be ""), ``settings``
    dotted paths of the outline with their texts by language ("" for a text in no language of its own), in which
    ``{member}`` and the like stand for what is built.
    """

    outline: str
    audiences: tuple[str, ...]
    languages: tuple[str, ...]
    dates: tuple[str, ...]
    each_member: bool
    name: str
    settings: tuple[tuple[str, Settings], ...]
    population: str
    at: Location
    strict: bool = False
    pdf: bool = False


class Job(Record):
    """One deck to make: an outline's path, its variant, and the deck's path in the output folder, with ``/``.

    An ``updatable`` deck carries what it was made from, a ``checked`` one has passed the checks, in a ``strict``
    one no translation is missing or stale, as ``service.build`` has it. With ``pdf`` there is one beside the deck.
    """

    outline: str
    audience: str
    language: str
    as_of: str
    settings: Settings
    output: str
    at: Location
    updatable: bool = True
    checked: bool = True
    strict: bool = False
    pdf: bool = False


class Source(Record):
    """A file as it was when it was read: its path, its size in bytes, its times in nanoseconds.

    ``ctime`` is when the system last changed it (on Windows: made it). No archive and no checkout can choose it.
    """

    path: str
    size: int
    mtime: int
    ctime: int = 0

    @property
    def look(self) -> tuple[int, int, int]:
        """What tells that it is still the same file, unread."""
        return self.size, self.mtime, self.ctime


class Outcome(Record):
    """What became of a job.

    ``built`` is written, ``same`` was made anew and is what lay there already, ``unchanged`` needed no look,
    ``failed`` has errors among its ``findings``. ``target`` is the deck's path from the working folder,
    ``sources`` are the files that were read for it, ``deck`` is the file that lies there now, ``shown`` are the
    slides that are others than before, where a report is to show them.
    """

    job: Job
    state: State
    target: str
    slides: int = 0
    findings: tuple[Finding, ...] = ()
    sources: tuple[Source, ...] = ()
    deck: Source | None = None
    digest: str = ""
    shown: tuple[Shown, ...] = ()


def pdf_of(target: str) -> str:
    """Return the path of the PDF beside a deck."""
    return target.removesuffix(".pptx") + ".pdf"
