"""Jinja expressions over the outline's facts: expressions only, in a sandbox, within limits.

Outlines are not trusted. A walk over the syntax tree rejects statements, calls, ``**`` and ``%``;
``*`` accepts only numbers, an expression has at most 200 parts and a text 10 000 characters.
"""

from __future__ import annotations

from collections.abc import Callable

from osloregion_slides.base.patterns import late
from osloregion_slides.base.record import Record
from osloregion_slides.outline.facts import (
    Blank,
    Cell,
    ExpressionError,
    FactMapping,
    Facts,
    NotKnown,
    Things,
    undefined,
)
from osloregion_slides.outline.filters import OUTPUT, filters, unknown_filter
from osloregion_slides.outline.nodes import Sequence
from osloregion_slides.outline.words import word

# ``{{ a.b | filter }}`` without Jinja, with the same result.
#
# Importing Jinja2 and compiling 13 templates costs a quarter of the yardstick of goal P1b, and each text
# 0.7 ms; nearly every expression of an outline is a path and filters without arguments, and takes 0.02 ms
# here. A test over arbitrary texts compares the two.

WORD = "[A-Za-z][A-Za-z0-9_]*"
PLAIN = late(rf"\{{\{{ *({WORD}(?:\.{WORD})*)((?: *\| *{WORD})*) *\}}\}}")
RESERVED = frozenset(
    ("and", "else", "if", "in", "is", "not", "or", "true", "false", "none", "True", "False", "None", "default")
)
"""Keywords of Jinja's parser, and the filter for facts that do not exist."""


def pieces(text: str) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]] | None:
    """Return literal text, path and filters in turn; None where the text needs Jinja.

    The last piece has no path.
    """
    found: list[tuple[str, tuple[str, ...], tuple[str, ...]]] = []
    end = 0
    for match in PLAIN.finditer(text):
        literal = text[end : match.start()]
        path = tuple(match[1].split("."))
        names = tuple([name.strip() for name in match[2].split("|")[1:]])
        if _tagged(literal) or path[0] in RESERVED or not RESERVED.isdisjoint(names):
            return None
        found.append((literal, path, names))
        end = match.end()
    literal = text[end:]
    if _tagged(literal):
        return None
    return [*found, (literal, (), ())]


def _tagged(literal: str) -> bool:
    """Return whether a literal has Jinja tags, or a final brace that Jinja would join with the next character."""
    return "{{" in literal or "{%" in literal or "{#" in literal or literal.endswith("{")


def filled(
    parts: list[tuple[str, tuple[str, ...], tuple[str, ...]]],
    look_up: Callable[[tuple[str, ...]], object],
    apply: Callable[[str, object], object],
    show: Callable[[object], str],
) -> str:
    """Return the text with each path looked up, filtered and shown."""
    out = []
    for literal, path, names in parts:
        out.append(literal)
        if path:
            value = look_up(path)
            for name in names:
                value = apply(name, value)
            out.append(show(value))
    return "".join(out)


_FILTER = late(rf"\| *({WORD})")
_QUOTED = late("'[^']*'|\"[^\"]*\"")
ROWS = "rows"
"""The name of the list at the start of a filter pipeline."""
MOST = 1e15  # numbers beyond are shown with an exponent, or are infinite


class Expressions:
    """Renders texts in one language over one set of facts.

    ``blank`` is called with each empty fact that is shown, ``unknown`` with each unknown one, ``foreign`` for each use
    of a plug-in's filter.
    """

    def __init__(
        self,
        facts: Facts,
        language: str,
        blank: Callable[[Blank], None],
        unknown: Callable[[NotKnown], None] = lambda fact: None,
        foreign: Callable[[], None] = lambda: None,
    ) -> None:
        self._facts = facts
        self._unknown = unknown
        self._foreign = foreign
        self._language = language
        self._blank = blank
        self._filters: dict[str, Callable[..., object]] = {}
        self._jinja: Callable[[str], str] | None = None

    def render(self, text: str) -> str:
        """Return ``text`` with its expressions evaluated; ExpressionError where one cannot be.

        Texts from files are inserted as ``markup.verbatim``.
        """
        if len(text) > OUTPUT:
            raise ExpressionError("output-limit", limit=OUTPUT)
        parts = pieces(text)
        if parts is None:
            rendered = self._by_jinja(text)
        else:
            for name in [name for _, _, names in parts for name in names]:
                self._filter(name)  # Jinja also resolves filters before facts
            rendered = filled(parts, self._look_up, self._apply, self.show)
        if len(rendered) > OUTPUT:
            raise ExpressionError("output-limit.result", limit=OUTPUT)
        return rendered

    def _by_jinja(self, text: str) -> str:
        for name in dict.fromkeys(_FILTER.findall(text)):
            if name not in self._known_filters():
                self._plugin(name)
        if self._jinja is None:
            from osloregion_slides.outline.sandbox import jinja

            self._jinja = jinja(self._facts, self._known_filters(), self.show)
        return self._jinja(text)

    def piped(self, things: Sequence, rest: str) -> object:
        """Return a list after filters (``where('a', 'b') | top('c', 3)``); ExpressionError as ``render``."""
        from osloregion_slides.outline.sandbox import jinja

        made: list[object] = []
        for name in _FILTER.findall("|" + _QUOTED.sub("", rest)):
            self._filter(name)

        def keep(value: object) -> str:
            made.append(value)
            return ""

        jinja(self._facts.with_list(ROWS, things), self._known_filters(), keep)(f"{{{{ {ROWS} |{rest} }}}}")
        return made[-1]

    def show(self, value: object) -> str:
        """Return a value as the characters it is printed with."""
        if isinstance(value, str):
            if value.__class__ is str:
                return value
            return str(value) if value.__class__ is Cell else self._shown(value)
        if isinstance(value, NotKnown):
            self._unknown(value)
            if value.last:
                return f"{value.last_text} ({self._filter('date')(value.last.date, 'month')})"
            return word(self._language, "not known number" if value.counts else "not known")
        if isinstance(value, Blank):
            self._blank(value)
            return ""
        if isinstance(value, bool):
            return "true" if value else "false"
        if isinstance(value, int | float):
            if not -MOST < value < MOST:
                raise ExpressionError("bad-expression.too-large")
            if value.__class__ is float:  # calculated: with the language's separators
                return str(self._filter("number")(value))
            return str(value) if value.__class__ is int else self._shown(value)
        if isinstance(value, FactMapping | Record):
            raise ExpressionError("bad-expression.mapping", known=self._facts.known(value)[:16])
        if isinstance(value, Things | list | tuple):
            raise ExpressionError("bad-expression.gives-list")
        if value is None:
            return ""
        return str(value)  # an undefined fact: Jinja raises its error

    def _shown(self, value: object) -> str:
        from osloregion_slides.outline.figures import shown

        return shown(value, self._language)

    def _known_filters(self) -> dict[str, Callable[..., object]]:
        if not self._filters:
            self._filters = filters(self._language)
        return self._filters

    def _look_up(self, path: tuple[str, ...]) -> object:
        value: object = None
        for depth, name in enumerate(path):
            try:
                value = self._facts.fetch(value, name) if depth else self._facts.root(name)
            except KeyError:
                known = self._facts.known(value) if depth else self._facts.names()
                raise undefined(".".join(path[: depth + 1]), name, known) from None
        return value

    def _filter(self, name: str) -> Callable[..., object]:
        known = self._known_filters()
        if name not in known:
            self._plugin(name)
        if name not in known:
            raise unknown_filter(name, known)
        return known[name]

    def _plugin(self, name: str) -> None:
        """Add the filter of a plug-in."""
        from osloregion_slides.outline.plugins import plugin_filter

        found = plugin_filter(name, self._language, self.show, self._foreign)
        if found is not None:
            self._known_filters()[name] = found
            self._jinja = None  # built with the filters known until now

    def _apply(self, name: str, value: object) -> object:
        return self._filter(name)(value)
