"""The contrast of text with its background (WCAG 2.2, 1.4.3), computed from theme, layout and fills."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from osloregion_slides.base.units import EMU_PER_PT, Emu
from osloregion_slides.brand.contrast import ILLEGIBLE, ratio, shortfall
from osloregion_slides.checks.accessibility import FOOTERS
from osloregion_slides.checks.measured import across, autofit, is_level, written_area
from osloregion_slides.checks.pages import DEFAULT_RUN, Body, Item, Page, Run, Styles, bodies, on, quoted
from osloregion_slides.ooxml.background import backdrop, filled, fixed_shapes, ground_over, ground_with, middle
from osloregion_slides.ooxml.colour import colour_on, fill_of
from osloregion_slides.ooxml.geometry import drawn_box
from osloregion_slides.ooxml.names import A, P
from osloregion_slides.scene import Box

if TYPE_CHECKING:
    from collections.abc import Iterator

    from osloregion_slides.base.findings import Finding
    from osloregion_slides.ooxml.background import Ground as Colours
    from osloregion_slides.ooxml.transforms import Rgb


_OFF = ("0", "false")


class Ground:
    """The backgrounds on one slide; one with unknown colours (picture, table style) is empty."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.colours = page.scheme.known
        self._slide = Box(Emu(0), Emu(0), Emu(page.width), Emu(page.height))
        shown = page.layout if page.root.get("showMasterSp") not in _OFF else None
        self._drawn = tuple(fixed_shapes(shown, page.master)) if shown is not None else ()
        self._boxes = [box for shape in self._drawn if (box := drawn_box(shape)) is not None]

    def under(self, body: Body, styles: Styles, whole: bool = False) -> tuple[tuple[Colours, ...], ...]:
        """Return the colours behind a text, including the fill of its own shape or cell.

        These are the colours behind the middle of the shape, or behind both halves of each line if the edge of another
        shape crosses it. A gradient counts where it is behind lines, or as a ``whole``.
        """
        item = body.item
        if item.box is None:
            return ()
        below, inside = list[Item](), item.box
        for one in self.page.items:
            if one.box is not None and one.kind != "grpSp" and _meet(one.box, inside):
                below.append(one)
            if one is item:
                break
        edged = any([_runs_through(one, inside) for one in (*self._boxes, *[one.box for one in below if one.box])])
        lines = _points(body, styles) if edged and body.cell is None and item.kind == "sp" else []
        lines += [(middle(inside),)] if not lines or _is_footer(item) else []
        part = _lines(body, styles) if body.cell is None and not whole else None
        found = dict.fromkeys([tuple(dict.fromkeys([self._at(at, below, part) for at in line])) for line in lines])
        if body.cell is None:
            return tuple(found)
        fill = fill_of(body.cell.find(f"{{{A}}}tcPr"))
        return tuple(
            [tuple([filled(fill, self.colours, one) if fill is not None else () for one in line]) for line in found]
        )

    def _at(self, at: tuple[float, float], below: list[Item], part: Box | None) -> Colours:
        sheets = (self.page.root, self.page.layout, self.page.master)
        ground = ground_over(at, self._drawn, self.colours, backdrop(sheets, self.colours, self._slide, part), part)
        for one in below:
            if one.box is not None:
                ground = ground_with(one.element, one.inherited.shapes, one.box, at, self.colours, ground, part)
        return ground


_THIN = EMU_PER_PT * 6
"""Shapes that are lower or narrower are lines, not backgrounds."""


def _is_footer(item: Item) -> bool:
    return item.placeholder in FOOTERS or item.name.endswith("/footer")


def _meet(one: Box, other: Box) -> bool:
    return one.x <= other.right and other.x <= one.right and one.y <= other.bottom and other.y <= one.bottom


def _runs_through(edge: Box, inside: Box) -> bool:
    """Return whether a box covers a part of another, but not all of it."""
    wide = min(edge.right, inside.right) - max(edge.x, inside.x)
    high = min(edge.bottom, inside.bottom) - max(edge.y, inside.y)
    return min(wide, high) >= _THIN and (wide < inside.w or high < inside.h)


_HEIGHTS = (0.3, 0.7)
"""The sampled heights of a line, as fractions: the upper and the lower half of its letters."""


def _points(body: Body, styles: Styles) -> list[tuple[tuple[float, float], ...]]:
    """Return two points for each line of a shape's text, in the upper and the lower half; [] if unknown.

    They are behind the first letters, of centred lines in the middle, of right-aligned lines behind the last.
    """
    item, area = body.item, written_area(body.item, styles)
    if area is None or item.box is None or item.groups or not is_level(item):
        return []
    levels, paragraph = styles.levels(body), next(body.element.iterfind(f"{{{A}}}p"))
    first = next(iter(styles.runs(paragraph, levels)), None)
    if first is None:
        return []
    style = styles.paragraph_style(paragraph, levels, first)
    line = first.size * autofit(item).size * style.line_spacing * 1.2 * EMU_PER_PT
    letter = min(line / 2, area.w / 2)
    x = {"ctr": area.x + area.w / 2, "r": area.right - letter}.get(style.align, area.x + letter)
    count = max(1, round(area.h / line))
    rows = [[area.y + (number + share) * area.h / count for share in _HEIGHTS] for number in range(count)]
    lines = [tuple([(x, y) for y in row if item.box.y <= y <= item.box.bottom]) for row in rows]
    return [line for line in lines if line]


_WIDER = 1.1
"""The factor on measured line widths for gradients along the lines."""


def _lines(body: Body, styles: Styles) -> Box | None:
    """Return the box of the lines of a shape's text, for gradients: never smaller than the text."""
    area = written_area(body.item, styles)
    if area is None or body.item.groups or not is_level(body.item):
        return drawn_box(body.item.element) if not body.item.groups else None
    left, right = across(body, area, styles, _WIDER)
    return area.replace(x=left, w=Emu(right - left))


_OWN_COLOUR = "{http://schemas.microsoft.com/office/drawing/2018/hyperlinkcolor}hlinkClr"


def check_contrast(pages: tuple[Page, ...]) -> Iterator[Finding]:
    """Yield a finding for each text with low contrast, an error if it is illegible on all colours behind a line.

    A gradient counts by its worst colour behind the lines, one with an unknown direction by its
    worst stop; backgrounds with unknown colours are not checked.
    """
    for page in pages:
        ground, styles = Ground(page), Styles(page)
        found = [_check(page, body, ground, styles) for item in page.items for body in bodies(item)]
        yield from [one for one in found if one is not None]


def _check(page: Page, body: Body, ground: Ground, styles: Styles) -> Finding | None:
    """Return a finding about the run with the lowest contrast in a body."""
    under = ground.under(body, styles)
    worst, lost = _palest(body, ground, styles, under)
    _, (shown, needed), text = worst
    if not text:
        return None
    found = on(page, body.item, "low-contrast", text=quoted(text), contrast=shown, needed=needed)
    partly = len({one for line in under for one in line}) > 1 and _is_footer(
        body.item
    )  # footers of builds never block a build
    lost = lost and not partly and _palest(body, ground, styles, ground.under(body, styles, whole=True))[1]
    return found.replace(severity="error") if lost else found


def _palest(
    body: Body, ground: Ground, styles: Styles, under: tuple[tuple[Colours, ...], ...]
) -> tuple[tuple[float, tuple[str, str], str], bool]:
    """Return contrast, values and text of the run with the lowest contrast, and whether a run is illegible.

    A run is illegible only if it is so on all colours of a line: text that a stroke crosses is legible beside it.
    """
    levels, grounds = styles.levels(body), [found for line in under if (found := [one for one in line if one])]
    worst, lost = (21.0, ("", ""), ""), False
    for paragraph in body.element.iterfind(f"{{{A}}}p"):
        for run, line in product(styles.runs(paragraph, levels), grounds):
            inks = [(_ink(run, body, ground, below), below) for behind in line for below in behind]
            contrasts = [21.0 if ink is None else ratio(ink, below) for ink, below in inks]
            contrast, lost = min(contrasts), lost or max(contrasts) < ILLEGIBLE
            short = shortfall(contrast, run.size, run.bold)
            if short and contrast < worst[0]:
                worst = (contrast, short, run.text)
    return worst, lost


def _ink(run: Run, body: Body, ground: Ground, behind: Rgb) -> Rgb | None:
    """Return the colour of a run, None if it is unknown."""
    link = run.element.find(f"{{{A}}}rPr/{{{A}}}hlinkClick")
    if link is not None and not any(mark.get("val") == "tx" for mark in link.iter(_OWN_COLOUR)):
        return ground.colours["hlink"]
    own = (run.element.find(f"{{{A}}}rPr"), run.element.getparent().find(DEFAULT_RUN))
    if all(fill_of(one) is None for one in own):
        if body.cell is not None:
            return None  # that of the table style
        reference = body.item.element.find(f"{{{P}}}style/{{{A}}}fontRef")
        stated = bool(body.item.placeholder and run.look.fill)
        if reference is not None and len(reference) and not stated:
            return colour_on(reference, ground.colours, behind)
    return run.look.ink(ground.colours, behind)
