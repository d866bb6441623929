"""Three-way merge of tables and charts: rows and columns (categories, series) are matched, then each cell (value)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.base.record import Record
from osloregion_slides.update.changes import NewParagraph, NewRow, NewSeries
from osloregion_slides.update.deck_state import TableState
from osloregion_slides.update.differences import (
    column_likeness,
    letters_of,
    number,
    same_columns,
    same_number,
    same_rows,
)
from osloregion_slides.update.order import merge_order
from osloregion_slides.update.state_parts import ChartState, SeriesState
from osloregion_slides.update.text_merge import Disputes, merge_text, never, plain, resulting, woven

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from osloregion_slides.update.deck_state import Colouring, Words
    from osloregion_slides.update.text_merge import Place, Takes

    Letters = tuple[str, ...]
    Cells = tuple[tuple[NewParagraph, ...] | None, ...]


class MergedTable(Record):
    """The rows and columns of the result as ``SetCells`` has them, and the conflicts: (what, theirs, ours)."""

    columns: tuple[int | None, ...]
    rows: tuple[NewRow, ...]
    ours_columns: tuple[int | None, ...]
    ours_rows: tuple[int | None, ...]
    conflicts: tuple[tuple[str, str, str], ...]

    def changes(self, theirs: TableState) -> bool:
        """Return whether the cells of the result differ from theirs."""
        rows = [row.source for row in self.rows]
        touched = any(cell is not None for row in self.rows for cell in (*row.cells, *row.fills))
        return touched or rows != list(range(len(theirs.rows))) or list(self.columns) != list(range(_width(theirs)))

    def result(self, theirs: TableState) -> tuple[tuple[Words, ...], ...]:
        """Return the cells of the result."""
        return tuple([resulting_row(row, self.columns, theirs) for row in self.rows])

    def fills(self, theirs: TableState) -> tuple[tuple[Colouring, ...], ...]:
        """Return the fills of the cells of the result, () where theirs are unknown."""
        found = []
        for row in self.rows if theirs.fills else ():
            new = row.fills or (None,) * len(self.columns)
            found.append(
                tuple([_fill(theirs, row.source, at) if one is None else one for at, one in zip(self.columns, new)])
            )
        return tuple(found)


def resulting_row(row: NewRow, columns: tuple[int | None, ...], theirs: TableState) -> tuple[Words, ...]:
    """Return the cells of one row of the result."""
    found = []
    for column, cell in zip(columns, row.cells):
        was = _cell(theirs, row.source, column)
        found.append(was if cell is None else resulting(cell, was))
    return tuple(found)


def merge_table(
    base: TableState | None, theirs: TableState, ours: TableState, takes: Takes = never, both_by_hand: bool = False
) -> MergedTable:
    """Return the table with both sides' changes; conflicts keep theirs, or use ours where ``takes`` returns True.

    Without a base the result has the rows and columns of both sides, and differing cells are conflicts. Of two fills
    theirs is kept without a conflict, since those of an outline go by the number of rows, unless ``both_by_hand``.
    """
    return _TableMerge(base, theirs, ours, takes, both_by_hand).run()


class _TableMerge(Disputes[str]):
    def __init__(
        self, base: TableState | None, theirs: TableState, ours: TableState, takes: Takes, both_by_hand: bool
    ) -> None:
        super().__init__(takes)
        self._both_by_hand = both_by_hand
        self._base, self._theirs, self._ours = base, theirs, ours

    def run(self) -> MergedTable:
        known = self._base or self._ours
        lines = self._row_places(known)
        columns = self._columns(known, lines)
        rows = _ordered(lines, self._kept(lines), lambda: self._takes_order("row order", _rows))
        made, like = [], 0
        for row in rows:
            like = row[1] if row[1] is not None else like
            cells = tuple([self._cell(row, column) for column in columns])
            if row[1] is None:
                cells = self._covered(cells, rows, row, columns)
            made.append(NewRow(row[1], cells, self._body(row, like), self._fills(row, columns)))
        return MergedTable(
            tuple([column[1] for column in columns]),
            tuple(made),
            tuple([column[2] for column in columns]),
            tuple([row[2] for row in rows]),
            tuple(self._conflicts),
        )

    def _fills(self, row: Place, columns: list[Place]) -> tuple[Colouring | None, ...]:
        """Return ours' fills for new cells and for cells with the base's fill, () where a side's fills are unknown."""
        sides = (self._base, self._theirs, self._ours)
        if self._base is None or row[2] is None or not all([side is not None and side.fills for side in sides]):
            return ()
        found: list[Colouring | None] = []
        for column in columns:
            old, own, new = [_fill(side, row[n], column[n]) for n, side in enumerate(sides)]
            kept = row[1] is not None and own != old  # theirs lacks the column: it is new, or removed
            if kept and self._both_by_hand and None not in (column[1], column[2]) and new not in (old, own):
                kept = not self._clash(f"row {(row[1] or 0) + 1}, column {(column[1] or 0) + 1}, fill", own, new)
            found.append(new if column[2] is not None and not kept and own != new else None)
        return tuple(found) if any([one is not None for one in found]) else ()

    def _body(self, row: Place, like: int) -> int:
        """Return the row that a new one is formatted like: not the heading, unless it is first in ours."""
        return 1 if like == 0 and row[2] and len(self._theirs.rows) > 1 else like

    def _row_places(self, known: TableState) -> list[Place]:
        base, theirs, ours = _rows(known), _rows(self._theirs), _rows(self._ours)
        return _added_twice(woven(base, theirs, ours, same_rows(base, theirs), same_rows(base, ours)), theirs, ours)

    def _columns(self, known: TableState, lines: list[Place]) -> list[Place]:
        """Return the columns of the result; ``lines`` are the rows of all sides."""
        base, theirs, ours = _columns(known), _columns(self._theirs), _columns(self._ours)
        places = woven(
            base, theirs, ours, same_rows(base, theirs, column_likeness), same_rows(base, ours, column_likeness)
        )
        return _ordered(places, self._kept(places, lines), lambda: self._takes_order("column order", _columns))

    def _takes_order(self, what: str, letters: Callable[[TableState], list[Letters]]) -> bool:
        """List that both sides sorted rows or columns; return whether the outline's order is used."""
        yours, outline = [" | ".join([row[0] for row in letters(side) if row]) for side in (self._theirs, self._ours)]
        return self._clash(what, yours, outline)

    def _kept(self, places: list[Place], lines: list[Place] | None = None) -> list[Place]:
        """Return the rows of the result, or its columns (``lines`` are the rows)."""
        return [place for place in places if self._stays(place, lines)]

    def _stays(self, place: Place, lines: list[Place] | None) -> bool:
        i, at, to = place
        if i is None or at is not None and to is not None:
            return True
        if self._base is None:
            return at is not None or to is not None
        if at is None and to is None:
            return False
        side = self._theirs if at is not None else self._ours
        number = at if at is not None else to
        assert number is not None
        if lines is None:
            same = self._same_row(i, side, number)
        else:
            rows = [(row[0], row[1 if at is not None else 2]) for row in lines]
            same = all(
                [plain(_cell(self._base, a, i)) == plain(_cell(side, b, number)) for a, b in rows if None not in (a, b)]
            )
        if not same:
            said = " | ".join((_rows if lines is None else _columns)(side)[number])
            sides = (said, "") if at is not None else ("", said)
            return self._clash(f"{'row' if lines is None else 'column'} {number + 1}", *sides) == (at is None)
        return False

    def _same_row(self, i: int, side: TableState, number: int) -> bool:
        """Return whether a side left a row of the base as it was, in the columns that it still has."""
        base = self._base or side
        sides = letters_of(base), letters_of(side)
        columns = same_columns(*sides, same_rows(*sides))
        is_shaded = side is self._theirs and side.fills and base.fills
        return all(
            [
                sides[0][i][k] == sides[1][number][m] and (not is_shaded or _fill(base, i, k) == _fill(side, number, m))
                for k, m in columns
            ]
        )

    def _covered(self, cells: Cells, rows: list[Place], row: Place, columns: list[Place]) -> Cells:
        """Return the cells of a new row, empty where merged cells span it: text hidden that way is a conflict.

        The merged cells grow over the row, or are split where ours is taken.
        """
        found = list(cells)
        at = rows.index(row)
        for top, left, high, wide in self._theirs.spans:
            covered = [place for place, one in enumerate(rows) if one[1] is not None and top <= one[1] < top + high]
            if not covered or not covered[0] < at < covered[-1]:
                continue
            for place, column in enumerate(columns):
                said = plain(_cell(self._ours, row[2], column[2])) if row[2] is not None else ""
                if said and column[1] is not None and left <= column[1] < left + wide:
                    spanned = plain(_cell(self._theirs, top, left))
                    if not self._clash(f"row {at + 1}, merged cells", spanned, said):
                        found[place] = ()
        return tuple(found)

    def _cell(self, row: Place, column: Place) -> tuple[NewParagraph, ...] | None:
        """Return the new text of a cell of the result, None where it stays as found."""
        theirs = _cell(self._theirs, row[1], column[1])
        found_there = row[1] is not None and column[1] is not None
        if row[2] is None or column[2] is None:
            return None if found_there else ()
        ours = _cell(self._ours, row[2], column[2])
        if not found_there:
            return tuple([NewParagraph(None, k, one) for k, one in enumerate(ours)])
        known = self._base is not None and row[0] is not None and column[0] is not None
        conflict = (f"row {(row[1] or 0) + 1}, column {(column[1] or 0) + 1}", plain(theirs), plain(ours))
        base = _cell(self._base, row[0], column[0]) if known else None
        merged = merge_text(base, theirs, ours, lambda *_: self._takes(*conflict))
        if merged.conflicts:
            self._conflicts.append(conflict)
        return merged.paragraphs if merged.changes(theirs) else None


def _added_twice(places: list[Place], theirs: list[Letters], ours: list[Letters]) -> list[Place]:
    """Return the places, rows with the same first cell that both sides added at one place as one."""
    found: list[Place] = []
    first = 0  # of the additions at a place
    for i, at, to in places:
        name = ours[to][:1] if to is not None and i is None and at is None else ()
        here = [(n, one[1]) for n, one in enumerate(found[first:], first) if one[2] is None and one[1] is not None]
        same = [(n, own) for n, own in here if any(name) and theirs[own][:1] == name]
        if len(same) == 1:
            found[same[0][0]] = (None, same[0][1], to)
            continue
        found.append((i, at, to))
        first = first if i is None else len(found)
    return found


def _ordered(places: list[Place], kept: list[Place], takes: Callable[[], bool]) -> list[Place]:
    """Return the places in ``kept``, in the order of the side that sorted them, if any.

    ``takes`` is called where both sides sorted them, and returns whether the outline's order is used.
    """
    sides = [[place for place in places if place[side] is not None] for side in range(3)]
    orders = [sorted(side, key=lambda place: place[n] or 0) for n, side in enumerate(sides)]
    if orders == sides:
        return kept
    names = {place: f"{n}" for n, place in enumerate(places)}
    gone = {names[place] for place in places if place not in kept}
    back = [place for place in kept if place[1] is None and place[2] is not None]
    base = [names[place] for place in orders[0] if place not in back]
    theirs, ours = [[names[place] for place in order] for order in orders[1:]]
    merged = merge_order(base, theirs, ours, gone)
    if merged.disputed:
        if takes():
            theirs = _sorted_as(theirs, ours)
        else:
            ours = _sorted_as(ours, theirs)
        merged = merge_order(base, theirs, ours, gone)
    return [places[int(name)] for name in merged.keys]


def _sorted_as(rows: list[str], others: list[str]) -> list[str]:
    """Return the rows, those also in ``others`` permuted into its order."""
    order = iter([name for name in others if name in rows])
    return [next(order) if name in others else name for name in rows]


def _cell(table: TableState | None, row: int | None, column: int | None) -> Words:
    if table is None or row is None or column is None or column >= len(table.rows[row]):
        return ()
    return table.rows[row][column]


def _fill(table: TableState | None, row: int | None, column: int | None) -> Colouring:
    if table is None or row is None or column is None or column >= len(table.fills[row]):
        return ""
    return table.fills[row][column]


def _width(table: TableState) -> int:
    return max([len(table.columns), *[len(row) for row in table.rows]])


def _rows(table: TableState) -> list[Letters]:
    return [tuple([plain(cell) for cell in row]) for row in table.rows]


def _columns(table: TableState) -> list[Letters]:
    return [tuple([plain(_cell(table, i, j)) for i in range(len(table.rows))]) for j in range(_width(table))]


# Three-way merge of a chart's data: categories and series by name, then each value.


class MergedChart(Record):
    """The data of the result as ``SetChart`` has it, and the conflicts: (what, theirs, ours)."""

    categories: tuple[str, ...]
    sources: tuple[int | None, ...]
    series: tuple[NewSeries, ...]
    number_format: str
    type: str
    look: str | None
    conflicts: tuple[tuple[str, str, str], ...]

    def changes(self, theirs: ChartState) -> bool:
        """Return whether the result differs from theirs."""
        return bool(self.number_format or self.type) or self.result(theirs).data != theirs.data

    def result(self, theirs: ChartState) -> ChartState:
        """Return the merged chart."""
        series = []
        for one in self.series:
            was = theirs.series[one.source].colour if one.source is not None else ""
            series.append(SeriesState(one.name, one.values, was if one.colour is None else one.colour))
        number_format, kind = self.number_format or theirs.number_format, self.type or theirs.type
        named = theirs.replace(type=kind, categories=self.categories, series=tuple(series))
        return named.replace(number_format=number_format, look=self.look)


def merge_chart(base: ChartState | None, theirs: ChartState, ours: ChartState, takes: Takes = never) -> MergedChart:
    """Return the data with both sides' changes; conflicts keep theirs, or use ours where ``takes`` returns True.

    Without a base, every difference is a conflict.
    """
    return _ChartMerge(base, theirs, ours, takes).run()


class _ChartMerge(Disputes[str]):
    def __init__(self, base: ChartState | None, theirs: ChartState, ours: ChartState, takes: Takes) -> None:
        super().__init__(takes)
        self._base, self._theirs, self._ours = base, theirs, ours

    def run(self) -> MergedChart:
        known, theirs, ours = self._base or self._ours, self._theirs, self._ours
        names = [[series.name for series in side.series] for side in (known, theirs, ours)]
        words = [side.categories for side in (known, theirs, ours)]
        every_category, every_series = _named(words), _named(names)
        series = self._ordered("series order", every_series, self._kept(every_series, every_category, True), names)
        categories = self._ordered("category order", every_category, self._kept(every_category, series, False), words)
        named = [self._name(place, known.categories, theirs.categories, ours.categories) for place in categories]
        return MergedChart(
            tuple(named),
            tuple([place[1] for place in categories]),
            tuple([self._series(place, categories, known, names) for place in series]),
            self._word("number_format", "number format"),
            self._word("type", "chart type") or self._redrawn(),
            ours.look,
            tuple(self._conflicts),
        )

    def _ordered(
        self, what: str, places: list[Place], kept: list[Place], words: Sequence[Sequence[str]]
    ) -> list[Place]:
        return _ordered(places, kept, lambda: self._clash(what, " | ".join(words[1]), " | ".join(words[2])))

    def _redrawn(self) -> str:
        """Return the type where the outline changed axes or highlights (the chart is redrawn), "" where it did not."""
        base, theirs, ours = self._base, self._theirs, self._ours
        if base is None or base.look == ours.look:
            return ""
        if theirs.type != base.type and not self._clash("chart type", theirs.type, ours.type):
            return ""
        return ours.type

    def _kept(self, places: list[Place], others: list[Place], series: bool) -> list[Place]:
        """Return the categories or series of the result, without those that one side removed.

        One that the other side edited is a conflict, and stays where that side is taken.
        """
        if self._base is None:
            return [place for place in places if place[1] is not None or place[2] is not None]
        return [place for place in places if self._stays(place, others, series)]

    def _stays(self, place: Place, others: list[Place], series: bool) -> bool:
        i, at, to = place
        if i is None or at is not None and to is not None:
            return True
        number = at if at is not None else to
        if number is None:
            return False
        side, n = (self._theirs, 1) if at is not None else (self._ours, 2)
        edited = any([self._edited(side, n, *((place, one) if series else (one, place))) for one in others])
        if series and n == 1 and self._base is not None:  # ours' colours go by the number of series
            edited = edited or side.series[number].colour != self._base.series[i].colour
        if not edited:
            return False
        words = ("edited", "removed")[:: 1 if n == 1 else -1]
        return self._clash(side.series[number].name if series else side.categories[number], *words) == (n == 2)

    def _edited(self, side: ChartState, n: int, series: Place, category: Place) -> bool:
        """Return whether a side, the ``n``th of each place, changed a value of the base."""
        base = self._base
        if base is None or None in (series[0], series[n], category[0], category[n]):
            return False
        old, own = base.series[series[0] or 0].values, side.series[series[n] or 0].values
        i, at = category[0] or 0, category[n] or 0
        return i < len(old) and at < len(own) and not same_number(old[i], own[at])

    def _name(self, place: Place, base: Sequence[str], theirs: Sequence[str], ours: Sequence[str]) -> str:
        i, at, to = place
        if at is None or to is None:
            return theirs[at] if at is not None else ours[to or 0]
        old = base[i] if i is not None and self._base is not None else None
        return str(self._decide("name", old, theirs[at], ours[to]))

    def _series(self, place: Place, categories: list[Place], known: ChartState, names: list[list[str]]) -> NewSeries:
        i, at, to = place
        base = known.series[i] if i is not None and self._base is not None else None
        own = self._theirs.series[at] if at is not None else None
        new = self._ours.series[to] if to is not None else None
        name = self._name(place, *names)
        found = own or new  # conflict ids must not depend on the choice made for the series' name
        called = found.name if found else name
        values = tuple([self._value(called, category, base, own, new) for category in categories])
        colour = new.colour if new is not None and own is None else None
        if base and own and new and new.colour != base.colour:
            decided = self._decide(f"{called}, colour", base.colour, own.colour, new.colour)
            colour = None if decided == own.colour else str(decided)
        return NewSeries(at, to, name, values, colour)

    def _value(
        self, name: str, category: Place, base: SeriesState | None, own: SeriesState | None, new: SeriesState | None
    ) -> float | None:
        i, at, to = category
        theirs = own.values[at] if own and at is not None and at < len(own.values) else None
        ours = new.values[to] if new and to is not None and to < len(new.values) else None
        if own is None or at is None:
            return ours
        if new is None or to is None or same_number(theirs, ours):
            return theirs
        if base is None or i is None or i >= len(base.values):
            return self._choose(self._what(name, to), theirs, ours)
        if same_number(base.values[i], ours):
            return theirs
        return ours if same_number(base.values[i], theirs) else self._choose(self._what(name, to), theirs, ours)

    def _what(self, name: str, category: int) -> str:
        where = self._ours.categories[category]
        return f"{name}, {where}" if name else where

    def _choose(self, what: str, theirs: float | None, ours: float | None) -> float | None:
        return ours if self._clash(what, number(theirs), number(ours)) else theirs

    def _word(self, field: str, what: str) -> str:
        """Return the new value of a field, "" where it does not change."""
        own, new = getattr(self._theirs, field), getattr(self._ours, field)
        if self._base is None or not own:
            return ""
        decided = self._decide(what, getattr(self._base, field), own, new)
        return "" if decided == own else str(decided)

    def _decide(self, what: str, base: object, theirs: object, ours: object) -> object:
        if theirs == ours or ours == base:
            return theirs
        if theirs == base:
            return ours
        return ours if self._clash(what, str(theirs), str(ours)) else theirs


def _named(sides: Sequence[Sequence[str]]) -> list[Place]:
    """Return the series or categories of the three sides, matched by name."""
    base, theirs, ours = [[(name,) for name in side] for side in sides]
    return woven(base, theirs, ours, same_rows(base, theirs, _unlike), same_rows(base, ours, _unlike))


def _unlike(a: Letters, b: Letters) -> float:
    """Return 0.0: unequal names are never matched by similarity."""
    return 0.0
