"""Whether a deck says what language it is in: screen readers, spelling and hyphenation go by it."""

from __future__ import annotations

from osloregion_slides.checks.place import quoted, shape_name
from osloregion_slides.findings import Finding, finding, warning
from osloregion_slides.ooxml.names import REL_CORE, REL_NOTES, A

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any as Element

    from osloregion_slides.checks.opc import Opc
    from osloregion_slides.checks.pages import Item, Page

_DC = "http://purl.org/dc/elements/1.1/"
_WORDS = tuple([f"{{{A}}}{name}" for name in ("r", "fld")])


def check_language(opc: Opc, pages: tuple[Page, ...]) -> Iterator[Finding]:
    """Yield runs without a language, on slides and in notes, and a document that has no title or language."""
    yield from _document(opc)
    for page in pages:
        for item in page.items:
            if item.kind != "grpSp":
                found = _untagged(item.element)
                if found:
                    yield _untagged_finding(page, item, found, "untagged-language")
        for part in opc.all_related(page.part, REL_NOTES):
            notes = opc.root(part)
            found = _untagged(notes) if notes is not None else []
            if found:
                yield _untagged_finding(page, None, found, "untagged-language.notes")


def _untagged(root: Element) -> list[str]:
    """Return the words whose run names no language (a:rPr@lang, ECMA-376 Part 1, 21.1.2.3.9)."""
    found = []
    for run in root.iter(*_WORDS):
        properties = run.find(f"{{{A}}}rPr")
        text = run.findtext(f"{{{A}}}t") or ""
        if text.strip() and (properties is None or not properties.get("lang")):
            found.append(text)
    return found


def _untagged_finding(page: Page, item: Item | None, found: list[str], key: str) -> Finding:
    shape = "" if item is None else shape_name(page, item)
    more = len(found) - 1 or ""
    return finding(key, on_slide=page.name, on_shape=shape, text=quoted(found[0]), more=more)


def _document(opc: Opc) -> Iterator[Finding]:
    part = opc.related("", REL_CORE)
    root = opc.root(part) if part else None
    if root is None or not (root.findtext(f"{{{_DC}}}title") or "").strip():
        hint = "write one under File > Info > Title: screen readers say it when the deck opens"
        yield warning("document-without-title", None, "the document's properties name no title", hint)
    if root is None or not (root.findtext(f"{{{_DC}}}language") or "").strip():
        hint = "decks that osloregion-slides builds name it; PowerPoint has no field for it"
        yield warning("document-without-language", None, "the document's properties name no language", hint)
