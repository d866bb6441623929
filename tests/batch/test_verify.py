from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from pptx import Presentation

from osloregion_slides.batch.work import difference
from tests.batch.sample import NAMES, build, change, codes, looks, states, workspace


def repacked(data: bytes, method: int) -> bytes:
    """Return a package packed in another way, with other dates and in another order."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in sorted(old.namelist(), reverse=True):
            new.writestr(zipfile.ZipInfo(name, (2030, 1, 2, 3, 4, 6)), old.read(name), method)
    return out.getvalue()


@pytest.fixture
def builds(tmp_path: Path) -> str:
    path = workspace(tmp_path)
    build(path)
    return path


def test_decks_that_equal_a_fresh_build_pass_verification(builds: str) -> None:
    before = looks(Path(builds).parent.parent)
    batch = build(builds, verify=True)
    assert not batch.failed
    assert set(states(batch)) == set(NAMES)
    assert looks(Path(builds).parent.parent) == before


def test_a_missing_or_different_deck_fails_the_verification(builds: str) -> None:
    out = Path(builds).parent.parent / "out"
    (out / "small-nb.pptx").unlink()
    (out / "small-board-nb.pptx").write_bytes(b"no deck")
    change(Path(builds).parent / "other.yaml", "Another", "A third")
    batch = build(builds, verify=True)
    assert batch.failed
    assert {name: codes(batch, name) for name in NAMES} == {
        "small-nb": ["deck-missing"],
        "small-board-nb": ["deck-differs"],
        "other": ["deck-differs"],
        "small-en": [],
        "small-board-en": [],
    }


@pytest.mark.parametrize(
    ("change_deck", "hint"),
    [
        (lambda deck: None, "Run `build`"),
        (lambda deck: edited(deck), "osloregion-slides update"),
        (lambda deck: deck.write_bytes(b"no deck"), "Move it"),
    ],
)
def test_the_suggested_fix_for_a_different_deck_works(
    change_deck: Callable[[Path], None], hint: str, builds: str
) -> None:
    deck = Path(builds).parent.parent / "out" / "small-nb.pptx"
    change_deck(deck)
    finding = difference(str(deck), (deck.parent / "small-en.pptx").read_bytes())
    assert finding is not None
    assert hint in finding.hint


def edited(deck: Path) -> None:
    presentation = Presentation(str(deck))
    presentation.slides[0].shapes.title.text_frame.paragraphs[0].runs[0].text = "By hand"
    presentation.save(str(deck))


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_zip_packing_order_and_dates_are_ignored(builds: str, method: int) -> None:
    deck = Path(builds).parent.parent / "out" / "small-nb.pptx"
    data = deck.read_bytes()
    deck.write_bytes(repacked(data, method))
    assert deck.read_bytes() != data
    assert difference(str(deck), data) is None


def test_differing_parts_are_named(builds: str) -> None:
    out = Path(builds).parent.parent / "out"
    finding = difference(str(out / "small-nb.pptx"), (out / "small-en.pptx").read_bytes())
    assert finding is not None
    assert "ppt/slides/slide1.xml" in finding.message
