"""A folder to begin with, in CSV or in a workbook."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import jsonschema
import openpyxl
import pytest
import yaml
from pptx import Presentation

import osloregion_slides
from osloregion_slides import cli
from osloregion_slides.base.findings import InvalidInput, Location
from osloregion_slides.batch.batch import Options, run_builds
from osloregion_slides.batch.builds import load_builds
from osloregion_slides.batch.jobs import expand, members_of
from osloregion_slides.drafting import composed, load
from osloregion_slides.starter import start
from tests.kinds.composing import flat

MEETING = tuple([(f"meeting.{key}", "Oslo") for key in ("title", "place", "date", "speaker")])


def unplaced(value: object) -> object:
    """Return a Scene without the places in files that its parts came from."""
    if isinstance(value, Location):
        return None
    return (type(value), *map(unplaced, value)) if isinstance(value, tuple) else value


@pytest.mark.parametrize("language", ["nb", "en"])
def test_the_workbook_builds_the_same_deck_as_its_outline(tmp_path: Path, language: str) -> None:
    decks = []
    for name, excel in (("csv", False), ("excel", True)):
        start(str(tmp_path / name), excel)
        path = str(tmp_path / name / "decks" / "osloregionen.yaml")
        deck, _, findings = composed(load(path, language=language, settings=MEETING))
        assert findings == ()
        decks.append(unplaced(deck))
    assert decks[0] == decks[1]


def test_changes_in_the_workbook_are_on_the_slides(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli.main(["init", "P", "--excel"]) == 0
    monkeypatch.chdir("P")
    path = Path("decks", "data", "osloregionen.xlsx")
    book = openpyxl.load_workbook(path)
    for row in book["Møte"].iter_rows(min_row=2):
        row[1].value = {"Tittel": "Årsmøte", "Dato": "3. juni 2008", "Vert": "Drammen"}.get(row[0].value, "Hamar")
    for row in book["Medlemmer"].iter_rows(min_row=2):
        if row[0].value == "Horten":
            row[6].value = "31.12.2007" if row[5].value is None else row[6].value
    names = [row[0].value for row in book["Medlemmer"].iter_rows(min_row=2)]
    book["Medlemmer"].delete_rows(2 + names.index("Ås"))
    book["Prosjekter"].append(["Ny jernbane", "New railway", 2007, 2008])
    book.save(path)
    deck, _, findings = composed(load("decks/osloregionen.yaml"))
    slides = {slide.key: slide for slide in deck.slides}
    assert slides["cover"].title == "Årsmøte"
    assert "'56'" in repr(slides["members"])
    assert "Ny jernbane" in repr([slide for key, slide in slides.items() if key.startswith("projects")])
    assert findings == ()


def test_a_nynorsk_deck_from_the_workbook_has_the_same_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = []
    for name, options in (("A", []), ("B", ["--excel"])):
        monkeypatch.chdir(tmp_path)
        cli.main(["init", name, *options])
        monkeypatch.chdir(name)
        deck, _, _ = composed(load("decks/osloregionen.yaml", language="nn"))
        made.append({slide.key: [words(item) for item in flat(slide.items)] for slide in deck.slides})
    assert made[0] == made[1]


def words(item: Any) -> str:
    text = getattr(item, "text", None)
    return str(text.plain) if text else ""


def test_an_unfilled_cell_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    cli.main(["init", ".", "--excel"])
    assert cli.main(["build", "decks/osloregionen.yaml"]) == 0
    said = capsys.readouterr()
    assert "decks/data/osloregionen.xlsx:Møte!B2: warning[unfilled-blank]" in said.err + said.out


def test_members_lists_the_workbook_of_the_outline_in_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    cli.main(["init", ".", "--excel"])
    capsys.readouterr()
    assert cli.main(["members", "--as-of", "2008-01-01", "--unconfirmed"]) == 0
    assert "Ikke bekreftet ved navn (15)" in capsys.readouterr().out


def first_build(folder: Path, monkeypatch: pytest.MonkeyPatch, *options: str) -> dict[str, bytes]:
    """Return the decks that ``init`` and ``build`` make, by their names."""
    assert cli.main(["init", str(folder), *options]) == 0
    monkeypatch.chdir(folder)
    assert cli.main(["build", "-j", "1"]) == 0
    return {path.name: path.read_bytes() for path in Path("out").rglob("*.pptx")}


@pytest.mark.parametrize("options", [(), ("--excel",)])
def test_the_first_build_makes_each_audience_and_language_and_the_gallery(
    options: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    decks = first_build(tmp_path / "mine", monkeypatch, *options)
    variants = [
        f"osloregionen{audience}{language}" for audience in ("", "-board", "-business") for language in ("", "-en")
    ]
    today = ["osloregionen-nb-2026-11-28", "osloregionen-en-2026-11-28"]
    assert sorted(decks) == sorted(f"{name}.pptx" for name in [*variants, *today, "gallery"])
    assert len(set(decks.values())) == 9


def test_a_deck_of_the_first_build_equals_the_same_deck_built_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, flagship: Any
) -> None:
    decks = first_build(tmp_path / "mine", monkeypatch)
    assert decks["osloregionen.pptx"] == flagship.data
    for name, chosen in (("osloregionen-board-en", ["--audience", "board", "--language", "en"]), ("osloregionen", [])):
        assert cli.main(["build", "decks/osloregionen.yaml", *chosen, "--out-dir", "alone"]) == 0
        assert Path("alone", f"{name}.pptx").read_bytes() == decks[f"{name}.pptx"]


@pytest.mark.parametrize("excel", [False, True])
def test_commented_out_entries_of_the_starter_list_work(
    excel: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    start(".", excel)
    builds = Path("decks", "builds.yaml")
    entries = builds.read_text(encoding="utf-8").replace("  # - ", "  - ").replace("  #   ", "    ")
    builds.write_text(entries, encoding="utf-8")
    batch = run_builds(str(builds), Options(workers=1, shard=(1, 20)))
    assert [finding for outcome in batch.outcomes for finding in outcome.findings if finding.severity == "error"] == []
    assert not batch.failed
    jobs, findings = expand(load_builds(str(builds)), members_of)
    assert (len(jobs), findings) == (6 + 2 + 1 + 2 + 2 * 57, ())


def test_each_municipality_of_the_workbook_gets_its_own_meeting(tmp_path: Path) -> None:
    start(str(tmp_path), excel=True)
    deck, _, findings = composed(load(str(tmp_path / "decks" / "member.yaml")))
    assert deck.slides[0].title == "Oslo i Osloregionen"
    assert findings == ()


def test_a_named_build_list_is_built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    start(str(tmp_path))
    monkeypatch.chdir(tmp_path / "decks")
    assert cli.main(["build", "builds.yaml", "--shard", "9/9"]) == 0
    assert [path.name for path in Path("out").glob("*.pptx")] == ["gallery.pptx"]


def test_a_missing_build_list_is_reported_and_nothing_is_built(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    start(str(tmp_path))
    monkeypatch.chdir(tmp_path)
    assert cli.main(["build", "other/builds.yaml"]) == 1
    assert "missing-file" in capsys.readouterr().err
    assert list(tmp_path.rglob("*.pptx")) == []


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--audience", "board"], "Name an outline before them, decks/figures.yaml or"),
        (["decks/builds.yaml", "--set", "title=X"], "`--set` cannot be combined with"),
        (["decks/builds.yaml", "-o", "a.pptx"], "is a list of decks"),
        (["decks/builds.yaml", "decks/gallery.yaml"], "is a list of decks"),
    ],
)
def test_options_that_cannot_be_used_with_a_build_list_are_reported(
    arguments: list[str],
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    start(str(tmp_path))
    monkeypatch.chdir(tmp_path)
    assert cli.main(["build", *arguments]) == 2
    assert said in capsys.readouterr().err.replace("\\", "/")
    assert not Path("out").exists()


def test_start_files_use_the_interpreter_that_created_the_folder(tmp_path: Path) -> None:
    made = start(str(tmp_path / "Mine møter"), python=sys.executable)
    command, windows = tmp_path / "Mine møter" / "Start.command", tmp_path / "Mine møter" / "Start.cmd"
    assert [str(windows), str(command)] == made[:2]
    assert command.stat().st_mode & 0o111 and b"\r" not in command.read_bytes()
    lines = windows.read_bytes().decode().split("\r\n")
    assert f'set "PYTHON={sys.executable}"' in lines and '"%PYTHON%" -m osloregion_slides preview' in lines
    script = command.read_text(encoding="utf-8").replace(" preview", " --version")
    command.write_text(script, encoding="utf-8")
    done = subprocess.run([str(command)], capture_output=True, text=True, cwd="/")
    assert done.stdout.startswith("osloregion-slides ") and done.returncode == 0


@pytest.mark.parametrize("name", ["Start.cmd", "Start.command", "decks"])
def test_init_overwrites_nothing(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("mine", encoding="utf-8")
    with pytest.raises(InvalidInput):
        start(str(tmp_path))
    assert [path.name for path in tmp_path.iterdir()] == [name]


def test_printed_commands_repeat_the_invoked_name_with_quotes(tmp_path: Path) -> None:
    python = [sys.executable, "-m", "osloregion_slides"]
    called = f"{sys.executable} -m osloregion_slides"
    done = subprocess.run([*python, "init", "Mine møter"], capture_output=True, text=True, cwd=tmp_path)
    assert done.stdout.endswith(f'    cd "Mine møter"\n    {called} preview\n    {called} build\n')
    folder, deck = tmp_path / "Mine møter", Path("out", "til styret.pptx")
    build = [*python, "build", "decks/gallery.yaml", "-o", str(deck)]
    assert subprocess.run(build, capture_output=True, cwd=folder).returncode == 0
    edited = Presentation(str(folder / deck))
    edited.slides[0].shapes[0].left += 500_000
    edited.save(str(folder / deck))
    again = subprocess.run([*build, "--set", "title=X"], capture_output=True, text=True, cwd=folder)
    assert f'`{called} update "{deck}"`' in again.stderr
    script = Path(sys.executable).with_name("osloregion-slides")
    if script.exists():
        where = {**os.environ, "PATH": f"{script.parent}{os.pathsep}{os.environ['PATH']}"}
        plain = subprocess.run(["osloregion-slides", *build[3:]], capture_output=True, text=True, cwd=folder, env=where)
        assert f'`osloregion-slides update "{deck}"`' in plain.stderr


def test_the_commands_that_init_prints_run_in_the_stated_folder(tmp_path: Path) -> None:
    relative = os.path.relpath(sys.executable, tmp_path)
    done = subprocess.run(
        [relative, "-m", "osloregion_slides", "init", "mydecks"], capture_output=True, text=True, cwd=tmp_path
    )
    change, _, build = done.stdout.split("next:\n")[1].splitlines()
    ran = subprocess.run([f"{change} && {build} --help"], shell=True, capture_output=True, text=True, cwd=tmp_path)
    assert "usage: osloregion-slides build" in ran.stdout, ran.stderr


def test_check_without_a_target_checks_every_outline_of_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    start(str(tmp_path))
    monkeypatch.chdir(tmp_path)
    assert cli.main(["check"]) == 0
    said = capsys.readouterr().out
    assert [f"{Path('decks', name)}: " in said for name in ("osloregionen.yaml", "member.yaml", "builds.yaml")] == [
        True,
        True,
        False,
    ]


class Undated(yaml.SafeLoader):
    """Reads a date as the text that it is in JSON."""


Undated.add_constructor("tag:yaml.org,2002:timestamp", lambda loader, node: node.value)


@pytest.mark.parametrize("words", [[], ["--excel"], ["--blank", "Vår region"]], ids=["starter", "excel", "own"])
def test_every_outline_names_its_schema_and_is_valid_against_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli.main(["init", ".", *words]) == 0
    outlines = [path for path in Path("decks").glob("*.yaml") if path.name != "builds.yaml"]
    assert outlines
    for path in outlines:
        line, _, text = path.read_text(encoding="utf-8").partition("\n")
        schema = path.with_name(line.removeprefix("# yaml-language-server: $schema="))
        loader = jsonschema.Draft202012Validator(json.loads(schema.read_text(encoding="utf-8")))
        assert [error.message for error in loader.iter_errors(yaml.load(text, Loader=Undated))] == []


def test_git_and_github_files_are_created_unless_a_repository_has_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path(".gitignore").write_text("mine\n")
    assert cli.main(["init", "."]) == 0
    assert Path(".gitignore").read_text() == "mine\n"
    workflow = Path(".github/workflows/slides.yml").read_text(encoding="utf-8")
    assert f"osloregion-slides=={osloregion_slides.__version__} " in workflow
    assert cli.main(["init", "other"]) == 0
    assert "/out/" in Path("other/.gitignore").read_text().splitlines()


def test_a_member_with_a_name_still_in_brackets_is_reported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    cli.main(["init", ".", "--blank", "Vår region"])
    table = Path("decks/data/members.csv")
    table.write_text(table.read_text(encoding="utf-8").replace("[Kommune 2],,[Fylke],[Delregion]", "Moss,,Viken,Sør"))
    assert cli.main(["build", "decks/var-region.yaml"]) == 0
    said = capsys.readouterr()
    blanks = [line for line in (said.out + said.err).splitlines() if "members.csv" in line and "unfilled-blank" in line]
    assert len(blanks) == 1 and "members.csv:2:1" in blanks[0]
