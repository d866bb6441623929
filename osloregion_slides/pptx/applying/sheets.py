"""What people changed on the old slide master and its layouts, put onto those of the new brand."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING

from osloregion_slides.brand.wording import usual_words
from osloregion_slides.ooxml.inheritance import whole
from osloregion_slides.ooxml.names import P, R
from osloregion_slides.ooxml.order import put
from osloregion_slides.ooxml.sheets import AROUND, BESIDE, Unit, units

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any as Element

    from osloregion_slides.pptx.applying.edition import Edition


def keep_edits(edition: Edition, kept: Iterable[tuple[str, str]], old: str, new: str) -> None:
    """Put the units ``kept`` (``ooxml.sheets.units``) of the master ``old`` into the place of those of ``new``."""
    usual = usual_words()
    theirs, brands = units(edition.package, old, usual), units(edition.package, new, usual)
    for sheet, key in kept:
        target, unit = brands[sheet, BESIDE].part, theirs.get((sheet, key))
        edition.root(target)
        if key == BESIDE and unit is not None:
            _put_beside(edition, unit, brands[sheet, BESIDE])
        else:
            _put(edition, unit, brands.get((sheet, key)), target)


def _put(edition: Edition, unit: Unit | None, before: Unit | None, target: str) -> None:
    if unit is None:
        if before is not None:
            before.element.getparent().remove(before.element)
        return
    made = _brought(edition, unit.element, unit.part, target)
    root = edition.root(target)
    tree = root.find(f"{{{P}}}cSld/{{{P}}}spTree")
    for number, named in enumerate(made.iter(f"{{{P}}}cNvPr"), 1):
        named.set("id", str(max([whole(one.get("id")) for one in tree.iter(f"{{{P}}}cNvPr")]) + number))
    if before is not None:
        before.element.getparent().replace(before.element, made)
    else:
        put(tree, made)


def _put_beside(edition: Edition, unit: Unit, before: Unit) -> None:
    """Give a sheet the background, the colour map and the rest beside its objects that another one has."""
    own, root = unit.element, edition.root(before.part)
    for holder, its, names in ((root.find(f"{{{P}}}cSld"), own.find(f"{{{P}}}cSld"), ("bg",)), (root, own, AROUND)):
        for name in names:
            for one in holder.findall(f"{{{P}}}{name}"):
                holder.remove(one)
            for one in its.findall(f"{{{P}}}{name}"):
                put(holder, _brought(edition, one, unit.part, before.part))
    shown = own.get("showMasterSp")
    root.attrib.pop("showMasterSp", None)
    if shown is not None:
        root.set("showMasterSp", shown)


def _brought(edition: Edition, element: Element, source: str, target: str) -> Element:
    """Return a copy of an element of one part for another, with relations to what it leads to."""
    made = deepcopy(element)
    made.tail = None
    found = edition.package.relations(source)
    for one in made.iter():
        for name, value in one.attrib.items():
            relation = found.get(value) if name.startswith(f"{{{R}}}") else None
            if relation is not None:
                leads = relation.written if relation.external else f"/{relation.target}"
                one.set(name, edition.relations(target).relate(relation.type, leads, relation.external))
    return made
