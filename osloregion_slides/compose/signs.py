"""Named line icons (signs) on slides, each a native freeform in theme colours.

An item has ``icon: train``, or the brand's table (``signs:`` in brand.yaml) has a sign for its id; otherwise it has
no sign.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.base.findings import finding
from osloregion_slides.base.units import EMU_PER_PT, Pt
from osloregion_slides.compose.tiles import PX, ROUND
from osloregion_slides.scene import Box, Colour, Freeform, Shape, Stroke
from osloregion_slides.signs import GRID, names, steps

if TYPE_CHECKING:
    from osloregion_slides.compose.context import ComposeContext
    from osloregion_slides.compose.entries import Entry
    from osloregion_slides.outline.fields import Fields

ICON: dict[str, object] = {
    "icon": {"type": "string", "description": "Name of the line icon beside it: `train`, `handshake`, `leaf` …"}
}
"""The schema fields of an item that can have a sign."""

SHARE = 60
"""The side of a sign in a tile, as a percentage of the tile's."""
STROKE, THINNEST, THICKEST = 0.075, 2.4 * PX, 7.5 * PX
"""The line width of a sign: as a share of its side, and the least and greatest width, EMU."""


def icon(fields: Fields) -> str:
    """Return the sign named by an item, "" without one; report unknown names."""
    name = fields.raw("icon")
    if name and name not in names():
        from osloregion_slides.base.findings import meant

        fields.resolver.report(finding("unknown-icon", fields.at("icon"), name=name, **meant(name, names())))
        return ""
    return name


def sign_of(thing: Entry, context: ComposeContext) -> str:
    """Return the name of an item's sign: its own, otherwise the brand's for its id, or ""."""
    return icon(thing.fields) or dict(context.brand.signs).get(thing.key, "")


def signs_of(things: tuple[Entry, ...], context: ComposeContext) -> dict[str, str]:
    """Return the names of signs by the keys of their items, without items that have no sign."""
    found = {thing.key: sign_of(thing, context) for thing in things}
    return {key: name for key, name in found.items() if name}


def sign(key: str, name: str, box: Box, colour: Colour) -> Freeform:
    """Return a sign in a square box. It is decorative, since the name of its item is beside it."""
    width = Pt(round(min(max(box.w * STROKE, THINNEST), THICKEST) / EMU_PER_PT, 2))
    line = Stroke(colour, width, round=True)
    return Freeform(key, box, (GRID, GRID), (), None, line, decorative=True, path=steps(name))


def sign_tile(key: str, name: str, box: Box, fill: Colour, ink: Colour) -> tuple[Shape, Freeform]:
    """Return a tile with this key, and the sign in it."""
    inset = box.w * (100 - SHARE) // 200
    tile = Shape(key, box, "roundRect", fill, decorative=True, adjust=ROUND)
    return tile, sign(f"{key}/sign", name, box.inset(inset, inset, inset, inset), ink)
