"""Work grows with the slides and not faster: the Python calls a slide at 400 and at 1 600 slides are the same.

Calls are counted, not timed, so nothing else on the machine can change the answer.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from benchmarks import content
from benchmarks.goals import CONTENTS
from osloregion_slides import drafting, service, service_update
from osloregion_slides.brand.load import load_brand
from osloregion_slides.checks.deck import check_deck
from osloregion_slides.compose.deck import compose
from osloregion_slides.pptx.write import write_deck
from osloregion_slides.render.svg import slide_svgs
from tests.conftest import REPOSITORY
from tests.guards.calls import calls

FEW, MANY = 400, 1600
EQUAL = 0.04
"""What memories of bounded size may cost once they are full: markup of 1 600 pictures is parsed a second time (3.5 %)."""


class Counted:
    """The calls of each stage, by its name."""

    def __init__(self) -> None:
        self.calls: dict[str, int] = {}

    def run(self, name: str, work: Callable[[], Any]) -> Any:
        """Return what the work returns, and count its calls."""
        result: list[Any] = []
        self.calls[name] = calls(lambda: result.append(work()))
        return result[0]


def stages_of_build(path: str) -> dict[str, int]:
    """Return the calls of the stages of a build, an updatable one, and of its drawing."""
    count = Counted()
    outline = count.run("load", lambda: drafting.load(path))
    brand = load_brand(outline.brand, outline.root)
    deck, _ = count.run("compose", lambda: compose(outline, brand))
    count.run("check", lambda: check_deck(deck, brand))
    base = count.run("base", lambda: drafting.owned(outline, deck, brand)).base
    count.run("write", lambda: write_deck(deck, brand, base))
    count.run("draw", lambda: sum(map(len, slide_svgs(deck, brand))))
    return count.calls


def stages_of_update(path: str) -> dict[str, int]:
    """Return the calls of a plan and of its application, where one text of the outline in eight has changed."""
    file = Path(path)
    deck = file.with_suffix(".pptx")
    deck.write_bytes(service.build(path).data)
    lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
    changed = [line.replace("Punkt 3 på", "Punkt tre på") if "0 om" in line else line for line in lines]
    assert changed != lines
    file.write_text("".join(changed), encoding="utf-8")
    count = Counted()
    planned = count.run("plan", lambda: service_update.plan_update(str(deck), service_update.Asked(path)))
    assert planned.plan.changes
    count.run("apply", lambda: service_update.apply(planned, str(deck)))
    return count.calls


def unequal(stages: Callable[[str], dict[str, int]], kind: str, folder: Path) -> dict[str, float]:
    """Return the stages whose calls a slide differ between few and many slides, with how much."""
    found = []
    for slides in (20, FEW, MANY):  # the first fills what is made once a process
        path = content.write(content.long_deck(kind, slides, str(folder)), str(folder), f"{kind}-{slides}.yaml")
        found.append({name: count / slides for name, count in stages(path).items()})
    _, few, many = found
    growth = {name: many[name] / few[name] - 1 for name in few}
    return {name: round(more, 4) for name, more in growth.items() if abs(more) > EQUAL}


def test_a_text_deck_takes_the_same_calls_per_slide_at_any_length(tmp_path: Path) -> None:
    assert unequal(stages_of_build, "text", tmp_path) == {}


@pytest.mark.slow
@pytest.mark.parametrize("kind", [kind for kind in CONTENTS if kind != "text"])
def test_a_deck_takes_the_same_calls_per_slide_at_any_length(kind: str, tmp_path: Path) -> None:
    assert unequal(stages_of_build, kind, tmp_path) == {}


@pytest.mark.slow
def test_an_update_takes_the_same_calls_per_slide_at_any_length(tmp_path: Path) -> None:
    assert unequal(stages_of_update, "text", tmp_path) == {}


def test_quadratic_work_is_detected(tmp_path: Path) -> None:
    def square(path: str) -> dict[str, int]:
        slides = int(Path(path).stem.partition("-")[2])
        return {"steady": 7 * slides, "square": 100 * slides + slides * slides // 100}

    assert list(unequal(square, "text", tmp_path)) == ["square"]


def test_only_calls_of_python_functions_are_counted() -> None:
    def once() -> int:
        return len(sorted([3, 2, 1]))

    assert calls(lambda: [once() for _ in range(5)]) in (6, 7)  # before Python 3.12 the list is a function too


def test_drawing_a_thousand_slides_takes_work_for_at_most_two_seconds(flagship: Any) -> None:
    brand = load_brand("ruten", str(REPOSITORY / "decks"))
    deck = flagship.deck

    def draw() -> None:
        for _ in slide_svgs(deck, brand):
            pass

    draw()  # what is read once a process
    # 1.0 s for 1 000 of these slides where 13 take 15 000 calls: 2 s have room for twice as many
    assert calls(draw) < 2 * 15_000
