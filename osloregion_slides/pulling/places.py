"""The sources of a slide's texts: the outline's texts as shown on slides, with the nodes around each."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from osloregion_slides.base.record import Record
from osloregion_slides.outline.fields import lead
from osloregion_slides.outline.markup import Rich, plain
from osloregion_slides.outline.nodes import Mapping, Scalar, Sequence, identity
from osloregion_slides.outline.resolver import TextResolver
from osloregion_slides.update.deck_state import nfc

if TYPE_CHECKING:
    from collections.abc import Iterator

    from osloregion_slides.outline.load import Outline
    from osloregion_slides.outline.nodes import Node

    Step = tuple[Node, str | int]
    """A node, and the key or index of the next one in it."""

_EXPRESSION = re.compile(r"\{\{\s*([^{}|()\s]+)\s*\}\}")
_NO_TEXTS = frozenset(
    ("id", "kind", "icon", "from", "to", "file", "source_file", "geometry", "freeze", "ignore", "moved")
)
"""Keys whose values are not shown as texts."""
_APART = frozenset(("slides", "audiences", "languages", "language", "brand", "deck", "as_of", "members", "extends"))


class OutlineText(Record):
    """A text of the outline: its scalar, its runs on a slide, and the steps to it from the document."""

    scalar: Scalar
    rich: Rich
    steps: tuple[Step, ...]

    @property
    def words(self) -> str:
        """The characters that a slide shows."""
        return nfc(plain(self.rich))

    @property
    def is_expression(self) -> bool:
        """Whether the text has expressions."""
        return "{{" in self.scalar.text or "{%" in self.scalar.text

    @property
    def list(self) -> tuple[Sequence, Node] | None:
        """The innermost list of things or texts around it, and its item there."""
        nodes = [*[node for node, _ in self.steps], self.scalar]
        for place in range(len(self.steps) - 1, -1, -1):
            node, key = self.steps[place]
            if isinstance(node, Sequence) and isinstance(key, int):
                return node, nodes[place + 1]
        return None


class Places:
    """The texts of an outline in the deck's language: those of each slide, and those of the blocks.

    ``written``: include empty texts (""). ``slides`` is the list of all slides, ``to_slides`` are the steps to it.
    """

    def __init__(self, outline: Outline, written: bool = False) -> None:
        self._written = written
        self.document = outline.document
        self._resolver = TextResolver(
            outline.document, outline.resolver.choices, outline.members, outline.resolver.workspace
        )
        self._slides: dict[str, Mapping] = {}
        self._texts_by_slide: dict[str, tuple[OutlineText, ...]] = {}
        self._blocks: tuple[OutlineText, ...] | None = None
        slides = self.document.get("slides")
        self.slides = slides if isinstance(slides, Sequence) else Sequence((), self.document.at)
        self.to_slides: tuple[Step, ...] = ((self.document, "slides"),)
        self._index = {identity(slide): i for i, slide in enumerate(self.slides.items)}

    def slide(self, key: str) -> Mapping | None:
        """Return the outline's slide of a slide in the deck (``members-2`` belongs to ``members``)."""
        name = self.source(key)
        found = self.slides.items[self._index[name]] if name else None
        return found if isinstance(found, Mapping) else None

    def source(self, key: str) -> str:
        """Return the id of the outline's slide of a slide in the deck, else ""."""
        if key in self._index:
            return key
        first, _, number = key.rpartition("-")
        return first if number.isdigit() and first in self._index else ""

    def of(self, key: str) -> tuple[OutlineText, ...]:
        """Return the texts of a slide in the order written."""
        name = self.source(key)
        if name not in self._texts_by_slide:
            slide = self.slide(key)
            steps = (*self.to_slides, (self.slides, self._index.get(name, 0)))
            self._texts_by_slide[name] = tuple(self._texts(slide, steps)) if slide else ()
        return self._texts_by_slide[name]

    def blocks(self) -> tuple[OutlineText, ...]:
        """Return the texts of the outline's blocks: facts, the meeting, rows of tables."""
        if self._blocks is None:
            found: list[OutlineText] = []
            for entry in self.document.entries:
                if entry.key.text not in _APART:
                    found += self._texts(entry.value, ((self.document, entry.key.text),))
            self._blocks = tuple(found)
        return self._blocks

    def led_to(self, text: OutlineText) -> OutlineText | None:
        """Return the fact of a text that is only ``{{ path }}``, else None."""
        found = _EXPRESSION.fullmatch(text.scalar.text.strip())
        return self._fact(found[1]) if found else None

    def fact_for(self, text: OutlineText, words: str) -> tuple[OutlineText | None, str]:
        """Return the only fact that must change to give ``words``, with its new text; None if there is not exactly one.

        All expressions of the text must be facts (``{{ path }}``), and the words around them unchanged.
        """
        pieces = _EXPRESSION.split(text.scalar.text.strip())
        facts = [self._fact(path) for path in pieces[1::2]]
        found = re.fullmatch("(.*)".join(map(re.escape, pieces[::2])), words, re.DOTALL)
        if not words or found is None or None in facts:
            return None, ""
        other = {fact: new for fact, new in zip(facts, found.groups()) if fact and nfc(new) != fact.words}
        return next(iter(other.items())) if len(other) == 1 else (None, "")

    def _fact(self, path: str) -> OutlineText | None:
        wanted = path.replace("[", ".").replace("]", "").split(".")
        return next((one for one in self.blocks() if _named(one) == wanted), None)

    def numbers(self, key: str) -> Iterator[Scalar]:
        """Yield the scalars of a slide and of the tables at its paths, which can be numbers."""
        slide = self.slide(key)
        if slide is None:
            return
        yield from _scalars(slide)
        for scalar in list(_scalars(slide)):
            if found := self.leads(scalar):
                yield from _scalars(found)

    def leads(self, scalar: Scalar) -> Mapping | Sequence | None:
        """Return the things at a path, None for texts that are not such a path."""
        if "." in scalar.text and " " not in scalar.text and scalar.text[:1].isalpha():
            found = lead(self._resolver, scalar)
            return found if isinstance(found, (Mapping, Sequence)) else None
        return None

    def _texts(self, node: Node, steps: tuple[Step, ...]) -> Iterator[OutlineText]:
        if self._resolver.is_text(node):
            picked = self._resolver.pick(node)
            if picked is not node and isinstance(node, Mapping):
                language = next((e.key.text for e in node.entries if e.value is picked), "")
                steps = (*steps, (node, language))
            if isinstance(picked, Scalar):
                rich = () if picked.is_null else self._resolver.rich(node)
                if rich or (self._written and not picked.is_null):
                    yield OutlineText(picked, rich, steps)
                return
            node = picked or node
        if isinstance(node, Mapping):
            for entry in node.entries:
                if entry.key.text not in _NO_TEXTS:
                    yield from self._texts(entry.value, (*steps, (node, entry.key.text)))
        elif isinstance(node, Sequence):
            for number, item in enumerate(node.items):
                yield from self._texts(item, (*steps, (node, number)))


def _scalars(node: Node) -> Iterator[Scalar]:
    if isinstance(node, Scalar):
        yield node
    elif isinstance(node, Mapping):
        for entry in node.entries:
            yield from _scalars(entry.value)
    else:
        for item in node.items:
            yield from _scalars(item)


def _named(text: OutlineText) -> list[str]:
    """Return the steps of a fact's path in expressions: ids for things, without the language."""
    found: list[str] = []
    for node, key in text.steps:
        if isinstance(node, Sequence) and isinstance(key, int):
            found.append(identity(node.items[key]))
        else:
            found.append(str(key))
    last = text.steps[-1][0]
    is_translated = isinstance(last, Mapping) and last.get(found[-1]) is text.scalar and len(found) > 1
    return found[:-1] if is_translated and len(found[-1]) == 2 or found[-1] == "all" else found
