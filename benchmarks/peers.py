"""``python -m benchmarks.peers NAME=DECK …``: print what decks of the same content have, whatever made them."""

from __future__ import annotations

import sys
from itertools import combinations
from typing import TYPE_CHECKING, Any

from pptx import Presentation

if TYPE_CHECKING:
    from collections.abc import Iterator

HEAD = ("made by", "slides", "titles", "in placeholders", "text on text", "off the page", "no alt text", "languages")


def texts(shapes: Any) -> Iterator[Any]:
    """Yield the shapes that have a text, those in groups too."""
    for shape in shapes:
        if shape.shape_type == 6:
            yield from texts(shape.shapes)
        elif shape.has_text_frame and shape.text_frame.text.strip():
            yield shape


def overlap(one: Any, other: Any) -> bool:
    """Say whether two boxes share a quarter of the smaller one."""
    if None in (one.left, one.top, other.left, other.top):
        return False
    w = min(one.left + one.width, other.left + other.width) - max(one.left, other.left)
    h = min(one.top + one.height, other.top + other.height) - max(one.top, other.top)
    return bool(w > 0 and h > 0 and 4 * w * h > min(one.width * one.height, other.width * other.height))


def row(name: str, path: str) -> tuple[str, ...]:
    """Return the columns of a deck; frames in groups are compared where they stand alone only."""
    deck = Presentation(path)
    titled = held = said = crossed = off = mute = 0
    languages: set[str] = set()
    for slide in deck.slides:
        title = slide.shapes.title
        titled += bool(title is not None and title.text_frame.text.strip())
        found = list(texts(slide.shapes))
        said += len(found)
        held += sum([one.is_placeholder for one in found])
        flat = [one for one in slide.shapes if one in found]
        crossed += sum([overlap(*pair) for pair in combinations(flat, 2)])
        wide, high = deck.slide_width or 0, deck.slide_height or 0
        boxed = [one for one in flat if None not in (one.left, one.top)]
        off += sum(
            [one.left < 0 or one.top < 0 or one.left + one.width > wide or one.top + one.height > high for one in boxed]
        )
        mute += len(slide.element.xpath(".//p:pic/p:nvPicPr/p:cNvPr[not(@descr) or @descr='']"))
        languages |= {str(one) for one in slide.element.xpath(".//a:rPr/@lang")}
    return (
        name,
        *map(str, (len(deck.slides), titled, f"{held} of {said}", crossed, off, mute)),
        ", ".join(sorted(languages)) or "none",
    )


def main() -> int:
    """Print the table."""
    print(f"| {' | '.join(HEAD)} |\n|{'---|' * len(HEAD)}")
    for word in sys.argv[1:]:
        name, _, path = word.partition("=")
        print(f"| {' | '.join(row(name, path))} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
