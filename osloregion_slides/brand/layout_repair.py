"""What a layout of somebody else's needs so that its slides look alike in every program."""

from __future__ import annotations

from lxml import etree

from osloregion_slides.brand.colour_map import settle
from osloregion_slides.brand.opc import parse, serialise
from osloregion_slides.brand.slots import inherited
from osloregion_slides.ooxml.inheritance import kind, placeholders
from osloregion_slides.ooxml.names import REL_MASTER, A, P

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any as Element

    from osloregion_slides.brand.package import Part


def repair_layout(part: Part, parts: dict[str, Part], file: str) -> Part:
    """Return a layout under its master's colour map, with a text in its footer and boxes of some size.

    LibreOffice draws a slide's footer in another font and place where the layout's footer is empty; a
    no-break space is enough to keep it from that, and nobody sees it. A placeholder that was moved by a
    program may have an extent of 0 where it should inherit; it gets the master's.
    """
    root = parse(part.data, file, part.name)
    master = next((parts[r.target] for r in part.relations if r.type == REL_MASTER and r.target in parts), None)
    above = parse(master.data, file, master.name) if master else root
    changed = settle(root, above)
    for shape in placeholders(root):
        changed = _extend(shape, inherited(shape, above)) or changed
        if kind(shape) == "ftr" and not "".join(shape.itertext()).strip(" \t\r\n"):
            changed = _fill(shape) or changed
    return part.replace(data=serialise(root)) if changed else part


def _extend(shape: Element, parent: Element | None) -> bool:
    """Give a placeholder the master's width or height where its own is 0; False where neither is."""
    extent, other = (s.find(f"{{{P}}}spPr/{{{A}}}xfrm/{{{A}}}ext") if s is not None else None for s in (shape, parent))
    if extent is None or other is None:
        return False
    empty = [side for side in ("cx", "cy") if extent.get(side) == "0"]
    for side in empty:
        extent.set(side, other.get(side, "0"))
    return bool(empty)


def _fill(footer: Element) -> bool:
    """Put a no-break space into a footer; False where it has no paragraph to hold one."""
    paragraph = footer.find(f"{{{P}}}txBody/{{{A}}}p")
    if paragraph is None:
        return False
    end = paragraph.find(f"{{{A}}}endParaRPr")
    run = etree.Element(f"{{{A}}}r")
    etree.SubElement(run, f"{{{A}}}rPr").set("lang", end.get("lang", "nb-NO") if end is not None else "nb-NO")
    etree.SubElement(run, f"{{{A}}}t").text = "\u00a0"
    paragraph.insert(1 if paragraph.find(f"{{{A}}}pPr") is not None else 0, run)
    return True
