"""Tables that plug-ins read: rows of texts, the first of them the header."""

from __future__ import annotations

from osloregion_slides.base.findings import Location
from osloregion_slides.plugins import PluginFault, look_up
from osloregion_slides.registry.grid import MAX_CELLS, MAX_ROWS, Grid, Row, empty

TYPE_CHECKING = False
if TYPE_CHECKING:
    from osloregion_slides.plugins import Plugin


def plugin_grid(data: bytes, path: str, ending: str) -> Grid | None:
    """Return the table that the plug-in for this ending (without the dot) reads, None where no package brings one.

    The reader is called as ``read(data, path)`` and returns rows of texts, numbers or None, the header first. Cells
    are named by row and column. Never raises: what goes wrong is a finding that names the package.
    """
    at = Location(path)
    try:
        plugin = look_up("readers", ending, at)
    except PluginFault as fault:
        return empty(path, *[one.replace(at=at) for one in fault.findings])
    if plugin is None:
        return None
    try:
        rows = [[_cell(cell) for cell in row] for row in plugin.value(data, path)]
    except Exception as bug:  # it runs somebody's code
        return empty(path, plugin.failed(bug, at))
    return _grid(rows, path, plugin)


def _cell(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(f"a cell is a text, a number or None, and this is {type(value).__name__}")
    return repr(value)


def _grid(rows: list[list[str]], path: str, plugin: Plugin) -> Grid:
    at = Location(path)
    if len(rows) > MAX_ROWS or sum(map(len, rows)) > MAX_CELLS:
        return empty(path, plugin.failed(f"it gives more than {MAX_ROWS} rows or {MAX_CELLS} cells", at))
    if not rows:
        return empty(path, plugin.failed("it gives no rows, not even a header", at))
    width = len(rows[0])
    if any([len(row) > width for row in rows]):
        return empty(path, plugin.failed("a row has more cells than the header", at))
    made = [Row(number, (*row, *[""] * (width - len(row)))) for number, row in enumerate(rows, 1)]
    return Grid(path, made[0], tuple([row for row in made[1:] if any(row.cells)]))
