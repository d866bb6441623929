"""Composing an outline several times only to learn whether it can be built, as an import does.

Nothing that is composed in a trial is shown, so what only makes it look better is spared: balanced lines, pixels.
"""

from __future__ import annotations

from _contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Hashable

    from osloregion_slides.ooxml.library import Library
    from osloregion_slides.scene import Box, Image, Slide


class Trial:
    """What stays true from one round to the next, while files do not change and ids name the same texts.

    ``built`` are the sources that were composed without an error, by all that their room depends on: their slides and
    frames of text; ``pictures`` are those looked at, by file and frame, ``decks`` those that slides are taken from.
    """

    def __init__(self) -> None:
        self.built: dict[Hashable, tuple[tuple[Slide, ...], int]] = {}
        self.pictures: dict[tuple[str, Box], Image] = {}
        self.decks: dict[str, tuple[bytes, Library]] = {}


TRIAL: ContextVar[Trial | None] = ContextVar("TRIAL", default=None)
"""The trial that is going on, if any."""
