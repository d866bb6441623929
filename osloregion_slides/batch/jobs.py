"""builds.yaml and its jobs: every audience × language × date, and each member with ``for_each``."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, TypeVar

from osloregion_slides.base.files import is_reserved
from osloregion_slides.base.findings import Finding, InvalidInput, Location, finding, meant
from osloregion_slides.base.record import Record
from osloregion_slides.batch.values import Build, Job
from osloregion_slides.outline.nodes import Figure, Mapping, Scalar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from osloregion_slides.batch.values import Settings
    from osloregion_slides.registry.population import Population
    from osloregion_slides.registry.values import Member

    Facts = dict[str, str]
    MembersOf = Callable[[Build, str, str], "Members"]

    T = TypeVar("T")

# Names of decks: patterns such as ``{language}/{outline}-{member}``, filled in and safe on every system.

PLACES = ("outline", "audience", "language", "date")
MEMBER_PLACES = ("member", "number", "county", "region")
"""The names allowed in braces, for all builds and for those with ``for_each: members``."""
_PLACE = re.compile(r"\{([^{}]*)\}")
_BAD = re.compile(r'[\x00-\x1f<>:"|?*\\{}]')
MAX_NAME = 180  # characters of a path below the output folder: Windows takes 259 with the folder
MAX_PART = 200  # bytes in UTF-8 of a file or folder: file systems allow 255, and .pptx.12345.osr-part follows


def fill(pattern: str, values: dict[str, str]) -> str:
    """Return ``pattern`` with the names in braces replaced by their values; other braces stay."""
    return _PLACE.sub(lambda found: values.get(found[1], found[0]), pattern)


def faults(pattern: str, places: tuple[str, ...], at: Location) -> tuple[Finding, ...]:
    """Return findings about the braces of a pattern."""
    if pattern.startswith("/"):
        return (finding("bad-name.absolute", at, name=pattern[:80], relative=pattern.lstrip("/")[:80]),)
    unknown = dict.fromkeys([name for name in _PLACE.findall(pattern) if name not in places])
    return tuple([finding("unknown-place", at, name=name[:40], **meant(name, places)) for name in unknown])


def slug(text: str) -> str:
    """Return a name in the form of file names: ``Øvre Eiker`` is ``øvre-eiker``."""
    return re.sub(r"[^0-9a-zæøåäöü]+", "-", text.lower()).strip("-")


def deck_name(pattern: str, values: dict[str, str]) -> str:
    """Return the path of a deck in the output folder, with ``/`` and ending in ``.pptx``.

    An empty value removes the adjacent hyphen too: ``{outline}-{audience}-{language}`` is
    ``osloregionen-nb`` without an audience.
    """
    filled = fill(pattern, {key: slug(value) for key, value in values.items()})
    parts = [re.sub("-{2,}", "-", part).strip("- ") for part in filled.removesuffix(".pptx").split("/")]
    return "/".join([part for part in parts if part]) + ".pptx"


def name_fault(name: str, at: Location) -> Finding | None:
    """Return the fault that makes a file name invalid on Windows, macOS or Linux, or None."""
    parts = name.removesuffix(".pptx").split("/")
    if name == ".pptx" or not all(parts):
        return finding("bad-name.empty", at)
    plain = _plain(name)
    if _BAD.search(name) or any(part in (".", "..") or part.endswith((".", " ")) for part in parts):
        return finding("bad-name", at, name=name[:80])
    if not name.isprintable() or plain.count("/") != name.count("/") or ".." in plain.split("/"):
        return finding("bad-name.look-alike", at, name=name[:80])
    if any(map(is_reserved, plain.split("/"))):
        return finding("bad-name.reserved", at, name=name[:80])
    if len(name) > MAX_NAME:
        return finding("bad-name.long", at, length=len(name), most=MAX_NAME)
    longest = max([len(part.encode("utf-8", "replace")) for part in parts])
    if longest > MAX_PART:
        return finding("bad-name.bytes", at, length=longest, most=MAX_PART)
    return None


def same_file(name: str) -> str:
    """Return a name in a form that is equal for all names of one file on Windows and macOS.

    Both ignore the case of letters, and macOS the normalisation of å (Apple File System Reference, normalization).
    """
    if name.isascii():
        return name.lower()
    from unicodedata import normalize

    return normalize("NFC", normalize("NFC", name).casefold())


def _plain(name: str) -> str:
    """Return a name in compatibility form: ¹ is 1, and a full-width solidus is /.

    Windows reserves COM¹ like COM1; systems that convert names turn look-alikes of / into /.
    """
    if name.isascii():
        return name
    from unicodedata import normalize

    return normalize("NFKC", name)


MAX_DECKS = 100_000  # of one list: a longer one is a mistake, or an attack on a CI server


class Members(Record):
    """The facts of each municipality (``name``, ``number`` …) on a date, or of each row of a table.

    ``wanted`` are those in the outline's ``block``, ``member:`` or ``row:``; ``raw`` are
    figures in the form for expressions.
    """

    facts: tuple[Facts, ...]
    wanted: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()
    block: str = "member"
    raw: tuple[Facts, ...] = ()


def expand(builds: tuple[Build, ...], members_of: MembersOf) -> tuple[tuple[Job, ...], tuple[Finding, ...]]:
    """Return a job for each deck, in the order of the list, and findings.

    ``members_of(build, audience, date)`` returns the members to build decks for. Names are unique without regard
    to case, as on Windows and macOS. Beyond the limit of decks there are no jobs at all.
    """
    jobs: list[Job] = []
    findings: list[Finding] = []
    taken: dict[str, Job] = {}
    for build in builds:
        for job in _jobs(build, members_of, findings):
            if len(jobs) >= MAX_DECKS:
                return (), (finding("too-many-decks", job.at, most=MAX_DECKS),)
            fault = name_fault(job.output, job.at)
            first = taken.setdefault(same_file(job.output), job)
            if fault is None and first is not job:
                fault = finding("duplicate-name.deck", job.at, name=job.output, line=first.at.line)
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
    """Return the text in a language, else the first one, which is in the outline's own language."""
    return dict(texts).get(language, texts[0][1] if texts else "")


def _each(
    build: Build, audience: str, date: str, members_of: MembersOf, findings: list[Finding]
) -> Iterator[tuple[Settings, Facts]]:
    """Yield for each member its facts as settings, and the values for its names; without members, for one deck."""
    if not (build.each_member or build.table):
        yield (), {}
        return
    members = members_of(build, audience, date)
    findings += members.findings
    if build.table and members.facts:
        known = (*PLACES, *members.facts[0])
        patterns = [build.name, *[text for _, texts in build.settings for _, text in texts]]
        findings += [fault for pattern in patterns for fault in faults(pattern, known, build.at)]
    for facts, raw in zip(members.facts, members.raw or members.facts):
        own = [(f"{members.block}.{key}", raw[key]) for key in members.wanted if key in raw]
        yield tuple(own), {**facts, "member": facts["name"]} if build.each_member else facts


# ``--shard 2/5``: every fifth job, beginning with the second, so that runners share the work evenly.


def shard_of(text: str) -> tuple[int, int]:
    """Return ``2/5`` as (2, 5), "" as (1, 1); InvalidInput for any other text."""
    number, slash, of = text.partition("/")
    if not text:
        return 1, 1
    digits = slash and (number + of).isascii() and number.isdigit() and of.isdigit()
    if digits and 1 <= int(number) <= int(of):
        return int(number), int(of)
    raise InvalidInput([finding("usage.shard", Location("--shard"), text=text[:40])])


def shard(jobs: list[T], number: int, of: int) -> tuple[T, ...]:
    """Return the part of the jobs that shard ``number`` of ``of`` does; all shards together do each job once."""
    return tuple(jobs[number - 1 :: of])


# ``for_each: members``: a deck for each municipality in the outline's registry on a date, with these facts.

FACTS = ("name", "number", "county", "region", "start", "inhabitants", "inhabitants_on", "growth", "growth_since")


def members_of(build: Build, audience: str, date: str) -> Members:
    """Return the municipalities that are members on ``date`` ("": the outline's own) and their facts.

    Reads the outline, its registry and the table of inhabitants; the findings are about them.
    """
    from osloregion_slides.drafting import load
    from osloregion_slides.registry.population import population

    if build.table:
        return rows_of(build, audience, date)

    try:
        outline = load(build.outline, audience=audience, as_of=date)
    except InvalidInput as problem:
        return Members((), (), problem.findings)
    figures, findings = population(build.population) if build.population else (None, ())
    municipalities = outline.members.municipalities
    if not municipalities:
        findings = (*findings, finding("no-members", build.at, date=outline.as_of))
    block = outline.document.get("member")
    wanted = tuple([key for key in FACTS if block.get(key) is not None]) if isinstance(block, Mapping) else ()
    facts = tuple([_facts(member, outline.as_of, figures) for member in municipalities])
    return Members(facts, wanted, findings)


def rows_of(build: Build, audience: str, date: str) -> Members:
    """Return the rows of the table of the outline that ``for_each:`` names, each cell as a slide shows it.

    ``row`` is the name of a row: its id, else the text of its first column.
    """
    from osloregion_slides.drafting import load
    from osloregion_slides.outline.fields import lead
    from osloregion_slides.outline.rows import sum_rows

    try:
        outline = load(build.outline, audience=audience, as_of=date)
    except InvalidInput as problem:
        return Members((), (), problem.findings, "row")
    found = lead(outline.resolver, Scalar(build.table, True, build.at))
    if isinstance(found, Finding):
        return Members((), (), (found,), "row")
    rows = [item for item in getattr(found, "items", ()) if isinstance(item, Mapping)]
    sums = sum_rows(rows)
    facts, raw = [], []
    for row in [row for place, row in enumerate(rows) if place not in sums]:
        cells = {entry.key.text: outline.resolver.say(entry.value) for entry in row.entries}
        facts.append({**cells, "row": cells.get("id") or next(iter(cells.values()), "")})
        figures = {entry.key.text: entry.value.text for entry in row.entries if isinstance(entry.value, Figure)}
        raw.append({**cells, **figures})
    findings = outline.resolver.findings
    findings = (*findings, *[finding("not-a-row.sum", rows[place].at, text=text[:60]) for place, text in sums.items()])
    if not facts:
        findings = (*findings, finding("empty-table.path", build.at, path=build.table[:80]))
    block = outline.document.get("row")
    wanted = block.keys() if isinstance(block, Mapping) else ()
    return Members(tuple(facts), wanted, findings, "row", tuple(raw))


def _facts(member: Member, date: str, population: Population | None) -> Facts:
    figure, on, growth, since = "", "", "", ""
    if population:
        counted = population.inhabitants((member.number,), date)
        first = population.first(member.number)
        if not counted.missing and counted.date:
            figure, on = str(counted.total), counted.date
            if first.total and first.date < on:
                growth, since = f"{100 * (counted.total - first.total) / first.total:.1f}", first.date
    values = (member.name, member.number, member.county, member.region, member.start, figure, on, growth, since)
    return dict(zip(FACTS, values))
