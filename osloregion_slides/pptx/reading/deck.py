"""An existing presentation: its package, its markers, and its ``DeckState``, which is "theirs" in an update."""

from __future__ import annotations

from hashlib import sha1
from typing import TYPE_CHECKING

from lxml import etree

from osloregion_slides.base.findings import InvalidInput, term
from osloregion_slides.base.record import Record
from osloregion_slides.brand.wording import usual_name
from osloregion_slides.ooxml import package
from osloregion_slides.ooxml.colour import scheme_of, typeface
from osloregion_slides.ooxml.geometry import slide_size
from osloregion_slides.ooxml.inheritance import DEFAULTS
from osloregion_slides.ooxml.names import (
    P14,
    REL_CORE,
    REL_CUSTOM,
    REL_DOCUMENT,
    REL_LAYOUT,
    REL_MASTER,
    REL_NOTES,
    REL_THEME,
    STRICT,
    TYPES,
    P,
    R,
    rels_name,
)
from osloregion_slides.ooxml.package import BadXml, Relation, damaged, deck_policy, parse_xml, refused
from osloregion_slides.pptx.base_part import DECK_PROPERTY, HASH_PROPERTY, LOOKS, NAMESPACE, read_seal
from osloregion_slides.pptx.reading.items import SlideReader
from osloregion_slides.pptx.reading.looks import in_custom_shows, slide_look
from osloregion_slides.pptx.reading.sheets import Sheets, flag
from osloregion_slides.pptx.reading.text import plain_paragraphs
from osloregion_slides.update.base_read import MAX_BASE, read_base
from osloregion_slides.update.deck_state import DeckState, Identity, Locator, SlideState, nfc
from osloregion_slides.update.deck_state import notes as normal_notes
from osloregion_slides.update.state_parts import ThemeState

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Any as Element

    from osloregion_slides.ooxml.zip import Member
    from osloregion_slides.pptx.base_part import Written


# The parts of an existing presentation: bytes, parsed XML and relations, each read on demand.

INHERITED = ("ppt/slideLayouts/", "ppt/slideMasters/", "ppt/theme/")
"""Folders of the parts that slides inherit from."""


class Package(package.Package):
    """A presentation's package; its ``members`` are never changed here.

    ``like`` is a package opened earlier, whose parsed parts are reused where the bytes are the same;
    for ``editing``, only the trees that slides inherit from (layouts, masters, themes), which are not edited in place.
    """

    def __init__(
        self, data: bytes | Mapping[str, Member], file: str = "", like: Package | None = None, editing: bool = False
    ) -> None:
        super().__init__(data, deck_policy(file))
        self.file = file
        self._relations: dict[str, dict[str, Relation]] = {}
        self._written: dict[tuple[str, str], bytes] = {}
        self._digests: dict[str, str] = {}
        self.main = ""
        if like is not None:
            self._inherit(like, editing)
        if TYPES not in self.members:
            other, open_document = "not-a-presentation.other-zip", "not-a-presentation.open-document"
            raise refused(open_document if "mimetype" in self.members else other, file)  # OpenDocument 1.3, 2, 3.3
        self.main = self.main or self._main()

    def _inherit(self, like: Package, editing: bool) -> None:
        for part, root in like._roots.items():
            if (part.startswith(INHERITED) or not editing) and self.fingerprints(part)[0] == like.fingerprints(part)[0]:
                self._roots[part] = root
        no_new_names = self.members.keys() <= like.members.keys()
        for part, rows in like._rows.items():
            if self.fingerprints(part)[1] == like.fingerprints(part)[1] and (no_new_names or self._has_targets(rows)):
                self._rows[part] = rows
                if part in like._relations:
                    self._relations[part] = like._relations[part]
        for (part, path), data in like._written.items():
            if self.fingerprints(part)[0] == like.fingerprints(part)[0]:
                self._written[part, path] = data
        if (
            self.fingerprints("")[1] == like.fingerprints("")[1]
            and self.fingerprints(like.main)[0] == like.fingerprints(like.main)[0]
        ):
            self.main = like.main

    def _has_targets(self, rows: tuple[Relation, ...]) -> bool:
        """Return whether the targets of relations that were resolved in another package exist here."""
        return all([relation.external or relation.target in self.members for relation in rows])

    def digest(self, part: str) -> str:
        """Return the SHA-1 of a part's bytes in hexadecimal, cached for pictures on many slides."""
        if part not in self._digests:
            self._digests[part] = sha1(self.data(part), usedforsecurity=False).hexdigest()
        return self._digests[part]

    def fingerprints(self, part: str) -> tuple[tuple[int, int] | None, tuple[int, int] | None]:
        """Return CRC-32 and size of a part and of its relations, which identify their content; None where absent."""
        own, relations = self.members.get(part), self.members.get(rels_name(part))
        return _fingerprint(own), _fingerprint(relations)

    def _main(self) -> str:
        """Return the name of the presentation part; InvalidInput without one."""
        for relation in self.relations("").values():
            if relation.type == REL_DOCUMENT and not relation.external and relation.target in self.members:
                if self.root(relation.target).tag == f"{{{P}}}presentation":
                    return relation.target
                break
        strict = any([relation.type.startswith(STRICT) for relation in self.relations("").values()])
        raise refused("not-a-presentation.strict" if strict else "not-a-presentation.without", self.file)

    def root(self, part: str) -> Element:
        """Return the root of an XML part, parsed once; InvalidInput where it is damaged or too large."""
        return super().root(part)

    def written(self, part: str, path: str) -> bytes:
        """Return the first element at a path of an XML part as bytes, b"" without one."""
        data = self._written.get((part, path))
        if data is None:
            found = self.root(part).find(path)
            data = b"" if found is None else etree.tostring(found, with_tail=False)
            self._written[part, path] = data
        return data

    def relations(self, part: str) -> Mapping[str, Relation]:
        """Return a part's relations by id ("" is the package); the first of two with the same id."""
        found = self._relations.get(part)
        if found is None:
            found = self._relations[part] = {}
            for relation in self.rows(part):
                found.setdefault(relation.id, relation)
        return found


def _fingerprint(member: Member | None) -> tuple[int, int] | None:
    return None if member is None else (member.crc, member.size)


# The markers of a deck: its key, the hash of its base, and the base itself.

_FOLDER = "customXml/"
_HEAD = 1024


class DeckMarks(Record):
    """``osr.deck`` and ``osr.base`` ("" where absent), the base's bytes (b"" without one) and its part.

    ``slides`` are the parts and keys of the slides in order if the seal is valid (``pptx.base_part``), else ().
    ``looks`` is the text of their looks as built (``pptx.looks``).
    """

    key: str = ""
    base_hash: str = ""
    base: bytes = b""
    part: str = ""
    slides: Written = ()
    looks: str = ""


def read_marks(package: Package) -> DeckMarks:
    """Return the markers of a deck.

    Broken ones count as absent: a deck without markers can still be adopted, and a missing base may be
    in a base store under its hash.
    """
    properties = _custom_properties(package)
    part, root = _base_part(package)
    base = (root.text or "").encode("utf-8", "surrogatepass") if part else b""
    slides = read_seal(root.attrib, package.members, part) if part else ()
    looks = next((child.text or "" for child in root if child.tag == LOOKS), "") if part else ""
    return DeckMarks(properties.get(DECK_PROPERTY, ""), properties.get(HASH_PROPERTY, ""), base, part, slides, looks)


def alternative_texts(root: Element) -> dict[str, str]:
    """Return the alternative text of each object by key, from the base under this root; {} if it is not a base.

    Texts and decorative objects have "".
    """
    if root.tag != f"{{{NAMESPACE}}}base":
        return {}
    try:
        base = read_base((root.text or "").encode("utf-8", "surrogatepass"))
    except InvalidInput:
        return {}
    return {item.key: item.alt for slide in base.slides for item in slide.items}


def _custom_properties(package: Package) -> dict[str, str]:
    part = package.related("", REL_CUSTOM)
    found: dict[str, str] = {}
    try:
        elements = package.root(part) if part else ()
    except InvalidInput:
        return found
    for element in elements:
        if isinstance(element.tag, str) and len(element):
            found.setdefault(element.get("name", ""), element[0].text or "")
    return found


def _base_part(package: Package) -> tuple[str, Element]:
    """Return the part that holds the base, and its root; "" without one.

    It is identified by the namespace of its root, because LibreOffice misplaces its relation (update.md).
    """
    wanted = NAMESPACE.encode()
    for name, member in package.members.items():
        if not name.startswith(_FOLDER) or not name.endswith(".xml") or member.size > MAX_BASE:
            continue
        try:
            data = package.data(name)
            root = parse_xml(data) if wanted in data[:_HEAD] else None
        except (InvalidInput, BadXml):
            continue
        if root is not None and root.tag == f"{{{NAMESPACE}}}base":
            return name, root
    return "", None


SECTION_ID = f"{{{P14}}}sldId"
_CONTENT = f"{{{P}}}cSld"
_SLIDE_CREATION = f"{{{P}}}cSld/{{{P}}}extLst/{{{P}}}ext/{{{P14}}}creationId"
_TITLES = ("title", "ctrTitle")
_NONE: Mapping[str, SlideState] = {}


UNEXPECTED = (ValueError, TypeError, AttributeError, KeyError, IndexError)
"""Exceptions from reading well-formed XML that violates the format; parts are not validated beforehand."""


class FoundDeck(Record):
    """The state of a deck, ``known`` (keys are part names and shape ids until the match), and its markers.

    ``base`` is the base stored in the deck, b"" without one, even if ``base_hash`` (``osr.base``,
    ``sha256:…`` or "") is another's.
    """

    known: DeckState
    base: bytes = b""
    base_hash: str = ""


class OpenedDeck(Record):
    """A package that is a presentation, and its markers; its slides are not read yet."""

    package: Package
    marks: DeckMarks


def read_deck(data: bytes, file: str = "") -> FoundDeck:
    """Return the state of a .pptx that an update compares.

    InvalidInput with one finding if the bytes are not a readable presentation: ``deck-damaged``
    (cut short, a broken part), ``deck-encrypted``, ``deck-old-format``, ``deck-too-large``,
    ``not-a-presentation``.
    """
    opened = open_deck(data, file)
    return FoundDeck(read_opened(opened), opened.marks.base, opened.marks.base_hash)


def open_deck(data: bytes | Mapping[str, Member], file: str = "", like: Package | None = None) -> OpenedDeck:
    """Open a deck (or its members) without its slides; ``like`` as in ``Package``. InvalidInput as ``read_deck``."""
    try:
        package = Package(data, file, like)
        lost = _lost_slide(package)
        if lost:  # otherwise it would count as deleted in PowerPoint
            raise damaged(file, term("`{part}` is missing", part=lost))
        return OpenedDeck(package, read_marks(package))
    except UNEXPECTED as problem:
        raise malformed(file, problem) from None


def read_opened(
    opened: OpenedDeck, known: Mapping[str, SlideState] = _NONE, theme: ThemeState | None = None, marked: bool = False
) -> DeckState:
    """Return the state of an opened deck; slides with their part in ``known`` are not read, nor a given ``theme``.

    ``marked`` reads every object as if it had a creation id of ours, as it will after an adoption: with its text sizes.
    InvalidInput as in ``read_deck``.
    """
    package = opened.package
    try:
        return DeckState(
            opened.marks.key,
            _title(package),
            read_slides(package, known, marked),
            size=slide_size(package.root(package.main)),
            theme=theme or read_theme(package),
        )
    except UNEXPECTED as problem:
        raise malformed(package.file, problem) from None


def malformed(file: str, problem: Exception) -> InvalidInput:
    """Return the exception for a deck whose reading raised one of ``UNEXPECTED``."""
    return damaged(file, term("a part of it is not what the format says ({name})", name=type(problem).__name__))


def read_theme(package: Package) -> ThemeState | None:
    """Return colours and typefaces of the first master's theme; None without one."""
    master = next(iter(masters(package)), "")
    theme = package.related(master, REL_THEME) if master else ""
    if not theme:
        return None
    root, above = package.root(theme), package.root(master)
    fonts = typeface(root, "major"), typeface(root, "minor")
    return ThemeState(scheme_of(root, above).palette, fonts)


def masters(package: Package) -> list[str]:
    """Return the parts of the slide masters in the order of the presentation; relations have no reliable order."""
    relations = package.relations(package.main)
    listed = package.root(package.main).iterfind(f"{{{P}}}sldMasterIdLst/{{{P}}}sldMasterId")
    found = [relations[one.get(f"{{{R}}}id")].target for one in listed if one.get(f"{{{R}}}id") in relations]
    found += [one.target for one in relations.values() if one.type == REL_MASTER and one.target not in found]
    return [part for part in found if part in package]


def layout_names(package: Package, master: str, only: str = "") -> dict[str, str]:
    """Return the names of a master's layouts by part, limited to the part ``only`` if given."""
    found = [one.target for one in package.relations(master).values() if one.type == REL_LAYOUT]
    found = [part for part in found if part == only] if only else found
    return {part: layout_name(package, part) for part in found if part in package}


def all_layout_names(package: Package) -> set[str]:
    """Return the names of the layouts of all masters."""
    return {name for master in masters(package) for name in layout_names(package, master).values()}


def layout_name(package: Package, part: str) -> str:
    """Return the name of a layout in brands, whatever the deck's language."""
    return _layout_names(package, part)[0]


def _layout_names(package: Package, layout: str) -> tuple[str, str]:
    """Return the name of a layout in brands and the name in the deck, "" for both without a layout."""
    if not layout:
        return "", ""
    root = package.root(layout)
    holder = root.find(_CONTENT)
    shown = holder.get("name", "") if holder is not None else ""
    return usual_name(shown, root.get("matchingName", "")), shown


def _lost_slide(package: Package) -> str:
    """Return the first listed slide part that is missing in the file, "" if none is."""
    relations = package.relations(package.main)
    listed = package.root(package.main).iterfind(f"{{{P}}}sldIdLst/{{{P}}}sldId")
    found = [relations.get(entry.get(f"{{{R}}}id", "")) for entry in listed]
    return next((one.target for one in found if one and not one.external and one.target not in package), "")


def slide_entries(package: Package) -> list[tuple[Element, str]]:
    """Return the ``p:sldId`` and part of each slide in order."""
    relations = package.relations(package.main)
    found = []
    for entry in package.root(package.main).iterfind(f"{{{P}}}sldIdLst/{{{P}}}sldId"):
        relation = relations.get(entry.get(f"{{{R}}}id", ""))
        if relation is not None and not relation.external and relation.target in package:
            found.append((entry, relation.target))
    return found


def read_slides(
    package: Package, known: Mapping[str, SlideState] = _NONE, marked: bool = False
) -> tuple[SlideState, ...]:
    """Return the slides in order; those in ``known``, by part, get only a new number and section."""
    sheets = Sheets(package)
    sections, shown = _sections(package), in_custom_shows(package)
    found = []
    for number, (entry, part) in enumerate(slide_entries(package), 1):
        section = sections.get(entry.get("id", ""), "")
        if part in known:
            slide = known[part]
            if (slide.section, slide.marks.number) != (section, number):
                slide = slide.replace(section=section, marks=slide.marks.replace(number=number))
            found.append(slide)
        else:
            slide = _slide(package, part, number, sheets, section, marked)
            found.append(slide.replace(beyond=(*slide.beyond, "custom-show")) if part in shown else slide)
    return tuple(found)


def _slide(package: Package, part: str, number: int, sheets: Sheets, section: str, marked: bool = False) -> SlideState:
    root = package.root(part)
    items = SlideReader(package, part, sheets.of(part), marked).items()
    title = next((item.text for item in items if item.slot in _TITLES), ())
    creation, holder = root.find(_SLIDE_CREATION), root.find(_CONTENT)
    layout, shown = _layout_names(package, package.related(part, REL_LAYOUT))
    marks = Identity(
        creation.get("val", "") if creation is not None else "",
        holder.get("name", "") if holder is not None else "",
        number,
        layout=layout,
        shown=shown,
    )
    look, beyond = slide_look(package, part, root)
    return SlideState(
        part,
        " ".join([paragraph.plain.replace("\n", " ") for paragraph in title]),
        items,
        _notes(package, part),
        not flag(root.get("show"), True),
        section=section,
        locator=Locator(part),
        marks=marks,
        look=look,
        beyond=beyond,
    )


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
    """Return the name of the section of each slide id."""
    found: dict[str, str] = {}
    for section in package.root(package.main).iterfind(f"{{{P}}}extLst/{{{P}}}ext/*/{{{P14}}}section"):
        for entry in section.iter(SECTION_ID):
            found.setdefault(entry.get("id", ""), section.get("name", ""))
    return found


def _title(package: Package) -> str:
    part = package.related("", REL_CORE)
    found = package.root(part).find("{http://purl.org/dc/elements/1.1/}title") if part else None
    return nfc(found.text or "") if found is not None else ""


# Reading a deck after an update: the states of slides with unchanged parts are reused.

_SLIDES = "ppt/slides/"
_BELOW = ("ppt/notesSlides/", "ppt/charts/", "ppt/embeddings/", "ppt/media/")
"""Folders of parts to which slides may have relations."""
_APART = ("customXml/", "docProps/")
"""Folders of parts that no slide depends on. Parts elsewhere may affect all slides."""


def read_again(after: OpenedDeck, before: Package, known: DeckState) -> DeckState:
    """Return ``read_opened(after)``, reusing ``known``, the state read from ``before``."""
    slides = dict(_unchanged(after.package, before, known))
    return read_opened(after, slides, known.theme if slides else None)


def _unchanged(package: Package, before: Package, known: DeckState) -> Iterator[tuple[str, SlideState]]:
    """Yield part and state of the slides whose parts are unchanged."""
    changed = {name for name in {**package.members, **before.members} if not _same(package, before, name)}
    listing = (TYPES, rels_name(""), package.main, rels_name(package.main))
    if any([not name.startswith((_SLIDES, *_BELOW, *_APART)) and name not in listing for name in changed]):
        return
    if package.main in changed and package.written(package.main, DEFAULTS) != before.written(before.main, DEFAULTS):
        return
    below = any([name.startswith(_BELOW) for name in changed])
    for slide in known.slides:
        part = slide.locator.part if slide.locator else slide.key
        reached = package.relations(part).values() if below else ()
        parts = [part, *[one.target for one in reached if not one.external]]
        if changed.isdisjoint(parts) and changed.isdisjoint(map(rels_name, parts)):
            yield part, slide


def _same(package: Package, before: Package, name: str) -> bool:
    """Return whether a member has the same CRC and size in both packages."""
    one, other = package.members.get(name), before.members.get(name)
    return one is other or (one and (one.crc, one.size)) == (other and (other.crc, other.size))
