"""The areas of the members as the kinds draw them: read once a deck, placed where a slide wants them."""

from __future__ import annotations

from osloregion_slides import resources
from osloregion_slides.maps.load import load_areas
from osloregion_slides.maps.place import place
from osloregion_slides.scene import Box, Freeform, Group, Stroke
from osloregion_slides.units import Emu, Pt

TYPE_CHECKING = False
if TYPE_CHECKING:
    from osloregion_slides.compose.stage import Stage
    from osloregion_slides.maps.values import Area, Placed
    from osloregion_slides.scene import Colour

DEFAULT_MAP = ("assets", "maps", "osloregionen.geojson")


def member_areas(stage: Stage, path: str) -> tuple[tuple[Area, ...], str]:
    """Return the members' areas from a GeoJSON file ("": the tool's own map), and the attribution it asks for."""
    members = stage.outline.members.municipalities
    if path not in stage.areas:
        areas, attribution, findings = load_areas(path or resources.path(*DEFAULT_MAP), members)
        stage.findings += findings
        stage.areas[path] = areas, attribution
    return stage.areas[path]


def backdrop(stage: Stage, key: str, box: Box, tints: tuple[Colour, ...], ground: Colour) -> Group | None:
    """Return the map as decoration on a ground: one freeform a tint, the municipalities dealt out among them.

    A member that the map does not know is left out without a word: decoration states no facts.
    """
    edge = Stroke(ground, Pt(1.5))
    areas, _, _ = load_areas(resources.path(*DEFAULT_MAP), stage.outline.members.municipalities)
    placed = place(areas, box)
    hands: list[list[Placed]] = [[] for _ in tints]
    for index, area in enumerate(placed):
        hands[index * 7 % 11 % len(tints)].append(area)
    shapes = [joined(f"{key}/{n}", hand, tints[n], edge) for n, hand in enumerate(hands) if hand]
    return Group(key, tuple(shapes), "", True) if shapes else None


def joined(key: str, areas: list[Placed], fill: Colour, edge: Stroke) -> Freeform:
    """Return several areas as one freeform on a grid of 6 350 EMU (half a point)."""
    left, top = min(a.box.x for a in areas), min(a.box.y for a in areas)
    right, bottom = max(a.box.right for a in areas), max(a.box.bottom for a in areas)
    unit = 6_350
    rings = []
    for area in areas:
        across, down = area.box.w / area.extent[0] / unit, area.box.h / area.extent[1] / unit
        x, y = (area.box.x - left) / unit, (area.box.y - top) / unit
        rings += [tuple([(round(x + px * across), round(y + py * down)) for px, py in ring]) for ring in area.rings]
    extent = ((right - left) // unit, (bottom - top) // unit)
    box = Box(left, top, Emu(extent[0] * unit), Emu(extent[1] * unit))
    return Freeform(key, box, extent, tuple(rings), fill, edge, decorative=True)
