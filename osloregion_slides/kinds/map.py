"""Map: every member as its own shape, coloured and numbered by sub-region or county, with a legend."""

from __future__ import annotations

from osloregion_slides.compose.blocks import card, card_frame
from osloregion_slides.compose.cartography import placed_areas
from osloregion_slides.compose.entries import text_field
from osloregion_slides.compose.page import GAP, SLATE, content, page, title_text
from osloregion_slides.compose.stage import LABEL_FLOOR, NAVY, TIGHT, WHITE
from osloregion_slides.compose.words import counted
from osloregion_slides.fit.frame import Draft
from osloregion_slides.scene import Box, Colour, Freeform, Group, Run, Shape, Stroke
from osloregion_slides.units import Emu, Pt, emu, inches
from osloregion_slides.value import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from osloregion_slides.compose.stage import Stage
    from osloregion_slides.maps.values import Placed
    from osloregion_slides.outline.load import SlideSource
    from osloregion_slides.registry.values import Member
    from osloregion_slides.scene import Item, Slide

SCHEMA: dict[str, object] = {
    "description": "The members on a map",
    "properties": {
        "colour_by": {"enum": ["region", "county"], "description": "What colours and numbers stand for"},
        "geometry": {"type": "string", "description": "A GeoJSON file; without it the tool's own map is drawn"},
        "caption": text_field("A line under the legend"),
    },
}

FILLS = (
    Colour("accent1"), Colour("accent3", 60, 40), Colour("tx2"), Colour("accent4"), Colour("accent5"),
    Colour("accent2"), Colour("accent1", 40, 60), Colour("accent3"), Colour("accent6", 40, 60),
    Colour("accent5", 60), Colour("accent4", 40, 60), Colour("accent2", 60), Colour("accent6"),
    Colour("accent1", 60, 40), Colour("accent3", 50), Colour("accent4", 60, 40), Colour("accent5", 40, 60),
)  # fmt: skip
"""Fills in turn, so that neighbours in the list, which are neighbours on the map, differ in hue or in lightness."""
BADGE_RADIUS = emu(4)
MAP_SHARE = 47
"""Percent of the content's width that the map may take."""


class Region(Value):
    """One colour of the map."""

    number: int
    name: str
    members: tuple[Member, ...]
    areas: tuple[Placed, ...]
    fill: Colour


def compose(source: SlideSource, stage: Stage) -> tuple[Slide, ...]:
    """Return the slide: the map at the left, its legend at the right."""
    layout = stage.layout("title_only")
    area = content(source, layout)
    box = Box(area.x, area.y, area.w * MAP_SHARE // 100, area.h)
    path = source.fields.path("geometry") if source.fields.has("geometry") else ""
    placed, _ = placed_areas(stage, path, box)
    regions = _regions(source, stage, placed)
    legend = Box(box.right + GAP * 2, area.y, area.right - box.right - GAP * 2, area.h)
    items = (_map(source, stage, regions), *_legend(source, stage, regions, legend))
    return (page(source, stage, layout, items),)


def _regions(source: SlideSource, stage: Stage, placed: tuple[Placed, ...]) -> tuple[Region, ...]:
    """Return the groups of members, numbered from north to south."""
    by_number = {area.number: area for area in placed}
    snapshot = stage.outline.members
    groups = snapshot.by_county if source.fields.raw("colour_by") == "county" else snapshot.by_region
    found = []
    for name, members in groups:
        areas = tuple([by_number[member.number] for member in members if member.number in by_number])
        if areas:
            found.append((sum(area.box.y + area.box.h // 2 for area in areas) // len(areas), name, members, areas))
    found.sort(key=lambda entry: (entry[0], entry[1]))
    return tuple(
        [
            Region(n + 1, name, tuple(members), areas, FILLS[n % len(FILLS)])
            for n, (_, name, members, areas) in enumerate(found)
        ]
    )


def _map(source: SlideSource, stage: Stage, regions: tuple[Region, ...]) -> Group:
    key = f"{source.id}/map"
    groups = tuple([_region(f"{key}/{region.name}", region, stage) for region in regions])
    numbers = tuple([_number(f"{key}/{region.name}/number", region, stage, source) for region in regions])
    names = ", ".join([f"{r.number} {r.name} ({len(r.members)})" for r in regions])
    return Group(key, (*groups, *numbers), f"{title_text(source)}: {names}.")


def _region(key: str, region: Region, stage: Stage) -> Group:
    names = {member.number: member.name for member in region.members}
    edge = Stroke(WHITE, Pt(1.0))
    shapes = tuple(
        [
            Freeform(
                f"{key}/{names[area.number]}", area.box, area.extent, area.rings, region.fill, edge, names[area.number]
            )
            for area in region.areas
        ]
    )
    return Group(key, shapes, f"{region.name}: {', '.join(names.values())}")


def _number(key: str, region: Region, stage: Stage, source: SlideSource) -> Shape:
    """The number stands in the region's roomiest municipality, the one nearest its middle among equals."""
    middle_x = sum(a.label[0] for a in region.areas) / len(region.areas)
    middle_y = sum(a.label[1] for a in region.areas) / len(region.areas)

    def merit(area: Placed) -> float:
        far = ((area.label[0] - middle_x) ** 2 + (area.label[1] - middle_y) ** 2) ** 0.5
        return float(min(area.room, inches(0.17)) * 12 - far)

    x, y = max(region.areas, key=merit).label
    size = emu(24)
    box = Box(x - size // 2, y - size // 2, size, size)
    frame = stage.frame(box, stage.on(region.fill), bold=True, anchor="ctr", insets=TIGHT)
    drafts = (Draft((Run(str(region.number)),), align="ctr"),)
    return Shape(key, box, text=stage.fit(drafts, frame, stage.steps(14, LABEL_FLOOR), source.at, key))


def _legend(source: SlideSource, stage: Stage, regions: tuple[Region, ...], area: Box) -> list[Item]:
    columns = 1 if len(regions) <= 6 else 2
    rows = -(-len(regions) // columns)
    pitch = min(area.h // max(1, rows), inches(0.78))
    top = area.y + (area.h - pitch * rows) // 2
    width = (area.w - GAP * (columns - 1)) // columns
    boxes = [
        Box(area.x + (width + GAP) * (i // rows), top + pitch * (i % rows), Emu(width), Emu(pitch))
        for i in range(len(regions))
    ]
    badge = min(inches(0.36), pitch * 8 // 10)
    indent = badge + emu(10)
    pieces = tuple(
        [
            (_entry(region, stage), stage.frame(box.inset(indent, 0, 0, 0), NAVY, anchor="ctr"))
            for region, box in zip(regions, boxes)
        ]
    )
    texts = stage.fit_alike(pieces, stage.steps(18, LABEL_FLOOR), source.at, f"{source.id}/legend")
    made: list[Item] = []
    for region, box, text in zip(regions, boxes, texts):
        key = f"{source.id}/legend/{region.name}"
        spot = Box(box.x, box.y + (box.h - badge) // 2, Emu(badge), Emu(badge))
        frame = card_frame(
            stage, spot, stage.on(region.fill), bold=True, anchor="ctr", insets=TIGHT, radius=BADGE_RADIUS
        )
        number = stage.fit(
            (Draft((Run(str(region.number)),), align="ctr"),), frame, stage.steps(14, LABEL_FLOOR), source.at, key
        )
        made.append(card(f"{key}/number", spot, region.fill, number, radius=BADGE_RADIUS))
        made.append(Shape(f"{key}/name", box.inset(indent, 0, 0, 0), text=text))
    alt = ", ".join([f"{r.number} {r.name}" for r in regions])
    return [Group(f"{source.id}/legend", tuple(made), alt)]


def _entry(region: Region, stage: Stage) -> tuple[Draft, ...]:
    count = len(region.members)
    noun = counted(stage.language, "municipality", count)
    return (
        Draft((Run(region.name, True, colour=stage.ink(NAVY)),)),
        Draft((Run(f"{count} {noun}", colour=stage.ink(SLATE)),), step=2),
    )
