"""Which placeholders of somebody else's layout cannot be read in their own colours, and the colour that can.

Office's own footers and subtitles are 898989 on white, a contrast of 3.5. What lies behind a placeholder is
its own fill, or what master and layout draw under it: white letters on a dark band stay as they are.
"""

from __future__ import annotations

from osloregion_slides.base.findings import Finding, Location, finding
from osloregion_slides.brand.background import middle, painted, paper
from osloregion_slides.brand.contrast import READABLE, best_on, ratio, shade
from osloregion_slides.brand.design import BLUE, INK, MIST, NAVY, PAPER, SKY, SLATE, TEAL
from osloregion_slides.brand.slots import COUNT, index
from osloregion_slides.ooxml.geometry import box_of
from osloregion_slides.ooxml.inheritance import kind, placeholders
from osloregion_slides.ooxml.names import P, local
from osloregion_slides.scene import Colour

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any as Element

    from osloregion_slides.brand.background import Point
    from osloregion_slides.brand.slots import Sheet
    from osloregion_slides.brand.tokens import Tokens
    from osloregion_slides.brand.values import Slot
    from osloregion_slides.ooxml.inheritance import Level
    from osloregion_slides.ooxml.transforms import Rgb


_OFF = ("0", "false")
_SHAPES = ("sp", "pic", "cxnSp")
_HOLDERS = ("grpSp", "graphicFrame", "contentPart", "AlternateContent")
"""What stands in a layout's tree beside shapes; what it paints where is not looked at."""
_NEVER_WRITTEN = ("pic", "dt")
_LINES = ("title", "ctrTitle", "ftr", "sldNum", "dt")
"""Placeholders whose text has no deeper levels."""
_FINE = 21.0
"""Black on white: stands for every contrast that is enough, cannot be told, or would not get any better."""


def readable(sheet: Sheet) -> tuple[Slot, ...]:
    """Return a layout's slots, those with the contrasts of their levels that are too pale for small text.

    A ground that is not one colour, or text that is not, is left to the template.
    """
    known = sheet.scheme.known
    below, furniture = paper((sheet.layout, sheet.master), known), tuple(_furniture(sheet))
    shapes = {(index(shape), kind(shape)): shape for shape in placeholders(sheet.layout)}
    found = []
    for slot in sheet.slots:
        if slot.type not in _NEVER_WRITTEN:
            shape = shapes[slot.idx, slot.type]
            ground = _own(slot, shape, sheet, known, _under(middle(slot.box), furniture, known, below))
            slot = slot if ground is None else _judged(slot, shape, sheet, known, ground)
        found.append(slot)
    return tuple(found)


def _judged(slot: Slot, shape: Element, sheet: Sheet, known: dict[str, Rgb], ground: Rgb) -> Slot:
    best = best_on(sheet.scheme.palette, ground)
    offered = ratio(shade(sheet.scheme.palette, best), ground)
    levels = sheet.inheritance.of_own(shape).levels[: 1 if slot.type in _LINES else COUNT]
    own = [_contrast(level, known, ground) for level in levels]
    contrasts = tuple([contrast if contrast < min(READABLE, offered) else _FINE for contrast in own])
    if min(contrasts) == _FINE:
        return slot
    return slot.replace(readable=best, contrasts=contrasts + (_FINE,) * (len(slot.levels) - len(contrasts)))


def _under(at: Point, furniture: tuple[Element, ...], known: dict[str, Rgb], ground: Rgb | None) -> Rgb | None:
    """Return the colour of the furniture at a point."""
    for shape in furniture:
        box = box_of(shape)
        if local(shape) in _SHAPES:
            ground = painted(shape, (), box, at, known, ground) if box is not None else ground
        elif _may_reach(shape, at):
            ground = None
    return ground


def _own(slot: Slot, shape: Element, sheet: Sheet, known: dict[str, Rgb], ground: Rgb | None) -> Rgb | None:
    """Return the colour of a placeholder's own fill on the ground."""
    return painted(shape, sheet.inheritance.of_own(shape).shapes[1:], slot.box, middle(slot.box), known, ground)


def _may_reach(holder: Element, at: Point) -> bool:
    """Return whether a group or the like may paint a point; one that says no box of its own may paint anywhere."""
    box = box_of(holder)
    return box is None or (box.x <= at[0] <= box.right and box.y <= at[1] <= box.bottom)


def _furniture(sheet: Sheet) -> Iterator[Element]:
    """Yield what master and layout draw, from the lowest up."""
    for source in (sheet.layout,) if sheet.layout.get("showMasterSp") in _OFF else (sheet.master, sheet.layout):
        taken = placeholders(source)
        for shape in source.iterfind(f"{{{P}}}cSld/{{{P}}}spTree/*"):
            if shape not in taken and local(shape) in (*_SHAPES, *_HOLDERS):
                yield shape


def _contrast(level: Level, known: dict[str, Rgb], ground: Rgb) -> float:
    ink = level.ink(known, ground)
    return _FINE if ink is None else ratio(ink, ground)


# Whether the layouts' own texts can be read in a brand's colours.

PAIRS = (
    ("text", INK, PAPER),
    ("a title", NAVY, PAPER),
    ("a kicker", TEAL, PAPER),
    ("a footer", SLATE, PAPER),
    ("a link", Colour("hlink"), PAPER),
    ("a visited link", Colour("folHlink"), PAPER),
    ("text on a panel", INK, MIST),
    ("a section's title", NAVY, MIST),
    ("a section's text", SLATE, MIST),
    ("a cover's title", PAPER, NAVY),
    ("a cover's text", SKY, NAVY),
    ("a statement", PAPER, BLUE),
    ("a statement's text", SKY, BLUE),
)
"""What stands on what in master and layouts."""


def legibility(tokens: Tokens, file: str) -> list[Finding]:
    """Return an error for each text of the layouts that contrasts less than 4.5 : 1 with what is behind it."""
    found = []
    for what, text, behind in PAIRS:
        contrast = ratio(shade(tokens.palette, text), shade(tokens.palette, behind))
        if contrast < READABLE:
            found.append(
                finding(
                    "illegible-brand-colours",
                    Location(file),
                    use=what,
                    colour=text.slot,
                    ground=behind.slot,
                    contrast=f"{contrast:.1f}",
                    needed=READABLE,
                )
            )
    return found
