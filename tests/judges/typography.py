"""Readable sizes, only colours and fonts of the theme, and no box that resizes itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.judges.read import A, Item, P, Page, inherited, pages, runs, size

FLOOR = 12.0
SMALL_FLOOR = 10.0  # footer, date, slide number and kicker
C = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


def _charts(page: Page) -> Iterator[Any]:
    from lxml import etree

    for relation in page.slide.part.rels.values():
        if relation.reltype.endswith("/chart"):
            yield etree.fromstring(relation.target_part.blob)


def theme_only(path: str) -> list[str]:
    """No slide, chart or notes page names a colour or a typeface of its own."""
    found = []
    for page in pages(path):
        trees = [page.slide._element, *_charts(page)]
        if page.slide.has_notes_slide:
            trees.append(page.slide.notes_slide._element)
        for element in (element for tree in trees for element in tree.iter()):
            typeface = element.get("typeface", "")
            if element.tag in (A + "srgbClr", A + "sysClr", A + "prstClr"):
                found.append(f"slide {page.number}: colour {element.get('val')}")
            elif typeface and not typeface.startswith("+"):
                found.append(f"slide {page.number}: typeface {typeface}")
    return found


def autofit(path: str) -> list[str]:
    """No shape of a slide resizes itself to its text."""
    return [
        page.says(item, "spAutoFit")
        for page in pages(path)
        for item in page.items
        if item.element.find(f"{P}txBody/{A}bodyPr/{A}spAutoFit") is not None
    ]


def font_sizes(path: str) -> list[str]:
    """Text is at least 12 pt, footers, slide numbers and kickers 10 pt, resolved through layout and master."""
    found = []
    for page in pages(path):
        for item in page.items:
            floor = SMALL_FLOOR if _is_small(item, page) else FLOOR
            if item.kind == "grpSp":
                continue
            for run, _, level, _ in runs(item):
                points = size(run, level, item, page)
                if points < floor - 0.01:
                    found.append(page.says(item, f"{points:g} pt: {run.findtext(A + 't')[:40]!r}"))
        for chart in _charts(page):
            sizes = [int(element.get("sz")) / 100 for element in chart.iter() if element.get("sz", "").isdigit()]
            if chart.find(f"{C}txPr") is None or min(sizes, default=0) < FLOOR:
                found.append(f"slide {page.number}: chart text at {min(sizes, default=10):g} pt")
    return found


def _is_small(item: Item, page: Page) -> bool:
    if item.placeholder is None:
        return False
    if item.placeholder.get("type") in ("ftr", "sldNum", "dt"):
        return True
    slot = [shape[0].find(P + "cNvPr").get("name", "") for shape in inherited(item.element, page.slide)[:1]]
    return any(word in name.casefold() for name in [item.name, *slot] for word in ("kicker", "stikktittel"))
