from __future__ import annotations

import json
import os
from typing import Any

import pytest

from osloregion_slides.base import resources
from osloregion_slides.brand.values import FACES
from tests.fit import widths
from tests.fonts import make_square

FOLDER = resources.path("assets", "fonts")
TABLES = sorted(name.removesuffix(".json") for name in os.listdir(FOLDER))
ALPHABETS = "ABCDEFGHIJKLMNOPQRSTUVWXYZÆØÅabcdefghijklmnopqrstuvwxyzæøåéèêóòôäöüáčđŋšŧžÁČĐŊŠŦŽ0123456789–—«»“”’…§€·•"


def committed(family: str) -> dict[str, Any]:
    with open(os.path.join(FOLDER, f"{family}.json"), encoding="utf-8") as file:
        return dict(json.load(file))


@pytest.mark.parametrize("family", widths.FAMILIES)
def test_the_committed_table_equals_the_installed_font(family: str) -> None:
    try:
        fonts = widths.find_fonts(family)
    except FileNotFoundError as lacking:
        pytest.skip(str(lacking))
    assert widths.table(fonts) == committed(family)


@pytest.mark.parametrize("family", TABLES)
def test_a_table_has_every_norwegian_and_sami_letter_in_four_faces(family: str) -> None:
    table = committed(family)
    assert set(ALPHABETS) <= set(table["characters"])
    assert [len(table[face]) for face in FACES] == [len(table["characters"])] * 4


@pytest.mark.parametrize("family", TABLES)
def test_a_table_is_small_enough_to_load_at_every_start(family: str) -> None:
    assert os.path.getsize(os.path.join(FOLDER, f"{family}.json")) < 12_000


def test_the_test_font_is_generated_by_its_script(tmp_path: Any) -> None:
    make_square.make(str(tmp_path / "Square.ttf"))
    with open(make_square.PATH, "rb") as file:
        assert (tmp_path / "Square.ttf").read_bytes() == file.read()


def test_a_missing_font_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    monkeypatch.setattr(widths, "font_folders", lambda: [str(tmp_path)])
    with pytest.raises(FileNotFoundError, match="Carlito-BoldItalic.ttf"):
        widths.find_fonts("carlito")
