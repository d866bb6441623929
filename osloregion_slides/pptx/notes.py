"""Speaker notes: ``p:notes`` (ECMA-376 Part 1, 19.3.1.26), on the template's notes master."""

from __future__ import annotations

from osloregion_slides.pptx.slide import COLOUR_MAP, NAMESPACES, TREE
from osloregion_slides.pptx.xml import DECLARATION, Xml, esc

TYPE_CHECKING = False
if TYPE_CHECKING:
    from osloregion_slides.scene import Slide

_IMAGE = (
    '<p:sp><p:nvSpPr><p:cNvPr id="2" name="Slide Image"/><p:cNvSpPr><a:spLocks noGrp="1" noRot="1"'
    ' noChangeAspect="1"/></p:cNvSpPr><p:nvPr><p:ph type="sldImg"/></p:nvPr></p:nvSpPr><p:spPr/></p:sp>'
)


def notes_part(slide: Slide) -> Xml:
    """Return the notes page: the slide's picture and the notes, one paragraph each."""
    language = slide.language
    paragraphs = "".join([notes_paragraph(note, language) for note in slide.notes])
    return (
        f"{DECLARATION}<p:notes {NAMESPACES}><p:cSld><p:spTree>{TREE}{_IMAGE}"
        '<p:sp><p:nvSpPr><p:cNvPr id="3" name="Notes"/><p:cNvSpPr><a:spLocks noGrp="1"/></p:cNvSpPr>'
        '<p:nvPr><p:ph type="body" idx="1"/></p:nvPr></p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:lstStyle/>'
        f"{paragraphs}</p:txBody></p:sp></p:spTree></p:cSld>{COLOUR_MAP}</p:notes>"
    )


def notes_paragraph(note: str, language: str) -> Xml:
    """Return one paragraph; its line feeds become breaks."""
    run = f'<a:rPr lang="{esc(language)}"/>'
    lines = [f"<a:r>{run}<a:t>{esc(line)}</a:t></a:r>" if line else "" for line in note.split("\n")]
    text = f"<a:br>{run}</a:br>".join(lines)
    return f'<a:p>{text}<a:endParaRPr lang="{esc(language)}"/></a:p>'
