"""Projects and clusters from a messy sheet: no invented bar, entry or language."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from osloregion_slides.base.findings import Finding
from osloregion_slides.drafting import drafted
from osloregion_slides.scene import Deck, Group, Shape
from tests.tables.making import faults, outline, workbook

if TYPE_CHECKING:
    from osloregion_slides.scene import Item

OUTLINE = """\
strategy: {projects: {file: p.xlsx}}
slides:
  - {id: p, kind: timeline, title: Prosjekter, items: strategy.projects}
"""
HUB = OUTLINE.replace("kind: timeline", "kind: hub").replace("title: Prosjekter", "title: Prosjekter, centre: Alle")
HEADER: list[object] = ["Navn", "Navn (en)", "Fra", "Til", "Gruppe"]
ROWS: list[list[object]] = [["Tog", "Train", 2006, 2007, "a"], ["Buss", "Bus", 2007, 2008, "b"]]


def drawn(items: tuple[Item, ...]) -> dict[str, Shape]:
    found: dict[str, Shape] = {}
    for item in items:
        if isinstance(item, Group):
            found.update(drawn(item.children))
        elif isinstance(item, Shape):
            found[item.key] = item
    return found


def made(folder: Path, *rows: list[object], text: str = OUTLINE) -> tuple[Deck, list[str]]:
    """Return the deck of a sheet of projects with these rows, and its findings with their places."""
    workbook(folder / "p.xlsx", Prosjekter=[HEADER, *rows])
    found, _, findings = drafted(outline(folder, text))
    return found, [f"{at(f)} {f.severity} {f.code}" for f in findings]


def at(finding: Finding) -> str:
    return str(finding.at).rpartition("!")[2]


def bars(found: Deck) -> list[str]:
    keys = [key for slide in found.slides for key in drawn(slide.items)]
    return [key for key in keys if key.count("/") == 1 and key.split("/")[1] in ("tog", "buss", "ferje", "1", "2", "3")]


def test_projects_with_their_years_have_no_findings(tmp_path: Path) -> None:
    found, told_of = made(tmp_path, *ROWS)
    assert (bars(found), told_of) == (["p/tog", "p/buss"], [])


@pytest.mark.parametrize(
    ("row", "has_bar", "told_of"),
    [
        (["Ferje", "Ferry", None, None, "a"], False, ["C4 warning incomplete-row"]),
        (["Ferje", None, None, None, None], False, ["C4 warning incomplete-row"]),
        (["Ferje", "Ferry", None, 2008, "a"], True, ["C4 warning incomplete-row"]),
        (["Ferje", "Ferry", 2008, None, "a"], True, ["D4 note open-period"]),
        (["Ferje", "Ferry", "snart", None, "a"], False, ["C4 error bad-period"]),
        (["Ferje", "Ferry", 2008, "siden", "a"], False, ["D4 error bad-period"]),
        (["Ferje", "Ferry", None, "løpende", "a"], False, ["C4 warning incomplete-row"]),
        (["Ferje", "Ferry", 2008, "løpende", "a"], True, []),
        (["Ferje", "Ferry", "2008 – løpende", None, "a"], True, []),
        (["Ferje", "Ferry", "2007–2008", None, "a"], True, []),
        (["Ferje", "Ferry", "2007-2008", None, "a"], True, []),
    ],
    ids=str,
)
def test_a_bar_spans_exactly_the_stated_years(
    row: list[object], has_bar: bool, told_of: list[str], tmp_path: Path
) -> None:
    found, said = made(tmp_path, *ROWS, row)
    assert ("p/ferje" in bars(found)) == has_bar
    assert [line for line in said if "missing-translation" not in line] == told_of


def test_an_ongoing_project_extends_to_the_as_of_year(tmp_path: Path) -> None:
    found, _ = made(tmp_path, ["Tog", "Train", 2004, "løpende", "a"], ["Buss", "Bus", 2004, 2007, "b"])
    shapes = drawn(found.slides[0].items)
    assert [key for key in shapes if key.endswith("/name") and "/year-" in key] == [
        f"p/year-{year}/name" for year in range(2004, 2009)
    ]
    assert "p/year-2009" not in shapes
    assert shapes["p/tog"].box.right > shapes["p/buss"].box.right


def test_a_timeline_without_any_years_is_an_error(tmp_path: Path) -> None:
    _, told_of = made(tmp_path, ["Tog", "Train", None, None, "a"])
    assert any(line.endswith("error missing-value") for line in told_of)


def test_a_remark_below_an_empty_row_is_not_a_project(tmp_path: Path) -> None:
    found, told_of = made(tmp_path, *ROWS, [], ["OBS: sjekk med Per"])
    assert (bars(found), told_of) == (["p/tog", "p/buss"], ["A5 note not-a-row"])
    assert not any("obs" in key for slide in found.slides for key in drawn(slide.items))


def test_single_cell_rows_right_below_the_table_are_entries(tmp_path: Path) -> None:
    more: list[list[object]] = [[f"Nummer {n}"] for n in range(30)]
    _, told_of = made(tmp_path, *ROWS, *more, text=HUB)
    assert "A27 error wrong-number-of-things" in told_of


def test_a_renamed_column_is_reported_and_not_replaced_by_another_language(tmp_path: Path) -> None:
    workbook(tmp_path / "p.xlsx", P=[["Prosjektnavn", "Navn (en)", "Fra", "Til"], ["Tog", "Train", 2006, 2007]])
    found = faults(tmp_path, OUTLINE)
    assert len(found) == 1
    assert "P!B1 missing-column" in found[0]
    assert "Prosjektnavn" in found[0]
