"""The checks of a Scene: each finds a deck changed in exactly that way, and none a deck as it is composed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from osloregion_slides.base.units import Pt
from osloregion_slides.brand.load import load_brand
from osloregion_slides.checks.deck import check_deck
from osloregion_slides.scene import Colour, Deck, Group, Placeholder, Shape, Slide, Table
from tests.checks.making import codes

BRAND = load_brand("ruten", str(Path(__file__).resolve().parent.parent.parent / "decks"))


def changed(
    deck: Deck, kind: Any, change: Callable[[Any], Any], where: Callable[[Any], bool] = lambda item: True
) -> Deck:
    """Return the deck with its first item of a kind changed, in groups too."""
    done = False

    def visit(item: Any) -> Any:
        nonlocal done
        if not done and isinstance(item, kind) and where(item):
            done = True
            return change(item)
        if isinstance(item, Group):
            return item.replace(children=tuple([visit(child) for child in item.children]))
        return item

    slides = tuple([slide.replace(items=tuple([visit(item) for item in slide.items])) for slide in deck.slides])
    assert done
    return deck.replace(slides=slides)


def slide_changed(deck: Deck, number: int, **changes: Any) -> Deck:
    slides = list(deck.slides)
    slides[number] = slides[number].replace(**changes)
    return deck.replace(slides=tuple(slides))


def linked(item: Placeholder) -> Placeholder:
    paragraph = item.text.paragraphs[0]
    run = paragraph.runs[0].replace(link="#borte")
    return item.replace(text=item.text.replace(paragraphs=(paragraph.replace(runs=(run,)),)))


def set_in(size: float, lines: int) -> Callable[[Placeholder], Placeholder]:
    """Return what sets a title in so many points and lines, in no more height than it has."""

    def change(item: Placeholder) -> Placeholder:
        paragraph = item.text.paragraphs[0].replace(size=Pt(size), breaks=tuple(range(lines)))
        return item.replace(text=item.text.replace(paragraphs=(paragraph,)))

    return change


def is_title(item: Any) -> bool:
    return item.type in ("title", "ctrTitle")


def headless(table: Table) -> Table:
    return table.replace(header=False)


def pale(shape: Shape) -> Shape:
    assert shape.text is not None
    runs = tuple(
        [
            paragraph.replace(size=12.0, runs=tuple([run.replace(colour=None) for run in paragraph.runs]))
            for paragraph in shape.text.paragraphs
        ]
    )
    return shape.replace(fill=Colour("bg1"), text=shape.text.replace(colour=Colour("bg2"), paragraphs=runs))


def has_text(item: Any) -> bool:
    return item.text is not None and bool(item.text.plain.strip())


CASES = [
    pytest.param(lambda d: slide_changed(d, 2, title=" "), "no-title", id="a slide without title"),
    pytest.param(lambda d: slide_changed(d, 2, notes=("ประเทศไทย",)), "unknown-script", id="notes in Thai"),
    pytest.param(lambda d: slide_changed(d, 2, title=d.slides[1].title.upper()), "same-title", id="a title twice"),
    pytest.param(
        lambda d: changed(d, Group, lambda g: g.replace(alt="", decorative=False)), "missing-alt-text", id="no alt"
    ),
    pytest.param(
        lambda d: changed(d, Table, lambda t: t.replace(alt="")), "missing-alt-text", id="a table without alt"
    ),
    pytest.param(lambda d: changed(d, Table, headless), "table-without-header", id="no header row"),
    pytest.param(lambda d: changed(d, Placeholder, linked, has_text), "unknown-slide", id="a link to no slide"),
    pytest.param(lambda d: changed(d, Shape, lambda s: s.replace(link="#borte")), "unknown-slide", id="a shape's link"),
    pytest.param(lambda d: changed(d, Shape, pale, has_text), "low-contrast", id="pale text"),
    pytest.param(
        lambda d: changed(d, Placeholder, lambda p: p.replace(box=p.box.replace(h=p.text.height - 10)), has_text),
        "text-overflows",
        id="a low placeholder",
    ),
    pytest.param(
        lambda d: changed(d, Placeholder, set_in(24.0, 3), is_title), "long-title", id="a title in three lines of text"
    ),
    pytest.param(
        lambda d: slide_changed(d, 2, items=(*d.slides[2].items, d.slides[2].items[-1])),
        "duplicate-id",
        id="a key twice",
    ),
    pytest.param(
        lambda d: changed(d, Placeholder, set_in(20.0, 1), is_title), "long-title", id="a title in its smallest size"
    ),
    pytest.param(
        lambda d: changed(d, Shape, lambda s: s.replace(box=s.box.replace(h=s.text.height // 2)), has_text),
        "text-overflows",
        id="a low shape",
    ),
]


@pytest.mark.parametrize(("change", "code"), CASES)
def test_each_single_mutation_of_a_deck_is_found(change: Callable[[Deck], Deck], code: str, gallery: Any) -> None:
    found = check_deck(change(gallery.deck), BRAND)
    assert code in codes(found)
    assert {finding.code for finding in found} == {code}
    assert all(finding.at is not None and finding.at.line and finding.slide and finding.hint for finding in found)


def test_composed_decks_give_no_findings(flagship: Any, gallery: Any, english: Any) -> None:
    for built in (flagship, gallery, english):
        assert check_deck(built.deck, BRAND) == ()


@pytest.mark.parametrize(("size", "lines"), [(44.0, 3), (28.0, 4), (24.0, 2)])
def test_a_two_line_title_or_one_larger_than_the_text_is_not_too_long(size: float, lines: int, gallery: Any) -> None:
    assert check_deck(changed(gallery.deck, Placeholder, set_in(size, lines), is_title), BRAND) == ()


def test_a_long_title_is_reported_with_its_measures(gallery: Any) -> None:
    told = check_deck(changed(gallery.deck, Placeholder, set_in(24.0, 3), is_title), BRAND)[0]
    assert all(fact in told.message for fact in ("3 lines", "at 24 pt", "characters"))
    assert told.severity == "warning" and told.shape == f"{told.slide}/title"


def test_a_finding_names_the_shape(gallery: Any) -> None:
    found = check_deck(changed(gallery.deck, Table, headless), BRAND)
    assert [finding.shape.partition("/")[0] == finding.slide for finding in found] == [True]


def test_a_deck_without_slides_has_no_findings(gallery: Any) -> None:
    nothing: tuple[Slide, ...] = ()
    assert check_deck(gallery.deck.replace(slides=nothing), BRAND) == ()
