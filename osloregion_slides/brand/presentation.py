"""The presentation part and its small companions: properties, view, document properties."""

from __future__ import annotations

from osloregion_slides.brand.drawing import LEVELS, NAMESPACES, level_styles
from osloregion_slides.brand.notes_master import NOTES_SIZE
from osloregion_slides.brand.styles import rest
from osloregion_slides.pptx.xml import DECLARATION, esc

TYPE_CHECKING = False
if TYPE_CHECKING:
    from osloregion_slides.brand.tokens import Tokens

MASTER_ID = 2_147_483_648


def presentation(tokens: Tokens) -> bytes:
    """Return the presentation part without slides: rId1 is the master, rId2 the notes master.

    ``<p:sldIdLst/>`` stands there empty for the writer to fill. The slide size has no ``type``: the
    schema's words are for other shapes than 13.333 × 7.5 in.
    """
    notes = f'<p:notesSz cx="{NOTES_SIZE[0]}" cy="{NOTES_SIZE[1]}"/>'
    text = (
        f'{DECLARATION}<p:presentation {NAMESPACES} saveSubsetFonts="1" autoCompressPictures="0"><p:sldMasterIdLst>'
        f'<p:sldMasterId id="{MASTER_ID}" r:id="rId1"/></p:sldMasterIdLst>'
        '<p:notesMasterIdLst><p:notesMasterId r:id="rId2"/></p:notesMasterIdLst><p:sldIdLst/>'
        f'<p:sldSz cx="{tokens.width}" cy="{tokens.height}"/>{notes}<p:defaultTextStyle>'
        f'<a:defPPr><a:defRPr lang="{tokens.language}"/></a:defPPr>{level_styles((rest(tokens),), LEVELS)}'
        "</p:defaultTextStyle></p:presentation>"
    )
    return text.encode()


def presentation_properties() -> bytes:
    """Return an empty presProps part."""
    return f"{DECLARATION}<p:presentationPr {NAMESPACES}/>".encode()


def view_properties() -> bytes:
    """Return a viewProps part: normal view, as a new presentation has it."""
    scale = '<p:scale><a:sx n="100" d="100"/><a:sy n="100" d="100"/></p:scale><p:origin x="0" y="0"/>'
    text = (
        f'{DECLARATION}<p:viewPr {NAMESPACES}><p:normalViewPr><p:restoredLeft sz="15620"/><p:restoredTop sz="80000"/>'
        f'</p:normalViewPr><p:slideViewPr><p:cSldViewPr snapToGrid="0"><p:cViewPr varScale="1">{scale}</p:cViewPr>'
        "</p:cSldViewPr></p:slideViewPr><p:notesTextViewPr><p:cViewPr>"
        f'{scale.replace("100", "1")}</p:cViewPr></p:notesTextViewPr><p:gridSpacing cx="72008" cy="72008"/></p:viewPr>'
    )
    return text.encode()


def core_properties(title: str, language: str) -> bytes:
    """Return the core properties; they carry no date, so that the same tokens give the same bytes."""
    text = (
        f'{DECLARATION}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
        ' xmlns:dcmitype="http://purl.org/dc/dcmitype/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">'
        f"<dc:title>{esc(title)}</dc:title><dc:language>{esc(language)}</dc:language></cp:coreProperties>"
    )
    return text.encode()


def extended_properties() -> bytes:
    """Return the extended properties."""
    text = (
        f'{DECLARATION}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
        "<Application>osloregion-slides</Application></Properties>"
    )
    return text.encode()
