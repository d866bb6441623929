"""Decks as pictures by LibreOffice, one sheet a deck: rows of slides without a gap."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from PIL import Image

from tests.checks.spoiling import packed, parts_of
from tests.libreoffice import Office
from tests.pictures.closed_fonts import closed_fonts
from tests.pictures.measure import WIDTH

COLOURS, MOST = 256, 128
COLUMNS = 4
_LINK = re.compile(rb"<a:hlinkClick [^>]*?(/>|>.*?</a:hlinkClick>)", re.DOTALL)


def drawn(decks: Mapping[str, bytes], folder: Path) -> dict[str, list[Image.Image]]:
    """Return the slides of each deck (.pptx by name) as pictures ``WIDTH`` pixels wide."""
    office = Office(closed_fonts(folder / "closed"))
    try:
        return {name: _slides(office, _without_links(data), folder / name) for name, data in decks.items()}
    finally:
        office.stop()


def _without_links(data: bytes) -> bytes:
    """Return the deck without links: LibreOffice 7 draws them like other text, 24 and later in the theme's colour."""
    parts = {name: _LINK.sub(b"", part) if "/slides/" in name else part for name, part in parts_of(data).items()}
    return packed(parts)


def _slides(office: Office, data: bytes, stem: Path) -> list[Image.Image]:
    import pypdfium2

    deck = stem.with_suffix(".pptx")
    deck.write_bytes(data)
    office.ask(do="pdf", path=str(deck), to=str(stem.with_suffix(".pdf")))
    document = pypdfium2.PdfDocument(stem.with_suffix(".pdf"))
    try:
        return [page.render(scale=WIDTH / page.get_width()).to_pil().convert("RGB") for page in document]
    finally:
        document.close()


def sheet(slides: list[Image.Image]) -> Image.Image:
    """Return the slides of a deck as one picture of 256 colours.

    The grounds of each slide are among them, the others are chosen by coverage: that alone gave the ground of one
    slide to a neighbour of it (score 9; 4 at most so), and the median cut a colour that only one slide has (11).
    """
    wide, high = slides[0].size
    whole = Image.new("RGB", (COLUMNS * wide, -(-len(slides) // COLUMNS) * high), "white")
    for slide, (x, y) in zip(slides, _corners(len(slides), wide, high)):
        whole.paste(slide, (x, y))
    kept = list(dict.fromkeys([colour for slide in slides for colour in _grounds(slide)]))[:MOST]
    rest = whole.quantize(COLOURS - len(kept), method=Image.Quantize.MAXCOVERAGE, kmeans=3, dither=Image.Dither.NONE)
    palette = Image.new("P", (1, 1))
    palette.putpalette([value for colour in kept for value in colour] + (rest.getpalette() or []))
    return whole.quantize(palette=palette, dither=Image.Dither.NONE)


def _grounds(slide: Image.Image) -> list[tuple[int, ...]]:
    """Return the two colours that most of a slide has."""
    counted = slide.convert("RGB").getcolors(slide.width * slide.height) or []
    found = sorted([(count, colour) for count, colour in counted if isinstance(colour, tuple)], reverse=True)
    return [colour for _, colour in found[:2]]


def slides_of(whole: Image.Image, count: int) -> list[Image.Image]:
    """Return the first ``count`` slides of a sheet."""
    whole = whole.convert("RGB")
    wide = whole.width // COLUMNS
    high = wide * 9 // 16
    count = min(count, whole.height // high * COLUMNS)
    return [whole.crop((x, y, x + wide, y + high)) for x, y in _corners(count, wide, high)]


def _corners(count: int, wide: int, high: int) -> list[tuple[int, int]]:
    return [(number % COLUMNS * wide, number // COLUMNS * high) for number in range(count)]
