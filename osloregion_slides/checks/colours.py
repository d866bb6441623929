"""The colours of a page of any deck, through theme and colour maps."""

from __future__ import annotations

from osloregion_slides.brand.shown import named
from osloregion_slides.brand.theme_read import read_map, read_scheme
from osloregion_slides.ooxml.names import A, P

TYPE_CHECKING = False
if TYPE_CHECKING:
    from osloregion_slides.brand.contrast import Rgb
    from osloregion_slides.checks.pages import Page


def palette(page: Page) -> dict[str, Rgb]:
    """Return a page's colours by every name that a slide can call them."""
    colour_map = page.master.find(f"{{{P}}}clrMap") if page.master is not None else None
    scheme = read_scheme(page.theme, colour_map)
    mapping = scheme.mapping
    for source in (page.layout, page.root):
        own = source.find(f"{{{P}}}clrMapOvr/{{{A}}}overrideClrMapping") if source is not None else None
        mapping = read_map(own, mapping) if own is not None else mapping
    return named(scheme.replace(mapping=mapping))
