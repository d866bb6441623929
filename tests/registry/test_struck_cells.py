"""Rows of workbooks whose look says that they may not count: struck through, or in the colour of their ground."""

from __future__ import annotations

import subprocess
from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont
from openpyxl.styles import Font, PatternFill

from osloregion_slides.registry.table_file import read_grid
from tests.tables.test_as_libreoffice_shows import needs_calc

STRUCK = CellRichText(TextBlock(InlineFont(strike=True), "Nes"))
HALF = CellRichText("Ne", TextBlock(InlineFont(strike=True), "s"))
BLUE = PatternFill("solid", fgColor="FF1F4FD8")
CASES = {
    "struck through": ("Nes", Font(strike=True), None, "struck-cell"),
    "white on nothing": ("Nes", Font(color="FFFFFFFF"), None, "unseen"),
    "white of the theme": ("Nes", Font(color=openpyxl.styles.colors.Color(theme=0)), None, "unseen"),
    "blue on blue": ("Nes", Font(color="FF1F4FD8"), BLUE, "unseen"),
    "white on blue": ("Nes", Font(color="FFFFFFFF"), BLUE, ""),
    "bold": ("Nes", Font(bold=True), None, ""),
    "grey": ("Nes", Font(color="FF808080"), None, ""),
    "letters struck through": (STRUCK, Font(), None, "struck-cell"),
    "some letters struck through": (HALF, Font(), None, "struck-cell"),
}


def workbook(folder: Path, name: str) -> Path:
    text, font, fill, _ = CASES[name]
    book = openpyxl.Workbook()
    for row in (["Navn", "Fra"], ["Oslo", 2004], [text, 2004], ["Moss", 2004]):
        book.active.append(row)
    book.active["A3"].font = font
    if fill:
        book.active["A3"].fill = fill
    book.active["A1"].font = Font(color="FFFFFFFF")  # a header's colour is often that of its table's style
    book.save(folder / "a.xlsx")
    return folder / "a.xlsx"


def told(path: Path) -> list[str]:
    grid = read_grid(str(path), "", "", False)
    assert [row.cells[0] for row in grid.rows] == ["Oslo", "Nes", "Moss"]
    return [
        f"{str(one.at).rpartition('!')[2]} {one.code}{' unseen' * ('nobody' in one.message)}" for one in grid.findings
    ]


def expected(name: str) -> list[str]:
    wanted = CASES[name][3]
    return [f"A3 struck-cell{' unseen' * (wanted == 'unseen')}"] if wanted else []


@pytest.mark.parametrize("name", [name for name in CASES if "letters" not in name])
def test_a_struck_through_row_is_read_and_reported_at_its_cell(tmp_path: Path, name: str) -> None:
    assert told(workbook(tmp_path, name)) == expected(name)


def test_workbooks_saved_by_libreoffice_give_the_same_findings(tmp_path: Path) -> None:
    needs_calc(tmp_path)
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    made = [tmp_path / f"{number}.xlsx" for number, _ in enumerate(CASES)]
    for name, path in zip(CASES, made):
        workbook(tmp_path, name).rename(path)
    for ending in ("ods", "xlsx"):  # its workbooks of Excel have texts of several looks as those of Excel do
        command = ["soffice", profile, "--headless", "--convert-to", ending, "--outdir", str(tmp_path / "made")]
        subprocess.run([*command, *map(str, made)], check=True, capture_output=True, timeout=180)
        made = [tmp_path / "made" / f"{number}.{ending}" for number, _ in enumerate(CASES)]
        assert [told(path) for path in made] == [expected(name) for name in CASES]


def test_superscript_and_subscript_digits_become_unicode_characters(tmp_path: Path) -> None:
    needs_calc(tmp_path)
    book = openpyxl.Workbook()
    looks = {
        "up": InlineFont(vertAlign="superscript"),
        "down": InlineFont(vertAlign="subscript"),
        "": InlineFont(b=True),
    }
    for parts in (
        [("Navn", "")],
        [("m", ""), ("2", "up")],
        [("CO", ""), ("2", "down")],
        [("1234", ""), ("1", "up")],
        [("m", ""), ("2", "")],
    ):
        runs = [TextBlock(looks[look], text) for text, look in parts]
        book.active.append([CellRichText(*runs), "x"])
    book.save(tmp_path / "a.xlsx")
    for ending in ("ods", "xlsx"):
        profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
        command = [
            "soffice",
            profile,
            "--headless",
            "--convert-to",
            ending,
            "--outdir",
            str(tmp_path / "made"),
            "a.xlsx",
        ]
        subprocess.run(command, cwd=tmp_path, check=True, capture_output=True, timeout=180)
        grid = read_grid(str(tmp_path / "made" / f"a.{ending}"), "", "", False)
        assert [row.cells[0] for row in grid.rows] == ["m²", "CO₂", "1234¹", "m2"]


def test_the_first_of_many_rows_are_named_and_the_others_counted(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Navn", "Fra"])
    for number in range(40):
        book.active.append([f"K{number}", 2004])
        book.active.cell(number + 2, 1).font = Font(strike=True)
    book.save(tmp_path / "a.xlsx")
    found = read_grid(str(tmp_path / "a.xlsx"), "", "", False).findings
    assert len(found) == 10 and "30 more rows" in found[-1].message and "more" not in found[0].message
