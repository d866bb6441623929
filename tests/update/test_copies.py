"""Two edited copies of one deck merged: what each person did is there, or is asked about with both values."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import pytest

from osloregion_slides import merge
from osloregion_slides.service_copies import Merged
from tests.update.copies import SLIDE, WAYS, opened, original, saved, slide_of

PAIRS = list(itertools.product(WAYS, WAYS))
QUICK = [pair for at, pair in enumerate(PAIRS) if at % 7 == 0]


def edited(*edits: Callable[[Any], None]) -> bytes:
    presentation = opened(original())
    for edit in edits:
        edit(presentation)
    return saved(presentation)


def copy_of(way: str, who: str) -> bytes:
    return edited(lambda deck: WAYS[way].do(deck, who))


def merged(mine: bytes, other: bytes, **choices: Any) -> Merged:
    return merge("a.pptx", "b.pptx", data=mine, other_data=other, choices=choices)


def conflicts(made: Merged) -> list[Any]:
    return [note for note in made.plan.notes if note.group == "conflict" and not note.choice]


def both_are_there_or_asked_about(mine: str, other: str) -> None:
    made = merged(copy_of(mine, "A"), copy_of(other, "B"))
    result = opened(made.data)
    asked = conflicts(made)
    deleted = f"{SLIDE}/goal" not in [shape.name for shape in slide_of(result).shapes]
    try:
        assert WAYS[mine].is_there(result, "A") or deleted and asked
        assert asked or WAYS[other].is_there(result, "B")
    except StopIteration:  # the object that one edited is what the other deleted
        assert asked
    assert all(note.id and note.yours and note.outline and note.yours != note.outline for note in asked)
    if asked:
        taken = merged(copy_of(mine, "A"), copy_of(other, "B"), **{note.id: "take" for note in asked})
        assert WAYS[other].is_there(opened(taken.data), "B")
        assert conflicts(taken) == []


@pytest.mark.parametrize(("mine", "other"), QUICK)
def test_what_two_people_did_is_there_or_asked_about(mine: str, other: str) -> None:
    both_are_there_or_asked_about(mine, other)


@pytest.mark.slow
@pytest.mark.parametrize(("mine", "other"), [pair for pair in PAIRS if pair not in QUICK])
def test_what_two_people_did_is_there_or_asked_about_in_all_pairs(mine: str, other: str) -> None:
    both_are_there_or_asked_about(mine, other)
