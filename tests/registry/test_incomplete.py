"""Rows that lack a cell, and text below a table: nothing becomes a member without a report."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from osloregion_slides.base.findings import Finding
from osloregion_slides.registry.load import load_registry
from osloregion_slides.registry.population import population
from osloregion_slides.registry.values import Registry

HEADER = [
    "name",
    "number",
    "county",
    "region",
    "other_regions",
    "from",
    "to",
    "kind",
    "confidence",
    "source",
    "successor",
    "note",
    "note_en",
    "total",
]
ROWS = [
    ["Oslo", "0301", "Oslo", "Oslo", "", "2004-12-17", "", "municipality", "confirmed", "a", "", "b", "c", ""],
    [
        "Ås",
        "0214",
        "Akershus",
        "Follo",
        "",
        "2004-12-17",
        "2019-12-31",
        "municipality",
        "confirmed",
        "a",
        "3021 Ås",
        "b",
        "c",
        "",
    ],
    [
        "Ski",
        "0213",
        "Akershus",
        "Follo",
        "",
        "2004-12-17",
        "2019-12-31",
        "municipality",
        "high",
        "a",
        "3020 Nordre Follo",
        "b",
        "c",
        "",
    ],
    [
        "Akershus fylkeskommune",
        "",
        "Akershus",
        "",
        "",
        "2004-12-17",
        "2019-12-31",
        "county_council",
        "confirmed",
        "a",
        "Viken",
        "b",
        "c",
        "",
    ],
]
DATES = ("1990-01-01", "2004-12-17", "2008-01-01", "2021-01-01")


def write(folder: Path, form: str, rows: list[list[str]]) -> str:
    """Write a table of members as CSV, workbook or YAML and return its path."""
    path = folder / f"members.{form}"
    if form == "csv":
        path.write_text("\n".join([",".join(row) for row in [HEADER, *rows]]), encoding="utf-8")
    elif form == "xlsx":
        from openpyxl import Workbook

        book = Workbook()
        for row in [HEADER, *rows]:
            book.active.append([typed(cell) for cell in row])
        book.save(path)
    else:
        records = [", ".join([f'{key}: "{cell}"' for key, cell in zip(HEADER, row) if cell]) for row in rows]
        path.write_text("".join([f"- {{{record}}}\n" for record in records]), encoding="utf-8")
    return str(path)


def typed(cell: str) -> object:
    return datetime.date.fromisoformat(cell) if cell[4:5] == "-" and len(cell) == 10 else cell or None


def numbers(registry: Registry) -> list[object]:
    """Return all that slides count of a registry on some dates."""
    found: list[object] = []
    for date in DATES:
        day = registry.as_of(date)
        groups = [[(name, len(those)) for name, those in way] for way in (day.by_county, day.by_region)]
        found.append((len(day.municipalities), len(day.county_councils), groups))
    return found


def codes(findings: tuple[Finding, ...], *severities: str) -> list[str]:
    return [f"{f.severity} {f.code}" for f in findings if not severities or f.severity in severities]


@pytest.mark.parametrize("form", ["csv", "xlsx", "yaml"])
def test_a_complete_table_has_no_findings(form: str, tmp_path: Path) -> None:
    registry, findings = load_registry(write(tmp_path, form, ROWS))
    assert findings == ()
    assert len(registry.members) == 4


@pytest.mark.parametrize("form", ["csv", "xlsx", "yaml"])
@pytest.mark.parametrize(
    ("row", "column"), [(r, c) for r, row in enumerate(ROWS) for c, cell in enumerate(row) if cell]
)
def test_an_emptied_cell_changes_no_number_or_is_reported_at_the_cell(
    form: str, row: int, column: int, tmp_path: Path
) -> None:
    before, _ = load_registry(write(tmp_path, form, ROWS))
    rows = [list(cells) for cells in ROWS]
    rows[row][column] = ""
    after, findings = load_registry(write(tmp_path, form, rows))
    places = [(f.at.line, f.at.column) for f in findings if f.at]
    if numbers(before) != numbers(after):
        line = row + (1 if form == "yaml" else 2)
        assert [place for place in places if place[0] == line and (form == "yaml" or place[1] == column + 1)]


@pytest.mark.parametrize("form", ["csv", "xlsx", "yaml"])
def test_a_member_without_a_start_date_is_an_error_at_the_cell(form: str, tmp_path: Path) -> None:
    new = ["Kongsvinger", "0402", "Hedmark", "Kongsvinger", "", "", "", "municipality", "confirmed", "", "", "", "", ""]
    registry, findings = load_registry(write(tmp_path, form, [*ROWS, new]))
    assert codes(findings) == ["error missing-value"]
    assert str(findings[0].at).endswith({"csv": ":6:6", "xlsx": "!F6", "yaml": ":5:1"}[form])
    assert "Kongsvinger" not in [member.name for member in registry.members]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize(
    "cells",
    [
        {0: "OBS: sjekk med Per"},
        {3: "Kilde: årsmeldingen"},
        {0: "Sum", 2: "167"},
        {0: "I alt", 1: "167"},
        {0: "Totalt", 5: "167"},
        {0: "Antall kommuner", 13: "57"},
        {2: "57"},
        {2: "57", 3: "12"},
    ],
    ids=str,
)
def test_text_below_the_table_is_a_note_and_not_a_member(form: str, cells: dict[int, str], tmp_path: Path) -> None:
    under = [cells.get(index, "") for index in range(len(HEADER))]
    for rows in ([*ROWS, under], [*ROWS, [""] * len(HEADER), under], [*ROWS, under, under]):
        registry, findings = load_registry(write(tmp_path, form, rows))
        assert set(codes(findings)) == {"note not-a-row"}
        assert [member.name for member in registry.members] == [row[0] for row in ROWS]


def test_a_lone_name_between_members_is_an_error_and_not_a_note(tmp_path: Path) -> None:
    lone = ["Horten"] + [""] * (len(HEADER) - 1)
    registry, findings = load_registry(write(tmp_path, "csv", [ROWS[0], lone, *ROWS[1:]]))
    assert codes(findings, "error") == ["error missing-value"]
    assert len(registry.members) == 4


def test_a_table_of_two_columns_has_no_notes(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("name,from\nOslo,2004-12-17\nÅs,\n", encoding="utf-8")
    _, findings = load_registry(str(tmp_path / "a.csv"))
    assert codes(findings) == ["error missing-value"]


def test_cells_merged_over_several_rows_are_reported(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    path = write(tmp_path, "xlsx", ROWS)
    book = load_workbook(path)
    book.active.merge_cells("C2:C4")
    book.save(path)
    _, findings = load_registry(path)
    assert codes(findings)[0] == "warning merged-down"
    assert str(findings[0].at).endswith("!C2")


@pytest.mark.parametrize(
    ("row", "found"),
    [
        ("0214,15324", []),
        (",15324", ["warning incomplete-row"]),
        ("Sum,15324", ["warning incomplete-row"]),
        ("0301,15324", ["warning incomplete-row"]),
        ("Kilde: SSB,", []),
    ],
)
def test_figures_without_a_municipality_are_reported(row: str, found: list[str], tmp_path: Path) -> None:
    (tmp_path / "p.csv").write_text(f"number,2008-01-01\n0301,560484\n{row}\n", encoding="utf-8")
    _, findings = population(str(tmp_path / "p.csv"))
    assert codes(findings) == found


def test_a_column_that_lost_its_heading_is_reported_at_the_heading(tmp_path: Path) -> None:
    header = ["name", "number", "", *HEADER[3:]]
    path = tmp_path / "members.csv"
    path.write_text("\n".join(",".join(row) for row in (header, *ROWS)) + "\n", encoding="utf-8")
    _, findings = load_registry(str(path))
    assert [(found.code, found.at.line, found.at.column) for found in findings if found.at] == [
        ("missing-heading", 1, 3)
    ]


@pytest.mark.parametrize("county", ["Akershsu", "Akeshus", "Akershuss", "Akerhsus", "Akerxhus"])
def test_a_county_spelt_almost_like_another_is_reported_at_its_cell(county: str, tmp_path: Path) -> None:
    path = tmp_path / "m.csv"
    path.write_text(
        "name,number,county,from\nÅs,0214,Akershus,2004-12-17\nSki,0213,Akershus,2004-12-17\n"
        f"Vestby,0211,{county},2004-12-17\nHole,0612,Buskerud,2004-12-17\n",
        encoding="utf-8",
    )
    (found,) = load_registry(str(path))[1]
    assert (found.code, found.at and (found.at.line, found.at.column)) == ("incomplete-row", (4, 3))


@pytest.mark.parametrize(
    ("name", "several", "county"),
    [
        ("Horten, Re", 1, "Vestfold"),
        ("Horten; Re", 1, "Vestfold"),
        ("Horten & Re", 1, "Vestfold"),
        ("Horten/Re", 1, "Vestfold"),
        ("Horten + Re", 1, "Vestfold"),
        ("Porsanger/Porsáŋgu", 0, "Finnmark - Finnmárku - Finmarkku"),
        ("Gáivuotna / Kåfjord", 0, "Troms"),
        ("Nord-Fron", 0, "Oppland"),
        ("Re,", 0, "Vestfold"),
    ],
)
def test_several_members_in_one_cell_are_reported(name: str, several: int, county: str, tmp_path: Path) -> None:
    path = tmp_path / "m.csv"
    path.write_text(f'name,number,county,from\n"{name}",0701,{county},2004-12-17\n', encoding="utf-8")
    assert codes(load_registry(str(path))[1]) == ["warning incomplete-row"] * several
