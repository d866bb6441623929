"""Manually sorted, merged and coloured tables: rows are matched by their first cell and keep their edits."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Callable, Sequence
from copy import deepcopy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from pptx import Presentation

from osloregion_slides.update.data_merge import merge_table
from osloregion_slides.update.deck_state import TableState
from tests.pptx.updating import edited, found_in
from tests.update.edits import every
from tests.update.gallery import planned, side, updated
from tests.update.samples import text
from tests.update.test_list_items import RED

ROWS = {
    "A": ("Akershus", "22"),
    "B": ("Buskerud", "8"),
    "C": ("Cornwall", "5"),
    "D": ("Drammen", "3"),
    "N": ("Nytt", "1"),
}


def outline(letters: str, **values: str) -> str:
    """Return a slide with a table of these rows; ``values`` are other figures by letter, ``-`` a row without a name."""
    rows = []
    for letter in letters:
        name, value = ROWS[letter]
        rows.append(f'      - ["{"" if values.get(letter) == "-" else name}", "{values.get(letter, value)}"]\n')
    return f"    kind: table\n    title: Tabell\n    columns: [Sted, Antall]\n    rows:\n{''.join(rows)}"


def table_of(data: Any) -> Any:
    presentation = Presentation(io.BytesIO(data)) if isinstance(data, bytes) else data
    return next(one for one in every(presentation.slides[1].shapes) if getattr(one, "has_table", False)).table


def cells(data: bytes) -> list[tuple[str, ...]]:
    """Return the rows without the heading, a merged cell as nothing."""
    rows = list(table_of(data).rows)[1:]
    return [tuple("" if cell.is_spanned else cell.text_frame.text for cell in row.cells) for row in rows]


def first(data: bytes) -> str:
    return "".join(row[0][:1] or "-" for row in cells(data))


def sort(letters: str) -> Callable[[Any], None]:
    """Return the edit that puts the rows into this order."""

    def edit(presentation: Any) -> None:
        table = table_of(presentation)
        rows = {row.cells[0].text_frame.text[:1]: row._tr for row in table.rows}
        for letter in letters:
            table._tbl.append(rows[letter])

    return edit


def merge(top: int, bottom: int, column: int = 0) -> Callable[[Any], None]:
    """Return the edit that merges the cells of a column, rows counted from the heading, as PowerPoint does."""

    def edit(presentation: Any) -> None:
        table = table_of(presentation)
        for row in range(top + 1, bottom + 1):
            table.cell(row, column).text_frame.text = ""
        table.cell(top, column).merge(table.cell(bottom, column))

    return edit


def spans(data: bytes) -> list[tuple[str, int]]:
    table = table_of(data)
    found = [cell for row in table.rows for cell in row.cells if cell.is_merge_origin]
    return [(cell.text_frame.text, cell.span_height) for cell in found]


def checked(data: bytes, after: Any, choices: dict[str, Any] | None = None) -> bytes:
    done = updated(data, after, choices)
    assert found_in(done) - found_in(data) == Counter()
    again = planned(done, after).plan
    assert (again.changes, again.exit_code) == ((), 0)
    return done


def test_manually_sorted_rows_keep_their_order_and_are_matched_by_their_first_cell() -> None:
    data = edited(side(outline("ABCD")).data, sort("DBAC"))
    after = side(outline("ABNCD", B="9", C="6"))
    made = planned(data, after).plan
    assert [note.says.code for note in made.notes if note.group == "edit"] == ["row_order"]
    assert made.exit_code == 3
    assert cells(checked(data, after)) == [
        ("Drammen", "3"),
        ("Buskerud", "9"),
        ("Nytt", "1"),
        ("Akershus", "22"),
        ("Cornwall", "6"),
    ]


def test_the_right_row_is_removed_from_a_manually_sorted_table() -> None:
    data = edited(side(outline("ABCD")).data, sort("DCBA"))
    assert first(checked(data, side(outline("ACD")))) == "DCA"


def test_rows_sorted_by_the_outline_keep_their_manual_edits() -> None:
    def colour(presentation: Any) -> None:
        table_of(presentation).cell(2, 1).text_frame.paragraphs[0].runs[0].font.italic = True

    done = checked(edited(side(outline("ABCD")).data, colour), side(outline("DCBA")))
    italic = [
        row.cells[0].text_frame.text
        for row in table_of(done).rows
        if row.cells[1].text_frame.paragraphs[0].runs[0].font.italic
    ]
    assert (first(done), italic) == ("DCBA", ["Buskerud"])


def test_a_row_order_changed_on_both_sides_is_a_conflict() -> None:
    data, after = edited(side(outline("ABCD")).data, sort("BCDA")), side(outline("BADC"))
    conflicts = [note for note in planned(data, after).plan.notes if note.group == "conflict"]
    assert len(conflicts) == 1
    assert first(updated(data, after)) == "BCDA"
    assert first(updated(data, after, {conflicts[0].id: "take"})) == "BADC"


@pytest.mark.parametrize(("letters", "spanned"), [("NABCD", 2), ("ABCDN", 2), ("CDAB", 2), ("CD", 0)])
def test_merged_cells_move_with_their_rows(letters: str, spanned: int) -> None:
    data = edited(side(outline("ABCD")).data, merge(3, 4))
    done = updated(data, side(outline(letters)))
    assert spans(done) == [("Cornwall", 2)]
    assert found_in(done) - found_in(data) == Counter()


def test_a_new_row_with_an_empty_cell_extends_a_merged_cell() -> None:
    data, after = edited(side(outline("ABCD")).data, merge(2, 3)), side(outline("ABNCD", N="-"))
    assert spans(checked(data, after)) == [("Buskerud", 3)]


def test_a_new_row_with_text_inside_a_merged_cell_is_a_conflict() -> None:
    data, after = edited(side(outline("ABCD")).data, merge(2, 3)), side(outline("ABNCD"))
    (conflict,) = [note for note in planned(data, after).plan.notes if note.group == "conflict"]
    assert (conflict.yours, conflict.outline) == ("Buskerud", "Nytt")
    assert spans(updated(data, after)) == [("Buskerud", 3)]
    taken = updated(data, after, {conflict.id: "take"})
    assert (spans(taken), first(taken)) == ([], "ABN-D")


@pytest.mark.parametrize("edit", [lambda presentation: None, sort("BAC")], ids=["unedited", "sorted"])
def test_a_new_first_row_does_not_look_like_the_heading(edit: Callable[[Any], None]) -> None:
    after = side(outline("NABC"))
    done = checked(edited(side(outline("ABC")).data, edit), after)
    looks = [[child.tag for child in table_of(data).cell(1, 0)._tc.tcPr] for data in (done, after.data)]
    assert first(done)[0] == "N"
    assert looks[0] == looks[1]
    assert not table_of(done).cell(1, 0).text_frame.paragraphs[0].runs[0].font.bold


def paint(row: int) -> Callable[[Any], None]:
    def edit(presentation: Any) -> None:
        fill = table_of(presentation).cell(row, 1).fill
        fill.solid()
        fill.fore_color.rgb = RED

    return edit


def red(data: bytes) -> list[str]:
    return [row.cells[0].text_frame.text for row in table_of(data).rows if "C2452D" in row.cells[1]._tc.xml]


@pytest.mark.parametrize("letters", ["NABC", "CBA", "BC", "ABC"])
def test_a_manually_coloured_cell_is_an_edit_that_is_kept(letters: str) -> None:
    data, after = edited(side(outline("ABC")).data, paint(2)), side(outline(letters, C="6"))
    edits = [note.says.code for note in planned(data, after).plan.notes if note.group == "edit"]
    assert edits == ["shade"]
    assert red(checked(data, after)) == ["Buskerud"]


def test_a_coloured_row_removed_by_the_outline_is_a_conflict() -> None:
    data, after = edited(side(outline("ABC")).data, paint(2)), side(outline("AC"))
    (conflict,) = [note for note in planned(data, after).plan.notes if note.group == "conflict"]
    assert red(updated(data, after)) == ["Buskerud"]
    assert first(updated(data, after, {conflict.id: "take"})) == "AC"


@pytest.mark.parametrize("letters", ["NABC", "CBA", "AC", "ABNC"])
def test_the_bands_of_an_edited_table_equal_those_of_a_fresh_build(letters: str) -> None:
    data, after = edited(side(outline("ABC")).data, write), side(outline(letters))
    fills = [
        ["".join(etree.tostring(child).decode() for child in row.cells[1]._tc.tcPr[4:]) for row in table_of(one).rows]
        for one in (updated(data, after), after.data)
    ]
    assert fills[0] == fills[1]


def write(presentation: Any) -> None:
    table_of(presentation).cell(0, 1).text_frame.paragraphs[0].runs[0].text = "Hvor mange"


NAMES = st.lists(st.sampled_from("abcdefgh"), unique=True, min_size=1, max_size=6)


def state(names: Sequence[str]) -> TableState:
    return TableState((9, 9), tuple([(text(name), text(name * 2)) for name in names]))


@given(NAMES, st.randoms(use_true_random=False), NAMES)
def test_a_sorted_table_keeps_its_order_and_gets_every_row_of_the_outline(
    base: list[str], chance: Any, ours: list[str]
) -> None:
    theirs = chance.sample(base, len(base))
    made = merge_table(state(base), state(theirs), state(ours)).result(state(theirs))
    names = [row[0][0].plain for row in made]
    assert sorted(names) == sorted(ours)
    assert all(row[1][0].plain == row[0][0].plain * 2 for row in made)
    common = [name for name in base if name in ours]
    if [name for name in ours if name in base] == common:
        assert [name for name in names if name in common] == [name for name in theirs if name in common]


def test_a_new_first_row_looks_like_the_next_one_and_not_like_the_heading() -> None:
    def write(presentation: Any) -> None:
        table_of(presentation).cell(4, 1).text_frame.paragraphs[0].runs[0].text = "4"

    def looks(row: Any) -> list[bytes]:
        return [
            etree.tostring(part)
            for cell in row.cells
            for part in (cell._tc.tcPr, cell.text_frame.paragraphs[0].runs[0]._r.find("{*}rPr"))
        ]

    done = checked(edited(side(outline("ABCD")).data, write), side(outline("NABCD")))
    heading, new, old, *_ = table_of(done).rows
    assert [cell.text_frame.text for cell in new.cells] == ["Nytt", "1"]
    assert looks(new) == looks(old)
    assert looks(new) != looks(heading), "control"


def test_a_column_added_by_the_outline_brings_its_colours_to_existing_rows() -> None:
    rows = tuple([(text(name), text(name * 2)) for name in "abc"])
    base = TableState((9, 9), rows, fills=(("0", "0"), ("1", "1"), ("2", "2")))
    theirs = base.replace(fills=(("0", "0"), ("9", "1"), ("2", "2")))
    wider = tuple([(*row, text(f"{number}!")) for number, row in enumerate(rows)])
    ours = TableState((9, 9, 9), wider, fills=(("0", "0", "5"), ("1", "1", "6"), ("2", "2", "7")))
    assert merge_table(base, theirs, ours).fills(theirs) == (("0", "0", "5"), ("9", "1", "6"), ("2", "2", "7"))


def heights(data: bytes) -> list[int]:
    return [row.height for row in table_of(data).rows]


def figure(row: int, text: str) -> Callable[[Any], None]:
    def edit(presentation: Any) -> None:
        table_of(presentation).cell(row, 1).text_frame.paragraphs[0].runs[0].text = text

    return edit


def append(name: str, value: str) -> Callable[[Any], None]:
    """Return the edit that adds a row like the last one."""

    def edit(presentation: Any) -> None:
        table = table_of(presentation)
        table._tbl.append(deepcopy(table._tbl.tr_lst[-1]))
        for cell, words in zip(list(table.rows)[-1].cells, (name, value)):
            cell.text_frame.paragraphs[0].runs[0].text = words

    return edit


@pytest.mark.parametrize(("edit", "before", "after"), [
    (figure(1, "23"), "AB", "ABCDN"), (figure(1, "23"), "AB", "ABN"), (append("Nytt", "1"), "AB", "ABN"),
    (figure(1, "23"), "ABCDN", "AB"), (sort("BA"), "AB", "ABCD"),
])  # fmt: skip
def test_rows_of_an_edited_table_get_the_heights_of_a_fresh_build_when_their_number_changes(
    edit: Callable[[Any], None], before: str, after: str
) -> None:
    done, fresh = checked(edited(side(outline(before)).data, edit), side(outline(after))), side(outline(after)).data
    assert heights(done) == heights(fresh)
    assert heights(fresh) != heights(side(outline(before)).data)[: len(after) + 1], "control"


def test_a_table_with_a_row_of_its_own_stays_within_the_area_of_the_outline_s() -> None:
    after = side(outline("ABCN"))
    done = checked(edited(side(outline("AB")).data, append("Drammen", "3")), after)
    assert len(heights(done)) == len(heights(after.data)) + 1
    assert sum(heights(done)) <= sum(heights(after.data))


def test_heights_that_were_set_in_powerpoint_stay_when_the_outline_changes_the_table() -> None:
    def stretch(presentation: Any) -> None:
        table_of(presentation).rows[1].height = 3_000_000

    data = edited(side(outline("AB")).data, stretch)
    assert heights(checked(data, side(outline("ABN"))))[1] == 3_000_000


@pytest.mark.parametrize("take", [False, True])
def test_a_cell_that_two_people_coloured_differently_is_a_conflict(take: bool) -> None:
    def shaded(colour: str) -> TableState:
        return TableState((9,), ((text("Sted"),), (text("Drammen"),)), (), ((), (colour,)))

    sides = shaded("bg1"), shaded("#FF0000"), shaded("#00FF00")
    made = merge_table(*sides, takes=lambda *_: take, both_by_hand=True)
    assert made.conflicts == (("row 2, column 1, fill", "#FF0000", "#00FF00"),)
    assert made.fills(sides[1])[1] == ("#00FF00" if take else "#FF0000",)
    assert merge_table(*sides).conflicts == ()


@pytest.mark.parametrize("take", [False, True])
def test_a_row_that_both_sides_added_is_one_and_what_differs_in_it_a_conflict(take: bool) -> None:
    def rows(*lines: str) -> TableState:
        return TableState((9, 9), tuple([tuple([text(cell) for cell in line.split()]) for line in lines]))

    base, theirs, ours = (
        rows("Sted Antall"),
        rows("Sted Antall", "Asker 1", "Drammen 3"),
        rows("Sted Antall", "Drammen 4"),
    )
    made = merge_table(base, theirs, ours, takes=lambda *_: take)
    assert made.conflicts == (("row 3, column 2", "3", "4"),)
    assert made.result(theirs) == rows("Sted Antall", "Asker 1", f"Drammen {4 if take else 3}").rows
