"""Keys that stand twice in a mapping: one too many, or the first of the next thing of a list without its dash."""

from __future__ import annotations

from osloregion_slides.findings import Finding, error
from osloregion_slides.outline.nodes import Scalar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from osloregion_slides.findings import Span
    from osloregion_slides.outline.nodes import Entry, Node


def begins_anew(key: Scalar, entries: list[Entry], text: str) -> bool:
    """Return whether a repeated key begins the next thing of a list: it began this one, or stands under an empty line.

    ``entries`` are those of the thing so far; one alone is rather the same key written twice.
    """
    if len(entries) < 2:
        return False
    if key.text in ("id", entries[0].key.text):
        return True
    lines = text.split("\n", key.at.line)
    return not lines[key.at.line - 2].strip()


def twice(key: Scalar, first: Span, listed: bool) -> Finding:
    """Return the fault of a key that stands twice; ``listed`` says that its mapping is a thing of a list."""
    hint = "begin the next entry with `- id: …`, or remove one of the two" if key.text == "id" and listed else ""
    message = f"`{key.text[:40]}` stands twice, first on line {first.line}"
    return error("duplicate-key", key.at, message, hint or "remove one of the two")


def dash_lost(key: Scalar, value: Node) -> Finding:
    """Return the fault of a thing that begins without its dash."""
    shown = value.text[:40] if isinstance(value, Scalar) else "…"
    message = "a thing of a list begins here without its dash"
    return error("missing-dash", key.at, message, f"write `- {key.text[:40]}: {shown}`")
