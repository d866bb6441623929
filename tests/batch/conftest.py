from __future__ import annotations

import pytest

from tests.batch.sample import PINNED


@pytest.fixture(autouse=True)
def _one_version_of_the_tool(monkeypatch: pytest.MonkeyPatch) -> None:
    """A change of the tool's files between two builds would make every deck look out of date."""
    monkeypatch.setattr("osloregion_slides.batch.batch.tool_version", lambda known: PINNED)
