"""Branded, native, editable PowerPoint slides from a YAML outline, and updates that keep manual edits.

>>> from osloregion_slides import build, save
>>> deck = build("decks/osloregionen.yaml", language="en")
>>> save("out/osloregionen.pptx", deck)

Docstrings state arguments, results and exceptions: ``help(osloregion_slides.build)``.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

__version__ = "0.1.0"

if TYPE_CHECKING:
    from osloregion_slides.base.findings import Finding as Finding
    from osloregion_slides.base.findings import InvalidInput as InvalidInput
    from osloregion_slides.base.findings import Location as Location
    from osloregion_slides.outline.load import Outline as Outline
    from osloregion_slides.render.export import Rendered as Rendered
    from osloregion_slides.service import Built as Built
    from osloregion_slides.service import build as build
    from osloregion_slides.service import check as check
    from osloregion_slides.service import explain as explain
    from osloregion_slides.service import load as load
    from osloregion_slides.service import read_schema as read_schema
    from osloregion_slides.service import render as render
    from osloregion_slides.service import save as save
    from osloregion_slides.service_copies import Merged as Merged
    from osloregion_slides.service_copies import merge as merge
    from osloregion_slides.service_edit import Pulled as Pulled
    from osloregion_slides.service_facts import NewFacts as NewFacts
    from osloregion_slides.service_facts import diff_facts as diff_facts
    from osloregion_slides.service_facts import why as why
    from osloregion_slides.service_import import Imported as Imported
    from osloregion_slides.service_import import import_deck as import_deck
    from osloregion_slides.service_library import library_slides as library_slides
    from osloregion_slides.service_pull import pull as pull
    from osloregion_slides.service_update import Planned as Planned
    from osloregion_slides.service_update import Updated as Updated
    from osloregion_slides.service_update import adopt as adopt
    from osloregion_slides.service_update import diff as diff
    from osloregion_slides.service_update import plan as plan
    from osloregion_slides.service_update import update as update
    from osloregion_slides.update.diff import DeckDifference as DeckDifference

_NAMES = {
    "base.findings": ("Finding", "InvalidInput", "Location"),
    "outline.load": ("Outline",),
    "render.export": ("Rendered",),
    "service": ("Built", "build", "check", "explain", "load", "read_schema", "render", "save"),
    "service_copies": ("Merged", "merge"),
    "service_facts": ("NewFacts", "diff_facts", "why"),
    "service_import": ("Imported", "import_deck"),
    "service_library": ("library_slides",),
    "service_edit": ("Pulled",),
    "service_pull": ("pull",),
    "service_update": ("Planned", "Updated", "adopt", "diff", "plan", "update"),
    "update.diff": ("DeckDifference",),
}
"""The public names by the modules that define them."""
_HOMES = {name: home for home, names in _NAMES.items() for name in names}

__all__ = ["__version__", *sorted(_HOMES)]


def __getattr__(name: str) -> object:
    """Import a public name on first use, since most commands need few of them."""
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    home = f"{__name__}.{_HOMES[name]}"
    __import__(home)
    found = globals()[name] = getattr(sys.modules[home], name)
    return found


def __dir__() -> list[str]:
    """Return the public names, without importing them, for ``help`` and editors."""
    return sorted({*globals(), *__all__})


class _Package(type(sys)):  # type: ignore[misc]  # the type of modules
    """This package as a module whose public names are never hidden by a subpackage of the same name.

    The import system binds the subpackage ``osloregion_slides.update`` to its parent when it is first imported;
    ``update`` must stay the function. Modules of the subpackage are imported by their full name.
    """

    def __setattr__(self, name: str, value: object) -> None:
        if not (name in _HOMES and isinstance(value, type(sys))):
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package
