"""What background, pictures and shapes of master and layout paint, in cells; and the part of an area in one colour."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.base.units import Emu
from osloregion_slides.brand.contrast import ratio
from osloregion_slides.ooxml.background import SHAPES, backdrop, coverage, filled, fixed_shapes, ground_with, leaves
from osloregion_slides.ooxml.colour import amount, fill_of
from osloregion_slides.ooxml.geometry import angle_of, transform_of, turn_of
from osloregion_slides.ooxml.names import A, P, R, local
from osloregion_slides.ooxml.transforms import mix
from osloregion_slides.scene import Box

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any as Element

    from osloregion_slides.brand.slots import Sheet
    from osloregion_slides.ooxml.transforms import Rgb

    Cells = list[Rgb | None]
    Area = tuple[float, float, float, float]

SIDE, EDGE, _MOSTLY = 64, 1.2, 0.6
"""Cells of a slide each way; backgrounds with less contrast look the same; the least share of an area in one colour."""
_FINE, _BLOCK, _SEEN = 3, 8, 0.1
"""Pixels of a picture in a cell each way; cells each way in which a gradient counts as one colour; the least opacity
that is seen.
"""


def painted_cells(sheet: Sheet, picture: Sequence[Rgb]) -> Sheet:
    """Return the sheet with the colour of each cell, row by row, with the shapes of layout and master; None if unknown.

    ``picture`` are the colours of the background's picture in cells, () without one.
    """
    base: Cells = list(picture) or _backdrop(sheet)
    cells, pictured = list(base), set(range(SIDE**2)) if picture else set[int]()
    for top in fixed_shapes(sheet.layout, sheet.master):
        for shape, box in leaves(top):
            if box is not None and local(shape) in SHAPES:
                if not _paint_picture(cells, shape, box, sheet, pictured):
                    _paint(cells, shape, box, sheet)
            elif box is None or local(shape) not in SHAPES:  # a turned group or the like: it may paint any part
                slide = Box(Emu(0), Emu(0), sheet.width, sheet.height)
                for n in cells_of(box.turned(angle_of(shape)) if box else slide, sheet):
                    cells[n] = None
    return sheet.replace(cells=tuple(cells), base=tuple(base), pictured=frozenset(pictured))


def without_background(cells: Sequence[Rgb | None], base: Sequence[Rgb | None]) -> Cells:
    """Return the cells, with one colour where only the background is painted, whatever its gradient."""
    plain = next((one for one in base if one is not None), None)
    return [plain if one == under else one for one, under in zip(cells, base)]


def _backdrop(sheet: Sheet) -> Cells:
    cells: Cells = [None] * SIDE**2
    slide = Box(Emu(0), Emu(0), sheet.width, sheet.height)
    whole = backdrop((sheet.layout, sheet.master), sheet.scheme.known, slide, slide)
    wide, high = [Emu(round(side * _BLOCK / SIDE)) for side in (sheet.width, sheet.height)]
    for n in range(SIDE**2 // _BLOCK**2):
        across, down = n % (SIDE // _BLOCK), n // (SIDE // _BLOCK)
        part = Box(Emu(across * wide), Emu(down * high), wide, high)
        one = len(whole) < 2
        found = whole if one else backdrop((sheet.layout, sheet.master), sheet.scheme.known, slide, part)
        for row in range(down * _BLOCK, (down + 1) * _BLOCK):
            start = row * SIDE + across * _BLOCK
            cells[start : start + _BLOCK] = [found[0] if found else sheet.scheme.known["bg1"]] * _BLOCK
    return cells


def cells_of(box: Box, sheet: Sheet) -> list[int]:
    """Return the numbers of the cells that a box touches."""
    wide, high = sheet.width / SIDE, sheet.height / SIDE
    left, top = max(0, int(box.x / wide)), max(0, int(box.y / high))
    right, bottom = min(SIDE, -int(-box.right // wide)), min(SIDE, -int(-box.bottom // high))
    return [row * SIDE + column for row in range(top, bottom) for column in range(left, right)]


def _paint(cells: Cells, shape: Element, box: Box, sheet: Sheet) -> None:
    """Paint the cells whose centre a shape covers, or which the outline of a freeform crosses."""
    wide, high, place = sheet.width / SIDE, sheet.height / SIDE, box.turned(angle_of(shape))
    fill, words = fill_of(shape.find(f"{{{P}}}spPr")), any([text.text for text in shape.iter(f"{{{A}}}t")])
    if fill is not None and local(fill) == "noFill" and not words:
        return
    outline = {(int(x / wide), int(y / high)) for x, y in _outline(shape, box, min(wide, high) / 2)}
    made: dict[Rgb | None, Rgb | None] = {}
    is_covered = coverage(shape, box)
    for row in range(max(0, int(place.y / high)), min(SIDE, int(place.bottom / high) + 1)):
        for column in range(max(0, int(place.x / wide)), min(SIDE, int(place.right / wide) + 1)):
            at, cell = ((column + 0.5) * wide, (row + 0.5) * high), row * SIDE + column
            if (column, row) not in outline and not is_covered(at):
                continue
            below = cells[cell]
            if below not in made:
                ground, known = (below,) if below is not None else (), sheet.scheme.known
                found = (
                    filled(fill, known, ground) if fill is not None else ground_with(shape, (), box, at, known, ground)
                )
                made[below] = found[0] if found and not words else None
            cells[cell] = made[below]


def _paint_picture(cells: Cells, shape: Element, box: Box, sheet: Sheet, pictured: set[int]) -> bool:
    """Paint an upright picture that can be read; return whether it is one.

    Of a cell it is the pixel with the most contrast to what is below, so that thin lines of a drawing count.
    """
    blip = shape.find(f"{{{P}}}blipFill/{{{A}}}blip")
    if blip is None or turn_of(transform_of(shape)) != (0, False) or box.w <= 0 or box.h <= 0:
        return False
    changed = [one for one in blip if local(one) not in ("alphaModFix", "extLst")]
    wanted = local(shape.getroottree().getroot()), blip.get(f"{{{R}}}embed", "")
    data = next((data for *at, data in sheet.images if tuple(at) == wanted), b"")
    if not data:
        return False
    pale = blip.find(f"{{{A}}}alphaModFix")
    opacity = amount(pale.get("amt"), True) if pale is not None else None
    crop = shape.find(f"{{{P}}}blipFill/{{{A}}}srcRect")
    cuts = [(amount(crop.get(side), True) or 0.0) if crop is not None else 0.0 for side in "ltrb"]
    wide, high = sheet.width / SIDE, sheet.height / SIDE
    across, down = [max(1, min(round(side * _FINE), SIDE * _FINE)) for side in (box.w / wide, box.h / high)]
    found = pixels(data, across, down, (cuts[0], cuts[1], cuts[2], cuts[3]))
    if not found:
        return False
    below = list(cells)
    for n, (red, green, blue, alpha) in enumerate(found):
        x = int((box.x + (n % across + 0.5) * box.w / across) / wide)
        y = int((box.y + (n // across + 0.5) * box.h / down) / high)
        if not (0 <= x < SIDE and 0 <= y < SIDE):
            continue
        cell, share = y * SIDE + x, (1.0 if opacity is None else opacity) * alpha / 255
        under, now = below[cell], cells[cell]
        if share > _SEEN:
            pictured.add(cell)
        if changed and share > _SEEN:  # recoloured: only its outline is known
            cells[cell] = None
        if changed or now is None and under is not None:
            continue
        if under is None:
            cells[cell] = (red, green, blue) if share == 1.0 else None
            continue
        shown = mix((red, green, blue), under, share)
        if now == under or (now is not None and ratio(shown, under) > ratio(now, under)):
            cells[cell] = shown
    return True


_PIXELS = 50_000_000
"""The largest picture decoded for its colours, pixels: 150 MB."""


def pixels(
    picture: bytes, across: int, down: int, cuts: Area = (0.0, 0.0, 0.0, 0.0)
) -> list[tuple[int, int, int, int]]:
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


def _outline(shape: Element, box: Box, step: float) -> Iterator[tuple[float, float]]:
    """Yield points along the outline of a freeform, at most a step apart; curves are taken as polygons."""
    for path in shape.iterfind(f"{{{P}}}spPr/{{{A}}}custGeom/{{{A}}}pathLst/{{{A}}}path"):
        last = None
        for point in path.iter(f"{{{A}}}pt"):
            try:
                x = box.x + int(point.get("x", "")) * box.w / max(1, int(path.get("w", "1")))
                y = box.y + int(point.get("y", "")) * box.h / max(1, int(path.get("h", "1")))
            except ValueError:  # guides instead of numbers
                return
            begins = last is None or local(point.getparent()) == "moveTo"
            start = (x, y) if begins or last is None else last
            count = min(SIDE * 4, 1 + int(max(abs(x - start[0]), abs(y - start[1])) / step))
            for part in range(1, count + 1):
                yield start[0] + (x - start[0]) * part / count, start[1] + (y - start[1]) * part / count
            last = x, y


def uniform_area(
    cells: Sequence[Rgb | None], area: Area, least: float = _MOSTLY, paper: Rgb | None = None
) -> Area | None:
    """Return the largest rectangle of one colour in an area (left, top, right, bottom as shares of the slide), None
    where it covers less than ``least`` of the area. Decoration along an edge or in a corner is then outside.

    The colour is the most frequent one, or ``paper`` if the area has it.
    """
    left, top, right, bottom = [min(max(round(edge * SIDE), 0), SIDE) for edge in area]
    rows = [cells[row * SIDE + left : row * SIDE + right] for row in range(top, bottom)]
    inside = [one for row in rows for one in row]
    ground = paper if paper in inside else max([one for one in inside if one], key=inside.count, default=None)
    if ground is None:
        return None
    like = {one: one is not None and ratio(one, ground) < EDGE for one in set(inside)}
    best, heights = (0, 0, 0, 0, 0), [0] * (right - left)
    for down, row in enumerate(rows, 1):
        heights = [high + 1 if like[one] else 0 for high, one in zip(heights, row)]
        for start in range(len(heights)):
            high = heights[start]
            for end in range(start, len(heights)):
                high = min(high, heights[end])
                if not high:
                    break
                best = max(best, ((end + 1 - start) * high, start, down - high, end + 1, down))
    size, *edges = best
    if size < least * len(inside):
        return None
    shares = [(origin + edge) / SIDE for origin, edge in zip((left, top) * 2, edges)]
    return shares[0], shares[1], shares[2], shares[3]
