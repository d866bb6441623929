"""Findings about a slide of a finished deck: where they are said to be."""

from __future__ import annotations

from osloregion_slides.findings import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from osloregion_slides.checks.pages import Item, Page
    from osloregion_slides.findings import Severity


def on(page: Page, item: Item | None, code: str, severity: Severity, message: str, hint: str) -> Finding:
    """Return a finding about a shape, or about the whole slide where ``item`` is None.

    Shapes of our decks are named by their keys; others get the slide's number in front of their name.
    """
    return Finding(code, severity, None, message, hint, page.name, "" if item is None else shape_name(page, item))


def shape_name(page: Page, item: Item) -> str:
    """Return what a finding calls a shape: its key, or the slide's number in front of its name."""
    return item.name if "/" in item.name else f"{page.name}/{item.name}"


def quoted(text: str) -> str:
    """Return the beginning of a text in quotation marks."""
    text = " ".join(text.split())
    return f"“{text[:40]}…”" if len(text) > 41 else f"“{text}”"
