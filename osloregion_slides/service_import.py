"""The library's verb from any deck to an outline: ``import_deck``."""

from __future__ import annotations

import os
import re
import tempfile
from hashlib import sha1
from typing import TYPE_CHECKING

from osloregion_slides.base.files import inside, write
from osloregion_slides.base.findings import InvalidInput, Location, finding, short, term
from osloregion_slides.base.record import Record, warm_up
from osloregion_slides.drafting import drafted, load, read_deck
from osloregion_slides.ooxml.names import REL_CHART, C
from osloregion_slides.outline.dump import dump
from osloregion_slides.outline.load import BRAND
from osloregion_slides.outline.nodes import Entry, Mapping, Scalar, Sequence, identity
from osloregion_slides.pptx.reading.deck import open_deck, read_opened
from osloregion_slides.pulling.kinds import Made, Naming, first_words, slides_of
from osloregion_slides.pulling.marks import marked
from osloregion_slides.update.deck_state import RunState

if TYPE_CHECKING:
    from osloregion_slides.base.findings import Finding
    from osloregion_slides.base.messages import Phrase
    from osloregion_slides.pptx.reading.deck import OpenedDeck
    from osloregion_slides.service import Path
    from osloregion_slides.update.deck_state import DeckState, SlideState

_PICTURES = {b"\x89PNG": ".png", b"\xff\xd8\xff": ".jpg"}
_LANGUAGES = ("nb", "nn", "sv", "da", "de", "en")
_LEVELS = 3
"""Ways to say a slide, from its own kind to plain texts."""
_NOWHERE = Location("")


class ImportedSlide(Record):
    """What became of a slide of the deck: its number, title, the kinds that say it, and what they do not carry."""

    number: int
    title: str
    kinds: tuple[str, ...]
    lost: tuple[str, ...] = ()


class Imported(Record):
    """An outline made of a deck: ``files`` by name, the outline first; what became of each slide; findings."""

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


def import_deck(deck: Path, *, brand: str = "", language: str = "", data: bytes | None = None) -> Imported:
    """Return an outline that says what a deck says, with its pictures; nothing is written (``Imported.write`` does).

    Each slide becomes the kind that says it, or several slides. What no kind carries is in ``slides`` of the result,
    and a finding. ``brand`` is the brand of the outline, ``language`` its language (default: that of most texts). With
    ``data`` these bytes are the deck and the path only its name. InvalidInput for a deck that cannot be read, or that
    says nothing (``import-empty``).

    >>> save("out/deck.pptx", build("decks/osloregionen.yaml"))
    >>> import_deck("out/deck.pptx").slides[1].title
    'Strategisk, politisk samarbeidsallianse'
    """
    warm_up()
    path = os.fspath(deck)
    opened = open_deck(read_deck(path) if data is None else data, path)
    state = read_opened(opened)
    pictures = _pictures(opened, state)
    importing = _Import(path, state, pictures, brand or BRAND, language or _language(opened))
    importing.charts_lose = [_lost_of_charts(opened, slide) for slide in state.slides]
    return importing.run()


class _Import:
    def __init__(
        self, path: str, state: DeckState, pictures: dict[str, tuple[str, bytes]], brand: str, language: str
    ) -> None:
        self._path, self._state, self._pictures, self._brand, self._language = path, state, pictures, brand, language
        stem = os.path.splitext(os.path.basename(path))[0]
        self._name = Naming((), {}, _scalar).id(stem, "deck")
        naming = Naming((), {}, _scalar)
        self._ids = [naming.id(first_words(slide), f"slide-nr-{n}") for n, slide in enumerate(state.slides, 1)]
        self.charts_lose: list[tuple[Phrase, ...]] = [()] * len(state.slides)

    def run(self) -> Imported:
        levels = [0] * len(self._state.slides)
        with tempfile.TemporaryDirectory() as folder:
            for file, data in self._pictures.values():
                os.makedirs(os.path.join(folder, "pictures"), exist_ok=True)
                write(os.path.join(folder, file), data)
            while True:
                made = self._made(levels)
                if not any([one.slides for one in made]):
                    raise InvalidInput([finding("import-empty", Location(self._path))])
                text = self._text(made)
                broken = self._broken(folder, text, made)
                if not broken:
                    break
                for place in broken:
                    levels[place] += 1
        slides, findings = [], []
        for number, (slide, one, more) in enumerate(zip(self._state.slides, made, self.charts_lose), 1):
            lost = (*one.lost, *more)
            slides.append(ImportedSlide(number, slide.title, one.kinds, tuple(map(str, lost))))
            if lost:
                at, title = Location(self._path), short(first_words(slide))
                findings.append(finding("import-lost", at, number=number, title=title, lost=lost))
        files = ((f"{self._name}.yaml", text.encode()), *self._pictures.values())
        return Imported(files, tuple(slides), tuple(findings))

    def _made(self, levels: list[int]) -> list[Made]:
        naming = Naming(self._ids, {key: file for key, (file, _) in self._pictures.items()}, _scalar)
        naming.links = {s.locator.part: name for s, name in zip(self._state.slides, self._ids) if s.locator}
        made = []
        for place, (slide, name, level) in enumerate(zip(self._state.slides, self._ids, levels)):
            if level >= _LEVELS:
                made.append(Made((), (), (term("the slide: none of the kinds can be built with its texts"),)))
            else:
                made.append(slides_of(slide, naming, name, place == 0, level))
        return made

    def _text(self, made: list[Made]) -> str:
        slides = [slide for one in made for slide in one.slides]
        title = self._state.title or next((s.title for s in self._state.slides if s.title), "") or self._name
        said = marked((RunState(" ".join(title.split())),)) or self._name
        head = {"deck": self._name, "title": said, "language": self._language, "brand": self._brand}
        entries = [Entry(_scalar(key), _scalar(value)) for key, value in head.items()]
        whole = Mapping((*entries, Entry(_scalar("slides"), Sequence(tuple(slides), _NOWHERE))), _NOWHERE)
        return re.sub(r"(?m)^(slides:|  - id:)", r"\n\1", dump(whole)).replace("slides:\n\n", "slides:\n")

    def _broken(self, folder: str, text: str, made: list[Made]) -> set[int]:
        """Return the places of the slides with which the outline does not build."""
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
                raise InvalidInput(errors)
            found.add(owner[name])
        return found


def _lost_of_charts(opened: OpenedDeck, slide: SlideState) -> tuple[Phrase, ...]:
    """Return what the charts of a slide say beside their data, which no kind carries."""
    package = opened.package
    found: list[Phrase] = []
    parts = package.all_related(slide.locator.part, REL_CHART) if slide.locator else ()
    for root in [package.root(part) for part in parts]:
        if any("".join(title.itertext()).strip() for title in root.iter(f"{{{C}}}title")):
            found.append(term("the titles of a chart and of its axes"))
        ends = [root.find(f".//{{{C}}}scaling/{{{C}}}{end}") for end in ("min", "max")]
        if [end.get("val") for end in ends if end is not None] not in ([], ["0"]):  # a build begins bars at 0 itself
            found.append(term("the range of a chart's axis"))
    return tuple(dict.fromkeys(found))


def _pictures(opened: OpenedDeck, state: DeckState) -> dict[str, tuple[str, bytes]]:
    """Return the pictures that slides show, by digest: the name of a file, and its bytes."""
    wanted = {item.image for slide in state.slides for item in slide.items if item.image}
    found: dict[str, tuple[str, bytes]] = {}
    for part in sorted(opened.package.members):
        if "/media/" not in part:
            continue
        data = opened.package.data(part)
        digest = sha1(data).hexdigest()
        suffix = next((suffix for begin, suffix in _PICTURES.items() if data.startswith(begin)), "")
        if digest in wanted and suffix:
            stem = os.path.splitext(os.path.basename(part))[0]
            name = f"pictures/{stem}{suffix}"
            if name in [file for file, _ in found.values()]:  # image1.jpg and image1.jpeg
                name = f"pictures/{stem}-{len(found)}{suffix}"
            found.setdefault(digest, (name, data))
    return found


def _language(opened: OpenedDeck) -> str:
    """Return the language that most runs of the slides say, English where they say none that is known."""
    votes: dict[str, int] = {}
    for part in opened.package.members:
        if re.fullmatch(r"ppt/slides/slide\d+\.xml", part):
            for found in re.findall(rb'lang="([a-z]{2})', opened.package.data(part)):
                name = found.decode().replace("no", "nb")
                votes[name] = votes.get(name, 0) + 1
    return max([name for name in _LANGUAGES if name in votes], key=lambda name: votes[name], default="en")


def _scalar(text: str) -> Scalar:
    return Scalar(text, True, _NOWHERE)
