"""Texts from files are shown verbatim: none of their characters is markup or an expression."""

from __future__ import annotations

import json
from pathlib import Path
from urllib.parse import unquote

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from osloregion_slides.outline.dump import dump
from osloregion_slides.outline.markup import parse_markup, plain, restored, verbatim
from osloregion_slides.scene import Chart, Table
from osloregion_slides.service import build
from tests.kinds.composing import flat
from tests.tables.making import SLIDE, deck, faults, outline
from tests.tables.test_data import texts

ODD = [
    "2*3*4", "**fet**", r"C:\*mappe\*", "[a](https://b.no)", "[a](javascript:b)", "[x]", "{{ title }}", "{% if %}",
    "{# a #}", "](b)", "{title}", r"\[a\]", "a {{ b", "*", "{{ data.d[0].name }}",
]  # fmt: skip
SLIDES = """\
data:
  d: data.FORMAT
slides:
  - {id: t, kind: table, title: "{{ data.d[0].name }}", table: data.d}
  - {id: p, kind: columns, title: "{{ data.d[0].name | upper }} B", items: data.d}
  - {id: c, kind: chart, title: A, alt: A, type: column, table: data.c}
  - {id: u, kind: statement, title: "{{ data.d | names | first ~ '!' }} {{ 'a' + data.d[0].name }}"}
"""


def files(text: str, form: str, folder: Path) -> None:
    """Write a table with this text as heading and cell, and one with a chart's numbers below it."""
    rows: list[list[object]] = [["name", "text", f"c {text}"], [text, text, text]]
    numbers: list[list[object]] = [["name", text], [text, 4]]
    if form == "xlsx":
        for name, cells in (("data", rows), ("c", numbers)):
            book = openpyxl.Workbook()
            for number, row in enumerate(cells, 1):
                for column, cell in enumerate(row, 1):
                    book.active.cell(number, column).value = cell
            book.save(folder / f"{name}.xlsx")
        return
    for name, table in (("data", rows), ("c", numbers)):
        if form == "yaml":
            made = json.dumps([dict(zip([str(name) for name in table[0]], table[1]))], ensure_ascii=False)
        else:
            made = "\n".join(";".join(f'"{cell}"' for cell in row) for row in table)
        (folder / f"{name}.{form}").write_text(made, encoding="utf-8")


@pytest.mark.parametrize("form", ["csv", "xlsx", "yaml"])
@pytest.mark.parametrize("text", ODD)
def test_a_cell_is_shown_verbatim_in_tables_lists_charts_and_expressions(text: str, form: str, tmp_path: Path) -> None:
    files(text, form, tmp_path)
    source = SLIDES.replace("data.FORMAT", f"data.{form}\n  c: c.{form}")
    made, findings = deck(tmp_path, source)
    assert findings == []
    items = [item for slide in made.slides for item in flat(slide.items)]
    (table,) = [item for item in items if isinstance(item, Table)]
    assert [[cell.text.plain for cell in row.cells] for row in table.rows][1] == [text] * 3
    assert table.rows[0].cells[2].text.plain == f"c {text}"
    (chart,) = [item for item in items if isinstance(item, Chart)]
    assert (chart.categories, chart.series[0].name) == ((text,), text)
    said = texts(made)
    assert sum(part.count(text) for part in said) >= 5
    assert f"{text.upper()} B" in said
    assert f"{text}! a{text}" in said
    assert not any(run.link for item in items for run in getattr(getattr(item, "text", None), "runs", ()))


def test_markup_and_expressions_are_interpreted_on_request(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("name;text\n**Oslo**;{{ title }}\n", encoding="utf-8")
    source = "data:\n  d: {file: a.csv, markup: true}\nslides:\n  - {id: t, kind: table, title: A, table: data.d}\n"
    made, findings = deck(tmp_path, source)
    (table,) = [item for item in made.slides[0].items if isinstance(item, Table)]
    assert findings == []
    assert [cell.text.plain for cell in table.rows[1].cells] == ["Oslo", "Prøve"]


def test_meeting_cells_are_shown_verbatim_and_unfilled_fields_are_reported(tmp_path: Path) -> None:
    form = "Felt;Tekst\nTittel;2*3*4 {{ title }}\nSted;[Sted]\n"
    source = 'meeting: {file: m.csv}\nslides:\n  - {id: a, kind: statement, title: "{{ meeting.title }}{{ meeting.place }}"}\n'
    made, findings = deck(tmp_path, source, {"m.csv": form})
    assert made.slides[0].title == "2*3*4 {{ title }}[Sted]"
    assert ["unfilled-blank" in finding for finding in findings] == [True]


def test_member_names_are_shown_verbatim(tmp_path: Path) -> None:
    registry = "name,number,county,region,from,kind\nO*s*lo,0301,[x],{{ y }},2004-12-17,municipality\n"
    source = (
        "members: m.csv\nslides:\n"
        '  - {id: a, kind: statement, title: "{{ members.municipalities | names | join_and }}"}\n'
        '  - {id: b, kind: statement, title: "{{ (members.municipalities | first).county }}"}\n'
        "  - {id: t, kind: table, title: A, table: members.municipalities}\n"
        "  - {id: r, kind: table, title: B, table: members.by_region}\n"
    )
    made, findings = deck(tmp_path, source, {"m.csv": registry})
    assert [finding.split()[1] for finding in findings] == ["incomplete-row:", "unfilled-blank:"]
    assert [slide.title for slide in made.slides[:2]] == ["O*s*lo", "[x]"]
    tables = [item for slide in made.slides for item in slide.items if isinstance(item, Table)]
    assert [cell.text.plain for cell in tables[0].rows[1].cells][::2] == ["O*s*lo", "[x]", "17.12.2004"]
    assert tables[1].rows[1].cells[0].text.plain == "{{ y }}"


@pytest.mark.parametrize("text", ODD)
def test_the_resulting_outline_with_file_data_shows_the_same_when_read_again(text: str, tmp_path: Path) -> None:
    files(text, "yaml", tmp_path)
    slide = "slides:\n  - {id: t, kind: table, title: A, table: data.d}\n"
    whole = dump(outline(tmp_path, f"data:\n  d: data.yaml\n{slide}").document)
    again, findings = deck(tmp_path, whole.partition("as_of")[2].partition("\n")[2])
    (table,) = [item for item in again.slides[0].items if isinstance(item, Table)]
    assert findings == []
    assert table.rows[1].cells[0].text.plain == text


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(alphabet="ab *[]()\\#h:/.{}", max_size=30), st.text(alphabet="ab *[]()\\", max_size=10))
def test_verbatim_text_is_never_markup_regardless_of_its_surroundings(text: str, beside: str) -> None:
    assert plain(parse_markup(verbatim(text))) == text
    assert restored(verbatim(text)) == text
    assert text in plain(parse_markup(f"{beside}{verbatim(text)}{beside}"))


@pytest.mark.parametrize("key", ["markup: true", "columns: [Navn]"])
@pytest.mark.parametrize(
    ("block", "table"),
    [
        ("members", "name,number,county,region,from\nOslo,0301,Oslo,Oslo,2004-12-17\n"),
        ("population", "Kommunenummer,2008-01-01\n0301,560484\n"),
    ],
)
def test_a_display_key_on_a_registry_is_a_warning(block: str, table: str, key: str, tmp_path: Path) -> None:
    line, name = f"{block}: {{file: r.csv, {key}}}\n", key.partition(":")[0]
    found = faults(tmp_path, line + SLIDE, {"r.csv": table})
    place = line.index(key) + len(name) + 3
    assert [one for one in found if "dead-key" in one] == [
        f"prove.yaml:6:{place} dead-key: `{name}` has no effect here."
    ]
    plain = faults(tmp_path, f"{block}: {{file: r.csv}}\n{SLIDE}", {"r.csv": table})
    assert [one for one in plain if "dead-key" in one] == []


@pytest.mark.parametrize("sign", ["*", "[x]", "a*b*c", "\\", "(x)"])
def test_an_address_from_a_cell_is_linked_unchanged(sign: str, tmp_path: Path) -> None:
    text = (
        "data: {d: d.csv}\nslides:\n  - id: b\n    kind: bullets\n    title: A\n    items:\n"
        '      - "[{{ data.d[0].name }}](https://example.no/{{ data.d[0].url }})"\n      - b\n'
    )
    made = build(outline(tmp_path, text, {"d.csv": f"Navn,url\nOslo,{sign}\n"}))
    shapes = [shape for shape in made.presentation().slides[0].shapes if shape.has_text_frame]
    runs = [run for shape in shapes for paragraph in shape.text_frame.paragraphs for run in paragraph.runs]
    addresses = [run.hyperlink.address for run in runs if run.text == "Oslo"]
    assert [unquote(address or "") for address in addresses] == [f"https://example.no/{sign}"]


@pytest.mark.parametrize(
    ("cell", "number", "shown"), [("−42", "−42", "−42"), ("-42", "−42", "-42"), ("42", "42", "42")]
)
@pytest.mark.parametrize("other", ["ukjent", "7"])
def test_an_integer_is_recognised_with_any_minus_sign_and_neighbours(
    tmp_path: Path, cell: str, number: str, shown: str, other: str
) -> None:
    text = "{{ data.d | where('n', '=', 'a') | sum('kr') | number }}"
    slides = f'  - {{id: t, kind: table, title: A, table: data.d}}\n  - {{id: s, kind: statement, title: "{text}"}}\n'
    made, _ = deck(tmp_path, f"data:\n  d: d.csv\nslides:\n{slides}", {"d.csv": f"n;kr\na;{cell}\nb;{other}\n"})
    (table,) = [item for item in flat(made.slides[0].items) if isinstance(item, Table)]
    assert table.rows[1].cells[1].text.plain == shown
    assert number in texts(made)


@pytest.mark.parametrize(("heading", "cell", "shown"), [
    ("Dato", "29.02.2008", "29.2.2008"), ("Dato", "2008-02-29", "2008-02-29"), ("Vedtatt", "29.02.2008", "29.02.2008"),
    ("Dato", "2008", "2008"), ("Fra", "1.7.2007", "1.7.2007"),
])  # fmt: skip
def test_a_date_in_a_text_file_is_displayed_in_the_format_of_the_language(
    tmp_path: Path, heading: str, cell: str, shown: str
) -> None:
    files: dict[str, str | bytes] = {"d.csv": f"Navn;{heading}\nA;{cell}\nB;\n"}
    made, _ = deck(tmp_path, "data:\n  d: d.csv\nslides:\n  - {id: t, kind: table, title: A, table: data.d}\n", files)
    (table,) = [item for item in flat(made.slides[0].items) if isinstance(item, Table)]
    assert table.rows[1].cells[1].text.plain == shown
