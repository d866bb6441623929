"""Reports with slides before and after: where pictures come from, what is marked, and what a plain build skips."""

from __future__ import annotations

import re
from base64 import b64decode
from pathlib import Path

import pytest

from osloregion_slides.base.findings import Location
from osloregion_slides.batch.batch import Batch
from osloregion_slides.batch.pictures import NAME, Shown, picture, tidy
from osloregion_slides.batch.report import MAX_CHANGES, page
from osloregion_slides.batch.values import Job, Outcome
from tests.batch.sample import NAMES, build, built_apart, change, looks, states, workspace


@pytest.fixture
def builds(tmp_path: Path) -> str:
    """Return a workspace whose decks are built with pictures."""
    path = workspace(tmp_path)
    build(path, pictures=True)
    return path


@pytest.fixture
def folder(builds: str) -> Path:
    return Path(builds).parent.parent


def shown(batch: Batch) -> dict[str, list[tuple[str, str]]]:
    """Return the titles of the slides that are shown, and what is said of them, by deck."""
    return {
        outcome.job.output.removesuffix(".pptx"): [(one.title, one.said) for one in outcome.shown]
        for outcome in batch.outcomes
        if outcome.shown
    }


def drawings(html: str) -> list[str]:
    return [b64decode(data).decode() for data in re.findall(r"data:image/svg\+xml;base64,([^\"]+)", html)]


def test_changed_slides_are_shown_before_and_after_with_marks(builds: str, folder: Path) -> None:
    change(folder / "decks" / "small.yaml", "nb: Liten", "nb: Mindre")
    batch = build(builds, pictures=True)
    assert shown(batch) == {
        "small-nb": [("Møte", "Changed: subtitle.")],
        "small-board-nb": [("Styremøte", "Changed: subtitle.")],
    }
    html = page(batch, str(folder), str(folder / "out"))
    before, after, *_ = drawings(html)
    assert ("Liten" in before, "Mindre" in before) == (True, False)
    assert ("Liten" in after, "Mindre" in after) == (False, True)
    assert before.count("stroke-dasharray") == after.count("stroke-dasharray") == 1
    assert "img-src data:" in html
    assert not re.search(r"<script|<link|https?:|url\(|@import", html)


def test_a_plain_build_draws_nothing_and_imports_nothing_that_draws(tmp_path: Path) -> None:
    drawing = "[name for name in sys.modules if name.startswith('osloregion_slides.render') or 'pictures' in name]"
    assert built_apart(workspace(tmp_path), f"print({drawing})") == "[]"
    assert not (tmp_path / "out" / NAME).exists()


def test_a_run_without_changes_writes_no_picture(builds: str, folder: Path) -> None:
    before = looks(folder)
    batch = build(builds, pictures=True)
    assert set(states(batch).values()) == {"unchanged"}
    assert shown(batch) == {}
    assert looks(folder) == before


def test_without_an_earlier_picture_the_change_is_still_reported_and_marked(tmp_path: Path) -> None:
    path = workspace(tmp_path)
    build(path)
    change(tmp_path / "decks" / "small.yaml", "nb: Liten", "nb: Mindre")
    batch = build(path, pictures=True)
    assert shown(batch)["small-nb"] == [("Møte", "Changed: subtitle.")]
    html = page(batch, str(tmp_path), str(tmp_path / "out"))
    assert "the deck before was built without a report" in html
    assert [("Mindre" in one, one.count("stroke-dasharray")) for one in drawings(html)] == [(True, 1)] * 2


def test_pictures_of_another_state_of_the_deck_are_not_used_as_before(builds: str, folder: Path) -> None:
    change(folder / "decks" / "small.yaml", "nb: Liten", "nb: Mindre")
    build(builds)
    change(folder / "decks" / "small.yaml", "nb: Mindre", "nb: Minst")
    batch = build(builds, pictures=True)
    assert {one.before for outcome in batch.outcomes for one in outcome.shown} == {""}


def test_new_removed_and_moved_slides_are_labelled(builds: str, folder: Path) -> None:
    outline = folder / "decks" / "other.yaml"
    outline.write_text(
        "deck: other\ntitle: Other\nslides:\n  - {id: new, kind: statement, title: New, text: Words}\n",
        encoding="utf-8",
    )
    found = shown(build(builds, pictures=True))["other"]
    assert sorted(found) == [("Another", "Taken out."), ("New", "A new slide.")]


def test_a_new_deck_shows_its_slides(tmp_path: Path) -> None:
    batch = build(workspace(tmp_path), pictures=True)
    assert {name: len(found) for name, found in shown(batch).items()} == {
        name: 1 if name == "other" else 2 for name in NAMES
    }
    assert {said for found in shown(batch).values() for _, said in found} == {"A new deck."}


def test_a_change_shared_by_many_decks_is_shown_once() -> None:
    at = Location("b", 1)
    outcomes = [
        Outcome(
            Job("a.yaml", "", "", "", (), f"{n}.pptx", at),
            "built",
            f"out/{n}.pptx",
            shown=(Shown("T", "S.", "a", "b"),),
        )
        for n in range(9)
    ]
    html = page(Batch(tuple(outcomes)), "", "out")
    assert html.count("<article>") == 1
    assert "In 0, 1, 2, 3, 4, 5 and 3 more" in html


def test_a_page_shows_a_limited_number_of_changes_and_counts_the_rest() -> None:
    job = Job("a.yaml", "", "", "", (), "a.pptx", Location("b", 1))
    many = tuple([Shown(f"T{n}", "S.", "", "") for n in range(MAX_CHANGES + 7)])
    html = page(Batch((Outcome(job, "built", "out/a.pptx", shown=many),)), "", "out")
    assert html.count("<article>") == MAX_CHANGES
    assert "7 more changes are not shown" in html


def test_pictures_of_removed_decks_are_deleted(builds: str, folder: Path) -> None:
    there = folder / "out" / NAME
    count = len(list(there.iterdir()))
    change(folder / "decks" / "small.yaml", "nb: Liten", "nb: Mindre")
    batch = build(builds, pictures=True)
    assert len(list(there.iterdir())) == count + 2
    tidy(str(there.parent), [outcome.job.output for outcome in batch.outcomes])
    assert len(list(there.iterdir())) == count
    tidy(str(there.parent), ["other.pptx"])
    assert len(list(there.iterdir())) == 2


@pytest.mark.parametrize("damage", [b"", b"[]", b"{", b'{"deck": 1, "slides": 2}', b"\xff"])
def test_damaged_records_and_pictures_are_ignored(damage: bytes, builds: str, folder: Path) -> None:
    for path in (folder / "out" / NAME).iterdir():
        path.write_bytes(damage)
    change(folder / "decks" / "small.yaml", "nb: Liten", "nb: Mindre")
    batch = build(builds, pictures=True)
    assert not batch.failed
    assert len(shown(batch)) == 2
    assert page(batch, str(folder), str(folder / "out")).count("<article>") == 2


def test_a_missing_picture_is_treated_as_no_picture(tmp_path: Path) -> None:
    assert picture(str(tmp_path), "0" * 32) == picture(str(tmp_path), "none") == ""


def test_an_unwritable_picture_folder_does_not_stop_the_decks(tmp_path: Path) -> None:
    path = workspace(tmp_path)
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / NAME).write_text("a file", encoding="utf-8")
    assert set(states(build(path, pictures=True)).values()) == {"built"}
