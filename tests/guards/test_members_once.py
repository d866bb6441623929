"""A deck for each member costs the same however many members there are: their tables are read once a process."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from osloregion_slides.batch.builds import load_builds
from osloregion_slides.batch.jobs import expand, members_of
from osloregion_slides.batch.work import Task, do
from osloregion_slides.registry.population import Population
from tests.guards.calls import calls

OUTLINE = """\
deck: each
title: Hver
language: nb
as_of: 2008-01-01
members: members.csv
population: population.csv
member: {name: A, number: "1000", inhabitants: "1"}
slides:
  - {id: cover, kind: cover, title: "{{ member.name }}"}
  - id: own
    kind: statement
    title: "Om {{ member.name }}"
    text: "{{ member.inhabitants }} av {{ population.inhabitants }} i {{ members.municipalities | count }} kommuner"
  - {id: chart, kind: chart, title: Folketall, type: column, table: population.own, alt: Folketall}
  - {id: members, kind: members, title: Medlemmer, group_by: county, highlight: "{{ member.number }}"}
"""
BUILDS = 'builds:\n  - {outline: each.yaml, for_each: members, population: population.csv, name: "{number}"}\n'


def tasks(folder: Path, count: int, doubtful: bool = False) -> list[Task]:
    """Return the tasks of a batch for so many members in ten counties, a third of their numbers ``doubtful``."""
    folder.mkdir()
    numbers = [n + 6000 * (doubtful and not n % 3) for n in range(1000, 1000 + count)]
    rows = [f"Kommune {n},{n},Fylke {n % 10},Region {n % 10},2004-12-17" for n in numbers]
    (folder / "members.csv").write_text("\n".join(["name,number,county,region,from", *rows]), encoding="utf-8")
    people = [f"{n},{n},{n + 100}" for n in numbers]
    (folder / "population.csv").write_text("\n".join(["number,2005-01-01,2008-01-01", *people]), encoding="utf-8")
    (folder / "each.yaml").write_text(OUTLINE, encoding="utf-8")
    (folder / "builds.yaml").write_text(BUILDS, encoding="utf-8")
    jobs, findings = expand(load_builds(str(folder / "builds.yaml")), members_of)
    assert findings == ()
    return [Task(job, str(folder / job.output)) for job in jobs]


def calls_of_a_deck(folder: Path, count: int, doubtful: bool) -> int:
    """Return the calls of Python functions that one more deck of a batch takes."""
    all_tasks = tasks(folder, count, doubtful)
    for task in all_tasks[:4]:
        assert do(task).state == "built"
    return calls(lambda: do(all_tasks[5]))


@pytest.mark.parametrize("doubtful", [False, True])
def test_the_work_per_member_deck_does_not_grow_with_the_number_of_members(doubtful: bool, tmp_path: Path) -> None:
    few, many = [calls_of_a_deck(tmp_path / str(count), count, doubtful) for count in (400, 1600)]
    assert many < few * 1.03


def test_facts_of_a_member_are_looked_up_without_a_linear_search() -> None:
    class Watched(tuple[tuple[str, tuple[int, ...]], ...]):
        walks = 0

        def __iter__(self) -> Iterator[tuple[str, tuple[int, ...]]]:
            Watched.walks += 1
            return super().__iter__()

    numbers = [str(n) for n in range(1000, 1400)]
    figures = Population(("2005-01-01",), Watched([(number, (int(number),)) for number in numbers]))
    assert [figures.inhabitants((one,), "2008-01-01").total for one in numbers] == [*range(1000, 1400)]
    assert [figures.first(one).total for one in numbers] == [*range(1000, 1400)]
    assert Watched.walks <= 1


def test_more_than_a_hundred_equal_row_warnings_are_merged_into_one(tmp_path: Path) -> None:
    done = do(tasks(tmp_path / "a", 600, doubtful=True)[0])
    assert [len([one for one in done.findings if one.form == form]) for form in ("no-county", "alike")] == [100, 1]
    assert done.findings[-1].message.startswith("100 more rows")


def test_a_table_changed_between_two_decks_is_read_again(tmp_path: Path) -> None:
    first, second, *_ = tasks(tmp_path / "a", 20)
    assert do(first).state == "built"
    table = tmp_path / "a" / "members.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("2004-12-17", "bad"), encoding="utf-8")
    assert "bad-date" in [finding.code for finding in do(second).findings]


@pytest.mark.parametrize("number", ["1003", "Kommune 1003", "kommune 1003"])
def test_a_member_is_found_by_number_and_by_name_in_any_case(number: str, tmp_path: Path) -> None:
    from osloregion_slides.compose.cartography import _index
    from osloregion_slides.registry.load import load_registry

    tasks(tmp_path / "a", 20)
    roll = load_registry(str(tmp_path / "a" / "members.csv"))[0].as_of("2008-01-01").municipalities
    index = _index(roll)
    assert roll[index.get(number, index.get(number.casefold(), -1))].number == "1003"
