"""builds.yaml and its jobs: every audience × language × date, and each member with ``for_each``."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, Any, TypeVar

from osloregion_slides.base.files import is_reserved
from osloregion_slides.base.findings import Finding, InvalidInput, Location, finding, meant
from osloregion_slides.base.record import Record
from osloregion_slides.batch.values import Build, Job
from osloregion_slides.outline.check import check
from osloregion_slides.outline.nodes import Figure, Mapping, Scalar, Sequence, boolean, text_of
from osloregion_slides.outline.read import read_file
from osloregion_slides.outline.text_schema import (
    LANGUAGE,
    SLUG,
    TABLE_PATH,
    by_name,
    flag,
    listed,
    mapping,
    text_schema,
)
from osloregion_slides.outline.workspace import Workspace

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from osloregion_slides.batch.values import Settings
    from osloregion_slides.outline.nodes import Node
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


# builds.yaml: its JSON Schema (2020-12), checked like that of outlines, and the builds that it lists.


def _list_or_one(item: dict[str, Any], own: str, description: str) -> dict[str, Any]:
    """Return the schema of a list of choices; ``~`` among them is the outline's default."""
    either: dict[str, Any] = {"title": f"{item['title']}, or ~ for {own}", "anyOf": [item, {"type": "null"}]}
    return listed(either, description, least=1)


_FILE = {"title": "a file", "type": "string", "pattern": r"\S"}
_DATE = {"title": "a date", "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "format": "date"}
_LANGUAGE = {"title": "a language", "type": "string", "pattern": LANGUAGE, "description": "Such as nb or en"}
_AUDIENCE = {
    "title": "an audience",
    "type": "string",
    "pattern": SLUG,
    "description": "An id under the outline's audiences:, or ~ for the outline as it stands",
}
_BUILD = mapping(
    {
        "outline": {**_FILE, "description": "An outline, from the folder of this file"},
        "audiences": _list_or_one(
            _AUDIENCE, "none", "Ids under the outline's audiences:; ~ is the outline as it stands"
        ),
        "languages": _list_or_one(_LANGUAGE, "its own", "Languages of the outline: [nb, en]; ~ is its `language:`"),
        "dates": _list_or_one(
            _DATE, "its own", "Dates on which facts are read: [~, 2007-12-31]; ~ is the outline's `as_of:`"
        ),
        "for_each": {
            "title": "what to make a deck for each of",
            "anyOf": [{"enum": ["members"]}, TABLE_PATH],
            "description": "`members` on the date, or the rows of a table of the outline: `data.projects`",
        },
        "population": {**_FILE, "description": "A table of inhabitants, for {{ member.inhabitants }}"},
        "set": by_name(
            text_schema(), "Texts by path: {meeting.title: Kommunestyret i {member}}; a text, or one by language"
        ),
        "pdf": flag("Make a PDF beside each deck, through LibreOffice"),
        "strict": flag("A translation that is missing or stale is an error"),
        "name": {
            "title": "a name",
            "type": "string",
            "pattern": r"\S",
            "description": "The deck's name in the output folder: {language}/{outline}-{audience}",
        },
    },
    "outline",
    description="Every audience in every language on every date",
)


def builds_schema() -> dict[str, Any]:
    """Return the schema of builds.yaml."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "What to build",
        **mapping({"builds": listed(_BUILD, "The decks", least=1)}, "builds"),
    }


# The names of decks without `name:`, the same as for a single deck.
NAME = "{outline}-{audience}-{language}-{date}"
ROW_NAME = "{outline}-{row}-{audience}-{language}-{date}"
MEMBER_NAME = "{outline}-{number}-{member}-{audience}-{language}-{date}"


def load_builds(path: str) -> tuple[Build, ...]:
    """Return the builds in the file at ``path``; InvalidInput with all its errors."""
    tree, findings = read_file(path)
    found = list(findings)
    if tree is not None:
        found += check(tree, builds_schema())
    if not isinstance(tree, Mapping) or any(one.severity == "error" for one in found):
        raise InvalidInput(found or [finding("missing-key.builds", Location(path))])
    workspace = Workspace(path)
    entries = tree.get("builds")
    builds = [
        _build(entry, path, workspace, found)
        for entry in (entries.items if isinstance(entries, Sequence) else ())
        if isinstance(entry, Mapping)
    ]
    if found:
        raise InvalidInput(found)
    return tuple(builds)


def _build(entry: Mapping, path: str, workspace: Workspace, found: list[Finding]) -> Build:
    wanted = text_of(entry.get("for_each"))
    each, table = wanted == "members", "" if wanted == "members" else wanted
    places = PLACES + (MEMBER_PLACES if each else ())
    name = entry.get("name")
    texts = [name] if isinstance(name, Scalar) else []
    settings = entry.get("set")
    pairs = settings.entries if isinstance(settings, Mapping) else ()
    by_language = [(pair.key.text, _by_language(pair.value)) for pair in pairs]
    for text in (*texts, *[text for _, several in by_language for _, text in several]):
        if not table or text.text.startswith("/"):  # the columns of a table are still unknown
            found += faults(text.text, places, text.at)
    return Build(
        _file(entry.get("outline"), path, workspace, found),
        _choices(entry.get("audiences")),
        _choices(entry.get("languages")),
        _choices(entry.get("dates")),
        each,
        text_of(name) or (MEMBER_NAME if each else ROW_NAME if table else NAME),
        tuple([(key, tuple([(code, text_of(text)) for code, text in several])) for key, several in by_language]),
        _file(entry.get("population"), path, workspace, found),
        entry.at,
        _is_true(entry.get("strict")),
        _is_true(entry.get("pdf")),
        table,
    )


def _is_true(node: Node | None) -> bool:
    return isinstance(node, Scalar) and bool(boolean(node))


def _by_language(node: Node) -> list[tuple[str, Scalar]]:
    if isinstance(node, Mapping):
        return [(entry.key.text, entry.value) for entry in node.entries if isinstance(entry.value, Scalar)]
    return [("", node)] if isinstance(node, Scalar) else []


def _choices(node: Node | None) -> tuple[str, ...]:
    """Return the items of a list, each once; without a list the only choice is the outline's default."""
    return tuple(dict.fromkeys([text_of(item) for item in node.items])) if isinstance(node, Sequence) else ("",)


def _file(node: Node | None, path: str, workspace: Workspace, found: list[Finding]) -> str:
    if not text_of(node) or node is None:
        return ""
    file = workspace.find(text_of(node), node.at)
    if isinstance(file, Finding):
        found.append(file)
        return ""
    return file if os.path.isabs(path) else shown(file)


def shown(path: str) -> str:
    """Return a path in the form of findings and the cache: relative to the working folder if inside, with ``/``."""
    here = os.path.join(os.getcwd(), "")
    inside = path.startswith(here)
    return (path[len(here) :] if inside else path).replace(os.sep, "/")
