"""Boxes, rotations and group transforms of shapes, from a shape's own coordinates to the slide's."""

from __future__ import annotations

from math import radians
from typing import TYPE_CHECKING

from lxml import etree

from osloregion_slides.base.record import Record
from osloregion_slides.base.units import Emu
from osloregion_slides.ooxml.names import A, P
from osloregion_slides.scene import Box

if TYPE_CHECKING:
    from typing import Any as Element

OFF, EXT, CH_OFF, CH_EXT = (f"{{{A}}}{name}" for name in ("off", "ext", "chOff", "chExt"))

HALF_TURN = 10_800_000
"""Half a turn in 60 000ths of a degree (ST_Angle, 20.1.10.3)."""
_FRAMES = (f"{{{P}}}spPr/{{{A}}}xfrm", f"{{{P}}}xfrm", f"{{{P}}}grpSpPr/{{{A}}}xfrm")


class Transform(Record):
    """A transform to the slide's coordinates: scale by ``sx``, ``sy``, then shift by ``dx``, ``dy`` (EMU)."""

    sx: float = 1.0
    sy: float = 1.0
    dx: float = 0.0
    dy: float = 0.0

    def outward(self, box: Box) -> Box:
        """Transform a box from a shape's own coordinates to the slide's, rounded."""
        if self == UPRIGHT:
            return box
        x, y = box.x * self.sx + self.dx, box.y * self.sy + self.dy
        return Box(_emu(x), _emu(y), _emu(box.w * self.sx), _emu(box.h * self.sy))

    def inward(self, box: Box) -> Box:
        """Transform a box from the slide's coordinates to the shape's own, rounded."""
        if self == UPRIGHT or not self.sx or not self.sy:
            return box
        x, y = (box.x - self.dx) / self.sx, (box.y - self.dy) / self.sy
        return Box(_emu(x), _emu(y), _emu(box.w / self.sx), _emu(box.h / self.sy))

    def inside(self, group: Element | None) -> Transform:
        """Return the transform for the members of a group with this ``a:xfrm`` (ECMA-376 Part 1, 20.1.7.5)."""
        outer, inner = frame(group), frame(group, CH_OFF, CH_EXT)
        if outer is None or inner is None or (outer == inner):
            return self
        sx = outer.w / inner.w if inner.w else 1.0
        sy = outer.h / inner.h if inner.h else 1.0
        dx, dy = outer.x - inner.x * sx, outer.y - inner.y * sy
        return Transform(self.sx * sx, self.sy * sy, self.dx + dx * self.sx, self.dy + dy * self.sy)


UPRIGHT = Transform()
_FARTHEST = 27_273_042_316_900
"""The largest valid coordinate, EMU (ST_CoordinateUnqualified, ECMA-376 Part 1, 20.1.10.19)."""


def _emu(value: float) -> Emu:
    """Return a coordinate, rounded and clamped to the standard's limits, which untrusted files exceed."""
    if -_FARTHEST <= value <= _FARTHEST:
        return Emu(round(value))
    return Emu(0) if value != value else Emu(_FARTHEST if value > 0 else -_FARTHEST)


def completed(transform: Element | None, inherited: Box | None) -> Box | None:
    """Return an inherited box, with the offset or extent overridden by the placeholder's own."""
    if transform is None or inherited is None:
        return inherited
    whole = element_frame(inherited)
    for child in whole:
        own = transform.find(child.tag)
        if own is not None:
            child.attrib.update(own.attrib)
    return frame(whole) or inherited


def element_frame(box: Box) -> Element:
    """Return a box as the offset and extent of an ``a:xfrm``."""
    made = etree.Element(f"{{{A}}}xfrm")
    etree.SubElement(made, OFF, x=str(box.x), y=str(box.y))
    etree.SubElement(made, EXT, cx=str(box.w), cy=str(box.h))
    return made


def transform_of(shape: Element) -> Element | None:
    """Return the ``a:xfrm`` or ``p:xfrm`` of a shape, group or graphic frame, None without one."""
    return next((found for path in _FRAMES if (found := shape.find(path)) is not None), None)


def turn_of(transform: Element | None) -> tuple[int, bool]:
    """Return a shape's rotation (60 000ths of a degree, clockwise, less than a full turn) and whether it is mirrored.

    A vertical flip (``flipV``) is normalised to a horizontal one and half a turn, so that equal results have one
    form, whichever way a program writes them (20.1.7.6).
    """
    if transform is None:
        return 0, False
    across, down = (transform.get(name) in ("1", "true") for name in ("flipH", "flipV"))
    written = transform.get("rot", "0")
    angle = int(written) if written.lstrip("-").isdecimal() and len(written) < 12 else 0
    return (angle + HALF_TURN * down) % (2 * HALF_TURN), across != down


def box_of(shape: Element) -> Box | None:
    """Return the own box of a shape, group or graphic frame, None where it inherits one."""
    return next((box for path in _FRAMES if (box := frame(shape.find(path))) is not None), None)


def angle_of(shape: Element) -> float:
    """Return the clockwise rotation of a shape in radians."""
    return radians(turn_of(transform_of(shape))[0] / 60_000)


def drawn_box(shape: Element) -> Box | None:
    """Return the bounding box of a shape: its own box after rotation about its centre, None without one."""
    box = box_of(shape)
    return box.turned(angle_of(shape)) if box is not None else None


def guides(preset: Element | None) -> tuple[tuple[str, int], ...]:
    """Return name and value of the adjustments of an ``a:prstGeom`` that are plain numbers (20.1.9.11)."""
    found = []
    for guide in preset.iter(f"{{{A}}}gd") if preset is not None else ():
        word, _, value = guide.get("fmla", "").partition(" ")
        if word == "val" and value.lstrip("-").isdecimal() and len(value) < 12:
            found.append((guide.get("name", ""), int(value)))
    return tuple(found)


def frame(transform: Element | None, position: str = OFF, extent: str = EXT) -> Box | None:
    """Return offset and extent of an ``a:xfrm`` or ``p:xfrm``, None unless both are present and valid."""
    if transform is None:
        return None
    off, ext = transform.find(position), transform.find(extent)
    if off is None or ext is None:
        return None
    try:
        numbers = [int(value) for value in (off.get("x"), off.get("y"), ext.get("cx"), ext.get("cy"))]
        return Box(*map(_emu, numbers))
    except (TypeError, ValueError):
        return None


def slide_size(presentation: Element | None) -> tuple[Emu, Emu]:
    """Return the slides' width and height, EMU; 0 where they are missing or malformed (p:sldSz, 19.2.1.39)."""
    size = presentation.find(f"{{{P}}}sldSz") if presentation is not None else None
    values = (size.get("cx", ""), size.get("cy", "")) if size is not None else ("", "")
    width, height = (int(value) if value.isdecimal() and len(value) < 12 else 0 for value in values)
    return Emu(width), Emu(height)
