"""Findings about a slide of a finished deck: where they are said to be."""

from __future__ import annotations

from osloregion_slides.findings import Finding, finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from osloregion_slides.checks.pages import Item, Page


def on(page: Page, item: Item | None, code: str, **values: object) -> Finding:
    """Return the finding ``code`` or ``code.form`` about a shape, or about the whole slide where ``item`` is None.

    Shapes of our decks are named by their keys; others get the slide's number in front of their name.
    """
    shape = "" if item is None else item.name if "/" in item.name else f"{page.name}/{item.name}"
    return finding(code, None, on_slide=page.name, on_shape=shape, **values)


def quoted(text: str) -> str:
    """Return the beginning of a text in quotation marks."""
    text = " ".join(text.split())
    return f"“{text[:40]}…”" if len(text) > 41 else f"“{text}”"
