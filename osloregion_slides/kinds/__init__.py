"""The slide kinds, one per file.

A module with ``SCHEMA`` (the JSON Schema of its fields: ``properties``, ``required``) and
``compose(source, context) -> tuple[Slide, ...]`` is a kind, named after the file, without further registration.
``GROUNDS`` are its possible grounds in a brand that has grounds, default first (``compose/deck.Pacing``).
Only the kinds that a deck uses are imported. Other names are looked up among plug-ins
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
        """The interface of a kind's module."""

        SCHEMA: dict[str, object]

        def compose(self, source: SlideSource, context: ComposeContext, /) -> tuple[Slide, ...]:
            """Return the slides of a source."""


def kind(name: str) -> Kind:
    """Return a kind; raises ModuleNotFoundError for an unknown name."""
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
"""Kinds that show the content of a user's file, which the gallery therefore omits."""


def grounds_of(name: str) -> tuple[str, ...]:
    """Return the possible grounds of a kind, default first: its ``GROUNDS``, or paper."""
    found: tuple[str, ...] = getattr(kind(name), "GROUNDS", ("paper",))
    return found


def kind_names() -> tuple[str, ...]:
    """Return the sorted names of all kinds; reads the folder, so a build must not call it."""
    files = sorted(os.listdir(os.path.dirname(__file__)))
    return tuple([name[:-3] for name in files if name.endswith(".py") and not name.startswith("_")])
