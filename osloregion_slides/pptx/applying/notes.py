"""Speaker notes changed in place: paragraphs that stay are left as they lie."""

from __future__ import annotations

from difflib import SequenceMatcher

from osloregion_slides.ooxml.names import REL_NOTES, REL_NOTES_MASTER, REL_SLIDE, TYPE_NOTES, from_folder
from osloregion_slides.pptx.applying.edition import element
from osloregion_slides.pptx.reading.deck import notes_body
from osloregion_slides.pptx.reading.text import P_, plain_paragraphs
from osloregion_slides.pptx.relations import Relations
from osloregion_slides.pptx.write import notes_paragraph, notes_part
from osloregion_slides.update.deck_state import nfc

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any as Element

    from osloregion_slides.pptx.applying.edition import Edition
    from osloregion_slides.pptx.relations import Relations as PartRelations
    from osloregion_slides.scene import Slide


def set_notes(edition: Edition, part: str, notes: Sequence[str], slide: Slide) -> bool:
    """Make the notes of the slide in ``part`` these; ``slide`` is ours, for a page that has to be made.

    Return False where the package has no notes master to make one on.
    """
    package = edition.package
    page = package.related(part, REL_NOTES)
    body = notes_body(edition.root(page)) if page else None
    if body is not None:
        _set_paragraphs(body, notes, slide.language)
        return True
    if page or not notes:
        return not notes
    return add_notes(edition, part, slide.replace(notes=tuple(notes)), edition.relations(part))


def add_notes(edition: Edition, part: str, slide: Slide, relations: PartRelations) -> bool:
    """Add a notes page to the slide in ``part``; False where the package has no notes master."""
    master = edition.package.related(edition.package.main, REL_NOTES_MASTER)
    if not master:
        return False
    name = edition.parts.free_name("ppt/notesSlides/notesSlide", ".xml")
    own = Relations()
    own.relate(REL_NOTES_MASTER, from_folder(master))
    own.relate(REL_SLIDE, from_folder(part))
    edition.parts.add(name, notes_part(slide), TYPE_NOTES, own)
    relations.relate(REL_NOTES, from_folder(name))
    return True


def _set_paragraphs(body: Element, notes: Sequence[str], language: str) -> None:
    found = body.findall(P_)
    old = [nfc(text).rstrip() for text in plain_paragraphs(body)]
    made: list[Element] = []
    for kind, i1, i2, j1, j2 in SequenceMatcher(None, old, list(notes), autojunk=False).get_opcodes():
        if kind == "equal":
            made += found[i1:i2]
        else:
            made += [element(notes_paragraph(note, language)) for note in notes[j1:j2]]
    for paragraph in found:
        body.remove(paragraph)
    body.extend(made or [element(notes_paragraph("", language))])
