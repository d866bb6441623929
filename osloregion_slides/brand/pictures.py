"""The pixels of a template's pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    Area = tuple[float, float, float, float]
    Pixels = list[tuple[int, int, int, int]]

_PIXELS = 50_000_000
"""The largest picture decoded for its colours, pixels: 150 MB."""


def pixels(picture: bytes, across: int, down: int, cuts: Area = (0.0, 0.0, 0.0, 0.0)) -> Pixels:
    """Return a picture in ``across`` × ``down`` pixels with their opacity (0 to 255), row by row; [] where it cannot be
    read (a metafile, a damaged one). ``cuts`` are the shares cut off left, top, right and bottom.
    """
    import io

    from PIL import Image

    try:
        with Image.open(io.BytesIO(picture)) as opened:
            if opened.width * opened.height > _PIXELS:
                return []
            clear = "A" in opened.getbands() or "transparency" in opened.info
            left, top, right, bottom = cuts
            shown = (left * opened.width, top * opened.height, (1 - right) * opened.width, (1 - bottom) * opened.height)
            inside = 0 <= left < 1 - right <= 1 and 0 <= top < 1 - bottom <= 1
            box = shown if inside else None
            small = opened.convert("RGBA" if clear else "RGB").resize((across, down), Image.Resampling.BOX, box)
            read = small.convert("RGBA").tobytes()
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return []
    return list(zip(*[iter(read)] * 4))
