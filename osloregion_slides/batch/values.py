"""What a batch works on: builds as written, jobs to do, their outcomes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from osloregion_slides.base.findings import Finding, Location
from osloregion_slides.base.record import Record

if TYPE_CHECKING:
    from osloregion_slides.batch.pictures import Shown
    from osloregion_slides.batch.sources import Source

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
    table: str = ""


class Job(Record):
    """One deck to make: an outline's path, its variant, and the deck's path in the output folder, with ``/``.

    ``updatable``, ``checked`` and ``strict`` are parameters of ``service.build``. ``pdf``: draw one beside the deck.
    ``to`` is what is written, of ``KINDS``: ``output`` has its ending. ``notes``: a web page has the speaker notes.
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
    to: str = "pptx"
    notes: bool = False


class Outcome(Record):
    """The result of a job.

    ``built`` is written, ``same`` was rebuilt and equals the existing file, ``unchanged`` was not rebuilt, ``failed``
    has errors among its ``findings``. ``target`` is the deck's path from the working folder, ``sources`` are the files
    that were read for it, ``deck`` is the file that lies there now, ``shown`` are the changed slides for a report and
    ``news`` the facts that are others than in the deck that lay there, a line each in the deck's language.
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
    news: tuple[str, ...] = ()


KINDS = ("pptx", "html", "pdf", "handout")
ENDINGS = {"handout": "-handout.pdf"}
"""How the names of files end that are not called like what they are."""


def output_of(target: str, kind: str) -> str:
    """Return the path of a deck as another kind of file: ``a.pdf``, ``a-handout.pdf``."""
    return target.removesuffix(".pptx") + ENDINGS.get(kind, f".{kind}")


def pdf_of(target: str) -> str:
    """Return the path of the PDF beside a deck."""
    return output_of(target, "pdf")
