"""Changing properties of a shape in place: position, fill, line, geometry, alt text, link, glue, marks."""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING

from lxml import etree

from osloregion_slides.base.units import Emu
from osloregion_slides.connectors import route
from osloregion_slides.ooxml.geometry import CH_EXT, CH_OFF, UPRIGHT, Transform, element_frame, frame, transform_of
from osloregion_slides.ooxml.names import A16, P14, A, P, R
from osloregion_slides.ooxml.order import put
from osloregion_slides.ooxml.transforms import ANGLES, NAMES, PLAIN
from osloregion_slides.pptx.applying.edition import (
    FoundRelations,
    child_of,
    element,
    elements,
    extension,
    new,
    put_for,
    set_or_drop,
)
from osloregion_slides.pptx.reading.items import (
    CREATION,
    DECORATIVE_MARK,
    MARKUP,
    NON_VISUAL,
    SHAPES,
    TREE,
    chosen,
    shapes_in,
)
from osloregion_slides.pptx.reading.sheets import FILLS
from osloregion_slides.pptx.reading.text import CLICK, EQUATION, TABLE
from osloregion_slides.scene import Box, Colour, Connector, ConnectorEnd, Placeholder, Shape, Stroke, union
from osloregion_slides.update.deck_state import KEPT
from osloregion_slides.update.rename import OLD

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from typing import Any as Element

    from osloregion_slides.pptx.xml import Xml
    from osloregion_slides.update.changes import Reroute
    from osloregion_slides.update.deck_state import Colouring, EndState, LineState


# Boxes of shapes inside groups, and groups fitted to their content.

BACK = 2
"""The index of the first shape in a tree or group, after nvGrpSpPr and grpSpPr."""

GROUP = f"{{{P}}}grpSp"
GROUP_FRAME = f"{{{P}}}grpSpPr/{{{A}}}xfrm"
_FRAMES = (f"{{{P}}}spPr/{{{A}}}xfrm", f"{{{P}}}xfrm", GROUP_FRAME)
_QUARTERS = (5_400_000, 16_200_000)
_TURN = 21_600_000


def around(element: Element) -> Transform:
    """Return the transform from a shape's own coordinates to the slide's."""
    found = UPRIGHT
    for group in reversed(_groups(element)):
        found = found.inside(group.find(GROUP_FRAME))
    return found


def _groups(element: Element) -> list[Element]:
    """Return the groups around a shape, the innermost first."""
    return [each for each in element.iterancestors() if each.tag == GROUP]


def set_frame(transform: Element, box: Box) -> None:
    """Write a box into an ``a:xfrm`` or ``p:xfrm``."""
    made = element_frame(box.replace(w=max(box.w, 0), h=max(box.h, 0)))
    for place, child in enumerate(list(made)):
        old = transform.find(child.tag)
        if old is None:
            transform.insert(place, child)
        else:
            old.attrib.update(child.attrib)


def fit_groups(element: Element) -> None:
    """Fit the groups around a shape to their content, without moving any shape.

    Rotated and mirrored groups stay: their centre would move, and their content with it.
    """
    for group in _groups(element):
        if not _fit(group):
            return


def _fit(group: Element) -> bool:
    transform = group.find(GROUP_FRAME)
    outer, inner = frame(transform), frame(transform, CH_OFF, CH_EXT)
    if outer is None or inner is None or any(transform.get(name) for name in ("rot", "flipH", "flipV")):
        return False
    boxes = [box for box in map(_covered, group) if box is not None]
    if not boxes:
        return True
    whole = union(boxes)
    if whole == inner:
        return True
    own = UPRIGHT.inside(transform)
    set_frame(transform, own.outward(whole))
    off, ext = transform.find(CH_OFF), transform.find(CH_EXT)
    off.set("x", str(whole.x))
    off.set("y", str(whole.y))
    ext.set("cx", str(whole.w))
    ext.set("cy", str(whole.h))
    return True


def _covered(shape: Element) -> Box | None:
    """Return the box that a shape covers in its group; rotation by 90° swaps width and height."""
    if not isinstance(shape.tag, str):
        return None
    if shape.tag == MARKUP:
        for step in chosen(shape):
            shape = shape[step]
    for path in _FRAMES:
        transform = shape.find(path)
        box = frame(transform)
        if box is None:
            continue
        turned = transform.get("rot", "0")
        if turned.lstrip("-").isdecimal() and int(turned) % _TURN in _QUARTERS:
            cx, cy = box.x + box.w // 2, box.y + box.h // 2
            return Box(Emu(cx - box.h // 2), Emu(cy - box.w // 2), box.h, box.w)
        return box
    return None


def outer(shape: Element) -> Element:
    """Return the child of the tree or group for a shape: its alternate content, else itself."""
    around = shape.getparent().getparent() if shape.getparent() is not None else None
    return around if around is not None and around.tag == MARKUP else shape


def twins(shape: Element) -> list[Element]:
    """Return the versions of this shape in the other branches of its alternate content."""
    around = outer(shape)
    if around is shape:
        return []
    return [one for branch in around for one in branch if one.tag == shape.tag and one is not shape]


def replace_twin(shape: Element, twin: Element) -> None:
    """Replace a twin by a copy of the shape with equations as plain text, for the twin is a picture of the old text."""
    made = deepcopy(shape)
    for equation in list(made.iter(EQUATION)):
        run = etree.Element(f"{{{A}}}r")
        etree.SubElement(run, f"{{{A}}}t").text = "".join(equation.itertext())
        equation.getparent().replace(equation, run)
    twin.getparent().replace(twin, made)


def arrange(shapes: Sequence[Element]) -> None:
    """Reorder shapes of one tree or group among their own positions."""
    if not shapes:
        return
    shapes = [outer(shape) for shape in shapes]
    holder, places = shapes[0].getparent(), []
    for shape in sorted(shapes, key=holder.index):
        places.append(etree.Comment(""))
        holder.replace(shape, places[-1])
    for place, shape in zip(places, shapes):
        holder.replace(place, shape)


def bring_in(made: Element) -> None:
    """Convert a new object from the slide's coordinates to those of the group around it."""
    transform = next((t for t in (made.find(f"{{{P}}}{n}") for n in ("spPr", "grpSpPr")) if t is not None), made)
    frame_of = transform.find(f"{{{A}}}xfrm") if transform is not made else made.find(f"{{{P}}}xfrm")
    box = frame(frame_of)
    if box is not None:
        set_frame(frame_of, around(made).inward(box))
        fit_groups(made)


def ungroup(root: Element, group: Element) -> None:
    """Ungroup a group; its content keeps its position on the slide."""
    inner, outside = around(group[-1]), outer(group)
    for child in [one for one in group if one.tag in SHAPES or one.tag == MARKUP]:
        outside.addprevious(child)
        for one in [child] if child.tag in SHAPES else [shape for branch in child for shape in branch]:
            place = transform_of(one)
            box = frame(place)
            if box is not None:
                set_frame(place, inner.outward(box))
                bring_in(one)
    outside.getparent().remove(outside)
    forget_shapes(root, [group])


def top(holder: Element) -> Element:
    """Return the last shape of a tree or group, else the element before the first position."""
    shapes = [child for child in holder if child.tag in SHAPES]
    return shapes[-1] if shapes else holder[min(BACK, len(holder)) - 1]


PROPERTIES, XFRM = f"{{{P}}}spPr", f"{{{A}}}xfrm"
GEOMETRIES = (f"{{{A}}}custGeom", f"{{{A}}}prstGeom")
_DASHES = (f"{{{A}}}prstDash", f"{{{A}}}custDash")
_SLIDE_URI = "{BB962C8B-B14F-4D97-AF65-F5344CB8AC3E}"
_CREATION_URI = "{FF2B5EF4-FFF2-40B4-BE49-F238E27FC236}"


def set_box(shape: Element, box: Box) -> None:
    """Move a shape to a box of the slide, and fit the groups around it."""
    own = around(shape).inward(box)
    if shape.tag == f"{{{P}}}graphicFrame":
        transform = shape.find(f"{{{P}}}xfrm")
        found = frame(transform)
        if shape.find(TABLE) is not None and found is not None:
            own = own.replace(h=found.h)  # the height of a table is that of its rows
    else:
        transform = _transform(shape.find(PROPERTIES))
    set_frame(transform, own)
    fit_groups(shape)


def _transform(properties: Element) -> Element:
    """Return the ``a:xfrm`` of a shape's properties, which is added if the position was inherited."""
    found = properties.find(XFRM)
    if found is None:
        found = element('<a:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/></a:xfrm>')
        put(properties, found)
    return found


def set_fill(holder: Element, colour: Colouring) -> None:
    """Set the fill in a shape's properties, or the colour of a line in its ``a:ln``."""
    if colour == "?":
        return
    made = _fill(colour)
    put_for(holder, made, FILLS)


def _fill(colour: Colouring) -> Element:
    """Return the fill of a colour's normal form: a theme colour for a slot, else literal."""
    words = colour.split()
    if not words or words[0] in ("gradient", "picture", "pattern"):
        return etree.Element(f"{{{A}}}noFill")
    made = etree.Element(f"{{{A}}}solidFill")
    slot = "" if words[0].startswith("#") or _as_transform(words[0]) else words[0]
    rgb = next((word[1:] for word in words if word.startswith("#")), "000000")
    named = etree.SubElement(made, f"{{{A}}}schemeClr" if slot else f"{{{A}}}srgbClr", val=slot or rgb)
    for name, amount in filter(None, map(_as_transform, words)):
        step = etree.SubElement(named, f"{{{A}}}{name}")
        if name not in PLAIN:
            step.set("val", str(int(amount) * (60_000 if name in ANGLES else 1_000)))
    return made


def _as_transform(word: str) -> tuple[str, str] | None:
    """Return name and percentage or degrees of a transform, None for other words of a colour's normal form."""
    name = word.rstrip("-0123456789")
    amount = word[len(name) :]
    return (name, amount) if name in PLAIN or (name in NAMES and amount.removeprefix("-").isdecimal()) else None


def set_line(properties: Element, line: LineState | None) -> None:
    """Set the outline in a shape's properties; joins, caps and other properties are kept."""
    found = child_of(properties, f"{{{A}}}ln")
    if line is None:
        set_fill(found, "")
        return
    found.set("w", str(line.width))
    set_fill(found, line.colour)
    _set_dash(found, line.dash)
    for name, wanted in (("headEnd", line.head), ("tailEnd", line.tail)):
        _set_end(found, name, wanted)


def _set_dash(line: Element, dash: str) -> None:
    if not dash:
        return
    for tag in _DASHES:
        old = line.find(tag)
        if old is not None:
            line.remove(old)
    new(line, _DASHES[0]).set("val", dash)


def _set_end(line: Element, name: str, wanted: bool) -> None:
    found = line.find(f"{{{A}}}{name}")
    has = found is not None and found.get("type", "none") != "none"
    if has != wanted:
        child_of(line, f"{{{A}}}{name}").set("type", "triangle" if wanted else "none")


def set_geometry(properties: Element, markup: Xml) -> None:
    """Set the geometry of a shape: a preset with its guides, or a polygon."""
    put_for(properties, element(markup), GEOMETRIES)


def set_alt(shape: Element, alt: str) -> None:
    """Set the alt text; a shape with one is not decorative."""
    holder = shape.find(NON_VISUAL)
    if not alt:
        holder.attrib.pop("descr", None)
        return
    holder.set("descr", alt)
    for mark in list(holder.iter(DECORATIVE_MARK)):
        mark.getparent().getparent().remove(mark.getparent())


def set_link(shape: Element, markup: Xml) -> None:
    """Set the action of a click on the shape (``a:hlinkClick``, "" for none)."""
    holder = shape.find(NON_VISUAL)
    found = holder.find(CLICK)
    if found is not None:
        holder.remove(found)
    if markup:
        put(holder, element(markup))


def set_ends(shape: Element, numbers: tuple[tuple[int, int] | None, tuple[int, int] | None]) -> None:
    """Glue a connector to these shape ids and sites; None is not glued."""
    holder = shape.find(f"{{{P}}}nvCxnSpPr/{{{P}}}cNvCxnSpPr")
    for name, end in (("stCxn", numbers[0]), ("endCxn", numbers[1])):
        found = holder.find(f"{{{A}}}{name}")
        if end is None:
            if found is not None:
                holder.remove(found)
            continue
        found = child_of(holder, f"{{{A}}}{name}")
        found.set("id", str(end[0]))
        found.set("idx", str(end[1]))


def reroute(shape: Element, change: Reroute, presets: tuple[str, str], elbow: bool) -> None:
    """Route a connector between the boxes of its ends; their presets determine the sites."""
    ends: tuple[tuple[EndState, Box], ...] = ((change.start, change.start_box), (change.end, change.end_box))
    shapes = {f"{i}": Shape(f"{i}", box, presets[i]) for i, (_, box) in enumerate(ends)}
    glue = [ConnectorEnd(f"{i}", end.site) for i, (end, _) in enumerate(ends)]
    way = route(Connector("", glue[0], glue[1], Stroke(Colour("tx1")), elbow), shapes)
    properties = shape.find(PROPERTIES)
    transform = _transform(properties)
    for name, value in (("rot", way.rotation), ("flipH", int(way.flip_h)), ("flipV", int(way.flip_v))):
        set_or_drop(transform, name, str(value or ""))
    set_frame(transform, around(shape).inward(way.box))
    set_geometry(properties, f'<a:prstGeom prst="{way.preset}"><a:avLst/></a:prstGeom>')
    fit_groups(shape)


def point(reference: Element, item: Placeholder) -> None:
    """Point a placeholder (``p:ph``) to the slot of ours."""
    for name, value, usual in (("type", item.type, "obj"), ("idx", str(item.idx), "0")):
        set_or_drop(reference, name, value if value != usual else "")


def mark(shape: Element, key: str, identity: str) -> None:
    """Set name (unless ``key`` is "") and creation id of a shape; parts of a drawing have no id."""
    holder = shape.find(NON_VISUAL)
    holder.set("name", key or holder.get("name", ""))
    found = holder.find(CREATION)
    if found is None:
        if next(holder.iter(DECORATIVE_MARK), None) is not None:
            return
        made = extension(holder, A, _CREATION_URI)
        found = etree.SubElement(made, f"{{{A16}}}creationId", nsmap={"a16": A16})
    found.set("id", identity)


def forget(shape: Element, key: str) -> None:
    """Remove the marks of a key from a shape; other names stay."""
    holder = shape.find(NON_VISUAL)
    for found in holder.findall(CREATION):
        found.getparent().getparent().remove(found.getparent())
    number = key.removesuffix(OLD)
    if holder.get("name", "").rpartition("/")[0] == number.rpartition("/")[0]:
        holder.set("name", number + KEPT)


def mark_slide(root: Element, identity: int) -> None:
    """Set the creation id of a slide (``p:sld``)."""
    holder = root.find(f"{{{P}}}cSld")
    found = holder.find(f"{{{P}}}extLst/{{{P}}}ext/{{{P14}}}creationId")
    if found is None:
        found = etree.SubElement(extension(holder, P, _SLIDE_URI), f"{{{P14}}}creationId", nsmap={"p14": P14})
    found.set("val", str(identity))


# Removing shapes with their animations, glue to them, and relations that only they had.

_RELATION = f"{{{R}}}"
_TIMES = f"{{{P}}}childTnLst"


def relation_ids(element: Element) -> set[str]:
    """Return the relation ids that an element and its descendants use."""
    return {value for each in element.iter() for name, value in each.attrib.items() if name.startswith(_RELATION)}


def drop_relations(root: Element, relations: FoundRelations, identities: set[str]) -> None:
    """Remove those of the relations that the part no longer uses."""
    for identity in sorted(identities - relation_ids(root)):
        relations.drop(identity)


def forget_shapes(root: Element, shapes: Iterable[Element]) -> None:
    """Remove animations of these shapes and glue to them, because PowerPoint repairs dangling ids.

    The shapes are already removed. A replacement has the id of the replaced shape, and so keeps animation and glue.
    """
    here = {holder.get("id") for holder in root.iter(f"{{{P}}}cNvPr")}
    gone = {holder.get("id") for shape in shapes for holder in shape.iter(f"{{{P}}}cNvPr")} - here
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
    """Remove a shape with its content, references to it, and the group if it becomes empty."""
    shape = outer(shape)
    holder, before = shape.getparent(), relation_ids(shape)
    holder.remove(shape)
    forget_shapes(root, [shape, *shapes_in(shape)])
    drop_relations(root, relations, before)
    left = next((child for child in holder if child.tag in SHAPES), None)
    if left is not None:
        fit_groups(left)
    elif holder.tag == GROUP:
        remove_shape(root, relations, holder)


def clear(root: Element) -> set[str]:
    """Remove all shapes of the slide; return the relation ids that they used."""
    tree = root.find(TREE)
    shapes = [child for child in tree if child.tag in SHAPES]
    before = {identity for shape in shapes for identity in relation_ids(shape)}
    inside = [each for shape in shapes for each in (shape, *shapes_in(shape))]
    for shape in shapes:
        tree.remove(shape)
    forget_shapes(root, inside)
    return before


def set_movement(root: Element, markup: Xml, parts: Collection[str]) -> None:
    """Reset these ``parts`` of a slide (``undoing.OF_SLIDE``) to the build: transition, the layout's background …

    ``markup`` is that of transition and timing, "" for none.
    """
    moving = [name for name, part in (("transition", "transition"), ("timing", "animation")) if part in parts]
    for name in moving:
        for found in list(root.iter(f"{{{P}}}{name}")):
            outer = next((one for one in found.iterancestors() if one.getparent() is root), found)
            if outer.getparent() is not None:
                outer.getparent().remove(outer)
    background = root.find(f"{{{P}}}cSld/{{{P}}}bg")
    if background is not None and "background" in parts:
        background.getparent().remove(background)
    if "background-graphics" in parts:
        root.attrib.pop("showMasterSp", None)
    for override in root.iterfind(f"{{{P}}}clrMapOvr") if "theme-colours" in parts else ():
        override[:] = elements("<a:masterClrMapping/>")
    for made in elements(markup):
        if made.tag.rpartition("}")[2] in moving:
            put(root, made)


def _drop_animation(target: Element, timing: Element) -> None:
    """Remove the time node of a target, and its ancestors that become empty."""
    node = target
    while node is not None and node is not timing:
        holder = node.getparent()
        if holder is not None and holder.tag == _TIMES:
            holder.remove(node)
            if len(holder):
                return
        node = holder
