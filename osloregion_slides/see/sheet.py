"""A contact sheet: all slides of a deck on one neutral ground, with even gaps, as photographers lay them out."""

from __future__ import annotations

import math

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from PIL.Image import Image

GROUND = (226, 229, 232)
GAP_SHARE = 0.045
"""The gap between pictures and at the edges, of a picture's width."""

SOURCE = "Source"
"""The key of a text chunk (PNG, third edition, 11.3.3.2)."""

_WIDEST = 5
_NEARLY = 252  # octrees round white down by one or two


def columns_for(count: int) -> int:
    """Return how many columns suit so many slides: rows a little fewer than columns, the last row full if it can be."""
    if count <= 2:
        return max(1, count)
    usual = min(_WIDEST, max(2, round(math.sqrt(count * 1.1))))
    near = [columns for columns in (usual, usual + 1, usual - 1) if 2 <= columns <= _WIDEST]
    return next((columns for columns in near if count % columns == 0), usual)


def contact_sheet(pictures: Sequence[Image], width: int = 1600, columns: int = 0) -> Image:
    """Return the pictures row by row on a sheet of this width (pixels); all take the size of the first.

    ValueError without a picture.
    """
    from PIL import Image as Pillow

    if not pictures:
        raise ValueError("a contact sheet needs pictures")
    columns = columns or columns_for(len(pictures))
    across = width / (columns + GAP_SHARE * (columns + 1))
    gap, wide = round(across * GAP_SHARE), int(across)
    gap = (width - wide * columns) // (columns + 1)
    high = round(wide * pictures[0].height / pictures[0].width)
    rows = -(-len(pictures) // columns)
    left = (width - wide * columns - gap * (columns - 1)) // 2
    sheet = Pillow.new("RGB", (width, rows * high + (rows + 1) * gap), GROUND)
    for number, picture in enumerate(pictures):
        row, column = divmod(number, columns)
        small = picture.convert("RGB").resize((wide, high), Pillow.Resampling.LANCZOS)
        sheet.paste(small, (left + column * (wide + gap), gap + row * (high + gap)))
    return sheet


def save_sheet(sheet: Image, path: str, source: str = "") -> None:
    """Write a sheet as PNG with a palette of 256 colours; ``source`` says in it what it was made from.

    Flat slides need no more colours, and take a quarter of the room. Octrees keep the colours of small
    areas, which median cut mixes away.
    """
    from PIL import Image as Pillow
    from PIL.PngImagePlugin import PngInfo

    about = PngInfo()
    if source:
        about.add_text(SOURCE, source)
    flat = sheet.quantize(256, method=Pillow.Quantize.FASTOCTREE, dither=Pillow.Dither.NONE)
    flat.putpalette([255 if part >= _NEARLY else part for part in flat.getpalette() or ()])
    flat.save(path, "PNG", optimize=True, pnginfo=about)


def source_of(path: str) -> str:
    """Return what a sheet says that it was made from, "" where it says nothing or is not there."""
    from PIL import Image as Pillow

    try:
        with Pillow.open(path) as sheet:
            return str(sheet.info.get(SOURCE, ""))
    except OSError:
        return ""
