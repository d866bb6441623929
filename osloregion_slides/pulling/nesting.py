"""Changes of the depths in nested lists of bullets: as nodes, and as lines of YAML.

Comments above a bullet move with it, others stay.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.base.record import Record
from osloregion_slides.outline.nodes import NAMES, Entry, Mapping, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Mapping as Map
    from collections.abc import Sequence as Several

    from osloregion_slides.outline.nodes import Node
    from osloregion_slides.pulling.source import Piece

_STEP = 2
"""Indent of a key from its dash, and of a dash from its parent key."""


class Bullet(Record):
    """A bullet without its children: its lines including the comments above it, indented from column 0.

    ``heading`` is its line ``items:`` or "", ``is_text``: it is only a text (``is_mapping`` if by language),
    ``step`` is the indent of its children's dashes. ``whole`` are the lines of a bullet in brackets with its ``inner``
    bullets, which are kept where all move together.
    """

    lines: tuple[str, ...]
    depth: int
    heading: str = ""
    is_text: bool = True
    is_mapping: bool = False
    step: int = 2 * _STEP
    whole: tuple[str, ...] = ()
    inner: int = 0


class NoList(Exception):
    """A list that is not written in lines, or in an unsupported form."""


def read(text: str, piece: Piece) -> list[Bullet]:
    """Return all bullets of a nested list. NoList where one has neither lines of its own nor brackets."""
    if piece.flow:
        return [one for child in piece.children for one in _in_brackets(text, child, 0)]
    found: list[Bullet] = []
    _read(text, piece, 0, text.rfind("\n", 0, piece.start) + 1, found)
    return found


def _read(text: str, piece: Piece, depth: int, start: int, found: list[Bullet]) -> int:
    """Add the bullets of a list whose lines begin at ``start``; return the end of its lines."""
    if piece.flow:
        raise NoList
    for item in piece.children:
        names, values = item.children[::2], item.children[1::2]
        keys = [text[name.start : name.end].strip("\"'") for name in names] if item.kind == "mapping" else []
        dash = text.rfind("\n", 0, item.start) + 1
        if text[dash : item.start].strip() != "-" or item.kind == "sequence" or BELOW in keys[:-1]:
            raise NoList
        below = values[-1] if keys[-1:] == [BELOW] else None
        if item.flow and keys and set(keys).intersection(TEXTS):
            end = _line_end(text, item.end)
            whole = _lines(text[start:end], piece.column)
            inner = _in_brackets(text, item, depth)
            above, last = whole[: -text.count("\n", dash, end) or None], text[item.end : end].rstrip()
            first = (*above, inner[0].lines[0] + last, *inner[0].lines[1:])
            found += [inner[0].replace(lines=first, whole=whole, inner=len(inner) - 1), *inner[1:]]
            start = end
            continue
        if below is not None and (below.kind != "sequence" or len(keys) < 2):
            raise NoList
        end = _line_end(text, values[-2].end if below is not None else item.end)
        lines = _lines(text[start:end], piece.column)
        is_text = not set(keys).intersection(TEXTS)
        bullet = Bullet(lines, depth, is_text=is_text, is_mapping=bool(keys) and not item.flow)
        if below is not None and below.flow:
            after = _line_end(text, below.end)
            whole = _lines(text[start:after], piece.column)
            if "\n" in text[end : after - 1]:
                raise NoList
            inner = [one for child in below.children for one in _in_brackets(text, child, depth + 1)]
            heading = "  items:" + text[below.end : after].rstrip()
            found += [bullet.replace(heading=heading, whole=whole, inner=len(inner)), *inner]
            start = after
            continue
        start = end
        if below is None:
            found.append(bullet)
            continue
        after = _line_end(text, names[-1].end)
        (heading,) = _lines(text[start:after], piece.column) or ("",)
        if heading.strip().partition(":")[0] != BELOW:
            raise NoList
        found.append(bullet.replace(heading=heading, step=below.column - piece.column))
        start = _read(text, below, depth + 1, after, found)
    return start


def _in_brackets(text: str, item: Piece, depth: int) -> list[Bullet]:
    """Return a bullet in brackets and its inner ones as if in lines of their own. NoList if they have comments."""
    names, values = item.children[::2], item.children[1::2]
    if "#" in text[item.start : item.end] and "\n" in text[item.start : item.end]:
        raise NoList
    pairs = [(text[n.start : n.end].strip("\"'"), v) for n, v in zip(names, values)]
    if item.kind != "mapping" or not {key for key, _ in pairs}.intersection(TEXTS):
        return [Bullet(("- " + text[item.start : item.end],), depth)]
    lines = [f"{key}: {text[value.start : value.end]}" for key, value in pairs if key != BELOW]
    lines = [("- " if not n else "  ") + line for n, line in enumerate(lines)]
    found = [Bullet(tuple(lines), depth, is_text=False)]
    below = dict(pairs).get(BELOW)
    if below is None:
        return found
    if below.kind != "sequence":
        raise NoList
    found[0] = found[0].replace(heading="  items:")
    return found + [one for child in below.children for one in _in_brackets(text, child, depth + 1)]


def _lines(text: str, column: int) -> tuple[str, ...]:
    lines = text.split("\n")[:-1] if text.endswith("\n") else text.split("\n")
    if any([line[:column].strip() and not line.lstrip().startswith("#") for line in lines]):
        raise NoList
    return tuple([line.lstrip() if line[:column].strip() else line[column:] for line in lines])


def _line_end(text: str, offset: int) -> int:
    found = text.find("\n", offset)
    return found + 1 if found >= 0 else len(text)


def in_lines(found: list[Bullet], depths: Several[int], column: int) -> str:
    """Return the lines of a list at ``column`` with bullets at these depths. NoList where a comment would be lost."""
    made: list[str] = []
    columns = [column]
    skip = 0
    for place, (bullet, depth, after) in enumerate(zip(found, depths, [*depths[1:], 0])):
        del columns[depth + 1 :]
        skip -= 1
        if skip >= 0:
            continue
        moves = {new - old.depth for old, new in zip(found[place:], depths[place : place + bullet.inner + 1])}
        if bullet.whole and len(moves) == 1 and [*depths, 0][place + bullet.inner + 1] <= depth:
            made += [" " * columns[depth] + line if line else "" for line in bullet.whole]
            skip = bullet.inner
            continue
        lines = list(bullet.lines)
        if after > depth:
            columns.append(columns[depth] + bullet.step)
            lines = [
                *(lines if bullet.heading or not bullet.is_text else _named(lines, bullet)),
                bullet.heading or "  items:",
            ]
        elif "#" in bullet.heading:
            raise NoList
        made += [" " * columns[depth] + line if line else "" for line in lines]
    return "\n".join(made) + "\n"


def in_brackets(found: list[Bullet], depths: Several[int]) -> str:
    """Return the list in brackets with its bullets at these depths."""
    made: list[str] = []
    place = 0
    while place < len(found):
        end = place + 1
        while end < len(found) and depths[end] > depths[place]:
            end += 1
        inner = ", ".join([line[2:] for line in found[place].lines])
        if end > place + 1:
            inner += f", items: {in_brackets(found[place + 1 : end], depths[place + 1 : end])}"
            inner = f"text: {inner}" if found[place].is_text else inner
        made.append(inner if found[place].is_text and end == place + 1 else f"{{{inner}}}")
        place = end
    return "[" + ", ".join(made) + "]"


def _named(lines: list[str], bullet: Bullet) -> list[str]:
    """Return a plain text's lines as ``text:`` of a mapping, which can have children."""
    at = next(i for i, line in enumerate(lines) if line.startswith("-"))
    rest = lines[at][1:].lstrip()
    if bullet.is_mapping:
        head = ["- text:", "    " + rest]
        return [*lines[:at], *head, *["  " + line if line else "" for line in lines[at + 1 :]]]
    return [*lines[:at], f"- text: {rest}", *["  " + line if line else "" for line in lines[at + 1 :]]]


# Bullets whose level was changed in PowerPoint: nested lists of the outline with these levels.
#
# ``bullets`` flattens a nested list to items with their depths, ``nested`` rebuilds it.

DEEPEST = 2
"""Levels of bullets are 0 to this."""
TEXTS = (*NAMES, "text")
"""Keys of an item that is a mapping and can have ``items``."""
BELOW = "items"


def bullets(node: Sequence, depth: int = 0) -> list[tuple[Node, int]]:
    """Return the items of a nested list with their depths, in the order of the slide."""
    found: list[tuple[Node, int]] = []
    for item in node.items:
        found.append((item, depth))
        below = item.get(BELOW) if isinstance(item, Mapping) else None
        if isinstance(below, Sequence):
            found += bullets(below, depth + 1)
    return found


def nested(pairs: list[tuple[Node, int]], old: Sequence) -> Sequence:
    """Return the nested list of items without children; each depth is at most one more than the one before."""
    made: list[Node] = []
    place = 0
    while place < len(pairs):
        item, depth = pairs[place]
        end = place + 1
        while end < len(pairs) and pairs[end][1] > depth:
            end += 1
        if end > place + 1:
            below = Entry(Scalar(BELOW, True, item.at), nested(pairs[place + 1 : end], old))
            if not (isinstance(item, Mapping) and any([item.get(key) for key in TEXTS])):
                item = Mapping((Entry(Scalar("text", True, item.at), item),), item.at)
            item = item.replace(entries=(*item.entries, below))
        made.append(item)
        place = end
    return old.replace(items=tuple(made))


def new_depths(depths: list[int], asked: Map[int, int]) -> list[int]:
    """Return the depths of a list's bullets with the requested ones (by index), if each bullet still has a parent.

    An impossible request is dropped: that of a bullet without a parent, or the one before that causes it.
    """
    asked = dict(asked)
    while True:
        made = [asked.get(place, depth) for place, depth in enumerate(depths)]
        above = [-1, *made]
        wrong = next((i for i, depth in enumerate(made) if not 0 <= depth <= min(DEEPEST, above[i] + 1)), None)
        if wrong is None:
            return made
        asked.pop(wrong if wrong in asked else max([place for place in asked if place < wrong]))
