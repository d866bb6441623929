"""The facts of an outline on its date, by path, in the deck's language.

They come from the blocks ``alliance``, ``organisation``, ``strategy``, ``data`` and ``population``, the members and
the slides. A fact is a mapping of fields to texts: of a text the field "", of a thing its ``name``, ``from``,
``note`` …, of a member ``from`` (if confirmed), ``county``, ``region``, and ``into``, its later successor. Expressions
in a text become "…": the facts that they refer to are listed themselves. The meeting is left out, because it changes
every time. A deck stores its facts in its base, from which a later deck derives its news.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from osloregion_slides.base.findings import Finding, Location, finding
from osloregion_slides.base.patterns import late
from osloregion_slides.base.record import Record
from osloregion_slides.outline.markup import parse_markup, plain
from osloregion_slides.outline.nodes import NAMES, Figure, Mapping, Scalar, Sequence, Table, Verbatim, identity
from osloregion_slides.outline.resolver import TextResolver
from osloregion_slides.registry.values import Kept, Snapshot

if TYPE_CHECKING:
    from osloregion_slides.outline.load import Outline
    from osloregion_slides.outline.nodes import Node

    Facts = dict[str, dict[str, str]]

BLOCKS = ("alliance", "organisation", "strategy", "data", "population")
COUNTS = ("members.municipalities", "members.county_councils")
HEAD = ("as_of", "language")
"""Entries that are not facts: the date and the language of the facts."""
_NUMBERED = re.compile(r"^\d{4} ")
_FETCHED = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)


def stated(outline: Outline) -> Facts:
    """Return the facts of an outline by their paths, a thing after the path of its list:
    ``{"members/Horten": {"from": "2008-01-01", …}, …}``.

    A resolver of their own reads them, so that faults of facts that no slide shows are not reported.
    """
    own = outline.resolver
    reader = _Reader(TextResolver(own.document, own.choices, own.members, own.workspace))
    for name in BLOCKS:
        node = outline.document.get(name)
        if node is not None:
            reader.read(name, node)
    members = outline.members
    facts = {**reader.facts, **_kept.get((members,), (), lambda: _members(members))}
    for slide in outline.slides:
        if slide.id not in own.choices.slides:  # the slide of news
            continue
        facts[f"slides/{slide.id}"] = {"": plain(parse_markup(own.say(slide.fields.node.get("title")))) or slide.id}
    head = {"as_of": outline.as_of, "language": outline.language}
    return {**{key: {"": text} for key, text in head.items() if text}, **facts}


_kept = Kept(8)


def _members(members: Snapshot) -> Facts:
    names = [member.name for member in members.members]
    twice = {name for name in names if names.count(name) > 1}
    facts = {}
    for member in members.members:
        name = f"{member.name} ({member.county})" if member.name in twice else member.name
        became = _NUMBERED.sub("", member.successor)
        fields = {
            "from": member.start if member.confidence == "confirmed" else "",
            "county": member.county,
            "region": member.region,
            "into": became if became != member.name else "",
        }
        facts[f"members/{name}"] = {key: text for key, text in fields.items() if text}
    if not facts:
        return {}
    for kind, roll in (("municipalities", members.municipalities), ("county_councils", members.county_councils)):
        known = str(roll.total) if roll.total is not None else ""
        last = {"": str(roll.last.total), "known": roll.last.date[:7]} if roll.last else {}
        facts[f"members.{kind}"] = {"": known} if known else last
    return facts


class _Reader:
    def __init__(self, resolver: TextResolver) -> None:
        self.resolver = resolver
        self.facts: Facts = {}

    def say(self, node: Node) -> str:
        """Return a text in the deck's language, with "…" for expressions."""
        picked = self.resolver.pick(node)
        if isinstance(picked, Verbatim | Figure):
            return picked.text
        if not isinstance(picked, Scalar) or picked.is_null:
            return ""
        text = _FETCHED.sub("…", picked.text) if "{" in picked.text else picked.text
        return plain(parse_markup(text))

    def read(self, path: str, node: Node) -> None:
        if self.resolver.is_text(node):
            self._add(path, {"": self.say(node)})
        elif isinstance(node, Mapping):
            for entry in node.entries:
                if path != "population" or isinstance(entry.value, Scalar):
                    self.read(f"{path}.{entry.key.text}", entry.value)
        elif isinstance(node, Sequence):
            self._list(path, node)

    def _list(self, path: str, node: Sequence) -> None:
        items = node.items if path.startswith("data.") else self.resolver.valid_items(node)
        for number, item in enumerate(items, 1):
            if self.resolver.is_text(item):
                text = self.say(item)
                self._add(f"{path}/{text}", {"": text})
            elif isinstance(item, Mapping):
                texts = {e.key.text: self.say(e.value) for e in item.entries if self.resolver.is_text(e.value)}
                texts.pop("id", "")
                place = f"{path}/{identity(item) or self._name(texts, node) or number}"
                if place in self.facts:  # rows with the same first cell
                    place = f"{place} ({number})"
                self._add(place, texts)
                for entry in item.entries:
                    if entry.key.text not in texts and not isinstance(entry.value, Scalar):
                        self.read(f"{place}.{entry.key.text}", entry.value)

    def _name(self, texts: dict[str, str], node: Sequence) -> str:
        """Return the identifying text of a row without an id: its name, or its first cell in a table."""
        keys = [entry.key.text for entry in node.headings] if isinstance(node, Table) else []
        return next((texts[key] for key in (*NAMES, *keys[:1]) if texts.get(key)), "")

    def _add(self, path: str, fields: dict[str, str]) -> None:
        found = {key: text for key, text in fields.items() if text}
        if found:
            self.facts[path] = found


# Matching the facts of two sides: by their paths, and rows with the same first cell by their other cells.

_NTH = late(r" \(\d+\)$")
_LETTER = late(r"[^\W\d_]")
MOST_ALIKE = 60
"""Maximum of rows with the same first cell to compare pairwise."""


class Pairs(Record):
    """Matches of facts: ``same`` maps paths of the later side to paths of the earlier one.

    ``alike`` are the rows of either side that share their first cell with another.
    """

    same: dict[str, str]
    alike: frozenset[str]

    def name(self, path: str, fields: dict[str, str]) -> str:
        """Return the name of a fact: its name or first cell, with its other words where rows share the first cell."""
        key = path.partition("/")[2] if "/" in path else path
        if path.startswith("members/"):
            return key
        named = next((fields[name] for name in (*NAMES, "") if fields.get(name)), "")
        if named or not path.startswith("data."):
            return named or key
        first, *others = fields.values()
        return ", ".join([first, *[text for text in others if path in self.alike and _LETTER.search(text)]])


def pairs(before: Facts, after: Facts) -> Pairs:
    """Match the facts of two sides, regardless of their contents."""
    same = {path: path for path in after if path in before}
    groups: dict[str, tuple[list[str], list[str]]] = {}
    for side, facts in enumerate((before, after)):
        for path in facts:
            if "/" in path and not path.startswith(("members/", "slides/")):
                where, _, key = path.partition("/")
                began = re.sub(r"\W+", "-", _NTH.sub("", key).casefold())
                groups.setdefault(f"{where}/{began}", ([], []))[side].append(path)
    alike: set[str] = set()
    for olds, news in groups.values():
        for path in news:
            same.pop(path, None)
        if len(olds) == 1 == len(news):
            same[news[0]] = olds[0]
        elif max(len(olds), len(news)) > 1:
            alike.update(olds, news)
            same |= _paired({path: before[path] for path in olds}, {path: after[path] for path in news})
    return Pairs({path: same[path] for path in after if path in same}, frozenset(alike))


def _paired(olds: Facts, news: Facts) -> dict[str, str]:
    """Pair rows with the same first cell: equal rows first, then equal words, then those that share most words."""
    found: dict[str, str] = {}
    for meaning in (lambda fields: tuple(fields.items()), _words):
        left: dict[object, list[str]] = {}
        for path, fields in olds.items():
            left.setdefault(meaning(fields), []).append(path)
        for path in [*news]:
            waiting = left.get(meaning(news[path]))
            if waiting:
                found[path] = waiting.pop(0)
                del news[path], olds[found[path]]
    if max(len(olds), len(news)) <= MOST_ALIKE:
        shared = [
            (-len({*_words(news[new])[1:]} & {*_words(olds[old])[1:]}), number, new, old)
            for number, new in enumerate(news)
            for old in olds
        ]
        for few, _, new, old in sorted(shared, key=lambda one: one[:2]):
            if few and new not in found and old in olds:
                found[new] = old
                del olds[old]
    return found


def _words(fields: dict[str, str]) -> tuple[tuple[str, str], ...]:
    """Return the identifying cells of a row: the first, and those with a letter."""
    return tuple([pair for number, pair in enumerate(fields.items()) if not number or _LETTER.search(pair[1])])


def gone(before: Facts | None, after: Facts | None, outline: str) -> tuple[Finding, ...]:
    """Return findings of members and rows of the last build that are missing now on the same date.

    A membership that ends has a ``to``; a missing row may have been deleted by mistake.
    """
    if not before or not after or any([before.get(key) != after.get(key) for key in HEAD]):
        return ()
    known = pairs(before, after)
    kept = {*known.same.values()}
    lost = [path for path in before if "/" in path and path not in kept and not path.startswith("slides/")]
    members = tuple([path.partition("/")[2] for path in lost if path.startswith("members/")])
    found = []
    if members:
        counts = {"before": before.get(COUNTS[0], {}).get("", "?"), "after": after.get(COUNTS[0], {}).get("", "?")}
        found.append(finding("member-gone", Location(outline), count=len(members), names=members, **counts))
    rows = tuple([known.name(path, before[path]) for path in lost if not path.startswith("members/")])
    return (*found, *([finding("row-gone", Location(outline), count=len(rows), names=rows)] if rows else []))
