"""With ``--format json`` every verb prints one JSON document to the output, however many targets, errors included."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from osloregion_slides.cli import main, verb_parsers

GOOD = "deck: a\ntitle: A\nlanguage: en\nslides:\n  - {id: s, kind: statement, title: One sentence, text: More words}\n"
BAD = GOOD.replace("statement", "statment")
NO_JSON = {"init", "explain", "schema", "data", "brand"}
"""Verbs without ``--format``: what they print is a list of files, a page, or JSON always."""
LATER = {"preview", "render"}
"""Verbs that wait for a browser, or need LibreOffice."""
COMMANDS = {
    "build": ["a.yaml", "b.yaml", "bad.yaml"],
    "check": ["a.yaml", "bad.yaml", "out/a.pptx"],
    "translations": ["a.yaml"],
    "plan": ["out/a.pptx", "out/b.pptx"],
    "update": ["out/a.pptx", "out/b.pptx"],
    "merge": ["out/a.pptx", "out/a.pptx", "--plan"],
    "adopt": ["out/plain.pptx", "a.yaml", "--plan"],
    "diff": ["out/a.pptx", "b.yaml"],
    "pull": ["out/a.pptx"],
    "import": ["out/a.pptx", "-o", "new"],
    "outline": ["a.yaml"],
    "members": ["--as-of", "2008-01-01"],
    "why": ["a.yaml", "s", "words"],
    "slides": ["out/a.pptx"],
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name, text in (("a", GOOD), ("b", GOOD.replace("deck: a", "deck: b")), ("bad", BAD)):
        (tmp_path / f"{name}.yaml").write_text(text, encoding="utf-8")
    assert main(["build", "a.yaml", "b.yaml"]) == 0
    assert main(["build", "a.yaml", "--no-base", "-o", "out/plain.pptx"]) == 0
    for name in ("a", "b"):
        path = tmp_path / f"{name}.yaml"
        path.write_text(path.read_text(encoding="utf-8").replace("One sentence", "Another one"), encoding="utf-8")
    return tmp_path


def test_the_table_has_every_verb() -> None:
    assert set(verb_parsers()) == {*COMMANDS, *NO_JSON, *LATER}


@pytest.mark.parametrize("verb", COMMANDS)
def test_a_verb_prints_one_document(verb: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    main([verb, *COMMANDS[verb], "--format", "json"])
    json.loads(capsys.readouterr().out)


@pytest.mark.parametrize("verb", [verb for verb in COMMANDS if verb != "members"])
def test_a_verb_prints_one_document_where_a_file_is_missing(
    verb: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    gone = [word.replace("a.", "gone.").replace("b.", "away.") for word in COMMANDS[verb]]
    assert main([verb, *gone, "--format", "json"]) == 1
    json.loads(capsys.readouterr().out)
