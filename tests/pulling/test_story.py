"""The page about importing and pulling: its commands are run in order, unchanged."""

from __future__ import annotations

import re
import shlex
import subprocess
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation

from osloregion_slides import build, import_deck, pull
from osloregion_slides.cli import main
from osloregion_slides.render.office import find_office
from tests.conftest import REPOSITORY
from tests.libreoffice import needs_libreoffice
from tests.pulling.test_import import found_words, theirs

EDITED, SAME = "New levels", "Two *stars*"


def test_the_commands_of_the_page_complete_a_round_trip(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = (REPOSITORY / "docs" / "import.md").read_text(encoding="utf-8")
    commands = re.findall(r"^\$ osloregion-slides (.*)$", page, re.MULTILINE)
    assert [one.split()[0] for one in commands] == ["import", "build", "pull", "pull", "build", "diff"]
    monkeypatch.chdir(tmp_path)
    theirs().save("old.pptx")
    codes = []
    for command in commands:
        if command.startswith("pull") and 3 not in codes:
            deck: Any = Presentation("out.pptx")
            next(one for one in deck.slides if one.shapes.title.text == "Levels").shapes.title.text = EDITED
            deck.save("out.pptx")
        codes.append(main(shlex.split(command)))
    assert codes[:5] == [0, 0, 3, 0, 0]
    assert f"title: {EDITED}\n" in Path("old/old.yaml").read_text(encoding="utf-8")
    titles = [slide.shapes.title.text for slide in Presentation("new.pptx").slides if slide.shapes.title is not None]
    assert EDITED in titles and "Levels" not in titles
    assert pull("out.pptx", "old/old.yaml").edits == 0


@pytest.mark.slow
@pytest.mark.parametrize("ending", ["ppt", "odp"])
def test_decks_of_other_formats_are_read_through_libreoffice(ending: str, tmp_path: Path) -> None:
    needs_libreoffice()
    deck = tmp_path / "theirs.pptx"
    theirs().save(str(deck))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [find_office(), "--headless", profile, "--convert-to", ending, "--outdir", str(tmp_path), str(deck)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)
    found = import_deck(tmp_path / f"theirs.{ending}")
    assert found.findings[0].code == "import-converted"
    data = build(found.write(tmp_path / "made")[0]).data
    assert not found_words(deck.read_bytes()) - found_words(data)
