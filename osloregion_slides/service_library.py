"""The library's functions for decks with reusable slides: ``library_slides``, ``draw_library``."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from osloregion_slides.base.findings import InvalidInput, Location, finding
from osloregion_slides.base.record import Record
from osloregion_slides.drafting import read_deck
from osloregion_slides.ooxml.library import library
from osloregion_slides.ooxml.package import deck_policy

if TYPE_CHECKING:
    from osloregion_slides.service import Path


class ReusableSlide(Record):
    """A slide that an outline can reuse: ``source`` is the value of ``from:``, ``texts`` are names of text shapes."""

    source: str
    deck: str
    number: int
    title: str
    texts: tuple[str, ...]
    hidden: bool = False


def library_slides(path: Path) -> tuple[ReusableSlide, ...]:
    """Return the slides of the deck at ``path``, or of all decks in that folder, for an outline beside it.

    InvalidInput for a deck that cannot be read, and a folder without one (``no-slide.library``).

    >>> save("out/deck.pptx", build("decks/osloregionen.yaml"))
    >>> library_slides("out/deck.pptx")[2].source
    'deck.pptx#purpose'
    """
    found: list[ReusableSlide] = []
    for deck in _decks(os.fspath(path)):
        name = os.path.relpath(deck, os.path.dirname(os.path.normpath(path))).replace(os.sep, "/")
        slides = library(read_deck(deck), deck_policy(deck)).slides
        found += [
            ReusableSlide(f"{name}#{one.name}", deck, one.number, one.title, one.shapes, one.hidden) for one in slides
        ]
    return tuple(found)


def draw_library(path: Path, to: Path) -> None:
    """Draw the slides of a deck or folder with LibreOffice on one sheet, each above its name; write it as PNG.

    InvalidInput as in ``library_slides``, and where nothing can be drawn.
    """
    import tempfile

    from PIL import Image, ImageDraw, ImageFont

    from osloregion_slides.render.export import contact_sheet, save_sheet
    from osloregion_slides.service import render

    pictures = []
    with tempfile.TemporaryDirectory() as folder:
        for number, deck in enumerate(_decks(os.fspath(path))):
            drawn = render(deck, os.path.join(folder, str(number)), pdf=False, png=True, width=640)
            wrong = [one for one in drawn.findings if one.severity == "error"]
            if wrong:
                raise InvalidInput(wrong)
            slides = library_slides(deck)
            if len(drawn.files) < len(slides):  # LibreOffice omits hidden ones
                slides = tuple([one for one in slides if not one.hidden])
            for name, file in zip([one.source for one in slides], sorted(drawn.files)):
                with Image.open(file) as picture:
                    page = Image.new("RGB", (picture.width, picture.height + 36), "white")
                    page.paste(picture.convert("RGB"))
                ImageDraw.Draw(page).text((8, page.height - 30), name, "black", ImageFont.load_default(20))
                pictures.append(page)
        os.makedirs(os.path.dirname(os.path.abspath(os.fspath(to))), exist_ok=True)
        save_sheet(contact_sheet(pictures), os.fspath(to))


def _decks(path: str) -> list[str]:
    if not os.path.isdir(path):
        return [path]
    names = sorted(os.listdir(path))
    found = [os.path.join(path, name) for name in names if name.lower().endswith(".pptx") and not name.startswith("~$")]
    if not found:
        raise InvalidInput([finding("no-slide.library", Location(path))])
    return found
