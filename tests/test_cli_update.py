"""The verbs that update decks: what they print and write, and their exit codes."""

from __future__ import annotations

import io
import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from pptx import Presentation

from osloregion_slides import cli
from osloregion_slides.service_update import Asked, apply, plan_update
from tests.conftest import REPOSITORY
from tests.update.edits import delete, shape_of, words
from tests.workspace import CONFLICTS, DECK, HAND, NOTHING, PENDING, USAGE, WRONG, Workspace


def test_an_update_without_changes_reports_that_and_writes_nothing(
    place: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
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
    assert "~ purpose  goal: " in said and "kraftsenter" in said and "decks/osloregionen.yaml:" in said
    assert place.deck.read_bytes() == before
    assert cli.main(["update", DECK]) == NOTHING
    assert f"{DECK}: updated; previous version saved as {DECK}.bak" in capsys.readouterr().out
    assert HAND in place.said()
    assert Path(f"{DECK}.bak").read_bytes() == before
    assert cli.main(["plan", DECK]) == NOTHING


def test_an_update_that_only_renews_the_update_data_reports_that(
    place: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    before = place.said()
    place.rewrite("\ntitle: {all: Osloregionen}", "\ntitle: {all: Alliansen Osloregionen}")
    assert cli.main(["update", DECK]) == NOTHING
    said = capsys.readouterr().out
    assert "No changes" in said and "updated" not in said
    assert "slides unchanged, update data renewed" in said
    assert place.said() == before


def test_with_no_backup_no_backup_file_is_left(place: Workspace) -> None:
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
def test_a_conflict_keeps_the_decks_side_or_uses_the_outlines(
    arguments: list[str], kept: str, code: int, place: Workspace
) -> None:
    place.conflict()
    assert cli.main(["plan", DECK]) == CONFLICTS
    assert cli.main(["update", DECK, *arguments]) == code
    assert kept in place.said()
    assert cli.main(["plan", DECK]) == NOTHING


def test_a_conflict_is_resolved_either_way_by_its_id(place: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    place.conflict()
    assert cli.main(["plan", DECK, "--format", "json"]) == CONFLICTS
    (note,) = [note for note in json.loads(capsys.readouterr().out)["notes"] if note["group"] == "conflict"]
    assert cli.main(["plan", DECK, "--keep", note["id"]]) == NOTHING
    assert cli.main(["plan", DECK, "--take", note["id"]]) == PENDING
    assert f"[{note['id']}]" in capsys.readouterr().out
    assert cli.main(["update", DECK, "--take", note["id"], "--keep", note["id"]]) == USAGE
    assert cli.main(["update", DECK, "--take", "00000000"]) == WRONG
    assert "unknown-conflict" in capsys.readouterr().err
    assert HAND in place.said()
    assert cli.main(["update", DECK, "--on-conflict", "fail", "--take", note["id"]]) == NOTHING
    assert "Vi skal bli" in place.said()


def test_a_deleted_slide_is_restored_by_its_id(place: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    presentation = Presentation(str(place.deck))
    before = words(presentation.slides[4])
    delete(presentation)
    presentation.save(str(place.deck))
    assert cli.main(["plan", DECK, "--format", "json"]) == NOTHING
    (note,) = [note for note in json.loads(capsys.readouterr().out)["notes"] if note["slide"] == "background"]
    assert cli.main(["update", DECK, "--take", note["id"]]) == NOTHING
    assert words(Presentation(str(place.deck)).slides[4]) == before
    assert cli.main(["plan", DECK]) == NOTHING


def test_a_deck_that_is_not_a_regular_file_is_planned_and_updated(place: Workspace) -> None:
    place.conflict()
    data = place.deck.read_bytes()
    place.deck.unlink()
    asked = Asked("decks/osloregionen.yaml")
    planned = plan_update("dropped.pptx", asked, data=data)
    (note,) = [note for note in planned.plan.notes if note.group == "conflict"]
    chosen = plan_update("dropped.pptx", asked, choices={note.id: "take"}, data=data)
    after = apply(chosen, "dropped.pptx").data
    assert "Vi skal bli" in words(Presentation(io.BytesIO(after)).slides[2])
    again = plan_update("dropped.pptx", asked, data=after).plan
    assert (again.changes, again.notes) == ((), ())
    assert os.listdir("out") == []


def test_with_on_conflict_fail_a_conflict_leaves_the_deck_unchanged(
    place: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    place.conflict()
    place.rewrite("nb: vekstsenter", "nb: kraftsenter")
    before = place.deck.read_bytes()
    assert cli.main(["update", DECK, "--on-conflict", "fail"]) == CONFLICTS
    said = capsys.readouterr().out
    assert "Vi skal bli en mer" in said and "nothing was written" in said
    assert place.deck.read_bytes() == before
    assert os.listdir("out") == ["osloregionen.pptx"]


@pytest.mark.parametrize("verb", ["plan", "update"])
def test_the_plan_as_json_is_valid_json(verb: str, place: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    place.conflict()
    assert cli.main([verb, DECK, "--format", "json"]) == CONFLICTS
    told = json.loads(capsys.readouterr().out)
    assert "purpose/goal" in json.dumps(told)


@pytest.mark.parametrize("lock", ["~$osloregionen.pptx", "~$loregionen.pptx", ".~lock.osloregionen.pptx#"])
def test_an_open_deck_is_not_updated(lock: str, place: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
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


def test_text_that_no_longer_fits_is_reported_with_slide_and_shape(
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
    assert "purpose/goal: error[text-overflows]" in said


def test_text_that_fits_is_not_reported(place: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    place.rewrite("nb: vekstsenter", "nb: kraftsenter")
    assert cli.main(["update", DECK]) == NOTHING
    said = capsys.readouterr().err
    assert "text-overflows" not in said and "word-too-wide" not in said


def test_an_update_uses_the_variant_of_the_deck(place: Workspace) -> None:
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


def test_adopt_links_a_deck_without_a_base(place: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    from osloregion_slides import build

    plain = Path("out/plain.pptx")
    plain.write_bytes(build("decks/osloregionen.yaml", updatable=False).data)
    shutil.rmtree("decks/.bases")
    assert cli.main(["plan", "out/plain.pptx"]) == WRONG
    assert cli.main(["update", "out/plain.pptx", "decks/osloregionen.yaml"]) == WRONG
    said = capsys.readouterr().err
    assert "no-base" in said and "adopt" in said
    assert cli.main(["adopt", "out/plain.pptx", "decks/osloregionen.yaml"]) == NOTHING
    assert cli.main(["plan", "out/plain.pptx"]) == NOTHING
    place.rewrite("nb: vekstsenter", "nb: kraftsenter")
    assert cli.main(["plan", "out/plain.pptx"]) == PENDING


def test_adopting_a_deck_with_a_base_is_rejected(place: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    place.rewrite("nb: vekstsenter", "nb: kraftsenter")
    before = place.deck.read_bytes()
    assert cli.main(["adopt", DECK, "decks/osloregionen.yaml"]) == WRONG
    said = capsys.readouterr().err
    assert "has-base" in said and "update" in said
    assert place.deck.read_bytes() == before


def test_diff_reports_differences_in_three_formats(place: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
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
def test_a_missing_file_is_reported(verb: str, place: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main([verb, "out/none.pptx"]) == WRONG
    said = capsys.readouterr().err
    assert "missing-file" in said and f"Looked in {place.folder / 'out'}" in said
    assert cli.main([verb, "out/osloregion.pptx"]) == WRONG
    assert "osloregionen.pptx`?" in capsys.readouterr().err


def test_an_outline_with_errors_leaves_the_deck_unchanged(place: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    before = place.deck.read_bytes()
    place.rewrite("kind: pillars", "kind: pillar")
    assert cli.main(["update", DECK]) == WRONG
    assert "unknown-kind" in capsys.readouterr().err
    assert place.deck.read_bytes() == before


# Kills the process at the nth thing it does to the folder of the deck, as the interpreter reports it
KILLED_AT = """
import os, signal, sys
left, folder = int(sys.argv[1]), sys.argv[2]
def watch(event, arguments):
    global left
    if event.partition(".")[0] in ("open", "os", "shutil") and any(
        os.path.abspath(str(a)).startswith(folder) for a in arguments
    ):
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(watch)
from osloregion_slides.cli import main
sys.exit(main(sys.argv[3:]))
"""


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no SIGKILL")
def test_the_deck_is_the_old_or_new_one_if_killed_at_any_file_operation(place: Workspace) -> None:
    place.rewrite("nb: vekstsenter", "nb: kraftsenter")
    old = place.deck.read_bytes()
    assert cli.main(["update", DECK, "--no-backup"]) == NOTHING
    new = place.deck.read_bytes()
    assert old != new
    seen = []
    for moment in range(1, 60):
        place.deck.write_bytes(old)
        arguments = [str(moment), os.path.abspath("out"), "update", str(place.deck), "decks/osloregionen.yaml"]
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
