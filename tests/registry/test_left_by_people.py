"""Messy member registries: the members of the date are right, or a finding names the cell."""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from osloregion_slides.registry.load import load_registry

HEAD = ["Kommune", "Kommunenummer", "Fylke", "Delregion", "Fra", "Til", "Kilde"]
ROWS: list[list[Any]] = [
    HEAD,
    ["Oslo", "0301", "Oslo", "Oslo", "2004-12-17", None, "møte"],
    ["Asker", "0220", "Akershus", "Vestregionen", "2004-12-17", None, "møte"],
    ["Bærum", "0219", "Akershus", "Vestregionen", "2004-12-17", None, "møte"],
    ["Horten", "0701", "Vestfold", "Vestfold", "2008-01-01", None, "møte"],
    ["Hof", "0714", "Vestfold", "Vestfold", "2004-12-17", "2007-12-31", "møte"],
]
TRUTH = [
    ("Oslo", "0301", "Oslo"),
    ("Asker", "0220", "Akershus"),
    ("Bærum", "0219", "Akershus"),
    ("Horten", "0701", "Vestfold"),
]


def sheet(change: Callable[[Any], object], rows: list[list[Any]] | None = None) -> bytes:
    book = openpyxl.Workbook()
    page = book.active
    assert page is not None
    page.title = "Medlemmer"
    for row in rows or ROWS:
        page.append(row)
    change(page)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def cells(**values: Any) -> Callable[[Any], None]:
    def change(page: Any) -> None:
        for name, value in values.items():
            page[name] = value

    return change


def column(letter: str, values: list[Any]) -> Callable[[Any], None]:
    return cells(**{f"{letter}{row}": value for row, value in enumerate(values, 2)})


def heads(frame: str, form: Callable[[str], str] = str) -> Callable[[Any], None]:
    def change(page: Any) -> None:
        for cell in page[1]:
            cell.value = frame.format(form(cell.value))

    return change


def at(cell: str) -> str:
    return rf"!{cell}$"


def reordered(page: Any) -> None:
    for row in page.iter_rows():
        values = [cell.value for cell in row]
        for cell, value in zip(row, reversed(values)):
            cell.value = value


def two_heads(page: Any) -> None:
    page.insert_rows(1)
    page["B1"] = "Kjennetegn"
    page.merge_cells("B1:D1")


def merged_county(page: Any) -> None:
    page["C6"] = None
    page.merge_cells("C5:C6")


FIRST = datetime.date(2004, 12, 17)
DAYS = [FIRST, FIRST, FIRST, datetime.date(2008, 1, 1), FIRST]
CASES: dict[str, tuple[Callable[[], bytes], str]] = {
    "control": (lambda: sheet(lambda p: None), ""),
    "days as dates": (lambda: sheet(column("E", DAYS)), ""),
    "days and their time": (lambda: sheet(column("E", [f"{day} 00:00:00" for day in DAYS])), ""),
    "days with points": (lambda: sheet(column("E", ["17.12.2004", "17.12.2004", "17.12.2004", "1.1.2008", "17.12.2004"])), ""),
    "days with points and spaces": (lambda: sheet(column("E", ["17. 12. 2004", "17.12.2004", "17.12.2004", "1. 1. 2008", "17.12.2004"])), ""),
    "days in words": (lambda: sheet(cells(E5="1. januar 2008")), at("E5")),
    "days with slashes": (lambda: sheet(cells(E5="1/2/2008")), at("E5")),
    "days of two digits": (lambda: sheet(cells(E5="01.01.08")), at("E5")),
    "years alone": (lambda: sheet(cells(E5="2008")), at("E5")),
    "years as numbers": (lambda: sheet(cells(E5=2008)), at("E5")),
    "a day that does not exist": (lambda: sheet(cells(E5="31.11.2007")), at("E5")),
    "a day as a number": (lambda: sheet(cells(E5=39448)), at("E5")),
    "a start with a question mark": (lambda: sheet(cells(E5="2008?")), at("E5")),
    "no start": (lambda: sheet(cells(E5=None)), at("E5")),
    "an end before the start": (lambda: sheet(cells(F5="2007-01-01")), at("F5")),
    "an open end in words": (lambda: sheet(cells(F5="løpende")), ""),
    "an open end as a dash": (lambda: sheet(cells(F5="–")), ""),
    "start and end in one cell": (lambda: sheet(cells(E5="2008-01-01 – løpende")), "E5"),
    "numbers without the first digit": (lambda: sheet(cells(B2=301, B3=220)), ""),
    "numbers with decimals": (lambda: sheet(cells(B2=301.0)), ""),
    "numbers with a space": (lambda: sheet(cells(B2="03 01")), ""),
    "numbers with letters": (lambda: sheet(cells(B2="K-0301")), at("B2")),
    "names with spaces": (lambda: sheet(cells(A2=" Oslo\u00a0", C2="Oslo ")), ""),
    "a county in other letters": (lambda: sheet(cells(C3="AKERSHUS ")), at("C[34]")),
    "a county misspelt": (lambda: sheet(cells(C3="Akershuus")), at("C[34]")),
    "a county misspelt that stands once": (lambda: sheet(cells(C2="Olso")), at("C2")),
    "a number of no county": (lambda: sheet(cells(B5="9999")), at("B5")),
    "a number unlike the others of its county": (lambda: sheet(cells(C3="Vestfold")), at("B3")),
    "two names joined by a word": (lambda: sheet(cells(A5="Nes og Sørum")), at("A5")),
    "two names on two lines": (lambda: sheet(cells(A5="Nes\nSørum")), at("A5")),
    "a remark that a member left": (lambda: sheet(cells(H1="Merknad", H3="Utmeldt 2007")), at("H3")),
    "a source that says that a member left": (lambda: sheet(cells(G3="trådte ut i 2006")), at("G3")),
    "a remark on one who left on a date": (lambda: sheet(cells(G6="utmeldt 2007")), ""),
    "a struck number": (lambda: sheet(lambda p: setattr(p["B6"], "font", openpyxl.styles.Font(strike=True))), at("B6")),
    "a county missing": (lambda: sheet(cells(C3=None)), at("C3")),
    "a region missing": (lambda: sheet(cells(D3=None)), at("D3")),
    "a name missing": (lambda: sheet(cells(A3=None)), at("A3")),
    "a row twice": (lambda: sheet(lambda p: p.append(ROWS[2])), at("B7")),
    "a row twice, in other letters": (lambda: sheet(lambda p: p.append(["ASKER", None, *ROWS[2][2:]])), at("[AB][37]")),
    "columns in another order": (lambda: sheet(reordered), ""),
    "headings in capitals": (lambda: sheet(heads("{}", str.upper)), ""),
    "headings with spaces": (lambda: sheet(heads(" {}\u00a0")), ""),
    "headings on two lines": (lambda: sheet(cells(B1="Kommune-\nnummer")), ""),
    "a heading misspelt": (lambda: sheet(cells(E1="Frra")), at("[AE]1")),
    "a column twice": (lambda: sheet(cells(G1="Fra")), at("G1")),
    "a column of their own": (lambda: sheet(cells(H1="Kontakt", H2="Kari")), ""),
    "a column without a heading": (lambda: sheet(cells(H2="Kari")), at("H[12]")),
    "a title above": (lambda: sheet(lambda p: p.insert_rows(1) or cells(A1="Medlemmer per 1.1.2008")(p)), ""),
    "two lines of headings": (lambda: sheet(two_heads), at("[A-D][12]")),
    "an empty row between": (lambda: sheet(lambda p: p.insert_rows(3)), ""),
    "a heading of a group between": (lambda: sheet(lambda p: p.insert_rows(3) or cells(A3="Akershus")(p)), at("[AE]3")),
    "a note below": (lambda: sheet(cells(A8="Sist oppdatert av Kari")), ""),
    "a sum below": (lambda: sheet(cells(A8="Sum", B8=4)), ""),
    "a struck row": (lambda: sheet(lambda p: setattr(p["A6"], "font", openpyxl.styles.Font(strike=True))), ""),
    "merged counties": (lambda: sheet(merged_county), ""),
    "a hidden row": (lambda: sheet(lambda p: setattr(p.row_dimensions[3], "hidden", True)), "Medlemmer$"),
    "a hidden column": (lambda: sheet(lambda p: setattr(p.column_dimensions["C"], "hidden", True)), "Medlemmer$"),
    "a fault in a cell": (lambda: sheet(cells(C3="#REF!")), at("C3")),
    "a formula never calculated": (lambda: sheet(cells(C3='="Akers"&"hus"')), at("C3")),
}  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_messy_registry_gives_the_members_or_a_finding_at_the_cell(name: str, tmp_path: Path) -> None:
    make, place = CASES[name]
    path = tmp_path / "m.xlsx"
    path.write_bytes(make())
    registry, findings = load_registry(str(path))
    members = [
        (one.name, one.number, one.county)
        for one in registry.members
        if one.start <= "2008-01-01" and (not one.end or one.end >= "2008-01-01")
    ]
    said = [f"{one.at} {one.code} {one.message}" for one in findings]
    if place:
        assert any(re.search(place, str(one.at)) for one in findings), (members, said)
    else:
        assert members == TRUTH, (members, said)
