"""What a foreign layout paints, and its area, footer and number clear of that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.base.units import Emu, inches, page_scale
from osloregion_slides.brand.background import colours, painted_ground
from osloregion_slides.brand.uniform import SIDE, painted_cells, uniform_area, without_background
from osloregion_slides.ooxml.background import fixed_shapes
from osloregion_slides.ooxml.colour import amount
from osloregion_slides.ooxml.geometry import drawn_box
from osloregion_slides.ooxml.names import REL_MASTER, A, P, R, local

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from typing import Any as Element

    from osloregion_slides.brand.opc import Package, Part
    from osloregion_slides.brand.slots import Sheet
    from osloregion_slides.brand.values import Layout, Slot
    from osloregion_slides.ooxml.transforms import Rgb
    from osloregion_slides.scene import Box

GAP = inches(0.1)
"""The gap beside what is painted, on a page of the usual height."""
OPENING = ("cover", "section", "statement")


def background_picture(package: Package, sheets: Iterable[tuple[Part, Element]]) -> tuple[bytes, float] | None:
    """Return the picture of the first background among the sheets, and its opacity; None where it is not a picture."""
    ground = next(((part, bg) for part, root in sheets for bg in root.iterfind(f"{{{P}}}cSld/{{{P}}}bg")), None)
    blip = ground[1].find(f".//{{{A}}}blip") if ground else None
    if ground is None or blip is None:
        return None
    targets = {relation.id: relation.target for relation in ground[0].relations if not relation.external}
    found = targets.get(blip.get(f"{{{R}}}embed", ""))
    pale = blip.find(f"{{{A}}}alphaModFix")
    share = amount(pale.get("amt"), True) if pale is not None else None
    return (package.part(found).data, 1.0 if share is None else share) if found else None


def images(package: Package, part: Part, root: Element) -> Iterator[tuple[str, str, bytes]]:
    """Yield the root's name, the relation and the bytes of each picture in the shapes of a layout or master."""
    targets = {relation.id: relation.target for relation in part.relations if not relation.external}
    for blip in root.iterfind(f"{{{P}}}cSld/{{{P}}}spTree//{{{A}}}blip"):
        at = blip.get(f"{{{R}}}embed", "")
        if at in targets:
            yield local(root), at, package.part(targets[at]).data


def painted(sheet: Sheet, package: Package) -> Sheet:
    """Return the sheet with the colours that it paints, in cells; without them where it paints nothing on a colour."""
    fixed = any([box for shape in fixed_shapes(sheet.layout, sheet.master) if (box := drawn_box(shape))])
    if not fixed and sheet.picture is None:
        return sheet
    part = package.part(sheet.part)
    master = package.related(part, REL_MASTER)
    found = background_picture(package, ((part, sheet.layout), *(((master, sheet.master),) if master else ())))
    return painted_cells(sheet, colours(*found, SIDE) if found else ())


def without_decoration(layout: Layout, sheet: Sheet) -> Layout:
    """Return the layout, its area, footer and number clear of decoration along an edge or in a corner of them."""
    area = layout.content
    if not sheet.cells:
        return layout
    cells = sheet.cells if sheet.picture else without_background(sheet.cells, sheet.base)
    paper = None if sheet.picture else next((one for one in sheet.base if one), None)
    slots = [
        _moved(slot, _clear_part(slot.box, cells, sheet, _FOOT_PARTS[slot.type], paper))
        if slot.type in _FOOT_PARTS
        else slot
        for slot in layout.slots
    ]
    role = layout.role.partition(":")[0]
    if area.w > 0 < area.h and role == "cover":
        shares = area.x / sheet.width, 0.0, area.right / sheet.width, 1.0
        area = area if uniform_area(cells, shares, _BARE) else area.replace(w=Emu(0), h=Emu(0))
    if area.w <= 0 or area.h <= 0 or role in OPENING:
        return layout.replace(content=area, slots=tuple(slots))
    return painted_ground(layout.replace(content=_clear_part(area, cells, sheet), slots=tuple(slots)), sheet)


_BARE = 0.9
"""The least share of the area beside a cover's title in one colour where our art is drawn."""


def _moved(slot: Slot, box: Box) -> Slot:
    return slot if box == slot.box else slot.replace(box=box, moved=True)


_FOOT_PARTS = {"ftr": 0.6, "sldNum": 0.25}
"""The least share of a footer and of a slide number, which is short, that stays beside decoration."""


_LINE = 0.5
"""The least share of an area's height that stays beside decoration: a footer's line needs most of its box."""


def _clear_part(
    area: Box, cells: Sequence[Rgb | None], sheet: Sheet, least: float = 0.6, paper: Rgb | None = None
) -> Box:
    """Return the largest part of an area without decoration, less a gap; the area itself where that part is small."""
    wide, high = sheet.width, sheet.height
    shares = (area.x / wide, area.y / high, area.right / wide, area.bottom / high)
    kept = uniform_area(cells, shares, least, paper)
    gap = round(GAP * page_scale(wide, high))
    cuts = [round(abs(new - old) * side) for new, old, side in zip(kept or shares, shares, (wide, high) * 2)]
    # a shift of less than a cell results from the grid, not from the decoration
    left, top, right, bottom = [cut + gap if cut > side // SIDE else 0 for cut, side in zip(cuts, (wide, high) * 2)]
    clear = area.inset(left, top, right, bottom)
    return clear if clear.w > 0 and clear.h >= area.h * _LINE else area
