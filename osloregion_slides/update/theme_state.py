"""What slides take from their theme, of a brand and of a found deck."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.base.record import Record
from osloregion_slides.brand.wording import english_name

if TYPE_CHECKING:
    from osloregion_slides.brand.values import Brand

    Palette = tuple[tuple[str, str], ...]


class ThemeState(Record):
    """What slides take from their theme: ``palette`` as ``Brand`` has it, ``fonts`` for headings and for texts.

    ``layouts`` are the names of the brand's layouts in English, each once, sorted, ``masters`` and ``sheets`` as
    ``Brand`` has them; a found deck's are not read.
    """

    palette: Palette
    fonts: tuple[str, ...]
    layouts: tuple[str, ...] = ()
    masters: str = ""
    sheets: str = ""


class SheetEdit(Record):
    """What a person changed on the slide master (``sheet`` is "") or a layout.

    ``unit`` is a key of ``ooxml.sheets.units``, "" for a whole layout; ``name`` is an object's. ``disputed``: the brand
    changed it too. ``yours`` and ``outline`` are what the sides say: texts, or boxes where the texts are the same.
    """

    sheet: str
    unit: str
    name: str = ""
    disputed: bool = False
    yours: str | tuple[int, ...] = ""
    outline: str | tuple[int, ...] = ""


class SheetEdits(Record):
    """``another``: hardly anything is as the base had it. ``known``: the base says how it was.

    ``back`` are layouts that a person deleted and another brand brings again.
    """

    edits: tuple[SheetEdit, ...] = ()
    another: bool = False
    known: bool = False
    back: tuple[str, ...] = ()


NO_SHEETS = SheetEdits()


def theme_state(brand: Brand) -> ThemeState:
    """Return the theme that a brand gives its decks."""
    names = tuple(sorted({english_name(layout.name) for layout in brand.layouts if ":" not in layout.role}))
    fonts = brand.theme_fonts or (brand.heading_font, brand.body_font)
    return ThemeState(brand.palette, fonts, names, brand.masters, brand.sheets)
