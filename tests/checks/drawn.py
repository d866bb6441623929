"""What LibreOffice makes of words and rows: whether it cuts the one and raises the other."""

from __future__ import annotations

import functools
import re
from copy import deepcopy
from typing import Any

from osloregion_slides.base.findings import Finding
from tests.checks.witness import Witness, names, walk
from tests.libreoffice import TOLERANCE, edited

HUGE = 91_440_000
"""100 inches: a row so high grows for no text."""


def cut(witness: Witness, finding: Finding) -> bool:
    """The letters of one of the shape's words are drawn on two lines."""
    letters = drawn_letters(witness, witness.number(finding))
    page = "".join([letter for letter, _, _ in letters])
    words = {word for shape in witness.shapes(finding) for word in shape.text_frame.text.split()}
    for word in words:
        for found in re.finditer(re.escape(word), page):
            boxes = letters[found.start() : found.end()]
            lowest = [low for _, low, _ in boxes]
            if max(lowest) - min(lowest) > 0.5 * max(high for _, _, high in boxes):
                return True
    return False


def drawn_letters(witness: Witness, number: int) -> list[tuple[str, float, float]]:
    """Return the letters of a slide in reading order, each with the foot of its line and the line's height, points."""
    page = witness.drawn[number - 1].get_textpage()
    found = []
    for index in range(page.count_chars()):
        letter = page.get_text_range(index, 1)
        if letter.isprintable() and letter.strip():
            _, low, _, high = page.get_charbox(index, loose=True)
            found.append((letter, low, high - low))
    return found


def grown(witness: Witness, finding: Finding) -> bool:
    """LibreOffice draws the row higher than the file says."""
    at = int(str(dict(finding.values)["row"])) - 1
    number = witness.number(finding)
    for place, shape in enumerate(tables(witness.slides[number - 1])):
        if shape.name in names(finding) and at < len(shape.table.rows):
            said = shape.table.rows[at].height
            if drawn_heights(witness, number, place)[at] > said + TOLERANCE:
                return True
    return False


def tables(slide: Any) -> list[Any]:
    return [shape for shape in walk(slide.shapes) if shape.has_table]


@functools.cache
def drawn_heights(witness: Witness, number: int, place: int) -> list[int]:
    """Return how high LibreOffice draws the rows of a slide's table, EMU.

    It tells a table's height only. So each row gets a copy of the table in which the others are huge: only it grows.
    """
    from pptx import Presentation

    deck: Any = Presentation(str(witness.path))
    slide = deck.slides[number - 1]
    frame = tables(slide)[place]._element
    count = len(frame.graphic.graphicData.tbl.tr_lst)
    for at in range(count):
        copy = deepcopy(frame)
        for index, row in enumerate(copy.graphic.graphicData.tbl.tr_lst):
            row.h = row.h if index == at else HUGE
        slide.shapes._spTree.append(copy)
    probe, saved = (str(witness.path.with_name(f"{witness.path.stem}-{name}.pptx")) for name in ("probe", "saved"))
    deck.save(probe)
    edited(probe, saved, "nothing", 0, "")
    drawn = tables(Presentation(saved).slides[number - 1])[-count:]
    return [table.height - HUGE * (count - 1) for table in drawn]
