"""What the items of one slide share while they are drawn."""

from __future__ import annotations

from osloregion_slides.pptx.links import address
from osloregion_slides.pptx.xml import Xml, esc
from osloregion_slides.scene import Group
from osloregion_slides.units import EMU_PER_PT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from osloregion_slides.brand.values import Layout, Slot
    from osloregion_slides.scene import Item, Slide
    from osloregion_slides.see.ink import Ink


# Lengths as SVG writes them. One user unit is a point, so a 13.33 in slide is 960 units wide.

_known: dict[int, str] = {}


def pt(length: int) -> str:
    """Return EMU as points with at most two decimals (127 EMU, a two-hundredth of a millimetre)."""
    found = _known.get(length)
    if found is None:
        found = _known[length] = number(length / EMU_PER_PT)
    return found


def number(value: float) -> str:
    """Return a number of user units with at most two decimals, and no minus before nothing."""
    return f"{round(value, 2) + 0.0:.8g}"


_SAFE = ("https:", "http:", "mailto:", "tel:")


class Canvas:
    """A slide being drawn.

    ``number`` counts from 1, ``bullets`` are its template's by level, ``targets`` the slides a link can go to.
    """

    __slots__ = ("ink", "items", "layout", "number", "slide", "_targets", "bullets")

    def __init__(
        self, ink: Ink, slide: Slide, layout: Layout, number: int, bullets: Sequence[str], targets: Collection[str] = ()
    ) -> None:
        self.ink, self.slide, self.layout, self.number, self.bullets = ink, slide, layout, number, bullets
        self._targets = targets
        self.items: dict[str, Item] = {item.key: item for item in _flat(slide.items)}

    def slot(self, idx: int) -> Slot | None:
        """Return the layout's placeholder of this idx."""
        return next((slot for slot in self.layout.slots if slot.idx == idx), None)

    def linked(self, link: str, inside: Xml) -> Xml:
        """Return the markup inside a link; alone where the link is none that a page may follow.

        Schemes other than the web's, mail's and telephone's could run a script.
        """
        if not link or not inside:
            return inside
        if link.startswith("#"):
            return f'<a href="#{esc(link[1:])}">{inside}</a>' if link[1:] in self._targets else inside
        target = address(link)
        if not target.lower().startswith(_SAFE):
            return inside
        return f'<a href="{esc(target)}" target="_blank" rel="noopener">{inside}</a>'


def _flat(items: Iterable[Item]) -> Iterator[Item]:
    for item in items:
        yield item
        if isinstance(item, Group):
            yield from _flat(item.children)
