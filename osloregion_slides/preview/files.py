"""The decks that a page gives away: .pptx, PDF, one page of HTML, and what they are called."""

from __future__ import annotations

import os

from osloregion_slides.base.findings import Finding, InvalidInput
from osloregion_slides.base.record import Record
from osloregion_slides.drafting import composed, load
from osloregion_slides.service import build

TYPE_CHECKING = False
if TYPE_CHECKING:
    from osloregion_slides.preview.shown import Variant

SECONDS = 120.0
"""The time that LibreOffice has for a PDF."""


class File(Record):
    """A file with its name; ``slides`` and ``hidden`` say how many slides it has, and how many are not shown."""

    name: str
    data: bytes
    slides: int = 0
    hidden: int = 0


def pptx(outline: str, variant: Variant) -> File:
    """Return the deck as ``build`` writes it. InvalidInput where it has errors."""
    loaded = load(outline, **variant.words)
    built = build(loaded)
    hidden = sum([slide.hidden for slide in built.deck.slides])
    name = file_name(loaded.key, variant.audience, loaded.language, loaded.as_of)
    return File(f"{name}.pptx", built.data, len(built.deck.slides), hidden)


def html(outline: str, variant: Variant, notes: bool = False) -> File:
    """Return the deck as one self-contained page, with the speaker notes on request. InvalidInput on errors."""
    from osloregion_slides.render.page import html_page

    loaded = load(outline, **variant.words)
    deck, brand, _ = composed(loaded)
    name = file_name(loaded.key, variant.audience, loaded.language, loaded.as_of)
    return File(f"{name}.html", html_page(deck, brand, notes).encode())


def pdf(deck: File) -> File:
    """Return a .pptx as PDF, through LibreOffice. InvalidInput without it, or where it cannot draw the deck."""
    import tempfile

    from osloregion_slides.render.deck_read import Source
    from osloregion_slides.render.office import to_pdfs

    with tempfile.TemporaryDirectory(prefix="preview-", ignore_cleanup_errors=True) as folder:
        path = os.path.join(folder, "deck.pptx")
        with open(path, "wb") as file:
            file.write(deck.data)
        (made,) = to_pdfs([Source(path, deck.slides, deck.hidden)], folder, SECONDS)
        if isinstance(made, Finding):
            raise InvalidInput([made.replace(at=None)])
        with open(made, "rb") as file:
            return File(f"{deck.name.removesuffix('.pptx')}.pdf", file.read())


def file_name(*parts: str) -> str:
    """Return a name that says which deck, for whom, in which language, of which date: what is "" is left out."""
    return "-".join([part for part in parts if part])
