"""Reading the registry of members from CSV, XLSX or YAML."""

from __future__ import annotations

from osloregion_slides.findings import Finding, Span, error
from osloregion_slides.registry.columns import MEMBER_COLUMNS, find_columns
from osloregion_slides.registry.grid import Grid, Row
from osloregion_slides.registry.grid_read import read_grid
from osloregion_slides.registry.kept import Kept
from osloregion_slides.registry.remarks import without_remarks
from osloregion_slides.registry.rows import RowReader
from osloregion_slides.registry.values import Member, Registry

FAULTS = 100
"""With more errors than this a table is not read on."""


def too_many(at: Span) -> Finding:
    """Return the finding that ends a long list of them."""
    return error("too-many-faults", at, f"reading stops here: the table has more than {FAULTS} errors")


def load_registry(
    path: str, sheet: str = "", cells: str = "", hidden: bool = False
) -> tuple[Registry, tuple[Finding, ...]]:
    """Read the table of members at ``path`` (of a workbook: a sheet, a range) and everything wrong with it.

    A row is a membership with a period, or (kind ``gap``) a period in which names are missing. A row
    with an error is left out, and nothing is raised. Without a column ``confidence`` the list is its
    owner's word: confirmed.
    """
    grid = read_grid(path, sheet, cells, hidden)
    return _kept.get((grid,), (), lambda: _registry(grid))


_kept = Kept(8)


def _registry(grid: Grid) -> tuple[Registry, tuple[Finding, ...]]:
    if not grid.header.cells:
        return Registry(()), grid.findings
    columns, trouble = find_columns(grid, MEMBER_COLUMNS, ("name", "from"))
    if "name" not in columns:
        return Registry(()), grid.findings + trouble
    grid = without_remarks(grid, columns)
    reader = RowReader(grid, columns)
    for row in grid.rows:
        reader.read(row)
        if reader.errors > FAULTS:
            return Registry(()), (*grid.findings, *trouble, *reader.findings, too_many(grid.at(row, 0)))
    findings = (*grid.findings, *trouble, *reader.findings, *_overlaps(grid, columns, reader.members))
    return Registry(tuple([member for _, member in reader.members]), tuple(reader.gaps)), findings


def _overlaps(grid: Grid, columns: dict[str, int], members: list[tuple[Row, Member]]) -> list[Finding]:
    periods: dict[tuple[str, str], list[tuple[str, str, Row]]] = {}
    for row, member in members:
        key = (member.kind, member.number or member.name)
        periods.setdefault(key, []).append((member.start, member.end or "9999", row))
    findings = []
    for (_, name), several in periods.items():
        several.sort()
        for (_, end, first), (start, _, row) in zip(several, several[1:]):
            if start <= end:
                message = f"`{name}` is a member twice at the same time, also in row {first.line}"
                at = grid.at(row, columns.get("number", columns["name"]))
                findings.append(error("duplicate-member", at, message, "end the first period before the second starts"))
                if len(findings) > FAULTS:
                    return [*findings, too_many(at)]
    return findings
