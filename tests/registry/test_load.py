"""Reading registries in every file format, and the findings on faulty ones."""

from __future__ import annotations

import datetime
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from osloregion_slides.registry.load import load_registry
from osloregion_slides.registry.values import Member, Registry

HEADER = "name,number,county,region,other_regions,from,to,kind,confidence,source,successor,note"
ROWS = (
    "Oslo,0301,Oslo,Oslo,,2004-12-17,,municipality,confirmed,St.meld. 31,,",
    "Ås,0214,Akershus,Follo,,2004-12-17,2019-12-31,municipality,high,St.meld. 31,3021 Ås,",
    "Jevnaker,0532,Oppland,Hadeland,Ringeriksregionen; Vestregionen,2008-01-01,,municipality,low,,,",
    "Akershus fylkeskommune,,Akershus,,,2004-12-17,,county_council,confirmed,St.meld. 31,,",
    "Flere,,,,,2009-01-01,,gap,,,,ukjent",
)
PLAIN = "\n".join((HEADER, *ROWS)) + "\n"


def load(folder: Path, data: bytes | str, name: str = "members.csv") -> tuple[Registry, list[str]]:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    registry, findings = load_registry(str(path))
    return registry, [str(finding).removeprefix(str(folder) + "/") for finding in findings]


def expected(folder: Path) -> Registry:
    return load(folder, PLAIN)[0]


def norwegian() -> str:
    """Return the plain table as a Norwegian Excel would have it after some clicks."""
    heading = "Kommune;Kommunenummer;Fylke;Delregion;Andre delregioner;Fra;Til;Type;Sikkerhet;Kilde;Etterfølger;Merknad"
    body = "\n".join(ROWS).replace("; ", "/").replace(",", ";").replace("/", ", ")
    body = body.replace(";0301;", ";301;").replace(";0214;", ";214,0;").replace(";0532;", ";532;")
    for iso, local in (("2004-12-17", "17.12.2004"), ("2008-01-01", "1.1.2008"), ("2019-12-31", "31.12.2019")):
        body = body.replace(iso, local)
    body = body.replace("2009-01-01", "01.01.2009").replace("municipality", "Kommune")
    body = body.replace("county_council", "Fylkeskommune").replace("gap", "hull")
    body = body.replace("confirmed", "Bekreftet").replace(";high;", ";Høy;").replace(";low;", ";Lav;")
    return f"{heading}\n{body}\n".replace("Ringeriksregionen, Vestregionen", '"Ringeriksregionen; Vestregionen"')


def test_a_plain_table_is_read_without_findings(tmp_path: Path) -> None:
    registry, findings = load(tmp_path, PLAIN)
    assert findings == []
    assert registry.members[1] == Member(
        "Ås", "0214", "Akershus", "Follo", (), "2004-12-17", "2019-12-31", "St.meld. 31", "high", "municipality",
        "3021 Ås", "",
    )  # fmt: skip
    assert registry.members[2].other_regions == ("Ringeriksregionen", "Vestregionen")
    assert registry.members[3].kind == "county_council"
    assert [gap.note for gap in registry.gaps] == ["ukjent"]


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("rest", ["", "\n;;;;;;;;;;;\n;;;;;;;;;;;\n\n"])
def test_a_csv_saved_by_norwegian_excel_gives_the_same_registry(
    tmp_path: Path, encoding: str, ending: str, rest: str
) -> None:
    data = (norwegian() + rest).replace("\n", ending).encode(encoding)
    registry, findings = load(tmp_path, data)
    assert registry == expected(tmp_path)
    lost = [finding for finding in findings if "lost-zero" in finding]
    assert [finding.partition(": warning")[0] for finding in lost] == ["members.csv:2:2"], "one for the whole table"
    assert "is read as 0301" in lost[0]
    assert "the table has 2 more such numbers" in lost[0]
    rest_of = [finding for finding in findings if finding not in lost]
    assert [("note[not-utf-8]" in finding) for finding in rest_of] == [True] * (encoding in ("cp1252", "utf-16"))


def test_the_separator_line_of_excel_is_skipped(tmp_path: Path) -> None:
    assert load(tmp_path, "sep=;\n" + PLAIN.replace("; ", "/").replace(",", ";").replace("/", ","))[0].gaps != ()


def test_a_workbook_with_excel_dates_and_numbers_gives_the_same_registry(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for line in PLAIN.splitlines():
        sheet.append(
            [
                datetime.datetime.fromisoformat(cell)
                if cell[:2] == "20" and len(cell) == 10
                else int(cell)
                if cell.isdecimal()
                else cell or None
                for cell in line.split(",")
            ]
        )
    book.save(tmp_path / "members.xlsx")
    registry, findings = load_registry(str(tmp_path / "members.xlsx"))
    assert registry == expected(tmp_path)
    assert [(finding.code, finding.at and finding.at.line) for finding in findings] == [
        ("lost-zero", 2),
    ]


def test_yaml_gives_the_same_registry_with_scalars_as_written(tmp_path: Path) -> None:
    text = """\
members:
  - {name: Oslo, number: 0301, county: Oslo, region: Oslo, from: 2004-12-17, confidence: confirmed, source: St.meld. 31}
  - name: Ås
    number: "0214"
    county: Akershus
    region: Follo
    from: 2004-12-17
    to: 2019-12-31
    confidence: high
    source: St.meld. 31
    successor: 3021 Ås
  - name: Jevnaker
    number: 0532
    county: Oppland
    region: Hadeland
    other_regions: [Ringeriksregionen, Vestregionen]
    from: 2008-01-01
    to: ~
    confidence: low
  - {name: Akershus fylkeskommune, county: Akershus, from: 2004-12-17, kind: county_council, confidence: confirmed, source: St.meld. 31}
gaps:
  - {name: Flere, kind: gap, from: 2009-01-01, note: ukjent}
"""
    registry, findings = load(tmp_path, text, "members.yaml")
    assert findings == []
    assert registry == expected(tmp_path)


CASES = {
    "a misspelt column": (
        HEADER.replace("number", "kommunenumer") + "\n",
        ["members.csv:1:2: warning[unknown-column]: Unknown column `kommunenumer`.", "`number`?"],
    ),
    "a missing column": ("name,number\nOslo,0301\n", ["members.csv:1:1: error[missing-column]", "`from` or `fra`"]),
    "a doubled column": (
        "name,navn,from\n",
        ["members.csv:1:2: error[duplicate-column]: Column `navn` occurs twice, as `name`"],
    ),
    "a day that is none": (
        "name,from\nOslo,31.02.2008\n",
        [":2:2: error[bad-date]: Invalid date `31.02.2008`: the calendar has no such day."],
    ),
    "an American date": ("name,from\nOslo,1/2/2008\n", [":2:2: error[bad-date]", "two ways", "hint: Write 2008-01-01"]),
    "a short year": (
        "name,from\nOslo,1.1.08\n",
        [":2:2: error[bad-date]: Invalid date `1.1.08`: the century is missing."],
    ),
    "Excel's day number": ("name,from\nOslo,39448\n", [":2:2: error[bad-date]", "Excel's number for 2008-01-01"]),
    "the end before the start": (
        "name,from,to\nOslo,2008-01-01,2007-01-01\n",
        [":2:3: error[from-after-to]: The membership ends (2007-01-01) before it starts (2008-01-01)"],
    ),
    "no name": ("name,from\n,2008-01-01\n", [":2:1: error[missing-value]"]),
    "no number": (
        "name,number,from\nOslo,oslo,2008-01-01\n",
        [":2:2: error[bad-number]: `oslo` is not a municipality number."],
    ),
    "an unknown kind": (
        "name,from,kind\nOslo,2008-01-01,bydel\n",
        [":2:3: error[unknown-word]: Unknown kind `bydel`."],
    ),
    "a cell too many": ("name,from\nOslo,2008-01-01,x\n", [":2:3: error[extra-cell]"]),
    "two periods at once": (
        "name,number,from,to\nOslo,0301,2004-01-01,2008-01-01\nOslo,0301,2008-01-01,\n",
        [":3:2: error[duplicate-member]: `0301` is a member twice at the same time, also in row 2"],
    ),
    "an empty file": ("", ["members.csv: error[empty-table]"]),
    "no text": ("\0\1\2", ["members.csv: error[not-text]"]),
    "an open quote": ('name,from\n"Oslo,' + "x" * 200_000, ["members.csv:2: error[bad-csv]"]),
}


@pytest.mark.parametrize(("text", "words"), CASES.values(), ids=CASES)
def test_faults_are_reported_with_row_and_column(tmp_path: Path, text: str, words: list[str]) -> None:
    _, findings = load(tmp_path, text)
    for word in words:
        assert word in "\n".join(findings)


YAML_CASES = {
    "a tab": ("- name: Oslo\n\t from: x\n", "members.yaml:2:1: error[bad-yaml]"),
    "an alias": (
        "- &a {name: Oslo, from: 2008-01-01}\n- *a\n",
        "members.yaml:2:3: error[bad-yaml]: The YAML table cannot be read: aliases",
    ),
    "a key twice": (
        "- {name: Oslo, name: Moss}\n",
        "members.yaml:1:3: error[bad-yaml]: The YAML table cannot be read: the key `name` occurs twice",
    ),
    "deep nesting": ("[" * 3000, "error[bad-yaml]: The YAML table cannot be read: the nesting is too deep"),
    "no list": ("name: Oslo\n", "members.yaml: error[empty-table]"),
    "a bad date": ("- name: Oslo\n  from: i går\n", "members.yaml:2:9: error[bad-date]: Invalid date `i går`."),
    "a tag": ("- !!python/object:os.system {name: Oslo, from: 2008-01-01}\n", ""),
}


@pytest.mark.parametrize(("text", "word"), YAML_CASES.values(), ids=YAML_CASES)
def test_invalid_yaml_is_reported_at_its_location(tmp_path: Path, text: str, word: str) -> None:
    _, findings = load(tmp_path, text, "members.yaml")
    assert word in "\n".join(findings)


def test_all_errors_are_reported_at_once_and_the_good_rows_are_kept(tmp_path: Path) -> None:
    text = "name,number,from,to\nOslo,x,1.13.2008,2007\nMoss,0104,2008-01-01,\n,,,\nÅs,0214,2008,\n"
    registry, findings = load(tmp_path, text)
    assert [member.name for member in registry.members] == ["Moss"]
    assert [finding.split(": ")[0] for finding in findings] == [
        f"members.csv:{place}" for place in ("2:3", "2:4", "2:2", "5:3")
    ]


def test_a_missing_registry_file_is_a_finding(tmp_path: Path) -> None:
    _, findings = load_registry(str(tmp_path / "none.csv"))
    assert [finding.code for finding in findings] == ["missing-file"]


def test_without_a_status_column_members_count_as_confirmed(tmp_path: Path) -> None:
    assert load(tmp_path, "name,from\nOslo,2008-01-01\n")[0].members[0].confidence == "confirmed"
    assert load(tmp_path, "name,from,confidence\nOslo,2008-01-01,\n")[0].members[0].confidence == "low"


def test_a_member_may_leave_and_come_back(tmp_path: Path) -> None:
    text = "name,number,from,to\nOslo,0301,2010-01-01,\nOslo,0301,2004-01-01,2008-01-01\n"
    registry, findings = load(tmp_path, text)
    assert findings == []
    assert [len(registry.as_of(day).members) for day in ("2008-01-01", "2009-06-01", "2010-01-01")] == [1, 0, 1]


@pytest.mark.parametrize("name", ["members.csv", "members.yaml", "members.xlsx"])
@given(data=st.one_of(st.binary(max_size=300), st.text(max_size=300).map(str.encode)))
def test_no_bytes_make_the_reader_crash(name: str, data: bytes, tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("bytes")
    for start in (b"", b"PK\x03\x04", b"name,number,from\n", b"- name: "):
        registry, findings = load(folder, start + data, name)
        assert all(member.name and member.start <= (member.end or "9999") for member in registry.members)
        assert registry.members or findings or start == b"name,number,from\n"


@given(cells=st.lists(st.lists(st.text("0123456789.,-/ æøåXx\u00a0", max_size=12), min_size=12, max_size=12)))
def test_every_row_is_a_member_a_gap_or_a_finding(
    cells: list[list[str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    rows = ["\t".join(row) for row in cells]
    text = "\n".join([HEADER.replace(",", "\t"), *rows])
    registry, findings = load(tmp_path_factory.mktemp("rows"), text)
    told = {finding.split(":")[1] for finding in findings}
    for line, row in enumerate(cells, 2):
        if any(cell.strip() for cell in row) and str(line) not in told:
            assert any(member.name == row[0].strip() for member in registry.members)
