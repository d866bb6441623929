"""Whether text stands out from what is under it (WCAG 2.2, 1.4.3), computed through theme, layout and fills."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.brand.contrast import ILLEGIBLE, ratio, shortfall
from osloregion_slides.checks.pages import Body, Item, Page, Run, Styles, bodies, on, quoted
from osloregion_slides.ooxml.background import covered, fixed_shapes, middle, painted, paper, poured
from osloregion_slides.ooxml.colour import fill_of, seen
from osloregion_slides.ooxml.names import A, P

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any as Element

    from osloregion_slides.base.findings import Finding
    from osloregion_slides.ooxml.background import Ground as Colours
    from osloregion_slides.ooxml.transforms import Rgb


_OFF = ("0", "false")


class Ground:
    """The grounds of one page. One whose colours are unknown (picture, table style) is empty."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.colours = page.scheme.known
        self._paper = paper((page.root, page.layout, page.master), self.colours)
        shown = page.layout if page.root.get("showMasterSp") not in _OFF else None
        self._drawn = tuple(fixed_shapes(shown, page.master)) if shown is not None else ()

    def under(self, item: Item, cell: Element | None = None) -> Colours:
        """Return the colours under the middle of a shape's text, the shape's own fill (or its cell's) included."""
        if item.box is None:
            return ()
        x, y = at = middle(item.box)
        ground = covered(at, self._drawn, self.colours, self._paper)
        for below in self.page.items:
            box = below.box
            if box is not None and box.x <= x <= box.right and box.y <= y <= box.bottom and below.kind != "grpSp":
                ground = painted(below.element, below.inherited.shapes, box, at, self.colours, ground)
            if below is item:
                break
        if cell is None:
            return ground
        fill = fill_of(cell.find(f"{{{A}}}tcPr"))
        return poured(fill, self.colours, ground) if fill is not None else ()


_OWN_COLOUR = "{http://schemas.microsoft.com/office/drawing/2018/hyperlinkcolor}hlinkClr"


def check_contrast(pages: tuple[Page, ...]) -> Iterator[Finding]:
    """Yield a finding for each text that is too pale, an error where it cannot be read on any colour of its ground.

    A gradient counts by its worst stop; grounds whose colours are unknown are not judged.
    """
    for page in pages:
        ground, styles = Ground(page), Styles(page)
        found = [_check(page, body, ground, styles) for item in page.items for body in bodies(item)]
        yield from [one for one in found if one is not None]


def _check(page: Page, body: Body, ground: Ground, styles: Styles) -> Finding | None:
    """Return a finding about the palest run of a body."""
    behind = ground.under(body.item, body.cell)
    if not behind:
        return None
    levels = styles.levels(body)
    worst, lost = (21.0, ("", ""), ""), False
    for paragraph in body.element.iterfind(f"{{{A}}}p"):
        for run in styles.runs(paragraph, levels):
            inks = [(_ink(run, body, ground, below), below) for below in behind]
            contrasts = [21.0 if ink is None else ratio(ink, below) for ink, below in inks]
            contrast, lost = min(contrasts), lost or max(contrasts) < ILLEGIBLE
            short = shortfall(contrast, run.size, run.bold)
            if short and contrast < worst[0]:
                worst = (contrast, short, run.text)
    _, (shown, needed), text = worst
    if not text:
        return None
    found = on(page, body.item, "low-contrast", text=quoted(text), contrast=shown, needed=needed)
    return found.replace(severity="error") if lost else found


def _ink(run: Run, body: Body, ground: Ground, behind: Rgb) -> Rgb | None:
    """Return the colour of a run; None where it cannot be known."""
    link = run.element.find(f"{{{A}}}rPr/{{{A}}}hlinkClick")
    if link is not None and not any(mark.get("val") == "tx" for mark in link.iter(_OWN_COLOUR)):
        return ground.colours["hlink"]
    if fill_of(run.element.find(f"{{{A}}}rPr")) is None:
        if body.cell is not None:
            return None  # it is the table style's
        reference = body.item.element.find(f"{{{P}}}style/{{{A}}}fontRef")
        stated = bool(body.item.placeholder and run.look.fill)
        if reference is not None and len(reference) and not stated:
            return seen(reference, ground.colours, behind)
    return run.look.ink(ground.colours, behind)
