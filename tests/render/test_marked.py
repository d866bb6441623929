"""Frames around what differs in the drawings of two decks."""

from __future__ import annotations

from osloregion_slides.base.findings import Location
from osloregion_slides.render.printing import print_page
from osloregion_slides.render.svg import drawer, marked
from osloregion_slides.scene import Deck, Group, Shape, Slide
from tests.render.sample import box, brand, text

SLIDE = Slide(
    "a",
    "title_only",
    "Tittel",
    (
        Shape("a/box", box(100, 100, 200, 50), text=text("Ord")),
        Group("a/group", (Shape("a/group/part", box(400, 100, 50, 50), alt="Del"),), "Gruppe"),
    ),
    "nb-NO",
    Location("x.yaml"),
)
DECK = Deck("d", "Prøve", "nb-NO", brand().width, brand().height, (SLIDE,))


def test_a_changed_object_has_a_frame_even_inside_a_group() -> None:
    plain = drawer(DECK, brand())(1)
    one = marked(drawer(DECK, brand()), DECK, 1, ["a/box"])
    assert one.count('stroke="#d6006c"') == 1 and plain.count("#d6006c") == 0
    assert '<rect x="97" y="97" width="206" height="56" stroke="#d6006c"' in one
    assert '<rect x="397" y="97" width="56" height="56"' in marked(drawer(DECK, brand()), DECK, 1, ["a/group/part"])


def test_a_missing_slide_has_no_drawing() -> None:
    assert marked(drawer(DECK, brand()), DECK, 0, ["a/box"]) == ""


def test_a_slide_of_another_deck_is_a_card_with_its_title() -> None:
    kept = Deck("d", "Prøve", "nb-NO", DECK.width, DECK.height, (SLIDE.replace(items=(), kept=True),))
    drawing = drawer(kept, brand())(1)
    assert "stroke-dasharray" in drawing and ">Tittel</text>" in drawing
    assert "stroke-dasharray" not in drawer(DECK, brand())(1)
    assert ">Tittel</text>" in print_page(kept, brand())
