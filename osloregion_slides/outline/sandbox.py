"""Jinja2, for expressions that ``expressions.pieces`` cannot read; importing it costs 35 ms, so only then."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, Undefined, nodes
from jinja2.sandbox import ImmutableSandboxedEnvironment

from osloregion_slides.base.findings import term
from osloregion_slides.base.messages import Phrase
from osloregion_slides.outline.facts import Blank, ExpressionError, Facts, NotKnown, undefined
from osloregion_slides.outline.filters import unknown_filter

PARTS = 200  # nodes of an expression; counting the members and writing the number in words takes 8
NESTING = 40  # nested brackets; Jinja's parser recurses
ALLOWED = (
    nodes.Template, nodes.Output, nodes.TemplateData, nodes.Name, nodes.Const, nodes.Getattr, nodes.Getitem,
    nodes.Filter, nodes.Test, nodes.Compare, nodes.Operand, nodes.CondExpr, nodes.And, nodes.Or, nodes.Not,
    nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Neg, nodes.Pos, nodes.Concat,
    nodes.List, nodes.Tuple,
)  # fmt: skip
NAMES: dict[type[nodes.Node], str] = {
    nodes.Call: "a call",
    nodes.Pow: "`**`",
    nodes.Mod: "`%`",
    nodes.Slice: "a slice",
    nodes.Dict: "a mapping",
}
UNREAD = (
    ("end of (template)", "}} is missing"),
    (r"unexpected '(?!end).', expected '(.)'", "`{sign}` is missing"),
    (r"expected token '(.)'", "`{sign}` is missing"),
    (r"unexpected char (?:'\"'|\"(')\") at", "a quotation mark has no other"),
    (r"expected token 'end of print statement', got '(.+)'", "`{sign}` cannot stand there"),
    (r"unexpected '(?!end)(.+)'", "`{sign}` cannot stand there"),
    (r"unexpected char ['\"](.+)['\"] at", "`{sign}` cannot stand there"),
    (r"named '(.+)'", "`{sign}` cannot stand there"),
)
"""Jinja's messages on syntax errors, and the messages to show instead."""
TYPES = {
    "str": "a text",
    "int": "a number",
    "float": "a number",
    "NoneType": "nothing",
    "list": "a list",
    "tuple": "a list",
    "FactMapping": "a mapping",
}
"""Types in Python's messages, in the order of the operands."""
TESTS = ("defined", "undefined", "none", "number", "string")
FACTOR = 10**12


class _Sandbox(ImmutableSandboxedEnvironment):
    """A sandbox in which names resolve to facts, never to attributes of Python objects."""

    intercepted_binops = frozenset("*")

    def __init__(self, facts: Facts, known: dict[str, Callable[..., object]], show: Callable[[object], str]) -> None:
        super().__init__(undefined=StrictUndefined, autoescape=False, keep_trailing_newline=True, finalize=show)
        self._facts = facts
        self.globals.clear()
        self.filters = {name: _defined(filter_) for name, filter_ in known.items()}
        self.filters["default"] = _default
        self.tests = {name: self.tests[name] for name in TESTS} | DIVISIONS

    def getattr(self, obj: Any, attribute: str) -> Any:
        return self.getitem(obj, attribute)

    def getitem(self, obj: Any, argument: Any) -> Any:
        try:
            return self._facts.fetch(obj, argument)
        except KeyError:
            return self.undefined(obj=obj, name=argument, exc=_explained(self._facts, obj, argument))  # type: ignore[arg-type]

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        for factor in (left, right):
            if isinstance(factor, bool) or not isinstance(factor, int | float) or abs(factor) > FACTOR:
                raise ExpressionError("bad-expression.factor")
        return left * right


def _divides(value: object, divisor: object, name: str) -> bool:
    """Return whether a number is divisible. Jinja's own tests would format a text: ``'%9999999d' % 2``."""
    for number in (value, divisor):
        if isinstance(number, Undefined):
            str(number)  # raises: see _explained
        if isinstance(number, bool) or not isinstance(number, int | float):
            raise ExpressionError("bad-expression.division", name=name)
    return bool(value % divisor == 0)  # type: ignore[operator]  # both are numbers


DIVISIONS: dict[str, Callable[..., bool]] = {
    "odd": lambda value: not _divides(value, 2, "odd"),
    "even": lambda value: _divides(value, 2, "even"),
    "divisibleby": lambda value, divisor: _divides(value, divisor, "divisibleby"),
}


def _explained(facts: Facts, owner: object, name: object) -> Callable[[str], ExpressionError]:
    """Return the exception factory that Jinja calls on use of an undefined fact."""
    return lambda message: undefined(facts.path(owner, name), str(name), facts.known(owner))


def _defined(filter_: Callable[..., object]) -> Callable[..., object]:
    def apply(value: object, *arguments: object) -> object:
        for part in (value, *arguments):
            if isinstance(part, Undefined):
                str(part)  # raises: see _explained
        return filter_(value, *arguments)

    return apply


def _default(value: object, instead: object = "") -> object:
    return instead if isinstance(value, Undefined | Blank | NotKnown) else value


def jinja(facts: Facts, known: dict[str, Callable[..., object]], show: Callable[[object], str]) -> Callable[[str], str]:
    """Return a function that renders a text over ``facts``; it raises only ExpressionError."""
    environment = _Sandbox(facts, known, show)

    def render(text: str) -> str:
        try:
            return _render(environment, text, facts, known)
        except TemplateSyntaxError as wrong:
            raise _syntax(str(wrong.message), text, known) from None
        except TemplateError as wrong:
            raise ExpressionError("bad-expression.failed", reason=wrong.message) from None
        except RecursionError:
            raise ExpressionError("bad-expression.long") from None
        except ZeroDivisionError:
            raise ExpressionError("bad-expression.zero") from None
        except NameError:  # Jinja writes infinity into its code as `inf`
            raise ExpressionError("bad-expression.too-large") from None
        except (TypeError, ValueError, LookupError, OverflowError, MemoryError, SyntaxError) as wrong:
            raise ExpressionError("bad-expression.type", reason=_unsuited(str(wrong))) from None

    return render


def _render(environment: _Sandbox, text: str, facts: Facts, known: dict[str, Callable[..., object]]) -> str:
    if _has_statements(text):
        raise ExpressionError("statement")
    _nesting(text)
    tree = environment.parse(text)
    names = _walk(tree)
    template = environment.from_string(tree)
    context: dict[str, object] = {}
    for name in names:
        try:
            context[name] = facts.root(name)
        except KeyError:
            context[name] = environment.undefined(name=name, exc=_explained(facts, None, name))  # type: ignore[arg-type]
    return template.render(context)


def _has_statements(text: str) -> bool:
    end = text.rfind("}}") + 2 if "}}" in text else 0
    literal = re.sub(r"\{\{.*?\}\}", "", text[:end], flags=re.DOTALL) + text[end:]
    return "{%" in literal or "{#" in literal


def _nesting(text: str) -> None:
    depth = 0
    for character in text:
        depth += (character in "([{") - (character in ")]}")
        if depth > NESTING:
            raise ExpressionError("bad-expression.nesting", limit=NESTING)


def _walk(tree: nodes.Template) -> dict[str, None]:
    """Return the names in a tree; ExpressionError for forbidden nodes, or too many."""
    names: dict[str, None] = {}
    waiting: list[nodes.Node] = [tree]
    count = 0
    while waiting:
        node = waiting.pop()
        count += not isinstance(node, nodes.TemplateData | nodes.Output | nodes.Template)
        if not isinstance(node, ALLOWED):
            what = term(NAMES.get(type(node), f"`{type(node).__name__.lower()}`"))
            raise ExpressionError("bad-expression.forbidden", what=what)
        if count > PARTS:
            raise ExpressionError("bad-expression.parts", limit=PARTS)
        if isinstance(node, nodes.Name):
            names[node.name] = None
        waiting.extend(reversed(list(node.iter_child_nodes())))
    return names


def _syntax(message: str, text: str, known: dict[str, Callable[..., object]]) -> ExpressionError:
    found = re.search(r"No filter named '(\w+)'", message)
    if found:
        return unknown_filter(found[1], known)
    if "}}" not in text[text.rfind("{{") :]:
        message = "end of template"
    reasons = [
        term(reason, sign=(found[1] or "")[:40]) for pattern, reason in UNREAD if (found := re.search(pattern, message))
    ]
    return ExpressionError("bad-expression.syntax", reason=(reasons or [term("something is missing before }}")])[0])


def _unsuited(message: str) -> Phrase:
    """Return the reason of a Python error in the terms of an outline's author."""
    if re.search(r"\bargument", message):
        return term("a filter has too many or too few values")
    sign = "+" if "concatenate" in message else re.search(r"for (?:unary )?(\S+):|^'(\S+)' not", message)
    kinds = [term(TYPES[name]) for name in re.findall(r"\w+", message) if name in TYPES]
    if not sign or not kinds:
        return term("the values do not suit it")
    given = kinds[0] if len(kinds) == 1 else term("{one} and {other}", one=kinds[0], other=kinds[1])
    shown = sign if isinstance(sign, str) else sign[1] or sign[2]
    return term("`{sign}` cannot be used with {given}", sign=shown, given=given)
