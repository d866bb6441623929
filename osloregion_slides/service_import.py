"""The library's function from any deck to an outline: ``import_deck``."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from osloregion_slides.base import resources
from osloregion_slides.base.files import inside, read_bytes, write
from osloregion_slides.base.findings import Finding, InvalidInput, Location, finding, short, term
from osloregion_slides.base.messages import Phrase
from osloregion_slides.base.record import Record, warm_up
from osloregion_slides.base.resources import path as resource
from osloregion_slides.brand.load import PATHS, carried
from osloregion_slides.compose.context import TRIAL, Trial
from osloregion_slides.drafting import composed, drafted, drawn, load, owned, pens_of, read_deck
from osloregion_slides.ooxml.library import Library
from osloregion_slides.ooxml.names import REL_CORE
from osloregion_slides.ooxml.zip import MAX_FILE
from osloregion_slides.outline.dump import dump
from osloregion_slides.outline.load import BRAND, Outline
from osloregion_slides.outline.nodes import Entry, Mapping, Scalar, Sequence, identity, worded
from osloregion_slides.outline.read import read_outline, read_sources
from osloregion_slides.outline.trial import trial_folder
from osloregion_slides.outline.workspace import Workspace, from_here
from osloregion_slides.pptx.reading.beside import lost_beside, pictures_of
from osloregion_slides.pptx.reading.deck import DeckMarks, OpenedDeck, Package, open_deck, read_opened
from osloregion_slides.pptx.reading.text import addresses
from osloregion_slides.pulling.hints import Evidence, proposals, with_comments
from osloregion_slides.pulling.kinds import Converted, Naming, first_words, is_small, logos_of, slides_of
from osloregion_slides.pulling.marks import marked
from osloregion_slides.registry.load import load_registry
from osloregion_slides.service_update import Asked, find
from osloregion_slides.update.base_read import read_head
from osloregion_slides.update.deck_state import DeckState, RunState, Variant
from osloregion_slides.update.drawn import with_drawn

if TYPE_CHECKING:
    from collections.abc import Iterator

    from osloregion_slides.outline.nodes import Node
    from osloregion_slides.pptx.base_part import Written
    from osloregion_slides.service import Path

OTHERS = (".ppt", ".pps", ".pot", ".odp", ".otp", ".fodp")
"""Suffixes of other formats, which LibreOffice converts to .pptx."""
_LANGUAGES = ("nb", "nn", "sv", "da", "de", "en")
KEPT = "slide"
"""The kind of a kept slide."""
_EMPTY = term("the slide: it says nothing of its own")
_NO_KIND = term("the slide: none of the kinds can be built with its texts")
_AS_KIND, _WHOLE, _LEFT_OUT = range(3)
"""Ways to import a slide."""
_NOWHERE = Location("")


class ImportedSlide(Record):
    """The result for a slide of the deck: its number, title, its kinds in the outline, and the content that they lose.

    ``kept`` are the reasons to keep it whole from a copy of the deck (kind ``slide``), () for other kinds.
    """

    number: int
    title: str
    kinds: tuple[str, ...]
    lost: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()


class Imported(Record):
    """An outline made from a deck: ``files`` by name, the outline first; the result for each slide; findings."""

    files: tuple[tuple[str, bytes], ...]
    slides: tuple[ImportedSlide, ...]
    findings: tuple[Finding, ...] = ()

    def write(self, folder: Path) -> tuple[str, ...]:
        """Write the files into a folder that is new or empty; return their paths. InvalidInput (``folder-in-use``)."""
        name = os.fspath(folder)
        if os.path.isdir(name) and os.listdir(name):
            raise InvalidInput([finding("folder-in-use", Location(name))])
        written = []
        for file, data in self.files:
            path = os.path.join(name, file)
            os.makedirs(os.path.dirname(path), exist_ok=True)
            write(inside(name, file), data)
            written.append(path)
        return tuple(written)


def import_deck(
    deck: Path,
    outline: Path = "",
    *,
    brand: str = "",
    language: str = "",
    members: Path = "",
    data: bytes | None = None,
) -> Imported:
    """Return an outline with the content of a deck, and its pictures; nothing is written (``Imported.write`` does).

    A deck built by this tool names its outline. If that is found (or given as ``outline``) and still builds the deck,
    it is returned unchanged, with the files that it names. All other decks are read slide by slide; those of
    PowerPoint 97 and LibreOffice (.ppt, .odp) are first converted to .pptx by LibreOffice.

    Each slide becomes one or more slides of suitable kinds. A slide with content that no kind supports is kept: a
    slide of kind ``slide``, taken whole from a copy of the deck in ``slides/``. ``slides`` of the result has the
    result for each and the reasons; findings list kept slides and lost content. ``brand`` is the brand of the outline,
    ``language`` its language (default: that of most texts). Numbers that count the members of the registry (at
    ``members``, default: the alliance's own, for decks that name it), the deck's date and its footer are proposed:
    comments in the outline, and findings. With ``data`` these bytes are the deck and the path only
    its name. InvalidInput for a deck that cannot be read, or has no content (``import-empty``).

    >>> save("out/deck.pptx", build("decks/osloregionen.yaml"))
    >>> import_deck("out/deck.pptx").slides[1].title
    'Strategisk, politisk samarbeidsallianse'
    """
    warm_up()
    path = os.fspath(deck)
    data = read_deck(path) if data is None else data
    missing: tuple[Finding, ...] = ()
    if path.lower().endswith(OTHERS):
        from osloregion_slides.render.office import as_pptx

        data, missing = as_pptx(path, data), (finding("import-converted", Location(path)),)
    opened = open_deck(data, path)
    state = read_opened(opened)
    if opened.marks.base and not brand and not language:
        own = own_outline(path, data, opened.marks, os.fspath(outline))
        if isinstance(own, Own):
            return Imported(own.files, _own_slides(state, opened.marks.slides, own.kinds), own.findings)
        missing = (*missing, own)
    pictures = pictures_of(opened.package, state.slides)
    brand, files = carried(brand or BRAND)
    importing = _Import(path, state, pictures, brand, language or _language(opened), data, opened.package)
    importing.addresses = [addresses(opened.package, [s.locator.part]) if s.locator else {} for s in state.slides]
    importing.saved = _dates_of(opened)
    importing.of_brand = files
    importing.members = os.fspath(members)
    importing.beside = [lost_beside(opened.package, slide) for slide in state.slides]
    made = importing.run()
    return made.replace(findings=(*missing, *made.findings))


def _own_slides(state: DeckState, sealed: Written, kinds: dict[str, str]) -> tuple[ImportedSlide, ...]:
    """Return the slides of a deck with their kinds in its outline."""
    keys = dict(sealed)
    found = []
    for number, slide in enumerate(state.slides, 1):
        key = keys.get(slide.locator.part, "") if slide.locator else ""
        kind = kinds.get(key) or kinds.get(key.rpartition("-")[0], "")
        found.append(ImportedSlide(number, slide.title, (kind,) if kind else ()))
    return tuple(found)


class _Import:
    def __init__(
        self,
        path: str,
        state: DeckState,
        pictures: dict[str, tuple[str, bytes]],
        brand: str,
        language: str,
        data: bytes,
        package: Package,
    ) -> None:
        self._package = package
        self._path, self._state, self._pictures, self._brand, self._language = path, state, pictures, brand, language
        stem = os.path.splitext(os.path.basename(path))[0]
        self._name = Naming((), {}, _text).id(stem, "deck")
        self._whole = f"slides/{self._name}.pptx", data
        naming = Naming((), {}, _text)
        self._ids = [naming.id(first_words(slide), f"slide-nr-{n}") for n, slide in enumerate(state.slides, 1)]
        self.beside: list[tuple[Phrase, ...]] = [()] * len(state.slides)
        self.addresses: list[dict[str, str]] = [{}] * len(state.slides)
        self._logos = logos_of(state.slides, state.size)
        self.saved: tuple[str, ...] = ()
        self.members = ""
        self.of_brand: tuple[tuple[str, bytes], ...] = ()

    def run(self) -> Imported:
        """Return the outline, its files and the result for each slide."""
        with trial_folder() as folder:
            for file, data in (*self._pictures.values(), *self.of_brand):
                os.makedirs(os.path.dirname(os.path.join(folder, file)), exist_ok=True)
                write(os.path.join(folder, file), data)
            self._trial = Trial()
            token = TRIAL.set(self._trial)
            try:
                made, text = self._buildable(folder)
            finally:
                TRIAL.reset(token)
        return self._report(made, text)

    def _buildable(self, folder: str) -> tuple[list[Converted], str]:
        """Return slides with which the outline builds; one that fails is kept, or omitted if it fails again."""
        naming = self._naming()
        made = [self._converted(naming, place, _AS_KIND) for place in range(len(self._ids))]
        while True:
            if not any([one.slides and one.lost != (_EMPTY,) for one in made]):
                raise InvalidInput([finding("import-empty", Location(self._path))])
            text = self._text(made)
            broken = self._failing(folder, text, made)
            if not broken:
                return made, text
            for place in broken:
                mode = _LEFT_OUT if made[place].kinds == (KEPT,) else _WHOLE
                made[place] = self._converted(naming, place, mode)

    def _report(self, made: list[Converted], text: str) -> Imported:
        slides, findings = [], []
        for number, (slide, one) in enumerate(zip(self._state.slides, made), 1):
            kept = one.kinds == (KEPT,)
            why, lost = (one.lost, ()) if kept else ((), one.lost)
            slides.append(ImportedSlide(number, slide.title, one.kinds, tuple(map(str, lost)), tuple(map(str, why))))
            at, title = Location(self._path), short(first_words(slide))
            if kept:
                findings.append(finding("import-kept", at, number=number, title=title, why=why))
            elif lost:
                findings.append(finding("import-lost", at, number=number, title=title, lost=lost))
        shown = [file for file in self._pictures.values() if file[0] in text]
        whole = [self._whole] * any([one.kinds == (KEPT,) for one in made])
        text, proposed, registry = self._with_proposals(text)
        files = ((f"{self._name}.yaml", text.encode()), *shown, *whole, *registry, *self.of_brand)
        return Imported(files, tuple(slides), (*findings, *proposed))

    def _with_proposals(self, text: str) -> tuple[str, tuple[Finding, ...], tuple[tuple[str, bytes], ...]]:
        """Return the outline with proposals as comments, their findings, and the registry's file where one needs it."""
        path = self.members or resource("decks", "data", "members.csv")
        registry, _ = load_registry(path)
        named = f"data/{os.path.basename(path)}"
        root, _ = read_outline(text.encode(), f"{self._name}.yaml")
        evidence = Evidence(self._state, registry, named, self.saved, bool(self.members))
        proposed = proposals(root, evidence, self._language) if root is not None else ()
        text, findings = with_comments(text, proposed)
        is_needed = any([one.text for one in proposed])
        return text, findings, ((named, read_bytes(path, MAX_FILE)),) * is_needed

    def _naming(self) -> Naming:
        naming = Naming(self._ids, {key: file for key, (file, _) in self._pictures.items()}, _text)
        naming.links = {s.locator.part: name for s, name in zip(self._state.slides, self._ids) if s.locator}
        naming.page = self._state.size
        naming.logos = self._logos
        return naming

    def _converted(self, naming: Naming, place: int, mode: int) -> Converted:
        """Return the result for a slide imported in a mode (``_AS_KIND``, ``_WHOLE`` or ``_LEFT_OUT``)."""
        if mode == _LEFT_OUT:
            return Converted((), (), (_NO_KIND,))
        slide = self._state.slides[place]
        naming.addresses = self.addresses[place]
        before = self._state.slides[place - 1].section if place else ""
        naming.section = slide.section if slide.section != before else ""
        if mode == _WHOLE:
            return Converted((self._kept(place, naming.section),), (KEPT,), (_NO_KIND,))
        one = slides_of(slide, naming, self._ids[place], place == 0)
        lost = (*one.lost, *self.beside[place])
        if not one.slides and not lost:
            lost = (_EMPTY,)
        why = tuple([said for said in lost if not is_small(said)])
        if not one.slides or why:
            return Converted((self._kept(place, naming.section),), (KEPT,), why or (_NO_KIND,))
        return one.replace(lost=lost)

    def _kept(self, place: int, section: str) -> Mapping:
        """Return a kept slide, taken whole from the copy of the deck."""
        values = {"id": self._ids[place], "kind": KEPT, "from": f"{self._whole[0]}#{place + 1}", "master": "own"}
        entries = [Entry(_scalar(key), _text(value)) for key, value in values.items()]
        entries += [Entry(_scalar("section"), _text(marked((RunState(section),)) or section))] * bool(section)
        return Mapping(tuple(entries), _NOWHERE)

    def _text(self, made: list[Converted]) -> str:
        slides = [slide for one in made for slide in one.slides]
        title = self._state.title or next((s.title for s in self._state.slides if s.title), "") or self._name
        said = marked((RunState(" ".join(title.split())),)) or self._name
        head = {"deck": self._name, "title": said, "language": self._language, "brand": self._brand}
        entries = [Entry(_scalar(key), _text(value)) for key, value in head.items()]
        whole = Mapping((*entries, Entry(_scalar("slides"), Sequence(tuple(slides), _NOWHERE))), _NOWHERE)
        return re.sub(r"(?m)^(slides:|  - id:)", r"\n\1", dump(whole)).replace("slides:\n\n", "slides:\n")

    def _failing(self, folder: str, text: str, made: list[Converted]) -> set[int]:
        """Return the indexes of slides with errors."""
        if not self._trial.decks and any([one.kinds == (KEPT,) for one in made]):
            copy, data = os.path.join(folder, self._whole[0]), self._whole[1]
            os.makedirs(os.path.dirname(copy))
            write(copy, data)
            self._trial.decks[from_here(copy)] = data, Library(self._package)
        path = os.path.join(folder, f"{self._name}.yaml")
        write(path, text.encode())
        try:
            _, _, findings = drafted(load(path), checked=False)
        except InvalidInput as problem:
            findings = problem.findings
        errors = [one for one in findings if one.severity == "error"]
        if not errors:
            return set()
        owner = {identity(slide): place for place, one in enumerate(made) for slide in one.slides}
        lines = [
            (number, line.partition(": ")[2].strip('"'))
            for number, line in enumerate(text.split("\n"), 1)
            if line.startswith("  - id: ")
        ]
        found = set()
        for one in errors:
            above = [name for number, name in lines if one.at and number <= one.at.line]
            name = one.slide if one.slide in owner else above[-1] if above else ""
            if name not in owner:
                raise InvalidInput([one.replace(at=Location(self._path)) for one in errors])
            found.add(owner[name])
        return found


def _dates_of(opened: OpenedDeck) -> tuple[str, ...]:
    """Return the dates (ISO) of the last save and of the creation in the deck's properties."""
    part = opened.package.related("", REL_CORE)
    root = opened.package.root(part) if part else None
    said = (
        [root.findtext(f"{{http://purl.org/dc/terms/}}{name}") or "" for name in ("modified", "created")]
        if root is not None
        else []
    )
    return tuple(dict.fromkeys([one[:10] for one in said if re.match(r"\d{4}-\d\d-\d\d", one)]))


def _language(opened: OpenedDeck) -> str:
    """Return the most frequent known language of the slides' runs, else English."""
    votes: dict[str, int] = {}
    for part in opened.package.members:
        if re.fullmatch(r"ppt/slides/slide\d+\.xml", part):
            for found in re.findall(rb'lang="([a-z]{2})', opened.package.data(part)):
                name = found.decode().replace("no", "nb")
                votes[name] = votes.get(name, 0) + 1
    return max([name for name in _LANGUAGES if name in votes], key=lambda name: votes[name], default="en")


def _text(text: str) -> Scalar:
    return worded(text, _NOWHERE)


def _scalar(text: str) -> Scalar:
    return Scalar(text, True, _NOWHERE)


# The outline of a deck built by this tool: found, compared with the deck's base, with all files that it names.


class Own(Record):
    """The outline of a deck: its files by name, the outline first; the kind of each slide by its id; findings."""

    files: tuple[tuple[str, bytes], ...]
    kinds: dict[str, str]
    findings: tuple[Finding, ...]


def own_outline(path: str, data: bytes, marks: DeckMarks, outline: str = "") -> Own | Finding:
    """Return the outline of a deck, if it is found and still builds the same; else a finding with the reason.

    ``outline`` is its path; "" searches for the one that the deck names, near the working folder and the deck.
    """
    try:
        found = find(path, Asked(outline, "", "", "", ()), data)
        head = read_head(found.base)
    except InvalidInput as problem:
        name = dict(problem.findings[0].values).get("name", "")
        return finding("import-without-outline", Location(path), name=str(name))
    variant, name = head.variant, os.path.basename(found.outline)
    other = finding("import-outline-changed", Location(path), name=found.outline)
    try:
        loaded, base = _outline_and_base(found.outline, variant)
        if _unversioned(base) != _unversioned(found.base):
            return other
        files = _files(loaded, found.outline)
        with trial_folder() as folder:
            for file, content in files:
                os.makedirs(os.path.dirname(os.path.join(folder, file)), exist_ok=True)
                write(os.path.join(folder, file), content)
            if _outline_and_base(os.path.join(folder, files[0][0]), variant)[1] != base:
                return other
    except InvalidInput:
        return other
    findings = [finding("import-own", Location(path), name=name, options=_options(variant))]
    if not marks.slides or not all([key for _, key in marks.slides]):
        findings.append(finding("import-edited", Location(path), deck=path, name=files[0][0]))
    return Own(files, {source.id: source.kind for source in loaded.slides}, tuple(findings))


def _outline_and_base(path: str, variant: Variant) -> tuple[Outline, bytes]:
    """Return an outline in a variant, and its base."""
    chosen = {"audience": variant.audience, "language": variant.language, "as_of": variant.as_of}
    loaded = load(path, settings=variant.settings, **chosen)
    deck, brand, _ = composed(loaded, checked=False)
    made = drawn(owned(loaded, deck, brand), pens_of(loaded, deck, brand))
    return loaded, with_drawn(made.base, made.fresh) if made.fresh else made.base


def _unversioned(base: bytes) -> bytes:
    """Return a base without the version of the program that wrote it, its last entry."""
    return base.rpartition(b'"version":')[0]


def _options(variant: Variant) -> str:
    """Return the command-line options of a variant."""
    said = [("--audience", variant.audience), ("--language", variant.language), ("--as-of", variant.as_of)]
    said += [("--set", f'{key}="{value}"') for key, value in variant.settings]
    return " ".join([f"{option} {value}" for option, value in said if value])


def _files(outline: Outline, path: str) -> tuple[tuple[str, bytes], ...]:
    """Return an outline, the outlines that it extends and all files that they name, with relative paths."""
    workspace = Workspace(path)
    trees, _ = read_sources(path, workspace)
    found = {os.path.abspath(path): None}
    found |= dict.fromkeys([os.path.abspath(tree.at.file) for tree in trees])
    for tree in trees:
        for scalar in _scalars(tree):
            named = workspace.find(scalar.text.partition("#")[0].strip(), scalar.at) if scalar.text[:300] else ""
            if isinstance(named, str) and named:
                found[os.path.abspath(named)] = None
    for folder in (workspace.root, workspace.top):
        brand = os.path.join(folder, "templates", outline.brand)
        if os.path.isdir(brand) and workspace.holds(brand):
            found |= {os.path.join(brand, one): None for one in sorted(os.listdir(brand))}
        found |= {os.path.join(folder, "locale", f"{one}.yaml"): None for one in outline.languages}
    for fonts in {os.path.join(os.path.dirname(one), "fonts"): None for one in found if one.endswith(PATHS)}:
        tables = sorted(os.listdir(fonts)) if os.path.isdir(fonts) and workspace.holds(fonts) else ()
        found |= {os.path.join(fonts, one): None for one in tables if one.endswith(".json")}
    ours = tuple([os.path.join(os.path.abspath(resources.path(one)), "") for one in ("assets", "templates")])
    kept = [one for one in found if os.path.isfile(one) and not one.startswith(ours)]
    top = os.path.commonpath([os.path.dirname(one) for one in kept])
    return tuple([(os.path.relpath(one, top).replace(os.sep, "/"), read_bytes(one, MAX_FILE)) for one in kept])


def _scalars(node: Node) -> Iterator[Scalar]:
    waiting = [node]
    while waiting:
        one = waiting.pop()
        if isinstance(one, Scalar):
            if 0 < len(one.text) < 300 and "." in one.text and "\n" not in one.text:
                yield one
        else:
            waiting += [e.value for e in one.entries] if hasattr(one, "entries") else list(one.items)
