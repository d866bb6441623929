"""How far two pictures of a slide differ to the eye: what one shows and the other has nowhere near.

A pixel counts by how far its colour lies outside of what the other picture has around the same place, so
an edge that falls half a pixel further, or letters smoothed in another way, count for nothing. The picture's
score is that of its worst block: a small label that is gone is not averaged away by an empty slide.

Measured at 480 pixels a slide (49 slides): the same decks in LibreOffice 7.4 and 25.2 differ by 6 at most, a
palette of 256 colours adds 3. Of 123 texts that were taken away, one at a time, 121 score 8 and more (the two
others are page numbers of one digit). What moves by less than 4 pt is not seen, a hairline that moves by 8 pt
neither.
"""

from __future__ import annotations

from PIL import Image, ImageChops, ImageFilter

WIDTH, BLOCK, BLUR, NEAR = 480, 8, 0.7, 3
DIFFERS = 8
"""From this score on, 0 to 255, two pictures show different things."""


def difference(one: Image.Image, other: Image.Image) -> Image.Image:
    """Return a grey picture: how far each place differs, in the channel that differs most."""
    a, b = [picture.convert("RGB").filter(ImageFilter.GaussianBlur(BLUR)) for picture in (one, other)]
    red, green, blue = ImageChops.lighter(_outside(a, b), _outside(b, a)).split()
    return ImageChops.lighter(ImageChops.lighter(red, green), blue)


def score(one: Image.Image, other: Image.Image) -> int:
    """Return the mean difference of the worst block, 0 to 255; 255 for pictures of two sizes."""
    if one.size != other.size:
        return 255
    shown = difference(one, other)
    blocks = shown.resize((-(-shown.width // BLOCK), -(-shown.height // BLOCK)), Image.Resampling.BOX)
    return int(blocks.getextrema()[1])  # type: ignore[arg-type]  # one band: a pair of numbers


def _outside(a: Image.Image, b: Image.Image) -> Image.Image:
    """Return how far a's colours lie outside of those that b has within a pixel."""
    least, most = b.filter(ImageFilter.MinFilter(NEAR)), b.filter(ImageFilter.MaxFilter(NEAR))
    return ImageChops.lighter(ImageChops.subtract(a, most), ImageChops.subtract(least, a))
