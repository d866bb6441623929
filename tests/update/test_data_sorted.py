"""Columns, series and categories that one side sorted, or took away, while the other changed what they say."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osloregion_slides.base.messages import in_words
from osloregion_slides.update.data_merge import merge_chart, merge_table
from osloregion_slides.update.deck_state import TableState
from osloregion_slides.update.differences import chart_differences
from osloregion_slides.update.state_parts import ChartState, SeriesState
from osloregion_slides.update.text_merge import plain
from osloregion_slides.update.wording import changed_twice, side
from tests.update.samples import text

Data = dict[str, dict[str, int]]
"""Values by column or series, and by row or category."""
BASE: Data = {name: {"x": n, "y": n + 10, "z": n + 20} for n, name in enumerate("abcd", 1)}


def with_value(data: Data, name: str, row: str, value: int) -> Data:
    return {**data, name: {**data[name], row: value}}


def reordered(data: Data, names: str, rows: str = "xyz") -> Data:
    return {name: {row: data[name][row] for row in rows} for name in names}


def table(data: Data) -> TableState:
    rows = [tuple([text(name) for name in data])]
    rows += [tuple([text(f"{values[row]}") for values in data.values()]) for row in next(iter(data.values()))]
    return TableState((9,) * len(data), tuple(rows))


def chart(data: Data) -> ChartState:
    series = [SeriesState(name, tuple(map(float, values.values())), "accent1") for name, values in data.items()]
    return ChartState("column", tuple(next(iter(data.values()))), tuple(series))


def merged(form: str, *sides: Data, take: bool = False) -> tuple[list[list[str]], tuple[Any, ...]]:
    """Return name and values of each column or series of the result, and the conflicts."""
    takes: Any = lambda *_: take  # noqa: E731
    if form == "table":
        base, theirs, ours = map(table, sides)
        made = merge_table(base, theirs, ours, takes)
        return [list(column) for column in zip(*[map(plain, row) for row in made.result(theirs)])], made.conflicts
    one, two, three = map(chart, sides)
    charted = merge_chart(one, two, three, takes)
    series = charted.result(two).series
    return [
        [each.name, *[f"{value:g}" for value in each.values if value is not None]] for each in series
    ], charted.conflicts


def lists(data: Data) -> list[list[str]]:
    return [[name, *map(str, values.values())] for name, values in data.items()]


@pytest.mark.parametrize("form", ["table", "chart"])
@given(st.permutations("abcd"), st.sampled_from("abcd"), st.sampled_from("xyz"), st.booleans())
def test_value_changes_apply_to_columns_and_series_sorted_on_the_other_side(
    form: str, order: list[str], name: str, row: str, by_hand: bool
) -> None:
    changed, turned = with_value(BASE, name, row, 99), reordered(BASE, "".join(order))
    sides = (turned, changed) if by_hand else (changed, turned)
    assert merged(form, BASE, *sides) == (lists(with_value(turned, name, row, 99)), ())


@given(st.permutations("xyz"), st.sampled_from("abcd"), st.sampled_from("xyz"))
def test_value_changes_apply_to_manually_sorted_categories(order: list[str], name: str, row: str) -> None:
    turned = reordered(BASE, "abcd", "".join(order))
    found = merged("chart", BASE, turned, with_value(BASE, name, row, 99))
    assert found == (lists(with_value(turned, name, row, 99)), ())


@pytest.mark.parametrize("form", ["table", "chart"])
@pytest.mark.parametrize("by_hand", [True, False])
def test_data_removed_on_one_side_and_changed_on_the_other_is_a_conflict(form: str, by_hand: bool) -> None:
    less, changed = reordered(BASE, "acd"), with_value(BASE, "b", "y", 99)
    sides = (less, changed) if by_hand else (changed, less)
    for take in (False, True):
        found, conflicts = merged(form, BASE, *sides, take=take)
        assert len(conflicts) == 1
        assert found == lists(sides[take])
    unchanged = (less, BASE) if by_hand else (BASE, less)
    assert merged(form, BASE, *unchanged) == (lists(less), ()), "control"


def test_a_manually_removed_category_that_the_outline_changes_is_a_conflict() -> None:
    less = reordered(BASE, "abcd", "xz")
    assert len(merged("chart", BASE, less, with_value(BASE, "b", "y", 99))[1]) == 1
    assert merged("chart", BASE, less, with_value(BASE, "b", "x", 99))[1] == (), "control"


@pytest.mark.parametrize("form", ["table", "chart"])
def test_different_sorting_on_both_sides_is_a_conflict_of_order(form: str) -> None:
    theirs, ours = reordered(BASE, "bdca"), reordered(BASE, "cadb")
    what = {"table": "column order", "chart": "series order"}[form]
    assert [one[0] for one in merged(form, BASE, theirs, ours)[1]] == [what]
    assert merged(form, BASE, theirs, ours)[0] == lists(theirs)
    assert merged(form, BASE, theirs, ours, take=True)[0] == lists(ours)


def test_reordered_series_and_categories_are_reported() -> None:
    def kinds(other: Data) -> list[str]:
        return [one.kind for one in chart_differences(chart(BASE), chart(other))]

    assert kinds(reordered(BASE, "bacd")) == ["series_order"]
    assert kinds(reordered(BASE, "abcd", "zyx")) == ["category_order"]
    assert kinds(reordered(BASE, "acd")) == ["series"], "control: a series that is gone moves no other"


@pytest.mark.parametrize(
    ("kind", "place", "wanted"),
    [
        ("cell", "row 3, column 2", "rad 3, kolonne 2"),
        ("cell", "row 3", "rad 3"),
        ("cell", "column 12", "kolonne 12"),
        ("cell", "row 4, merged cells", "rad 4, celler slått sammen"),
        ("cell", "column order", "rekkefølgen på kolonnene"),
        ("value", "series order", "rekkefølgen på seriene"),
        ("value", "number format", "tallformat"),
        ("value", "row 3", "row 3"),  # control: a category's name
    ],
)
def test_the_location_of_a_data_conflict_is_in_the_language_of_the_plan(kind: str, place: str, wanted: str) -> None:
    assert in_words(changed_twice(kind, place), "nb") == wanted
    assert in_words(changed_twice(kind, place), "en") == place
    assert in_words(side("value", "removed"), "nb") == "fjernet"
