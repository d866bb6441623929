"""A template split at the places where a deck is inserted.

Its members are kept compressed and unchanged; only the presentation part, its relations, the content
types and the document properties are rewritten.
"""

from __future__ import annotations

import pyexpat
from typing import TYPE_CHECKING, Literal

from osloregion_slides.base.findings import term
from osloregion_slides.base.record import Record
from osloregion_slides.ooxml.names import (
    P14,
    REL_APP,
    REL_CORE,
    REL_CUSTOM,
    REL_DOCUMENT,
    REL_NOTES_MASTER,
    REL_SLIDE,
    REL_THEME,
    REL_THUMBNAIL,
    TYPES,
    P,
    PartNames,
    R,
    relation_type,
    rels_name,
)
from osloregion_slides.ooxml.zip import MAX_TEMPLATE, MAX_TEMPLATE_UNPACKED, BadZip, Member, read_zip
from osloregion_slides.pptx.identity import guid
from osloregion_slides.pptx.xml import DECLARATION, Xml, esc

if TYPE_CHECKING:
    from collections.abc import Mapping

    from osloregion_slides.pptx.parts import Relation
    from osloregion_slides.scene import Deck


# An XML part split into the children of its root, as text: enough to splice slides into a template.
#
# Expat (0.5 ms to import, lxml 10) gives exact offsets for any prefix, quoting or spacing, so the built-in
# template and a foreign one share this code, and unchanged parts stay identical to the byte.


class Child(Record):
    """A child of the root: its local name, its attributes, and its text up to the next child."""

    name: str
    attributes: Mapping[str, str]
    text: Xml


class Element(Record):
    """A root: its start tag (with the declaration before it), its children and its end tag."""

    name: str
    attributes: Mapping[str, str]
    start: Xml
    children: tuple[Child, ...]
    end: Xml

    def child(self, name: str) -> Child | None:
        """Return the first child of this local name."""
        return next((child for child in self.children if child.name == name), None)


def read_children(data: bytes) -> Element:
    """Return the root of a UTF-8 part; BadZip where it is not well-formed or declares a document type."""
    parser = pyexpat.ParserCreate()
    starts: list[tuple[str, dict[str, str], int]] = []  # of the root and its children
    depth = end = 0

    def start(name: str, attributes: dict[str, str]) -> None:
        nonlocal depth
        if depth < 2:
            starts.append((name, attributes, parser.CurrentByteIndex))
        depth += 1

    def finish(name: str) -> None:
        nonlocal depth, end
        depth, end = depth - 1, parser.CurrentByteIndex

    def refuse(*declaration: object) -> None:
        raise BadZip(term("an XML part with a document type is not read"))

    def text(first: int, stop: int | None = None) -> str:
        return data[first:stop].decode("utf-8")

    parser.StartElementHandler, parser.EndElementHandler, parser.StartDoctypeDeclHandler = start, finish, refuse
    try:
        parser.Parse(data, True)
    except pyexpat.ExpatError as broken:
        raise BadZip(term("an XML part is not well-formed ({why})", why=str(broken))) from None
    (name, attributes, _), *tags = starts
    places = [*[place for _, _, place in tags], end]
    children = [Child(_local(tag), found, text(at, stop)) for (tag, found, at), stop in zip(tags, places[1:])]
    return Element(_local(name), attributes, text(0, places[0]), tuple(children), text(end))


def _local(tag: str) -> str:
    return tag.rpartition(":")[2]


PRESENTATION = "ppt/presentation.xml"
_OWN_ROOTS = (REL_CORE, REL_APP, REL_CUSTOM, REL_THUMBNAIL)
_NO_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # PowerPoint's "No Style, No Grid"


class Template(Record):
    """The parts and settings that a deck takes from its template.

    ``members`` are the unchanged parts; ``roots`` and ``relations`` are the kept relations of the
    package and of the presentation; ``defaults`` and ``overrides`` the content types. ``notes_master``
    is the part of the notes master, "" without one (brand/ gives every template one); ``theme``
    is the presentation's theme, None if it depends on other parts (a picture fill).
    """

    members: tuple[Member, ...]
    presentation: Element = Element("", {}, "", (), "")
    roots: tuple[Relation, ...] = ()
    relations: tuple[Relation, ...] = ()
    defaults: tuple[tuple[str, str], ...] = ()
    overrides: tuple[tuple[str, str], ...] = ()
    table_style: str = ""
    theme: Member | None = None
    notes_master: str = ""


def read_template(data: bytes) -> Template:
    """Return the template in these bytes: a presentation without slides whose main part is ppt/presentation.xml.

    BadZip where the package is damaged, KeyError where it is not a presentation.
    """
    zipped = read_zip(data)
    if len(data) > MAX_TEMPLATE or sum([member.size for member in zipped.values()]) > MAX_TEMPLATE_UNPACKED:
        raise BadZip(term("it is larger than a template gets"))
    roots, main = _relations(zipped, ""), _relations(zipped, PRESENTATION)
    types = read_children(zipped[TYPES].read()).children
    names = PartNames(zipped)
    leads = {kind: names.resolve(PRESENTATION, target) for _, kind, target, _ in reversed(main)}
    theme = leads.get(REL_THEME, "")
    dropped = {TYPES, rels_name(""), PRESENTATION, rels_name(PRESENTATION)}
    dropped |= {names.resolve("", target) for _, kind, target, _ in roots if kind in _OWN_ROOTS}
    return Template(
        tuple([member for name, member in zipped.items() if name not in dropped]),
        read_children(zipped[PRESENTATION].read()),
        tuple([r for r in roots if r[1] not in (*_OWN_ROOTS, REL_DOCUMENT)]),
        tuple([r for r in main if r[1] != REL_SLIDE]),
        tuple([(t.attributes["Extension"].lower(), t.attributes["ContentType"]) for t in types if t.name == "Default"]),
        tuple([(t.attributes["PartName"], t.attributes["ContentType"]) for t in types if t.name == "Override"]),
        table_style(zipped),
        None if rels_name(theme) in zipped else zipped.get(theme),
        leads.get(REL_NOTES_MASTER, ""),
    )


def _relations(zipped: Mapping[str, Member], part: str) -> list[Relation]:
    """Return the relations of a part: id, type, target as written, and whether it is external."""
    found = [child.attributes for child in read_children(zipped[rels_name(part)].read()).children]
    return [(r["Id"], relation_type(r["Type"]), r["Target"], r.get("TargetMode") == "External") for r in found]


def table_style(zipped: Mapping[str, Member]) -> str:
    """Return the style of new tables in this template; a style that is only named works in PowerPoint alone."""
    part = zipped.get("ppt/tableStyles.xml")
    if part is None:
        return _NO_STYLE
    styles = read_children(part.read())
    default = styles.attributes.get("def", "")
    named = [style.attributes.get("styleId") for style in styles.children]
    return default if default in named else _NO_STYLE


# The presentation part: slides, sections and notes master spliced into that of the template.

FIRST_SLIDE = 256
"""The smallest slide id (ST_SlideId, ECMA-376 Part 1, 19.7.13)."""

SECTIONS = "{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"
"""The URI of the extension that lists the sections ([MS-PPTX] 2.7.4)."""
_BEFORE = ("sldMasterIdLst", "notesMasterIdLst", "handoutMasterIdLst")
_AFTER = (
    "notesSz",
    "smartTags",
    "embeddedFontLst",
    "photoAlbum",
    "custDataLst",
    "kinsoku",
    "defaultTextStyle",
)


def presentation_part(deck: Deck, root: Element, slides: list[Xml]) -> Xml:
    """Return ``p:presentation`` (19.2.1.26) with these slides (relation ids, in order) on the template's ``root``.

    ``sldSz`` has no type: screen4x3 on a wide deck makes PowerPoint repair it. References to slides of the template
    are left out.
    """
    entries = "".join(
        [f'<p:sldId id="{number}" r:id="{identity}"/>' for number, identity in enumerate(slides, FIRST_SLIDE)]
    )
    bound = bindings(root)
    return (
        f"{root.start}{kept(root, *_BEFORE)}<p:sldIdLst{bound}>{entries}</p:sldIdLst>"
        f'<p:sldSz{bound} cx="{deck.width}" cy="{deck.height}"/>{kept(root, *_AFTER)}'
        f"{extensions(deck, root)}{root.end}"
    )


def kept(root: Element, *names: str) -> Xml:
    """Return the template's children with these names, unchanged."""
    return "".join([child.text for name in names for child in root.children if child.name == name])


def bindings(root: Element) -> Xml:
    """Return declarations of the prefixes p and r, "" if the template's root has them."""
    if root.attributes.get("xmlns:p") == P and root.attributes.get("xmlns:r") == R:
        return ""
    return f' xmlns:p="{P}" xmlns:r="{R}"'


def extensions(deck: Deck, root: Element) -> Xml:
    """Return ``p:extLst`` with the deck's sections before the template's other extensions."""
    own = sections(deck)
    found = root.child("extLst")
    others = _other_extensions(found.text) if found else ""
    if not own and not others:
        return ""
    return f"<p:extLst{bindings(root)}>{own}{others}</p:extLst>"


def _other_extensions(text: str) -> Xml:
    """Return the template's extensions without its sections, which refer to its own slides."""
    found = read_children(text.strip().encode("utf-8")).children
    return "".join([child.text for child in found if child.attributes.get("uri") != SECTIONS])


def sections(deck: Deck) -> Xml:
    """Return the extension of sections ([MS-PPTX] 2.7.4), "" if no slide names one.

    Every slide is in one: slides without a section continue the previous one, those before the
    first get a section with the deck's title.
    """
    if not any(slide.section for slide in deck.slides):
        return ""
    runs: list[tuple[str, list[int]]] = []
    for number, slide in enumerate(deck.slides, FIRST_SLIDE):
        if not runs or slide.section not in ("", runs[-1][0]):
            runs.append((slide.section or deck.title or deck.key, []))
        runs[-1][1].append(number)
    rows = "".join([section(deck.key, place, name, slides) for place, (name, slides) in enumerate(runs)])
    return f'<p:ext uri="{SECTIONS}"><p14:sectionLst xmlns:p14="{P14}">{rows}</p14:sectionLst></p:ext>'


def section(deck: str, place: int, name: str, slides: list[int]) -> Xml:
    """Return one section; its id is derived from its name and position."""
    entries = "".join([f'<p14:sldId id="{number}"/>' for number in slides])
    identity = guid(deck, "section", str(place), name)
    head = f'<p14:section name="{esc(name)}" id="{identity}">'
    return f"{head}<p14:sldIdLst>{entries}</p14:sldIdLst></p14:section>"


# Document properties: core, extended and custom. No dates, because a stage has no clock.

_CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
_DC = "http://purl.org/dc/elements/1.1/"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/"
_USER = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"  # the set of user-defined properties, [MS-OLEPS] 2.25.1


def core_part(deck: Deck) -> Xml:
    """Return the core properties (ECMA-376 Part 2, 11); screen readers choose their voice by language."""
    return (
        f'{DECLARATION}<cp:coreProperties xmlns:cp="{_CORE}" xmlns:dc="{_DC}">'
        f"{element('title', deck.title)}{element('subject', deck.subject)}{element('creator', deck.author)}"
        f"{element('language', deck.language)}</cp:coreProperties>"
    )


def element(name: Literal["title", "subject", "creator", "language"], text: str) -> Xml:
    """Return one Dublin Core element, "" for an empty text."""
    return f"<dc:{name}>{esc(text)}</dc:{name}>" if text else ""


def app_part(deck: Deck) -> Xml:
    """Return the extended properties (Part 1, 22.2)."""
    notes = len([slide for slide in deck.slides if slide.notes])
    hidden = len([slide for slide in deck.slides if slide.hidden])
    return (
        f'{DECLARATION}<Properties xmlns="{_OFFICE}extended-properties"><Application>osloregion-slides</Application>'
        f"<Slides>{len(deck.slides)}</Slides><Notes>{notes}</Notes><HiddenSlides>{hidden}</HiddenSlides></Properties>"
    )


def custom_part(deck: Deck, base: bytes = b"") -> Xml:
    """Return the custom properties (Part 1, 22.3): the deck's key and the hash of its base; LibreOffice keeps them."""
    named = custom_property(3, "osr.base", hash_of(base)) if base else ""
    return (
        f'{DECLARATION}<Properties xmlns="{_OFFICE}custom-properties" xmlns:vt="{_OFFICE}docPropsVTypes">'
        f"{custom_property(2, 'osr.deck', deck.key)}{named}</Properties>"
    )


def custom_property(number: int, name: Literal["osr.deck", "osr.base"], value: str) -> Xml:
    """Return one custom property; numbers start at 2 (22.3.2.2)."""
    return f'<property fmtid="{_USER}" pid="{number}" name="{name}"><vt:lpwstr>{esc(value)}</vt:lpwstr></property>'


def hash_of(base: bytes) -> str:
    """Return the file name of a base in the base store."""
    from osloregion_slides.update.base import base_hash

    return base_hash(base)
