"""What changed: a variant against what it was, another variant or another outline."""

from __future__ import annotations

from osloregion_slides.drafting import composed, load
from osloregion_slides.findings import Finding, InvalidInput, Span, error
from osloregion_slides.outline.workspace import Workspace
from osloregion_slides.see.changes import compared

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from osloregion_slides.preview.shown import Picture, Shown

OUTLINES = (".yaml", ".yml")
DECKS = (".pptx",)


def with_picture(before: Picture | None, after: Shown, language: str) -> dict[str, Any]:
    """Return what differs from a picture, the slides drawn with it marked; words in ``language``.

    InvalidInput: there is nothing to compare, because the outline has never been right.
    """
    if after.picture is None or before is None:
        raise InvalidInput(after.findings)
    return compared(before.deck, after.picture.deck, before.brand, after.picture.brand, language)


def with_outline(path: str, after: Shown, language: str) -> dict[str, Any]:
    """Return what differs from the deck of another outline in the same variant. InvalidInput where it has errors."""
    if after.picture is None:
        raise InvalidInput(after.findings)
    deck, brand, _ = composed(load(path, **after.variant.words))
    return compared(deck, after.picture.deck, brand, after.picture.brand, language)


def in_workspace(outline: str, name: str) -> str:
    """Return the path of an outline or deck that is named by its path inside the workspace of ``outline``.

    InvalidInput: a path that leads out, no such file, a file of another kind.
    """
    at = Span("against")
    if not name.lower().endswith((*OUTLINES, *DECKS)):
        raise InvalidInput([error("bad-path", at, f"`{name[:80]}` is no outline and no deck", "a .yaml or a .pptx")])
    found = Workspace(outline).find(name, at)
    if isinstance(found, Finding):
        raise InvalidInput([found])
    return found
