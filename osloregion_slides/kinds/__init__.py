"""One file a slide kind.

A module here that has ``SCHEMA`` (the JSON Schema of its fields: ``properties``, ``required``) and
``compose(source, context) -> tuple[Slide, ...]`` is a kind, named after the file; nothing else registers it.
``GROUNDS`` are the grounds it can stand on in a brand that has them, its own first (``compose/deck.Pacing``).
Only the kinds that a deck uses are imported. Under a name that is no file here, plug-ins are looked for
(``osloregion_slides.plugins``).
"""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from osloregion_slides.compose.context import ComposeContext
    from osloregion_slides.outline.load import SlideSource
    from osloregion_slides.scene import Slide

    class Kind(Protocol):
        """What a module of a kind has."""

        SCHEMA: dict[str, object]

        def compose(self, source: SlideSource, context: ComposeContext, /) -> tuple[Slide, ...]:
            """Return the slides of a source."""


def kind(name: str) -> Kind:
    """Return a kind; ModuleNotFoundError for a name that the schema does not know."""
    module = f"osloregion_slides.kinds.{name}"
    try:
        __import__(module)
    except ModuleNotFoundError as missing:
        if missing.name != module:
            raise
        from osloregion_slides.compose.plugin_kind import plugin_kind

        found = plugin_kind(name)
        if found is None:
            raise
        return found
    return sys.modules[module]


OUT_OF_FILES = ("slide",)
"""Kinds that show what a file of the user's holds: the gallery has no example of them."""


def grounds_of(name: str) -> tuple[str, ...]:
    """Return the grounds that a kind can stand on, its own first: its ``GROUNDS``, paper where it names none."""
    found: tuple[str, ...] = getattr(kind(name), "GROUNDS", ("paper",))
    return found


def kind_names() -> tuple[str, ...]:
    """Return the names of all kinds, sorted (reads the folder: not for the build path)."""
    files = sorted(os.listdir(os.path.dirname(__file__)))
    return tuple([name[:-3] for name in files if name.endswith(".py") and not name.startswith("_")])
