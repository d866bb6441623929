"""A law: each edit that a plan lists is in the outline after a pull, or a finding of the pull names it."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from contextlib import suppress
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pptx.chart.data import CategoryChartData
from pptx.util import Pt

from osloregion_slides import Pulled, plan
from osloregion_slides.update.changes import PlanEntry
from tests.pulling.outlines import OUTLINE, edited, made, pulled
from tests.pulling.test_pull import (
    LINES,
    added,
    body,
    bullet_added,
    bullet_removed,
    cell,
    moved,
    removed,
    row_added,
    row_removed,
    table,
)
from tests.update.edits import shape_of, slide_of, write

Edit = Callable[[Any], None]

SECTIONS = OUTLINE.replace("  - id: cover\n", "  - id: cover\n    section: Start\n")
SECTIONS = SECTIONS.replace("  - id: figures\n", "  - id: figures\n    section: Figures\n")
SECTIONS = SECTIONS.replace('      - ["2008", "14"]', '      - ["2006", "9"]\n      - ["2008", "14"]')


def section_renamed(presentation: Any) -> None:
    next(presentation.part._element.iter("{*}section")).set("name", "Beginning")


def sections_removed(presentation: Any) -> None:
    listed = next(presentation.part._element.iter("{*}sectionLst"))
    listed.getparent().getparent().remove(listed.getparent())


def rows_reordered(presentation: Any) -> None:
    rows = table(presentation)._tbl.tr_lst
    rows[1].addprevious(rows[3])


def column_removed(presentation: Any) -> None:
    grid = table(presentation)._tbl
    grid.tblGrid.remove(grid.tblGrid[-1])
    for row in grid.tr_lst:
        row.remove(row.tc_lst[-1])


def cells_merged(presentation: Any) -> None:
    table(presentation).cell(1, 0).merge(table(presentation).cell(1, 1))


def level(presentation: Any) -> None:
    body(presentation).paragraphs[1].level = 1


def level_of_the_first(presentation: Any) -> None:
    body(presentation).paragraphs[0].level = 1


def underlined(presentation: Any) -> None:
    body(presentation).paragraphs[0].runs[0].font.underline = True


def title_continued(presentation: Any) -> None:
    """A second paragraph in a title, whose only list in the outline is that of the slides."""
    title = slide_of(presentation, "figures").shapes.title._element
    paragraph = next(title.iter("{*}p"))
    paragraph.addnext(deepcopy(paragraph))
    next(title.findall("{*}txBody/{*}p")[1].iter("{*}t")).text = "Continued"


def larger(presentation: Any) -> None:
    for paragraph in body(presentation).paragraphs:
        for run in paragraph.runs:
            run.font.size = Pt(31)


def shifted(presentation: Any) -> None:
    shape_of(presentation, "points/title").top += 914_400


def section_begun(presentation: Any) -> None:
    listed = list(presentation.part._element.iter("{*}section"))
    made = deepcopy(listed[0])
    made.set("name", "In between")
    made.set("id", "{11111111-2222-3333-4444-555555555555}")
    listed[0].addnext(made)
    halves = [next(one.iter("{*}sldIdLst")) for one in (listed[0], made)]
    for place in range(len(halves[0])):
        half = halves[int(place < 2)]
        half.remove(half[-1 if place >= 2 else 0])


def box_added(presentation: Any) -> None:
    slide_of(presentation, "points").shapes.add_textbox(0, 0, 914_400, 400_000).text_frame.text = "By hand"


def line_added(presentation: Any) -> None:
    slide_of(presentation, "points").shapes.add_connector(1, 0, 0, 914_400, 400_000)


def first_object_deleted(presentation: Any) -> None:
    shape = next(one for one in slide_of(presentation, "points").shapes if not one.is_placeholder)
    shape._element.getparent().remove(shape._element)


def table_deleted(presentation: Any) -> None:
    shape = next(one for one in slide_of(presentation, "figures").shapes if one.has_table)
    shape._element.getparent().remove(shape._element)


def chart(categories: list[str], **series: tuple[float, ...]) -> Edit:
    def edit(presentation: Any) -> None:
        data: Any = CategoryChartData(number_format="0.0")  # type: ignore[no-untyped-call]
        data.categories = categories
        for name, values in series.items():
            data.add_series(name, values)
        next(one.chart for one in slide_of(presentation, "curve").shapes if one.has_chart).replace_data(data)

    return edit


def whole_table_bold(presentation: Any) -> None:
    for row in table(presentation).rows:
        for one in row.cells:
            one.text_frame.paragraphs[0].runs[0].font.bold = True


def layout_changed(presentation: Any) -> None:
    slide = slide_of(presentation, "end")
    other = next(one for one in presentation.slide_layouts if one != slide.slide_layout)
    relation = next(one for one in slide.part.rels.values() if one.reltype.endswith("/slideLayout"))
    relation._target = other.part


def slides_resized(presentation: Any) -> None:
    presentation.slide_width = presentation.slide_width * 3 // 4


TWO = ["2007", "2008"]
EDITS: dict[str, Edit] = {
    "title continued": title_continued,
    "section renamed": section_renamed,
    "section begun": section_begun,
    "sections removed": sections_removed,
    "rows reordered": rows_reordered,
    "column removed": column_removed,
    "cells merged": cells_merged,
    "cell": cell,
    "row added": row_added,
    "row removed": row_removed,
    "table in bold": whole_table_bold,
    "table deleted": table_deleted,
    "level": level,
    "level of the first": level_of_the_first,
    "underlined": underlined,
    "larger": larger,
    "bullet added": bullet_added,
    "bullet removed": bullet_removed,
    "text emptied": write("points/title", 0, ""),
    "worked out": write("cover/title", 0, "Autumn meeting"),
    "shifted": shifted,
    "box added": box_added,
    "line added": line_added,
    "object deleted": first_object_deleted,
    "series added": chart(TWO, Income=(12, 14), Costs=(12.5, 13), Rest=(1, 2)),
    "series removed": chart(TWO, Income=(12, 14)),
    "series swapped": chart(TWO, Costs=(12.5, 13), Income=(12, 14)),
    "series renamed": chart(TWO, Revenue=(12, 14), Costs=(12.5, 13)),
    "category added": chart([*TWO, "2009"], Income=(12, 14, 15), Costs=(12.5, 13, 14)),
    "categories swapped": chart(["2008", "2007"], Income=(14, 12), Costs=(13, 12.5)),
    "value": chart(TWO, Income=(12, 17.5), Costs=(12.5, 13)),
    "slide removed": removed,
    "slide moved": moved,
    "slide added": added(1, "Made by hand", "One line"),
    "layout changed": layout_changed,
    "slides resized": slides_resized,
    **{f"pulled: {name}": edit for name, (edit, _, _) in LINES.items()},
}


def listed(deck: Path, outline: Path) -> list[PlanEntry]:
    return [note for note in plan(deck, outline).plan.notes if note.group in ("edit", "conflict")]


SAID = {
    "text": {"text", "text-added", "text-removed", "row-added", "row-removed", "name", "notes"},
    "look": {"text"},
    "value": {"value", "name"},
    "level": {"level"},
    "alt": {"alt"},
    "notes": {"notes"},
    "hidden": {"hidden"},
    "shown": {"hidden"},
    "stays-deleted": {"item-removed", "slide-removed"},
    "added-by-hand": {"slide-added"},
    "added-by-hand-object": {"item-added"},
    "moved-by-hand": {"order"},
    "row_order": {"row-order"},
    "section": {"section"},
}
"""Which edits of a pull are a line of a plan, by the line's code or its beginning."""


def is_said(note: PlanEntry, found: Pulled) -> bool:
    """Whether a finding is of the same object and says the same."""
    kinds = SAID.get(note.says.code) or SAID.get(note.says.code.partition("-")[0], set())
    for one in found.findings:
        is_its = (one.slide, one.shape) == (note.slide, note.item)
        if one.code == "pull-look":
            is_its = one.slide == note.slide and (not note.item or note.item in one.message)
        said = dict(one.values).get("what", "")
        what = (
            "" if type(said) is tuple else str(said).partition(" of “")[0].replace(" ", "-")
        )  # several looks, or one of the words of SAID as a term
        clashes = one.code == "pull-conflict" and note.group == "conflict"
        if (
            is_its
            and (clashes or straight(note.what) in straight(one.message) or what in kinds)
            or what == "order"
            and what in kinds
        ):
            return True
    return False


def straight(text: str) -> str:
    """Return a sentence with straight quotes: findings quote in the language's, plans in straight ones."""
    return text.replace("“", '"').replace("”", '"')


def silent(*edits: Edit, change: tuple[str, str] = ("", "")) -> list[str]:
    """Return the edits that the plan lists after the pull was written, and that no finding of it is about."""
    with tempfile.TemporaryDirectory() as folder:
        outline, deck = made(Path(folder), SECTIONS)
        edited(deck, *edits)
        outline.write_text(SECTIONS.replace(*change), encoding="utf-8")
        before = len(listed(deck, outline))
        found = pulled(deck, outline)
        left = listed(deck, outline)
        assert found.edits or left or not before
        return [f"{note.slide} {note.item} {note.what}" for note in left if not is_said(note, found)]


@pytest.mark.parametrize("name", EDITS)
def test_each_edit_of_a_plan_is_pulled_or_reported(name: str) -> None:
    assert silent(EDITS[name]) == []


@pytest.mark.parametrize("name", ["rows reordered", "series added", "value", "level", "section renamed", "cell"])
@pytest.mark.parametrize(
    "change",
    [
        ('["2008", "14"]', '["2008", "19"]'),
        ("section: Start", "section: Opening"),
        ("values: [12, 14]", "values: [12, 19]"),
        ('- "Second: the next"', "- The second"),
        ('    categories: ["2007", "2008"]', '    categories: ["2007", "2009"]'),
    ],
    ids=["cell", "section", "value", "bullet", "category"],
)
def test_an_edit_with_a_concurrent_outline_change_is_pulled_or_reported(name: str, change: tuple[str, str]) -> None:
    assert silent(EDITS[name], change=change) == []


@pytest.mark.parametrize("name", ["level of the first", "line added"])
def test_differences_known_only_to_the_plan_have_a_finding(name: str, tmp_path: Path) -> None:
    outline, deck = made(tmp_path, SECTIONS)
    edited(deck, EDITS[name])
    found = pulled(deck, outline)
    assert (found.edits, found.files) == (0, ())
    assert [one for one in found.findings if one.severity == "warning"]


@pytest.mark.slow
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.sampled_from(sorted(EDITS)), min_size=2, max_size=5, unique=True))
def test_any_combination_of_edits_is_pulled_or_reported(names: list[str]) -> None:
    def edit(presentation: Any) -> None:
        for name in names:
            with suppress(StopIteration, IndexError, AttributeError, KeyError, ValueError):
                EDITS[name](presentation)  # what an earlier one removed cannot be edited

    assert silent(edit) == []
