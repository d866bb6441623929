"""A placeholder's text says a colour of its own only where the template's is too pale at the text's size."""

from __future__ import annotations

import pytest

from osloregion_slides.base.units import Emu, Pt
from osloregion_slides.brand.values import Slot, TextStyle
from osloregion_slides.compose.places import legible
from osloregion_slides.scene import Box, Colour, Paragraph, Run, Text

BOX = Box(Emu(0), Emu(0), Emu(914_400), Emu(914_400))
INK = Colour("tx1")


def slot(contrasts: tuple[float, ...], bold: bool = False) -> Slot:
    levels = tuple([TextStyle(Pt(18.0), bold=bold, colour=Colour("accent1"))] * 3)
    return Slot("body", 1, "Tekst", BOX, levels, readable=INK, contrasts=contrasts)


def text(*paragraphs: tuple[float, int]) -> Text:
    """Return a text of paragraphs of (size in points, level)."""
    return Text(tuple([Paragraph((Run("Ord"),), Pt(size), level) for size, level in paragraphs]), "nb-NO", Emu(0))


@pytest.mark.parametrize(
    ("contrasts", "bold", "paragraphs", "changed"),
    [
        ((3.5, 21.0, 21.0), False, [(23.0, 0)], True),
        ((3.5, 21.0, 21.0), False, [(24.0, 0)], False),  # large: 3 is enough
        ((3.5, 21.0, 21.0), True, [(20.0, 0)], False),  # large, as it is bold
        ((3.5, 21.0, 21.0), True, [(18.0, 0)], True),
        ((2.9, 21.0, 21.0), False, [(44.0, 0)], True),
        ((4.5, 2.0, 21.0), False, [(18.0, 0)], False),  # the pale level is not in use
        ((4.5, 2.0, 21.0), False, [(18.0, 0), (16.0, 1)], True),
        ((3.5, 21.0, 2.0), False, [(32.0, 0), (14.0, 7)], True),  # deeper than the layout goes
        ((1.0, 1.0, 1.0), False, [], False),
    ],
)
def test_a_text_changes_colour_only_if_its_own_is_unreadable(
    contrasts: tuple[float, ...], bold: bool, paragraphs: list[tuple[float, int]], changed: bool
) -> None:
    made = legible(text(*paragraphs), slot(contrasts, bold))
    assert made.colour == (INK if changed else None)


def test_readable_levels_give_no_findings() -> None:
    own = text((12.0, 0))
    assert legible(own, slot((3.0,)).replace(readable=None, contrasts=())) is own
