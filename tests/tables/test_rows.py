"""Filters over the rows of a table, in texts and behind paths: the same as a plain calculation, or an error."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from osloregion_slides.base.findings import InvalidInput
from osloregion_slides.drafting import drafted
from osloregion_slides.scene import Chart, Deck, Table
from tests.tables.making import outline
from tests.tables.test_data import texts

ROWS = """\
Fylke;Post;Beløp kr;Andel
Oslo;Drift;1 200,50;10 %
Akershus;Drift;800;20 %
Oslo;Lønn;300;30 %
Østfold;Ålesund;5;5 %
"""


FILES = {
    "m.csv": "navn;kr\na;5 %\nb;7\n",
    "g.csv": "navn;kr\na;1\nb;..\n",
    "e.csv": "navn;dato;kr\na;2.3.2008;1\nb;3.11.2008;\n",
    "d.csv": "navn;frist\na;1.2.2008\nb;2.12.2007\nc;15.1.2008\n",
    "s.csv": "navn;kr\na;1\nb;2\nTotalt;3\n",
    "n.csv": "navn;kr\na;1\nb;2\nTotal Energi;5\n",
    "u.csv": "navn;fylke;kr\na;Oslo;1\nb;Oslo;2\nc;Follo;4\nSum utgifter;;7\n",
    "p.csv": "fylke;post;kr\nOslo;a;1\nOslo;b;2\nOslo;Sum;3\nFollo;c;4\nFollo;d;5\nFollo;Sum;9\n",
    "y.csv": "år;navn;dato;kr\n2008;a;1.1.2008;5\n2009;Nord;1.1.2009;6\n",
    "r.csv": "år;navn\n2008*;Nord\n2008;nord\n2009;Sør\n",
}


def deck(folder: Path, text: str, files: dict[str, str]) -> tuple[Deck, list[str]]:
    made, _, findings = drafted(outline(folder, text, dict(files)))
    return made, [f"{finding.code}: {finding.message} {finding.hint}" for finding in findings]


SHOWN = {
    "control: a cell": ("(data.b | first).post", "Drift"),
    "where and sum": ("data.b | where('Fylke', 'Oslo') | sum('Beløp kr')", "1 500,50"),
    "by the column's key": ("data.b | where('fylke', 'Oslo') | sum('beløp_kr') | number(1)", "1 500,5"),
    "where a figure is": ("data.b | where('beløp kr', 800) | first", "mapping"),
    "greater": ("data.b | where('beløp kr', '>', 300) | count", "2"),
    "not": ("data.b | where('fylke', '!=', 'Oslo') | count", "2"),
    "no rows but asked for by size": ("data.b | where('beløp kr', '>', 9999) | sum('beløp kr')", "0"),
    "share of the whole": ("data.b | where('fylke', 'Oslo') | share('beløp kr')", "65,1 %"),
    "sorted by figures": ("(data.b | sort('beløp kr') | first).post", "Ålesund"),
    "sorted by days": ("(data.d | sort('frist') | first).navn", "b"),
    "sorted by days, the last first": ("(data.d | sort('frist', 'down') | first).navn", "a"),
    "sorted by letters": ("(data.b | sort('post') | last).post", "Ålesund"),
    "top": ("(data.b | top('beløp kr', 2) | last).fylke", "Akershus"),
    "grouped": ("(data.b | group('fylke', 'beløp kr') | first).beløp_kr", "1 500,50"),
    "grouped and counted": ("data.b | group('fylke', 'beløp kr') | count", "3"),
    "a calculation with it": ("(data.b | where('fylke', 'Oslo') | sum('beløp kr')) / 2", "750,25"),
    "greater than a text": ("data.b | where('beløp kr', '>', '1 000') | count", "is not a number"),
    "greater, and a figure is missing": ("data.g | where('kr', '>', 0) | sum('kr')", "no figure in `kr`"),
    "the largest, and a figure is missing": ("data.g | top('kr', 1) | count", "no figure in `kr`"),
    "rows without a figure left out": ("data.g | where('kr', '!=', '..') | top('kr', 1) | count", "no figure in `kr`"),
    "rows with an empty cell left out": ("data.e | where('kr', '!=', '') | top('kr', 1) | count", "1"),
    "rows with an empty cell": ("data.e | where('kr', '') | count", "1"),
    "a text greater than a number": ("data.b | where('post', '>', 100) | count", "is not a number or a date"),
    "a text before a day": ("data.b | where('post', '<', '2008-01-01') | count", "is not a number or a date"),
    "days": ("data.e | where('dato', '>', '1.6.2008') | count", "1"),
    "a day as the calendar of computers has it": ("data.e | where('dato', '>', '2008-06-01') | count", "1"),
    "by letters": ("data.b | where('post', '>', 'Ø') | count", "1"),
    "a sum among the rows": ("data.s | sum('kr')", "adds up the others"),
    "the largest with a sum among the rows": ("data.s | top('kr', 1) | count", "adds up the others"),
    "groups with a sum among the rows": ("data.s | group('navn', 'kr') | count", "adds up the others"),
    "a part with a sum among the rows": ("data.s | where('navn', 'a') | share('kr')", "adds up the others"),
    "a sum of which a part is left": ("data.u | where('kr', '>', 2) | count", "which `where` leaves some out"),
    "a sum by its figure, one row beside it": ("data.u | where('fylke', '!=', 'Oslo') | sum('kr')", "leaves some out"),
    "rows counted with their sum": ("data.u | count", "adds up the others"),
    "the last row of all is the sum": ("data.u | last", "adds up the others"),
    "the first of the sorted rows": ("(data.u | sort('kr', 'down') | first).navn", "c"),
    "rows sorted, the sum left out": ("(data.u | where('navn', '!=', 'Sum utgifter') | sort('kr') | last).kr", "4"),
    "a share without the sum": (
        "data.u | where('navn', '!=', 'Sum utgifter') | where('navn', 'c') | share('kr')",
        "57,1 %",
    ),
    "sums of parts beside them": ("data.p | where('fylke', 'Oslo') | sum('kr')", "adds up the others"),
    "a part with its sum sorted": ("data.p | sort('kr') | count", "adds up the others"),
    "sums of parts alone": ("data.p | where('post', 'Sum') | sum('kr')", "12"),
    "sums of parts left out": ("data.p | where('post', '!=', 'Sum') | group('fylke', 'kr') | sum('kr')", "12"),
    "a year that is a text": ("data.y | where('år', '2008') | count", "1"),
    "not a year that is a text": ("data.y | where('år', '!=', '2008') | count", "1"),
    "not a word beside numbers": ("data.y | where('kr', '!=', 'fem') | count", "is not a number or a date"),
    "not a day beside numbers": ("data.y | where('år', '!=', '2008-01-01') | count", "is not a number or a date"),
    "a year beside days": ("data.y | where('dato', '!=', '2008') | count", "is not a number or a date"),
    "a year that is a number beside days": ("data.y | where('dato', 2008) | count", "is not a number or a date"),
    "before a day in words": ("data.y | where('dato', '<', '1. mars 2008') | count", "is not a number or a date"),
    "a number beside words": ("data.y | where('navn', '!=', 2008) | count", "is not a number or a date"),
    "a year with a mark": ("data.r | where('år', '!=', 2008) | count", "meant to be"),
    "a name in capitals": ("data.r | where('navn', 'Nord') | count", "meant to be"),
    "groups that differ by capitals": ("data.r | group('navn', 'år') | count", "meant to be"),
    "a sum left out": ("data.s | where('navn', '!=', 'Totalt') | sum('kr')", "3"),
    "a sum alone": ("data.s | where('navn', 'Totalt') | sum('kr')", "3"),
    "a name that begins as a sum": ("data.n | sum('kr')", "8"),
    "a misspelt column": ("data.b | sum('Belop kr')", "did you mean"),
    "a misspelt value": ("data.b | where('fylke', 'Olso') | sum('beløp kr')", "did you mean"),
    "a sum of words": ("data.b | sum('post')", "is not a number"),
    "a sum of two units": ("data.m | sum('kr')", "mixes units"),
    "no column": ("data.b | sum", "needs a column"),
    "no table": ("data.b.0.post | sum('kr')", "rows of a table"),
    "no operator": ("data.b | where('fylke', '=>', 'a') | count", "cannot compare"),
    "no order": ("data.b | sort('post', 'sideways') | count", "no order"),
}


@pytest.mark.parametrize("name", SHOWN)
def test_a_row_filter_equals_a_calculation_or_reports_the_fault(name: str, tmp_path: Path) -> None:
    expression, expected = SHOWN[name]
    text = f'data: {{b: b.csv, m: m.csv, g: g.csv, e: e.csv, s: s.csv, n: n.csv, u: u.csv, p: p.csv, y: y.csv, r: r.csv}}\nslides:\n  - {{id: a, kind: statement, title: "{{{{ {expression} }}}}"}}\n'
    made, findings = deck(tmp_path, text, {"b.csv": ROWS, **FILES})
    shown = made.slides[0].title.replace("\u00a0", " ")
    assert shown == expected or expected in "".join(findings).lower(), (shown, findings)


def test_a_misspelt_filter_suggests_the_nearest_one(tmp_path: Path) -> None:
    text = "data: {b: b.csv}\nslides:\n  - {id: a, kind: table, title: T, table: \"data.b | wher('fylke', 'Oslo')\"}\n"
    assert "`where`" in "".join(deck(tmp_path, text, {"b.csv": ROWS})[1])


def test_a_path_with_filters_gives_a_table_and_a_chart_their_rows(tmp_path: Path) -> None:
    text = """\
data: {b: b.csv, my-table: b.csv}
member: {county: Oslo}
slides:
  - {id: a, kind: table, title: T, table: "data.my-table | where('fylke', member.county)"}
  - {id: b, kind: chart, title: D, type: bar, alt: A, table: "data.b | group('fylke', 'beløp kr') | sort('beløp kr', 'down')"}
"""
    made, findings = deck(tmp_path, text, {"b.csv": ROWS})
    assert findings == []
    (table,) = [item for item in made.slides[0].items if isinstance(item, Table)]
    assert [row.cells[1].text.plain for row in table.rows] == ["Post", "Drift", "Lønn"]
    (chart,) = [item for item in made.slides[1].items if isinstance(item, Chart)]
    assert (chart.categories, chart.series[0].values) == (("Oslo", "Akershus", "Østfold"), (1500.5, 800, 5))
    assert chart.series[0].name == "Beløp kr"


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("data.b | sum('beløp kr')", "not rows"),
        ("data.b | where('fylke', 'Nord')", "No row has"),
        ("data.b | where(fylke, 'Nord')", "fylke"),
        ("data.b | group('fylke', 'andre')", "no column"),
    ],
)
def test_a_path_whose_filters_give_no_rows_is_an_error(path: str, words: str, tmp_path: Path) -> None:
    text = f'data: {{b: b.csv}}\nslides:\n  - {{id: a, kind: table, title: T, table: "{path}"}}\n'
    assert words in "".join(deck(tmp_path, text, {"b.csv": ROWS})[1])


@pytest.mark.parametrize("path", ["data.b |", "data.b | sum(", "data.b | where('a", "data.b | a(b(c))", "| sum"])
def test_an_invalid_path_is_an_immediate_error(path: str, tmp_path: Path) -> None:
    text = f'data: {{b: b.csv}}\nslides:\n  - {{id: a, kind: table, title: T, table: "{path}"}}\n'
    with pytest.raises(InvalidInput):
        deck(tmp_path, text, {"b.csv": ROWS})


def test_a_sum_over_a_missing_value_is_unknown(tmp_path: Path) -> None:
    text = """\
data: {b: b.csv}
slides:
  - {id: a, kind: statement, title: "{{ data.b | sum('kr') | number }}"}
  - {id: b, kind: table, title: T, table: "data.b | group('navn', 'kr')"}
"""
    made, findings = deck(tmp_path, text, {"b.csv": "Navn;kr\na;1\nb;..\n"})
    assert made.slides[0].title == "ikke kjent"
    assert [line.partition(": ")[0] for line in findings] == ["not-known", "not-known"]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(st.tuples(st.sampled_from("abc"), st.decimals(-(10**6), 10**6, places=2)), min_size=1, max_size=20)
)
def test_group_sums_are_exact_and_add_up_to_the_total(rows: list[tuple[str, Decimal]], tmp_path: Path) -> None:
    text = "data: {b: b.csv}\nslides:\n  - {id: a, kind: table, title: \"{{ data.b | sum('kr') | number(2) }}\", table: \"data.b | group('navn', 'kr')\"}\n"
    lines = "".join([f"{name};{str(value).replace('.', ',')}\n" for name, value in rows])
    made, _ = deck(tmp_path, text, {"b.csv": "navn;kr\n" + lines})

    def read(shown: str) -> Decimal:
        return Decimal(shown.replace("\u00a0", "").replace("−", "-").replace(",", "."))

    (table,) = [item for item in made.slides[0].items if isinstance(item, Table)]
    groups = {row.cells[0].text.plain: read(row.cells[1].text.plain) for row in table.rows[1:]}
    assert groups == {
        name: sum([v for n, v in rows if n == name], Decimal(0)) for name in dict.fromkeys(n for n, _ in rows)
    }
    assert read(made.slides[0].title) == sum([value for _, value in rows], Decimal(0))


def test_a_value_may_contain_a_pipe_character(tmp_path: Path) -> None:
    text = "data: {b: b.csv}\nslides:\n  - {id: a, kind: table, title: T, table: \"data.b | where('navn', 'A | B')\"}\n"
    made, findings = deck(tmp_path, text, {"b.csv": "navn;kr\nA | B;1\nC;2\n"})
    (table,) = [item for item in made.slides[0].items if isinstance(item, Table)]
    assert (findings, [row.cells[0].text.plain for row in table.rows[1:]]) == ([], ["A | B"])


@pytest.mark.parametrize("cell", ["Nedre Romerike", "Nedre\u00a0Romerike", "Nedre  Romerike", "\u200bNedre Romerike"])
@pytest.mark.parametrize(("wanted", "sign", "count"), [
    ("Nedre Romerike", "=", "1"), ("Nedre\u00a0Romerike", "=", "1"), ("Nedre Romerike", "!=", "2"), ("Romerike", "!=", "3"), ("A\u030as", "!=", "2"),
])  # fmt: skip
def test_texts_that_look_equal_are_equal(tmp_path: Path, cell: str, wanted: str, sign: str, count: str) -> None:
    title = f"{{{{ data.d | where('region', '{sign}', '{wanted}') | count }}}}"
    slide = f'data:\n  d: d.csv\nslides:\n  - {{id: a, kind: statement, title: "{title}"}}\n'
    made, _ = deck(tmp_path, slide, {"d.csv": f"navn;region\nA;{cell}\nB;Ås\nC;Follo\n"})
    assert count in texts(made)
