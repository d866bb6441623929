"""A program that knows only the published schema of the JSON: it builds, fixes, updates and resolves conflicts."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from pptx import Presentation

OUTLINE = """\
deck: a
title: A
language: en
slides:
  - {id: one, kind: statement, title: One sentence, text: More words}
  - {id: two, kind: bullets, title: Points, items: [First, Second, Third]}
"""


class Program:
    """Runs verbs as processes in a folder; every document is held to the schema that the tool itself prints."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.schema: dict[str, Any] = {}
        self.schema = self.run("schema", "--output")[0]

    def run(self, verb: str, *words: str) -> tuple[Any, int]:
        """Return what a verb printed and its exit code."""
        form = ["--format", "json"] if self.schema else []
        environment = {**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parent.parent), "PYTHONUTF8": "1"}
        command = [sys.executable, "-m", "osloregion_slides", verb, *words, *form]
        done = subprocess.run(command, cwd=self.folder, env=environment, capture_output=True, text=True, check=False)
        document = json.loads(done.stdout)
        assert "Traceback" not in done.stderr
        if self.schema:
            jsonschema.validate(document, {**self.schema, "$ref": f"#/$defs/{verb}"})
            if isinstance(document, dict) and "exit_code" in document:
                assert document["exit_code"] == done.returncode
        return document, done.returncode

    def mend(self, finding: dict[str, Any]) -> None:
        """Put what a finding says was meant where it stands."""
        path = self.folder / finding["file"]
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        line, at = lines[finding["line"] - 1], finding["column"] - 1
        wrong = finding["values"]["name" if "name" in finding["values"] else "found"]
        wrong = wrong["values"]["text"] if isinstance(wrong, dict) else wrong
        assert line[at:].startswith(wrong)
        lines[finding["line"] - 1] = line[:at] + finding["values"]["near"] + line[at + len(wrong) :]
        path.write_text("".join(lines), encoding="utf-8")


def write_by_hand(deck: Path, old: str, new: str) -> None:
    presentation = Presentation(str(deck))
    shapes = [shape for slide in presentation.slides for shape in slide.shapes if shape.has_text_frame]
    (run,) = [run for shape in shapes for one in shape.text_frame.paragraphs for run in one.runs if run.text == old]
    run.text = new
    presentation.save(str(deck))


@pytest.mark.parametrize("side", ["take", "keep"])
def test_a_program_can_build_fix_plan_update_and_resolve_using_only_json(side: str, tmp_path: Path) -> None:
    program, outline = Program(tmp_path), tmp_path / "a.yaml"
    outline.write_text(OUTLINE, encoding="utf-8")
    built, code = program.run("build", "a.yaml")
    assert (code, built["findings"]) == (0, [])
    (deck,) = [tmp_path / one["deck"] for one in built["decks"]]
    assert (built["decks"][0]["slides"], deck.exists()) == (2, True)

    outline.write_text(OUTLINE.replace("statement", "statment").replace("items", "itms"), encoding="utf-8")
    broken, code = program.run("build", "a.yaml")
    assert (code, [one["state"] for one in broken["decks"]]) == (1, ["failed"])
    for _ in range(3):
        told = [one for one in program.run("build", "a.yaml")[0]["findings"] if one["severity"] == "error"]
        if not told:
            break
        program.mend(told[0])
    assert outline.read_text(encoding="utf-8") == OUTLINE

    write_by_hand(deck, "One sentence", "By hand")
    write_by_hand(deck, "Second", "Second by hand")
    outline.write_text(OUTLINE.replace("One sentence", "Another").replace("Third", "Last"), encoding="utf-8")
    name = built["decks"][0]["deck"]
    plan, code = program.run("plan", name)
    (conflict,) = [one for one in plan["notes"] if one["group"] == "conflict"]
    assert (code, conflict["yours"], conflict["outline"]) == (4, "By hand", "Another")
    done, code = program.run("update", name, f"--{side}", conflict["id"])
    assert code == 0
    after, code = program.run("plan", name)
    assert [one for one in after["notes"] if one["group"] == "conflict"] == []
    texts = [
        one.text_frame.text for slide in Presentation(str(deck)).slides for one in slide.shapes if one.has_text_frame
    ]
    assert {"Second by hand", "Last", "Another" if side == "take" else "By hand"} <= set(texts)


def test_the_json_reports_each_deck_of_a_list_with_its_variant(tmp_path: Path) -> None:
    program = Program(tmp_path)
    (tmp_path / "a.yaml").write_text(OUTLINE, encoding="utf-8")
    (tmp_path / "b.yaml").write_text(OUTLINE.replace("statement", "statment"), encoding="utf-8")
    (tmp_path / "any.yaml").write_text("builds:\n  - {outline: a.yaml, dates: [2008-01-01]}\n  - outline: b.yaml\n")
    told, code = program.run("build", "any.yaml")
    assert code == 1
    assert [(one["outline"], one["state"], one.get("as_of")) for one in told["decks"]] == [
        ("a.yaml", "built", "2008-01-01"),
        ("b.yaml", "failed", None),
    ]
    again, _ = program.run("build", "any.yaml")
    assert [one["state"] for one in again["decks"]] == ["unchanged", "failed"]
    assert again["findings"] == told["findings"]
