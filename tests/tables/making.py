"""Outlines with data for tests: files in a folder, an outline over them, and what comes of it."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import openpyxl

from osloregion_slides.base.findings import Finding, InvalidInput
from osloregion_slides.drafting import drafted, load

if TYPE_CHECKING:
    from osloregion_slides.outline.load import Outline
    from osloregion_slides.scene import Deck

HEAD = "deck: prove\ntitle: {all: Prøve}\nlanguage: nb\nlanguages: [nb, en]\nas_of: 2008-01-01\n"
SLIDE = "slides:\n  - {id: a, kind: statement, title: A}\n"


def workbook(path: Path, **sheets: list[list[object]]) -> openpyxl.Workbook:
    """Save a workbook with these sheets, their rows from A1, and return it."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        page = book.create_sheet(title)
        for row in rows:
            page.append([datetime.date.fromisoformat(cell[1:]) if str(cell)[:1] == "@" else cell for cell in row])  # type: ignore[index]
    path.parent.mkdir(parents=True, exist_ok=True)
    book.save(path)
    return book


def outline(folder: Path, text: str, files: dict[str, str | bytes] | None = None, **choices: str) -> Outline:
    """Return the outline of HEAD and ``text`` in ``folder``, with these files beside it."""
    for name, data in (files or {}).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data.encode() if isinstance(data, str) else data)
    path = folder / "prove.yaml"
    path.write_text(HEAD + text, encoding="utf-8")
    return load(str(path), **choices)  # type: ignore[arg-type]  # choices are texts


def faults(folder: Path, text: str, files: dict[str, str | bytes] | None = None) -> list[str]:
    """Return what loading such an outline finds, each finding with its place in the folder."""
    try:
        found = outline(folder, text, files).findings
    except InvalidInput as problem:
        found = problem.findings
    return [told(finding, folder) for finding in found]


def told(finding: Finding, folder: Path) -> str:
    """Return place, code and message of a finding."""
    return f"{finding.at} {finding.code}: {finding.message}".replace(f"{folder}/", "")


def deck(
    folder: Path, text: str, files: dict[str, str | bytes] | None = None, **choices: str
) -> tuple[Deck, list[str]]:
    """Return the Scene of such an outline, and its findings."""
    made, _, findings = drafted(outline(folder, text, files, **choices))
    return made, [told(finding, folder) for finding in findings]
