"""The presentation part: slides, sections and the notes master spliced into the template's."""

from __future__ import annotations

from osloregion_slides.ooxml.names import P14, P, R
from osloregion_slides.pptx.identity import guid
from osloregion_slides.pptx.template import read_children
from osloregion_slides.pptx.xml import DECLARATION, Xml, esc

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    from osloregion_slides.pptx.template import Element
    from osloregion_slides.scene import Deck


FIRST_SLIDE = 256
"""The smallest id of a slide (ST_SlideId, ECMA-376 Part 1, 19.7.13)."""

SECTIONS = "{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"
"""The extension of the presentation that lists its sections ([MS-PPTX] 2.7.4)."""
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

    ``sldSz`` has no type: screen4x3 on a wide deck makes PowerPoint repair it. What the template says of
    slides of its own is left out.
    """
    entries = "".join([slide_entry(FIRST_SLIDE + i, identity) for i, identity in enumerate(slides)])
    bound = bindings(root)
    return (
        f"{root.start}{kept(root, *_BEFORE)}<p:sldIdLst{bound}>{entries}</p:sldIdLst>"
        f'<p:sldSz{bound} cx="{deck.width}" cy="{deck.height}"/>{kept(root, *_AFTER)}'
        f"{extensions(deck, root)}{root.end}"
    )


def kept(root: Element, *names: str) -> Xml:
    """Return the template's children of these names as they lie."""
    return "".join([child.text for name in names for child in root.children if child.name == name])


def bindings(root: Element) -> Xml:
    """Return the namespaces p and r where the template's root calls them otherwise."""
    if root.attributes.get("xmlns:p") == P and root.attributes.get("xmlns:r") == R:
        return ""
    return f' xmlns:p="{P}" xmlns:r="{R}"'


def slide_entry(number: int, identity: Xml) -> Xml:
    """Return one ``p:sldId`` (19.2.1.33)."""
    return f'<p:sldId id="{number}" r:id="{identity}"/>'


def extensions(deck: Deck, root: Element) -> Xml:
    """Return ``p:extLst`` with the deck's sections before what else the template has there."""
    own = sections(deck)
    found = root.child("extLst")
    others = _other_extensions(found.text) if found else ""
    if not own and not others:
        return ""
    return f"<p:extLst{bindings(root)}>{own}{others}</p:extLst>"


def _other_extensions(text: str) -> Xml:
    """Return the template's extensions but its sections, which name slides of its own."""
    found = read_children(text.strip().encode("utf-8")).children
    return "".join([child.text for child in found if child.attributes.get("uri") != SECTIONS])


def sections(deck: Deck) -> Xml:
    """Return the extension of sections ([MS-PPTX] 2.7.4), nothing where no slide names one.

    Every slide is in one: those without a name go on in the section before them, those before the
    first take the deck's title.
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
    """Return one section; its id follows from its name and place."""
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
    """Return the core properties (ECMA-376 Part 2, 11); the language tells readers' voices how to speak."""
    return (
        f'{DECLARATION}<cp:coreProperties xmlns:cp="{_CORE}" xmlns:dc="{_DC}">'
        f"{element('title', deck.title)}{element('subject', deck.subject)}{element('creator', deck.author)}"
        f"{element('language', deck.language)}</cp:coreProperties>"
    )


def element(name: Literal["title", "subject", "creator", "language"], text: str) -> Xml:
    """Return one Dublin Core element, nothing for an empty text."""
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
    """Return the custom properties (Part 1, 22.3): the deck's key and its base's hash, which LibreOffice keeps too."""
    named = custom_property(3, "osr.base", hash_of(base)) if base else ""
    return (
        f'{DECLARATION}<Properties xmlns="{_OFFICE}custom-properties" xmlns:vt="{_OFFICE}docPropsVTypes">'
        f"{custom_property(2, 'osr.deck', deck.key)}{named}</Properties>"
    )


def custom_property(number: int, name: Literal["osr.deck", "osr.base"], value: str) -> Xml:
    """Return one custom property; numbers begin with 2 (22.3.2.2)."""
    return f'<property fmtid="{_USER}" pid="{number}" name="{name}"><vt:lpwstr>{esc(value)}</vt:lpwstr></property>'


def hash_of(base: bytes) -> str:
    """Return the name of a base, as the base store has it."""
    from osloregion_slides.update.base import base_hash

    return base_hash(base)
