"""YAML events to nodes, without recursion and within limits.

libyaml composes nodes recursively: 50 000 nested brackets crash the process. Its events do not recurse,
so the tree is built here, from a stack of open nodes. 300 KB take 70 ms, 26 of them for libyaml's events,
and time is linear in the size (exponent 1.0 from 130 KB to 1 MB); checking takes 45 ms more.
Recoverable faults become findings, and reading continues.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from osloregion_slides.base.findings import Finding, Location, finding, meant
from osloregion_slides.base.patterns import Deferred, late
from osloregion_slides.outline.nodes import UNUSUAL, Entry, Mapping, OpenNode, Scalar, Sequence

if TYPE_CHECKING:
    from collections.abc import Callable

    from osloregion_slides.outline.nodes import Node

with Deferred():
    import yaml


# The events of a YAML text: libyaml's, else those of PyYAML's own parser, which reads the same texts.
#
# PyYAML lacks libyaml on Pythons without a wheel and in browsers. Its own parser takes ten times as long and ends a
# plain text in brackets at any question mark (``{nb: Hvorfor?}``), which YAML allows (YAML 1.2.2, 7.3.3: only the
# first character is restricted, and within brackets ``,[]{}``). Such a mark is replaced by a character that does not
# occur in the text, and restored in the events.

_INNER = late(r"(?<=[^\s{\[,])\?")
"""A question mark after another character. The indicator of a key (``? key``) begins a line or an item."""
_STAND_INS = "".join([chr(code) for code in range(0xE000, 0xE100)])
"""Private-use characters (Unicode 16.0, 23.5), which YAML treats as letters."""


def events(text: str) -> Callable[[], Any]:
    """Return a function that returns the next event of ``text``, None after the last; it raises yaml.YAMLError."""
    if yaml.__with_libyaml__:
        next_event: Callable[[], Any] = yaml.CSafeLoader(text).get_event
        return next_event
    return _own(text)


def _own(text: str) -> Callable[[], Any]:
    stand_in = next((sign for sign in _STAND_INS if sign not in text), "") if "?" in text else ""
    if not stand_in:
        next_event: Callable[[], Any] = yaml.SafeLoader(text).get_event
        return next_event
    parser: Any = yaml.SafeLoader(_hidden(text, stand_in))

    def shown() -> Any:
        try:
            event = parser.get_event()
        except yaml.MarkedYAMLError as wrong:
            wrong.problem = (wrong.problem or "").replace(stand_in, "?")
            raise
        value = getattr(event, "value", None)
        if value and stand_in in value:
            event.value = value.replace(stand_in, "?")
        return event

    return shown


def _hidden(text: str, stand_in: str) -> str:
    """Return the text with ``stand_in`` for each question mark within a plain text: ``Hva?``, ``Pourquoi ?``."""
    text = _INNER.sub(stand_in, text)
    apart = rf"((?:[^\s{{\[,:?-]|\S-))((?: +[?{stand_in}]+)+)"
    return re.sub(apart, lambda found: found[1] + found[2].replace("?", stand_in), text)


# Anchors and aliases, with a limit on their expansion.

MAX_EXPANSIONS = 100_000  # nodes that all aliases expand to; enough for 5000 slides of 20 nodes each


class Anchors:
    """The anchored nodes of one file; aliases share the node, and their expansion is counted."""

    def __init__(self, depth: int) -> None:
        self._depth = depth
        self._nodes: dict[str, Node] = {}
        self._begun: set[str] = set()
        self._sizes: dict[int, tuple[int, int]] = {}
        self._expanded = 0

    @property
    def exist(self) -> bool:
        """Whether the file has any."""
        return bool(self._nodes or self._begun)

    def begin(self, name: str) -> None:
        """Record that the node with this anchor has begun and is still open."""
        self._begun.add(name)
        self._nodes.pop(name, None)

    def add(self, name: str, node: Node) -> None:
        """Store a complete node by its anchor; a later anchor of the same name replaces it."""
        self._begun.discard(name)
        self._nodes[name] = node

    def find(self, name: str, at: Location, level: int) -> Node | Finding:
        """Return the node of an alias at ``level``, or the alias's fault."""
        node = self._nodes.get(name)
        if node is None:
            if name in self._begun:
                return finding("alias-cycle", at, name=name)
            return finding("unknown-alias", at, name=name, **meant(name, self._nodes))
        size, height = self._measure(node)
        self._expanded += size
        if self._expanded > MAX_EXPANSIONS:
            return finding("too-many-aliases", at, limit=MAX_EXPANSIONS)
        if level + height > self._depth:
            return finding("too-deep.alias", at, limit=self._depth)
        return node

    def _measure(self, node: Node) -> tuple[int, int]:
        """Return the number of nodes and levels of a tree. ``find`` and the builder bound the recursion."""
        known = self._sizes.get(id(node))
        if known is None:
            children: tuple[Node, ...] = ()
            if isinstance(node, Mapping):
                children = tuple([entry.value for entry in node.entries])
            elif isinstance(node, Sequence):
                children = node.items
            size, height = 1, 0
            for child in children:
                more, deeper = self._measure(child)
                size, height = size + more, max(height, deeper)
            known = self._sizes[id(node)] = (size, height + (not hasattr(node, "text")))
        return known


MAX_DEPTH = 100  # levels of mappings and lists; the deepest outline of this project has seven
MAX_EVENTS = 300_000  # keys, texts, starts and ends of lists; 5000 slides with tables have 235 000
MAX_FAULTS = 100  # YAML faults of a file; with more, reading stops
_CUT = late(r"[ \t]#[^\s#]")
"""A hash joined to a word, after a blank: probably a number or a tag, not a comment."""
_MAX_CUTS = 10  # reported; more of them are probably comments

_new: Any = tuple.__new__
"""Makes a Record without its checks: halves the time of 100 000 nodes."""


class TooMuch(Exception):
    """A limit is exceeded and reading stops; ``finding`` names the limit."""

    def __init__(self, finding: Finding) -> None:
        self.finding = finding
        super().__init__(str(finding))


class Builder:
    """Builds the tree from events: ``root`` after the end of the document, ``events`` is their number.

    ``around`` is the number of levels around the text where it is part of a file.
    """

    def __init__(self, text: str, file: str, around: int = 0) -> None:
        self.root: Node | None = None
        self.findings: list[Finding] = []
        self.events = 0
        self._deepest = MAX_DEPTH - around
        self._text = text
        self._file = file
        self._stack: list[OpenNode] = []
        self._anchors = Anchors(MAX_DEPTH)
        self._cuts = _MAX_CUTS if _CUT.search(text) else 0

    def run(self, next_event: Callable[[], object]) -> None:
        """Handle events until None; TooMuch where a limit is exceeded."""
        # a local, because an attribute would be a reference cycle, and builds run without the garbage collector
        handlers: dict[type, Callable[[Any], None]] = {
            yaml.ScalarEvent: self._scalar,
            yaml.MappingStartEvent: self._mapping_start,
            yaml.MappingEndEvent: self._mapping_end,
            yaml.SequenceStartEvent: self._sequence_start,
            yaml.SequenceEndEvent: self._sequence_end,
            yaml.AliasEvent: self._alias,
            yaml.DocumentStartEvent: self._document,
        }
        left = MAX_EVENTS
        while (event := next_event()) is not None:
            left -= 1
            if not left:
                raise TooMuch(finding("too-large.parts", self._span(event), limit=MAX_EVENTS))
            handler = handlers.get(event.__class__)
            if handler is not None:
                handler(event)
                if len(self.findings) > MAX_FAULTS:
                    raise TooMuch(finding("too-many-faults", self._span(event), limit=MAX_FAULTS))
        self.events = MAX_EVENTS - left

    @property
    def has_anchors(self) -> bool:
        """Whether the text has anchors, which make parts depend on each other."""
        return self._anchors.exist

    def _span(self, event: Any) -> Location:
        mark = event.start_mark
        span: Location = _new(Location, (self._file, mark.line + 1, mark.column + 1))
        return span

    def _document(self, event: Any) -> None:
        if self.root is not None:
            raise TooMuch(finding("second-document", self._span(event)))

    def _scalar(self, event: Any) -> None:
        mark, style, text = event.start_mark, event.style, event.value
        if style and style in "|>":
            text = text.removesuffix("\n")  # the final break ends the last line and does not begin another
        node = _new(Scalar, (text, not style, _new(Location, (self._file, mark.line + 1, mark.column + 1))))
        if event.tag is not None:
            self._tag(event)
        if not text.isprintable() and re.search(UNUSUAL, event.value):
            from osloregion_slides.outline.diagnostics.misread import forbidden

            self.findings += forbidden(node)
        if event.anchor is not None:
            self._anchors.add(event.anchor, node)
        if self._cuts and not style and text:
            self._cut(node, event.end_mark.index)
        self._put(node, event)

    def _cut(self, node: Scalar, end: int) -> None:
        from osloregion_slides.outline.diagnostics.misread import cut_off

        found = cut_off(node, self._text, end, bool(self._stack) and self._stack[-1].flow)
        if found is not None:
            self._cuts -= 1
            self.findings.append(found)

    def _tag(self, event: Any) -> None:
        """Report a tag (YAML 1.1, 3.2.1.2): an outline has only texts."""
        tag = str(event.tag).replace("tag:yaml.org,2002:", "!!")
        self.findings.append(finding("tag", self._span(event), tag=tag))

    def _mapping_start(self, event: Any) -> None:
        self._open(True, event)

    def _sequence_start(self, event: Any) -> None:
        self._open(False, event)

    def _open(self, is_mapping: bool, event: Any) -> None:
        at = self._span(event)
        if len(self._stack) >= self._deepest:
            raise TooMuch(finding("too-deep", at, limit=MAX_DEPTH))
        if event.tag is not None:
            self._tag(event)
        self._stack.append(OpenNode(is_mapping, at, event))
        if event.anchor is not None:
            self._anchors.begin(event.anchor)

    def _mapping_end(self, event: Any) -> None:
        frame = self._stack.pop()
        node: Node = frame.mapping() if frame.merged else _new(Mapping, (tuple(frame.entries), frame.at))
        if frame.torn:
            self.findings += [torn.finding() for torn in frame.torn]
        if frame.flow and self._text.startswith("{{", frame.start):
            raw = self._text[frame.start : event.end_mark.index]
            shown = "" if '"' in raw else f'"{raw}"'
            self.findings.append(finding("unquoted-expression", frame.at, text=raw, quoted=shown))
            node = Scalar(raw, False, frame.at)
        self._close(frame, node, event)

    def _sequence_end(self, event: Any) -> None:
        frame = self._stack.pop()
        self._close(frame, Sequence(tuple(frame.items), frame.at), event)

    def _close(self, frame: OpenNode, node: Node, event: Any) -> None:
        if frame.anchor is not None:
            self._anchors.add(frame.anchor, node)
        self._put(node, event)

    def _alias(self, event: Any) -> None:
        at = self._span(event)
        found = self._anchors.find(event.anchor, at, len(self._stack))
        if isinstance(found, Finding):
            if found.code in ("too-deep", "too-many-aliases"):
                raise TooMuch(found)
            self.findings.append(found)
            found = Scalar("", True, at)
        self._put(found, event)

    def _put(self, node: Node, event: Any) -> None:
        """Add a complete node to its parent as key, value or item, or make it the root."""
        if not self._stack:
            self.root = node
            return
        frame = self._stack[-1]
        if not frame.is_mapping:
            frame.items.append(node)
        elif frame.key is None:
            frame.key = node if node.__class__ is Scalar and node.text else self._key(node)
            if frame.flow:
                frame.key_end = event.end_mark.index
        else:
            key, frame.key = frame.key, None
            self._entry(frame, key, node, event)

    def _key(self, node: Node) -> Scalar:
        if isinstance(node, Scalar) and (node.text or not node.plain):
            return node
        if not self._text_begins_expression(node):
            self.findings.append(finding("bad-key" if isinstance(node, Scalar) else "bad-key.brackets", node.at))
        return Scalar("", False, node.at)

    def _text_begins_expression(self, node: Node) -> bool:
        """Return whether a key is the inner mapping of ``{{ x }}``, which the outer one reports."""
        frame = self._stack[-1]
        return isinstance(node, Mapping) and self._text.startswith("{{", frame.start)

    def _entry(self, frame: OpenNode, key: Scalar, value: Node, event: Any) -> None:
        if frame.flow and isinstance(value, Scalar) and value.plain and not value.text and key.plain:
            gap = self._text[frame.key_end : event.start_mark.index]
            if ":" not in gap and not self._in_braces(frame):
                self._tear(frame, key)
                return
        if key.text == "<<" and key.plain:
            self._merge(frame, key, value)
            return
        first = frame.places.setdefault(key.text, key.at)
        if first is key.at:
            frame.entries.append(_new(Entry, (key, value)))
        elif key.text:
            self._repeated(frame, key, value, first)

    def _repeated(self, frame: OpenNode, key: Scalar, value: Node, first: Location) -> None:
        """Report a repeated key; in a thing of a list it may begin the next thing, without its dash."""
        from osloregion_slides.outline.diagnostics.misread import begins_next, repeated_key

        things = self._stack[-2] if len(self._stack) > 1 and not frame.flow else None
        if things is None or things.is_mapping or not begins_next(key, frame.entries, self._text):
            self.findings.append(repeated_key(key, first, listed=things is not None))
            return
        shown = value.text[:40] if isinstance(value, Scalar) else "…"
        self.findings.append(finding("missing-dash", key.at, entry=f"- {key.text[:40]}: {shown}"))
        things.items.append(Mapping(tuple(frame.entries), frame.at))
        frame.at, frame.entries, frame.places = key.at, [Entry(key, value)], {key.text: key.at}

    def _in_braces(self, frame: OpenNode) -> bool:
        """Return whether a mapping is one of the two that YAML reads in ``{{ x }}``."""
        return "{{" in self._text[max(0, frame.start - 1) : frame.start + 2]

    def _tear(self, frame: OpenNode, key: Scalar) -> None:
        from osloregion_slides.outline.diagnostics.misread import tear

        last = frame.entries[-1] if frame.entries else None
        before = frame.torn.pop() if last and frame.torn and frame.torn[-1].key == last.key.text else None
        start = frame.key_end - len(key.text)
        question = self._text[max(0, start - 8) : start].rstrip().endswith("?")
        torn = tear(key, last, before, "?" if question else ",")
        frame.torn.append(torn)
        if len(frame.torn) > MAX_FAULTS:
            self.findings += [torn.finding() for torn in frame.torn]
            raise TooMuch(finding("too-many-faults", key.at, limit=MAX_FAULTS))
        if last and torn.whole:
            frame.entries[-1] = Entry(last.key, torn.whole)

    def _merge(self, frame: OpenNode, key: Scalar, value: Node) -> None:
        """Apply ``<<: *anchor``: add another mapping's entries, overridden by those here (YAML 1.1's merge type)."""
        sources = value.items if isinstance(value, Sequence) else (value,)
        for source in sources:
            if not isinstance(source, Mapping):
                self.findings.append(finding("bad-merge", key.at))
                continue
            frame.merged += source.entries
