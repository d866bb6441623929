"""LibreOffice as the second opinion: one deck of little rectangles, drawn once, and its pixels."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from PIL import Image
from pptx import Presentation
from pptx.util import Emu

from osloregion_slides.ooxml.colour import colour_on
from osloregion_slides.ooxml.names import A, P
from tests import libreoffice
from tests.ooxml.colours import filled, listed, transform

SIDE, ROWS, PIXELS = 457_200, 20, 40
KNOWN = {"accent2": (0xC0, 0x50, 0x4D)}
"""The colour of python-pptx's own template."""
TOLERANCE = 6
"""Levels of 255. LibreOffice reckons linear light as a power of 2.3 instead of the curve of sRGB: a shade of 20 % of
7F7F7F is 3F3F3F there, 3A3A3A here."""
BASES = ('srgbClr val="4F81BD"', 'schemeClr val="accent2"', 'srgbClr val="F2C811"', 'srgbClr val="7F7F7F"')
AMOUNTS: dict[str, tuple[int | None, ...]] = {
    "lumMod": (50, 75, 120),
    "lumOff": (-20, 20, 40),
    "lum": (30,),
    "satMod": (50, 150, 300),
    "satOff": (-30, 30),
    "sat": (40,),
    "hueMod": (50,),
    "hueOff": (60,),
    "hue": (120,),
    "tint": (20, 50, 80),
    "shade": (20, 50, 80),
    "alpha": (30, 70),
    **dict.fromkeys(("comp", "inv", "gray", "gamma", "invGamma"), (None,)),
    **dict.fromkeys(("red", "redMod", "green", "greenMod", "blue", "blueMod"), (50,)),
    **dict.fromkeys(("redOff", "greenOff", "blueOff"), (20,)),
}
MIXED = ("lumMod", "lumOff", "satMod", "tint", "shade", "alpha")
UNKNOWN_THERE = {name for name in listed("ST_PresetColorVal") if name.startswith(("dark", "light", "medium"))} | {
    "dkGrey",
    "dimGrey",
    "dkSlateGrey",
    "grey",
    "ltGrey",
    "ltSlateGrey",
    "slateGrey",
}
"""Names of later editions, which LibreOffice 7.4 draws white. It shows its own system colours whatever ``lastClr`` says,
too, so that those are not compared."""


def colours() -> list[str]:
    """Return the colours that are drawn, as XML."""
    found = [f'<a:prstClr val="{name}"/>' for name in listed("ST_PresetColorVal") if name not in UNKNOWN_THERE]
    for base in BASES:
        for name, amounts in AMOUNTS.items():
            found += [_colour(base, transform(name, amount)) for amount in amounts]
    chosen = random.Random(1)
    for _ in range(120):
        names = chosen.sample(MIXED, chosen.randint(2, 4))
        steps = [transform(name, chosen.choice((50, 80) if name == "shade" else AMOUNTS[name])) for name in names]
        base = chosen.choice(BASES)
        on_the_way = [colour_on(filled(_colour(base, *steps[:end])), KNOWN, None) for end in range(len(steps))]
        if (255, 255, 255) not in on_the_way:  # LibreOffice forgets the hue of what becomes white, we do not
            found.append(_colour(base, *steps))
    return [
        *found,
        '<a:scrgbClr r="50000" g="20000" b="80000"/>',
        '<a:hslClr hue="7200000" sat="50000" lum="40000"/>',
    ]


def _colour(base: str, *steps: str) -> str:
    return f"<a:{base}>{''.join(steps)}</a:{base.partition(' ')[0]}>"


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[int, int, int]]:
    """Return each colour as LibreOffice draws it on white."""
    libreoffice.needs_libreoffice()
    folder = tmp_path_factory.mktemp("colours")
    wanted, each = colours(), ROWS * ROWS
    deck: Any = Presentation()
    deck.slide_width = deck.slide_height = Emu(SIDE * ROWS)
    for start in range(0, len(wanted), each):
        shapes = deck.slides.add_slide(deck.slide_layouts[6]).shapes
        for index, colour in enumerate(wanted[start : start + each]):
            left, top = index % ROWS * SIDE, index // ROWS * SIDE
            shape = shapes.add_shape(1, Emu(left), Emu(top), Emu(SIDE), Emu(SIDE))._element
            shape.remove(shape.find(f"{{{P}}}style"))
            shape.spPr.append(filled(colour))
            shape.spPr.append(etree.fromstring(f'<a:ln xmlns:a="{A}"><a:noFill/></a:ln>'))
    path = folder / "colours.pptx"
    deck.save(path)
    return _pixels(wanted, libreoffice.pngs(str(path), str(folder), PIXELS * ROWS))


def _pixels(wanted: list[str], pages: list[str]) -> dict[str, tuple[int, int, int]]:
    pictures = [Image.open(Path(page)).convert("RGB") for page in pages]
    found: dict[str, tuple[int, int, int]] = {}
    for index, colour in enumerate(wanted):
        page, at = divmod(index, ROWS * ROWS)
        middle = (at % ROWS * PIXELS + PIXELS // 2, at // ROWS * PIXELS + PIXELS // 2)
        found[colour] = pictures[page].getpixel(middle)  # type: ignore[assignment]  # of an RGB picture
    return found


def test_colours_equal_those_that_libreoffice_draws(drawn: dict[str, tuple[int, int, int]]) -> None:
    assert len(drawn) > 400
    found = {}
    for colour, there in drawn.items():
        here = colour_on(filled(colour), KNOWN, (255, 255, 255))
        assert here is not None, colour
        apart = max(abs(a - b) for a, b in zip(here, there))
        if apart > TOLERANCE:
            found[colour] = (here, there)
    assert found == {}
