"""Branded, native, editable PowerPoint slides from a YAML outline.

from osloregion_slides import build, save

deck = build("decks/osloregionen.yaml", language="en")
save("out/osloregionen.pptx", deck.data)
"""

from __future__ import annotations

__version__ = "0.1.0"

TYPE_CHECKING = False
if TYPE_CHECKING:
    from osloregion_slides.api import Built as Built
    from osloregion_slides.api import build as build
    from osloregion_slides.api import load as load
    from osloregion_slides.api import read_schema as read_schema
    from osloregion_slides.findings import Finding as Finding
    from osloregion_slides.findings import InvalidInput as InvalidInput
    from osloregion_slides.findings import Span as Span
    from osloregion_slides.pptx.save import save as save

_HOMES = {
    "Built": "api",
    "build": "api",
    "load": "api",
    "read_schema": "api",
    "Finding": "findings",
    "InvalidInput": "findings",
    "Span": "findings",
    "save": "pptx.save",
}

__all__ = ["Built", "Finding", "InvalidInput", "Span", "build", "load", "read_schema", "save"]


def __getattr__(name: str) -> object:
    """Import a public name when it is first used: most commands need few of them."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
