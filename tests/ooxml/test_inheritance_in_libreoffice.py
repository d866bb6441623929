"""LibreOffice as the second opinion on sizes, weights and slants that are inherited at nine levels.

LibreOffice 7.4 takes nothing from the presentation's defaults for a placeholder, so the master's text styles state
everything here; a text box shows the defaults. The text of a picture placeholder is a prompt to it.
"""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

from lxml import etree
from pptx import Presentation
from pptx.util import Emu

from osloregion_slides.ooxml.inheritance import LEVELS, Inheritance, reference
from osloregion_slides.ooxml.names import A, P
from tests import libreoffice

BOX = "box"
SIZES = range(800, 6_000, 100)


def state(style: Any, chosen: random.Random, share: float) -> None:
    """State size, weight and slant at random in some levels of a list style, over what it has."""
    for level in range(LEVELS):
        tag = f"{{{A}}}lvl{level + 1}pPr"
        found = style.find(tag)
        if found is None:
            found = etree.SubElement(style, tag)
        run = found.find(f"{{{A}}}defRPr")
        if run is None:
            run = etree.SubElement(found, f"{{{A}}}defRPr")
        for name, values in (("sz", SIZES), ("b", (0, 1)), ("i", (0, 1))):
            run.attrib.pop(name, None)
            if chosen.random() < share:
                run.set(name, str(chosen.choice(values)))
    style[:] = sorted(style, key=lambda one: one.tag)


def list_style(shape: Any) -> Any:
    return shape._element.find(f"{{{P}}}txBody/{{{A}}}lstStyle")


def mixed_deck() -> Any:
    """Return a deck with a slide on each layout, whose styles state something at every height of the chain."""
    chosen = random.Random(7)
    deck: Any = Presentation()
    master = deck.slide_master
    for name in ("titleStyle", "bodyStyle"):
        state(master._element.find(f"{{{P}}}txStyles/{{{P}}}{name}"), chosen, 1.0)
    state(deck.part._element.find(f"{{{P}}}defaultTextStyle"), chosen, 1.0)
    for shape in master.placeholders:
        state(list_style(shape), chosen, 0.3)
    for layout in deck.slide_layouts:
        for shape in layout.placeholders:
            if list_style(shape) is not None:
                state(list_style(shape), chosen, 0.3)
        slide = deck.slides.add_slide(layout)
        slide.shapes.add_textbox(0, 0, Emu(914_400), Emu(914_400)).name = BOX
        for shape in slide.shapes:
            frame = shape.text_frame
            frame.text = "\n".join(["x"] * LEVELS)
            for level, paragraph in enumerate(frame.paragraphs):
                paragraph.level = level
    return deck


def test_paragraph_levels_look_as_in_libreoffice(tmp_path: Path) -> None:
    libreoffice.needs_libreoffice()
    deck = mixed_deck()
    deck.save(str(tmp_path / "deck.pptx"))
    answers = libreoffice.office().ask(do="looks", path=str(tmp_path / "deck.pptx"))
    seen = {(slide, name, level): look for slide, name, level, *look in answers}
    wrong, compared = [], 0
    for number, slide in enumerate(deck.slides, 1):
        above = Inheritance(slide.slide_layout._element, deck.slide_master._element, deck.part._element)
        for shape in slide.shapes:
            found = reference(shape._element)
            levels = above.of(found).levels if found is not None else above.defaults
            if found is not None and found.get("type") == "pic":
                continue
            for index, level in enumerate(levels):
                theirs, ours = seen[number, shape.name, index], [level.size / 100, level.bold, level.italic]
                compared += 1
                if theirs != ours:
                    wrong.append((slide.slide_layout.name, shape.name, index, theirs, ours))
    assert compared > 300
    assert wrong == []
