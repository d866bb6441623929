"""JSON as a Grid: a list of objects, at the top or under one key, or a dataset in JSON-stat 2.0.

JSON-stat (https://json-stat.org/full/) is the format of Statistics Norway and Eurostat. It becomes one row for each
combination of its dimensions; the measures (``role.metric``) are columns.
"""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from osloregion_slides.base.findings import Location, finding, term
from osloregion_slides.registry.grid import MAX_CELLS, Grid, Row, decode, empty, lines_of, too_long

if TYPE_CHECKING:
    from collections.abc import Iterator

    Cell = tuple[str, str]

CLASSES = ("dataset", "collection", "dimension")
"""The classes of JSON-stat 2.0 responses."""
MOST_DIGITS = 300
"""The most digits of a number without an exponent: 1e9999 would be a text of 10 kB."""


class _Number(str):
    """A number with its digits as in the file."""


class _Trouble(Exception):
    """``key`` and ``values`` of a finding at ``line``, 0 for the whole file."""

    def __init__(self, key: str, line: int = 0, **values: Any) -> None:
        self.key, self.line, self.values = key, line, values
        super().__init__(key)


def json_grid(data: bytes, path: str) -> Grid:
    """Read JSON bytes; never raises."""
    text, findings = decode(data, path)
    if text is None:
        return empty(path, finding("not-text", Location(path)))
    try:
        found = _decoder().decode(text)
        if isinstance(found, dict) and (found.get("class") in CLASSES or "dataset" in found):
            snapshot = found.get("snapshot")
            date = str(snapshot.get("fetched") or "") if isinstance(snapshot, dict) else ""
            return _dataset(found, path).replace(findings=findings, fetched=date)
        return _records(text, found, path).replace(findings=findings)
    except json.JSONDecodeError as wrong:
        return empty(path, *findings, finding("bad-json", Location(path, wrong.lineno, wrong.colno), reason=wrong.msg))
    except _Trouble as wrong:
        at = Location(path, wrong.line) if wrong.line else Location(path)
        return empty(path, *findings, finding(wrong.key, at, **wrong.values))
    except RecursionError:
        return empty(path, *findings, finding("bad-json", Location(path), reason="it is nested too deeply"))


def _decoder() -> json.JSONDecoder:
    return json.JSONDecoder(object_pairs_hook=_object, parse_float=_Number, parse_int=_Number, parse_constant=_constant)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made = dict(pairs)
    if len(made) < len(pairs):
        twice = next(key for n, (key, _) in enumerate(pairs) if key in [other for other, _ in pairs[:n]])
        raise _Trouble("bad-json", reason=term("the key `{name}` occurs twice in an object", name=twice[:60]))
    return made


def _constant(name: str) -> Any:
    raise _Trouble("bad-json", reason=term("`{name}` is not a number of JSON", name=name))


# A list of objects: each is a row, its keys are the columns.


def _records(text: str, found: object, path: str) -> Grid:
    start = 0
    if isinstance(found, dict):
        lists = [key for key, value in found.items() if _is_table(value)]
        if len(lists) != 1:
            raise _Trouble("not-a-table.json-lists" if lists else "not-a-table.json", names=tuple(lists[:8]))
        start = _value_at(text, lists[0])
        found = found[lists[0]]
    if not isinstance(found, list) or not _is_table(found):
        raise _Trouble("not-a-table.json", names=())
    if not found:
        raise _Trouble("empty-table.list")
    names = tuple(dict.fromkeys([name for record in found for name in record]))
    if trouble := too_long(path, len(found), len(found) * len(names)):
        return empty(path, trouble)
    rows = []
    for (line, record), _ in zip(_placed(text, start), found):
        cells = [_cell(record.get(name), line, name) for name in names]
        rows.append(Row(line, tuple([one for one, _ in cells]), (), tuple([form for _, form in cells])))
    return Grid(path, Row(rows[0].line, tuple([lines_of(name) for name in names])), tuple(rows))


def _is_table(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, dict) for item in value)


def _cell(value: object, line: int, name: str) -> Cell:
    if value is None:
        return "", ""
    if isinstance(value, bool):
        return ("true" if value else "false"), "boolean"
    if isinstance(value, _Number):
        return _digits(value, line), "General"
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return lines_of("; ".join(value)), ""
    if not isinstance(value, str):
        raise _Trouble("not-a-table.json-cell", line, name=name[:60])
    return lines_of(value), ""


def _digits(value: str, line: int = 0) -> str:
    """Return a number as in a table: without an exponent."""
    if "e" not in value.lower():
        return str(value)
    try:
        fits = abs(Decimal(value).adjusted()) <= MOST_DIGITS
    except ArithmeticError:
        fits = False
    if not fits:
        raise _Trouble("bad-json", line, reason=term("the number `{name}` is too large or too small", name=value[:40]))
    return f"{Decimal(value):f}"


def _placed(text: str, start: int) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield each object of the list at ``start`` with its line; the text is known to be valid JSON."""
    decoder, place, line, seen = _decoder(), text.index("[", start) + 1, 1, 0
    while True:
        while text[place] in " \t\r\n,":
            place += 1
        if text[place] == "]":
            return
        line, seen = line + text.count("\n", seen, place), place
        record, place = decoder.raw_decode(text, place)
        yield line, record


def _value_at(text: str, wanted: str) -> int:
    """Return the offset of the value of a key of the outermost object."""
    decoder, place = _decoder(), text.index("{") + 1
    while True:
        while text[place] in " \t\r\n,":
            place += 1
        key, place = decoder.raw_decode(text, place)
        place = text.index(":", place) + 1
        while text[place] in " \t\r\n":
            place += 1
        if key == wanted:
            return place
        _, place = decoder.raw_decode(text, place)


# A dataset in JSON-stat 2.0: values in the order of its dimensions, the last one fastest.


class _Dimension:
    """A dimension: its label, the codes of its categories in order, their labels."""

    def __init__(self, name: str, found: object, size: int) -> None:
        category = found.get("category") if isinstance(found, dict) else None
        if not isinstance(found, dict) or not isinstance(category, dict):
            raise _Trouble("bad-json.dataset", reason=term("the dimension `{name}` has no categories", name=name[:60]))
        labels = category.get("label")
        labels = labels if isinstance(labels, dict) else {}
        index = category.get("index", list(labels))  # a dimension of one category needs no index
        if isinstance(index, dict):
            places = {_whole(place): code for code, place in index.items()}
            index = [places[n] for n in range(len(index)) if n in places]
        if not isinstance(index, list) or len(index) != size:
            reason = term("the dimension `{name}` has not as many categories as it says", name=name[:60])
            raise _Trouble("bad-json.dataset", reason=reason)
        self.name = lines_of(str(found.get("label") or name))
        self.codes = [lines_of(str(code)) for code in index]
        self.words = [lines_of(str(labels.get(code, code))) for code in self.codes]
        units = category.get("unit")
        self.units: dict[str, Any] = units if isinstance(units, dict) else {}

    @property
    def has_codes(self) -> bool:
        """Return whether the codes add information to the labels: municipality numbers do, years do not."""
        return self.codes != self.words

    def form(self, place: int) -> str:
        """Return the number format of a measure, with the decimals that the dataset states."""
        unit = self.units.get(self.codes[place])
        decimals = _whole(unit.get("decimals")) if isinstance(unit, dict) else -1
        return "#,##0" + (f".{'0' * decimals}" if decimals else "") if 0 <= decimals <= 9 else "General"


def _whole(value: object) -> int:
    """Return an integer of JSON, -1 for anything else."""
    return int(value) if isinstance(value, _Number) and value.isdecimal() and len(value) < 10 else -1


def _dataset(found: dict[str, Any], path: str) -> Grid:
    if found.get("class") != "dataset" or not str(found.get("version", "")).startswith("2"):
        raise _Trouble("bad-json.version")
    names, size = found.get("id"), found.get("size")
    if not isinstance(names, list) or not isinstance(size, list) or not names or len(names) != len(size):
        raise _Trouble("bad-json.dataset", reason="`id` and `size` have to be lists of the same length")
    count = 1
    for one in size:
        if _whole(one) < 1:
            raise _Trouble("bad-json.dataset", reason="`size` has to be a list of whole numbers from 1")
        count *= _whole(one)
        if count > MAX_CELLS:
            raise _Trouble("too-large.dataset", limit=MAX_CELLS)
    described = found.get("dimension")
    described = described if isinstance(described, dict) else {}
    dimensions = [_Dimension(str(name), described.get(str(name)), _whole(one)) for name, one in zip(names, size)]
    role = found.get("role")
    metrics = role.get("metric") if isinstance(role, dict) else None
    metric = next((n for n, name in enumerate(names) if isinstance(metrics, list) and str(name) in metrics), -1)
    cells = _Values(found, count)
    return _long(dimensions, metric, cells, path).replace(source=lines_of(str(found.get("source") or "")))


class _Values:
    """The values of a dataset and the symbols of missing ones, by position."""

    def __init__(self, found: dict[str, Any], count: int) -> None:
        self.values: Any = found.get("value")
        self.status: Any = found.get("status")
        if not isinstance(self.values, dict) and not (isinstance(self.values, list) and len(self.values) == count):
            raise _Trouble("bad-json.dataset", reason=term("`value` has to have {count} values", count=count))

    def cell(self, place: int, form: str) -> Cell:
        value = self._at(self.values, place)
        if value is None:
            sign = self.status if isinstance(self.status, str) else self._at(self.status, place)
            return (lines_of(sign), "") if isinstance(sign, str) else ("", "")
        if not isinstance(value, _Number):
            return _cell(value, 0, "value")
        return _digits(value), form

    @staticmethod
    def _at(found: object, place: int) -> Any:
        if isinstance(found, dict):
            return found.get(str(place))
        return found[place] if isinstance(found, list) and place < len(found) else None


def _long(dimensions: list[_Dimension], metric: int, cells: _Values, path: str) -> Grid:
    """Return a row for each combination of the dimensions; the measures are columns."""
    steps = [1] * len(dimensions)
    for n in range(len(dimensions) - 2, -1, -1):
        steps[n] = steps[n + 1] * len(dimensions[n + 1].codes)
    others = [n for n in range(len(dimensions)) if n != metric]
    heads: list[str] = []
    for n in others:
        heads += [dimensions[n].name, f"{dimensions[n].name} id"][: 1 + dimensions[n].has_codes]
    measures = dimensions[metric].words if metric >= 0 else ["value"]
    forms = [dimensions[metric].form(n) for n in range(len(measures))] if metric >= 0 else ["General"]
    rows = []
    places = [0]
    for n in others:
        places = [place + steps[n] * one for place in places for one in range(len(dimensions[n].codes))]
    if trouble := too_long(path, len(places), len(places) * (len(heads) + len(measures))):
        return empty(path, trouble)
    for line, place in enumerate(places, 2):
        row: list[Cell] = []
        for n in others:
            one = place // steps[n] % len(dimensions[n].codes)
            row += [(dimensions[n].words[one], ""), (dimensions[n].codes[one], "")][: 1 + dimensions[n].has_codes]
        for n, form in enumerate(forms):
            row.append(cells.cell(place + (steps[metric] * n if metric >= 0 else 0), form))
        rows.append(Row(line, tuple([one for one, _ in row]), (), tuple([form for _, form in row])))
    return Grid(path, Row(1, (*heads, *measures)), tuple(rows))
