"""Bases that include single edits of a table or chart, which then do not count as edits: the outline's side is used.

An edit is a ``Difference`` from ours to the result of a merge, so its rows, columns and names are the result's, those
of a removed one are ours'.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from osloregion_slides.update.deck_state import TableState
from osloregion_slides.update.differences import Difference, column_likeness, letters_of, same_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from osloregion_slides.update.changes import SetCells
    from osloregion_slides.update.state_parts import ChartState

    Pairs = list[tuple[int, int]]

IN_TABLE = ("cell", "row", "column", "columns", "row_order", "column_order", "shade", "spans")
IN_CHART = (
    "value", "category", "series", "colour", "number_format", "type", "axes", "category_order", "series_order",
)  # fmt: skip


def table_with(
    base: TableState, own: TableState, ours: TableState, made: SetCells | None, edits: Iterable[Difference]
) -> TableState:
    """Return the base's table with these edits of ``own``; ``made`` are the cells of the result, None: own's."""
    return _Table(base, own, ours, made).run([one for one in edits if one.kind in IN_TABLE])


class _Table:
    def __init__(self, base: TableState, own: TableState, ours: TableState, made: SetCells | None) -> None:
        self._base, self._own = base, own
        rows = [letters_of(side) for side in (base, own, ours)]
        columns = [list(zip(*side)) for side in rows]
        pairs = [same_rows(rows[0], rows[1]), same_rows(columns[0], columns[1], column_likeness)]
        back = [same_rows(rows[0], rows[2]), same_rows(columns[0], columns[2], column_likeness)]
        self._to_base = [{j: i for i, j in one} for one in pairs]
        self._from_ours = [{j: i for i, j in one} for one in back]
        count = len(own.rows), len(columns[1])
        found: list[Sequence[int | None]] = [range(one) for one in count]
        self._source = found if made is None else [[row.source for row in made.rows], made.columns]
        self._lines: list[list[tuple[int, int]]] = [[(i, -1) for i in range(len(one))] for one in (rows[0], columns[0])]
        self._cells: set[tuple[int, int]] = set()
        self._shades: set[int] = set()

    def run(self, edits: Sequence[Difference]) -> TableState:
        for one in edits:
            if one.kind in ("row", "column"):
                self._line(("row", "column").index(one.kind), one)
            elif one.kind in ("cell", "shade"):
                row = self._at(0, int(one.where[0]) - 1)
                if one.kind == "shade":
                    self._shades.add(row)
                else:
                    self._cells.add((row, self._at(1, int(one.where[1]) - 1)))
        kinds = {one.kind for one in edits}
        for axis, kind in enumerate(("row_order", "column_order")):
            if kind in kinds:
                self._sort(axis)
        return self._built("columns" in kinds, "spans" in kinds)

    def _at(self, axis: int, place: int) -> int:
        """Return the index in own of a row or column of the result, -1 for a new one."""
        found = self._source[axis][place] if place < len(self._source[axis]) else None
        return -1 if found is None else found

    def _line(self, axis: int, edit: Difference) -> None:
        """Take out a row or column that was removed by hand, or put in one that was added."""
        lines, place = self._lines[axis], int(edit.where[0]) - 1
        if not edit.after:
            self._lines[axis] = [one for one in lines if one[0] != self._from_ours[axis].get(place, -2)]
            return
        at = self._at(axis, place)
        before = [self._to_base[axis][j] for j in range(at) if j in self._to_base[axis]]
        places = [n for n, (i, j) in enumerate(lines, 1) if (i in before[-1:] if i >= 0 else 0 <= j < at)]
        lines.insert(max(places, default=0), (-1, at))

    def _sort(self, axis: int) -> None:
        """Sort the rows or columns as in own; those without a counterpart stay where they are."""
        to_own = {i: j for j, i in self._to_base[axis].items()}
        lines = self._lines[axis]
        known = iter(sorted([one for one in lines if one[0] in to_own], key=lambda one: to_own[one[0]]))
        self._lines[axis] = [next(known) if one[0] in to_own else one for one in lines]

    def _built(self, widths: bool, spans: bool) -> TableState:
        base, own = self._base, self._own
        rows, columns = self._lines
        own_row, own_column = [{i: j for j, i in one.items()} for one in self._to_base]
        cells, fills = [], []
        for i, at in rows:
            row = own_row.get(i, -1) if i >= 0 else at
            places = [(k, own_column.get(k, -1) if k >= 0 else m) for k, m in columns]
            edited = [i < 0 or k < 0 or (row, m) in self._cells for k, m in places]
            cells.append(
                tuple(
                    [
                        _cell(own if new else base, row if new else i, m if new else k, "rows", ())
                        for new, (k, m) in zip(edited, places)
                    ]
                )
            )
            shaded = [i < 0 or k < 0 or row in self._shades for k, m in places]
            fills.append(
                tuple(
                    [
                        _cell(own if new else base, row if new else i, m if new else k, "fills", "")
                        for new, (k, m) in zip(shaded, places)
                    ]
                )
            )
        grids = [base.columns[k : k + 1] if k >= 0 else own.columns[m : m + 1] for k, m in columns]
        kept = [width for grid in grids for width in grid]  # a damaged grid has fewer columns than the rows
        return TableState(
            own.columns if widths and len(own.columns) == len(kept) else tuple(kept),
            tuple(cells),
            own.spans if spans else base.spans,
            tuple(fills) if base.fills and own.fills else base.fills,
        )


def _cell(side: TableState, row: int, column: int, field: str, default: Any) -> Any:
    rows = getattr(side, field)
    return rows[row][column] if 0 <= row < len(rows) and 0 <= column < len(rows[row]) else default


def chart_with(base: ChartState, own: ChartState, edits: Iterable[Difference]) -> ChartState:
    """Return the base's chart with these edits of ``own``."""
    edits = [one for one in edits if one.kind in IN_CHART]
    kinds = {one.kind for one in edits}
    named = {one.name: one for one in own.series}
    made = _with_names(base, own, edits)
    values = {one.where for one in edits if one.kind == "value"}
    coloured = {one.where[0] for one in edits if one.kind == "colour"}
    series = []
    for one in made.series:
        new = named.get(one.name)
        if new is not None:
            theirs = dict(zip(own.categories, new.values))
            both = zip(made.categories, one.values)
            found = [theirs.get(name, was) if (one.name, name) in values else was for name, was in both]
            one = one.replace(values=tuple(found), colour=new.colour if one.name in coloured else one.colour)
        series.append(one)
    fields = {name: getattr(own, name) for name in ("number_format", "type") if name in kinds}
    return made.replace(series=tuple(series), **fields)


def _with_names(base: ChartState, own: ChartState, edits: Sequence[Difference]) -> ChartState:
    """Return the base's chart with the categories and series that were added, removed, renamed or sorted."""
    kinds = {one.kind for one in edits}
    touched = {kind: {one.before or one.after for one in edits if one.kind == kind} for kind in ("category", "series")}
    names = [[one.name for one in side.series] for side in (base, own)]
    categories = _lines(base.categories, own.categories, touched["category"], "category_order" in kinds)
    series = []
    for i, j, is_own in _lines(names[0], names[1], touched["series"], "series_order" in kinds):
        side = own.series[j] if is_own else base.series[i]
        values = [_value(own, j, m) if is_own or of_own else _value(base, i, k) for k, m, of_own in categories]
        series.append(side.replace(values=tuple(values)))
    called = [own.categories[m] if of_own else base.categories[k] for k, m, of_own in categories]
    return base.replace(categories=tuple(called), series=tuple(series))


def _value(side: ChartState, series: int, category: int) -> float | None:
    values = side.series[series].values if series >= 0 else ()
    return values[category] if 0 <= category < len(values) else None


def _lines(base: Sequence[str], own: Sequence[str], touched: set[str], is_sorted: bool) -> list[tuple[int, int, bool]]:
    """Return the names of the result by their places in base and own, -1 where one lacks it, and whether own's is used.

    A name in place of another one is a renamed series or category.
    """
    pairs = same_rows([(name,) for name in base], [(name,) for name in own], lambda *_: 0.0)
    to_own = dict(pairs)
    renamed = {i for i, j in pairs if base[i] != own[j] and touched.intersection((base[i], own[j]))}
    found = [(i, to_own.get(i, -1), i in renamed) for i, name in enumerate(base) if i in to_own or name not in touched]
    for j in sorted(set(range(len(own))).difference(to_own.values())):
        if own[j] in touched:
            places = [n for n, one in enumerate(found, 1) if 0 <= one[1] < j]
            found.insert(max(places, default=0), (-1, j, True))
    if is_sorted:
        known = iter(sorted([one for one in found if one[1] >= 0], key=lambda one: one[1]))
        found = [next(known) if one[1] >= 0 else one for one in found]
    return found
