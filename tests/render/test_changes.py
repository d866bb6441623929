"""What changed between two decks: which slides, which objects in them, shown before and after."""

from __future__ import annotations

import pytest

from osloregion_slides.base.findings import Location
from osloregion_slides.render.changes import Change, changes, changes_page
from osloregion_slides.scene import Deck, Group, Shape, Slide
from tests.render.sample import box, brand, text


def slide(key: str, words: str = "Ord", **about: object) -> Slide:
    shape = Shape(f"{key}/box", box(100, 100, 200, 50), text=text(words))
    group = Group(f"{key}/group", (Shape(f"{key}/group/part", box(400, 100, 50, 50), alt="Del"),), "Gruppe")
    made = Slide(key, "title_only", f"Tittel {key} <b>", (shape, group), "nb-NO", Location("x.yaml"))
    return made.replace(**about) if about else made


def deck(*slides: Slide, language: str = "nb-NO") -> Deck:
    return Deck("d", "Prøve", language, brand().width, brand().height, slides)


A, B, C, D = map(slide, "abcd")


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ((A, B), (A, B), []),
        ((A, B), (A, slide("b", "Nye ord")), [Change("b", 2, 2, ("b/box",))]),
        ((A, C), (A, B, C), [Change("b", 0, 2)]),
        ((A, B, C), (A, C), [Change("b", 2, 0)]),
        ((A, B), (B,), [Change("a", 1, 0)]),
        ((A, B, C, D), (A, D, B, C), [Change("d", 4, 2, moved=True)]),
        ((A, B), (A, slide("b", notes=("Si det",))), [Change("b", 2, 2, notes=True)]),
        ((A, B), (A, slide("b", hidden=True)), [Change("b", 2, 2, looks=True)]),
        ((A, B), (A, slide("b", items=B.items[:1])), [Change("b", 2, 2, ("b/group/part",))]),
        ((), (A,), [Change("a", 0, 1)]),
    ],
)
def test_a_slide_is_known_by_its_key_and_so_is_what_is_in_it(
    before: tuple[Slide, ...], after: tuple[Slide, ...], found: list[Change]
) -> None:
    assert [change for change in changes(deck(*before), deck(*after)) if not change.is_none] == found


def test_slides_taken_out_stand_where_they_stood() -> None:
    found = changes(deck(A, B, C, D), deck(A, D))
    assert [change.key for change in found] == ["a", "b", "c", "d"]


def test_both_slides_are_shown_with_what_differs_in_frames() -> None:
    page = changes_page(deck(A, B, C), deck(A, slide("b", "Nye ord"), D), brand(), brand())
    assert page.count("<svg ") == 4
    assert page.count('stroke="#d6006c"') == 2
    assert '<rect x="97" y="97" width="206" height="56" stroke="#d6006c"' in page
    assert "1 endret, 1 nye, 1 tatt ut, 1 uendret." in page
    assert "Endret: box." in page and "<li>Tittel a &lt;b&gt;</li>" in page


def test_the_page_speaks_the_decks_language_and_loads_nothing() -> None:
    page = changes_page(deck(A), deck(B, language="en-GB"), brand(), brand())
    assert '<html lang="en-GB">' in page and "A new slide." in page and "Taken out." in page
    assert "default-src 'none'" in page and "<script" not in page
