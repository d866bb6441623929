"""Members and dated lists as editable tables: rows are read from, changed in and added to their files.

A table is the member registry, a table file that the outline names, or a list in the outline. Each change states the
old row; where the row differs by now, nothing is written.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from osloregion_slides.base.files import AsIf
from osloregion_slides.base.findings import Finding, InvalidInput, Location, finding, term
from osloregion_slides.base.record import Record
from osloregion_slides.drafting import composed, load
from osloregion_slides.outline.diagnostics.misread import name as name_of
from osloregion_slides.outline.nodes import FORBIDDEN, Entry, Mapping, Scalar, Sequence, text_of
from osloregion_slides.outline.read import read_sources
from osloregion_slides.outline.translations import ALL
from osloregion_slides.outline.workspace import Workspace, located, reference
from osloregion_slides.pulling.source import Source, Unwritable
from osloregion_slides.registry.grid import MEMBER_COLUMNS, Grid, Row, find_columns, lines_of, without_title
from osloregion_slides.registry.table_file import read_grid
from osloregion_slides.service_edit import Pulled, Sources
from osloregion_slides.tables.resolve import headings, slug

if TYPE_CHECKING:
    from collections.abc import Iterator

    from osloregion_slides.outline.load import Outline
    from osloregion_slides.outline.nodes import Node
    from osloregion_slides.preview.editing import History
    from osloregion_slides.preview.state import Variant

MEMBERS = ("name", "from", "to", "number", "county", "region", "kind", "confidence", "source")
THINGS = ("name", "from", "to")
CHOSEN = ("kind", "confidence", "county", "region")
"""Columns with recurring values, for which the page offers the existing ones."""
MAX_ROWS = 500  # per request
_IN_NO_CELL = re.compile(rf"{FORBIDDEN}|[\t\n\r\x85\u2028\u2029]")
_APART = ("slides", "audiences", "members", "population", "meeting", "data", "languages", "brand")


class Column(Record):
    """A column: its key, the language of its texts ("" for none), its index in a table file."""

    key: str
    language: str = ""
    index: int = 0


class Table(Record):
    """A table: its dotted path in the outline; ``node`` is a list of the outline, else ``grid`` is a file's.

    ``ids`` is the index of a file's id column, -1 without one; the page does not show it.
    """

    name: str
    file: str
    columns: tuple[Column, ...]
    grid: Grid | None = None
    node: Sequence | None = None
    ids: int = -1

    def rows(self) -> dict[int, list[str]]:
        """Return the cells of each row with a name in any language, by line in a file or index in a list."""
        if self.grid is not None:
            found = {row.line: [row.cell(one.index) for one in self.columns] for row in self.grid.rows}
        else:
            items = self.node.items if self.node is not None else ()
            found = {number: [_value(item, one) for one in self.columns] for number, item in enumerate(items)}
        return {number: cells for number, cells in found.items() if self.names(cells)}

    def names(self, cells: list[str]) -> bool:
        """Return whether a row has a name in any language."""
        return any([text.strip() for column, text in zip(self.columns, cells) if column.key == "name"])


def _value(item: Node, column: Column) -> str:
    value = item.get(column.key) if isinstance(item, Mapping) else None
    if isinstance(value, Mapping):
        value = value.get(column.language) or value.get(ALL)
    return text_of(value)


def tables(path: str, variant: Variant) -> list[Table]:
    """Return the tables of an outline. InvalidInput where it has errors."""
    outline = load(path, **variant.words)
    workspace = Workspace(path)
    trees, _ = read_sources(path, workspace)
    found: dict[str, Table] = {}
    for tree in reversed(trees):  # an outline's own tables precede those of the outlines that it extends
        if (members := tree.get("members")) is not None:
            found.setdefault("members", _file_table("members", members, workspace, outline))
        for entry in tree.entries:
            if entry.key.text not in _APART:
                for name, node in _lists(entry.value, entry.key.text):
                    found.setdefault(name, _list_table(name, node, workspace, outline))
    return [one for one in found.values() if any([column.key in ("from", "to") for column in one.columns])]


def _lists(node: Node, name: str) -> Iterator[tuple[str, Node]]:
    if isinstance(node, Sequence) or (isinstance(node, Mapping) and node.get("file") is not None):
        yield name, node
    elif isinstance(node, Mapping):
        for entry in node.entries:
            yield from _lists(entry.value, f"{name}.{entry.key.text}")


def _file_table(name: str, node: Node, workspace: Workspace, outline: Outline) -> Table:
    named = reference(node)
    path = located(named, workspace) if named is not None else None
    if named is None or path is None or isinstance(path, Finding):
        return Table(name, "", ())
    grid = without_title(read_grid(path, named.sheet, named.range, named.hidden))
    ids = -1
    if name == "members":
        places, _ = find_columns(grid, MEMBER_COLUMNS, ())
        columns = [Column(key, "", places[key]) for key in MEMBERS if key in places]
    else:
        listed, _ = headings(grid, outline.languages)
        columns = [Column(key, one.language, one.index) for key in THINGS for one in listed if one.key == key]
        ids = next((one.index for one in listed if one.key == "id"), -1)
    return Table(name, path, tuple(columns), grid, ids=ids)


def _list_table(name: str, node: Node, workspace: Workspace, outline: Outline) -> Table:
    if not isinstance(node, Sequence):
        return _file_table(name, node, workspace, outline)
    items = [item for item in node.items if isinstance(item, Mapping)]
    if len(items) < len(node.items) or not all([item.get("name") is not None for item in items]):
        return Table(name, node.at.file, ())
    keys = {entry.key.text for item in items for entry in item.entries}
    columns = [Column("name", language) for language in outline.languages]
    if keys.isdisjoint(("from", "to")):
        return Table(name, node.at.file, ())
    return Table(name, node.at.file, (*columns, Column("from"), Column("to")), None, node)


def tables_json(path: str, variant: Variant) -> dict[str, Any]:
    """Return the tables with their rows as JSON for the page."""
    return {"tables": [_json(one) for one in tables(path, variant)]}


def _json(table: Table) -> dict[str, Any]:
    rows = table.rows()
    cells = list(rows.values())
    return {
        "name": table.name,
        "file": table.file,
        "columns": [
            {
                "key": one.key,
                "language": one.language,
                "choices": sorted({row[place] for row in cells}) if one.key in CHOSEN else [],
            }
            for place, one in enumerate(table.columns)
        ],
        "rows": [{"row": number, "cells": row} for number, row in rows.items()],
    }


def write_table(path: str, variant: Variant, body: bytes, history: History) -> None:
    """Write rows: ``{"table": name, "rows": [{"row", "was", "now"}, …]}``; a row without ``row`` is a new one.

    InvalidInput where a row has changed (``edit-changed``), would have no name (``missing-value``) or cannot be
    written, or the outline would have errors.
    """
    name, given = _given(body)
    table = next((one for one in tables(path, variant) if one.name == name), None)
    if table is None:
        raise InvalidInput([finding("usage.edits", Location("table"))])
    sources, known, made = Sources(), table.rows(), list[str]()
    try:
        for row, was, now in sorted(given, key=lambda one: -1 if one[0] is None else one[0], reverse=True):
            if row is not None and known.get(row) != was:
                others = [new for old, new in zip(was, known.get(row, ())) if old != new]
                name = next(filter(None, was), "")
                raise InvalidInput([finding("edit-changed.row", name=name[:80], now=", ".join(others)[:80])])
            if len(now) != len(table.columns):
                raise InvalidInput([finding("usage.edits", Location("table"))])
            if not table.names(now):
                raise InvalidInput([finding("missing-value.name", Location(table.file))])
            if row is None:
                made.append(_add(table, now, made, sources))
            else:
                _write(table, row, was, now, sources)
        files = sources.files()
    except Unwritable:
        raise InvalidInput([finding("edit-unwritable", Location(table.file))]) from None
    with AsIf({file.path: file.after for file in files}):
        composed(load(path, **variant.words))
    history.write(Pulled(files, (), len(given)))


def _given(body: bytes) -> tuple[str, list[tuple[int | None, list[str], list[str]]]]:
    try:
        content = json.loads(body)
        rows = [(one.get("row"), list(one.get("was", ())), list(one["now"])) for one in content["rows"][: MAX_ROWS + 1]]
        texts = [text for _, was, now in rows for text in (*was, *now)]
        numbers = all([row is None or isinstance(row, int) for row, _, _ in rows])
        if not 0 < len(rows) <= MAX_ROWS or not numbers or not all([isinstance(text, str) for text in texts]):
            raise ValueError
        return str(content["table"]), rows
    except (ValueError, KeyError, TypeError, AttributeError):
        raise InvalidInput([finding("usage.edits", Location("table"))]) from None


def _cell(table: Table, text: str, old: str = "") -> str:
    """Return a cell's text as it will be read; InvalidInput (``control-character``) for characters that would be lost.

    Line breaks are allowed in a cell that had some.
    """
    text = text.replace("\r\n", "\n")
    found = next((sign for sign in _IN_NO_CELL.findall(text) if sign != "\n" or "\n" not in old), "")
    if found:
        shown = {"\n": term("a line break"), "\t": term("a tab")}.get(found) or name_of(found)
        raise InvalidInput([finding("control-character.cell", Location(table.file), name=shown)])
    return lines_of(text)


def _write(table: Table, row: int, was: list[str], now: list[str], sources: Sources) -> None:
    """Write the changed cells of a row."""
    target: Any = sources.open(table.file)
    changed = [(one, old, _cell(table, new, old)) for one, old, new in zip(table.columns, was, now) if old != new]
    if table.grid is not None:
        found: Row = next(one for one in table.grid.rows if one.line == row)
        for column, before, text in changed:
            target.set_value(Scalar(before, True, table.grid.at(found, column.index)), text)
    elif not isinstance(target, Source) or table.node is None:
        raise Unwritable
    elif isinstance(item := table.node.items[row], Mapping):
        for column, _, text in reversed(changed):
            _write_key(item, column, text, target)


def _add(table: Table, now: list[str], made: list[str], sources: Sources) -> str:
    """Write a new row below those already ``made``, and return its generated id, "" without one."""
    now = [_cell(table, text) for text in now]
    target: Any = sources.open(table.file)
    if (grid := table.grid) is not None:
        if not hasattr(target, "add_row"):
            raise Unwritable
        cells = {column.index: text for column, text in zip(table.columns, now) if text}
        name = ""
        if table.ids >= 0:
            names = [one.index for one in table.columns if one.key == "name"]
            taken = [row.cell(table.ids) or slug(row.cell(index)) for row in grid.rows for index in names]
            name = cells[table.ids] = _new_id(next(cells[index] for index in names if index in cells), [*taken, *made])
        left = grid.left - 1 if grid.sheet else 0
        at = grid.at(grid.rows[-1] if grid.rows else grid.header, 0)
        target.add_row(at.replace(line=at.line + len(made)), {left + index: text for index, text in cells.items()})
        return name
    if not isinstance(target, Source) or table.node is None:
        raise Unwritable
    last = table.node.items[-1]
    thing = _thing(table, now, last, made)
    target.insert(table.node.at, last.at, thing)
    return text_of(thing.get("id"))


def _write_key(item: Mapping, column: Column, text: str, target: Source) -> None:
    value = item.get(column.key)
    holder = item
    key = column.key
    if isinstance(value, Mapping) and column.language:
        key = column.language if value.get(ALL) is None else ALL
        holder, value = value, value.get(key)
    if not text:
        if value is not None:
            target.remove_key(holder.at, key)
    elif isinstance(value, Scalar):
        target.set_text(value.at, text)
    else:
        target.set_key(holder.at, key, Scalar(text, column.key != "name", holder.at))


def _thing(table: Table, now: list[str], like: Node, made: list[str]) -> Mapping:
    """Return a new list item, with a unique id (``made`` are those already generated) where the others have ids."""
    at = like.at
    texts = {column: text for column, text in zip(table.columns, now) if text}
    names = [
        Entry(Scalar(one.language, True, at), Scalar(text, False, at)) for one, text in texts.items() if one.language
    ]
    entries = [Entry(Scalar("name", True, at), Mapping(tuple(names), at))]
    entries += [
        Entry(Scalar(one.key, True, at), Scalar(text, True, at)) for one, text in texts.items() if not one.language
    ]
    ids = [text_of(item.get("id")) for item in table.node.items if isinstance(item, Mapping)] if table.node else []
    if any(ids):
        name = next(filter(None, now))
        entries.insert(0, Entry(Scalar("id", True, at), Scalar(_new_id(name, [*ids, *made]), True, at)))
    return Mapping(tuple(entries), at)


def _new_id(name: str, ids: list[str]) -> str:
    made = slug(name.lower().replace("æ", "ae").replace("ø", "o").replace("å", "a"))[:40].strip("-") or "ny"
    return next(one for one in (made, *[f"{made}-{number}" for number in range(2, len(ids) + 3)]) if one not in ids)
