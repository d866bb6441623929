"""Checks that need the written file: drawings of foreign layouts, and the fonts of other masters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from osloregion_slides.base.findings import Finding
from osloregion_slides.checks.contrast import check_contrast
from osloregion_slides.checks.measured import check_fit, near_limit
from osloregion_slides.checks.package import Opc
from osloregion_slides.checks.pages import Page, pages
from osloregion_slides.ooxml.names import REL_LAYOUT
from osloregion_slides.pptx.reading.deck import Package
from osloregion_slides.pptx.reading.sheets import Sheets
from osloregion_slides.pptx.write import write_deck

if TYPE_CHECKING:
    from osloregion_slides.brand.values import Brand
    from osloregion_slides.outline.load import Outline
    from osloregion_slides.scene import Deck


def check_written(
    outline: Outline, deck: Deck, brand: Brand, fonts: bool
) -> tuple[tuple[Finding, ...], tuple[str, ...]]:
    """Return findings of ``check`` about the written file, at the line of their text if known.

    These are texts with low contrast, and too long texts on layouts that slides name, whose master may have another
    font. With ``fonts``, the second value are the slides near their limit.
    """
    written = pages(Opc(write_deck(deck, brand)))
    found: list[Finding] = [*check_contrast(written)] if brand.package else []
    chosen = {slide.key for slide in deck.slides if ": " in slide.layout}
    fitting = check_fit(tuple([page for page in written if page.name in chosen]))
    found += [one for one in fitting if one.code in ("text-overflows", "text-may-overflow")]
    places, sources = {slide.key: slide.at for slide in deck.slides}, {one.id: one.fields for one in outline.slides}
    placed = []
    for one in found:
        fields, field = sources.get(one.slide), one.shape.partition("/")[2].partition("/")[0]
        at = fields.at(field) if fields and field and fields.has(field) else places.get(one.slide)
        placed.append(one.replace(at=at))
    return tuple(placed), near_limit(written) if fonts else ()


# Faults that an update can cause in texts of an edited slide: too little room or contrast.

_CODES = ("text-overflows", "text-may-overflow", "word-too-wide", "row-grows", "over-the-edge", "low-contrast")


def check_slides(package: Package, parts: Mapping[str, str]) -> Iterator[Finding]:
    """Yield findings about the texts of the slides in these parts, each with the key of its part."""
    opc, sheets = Opc(package.members), Sheets(package)
    for number, part in enumerate(opc.slides, 1):
        root = opc.root(part) if part in parts else None
        if root is not None:
            known = {package.related(part, REL_LAYOUT): sheets.of(part).inheritance}  # sheets are cached per process
            pages = (Page(opc, part, number, root, known),)
            for one in (*check_fit(pages), *check_contrast(pages)):
                if one.code in _CODES:
                    yield one.replace(slide=parts[part])
