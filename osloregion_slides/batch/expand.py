"""Builds to jobs: every audience × language × date, and for each member where that is asked for."""

from __future__ import annotations

import os

from osloregion_slides.batch.names import deck_name, fill, name_fault
from osloregion_slides.batch.values import Build, Job
from osloregion_slides.findings import Finding, error
from osloregion_slides.value import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from osloregion_slides.batch.values import Settings

    Facts = dict[str, str]
    MembersOf = Callable[[Build, str, str], "Members"]


MOST = 20_000
"""So many decks are made of one list at most: beyond it a list is a slip, or an attack on a CI."""


class Members(Value):
    """The facts of each municipality (``name``, ``number`` …) on a date, and which the outline's ``member:`` has."""

    facts: tuple[tuple[tuple[str, str], ...], ...]
    wanted: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()


def expand(builds: tuple[Build, ...], members_of: MembersOf) -> tuple[tuple[Job, ...], tuple[Finding, ...]]:
    """Return a job a deck, in the order written, and what is wrong with them.

    ``members_of(build, audience, date)`` tells whom to make decks for. Names are unique, whatever the case
    of their letters: on Windows and macOS a file of the same name is the same file.
    """
    jobs: list[Job] = []
    findings: list[Finding] = []
    taken: dict[str, Job] = {}
    for build in builds:
        for job in _jobs(build, members_of, findings):
            if len(jobs) >= MOST:
                hint = "fewer dates, audiences or languages, or several lists"
                findings.append(error("too-many-decks", job.at, f"the list asks for more than {MOST} decks", hint))
                break
            fault = name_fault(job.output, job.at)
            first = taken.setdefault(job.output.casefold(), job)
            if fault is None and first is not job:
                message = f"two decks would be called `{job.output}`, the other one of line {first.at.line}"
                fault = error("duplicate-name", job.at, message, "tell them apart with `name:`, such as {audience}")
            if fault is None:
                jobs.append(job)
            else:
                findings.append(fault)
    return tuple(jobs), tuple(dict.fromkeys(findings))


def _jobs(build: Build, members_of: MembersOf, findings: list[Finding]) -> Iterator[Job]:
    stem = os.path.basename(build.outline).rpartition(".")[0]
    for date in build.dates:
        for audience in build.audiences:
            for own, facts in _each(build, audience, date, members_of, findings):
                for language in build.languages:
                    values = {"outline": stem, "audience": audience, "language": language, "date": date, **facts}
                    settings = tuple([(path, fill(_in(language, texts), values)) for path, texts in build.settings])
                    output = deck_name(build.name, values)
                    chosen = (build.outline, audience, language, date, own + settings, output, build.at)
                    yield Job(*chosen, strict=build.strict, pdf=build.pdf)


def _in(language: str, texts: Settings) -> str:
    """The text in a language, else the first: an outline's own language is written first."""
    return dict(texts).get(language, texts[0][1] if texts else "")


def _each(
    build: Build, audience: str, date: str, members_of: MembersOf, findings: list[Finding]
) -> Iterator[tuple[Settings, Facts]]:
    """The settings of each member's own facts, and what its names are made of; without members, one deck."""
    if not build.each_member:
        yield (), {}
        return
    members = members_of(build, audience, date)
    findings += members.findings
    for pairs in members.facts:
        facts = dict(pairs)
        own = [(f"member.{key}", facts[key]) for key in members.wanted if key in facts]
        yield tuple(own), {**facts, "member": facts["name"]}
