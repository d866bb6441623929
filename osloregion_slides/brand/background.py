"""The background behind the text of a foreign layout, and the contrast of the text with it.

Office's own footers and subtitles are 898989 on white, a contrast of 3.5. The background of a placeholder is
its own fill, or the shapes of master and layout behind it: white letters on a dark band keep their colour.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.base.units import EMU_PER_PT, Emu
from osloregion_slides.brand.contrast import (
    EXTREMES,
    READABLE,
    TEXT_SLOTS,
    best_on,
    extreme_on,
    luminance,
    ratio,
    shade,
)
from osloregion_slides.brand.slots import COUNT, Sheet, index, nearest_shade, theme_colour
from osloregion_slides.brand.uniform import EDGE, SIDE, cells_of, pixels
from osloregion_slides.brand.values import TITLES, Layout, Slot
from osloregion_slides.ooxml.background import backdrop, covers, fixed_shapes, ground_over, ground_with, middle
from osloregion_slides.ooxml.geometry import drawn_box
from osloregion_slides.ooxml.inheritance import FOOTERS, Level, kind, placeholders
from osloregion_slides.ooxml.names import A, P
from osloregion_slides.ooxml.transforms import parse_hex
from osloregion_slides.scene import Box, Colour, union

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any as Element

    from osloregion_slides.ooxml.background import Ground
    from osloregion_slides.ooxml.transforms import Rgb


MIDDLE = 0.18
"""The luminance on which white and black text have about the same contrast (WCAG's ratio: 0.179)."""

_COVERS = 0.9


def background(sheet: Sheet) -> Colour:
    """Return the colour behind a layout's text.

    For a picture it is the slot nearest to its mean colour. Where the background is unknown, the title's colour
    decides: the theme's darkest colour behind a light title, else its lightest.
    """
    own = sheet.layout.find(f"{{{P}}}cSld/{{{P}}}bg")
    below = sheet.master.find(f"{{{P}}}cSld/{{{P}}}bg")
    found = own if own is not None else below
    colour = _colour(found, sheet) if found is not None else Colour("bg1")
    covering = _covering(sheet)
    if covering is not None:
        colour = _colour(covering, sheet)
    if colour is None and covering is None and sheet.picture is not None:
        return nearest_shade(sheet.scheme.palette, sheet.picture)
    return colour or _from_title(sheet)


def mean_colour(picture: bytes, opacity: float = 1.0) -> Rgb | None:
    """Return the mean colour of a picture on white, None where it cannot be read (a metafile, a damaged one)."""
    return next(iter(colours(picture, opacity, 1)), None)


def illegible_share(picture: bytes, opacity: float, dark: bool, area: tuple[float, float, float, float]) -> float:
    """Return the largest share of a line of text with a contrast below 3: white on a ``dark`` picture, else black.

    ``area`` is the box of the text: left, top, right and bottom as shares of the picture.
    """
    ink = parse_hex("FFFFFF" if dark else "000000")
    found = colours(picture, opacity, _GRID)
    left, top, right, bottom = [min(max(round(edge * _GRID), 0), _GRID) for edge in area]
    lines = [found[row * _GRID + left : row * _GRID + right] for row in range(top, bottom)]
    pale = [len([one for one in line if ratio(ink, one) < LEGIBLE]) / max(len(line), 1) for line in lines]
    return max(pale, default=0.0)


_GRID = 32
LEGIBLE = 3.0
"""The minimum contrast of large text (WCAG 2.2, 1.4.3)."""


def pixels_of(picture: bytes, opacity: float) -> tuple[Rgb, ...]:
    """Return the colours of a picture on white in a square grid, row by row; ``()`` where it cannot be read."""
    return tuple(colours(picture, opacity, _GRID))


def _pictured(sheet: Sheet, box: Box) -> Rgb:
    """Return the mean colour of the part of the picture behind a box."""
    shares = box.x / sheet.width, box.y / sheet.height, box.right / sheet.width, box.bottom / sheet.height
    left, top = [min(max(int(share * _GRID), 0), _GRID - 1) for share in shares[:2]]
    right, bottom = [min(max(int(share * _GRID), low), _GRID - 1) for share, low in zip(shares[2:], (left, top))]
    rows = range(top, bottom + 1)
    cells = [cell for row in rows for cell in sheet.pixels[row * _GRID + left : row * _GRID + right + 1]]
    red, green, blue = [round(sum(parts) / len(cells)) for parts in zip(*cells)]
    return red, green, blue


def colours(picture: bytes, opacity: float, side: int) -> list[Rgb]:
    """Return the colours of a picture on white in ``side`` × ``side`` cells; [] where it cannot be read."""
    found = []
    for red, green, blue, alpha in pixels(picture, side, side):
        share = opacity * alpha / 255
        red, green, blue = [round(255 - (255 - part) * share) for part in (red, green, blue)]
        found.append((red, green, blue))
    return found


def is_dark(palette: tuple[tuple[str, str], ...], colour: Colour) -> bool:
    """Return whether light text has more contrast than dark text on a colour."""
    return luminance(shade(palette, colour)) < MIDDLE


def _colour(holder: Element, sheet: Sheet) -> Colour | None:
    """Return the colour of a p:bg or p:spPr; of a gradient the one from ``_worst``."""
    reference = holder.find(f"{{{P}}}bgRef")
    if reference is not None:
        return theme_colour(reference, sheet.scheme)
    solid = holder.find(f".//{{{A}}}solidFill")
    if solid is not None:
        return theme_colour(solid, sheet.scheme)
    stops = [theme_colour(stop, sheet.scheme) for stop in holder.iterfind(f".//{{{A}}}gradFill/{{{A}}}gsLst/{{{A}}}gs")]
    return _worst([stop for stop in stops if stop is not None], sheet.scheme.palette)


def _worst(stops: list[Colour], palette: tuple[tuple[str, str], ...]) -> Colour | None:
    """Return the stop that represents a gradient: the one with the least contrast to its text, light or dark, among the
    stops that need this text. The text is whichever has more contrast on all stops.
    """
    lights = sorted([(luminance(shade(palette, stop)), order) for order, stop in enumerate(stops)])
    if not lights:
        return None
    (darkest, _), (lightest, _) = lights[0], lights[-1]
    if (1.05 / (lightest + 0.05)) > (darkest + 0.05) / 0.05:  # WCAG's ratio with white, with black
        return stops[max([one for one in lights if one[0] < MIDDLE])[1]]
    return stops[min([one for one in lights if one[0] >= MIDDLE] or lights[-1:])[1]]


def _covering(sheet: Sheet) -> Element | None:
    """Return the p:spPr of the topmost shape or picture of the layout that covers the slide."""
    taken = placeholders(sheet.layout)
    for shape in reversed(sheet.layout.findall(f"{{{P}}}cSld/{{{P}}}spTree/*")):
        box = drawn_box(shape) if shape not in taken else None
        if box and box.w * box.h >= _COVERS * sheet.width * sheet.height and _fills(shape, box):
            properties = shape.find(f"{{{P}}}spPr")
            if properties is not None and properties.find(f"{{{A}}}noFill") is None:
                return properties
    return None


def _fills(shape: Element, box: Box) -> bool:
    """Return whether a shape fills its whole box, unlike a drawing of thin lines over the slide."""
    shares = [(step + 0.5) / _STEPS for step in range(_STEPS)]
    points = [(box.x + box.w * right, box.y + box.h * down) for right in shares for down in shares]
    return sum([covers(shape, box, point) for point in points]) >= _COVERS * len(points)


_STEPS = 8


def _from_title(sheet: Sheet) -> Colour:
    title = next(iter(sheet.titles), None)
    palette = sheet.scheme.palette
    light = title is not None and not is_dark(palette, title.levels[0].colour)
    shades = [(luminance(parse_hex(value)), order, slot) for order, (slot, value) in enumerate(palette[:4])]
    chosen = min(shades) if light else max(shades)
    return Colour(chosen[2])  # type: ignore[arg-type]  # the palette's keys are the slide's slots


_FOOT = 2 / 3
"""Shapes that begin below this share of the slide's height are at its foot."""


def drawn(sheet: Sheet) -> tuple[Box, ...]:
    """Return the boxes of the shapes of master and layout that have an edge on the slide."""
    boxes = [drawn_box(shape) for shape in fixed_shapes(sheet.layout, sheet.master)]
    x, y = sheet.width // 64, sheet.height // 64
    inner = Box(Emu(x), Emu(y), Emu(sheet.width - 2 * x), Emu(sheet.height - 2 * y))
    return tuple([one for one in boxes if one and union((one, inner)) != one])


def drawn_at_foot(sheet: Sheet, behind: Colour) -> tuple[tuple[Box, Colour | None], ...]:
    """Return the boxes at the foot of master and layout on which the layout's text colour is illegible: text, pictures,
    and fills. Of a fill of one colour, the text colour that is legible on it; ``behind`` is the layout's background.
    """
    palette = sheet.scheme.palette
    ground = shade(palette, behind)
    ink = shade(palette, Colour("tx1"))
    ink = ink if ratio(ink, ground) >= READABLE else shade(palette, best_on(palette, ground))
    found = []
    for shape in fixed_shapes(sheet.layout, sheet.master):
        box = drawn_box(shape)
        if box is None or box.y < sheet.height * _FOOT or box.h < EMU_PER_PT * 6:
            continue
        words = "".join([one.text or "" for one in shape.iter(f"{{{A}}}t")]).strip()
        plain = shape.tag == f"{{{P}}}sp" and not words
        fills = ground_with(shape, (), box, middle(box), sheet.scheme.known, (ground,)) if plain else ()
        if not fills or min([ratio(ink, one) for one in fills]) < READABLE:
            other = best_on(palette, fills[0]) if len(fills) == 1 else None
            found.append((box, other if other and ratio(shade(palette, other), fills[0]) >= READABLE else None))
    return (*_pictured_at_foot(sheet, ink), *found)


def _pictured_at_foot(sheet: Sheet, ink: Rgb) -> Iterator[tuple[Box, Colour | None]]:
    """Yield the boxes at the foot in which a picture leaves a text colour illegible, with another that is legible.

    They are rows of cells, of adjacent rows with the same ends one box.
    """
    wide, high, palette = sheet.width / SIDE, sheet.height / SIDE, sheet.scheme.palette
    rows: dict[tuple[int, int, Colour | None], list[int]] = {}
    for row in range(round(SIDE * _FOOT), SIDE):
        begins, inks = 0, [_ink_on(sheet, n, ink) for n in range(row * SIDE, (row + 1) * SIDE)]
        for column in range(1, SIDE + 1):
            if column == SIDE or inks[column] != inks[begins]:
                if inks[begins] != ink:
                    other = next((one for one in (*TEXT_SLOTS, *EXTREMES) if shade(palette, one) == inks[begins]), None)
                    rows.setdefault((begins, column, other), []).append(row)
                begins = column
    for (left, right, other), found in rows.items():
        for n, row in enumerate(found):
            if not n or found[n - 1] != row - 1:
                last = next((one for one, then in zip(found[n:], [*found[n + 1 :], 0]) if then != one + 1), row)
                top, bottom = round(row * high), round((last + 1) * high)
                box = Box(Emu(round(left * wide)), Emu(top), Emu(round((right - left) * wide)), Emu(bottom - top))
                yield box, other


def _ink_on(sheet: Sheet, cell: int, ink: Rgb) -> Rgb | None:
    """Return the text colour if it is legible on a cell or no picture is there, another one that is, else None."""
    ground = sheet.cells[cell] if cell in sheet.pictured else ink
    if ground is None or cell not in sheet.pictured or ratio(ink, ground) >= READABLE:
        return None if ground is None else ink
    palette = sheet.scheme.palette
    other = shade(palette, best_on(palette, ground))
    return other if ratio(other, ground) >= READABLE else None


# Placeholders whose own colour has too little contrast, and the colour that replaces it.

_NEVER_WRITTEN = ("pic", "dt")
_LINES = (*TITLES, *FOOTERS)
"""Placeholders whose text has one level."""
_FINE = 21.0
"""Black on white: recorded for each contrast that is sufficient, unknown, or cannot be improved."""


def readable(sheet: Sheet) -> tuple[Slot, ...]:
    """Return a layout's slots, with contrasts and a legible colour where levels are too pale for small text.

    Colours that are unknown, of the background or of the text, are left to the template.
    """
    known = sheet.scheme.known
    drawn, slide = tuple(fixed_shapes(sheet.layout, sheet.master)), Box(Emu(0), Emu(0), sheet.width, sheet.height)
    shapes = {(index(shape), kind(shape)): shape for shape in placeholders(sheet.layout)}
    found = []
    for slot in sheet.slots:
        if slot.type not in _NEVER_WRITTEN:
            shape = shapes[slot.idx, slot.type]
            at, above = middle(slot.box), sheet.inheritance.of_own(shape).shapes[1:]
            below = backdrop((sheet.layout, sheet.master), known, slide, slot.box)
            below = (_pictured(sheet, slot.box),) if not below and sheet.pixels else below
            behind = ground_over(at, drawn, known, below, slot.box)
            behind = behind or _painted_at(slot, shape, sheet)
            ground = ground_with(shape, above, slot.box, at, known, behind, slot.box)
            slot = _with_contrasts(slot, shape, sheet, known, ground) if ground else slot
            if slot.type in TITLES:
                ink = sheet.inheritance.of_own(shape).levels[0]
                filled = ground != behind and not _legible(slot, ink, sheet, behind)
                own = slot.box.replace(x=Emu(0), w=sheet.width)
                slot = slot.replace(ground=own if filled else _ground(slot, ink, sheet, drawn, below))
        found.append(slot)
    return tuple(found)


def _painted_at(slot: Slot, shape: Element, sheet: Sheet) -> Ground:
    """Return the darkest and the lightest colour of what is painted behind a slot, without the extreme twentieths.

    Under a picture that cannot be read it is the background, unless the text is invisible there; then it is unknown.
    """
    where = cells_of(slot.box, sheet) if sheet.cells else []
    found, under = [[cells[n] for n in where] for cells in (sheet.cells, sheet.base)]
    shown = sorted([one for one in found if one is not None], key=luminance)
    if len(shown) < len(found):
        shown = sorted([one for one in under if one is not None], key=luminance)
        own = _contrast(sheet.inheritance.of_own(shape).levels[0], sheet.scheme.known, tuple(dict.fromkeys(shown)))
        shown = [] if own < _SEEN else shown
    if not shown:
        return ()
    rare = len(shown) // 20
    return tuple(dict.fromkeys([shown[rare], shown[-1 - rare]]))


_SEEN = 1.5
"""The contrast below which a text is invisible."""


def painted_ground(layout: Layout, sheet: Sheet) -> Layout:
    """Return a layout with the colour that is painted behind its content, and what of its text is legible on that.

    Of several colours it is the one with the least contrast to the better text, light or dark, without the extreme
    twentieths. If neither is legible, or drawings cross the content, the layout is plated: with the usual colour of
    the content under it, or a light or dark one of the theme.
    """
    palette, found = sheet.scheme.palette, [sheet.cells[n] for n in cells_of(layout.content, sheet)]
    shown = sorted([one for one in found if one is not None], key=luminance)
    if not shown:
        return layout
    usual, rare = max(dict.fromkeys(shown), key=shown.count), len(shown) // 20
    crossed = len(found) - len([one for one in shown if ratio(one, usual) < EDGE]) > _CROSSED * len(found)
    worst = {ink: min([ratio(shade(palette, ink), shown[n]) for n in (rare, -1 - rare)]) for ink in EXTREMES}
    ink = max(EXTREMES, key=lambda one: worst[one])
    ground = shade(palette, layout.background)
    if crossed and sheet.picture is None and ratio(usual, ground) < EDGE:
        return _plated(layout, sheet, layout.background)
    if crossed or worst[ink] < READABLE:
        grounds = sorted(palette[:4], key=lambda entry: luminance(parse_hex(entry[1])))
        plate = Colour(grounds[0 if luminance(usual) < MIDDLE else -1][0])  # type: ignore[arg-type]
        return _plated(layout, sheet, plate)
    end = min(shown[rare], shown[-1 - rare], key=lambda end: ratio(shade(palette, ink), end))
    colour = layout.background if ratio(end, ground) < _ALIKE else nearest_shade(palette, end)
    return layout.replace(background=colour, dark=is_dark(palette, colour))


def _plated(layout: Layout, sheet: Sheet, plate: Colour) -> Layout:
    """Return a layout with a plate of this colour under its content, on which its texts are legible."""
    palette, known = sheet.scheme.palette, sheet.scheme.known
    shapes = {(index(shape), kind(shape)): shape for shape in placeholders(sheet.layout)}
    slots = [
        _with_contrasts(
            slot.replace(readable=None), shapes[slot.idx, slot.type], sheet, known, (shade(palette, plate),)
        )
        if slot.type in ("body", "obj", "subTitle") and not slot.kicker
        else slot
        for slot in layout.slots
    ]
    return layout.replace(background=plate, dark=is_dark(palette, plate), plated=True, slots=tuple(slots))


_CROSSED, _ALIKE = 0.1, 1.03
"""The share of the content that drawings may cross; the contrast up to which two colours are the same."""


def _legible(slot: Slot, level: Level, sheet: Sheet, ground: Ground) -> bool:
    """Return whether a title, and a small line in the colour that it has there, is legible on a known background."""
    small = [ratio(shade(sheet.scheme.palette, slot.readable), one) for one in ground if slot.readable]
    return bool(ground) and min([_contrast(level, sheet.scheme.known, ground), *small]) >= LEGIBLE


_THIN = EMU_PER_PT * 6
"""A shape below this height is a line, not a background, EMU."""


def _ground(slot: Slot, level: Level, sheet: Sheet, drawn: tuple[Element, ...], below: Ground) -> Box | None:
    """Return the band of the slide, up and down from a title's line, between rules, with one background on which the
    title is legible; None where that is the whole height.
    """
    known, (x, y) = sheet.scheme.known, middle(slot.box)
    line = slot.levels[0].size * EMU_PER_PT / 2
    y = {
        "t": min(y, slot.box.y + slot.insets.top + line),
        "b": max(y, slot.box.bottom - slot.insets.bottom - line),
    }.get(slot.anchor, y)
    own = ground_over((x, y), drawn, known, below)
    boxes = [box for one in drawn if (box := drawn_box(one)) is not None and box.x <= x <= box.right and box.h >= _THIN]
    edges = {0, int(sheet.height), *[edge for box in boxes for edge in (int(box.y), int(box.bottom))]}
    heights = sorted([edge for edge in edges if 0 <= edge <= sheet.height])
    top, bottom = heights[0], heights[-1]
    stated = shade(sheet.scheme.palette, slot.readable) if slot.readable else None
    for start, end in zip(heights, heights[1:]):
        behind = ground_over((x, (start + end) / 2), drawn, known, below)
        inks = [(stated or level.ink(known, one), one) for one in behind]
        legible = min([ratio(ink, one) for ink, one in inks if ink is not None], default=_FINE) >= LEGIBLE
        if legible and min([ratio(one, other) for one in own for other in behind], default=1.0) < EDGE:
            continue
        if end <= y:
            top = max(top, end)
        elif start >= y:
            bottom = min(bottom, start)
    for rule in [box for one in drawn if (box := drawn_box(one)) and box.h < _THIN and box.x <= x <= box.right]:
        top, bottom = (max(top, rule.bottom), bottom) if rule.y <= y else (top, min(bottom, rule.y))
    top = max(top, _under_drawing(slot, sheet, y) if slot.type == "title" else 0)  # covers have no kicker
    whole = (top, bottom) == (heights[0], heights[-1])
    return None if whole else Box(Emu(0), Emu(top), sheet.width, Emu(bottom - top))


_ABOVE = 0.4
"""The share of a title's width over which a kicker is written above it."""


def _under_drawing(slot: Slot, sheet: Sheet, y: float) -> int:
    """Return the lower end of a drawing that crosses the place above a title's line at ``y``, 0 without one."""
    text = slot.box.inset(slot.insets.left, 0, slot.insets.right, 0)
    wide = round(text.w * _ABOVE)
    x = text.x + {"l": 0, "ctr": (text.w - wide) // 2}.get(slot.levels[0].align, text.w - wide)
    line = Box(Emu(x), Emu(round(y)), Emu(wide), Emu(1))
    high = sheet.height / SIDE
    for row in range(min(int(y / high), SIDE - 1) - 1 if sheet.cells else -1, -1, -1):
        strip = cells_of(line.replace(y=Emu(round((row + 0.5) * high))), sheet)
        pairs = [(sheet.cells[n], sheet.cells[n + SIDE]) for n in strip if sheet.cells[n] != sheet.base[n]]
        if any([one and below and ratio(one, below) >= EDGE for one, below in pairs]):  # less is a gradient
            return round((row + 1) * high)
    return 0


def _with_contrasts(slot: Slot, shape: Element, sheet: Sheet, known: dict[str, Rgb], ground: Ground) -> Slot:
    """Return a slot with its contrasts and its legible colour, for the worst of its background's colours."""
    palette = sheet.scheme.palette
    choices = [best_on(palette, one) for one in ground]
    offers = [min([ratio(shade(palette, choice), one) for one in ground]) for choice in choices]
    offered = max(offers)
    offer = choices[offers.index(offered)]
    levels = sheet.inheritance.of_own(shape).levels[: 1 if slot.type in _LINES else COUNT]
    own = [_contrast(level, known, ground) for level in levels]
    contrasts = tuple([contrast if contrast < min(READABLE, offered) else _FINE for contrast in own])
    if min(contrasts) == _FINE:
        return slot
    pale = [level.colour for level, contrast in zip(slot.levels, contrasts) if contrast != _FINE]
    if offer in pale:  # a literal colour near that slot: the writer would omit it as inherited
        offer = extreme_on(palette, ground[0])
    return slot.replace(readable=offer, contrasts=contrasts + (_FINE,) * (len(slot.levels) - len(contrasts)))


def _contrast(level: Level, known: dict[str, Rgb], ground: Ground) -> float:
    inks = [(level.ink(known, below), below) for below in ground]
    return min([_FINE if ink is None else ratio(ink, below) for ink, below in inks], default=_FINE)
