"""The files that come with the package: assets/, templates/ and the starter decks/."""

from __future__ import annotations

import os

_PACKAGE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
_WHEEL = os.path.join(_PACKAGE, "_data")
_ROOT = _WHEEL if os.path.isdir(_WHEEL) else os.path.dirname(_PACKAGE)


def path(*parts: str) -> str:
    """Return the path of a file that comes with the package, such as ``path("assets", "maps", "x.geojson")``.

    A wheel has the three folders in ``_data``; in a checkout they are beside the package.
    """
    return os.path.join(_ROOT, *parts)
