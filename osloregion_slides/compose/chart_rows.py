"""Rows of a table that are not categories of a chart: sums, remarks, rows without a name, cells left empty."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.base.findings import Location, finding
from osloregion_slides.chart_types import TYPES
from osloregion_slides.compose.context import ComposeContext, plain_text
from osloregion_slides.outline.nodes import Scalar
from osloregion_slides.registry.grid import Total, is_sum

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from osloregion_slides.outline.fields import Tabular
    from osloregion_slides.outline.load import SlideSource
    from osloregion_slides.scene import Series

MOST_PLACES = 6
"""Cells that one finding names."""


def report_rows(
    source: SlideSource, context: ComposeContext, table: Tabular, names: tuple[str, ...], series: tuple[Series, ...]
) -> None:
    """Report rows of ``table``, and its columns, that a chart cannot know to be a category or a series.

    Args:
        names: the categories, one a row.
        series: one for each further column.
    """
    totals = tuple([plain_text(rich) for rich in source.fields.rich_list("totals")])
    empty, gaps = [], []
    for place, (name, cells, at) in enumerate(zip(names, table.rows, table.places)):
        if not name and any(one.values[place] is not None for one in series):
            context.findings.append(finding("missing-value.category", cells[0].at, on_slide=source.id))
        if name in totals:
            continue
        blank = [cell.at for cell in cells[1:] if isinstance(cell, Scalar) and cell.is_null]
        if len(blank) == len(cells) - 1:
            empty.append((name, at))
        else:
            gaps += [(name, one) for one in blank]
    if len(empty) < len(names):
        for name, at in empty:
            context.findings.append(finding("empty-chart.category", at, on_slide=source.id, name=name[:60]))
    if gaps:
        said = tuple(dict.fromkeys([name for name, _ in gaps]))[:MOST_PLACES]
        context.findings.append(finding("not-a-row.gap", gaps[0][1], on_slide=source.id, count=len(gaps), names=said))
    column = source.fields.words(table.heads[0], source.fields.at("table")) if table.heads else ""
    report_sums(source, context, tuple([cells[0].at for cells in table.rows]), names, series, column or "…")


def report_sums(
    source: SlideSource,
    context: ComposeContext,
    places: tuple[Location, ...],
    names: tuple[str, ...],
    series: tuple[Series, ...],
    column: str = "",
) -> None:
    """Report categories, and series, that add up the others and would stand beside them as one more.

    In a chart that is written in the outline only those that are counted into a whole.

    Args:
        places: where each category stands.
        names: the categories.
        column: the heading of the column that has them, "" where the chart is written in the outline.
    """
    totals = tuple([plain_text(rich) for rich in source.fields.rich_list("totals")])
    kind, falls = TYPES[source.fields.raw("type")], source.fields.raw("type") == "waterfall"
    parts = [_running(one.values) for one in series]
    for place, name in enumerate(names):
        sums = [one for one, above in zip(series, parts) if is_sum(name, one.values[place], next(above))]
        if len(names) < 3 or not sums or name in totals:
            continue
        in_whole = kind.is_round or falls
        if not column and not in_whole:  # who writes it there wants to show it
            continue
        key = "bad-figure.sum-in-whole" if column else "bad-figure.sum-in-whole.own"
        key = key if in_whole else "not-a-row.sum-drawn"
        context.findings.append(finding(key, places[place], on_slide=source.id, name=name[:60], column=column[:40]))
    before = _running([one.values[0] for one in series] if names else [])
    for one in series if names else ():
        if is_sum(one.name, one.values[0], next(before)) and len(series) > 2:
            at = source.fields.at("table" if column else "series")
            if not column and not kind.is_stacked:
                continue
            key = "bad-figure.sum-in-stack" if column else "bad-figure.sum-in-stack.own"
            key = key if kind.is_stacked else "not-a-row.sum-column"
            context.findings.append(finding(key, at, on_slide=source.id, name=one.name[:60]))


def _running(values: Iterable[float | None]) -> Iterator[float | None]:
    """Yield for each value what those before it add up to, None where they are fewer than two."""
    total = Total()
    for value in values:
        yield total.so_far()
        total.add(value)
