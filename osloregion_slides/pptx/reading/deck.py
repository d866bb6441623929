"""A found presentation to ``DeckState``: what an update calls theirs."""

from __future__ import annotations

from osloregion_slides.base.record import Record
from osloregion_slides.ooxml.geometry import slide_size
from osloregion_slides.ooxml.inheritance import DEFAULTS
from osloregion_slides.ooxml.names import P14, REL_CORE, REL_NOTES, TYPES, P, R, rels_name
from osloregion_slides.pptx.reading.items import SlideReader
from osloregion_slides.pptx.reading.package import Package, damaged, read_marks
from osloregion_slides.pptx.reading.sheets import Sheets, flag
from osloregion_slides.pptx.reading.text import plain_paragraphs
from osloregion_slides.update.deck_state import DeckState, Identity, Locator, SlideState, nfc
from osloregion_slides.update.deck_state import notes as normal_notes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any as Element

    from osloregion_slides.base.findings import InvalidInput
    from osloregion_slides.ooxml.zip import Member
    from osloregion_slides.pptx.reading.package import DeckMarks


SECTION_ID = f"{{{P14}}}sldId"
_SLIDE_CREATION = f"{{{P}}}cSld/{{{P}}}extLst/{{{P}}}ext/{{{P14}}}creationId"
_TITLES = ("title", "ctrTitle")
_NONE: Mapping[str, SlideState] = {}


UNEXPECTED = (ValueError, TypeError, AttributeError, KeyError, IndexError)
"""What reading a part raises that is XML but lacks what the format requires; the schema is not checked beforehand."""


class FoundDeck(Record):
    """What was read: ``known`` (keys are part names and shape ids until the match), and the deck's markers.

    ``base`` is the base that lies in the deck, b"" without one, whatever ``base_hash`` (``osr.base``,
    ``sha256:…`` or "") says.
    """

    known: DeckState
    base: bytes = b""
    base_hash: str = ""


class OpenedDeck(Record):
    """A package that is a presentation, and what it says of itself; its slides are not read yet."""

    package: Package
    marks: DeckMarks


def read_deck(data: bytes, file: str = "") -> FoundDeck:
    """Return what a .pptx holds of what an update compares.

    InvalidInput with one finding where the bytes are no presentation that can be read: ``deck-damaged``
    (cut short, a broken part), ``deck-encrypted``, ``deck-old-format``, ``deck-too-large``,
    ``not-a-presentation``.
    """
    opened = open_deck(data, file)
    return FoundDeck(read_opened(opened), opened.marks.base, opened.marks.base_hash)


def open_deck(data: bytes | Mapping[str, Member], file: str = "", like: Package | None = None) -> OpenedDeck:
    """Return a deck (or its members) ready to be read. ``like``: see ``Package``. InvalidInput as in ``read_deck``."""
    try:
        package = Package(data, file, like)
        return OpenedDeck(package, read_marks(package))
    except UNEXPECTED as problem:
        raise _unlike_the_format(file, problem) from None


def read_opened(opened: OpenedDeck, known: Mapping[str, SlideState] = _NONE) -> DeckState:
    """Return what an opened deck holds; slides whose part is in ``known`` are not read. InvalidInput: ``read_deck``."""
    package = opened.package
    try:
        return DeckState(
            opened.marks.key, _title(package), read_slides(package, known), size=slide_size(package.root(package.main))
        )
    except UNEXPECTED as problem:
        raise _unlike_the_format(package.file, problem) from None


def _unlike_the_format(file: str, problem: Exception) -> InvalidInput:
    return damaged(file, f"a part of it is not what the format says ({type(problem).__name__})")


def slide_entries(package: Package) -> list[tuple[Element, str]]:
    """Return the slides of the show in order: their ``p:sldId`` and part."""
    relations = package.relations(package.main)
    found = []
    for entry in package.root(package.main).iterfind(f"{{{P}}}sldIdLst/{{{P}}}sldId"):
        relation = relations.get(entry.get(f"{{{R}}}id", ""))
        if relation is not None and not relation.external and relation.target in package:
            found.append((entry, relation.target))
    return found


def read_slides(package: Package, known: Mapping[str, SlideState] = _NONE) -> tuple[SlideState, ...]:
    """Return the slides in order; those of ``known``, by part, as they are there but for their place."""
    sheets, digests = Sheets(package), dict[str, str]()
    sections = _sections(package)
    found = []
    for number, (entry, part) in enumerate(slide_entries(package), 1):
        section = sections.get(entry.get("id", ""), "")
        if part in known:
            slide = known[part]
            if (slide.section, slide.marks.number) != (section, number):
                slide = slide.replace(section=section, marks=slide.marks.replace(number=number))
            found.append(slide)
        else:
            found.append(_slide(package, part, number, sheets, digests, section))
    return tuple(found)


def _slide(
    package: Package, part: str, number: int, sheets: Sheets, digests: dict[str, str], section: str
) -> SlideState:
    root = package.root(part)
    items = SlideReader(package, part, sheets.of(part), digests).items()
    creation, holder = root.find(_SLIDE_CREATION), root.find(f"{{{P}}}cSld")
    marks = Identity(
        creation.get("val", "") if creation is not None else "",
        holder.get("name", "") if holder is not None else "",
        number,
    )
    return SlideState(
        part,
        next((plain_title(item.text) for item in items if item.slot in _TITLES), ""),
        items,
        _notes(package, part),
        not flag(root.get("show"), True),
        section=section,
        locator=Locator(part),
        marks=marks,
    )


def plain_title(text: tuple) -> str:  # type: ignore[type-arg]
    """Return the characters of a title on one line."""
    return " ".join([paragraph.plain.replace("\n", " ") for paragraph in text])


def notes_body(root: Element) -> Element | None:
    """Return the text body of a notes page: its placeholder of type body."""
    for shape in root.iterfind(f"{{{P}}}cSld/{{{P}}}spTree//{{{P}}}sp"):
        reference = shape.find(f"*/{{{P}}}nvPr/{{{P}}}ph")
        if reference is not None and reference.get("type") == "body":
            return shape.find(f"{{{P}}}txBody")
    return None


def _notes(package: Package, slide: str) -> tuple[str, ...]:
    part = package.related(slide, REL_NOTES)
    return normal_notes(plain_paragraphs(notes_body(package.root(part)))) if part else ()


def _sections(package: Package) -> dict[str, str]:
    """Return the section's name by slide id."""
    found: dict[str, str] = {}
    for section in package.root(package.main).iterfind(f"{{{P}}}extLst/{{{P}}}ext/*/{{{P14}}}section"):
        for entry in section.iter(SECTION_ID):
            found.setdefault(entry.get("id", ""), section.get("name", ""))
    return found


def _title(package: Package) -> str:
    part = package.related("", REL_CORE)
    found = package.root(part).find("{http://purl.org/dc/elements/1.1/}title") if part else None
    return nfc(found.text or "") if found is not None else ""


# A deck read again after an update: slides whose parts lie as they lay before are taken as they were read then.

_SLIDES = "ppt/slides/"
_BELOW = ("ppt/notesSlides/", "ppt/charts/", "ppt/embeddings/", "ppt/media/")
"""Folders of parts that some slides lead to."""
_APART = ("customXml/", "docProps/")
"""Folders of parts that no slide is read from. All parts elsewhere may bear on the reading of every slide."""


def read_again(after: OpenedDeck, before: Package, known: DeckState) -> DeckState:
    """Return what ``read_opened`` returns of ``after``; ``known`` was read of ``before``."""
    return read_opened(after, dict(_unchanged(after.package, before, known)))


def _unchanged(package: Package, before: Package, known: DeckState) -> Iterator[tuple[str, SlideState]]:
    """Yield by part the slides that read as they did."""
    changed = {name for name in {**package.members, **before.members} if not _same(package, before, name)}
    listing = (TYPES, rels_name(""), package.main, rels_name(package.main))
    if any([not name.startswith((_SLIDES, *_BELOW, *_APART)) and name not in listing for name in changed]):
        return
    if package.main in changed and package.written(package.main, DEFAULTS) != before.written(before.main, DEFAULTS):
        return
    below = any([name.startswith(_BELOW) for name in changed])
    for slide in known.slides:
        part = slide.locator.part if slide.locator else slide.key
        parts = [part, *(_reached(package, part) if below else ())]
        if changed.isdisjoint(parts) and changed.isdisjoint(map(rels_name, parts)):
            yield part, slide


def _same(package: Package, before: Package, name: str) -> bool:
    """Say whether a member is the same: what tells one from another is its CRC and size."""
    one, other = package.members.get(name), before.members.get(name)
    return one is other or (one and (one.crc, one.size)) == (other and (other.crc, other.size))


def _reached(package: Package, part: str) -> list[str]:
    return [one.target for one in package.relations(part).values() if not one.external]
