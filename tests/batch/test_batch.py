"""A workspace built repeatedly: which files are written, which are not, and what is reported."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pptx
import pytest

from osloregion_slides.base.findings import InvalidInput
from osloregion_slides.batch.batch import Options, run_builds
from osloregion_slides.batch.cache import NAME
from osloregion_slides.pptx.reading.deck import read_deck
from tests.batch.sample import DECKS, NAMES, build, change, codes, inside, looks, states, workspace

ALL_BUILT = dict.fromkeys(NAMES, "built")
UNCHANGED = dict.fromkeys(NAMES, "unchanged")


@pytest.fixture
def builds(tmp_path: Path) -> str:
    """Return a workspace whose decks are built."""
    path = workspace(tmp_path)
    assert states(build(path)) == ALL_BUILT
    return path


@pytest.fixture
def folder(builds: str) -> Path:
    return Path(builds).parent.parent


def test_a_batch_writes_every_listed_deck(folder: Path) -> None:
    assert sorted(os.listdir(folder / "out")) == sorted((NAME, *DECKS))


def test_a_second_run_writes_no_file(builds: str, folder: Path) -> None:
    before = looks(folder)
    assert states(build(builds)) == UNCHANGED
    assert looks(folder) == before


def test_a_file_that_was_only_touched_changes_nothing(builds: str, folder: Path) -> None:
    before = looks(folder / "out")
    for path in folder.rglob("decks/**/*.*"):
        os.utime(path, (2_000_000_000, 2_000_000_000))
    assert states(build(builds)) == UNCHANGED
    assert {**looks(folder / "out"), str(folder / "out" / NAME): 0} == {**before, str(folder / "out" / NAME): 0}


def test_a_changed_outline_rebuilds_only_its_own_decks(builds: str, folder: Path) -> None:
    change(folder / "decks" / "other.yaml", "Another", "A third")
    assert states(build(builds)) == {**UNCHANGED, "other": "built"}
    assert states(build(builds)) == UNCHANGED


def test_a_change_visible_in_one_language_rewrites_only_the_decks_in_that_language(builds: str, folder: Path) -> None:
    before = looks(folder / "out")
    change(folder / "decks" / "small.yaml", "en: Small", "en: Little")
    after = states(build(builds))
    assert after == {
        **dict.fromkeys(NAMES, "same"),
        "other": "unchanged",
        "small-en": "built",
        "small-board-en": "built",
    }
    written = {Path(path).name for path, look in looks(folder / "out").items() if look != before[path]}
    assert written == {"small-en.pptx", "small-board-en.pptx", NAME}


def test_a_changed_overlay_rewrites_the_decks_of_its_audience(builds: str, folder: Path) -> None:
    change(folder / "decks" / "small.yaml", "nb: Styremøte", "nb: Møte i styret")
    assert [name for name, state in states(build(builds)).items() if state == "built"] == ["small-board-nb"]


def test_a_changed_registry_row_rewrites_the_decks_that_show_it(builds: str, folder: Path) -> None:
    rows = folder / "decks" / "data" / "members.csv"
    change(rows, "Horten,0701,Vestfold,Vestfold,2008-01-01", "Horten,0701,Vestfold,Vestfold,2008-01-02")
    assert set(states(build(builds)).items()) == {
        ("small-nb", "built"), ("small-en", "built"), ("small-board-nb", "built"), ("small-board-en", "built"),
        ("other", "unchanged"),
    }  # fmt: skip
    change(rows, "2008-01-02", "2009-01-01")
    assert "built" not in states(build(builds)).values()


def test_a_deleted_deck_is_rebuilt(builds: str, folder: Path) -> None:
    os.unlink(folder / "out" / "small-nb.pptx")
    assert states(build(builds)) == {**UNCHANGED, "small-nb": "built"}


def test_an_edited_deck_is_not_overwritten(builds: str, folder: Path) -> None:
    deck = folder / "out" / "small-nb.pptx"
    worked_on = pptx.Presentation(str(deck))
    worked_on.slides[0].shapes.title.text_frame.text = "Mine"
    worked_on.save(str(deck))
    edited = deck.read_bytes()
    batch = build(builds)
    assert states(batch) == {**UNCHANGED, "small-nb": "failed"}
    assert codes(batch, "small-nb") == ["deck-edited"]
    assert deck.read_bytes() == edited
    assert states(build(builds, force=True))["small-nb"] == "built"


def test_the_base_of_a_deck_is_stored_beside_its_outline(builds: str, folder: Path) -> None:
    store = folder / "decks" / ".bases"
    kept = sorted(path.read_bytes() for path in store.iterdir())
    assert kept == sorted(read_deck((folder / "out" / name).read_bytes()).base for name in DECKS)
    assert states(build(builds, force=True, fresh=True)) == dict.fromkeys(NAMES, "same")
    assert sorted(path.read_bytes() for path in store.iterdir()) == kept


def test_the_bases_of_decks_per_member_are_stored_only_inside_the_decks(tmp_path: Path) -> None:
    entry = "builds:\n  - {outline: small.yaml, for_each: members, set: {meeting.title: '{member}'}}\n"
    path = workspace(tmp_path, entry)
    change(tmp_path / "decks" / "small.yaml", "audiences:", "member: {name: Oslo}\naudiences:")
    batch = build(path)
    assert len(batch.outcomes) > 1 and not batch.failed
    assert not (tmp_path / "decks" / ".bases").exists()


def test_an_unwritable_base_store_is_a_warning(tmp_path: Path) -> None:
    path = workspace(tmp_path)
    (tmp_path / "decks" / ".bases").write_text("a file")
    batch = build(path)
    assert states(batch) == ALL_BUILT
    assert codes(batch, "other") == ["no-base-store"]


@pytest.mark.parametrize("there", [b"a letter", b"PK\3\4 cut short"])
def test_a_file_that_is_not_a_deck_is_not_overwritten(there: bytes, builds: str, folder: Path) -> None:
    deck = folder / "out" / "small-nb.pptx"
    deck.write_bytes(there)
    batch = build(builds)
    assert states(batch) == {**UNCHANGED, "small-nb": "failed"}
    assert codes(batch, "small-nb") == ["file-in-the-way"]
    assert deck.read_bytes() == there
    assert states(build(builds, force=True)) == {**UNCHANGED, "small-nb": "built"}


def test_a_deck_of_another_build_does_not_count_as_edited(builds: str, folder: Path) -> None:
    (folder / "out" / "small-nb.pptx").write_bytes((folder / "out" / "small-en.pptx").read_bytes())
    assert states(build(builds)) == {**UNCHANGED, "small-nb": "built"}


def test_a_failing_deck_does_not_stop_the_others(builds: str, folder: Path) -> None:
    change(folder / "decks" / "other.yaml", "kind: cover", "kind: covr")
    change(folder / "decks" / "small.yaml", "nb: Liten", "nb: Mindre")
    batch = build(builds)
    assert batch.failed
    assert codes(batch, "other") == ["unknown-kind"]
    assert states(batch) == {
        **dict.fromkeys(NAMES, "same"),
        "other": "failed",
        "small-nb": "built",
        "small-board-nb": "built",
    }
    assert "unknown-kind" in codes(build(builds), "other"), "an error is told until it is mended"
    change(folder / "decks" / "other.yaml", "kind: covr", "kind: cover")
    assert states(build(builds)) == UNCHANGED


def test_an_unknown_audience_is_reported_at_the_line_of_the_list(tmp_path: Path) -> None:
    path = workspace(tmp_path, "builds:\n  - outline: other.yaml\n  - outline: small.yaml\n    audiences: [bord]\n")
    batch = build(path)
    (finding,) = batch.outcomes[1].findings
    assert (finding.code, finding.at and (finding.at.file, finding.at.line)) == ("unknown-audience", (path, 3))
    assert batch.outcomes[0].state == "built"


def test_another_version_of_the_tool_checks_every_deck_again(builds: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("osloregion_slides.batch.batch.tool_version", lambda known: ("other looks", "other"))
    assert states(build(builds)) == dict.fromkeys(NAMES, "same")
    assert states(build(builds)) == UNCHANGED


@pytest.mark.parametrize("damage", ["", "{", "[1]", '{"format": 1}', '{"format": 99}', "\x00\xff"])
def test_a_damaged_cache_is_ignored(damage: str, builds: str, folder: Path) -> None:
    (folder / "out" / NAME).write_text(damage, encoding="latin-1")
    assert states(build(builds)) == dict.fromkeys(NAMES, "same")
    assert states(build(builds)) == UNCHANGED


def test_the_cache_moves_with_its_folder(builds: str, tmp_path_factory: pytest.TempPathFactory, folder: Path) -> None:
    """As CI restores it: other times, another place."""
    with inside(folder):
        run_builds("decks/builds.yaml", Options(workers=1))
    there = tmp_path_factory.mktemp("there") / "copy"
    shutil.copytree(folder, there, copy_function=shutil.copy)
    with inside(there):
        batch = run_builds("decks/builds.yaml", Options(workers=1))
    assert states(batch) == UNCHANGED


def test_building_with_and_without_update_data_gives_different_decks(builds: str) -> None:
    assert states(build(builds, updatable=False)) == ALL_BUILT
    assert states(build(builds, updatable=False)) == UNCHANGED


def test_a_build_removed_from_the_list_and_added_again_is_recognised(builds: str, folder: Path) -> None:
    change(Path(builds), "  - outline: other.yaml\n", "")
    assert "other" not in states(build(builds))
    Path(builds).write_text(Path(builds).read_text(encoding="utf-8") + "  - outline: other.yaml\n", encoding="utf-8")
    assert states(build(builds)) == UNCHANGED


def test_each_shard_builds_its_own_decks(tmp_path: Path) -> None:
    path = workspace(tmp_path)
    parts = [states(build(path, shard=(number, 3))) for number in (1, 2, 3)]
    assert sorted(name for part in parts for name in part) == sorted(NAMES)
    assert states(build(path)) == UNCHANGED


def test_an_output_folder_that_is_a_file_gives_one_finding(tmp_path: Path) -> None:
    path = workspace(tmp_path)
    (tmp_path / "out").write_text("mine", encoding="utf-8")
    with pytest.raises(InvalidInput) as caught:
        build(path)
    assert [finding.code for finding in caught.value.findings] == ["not-writable"]
    assert (tmp_path / "out").read_text(encoding="utf-8") == "mine"


def test_each_member_has_a_deck(tmp_path: Path) -> None:
    path = workspace(
        tmp_path,
        "builds:\n  - outline: small.yaml\n    for_each: members\n    languages: [nb, en]\n"
        "    set: {meeting.title: {nb: 'Til {member}', en: 'To {member}'}}\n",
    )
    batch = build(path)
    assert len(batch.outcomes) == 8
    assert set(states(batch).values()) == {"built"}
    change(tmp_path / "decks" / "data" / "members.csv", "Horten,0701", "Borre,0701")
    after = states(build(path))
    assert {"small-0701-borre-nb", "small-0701-borre-en"} <= set(after)
    assert states(build(path)) == dict.fromkeys(after, "unchanged")


ROWS = """\
data: {projects: data/projects.csv}
row: {name: "[Prosjekt]", kr: "0"}
"""


def test_each_row_of_a_table_has_a_deck_with_its_own_cells(tmp_path: Path) -> None:
    path = workspace(
        tmp_path,
        "builds:\n  - outline: small.yaml\n    for_each: data.projects | where('status', 'ja')\n"
        "    name: '{outline}-{name}'\n    set: {meeting.title: 'Om {name}: {kr} kroner'}\n",
    )
    small = tmp_path / "decks" / "small.yaml"
    title = "{{ row.name }} {{ row.kr | number }}"
    text = small.read_text(encoding="utf-8").replace(
        "slides:\n", f'{ROWS}slides:\n  - {{id: own, kind: statement, title: "{title}"}}\n', 1
    )
    small.write_text(text, encoding="utf-8")
    table = tmp_path / "decks" / "data" / "projects.csv"
    table.write_text("Navn;Status;Kr\nØvre bane;ja;1 200,5\nVei;nei;7\nSti;ja;9\n", encoding="utf-8")
    after = states(build(path))
    assert after == {"small-øvre-bane": "built", "small-sti": "built"}
    shown = pptx.Presentation(str(tmp_path / "out" / "small-øvre-bane.pptx")).slides[0].shapes.title
    assert shown is not None
    assert shown.text_frame.text == "Øvre bane 1\u00a0200,5"
    table.write_text("Navn;Status;Kr\nØvre bane;ja;1 200,5\nVei;nei;7\nSti;ja;8\n", encoding="utf-8")
    assert states(build(path))["small-sti"] != "unchanged"


def test_the_total_row_of_a_table_gets_no_deck(tmp_path: Path) -> None:
    path = workspace(
        tmp_path, "builds:\n  - {outline: small.yaml, for_each: data.projects, name: '{outline}-{name}'}\n"
    )
    small = tmp_path / "decks" / "small.yaml"
    small.write_text(small.read_text(encoding="utf-8").replace("slides:\n", f"{ROWS}slides:\n", 1), encoding="utf-8")
    table = tmp_path / "decks" / "data" / "projects.csv"
    table.write_text("Navn;Kr\nØvre bane;1\nVei;7\nTotalt;8\n", encoding="utf-8")
    made = build(path)
    assert states(made) == {"small-øvre-bane": "built", "small-vei": "built"}
    assert "not-a-row" in [one.code for one in made.findings]


@pytest.mark.parametrize(
    ("each", "more", "code"),
    [
        ("data.project", "", "unknown-path"),
        ("data.projects | where('navn', 'X')", "", "bad-expression"),
        ("data.projects", "\n    set: {meeting.title: '{nvan}'}", "unknown-place"),
        ("membrs", "", "bad-value"),
    ],
)
def test_a_missing_table_or_column_is_an_error(each: str, more: str, code: str, tmp_path: Path) -> None:
    path = workspace(tmp_path, f'builds:\n  - outline: small.yaml\n    for_each: "{each}"{more}\n')
    small = tmp_path / "decks" / "small.yaml"
    small.write_text(small.read_text(encoding="utf-8").replace("slides:\n", f"{ROWS}slides:\n", 1), encoding="utf-8")
    (tmp_path / "decks" / "data" / "projects.csv").write_text("Navn;Kr\nA;1\n", encoding="utf-8")
    try:
        found = build(path).findings
    except InvalidInput as problem:
        found = problem.findings
    assert code in [one.code for one in found]
