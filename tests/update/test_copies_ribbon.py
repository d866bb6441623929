"""Two copies of one deck: ribbon edits of one copy are merged or reported."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import pytest

from osloregion_slides.service_copies import Merged, merge
from tests.pptx.updating import edited, shape
from tests.update.gallery import side
from tests.update.ribbon import EDITS, marks
from tests.update.test_ribbon import SLIDES, UNNAMED, by_hand

WORDS = "Min nye tittel"


def retitled(item: str) -> Callable[[Any], None]:
    def edit(presentation: Any) -> None:
        presentation.slides[1].shapes.title.text_frame.paragraphs[0].runs[0].text = WORDS

    return edit


def moved(item: str) -> Callable[[Any], None]:
    def edit(presentation: Any) -> None:
        shape(presentation.slides[1], item).left += 300_000

    return edit


def untouched(item: str) -> Callable[[Any], None]:
    return lambda _: None


BESIDE = ("transition", "animation", "modern comment", "legacy comment", "guides", "custom show", "layout")
"""What an edit of these changes is no object's."""
OTHERWISE = (retitled, moved, untouched)
CROSSED = list(itertools.product([name for name in EDITS if name not in UNNAMED], OTHERWISE, (True, False)))


def original(name: str) -> bytes:
    return side(SLIDES[EDITS[name].item][0]).data


def merged(mine: bytes, other: bytes) -> Merged:
    return merge("a.pptx", "b.pptx", data=mine, other_data=other)


def told(made: Merged) -> list[str]:
    return [str(note.what) for note in made.plan.notes if note.group in ("conflict", "unsure")]


def faults(name: str, otherwise: Callable[[str], Callable[[Any], None]], mine: bool) -> list[str]:
    """Return what goes wrong where one person did this edit in this copy, or in the other, and another person that."""
    here, there = by_hand(name), edited(original(name), otherwise(EDITS[name].item))
    made = merged(here, there) if mine else merged(there, here)
    where = f"{name}, {otherwise.__name__}, {'mine' if mine else 'other'}"
    if told(made):
        return []
    found = [f"{where}: lost"] if marks(made.data, EDITS[name].mark) != marks(here, EDITS[name].mark) else []
    if otherwise is retitled and marks(made.data, WORDS) != marks(there, WORDS):
        found.append(f"{where}: the other one's words are lost")
    return found


@pytest.mark.parametrize("name", BESIDE)
def test_slide_level_edits_of_one_copy_are_merged_with_texts_of_the_other(name: str) -> None:
    assert [fault for mine in (True, False) for fault in faults(name, retitled, mine)] == []


@pytest.mark.slow
def test_no_edit_of_one_copy_is_lost_whatever_the_other_contains() -> None:
    assert [fault for case in CROSSED for fault in faults(*case)] == []


@pytest.mark.parametrize("name", ["modern comment", "transition", "guides"])
def test_equal_edits_in_both_copies_are_no_conflict_and_different_ones_are(name: str) -> None:
    def other(presentation: Any) -> None:
        slide = presentation.slides[1]
        EDITS[name].edit(slide, shape(slide, EDITS[name].item)._element)
        if name == "transition":
            slide._element.find(".//{*}transition")[0].tag += "Other"
        elif name == "guides":
            slide._element.find("{*}extLst")[-1].set("said", "otherwise")
        else:
            (part,) = [one.target_part for one in slide.part.rels.values() if one.reltype.endswith("/comments")]
            part._blob = part.blob.replace(b">", b"> ", 1)

    assert told(merged(by_hand(name), by_hand(name))) == []
    assert len(told(merged(by_hand(name), edited(original(name), other)))) == 1
