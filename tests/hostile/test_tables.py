"""Tables that try to take time or memory, as members of a deck and of a list."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.hostile.case import MEMBERS, OUTLINE, Bytes, Case, check, written
from tests.hostile.workbooks import workbook
from tests.zipped import zipped

SHEET = b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
LAUGHS = (
    b"<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaaaaaaaaaa'>"
    + b"".join([b"<!ENTITY a%d '%s'>" % (n, b"&a%s;" % (b"%d" % (n - 1) if n else b"") * 10) for n in range(9)])
    + b"]>"
)
TABLES: dict[str, tuple[str, Bytes, str]] = {
    "one line of 100 MB": ("m.csv", lambda: b"a" * 100_000_000, "too-large"),
    "one line of 9.9 MB": ("m.csv", lambda: b"a" * 9_900_000, ""),
    "9.9 MB of commas": ("m.csv", lambda: b"," * 9_900_000, ""),
    "9.9 MB of line ends": ("m.csv", lambda: b"\n" * 9_900_000, ""),
    "9.9 MB of quotes": ("m.csv", lambda: b'"' * 9_900_000, ""),
    "9.9 MB of quoted commas": ("m.csv", lambda: b'"a",' * 2_400_000, ""),
    "a million columns": ("m.csv", lambda: (",".join(f"c{n}" for n in range(1_000_000)) + "\n").encode(), ""),
    "15 000 rows of one member": ("m.csv", lambda: b"name,from\n" + b"Oslo,2004-12-17\n" * 15_000, "duplicate-member"),
    "19 000 bad rows": ("m.csv", lambda: b"name,from\n" + b"Oslo,x\n" * 19_000, "too-many-faults"),
    "400 000 members": (
        "m.csv",
        lambda: ("name,from\n" + "".join(f"K{n},2004-12-17\n" for n in range(400_000))).encode(),
        "",
    ),
    "null bytes": ("m.csv", lambda: MEMBERS.encode() + b"a\0b,1,2\n", "not-text"),
    "escape sequences": ("m.csv", lambda: MEMBERS.encode() + b"\x1b[31mrod,0999,x\n", "control-character"),
    "a control character in a name": (
        "m.csv",
        lambda: MEMBERS.encode() + b"\x07Moss,0105,2004-12-17\n",
        "control-character",
    ),
    "a cell of 300 KB, quoted": ("m.csv", lambda: b'name,from\n"' + b"a" * 300_000 + b'",x\n', "bad-csv"),
    "UTF-16 cut short": ("m.csv", lambda: b"\xff\xfea", "not-text"),
    "half a surrogate pair": ("m.csv", lambda: MEMBERS.encode() + b"\xed\xa0\x80,0105,2004-12-17\n", ""),
    "a million keys": ("m.yaml", lambda: "".join(f"- {{name: a{n}}}\n" for n in range(450_000)).encode(), ""),
    "one record of 400 000 keys": (
        "m.yaml",
        lambda: ("- {" + ", ".join(f"k{n}: 1" for n in range(400_000)) + "}").encode(),
        "",
    ),
    "records of other keys": ("m.yaml", lambda: "".join(f"- {{k{n}: 1}}\n" for n in range(450_000)).encode(), ""),
    "laughs": ("m.yaml", lambda: b"a: &a [x]\nb: [*a, *a]\n", "bad-yaml"),
    "brackets": ("m.yaml", lambda: b"[" * 5_000_000, "bad-yaml"),
    "a bomb": ("m.xlsx", lambda: zipped(**{"xl/a.xml": bytes(500_000_000)}), "bad-workbook"),
    "400 000 columns in one row": ("m.csv", lambda: b"nam," * 399_000, "too-large"),
    "1 000 columns in one row": ("m.csv", lambda: b"nam," * 990, ""),
    "900 000 merged cells": (
        "m.xlsx",
        lambda: workbook(
            SHEET
            + b'<row r="1"><c r="A1" t="str"><v>name</v></c></row></sheetData><mergeCells>'
            + b'<mergeCell ref="A1:A1048576"/>' * 300_000
            + b"</mergeCells></worksheet>"
        ),
        "bad-workbook",
    ),
    "a merged cell without end": (
        "m.xlsx",
        lambda: workbook(
            SHEET
            + b'<row r="1"><c r="A1" t="str"><v>name</v></c></row></sheetData><mergeCells>'
            + b'<mergeCell ref="A1:A99999999999999"/>'
            + b"</mergeCells></worksheet>"
        ),
        "",
    ),
    "90 MB of blanks": ("m.xlsx", lambda: workbook(SHEET + b" " * 90_000_000 + b"</sheetData></worksheet>"), ""),
    "a sheet of 95 MB": (
        "m.xlsx",
        lambda: workbook(
            SHEET + b'<row><c t="inlineStr"><is><t>a</t></is></c></row>' * 1_900_000 + b"</sheetData></worksheet>"
        ),
        "",
    ),
    "a row of 95 MB": (
        "m.xlsx",
        lambda: workbook(
            SHEET + b"<row>" + b'<c t="inlineStr"><is><t>a</t></is></c>' * 2_300_000 + b"</row></sheetData></worksheet>"
        ),
        "",
    ),
    "a cell far away": (
        "m.xlsx",
        lambda: workbook(SHEET + b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'),
        "",
    ),
    "20 000 rows of one far cell": (
        "m.xlsx",
        lambda: workbook(
            SHEET
            + b"".join([b'<row r="%d"><c r="XFD%d"><v>1</v></c></row>' % (n, n) for n in range(1, 20_000)])
            + b"</sheetData></worksheet>"
        ),
        "",
    ),
    "strings of 90 MB": (
        "m.xlsx",
        lambda: workbook(
            strings=b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
            + b"<si><t>a</t></si>" * 5_000_000
            + b"</sst>"
        ),
        "",
    ),
    "laughs in a sheet": (
        "m.xlsx",
        lambda: workbook(LAUGHS + SHEET + b"<row><c t='str'><v>&a8;</v></c></row></sheetData></worksheet>"),
        "bad-workbook",
    ),
    "laughs behind a comment": (
        "m.xlsx",
        lambda: workbook(
            b"<!--"
            + b" " * 5_000
            + b"-->"
            + LAUGHS
            + SHEET
            + b"<row><c t='str'><v>&a8;</v></c></row></sheetData></worksheet>"
        ),
        "bad-workbook",
    ),
    "laughs in UTF-16": (
        "m.xlsx",
        lambda: workbook(
            b"\xff\xfe"
            + (LAUGHS + SHEET + b"<row><c t='str'><v>&a8;</v></c></row></sheetData></worksheet>")
            .decode()
            .encode("utf-16-le")
        ),
        "bad-workbook",
    ),
}


def table_case(name: str, data: Bytes, code: str, verb: str) -> Case:
    def make(folder: Path) -> list[str]:
        written(folder, f"decks/data/{name}", data())
        top = f"members: data/{name}\n"
        written(folder, "decks/prove.yaml", OUTLINE + top + "slides:\n  - {id: m, kind: members, title: T}\n")
        if verb == "members":
            return ["members", f"decks/data/{name}", "--as-of", "2008-01-01"]
        return ["build", "decks/prove.yaml"]

    return Case(make, code, (1,) if code else (0, 1))


CASES = {
    f"table of {name} to {verb}": table_case(*case, verb)
    for name, case in TABLES.items()
    for verb in ("build", "members")
}


@pytest.mark.slow
@pytest.mark.parametrize("name", CASES)
def test_hostile_data_is_a_finding_or_a_deck_within_the_limits(name: str, tmp_path: Path) -> None:
    check(CASES[name], tmp_path)


def test_a_workbook_that_holds_a_part_twice_is_a_finding() -> None:
    """Programs differ in which of the two they show, and so could show other figures than the slides."""
    import io
    import zipfile
    from warnings import catch_warnings, simplefilter

    from osloregion_slides.registry.workbook import refused

    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package, catch_warnings():
        simplefilter("ignore")
        for name in ("xl/workbook.xml", "xl/sheet1.xml", "XL/sheet1.xml"):
            package.writestr(name, "<a/>")
    found = refused(made.getvalue(), "a.xlsx")
    assert found and (found.code, found.form) == ("bad-workbook", "twice")
