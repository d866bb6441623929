"""Document properties: core, extended and custom. No dates, because a stage has no clock."""

from __future__ import annotations

from osloregion_slides.pptx.xml import DECLARATION, Xml, esc

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    from osloregion_slides.scene import Deck

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
