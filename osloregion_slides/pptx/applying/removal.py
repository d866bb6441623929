"""What goes with a removed shape: its animations, glue that led to it, relations that only it had."""

from __future__ import annotations

from osloregion_slides.ooxml.names import A, P, R
from osloregion_slides.pptx.applying.groups import fit_groups
from osloregion_slides.pptx.reading.items import NON_VISUAL, SHAPES, TREE, shapes_in

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any as Element

    from osloregion_slides.pptx.applying.edition import FoundRelations

_RELATION = f"{{{R}}}"
_TIMES = f"{{{P}}}childTnLst"


def relation_ids(element: Element) -> set[str]:
    """Return the ids of relations that an element and what is in it mention."""
    return {value for each in element.iter() for name, value in each.attrib.items() if name.startswith(_RELATION)}


def drop_relations(root: Element, relations: FoundRelations, identities: set[str]) -> None:
    """Take away those of the relations that the part mentions no more."""
    for identity in sorted(identities - relation_ids(root)):
        relations.drop(identity)


def forget_shapes(root: Element, shapes: Iterable[Element]) -> None:
    """Take animations of these shapes and glue to them off the slide: ids that lead nowhere need repair.

    The shapes are off the slide already. What was put in the place of one has its id, and so its animation and glue.
    """
    found = [shape.find(NON_VISUAL) for shape in shapes]
    here = {holder.get("id") for holder in root.iter(f"{{{P}}}cNvPr")}
    gone = {holder.get("id") for holder in found if holder is not None} - here
    for name in ("stCxn", "endCxn"):
        for glue in [one for one in root.iter(f"{{{A}}}{name}") if one.get("id") in gone]:
            glue.getparent().remove(glue)
    timing = root.find(f"{{{P}}}timing")
    if timing is None:
        return
    for build in [one for one in timing.iter() if one.get("spid") in gone and one.tag != f"{{{P}}}spTgt"]:
        build.getparent().remove(build)
    for target in [one for one in timing.iter(f"{{{P}}}spTgt") if one.get("spid") in gone]:
        _drop_animation(target, timing)
    if not timing.findall(f".//{{{P}}}spTgt") and not timing.findall(f".//{{{P}}}sldTgt"):
        root.remove(timing)
        return
    builds = timing.find(f"{{{P}}}bldLst")
    if builds is not None and not len(builds):
        timing.remove(builds)


def remove_shape(root: Element, relations: FoundRelations, shape: Element) -> None:
    """Take a shape off the slide, with what is in it and what leads to it."""
    holder, before = shape.getparent(), relation_ids(shape)
    holder.remove(shape)
    forget_shapes(root, [shape, *shapes_in(shape)])
    drop_relations(root, relations, before)
    left = next((child for child in holder if child.tag in SHAPES), None)
    if left is not None:
        fit_groups(left)


def clear(root: Element) -> set[str]:
    """Take all shapes off the slide; return the ids of the relations that they had."""
    tree = root.find(TREE)
    shapes = [child for child in tree if child.tag in SHAPES]
    before = {identity for shape in shapes for identity in relation_ids(shape)}
    inside = [each for shape in shapes for each in (shape, *shapes_in(shape))]
    for shape in shapes:
        tree.remove(shape)
    forget_shapes(root, inside)
    return before


def _drop_animation(target: Element, timing: Element) -> None:
    """Take the time node of a target away, and those around it that are empty then."""
    node = target
    while node is not None and node is not timing:
        holder = node.getparent()
        if holder is not None and holder.tag == _TIMES:
            holder.remove(node)
            if len(holder):
                return
        node = holder
