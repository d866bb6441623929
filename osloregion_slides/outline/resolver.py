"""The outline's texts in the deck's language, with expressions evaluated.

Texts are read on demand; their faults are added to ``findings`` then.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.base.findings import Finding, Location, finding, meant
from osloregion_slides.base.record import Record
from osloregion_slides.outline.dated import holds, is_dated
from osloregion_slides.outline.markup import (
    Inline,
    odd_stars,
    parse_markup,
    restored,
    unread_links,
    unread_marks,
    unsafe_links,
    verbatim,
)
from osloregion_slides.outline.nodes import Figure, Mapping, Scalar, Table, Unknown, Verbatim, identity
from osloregion_slides.outline.translations import STALE, has, in_language, is_by_language, marked

if TYPE_CHECKING:
    from osloregion_slides.base.messages import Phrase
    from osloregion_slides.outline.expressions import Expressions
    from osloregion_slides.outline.facts import Blank, NotKnown
    from osloregion_slides.outline.markup import Rich
    from osloregion_slides.outline.nodes import Node, Sequence
    from osloregion_slides.outline.words import Own
    from osloregion_slides.outline.workspace import Workspace


FEW_YEARS = 3
"""Years for which facts without dates are assumed to be valid."""
MAX_CHAIN = 20  # length of a chain of facts
FACTS = ("deck", "title", "meeting", "alliance", "organisation", "strategy", "data", "population", "member", "row")
"""Top-level names of expressions, besides ``members`` and ``CHOSEN``."""
CHOSEN = ("language", "as_of", "audience")
DATED_BLOCKS = ("alliance", "strategy")
LASTING = ("", "name", "website", "founded")
"""Facts about the alliance that do not change with the years."""


class Choices(Record):
    """The choices for this deck. ``fallback`` is the outline's own language; ``left_out`` are ids of slides.

    ``written`` is the date in the outline, ``dated`` are the locations of dated texts, ``words`` are the words of the
    workspace.
    """

    language: str
    fallback: str
    languages: tuple[str, ...]
    as_of: str
    audience: str = ""
    slides: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    written: str = ""
    dated: frozenset[Location] = frozenset()
    words: Own = ()

    @property
    def is_far(self) -> bool:
        """Whether the deck's date is more than FEW_YEARS from the outline's, so that facts may be outdated."""
        return bool(self.as_of and self.written) and abs(int(self.as_of[:4]) - int(self.written[:4])) > FEW_YEARS


class Dependencies:
    """The inputs read and the findings reported for one slide, so that it can be cached by its dependencies.

    ``blocks`` are names of the outline's blocks and of choices (``members``, ``as_of``, ``audience``), ``findings``
    are those of its texts. ``alone`` is False after access to a file or another slide.
    """

    __slots__ = ("alone", "blocks", "findings")

    def __init__(self) -> None:
        self.blocks: dict[str, None] = {}
        self.findings: dict[Finding, None] = {}
        self.alone = True

    def add(self, other: Dependencies) -> None:
        """Add the inputs and findings of another."""
        self.blocks.update(other.blocks)
        self.findings.update(other.findings)
        self.alone = self.alone and other.alone


class TextResolver:
    """Resolves the texts of one outline in one language."""

    def __init__(self, document: Mapping, choices: Choices, members: object, workspace: Workspace) -> None:
        self.document = document
        self.choices = choices
        self.members = members
        self.workspace = workspace
        self.dependencies = Dependencies()
        self._languages = frozenset(choices.languages)
        self._findings: dict[Finding, None] = {}
        self._rendered: dict[int, tuple[Scalar, str, Dependencies]] = {}
        self._rendering: dict[int, Scalar] = {}
        self._expressions: Expressions | None = None

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings of the texts read so far, each once."""
        return tuple(self._findings)

    def report(self, finding: Finding) -> None:
        """Add a finding; repeated ones are kept once."""
        self._findings[finding] = None
        self.dependencies.findings[finding] = None

    def block(self, name: str) -> object:
        """Return a block of the outline, or the choice of this name, and record the dependency."""
        self.dependencies.blocks[name] = None
        return self.look_up(name)

    def look_up(self, name: str) -> object:
        """Return the same as ``block`` without recording a dependency."""
        if name == "members":
            return self.members
        return getattr(self.choices, name) if name in CHOSEN or name == "is_far" else self.document.get(name)

    def is_text(self, node: Node | None) -> bool:
        """Return whether a node is a text: a scalar, or a mapping by language (or ``all``)."""
        return isinstance(node, Scalar) or is_by_language(node, self._languages)

    def pick(self, node: Node | None) -> Node | None:
        """Return a mapping's value in this language, else in the outline's; other nodes unchanged."""
        if not isinstance(node, Mapping) or not is_by_language(node, self._languages):
            return node
        language, fallback = self.choices.language, self.choices.fallback
        if not has(node, language):
            self.report(finding("missing-translation", node.at, language=language))
            if has(node, fallback):
                return in_language(node, fallback)
            return next(entry.value for entry in node.entries if entry.key.text != STALE)
        if language in marked(node):
            self.report(finding("stale-translation", (node.get(language) or node).at, language=language))
        return in_language(node, language)

    def say(self, node: Node | None) -> str:
        """Return a text in the deck's language with its markup, "" for null."""
        return restored(self._resolved(node))

    def _resolved(self, node: Node | None) -> str:
        """Return the same as ``say``, with texts from files still ``verbatim``."""
        return self._words(self.pick(node))

    def _words(self, picked: Node | None) -> str:
        if not isinstance(picked, Scalar) or picked.is_null:
            return ""
        cached = self._rendered.get(id(picked))
        if cached is None:
            text = picked.text
            if isinstance(picked, Verbatim):
                return verbatim(text)
            if "{" not in text and text[:1] != "[" and not isinstance(picked, Figure):
                return text
            cached = self._rendered[id(picked)] = self._traced(picked)
        self.dependencies.add(cached[2])
        return cached[1]

    def _traced(self, scalar: Scalar) -> tuple[Scalar, str, Dependencies]:
        """Render a text with its dependencies, which every slide that shows it shares."""
        outer, self.dependencies = self.dependencies, Dependencies()
        try:
            return scalar, self._render(scalar), self.dependencies
        finally:
            self.dependencies = outer

    def rich(self, node: Node | None, listed: bool = False) -> Rich:
        """Return a text's runs; a broken or unsafe link is reported and only its text kept.

        Marks of Markdown that are shown as typed are reported, except in notes (``listed``).
        """
        picked = node if node.__class__ is Scalar else self.pick(node)
        text = self._words(picked)
        if not listed and isinstance(picked, Scalar) and not isinstance(picked, Verbatim):
            for mark in unread_marks(picked.text)[:1]:
                self.report(finding("not-markup", picked.at, text=mark[:40]))
            if "*" in picked.text and (odd := odd_stars(picked.text))[0]:
                self.report(finding(odd[0], picked.at, text=odd[1][:40]))
        rich = parse_markup(text)
        if "](" in text:
            assert picked is not None
            for address in unsafe_links(text):
                self.report(finding("unsafe-link", picked.at, address=address[:80]))
            for link in unread_links(text):
                self.report(finding("unread-link", picked.at, text=link))
            rich = tuple([self._checked(piece, picked.at) for piece in rich])
        if self.choices.language != self.choices.fallback and (language := self._other_language(node)):
            rich = tuple([piece.replace(language=language) for piece in rich])
        return rich

    def _other_language(self, node: Node | None) -> str:
        """Return the language of a text where it is not the deck's, else "".

        A plain text is in the outline's own language, by definition of the schema. Screen readers then pronounce
        names by the rules of that language too.
        """
        from osloregion_slides.outline.untranslated import is_plain_text

        language, fallback = self.choices.language, self.choices.fallback
        if isinstance(node, Scalar):
            return fallback if is_plain_text(node) else ""
        if not isinstance(node, Mapping) or not self.is_text(node) or has(node, language):
            return ""
        if has(node, fallback):
            return fallback
        return next(entry.key.text for entry in node.entries if entry.key.text != STALE)

    def _checked(self, piece: Inline, at: Location) -> Inline:
        slide = piece.link[1:] if piece.link.startswith("#") else ""
        if slide:
            self.dependencies.alone = False
        if not slide or slide in self.choices.slides:
            return piece
        if slide in self.choices.left_out:
            self.report(finding("left-out-slide", at, slide=slide))
        else:
            self.report(finding("unknown-slide", at, slide=slide, **meant(slide, self.choices.slides)))
        return piece.replace(link="")

    def _render(self, scalar: Scalar) -> str:
        text = scalar.text
        if isinstance(scalar, Figure):
            from osloregion_slides.outline.figures import figure_text

            return figure_text(scalar, self.choices.language)
        if text[:1] == "[" and text[-1:] == "]" and text.find("]") == len(text) - 1:
            self._unfilled(scalar.at, text[:60])
        if "{" not in text or ("{{" not in text and "{%" not in text and "{#" not in text):
            if "{" in text:
                self._single(scalar)
            return text
        if id(scalar) in self._rendering:
            self.report(finding("fact-cycle.itself", scalar.at))
            return ""
        if len(self._rendering) >= MAX_CHAIN:
            self.report(finding("fact-cycle", scalar.at, limit=MAX_CHAIN))
            return ""
        self._rendering[id(scalar)] = scalar
        try:
            return self._evaluate(scalar)
        finally:
            del self._rendering[id(scalar)]

    def _single(self, scalar: Scalar) -> None:
        """Warn of ``{ meeting.title }``: single braces are shown as written."""
        import re

        found = re.search(r"\{ *([a-z_]+)\b([^{}]{0,200})\}", scalar.text)
        if found and (found[1] in CHOSEN or (found[2][:1] == "." and found[1] in (*FACTS, "members"))):
            text = found.group()[:60]
            self.report(finding("single-braces", scalar.at, text=text, fetched=f"{{{text}}}"))

    def _evaluate(self, scalar: Scalar) -> str:
        from osloregion_slides.outline.facts import ExpressionError

        if self._expressions is None:
            self._expressions = self._make_expressions()
        try:
            return self._expressions.render(scalar.text)
        except ExpressionError as refused:
            self.report(finding(refused.key, scalar.at, **refused.values))
            return ""

    def _make_expressions(self) -> Expressions:
        from osloregion_slides.outline.expressions import Expressions
        from osloregion_slides.outline.facts import Facts

        names = [name for name in FACTS if self.document.get(name) is not None]
        facts = Facts((*names, "members", *CHOSEN), self.block, self._resolved, self.is_text, self.facts, self.undated)
        return Expressions(facts, self.choices.language, self._blank, self._not_known, self._foreign)

    def filtered(self, things: Sequence, path: Scalar) -> Node | Finding:
        """Return the rows of a path after its filters."""
        from osloregion_slides.outline.facts import ExpressionError, Things

        if self._expressions is None:
            self._expressions = self._make_expressions()
        try:
            made = self._expressions.piped(things, path.text.partition("|")[2])
        except ExpressionError as refused:
            return finding(refused.key, path.at, **refused.values)
        if not isinstance(made, Things):
            return finding("bad-expression.not-rows", path.at)
        for row in made._node.items:
            for entry in row.entries if isinstance(row, Mapping) else ():
                if isinstance(entry.value, Unknown):
                    self.unknown(entry.value.reason, path.at)
        return made._node

    def _foreign(self) -> None:
        """Record that a text depends on a plug-in's filter."""
        self.dependencies.alone = False

    def facts(self, things: Sequence, periods: bool = False) -> tuple[Node, ...]:
        """Return the facts of a list that are valid on the deck's date; with ``periods`` all of them.

        Facts without dates are reported where that date is far from the outline's own.
        """
        found = things.items if periods else self.valid_items(things)
        if not isinstance(things, Table) and self.block("is_far"):
            self.block("as_of")
            undated = [item for item in found if identity(item) and not is_dated(item)]
            if undated:
                names = tuple([identity(item) for item in undated])
                self.report(finding("undated-fact", undated[0].at, names=names, date=self.choices.as_of))
        return found

    def valid_items(self, things: Sequence) -> tuple[Node, ...]:
        """Return the things of a list that are valid on the deck's date."""
        if not any(map(is_dated, things.items)):
            return things.items
        self.block("as_of")
        return tuple([item for item in things.items if holds(item, self.choices.as_of)])

    def undated(self, name: str, node: Node) -> None:
        """Report a fact's text without dates where the deck's date is far from the outline's own."""
        block, _, key = name.partition(".")
        if block not in DATED_BLOCKS or key in LASTING or "." in key or "[" in key:
            return
        if self.block("is_far") and node.at not in self.choices.dated:
            self.block("as_of")
            self.report(finding("undated-fact", node.at, names=(name,), date=self.choices.as_of))

    def unknown(self, reason: Phrase | str, at: Location) -> None:
        """Report a fact missing from the data, at the text that uses it."""
        self.report(finding("not-known", at, reason=reason))

    def _not_known(self, fact: NotKnown) -> None:
        current = next(reversed(self._rendering.values()), None)
        if current is not None and fact.last:
            last = fact.last
            self.report(finding("last-known", current.at, total=last.total, date=last.date, reason=fact.reason))
        elif current is not None:
            self.unknown(fact.reason, current.at)

    def _blank(self, blank: Blank) -> None:
        self.report(finding("unfilled-blank.fact", blank.node.at, name=blank.name))

    def _unfilled(self, at: Location, text: str) -> None:
        """Report an unfilled field such as ``[Sted]``, with its name if it belongs to the meeting."""
        name = self._setting(at)
        found = (
            finding("unfilled-blank", at, text=text, name=name)
            if name
            else finding("unfilled-blank.text", at, text=text)
        )
        self.report(found)

    def _setting(self, at: Location) -> str:
        """Return the dotted path of the meeting's text at a location, else ""."""
        meeting = self.block("meeting")
        for entry in meeting.entries if isinstance(meeting, Mapping) else ():
            texts = (
                [inner.value for inner in entry.value.entries] if isinstance(entry.value, Mapping) else [entry.value]
            )
            if any(text.at == at for text in texts):
                return f"meeting.{entry.key.text}"
        return ""
