"""Tables of an outline: what they give to slides and expressions, and what is said of those that are wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from osloregion_slides.base.findings import InvalidInput, as_dict, report
from osloregion_slides.outline.dump import dump
from osloregion_slides.outline.nodes import Table
from osloregion_slides.scene import Chart, Placeholder, Shape
from osloregion_slides.scene import Table as NativeTable
from tests.kinds.composing import flat
from tests.tables.making import SLIDE, deck, faults, outline, workbook

PROJECTS = "Navn;Name_en;Fra;Til;Gruppe\nJernbane;Railway;2006;2007;a\nSykkel;Cycling;1.7.2007;31.12.2008;b\n"
BUDGET: list[list[object]] = [
    ["Budsjett 2008"],
    [None, "Post", "2007", "2008"],
    [None, "Sekretariat", 1200.5, 1300],
    [None, "Prosjekter", 2400, 2500.25],
]
SHOWN = """\
data:
  projects: data/projects.csv
  budget: {file: data/tall.xlsx, sheet: Budsjett, range: B2:D4}
slides:
  - id: projects
    kind: timeline
    title: "{{ data.projects | length }}: {{ data.projects | names | join_and }}"
    items: data.projects
  - {id: budget, kind: table, title: "{{ data.budget.sekretariat['2007'] }}", table: data.budget}
  - {id: chart, kind: chart, title: Diagram, type: column, alt: Tall, table: data.budget}
"""


def texts(made: object) -> list[str]:
    slides = made.slides  # type: ignore[attr-defined]
    items = [item for slide in slides for item in flat(slide.items)]
    return [item.text.plain for item in items if isinstance(item, Shape | Placeholder) and item.text]


def bars(made: object) -> dict[str, str]:
    """Return what the bars of the timeline say of their periods: its years are on the axis, the days in alt texts."""
    items = flat(made.slides[0].items)  # type: ignore[attr-defined]
    return {item.key: item.alt for item in items if isinstance(item, Shape) and item.alt}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    workbook(tmp_path / "data" / "tall.xlsx", Forside=[], Budsjett=BUDGET)
    (tmp_path / "data" / "projects.csv").write_text(PROJECTS, encoding="utf-8-sig")
    return tmp_path


def test_slides_and_expressions_read_tables_like_data_in_the_outline(folder: Path) -> None:
    made, findings = deck(folder, SHOWN)
    assert findings == []
    said = texts(made)
    assert "2: Jernbane og Sykkel" in said
    assert bars(made) == {"projects/jernbane": "2006–2007", "projects/sykkel": "1.7.2007–31.12.2008"}
    assert "1200,5" in said
    (table,) = [item for slide in made.slides for item in slide.items if isinstance(item, NativeTable)]
    cells = [[cell.text.plain for cell in row.cells] for row in table.rows]
    assert cells == [["Post", "2007", "2008"], ["Sekretariat", "1200,5", "1300"], ["Prosjekter", "2400", "2500,25"]]
    (chart,) = [item for slide in made.slides for item in slide.items if isinstance(item, Chart)]
    assert chart.categories == ("Sekretariat", "Prosjekter")
    assert [(series.name, series.values) for series in chart.series] == [
        ("2007", (1200.5, 2400.0)),
        ("2008", (1300.0, 2500.25)),
    ]


def test_a_column_per_language_gives_the_text_in_that_language(folder: Path) -> None:
    made, findings = deck(folder, SHOWN, language="en")
    assert [one for one in findings if one.startswith("data/projects.csv")] == []
    assert "2: Railway and Cycling" in texts(made)
    assert bars(made) == {"projects/jernbane": "2006–2007", "projects/sykkel": "1 July 2007–31 December 2008"}


def test_a_missing_translation_is_reported_at_its_row(folder: Path) -> None:
    csv = PROJECTS.replace("Railway", "")
    _, findings = deck(folder, SHOWN, {"data/projects.csv": csv}, language="en")
    findings = [one for one in findings if one.startswith("data/projects.csv")]
    assert len(findings) == 1
    assert "2:1 missing-translation" in findings[0]


def test_the_resulting_data_can_be_read_again(folder: Path) -> None:
    first = outline(folder, SHOWN)
    text = dump(first.document)
    again = outline(folder, text.split("as_of: 2008-01-01\n")[1])
    assert dump(again.document) == text


def test_ids_are_derived_from_names_so_that_sorting_changes_no_key(folder: Path) -> None:
    lines = PROJECTS.splitlines()
    turned = "\n".join([lines[0], lines[2], lines[1]]) + "\n"
    keys = []
    for csv in (PROJECTS, turned):
        made, _ = deck(folder, SHOWN, {"data/projects.csv": csv})
        keys.append({item.key for item in flat(made.slides[0].items)})
    assert keys[0] == keys[1]
    assert "projects/jernbane" in keys[0]


def test_a_file_can_replace_any_list_of_facts(folder: Path) -> None:
    text = "strategy:\n  projects: {file: data/projects.csv}\n  own: {a: b}\n" + SLIDE
    strategy = outline(folder, text).document.get("strategy")
    assert isinstance(strategy.get("projects"), Table)  # type: ignore[union-attr]
    assert dump(strategy.get("own")) == "a: b\n"  # type: ignore[arg-type, union-attr]


def test_an_audience_and_a_setting_can_name_another_file(folder: Path) -> None:
    text = "audiences: {board: {data: {projects: data/other.csv}}}\n" + SHOWN
    files: dict[str, str | bytes] = {"data/other.csv": "Navn\nTre\n"}
    made, _ = deck(folder, text, files, audience="board")
    assert "1: Tre" in texts(made)


def test_columns_can_be_chosen_and_ordered(folder: Path) -> None:
    text = SHOWN.replace("range: B2:D4}", 'range: B2:D4, columns: [Post, "2008"]}')
    made, findings = deck(folder, text)
    (chart,) = [item for slide in made.slides for item in slide.items if isinstance(item, Chart)]
    assert (findings, [series.name for series in chart.series]) == ([], ["2008"])
    wrong = faults(folder, text.replace('"2008"]', '"208"]'))
    assert wrong == ["prove.yaml:8:81 missing-column: The table has no column `208`."]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_files_saved_by_norwegian_excel_are_read(folder: Path, encoding: str, delimiter: str) -> None:
    rows = [["Navn", "Beløp", "År"], ["Ås", "1 607,5", "2007"], ["Bø", "-12,25", "2008"]]
    if delimiter == ",":
        rows = [[f'"{cell}"' if "," in cell else cell for cell in row] for row in rows]
    data = "\r\n".join(delimiter.join(row) for row in rows).encode(encoding)
    text = "data: {tall: tall.csv}\nslides:\n  - {id: t, kind: table, title: T, table: data.tall}\n"
    made, findings = deck(folder, text, {"tall.csv": data})
    (table,) = [item for slide in made.slides for item in slide.items if isinstance(item, NativeTable)]
    cells = [[cell.text.plain for cell in row.cells] for row in table.rows]
    assert cells[1:] == [["Ås", "1\u00a0607,5", "2007"], ["Bø", "\u221212,25", "2008"]]
    assert [finding.split()[1] for finding in findings] == ["not-utf-8:"] * (encoding in ("cp1252", "utf-16"))


TABLE = "data: {t: t.csv}\nslides:\n  - {id: t, kind: timeline, title: T, items: data.t}\n"
CSV_FAULTS = {
    "a doubled id": ("id;navn\na;A\nb;B\na;C\n", "t.csv:4:1 duplicate-id: Id `a` is already used at t.csv:2:1."),
    "a doubled column": (
        "navn;fra;Name\nA;2006;B\n",
        "t.csv:1:3 duplicate-column: Column `Name` occurs twice, as `name`.",
    ),
    "a bad date": (
        "navn;fra\nA;31.02.2008\n",
        "t.csv:2:2 bad-date: Invalid date `31.02.2008`: the calendar has no such day.",
    ),
    "an american date": (
        "navn;fra\nA;2/1/2008\n",
        "t.csv:2:2 bad-date: Ambiguous date `2/1/2008`: it can be read in two ways.",
    ),
    "a serial number": (
        "navn;fra\nA;39448\n",
        "t.csv:2:2 bad-date: Invalid date `39448`: it is Excel's number for 2008-01-01.",
    ),
    "too many cells": ("navn;fra\nA;2006;x\n", "t.csv:2:3 extra-cell: The row has 3 cells, the header 2."),
    "no heading": ("navn;\nA;2006\n", "t.csv:2:2 missing-heading: The column has cells but no heading."),
    "an id that is none": (
        "id;navn\nA B;A\n",
        "t.csv:2:1 bad-value: Invalid id `A B`.",
    ),
    "no id": ("id;beløp\n;5\n", "t.csv:2:1 missing-value: The row has no id."),
    "nothing": ("", "prove.yaml:6:11 empty-table: t.csv: The table is empty."),
    "no text": ("\x00\x01", "prove.yaml:6:11 not-text: t.csv: The file is not a text table."),
}


@pytest.mark.parametrize(("csv", "fault"), CSV_FAULTS.values(), ids=CSV_FAULTS.keys())
def test_faults_are_reported_with_file_row_and_column(tmp_path: Path, csv: str, fault: str) -> None:
    assert faults(tmp_path, TABLE, {"t.csv": csv}) == [fault]


def test_a_list_without_names_is_reported_at_its_heading(tmp_path: Path) -> None:
    _, findings = deck(tmp_path, TABLE, {"t.csv": "nvan;fra\nA;2006\n"})
    assert "t.csv:1:1 missing-column: The table `data.t` has no column `name`, which a list shows." in findings


def test_a_word_among_the_numbers_of_a_chart_is_reported_at_its_cell(tmp_path: Path) -> None:
    text = "data: {t: t.csv}\nslides:\n  - {id: t, kind: chart, type: bar, alt: A, title: T, table: data.t}\n"
    _, findings = deck(tmp_path, text, {"t.csv": "Navn;Antall\nA;1 200,5\nB;mange\nC;..\n"})
    assert findings == ["t.csv:3:2 bad-figure: `mange` is not a number, or can be read in two ways."]


def book_faults(folder: Path, rows: list[list[object]], reference: str, change: object = None) -> list[str]:
    book = workbook(folder / "t.xlsx", Budsjett=rows)
    if change is not None:
        change(book["Budsjett"])  # type: ignore[operator]
        book.save(folder / "t.xlsx")
    return faults(folder, f"data: {{t: {reference}}}\n{SLIDE}")


def merged(cells: str) -> object:
    return lambda page: page.merge_cells(cells)


ROWS: list[list[object]] = [["Navn", "Fra", "Beløp"], ["A", "@2006-01-01", 1.5], ["B", 39448, "=1+1"]]
BOOK_FAULTS = {
    "a formula nobody worked out": (
        ROWS,
        "t.xlsx",
        None,
        ["t.xlsx:Budsjett!B3 bad-date", "t.xlsx:Budsjett!C3 formula-without-value"],
    ),
    "another sheet": (ROWS, "{file: t.xlsx, sheet: Budsjet}", None, ["prove.yaml:6:18 unknown-sheet"]),
    "no range": (ROWS, "{file: t.xlsx, range: B2-C3}", None, ["prove.yaml:6:18 bad-range"]),
    "an empty range": (ROWS, "{file: t.xlsx, range: G20:H30}", None, ["prove.yaml:6:18 empty-table"]),
    "cells merged across": (ROWS[:2], "t.xlsx", merged("B1:C1"), ["t.xlsx:Budsjett!B1 merged-data-cells"]),
    "an error": ([["Navn", "Tall"], ["A", "#REF!"]], "t.xlsx", None, ["t.xlsx:Budsjett!B2 bad-cell"]),
}


@pytest.mark.parametrize(("rows", "reference", "change", "expected"), BOOK_FAULTS.values(), ids=BOOK_FAULTS.keys())
def test_faults_of_a_workbook_are_reported_with_sheet_and_cell(
    tmp_path: Path, rows: list[list[object]], reference: str, change: object, expected: list[str]
) -> None:
    found = [fault.partition(": ")[0] for fault in book_faults(tmp_path, rows, reference, change)]
    assert [fault for fault in found if "missing-heading" not in fault] == expected


def test_vertically_merged_cells_have_their_value_in_each_row(tmp_path: Path) -> None:
    book = workbook(tmp_path / "t.xlsx", Ark=[["Gruppe", "Navn"], ["a", "A"], [None, "B"], [None, "C"]])
    book["Ark"].merge_cells("A2:A3")
    book.save(tmp_path / "t.xlsx")
    table = outline(tmp_path, "data: {t: t.xlsx}\n" + SLIDE).document.get("data").get("t")  # type: ignore[union-attr]
    groups = [row.get("group").text for row in table.items]  # type: ignore[union-attr]
    assert groups == ["a", "a", ""]


@pytest.mark.parametrize("cells", ["B2:C3", "$B$2:$C$3", "Ark!B2:C3", "'Ark'!B2:C", "B2:C", "Tallene"])
def test_a_range_accepts_every_excel_notation(tmp_path: Path, cells: str) -> None:
    from openpyxl.workbook.defined_name import DefinedName

    book = workbook(tmp_path / "t.xlsx", Først=[["x"]], Ark=[["Tittel"], [None, "Navn", "Tall"], [None, "A", 1]])
    book.defined_names["Tallene"] = DefinedName("Tallene", attr_text="Ark!$B$2:$C$3")
    book.save(tmp_path / "t.xlsx")
    sheet = "" if "Ark" in cells or cells == "Tallene" else ", sheet: ark"
    reference = f'{{file: t.xlsx{sheet}, range: "{cells}"}}'
    table = outline(tmp_path, f"data: {{t: {reference}}}\n{SLIDE}").document.get("data").get("t")  # type: ignore[union-attr]
    assert isinstance(table, Table)
    assert dump(table).replace(chr(34), "") == "- id: a\n  name: A\n  tall: 1\n"


@pytest.mark.parametrize("name", ["../ute.csv", "/etc/passwd", "~/x.csv", "C:\\x.csv", "lenke.csv"])
def test_a_table_must_be_inside_the_workspace(tmp_path: Path, name: str) -> None:
    inside = tmp_path / "inne"
    inside.mkdir()
    (tmp_path / "ute.csv").write_text("navn\nA\n")
    (inside / "lenke.csv").symlink_to(tmp_path / "ute.csv")
    (fault,) = faults(inside, f"data: {{t: '{name}'}}\n{SLIDE}")
    assert "bad-path" in fault or "outside-workspace" in fault


def test_a_sheet_can_be_named_only_for_workbooks(tmp_path: Path) -> None:
    (fault,) = faults(tmp_path, "data: {t: {file: t.csv, sheet: A}}\n" + SLIDE, {"t.csv": "navn\nA\n"})
    assert "not-a-workbook" in fault


def test_a_misspelt_sheet_or_range_is_reported_with_the_available_ones(tmp_path: Path) -> None:
    found = faults(tmp_path, "data: {t: {file: t.csv, shet: A}}\n" + SLIDE, {"t.csv": "navn\nA\n"})
    assert found == ["prove.yaml:6:25 unknown-key: Unknown key `shet`."]


def test_very_long_tables_are_rejected(tmp_path: Path) -> None:
    csv = "navn\n" + "".join(f"n{n}\n" for n in range(5_100))
    (fault,) = faults(tmp_path, "data: {t: t.csv}\n" + SLIDE, {"t.csv": csv})
    assert "too-large" in fault


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.binary(max_size=300) | st.text("navn;,\n\"'|{}%#-1,.2 æ_en", max_size=200).map(str.encode))
def test_no_bytes_make_the_table_reader_crash(data: bytes, tmp_path: Path) -> None:
    for fault in faults(tmp_path, TABLE, {"t.csv": data}):
        assert ": " in fault


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(rows=st.lists(st.lists(st.text("ab12,. -%\u00a0", max_size=6), min_size=2, max_size=2), max_size=6))
def test_every_row_becomes_an_entry(rows: list[list[str]], tmp_path: Path) -> None:
    csv = "x;y\n" + "".join(f"{a.strip()};{b.strip()}\n" for a, b in rows)
    made = outline(tmp_path, "data: {t: t.csv}\n" + SLIDE, {"t.csv": csv})
    table = made.document.get("data").get("t")  # type: ignore[union-attr]
    assert isinstance(table, Table)
    assert len(table.items) == sum(bool(" ".join(a.split()) or " ".join(b.split())) for a, b in rows)


def test_machine_readable_reports_name_the_cell(tmp_path: Path) -> None:
    workbook(tmp_path / "t.xlsx", Ark=[["Navn", "Fra"], ["A", "31.02.2008"]])
    with pytest.raises(InvalidInput) as caught:
        outline(tmp_path, "data: {t: t.xlsx}\n" + SLIDE)
    (finding,) = caught.value.findings
    assert as_dict(finding)["cell"] == "Ark!B2"
    assert "::Ark!B2: Invalid date `31.02.2008`" in report([finding], "github")


@pytest.mark.parametrize("name", ["Title", "Ground", "Base", "Pillars", "Kicker"])
def test_a_row_may_be_named_like_a_part_of_its_slide(name: str, tmp_path: Path) -> None:
    text = "data: {t: t.csv}\nslides:\n  - {id: a, kind: pillars, title: A, kicker: K, source: S, footnotes: [F], base: B, items: data.t}\n"
    (tmp_path / "t.csv").write_text(f"name\n{name}\nAndre\nTredje\n", encoding="utf-8")
    assert [one for one in deck(tmp_path, text)[1] if "duplicate" in one or "Two objects" in one] == []
