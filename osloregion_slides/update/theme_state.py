"""What slides take from their theme, of a brand and of a found deck."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.base.record import Record

if TYPE_CHECKING:
    from osloregion_slides.brand.values import Brand

    Palette = tuple[tuple[str, str], ...]


class ThemeState(Record):
    """What slides take from their theme: ``palette`` as ``Brand`` has it, ``fonts`` for headings and for texts.

    ``layouts`` are the names of the brand's layouts, each once, sorted, ``masters`` as ``Brand`` has it; a found deck's
    are not read.
    """

    palette: Palette
    fonts: tuple[str, ...]
    layouts: tuple[str, ...] = ()
    masters: str = ""


def theme_state(brand: Brand) -> ThemeState:
    """Return the theme that a brand gives its decks."""
    names = tuple(sorted({layout.name for layout in brand.layouts if ":" not in layout.role}))
    return ThemeState(brand.palette, (brand.heading_font, brand.body_font), names, brand.masters)
