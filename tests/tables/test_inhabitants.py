"""Inhabitants of the members on a date, out of the committed table."""

from __future__ import annotations

from pathlib import Path

import pytest

from osloregion_slides.base import resources
from osloregion_slides.scene import Chart
from tests.kinds.test_facts_on_slides import texts
from tests.tables.making import deck

FILES = {
    f"data/{name}": Path(resources.path("decks", "data", name)).read_bytes()
    for name in ("members.csv", "population.csv")
}
TEXT = """\
members: data/members.csv
population: data/population.csv
slides:
  - {id: a, kind: statement, title: "{{ population.inhabitants | number }} innbyggere", text: "{{ population.growth_percent }} siden {{ population.since }}, {{ population.date | date }}, {{ population.source }}"}
  - {id: b, kind: chart, type: line, title: B, alt: B, table: population.by_county}
"""


def on(folder: Path, date: str, **choices: str):  # type: ignore[no-untyped-def]
    made, findings = deck(folder, TEXT, {**FILES}, as_of=date, **choices)
    charts = [item for item in made.slides[1].items if isinstance(item, Chart)]
    return texts(made.slides[0].items), charts, findings


@pytest.mark.parametrize(
    ("date", "total"), [("2007-12-31", "1\u00a0554\u00a0700"), ("2008-01-01", "1\u00a0607\u00a0506")]
)
def test_inhabitants_are_summed_for_the_members_on_the_date(tmp_path: Path, date: str, total: str) -> None:
    said, _, findings = on(tmp_path, date)
    assert findings == []
    assert said["a/title"] == f"{total} innbyggere"


def test_growth_source_and_date_are_available_with_the_inhabitants(tmp_path: Path) -> None:
    said, charts, _ = on(tmp_path, "2008-06-30", language="en")
    assert "4.6% siden 1 January 2005, 1 January 2008, SSB table 07459 (NLOD 2.0)" in said.values()
    assert charts[0].categories == ("2005", "2006", "2007", "2008")
    assert {series.name: series.values[-1] for series in charts[0].series}["Oslo"] == 560_484
    assert sum(series.values[-1] or 0 for series in charts[0].series) == 1_607_506


@pytest.mark.parametrize("date", ["2006-06-01", "2012-01-01", "2016-01-01", "2024-01-01", "2026-11-23"])
def test_without_known_members_their_inhabitants_are_unknown(tmp_path: Path, date: str) -> None:
    said, charts, findings = on(tmp_path, date)
    assert said["a/title"] == "et ukjent antall innbyggere"
    assert charts == []
    assert {finding.split()[1] for finding in findings} == {"not-known:"}


def test_a_sum_with_a_missing_figure_is_unknown(tmp_path: Path) -> None:
    csv = FILES["data/population.csv"].decode()
    without = "\n".join(line for line in csv.splitlines() if not line.startswith("0220,"))
    made, findings = deck(tmp_path, TEXT, {**FILES, "data/population.csv": without})
    assert texts(made.slides[0].items)["a/title"] == "et ukjent antall innbyggere"
    assert any("the table has no figure on 2008-01-01 for Asker" in finding for finding in findings)


@pytest.mark.parametrize(("date", "is_known"), [("2008-01-01", True), ("2012-02-29", False), ("2017-12-31", False)])
@pytest.mark.parametrize("expression", [
    "sum('inhabitants')", "where('county', 'Østfold') | sum('inhabitants')", "where('county', 'Østfold') | share('inhabitants')",
    "count", "where('county', 'Østfold') | count", "names | join_and", "(sort('inhabitants') | first) and 'x'",
])  # fmt: skip
def test_an_incomplete_list_of_members_has_no_sum_share_or_count(
    tmp_path: Path, expression: str, date: str, is_known: bool
) -> None:
    title = f"{{{{ population.municipalities | {expression} }}}}"
    if expression[0] == "(":
        title = f"{{{{ {expression.replace('(', '(population.municipalities | ', 1)} }}}}"
    slide = f'slides:\n  - {{id: a, kind: statement, title: "{title}"}}\n'
    made, findings = deck(tmp_path, TEXT.partition("slides:")[0] + slide, {**FILES}, as_of=date)
    assert any("not-known" in finding for finding in findings) != is_known
    assert ("kjent" in texts(made.slides[0].items)["a/title"]) != is_known


@pytest.mark.parametrize(("table", "said"), [
    (" | group('county', 'inhabitants')", 'the slide shows "unknown"'),
    (" | group('name', 'inhabitants')", "the slide shows the known rows only"), ("", "the slide shows the known rows only"),
])  # fmt: skip
@pytest.mark.parametrize(("date", "is_whole"), [("2008-01-01", True), ("2017-12-31", False)])
def test_in_an_incomplete_list_each_member_has_its_figure_but_no_county_has(
    tmp_path: Path, table: str, said: str, date: str, is_whole: bool
) -> None:
    columns = "" if table else ", columns: [name, inhabitants]"
    slide = f'slides:\n  - {{id: t, kind: table, title: T, table: "population.municipalities{table}"{columns}}}\n'
    _, findings = deck(tmp_path, TEXT.partition("slides:")[0] + slide, {**FILES}, as_of=date)
    assert any(said in finding for finding in findings) != is_whole, findings
