"""A long deck of which little changes: the work grows with the slides and not with their square, counted in calls.

Each update is counted in a process of its own: what other tests left in the memories of texts and tints changes a count.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest

from osloregion_slides import build
from osloregion_slides.service_update import Asked, apply, plan_update
from tests.pptx.updating import edited

HEAD = "deck: long\ntitle: Osloregionen\nlanguage: nb\nas_of: 2008-01-01\nbrand: osloregionen\nslides:\n"
SIZES = (8, 450, 700, 1050)
"""The first is for what a process does once; the others are longer than decks whose slides are remembered, and than
the shortest one for which constructors are compiled at once."""


def outline(folder: Path, numbers: list[int], changed: dict[int, str]) -> str:
    """Write an outline of so many slides with a list and a note each."""
    slides = [
        f"  - {{id: s-{n}, kind: bullets, title: Lysbilde nummer {n}, notes: Si {n}, "
        f"items: [{changed.get(n, f'Punkt på lysbilde {n}')}, Et annet punkt]}}\n"
        for n in numbers
    ]
    path = folder / "long.yaml"
    path.write_text(HEAD + "".join(slides), encoding="utf-8")
    return str(path)


def updated(data: bytes, path: str) -> bytes:
    return apply(plan_update("long.pptx", Asked(path), data=data), "long.pptx").data


def calls(data: bytes, path: str) -> int:
    """Return how many functions an update calls, those written in C too; it changes the deck."""
    count = 0

    def profile(frame: object, event: str, argument: object) -> None:
        nonlocal count
        if event in ("call", "c_call"):
            count += 1

    sys.setprofile(profile)
    try:
        after = updated(data, path)
    finally:
        sys.setprofile(None)
    assert after != data
    return count


def one_text(numbers: list[int]) -> tuple[list[int], dict[int, str]]:
    return numbers, {numbers[len(numbers) // 2]: "Et nytt punkt"}


def slides_come_and_go(numbers: list[int]) -> tuple[list[int], dict[int, str]]:
    middle = len(numbers) // 2
    return [*numbers[1:middle], 9001, *numbers[middle : middle + 9], 9002, *numbers[middle + 9 :]], {}


def reverse(presentation: Any) -> None:
    slides = presentation.slides._sldIdLst
    for slide in list(slides)[::-1]:
        slides.append(slide)


@pytest.fixture
def fresh() -> Iterator[Executor]:
    """Yield what runs each function in a new process."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn"), max_tasks_per_child=1) as executor:
        yield executor


CHANGES = {"one text": one_text, "slides come and go": slides_come_and_go}
EDITS: dict[str, Callable[[Any], None] | None] = {"nobody": None, "another program": lambda p: None, "order": reverse}


@pytest.mark.slow
@pytest.mark.parametrize("edit", EDITS)
@pytest.mark.parametrize("change", CHANGES)
def test_an_update_of_a_thousand_slides_is_linear(change: str, edit: str, tmp_path: Path, fresh: Executor) -> None:
    counts = []
    for size in SIZES:
        numbers = list(range(size))
        data = build(outline(tmp_path, numbers, {})).data
        by_hand = EDITS[edit]
        if by_hand is not None:
            data = edited(data, by_hand)
        counts.append(fresh.submit(calls, data, outline(tmp_path, *CHANGES[change](numbers))).result())
    steps = [(counts[i + 1] - counts[i]) / (SIZES[i + 1] - SIZES[i]) for i in range(len(SIZES) - 1)]
    assert steps[2] < 1.03 * steps[1], f"calls for one slide more: {steps}"
