"""The flagship, the English deck and the gallery look as they were accepted.

A failure writes one page with before, after and difference (``out/pictures.html``); ``make accept`` renews
the references, to be looked at before they are committed.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from osloregion_slides import drafting, service
from osloregion_slides.brand.load import load_brand
from osloregion_slides.pptx.write import write_deck
from osloregion_slides.scene import Colour, Deck, Group, Shape
from tests.conftest import REPOSITORY
from tests.libreoffice import needs_libreoffice
from tests.pictures.closed_fonts import missing_fonts
from tests.pictures.draw import drawn, sheet, slides_of
from tests.pictures.measure import DIFFERS, score
from tests.pictures.page import Changed, write_page

REFERENCES = Path(__file__).resolve().parent / "references"
PAGE = REPOSITORY / "out" / "pictures.html"
DECKS = {"flagship": ("osloregionen", ""), "english": ("osloregionen", "en"), "gallery": ("gallery", "")}
POINT = 12_700


def needs_fonts() -> None:
    """Skip the calling test, saying why, where a font is absent; with CI=true fail instead."""
    needs_libreoffice()
    if reason := missing_fonts():
        pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)


def changes(name: str, slides: list[Image.Image]) -> list[Changed]:
    """Return what is not as accepted in a deck."""
    path = REFERENCES / f"{name}.png"
    if not path.exists():
        return [Changed(name, number, 255, None, slide) for number, slide in enumerate(slides, 1)]
    with Image.open(path) as accepted:
        known = int(accepted.info["slides"])
        before = slides_of(accepted, known)
    found = []
    for number in range(1, max(known, len(slides)) + 1):
        one, other = [part[number - 1] if number <= len(part) else None for part in (before, slides)]
        differs = score(one, other) if one and other else 255
        if differs >= DIFFERS:
            found.append(Changed(name, number, differs, one, other))
    return found


def accept(name: str, slides: list[Image.Image]) -> None:
    from PIL.PngImagePlugin import PngInfo

    REFERENCES.mkdir(exist_ok=True)
    about = PngInfo()
    about.add_text("slides", str(len(slides)))
    sheet(slides).save(REFERENCES / f"{name}.png", "PNG", optimize=True, pnginfo=about)


@pytest.mark.slow
def test_decks_look_like_the_accepted_references(request: pytest.FixtureRequest, tmp_path: Path) -> None:
    needs_fonts()
    decks = {
        name: service.build(str(REPOSITORY / "decks" / f"{outline}.yaml"), language=language).data
        for name, (outline, language) in DECKS.items()
    }
    pictures = drawn(decks, tmp_path)
    found = [change for name, slides in pictures.items() for change in changes(name, slides)]
    if not request.config.getoption("--accept"):
        assert not found, f"{', '.join(map(str, found))}: look at {write_page(found, PAGE)}; if meant: make accept"
        return
    for name in {change.deck for change in found}:
        accept(name, pictures[name])


def test_the_references_are_few_and_small() -> None:
    sizes = {path.name: path.stat().st_size for path in REFERENCES.iterdir()}
    assert sorted(sizes) == sorted(f"{name}.png" for name in DECKS)
    assert sum(sizes.values()) <= 600_000


def shape_of(slide: Any) -> Any:
    """Return the first shape of a slide that has a fill and a text, None where there is none."""
    leaves = [leaf for item in slide.items for leaf in (item.children if isinstance(item, Group) else (item,))]
    shapes = [leaf for leaf in leaves if isinstance(leaf, Shape) and leaf.fill and leaf.text]
    return next((shape for shape in shapes if shape.text and shape.text.plain.strip()), None)


def changed(deck: Deck, change: Callable[[Any], Any]) -> Deck:
    """Return the deck with that shape of each slide changed."""
    slides = []
    for slide in deck.slides:
        shape = shape_of(slide)

        def visit(item: Any, shape: Any = shape) -> Any:
            if isinstance(item, Group):
                return item.replace(children=tuple([visit(child) for child in item.children]))
            return change(item) if item is shape else item

        slides.append(slide.replace(items=tuple([visit(item) for item in slide.items])))
    return deck.replace(slides=tuple(slides))


def moved(item: Any) -> Any:
    return item.replace(box=item.box.replace(x=item.box.x + 8 * POINT))


def unlabelled(item: Any) -> Any:
    return item.replace(text=None, decorative=True)


def recoloured(item: Any) -> Any:
    return item.replace(fill=Colour("accent6" if item.fill.slot == "accent3" else "accent3"))


@pytest.mark.slow
def test_a_moved_box_missing_label_or_changed_colour_is_detected_on_every_slide(tmp_path: Path) -> None:
    needs_fonts()
    outline = drafting.load(str(REPOSITORY / "decks" / "osloregionen.yaml"))
    deck, brand = service.build(outline).deck, load_brand(outline.brand, outline.root)
    touched = {number for number, slide in enumerate(deck.slides) if shape_of(slide)}
    assert len(touched) >= 3
    decks = {"clean": deck} | {change.__name__: changed(deck, change) for change in (moved, unlabelled, recoloured)}
    clean, *others = drawn({name: write_deck(one, brand) for name, one in decks.items()}, tmp_path).values()
    for name, pictures in zip(list(decks)[1:], others, strict=True):
        seen = {number for number, pair in enumerate(zip(clean, pictures, strict=True)) if score(*pair) >= DIFFERS}
        assert seen == touched, name
