"""Decks of hundreds of slides are as sound as short ones."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import content
from tests import judges

SLIDES = 300


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["text", "pictures", "tables", "notes", "connectors"])
def test_a_long_deck_is_valid(kind: str, tmp_path: Path) -> None:
    from osloregion_slides import build

    outline = content.long_deck(kind, SLIDES, str(tmp_path))
    path = tmp_path / "long.pptx"
    path.write_bytes(build(content.write(outline, str(tmp_path))).data)
    assert len(judges.words(str(path))) == SLIDES
    assert judges.structure(str(path)) == []
    assert judges.audit(str(path)) == []
    assert judges.pkgcheck(str(path)) == []
