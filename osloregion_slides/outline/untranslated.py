"""Untranslated texts in an outline of several languages: texts without a language, and outdated translations.

A plain string is a text in the outline's own language. It needs no translation where

- its key has a name: ``x-name`` in the schema (the alliance's name, a place, a speaker);
- it has no letters besides expressions and addresses, or is an unfilled field (``[Sted]``), reported as such;
- it is a number or a day that the deck formats by its language's rules (``Figure``);
- it comes from ``--set``, which belongs to a command with one language.

``{all: Life science}`` declares any other text the same in every language. Facts in expressions, and lists at paths,
are checked at their own location.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from osloregion_slides.base.record import Record
from osloregion_slides.outline.fields import path_of
from osloregion_slides.outline.nodes import NAMES, Figure, Mapping, Scalar, Sequence, Table, identity, text_of
from osloregion_slides.outline.translations import ALL, STALE, has, in_language, is_by_language, marked

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from osloregion_slides.base.findings import Location
    from osloregion_slides.outline.nodes import Node

    Rule = dict[str, Any]
    Edit = tuple[Location, int, str]


class PlainText(Record):
    """A text without a language, or ``count`` of them in one table: text and location of the first.

    ``slide`` is the slide that shows it, "" for facts; ``table`` is "rows" for cells in the outline, "table" for
    those of a file, else "".
    """

    at: Location
    text: str
    slide: str = ""
    count: int = 1
    table: str = ""


_NOT_WORDS = re.compile(
    r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}"  # expressions
    r"|\]\([^)\s]*\)|(?:https?://|www\.|mailto:|tel:)\S+|[^\s@]+@[^\s@]+\.\w+",  # addresses
    re.DOTALL,
)
_BLANK = re.compile(r"\s*\[[^][]*\]\s*")
_LETTER = re.compile(r"[^\W\d_]")
_EXPRESSION = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
_FACT = re.compile(r"(?<![\w.\"'])(\w+(?:\.[\w-]+|\[[\w-]+\])+)(\s*\|\s*(?:count|length)\b)?")
_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_STEP = re.compile(r"[\w-]+")
_BLOCKS = ("title", "meeting", "alliance", "organisation", "strategy")
_FETCHED = ("meeting", "alliance", "organisation", "strategy", "data")
"""The blocks with texts by authors; ``member`` and ``population`` are filled from the registry."""
_SHOWN = frozenset((*NAMES, "text", "note", "label"))


def has_words(text: str) -> bool:
    """Return whether a text has letters outside expressions and addresses, and is not an unfilled field."""
    if not _LETTER.search(text) or _BLANK.fullmatch(text):
        return False
    return bool(_LETTER.search(_NOT_WORDS.sub(" ", text)))


def is_plain_text(node: Scalar) -> bool:
    """Return whether a scalar is a text in the outline's own language, at any key."""
    if isinstance(node, Figure) or node.is_null or node.at.file.startswith("--set"):
        return False
    return has_words(node.text)


def plain_texts(document: Mapping, schema: Rule, languages: frozenset[str], original: str) -> tuple[PlainText, ...]:
    """Return the texts of an outline that lack a language and need one, in the order of its blocks.

    ``schema`` is the outline's, with the kinds of its plug-ins; ``original`` is the language of plain texts.
    """
    walk = _Walk(document, schema, languages, original)
    blocks = schema["$defs"]["outline"]["properties"]
    for name in _BLOCKS:
        node = document.get(name)
        if node is not None:
            walk.visit(node, walk.shape((blocks[name],)))
    listed = document.get("slides")
    for slide in listed.items if isinstance(listed, Sequence) else ():
        rule = schema["$defs"].get(f"slide_{text_of(slide.get('kind'))}") if isinstance(slide, Mapping) else None
        if rule is not None:
            walk.slide = identity(slide)
            walk.visit(slide, walk.shape((rule,)))
    return tuple({one.at: one for one in reversed(walk.found)}.values())[::-1]


class _Shape:
    """The forms that the schema allows at one place, combined."""

    __slots__ = ("additional", "is_name", "is_text", "items", "leads", "properties")

    def __init__(self) -> None:
        self.is_text = self.is_name = self.leads = False
        self.properties: dict[str, list[Rule]] = {}
        self.items: list[Rule] = []
        self.additional: list[Rule] = []


class _Walk:
    """The search through one outline; ``found`` may repeat a location."""

    def __init__(self, document: Mapping, schema: Rule, languages: frozenset[str], original: str) -> None:
        self.document, self.languages, self.original = document, languages, original
        self.definitions: dict[str, Rule] = schema["$defs"]
        self.slide = ""
        self.found: list[PlainText] = []
        self._names: set[int] = set()
        self._fetched: set[int] = set()
        self._followed: set[int] = set()
        self._shapes: dict[tuple[int, ...], _Shape] = {}

    def shape(self, rules: Iterable[Rule]) -> _Shape:
        """Return the forms that any of these rules allows."""
        rules = tuple(rules)
        place = tuple(map(id, rules))
        made = self._shapes.get(place)
        if made is None:
            made = self._shapes[place] = _Shape()
            for rule in rules:
                self._add(rule, made)
        return made

    def _add(self, rule: Rule, shape: _Shape) -> None:
        shape.is_name = shape.is_name or bool(rule.get("x-name"))
        name = rule.get("$ref", "").rpartition("/")[2]
        if name == "text":
            shape.is_text = True
        elif name == "path":
            shape.leads = True
        elif name:
            self._add(self.definitions[name], shape)
        for key, own in rule.get("properties", {}).items():
            shape.properties.setdefault(key, []).append(own)
        if "items" in rule:
            shape.items.append(rule["items"])
        if isinstance(rule.get("additionalProperties"), dict):
            shape.additional.append(rule["additionalProperties"])
        for branch in rule.get("anyOf", ()):
            self._add(branch, shape)

    def visit(self, node: Node, shape: _Shape) -> None:
        """Search a node at a place of this shape."""
        if isinstance(node, Scalar):
            if shape.is_name:
                self._names.add(id(node))
            elif shape.is_text:
                self._add_text(node)
            elif shape.leads or shape.items:
                self._follow(node, shape)
        elif isinstance(node, Sequence):
            self._list(node, shape)
        elif is_by_language(node, self.languages):
            self._by_language(node)
        else:
            self._mapping(node, shape)

    def _mapping(self, node: Mapping, shape: _Shape) -> None:
        is_table = "rows" in shape.properties and "columns" in shape.properties
        for entry in node.entries:
            rules = shape.properties.get(entry.key.text, shape.additional)
            if is_table and entry.key.text in ("columns", "rows"):
                continue
            if is_table and entry.key.text == "table" and isinstance(entry.value, Scalar):
                self._follow(entry.value, self.shape(rules), heads=node.get("columns") is None)
            elif rules:
                self.visit(entry.value, self.shape(rules))
        if is_table:
            start = len(self.found)
            for key in ("columns", "rows"):
                part = node.get(key)
                if part is not None:
                    self.visit(part, self.shape(shape.properties[key]))
            self._join_table(start, "rows")

    def _list(self, node: Sequence, shape: _Shape) -> None:
        start = len(self.found)
        if shape.items:
            inner = self.shape(shape.items)
            for item in node.items:
                self.visit(item, inner)
        if isinstance(node, Table):
            self._join_table(start, "table")

    def _join_table(self, start: int, table: str) -> None:
        """Join the texts found in a table into one."""
        found = self.found[start:]
        if found:
            count = sum([one.count for one in found])
            self.found[start:] = [found[0].replace(count=count, table=table)]

    def _add_text(self, node: Scalar) -> None:
        if is_plain_text(node):
            self.found.append(PlainText(node.at, node.text, self.slide))
        self._fetch(node)

    def _by_language(self, node: Mapping) -> None:
        """Search the facts in the expressions of a text by language, except in the original's."""
        for entry in node.entries:
            if entry.key.text in (self.original, STALE):
                continue
            value = entry.value
            for item in value.items if isinstance(value, Sequence) else (value,):
                if isinstance(item, Scalar):
                    self._fetch(item)

    def _follow(self, node: Scalar, shape: _Shape, heads: bool = True) -> None:
        found = self._at(path_of(node.text))
        if isinstance(found, Mapping) and is_by_language(found, self.languages):
            self._by_language(found)
        elif isinstance(found, Sequence):
            start = len(self.found)
            if shape.items:
                self._list(found, shape)
            else:
                self._cells(found, heads)
            if isinstance(found, Table):
                self._join_table(start, "table")

    def _cells(self, table: Sequence, heads: bool) -> None:
        """Search the parts of a list that a table shows: headings (with ``heads``) and cells."""
        keys = None
        if isinstance(table, Table):
            keys = {entry.key.text for entry in table.headings}
            for entry in table.headings:
                if heads and isinstance(entry.value, Scalar):
                    self._add_text(entry.value)
        for row in table.items:
            for entry in row.entries if isinstance(row, Mapping) else ():
                shown = entry.key.text in keys if keys is not None else entry.key.text != "id"
                if shown and isinstance(entry.value, Scalar):
                    self._add_text(entry.value)

    def _fetch(self, node: Scalar) -> None:
        """Search the facts in a text's expressions."""
        if "{" not in node.text or id(node) in self._fetched:
            return
        self._fetched.add(id(node))
        for expression in _EXPRESSION.findall(node.text):
            for path, counted in _FACT.findall(_QUOTED.sub(" ", expression)):
                found = None if counted else self._at(path)
                if isinstance(found, Scalar) and id(found) not in self._names:
                    self._add_text(found)
                elif isinstance(found, Sequence) and id(found) not in self._followed:
                    self._followed.add(id(found))
                    self._listed(found)

    def _listed(self, things: Sequence) -> None:
        """Search a list in an expression: its texts, or the shown texts of its things (``_SHOWN``)."""
        start = len(self.found)
        for thing in things.items:
            entries = thing.entries if isinstance(thing, Mapping) else ()
            for part in (thing, *[entry.value for entry in entries if entry.key.text in _SHOWN]):
                if isinstance(part, Scalar):
                    self._add_text(part)
        if isinstance(things, Table):
            self._join_table(start, "table")

    def _at(self, path: str) -> Node | None:
        """Return the node at a path in the blocks of ``_FETCHED``, else None."""
        steps = _STEP.findall(path)
        node: Node | None = self.document if steps and steps[0] in _FETCHED else None
        for step in steps:
            if isinstance(node, Mapping):
                node = node.get(step)
            elif isinstance(node, Sequence):
                node = next((item for item in node.items if identity(item) == step), None)
            else:
                return None
        return node


# Texts by language whose original changed without their translations being changed or marked as stale.


class Outdated(Record):
    """A text by language whose ``language`` is unchanged although the original changed."""

    text: Mapping
    language: str


def texts(node: Node, languages: frozenset[str]) -> Iterator[Mapping]:
    """Yield every text by language in a tree, each node once, in the order written."""
    waiting, seen = [node], set()
    while waiting:
        current = waiting.pop()
        if isinstance(current, Scalar) or id(current) in seen:
            continue
        seen.add(id(current))
        if isinstance(current, Sequence):
            waiting += reversed(current.items)
        elif is_by_language(current, languages):
            yield current
        elif isinstance(current, Mapping):
            waiting += [entry.value for entry in reversed(current.entries)]


def outdated(before: Node, after: Node, original: str, languages: frozenset[str]) -> Iterator[Outdated]:
    """Yield the translations that did not change although their ``original`` did, in the order of ``after``.

    Things are matched by key or id, texts of a plain list by an equal translation. Translations marked as
    stale are left out.
    """
    waiting = [(before, after)]
    while waiting:
        old, new = waiting.pop()
        if old is new or old.__class__ is not new.__class__:
            continue
        if is_by_language(old, languages) and is_by_language(new, languages):
            yield from _outdated(old, new, original)  # type: ignore[arg-type]  # only mappings are
        elif isinstance(old, Mapping) and isinstance(new, Mapping):
            known = {entry.key.text: entry.value for entry in old.entries}
            pairs = [(known.get(entry.key.text), entry.value) for entry in new.entries]
            waiting += [(earlier, value) for earlier, value in reversed(pairs) if earlier is not None]
        elif isinstance(old, Sequence) and isinstance(new, Sequence):
            waiting += reversed(list(_items(old.items, new.items, original, languages)))


def _outdated(old: Mapping, new: Mapping, original: str) -> Iterator[Outdated]:
    if not has(old, original) or unmarked(in_language(old, original)) == unmarked(in_language(new, original)):
        return
    stale = marked(new)
    for entry in new.entries:
        language = entry.key.text
        if language in (original, STALE, ALL) or language in stale or not has(new, language):
            continue
        if unmarked(old.get(language)) == unmarked(entry.value):
            yield Outdated(new, language)


def _items(
    old: tuple[Node, ...], new: tuple[Node, ...], original: str, languages: frozenset[str]
) -> Iterator[tuple[Node, Node]]:
    named = {identity(item): item for item in old if identity(item)}
    spoken = [item for item in old if is_by_language(item, languages)]
    for index, item in enumerate(new):
        if identity(item):
            earlier = named.get(identity(item))
        elif is_by_language(item, languages):
            earlier = _twin(item, spoken, original)  # type: ignore[arg-type]
        else:
            earlier = old[index] if index < len(old) else None
        if earlier is not None:
            yield earlier, item


def _twin(text: Mapping, before: Iterable[Mapping], original: str) -> Mapping | None:
    """Return the earlier text of a list that is equal, else the first with an equal translation."""
    whole = unmarked(text)
    others = [entry for entry in text.entries if entry.key.text not in (original, STALE)]
    alike = None
    for old in before:
        if unmarked(old) == whole:
            return old
        if alike is None and any([unmarked(old.get(own.key.text)) == unmarked(own.value) for own in others]):
            alike = old
    return alike


def unmarked(node: Node | None) -> object:
    """Return the contents of a tree without locations and stale marks, for comparison."""
    if isinstance(node, Mapping):
        return [(entry.key.text, unmarked(entry.value)) for entry in node.entries if entry.key.text != STALE]
    if isinstance(node, Sequence):
        return [unmarked(item) for item in node.items]
    return node and (node.text, node.is_null)


# Writing ``stale: en`` into an outline where a translation is outdated; other characters stay unchanged.

_ANCHOR = re.compile(r"^&\S+\s*")


def with_marks(source: str, found: Iterable[Outdated]) -> str:
    """Return an outline's text with each of these translations marked as stale.

    The locations are those in ``source``. A mark is inserted before the first language of its text, further
    languages are added to an existing mark.
    """
    lines = source.split("\n")
    wanted: dict[Location, tuple[Mapping, list[str]]] = {}
    for one in found:
        wanted.setdefault(one.text.entries[0].key.at, (one.text, []))[1].append(one.language)
    edits = [_edit(text, list(dict.fromkeys(languages)), lines) for text, languages in wanted.values()]
    for at, length, text in sorted(edits, key=lambda edit: (edit[0].line, edit[0].column), reverse=True):
        line = lines[at.line - 1]
        start = at.column - 1
        lines[at.line - 1] = line[:start] + text + line[start + length :]
    return "\n".join(lines)


def _edit(text: Mapping, languages: list[str], lines: list[str]) -> Edit:
    """Return the location of an edit, the number of characters to replace, and the new text."""
    present = text.get(STALE)
    if present is not None and not isinstance(present, Mapping):
        items = present.items if isinstance(present, Sequence) else (present,)
        known = [getattr(item, "text", "") for item in items]
        line = lines[present.at.line - 1]
        if not isinstance(present, Sequence):
            return present.at, len(known[0]) + 2 * (line[present.at.column - 1] in "\"'"), _list([*known, *languages])
        if line[present.at.column - 1] == "[":
            return present.at, 1, f"[{', '.join(languages)}, "
        return present.at, 0, "".join([f"- {language}\n{' ' * (present.at.column - 1)}" for language in languages])
    at = text.entries[0].key.at
    line = lines[at.line - 1]
    mark = f"{STALE}: {_list(languages)}"
    if _ANCHOR.sub("", lines[text.at.line - 1][text.at.column - 1 :]).startswith("{"):
        return at, 0, f"{mark}, "
    end = "\r\n" if line.endswith("\r") else "\n"
    return at, 0, f"{mark}{end}{' ' * (at.column - 1)}"


def _list(languages: list[str]) -> str:
    return languages[0] if len(languages) == 1 else f"[{', '.join(languages)}]"
