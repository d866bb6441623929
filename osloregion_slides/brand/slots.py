"""Read the placeholders of a layout as slots, with boxes and text styles inherited from the master by type."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from osloregion_slides.base.record import Record
from osloregion_slides.base.units import EMU_PER_INCH, Emu, Pt, page_scale
from osloregion_slides.brand.contrast import luminance, shade
from osloregion_slides.brand.values import TITLES, Slot, TextStyle
from osloregion_slides.ooxml.colour import Scheme, Unresolved, read_colour
from osloregion_slides.ooxml.inheritance import FOOTERS, kind, placeholders, reference
from osloregion_slides.ooxml.names import A, P
from osloregion_slides.ooxml.transforms import ALPHA, parse_hex, transformed
from osloregion_slides.scene import Colour

if TYPE_CHECKING:
    from typing import Any as Element

    from osloregion_slides.ooxml.inheritance import Inheritance, Level, Levels, Spacing
    from osloregion_slides.ooxml.transforms import Rgb, Transform
    from osloregion_slides.scene import Box, ThemeSlot

    Palette = tuple[tuple[str, str], ...]


# Convert any colour of a template to a theme colour, the only kind that a Scene has.


def theme_colour(holder: Element | None, scheme: Scheme) -> Colour | None:
    """Return the colour inside a fill (or another element that holds one), None without one."""
    found = read_colour(holder)
    return as_theme_colour(found, scheme) if found is not None else None


def as_theme_colour(found: Unresolved, scheme: Scheme) -> Colour:
    """Return a colour as one of the theme.

    A colour outside the theme becomes the nearest of the theme, with the same luminance. Transforms that a Scene cannot
    express become the luminance modulation of the same luminance. So the contrast of text on it does not change.
    """
    slot = _word(found.slot, scheme) if found.slot else _nearest(found.literal, scheme)
    own = dict(scheme.palette)[slot]
    shown = transformed(parse_hex(own if found.slot else found.literal), found.transforms)
    exact = found.slot or parse_hex(found.literal) == parse_hex(own)
    colour = _modulated(slot, found.transforms) if exact else None
    colour = colour or _with_luminance(scheme.palette, slot, luminance(shown.rgb))
    return colour.replace(alpha=round(100 * shown.alpha))


def _word(name: str, scheme: Scheme) -> ThemeSlot:
    """Return the slide's name of a colour; ``dk1`` and similar names refer to the theme directly."""
    theme_slot = dict(scheme.mapping).get(name, name)
    words = [word for word, source in scheme.mapping if source == theme_slot]
    return words[0] if words else "tx1"  # type: ignore[return-value]  # the map's keys are the slide's slots


def _modulated(slot: ThemeSlot, transforms: tuple[Transform, ...]) -> Colour | None:
    """Return the colour of a slot after its transforms, None where a Scene's colours cannot express them."""
    found = [(one.name, round(100 * one.amount)) for one in transforms if one.name not in ALPHA]
    if [name for name, _ in found] not in ([], ["lumMod"], ["lumOff"], ["lumMod", "lumOff"]):
        return None
    return Colour(slot, dict(found).get("lumMod", 100), dict(found).get("lumOff", 0))


@lru_cache(maxsize=256)
def _with_luminance(palette: Palette, slot: ThemeSlot, wanted: float) -> Colour:
    """Return the slot's colour, lightened or darkened to the nearest luminance in whole percents."""
    lighter = wanted > luminance(shade(palette, Colour(slot)))
    choices = [Colour(slot, mod, 100 - mod if lighter else 0) for mod in range(100, -1, -1)]
    return min(choices, key=lambda choice: abs(luminance(shade(palette, choice)) - wanted))


def nearest_shade(palette: Palette, shown: Rgb) -> Colour:
    """Return the theme's colour that looks most like another: of each slot its shade with the same luminance. Shades of
    the text and background slots precede accents that are only a little nearer.
    """

    def distance(slot: ThemeSlot) -> int:
        found = shade(palette, _with_luminance(palette, slot, luminance(shown)))
        return sum([(a - b) ** 2 for a, b in zip(found, shown)]) - (_NEUTRAL if slot[:2] in ("bg", "tx") else 0)

    slot = min([slot for slot, _ in palette], key=distance)  # type: ignore[arg-type]
    return _with_luminance(palette, slot, luminance(shown))


_NEUTRAL = 3 * 32**2
"""The advantage of neutral slots: a square of distances in RGB."""


def _nearest(value: str, scheme: Scheme) -> ThemeSlot:
    """Return the slot whose colour is nearest in RGB, the first of several."""

    def distance(entry: tuple[str, str]) -> int:
        return sum([(a - b) ** 2 for a, b in zip(parse_hex(value), parse_hex(entry[1]))])

    return min(scheme.palette, key=distance)[0]  # type: ignore[return-value]  # the palette's keys are the slide's slots


# Convert inherited list levels to text styles of a Scene: points, EMU and theme colours.

COUNT = 5
"""The number of list levels of a slot, the maximum depth in an outline."""
_LINE = 1.2
"""Line height over size, the base of spacing before and after in percent."""


def text_styles(levels: Levels, scheme: Scheme) -> tuple[TextStyle, ...]:
    """Return the text styles of a slot's levels."""
    return tuple([text_style(level, scheme) for level in levels[:COUNT]])


def text_style(level: Level, scheme: Scheme) -> TextStyle:
    """Return a level as a text style."""
    size = Pt(level.size / 100)
    line = level.line
    return TextStyle(
        size=size,
        bold=level.bold,
        italic=level.italic,
        caps=level.capitals,
        spacing=Pt(level.letter_spacing / 100),
        line_spacing=line.points / (size * _LINE) if line.points else line.share or 1.0,
        before=_space(level.before, size),
        after=_space(level.after, size),
        margin=Emu(level.margin),
        indent=Emu(level.indent),
        bullet=level.bullet,
        align=level.align,
        colour=as_theme_colour(level.colour, scheme) if level.colour is not None else Colour("tx1"),
        heading=level.typeface.startswith("+mj"),
    )


def _space(spacing: Spacing, size: Pt) -> Pt:
    return Pt(spacing.points or round(spacing.share * size * _LINE, 2))


_TYPES = (*TITLES, "subTitle", "body", "obj", "pic", *FOOTERS)
_KICKER_HEIGHT = EMU_PER_INCH // 2
_LEAST_WIDTH, _LEAST_HEIGHT = EMU_PER_INCH * 3 // 2, EMU_PER_INCH // 4
"""Minimum size of a text placeholder on a page of the usual height; smaller ones are ornaments (a chapter number)."""
_MAX_IDX = 2**32 - 1


class Sheet(Record):
    """A parsed layout with its master, theme colours and inheritance; ``slots`` are its placeholders.

    ``picture`` is the mean colour of its background picture, None without one; ``pixels`` are the picture's colours.
    ``images`` are the pictures of layout and master, by root element and relation; ``cells`` and ``base`` are
    what they and the background paint (``uniform.painted_cells``), () where there is nothing but the background;
    ``pictured`` are the cells with a picture.
    """

    part: str
    name: str
    type: str
    layout: Element
    master: Element
    inheritance: Inheritance
    scheme: Scheme
    width: Emu
    height: Emu
    slots: tuple[Slot, ...] = ()
    picture: Rgb | None = None
    pixels: tuple[Rgb, ...] = ()
    images: tuple[tuple[str, str, bytes], ...] = ()
    cells: tuple[Rgb | None, ...] = ()
    base: tuple[Rgb | None, ...] = ()
    pictured: frozenset[int] = frozenset()

    @property
    def titles(self) -> tuple[Slot, ...]:
        """The title slots, () without one."""
        return tuple([slot for slot in self.slots if slot.type in TITLES])


def read_slots(sheet: Sheet) -> tuple[Slot, ...]:
    """Return the layout's placeholders: title first, the others by row and column, footers last.

    Omitted are those without a box, outside the slide, too small for text, with vertical text, or for other things
    than text, any content or a picture.
    """
    found = [slot for shape in placeholders(sheet.layout) if (slot := _slot(shape, sheet))]
    row = max(1, sheet.height // 24)
    found.sort(key=lambda slot: (_rank(slot), 0 if _rank(slot) != 1 else slot.box.y // row, slot.box.x, slot.idx))
    marked = _with_kicker(found, page_scale(sheet.width, sheet.height))
    return tuple([slot for slot in marked if _holds(slot, sheet)])


def index(shape: Element) -> int | None:
    """Return p:ph@idx, 0 where it is absent; None where it is not an unsignedInt (19.3.1.36)."""
    found = reference(shape)
    value = found.get("idx", "0") if found is not None else ""
    return int(value) if value.isdecimal() and len(value) <= len(str(_MAX_IDX)) and int(value) <= _MAX_IDX else None


def runs_vertically(shape: Element, sheet: Sheet) -> bool:
    """Return whether the text of a placeholder runs from top to bottom."""
    ph = reference(shape)
    direction = sheet.inheritance.of_own(shape).frame.direction
    return (ph is not None and ph.get("orient") == "vert") or direction != "horz"


def _slot(shape: Element, sheet: Sheet) -> Slot | None:
    idx = index(shape)
    if idx is None or kind(shape) not in _TYPES:
        return None
    found = sheet.inheritance.of_own(shape)
    if found.box is None or not _visible(found.box, sheet) or runs_vertically(shape, sheet):
        return None
    if kind(shape) == "body" and found.box.h > found.box.w and shape.find(f"{{{P}}}spPr/{{{A}}}custGeom") is not None:
        return None  # a high freeform is an emblem's place
    name = shape.find(f".//{{{P}}}cNvPr")
    styles, own_face = text_styles(found.levels, sheet.scheme), not found.levels[0].typeface.startswith("+")
    if kind(shape) in TITLES and own_face:  # the brand's heading font, stated here instead of in the theme
        styles = tuple([style.replace(heading=True) for style in styles])
    return Slot(
        type=kind(shape),  # type: ignore[arg-type]  # one of _TYPES
        idx=idx,
        name=name.get("name", "") if name is not None else "",
        box=found.box,
        levels=styles,
        anchor=found.frame.anchor,
        insets=found.frame.insets,
    )


def _with_kicker(slots: list[Slot], scale: float) -> tuple[Slot, ...]:
    """Return the slots, with the low placeholder above the title marked as its kicker."""
    title = next((slot for slot in slots if slot.type == "title"), None)
    if title is None:
        return tuple(slots)
    return tuple([slot.replace(kicker=_stands_above(slot, title.box, scale)) for slot in slots])


def _stands_above(slot: Slot, title: Box, scale: float) -> bool:
    box, limit = slot.box, title.y + title.h // 2
    above = box.y < title.y and box.bottom <= limit and box.x < title.right
    return slot.type == "body" and box.h <= _KICKER_HEIGHT * scale and above


def _holds(slot: Slot, sheet: Sheet) -> bool:
    """Return whether a slot is large enough for text, or not for text."""
    scale = page_scale(sheet.width, sheet.height)
    low = slot.box.h < _LEAST_HEIGHT * scale and not slot.kicker
    return not (low or slot.box.w < _LEAST_WIDTH * scale) or slot.type not in ("body", "obj", "subTitle")


def _rank(slot: Slot) -> int:
    return 0 if slot.type in TITLES else 2 if slot.type in FOOTERS else 1


def _visible(box: Box, sheet: Sheet) -> bool:
    return box.w > 0 < box.h and box.right > 0 and box.x < sheet.width and box.bottom > 0 and box.y < sheet.height
