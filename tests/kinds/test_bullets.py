"""Bullets in the look of tiles: groups with their levels, one text alone, and what goes on on next slides."""

from __future__ import annotations

import tempfile
from functools import lru_cache
from pathlib import Path

import pytest

from osloregion_slides.brand.load import load_brand
from osloregion_slides.compose.deck import compose
from osloregion_slides.drafting import read_schema
from osloregion_slides.outline.load import load_outline
from osloregion_slides.scene import Shape, Slide
from tests.kinds.composing import HEAD, MEMBERS, flat, slide

THREE = """items:
  - text: Samferdsel
    items:
      - text: Intercity
        items: [dobbeltspor, hyppigere avganger]
      - Gods på bane
  - Hjemmesiden
  - Kompetanse"""


@lru_cache
def pages(fields: str) -> tuple[tuple[Slide, ...], tuple[str, ...]]:
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "members.csv").write_text(MEMBERS, encoding="utf-8")
        path = Path(folder) / "a.yaml"
        path.write_text(f"{HEAD}members: members.csv\nslides:\n{slide('bullets', fields)}", encoding="utf-8")
        deck, findings = compose(load_outline(str(path), schema=read_schema()), load_brand("ruten", folder))
    return deck.slides, tuple(one.code for one in findings)


def said(page: Slide) -> list[Shape]:
    return [item for item in flat(page.items) if isinstance(item, Shape) and item.text is not None]


def test_each_first_level_bullet_forms_a_group_with_its_sublevels_in_three_sizes() -> None:
    ((page,), found) = pages(THREE)
    first, second, third = said(page)
    assert not found and first.text and first.text.plain.split("\n")[-1] == "Gods på bane"
    sizes = [paragraph.size for paragraph in first.text.paragraphs]
    assert sizes == [28, 24, 20, 20, 24]
    assert {one.text.paragraphs[0].size for one in (second, third) if one.text} == {28}
    tiles = [item.box for item in page.items if item.key.endswith("/tile")]  # type: ignore[union-attr]
    assert [tile.y // 100_000 for tile in tiles] == [(box.box.y + 126_000) // 100_000 for box in (first, second, third)]


def test_groups_fill_the_height_with_hairlines_between_them() -> None:
    ((page,), _) = pages(THREE)
    first, second, third = [item.box for item in said(page)]
    rules = [item.box for item in page.items if item.key.endswith("/rule")]  # type: ignore[union-attr]
    assert first.y == 72 * 9_525 and abs(third.bottom - 648 * 9_525) < 9_525
    assert first.bottom < rules[0].y < second.y and second.bottom < rules[1].y < third.y


@pytest.mark.parametrize(("text", "size"), [("Jernbanen bygges ut før veiene", 44), ("Jernbane " * 40, 18)])
def test_a_single_bullet_is_large_beside_art_and_smaller_if_long(text: str, size: float) -> None:
    ((page,), found) = pages(f"items: ['{text.strip()}']")
    (only,) = said(page)
    assert only.text and not found
    assert only.text.paragraphs[0].size >= size


@pytest.mark.parametrize("count", [1, 2, 5, 9, 14, 30])
@pytest.mark.parametrize("below", [0, 1, 3, 25])
def test_no_text_is_lost_and_every_group_fits_on_its_slide(count: int, below: int) -> None:
    things = "".join(
        f"  - text: Punkt {n}\n"
        + (f"    items: [{', '.join(f'Under {n}.{k}' for k in range(below))}]\n" if below else "")
        for n in range(count)
    )
    made, found = pages(f"items:\n{things}")
    assert not found
    lines = [line for page in made for item in said(page) if item.text for line in item.text.plain.split("\n")]
    assert lines == [text for n in range(count) for text in (f"Punkt {n}", *[f"Under {n}.{k}" for k in range(below)])]
    for page in made:
        boxes = [item.box for item in said(page)]
        assert all(before.bottom <= after.y for before, after in zip(boxes, boxes[1:], strict=False))
        assert boxes[-1].bottom <= 648 * 9_525 + 12_700
    if count > 3 and not below:
        assert len(said(made[-1])) > 1, "no last slide with one text"


@pytest.mark.parametrize("count", [5, 7, 12])
def test_bullets_continued_on_further_slides_are_split_evenly_and_keep_their_sizes(count: int) -> None:
    listed = "".join([f"  - {{text: Punkt {n}, items: [Et annet nivå, Et til, Og enda ett]}}\n" for n in range(count)])
    made, _ = pages(f"items:\n{listed}")
    counts = [len(said(page)) for page in made]
    assert len(counts) > 1 and max(counts) - min(counts) <= 1
    assert len({item.text.paragraphs[0].size for page in made for item in said(page) if item.text}) == 1
