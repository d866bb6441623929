"""Whether a deck says what language it is in: screen readers, spelling and hyphenation go by it."""

from __future__ import annotations

from osloregion_slides.base.findings import Finding, finding
from osloregion_slides.checks.pages import on, quoted
from osloregion_slides.ooxml.names import REL_CORE, REL_NOTES, A

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any as Element

    from osloregion_slides.checks.package import Opc
    from osloregion_slides.checks.pages import Page

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
                    yield on(page, item, "untagged-language", text=quoted(found[0]), more=len(found) - 1 or "")
        for part in opc.all_related(page.part, REL_NOTES):
            notes = opc.root(part)
            found = _untagged(notes) if notes is not None else []
            if found:
                yield on(page, None, "untagged-language.notes", text=quoted(found[0]), more=len(found) - 1 or "")


def _untagged(root: Element) -> list[str]:
    """Return the words whose run names no language (a:rPr@lang, ECMA-376 Part 1, 21.1.2.3.9)."""
    found = []
    for run in root.iter(*_WORDS):
        properties = run.find(f"{{{A}}}rPr")
        text = run.findtext(f"{{{A}}}t") or ""
        if text.strip() and (properties is None or not properties.get("lang")):
            found.append(text)
    return found


def _document(opc: Opc) -> Iterator[Finding]:
    part = opc.related("", REL_CORE)
    root = opc.root(part) if part else None
    if root is None or not (root.findtext(f"{{{_DC}}}title") or "").strip():
        yield finding("document-without-title")
    if root is None or not (root.findtext(f"{{{_DC}}}language") or "").strip():
        yield finding("document-without-language")
