"""Links and notes in what a stranger hands over: nothing outside the chosen folder is written, removed or believed."""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from pptx import Presentation

from osloregion_slides.base.findings import InvalidInput, Location
from osloregion_slides.batch.cache import NAME
from osloregion_slides.batch.sources import digest_bytes
from osloregion_slides.cli import main
from osloregion_slides.outline.workspace import Workspace
from osloregion_slides.service_update import Asked, plan_update
from tests.batch.sample import OTHER, workspace
from tests.hostile.process import SECONDS, run
from tests.zipped import zipped

LIST = "builds:\n  - outline: other.yaml\n"
IN_FOLDER = LIST + "    name: sub/{outline}\n"
KEPT = "0" * 32
ALL = ["build", "-j", "1"]
DECK = "out/other.pptx"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a workspace that is the working folder, beside a folder ``outside`` with files of somebody."""
    here, outside = tmp_path / "here", tmp_path / "outside"
    here.mkdir()
    outside.mkdir()
    workspace(here, LIST)
    for name in ("victim.json", f"{KEPT}.json", f"{KEPT}.svgz", "report.html"):
        (outside / name).write_text("mine", encoding="utf-8")
    monkeypatch.chdir(here)
    return here


def outside(folder: Path) -> dict[str, bytes]:
    """Return what lies outside the workspace, by path; a link in there is its target."""
    there = folder.parent / "outside"
    return {str(path.relative_to(there)): path.read_bytes() for path in there.rglob("*") if path.is_file()}


def link(place: Path, to: Path) -> None:
    place.parent.mkdir(parents=True, exist_ok=True)
    try:
        place.symlink_to(to)
    except OSError:
        pytest.skip("no symbolic links here")


class Door(NamedTuple):
    """A link at ``place`` to ``to`` in the folder outside; the command, and the finding that it has to give, if any."""

    place: str
    to: str
    command: list[str]
    code: str = "not-writable"
    builds: str = LIST


PART = f".{os.getpid()}.osr-part"
REPORT = ["--report", "report.html"]
DOORS = {
    "deck, link as file": Door(DECK, "new.pptx", ALL),
    "deck, link as file, forced": Door(DECK, "victim.json", [*ALL, "--force"]),
    "deck, link in parent": Door("out/sub", "", ALL, builds=IN_FOLDER),
    "deck, link to a folder that is not there": Door("out/sub", "new/one", ALL, builds=IN_FOLDER),
    "deck, unfinished": Door(DECK + PART, "victim.json", ALL, ""),
    "deck alone, link as file": Door(DECK, "new.pptx", ["build", "decks/other.yaml"]),
    "page alone, link as file": Door("out/other.html", "victim.json", ["build", "decks/other.yaml", "--to", "html"]),
    "the default folder": Door("out", "", ALL),
    "the default folder, deck alone": Door("out", "", ["build", "decks/other.yaml"]),
    "the default folder, pictures": Door("out", "", ["render", "decks/other.yaml"]),
    "PDF, link as file": Door("out/other.pdf", "victim.json", [*ALL, "--pdf"]),
    "PDF, link in parent": Door("out/sub", "", [*ALL, "--pdf"], builds=IN_FOLDER),
    "report, link as file": Door("report.html", "report.html", [*ALL, *REPORT]),
    "report, link in parent": Door("reports", "", [*ALL, "--report", "reports/report.html"]),
    "report for machines, link as file": Door("junit.xml", "new.xml", [*ALL, "--report", "junit.xml"]),
    "report, unfinished": Door("report.html" + PART, "victim.json", [*ALL, *REPORT], ""),
    "pictures, link in parent": Door("out/.pictures", "", [*ALL, *REPORT], "pictures-not-kept"),
    "a deck's pictures, link as file": Door(
        f"out/.pictures/{digest_bytes(b'other.pptx')}.json", "victim.json", [*ALL, *REPORT], ""
    ),
    "note, link as file": Door(f"out/{NAME}", "victim.json", ALL, ""),
    "note, link to nothing": Door(f"out/{NAME}", "new.json", ALL, ""),
    "note, unfinished": Door(f"out/{NAME}{PART}", "victim.json", ALL, ""),
    "base, link in parent": Door("decks/.bases", "", ALL, "no-base-store"),
    "base alone, link in parent": Door("decks/.bases", "", ["build", "decks/other.yaml"], "no-base-store"),
    "template, unfinished": Door(
        f"templates/ruten/template.pptx{PART}",
        "victim.json",
        ["brand", "templates/ruten"],
        "missing-file",
    ),
    "the starter": Door("new/decks", "new", ["init", "new"], "folder-in-use"),
    "the tokens, link in parent": Door("templates", "", ["brand"], "cannot-write"),
    "the tokens, link to a folder that is not there": Door("templates/ruten", "new", ["brand"], "cannot-write"),
}


@pytest.mark.parametrize("name", DOORS)
def test_no_link_writes_a_file_outside_its_folder(name: str, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    door = DOORS[name]
    (folder / "decks" / "builds.yaml").write_text(door.builds, encoding="utf-8")
    link(folder / door.place, folder.parent / "outside" / door.to)
    before = outside(folder)
    code = main(door.command)
    said = "".join(capsys.readouterr())
    assert outside(folder) == before
    assert sorted(folder.parent.iterdir()) == [folder, folder.parent / "outside"]
    assert f"[{door.code}]" in said if door.code else code == 0, said
    assert "[bug]" not in said


@pytest.mark.parametrize(
    ("place", "to", "command"),
    [
        ("decks/more.yaml", "secret.yaml", ["build"]),
        ("decks/builds.yaml", "secret.yaml", ["build"]),
        ("decks/builds.yaml", "secret.yaml", ["build", "--verify"]),
        ("decks", "", ["build"]),
        ("decks/osloregionen.yaml", "secret.yaml", ["members", "--as-of", "2008-01-01"]),
    ],
)
def test_an_unnamed_file_is_not_read_through_a_link(
    place: str, to: str, command: list[str], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    there = folder.parent / "outside"
    (there / "secret.yaml").write_text("password: hunter2\n", encoding="utf-8")
    (folder / "decks" / "builds.yaml").unlink()
    if not to:
        (folder / "decks").rename(folder / "put-away")
    link(folder / place, there / to)
    assert main(command) == 1
    said = "".join(capsys.readouterr())
    assert "[outside-workspace]" in said
    assert not [word for word in ("password", "hunter2") if word in said]


def test_a_command_without_links_writes_its_output(folder: Path) -> None:
    assert main([*ALL, "--report", "reports/report.html", "--report", "junit.xml"]) == 0
    names = ("junit.xml", "reports/report.html", DECK, f"out/{NAME}", "out/.pictures", "decks/.bases")
    assert [name for name in names if not (folder / name).exists()] == []


def test_a_link_within_the_folder_is_followed(folder: Path) -> None:
    (folder / "out" / "real").mkdir(parents=True)
    (folder / "decks" / "builds.yaml").write_text(IN_FOLDER, encoding="utf-8")
    link(folder / "out" / "sub", folder / "out" / "real")
    assert main(ALL) == 0
    assert (folder / "out" / "real" / "other.pptx").is_file()


@pytest.mark.parametrize("command", [["-o", "../outside/x.pptx"], ["-o", "far/x.pptx"], ["--out-dir", "far"]])
def test_an_explicitly_named_path_may_be_anywhere(folder: Path, command: list[str]) -> None:
    link(folder / "far", folder.parent / "outside")
    assert main(["build", "decks/other.yaml", *command]) == 0
    assert len(outside(folder)) == 5


@pytest.mark.parametrize("more", [(), ("--shard", "1/1"), ("--to", "html")])
def test_a_deck_named_like_a_windows_device_is_not_written(
    more: tuple[str, ...], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "decks" / "other.yaml").write_text(OTHER.replace("deck: other", "deck: con"), encoding="utf-8")
    assert main(["build", "decks/other.yaml", *more]) == 1
    assert "error[bad-name]" in capsys.readouterr().err
    assert not list(folder.glob("out/con*"))


def test_the_backup_of_an_update_replaces_a_link_of_that_name(folder: Path) -> None:
    assert main(ALL) == 0
    link(folder / f"{DECK}.bak", folder.parent / "outside" / "victim.json")
    before, deck = outside(folder), (folder / DECK).read_bytes()
    (folder / "decks" / "other.yaml").write_text(OTHER.replace("Another", "One more"), encoding="utf-8")
    assert main(["update", DECK]) == 0
    assert outside(folder) == before
    assert ((folder / f"{DECK}.bak").read_bytes(), (folder / f"{DECK}.bak").is_symlink()) == (deck, False)


def test_only_pictures_are_removed_from_the_folder_of_pictures(folder: Path) -> None:
    there = folder / "out" / ".pictures"
    there.mkdir(parents=True)
    for name in ("mine.json", "mine.svgz", "notes.txt", f"{KEPT}.json", f"{KEPT}.svgz", f"{KEPT}.txt"):
        (there / name).write_text("mine", encoding="utf-8")
    assert main([*ALL, *REPORT]) == 0
    left = {path.name for path in there.iterdir() if path.name.startswith(("mine", "notes", "000"))}
    assert left == {"mine.json", "mine.svgz", "notes.txt", f"{KEPT}.txt"}


def noted(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "out" / NAME).read_text(encoding="utf-8"))
    return found


def renote(folder: Path, change: Callable[[dict[str, Any]], None]) -> None:
    data = noted(folder)
    change(data)
    (folder / "out" / NAME).write_text(json.dumps(data), encoding="utf-8")


NAMES = ["../x.pptx", "../../outside/x.pptx", "/ABSOLUTE/x.pptx", "a/../../x.pptx", "con.pptx", "x.json", "x", 7, None]


@pytest.mark.parametrize("name", NAMES)
def test_a_cache_record_cannot_name_a_deck_outside_the_build_list(name: object, folder: Path) -> None:
    assert main(ALL) == 0
    before = outside(folder)
    name = name.replace("/ABSOLUTE", str(folder.parent / "outside")) if isinstance(name, str) else name
    renote(folder, lambda data: data["jobs"][0].__setitem__(5, name))
    (folder / DECK).unlink()
    assert main(ALL) == 0
    assert (outside(folder), (folder / DECK).is_file()) == (before, True)
    assert sorted(path.name for path in (folder / "out").iterdir()) == [NAME, "other.pptx"]
    assert sorted(folder.parent.iterdir()) == [folder, folder.parent / "outside"]


@pytest.mark.parametrize(
    "path", ["/dev/zero", "out/pipe", "../outside/victim.json", "out", "a\0b", "/proc/self/environ"]
)
@pytest.mark.parametrize("digest", ["", "true"])
def test_a_cache_record_cannot_read_a_file_that_the_outline_could_not(path: str, digest: str, folder: Path) -> None:
    assert main(ALL) == 0
    os.mkfifo(folder / "out" / "pipe")
    taken = digest_bytes(b"mine") if digest else ""
    renote(folder, lambda data: data["sources"][0].append([path, taken]))
    ended = run(ALL, folder)
    assert (ended.code, ended.seconds < SECONDS) == (0, True), ended.said
    assert "1 deck in out: 1 rebuilt without changes" in ended.said or (path, digest) in (("out/pipe", ""), ("out", ""))


@pytest.mark.parametrize(
    "path",
    [("decks",), ("jobs", 0), ("findings",), ("tool",), ("sources", 0), ("plans",), ("jobs", 0, 4), ("decks", 0)],
)
@pytest.mark.parametrize("value", [None, 7, -1, "text", [], {}, [[]], {"a": 1}, [None, 1, "a"]])
def test_a_cache_record_with_values_of_wrong_types_is_ignored(path: tuple[Any, ...], value: Any, folder: Path) -> None:
    assert main(ALL) == 0

    def change(data: dict[str, Any]) -> None:
        *way, last = path
        inner: Any = data
        for step in way:
            inner = list(inner.values())[step] if isinstance(inner, dict) and isinstance(step, int) else inner[step]
        inner[next(iter(inner)) if isinstance(inner, dict) and isinstance(last, int) else last] = value

    renote(folder, change)
    assert main(ALL) == 0


def edited(folder: Path) -> bytes:
    """Change the deck as people do, and note the digest of what they made."""
    presentation = Presentation(str(folder / DECK))
    presentation.slides[0].shapes.title.text_frame.paragraphs[0].runs[0].text = "By hand"
    presentation.save(str(folder / DECK))
    data = (folder / DECK).read_bytes()

    def change(notes: dict[str, Any]) -> None:
        row = next(iter(notes["decks"].values()))
        row[2] = [len(data), (folder / DECK).stat().st_mtime_ns, 0]
        row[3] = digest_bytes(data)

    renote(folder, change)
    return data


@pytest.mark.parametrize("title", ["Another", "One more"])
def test_a_cache_record_cannot_pass_an_edited_deck_off_as_unedited(
    title: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(ALL) == 0
    data = edited(folder)
    (folder / "decks" / "other.yaml").write_text(OTHER.replace("Another", title), encoding="utf-8")
    assert main(ALL) == 1
    assert "[deck-edited]" in "".join(capsys.readouterr())
    assert (folder / DECK).read_bytes() == data


def test_a_picture_record_cannot_show_another_file(folder: Path) -> None:
    assert main([*ALL, *REPORT]) == 0
    [note] = (folder / "out" / ".pictures").glob("*.json")
    for name in ("../../../outside/victim", "/etc/passwd", KEPT):
        data = json.loads(note.read_text(encoding="utf-8"))
        note.write_text(json.dumps({**data, "slides": dict.fromkeys(data["slides"], name)}), encoding="utf-8")
        (folder / "decks" / "other.yaml").write_text(OTHER.replace("Another", name[-4:]), encoding="utf-8")
        assert main([*ALL, *REPORT]) == 0


SECRET = "secret.csv"


@pytest.mark.parametrize(
    ("outline", "git", "home", "is_found"),
    [
        ("a/decks/x.yaml", "", "", True),
        ("a/decks/sub/x.yaml", "", "", True),
        ("a/decks/x.yaml", "a", "", True),
        ("a/b/decks/x.yaml", "", "", False),
        ("a/b/decks/x.yaml", "a", "", True),
        ("a/b/c/x.yaml", "a", "", True),
        ("a/b/c/x.yaml", "a", "a", False),
        ("a/.b/x.yaml", "a", "", True),
        ("a/decks/x.yaml", "a/decks", "", False),
        ("a/decks/clone/x.yaml", "a/decks/clone", "", False),
        ("a/decks/clone/in/x.yaml", "a/decks/clone", "", False),
        ("a/decks/x.yaml", "", "a", False),
        ("a/x.yaml", "", "a", False),
    ],
)
def test_the_workspace_is_never_a_home_folder_and_stays_within_the_repository(
    outline: str, git: str, home: str, is_found: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / outline
    path.parent.mkdir(parents=True)
    (tmp_path / "a" / SECRET).write_text("mine", encoding="utf-8")
    if git:
        (tmp_path / git / ".git").mkdir()
    monkeypatch.setenv("HOME", str(tmp_path / home) if home else "/nobody")
    monkeypatch.setenv("USERPROFILE", str(tmp_path / home) if home else "/nobody")
    up = "/".join([".."] * (len(Path(outline).parts) - 2))
    found = Workspace(str(path)).find(f"{up}/{SECRET}".lstrip("/"), Location("x.yaml", 1, 1))
    assert found == str(tmp_path / "a" / SECRET) if is_found else getattr(found, "code", found) == "outside-workspace"


@pytest.mark.parametrize(
    ("name", "is_found"),
    [(".git/config", False), (".env.csv", False), ("data/.secret/a.csv", False), ("data/a.csv", True), ("link.csv", False),
     ("data/a..csv", True)],
)  # fmt: skip
@pytest.mark.parametrize("outline", ["decks/x.yaml", "talks/may/x.yaml"])
def test_hidden_folders_of_a_repository_are_outside_the_workspace(
    outline: str, name: str, is_found: bool, tmp_path: Path
) -> None:
    for one in (outline, ".git/config", ".env.csv", "data/.secret/a.csv", "data/a.csv", "data/a..csv"):
        (tmp_path / one).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / one).write_text("a", encoding="utf-8")
    link(tmp_path / "link.csv", tmp_path / ".env.csv")
    up = "../" * (len(Path(outline).parts) - 1)
    found = Workspace(str(tmp_path / outline)).find(up + name, Location("x.yaml", 1, 1))
    assert getattr(found, "code", "") == ("" if is_found else "outside-workspace")
    if not is_found and name != "link.csv":
        assert "hidden" in found.message  # type: ignore[union-attr]


def test_an_outline_in_a_hidden_folder_has_that_folder_as_workspace(tmp_path: Path) -> None:
    (tmp_path / ".in" / "decks").mkdir(parents=True)
    (tmp_path / ".in" / "a.csv").write_text("a", encoding="utf-8")
    found = Workspace(str(tmp_path / ".in" / "decks" / "x.yaml")).find("../a.csv", Location("x.yaml", 1, 1))
    assert found == str(tmp_path / ".in" / "a.csv")


EXTENDING = "extends: ../../outside/other.yaml\ndeck: more\n"


@pytest.mark.parametrize("more", [(), ("--shard", "1/1"), ("--shard", "1/1", "-j", "2")])
def test_every_worker_uses_the_workspace_of_the_command_line(
    more: tuple[str, ...], folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder.parent / "outside" / "other.yaml").write_text(OTHER, encoding="utf-8")
    for name in ("more.yaml", "again.yaml"):
        text = EXTENDING.replace("more", name[:-5])
        (folder / "decks" / name).write_text(text, encoding="utf-8")
    decks = ["build", "decks/more.yaml", "decks/again.yaml", *more]
    assert main(decks) == 1
    assert "outside-workspace" in capsys.readouterr().err
    assert main([*decks, "--workspace", ".."]) == 0
    assert main(decks) == 1, "the choice is that of one command"
    assert main([*decks, "--workspace", "decks"]) == 1


@pytest.mark.parametrize("place", ["/", "~", "nowhere", "decks/other.yaml"])
def test_a_home_folder_or_whole_disk_cannot_be_named_as_workspace(
    place: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*ALL, "--workspace", os.path.expanduser(place)]) == 2
    assert "error[usage]" in capsys.readouterr().err


@pytest.mark.parametrize(
    "outline", ["/decks/x.yaml", "/x.yaml", "/home/decks/x.yaml", "/home/a/decks/x.yaml", "/home/a/x.yaml"]
)
def test_no_whole_disk_and_no_users_home_becomes_the_workspace(outline: str) -> None:
    space = Workspace(outline)
    assert [space.holds(path) for path in ("/etc/passwd", "/home/a/.ssh/id", "/home/b/x.csv", outline)] == [
        *[False] * 3,
        True,
    ]
    assert space.is_open or space.top.endswith("/decks")


@pytest.mark.parametrize(
    ("name", "is_found"), [("other.yaml", True), ("../outside/other.yaml", False), ("ABSOLUTE", False)]
)
def test_a_deck_stores_the_plain_file_name_of_its_outline(name: str, is_found: bool, folder: Path) -> None:
    place = folder.parent / "outside" / "other.yaml"
    place.write_text(OTHER, encoding="utf-8")
    name = name.replace("ABSOLUTE", str(place))
    deck = outline_named(name)
    if is_found:
        assert deck == "decks/other.yaml"
    else:
        assert deck == "no-outline"


def outline_named(name: str) -> str:
    """Return the outline that a deck with a base of this outline is taken to be of, or the code of the finding."""
    assert main(ALL) == 0
    with zipfile.ZipFile(DECK) as file:
        parts = {part: file.read(part) for part in file.namelist()}
    forged = {
        part: data.replace(b'"outline":"other.yaml"', f'"outline":"{name}"'.encode()) for part, data in parts.items()
    }
    assert (forged != parts) == (name != "other.yaml")
    try:
        return plan_update(DECK, Asked(), data=zipped(**forged)).outline
    except InvalidInput as problem:
        return problem.findings[0].code
