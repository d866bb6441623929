"""One file a slide kind.

A module here that has ``SCHEMA`` (the JSON Schema of its fields: ``properties``, ``required``) and
``compose(source, stage) -> tuple[Slide, ...]`` is a kind, named after the file; nothing else registers it.
Only the kinds that a deck uses are imported.
"""

from __future__ import annotations

import os
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import ModuleType


def kind(name: str) -> ModuleType:
    """Return the module of a kind; ModuleNotFoundError for a name that the schema does not know."""
    module = f"osloregion_slides.kinds.{name}"
    __import__(module)
    return sys.modules[module]


def kind_names() -> tuple[str, ...]:
    """Return the names of all kinds, sorted (reads the folder: not for the build path)."""
    files = sorted(os.listdir(os.path.dirname(__file__)))
    return tuple([name[:-3] for name in files if name.endswith(".py") and not name.startswith("_")])
