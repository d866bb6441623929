"""One slide with the items a test wants, drawn, and read again as XML."""

from __future__ import annotations

import functools
import os
from typing import TYPE_CHECKING, Any

from lxml import etree

from osloregion_slides.base.findings import Location
from osloregion_slides.base.units import Emu, Pt, emu
from osloregion_slides.brand.load import load_brand
from osloregion_slides.brand.values import Brand
from osloregion_slides.render.svg import slide_svgs
from osloregion_slides.scene import Box, Deck, Paragraph, Run, Shape, Slide, Text
from tests.conftest import REPOSITORY

if TYPE_CHECKING:
    from osloregion_slides.scene import Item

SVG = "{http://www.w3.org/2000/svg}"


@functools.cache
def brand() -> Brand:
    return load_brand("osloregionen", os.fspath(REPOSITORY))


def box(x: float, y: float, w: float, h: float) -> Box:
    """Return a box of these points."""
    return Box(emu(x), emu(y), emu(w), emu(h))


def text(*lines: str | Paragraph, **about: Any) -> Text:
    """Return a text of these paragraphs at 20 pt, top left without insets."""
    from osloregion_slides.scene import Insets

    paragraphs = tuple(line if isinstance(line, Paragraph) else Paragraph((Run(line),), Pt(20)) for line in lines)
    nothing = Insets(Emu(0), Emu(0), Emu(0), Emu(0))
    about = {"anchor": "t", "insets": nothing, **about}
    return Text(paragraphs, "nb-NO", Emu(0), **about)


def label(where: Box, words: Text, **about: Any) -> Shape:
    return Shape("a/label", where, text=words, **about)


def deck(*items: Item, slides: int = 1, **about: Any) -> Deck:
    """Return a deck with the items on its first slide, on the layout without placeholders to fill."""
    made = [Slide("a", "title_only", "Tittel", items, "nb-NO", Location("x.yaml"), **about)]
    made += [Slide(f"s{n}", "title_only", f"Nr. {n}", (), "nb-NO", Location("x.yaml")) for n in range(2, slides + 1)]
    return Deck("d", "Prøve", "nb-NO", brand().width, brand().height, tuple(made))


def drawn(*items: Item, **about: Any) -> Any:
    """Return the drawing of a slide with these items, without the furniture, as an element."""
    root = etree.fromstring(next(iter(slide_svgs(deck(*items, **about), brand(), inline=True))))
    root.remove(root[0])
    return root


def lines(root: Any) -> list[tuple[str, float, float]]:
    """Return the text of each line with its x and its baseline."""
    return [("".join(t.itertext()), float(t.get("x")), float(t.get("y"))) for t in root.iter(f"{SVG}text")]
