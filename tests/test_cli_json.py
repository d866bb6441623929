"""With ``--format json`` every verb prints one JSON document to the output, however many targets, errors included."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from pptx import Presentation

from osloregion_slides.cli import main, verb_parsers

GOOD = "deck: a\ntitle: A\nlanguage: en\nslides:\n  - {id: s, kind: statement, title: One sentence, text: More words}\n"
BAD = GOOD.replace("statement", "statment")
NO_JSON = {"completion", "init", "site", "explain", "schema", "data", "brand"}
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


SCHEMA = json.loads(Path("assets/schema/output.schema.json").read_text(encoding="utf-8"))


def conforms(verb: str, document: object) -> None:
    """ValidationError where a document is not what the published schema says of the verb."""
    jsonschema.validate(document, {**SCHEMA, "$ref": f"#/$defs/{verb}"})


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


def test_the_table_of_json_output_has_every_verb() -> None:
    assert set(verb_parsers()) == {*COMMANDS, *NO_JSON, *LATER}


@pytest.mark.parametrize("verb", COMMANDS)
def test_a_verb_prints_one_json_document(verb: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    main([verb, *COMMANDS[verb], "--format", "json"])
    conforms(verb, json.loads(capsys.readouterr().out))


@pytest.mark.parametrize("verb", [verb for verb in COMMANDS if verb != "members"])
def test_a_verb_prints_one_json_document_if_a_file_is_missing(
    verb: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    gone = [word.replace("a.", "gone.").replace("b.", "away.") for word in COMMANDS[verb]]
    assert main([verb, *gone, "--format", "json"]) == 1
    conforms(verb, json.loads(capsys.readouterr().out))


@pytest.mark.parametrize(
    ("verb", "arguments"),
    [
        ("build", ["--shard", "1/1", "a.yaml", "bad.yaml"]),
        ("plan", ["out/a.pptx", "out/gone.pptx"]),
        ("update", ["out/a.pptx", "out/b.pptx", "--take", "zzz"]),
        ("plan", ["out/a.pptx"]),
        ("diff", ["out/a.pptx", "a.yaml"]),
        ("members", ["--as-of", "2004-12-17"]),
        ("translations", ["a.yaml", "--to", "nb"]),
        ("pull", ["out/a.pptx", "a.yaml"]),
        ("why", ["a.yaml", "s", "sentence"]),
    ],
)
def test_the_published_schema_describes_the_printed_json(
    verb: str, arguments: list[str], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    try:
        main([verb, *arguments, "--format", "json"])
    except SystemExit:
        pytest.skip("not an option here")
    conforms(verb, json.loads(capsys.readouterr().out))


def test_the_schema_names_every_verb_and_can_be_printed(capsys: pytest.CaptureFixture[str]) -> None:
    assert set(COMMANDS) <= set(SCHEMA["$defs"])
    assert main(["schema", "--output"]) == 0
    assert json.loads(capsys.readouterr().out) == SCHEMA


def test_a_conflict_is_resolved_by_its_id_alone(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A program that reads only the JSON: it plans, takes the id of the conflict, decides it, and nothing is left."""
    deck = Presentation("out/a.pptx")
    next(
        shape for shape in deck.slides[0].shapes if shape.has_text_frame and shape.text_frame.text == "One sentence"
    ).text_frame.paragraphs[0].runs[0].text = "By hand"
    deck.save("out/a.pptx")
    capsys.readouterr()
    assert main(["plan", "out/a.pptx", "--format", "json"]) == 4
    [conflict] = [one for one in json.loads(capsys.readouterr().out)["notes"] if one["group"] == "conflict"]
    assert (conflict["yours"], conflict["outline"]) == ("By hand", "Another one")
    assert main(["update", "out/a.pptx", "--take", conflict["id"], "--format", "json"]) in (0, 3)
    conforms("update", json.loads(capsys.readouterr().out))
    assert main(["plan", "out/a.pptx", "--format", "json"]) == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ["build", "--frobnicate"],
        ["members"],
        ["render"],
        ["nonsense"],
        ["build", "a.yaml", "--to", "odp"],
        ["plan", "out/a.pptx", "--format"],
    ],
)
def test_wrong_usage_prints_one_json_document(
    arguments: list[str], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    with pytest.raises(SystemExit) as ended:
        main([*arguments, *(["--format=json"] if arguments[-1] != "--format" else ["json", "--frobnicate"])])
    said = capsys.readouterr()
    conforms("findings", json.loads(said.out))
    assert (ended.value.code, said.err, json.loads(said.out)[0]["code"]) == (2, "", "usage")


def test_render_prints_one_json_document(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    from osloregion_slides.render import export

    done = export.Rendered(("out/a.pdf",), ())
    monkeypatch.setattr(export, "render", lambda *_, **__: done)
    capsys.readouterr()
    assert main(["render", "out/a.pptx", "--format", "json"]) == 0
    document = json.loads(capsys.readouterr().out)
    conforms("render", document)
    assert document == {"files": ["out/a.pdf"], "findings": []}
    monkeypatch.undo()
    assert main(["render", "out/gone.pptx", "--format", "json"]) == 1
    conforms("render", json.loads(capsys.readouterr().out))


def test_the_json_of_an_update_has_the_exit_code_of_the_process(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    capsys.readouterr()
    for decks in (["out/a.pptx"], ["out/a.pptx", "out/b.pptx"]):
        for verb, expected in (("plan", 3), ("update", 0), ("plan", 0)):
            code = main([verb, *decks, "--format", "json"])
            document = json.loads(capsys.readouterr().out)
            each = document.get("decks", [document])
            assert {code, document["exit_code"], *[one["exit_code"] for one in each]} == {expected}
        for name in ("a", "b"):
            path = folder / f"{name}.yaml"
            path.write_text(path.read_text(encoding="utf-8").replace("Another", "One more"), encoding="utf-8")
