"""Tables in JSON and JSON-stat 2.0: the cells that the file has, in every order of dimensions, or what is wrong."""

from __future__ import annotations

import csv
import itertools
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from osloregion_slides.registry.json_table import json_grid
from osloregion_slides.registry.table_file import read_grid
from osloregion_slides.scene import Chart, Table
from osloregion_slides.service import build
from tests.tables.making import deck, outline

RECORDS = """\
{"note": "x",
 "rows": [
  {"Navn": "Oslo", "Nr": "0301", "Kr": 1200.50, "Med": true},
  {"Navn": "Asker", "Kr": 1e3, "Merknad": "a; **b**"}
 ]}
"""


def test_a_list_of_objects_is_a_table_that_keeps_digits_and_line_numbers(tmp_path: Path) -> None:
    grid = json_grid(RECORDS.encode(), "a.json")
    assert (grid.header.cells, grid.findings) == (("Navn", "Nr", "Kr", "Med", "Merknad"), ())
    assert [(row.line, row.cells) for row in grid.rows] == [
        (3, ("Oslo", "0301", "1200.50", "true", "")),
        (4, ("Asker", "", "1000", "", "a; **b**")),
    ]
    made, findings = deck(
        tmp_path, "data: {a: a.json}\nslides:\n  - {id: a, kind: table, title: T, table: data.a}\n", {"a.json": RECORDS}
    )
    (table,) = [item for item in made.slides[0].items if isinstance(item, Table)]
    shown = [[cell.text.plain for cell in row.cells] for row in table.rows]
    assert shown[1:] == [["Oslo", "0301", "1200,5", "SANN", ""], ["Asker", "", "1000", "", "a; **b**"]]
    assert findings == []


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('[{"a": 1}]', ""),
        ("[]", "empty-table"),
        ("{", "bad-json"),
        ('[{"a": 1, "a": 2}]', "bad-json"),
        ('[{"a": NaN}]', "bad-json"),
        ('[{"a": 1e9999}]', "bad-json"),
        ('[{"a": 1e99999999999999999999}]', "bad-json"),
        ("[" * 100_000, "bad-json"),
        ('[{"a": {"b": 1}}]', "not-a-table"),
        ('[{"a": [null]}]', "not-a-table"),
        ('{"version": "5", "rows": [{"a": 1}]}', ""),
        ("[[1, 2]]", "not-a-table"),
        ("5", "not-a-table"),
        ('{"a": 1}', "not-a-table"),
        ('{"a": [{"b": 1}], "c": [{"b": 1}]}', "not-a-table"),
        ('{"version": "1.2", "dataset": {}}', "bad-json"),
        ('{"version": "2.0", "class": "collection"}', "bad-json"),
        ('{"version": "2.0", "class": "dataset"}', "bad-json"),
    ],
)
def test_json_that_is_not_a_table_is_reported(text: str, code: str) -> None:
    assert [found.code for found in json_grid(text.encode(), "a.json").findings] == [code] * bool(code)


def test_json_is_recognised_by_content_under_another_extension(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(RECORDS)
    assert len(read_grid(str(tmp_path / "a.txt")).rows) == 2


def dataset(dimensions: dict[str, list[tuple[str, str]]], values: Any, **more: Any) -> dict[str, Any]:
    """Return a dataset of dimensions with (code, label) each, as an API answers."""
    described = {
        name: {
            "label": name.title(),
            "category": {"index": {code: n for n, (code, _) in enumerate(found)}, "label": dict(found)},
        }
        for name, found in dimensions.items()
    }
    size = [len(found) for found in dimensions.values()]
    return {
        "version": "2.0",
        "class": "dataset",
        "source": "Kilden",
        "id": list(dimensions),
        "size": size,
        "dimension": described,
        "value": values,
        **more,
    }


NAMES = st.lists(st.sampled_from("abcdefgh"), min_size=1, max_size=4, unique=True)


@settings(max_examples=60, deadline=None)
@given(st.data(), st.integers(1, 4), st.booleans(), st.booleans())
def test_every_value_of_a_dataset_is_in_a_row_with_its_categories(
    data: Any, count: int, metric: bool, sparse: bool
) -> None:
    dimensions = {f"d{n}": [(code, code * 2) for code in data.draw(NAMES)] for n in range(count)}
    keys = list(itertools.product(*[[word for _, word in found] for found in dimensions.values()]))
    values: Any = data.draw(st.lists(st.none() | st.integers(-999, 999), min_size=len(keys), max_size=len(keys)))
    wanted = dict(zip(keys, values))
    which = data.draw(st.integers(0, count - 1)) if metric else -1
    if sparse:
        values = {str(n): value for n, value in enumerate(values) if value is not None}
    more = {"role": {"metric": [f"d{which}"]}} if metric else {}
    grid = json_grid(json.dumps(dataset(dimensions, values, **more)).encode(), "a.json")
    heads = [f"D{n}" for n in range(count) if n != which]
    measures = [word for _, word in dimensions[f"d{which}"]] if metric else ["value"]
    assert grid.header.cells == (*[h for head in heads for h in (head, f"{head} id")], *measures)
    found = {}
    for row in grid.rows:
        words = list(row.cells[: 2 * len(heads) : 2])
        for name, cell in zip(measures, row.cells[2 * len(heads) :]):
            place = [*words[:which], name, *words[which:]] if metric else words
            found[tuple(place)] = int(cell) if cell else None
    assert found == wanted


def test_symbols_of_missing_values_and_decimals_of_measures_are_kept() -> None:
    made = dataset({"Tid": [("2007", "2007"), ("2008", "2008")], "m": [("x", "Pris")]}, [1.5, None])
    made |= {"status": {"1": ".."}, "role": {"metric": ["m"]}}
    made["dimension"]["m"]["category"]["unit"] = {"x": {"decimals": 2}}
    grid = json_grid(json.dumps(made).encode(), "a.json")
    assert grid.header.cells == ("Tid", "Pris")
    assert [(row.cells, row.forms[1]) for row in grid.rows] == [(("2007", "1.5"), "#,##0.00"), (("2008", ".."), "")]


MEMBERS = "name,number,county,region,from,to,kind,confidence,source\n"


def test_a_population_dataset_gives_the_same_chart_as_its_table(tmp_path: Path) -> None:
    with open("decks/data/population.csv", encoding="utf-8-sig", newline="") as file:
        lines = list(csv.DictReader(file))
    dates = [name for name in lines[0] if name[:1].isdigit()]
    tid = [(date[:4], date[:4]) for date in dates]
    regions = [(line["number"], line["name"]) for line in lines]
    values = [int(line[date]) if line[date] else None for line in lines for date in dates]
    made = dataset({"Region": regions, "ContentsCode": [("Personer1", "Personer")], "Tid": tid}, values)
    made |= {"role": {"geo": ["Region"], "time": ["Tid"], "metric": ["ContentsCode"]}, "source": lines[0]["source"]}
    shown = (
        "population: {file}\nmembers: members.csv\nslides:\n"
        "  - {{id: a, kind: chart, title: '{{{{ population.source }}}}', type: line, alt: A, table: population.by_year}}\n"
    )
    members = Path("decks/data/members.csv").read_bytes()
    files: dict[str, str | bytes] = {
        "a.json": json.dumps(made),
        "a.csv": Path("decks/data/population.csv").read_bytes(),
        "members.csv": members,
    }
    built = [build(outline(tmp_path, shown.format(file=name), files)).data for name in ("a.csv", "a.json")]
    assert built[0] == built[1]
    text = shown.format(file="a.json")
    (chart,) = [item for item in deck(tmp_path, text, files)[0].slides[0].items if isinstance(item, Chart)]
    assert len(chart.categories) > 2


def test_two_figures_for_a_municipality_on_one_date_are_an_error(tmp_path: Path) -> None:
    dimensions = {"Region": [("0301", "Oslo")], "Kjonn": [("1", "Menn"), ("2", "Kvinner")], "Tid": [("2007", "2007")]}
    (tmp_path / "a.json").write_text(json.dumps(dataset(dimensions, [1, 2])))
    from osloregion_slides.registry.population import population

    assert [found.code for found in population(str(tmp_path / "a.json"))[1]] == ["bad-figure"]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_damaged_dataset_is_read_or_reported(data: Any) -> None:
    junk = st.sampled_from([None, 5, -1, "x", [], {}, ["a"], {"a": 1}, True, [None], 1.5])
    made = dataset(
        {"Region": [("0301", "Oslo")], "Tid": [("2007", "2007"), ("2008", "x")]}, [1, 2], role={"metric": ["Tid"]}
    )
    for path in data.draw(
        st.lists(
            st.sampled_from(
                [("id",), ("size",), ("dimension",), ("value",), ("role",), ("dimension", "Tid"), ("role", "metric")]
                + [("dimension", "Tid", "category")]
                + [("dimension", "Tid", "category", key) for key in ("index", "label", "unit")]
            ),
            min_size=1,
            max_size=2,
        )
    ):
        owner: Any = made
        for key in path[:-1]:
            owner = owner.get(key) if isinstance(owner, dict) else None
        if isinstance(owner, dict):
            owner[path[-1]] = data.draw(junk)
    grid = json_grid(json.dumps(made).encode(), "a.json")
    assert grid.rows or [found.severity for found in grid.findings] == ["error"]
