"""One edit of a table or chart is taken back by its id, and no other edit of it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from osloregion_slides.update.deck_state import ItemState, TableState
from osloregion_slides.update.differences import Choices, Difference
from osloregion_slides.update.merge_item import merge_item
from osloregion_slides.update.state_parts import ChartState, SeriesState
from osloregion_slides.update.undoing import edit_id
from tests.update.samples import box, text
from tests.update.test_laws import LAW

Lines = list[list[str]]
FILLS = "accent1", "accent2"
ROWS: Lines = [[f"{name}{n or ''}" for name in "PQRST"] for n in range(6)]


def table(rows: Lines, shaded: str = "") -> ItemState:
    cells = tuple([tuple([text(cell) for cell in row]) for row in rows])
    fills = tuple([tuple([FILLS[row[0] == shaded] for _ in row]) for row in rows])
    return ItemState("t/table", "table", box(), table=TableState((9,) * len(rows[0]), cells, (), fills))


def chart(rows: Lines, shaded: str = "") -> ItemState:
    series = [
        SeriesState(row[0], tuple([float(sum(map(ord, cell))) for cell in row[1:]]), FILLS[row[0] == shaded])
        for row in rows[1:]
    ]
    return ItemState("t/chart", "chart", box(), chart=ChartState("column", tuple(rows[0][1:]), tuple(series)))


def with_cell(rows: Lines) -> Lines:
    return [[f"{cell}!" if cell == "R2" else cell for cell in row] for row in rows]


def with_row(rows: Lines) -> Lines:
    return [*rows[:3], [f"new{n or ''}" for n in range(len(rows[0]))], *rows[3:]]


def without_row(rows: Lines) -> Lines:
    return [row for row in rows if row[0] != "P4"]


def with_column(rows: Lines) -> Lines:
    return [[*row[:2], f"own{n}", *row[2:]] for n, row in enumerate(rows)]


def without_column(rows: Lines) -> Lines:
    return [row[:-1] for row in rows]


def sorted_rows(rows: Lines) -> Lines:
    return [rows[0], *rows[2:], rows[1]]


HAND: list[Callable[[Lines], Lines]] = [with_cell, without_column, without_row, with_column, with_row, sorted_rows]
OUTLINE: dict[str, Callable[[Lines], Lines]] = {
    "nothing": lambda rows: rows,
    "a cell": lambda rows: [[f"{cell}?" if cell == "S3" else cell for cell in row] for row in rows],
    "a row": lambda rows: [*rows, [f"{name}9" for name in "PQRST"]],
    "no row": lambda rows: [row for row in rows if row[0] != "P5"],
}


def words(edits: tuple[Difference, ...]) -> Counter[str]:
    """Return the edits without their places and, of whole rows and columns, the cells behind the first one."""
    return Counter(
        [" ".join([one.kind, *[f"{side}".split(" |")[0] for side in (one.before, one.after)]]) for one in edits]
    )


@LAW
@pytest.mark.parametrize("form", [table, chart])
@given(st.sets(st.sampled_from(HAND), min_size=1), st.booleans(), st.sampled_from([*OUTLINE]), st.data())
def test_an_edit_that_is_taken_back_leaves_all_other_edits(
    form: Callable[..., ItemState], hand: set[Any], shaded: bool, news: str, data: st.DataObject
) -> None:
    is_renamed = any([{*pair} <= hand for pair in ((with_row, without_row), (with_column, without_column))])
    assume(form is table or not is_renamed)  # a name in place of another one is renamed: one edit with two lines
    rows = ROWS
    for edit in HAND:
        rows = edit(rows) if edit in hand else rows
    base, theirs, ours = form(ROWS), form(rows, "P2" if shaded else ""), form(OUTLINE[news](ROWS))
    made = merge_item(base, theirs, ours, "t", None)
    assert made.edits and not made.conflicts
    taken = data.draw(st.sampled_from(made.edits))
    id_ = edit_id("t", ours.key, taken)
    rest = merge_item(base, theirs, ours, "t", None, Choices(named={id_: "take"})).edits
    assert words(rest) == words(tuple([one for one in made.edits if edit_id("t", ours.key, one) != id_]))


@pytest.mark.parametrize("news", OUTLINE)
@pytest.mark.parametrize("hand", HAND)
def test_edits_of_a_table_whose_grid_has_too_few_columns_can_be_taken_back(
    hand: Callable[[Lines], Lines], news: str
) -> None:
    base, theirs, ours = table(ROWS), table(hand(ROWS), "P2"), table(OUTLINE[news](ROWS))
    assert theirs.table is not None
    damaged = theirs.replace(table=theirs.table.replace(columns=theirs.table.columns[:2]))
    made = merge_item(base, damaged, ours, "t", None)
    assert made.edits
    for edit in made.edits:
        taken = Choices(named={edit_id("t", ours.key, edit): "take"})
        assert edit not in merge_item(base, damaged, ours, "t", None, taken).edits


@pytest.mark.parametrize("form", [table, chart])
def test_an_edit_with_the_same_value_as_a_conflict_is_listed(form: Callable[..., ItemState]) -> None:
    sides = [
        [["", "a", "b"], ["x", one, "2"], ["y", "3", other]] for one, other in (("1", "4"), ("9", "9"), ("8", "4"))
    ]
    base, theirs, ours = map(form, sides)
    made = merge_item(base, theirs, ours, "t", None)
    assert (len(made.conflicts), len(made.edits)) == (1, 1)
