"""Tables changed in place: cells, rows and columns; what was coloured or widened by hand stays."""

from __future__ import annotations

from copy import deepcopy

from osloregion_slides.ooxml.inheritance import whole
from osloregion_slides.ooxml.names import A
from osloregion_slides.pptx.reading.text import BODY, CELL, GRID_COLUMN, P_, ROW, width

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any as Element

    from osloregion_slides.pptx.applying.text import TextEditor
    from osloregion_slides.update.changes import NewRow, SetCells

    Editors = Callable[[int | None, int | None], TextEditor]

GRID, EXTENSIONS = f"{{{A}}}tblGrid", f"{{{A}}}extLst"
_SPANS = (("gridSpan", "hMerge"), ("rowSpan", "vMerge"))


def set_cells(table: Element, change: SetCells, editors: Editors) -> None:
    """Make rows, columns and cells those of the plan.

    ``editors`` gives the text editor of a cell by its row and column in ours' table. A new row looks like
    the found row it names, a new column like its left neighbour.
    """
    found = table.findall(ROW)
    rows = [_row(found, new) for new in change.rows]
    _set_columns(table, rows, change.columns)
    for row, new, ours_row in zip(rows, change.rows, change.ours_rows or (None,) * len(rows)):
        cells = row.findall(CELL)
        for index, (cell, paragraphs) in enumerate(zip(cells, new.cells)):
            if paragraphs is None:
                continue
            column = change.ours_columns[index] if change.ours_columns else None
            fresh = new.source is None or change.columns[index] is None
            _set_text(cell, paragraphs, editors(ours_row, column), fresh)
    for row in found:
        table.remove(row)
    extensions = table.find(EXTENSIONS)
    for row in rows:
        if extensions is None:
            table.append(row)
        else:
            extensions.addprevious(row)
    _drop_spans(table)


def _row(found: list[Element], new: NewRow) -> Element:
    """Return the found row, or a copy of the one that a new row looks like, its id taken off."""
    if new.source is not None:
        return found[new.source]
    made = deepcopy(found[min(new.like, len(found) - 1)])
    _forget_identity(made)
    return made


def _forget_identity(element: Element) -> None:
    """Take the row's or column's own id off a copy: two with one make PowerPoint repair the table."""
    extensions = element.find(EXTENSIONS)
    if extensions is not None:
        element.remove(extensions)


def _set_columns(table: Element, rows: Sequence[Element], columns: Sequence[int | None]) -> None:
    grid = table.find(GRID)
    old = table.findall(GRID_COLUMN)
    if list(columns) == list(range(len(old))):
        return
    _arrange(grid, old, columns)
    for row in rows:
        _arrange(row, row.findall(CELL), columns)


def _arrange(holder: Element, old: list[Element], columns: Sequence[int | None]) -> None:
    """Put the children of a row or grid in the new order, copies of neighbours for those that are new."""
    following = holder.index(old[0]) if old else 0
    made: list[Element] = []
    for place, source in enumerate(columns):
        if source is not None and source < len(old):
            made.append(old[source])
        else:
            near = next(
                (c for c in (*reversed(columns[:place]), *columns[place:]) if c is not None and c < len(old)), 0
            )
            made.append(deepcopy(old[near]))
            _forget_identity(made[-1])
    for child in old:
        holder.remove(child)
    for offset, child in enumerate(made):
        holder.insert(following + offset, child)


def _set_text(cell: Element, paragraphs: Sequence[object], editor: TextEditor, fresh: bool) -> None:
    body = cell.find(BODY)
    if body is None:
        return
    if not fresh:
        editor.set_paragraphs(body, paragraphs)  # type: ignore[arg-type]
        return
    # the copied cell's paragraphs lend their look to those of the new one
    old = body.findall(P_)
    lent = [one.replace(source=min(i, len(old) - 1)) for i, one in enumerate(paragraphs)]  # type: ignore[attr-defined]
    editor.set_paragraphs(body, lent)


def _drop_spans(table: Element) -> None:
    """Take off merges that no longer meet what they merge."""
    rows = [row.findall(CELL) for row in table.findall(ROW)]
    columns = [list(column) for column in zip(*rows)] if rows else []
    for lines, (span, merged) in ((rows, _SPANS[0]), (columns, _SPANS[1])):
        for line in lines:
            covered = 0
            for place, cell in enumerate(line):
                count = whole(cell.get(span), 1)
                if covered:
                    covered -= 1
                elif cell.get(merged):
                    del cell.attrib[merged]
                if count > 1:
                    run = line[place + 1 : place + count]
                    if len(run) < count - 1 or not all(other.get(merged) for other in run):
                        del cell.attrib[span]
                    else:
                        covered = count - 1


def set_widths(table: Element, widths: Sequence[int]) -> None:
    """Set the widths of the columns, EMU."""
    for column, wide in zip(table.iterfind(GRID_COLUMN), widths):
        column.set("w", str(wide))


def size(table: Element) -> tuple[int, int]:
    """Return the width and height of a table from its columns and rows, EMU."""
    heights = [whole(row.get("h")) for row in table.iterfind(ROW)]
    wide = sum([width(column) for column in table.iterfind(GRID_COLUMN)])
    return wide, sum(heights)
