"""Changes in place of cells in a text table: only their lines change."""

from __future__ import annotations

import re

from osloregion_slides.base.findings import Location
from osloregion_slides.outline.nodes import Figure, Scalar
from osloregion_slides.pulling.source import Unwritable
from osloregion_slides.registry.grid import Grid, decode, read_figure
from osloregion_slides.registry.table_file import DELIMITERS, csv_grid
from osloregion_slides.tables.resolve import read_day

_FIELD = '"(?:[^"]|"")*"|[^{0}"]*'


class TextTable:
    """A CSV file in which cells are set."""

    def __init__(self, data: bytes, path: str) -> None:
        self.data, self._path = data, path

    def set_value(self, node: Scalar, text: str) -> None:
        """Replace the value of a node's cell. Unwritable where that would not be the only change."""
        grid = csv_grid(self.data, self._path)
        row = next((one for one in (grid.header, *grid.rows) if one.line == node.at.line), None)
        column = node.at.column - 1
        if row is None or not is_read_as(row.cell(column), grid.decimal, node, node.text):
            raise Unwritable
        written = in_cell_format(row.cell(column), grid.decimal, node, text)
        before, found = decode(self.data, self._path)
        if before is None or "\n" in written or "\r" in written:
            raise Unwritable
        lines = re.split(r"(\r\n|\r|\n)", before)
        place = 2 * (node.at.line - 1)
        for delimiter in DELIMITERS if place < len(lines) else ():
            sign = re.escape(delimiter)
            fields = re.findall(f"({_FIELD.format(sign)})({sign}|$)", lines[place])
            last = next((n for n, (_, end) in enumerate(fields) if not end), -1)
            cells = [cell for cell, _ in fields[: last + 1]]
            if column >= len(cells) or _bare(cells[column]) != row.cell(column):
                continue
            made = list(cells)
            made[column] = _quoted(written, cells[column], delimiter)
            line = delimiter.join(made)
            data = "".join([*lines[:place], line, *lines[place + 1 :]]).encode(_encoding(self.data, bool(found)))
            if _same_but(grid, csv_grid(data, self._path), node.at.line, column, written):
                self.data = data
                return
        raise Unwritable

    def add_row(self, at: Location, cells: dict[int, str]) -> None:
        """Append a row of texts by column (from 0). Unwritable where that would not be the only change."""
        grid = csv_grid(self.data, self._path)
        text, found = decode(self.data, self._path)
        row = [cells.get(column, "") for column in range(len(grid.header.cells))]
        if text is None or any(["\n" in cell or "\r" in cell for cell in row]):
            raise Unwritable
        ending = re.search(r"\r\n|\r|\n", text)
        end = ending[0] if ending else "\n"
        text += "" if text.endswith(("\n", "\r")) else end
        for delimiter in DELIMITERS:
            line = delimiter.join([_quoted(cell, "", delimiter) for cell in row])
            data = (text + line + end).encode(_encoding(self.data, bool(found)))
            after = csv_grid(data, self._path)
            same = [one.cells for one in after.rows[:-1]] == [one.cells for one in grid.rows]
            if same and [after.rows[-1].cell(column) for column in range(len(row))] == row:
                self.data = data
                return
        raise Unwritable


def is_read_as(cell: str, decimal: str, node: Scalar, text: str) -> bool:
    """Return whether a cell is read as this text: numbers and days as in tables, else the same text."""
    if isinstance(node, Figure) and node.is_number or re.fullmatch(r"-?[0-9.]+", text):
        number, _, _ = read_figure(cell, decimal)
        if number and _is_number(text):
            return float(number) == float(text)
        return cell == text and not (isinstance(node, Figure) and node.is_number)  # 0301 is a name
    return cell == text or read_day(cell)[0] == text


def in_cell_format(cell: str, decimal: str, node: Scalar, text: str) -> str:
    """Return a value in the format of the cell that it replaces: decimal sign, per cent. Unwritable if impossible."""
    if not _is_number(text) or not is_read_as(cell, decimal, node, node.text):
        return text
    comma = text.replace(".", ",")
    signs = [comma, text] if decimal == "," or not decimal and "," in cell else [text, comma]
    if cell.rstrip().endswith("%"):
        value = f"{float(text) * 100:.10g}"
        signs = [f"{one} %" for one in (value.replace(".", ",") if signs[0] == comma else value, value)]
    for sign in signs:
        if is_read_as(sign, decimal, node, text):
            return sign
    raise Unwritable


def _is_number(text: str) -> bool:
    return bool(re.fullmatch(r"-?[0-9]+(?:\.[0-9]+)?", text))


def _bare(cell: str) -> str:
    cell = cell.strip()
    return cell[1:-1].replace('""', '"') if cell[:1] == '"' else cell


def _quoted(text: str, old: str, delimiter: str) -> str:
    """Return a cell's text, quoted where needed or quoted before, with the old spaces around it."""
    core = old.strip()
    if core[:1] == '"' or delimiter in text or '"' in text:
        text = '"' + text.replace('"', '""') + '"'
    before, _, after = old.partition(core) if core else ("", "", "")
    return before + text + after


def _encoding(data: bytes, is_other: bool) -> str:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Unwritable
    if data.startswith(b"\xef\xbb\xbf"):
        return "utf-8-sig"
    return "cp1252" if is_other else "utf-8"


def _same_but(before: Grid, after: Grid, line: int, column: int, text: str) -> bool:
    wanted = [
        (row.line, *[text if (row.line, i) == (line, column) else cell for i, cell in enumerate(row.cells)])
        for row in (before.header, *before.rows)
    ]
    return wanted == [(row.line, *row.cells) for row in (after.header, *after.rows)]
