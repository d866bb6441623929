"""Boxes of shapes inside groups, and groups made to fit what is in them."""

from __future__ import annotations

from osloregion_slides.ooxml.geometry import CH_EXT, CH_OFF, UPRIGHT, element_frame, frame
from osloregion_slides.ooxml.names import A, P
from osloregion_slides.pptx.reading.items import SHAPES
from osloregion_slides.scene import Box
from osloregion_slides.units import Emu

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any as Element

    from osloregion_slides.ooxml.geometry import Transform

BACK = 2
"""Where the shapes of a tree or group begin: behind nvGrpSpPr and grpSpPr."""

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
    """Make the groups around a shape as large as what is in them, and leave everything in its place.

    A group that is turned or mirrored stays: its middle would move, and all with it.
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
    left, top = min([box.x for box in boxes]), min([box.y for box in boxes])
    right, bottom = max([box.right for box in boxes]), max([box.bottom for box in boxes])
    union = Box(left, top, right - left, bottom - top)
    if union == inner:
        return True
    own = UPRIGHT.inside(transform)
    set_frame(transform, own.outward(union))
    off, ext = transform.find(CH_OFF), transform.find(CH_EXT)
    off.set("x", str(union.x))
    off.set("y", str(union.y))
    ext.set("cx", str(union.w))
    ext.set("cy", str(union.h))
    return True


def _covered(shape: Element) -> Box | None:
    """Return the box that a shape covers in its group: turned by a quarter it is as wide as it was high."""
    if not isinstance(shape.tag, str):
        return None
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


def bring_in(made: Element) -> None:
    """Bring a new object, written in the slide's coordinates, into those of the group it stands in."""
    transform = next((t for t in (made.find(f"{{{P}}}{n}") for n in ("spPr", "grpSpPr")) if t is not None), made)
    frame_of = transform.find(f"{{{A}}}xfrm") if transform is not made else made.find(f"{{{P}}}xfrm")
    box = frame(frame_of)
    if box is not None:
        set_frame(frame_of, around(made).inward(box))
        fit_groups(made)


def top(holder: Element) -> Element:
    """Return the last shape of a tree or group, or what stands before the first."""
    shapes = [child for child in holder if child.tag in SHAPES]
    return shapes[-1] if shapes else holder[min(BACK, len(holder)) - 1]
