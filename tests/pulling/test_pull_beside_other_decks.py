"""A pull of a deck with slides of other decks takes what the outline says, and leaves those slides alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation

from osloregion_slides import build, pull, save
from osloregion_slides.cli import main

LIBRARY = "deck: library\ntitle: Library\nlanguage: nb\nslides:\n  - {id: a, kind: bullets, title: Fra dem, items: [En, To]}\n"
OUTLINE = """\
deck: main
title: Hoved
language: nb
slides:
  - id: own
    kind: bullets
    title: Vår egen
    items: [Her, Der]
  - {id: reused, kind: slide, from: library.pptx#a}
"""


@pytest.fixture(autouse=True)
def workspace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("library.yaml").write_text(LIBRARY, encoding="utf-8")
    Path("main.yaml").write_text(OUTLINE, encoding="utf-8")
    save("library.pptx", build("library.yaml"))
    save("main.pptx", build("main.yaml"))


def edited(slide: int, text: str) -> None:
    deck: Any = Presentation("main.pptx")
    deck.slides[slide].shapes.title.text_frame.paragraphs[0].runs[0].text = text
    deck.save("main.pptx")


def test_an_unedited_deck_with_a_reused_slide_has_nothing_to_pull() -> None:
    pulled = pull("main.pptx")
    assert (pulled.exit_code, pulled.findings) == (0, ())


def test_a_title_beside_a_reused_slide_is_pulled_once() -> None:
    edited(0, "En annen")
    pull("main.pptx").write()
    assert Path("main.yaml").read_text(encoding="utf-8") == OUTLINE.replace("Vår egen", "En annen")
    assert pull("main.pptx").files == ()


def test_an_edit_of_a_reused_slide_is_written_to_its_texts() -> None:
    edited(1, "Ikke deres")
    pulled = pull("main.pptx")
    assert [one.path for one in pulled.files] == ["main.yaml"]
    assert b"texts: {a/title: Ikke deres}" in pulled.files[0].after


@pytest.mark.parametrize("write", [False, True])
def test_the_exit_code_of_the_report_is_that_of_the_process(write: bool, capsys: pytest.CaptureFixture[str]) -> None:
    import json

    edited(0, "En annen")
    capsys.readouterr()
    code = main(["pull", "main.pptx", "--format", "json", *(["--write"] if write else [])])
    assert json.loads(capsys.readouterr().out)["exit_code"] == code == (0 if write else 3)
