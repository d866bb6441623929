"""Load an outline: read and check its files, then apply audience, settings, language and date."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from osloregion_slides.base.findings import Finding, InvalidInput, Location, finding, meant, term
from osloregion_slides.base.record import Record
from osloregion_slides.outline.check import FAULTS, Checker
from osloregion_slides.outline.dated import far_meeting, on_date
from osloregion_slides.outline.fields import Fields
from osloregion_slides.outline.markup import parse_markup, plain
from osloregion_slides.outline.nodes import Entry, Mapping, Scalar, Sequence, date_fault, identity, text_of
from osloregion_slides.outline.read import read_sources
from osloregion_slides.outline.resolver import Choices, TextResolver
from osloregion_slides.outline.text_schema import text_schema
from osloregion_slides.outline.variants import Layer, vary
from osloregion_slides.outline.words import own_words
from osloregion_slides.outline.workspace import BLOCKS, Workspace, located, placed, reference
from osloregion_slides.registry.values import Snapshot

if TYPE_CHECKING:
    from osloregion_slides.outline.nodes import Node


# Facts from other files: members on the outline's date, tables, inhabitants.
#
# A file is given as a text (``members: data/members.csv``), or as a mapping with the range of a workbook:
# ``{file: data/tall.xlsx, sheet: Budsjett, range: B2:E9}``. Files are read after audiences and settings are
# applied, which can name other files; their contents then act as if written in the outline.


def gather(document: Mapping, choices: Choices, workspace: Workspace) -> tuple[Mapping, Snapshot, tuple[Finding, ...]]:
    """Return the outline with its facts from files, the members on its date, and the findings of both."""
    members, findings = _members(document.get("members"), choices, workspace)
    findings += tuple([found for name in ("members", "population") for found in _unused_keys(document.get(name), name)])
    naming = [name for name in BLOCKS if _refers(name, document.get(name))]
    if "population" in naming:
        findings += _dated(document.get("population"), "inhabitants", choices)
    if naming:
        from osloregion_slides.tables.resolve import resolve

        document, more = resolve(document, members, choices, workspace)
        findings += more
    return document, members, findings


def _unused_keys(node: Node | None, name: str) -> list[Finding]:
    """Return warnings of keys that only tables have: cells of a registry or of figures are not shown as texts."""
    entries = node.entries if isinstance(node, Mapping) else ()
    return [
        finding("dead-key", entry.value.at, name=entry.key.text)
        for entry in entries
        if entry.key.text in ("markup", "columns", *["max_age"] * (name == "members"))
    ]


def _dated(node: Node | None, what: str, choices: Choices) -> tuple[Finding, ...]:
    """Return the error of an outline that uses dated facts without a date."""
    if choices.as_of or node is None:
        return ()
    return (finding("missing-key.date", node.at, what=term(what)),)


def _refers(name: str, node: Node | None) -> bool:
    if node is None or isinstance(node, Scalar):
        return node is not None and name == "population"
    if not isinstance(node, Mapping):
        return False
    if name == "data" or node.get("file") is not None:
        return True
    return any(isinstance(entry.value, Mapping) and entry.value.get("file") is not None for entry in node.entries)


def _members(node: Node | None, choices: Choices, workspace: Workspace) -> tuple[Snapshot, tuple[Finding, ...]]:
    named = reference(node)
    if node is None or named is None:
        return Snapshot(choices.as_of, ()), ()
    undated = _dated(node, "members", choices)
    path = located(named, workspace)
    if isinstance(path, Finding):
        return Snapshot(choices.as_of, ()), (*undated, path)
    from osloregion_slides.registry.load import load_registry

    registry, findings = load_registry(path, named.sheet, named.range, named.hidden)
    found = registry.as_of(choices.as_of)
    first = min([member.start for member in registry.members], default="")
    if "" < choices.as_of < first and found.municipalities.whole:
        early = finding("not-known.early", node.at, date=choices.as_of, first=first)
        return found, (*undated, early, *placed(findings, named))
    return found, (*undated, *placed(findings, named))


LANGUAGE = "nb"
"""The language of an outline that does not name one."""
BRAND = "ruten"
MAX_AUDIENCES = 200  # each is applied and checked, whichever one the deck is for


class SlideSource(Record):
    """One slide of the outline; ``fields`` read it, ``at`` is its location."""

    id: str
    kind: str
    fields: Fields
    at: Location


class Outline(Record):
    """The source of a deck. ``root`` is the outline's folder, ``as_of`` an ISO date or "".

    ``document`` is the tree after audience, settings and date. ``findings`` are the warnings of loading; those of
    texts, which are read on demand, are added to ``resolver.findings``. ``asked`` is the requested variant:
    audience, language, date, settings, "" for the outline's own choice. ``audiences`` are the available overlays by
    name, ``layers`` the applied overlays and those of every audience. ``schema`` is the one used for checking, with the
    kinds of plug-ins.
    """

    key: str
    title: str
    language: str
    languages: tuple[str, ...]
    as_of: str
    brand: str
    root: str
    audience: str
    members: Snapshot
    slides: tuple[SlideSource, ...]
    findings: tuple[Finding, ...]
    resolver: TextResolver
    document: Mapping
    asked: tuple[str, str, str, tuple[tuple[str, str], ...]] = ("", "", "", ())
    audiences: tuple[Entry, ...] = ()
    layers: tuple[Layer, ...] = ()
    schema: dict[str, Any] = {}

    @property
    def fields(self) -> Fields:
        """The blocks of the outline."""
        return Fields(self.document, self.resolver)


def load_outline(
    path: str,
    *,
    audience: str = "",
    language: str = "",
    as_of: str = "",
    settings: tuple[tuple[str, str], ...] = (),
    schema: dict[str, Any],
) -> Outline:
    """Return the outline at ``path`` for an audience, in a language, on an ISO date, with ``settings`` (path, value).

    Each "" is the outline's own choice. Raises InvalidInput with all faults that can be found together.
    """
    if "\0" in path:
        shown = path.replace("\0", "?")
        raise InvalidInput([finding("missing-file", Location(shown), name=shown, near="", folder="")])
    workspace = Workspace(path)
    trees, findings = read_sources(path, workspace)
    faults = list(findings)
    if not trees:
        raise InvalidInput(faults)
    checker, wrong = _checked(trees, schema)
    schema = checker.schema
    faults += wrong
    if text_of(trees[0].get("extends")):
        raise InvalidInput(_sorted(faults))
    audiences = _audiences(trees)
    if len(audiences) > MAX_AUDIENCES:
        fault = finding("too-many.audiences", audiences[-1].key.at, count=len(audiences), most=MAX_AUDIENCES)
        raise InvalidInput(_sorted([*faults, fault]))
    document, layers, more = vary(trees, audience, settings, schema)
    faults += [*more, *_duplicates(document)]
    if len(trees) > 1 or audience or settings:  # else this tree was checked above
        faults += checker.check(document)
    for layer in layers:
        if layer.audience not in ("", audience):
            faults += checker.check(layer.after)
    dated = on_date(document, _date(document, as_of), _languages((document,)))
    if dated.lost and not faults:
        faults += checker.check(dated.document)  # a required text can be missing on this date
    document = dated.document
    faults += dated.findings
    choices, unchosen = _choices(document, audience, language, as_of, trees[0])
    own, more = own_words(choices.language, workspace, document.at)
    faults += more
    choices = choices.replace(dated=dated.places, words=own)
    document, members, more = gather(document, choices, workspace)
    faults += [*unchosen, *more]
    if distant := far_meeting(document, choices.as_of):
        faults.append(distant)
    if any(fault.severity == "error" for fault in faults):
        from osloregion_slides.outline.diagnostics.misread import reported_once

        raise InvalidInput(reported_once(_sorted(_reliable(faults))))
    asked = (audience, language, as_of, settings)
    made = _outline(document, choices, members, workspace, tuple(faults), asked)
    return made.replace(audiences=audiences, layers=layers, schema=schema)


def _checked(trees: tuple[Mapping, ...], schema: dict[str, Any]) -> tuple[Checker, list[Finding]]:
    """Return the checker of a schema with the kinds of plug-ins, and the faults of the trees by it."""
    schema, broken = _with_plugins(trees, schema)
    checker = _checker(schema, _languages(trees))
    reported = {fault.at for fault in broken}
    faults = [fault for tree in trees for fault in checker.check(tree)]
    return checker, [*[one for one in faults if one.code != "unknown-kind" or one.at not in reported], *broken]


def with_document(outline: Outline, document: Mapping) -> Outline:
    """Return an outline with another tree in place of the one after audience, date and settings."""
    choices = outline.resolver.choices.replace(slides=_slide_ids(document))
    workspace = outline.resolver.workspace
    made = _outline(document, choices, outline.members, workspace, outline.findings, outline.asked)
    return made.replace(audiences=outline.audiences, layers=outline.layers, schema=outline.schema)


def _with_plugins(trees: tuple[Mapping, ...], schema: dict[str, Any]) -> tuple[dict[str, Any], tuple[Finding, ...]]:
    """Return the schema with the plug-in kinds that the outline uses; built-in kinds need no search for plug-ins."""
    blocks = [*trees, *[entry.value for entry in _audiences(trees) if isinstance(entry.value, Mapping)]]
    lists = [block.get("slides") for block in blocks]
    slides = [slide for found in lists if isinstance(found, Sequence) for slide in found.items]
    kinds = [slide.get("kind") for slide in slides if isinstance(slide, Mapping)]
    ours = schema["$defs"]["slide"]["properties"]["kind"]["enum"]
    foreign = {kind.text: kind for kind in kinds if isinstance(kind, Scalar) and kind.text not in ours}
    if not foreign:
        return schema, ()
    from osloregion_slides.outline.plugins import with_plugins

    return with_plugins(foreign.values(), schema)


def _audiences(trees: tuple[Mapping, ...]) -> tuple[Entry, ...]:
    """Return the overlays of all files, each name once; the last file wins."""
    blocks = [tree.get("audiences") for tree in trees]
    found = {entry.key.text: entry for block in blocks if isinstance(block, Mapping) for entry in block.entries}
    return tuple(found.values())


def _sorted(faults: list[Finding]) -> list[Finding]:
    """Return each fault once, by file and line."""
    files: dict[str, int] = {}
    for fault in faults:
        files.setdefault(fault.at.file if fault.at else "", len(files))

    def place(fault: Finding) -> tuple[int, int, int]:
        at = fault.at
        return (files[at.file], at.line, at.column) if at else (files[""], 0, 0)

    return sorted(dict.fromkeys(faults), key=place)


def _reliable(faults: list[Finding]) -> list[Finding]:
    """Return the faults without the consequences of a tab: after it the nesting is unknown."""
    tabs = {fault.at.file: fault.at.line for fault in faults if fault.code == "tab" and fault.at}

    def reliable(fault: Finding) -> bool:
        if fault.at is None or fault.code == "tab" or fault.at.file not in tabs:
            return True
        return fault.at.line < tabs[fault.at.file] and fault.code != "missing-key"

    return [fault for fault in faults if reliable(fault)]


def _languages(trees: tuple[Mapping, ...]) -> tuple[str, ...]:
    """Return the languages of the last file with ``languages``, and of its ``also``; else the one ``language``."""
    for tree in reversed(trees):
        languages, also = tree.get("languages"), tree.get("also")
        if isinstance(languages, Sequence) and languages.items:
            further = also.items if isinstance(also, Sequence) else ()
            return tuple(dict.fromkeys([text_of(item) for item in (*languages.items, *further) if text_of(item)]))
        if isinstance(languages, Scalar) and text_of(languages):  # a fault, reported once
            return tuple(languages.text.replace(",", " ").split())
    for tree in trees:  # a misspelt key is reported once, not with every translation
        for entry in tree.entries:
            if entry.key.text.startswith("lang") and isinstance(entry.value, Sequence):
                return tuple([text_of(item) for item in entry.value.items if text_of(item)]) or (LANGUAGE,)
    for tree in reversed(trees):
        if text_of(tree.get("language")):
            return (text_of(tree.get("language")),)
    return (LANGUAGE,)


_checkers: dict[tuple[str, ...], tuple[dict[str, Any], Checker]] = {}


def _checker(schema: dict[str, Any], languages: tuple[str, ...]) -> Checker:
    """Return a checker of the schema in which only these languages are known keys.

    It is cached per process: compiling its rules takes a tenth of a warm build.
    """
    whole, checker = _checkers.get(languages, (None, None))
    if checker is None or whole is not schema:
        definitions = {**schema["$defs"], "text": text_schema(languages)}
        checker = Checker({**schema, "$defs": definitions})
        _checkers.clear()  # the outlines of one process have few sets of languages
        _checkers[languages] = schema, checker
    return checker.another()


def _duplicates(document: Mapping) -> list[Finding]:
    """Return the findings of lists in which two things have the same id."""
    found: list[Finding] = []
    waiting: list[object] = [document]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Mapping):
            waiting.extend([entry.value for entry in node.entries if entry.value.__class__ is not Scalar])
        elif isinstance(node, Sequence):
            things = [item for item in node.items if item.__class__ is not Scalar]
            waiting.extend(things)
            first: dict[str, int] = {}
            for item in things:
                name = identity(item)
                if not name or not isinstance(item, Mapping):
                    continue
                at = item.get("id").at  # type: ignore[union-attr]  # identity has found it
                if name in first:
                    found.append(finding("duplicate-id", at, name=name, line=first[name]))
                if len(found) > FAULTS:
                    return found
                first.setdefault(name, at.line)
    return found


def _choices(
    document: Mapping, audience: str, language: str, as_of: str, base: Mapping
) -> tuple[Choices, list[Finding]]:
    faults: list[Finding] = []
    languages = _languages((document,))
    own = text_of(base.get("language")) or languages[0]
    chosen = language or text_of(document.get("language")) or own
    node = document.get("language")
    if chosen not in languages:
        where = Location("--language") if language or not node else node.at
        faults.append(finding("unknown-language", where, language=chosen, **meant(chosen, languages)))
    if as_of and (fault := date_fault(as_of)):
        key, values = fault
        faults.append(finding(key, Location("--as-of"), text=as_of[:40], **values))
    slides = _slide_ids(document)
    kept = frozenset(slides)
    left_out = tuple([name for name in _slide_ids(base) if name not in kept])
    date = as_of or text_of(document.get("as_of"))
    written = text_of(base.get("as_of"))
    return Choices(chosen, own, languages, date, audience, slides, left_out, written), faults


def _date(document: Mapping, as_of: str) -> str:
    """Return the deck's date, "" where it is missing or unreadable."""
    date = as_of or text_of(document.get("as_of"))
    return "" if date_fault(date) else date


def _slide_ids(document: Mapping) -> tuple[str, ...]:
    slides = document.get("slides")
    return tuple([identity(slide) for slide in slides.items]) if isinstance(slides, Sequence) else ()


def _outline(
    document: Mapping,
    choices: Choices,
    members: Snapshot,
    workspace: Workspace,
    findings: tuple[Finding, ...],
    asked: tuple[str, str, str, tuple[tuple[str, str], ...]],
) -> Outline:
    resolver = TextResolver(document, choices, members, workspace)
    slides = document.get("slides")
    sources = [
        SlideSource(identity(slide), text_of(slide.get("kind")), Fields(slide, resolver), slide.at)
        for slide in (slides.items if isinstance(slides, Sequence) else ())
        if isinstance(slide, Mapping)
    ]
    return Outline(
        text_of(document.get("deck")),
        plain(parse_markup(resolver.say(document.get("title")))),
        choices.language,
        choices.languages,
        choices.as_of,
        text_of(document.get("brand")) or BRAND,
        workspace.root,
        asked[0],
        members,
        tuple(sources),
        findings,
        resolver,
        document,
        asked,
    )
