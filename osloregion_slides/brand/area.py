"""The area of a layout that is free for shapes."""

from __future__ import annotations

from osloregion_slides.base.units import Emu, inches
from osloregion_slides.scene import Box

TYPE_CHECKING = False
if TYPE_CHECKING:
    from osloregion_slides.brand.values import LayoutRole, Slot

_GAP = inches(0.1)
_MARGIN = inches(0.5)
_LEAST = 0.3


def content_box(role: LayoutRole, slots: tuple[Slot, ...], body: Box | None, width: Emu, height: Emu) -> Box:
    """Return the free area in EMU: under the title, between its edges of text, above the footers.

    ``body`` is the master's body: where it begins under the title and how far it goes down is what the
    template's designer meant, and shapes stay inside that. On a cover the free area is beside the title.
    """
    title = next((slot for slot in slots if slot.type in ("title", "ctrTitle")), None)
    if role == "cover":
        return _beside(title, width, height)
    left, right = _edges(title, body, width)
    bottom = _bottom(slots, body, height)
    if title is None:
        return _box(left, body.y if body else _MARGIN, right, bottom)
    if title.box.h > height // 2 and title.box.w < width // 2:
        free = _beside(title, width, height)
        return free.inset(_GAP, _MARGIN, _MARGIN, height - bottom) if free.w else _box(left, _MARGIN, right, bottom)
    if title.box.y > height // 2:
        return _box(left, _MARGIN, right, Emu(min(bottom, title.box.y - _GAP)))
    top = title.box.bottom + _GAP
    if body and title.box.bottom - _GAP <= body.y < height // 2:
        top = body.y
    free = _box(left, top, right, bottom)
    return free if free.h >= _LEAST * height else _box(left, Emu(min(top, height * 2 // 5)), right, bottom)


def _edges(title: Slot | None, body: Box | None, width: Emu) -> tuple[Emu, Emu]:
    """Return left and right of the text of the title, or of the body where the title is narrow."""
    if title and title.box.w >= width * 2 // 3:
        return title.box.x + title.insets.left, title.box.right - title.insets.right
    if body and body.w >= width // 2:
        return body.x, body.right
    return _MARGIN, width - _MARGIN


def _bottom(slots: tuple[Slot, ...], body: Box | None, height: Emu) -> Emu:
    footers = [slot.box.y for slot in slots if slot.type in ("ftr", "sldNum", "dt") and slot.box.y > height * 3 // 4]
    bottom = min(footers) - _GAP if footers else height - _MARGIN
    if body and height * 2 // 3 < body.bottom < bottom:
        return body.bottom
    return Emu(bottom)


def _beside(title: Slot | None, width: Emu, height: Emu) -> Box:
    """Return the part of the slide to the right of the title, or to its left, where a third is free."""
    if title is None:
        return Box(Emu(0), Emu(0), Emu(0), Emu(0))
    if width - title.box.right >= width * _LEAST:
        return Box(title.box.right, Emu(0), width - title.box.right, height)
    if title.box.x >= width * _LEAST:
        return Box(Emu(0), Emu(0), title.box.x, height)
    return Box(Emu(0), Emu(0), Emu(0), Emu(0))


def _box(left: int, top: int, right: int, bottom: int) -> Box:
    return Box(Emu(left), Emu(top), Emu(max(0, right - left)), Emu(max(0, bottom - top)))
