"""Rows in another order and sections are pulled; a text that is worked out names the fact that would say it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation

from osloregion_slides import build, plan, pull
from tests.pulling.outlines import OUTLINE, changed_lines, edited, made, pulled
from tests.pulling.test_pull import cell, row_added, row_removed
from tests.pulling.test_what_stays import EDITS, SECTIONS, Edit, rows_reordered, section_begun, section_renamed
from tests.update.edits import write


@pytest.mark.parametrize(
    ("edit", "gone", "come"),
    [
        (section_renamed, ["section: Start"], ["section: Beginning"]),
        (section_begun, [], ["section: In between"]),
        (rows_reordered, ['- ["2008", "14"]   # an estimate'], ['- ["2008", "14"]   # an estimate']),
    ],
)
def test_pulled_rows_and_sections_change_only_their_lines(
    edit: Edit, gone: list[str], come: list[str], tmp_path: Path
) -> None:
    outline, deck = made(tmp_path, SECTIONS)
    edited(deck, edit)
    found = pulled(deck, outline)
    assert (found.edits, found.findings) == (1, ())
    assert changed_lines(SECTIONS, outline.read_text(encoding="utf-8")) == (gone, come)
    assert [note for note in plan(deck, outline).plan.notes if note.group == "edit"] == []
    assert pull(deck, outline).edits == 0


@pytest.mark.parametrize("other", [cell, row_added, row_removed])
def test_reordered_rows_with_another_edit_are_pulled_or_reported(other: Edit, tmp_path: Path) -> None:
    outline, deck = made(tmp_path, SECTIONS)
    edited(deck, rows_reordered, other)
    found = pulled(deck, outline)
    assert pull(deck, outline).edits == 0
    left = [note for note in plan(deck, outline).plan.notes if note.group in ("edit", "conflict")]
    assert not left or [one for one in found.findings if one.severity == "warning"]
    build(outline)


def test_slides_that_a_program_drops_from_sections_are_not_an_edit(tmp_path: Path) -> None:
    outline, deck = made(tmp_path, SECTIONS)

    def last_left_out(presentation: Any) -> None:
        sections = [one for one in presentation.part._element.iter() if one.tag.endswith("}section")]
        sections[-1].getparent().remove(sections[-1])

    edited(deck, last_left_out)
    assert (pull(deck, outline).edits, pull(deck, outline).findings) == (0, ())


def test_removing_the_only_row_of_a_table_is_reported_and_not_pulled(tmp_path: Path) -> None:
    outline, deck = made(tmp_path, OUTLINE.replace('      - ["2008", "14"]   # an estimate\n', ""))
    edited(deck, row_removed)
    found = pulled(deck, outline)
    assert (found.edits, [one.code for one in found.findings]) == (0, ["pull-no-place"])


def test_a_section_of_an_audience_is_written_to_its_overlay(tmp_path: Path) -> None:
    outline, deck = made(tmp_path, SECTIONS, audience="board")
    edited(deck, section_renamed)
    pulled(deck, outline)
    _, come = changed_lines(SECTIONS, outline.read_text(encoding="utf-8"))
    assert come == ["- {id: cover, section: Beginning}"] or come == ["- id: cover", "section: Beginning"]


FACTS = OUTLINE.replace('"{{ meeting.place }}, in April"', '"In {{ meeting.place }}: {{ meeting.title }}!"')


@pytest.mark.parametrize(
    ("text", "place", "words", "line", "value"),
    [
        (OUTLINE, "cover/title", "Autumn meeting", 9, "Autumn meeting"),
        (OUTLINE, "cover/line", "Bergen, in April", 10, "Bergen"),
        (OUTLINE, "cover/line", "Bergen, in May", 0, ""),
        (FACTS, "cover/line", "In Bergen: Spring meeting!", 10, "Bergen"),
        (FACTS, "cover/line", "In Oslo: Autumn meeting!", 9, "Autumn meeting"),
        (FACTS, "cover/line", "In Bergen: Autumn meeting!", 0, ""),
    ],
)
def test_an_edited_computed_text_proposes_the_single_fact_behind_it(
    text: str, place: str, words: str, line: int, value: str, tmp_path: Path
) -> None:
    outline, deck = made(tmp_path, text)
    edited(deck, write(place, 0, words))
    [found] = [one for one in pull(deck, outline).findings if one.code == "pull-worked-out"]
    values: dict[str, Any] = dict(found.values)
    assert values["value"] == value
    assert values["fact"] == (f"{outline}:{line}:{values['fact'].rpartition(':')[2]}" if line else "")
    assert outline.read_text(encoding="utf-8") == text
    if value:
        said = text.replace({9: '"Spring meeting"', 10: "place: Oslo"}[line], {9: value, 10: f"place: {value}"}[line])
        outline.write_text(said, encoding="utf-8")
        shown = [one.text_frame.text for one in Presentation(str(deck)).slides[0].shapes if one.has_text_frame]
        made_again = build(outline).presentation().slides[0].shapes
        assert words in shown and words in [one.text_frame.text for one in made_again if one.has_text_frame]


def test_every_edit_of_rows_and_sections_is_listed() -> None:
    assert {"rows reordered", "section renamed", "section begun"} <= EDITS.keys()
