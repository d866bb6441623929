"""The same bytes from the same outline, whatever the day, time zone, locale, folder or hash seed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.flagship.variants import DECKS, OUTLINE, REPOSITORY

ENVIRONMENTS = {
    "a hash seed": {"PYTHONHASHSEED": "1"},
    "another hash seed": {"PYTHONHASHSEED": "4242"},
    "Tokyo": {"TZ": "Asia/Tokyo"},
    "a Norwegian locale": {"LC_ALL": "nb_NO.UTF-8", "LANG": "nb_NO.UTF-8"},
    "the C locale": {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
    "a source date": {"SOURCE_DATE_EPOCH": "1"},
}
ANOTHER_DAY = """
import time
real = time.time
time.time = lambda: real() + 4e8
time.localtime = lambda *a: time.gmtime(real() + 4e8)
"""


def build(outline: Path, out: Path, environment: dict[str, str], before: str = "") -> bytes:
    """Return the bytes that the command writes in a process of its own."""
    code = f"import sys; sys.path.insert(0, {str(REPOSITORY)!r})\n{before}\n"
    code += "from osloregion_slides.cli import main; sys.exit(main(sys.argv[1:]))"
    command = [sys.executable, "-c", code, "build", str(outline), "-o", str(out)]
    done = subprocess.run(command, env={**os.environ, **environment}, capture_output=True, cwd=out.parent)
    assert done.returncode == 0, done.stderr.decode(errors="replace")
    return out.read_bytes()


@pytest.mark.parametrize("name", ENVIRONMENTS)
def test_the_build_does_not_depend_on_the_environment(name: str, flagship: Any, tmp_path: Path) -> None:
    assert build(OUTLINE, tmp_path / "out.pptx", ENVIRONMENTS[name]) == flagship.data


def test_the_build_does_not_depend_on_the_current_date(flagship: Any, tmp_path: Path) -> None:
    assert build(OUTLINE, tmp_path / "out.pptx", {}, ANOTHER_DAY) == flagship.data


def test_the_build_does_not_depend_on_the_folder(flagship: Any, tmp_path: Path) -> None:
    elsewhere = tmp_path / "et annet sted" / "decks"
    shutil.copytree(DECKS, elsewhere)
    assert build(elsewhere / OUTLINE.name, tmp_path / "out.pptx", {}) == flagship.data


def test_building_twice_in_one_process_gives_the_same_bytes(flagship: Any) -> None:
    from osloregion_slides import build as in_process

    assert in_process(str(OUTLINE)).data == flagship.data
