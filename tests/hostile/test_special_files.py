"""Pipes, devices, folders and odd names in the place of files: a finding, and what was there stays."""

from __future__ import annotations

import json
import os
import stat
from pathlib import Path

import pytest

from osloregion_slides.base.files import new_part, write
from osloregion_slides.batch.batch import Options, run_builds
from osloregion_slides.batch.cache import NAME
from osloregion_slides.cli import main
from osloregion_slides.outline.workspace import Workspace
from osloregion_slides.pptx.save import save
from tests.batch.sample import workspace

LIST = "builds:\n  - outline: other.yaml\n"
ALL = ["build", "-j", "1"]
ALONE = ["build", "decks/other.yaml"]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a workspace that is the working folder."""
    workspace(tmp_path, LIST)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def pipe(place: Path) -> None:
    if not hasattr(os, "mkfifo"):
        pytest.skip("no named pipes here")
    place.parent.mkdir(parents=True, exist_ok=True)
    os.mkfifo(place)


PLACES = {
    "deck": ("out/other.pptx", ALL, "file-in-the-way"),
    "deck, forced": ("out/other.pptx", [*ALL, "--force"], "not-writable"),
    "deck alone": ("out/other.pptx", ALONE, "file-in-the-way"),
    "deck alone, forced": ("new.pptx", [*ALONE, "-o", "new.pptx", "--force"], "not-writable"),
    "page": ("new.html", [*ALONE, "--to", "html", "-o", "new.html", "--force"], "not-writable"),
    "report": ("report.html", [*ALL, "--report", "report.html"], "not-writable"),
    "report for machines": ("junit.xml", [*ALL, "--report", "junit.xml"], "not-writable"),
    "notes": (f"out/{NAME}", ALL, "cache-not-written"),
    "base store": ("decks/.bases", ALL, "no-base-store"),
    "pictures": ("out/.pictures", [*ALL, "--report", "report.html"], "pictures-not-kept"),
}


@pytest.mark.parametrize("name", PLACES)
def test_a_pipe_in_place_of_a_file_is_kept_and_reported(
    name: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place, command, code = PLACES[name]
    pipe(folder / place)
    main(command)
    said = "".join(capsys.readouterr())
    assert f"[{code}]" in said
    assert "[bug]" not in said
    assert stat.S_ISFIFO((folder / place).lstat().st_mode)


def test_a_file_in_place_of_the_picture_folder_is_reported(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "out").mkdir()
    (folder / "out" / ".pictures").write_text("mine", encoding="utf-8")
    assert main([*ALL, "--report", "report.html"]) == 0
    assert "[pictures-not-kept]" in "".join(capsys.readouterr())
    assert (folder / "out" / ".pictures").read_text(encoding="utf-8") == "mine"


def test_a_device_behind_a_named_link_is_never_replaced(folder: Path) -> None:
    pipe(folder / "device")
    (folder / "deck.pptx").symlink_to("device")
    assert main([*ALONE, "-o", "deck.pptx", "--force"]) == 1
    assert stat.S_ISFIFO((folder / "device").lstat().st_mode)


@pytest.mark.parametrize("special", [False, True], ids=["an ordinary file (control)", "a pipe"])
def test_writing_replaces_ordinary_files_only(special: bool, folder: Path) -> None:
    place = folder / "file"
    pipe(place) if special else place.write_bytes(b"old")
    if not special:
        write(str(place), b"new")
        assert place.read_bytes() == b"new"
        return
    with pytest.raises(OSError, match="not an ordinary file"):
        new_part(str(place), b"new")
    assert [path.name for path in folder.iterdir() if path.name.startswith("file")] == ["file"]


@pytest.mark.parametrize("command", [ALL, ALONE, ["render", "decks/other.yaml"]], ids=" ".join)
def test_an_empty_output_folder_name_is_reported(
    command: list[str], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*command, "--out-dir", ""]) == 2
    assert "--out-dir" in "".join(capsys.readouterr())
    assert not list(folder.rglob("*.pptx"))


def test_a_batch_without_an_output_folder_writes_to_the_working_folder(folder: Path) -> None:
    (outcome,) = run_builds("decks/builds.yaml", Options(out_dir="", workers=1)).outcomes
    assert outcome.state == "built"
    assert (folder / "other.pptx").is_file()
    assert os.path.realpath(outcome.target) == str((folder / "other.pptx").resolve())


@pytest.mark.parametrize("name", ["\ud800", "a\0b", "decks/\udfff.csv"], ids=ascii)
def test_an_impossible_file_name_is_in_no_workspace(name: str, folder: Path) -> None:
    space = Workspace("decks/other.yaml")
    assert not space.holds(name)
    assert space.holds("decks/other.yaml")


@pytest.mark.parametrize(
    "odd", ["\ud800", "a\0b", "../../x", "C:\\x", "con", "", 10**400, -1, None, [[]], {"a": 1}], ids=ascii
)
def test_cache_records_with_odd_values_cause_a_rebuild_at_most(odd: object, folder: Path) -> None:
    options = Options(workers=1)
    run_builds("decks/builds.yaml", options)
    note, deck = folder / "out" / NAME, folder / "out" / "other.pptx"
    good, made = note.read_text(encoding="utf-8"), deck.read_bytes()
    for place in sorted(places(json.loads(good)), key=repr):
        data = json.loads(good)
        holder = data
        for key in place[:-1]:
            holder = holder[key]
        holder[place[-1]] = odd
        note.write_text(json.dumps(data), encoding="utf-8")
        batch = run_builds("decks/builds.yaml", options)
        assert [outcome.state for outcome in batch.outcomes] in (["built"], ["same"], ["unchanged"]), place
        assert deck.read_bytes() == made
        assert {path.name for path in folder.iterdir()} == {"decks", "out"}


def places(value: object, before: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
    """Return the way to each value in the notes; of a long list the first two."""
    pairs = (
        list(value.items())
        if isinstance(value, dict)
        else list(enumerate(value))[:2]
        if isinstance(value, list)
        else []
    )
    found = [before] if before else []
    for key, item in pairs:
        found += places(item, (*before, key))
    return found


def test_saving_to_a_pipe_leaves_the_pipe_intact(folder: Path) -> None:
    pipe(folder / "deck.html")
    with pytest.raises(Exception, match="ordinary"):
        save("deck.html", b"page", force=True)
    assert stat.S_ISFIFO((folder / "deck.html").lstat().st_mode)


@pytest.mark.parametrize("what", ["pipe", "circle", "folder"])
def test_an_existing_path_that_is_not_a_file_is_not_reported_as_missing(
    what: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = folder / "decks" / "table.csv"
    if what == "pipe":
        pipe(place)
    elif what == "folder":
        place.mkdir()
    else:
        place.symlink_to(place)
    text = "deck: a\ntitle: A\nlanguage: en\ndata: {t: table.csv}\nslides:\n"
    outline = folder / "decks" / "a.yaml"
    outline.write_text(f"{text}  - {{id: s, kind: table, title: T, table: data.t}}\n", encoding="utf-8")
    assert main(["build", str(outline.relative_to(folder))]) == 1
    said = capsys.readouterr().err
    assert "[missing-file]" in said and "is a folder, a pipe" in said and "Did you mean" not in said
