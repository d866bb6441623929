"""A YAML file edited in place: one value, item or key at a time, all other lines unchanged.

Locations are those of ``outline.nodes``: line and column of a value in the file as read. Results are parsed: changes of
values must keep all other events, other edits must stay valid YAML. ``Unwritable`` is raised where that fails.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import yaml
from yaml import events as yaml_events

from osloregion_slides.base.record import Record
from osloregion_slides.outline.build import events
from osloregion_slides.outline.dump import dump
from osloregion_slides.outline.nodes import Mapping, Scalar
from osloregion_slides.outline.read import decode, normal_lines
from osloregion_slides.pulling.nesting import NoList, in_brackets, in_lines, read

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Sequence as Several

    from osloregion_slides.base.findings import Location
    from osloregion_slides.outline.nodes import Node

_PROPERTIES = re.compile(r"(?:[&!]\S*\s+)*")
_LEAST_WIDTH = 80
"""Least line width of a folded text; longer lines of its own raise it."""
_IN_FLOW = re.compile(r"[^\W_](?:[\w./()+–—…%& -]*[\w./()+–—…%&])?")
"""Plain scalars with the same meaning in brackets."""


class Unwritable(Exception):
    """An edit that is impossible without changing more than its value."""


class Piece(Record):
    """A value, key or alias in the text: offsets from ``start`` to the ``end`` of its last character.

    ``style`` is PyYAML's ("" plain, quotes, ``|``, ``>``), ``flow``: it has brackets (scalars: is inside brackets),
    ``kind`` is ``scalar``, ``alias``, ``mapping`` or ``sequence``; a mapping's children are key, value, key, value.
    ``column`` counts from 0.
    """

    kind: str
    start: int
    end: int
    column: int
    style: str = ""
    flow: bool = False
    children: tuple[Piece, ...] = ()


class Source:
    """One file. ``text`` is its current text, with line feeds at the ends of lines."""

    def __init__(self, data: bytes, file: str) -> None:
        self._data = data
        text, findings = decode(data, file)
        if findings:
            raise Unwritable
        self.text = self._before = normal_lines(text)
        self._checked = self.text
        self._set_texts: dict[int, str] = {}
        self._pieces: dict[tuple[str, int], Piece] = {}
        self._valid = -1

    @property
    def data(self) -> bytes:
        """The edited file's bytes, with its byte order mark, encoding and the endings of untouched lines."""
        self._check()
        if self.text == self._before:
            return self._data
        mark = next((one for one in (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff") if self._data.startswith(one)), b"")
        encoding = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}.get(mark, "utf-8")
        lines = re.findall(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+$", self._data[len(mark) :].decode(encoding))
        return mark + "".join(_with_old_lines(lines, self._before, self.text)).encode(encoding)

    def set_value(self, node: Scalar, text: str) -> None:
        """Replace the text of a scalar."""
        self.set_text(node.at, text)

    def set_text(self, at: Location, text: str) -> None:
        """Replace the text of the scalar at ``at``, in its style where possible."""
        piece = self._find(at, "scalar")
        start = piece.start + len(_PROPERTIES.match(self.text, piece.start)[0])  # type: ignore[index]
        for written in self._written(text, piece, start):
            if _reads(written, text, piece.flow):
                self.text = self.text[:start] + written + self.text[piece.end :]
                self._set_texts[piece.start] = text
                self._valid = start
                return
        raise Unwritable

    def set_node(self, at: Location, value: Node) -> None:
        """Replace the scalar at ``at`` by a value in one line."""
        piece = self._find(at, "scalar")
        self._put(piece.start, piece.end, in_flow(value))

    def set_key(self, at: Location, key: str, value: Node) -> None:
        """Set a key of the mapping at ``at``; a new key is added at the end."""
        piece = self._find(at, "mapping")
        pairs = list(zip(piece.children[::2], piece.children[1::2]))
        old = next((value for name, value in pairs if self.text[name.start : name.end].strip("\"'") == key), None)
        if old is not None:
            self._put(old.start, old.end, self._value(value, piece, old))
        elif piece.flow:
            comma = ", " if pairs else ""
            end = piece.children[-1].end if pairs else piece.start + 1
            self._put(end, end, f"{comma}{key}: {in_flow(value)}")
        else:
            self._after_line(piece.end, f"{' ' * piece.column}{key}:{_below(value, piece.column)}")

    def remove_key(self, at: Location, key: str) -> None:
        """Remove a key and its value from the mapping at ``at``."""
        piece = self._find(at, "mapping")
        names = piece.children[::2]
        place = next((i for i, one in enumerate(names) if self.text[one.start : one.end].strip("\"'") == key), -1)
        if place < 0 or len(names) < 2:
            raise Unwritable
        self._cut([(name.start, value.end) for name, value in zip(names, piece.children[1::2])], place, piece)

    def insert(self, at: Location, after: Location | None, item: Node) -> None:
        """Insert an item into the list at ``at`` after the item at ``after``, None for the start."""
        piece = self._find(at, "sequence")
        place = self._index(piece, after) if after else -1
        beside = piece.children[max(place, 0)]
        if piece.flow:
            text = in_flow(item)
            start = beside.end if after else beside.start
            self._put(start, start, f", {text}" if after else f"{text}, ")
            return
        flow = beside.flow or beside.kind == "scalar"
        text = in_flow(item) if flow and not isinstance(item, Scalar) else _below(item, piece.column, "").lstrip()
        line = f"{' ' * piece.column}- {text}"
        if after:
            gaps = [self.text[a.end : b.start] for a, b in zip(piece.children, piece.children[1:])]
            blank = "\n" if gaps and all(["\n\n" in gap for gap in gaps]) else ""  # items separated by blank lines
            self._after_line(beside.end, blank + line)
        else:
            start = self._line_start(piece.start)
            if self.text[start : piece.start].strip():
                raise Unwritable
            self._put(start, start, line + "\n")

    def remove(self, at: Location, item: Location) -> None:
        """Remove the item at ``item`` from the list at ``at``; ``Unwritable`` for the only one."""
        piece = self._find(at, "sequence")
        if len(piece.children) < 2:
            raise Unwritable
        self._cut([(one.start, one.end) for one in piece.children], self._index(piece, item), piece)

    def reorder(self, at: Location, items: Several[Location]) -> None:
        """Reorder the items of the list at ``at`` by these locations; comments above an item move with it."""
        piece = self._find(at, "sequence")
        order = [self._index(piece, one) for one in items]
        if piece.flow or sorted(order) != list(range(len(piece.children))):
            raise Unwritable
        start = self._comments_above(self._line_start(piece.start), piece.column)
        bounds = [start, *[self._line_end(one.end) for one in piece.children]]
        chunks = [self.text[a:b] for a, b in zip(bounds, bounds[1:])]
        leads = [re.match(r"\s*\n|", chunk)[0] for chunk in chunks]  # type: ignore[index]
        bodies = [chunk[len(lead) :] for chunk, lead in zip(chunks, leads)]
        bodies = [body if body.endswith("\n") else body + "\n" for body in bodies]
        made = "".join([lead + bodies[i] for lead, i in zip(leads, order)])
        if not self.text[start : bounds[-1]].endswith("\n"):
            made = made.removesuffix("\n")
        self._put(start, bounds[-1], made)

    def nest(self, at: Location, depths: Several[int]) -> None:
        """Set the depths of all bullets in the list at ``at``."""
        piece = self._find(at, "sequence")
        try:
            found = read(self.text, piece)
            if len(found) != len(depths):
                raise NoList
            before = _scalars(self.text)
            if piece.flow:
                self._put(piece.start, piece.end, in_brackets(found, depths))
            else:
                start, end = self._line_start(piece.start), self._line_end(piece.end)
                made = in_lines(found, depths, piece.column)
                self._put(start, end, made if self.text[:end].endswith("\n") else made.removesuffix("\n"))
            if _scalars(self.text) != before:
                raise NoList
            if [one.depth for one in read(self.text, self._find(at, "sequence"))] != list(depths):
                raise NoList
        except NoList:
            raise Unwritable from None

    # Implementation.

    def _check(self) -> None:
        """Parse the whole text; Unwritable where more than the set texts has changed."""
        if not self._set_texts:
            return
        before, after = _values(self._checked), _values(self.text)
        wanted = [self._set_texts.get(start, value) for start, value in before]
        if wanted != [value for _, value in after]:
            raise Unwritable
        self._set_texts, self._checked, self._valid = {}, self.text, -1

    def _put(self, start: int, end: int, written: str) -> None:
        """Replace a part of the text; Unwritable where the result is not valid YAML."""
        self._check()
        made = self.text[:start] + written + self.text[end:]
        try:
            _pieces(made)
        except yaml.YAMLError:
            raise Unwritable from None
        self.text = self._checked = made
        self._valid = -1

    def _find(self, at: Location, kind: str) -> Piece:
        """Return the piece at a location; pieces that end after the last edit are parsed again."""
        found = self._pieces.get((kind, self._offset(at)))
        if found is None or found.end > self._valid:
            self._check()
            self._pieces = {(piece.kind, piece.start): piece for piece in _pieces(self.text)}
            self._valid = len(self.text)
            found = self._pieces.get((kind, self._offset(at)))
        if found is None:
            raise Unwritable
        return found

    def _offset(self, at: Location) -> int:
        start = 0
        for _ in range(at.line - 1):
            start = self.text.find("\n", start) + 1
            if not start:
                return -1
        return start + at.column - 1

    def _position(self, offset: int) -> tuple[int, int]:
        start = self._line_start(offset)
        return self.text.count("\n", 0, start) + 1, offset - start + 1

    def _index(self, piece: Piece, at: Location) -> int:
        places = [self._position(one.start) for one in piece.children]
        if (at.line, at.column) not in places:
            raise Unwritable
        return places.index((at.line, at.column))

    def _line_start(self, offset: int) -> int:
        return self.text.rfind("\n", 0, offset) + 1

    def _line_end(self, offset: int) -> int:
        """Return the offset of the next line."""
        found = self.text.find("\n", offset)
        return found + 1 if found >= 0 else len(self.text)

    def _comments_above(self, start: int, column: int) -> int:
        """Return the offset of the comments directly above a line, in this column."""
        while start:
            line = self._line_start(start - 1)
            if not self.text.startswith(" " * column + "#", line):
                break
            start = line
        return start

    def _after_line(self, offset: int, line: str) -> None:
        end = self._line_end(offset)
        first = "" if self.text[:end].endswith("\n") else "\n"
        self._put(end, end, f"{first}{line}\n")

    def _cut(self, spans: list[tuple[int, int]], place: int, piece: Piece) -> None:
        start, end = spans[place]
        if piece.flow:
            if place + 1 < len(spans):
                end = spans[place + 1][0]
            else:
                start = spans[place - 1][1]
        else:
            line = self._line_start(start)
            if self.text[line:start].strip(" -") or place == 0 and self.text[line:start].count("-") > 1:
                raise Unwritable
            dash = self.text[line:start].count("-")
            if piece.kind == "mapping" and dash:
                raise Unwritable  # the first key, after a dash
            start, end = line, self._line_end(end)
            if self.text[:start].endswith("\n\n") and self.text[end : end + 1] in ("\n", ""):
                start -= 1  # keep one of two blank lines
        self._put(start, end, "")

    def _value(self, value: Node, piece: Piece, old: Piece) -> str:
        if piece.flow or isinstance(value, Scalar):
            return in_flow(value)
        return _below(value, old.column - 2).lstrip() if _is_block(old) else _below(value, piece.column)

    def _written(self, text: str, piece: Piece, start: int) -> list[str]:
        """Return the possible spellings of a text, best first."""
        ways = []
        if "\n" not in text and text == text.strip():
            ways += [text] if not piece.style and text else []
            ways += ["'" + text.replace("'", "''") + "'"] if piece.style == "'" else []
        if piece.style in ("|", ">"):
            ways += self._block(text, piece, start)
        elif "\n" in text and text[:1].strip():
            indent = " " * (len(re.match("[ -]*", self.text[self._line_start(start) :])[0]) + 2)  # type: ignore[index]
            ways += ["|-\n" + "\n".join([indent + line if line else "" for line in text.split("\n")])]
        return [*ways, quoted(text)]

    def _block(self, text: str, piece: Piece, start: int) -> list[str]:
        header, *old = self.text[start : piece.end].split("\n")
        body = [line for line in old if line.strip()]
        if not body or not text.strip():
            return []
        indent = min([len(line) - len(line.lstrip(" ")) for line in body])
        lines = text.split("\n")
        if piece.style == ">":
            width = max(_LEAST_WIDTH, *map(len, body)) - indent
            paragraphs = [_folded(one, [line.strip() for line in body], width) for one in lines]
            lines = [line for i, one in enumerate(paragraphs) for line in ([""] * bool(i) + one)]
        return ["\n".join([header, *[" " * indent + line if line else "" for line in lines]])]


def _is_block(piece: Piece) -> bool:
    return piece.kind in ("mapping", "sequence") and not piece.flow


def in_flow(node: Node) -> str:
    """Return a value in one line, valid inside brackets."""
    if isinstance(node, Scalar):
        if node.plain and (_IN_FLOW.fullmatch(node.text) or node.is_null):
            return node.text or "null"
        return quoted(node.text)
    if isinstance(node, Mapping):
        return "{" + ", ".join([f"{entry.key.text}: {in_flow(entry.value)}" for entry in node.entries]) + "}"
    return "[" + ", ".join([in_flow(item) for item in node.items]) + "]"


def quoted(text: str) -> str:
    """Return a text in double quotes, valid in YAML and JSON."""
    made = json.dumps(text, ensure_ascii=False)
    return re.sub("[\x7f-\xa0\u2028\u2029\ufeff]", lambda found: f"\\u{ord(found[0]):04x}", made)


def _below(node: Node, column: int, gap: str = " ") -> str:
    """Return a value as written after ``key:`` or a dash in this column."""
    text = dump(node).strip("\n")
    if isinstance(node, Scalar):
        return gap + re.sub(r"\n(?=.)", "\n" + " " * column, text)
    lines = text.split("\n")
    if not gap:  # after a dash the value begins on the same line
        return "\n".join([lines[0], *[" " * (column + 2) + line for line in lines[1:]]])
    return "\n" + "\n".join([" " * (column + 2) + line for line in lines])


def _folded(text: str, old: list[str], width: int) -> list[str]:
    """Return a text in lines; old lines that still begin or end it are kept."""
    import textwrap

    head: list[str] = []
    while old and text.startswith(old[0] + " "):
        head.append(old.pop(0))
        text = text[len(head[-1]) + 1 :]
    tail: list[str] = []
    while old and text.endswith(" " + old[-1]):
        tail.insert(0, old.pop())
        text = text[: -len(tail[0]) - 1]
    return [*head, *textwrap.wrap(text, width, break_long_words=False, break_on_hyphens=False), *tail]


def _with_old_lines(lines: list[str], before: str, after: str) -> list[str]:
    """Return the lines of ``after``, with unchanged lines of ``before`` as in the file."""
    from difflib import SequenceMatcher

    old, new = before.splitlines(keepends=True), after.splitlines(keepends=True)
    end = next((line[len(line.rstrip("\r\n")) :] for line in lines if line.rstrip("\r\n") != line), "\n")
    found: list[str] = []
    for kind, a0, a1, b0, b1 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            found += lines[a0:a1]
        else:
            found += [line.replace("\n", end) for line in new[b0:b1]]
    return found


def _reads(written: str, text: str, flow: bool) -> bool:
    """Return whether a scalar is read as this text, and not as null, in brackets or after a key."""
    if normal_lines(written) != written:  # reading replaces these separators by spaces
        return False
    values = _values(f"[{written}, x]" if flow else f"k: {written}\nx: y")
    own = values[3:-4] if flow else values[4:-5]
    return [value for _, value in own] == [text] and not (written in ("~", "null") or not written)


def _values(text: str) -> list[tuple[int, str]]:
    """Return start and value of every scalar, and the other events by name; [] for invalid YAML."""
    found: list[tuple[int, str]] = []
    try:
        next_event = events(text)
        while (event := next_event()) is not None:
            value = getattr(event, "value", type(event).__name__)
            if getattr(event, "style", None) in ("|", ">"):
                value = value.removesuffix("\n")
            found.append((event.start_mark.index, value))
    except yaml.YAMLError:
        return []
    return found


def _scalars(text: str) -> list[str]:
    """Return the scalars of a text without the keys of bullets."""
    return [value for _, value in _values(text) if value not in ("text", "items") and not value.endswith("Event")]


def _pieces(text: str) -> list[Piece]:
    """Return all pieces of a text, children before their parents."""
    found: list[Piece] = []
    stack: list[tuple[Any, list[Piece]]] = []
    next_event: Callable[[], Any] = events(text)
    while (event := next_event()) is not None:
        if isinstance(event, yaml_events.MappingStartEvent | yaml_events.SequenceStartEvent):
            stack.append((event, []))
            continue
        start, last = event.start_mark, event.end_mark
        if isinstance(event, yaml_events.ScalarEvent):
            end = last.index
            if event.style in ("|", ">"):
                end = len(text[:end].rstrip())
            flow = bool(stack) and bool(stack[-1][0].flow_style)
            piece = Piece("scalar", start.index, end, start.column, event.style or "", flow)
        elif isinstance(event, yaml_events.AliasEvent):
            piece = Piece("alias", start.index, last.index, start.column)
        elif isinstance(event, yaml_events.MappingEndEvent | yaml_events.SequenceEndEvent):
            opened, children = stack.pop()
            kind = "mapping" if isinstance(event, yaml_events.MappingEndEvent) else "sequence"
            flow = bool(opened.flow_style)
            begin = opened.start_mark
            end = last.index if flow or not children else max([one.end for one in children])
            piece = Piece(kind, begin.index, end, begin.column, "", flow, tuple(children))
        else:
            continue
        found.append(piece)
        if stack:
            stack[-1][1].append(piece)
    return found
