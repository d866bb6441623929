"""Several decks and folders, two copies, decks without properties, backups: by the command line."""

from __future__ import annotations

import json
import os
import shutil
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation

from osloregion_slides import build, cli
from tests.update.copies import WAYS, opened, saved
from tests.update.edits import shape_of
from tests.workspace import CONFLICTS, DECK, HAND, NOTHING, PENDING, WRONG, Workspace

OUTLINE = "decks/osloregionen.yaml"


def without_properties(path: str) -> None:
    """Drop what the Document Inspector drops: custom properties and custom XML."""
    presentation: Any = Presentation(path)
    for relations in (presentation.part.rels, presentation.part.package._rels):
        for identity, relation in list(relations.items()):
            if relation.reltype.endswith(("/customXml", "/custom-properties")):
                relations.pop(identity)
    presentation.save(path)


def edited(path: str, way: str, who: str) -> None:
    presentation = opened(Path(DECK).read_bytes())
    WAYS[way].do(presentation, who)
    Path(path).write_bytes(saved(presentation))


def said(capsys: pytest.CaptureFixture[str]) -> tuple[str, str]:
    captured = capsys.readouterr()
    return captured.out, captured.err


def test_a_folder_of_decks_has_one_summary_and_the_worst_exit_code(
    place: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("out/second").mkdir()
    shutil.copy(DECK, "out/second/board.pptx")
    Path("out/~$osloregionen.pptx").write_bytes(b"a lock")
    assert cli.main(["plan", "out"]) == NOTHING
    assert "2 decks: 2 up to date." in said(capsys)[0]
    place.rewrite("nb: vekstsenter", "nb: kraftsenter")
    assert cli.main(["plan", "out"]) == PENDING
    out = said(capsys)[0]
    assert out.count("osloregion-slides plan") == 2 and "2 decks: 2 with changes." in out
    place.conflict()
    Path("out/~$osloregionen.pptx").unlink()
    assert cli.main(["update", DECK, "out/second", OUTLINE]) == CONFLICTS
    assert "2 decks: 1 up to date, 1 with conflicts." in said(capsys)[0]
    Path("out/third.pptx").write_bytes(b"no deck")
    assert cli.main(["plan", "out"]) == WRONG
    out, err = said(capsys)
    assert "2 up to date, 1 with errors." in out and "not-a-presentation" in err
    assert cli.main(["plan", "decks/data"]) == WRONG
    assert "deck-missing" in said(capsys)[1]


def test_the_json_lists_several_decks_and_keeps_its_form_for_one(
    place: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copy(DECK, "out/board.pptx")
    assert cli.main(["plan", "out", "--format", "json"]) == NOTHING
    found = json.loads(said(capsys)[0])
    assert [one["exit_code"] for one in found["decks"]] == [0, 0] and found["exit_code"] == 0
    assert cli.main(["plan", DECK, "--format", "json"]) == NOTHING
    assert json.loads(said(capsys)[0])["deck"] == DECK


def test_a_choice_applies_to_the_deck_that_has_the_id_and_must_match_one(
    place: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copy(DECK, "out/board.pptx")
    place.conflict()
    assert cli.main(["plan", DECK, "--format", "json"]) == CONFLICTS
    (name,) = [note["id"] for note in json.loads(said(capsys)[0])["notes"] if note["group"] == "conflict"]
    assert cli.main(["update", "out", "--take", name]) == NOTHING
    assert "Vi skal bli en mer" in place.said()
    assert cli.main(["plan", "out", "--take", "00000000"]) == WRONG
    assert "unknown-conflict" in said(capsys)[1]


def test_numbered_backups_never_overwrite_a_file_saved_by_hand(place: Workspace) -> None:
    place.by_hand()
    first = place.deck.read_bytes()
    for word in ("kraftsenter", "tyngdepunkt"):
        place.outline.write_text(
            place.outline.read_text(encoding="utf-8").replace("nb: vekstsenter", f"nb: {word}"), encoding="utf-8"
        )
        second = place.deck.read_bytes()
        assert cli.main(["update", DECK]) == NOTHING
        place.outline.write_text(
            place.outline.read_text(encoding="utf-8").replace(f"nb: {word}", "nb: vekstsenter"), encoding="utf-8"
        )
    assert Path(f"{DECK}.bak").read_bytes() == first
    assert Path(f"{DECK}.2.bak").read_bytes() == second
    assert HAND in place.said()


def test_a_deck_without_properties_is_compared_with_the_best_matching_base(
    place: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    place.rewrite("nb: vekstsenter", "nb: kraftsenter")
    build_again = build(OUTLINE)
    Path("decks/.bases").mkdir(exist_ok=True)
    assert cli.main(["build", OUTLINE, "-o", "out/other.pptx"]) == NOTHING
    assert len(os.listdir("decks/.bases")) >= 2 and build_again.data
    place.by_hand()
    without_properties(DECK)
    said(capsys)
    assert cli.main(["plan", DECK]) == PENDING
    out, err = said(capsys)
    assert "base-guessed" in err and "fits best" in err
    assert "kraftsenter" in out and "Edits made in PowerPoint, kept: 1" in out
    given = next(str(one) for one in Path("decks/.bases").iterdir())
    assert cli.main(["plan", DECK, "--base", given]) in (PENDING, NOTHING)
    assert "base-guessed" not in said(capsys)[1]
    shutil.rmtree("decks/.bases")
    assert cli.main(["plan", DECK, OUTLINE]) == WRONG
    assert "no-base" in said(capsys)[1]


def test_adopt_shows_its_plan_without_writing(place: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    plain = Path("out/plain.pptx")
    plain.write_bytes(build(OUTLINE, updatable=False).data)
    before = plain.read_bytes()
    assert cli.main(["adopt", str(plain), OUTLINE, "--plan"]) == PENDING
    assert "to link" in said(capsys)[0]
    assert plain.read_bytes() == before and not Path(f"{plain}.bak").exists()


def test_two_copies_are_merged_and_a_conflict_shows_both_values(
    place: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    edited("out/mine.pptx", "rewrite a panel", "A")
    edited("out/yours.pptx", "rewrite a panel", "B")
    before = Path("out/mine.pptx").read_bytes()
    assert cli.main(["merge", "out/mine.pptx", "out/yours.pptx", "--plan"]) == CONFLICTS
    out = said(capsys)[0]
    assert 'this copy "Skrevet av A"  |  other copy "Skrevet av B"' in out
    assert Path("out/mine.pptx").read_bytes() == before
    name = out.partition("[")[2].partition("]")[0]
    assert cli.main(["merge", "out/mine.pptx", "out/yours.pptx", "--take", name, "-o", "out/ours.pptx"]) == NOTHING
    assert "Skrevet av B" in shape_of(Presentation("out/ours.pptx"), "purpose/goal").text_frame.text
    edited("out/yours.pptx", "add a picture", "B")
    assert cli.main(["merge", "out/mine.pptx", "out/yours.pptx"]) == NOTHING
    assert Path("out/mine.pptx.bak").read_bytes() == before
    result: Any = Presentation("out/mine.pptx")
    assert WAYS["rewrite a panel"].is_there(result, "A") and WAYS["add a picture"].is_there(result, "B")
    assert cli.main(["plan", "out/mine.pptx"]) == NOTHING
    assert cli.main(["build", OUTLINE, "-o", "out/mine.pptx"]) == WRONG, "a merged deck is one that people edited"


def test_copies_of_different_decks_or_builds_are_not_merged(
    place: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    assert cli.main(["build", "decks/gallery.yaml", "-o", "out/gallery.pptx"]) == NOTHING
    assert cli.main(["merge", DECK, "out/gallery.pptx"]) == WRONG
    assert "copies-of-two-decks" in said(capsys)[1]
    shutil.copy(DECK, "out/older.pptx")
    place.rewrite("nb: vekstsenter", "nb: kraftsenter")
    assert cli.main(["update", DECK]) == NOTHING
    assert cli.main(["merge", DECK, "out/older.pptx"]) == WRONG
    assert "copies-of-two-builds" in said(capsys)[1]
    assert cli.main(["update", "out/older.pptx"]) == NOTHING
    assert cli.main(["merge", DECK, "out/older.pptx"]) == NOTHING
