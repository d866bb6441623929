"""A table from three sides: rows and columns are found again, then each cell is a text of its own."""

from __future__ import annotations

from osloregion_slides.update.changes import NewParagraph, NewRow
from osloregion_slides.update.sequences import weave
from osloregion_slides.update.text_merge import merge_text, never, plain, resulting
from osloregion_slides.update.values import KnownTable
from osloregion_slides.value import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from osloregion_slides.update.sequences import Place
    from osloregion_slides.update.text_merge import Takes
    from osloregion_slides.update.values import Words

    Letters = tuple[str, ...]


class MergedTable(Value):
    """The rows and columns of the result as ``SetCells`` has them, and the conflicts: (what, theirs, ours)."""

    columns: tuple[int | None, ...]
    rows: tuple[NewRow, ...]
    ours_columns: tuple[int | None, ...]
    ours_rows: tuple[int | None, ...]
    conflicts: tuple[tuple[str, str, str], ...]

    def changes(self, theirs: KnownTable) -> bool:
        """Say whether the cells of the result are others than theirs."""
        rows = [row.source for row in self.rows]
        touched = any(cell is not None for row in self.rows for cell in row.cells)
        return touched or rows != list(range(len(theirs.rows))) or list(self.columns) != list(range(_width(theirs)))

    def result(self, theirs: KnownTable) -> tuple[tuple[Words, ...], ...]:
        """Return the cells that come out."""
        return tuple([resulting_row(row, self.columns, theirs) for row in self.rows])


def resulting_row(row: NewRow, columns: tuple[int | None, ...], theirs: KnownTable) -> tuple[Words, ...]:
    """Return the cells of one row of the result."""
    found = []
    for column, cell in zip(columns, row.cells):
        was = _cell(theirs, row.source, column)
        found.append(was if cell is None else resulting(cell, was))
    return tuple(found)


def merge_table(base: KnownTable | None, theirs: KnownTable, ours: KnownTable, takes: Takes = never) -> MergedTable:
    """Return the cells with both sides' changes; conflicts keep theirs, or ours where ``takes`` says so.

    Without a base rows and columns are those of both sides, and a cell that differs is a conflict.
    """
    return _Merge(base, theirs, ours, takes).run()


class _Merge:
    def __init__(self, base: KnownTable | None, theirs: KnownTable, ours: KnownTable, takes: Takes) -> None:
        self._base, self._theirs, self._ours, self._takes = base, theirs, ours, takes
        self._conflicts: list[tuple[str, str, str]] = []

    def run(self) -> MergedTable:
        known = self._base or self._ours
        columns = self._kept(weave(_columns(known), _columns(self._theirs), _columns(self._ours), _share))
        rows = self._kept(weave(_rows(known), _rows(self._theirs), _rows(self._ours), _row_likeness), True)
        made, like = [], 0
        for row in rows:
            like = row[1] if row[1] is not None else like
            cells = tuple([self._cell(row, column) for column in columns])
            made.append(NewRow(row[1], cells, like))
        return MergedTable(
            tuple([column[1] for column in columns]),
            tuple(made),
            tuple([column[2] for column in columns]),
            tuple([row[2] for row in rows]),
            tuple(self._conflicts),
        )

    def _kept(self, places: list[Place], rows: bool = False) -> list[Place]:
        """Return the rows or columns of the result."""
        return [place for place in places if self._stays(place, rows)]

    def _stays(self, place: Place, rows: bool) -> bool:
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
        letters = _rows if rows else _columns
        same = letters(side)[number] == letters(self._base)[i]
        if rows and not same:
            said = " | ".join(_rows(side)[number])
            conflict = (f"row {number + 1}", said if at is not None else "", "" if at is not None else said)
            self._conflicts.append(conflict)
            return self._takes(*conflict) == (at is None)
        return False

    def _cell(self, row: Place, column: Place) -> tuple[NewParagraph, ...] | None:
        """Return what a cell of the result becomes, None where it stays as found."""
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


def _cell(table: KnownTable | None, row: int | None, column: int | None) -> Words:
    if table is None or row is None or column is None or column >= len(table.rows[row]):
        return ()
    return table.rows[row][column]


def _width(table: KnownTable) -> int:
    return max([len(table.columns), *[len(row) for row in table.rows]])


def _rows(table: KnownTable) -> list[Letters]:
    return [tuple([plain(cell) for cell in row]) for row in table.rows]


def _columns(table: KnownTable) -> list[Letters]:
    return [tuple([plain(_cell(table, i, j)) for i in range(len(table.rows))]) for j in range(_width(table))]


def _share(a: Letters, b: Letters) -> float:
    """Return how many of two columns' cells are the same; the heading counts for half of it."""
    same = sum([one == other for one, other in zip(a, b)])
    head = a[:1] == b[:1]
    return 0.5 * head + 0.5 * same / max(len(a), len(b), 1)


def _row_likeness(a: Letters, b: Letters) -> float:
    """Return how alike two rows are: the first cell names a row."""
    same = sum([one == other for one, other in zip(a, b)])
    return 0.6 * (a[:1] == b[:1]) + 0.4 * same / max(len(a), len(b), 1)
