"""YAML as a Grid: a list of flat mappings, at the top or under keys (``members:``).

Read by events, so that each scalar is its text as written (``0301``, ``2008-01-01``, ``no``) and no
alias, tag or depth can expand.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import yaml

from osloregion_slides.base.findings import Location, finding, term
from osloregion_slides.outline.build import events
from osloregion_slides.registry.grid import MAX_CELLS, Grid, Row, decode, empty, too_long

if TYPE_CHECKING:
    from collections.abc import Iterator

    Cell = tuple[str, int, int]
    Record = dict[str, Cell]

MAX_DEPTH = 5


def yaml_grid(data: bytes, path: str) -> Grid:
    """Read YAML bytes; a list inside a record is joined with ``; ``."""
    text, findings = decode(data, path)
    if text is None:
        return empty(path, finding("not-text", Location(path)))
    try:
        records = _records(_document(text))
    except yaml.MarkedYAMLError as problem:
        at = _span(path, problem.problem_mark)
        return empty(path, *findings, finding("bad-yaml", at, reason=problem.problem or ""))
    except yaml.YAMLError as problem:
        return empty(path, *findings, finding("bad-yaml", Location(path), reason=" ".join(str(problem).split())))
    if not records:
        return empty(path, *findings, finding("empty-table.list", Location(path)))
    trouble = too_long(path, len(records), len(records) * len({name for record in records for name in record}))
    return empty(path, *findings, trouble) if trouble else _grid(records, path).replace(findings=findings)


def _marked(problem: Any, mark: Any) -> yaml.MarkedYAMLError:
    return yaml.MarkedYAMLError(problem=problem, problem_mark=mark)


def _span(path: str, mark: Any) -> Location:
    return Location(path, mark.line + 1, mark.column + 1) if mark else Location(path)


def _grid(records: list[Record], path: str) -> Grid:
    names = tuple(dict.fromkeys([name for record in records for name in record]))
    first = {name: record[name] for record in reversed(records) for name in record}
    header = Row(first[names[0]][1], names, tuple([first[name][1:] for name in names]))
    rows = []
    for record in records:
        line = next(iter(record.values()))[1]
        cells = [record.get(name, ("", line, 1)) for name in names]
        rows.append(Row(line, tuple([cell[0] for cell in cells]), tuple([cell[1:] for cell in cells])))
    return Grid(path, header, tuple(rows))


def _document(text: str) -> Any:
    read = _limited(iter(events(text), None))
    for event in read:
        if not isinstance(event, (yaml.StreamStartEvent, yaml.DocumentStartEvent)):
            return None if isinstance(event, yaml.StreamEndEvent) else _node(event, read, 1)
    return None


def _limited(events: Iterator[Any]) -> Iterator[Any]:
    """Yield the events up to the number in the largest table: a key and a value per cell."""
    for count, event in enumerate(events):
        if count > 2 * MAX_CELLS:
            raise _marked(term("the table is too large"), event.start_mark)
        yield event


def _node(event: Any, events: Iterator[Any], depth: int) -> Any:
    """Return a scalar as Cell, a sequence as list, a mapping as dict of Cell key to node."""
    if isinstance(event, yaml.ScalarEvent):
        empty_word = event.implicit[0] and event.value in ("~", "null")
        mark: Any = event.start_mark
        return ("" if empty_word else event.value.strip(), mark.line + 1, mark.column + 1)
    if isinstance(event, yaml.AliasEvent):
        raise _marked(term("aliases (`*name`) are not read here"), event.start_mark)
    if depth > MAX_DEPTH:
        raise _marked(term("the nesting is too deep for a table"), event.start_mark)
    nodes = []
    for inner in events:
        if isinstance(inner, (yaml.SequenceEndEvent, yaml.MappingEndEvent)):
            break
        nodes.append(_node(inner, events, depth + 1))
    if isinstance(event, yaml.SequenceStartEvent):
        return nodes
    return _pairs(nodes, event.start_mark)


def _pairs(nodes: list[Any], mark: Any) -> dict[Cell, Any]:
    pairs: dict[Cell, Any] = {}
    names: set[str] = set()
    for key, value in zip(nodes[::2], nodes[1::2]):
        if not isinstance(key, tuple):
            raise _marked(term("a key must be a word"), mark)
        if key[0] in names:
            raise _marked(term("the key `{name}` occurs twice", name=key[0][:80]), mark)
        names.add(key[0])
        pairs[key] = value
    return pairs


def _records(node: Any) -> list[Record]:
    if isinstance(node, dict):
        return [record for value in node.values() for record in _records(value) if isinstance(value, list)]
    if not isinstance(node, list):
        return []
    return [_record(item) for item in node if isinstance(item, dict) and item]


def _record(item: dict[Cell, Any]) -> Record:
    record = {}
    for (name, line, column), value in item.items():
        if isinstance(value, list):
            value = ("; ".join([part[0] for part in value if isinstance(part, tuple)]), line, column)
        record[name] = value if isinstance(value, tuple) else ("", line, column)
    return record
