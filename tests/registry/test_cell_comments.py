"""Comments of workbook cells: reported at their cells, and understood if they say that a member left."""

from __future__ import annotations

import subprocess
import zipfile
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment

from osloregion_slides.registry.load import load_registry
from osloregion_slides.registry.table_file import read_grid
from tests.tables.test_as_libreoffice_shows import needs_calc

THREAD = (
    '<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">'
    '<threadedComment ref="A3" id="{1}"><text>Spør Kari</text></threadedComment>'
    '<threadedComment ref="A3" id="{2}" parentId="{1}"><text>Utmeldt 2025</text></threadedComment></ThreadedComments>'
)
RELATION = (
    '<Relationship Id="rId9" Type="http://schemas.microsoft.com/office/2017/10/relationships/threadedComment" '
    'Target="../threadedComments/threadedComment1.xml"/></Relationships>'
)


def workbook(folder: Path, comments: dict[str, str]) -> Path:
    book = openpyxl.Workbook()
    for row in (
        ["Navn", "Kommunenr", "Fylke", "Fra"],
        ["Oslo", "0301", "Oslo", "2004-01-01"],
        ["Nes", "0236", "Akershus", "2004-01-01"],
    ):
        book.active.append(row)
    for cell, text in comments.items():
        book.active[cell].comment = Comment(text, "Kari")
    book.save(folder / "a.xlsx")
    return folder / "a.xlsx"


def threaded(path: Path) -> None:
    """Say the comments of a workbook as threads too, as Excel does."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    relations = "xl/worksheets/_rels/sheet1.xml.rels"
    parts[relations] = parts[relations].replace(b"</Relationships>", RELATION.encode())
    parts["xl/threadedComments/threadedComment1.xml"] = THREAD.encode()
    with zipfile.ZipFile(path, "w") as package:
        for name, data in parts.items():
            package.writestr(name, data)


def told(path: Path) -> list[tuple[str, str, str]]:
    found = [*read_grid(str(path), "", "", False).findings, *load_registry(str(path))[1]]
    return sorted(
        {
            (str(one.at).rpartition("!")[2], one.code, one.message)
            for one in found
            if "comment" in one.code or one.form == "left"
        }
    )


def test_a_cell_comment_is_reported_and_one_about_leaving_is_treated_as_a_remark(tmp_path: Path) -> None:
    found = told(workbook(tmp_path, {"A3": "Utmeldt 2025", "B2": "Sjekket", "F9": "Ingen verdi her"}))
    assert [(at, code) for at, code, _ in found] == [
        ("A3", "cell-comment"),
        ("A3", "incomplete-row"),
        ("B2", "cell-comment"),
    ]
    assert all("Utmeldt 2025" in message for at, _, message in found if at == "A3")


def test_a_workbook_without_comments_has_no_findings(tmp_path: Path) -> None:
    assert told(workbook(tmp_path, {})) == []


def test_a_comment_thread_is_reported_with_its_text(tmp_path: Path) -> None:
    path = workbook(
        tmp_path, {"A3": "[Threaded comment] Your version of Excel allows you to read this. Comment: Spør Kari"}
    )
    threaded(path)
    found = told(path)
    assert [(at, code) for at, code, _ in found] == [("A3", "cell-comment"), ("A3", "incomplete-row")]
    assert "Spør Kari · Utmeldt 2025" in found[0][2] and "Your version" not in found[0][2]


@pytest.mark.slow
def test_comments_of_an_ods_are_reported_like_those_of_a_workbook(tmp_path: Path) -> None:
    needs_calc(tmp_path)
    path = workbook(tmp_path, {"A3": "Utmeldt 2025", "B2": "Sjekket"})
    command = ["soffice", f"-env:UserInstallation={(tmp_path / 'p').as_uri()}", "--headless", "--convert-to", "ods"]
    subprocess.run([*command, "--outdir", str(tmp_path), str(path)], check=True, capture_output=True, timeout=180)
    ods = [(at, code) for at, code, _ in told(path.with_suffix(".ods"))]
    assert ods == [(at, code) for at, code, _ in told(path)]


def test_a_damaged_comments_part_is_a_finding_and_no_crash(tmp_path: Path) -> None:
    path = workbook(tmp_path, {"A3": "Utmeldt 2025"})
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    part = next(name for name in parts if "comment" in name.lower() and name.endswith(".xml"))
    with zipfile.ZipFile(path, "w") as package:
        for name, data in parts.items():
            package.writestr(name, data[:40] if name == part else data)
    assert [one.code for one in read_grid(str(path), "", "", False).findings] == ["bad-workbook"]
