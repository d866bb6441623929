"""Formatting edits are reverted by their ids, and a slide by its own: then it equals a fresh build."""

from __future__ import annotations

from typing import Any

import pytest
from pptx.util import Cm

from osloregion_slides.base.findings import InvalidInput
from osloregion_slides.update.changes import PlanEntry
from tests.pptx.updating import edited, shape
from tests.update.fresh import differences
from tests.update.gallery import planned, side, updated
from tests.update.ribbon import EDITS
from tests.update.test_ribbon import SLIDES, by_hand

STAYS = ("modern comment", "legacy comment", "guides", "custom show", "name")
"""What is of no object and not of a slide as it is built: it has no id, and stays."""
BUILT = side(SLIDES["s/b"][0])


def edits(data: bytes) -> list[PlanEntry]:
    return [note for note in planned(data, BUILT).plan.notes if note.group == "edit"]


@pytest.mark.parametrize("name", sorted(set(EDITS) - set(STAYS)))
def test_a_slide_reset_to_the_outline_equals_a_fresh_build(name: str) -> None:
    built = side(SLIDES[EDITS[name].item][0])
    made = updated(by_hand(name), built, {"s": "take"})
    assert differences(made, built.data) == []
    assert planned(made, built).plan.notes == ()


@pytest.mark.parametrize("name", STAYS)
def test_edits_that_cannot_be_reverted_are_rejected(name: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        planned(by_hand(name), side(SLIDES[EDITS[name].item][0]), {"s": "take"})
    assert [one.code for one in refused.value.findings] == ["unknown-conflict"]


@pytest.mark.parametrize("name", ["soft edges", "text colour", "alignment", "locked shape", "insets"])
def test_formatting_is_reverted_without_text_and_position(name: str) -> None:
    def other(presentation: Any) -> None:
        one = shape(presentation.slides[1], "s/b")
        one.left += Cm(1)
        one.text_frame.paragraphs[0].runs[0].text = "Skrevet for hånd"

    data = edited(by_hand(name), other)
    (look,) = [one for one in edits(data) if one.says.code == "beyond"]
    kept = {(one.id, one.says) for one in edits(data)} - {(look.id, look.says)}
    assert len(kept) == 2
    made = updated(data, BUILT, {look.id: "take"})
    assert {(one.id, one.says) for one in edits(made)} == kept
    assert [one.says.code for one in planned(data, BUILT, {look.id: "take"}).plan.notes if one.group == "change"] == [
        "redrawn"
    ]
    assert differences(updated(made, BUILT, {"s/b": "take"}), BUILT.data) == []


@pytest.mark.parametrize("name", ["soft edges", "text colour"])
def test_text_is_reverted_without_formatting(name: str) -> None:
    def other(presentation: Any) -> None:
        shape(presentation.slides[1], "s/b").text_frame.paragraphs[0].runs[0].text = "Skrevet for hånd"

    data = edited(by_hand(name), other)
    (words,) = [one for one in edits(data) if one.says.code == "text"]
    made = updated(data, BUILT, {words.id: "take"})
    assert [one.says.code for one in edits(made)] == ["beyond"]


@pytest.mark.parametrize("name", ["table style", "cell shading", "chart style"])
def test_formatting_of_a_table_or_chart_is_reverted_as_a_whole(name: str) -> None:
    built = side(SLIDES[EDITS[name].item][0])
    notes = [note for note in planned(by_hand(name), built).plan.notes if note.group == "edit"]
    assert differences(updated(by_hand(name), built, {notes[0].id: "take"}), built.data) == []


@pytest.mark.parametrize("name", sorted(set(EDITS) - set(STAYS)))
def test_an_edit_kept_by_its_id_stays(name: str) -> None:
    built = side(SLIDES[EDITS[name].item][0])
    notes = [note for note in planned(by_hand(name), built).plan.notes if note.id]
    assert notes
    plan = planned(by_hand(name), built, {note.id: "keep" for note in notes}).plan
    assert (plan.changes, plan.exit_code) == ((), 0)
