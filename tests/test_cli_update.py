"""The verbs that update decks, as people meet them: what they print and write, and how they end."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from pptx import Presentation

from osloregion_slides import cli
from tests.conftest import REPOSITORY
from tests.update.edits import shape_of, words
from tests.update.outlines import copied

NOTHING, WRONG, PENDING, CONFLICTS = 0, 1, 3, 4
DECK = "out/osloregionen.pptx"
HAND = "Målet er å styrke hele regionen."
GOAL = "Målet er å styrke Osloregionen som en konkurransedyktig og bærekraftig region i Europa."


class Workspace:
    """A folder with the flagship's outline and its deck."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.deck = folder, folder / DECK
        self.outline = folder / "decks" / "osloregionen.yaml"

    def rewrite(self, before: str, after: str) -> None:
        text = self.outline.read_text(encoding="utf-8")
        assert text.count(before) == 1
        self.outline.write_text(text.replace(before, after), encoding="utf-8")

    def by_hand(self, name: str = "purpose/goal", text: str = HAND) -> None:
        presentation = Presentation(str(self.deck))
        shape_of(presentation, name).text_frame.paragraphs[0].runs[0].text = text
        presentation.save(str(self.deck))

    def conflict(self) -> None:
        self.by_hand()
        self.rewrite(f"nb: {GOAL}", "nb: Vi skal bli flere.")

    def said(self) -> str:
        return words(Presentation(str(self.deck)).slides[2])


@pytest.fixture(scope="session")
def first_build(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, dict[str, bytes]]:
    folder = tmp_path_factory.mktemp("first")
    (folder / "decks").mkdir()
    copied(folder / "decks")
    here = os.getcwd()
    os.chdir(folder)
    try:
        assert cli.main(["build", "decks/osloregionen.yaml"]) == 0
    finally:
        os.chdir(here)
    bases = folder / "decks" / ".bases"
    return (folder / DECK).read_bytes(), {path.name: path.read_bytes() for path in bases.iterdir()}


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, first_build: tuple[bytes, dict[str, bytes]]) -> Workspace:
    (tmp_path / "decks" / ".bases").mkdir(parents=True)
    copied(tmp_path / "decks")
    (tmp_path / "out").mkdir()
    (tmp_path / DECK).write_bytes(first_build[0])
    for name, data in first_build[1].items():
        (tmp_path / "decks" / ".bases" / name).write_bytes(data)
    monkeypatch.chdir(tmp_path)
    return Workspace(tmp_path)


def test_nothing_to_do_is_said_and_nothing_is_written(place: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    before = place.deck.read_bytes()
    assert cli.main(["plan", DECK]) == NOTHING
    assert "No changes" in capsys.readouterr().out
    assert cli.main(["update", DECK]) == NOTHING
    assert place.deck.read_bytes() == before
    assert os.listdir("out") == ["osloregionen.pptx"]


def test_plan_shows_what_update_does_and_writes_nothing(place: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    place.by_hand()
    place.rewrite("nb: vekstsenter", "nb: kraftsenter")
    before = place.deck.read_bytes()
    assert cli.main(["plan", DECK]) == PENDING
    said = capsys.readouterr().out
    assert "~ purpose/goal" in said and "kraftsenter" in said and "decks/osloregionen.yaml:" in said
    assert place.deck.read_bytes() == before
    assert cli.main(["update", DECK]) == NOTHING
    assert HAND in place.said()
    assert Path(f"{DECK}.bak").read_bytes() == before
    assert cli.main(["plan", DECK]) == NOTHING


def test_without_a_backup_none_is_left(place: Workspace) -> None:
    place.rewrite("nb: vekstsenter", "nb: kraftsenter")
    assert cli.main(["update", DECK, "--no-backup"]) == NOTHING
    assert os.listdir("out") == ["osloregionen.pptx"]


@pytest.mark.parametrize(
    ("arguments", "kept", "code"),
    [
        ([], HAND, CONFLICTS),
        (["--on-conflict", "keep"], HAND, CONFLICTS),
        (["--on-conflict", "take"], "Vi skal bli", 0),
    ],
)
def test_a_conflict_keeps_the_hands_or_takes_the_outlines(
    arguments: list[str], kept: str, code: int, place: Workspace
) -> None:
    place.conflict()
    assert cli.main(["plan", DECK]) == CONFLICTS
    assert cli.main(["update", DECK, *arguments]) == code
    assert kept in place.said()
    assert cli.main(["plan", DECK]) == NOTHING


def test_with_fail_a_conflict_leaves_the_deck(place: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    place.conflict()
    place.rewrite("nb: vekstsenter", "nb: kraftsenter")
    before = place.deck.read_bytes()
    assert cli.main(["update", DECK, "--on-conflict", "fail"]) == CONFLICTS
    assert "Vi skal bli flere." in capsys.readouterr().out
    assert place.deck.read_bytes() == before
    assert os.listdir("out") == ["osloregionen.pptx"]


@pytest.mark.parametrize("verb", ["plan", "update"])
def test_the_plan_as_json_is_json(verb: str, place: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    place.conflict()
    assert cli.main([verb, DECK, "--format", "json"]) == CONFLICTS
    told = json.loads(capsys.readouterr().out)
    assert "purpose/goal" in json.dumps(told)


@pytest.mark.parametrize("lock", ["~$osloregionen.pptx", "~$loregionen.pptx", ".~lock.osloregionen.pptx#"])
def test_a_deck_that_is_open_is_left_alone(lock: str, place: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    place.rewrite("nb: vekstsenter", "nb: kraftsenter")
    before = place.deck.read_bytes()
    (place.folder / "out" / lock).write_bytes(b"\x04Kari")
    assert cli.main(["plan", DECK]) == PENDING
    assert cli.main(["update", DECK]) == WRONG
    assert "deck-open" in capsys.readouterr().err
    assert place.deck.read_bytes() == before
    assert sorted(os.listdir("out")) == sorted(["osloregionen.pptx", lock])
    assert cli.main(["update", DECK, "--force"]) == NOTHING
    assert place.deck.read_bytes() != before


def test_text_that_no_longer_fits_its_box_is_told_with_slide_and_shape(
    place: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    presentation = Presentation(str(place.deck))
    shape_of(presentation, "purpose/goal").height //= 3
    presentation.save(str(place.deck))
    place.rewrite(
        "konkurransedyktig og bærekraftig region i Europa", "konkurransedyktig region som vokser i hele Europa"
    )
    capsys.readouterr()
    assert cli.main(["update", DECK]) == NOTHING
    said = capsys.readouterr().err
    assert "purpose/goal: warning[text-overflows]" in said


def test_a_text_that_fits_is_not_told_of(place: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    place.rewrite("nb: vekstsenter", "nb: kraftsenter")
    assert cli.main(["update", DECK]) == NOTHING
    said = capsys.readouterr().err
    assert "text-overflows" not in said and "word-too-wide" not in said


def test_the_variant_is_that_of_the_deck(place: Workspace) -> None:
    arguments = ["--audience", "board", "--language", "en", "--as-of", "2007-12-31", "--set", "meeting.place=Hamar"]
    assert cli.main(["build", "decks/osloregionen.yaml", "-o", "out/b.pptx", *arguments]) == 0
    assert cli.main(["plan", "out/b.pptx"]) == NOTHING
    place.rewrite("en: centre of growth", "en: centre of power and growth")
    assert cli.main(["update", "out/b.pptx"]) == NOTHING
    said = " ".join(words(slide) for slide in Presentation("out/b.pptx").slides)
    assert "centre of power and growth" in said and "Hamar" in said and "Board meeting" in said


def test_another_date_on_the_command_line_updates_the_numbers(place: Workspace) -> None:
    assert cli.main(["plan", DECK, "--as-of", "2007-12-31"]) == PENDING
    assert cli.main(["update", DECK, "--as-of", "2007-12-31"]) == NOTHING
    assert "56 kommuner" in place.said()


def test_adopt_makes_a_deck_without_base_one_of_ours(place: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    from osloregion_slides import build

    plain = Path("out/plain.pptx")
    plain.write_bytes(build("decks/osloregionen.yaml", updatable=False).data)
    assert cli.main(["plan", "out/plain.pptx"]) == WRONG
    assert cli.main(["update", "out/plain.pptx", "decks/osloregionen.yaml"]) == WRONG
    said = capsys.readouterr().err
    assert "no-base" in said and "adopt" in said
    assert cli.main(["adopt", "out/plain.pptx", "decks/osloregionen.yaml"]) == NOTHING
    assert cli.main(["plan", "out/plain.pptx"]) == NOTHING
    place.rewrite("nb: vekstsenter", "nb: kraftsenter")
    assert cli.main(["plan", "out/plain.pptx"]) == PENDING


def test_adopting_a_deck_that_has_its_base_is_refused(place: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    place.rewrite("nb: vekstsenter", "nb: kraftsenter")
    before = place.deck.read_bytes()
    assert cli.main(["adopt", DECK, "decks/osloregionen.yaml"]) == WRONG
    said = capsys.readouterr().err
    assert "has-base" in said and "update" in said
    assert place.deck.read_bytes() == before


def test_diff_says_what_is_different_in_three_forms(place: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    before = place.deck.read_bytes()
    Path("out/before.pptx").write_bytes(before)
    place.by_hand()
    for form, mark in (("text", "purpose/goal"), ("json", "purpose/goal"), ("html", "<html")):
        assert cli.main(["diff", "out/before.pptx", DECK, "--format", form]) == NOTHING
        said = capsys.readouterr().out
        assert mark in said and "hele regionen" in said
    assert cli.main(["diff", "decks/osloregionen.yaml", DECK]) == NOTHING
    assert "hele regionen" in capsys.readouterr().out


@pytest.mark.parametrize("verb", ["plan", "update"])
def test_a_file_that_is_not_there_is_said(verb: str, place: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main([verb, "out/none.pptx"]) == WRONG
    assert "missing-file" in capsys.readouterr().err


def test_an_outline_with_errors_leaves_the_deck(place: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    before = place.deck.read_bytes()
    place.rewrite("kind: hub", "kind: hubb")
    assert cli.main(["update", DECK]) == WRONG
    assert "unknown-kind" in capsys.readouterr().err
    assert place.deck.read_bytes() == before


# Kills the process at the nth thing it does to the folder of the deck, as the interpreter reports it
KILLED_AT = """
import os, signal, sys
left, folder = int(sys.argv[1]), sys.argv[2]
def watch(event, arguments):
    global left
    if event.partition(".")[0] in ("open", "os", "shutil") and any(folder in str(a) for a in arguments):
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(watch)
from osloregion_slides.cli import main
sys.exit(main(sys.argv[3:]))
"""


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no SIGKILL")
def test_killed_at_each_touch_of_the_folder_the_deck_is_the_old_or_the_new(place: Workspace) -> None:
    place.rewrite("nb: vekstsenter", "nb: kraftsenter")
    old = place.deck.read_bytes()
    assert cli.main(["update", DECK, "--no-backup"]) == NOTHING
    new = place.deck.read_bytes()
    assert old != new
    seen = []
    for moment in range(1, 60):
        place.deck.write_bytes(old)
        arguments = [str(moment), "out", "update", str(place.deck), "decks/osloregionen.yaml"]
        done = subprocess.run(
            [sys.executable, "-c", KILLED_AT, *arguments],
            capture_output=True,
            env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        )
        assert place.deck.read_bytes() in (old, new), f"at touch {moment}"
        backup = Path(f"{DECK}.bak")
        assert not backup.exists() or backup.read_bytes() == old
        seen.append(done.returncode)
        if done.returncode != -signal.SIGKILL:
            break
    assert seen[-1] == 0
    assert len(seen) > 3, "an update touches the folder at least to read, to write and to replace"
    assert place.deck.read_bytes() == new
