"""Named line signs on slides, each one native freeform in theme colours.

An item says ``icon: train``; without it the brand's table (``signs:`` in brand.yaml) gives the sign of the item's id.
No name, no sign.
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
    "icon": {"type": "string", "description": "A line sign beside it, by its name: `train`, `handshake`, `leaf` …"}
}
"""What the schema of an item says that can wear a sign."""

SHARE = 60
"""The side of a sign in a tile, percent of the tile's."""
STROKE, THINNEST, THICKEST = 0.075, 2.4 * PX, 7.5 * PX
"""The width of a sign's line: a share of its side, EMU at least and at most."""


def icon(fields: Fields) -> str:
    """Return the sign that an item names, "" without one; a name that there is not is reported."""
    name = fields.raw("icon")
    if name and name not in names():
        from osloregion_slides.base.findings import meant

        fields.resolver.report(finding("unknown-icon", fields.at("icon"), name=name, **meant(name, names())))
        return ""
    return name


def sign_of(thing: Entry, context: ComposeContext) -> str:
    """Return the name of an item's sign: its own, else what the brand has for its id; "" where there is none."""
    return icon(thing.fields) or dict(context.brand.signs).get(thing.key, "")


def signs_of(things: tuple[Entry, ...], context: ComposeContext) -> dict[str, str]:
    """Return the names of the items' signs by the items' keys; items without a sign are left out."""
    found = {thing.key: sign_of(thing, context) for thing in things}
    return {key: name for key, name in found.items() if name}


def sign(key: str, name: str, box: Box, colour: Colour) -> Freeform:
    """Return a sign alone in a square box. It is decorative: the name of what it stands for is beside it."""
    width = Pt(round(min(max(box.w * STROKE, THINNEST), THICKEST) / EMU_PER_PT, 2))
    line = Stroke(colour, width, round=True)
    return Freeform(key, box, (GRID, GRID), (), None, line, decorative=True, path=steps(name))


def sign_tile(key: str, name: str, box: Box, fill: Colour, ink: Colour) -> tuple[Shape, Freeform]:
    """Return a sign in a tile; the tile has the key."""
    inset = box.w * (100 - SHARE) // 200
    tile = Shape(key, box, "roundRect", fill, decorative=True, adjust=ROUND)
    return tile, sign(f"{key}/sign", name, box.inset(inset, inset, inset, inset), ink)
