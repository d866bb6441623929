"""A list of things read as a table: what ``table: data.budget`` gives to kinds that show rows and columns."""

from __future__ import annotations

from osloregion_slides.base.findings import Finding, error, finding
from osloregion_slides.base.record import Record
from osloregion_slides.outline.fields import lead
from osloregion_slides.outline.markup import Inline
from osloregion_slides.outline.nodes import Figure, Mapping, Scalar, Sequence, Table, Unknown
from osloregion_slides.outline.scalars import number

TYPE_CHECKING = False
if TYPE_CHECKING:
    from osloregion_slides.base.findings import Location
    from osloregion_slides.outline.fields import Fields
    from osloregion_slides.outline.markup import Rich
    from osloregion_slides.outline.nodes import Node
    from osloregion_slides.outline.resolver import TextResolver

PATH: dict[str, object] = {
    "$ref": "#/$defs/path",
    "description": "Where the table stands: `data.budget`, `population.by_county`, any list of things",
}


class Tabular(Record):
    """Columns and rows in the deck's language; ``unknown`` says why there are none to show, "" where there are.

    ``places`` is where each row stands.
    """

    heads: tuple[Rich, ...]
    rows: tuple[tuple[Node, ...], ...]
    places: tuple[Location, ...]
    unknown: str = ""


def tabular(fields: Fields, key: str) -> Tabular:
    """Return the table that the path at ``key`` leads to; what is wrong with it is told to the voice.

    A list of things that stands in the outline has its keys as headings, but for the ids.
    """
    resolver = fields.resolver
    node = _followed(fields, key)
    if isinstance(node, Unknown):
        resolver.unknown(node.reason, fields.at(key))
        return Tabular((), (), (), node.reason)
    if not isinstance(node, Sequence) or not all(isinstance(item, Mapping) for item in node.items):
        if node is not None:
            resolver.report(
                error("unknown-path", fields.at(key), f"the path `{fields.raw(key)[:80]}` leads to no table")
            )
        return Tabular((), (), ())
    rows = [item for item in node.items if isinstance(item, Mapping)]
    if not rows and not (isinstance(node, Table) and not node.headings):
        hint = "fill in a row, or take the slide out"
        resolver.report(error("empty-table", fields.at(key), f"the table `{fields.raw(key)[:80]}` has no rows", hint))
    keys, heads = _headings(node, rows, resolver)
    cells = [tuple([_cell(row, name, row.at) for name in keys]) for row in rows]
    return Tabular(heads, tuple(cells), tuple([row.at for row in rows]))


def figure(node: Node, resolver: TextResolver) -> float | None:
    """Return a cell's number, None where it has none; a cell that holds something else is an error at its place."""
    picked = resolver.pick(node)
    if isinstance(picked, Figure) and picked.is_number:
        return float(picked.text)
    if not isinstance(picked, Scalar) or picked.is_null or picked.text in ("", ".", "..", ":", "-", "–", "—"):
        return None
    found = number(picked)
    if found is None:
        resolver.report(finding("bad-figure.value", picked.at, text=picked.text[:40]))
    return found


def _followed(fields: Fields, key: str) -> Node | None:
    resolver = fields.resolver
    found = lead(resolver, Scalar(fields.raw(key), True, fields.at(key)))
    if isinstance(found, Finding):
        resolver.report(found)
        return None
    return found


def _headings(node: Sequence, rows: list[Mapping], resolver: TextResolver) -> tuple[tuple[str, ...], tuple[Rich, ...]]:
    if isinstance(node, Table):
        keys = tuple([entry.key.text for entry in node.headings])
        return keys, tuple([resolver.rich(entry.value) for entry in node.headings])
    keys = tuple(dict.fromkeys([name for row in rows for name in (*row.keys(),) if name != "id"]))
    return keys, tuple([(Inline(name),) for name in keys])


def _cell(row: Mapping, key: str, at: Location) -> Node:
    return row.get(key) or Scalar("", True, at)
