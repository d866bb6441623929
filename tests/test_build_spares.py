"""Existing files where ``build`` writes: edited decks and files that are not decks are not overwritten."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

import pytest
from pptx import Presentation
from pptx.enum.dml import MSO_THEME_COLOR

from osloregion_slides import cli
from osloregion_slides.ooxml.zip import pack, write_zip
from tests.update.edits import delete, reorder
from tests.workspace import DECK, HAND, NOTHING, WRONG, Workspace


def test_a_build_does_not_overwrite_manual_edits(place: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    build = ["build", "decks/osloregionen.yaml"]
    place.by_hand()
    edited = place.deck.read_bytes()
    assert cli.main(build) == WRONG
    said = capsys.readouterr().err
    assert "deck-edited" in said and f"update {DECK}" in said.replace(os.sep, "/")
    assert place.deck.read_bytes() == edited
    assert cli.main([*build, "--to", "html"]) == NOTHING, "a page is another file"
    place.rewrite("nb: vekstsenter", "nb: kraftsenter")
    assert cli.main(["update", DECK]) == NOTHING
    assert cli.main(build) == WRONG, "an updated deck has the hand's work still"
    assert HAND in place.said()
    assert cli.main([*build, "--force"]) == NOTHING
    assert HAND not in place.said()


def test_a_build_overwrites_unedited_results_of_builds_and_updates(place: Workspace) -> None:
    build = ["build", "decks/osloregionen.yaml"]
    place.rewrite("nb: vekstsenter", "nb: kraftsenter")
    assert cli.main(["update", DECK]) == NOTHING
    place.rewrite("nb: kraftsenter", "nb: senter")
    assert cli.main(build) == NOTHING
    assert cli.main([*build, "--no-base", "--as-of", "2007-12-31", "-o", DECK]) == NOTHING
    assert cli.main(build) == NOTHING
    place.deck.write_bytes(b"")
    assert cli.main(build) == NOTHING, "nobody has worked on an empty file"


def test_a_build_does_not_overwrite_a_foreign_deck(place: Workspace) -> None:
    Presentation().save(DECK)
    assert cli.main(["build", "decks/osloregionen.yaml"]) == WRONG
    assert len(Presentation(DECK).slides) == 0


def _on_red(presentation: Any) -> None:
    fill = presentation.slides[4].background.fill
    fill.solid()
    fill.fore_color.theme_color = MSO_THEME_COLOR.ACCENT_2


def _narrower(presentation: Any) -> None:
    presentation.slide_width = 9_144_000


@pytest.mark.parametrize("work", [reorder, delete, _on_red, _narrower])
def test_build_refuses_to_overwrite_edits_kept_by_an_update(work: Callable[[Any], None], place: Workspace) -> None:
    presentation = Presentation(DECK)
    work(presentation)
    presentation.save(DECK)
    place.rewrite("nb: vekstsenter", "nb: kraftsenter")
    assert cli.main(["update", DECK]) == NOTHING
    before = place.deck.read_bytes()
    assert cli.main(["build", "decks/osloregionen.yaml"]) == WRONG
    assert place.deck.read_bytes() == before


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (lambda deck: b"a letter", "it is not a zip archive"),
        (lambda deck: deck[:-200], "it is not a zip archive"),
        (lambda deck: deck[: len(deck) // 2], "it is not a zip archive"),
        (lambda deck: deck[:30_000] + bytes(50) + deck[30_050:], "is damaged"),
        (lambda deck: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and more", "it has a password"),
        (lambda deck: write_zip([pack("word/document.xml", b"<x/>")]), "it is not a presentation"),
    ],
)
def test_a_build_does_not_overwrite_an_unreadable_file(
    damage: Callable[[bytes], bytes], said: str, place: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    there = damage(place.deck.read_bytes())
    place.deck.write_bytes(there)
    assert cli.main(["build", "decks/osloregionen.yaml"]) == WRONG
    told = capsys.readouterr().err
    assert "error[file-in-the-way]" in told and said in told
    assert place.deck.read_bytes() == there
    assert cli.main(["build", "decks/osloregionen.yaml", "--force"]) == NOTHING
    assert len(Presentation(DECK).slides) == 13
