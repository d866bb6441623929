"""Filters over the rows of a table: ``where``, ``sort``, ``top``, ``group``, ``sum`` and ``share``.

A column is named by its key or by its heading. Figures are added as decimal numbers; a sum over a row without a figure
is unknown, as everywhere in the tool.
"""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from re import sub
from typing import TYPE_CHECKING

from osloregion_slides.base.findings import Location, meant, term
from osloregion_slides.base.letters import composed
from osloregion_slides.outline.chart_formats import format_of, unit_of
from osloregion_slides.outline.facts import (
    Cell,
    ExpressionError,
    FactMapping,
    NotKnown,
    Things,
    figure_value,
    lacking_rows,
)
from osloregion_slides.outline.nodes import (
    NO_FIGURE,
    Entry,
    Figure,
    Mapping,
    Scalar,
    Sequence,
    Table,
    Unknown,
    number,
)
from osloregion_slides.registry.grid import SUMS, Total, is_sum, plain, read_date, read_figure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from osloregion_slides.base.messages import Phrase
    from osloregion_slides.outline.nodes import Node

MOST_GROUPS = 500
OPERATORS: dict[str, Callable[[int], bool]] = {
    "=": lambda order: order == 0,
    "!=": lambda order: order != 0,
    "<": lambda order: order < 0,
    "<=": lambda order: order <= 0,
    ">": lambda order: order > 0,
    ">=": lambda order: order >= 0,
}
ALPHABETS = {"nb": "æøå", "nn": "æøå", "no": "æøå", "da": "æøå", "se": "æøå", "sv": "åäö", "fi": "åäö"}
"""The letters after z, in order (CLDR, root collation tailored by language)."""
TRUTH = frozenset(("true", "false"))
SAME_LETTER = {"nb": {"ä": "æ", "ö": "ø"}, "sv": {"æ": "ä", "ø": "ö"}}


class Rows(Things):
    """Rows of a table, and the ``whole`` table that they were selected from."""

    __slots__ = ("whole",)

    def __init__(self, of: Things, items: list[Mapping], headings: tuple[Entry, ...] | None = None) -> None:
        node = of._node
        heads = headings if headings is not None else node.headings if isinstance(node, Table) else None
        lacks = lacking_rows(of)
        made = Sequence(tuple(items), node.at) if heads is None else Table(tuple(items), node.at, heads, lacks)
        super().__init__(made, of._facts, of._name)
        self.whole: Things = getattr(of, "whole", of) if headings is None else self


def table_filters(language: str) -> dict[str, Callable[..., object]]:
    """Return the filters by name; texts are sorted by the alphabet of ``language``."""
    return {
        "where": lambda value, column=None, *wanted: where(value, column, wanted, language[:2]),
        "sort": lambda value, column=None, order="up": sort(value, column, order, language[:2]),
        "top": lambda value, column=None, count=5: top(value, column, count, language[:2]),
        "group": group,
        "sum": total,
        "share": share,
    }


def where(value: object, column: object, wanted: tuple[object, ...], language: str) -> Rows:
    """Return the rows with this value in the column; ``where('kr', '>', 100)`` uses another comparison.

    Compares numbers with numbers, days with days, and texts alphabetically; other comparisons are errors.
    """
    things, key = _table(value, "where", column)
    if not 1 <= len(wanted) <= 2:
        raise ExpressionError("bad-expression.where")
    sign, right = ("=", wanted[0]) if len(wanted) == 1 else (str(wanted[0]), wanted[1])
    if sign not in OPERATORS:
        raise ExpressionError("bad-expression.operator", name=sign[:20], known=tuple(OPERATORS))
    found: list[Mapping] = []
    cells: list[tuple[Decimal | str | None, int | None]] = []
    for row in _rows(things):
        left = _read(things, row, key)
        order = _compared(left, right, language)
        if order is None and sign not in ("=", "!="):
            _refuse(left, right, row, key)
        cells.append((left, order))
        if (sign == "!=") if order is None else OPERATORS[sign](order):
            found.append(row)
    if sign in ("=", "!="):
        _unlike(cells, right, key)
    if not found and sign == "=":  # the value may be misspelt: an empty result would hide it
        text, seen = _shown(right)[:40], dict.fromkeys([_shown(left) for left, _ in cells])
        raise ExpressionError("bad-expression.no-rows", name=str(column)[:40], text=text, **meant(text, tuple(seen)))
    sums = _sums(things)
    _without_part_sums(things, found, sums)
    made = Rows(things, found)
    if sums and [id(row) for row in found] == [id(row) for row in _rows(things) if id(row) not in sums]:
        made.whole = made  # shares are relative to the rows without their sum
    return made


def sort(value: object, column: object, order: object, language: str) -> Rows:
    """Return the rows sorted by a column, ``up`` or ``down``; rows without a value are last, then a row of totals."""
    things, key = _table(value, "sort", column)
    if order not in ("up", "down"):
        raise ExpressionError("bad-expression.order", name=str(order)[:20])
    sums = _sums(things)
    total = [row for row in _rows(things)[-1:] if id(row) in sums]
    if len(sums) > len(total):
        without_sums(things, "sort")
    rows = [(_read(things, row, key), row) for row in _rows(things)[: len(things) - len(total)]]
    filled = [pair for pair in rows if pair[0] is not None]
    days = [read_date(cell)[0] if isinstance(cell, str) else "" for cell, _ in filled]
    if filled and all(days):  # 2.12.2007 is before 1.2.2008
        filled = [(day, row) for day, (_, row) in zip(days, filled)]
    filled.sort(key=lambda pair: _place(pair[0], language), reverse=order == "down")
    return Rows(things, [*[row for _, row in (*filled, *[pair for pair in rows if pair[0] is None])], *total])


def top(value: object, column: object, count: object, language: str) -> Rows:
    """Return the rows with the largest figures of a column, the largest first."""
    things, key = _table(value, "top", column)
    if isinstance(count, bool) or not isinstance(count, int) or count < 1:
        raise ExpressionError("bad-expression.top")
    without_sums(things, "top")
    rows = _rows(sort(value, column, "down", language))
    if (reason := lacking_rows(things)) is not None:
        raise ExpressionError("unknown-comparison", reason=reason)
    for row in rows:
        if _figure(things, row, key) is None:  # it might be the largest
            raise ExpressionError("unknown-comparison.top", reason=_no_figure(key, str(row.at)), name=key)
    return Rows(things, rows[:count])


def group(value: object, column: object = None, *summed: object) -> Rows:
    """Return a table with a row for each value of a column, and the sums of other columns."""
    things, key = _table(value, "group", column)
    keys = [_table(value, "group", name)[1] for name in summed]
    if not keys:
        raise ExpressionError("bad-expression.group")
    without_sums(things, "group")
    groups: dict[str, tuple[Node, list[Mapping]]] = {}
    for row in _rows(things):
        node = row.get(key) or Scalar("", True, row.at)
        groups.setdefault(_shown(_read(things, row, key)), (node, []))[1].append(row)
    spelt: dict[str, str] = {}
    for text in groups:
        if (other := spelt.setdefault(_alike(text), text)) != text:
            raise ExpressionError("bad-expression.alike", name=key, text=other[:40], other=text[:40])
    if len(groups) > MOST_GROUPS:
        raise ExpressionError("bad-expression.groups", count=len(groups), limit=MOST_GROUPS)
    reason = None if key in ("id", "name", "number") else lacking_rows(things)  # figures of single members are known
    made = []
    for node, rows in groups.values():
        if reason is not None:
            sums = [Entry(Scalar(name, True, node.at), Unknown("", True, node.at, reason)) for name in keys]
            made.append(Mapping((Entry(Scalar(key, True, node.at), node), *sums), node.at))
            continue
        sums = [Entry(Scalar(name, True, node.at), _sum(things, rows, name, node)) for name in keys]
        made.append(Mapping((Entry(Scalar(key, True, node.at), node), *sums), node.at))
    heads = {entry.key.text: entry for entry in _headings(things)}
    return Rows(things, made, tuple([heads[name] for name in dict.fromkeys([key, *keys])]))


def total(value: object, column: object = None) -> object:
    """Return the sum of a column, in the format of its cells."""
    things, key = _table(value, "sum", column)
    without_sums(things, "sum")
    if (reason := lacking_rows(things)) is not None:
        return NotKnown(reason, counts=False)
    found = _sum(things, _rows(things), key, things._node)
    return NotKnown(found.reason, counts=False) if isinstance(found, Unknown) else figure_value(found)


def share(value: object, column: object = None) -> object:
    """Return the rows' share of the sum over the table that they were selected from, in percent."""
    part = total(value, column)
    whole = total(getattr(value, "whole", value), column)
    for one in (whole, part):
        if isinstance(one, NotKnown):
            return one
    if not whole:
        raise ExpressionError("bad-expression.zero")
    made = Decimal(str(float(part))) / Decimal(str(float(whole)))  # type: ignore[arg-type]  # sums are numbers
    return figure_value(Figure(f"{made:.6f}", True, value._node.at, "0.0 %"))  # type: ignore[attr-defined]


def _sums(things: Things) -> dict[int, str]:
    """Return the rows of totals by ``id()``, recognized in the whole table, before any rows were left out."""
    rows = _rows(getattr(things, "whole", things))
    found = {id(rows[place]): text for place, text in sum_rows(rows).items()}
    return {id(row): found[id(row)] for row in _rows(things) if id(row) in found}


def without_sums(things: Things, name: str) -> None:
    """Raise ExpressionError where rows include a total of others, which filter ``name`` would count twice."""
    sums = _sums(things)
    if sums and len(sums) < len(things):
        text = next(iter(sums.values()))
        raise ExpressionError("bad-expression.sum-row", text=text[:40], name=_column_of(things, text), filter=name)


def _without_part_sums(things: Things, kept: list[Mapping], sums: dict[int, str]) -> None:
    """Raise ExpressionError where a row of totals is kept with only some of the rows that it adds up."""
    kept_ids = {id(row) for row in kept}
    if not sums or not kept_ids.difference(sums):
        return
    gone = False
    for row in _rows(things):
        if id(row) not in sums:
            gone = gone or id(row) not in kept_ids
        elif id(row) in kept_ids and gone:
            text = sums[id(row)]
            raise ExpressionError("bad-expression.part-sum", text=text[:40], name=_column_of(things, text))


def _column_of(things: Things, text: str) -> str:
    """Return the key of the column with this text."""
    cells = [(entry.key.text, entry.value) for row in _rows(things) for entry in row.entries if entry.key.text != "id"]
    return next((key for key, node in cells if text in _words(node)), "")


def _table(value: object, name: str, column: object) -> tuple[Things, str]:
    """Return a table and the key of one of its columns."""
    if isinstance(value, NotKnown):
        raise ExpressionError("unknown-comparison", reason=value.reason)
    if not isinstance(value, Things) or not all(isinstance(item, Mapping) for item in value._node.items):
        raise ExpressionError("bad-expression.table", filter=name)
    if column is None:
        raise ExpressionError("bad-expression.no-column", filter=name)
    words = str.__str__(column) if isinstance(column, str) else str(column)
    spelt = words.strip().casefold()
    heads = _headings(value)
    for entry in heads:
        if entry.key.text.casefold() == spelt or spelt in [text.casefold() for text in _words(entry.value)]:
            return value, entry.key.text
    known = tuple([(_words(entry.value) or [entry.key.text])[0] for entry in heads])
    raise ExpressionError("bad-expression.column", name=words[:40], **meant(words, known))


def _headings(things: Things) -> tuple[Entry, ...]:
    node = things._node
    if isinstance(node, Table):
        ids = [entry for row in node.items[:1] if isinstance(row, Mapping) for entry in row.entries]
        named = {entry.key.text for entry in node.headings}
        return (*node.headings, *[Entry(entry.key, entry.key) for entry in ids if entry.key.text not in named])
    keys = {entry.key.text: entry.key for row in _rows(things) for entry in row.entries}
    return tuple([Entry(key, key) for key in keys.values()])


def _words(node: Node) -> list[str]:
    """Return the words of a heading in each language."""
    if isinstance(node, Scalar):
        return [" ".join(node.text.split())]
    return [word for entry in node.entries for word in _words(entry.value)] if isinstance(node, Mapping) else []


def _rows(things: Things) -> list[Mapping]:
    return [item for item in things._node.items if isinstance(item, Mapping)]


def _read(things: Things, row: Mapping, key: str) -> Decimal | str | None:
    """Return a cell's value: a number, a text, None if empty."""
    node = row.get(key)
    if node is None or isinstance(node, Unknown) or (isinstance(node, Scalar) and node.text in NO_FIGURE):
        return None
    if isinstance(node, Figure) and node.is_number:
        return Decimal(node.text)
    if isinstance(node, Scalar) and number(node) is not None:
        return Decimal(node.text)
    found = things._facts.wrap(node, key)
    if isinstance(found, FactMapping | Things):
        raise ExpressionError("bad-expression.not-a-text")
    return str.__str__(found) if isinstance(found, str) else str(found).lower()


def _figure(things: Things, row: Mapping, key: str) -> Decimal | None:
    found = _read(things, row, key)
    if isinstance(found, str):
        raise ExpressionError("bad-expression.cell", name=key, text=found[:40])
    return found


def _sum(things: Things, rows: list[Mapping], key: str, at: Node) -> Figure | Unknown:
    figures = [_figure(things, row, key) for row in rows]
    missing = [str(row.at) for row, figure in zip(rows, figures) if figure is None]
    if missing:
        return Unknown("", True, at.at, _no_figure(key, missing[0]))
    nodes = [row.get(key) for row in rows]
    units = {unit_of(node.form) if isinstance(node, Figure) else "" for node in nodes}
    if len(units) > 1:
        raise ExpressionError("bad-expression.units", name=key, units=tuple(sorted(units - {""})))
    result = sum([figure for figure in figures if figure is not None], Decimal(0))
    return Figure(f"{result.normalize():f}", True, at.at, format_of(tuple(nodes)))


def _compared(left: Decimal | str | None, right: object, language: str) -> int | None:
    """Return -1, 0 or 1 where left is less than, equal to or greater than right; None where they cannot be compared."""
    if isinstance(right, NotKnown):
        raise ExpressionError("unknown-comparison", reason=right.reason)
    text = " ".join(composed(_shown(right)).split())
    if isinstance(left, Decimal):
        try:
            other = Decimal(text)
            return (left > other) - (left < other)
        except ArithmeticError:  # a text, or NaN
            return None
    if left is None:
        return None if text else 0
    left = " ".join(composed(left).split())
    day, wanted = read_date(left)[0], read_date(text)[0]
    if day and wanted:
        left, text = day, wanted
    elif left != text and not {left, text} <= TRUTH and (bool(day) != bool(wanted) or not isinstance(right, str)):
        return None  # a text against a day or a number
    one, another = (_place(left, language), left), (_place(text, language), text)
    return (one > another) - (one < another)


def _refuse(left: Decimal | str | None, right: object, row: Mapping, key: str) -> None:
    """Raise ExpressionError for a cell that cannot be compared: it is empty, or of another type than ``right``."""
    if left is not None:
        text, other = _shown(left), _shown(right)
        if isinstance(left, Decimal) or read_date(left)[0]:
            text, other = other, text
        raise ExpressionError("bad-expression.compared", name=key, text=text[:40], other=other[:40])
    raise ExpressionError("unknown-comparison", reason=_no_figure(key, str(row.at)))


def _unlike(cells: list[tuple[Decimal | str | None, int | None]], right: object, key: str) -> None:
    """Raise ExpressionError where no cell has the type of ``right``, or one has the same value in another spelling:
    it would silently count as different.
    """
    text = _shown(right)
    filled = [(left, order) for left, order in cells if left is not None]
    if text in NO_FIGURE:
        return
    if filled and all([order is None for _, order in filled]):
        _refuse(filled[0][0], right, Mapping((), Location("")), key)
    spelt = _alike(text)
    for left, order in filled:
        if order != 0 and _alike(_shown(left)) == spelt:
            raise ExpressionError("bad-expression.alike", name=key, text=text[:40], other=_shown(left)[:40])


def _alike(text: str) -> str:
    """Normalize a text: a figure to digits; others to lower case, single spaces and hyphens."""
    spelt = text.strip(" *†")
    figure = read_figure(spelt, "")[0]
    if figure or spelt.isdecimal():
        return f"{Decimal(figure or spelt).normalize():f}"
    if sub(r"[\s.,'’]", "", spelt).isdecimal() and not read_date(text)[0]:  # ambiguous separators
        return sub(r"\D", "", spelt)
    return " ".join(sub("[\u2010-\u2015\u2212]", "-", text).casefold().split())


def _no_figure(key: str, place: str) -> Phrase:
    return term("the table has no figure in `{name}` at {place}", name=key, place=place)


def _shown(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return str.__str__(value) if isinstance(value, Cell) else str(value)


def _place(value: Decimal | str | None, language: str) -> tuple[int, Decimal, str, str]:
    """Return the sort key of a value: numbers first, then texts alphabetically."""
    if isinstance(value, Decimal):
        return 0, value, "", ""
    from unicodedata import normalize

    text, letters = (value or "").casefold(), ALPHABETS.get(language, "")
    for other, letter in SAME_LETTER.get("nb" if letters[:1] == "æ" else "sv" if letters else "", {}).items():
        text = text.replace(other, letter)
    spelt = [
        f"{{{letters.index(sign)}" if sign in letters else normalize("NFD", sign)[0] for sign in normalize("NFC", text)
    ]
    return 1, Decimal(0), "".join(spelt), text


# Rows of totals, which filters must not count, compare or list.

FEWEST = 3  # rows of the smallest table with a total: two and their sum


def sum_rows(rows: list[Mapping]) -> dict[int, str]:
    """Return the indices of the rows of totals, each with the text that marks it.

    The first text of a row marks it (``is_sum``); a later text, such as ``Sum`` after a county, only where a figure is
    the sum of the rows above it, or of those since the last row of totals.
    """
    if len(rows) < FEWEST or not any([_marks_total(text) for row in rows for text in _texts(row)]):
        return {}
    found: dict[int, str] = {}
    above: defaultdict[str, Total] = defaultdict(Total)
    since: defaultdict[str, Total] = defaultdict(Total)
    for place, row in enumerate(rows):
        figures, texts = _figures(row), _texts(row)
        for index, text in enumerate(texts):
            if _marks_total(text) and _adds_up(text, figures, (above, since), index == 0):
                found[place] = text
                since = defaultdict(Total)
                break
        else:
            for key, figure in figures.items():
                above[key].add(figure)
                since[key].add(figure)
    return found


def _adds_up(text: str, figures: dict[str, float], parts: Iterable[dict[str, Total]], first: bool) -> bool:
    name = text if first else f"{text} ."  # with another word the figure must be the sum
    if first and is_sum(name, None, None):
        return True
    totals = [(value, part[key].so_far()) for part in parts for key, value in figures.items() if key in part]
    return any([is_sum(name, value, total) for value, total in totals])


def _marks_total(text: str) -> bool:
    return plain(text) in SUMS or plain(text.split()[0]) in SUMS


def _texts(row: Mapping) -> list[str]:
    """Return the texts of a row's cells without figures and its id."""
    found = [_text(entry.value) for entry in row.entries if entry.key.text != "id"]
    return [text for text in found if text and text not in NO_FIGURE]


def _text(node: Node) -> str:
    if isinstance(node, Mapping):  # a text by language: its first
        node = node.entries[0].value if node.entries else node
    if not isinstance(node, Scalar) or isinstance(node, Figure) or node.is_null or number(node) is not None:
        return ""
    return " ".join(node.text.split())


def _figures(row: Mapping) -> dict[str, float]:
    found = {}
    for entry in row.entries:
        value = entry.value
        if isinstance(value, Figure):
            if value.is_number:
                found[entry.key.text] = float(value.text)
        elif isinstance(value, Scalar) and (figure := number(value)) is not None:
            found[entry.key.text] = figure
    return found
