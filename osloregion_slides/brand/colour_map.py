"""Layouts with a colour map of their own, rewritten to mean the same under the master's.

Which map holds for a slide on such a layout is read differently by different programs, and a deck knows
one palette. So the layout's colour words are translated, and what its placeholders and its background
take from the master is written into the layout where the words would change their meaning.
"""

from __future__ import annotations

from copy import deepcopy

from lxml import etree

from osloregion_slides.brand.slots import inherited
from osloregion_slides.ooxml.colour import FILLS
from osloregion_slides.ooxml.inheritance import LEVELS, kind, list_styles, placeholders
from osloregion_slides.ooxml.names import A, P
from osloregion_slides.ooxml.order import put
from osloregion_slides.ooxml.theme import master_map, override, read_map

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any as Element

    Words = dict[str, str]


def settle(layout: Element, master: Element) -> bool:
    """Rewrite a layout in place to use its master's colour map; False where it does so already."""
    own = override(layout)
    if own is None:
        return False
    usual = read_map(master_map(master))
    words = _translation(usual, read_map(own, usual))
    for colour in layout.iter(f"{{{A}}}schemeClr"):
        colour.set("val", words.get(colour.get("val", ""), colour.get("val", "")))
    _settle_background(layout, master, words)
    for shape in placeholders(layout):
        _settle_text(shape, master, words)
    own.getparent().replace(own, etree.Element(f"{{{A}}}masterClrMapping"))
    return True


def _translation(usual: tuple[tuple[str, str], ...], own: tuple[tuple[str, str], ...]) -> Words:
    """Return the master's word for each of the layout's."""
    back = {theme_slot: word for word, theme_slot in reversed(usual)}
    return {word: back.get(theme_slot, word) for word, theme_slot in own}


def _settle_background(layout: Element, master: Element, words: Words) -> None:
    common = layout.find(f"{{{P}}}cSld")
    below = master.find(f"{{{P}}}cSld/{{{P}}}bg")
    if common is None or below is None or common.find(f"{{{P}}}bg") is not None:
        return
    copied = deepcopy(below)
    if copied.find(f".//{{{A}}}blip") is not None:
        return  # a picture belongs to the master's relations, and has no colour words
    for colour in copied.iter(f"{{{A}}}schemeClr"):
        colour.set("val", words.get(colour.get("val", ""), colour.get("val", "")))
    put(common, copied)


def _settle_text(shape: Element, master: Element, words: Words) -> None:
    """Write the inherited colours of a placeholder's levels into its own list style, translated."""
    styles = shape.find(f"{{{P}}}txBody/{{{A}}}lstStyle")
    if styles is None:
        return
    parent = inherited(shape, master)
    chain = list_styles(kind(shape), (parent,), master, None)
    for level in range(1, LEVELS + 1):
        tag = f"{{{A}}}lvl{level}pPr"
        fills = [_fill(style.find(tag)) for style in chain]
        found = next((fill for fill in fills if fill is not None), None)
        if found is not None and _fill(styles.find(tag)) is None:
            _add_fill(styles, tag, found, words)


def _fill(level: Element | None) -> Element | None:
    """Return the fill of a level's text, whatever its kind."""
    run = level.find(f"{{{A}}}defRPr") if level is not None else None
    if run is None:
        return None
    return next((child for child in run if child.tag in [f"{{{A}}}{name}" for name in FILLS]), None)


def _add_fill(styles: Element, tag: str, fill: Element, words: Words) -> None:
    copied = deepcopy(fill)
    changed = False
    for colour in copied.iter(f"{{{A}}}schemeClr"):
        word = colour.get("val", "")
        changed = changed or words.get(word, word) != word
        colour.set("val", words.get(word, word))
    if not changed:
        return
    level = styles.find(tag)
    if level is None:
        level = etree.Element(tag)
        put(styles, level)
    run = level.find(f"{{{A}}}defRPr")
    if run is None:
        run = etree.Element(f"{{{A}}}defRPr")
        put(level, run)
    put(run, copied)
