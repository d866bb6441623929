"""Whatever way a person's program writes a colour in, an update sees the colour and can write it again."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from osloregion_slides.brand.contrast import shade
from osloregion_slides.ooxml.colour import read_scheme
from osloregion_slides.ooxml.names import A, P
from osloregion_slides.ooxml.transforms import ALPHA, ANGLES, NAMES, PLAIN, to_hex
from osloregion_slides.pptx.applying.shape import set_fill
from osloregion_slides.pptx.reading.sheets import Paint
from osloregion_slides.scene import Colour
from osloregion_slides.update.deck_state import known
from tests.ooxml.colours import filled, transform
from tests.pptx.sample import brand, everything
from tests.pptx.updating import differences, edited, made, shape

PAINT = Paint(read_scheme(None, None))
NAVY = to_hex(shade(brand().palette, Colour("accent1", 75)))
"""What the painted shape is in the deck."""
DARKER = transform("lumMod", 75)
DECK = everything()


def painted(colour: str, name: str = "diagram/a") -> list[Any]:
    """Return what an update sees after a shape got another fill."""

    def edit(presentation: Any) -> None:
        properties = shape(presentation.slides[2], name)._element.spPr
        properties.replace(properties.find(f"{{{A}}}solidFill"), filled(colour))

    return [(key, one.kind) for key, one in differences(known(DECK, brand()), edited(made(DECK), edit))]


@pytest.mark.parametrize(
    "colour",
    [
        '<a:srgbClr val="C80A0A"/>',
        '<a:prstClr val="orange"/>',
        '<a:prstClr val="dkRed"/>',
        '<a:hslClr hue="0" sat="50%" lum="50%"/>',
        '<a:scrgbClr r="50000" g="0" b="0"/>',
        '<a:sysClr val="highlight"/>',
        f'<a:schemeClr val="accent1">{DARKER}{transform("shade", 50)}</a:schemeClr>',
        f'<a:schemeClr val="accent1">{DARKER}{transform("tint", 50)}</a:schemeClr>',
        f'<a:schemeClr val="accent1">{DARKER}{transform("satMod", 40)}</a:schemeClr>',
        f'<a:schemeClr val="accent1">{DARKER}{transform("comp", None)}</a:schemeClr>',
        f'<a:schemeClr val="accent1">{DARKER}{transform("hueOff", 60)}</a:schemeClr>',
        f'<a:schemeClr val="accent1">{DARKER}{transform("alphaOff", -40)}</a:schemeClr>',
        f'<a:schemeClr val="accent1">{transform("lumOff", 20)}{DARKER}</a:schemeClr>',
        f'<a:srgbClr val="{NAVY}">{transform("lumMod", 50)}</a:srgbClr>',
    ],
)
def test_a_new_colour_is_an_edit_in_any_notation(colour: str) -> None:
    assert painted(colour) == [("diagram/a", "fill")]


@pytest.mark.parametrize(
    "colour",
    [
        f'<a:schemeClr val="accent1">{DARKER}</a:schemeClr>',
        f'<a:schemeClr val="accent1">{transform("lumMod", 100)}{DARKER}{transform("alpha", 100)}</a:schemeClr>',
        f'<a:schemeClr val="accent1">{DARKER}{transform("shade", 100)}{transform("lumOff", 0)}</a:schemeClr>',
        f'<a:srgbClr val="{NAVY}"/>',
        f'<a:srgbClr val="{NAVY.lower()}"/>',
        f'<a:sysClr val="window" lastClr="{NAVY}"/>',
    ],
)
def test_the_same_colour_in_another_notation_is_not_an_edit(colour: str) -> None:
    assert painted(colour) == []


AMOUNTS = {name: st.none() if name in PLAIN else st.integers(-100, 300) for name in sorted(NAMES - set(ALPHA))}
STEP = st.sampled_from(sorted(AMOUNTS)).flatmap(lambda name: st.tuples(st.just(name), AMOUNTS[name]))


@given(st.sampled_from(["tx1", "bg2", "accent1", "hlink", "dk2"]), st.lists(STEP, max_size=4), st.integers(0, 100))
def test_a_colour_round_trips_through_reading_and_writing(
    slot: str, steps: list[tuple[str, int | None]], alpha: int
) -> None:
    inside = "".join(transform(name, amount) for name, amount in steps) + transform("alpha", alpha)
    read = PAINT.colour(filled(f'<a:schemeClr val="{slot}">{inside}</a:schemeClr>'))
    holder = etree.fromstring(f'<p:spPr xmlns:p="{P}" xmlns:a="{A}"/>')
    set_fill(holder, read)
    assert PAINT.fill(holder) == read
    assert all(name in read for name, amount in steps if name in PLAIN or (name in ANGLES and amount))
