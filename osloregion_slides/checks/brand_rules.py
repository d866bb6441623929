"""Whether a deck keeps to its brand: the theme's colours and typefaces, known layouts, nothing left over."""

from __future__ import annotations

from osloregion_slides.base.units import EMU_PER_PT
from osloregion_slides.checks.pages import on, quoted
from osloregion_slides.ooxml.names import REL_CHART, A, P

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any as Element

    from osloregion_slides.base.findings import Finding
    from osloregion_slides.brand.values import Brand
    from osloregion_slides.checks.package import Opc
    from osloregion_slides.checks.pages import Item, Page

NOTICED, MEANT = EMU_PER_PT, 12 * EMU_PER_PT
"""A title that stands less beside its place is not seen to jump from slide to slide; more than a line is meant."""
_LITERAL = tuple([f"{{{A}}}{name}" for name in ("srgbClr", "sysClr", "prstClr", "scrgbClr", "hslClr")])
_FACES = tuple([f"{{{A}}}{name}" for name in ("latin", "ea", "cs")])


def check_brand(opc: Opc, pages: tuple[Page, ...], brand: Brand | None) -> Iterator[Finding]:
    """Yield what strays from the brand; without one, only what lies off the slide."""
    for page in pages:
        for item in page.items:
            yield from _off_slide(page, item)
            if brand is not None and item.kind != "grpSp":
                yield from _strays(page, item, [item.element])
                yield from _off_grid(page, item)
        if brand is not None:
            yield from _layout(page, brand)
            for part in opc.all_related(page.part, REL_CHART):
                chart = opc.root(part)
                frame = next((item for item in page.items if item.kind == "graphicFrame"), None)
                yield from _strays(page, frame, [chart] if chart is not None else [])


def _strays(page: Page, item: Item | None, roots: list[Element]) -> Iterator[Finding]:
    """One finding for each colour and typeface that is not the theme's."""
    colours: dict[str, None] = {}
    faces: dict[str, None] = {}
    for root in roots:
        for element in root.iter(*_LITERAL):
            colours[element.get("val") or element.tag.rpartition("}")[2]] = None
        for element in root.iter(*_FACES):
            face = element.get("typeface", "")
            if face and not face.startswith("+"):
                faces[face] = None
    for colour in colours:
        yield on(page, item, "foreign-colour", colour=colour[:20])
    for face in faces:
        yield on(page, item, "foreign-typeface", typeface=quoted(face))


def _layout(page: Page, brand: Brand) -> Iterator[Finding]:
    common = page.layout.find(f"{{{P}}}cSld") if page.layout is not None else None
    name = common.get("name", "") if common is not None else ""
    known = [layout.name for layout in brand.layouts]
    if name not in known:
        layouts = tuple(dict.fromkeys(known))
        yield on(page, None, "foreign-layout", slide=page.number, layout=quoted(name), known=layouts)


def _off_slide(page: Page, item: Item) -> Iterator[Finding]:
    """Leftovers beside the slide, and what its edge cuts."""
    width, height, box = page.width, page.height, item.box
    if not width or box is None or item.groups or item.kind == "cxnSp":
        return
    if (box.x >= width or box.y >= height or box.right <= 0 or box.bottom <= 0) and (box.w or box.h):
        yield on(page, item, "beside-slide", object=item.name)


def _off_grid(page: Page, item: Item) -> Iterator[Finding]:
    """A placeholder a little beside its place in the layout: nobody means 4 pt, a hand slipped."""
    box, place = item.box, item.inherited.box
    if box is None or place is None or item.groups or item.placeholder not in ("title", "ctrTitle", "subTitle", "body"):
        return
    off = max(abs(box.x - place.x), abs(box.y - place.y))
    if NOTICED <= off <= MEANT:
        yield on(page, item, "off-grid", text=quoted(item.text), points=round(off / EMU_PER_PT))
