"""What stands on a slide master and its layouts, put onto another: what people changed, or what the brand has."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING

from osloregion_slides.brand.wording import usual_words
from osloregion_slides.ooxml.inheritance import whole
from osloregion_slides.ooxml.names import P, R
from osloregion_slides.ooxml.order import put
from osloregion_slides.ooxml.sheets import ALTERNATE, BESIDE, GUIDES, Unit, around, units
from osloregion_slides.pptx.applying.edition import Edition, new

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any as Element


def keep_edits(edition: Edition, kept: Iterable[tuple[str, str]], source: str, onto: str) -> None:
    """Put the units ``kept`` (``ooxml.sheets.units``) of the master ``source`` into the place of those of ``onto``."""
    usual = usual_words()
    theirs, brands = units(edition.package, source, usual), units(edition.package, onto, usual)
    for sheet, key in kept:
        target, unit = brands[sheet, BESIDE].part, theirs.get((sheet, key))
        edition.root(target)
        if key == BESIDE and unit is not None:
            _put_beside(edition, unit, brands[sheet, BESIDE])
        else:
            _put(edition, key, unit, brands.get((sheet, key)), target)


def _put(edition: Edition, key: str, unit: Unit | None, before: Unit | None, target: str) -> None:
    if unit is None:
        if before is not None:
            before.element.getparent().remove(before.element)
        return
    made = _brought(edition, unit.element, unit.part, target)
    root = edition.root(target)
    if before is None and key == GUIDES:
        _extensions(root).append(made)
        return
    tree = root.find(f"{{{P}}}cSld/{{{P}}}spTree")
    for number, named in enumerate(made.iter(f"{{{P}}}cNvPr"), 1):
        named.set("id", str(max([whole(one.get("id")) for one in tree.iter(f"{{{P}}}cNvPr")]) + number))
    if before is not None:
        before.element.getparent().replace(before.element, made)
    elif made.tag.startswith(f"{{{P}}}"):
        put(tree, made)
    else:  # alternate content, which no model knows
        tree.append(made)


def _extensions(root: Element) -> Element:
    found = root.find(f"{{{P}}}extLst")
    return new(root, f"{{{P}}}extLst") if found is None else found


def _put_beside(edition: Edition, unit: Unit, before: Unit) -> None:
    """Give a sheet the background, the colour map and the rest beside its objects that another one has."""
    own, root = unit.element, edition.root(before.part)
    place = f"{{{P}}}cSld"
    for holder, old, brought in (
        (root.find(place), root.findall(f"{place}/{{{P}}}bg"), own.findall(f"{place}/{{{P}}}bg")),
        (root, around(root), around(own)),
    ):
        for one in old:
            holder.remove(one)
        for one in brought:
            made = _brought(edition, one, unit.part, before.part)
            if made.tag == ALTERNATE:  # no model knows it: it stands where what it holds would
                holder.replace(new(holder, f"{{{P}}}transition"), made)
            else:
                put(holder, made)
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
