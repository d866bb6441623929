"""Bullets whose level was changed with Tab: the lists of the outline nest as in the deck."""

from __future__ import annotations

from itertools import product
from pathlib import Path
from typing import Any

import pytest
import yaml

from osloregion_slides import build, plan, pull, save, update
from osloregion_slides.pulling.nesting import new_depths
from osloregion_slides.pulling.source import Source, Unwritable
from tests.pulling.outlines import edited, pulled

HEAD = """\
deck: tests
title: Tests
language: en
brand: {brand}
slides:
  - id: text
    kind: bullets
    title: What we do
"""
LINES = """\
    items:   # all of it
      # about the first
      - First of all     # the first
      # about the second
      - "Second: the next"
      - text: Third
        items:
          - Below the third   # deep
          # about the other one
          - >-
            Below too
      - {text: Fourth, items: [Below the fourth, "Below: as well"]}   # in brackets
      - The last one
  # the end
"""
FLOW = (
    '    items: [First of all, "Second: the next", {text: Third, items: [Below the third, Below too]}, The last one]\n'
)


def tab(words: tuple[str, ...], by: int = 1) -> Any:
    """Give paragraphs another level, as Tab and Shift-Tab do."""

    def edit(presentation: Any) -> None:
        for shape in presentation.slides[0].shapes:
            for one in shape.text_frame.paragraphs if shape.has_text_frame else ():
                if one.text in words:
                    one.level += by

    return edit


def nest(text: str) -> list[tuple[str, int]]:
    """Return what an outline's first slide says, and how deep."""

    def flat(items: list[Any], depth: int) -> list[tuple[str, int]]:
        found = []
        for item in items:
            found.append((words(item), depth))
            found += flat(item.get("items", []), depth + 1) if isinstance(item, dict) else []
        return found

    def words(item: Any) -> str:
        return words(item.get("text") or item["nb"]) if isinstance(item, dict) else item

    return flat(yaml.safe_load(text)["slides"][0]["items"], 0)


def made(folder: Path, brand: str, items: str) -> tuple[Path, Path, str]:
    """Build a deck of these bullets."""
    outline, deck, text = folder / "tests.yaml", folder / "deck.pptx", HEAD.format(brand=brand) + items
    outline.write_text(text, encoding="utf-8")
    save(deck, build(outline), force=True)
    return outline, deck, text


BY_LANGUAGE = """\
    items:
      - nb: En
        en: One   # the first
      # the second
      - {nb: To, en: Two}
      - text: {nb: Tre, en: Three}
        items: [{nb: Fire, en: Four}]
      - text: |
          Of two
          lines
"""

MOVES = [
    ("Second: the next",),
    ("Below too",),
    ("Third",),
    ("Third", "Below the third", "Below too"),
    ("Second: the next", "Third"),
    ("Second: the next", "Below too", "The last one"),
]


@pytest.mark.parametrize(("brand", "items"), [*product(("osloregionen", "ruten"), (LINES, FLOW))])
@pytest.mark.parametrize("words", MOVES, ids=lambda words: "+".join(words))
def test_a_level_changed_with_tab_is_pulled_and_rebuilt(
    tmp_path: Path, brand: str, items: str, words: tuple[str, ...]
) -> None:
    outline, deck, before = made(tmp_path, brand, items)
    edited(deck, tab(words))
    found = pulled(deck, outline)
    after = outline.read_text(encoding="utf-8")
    assert nest(after) == [(text, depth + (text in words)) for text, depth in nest(before)]
    assert found.edits == len(words)
    assert not {one.code for one in found.findings} - {"pull-look"}
    comments = [line.partition("#")[2] for line in before.splitlines() if "#" in line]
    assert [line.partition("#")[2] for line in after.splitlines() if "#" in line] == comments
    assert pull(deck, outline).edits == 0
    assert not [note for note in plan(deck, outline).plan.notes if note.group == "conflict"]
    save(tmp_path / "after.pptx", update(deck, outline))
    assert not pull(tmp_path / "after.pptx", outline).edits
    assert said(tmp_path / "after.pptx") == said_by_build(outline)


def said(deck: Path) -> list[tuple[str, int]]:
    """Return the paragraphs of a deck's first slide with their levels."""
    from pptx import Presentation

    shapes = [one for one in Presentation(str(deck)).slides[0].shapes if one.has_text_frame]
    return sorted([(p.text, p.level) for one in shapes for p in one.text_frame.paragraphs if p.text])


def said_by_build(outline: Path) -> list[tuple[str, int]]:
    """Return the paragraphs of a fresh build."""
    fresh = outline.with_name("fresh.pptx")
    save(fresh, build(outline), force=True)
    return said(fresh)


def test_shift_tab_promotes_a_bullet_and_keeps_its_yaml(tmp_path: Path) -> None:
    outline, deck, _ = made(tmp_path, "osloregionen", LINES)
    edited(deck, tab(("Below too", "Below: as well"), -1))
    pulled(deck, outline)
    depth = dict(nest(outline.read_text(encoding="utf-8")))
    assert (depth["Below too"], depth["Below: as well"], depth["Below the third"]) == (0, 0, 1)


@pytest.mark.parametrize("words", ["First of all", "Below the third"])
def test_an_indented_bullet_without_a_parent_is_reported_and_not_pulled(tmp_path: Path, words: str) -> None:
    outline, deck, before = made(tmp_path, "osloregionen", LINES)
    edited(deck, tab((words,)))
    found = pulled(deck, outline)
    assert outline.read_text(encoding="utf-8") == before
    assert any([words in one.message for one in found.findings if one.code == "pull-no-place"])


def test_level_and_text_of_a_bullet_are_pulled_together(tmp_path: Path) -> None:
    outline, deck, before = made(tmp_path, "osloregionen", LINES)

    def reword(presentation: Any) -> None:
        shapes = [one for one in presentation.slides[0].shapes if one.has_text_frame]
        one = next(p for shape in shapes for p in shape.text_frame.paragraphs if p.text == "Below too")
        one.runs[0].text = "Below too, said longer"

    edited(deck, tab(("Below too", "The last one")), reword)
    pulled(deck, outline)
    depth = dict(nest(outline.read_text(encoding="utf-8")))
    assert (depth["Below too, said longer"], depth["The last one"]) == (2, 1)


def test_levels_of_an_audience_are_written_to_its_overlay(tmp_path: Path) -> None:
    outline, deck, _ = made(tmp_path, "osloregionen", FLOW)
    text = outline.read_text(encoding="utf-8")
    text = text.replace(
        "slides:\n", "audiences:\n  board:\n    slides:\n      - {id: text, title: Board}\nslides:\n", 1
    )
    outline.write_text(text, encoding="utf-8")
    save(deck, build(outline, audience="board"), force=True)
    edited(deck, tab(("Second: the next",)))
    pulled(deck, outline)
    after = outline.read_text(encoding="utf-8")
    assert FLOW in after
    assert "Second: the next" in after.partition("\nslides:\n")[0]
    assert pull(deck, outline).edits == 0


@pytest.mark.parametrize("text", [LINES, FLOW, BY_LANGUAGE])
def test_nested_lists_can_be_written_at_any_allowed_depth(text: str) -> None:
    whole = HEAD.format(brand="x") + text
    start = nest(whole)
    root = next(node for node in _items(whole))
    for places in product(range(len(start)), range(3)):
        depths = new_depths([depth for _, depth in start], dict([places]))
        source = Source(whole.encode(), "x.yaml")
        try:
            source.nest(root, depths)
        except Unwritable:
            pytest.fail(f"{places} cannot be written")
        assert nest(source.text) == [(words, depth) for (words, _), depth in zip(start, depths)]
        assert source.text.count("#") == whole.count("#")


def _items(text: str) -> list[Any]:
    from osloregion_slides.outline.nodes import Mapping, Sequence
    from osloregion_slides.outline.read import read_outline

    root, _ = read_outline(text.encode(), "x.yaml")
    assert isinstance(root, Mapping)
    slides = root.get("slides")
    assert isinstance(slides, Sequence)
    slide = slides.items[0]
    assert isinstance(slide, Mapping)
    items = slide.get("items")
    assert items is not None
    return [items.at]
