"""Decks depend on tables, and a changed row that no slide shows rebuilds no deck."""

from __future__ import annotations

from pathlib import Path

import openpyxl

from tests.batch.sample import build, change, looks, states, workspace

PROJECTS = "navn;fra;til\nJernbane;2006;2007\n"
POPULATION = "number,2007-01-01,2008-01-01\n0301,100,110\n0236,20,21\n0616,30,31\n0701,40,44\n"
OUTLINE = """\
deck: tables
title: Tables
language: nb
as_of: 2008-01-01
members: data/members.csv
data: {projects: data/projects.csv, sums: {file: data/tall.xlsx, sheet: Ark}}
slides:
  - {id: list, kind: timeline, title: Prosjekter, items: data.projects}
"""
EACH = """\
deck: each
title: Each
language: nb
as_of: 2008-01-01
members: data/members.csv
population: data/population.csv
member: {name: Oslo, number: "0301", county: Oslo, region: Oslo}
slides:
  - {id: own, kind: chart, type: column, title: "{{ member.name }}", alt: A, table: population.own}
"""
BUILDS = """\
builds:
  - outline: tables.yaml
  - outline: other.yaml
  - {outline: each.yaml, for_each: members, name: "{number}"}
"""


def made(folder: Path) -> tuple[str, Path]:
    path = workspace(folder, BUILDS)
    data = folder / "decks" / "data"
    (folder / "decks" / "tables.yaml").write_text(OUTLINE, encoding="utf-8")
    (folder / "decks" / "each.yaml").write_text(EACH, encoding="utf-8")
    (data / "projects.csv").write_text(PROJECTS, encoding="utf-8")
    (data / "population.csv").write_text(POPULATION, encoding="utf-8")
    book = openpyxl.Workbook()
    book.worksheets[0].title = "Ark"
    book.worksheets[0].append(["navn"])
    book.worksheets[0].append(["A"])
    book.save(data / "tall.xlsx")
    return path, data


def written(folder: Path, before: dict[str, tuple[int, int]]) -> set[str]:
    after = looks(folder / "out")
    return {Path(path).stem for path in after if after[path] != before.get(path) and path.endswith(".pptx")}


def test_a_changed_row_rebuilds_only_the_decks_that_show_it(tmp_path: Path) -> None:
    path, data = made(tmp_path)
    assert set(states(build(path)).values()) == {"built"}
    before = looks(tmp_path / "out")
    change(data / "projects.csv", "Jernbane;2006", "Jernbane;2005")
    assert {name: state for name, state in states(build(path)).items() if state != "unchanged"} == {"tables": "built"}
    assert written(tmp_path, before) == {"tables"}
    before = looks(tmp_path / "out")
    change(data / "population.csv", "0701,40", "0701,41")
    build(path)
    assert written(tmp_path, before) == {"0701"}


def test_a_workbook_is_a_source_too(tmp_path: Path) -> None:
    path, data = made(tmp_path)
    build(path)
    book = openpyxl.load_workbook(data / "tall.xlsx")
    book["Ark"].append(["A"])
    book["Ark"]["A1"] = "id"
    book.save(data / "tall.xlsx")
    batch = build(path)
    assert states(batch)["tables"] == "failed"
    assert states(batch)["other"] == "unchanged"
    (finding,) = [
        f for outcome in batch.outcomes for f in outcome.findings if f.code == "bad-value" or f.code == "duplicate-id"
    ][:1]
    assert "Ark!A" in str(finding.at)


def test_a_deleted_table_fails_only_the_deck_that_reads_it(tmp_path: Path) -> None:
    path, data = made(tmp_path)
    build(path)
    (data / "projects.csv").unlink()
    found = states(build(path))
    assert (found["tables"], found["other"], found["0301"]) == ("failed", "unchanged", "unchanged")
