"""A slide made by hand as a slide of the outline: the kind that says it."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from osloregion_slides.outline.nodes import Node
    from osloregion_slides.update.deck_state import SlideState


def slide_node(slide: SlideState, taken: frozenset[str], text: Callable[[str], Node]) -> Node | None:
    """Return the outline's slide that says what a slide made by hand says, None where no kind does."""
    return None
