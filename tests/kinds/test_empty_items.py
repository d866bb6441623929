"""A list dash without a value, or with only a comment, is reported in every list of a slide."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from osloregion_slides import InvalidInput, build
from tests.conftest import REPOSITORY

GALLERY = (REPOSITORY / "decks" / "gallery.yaml").read_text(encoding="utf-8")
LISTS = list(re.finditer(r"^ +(\w+):\n(?=( +)- )", GALLERY[GALLERY.index("\nslides:") :], re.MULTILINE))
GAPS = {"categories", "values", "rows"}
"""Lists of cells and values, where nothing is a gap that is shown."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("gallery")
    shutil.copytree(REPOSITORY / "decks", home / "decks")
    return home / "decks"


@pytest.mark.parametrize("number", range(len(LISTS)), ids=lambda number: f"{number} {LISTS[number][1]}")
def test_an_empty_item_is_reported_at_its_line(folder: Path, number: int) -> None:
    if LISTS[number][1] in GAPS:
        pytest.skip("a gap is shown as one")
    end = GALLERY.index("\nslides:") + LISTS[number].end()
    path = folder / "empty.yaml"
    path.write_text(f"{GALLERY[:end]}{LISTS[number][2]}- # nothing\n{GALLERY[end:]}", encoding="utf-8")
    try:
        findings = build(str(path)).findings
    except InvalidInput as problem:
        findings = problem.findings
    line = GALLERY.count("\n", 0, end) + 1
    assert line in {found.at.line for found in findings if found.at}, [str(found) for found in findings][:5]
