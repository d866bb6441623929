"""``sources: notes``: the sources of a slide's numbers, in its speaker notes."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING

from osloregion_slides.outline.figures import day_text
from osloregion_slides.outline.origins import Origin, files, origins
from osloregion_slides.outline.words import word
from osloregion_slides.scene import Chart, Group, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from osloregion_slides.outline.load import Outline
    from osloregion_slides.scene import Deck, Item, Slide

_NUMBER = re.compile(r"(?<![\w.,])[+\u2212-]?\d+(?:[\u00a0\u202f]\d{3})*(?:[.,]\d+)?(?:[\u00a0 ]%)?(?!\w|[.,]\d)")
_APART = re.compile("/(?:source|number|badge|num|now|today|flag)(?:/|$)")
"""Keys of shapes whose numbers have no source: the source line, counters, today."""
MOST = 40
"""The most numbers per slide to look up: a table of figures has one source."""
NAMED = 6
"""The most numbers listed in one line."""


def with_sources(outline: Outline, deck: Deck) -> Deck:
    """Return a deck with a line in the notes for each source of a number on the slide, and for each file it reads."""
    of_slides = {source.at: source for source in outline.slides}
    slides = []
    for slide in deck.slides:
        source = of_slides.get(slide.at)
        found: dict[str, list[str]] = {}
        if source is None:
            slides.append(slide)
            continue
        named: set[str] = set()
        for number in _numbers(slide):
            for origin in origins(outline, source, number)[:1]:
                named.add(origin.at.file)
                found.setdefault(_source_text(origin, outline), []).append(number)
        for file, sources in files(outline, source).items():
            for origin_text in () if file in named else sources[:MOST] or (os.path.basename(file),):
                found.setdefault(origin_text, [])
        lines = [_line(origin_text, numbers, outline.language) for origin_text, numbers in found.items() if origin_text]
        slides.append(slide.replace(notes=(*slide.notes, *lines)) if lines else slide)
    return deck.replace(slides=tuple(slides))


def _numbers(slide: Slide) -> list[str]:
    """Return the distinct numbers that a slide shows."""
    shown = [number for text in _texts(slide.items) for number in _NUMBER.findall(text)]
    return list(dict.fromkeys(shown))[:MOST]


def _texts(items: Iterable[Item]) -> Iterator[str]:
    for item in items:
        if isinstance(item, Group):
            yield from _texts(item.children)
        elif isinstance(item, Table):
            yield from [cell.text.plain for row in item.rows for cell in row.cells]
        elif isinstance(item, Chart):
            yield item.alt
        elif not _APART.search(getattr(item, "key", "")):
            text = getattr(item, "text", None)
            yield text.plain if text is not None else ""


def _source_text(origin: Origin, outline: Outline) -> str:
    """Return the source of a number, otherwise its file and cell, with its date; "" for the outline's own."""
    place = os.path.basename(str(origin.at))
    if not origin.source and origin.at.file == outline.fields.at("deck").file:
        return ""
    date = day_text(origin.start, outline.language) if len(origin.start) == 10 else origin.start
    return ", ".join([part for part in (origin.source or place, date) if part])


def _line(origin_text: str, numbers: list[str], language: str) -> str:
    more = " …" if len(numbers) > NAMED else ""
    figures = f" ({'; '.join(numbers[:NAMED])}{more})" if numbers else ""
    return f"{word(language, 'source')}: {origin_text}{figures}"
