"""What an outline states on its date: every fact by its path, in the words of the deck's language.

The facts are those of the blocks ``alliance``, ``organisation``, ``strategy``, ``data`` and ``population``, who is a
member, and which slides there are. A fact is a mapping of fields to texts: of a text the field "", of a thing its
``name``, ``from``, ``note`` …, of a member ``from`` (where a source confirms it), ``county``, ``region``, and the one
that it goes ``into`` later. What a text fetches by an expression is "…": the fact that it fetches is one itself. The
meeting is left out, because it changes every time. A deck keeps its facts in its base, so that the next one can say
what is new since.
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
"""What is kept with the facts, and is none: the date they hold on, the language of their words."""
_NUMBERED = re.compile(r"^\d{4} ")
_FETCHED = re.compile(r"\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}", re.DOTALL)


def stated(outline: Outline) -> Facts:
    """Return the facts of an outline by their paths, a thing behind the path of its list:
    ``{"members/Horten": {"from": "2008-01-01", …}, …}``.

    They are read apart from the slides, so nothing is reported of those that no slide shows.
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
        if slide.id not in own.choices.slides:  # the slide that says what is new
            continue
        facts[f"slides/{slide.id}"] = {"": plain(parse_markup(own.say(slide.fields.node.get("title")))) or slide.id}
    said = {"as_of": outline.as_of, "language": outline.language}
    return {**{key: {"": text} for key, text in said.items() if text}, **facts}


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
        """Return a text in the deck's language, "…" for what it fetches."""
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
        items = node.items if path.startswith("data.") else self.resolver.there(node)
        for number, item in enumerate(items, 1):
            if self.resolver.is_text(item):
                text = self.say(item)
                self._add(f"{path}/{text}", {"": text})
            elif isinstance(item, Mapping):
                texts = {e.key.text: self.say(e.value) for e in item.entries if self.resolver.is_text(e.value)}
                texts.pop("id", "")
                place = f"{path}/{identity(item) or self._name(texts, node) or number}"
                if place in self.facts:  # rows that begin with the same year
                    place = f"{place} ({number})"
                self._add(place, texts)
                for entry in item.entries:
                    if entry.key.text not in texts and not isinstance(entry.value, Scalar):
                        self.read(f"{place}.{entry.key.text}", entry.value)

    def _name(self, texts: dict[str, str], node: Sequence) -> str:
        """Return what tells a row without an id from the others: its name, or its first cell in a table."""
        keys = [entry.key.text for entry in node.headings] if isinstance(node, Table) else []
        return next((texts[key] for key in (*NAMES, *keys[:1]) if texts.get(key)), "")

    def _add(self, path: str, fields: dict[str, str]) -> None:
        found = {key: text for key, text in fields.items() if text}
        if found:
            self.facts[path] = found


# Which fact of one side is which of the other: by their paths, and rows that begin alike by what they say.

_NTH = late(r" \(\d+\)$")
_LETTER = late(r"[^\W\d_]")
MOST_ALIKE = 60
"""Rows that begin alike and differ in their words, of which each is compared with each."""


class Pairs(Record):
    """``same`` are the paths of the facts that both sides have: those of after, with those of before.

    ``alike`` are the rows of either side that begin as another one does.
    """

    same: dict[str, str]
    alike: frozenset[str]

    def name(self, path: str, fields: dict[str, str]) -> str:
        """Return what a fact is called: its name or first cell, with its other words where rows begin alike."""
        key = path.partition("/")[2] if "/" in path else path
        if path.startswith("members/"):
            return key
        named = next((fields[name] for name in (*NAMES, "") if fields.get(name)), "")
        if named or not path.startswith("data."):
            return named or key
        first, *others = fields.values()
        return ", ".join([first, *[text for text in others if path in self.alike and _LETTER.search(text)]])


def pairs(before: Facts, after: Facts) -> Pairs:
    """Return which facts of two sides are the same, whatever they say now."""
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
    """Pair rows that begin alike: equal ones first, then those whose words are equal, then those that share most."""
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
    """Return the cells of a row that say what it is: the first, and those with a letter."""
    return tuple([pair for number, pair in enumerate(fields.items()) if not number or _LETTER.search(pair[1])])


def gone(before: Facts | None, after: Facts | None, outline: str) -> tuple[Finding, ...]:
    """Return findings of members and rows that the last build had on the same date and this one has not.

    A membership that ends has a ``to``; a row that is gone may have been deleted by mistake.
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
