"""The values of a batch: builds as written, jobs, outcomes."""

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
    """One entry of builds.yaml. "" among ``audiences``, ``languages`` and ``dates`` is the outline's default.

    ``outline`` and ``population`` are paths from the working folder (``population`` may be ""), ``settings``
    dotted paths of the outline with their texts by language ("" for all languages), in which
    ``{member}`` and the like are replaced per deck.
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
    """One deck to build: the outline's path, its variant, and the deck's path in the output folder, with ``/``.

    ``updatable``, ``checked`` and ``strict`` are parameters of ``service.build``. ``pdf``: draw one beside the deck.
    ``to`` is the format, one of ``KINDS``; ``output`` has its suffix. ``notes``: a web page includes speaker notes.
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
    that were read for it, ``deck`` is the file at that path, ``shown`` are the changed slides for a report and
    ``news`` the facts that differ from the previous deck, a line each in the deck's language.
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
"""Suffixes of file names that differ from the name of their format."""


def output_of(target: str, kind: str) -> str:
    """Return the path of a deck in another format: ``a.pdf``, ``a-handout.pdf``."""
    return target.removesuffix(".pptx") + ENDINGS.get(kind, f".{kind}")


def pdf_of(target: str) -> str:
    """Return the path of the PDF beside a deck."""
    return output_of(target, "pdf")
