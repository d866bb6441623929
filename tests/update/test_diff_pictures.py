"""The page of what changed, with the slides before and now."""

from __future__ import annotations

import base64
import re
from pathlib import Path

import pytest

from osloregion_slides import cli
from tests import libreoffice
from tests.workspace import DECK, Workspace

PICTURE = re.compile(r'<img src="data:(image/[a-z+]+);base64,([^"]+)" alt="([^"]+)">')


def page(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    capsys.readouterr()
    assert cli.main(["diff", *arguments, "--format", "html"]) == 0
    return capsys.readouterr().out


def pictures(page: str) -> list[tuple[str, bytes, str]]:
    return [(kind, base64.b64decode(data), alt) for kind, data, alt in PICTURE.findall(page)]


def test_a_diff_of_two_outlines_has_pictures_with_framed_changes(
    place: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    before = Path("decks/before.yaml")
    before.write_bytes(place.outline.read_bytes())
    place.rewrite("nb: vekstsenter", "nb: kraftsenter")
    made = page(capsys, str(before), str(place.outline))
    found = pictures(made)
    assert [(kind, alt) for kind, _, alt in found] == [
        ("image/svg+xml", "Lysbilde 7, før"),
        ("image/svg+xml", "Lysbilde 7, nå"),
    ]
    assert b"vekstsenter" in found[0][1] and b"kraftsenter" in found[1][1]
    assert all(b"stroke-dasharray" in drawing for _, drawing, _ in found)
    assert "«before.yaml»" in made and "«osloregionen.yaml»" in made
    assert "http:" not in re.sub(r'xmlns(:\w+)?="[^"]+"', "", made)


def test_new_and_removed_slides_have_one_picture_each(place: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    before = Path("decks/before.yaml")
    before.write_bytes(place.outline.read_bytes())
    text = place.outline.read_text(encoding="utf-8")
    new = "  - {id: extra, kind: statement, title: Lagt til, text: I omrisset}\n\n"
    start, end = text.index("  - id: profiling\n"), text.index("  - id: sustainability\n")
    place.outline.write_text(text[:start] + new + text[end:], encoding="utf-8")
    found = [alt for _, _, alt in pictures(page(capsys, str(before), str(place.outline)))]
    assert {"Lysbilde 12, før", "Lysbilde 12, nå"} <= set(found)
    assert len(found) == len(set(found))


def test_errors_are_reported_in_addition_to_the_page(place: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    place.rewrite("kind: pillars", "kind: pillar")
    assert cli.main(["diff", DECK, str(place.outline), "--format", "html"]) == 1
    said = capsys.readouterr()
    assert "unknown-kind" in said.err and not said.out


def test_a_deck_diff_has_pictures_only_on_request(place: Workspace, capsys: pytest.CaptureFixture[str]) -> None:
    place.by_hand()
    assert pictures(page(capsys, str(place.outline), DECK)) == []


@pytest.mark.slow
def test_both_sides_of_a_comparison_with_a_deck_are_drawn_by_libreoffice(
    place: Workspace, capsys: pytest.CaptureFixture[str]
) -> None:
    libreoffice.needs_libreoffice()
    place.by_hand()
    found = pictures(page(capsys, str(place.outline), DECK, "--pictures"))
    assert [(kind, alt) for kind, _, alt in found] == [
        ("image/png", "Lysbilde 3, før"),
        ("image/png", "Lysbilde 3, nå"),
    ]
    assert found[0][1] != found[1][1]
    assert all(data.startswith(b"\x89PNG") for _, data, _ in found)
