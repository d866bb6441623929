"""P12: a deck for each member, in one process, where there are few members and where there are many."""

from __future__ import annotations

import itertools
import os
from typing import TYPE_CHECKING

from benchmarks import measure
from benchmarks.goals import Goal

if TYPE_CHECKING:
    from collections.abc import Callable

    from benchmarks.goals import Bench

FEW, MANY, DECKS = 500, 8_000, 20
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
    text: "{{ member.inhabitants }} i en av {{ members.municipalities | count }} kommuner"
  - {id: chart, kind: chart, title: Folketall, type: column, table: population.own, alt: Folketall}
  - {id: members, kind: members, title: Medlemmer, group_by: county, highlight: "{{ member.number }}"}
"""
BUILDS = 'builds:\n  - {outline: each.yaml, for_each: members, population: population.csv, name: "{number}"}\n'


def for_each(bench: Bench) -> list[Goal]:
    """P12: processor time of a deck at MANY members over that at FEW; reading the list of decks does not count."""
    many, few = _decks(bench.out("many"), MANY), _decks(bench.out("few"), FEW)
    ratio = measure.paired(lambda: measure.cpu(many), lambda: measure.cpu(few), bench.pairs)
    return [Goal("P12", f"a deck of `for_each` at {MANY} members / at {FEW}", ratio, 1.2, 1.05, f"{DECKS} decks each")]


def _decks(folder: str, count: int) -> Callable[[], None]:
    """Return what makes the next DECKS decks of a batch for so many members, the shared tables read."""
    from osloregion_slides.batch.builds import load_builds
    from osloregion_slides.batch.jobs import expand, members_of
    from osloregion_slides.batch.work import Task, do

    os.makedirs(folder)
    numbers = range(1000, 1000 + count)
    members = [f"Kommune {n},{n},Fylke {n % 20},Region {n % 100},2004-12-17" for n in numbers]
    people = [f"{n},{n},{n + 100}" for n in numbers]
    files = {
        "members.csv": "\n".join(["name,number,county,region,from", *members]),
        "population.csv": "\n".join(["number,2005-01-01,2008-01-01", *people]),
        "each.yaml": OUTLINE,
        "builds.yaml": BUILDS,
    }
    for name, text in files.items():
        with open(os.path.join(folder, name), "w", encoding="utf-8") as file:
            file.write(text)
    jobs, findings = expand(load_builds(os.path.join(folder, "builds.yaml")), members_of)
    assert not findings, findings
    tasks = itertools.cycle([Task(job, os.path.join(folder, job.output)) for job in jobs])

    def work() -> None:
        for task in itertools.islice(tasks, DECKS):
            outcome = do(task)
            assert outcome.state in ("built", "same"), outcome.findings

    work()
    return work
