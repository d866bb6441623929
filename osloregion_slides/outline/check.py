"""Nodes against a JSON Schema: every fault with its line, column and the nearest right word.

A subset of JSON Schema 2020-12: ``$ref`` into the schema itself, and ``keywords.KEYWORDS``. Where the
schema expects a string, any scalar that is not null is one, however YAML would type it.
"""

from __future__ import annotations

from osloregion_slides.findings import Finding, error
from osloregion_slides.outline.keywords import KEYWORDS
from osloregion_slides.outline.nearest import did_you_mean
from osloregion_slides.outline.nodes import Mapping, Scalar

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

    from osloregion_slides.outline.keywords import Rule
    from osloregion_slides.outline.nodes import Node

KEPT = 20_000
"""So many mappings are remembered from trees without faults; the flagship's outline has 300."""
LARGEST = 8_000
"""A tree with more of them is not remembered, nor kept alive by it: outlines of some 350 slides are read once."""
HINTS = 300
"""So many nearest words are looked for: each takes half a millisecond."""


class Checker:
    """Checks nodes against one schema, and remembers what it found in each mapping."""

    def __init__(self, schema: dict[str, Any]) -> None:
        self.schema = schema
        self.seen: dict[tuple[int, int, bool], tuple[Node, list[Finding]]] = {}
        self.before: dict[tuple[int, int, bool], tuple[Node, list[Finding]]] = {}
        self.trying = False
        self._rules: dict[int, list[tuple[Rule, Any, dict[str, Any]]]] = {}
        self._hints = HINTS
        self._unions: dict[int, dict[str, dict[str, Any]] | None] = {}

    def another(self) -> Checker:
        """Return a checker with the rules that this one made of the schema, and what trees without faults had.

        Rules hold nothing of a check, so checkers of several threads can share them. What is remembered
        holds its nodes, so that no other node can have their identity.
        """
        fresh = Checker(self.schema)
        fresh.before = self.before
        fresh._rules, fresh._unions = self._rules, self._unions
        return fresh

    def check(self, node: Node) -> tuple[Finding, ...]:
        """Return the faults of ``node``; a mapping checked before is not gone through again."""
        faults = self.faults(node, self.schema)
        if not faults and len(self.seen) <= LARGEST:
            if len(self.before) > KEPT:
                self.before.clear()
            self.before.update(self.seen)
        return tuple(faults)

    def visit(self, node: Node, schema: Any, out: list[Finding]) -> None:
        """Add the faults of ``node`` by ``schema`` to ``out``; each mapping is gone through once."""
        if node.__class__ is Mapping:
            place = (id(node), id(schema), self.trying)
            known = self.seen.get(place) or self.before.get(place)
            if known is None:
                known = self.seen[place] = (node, [])
                self._apply(node, schema, known[1])
            out += known[1]
        else:
            self._apply(node, schema, out)

    def _apply(self, node: Node, schema: Any, out: list[Finding]) -> None:
        rules = self._rules.get(id(schema))
        if rules is None:
            rules = self._rules[id(schema)] = self._compiled(schema)
        for rule, argument, owner in rules:
            rule(self, node, argument, owner, out)

    def faults(self, node: Node, schema: Any) -> list[Finding]:
        """Return the faults of ``node`` by a part of the schema."""
        out: list[Finding] = []
        self.visit(node, schema, out)
        return out

    def fits(self, node: Node, schema: Any) -> bool:
        """Return whether ``node`` has no fault by a part of the schema; no nearest words are looked for."""
        before, self.trying = self.trying, True
        fitting = not self.faults(node, schema)
        self.trying = before
        return fitting

    def _compiled(self, schema: Any) -> list[tuple[Rule, Any, dict[str, Any]]]:
        """The rules of a schema, those of what it refers to in place of the reference."""
        if isinstance(schema, bool):
            return [] if schema else [(_nothing, None, {})]
        rules: list[tuple[Rule, Any, dict[str, Any]]] = []
        for keyword, argument in schema.items():
            if keyword == "$ref":
                rules += self._compiled(self.target(argument))
            elif keyword == "anyOf" and _takes_scalars(argument):
                rules.append((_unless_scalar, argument, schema))
            elif keyword in KEYWORDS:
                rules.append((KEYWORDS[keyword], argument, schema))
        return rules

    def hint(self, word: str, known: Iterable[str]) -> str:
        """Return the nearest known word as a hint, "" for a trial and after so many that nobody reads them."""
        if self.trying or self._hints <= 0:
            return ""
        self._hints -= 1
        return did_you_mean(word, known)

    def target(self, reference: str) -> dict[str, Any]:
        """Return what ``#/$defs/name`` stands for; KeyError where the schema itself is wrong."""
        target: Any = self.schema
        for step in reference.split("/")[1:]:
            target = target[step]
        return target  # type: ignore[no-any-return]

    def union(self, branches: list[Any]) -> dict[str, dict[str, Any]] | None:
        """Return branch by kind if these are all ``if kind is … then …``, else None."""
        if id(branches) not in self._unions:
            self._unions[id(branches)] = _by_kind(branches)
        return self._unions[id(branches)]


def check(node: Node, schema: dict[str, Any]) -> tuple[Finding, ...]:
    """Return every fault of ``node`` by ``schema``, in the order of the file."""
    return Checker(schema).check(node)


def _takes_scalars(branches: list[Any]) -> bool:
    """True where one branch lets every scalar pass, as that of a text does: two thirds of what is checked."""
    for branch in branches:
        if isinstance(branch, dict) and branch.keys() == {"type"} and {"string", "null"} <= set(branch["type"]):
            return True
    return False


def _unless_scalar(checker: Checker, node: Node, branches: Any, schema: dict[str, Any], out: list[Finding]) -> None:
    if node.__class__ is not Scalar:
        KEYWORDS["anyOf"](checker, node, branches, schema, out)


def _by_kind(branches: list[Any]) -> dict[str, dict[str, Any]] | None:
    found: dict[str, dict[str, Any]] = {}
    for branch in branches:
        try:
            kind = branch["if"]["properties"]["kind"]["const"]
        except (KeyError, TypeError):
            return None
        condition = {"properties": {"kind": {"const": kind}}, "required": ["kind"]}
        if not isinstance(kind, str) or branch != {"if": condition, "then": branch.get("then")}:
            return None
        found[kind] = branch["then"]
    return found


def _nothing(checker: Checker, node: Node, argument: Any, schema: dict[str, Any], out: list[Finding]) -> None:
    out.append(error("unknown-key", node.at, "nothing may stand here"))
