"""Rows of a table that add up other rows: what counts, compares or lists the rows has to leave them out."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from osloregion_slides.outline.nodes import NO_FIGURE, Figure, Mapping, Scalar, number
from osloregion_slides.registry.grid import SUMS, Total, is_sum, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from osloregion_slides.outline.nodes import Node

FEWEST = 3  # rows of a table that can have a sum: two that it adds up


def sum_rows(rows: Sequence[Mapping]) -> dict[int, str]:
    """Return the places of the rows that add up those above them, each with the word that says so.

    The first text of a row says it (``is_sum``); another one, such as the ``Sum`` behind a county, only where a figure
    is the sum of the rows above it, or of those since the last such row.
    """
    if len(rows) < FEWEST or not any([_says_sum(text) for row in rows for text in _texts(row)]):
        return {}
    found: dict[int, str] = {}
    above: defaultdict[str, Total] = defaultdict(Total)
    since: defaultdict[str, Total] = defaultdict(Total)
    for place, row in enumerate(rows):
        figures, texts = _figures(row), _texts(row)
        for index, text in enumerate(texts):
            if _says_sum(text) and _adds_up(text, figures, (above, since), index == 0):
                found[place] = text
                since = defaultdict(Total)
                break
        else:
            for key, figure in figures.items():
                above[key].add(figure)
                since[key].add(figure)
    return found


def _adds_up(text: str, figures: dict[str, float], parts: Iterable[dict[str, Total]], first: bool) -> bool:
    name = text if first else f"{text} ."  # with a word behind it the figure has to be the sum
    if first and is_sum(name, None, None):
        return True
    totals = [(value, part[key].so_far()) for part in parts for key, value in figures.items() if key in part]
    return any([is_sum(name, value, total) for value, total in totals])


def _says_sum(text: str) -> bool:
    return plain(text) in SUMS or plain(text.split()[0]) in SUMS


def _texts(row: Mapping) -> list[str]:
    """The texts of a row's cells that are no figures, its id left out."""
    found = [_text(entry.value) for entry in row.entries if entry.key.text != "id"]
    return [text for text in found if text and text not in NO_FIGURE]


def _text(node: Node) -> str:
    if isinstance(node, Mapping):  # one text by language
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
