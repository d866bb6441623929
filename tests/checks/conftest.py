"""The decks that checks are proven with: clean ones, built once."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

DECKS = Path(__file__).resolve().parent.parent.parent / "decks"


@pytest.fixture(scope="session")
def gallery() -> Any:
    """Return what `build` makes of decks/gallery.yaml: every kind of slide, with tables and charts."""
    from osloregion_slides import build

    return build(str(DECKS / "gallery.yaml"))


@pytest.fixture(scope="session")
def english() -> Any:
    """Return the flagship in English."""
    from osloregion_slides import build

    return build(str(DECKS / "osloregionen.yaml"), language="en")
