"""Rounded squares (tiles), each for one member: unit charts, walls, the large emblem; and the sections at the foot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.base.record import Record
from osloregion_slides.base.units import Emu
from osloregion_slides.scene import Box, Colour, Group, Shape

if TYPE_CHECKING:
    from collections.abc import Sequence

    from osloregion_slides.compose.context import ComposeContext

PX = 9_525
"""EMU per pixel of a slide 1280 px wide (1/96 in), the unit of the design."""
ROUND = (("adj", 20_000),)
"""A tile's radius is a fifth of its side."""
PITCH, SMALL, WIDE = 16 * PX, 10 * PX, 26 * PX
"""Section tiles: pitch, side, and the length of the tile of the current section."""
MOST_SECTIONS = 16


def px(length: float) -> Emu:
    """Return pixels of a slide 1280 px wide as EMU."""
    return Emu(round(length * PX))


def at(x: float, y: float, w: float, h: float) -> Box:
    """Return a box from pixels of a slide 1280 px wide."""
    return Box(px(x), px(y), px(w), px(h))


def tile(key: str, x: int, y: int, side: int, fill: Colour) -> Shape:
    """Return one decorative tile; lengths in EMU."""
    return Shape(key, Box(Emu(x), Emu(y), Emu(side), Emu(side)), "roundRect", fill, decorative=True, adjust=ROUND)


class UnitRow(Record):
    """An arrangement of tiles: their side and pitch (EMU), and the number in a row."""

    side: int
    pitch: int
    across: int

    def width(self, count: int) -> Emu:
        """Return the width of this many tiles, EMU."""
        found = min(count, self.across)
        return Emu(max(0, found * self.pitch - (self.pitch - self.side)))

    def height(self, count: int) -> Emu:
        """Return the height of this many tiles, EMU."""
        rows = -(-count // self.across)
        return Emu(max(0, rows * self.pitch - (self.pitch - self.side)))


def unit_tiles(key: str, x: int, y: int, row: UnitRow, fills: Sequence[Colour]) -> tuple[Shape, ...]:
    """Return a tile for each fill, row by row from the top left."""
    return tuple(
        [
            tile(f"{key}/{n + 1}", x + n % row.across * row.pitch, y + n // row.across * row.pitch, row.side, fill)
            for n, fill in enumerate(fills)
        ]
    )


def wall(key: str, context: ComposeContext, ground: Colour, lit: bool, columns: int = 2) -> Group:
    """Return a wall of tiles that bleeds off the top right of a slide; ``lit`` highlights one of them.

    It ends above the footer; on a slide of another aspect ratio it keeps its size and corner.
    """
    faint, middle, strong = context.inks(ground).tints
    quiet = context.roles.second if ground == context.roles.brand else strong
    one = context.roles.this_one if lit else quiet
    fills: tuple[Colour, ...] = (middle, strong, one, strong, faint, middle)
    if columns == 3:
        fills = (faint, middle, strong, middle, one, strong, strong, faint, middle)
    return Group(key, wall_tiles(key, context, columns, fills), "", decorative=True)


def wall_tiles(key: str, context: ComposeContext, columns: int, fills: Sequence[Colour]) -> tuple[Shape, ...]:
    """Return the tiles of a wall with this many columns, row by row; the last column bleeds off the right edge."""
    side, pitch = px(210), px(232)
    left, top = context.brand.width - px(158) - (columns - 1) * pitch, px(-66)
    return tuple(
        [
            tile(f"{key}/{n + 1}", left + n % columns * pitch, top + n // columns * pitch, side, fill)
            for n, fill in enumerate(fills)
        ]
    )


def emblem(key: str, context: ComposeContext, ground: Colour) -> Group:
    """Return the enlarged emblem, bleeding off the left edge, in shades of its ground."""
    _, middle, strong = context.inks(ground).tints
    side, pitch, top = px(182), px(202), context.brand.height - px(470)
    tiles = [
        tile(f"{key}/{n + 1}", px(-70) + n % 2 * pitch, top + n // 2 * pitch, side, fill)
        for n, fill in enumerate((middle, strong, strong, middle))
    ]
    return Group(key, tuple(tiles), "", decorative=True)


def section_tiles(key: str, context: ComposeContext, ground: Colour, foot: Box, lit: bool = True) -> tuple[Group, ...]:
    """Return the position in the deck: a tile for each section left of the slide number, the current one wider.

    ``foot`` is the box of the slide number. () for a deck with one section, or with more than fit.
    """
    present, count = context.section_position
    if not 2 <= count <= MOST_SECTIONS:
        return ()
    found, inks = context.roles, context.inks(ground)
    dark = inks.text == found.paper
    current = found.this_one if dark else found.brand
    others = ground.shaded(75)
    if dark:
        others = found.second if ground == found.brand else found.brand.replace(lum_mod=75, lum_off=25)
    elif ground.slot == "bg2":
        others = found.paper.replace(lum_mod=75)
    right, y = int(foot.x), foot.y + px(6.4)
    tiles = []
    for number in range(count, 0, -1):
        is_here = lit and number == present
        wide = WIDE if is_here else SMALL
        box = Box(Emu(right - wide), Emu(y), Emu(wide), Emu(SMALL))
        tiles.append(
            Shape(f"{key}/{number}", box, "roundRect", current if is_here else others, decorative=True, adjust=ROUND)
        )
        right -= wide + PITCH - SMALL
    return (Group(key, tuple(reversed(tiles)), "", decorative=True),)
