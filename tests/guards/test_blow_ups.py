"""Time grows with the size of an input, whichever of its dimensions grows: four times as large takes four times as long.

Processor time is measured, without the collector of cycles, as the command has it.
"""

from __future__ import annotations

import gc
import math
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from osloregion_slides import service, service_import, service_pull, service_update
from osloregion_slides.base.findings import InvalidInput
from tests.guards.blow_ups import BLOW_UPS
from tests.guards.elements import dimensions, grown, place, repeated

EXPONENT = 1.2
NOISE = 0.1
LEAST, MOST = 0.2, 1.0  # seconds: shorter runs are mostly constant, longer ones only cost time
STEP = 4
QUICK = ("marks", "links", "languages")
DECKS = ("slides", "chart, categories", "organisation, children", "links between slides", "notes")


@pytest.fixture(autouse=True)
def uncollected() -> Iterator[None]:
    gc.collect()
    gc.disable()
    yield
    gc.enable()


def seconds(work: Callable[[], object]) -> float:
    """Return the processor seconds of a piece of work, findings included."""
    began = time.process_time()
    try:
        work()
    except InvalidInput:
        pass
    return time.process_time() - began


def exponents(measure: Callable[[str, str], float], name: str, folder: Path, most: float) -> list[float]:
    """Return how the time grows from size to size, until it is ``most`` seconds or a limit refuses the input."""
    size, make = BLOW_UPS[name]
    took: list[float] = []
    found: list[float] = []
    for step in range(9):
        path = folder / f"a{step}.yaml"
        path.write_text(make(size * STEP**step), encoding="utf-8")
        took.append(measure(str(path), str(path.with_suffix(".pptx"))))
        if took[-1] > LEAST and len(took) > 1:
            found.append(math.log(took[-1] / max(took[-2], 0.005)) / math.log(STEP))
        if took[-1] > most:
            break
    return found


def steep(measure: Callable[[str, str], float], name: str, folder: Path, most: float) -> list[float]:
    """Return the exponents above the limit, measured again where there are any: other work makes a step slower once."""
    found = exponents(measure, name, folder, most)
    if max(found, default=0.0) > EXPONENT + NOISE:
        found = list(map(min, found, exponents(measure, name, folder, most)))
    return [round(one, 2) for one in found if one > EXPONENT + NOISE]


def build(path: str, deck: str) -> float:
    return seconds(lambda: service.build(path))


def others(path: str, deck: str) -> float:
    """The time of the other verbs on the deck of an outline; that of none where there is no deck."""
    try:
        Path(deck).write_bytes(service.build(path).data)
    except InvalidInput:
        return 0.0
    asked = service_update.Asked(path)

    def update() -> None:
        service_update.apply(service_update.plan_update(deck, asked), deck)

    works: list[Callable[[], object]] = [
        update,
        lambda: service.check(deck),
        lambda: service_update.compare(service_update.side_of(deck, asked), service_update.side_of(path, asked)),
        lambda: service_pull.pull(deck, path),
        lambda: service_import.import_deck(deck),
    ]
    return sum(map(seconds, works))


@pytest.mark.parametrize("name", QUICK)
def test_build_time_grows_linearly_with_marks_and_languages(name: str, tmp_path: Path) -> None:
    assert steep(build, name, tmp_path, 0.5) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in BLOW_UPS if name not in DECKS])
def test_build_time_grows_no_faster_than_any_dimension_of_the_input(name: str, tmp_path: Path) -> None:
    assert steep(build, name, tmp_path, MOST) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", DECKS)
def test_time_of_the_other_verbs_grows_no_faster_than_any_dimension_of_the_deck(name: str, tmp_path: Path) -> None:
    assert steep(others, name, tmp_path, 0.6) == []


def growing(measure: Callable[[str], float], outlines: list[str], folder: Path) -> float:
    """Return the exponent of the last step of four between outlines, 0 where the last takes next to nothing."""
    write = place(folder)
    before, last = [measure(write(text)) for text in outlines[-2:]]
    return math.log(last / max(before, 0.005)) / math.log(STEP) if last > LEAST else 0.0


@pytest.mark.slow
def test_build_time_grows_no_faster_than_any_list_or_text_of_any_slide_type(tmp_path: Path) -> None:
    """Every list and text of every kind, as the gallery has them: with 1 000 entries and with 4 000, or more words."""
    write = place(tmp_path)
    found = {}
    for index, path in dimensions():
        took = seconds(lambda: service.build(write(grown(index, path, 1000))))  # noqa: B023
        if took > LEAST / STEP / 2:
            more = seconds(lambda: service.build(write(grown(index, path, 1000 * STEP))))  # noqa: B023
            exponent = math.log(more / took) / math.log(STEP)
            if exponent > EXPONENT + NOISE and more > LEAST:
                found[(index, path)] = round(exponent, 2)
    assert found == {}


@pytest.mark.slow
def test_every_verb_takes_time_that_grows_linearly_with_any_kind_of_element(
    tmp_path: Path,
) -> None:
    def measure(path: str) -> float:
        return others(path, str(Path(path).with_suffix(".pptx")))

    assert growing(measure, [repeated(1), repeated(STEP)], tmp_path) <= EXPONENT + NOISE


ROWS = """data: {{t: rows.csv}}
slides:
  - {{id: s, kind: statement, title: T, text: "{{{{ {0} }}}}"}}
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    "expression",
    ["data.t | count", "data.t | where('name', 'r1') | share('kr')", "data.t | group('group', 'kr') | count"],
)
def test_reading_a_table_with_sum_rows_takes_time_linear_in_its_rows(expression: str, tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_text("deck: a\ntitle: A\nlanguage: en\n" + ROWS.format(expression), encoding="utf-8")
    took = []
    for count in (1000, 1000 * STEP):
        rows = [f"Sum of part {row};{row};1\n" if row % 3 == 2 else f"r{row};{row};1\n" for row in range(count)]
        (tmp_path / "rows.csv").write_text("name;group;kr\n" + "".join(rows), encoding="utf-8")
        took.append(seconds(lambda: service.build(str(path))))
    assert math.log(took[1] / max(took[0], 0.05)) / math.log(STEP) <= EXPONENT + NOISE
