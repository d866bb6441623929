"""What a screen reader needs: titles, languages, alt texts, header rows (PowerPoint's own checker's rules)."""

from __future__ import annotations

import re
from typing import Any

from tests.judges.read import A, Item, P, decorative, pages

FILE_NAME = re.compile(r"^\S+\.\w{2,5}$|^(picture|image|bilde|graphic|shape|group|table|chart)\s*\d*$", re.IGNORECASE)


def titles(path: str) -> list[str]:
    """Every slide has one title placeholder with text, and all titles differ."""
    found: list[str] = []
    seen: dict[str, int] = {}
    for page in pages(path):
        texts = [item.text.strip() for item in page.items if _type(item) in ("title", "ctrTitle")]
        if len(texts) != 1 or not texts[0]:
            found.append(f"slide {page.number}: title placeholders with {texts}")
        elif texts[0] in seen:
            found.append(f"slide {page.number}: the same title as slide {seen[texts[0]]}")
        for text in texts:
            seen.setdefault(text, page.number)
    return found


def _type(item: Item) -> str:
    return "" if item.placeholder is None else str(item.placeholder.get("type", "obj"))


def languages(path: str) -> list[str]:
    """Every run, field and end of a paragraph says its language, on slides and in notes."""
    found = []
    for page in pages(path):
        trees = [(page.slide._element, "")]
        if page.slide.has_notes_slide:
            trees.append((page.slide.notes_slide._element, " notes"))
        for tree, where in trees:
            for element in tree.iter(A + "r", A + "fld", A + "endParaRPr"):
                properties = element if element.tag == A + "endParaRPr" else element.find(A + "rPr")
                if properties is None or not properties.get("lang"):
                    text = element.findtext(A + "t") or ""
                    kind = str(element.tag).rpartition("}")[2]
                    found.append(f"slide {page.number}{where}: {kind} without lang: {text[:40]!r}")
    return found


def properties(path: str) -> list[str]:
    """The document has a title and a language."""
    core = pages(path)[0].slide.part.package.core_properties
    return [f"no dc:{name}" for name in ("title", "language") if not getattr(core, name)]


def alt_texts(path: str) -> list[str]:
    """Pictures, charts, tables, groups and textless shapes outside a group say what they show, or are decoration."""
    found = []
    for page in pages(path):
        for item in page.items:
            if not _needs_alt(item) or any(decorative(shape) for shape in (item.element, *item.groups)):
                continue
            alt = (item.properties.get("descr") or "").strip()
            if not alt:
                found.append(page.says(item, "no alt text"))
            elif FILE_NAME.match(alt):
                found.append(page.says(item, f"{alt!r} does not say what it shows"))
    return found


def _needs_alt(item: Item) -> bool:
    if item.kind in ("pic", "graphicFrame", "grpSp"):
        return True
    return not item.groups and item.placeholder is None and not item.text.strip()


def table_headers(path: str) -> list[str]:
    """Every table marks its first row as headings."""
    return [
        page.says(item, "table without header row")
        for page in pages(path)
        for item in page.items
        for table in _tables(item)
        if table.find(A + "tblPr") is None or table.find(A + "tblPr").get("firstRow") not in ("1", "true")
    ]


def _tables(item: Item) -> list[Any]:
    return [] if item.element.tag != P + "graphicFrame" else list(item.element.iter(A + "tbl"))
