"""A Scene as SVG: the second, small writer, over the same boxes, lines and colours as the file's.

One ``svg`` a slide, one user unit a point. Text stays text. The same deck and brand give the same markup.
"""

from __future__ import annotations

from osloregion_slides.pptx.xml import Xml, esc
from osloregion_slides.see.canvas import Canvas
from osloregion_slides.see.furniture import furniture
from osloregion_slides.see.ink import Ink
from osloregion_slides.see.items import drawn
from osloregion_slides.see.lengths import pt

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from osloregion_slides.brand.values import Brand, Layout
    from osloregion_slides.scene import Deck


def slide_svgs(deck: Deck, brand: Brand, *, inline: bool = False, prefix: Xml = "s") -> Iterator[Xml]:
    """Yield the drawing of each slide of a deck, in order.

    ``inline`` ones stand in one page: links between slides work, and the page has their titles. Ids in them
    begin with ``prefix``, a letter, so that two decks can stand in one page. InvalidInput where the brand's
    template cannot be read.
    """
    draw = drawer(deck, brand, inline=inline, prefix=prefix)
    for number in range(1, len(deck.slides) + 1):
        yield draw(number)


def drawer(deck: Deck, brand: Brand, *, inline: bool = False, prefix: Xml = "s") -> Callable[[int], Xml]:
    """Return what draws the slide of a number (from 1): for who has some of the drawings already."""
    ink = Ink(brand)
    stills = furniture(brand)
    layouts: dict[str, Layout] = {layout.role: layout for layout in brand.layouts}
    targets = frozenset([slide.key for slide in deck.slides]) if inline else frozenset()

    def draw(number: int) -> Xml:
        slide = deck.slides[number - 1]
        layout = layouts[slide.layout]
        behind = stills[layout.part]
        canvas = Canvas(ink, slide, layout, number, behind.bullets, targets)
        items = "".join([drawn(canvas, item) for item in slide.items])
        still = behind.drawing.replace("\0", f"{prefix}{number}-")
        title = "" if inline else f"<title>{esc(slide.title)}</title>"
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {pt(deck.width)} {pt(deck.height)}"'
            f' lang="{esc(slide.language)}" font-family="{ink.body.family}">'
            f'{title}<g aria-hidden="true">{still}</g>{items}</svg>'
        )

    return draw
