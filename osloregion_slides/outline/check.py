"""Nodes against a JSON Schema: every fault with its line, its column and the nearest valid word.

Supports a subset of JSON Schema 2020-12: ``$ref`` within the schema, and ``KEYWORDS``. Any scalar that is
not null counts as a string, whatever type YAML would give it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from osloregion_slides.base.findings import MAX_WORD, Finding, Location, finding, meant, short, term
from osloregion_slides.outline.nodes import (
    NULLS,
    Mapping,
    Scalar,
    Sequence,
    boolean,
    date_fault,
    kind_of,
    number,
    whole,
)
from osloregion_slides.outline.text_schema import COLON, LANGUAGE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from osloregion_slides.base.messages import Phrase
    from osloregion_slides.outline.nodes import Entry, Node

    Rule = Callable[["Checker", Node, Any, dict[str, Any], list[Finding]], None]


# The keywords of JSON Schema that the outline's schema uses, one function each.
#
# Keywords outside ``KEYWORDS`` (``description``, ``title``, ``default``) are annotations and check nothing.

ENGLISH = {
    "object": "a mapping",
    "array": "a list",
    "string": "a text",
    "number": "a number",
    "integer": "a whole number",
    "boolean": "true or false",
    "null": "nothing",
}
FAULTS = 5_000  # a mapping or list with more is not checked further
A_LIST = ("one", "two")
"""The example list in messages where a list is allowed."""
BRANCH_FAULTS = frozenset(("wrong-type", "bad-value", "unknown-kind"))

TYPES: dict[str, Callable[[Node], bool]] = {
    "object": lambda node: node.__class__ is Mapping,
    "array": lambda node: node.__class__ is Sequence,
    "string": lambda node: isinstance(node, Scalar) and not (node.plain and node.text in NULLS),
    "null": lambda node: isinstance(node, Scalar) and node.is_null,
    "boolean": lambda node: isinstance(node, Scalar) and boolean(node) is not None,
    "number": lambda node: isinstance(node, Scalar) and number(node) is not None,
    "integer": lambda node: isinstance(node, Scalar) and whole(node) is not None,
}
"""Tests of each JSON type; a scalar can have several types."""


def _wanted(names: list[str] | tuple[str, ...], schema: dict[str, Any]) -> Phrase:
    if len(names) > 3:
        return term(ENGLISH["string"])
    if "title" in schema:
        return term(schema["title"])
    first, *others = [term(ENGLISH[name]) for name in names if name != "null"]
    for other in others:
        first = term("{one} or {other}", one=first, other=other)
    return first


def _type(checker: Checker, node: Node, names: Any, schema: dict[str, Any], out: list[Finding]) -> None:
    if isinstance(names, str):
        names = (names,)
    for name in names:
        if TYPES[name](node):
            return
    wanted = _wanted(names, schema)
    key = "wrong-type"
    if isinstance(node, Scalar) and node.text:
        if "boolean" in names:
            key = "wrong-type.boolean"
        elif "number" in names or "integer" in names:
            key = "wrong-type.number"
        elif "array" in names:
            key = "wrong-type.list"
    elif isinstance(node, Sequence) and "string" in names:
        key = "wrong-type.brackets"
    out.append(checker.fault(key, node.at, wanted=wanted, found=kind_of(node)))


def _properties(checker: Checker, node: Node, properties: Any, schema: dict[str, Any], out: list[Finding]) -> None:
    if not isinstance(node, Mapping):
        return
    for entry in node.entries:
        own = properties.get(entry.key.text)
        if own is not None:
            checker.visit(entry.value, own, out)
            if len(out) > FAULTS:
                break


def _patterns(checker: Checker, node: Node, patterns: Any, schema: dict[str, Any], out: list[Finding]) -> None:
    if isinstance(node, Mapping):
        for entry in node.entries:
            for pattern, own in patterns.items():
                if re.search(pattern, entry.key.text):
                    checker.visit(entry.value, own, out)
            if len(out) > FAULTS:
                break


def _additional(checker: Checker, node: Node, additional: Any, schema: dict[str, Any], out: list[Finding]) -> None:
    if additional is True or not isinstance(node, Mapping):
        return
    if schema.get("x-code") == COLON and _is_torn(node):
        out.append(_torn(node, checker))
        return
    properties, patterns = schema.get("properties", {}), schema.get("patternProperties", {})
    for entry in [entry for entry in node.entries if entry.key.text not in properties]:
        if len(out) > FAULTS:
            break
        if any(re.search(pattern, entry.key.text) for pattern in patterns):
            continue
        if additional is False:
            out.append(_unknown(entry, node, schema, checker))
        else:
            checker.visit(entry.value, additional, out)


def _is_torn(node: Mapping) -> bool:
    """Return whether a mapping can be a text with a colon: one key that is not a language, with one text."""
    return (
        len(node.entries) == 1
        and isinstance(node.entries[0].value, Scalar)
        and not re.search(LANGUAGE, node.entries[0].key.text)
    )


def _torn(node: Mapping, checker: Checker) -> Finding:
    if checker.trying:
        return _MISFIT
    from osloregion_slides.outline.diagnostics.misread import torn

    return torn(node)


def _unknown(entry: Entry, node: Mapping, schema: dict[str, Any], checker: Checker) -> Finding:
    if checker.trying:
        return _MISFIT
    from osloregion_slides.outline.diagnostics.misread import intended_key, other_language, stray

    key = entry.key.text
    if schema.get("x-code") == COLON and re.search(LANGUAGE, key):
        return other_language(entry, schema)
    if under := stray(entry, node):
        return finding("unknown-key.stray", entry.key.at, name=short(key), under=under)
    instead = intended_key(node, schema, checker)
    known = {"near": instead, "known": ()} if instead else checker.meant(key, schema.get("properties", {}))
    return finding("unknown-key", entry.key.at, name=short(key), **known)


def _required(checker: Checker, node: Node, keys: Any, schema: dict[str, Any], out: list[Finding]) -> None:
    if isinstance(node, Mapping):
        present = node.keys()
        for key in [key for key in keys if key not in present]:
            fault = None
            if not checker.trying:
                from osloregion_slides.outline.diagnostics.misread import misspelt

                fault = misspelt(key, node, schema, checker)
            if fault is None:
                out.append(checker.fault("missing-key", node.at, name=key, about=_about(key, schema)))
            elif schema.get("additionalProperties") is not False:  # _additional reports it
                out.append(fault)


def _about(key: str, schema: dict[str, Any]) -> Phrase | str:
    own = schema.get("properties", {}).get(key, {})
    description = own.get("description", "") if isinstance(own, dict) else ""
    return term(f"{description[:1].lower()}{description[1:]}") if description else ""


def _least_properties(checker: Checker, node: Node, least: Any, schema: dict[str, Any], out: list[Finding]) -> None:
    if isinstance(node, Mapping) and len(node.entries) < least:
        out.append(checker.fault("too-few.mapping", node.at))


def _items(checker: Checker, node: Node, own: Any, schema: dict[str, Any], out: list[Finding]) -> None:
    if isinstance(node, Sequence):
        for item in node.items:
            checker.visit(item, own, out)
            if len(out) > FAULTS:
                break


def _least_items(checker: Checker, node: Node, least: Any, schema: dict[str, Any], out: list[Finding]) -> None:
    if isinstance(node, Sequence) and len(node.items) < least:
        out.append(checker.fault("too-few", node.at, count=len(node.items), least=least))


def _most_items(checker: Checker, node: Node, most: Any, schema: dict[str, Any], out: list[Finding]) -> None:
    if isinstance(node, Sequence) and len(node.items) > most:
        out.append(checker.fault("too-many", node.at, count=len(node.items), most=most))


def _equals(node: Node, value: object) -> bool:
    if not isinstance(node, Scalar):
        return False
    if value is None:
        return node.is_null
    if isinstance(value, bool):
        return boolean(node) is value
    if isinstance(value, int | float):
        return number(node) == value
    return not node.is_null and node.text == value


def _enum(checker: Checker, node: Node, values: Any, schema: dict[str, Any], out: list[Finding]) -> None:
    if isinstance(node, Scalar) and not node.is_null and node.text in values:
        return
    for value in values:
        if _equals(node, value):
            return
    key = schema.get("x-code", "bad-value")
    known = checker.meant(node.text if isinstance(node, Scalar) else "", [str(value) for value in values])
    wanted = term(schema.get("title", "one of the values that can stand here"))
    out.append(checker.fault(key, node.at, wanted=wanted, found=kind_of(node), **known))


def _const(checker: Checker, node: Node, value: Any, schema: dict[str, Any], out: list[Finding]) -> None:
    if not _equals(node, value):
        out.append(checker.fault("bad-value.constant", node.at, value=value, found=kind_of(node)))


def _pattern(checker: Checker, node: Node, pattern: Any, schema: dict[str, Any], out: list[Finding]) -> None:
    if not isinstance(node, Scalar) or node.is_null or re.search(pattern, node.text):
        return
    near = re.sub(r"\s+", "-", node.text.casefold())
    near = near if len(near) <= MAX_WORD and re.search(pattern, near) else ""
    about = term(schema["description"]) if "description" in schema else term("A text that matches {it}", it=pattern)
    wanted = term(schema.get("title", "another text"))  # built-in schemas have titles, those of plug-ins may not
    out.append(checker.fault("bad-value.text", node.at, wanted=wanted, found=kind_of(node), near=near, about=about))


def _format(checker: Checker, node: Node, name: Any, schema: dict[str, Any], out: list[Finding]) -> None:
    if name != "date" or not isinstance(node, Scalar) or node.is_null:
        return
    fault = date_fault(node.text)
    if fault is not None:
        key, values = fault
        out.append(checker.fault(key, node.at, text=short(node.text), **values))


def _minimum(checker: Checker, node: Node, least: Any, schema: dict[str, Any], out: list[Finding]) -> None:
    value = number(node) if isinstance(node, Scalar) else None
    if value is not None and value < least:
        out.append(checker.fault("bad-value.small", node.at, value=f"{value:g}", least=f"{least:g}"))


def _maximum(checker: Checker, node: Node, most: Any, schema: dict[str, Any], out: list[Finding]) -> None:
    value = number(node) if isinstance(node, Scalar) else None
    if value is not None and value > most:
        out.append(checker.fault("bad-value.large", node.at, value=f"{value:g}", most=f"{most:g}"))


def _all(checker: Checker, node: Node, branches: Any, schema: dict[str, Any], out: list[Finding]) -> None:
    union = checker.union(branches)
    if union is None:
        for branch in branches:
            checker.visit(node, branch, out)
    elif isinstance(node, Mapping):
        kind = node.get("kind")
        if isinstance(kind, Scalar) and not kind.is_null and kind.text in union:
            checker.visit(node, union[kind.text], out)


def _any(checker: Checker, node: Node, branches: Any, schema: dict[str, Any], out: list[Finding]) -> None:
    likely = []
    for branch in branches:
        if _may_fit(node, branch):
            is_type = isinstance(branch, dict) and branch.keys() == {"type"}
            if is_type or (not _has_strange_key(node, branch) and checker.fits(node, branch)):
                return
            likely.append(branch)
    out += _meant(checker, node, likely or [branch for branch in branches if "x-dated" not in branch], schema)


def _may_fit(node: Node, branch: Any) -> bool:
    """Return False where a branch requires another type; deciding it without findings halves the time of a check."""
    names = branch.get("type") if isinstance(branch, dict) else None
    if names is None:
        return True
    if "x-dated" in branch and isinstance(node, Sequence):  # other lists are texts in brackets: `[Sted]`
        return any([isinstance(item, Mapping) and (item.get("from") or item.get("to")) for item in node.items])
    if isinstance(names, str):
        return TYPES[names](node)
    return any([TYPES[name](node) for name in names])


def _has_strange_key(node: Node, branch: Any) -> bool:
    """Return whether a branch cannot fit for a key that it does not have, which saves a trial of all its rules."""
    if node.__class__ is not Mapping or not isinstance(branch, dict) or "patternProperties" in branch:
        return False
    if branch.get("additionalProperties") is not False:
        return False
    return not branch.get("properties", {}).keys() >= {entry.key.text for entry in node.entries}


def _one(checker: Checker, node: Node, branches: Any, schema: dict[str, Any], out: list[Finding]) -> None:
    fitting = sum([checker.fits(node, branch) for branch in branches])
    if fitting > 1:
        out.append(checker.fault("bad-value.ambiguous", node.at, found=kind_of(node), count=fitting))
    elif not fitting:
        out += _meant(checker, node, branches, schema)


def _meant(checker: Checker, node: Node, branches: list[Any], schema: dict[str, Any]) -> list[Finding]:
    """Return the faults of the intended branch: its type fits, its unknown keys are fewest and nearest."""
    if checker.trying:
        return [_MISFIT]
    tried = [checker.faults(node, branch) for branch in branches]

    keys: set[Location] = {entry.key.at for entry in node.entries} if isinstance(node, Mapping) else set()

    def distance(faults: list[Finding]) -> tuple[bool, int, int, int]:
        here = any(fault.code in BRANCH_FAULTS and fault.at is node.at for fault in faults)
        near = sum([("near", "") not in fault.values and "near" in dict(fault.values) for fault in faults])
        unknown = sum([fault.code == "unknown-key" and fault.at in keys for fault in faults]) - near
        return here, max(0, unknown), len(faults) - 2 * near, len(faults)

    closest = min(tried, key=distance)
    forms = schema.get("anyOf", ())
    if (
        len(closest) == 1
        and isinstance(node, Scalar)
        and any(form.get("type") == "array" and "x-dated" not in form for form in forms)
    ):
        closest = [_or_a_list(closest[0])]
    if not distance(closest)[0] or len(tried) == 1:
        return closest
    if "title" in schema and not isinstance(node, Scalar):
        key = "wrong-type.brackets" if isinstance(node, Sequence) and _is_text(branches) else "wrong-type"
        return [checker.fault(key, node.at, wanted=term(schema["title"]), found=kind_of(node))]
    return closest


def _or_a_list(fault: Finding) -> Finding:
    """Return the fault of a text where a list is also allowed, with a fix that mentions the list."""
    values: dict[str, Any] = dict(fault.values)
    key = f"{fault.code}.{fault.form}" if fault.form else fault.code
    return finding(key, fault.at, **values, list=A_LIST) if "found" in values else fault


def _is_text(branches: list[Any]) -> bool:
    """Return whether a text is allowed and a list is not."""
    types = [branch["type"] for branch in branches if "type" in branch and "x-dated" not in branch]
    return "array" not in types and any("string" in names for names in types)


def _if(checker: Checker, node: Node, condition: Any, schema: dict[str, Any], out: list[Finding]) -> None:
    branch = schema.get("then" if checker.fits(node, condition) else "else")
    if branch is not None:
        checker.visit(node, branch, out)


KEYWORDS: dict[str, Rule] = {
    "type": _type,
    "required": _required,
    "properties": _properties,
    "patternProperties": _patterns,
    "additionalProperties": _additional,
    "minProperties": _least_properties,
    "items": _items,
    "minItems": _least_items,
    "maxItems": _most_items,
    "enum": _enum,
    "const": _const,
    "pattern": _pattern,
    "format": _format,
    "minimum": _minimum,
    "maximum": _maximum,
    "allOf": _all,
    "anyOf": _any,
    "oneOf": _one,
    "if": _if,
}


MAX_KEPT = 20_000  # mappings remembered from trees without faults; the flagship's outline has 300
MAX_TREE = 8_000  # trees with more are not remembered: outlines of more than 350 slides
MAX_HINTS = 300  # searches for nearest words: each takes half a millisecond
_MISFIT = Finding("bad-value", "error", None, "")
"""The fault of every trial: only its existence counts."""


class Checker:
    """Checks nodes against one schema and remembers the findings of each mapping."""

    def __init__(self, schema: dict[str, Any]) -> None:
        self.schema = schema
        self.seen: dict[tuple[int, int, bool], tuple[Node, list[Finding]]] = {}
        self.before: dict[tuple[int, int, bool], tuple[Node, list[Finding]]] = {}
        self.trying = False
        self._rules: dict[tuple[int, type], list[tuple[Rule, Any, dict[str, Any]]]] = {}
        self._hints = MAX_HINTS
        self._unions: dict[int, dict[str, dict[str, Any]] | None] = {}
        self._texts: dict[int, frozenset[str] | None] = {}

    def another(self) -> Checker:
        """Return a checker that shares this one's compiled rules and its memory of trees without faults.

        Rules have no state of a check, so threads can share them. The memory keeps references to its nodes,
        so that no other node can get their ``id()``.
        """
        fresh = Checker(self.schema)
        fresh.before = self.before
        fresh._rules, fresh._unions, fresh._texts = self._rules, self._unions, self._texts
        return fresh

    def check(self, node: Node) -> tuple[Finding, ...]:
        """Return the faults of ``node``; a mapping that was checked before is not visited again."""
        faults = self.faults(node, self.schema)
        if not faults and len(self.seen) <= MAX_TREE:
            if len(self.before) > MAX_KEPT:
                self.before.clear()
            self.before.update(self.seen)
        return tuple(faults)

    def visit(self, node: Node, schema: Any, out: list[Finding]) -> None:
        """Add the faults of ``node`` by ``schema`` to ``out``; each mapping is visited once."""
        found = out
        if node.__class__ is Mapping:
            place = (id(node), id(schema), self.trying)
            known = self.seen.get(place) or self.before.get(place)
            if known is not None:
                out += known[1]
                return
            found = []
            self.seen[place] = node, found
        rules = self._rules.get((id(schema), node.__class__))
        if rules is None:
            made = self._compiled(schema)
            rules = [one for one in made if isinstance(node, _CONCERNS.get(one[0], object))]
            self._rules[id(schema), node.__class__] = rules
        for rule, argument, owner in rules:
            rule(self, node, argument, owner, found)
        if found is not out:
            out += found

    def faults(self, node: Node, schema: Any) -> list[Finding]:
        """Return the faults of ``node`` by a part of the schema."""
        out: list[Finding] = []
        self.visit(node, schema, out)
        return out

    def fits(self, node: Node, schema: Any) -> bool:
        """Return whether ``node`` has no fault by a part of the schema; without searching for nearest words."""
        before, self.trying = self.trying, True
        fitting = not self.faults(node, schema)
        self.trying = before
        return fitting

    def _compiled(self, schema: Any) -> list[tuple[Rule, Any, dict[str, Any]]]:
        """Return the rules of a schema, with references resolved."""
        if isinstance(schema, bool):
            return [] if schema else [(_nothing, None, {})]
        rules: list[tuple[Rule, Any, dict[str, Any]]] = []
        for keyword, argument in schema.items():
            if keyword == "$ref":
                rules += self._compiled(self.target(argument))
            elif keyword == "anyOf" and (languages := self._languages_of_text(argument)) is not None:
                rules.append((_unless_text, (argument, languages), schema))
            elif keyword in KEYWORDS and not (
                keyword == "pattern" and schema.get("format") == "date"
            ):  # _format reports the reason
                rules.append((KEYWORDS[keyword], argument, schema))
        return rules

    def _languages_of_text(self, branches: list[Any]) -> frozenset[str] | None:
        """Return the languages of which a mapping of scalars is a text; None where not every scalar is one."""
        if id(branches) not in self._texts:
            forms = [*self._forms(branches)]
            is_text = any(map(_takes_scalars, forms))
            self._texts[id(branches)] = frozenset().union(*map(_keys_of_scalars, forms)) if is_text else None
        return self._texts[id(branches)]

    def _forms(self, branches: list[Any]) -> Iterator[dict[str, Any]]:
        """Yield the branches of ``anyOf``, those of a branch that is only a choice itself instead of it."""
        for branch in branches:
            rules = {*KEYWORDS, "$ref"}.intersection(branch) if isinstance(branch, dict) else ()
            if rules == {"$ref"}:
                yield from self._forms([self.target(branch["$ref"])])
            elif rules == {"anyOf"}:
                yield from self._forms(branch["anyOf"])
            elif rules:
                yield branch

    def fault(self, key: str, at: Location, **values: Any) -> Finding:
        """Return the finding of a key with its values; in a trial the constant ``_MISFIT``, which takes less time."""
        return _MISFIT if self.trying else finding(key, at, **values)

    def meant(self, word: str, known: Iterable[str]) -> dict[str, Any]:
        """Return ``findings.meant``; in a trial and after ``MAX_HINTS`` searches without words."""
        if self.trying or self._hints <= 0:
            return {"near": "", "known": ()}
        self._hints -= 1
        return meant(word, known)

    def target(self, reference: str) -> dict[str, Any]:
        """Return the definition at ``#/$defs/name``; KeyError where the schema has none."""
        target: Any = self.schema
        for step in reference.split("/")[1:]:
            target = target[step]
        return target  # type: ignore[no-any-return]

    def union(self, branches: list[Any]) -> dict[str, dict[str, Any]] | None:
        """Return the branches by kind if all have the form ``if kind is … then …``, else None."""
        if id(branches) not in self._unions:
            self._unions[id(branches)] = _by_kind(branches)
        return self._unions[id(branches)]


def check(node: Node, schema: dict[str, Any]) -> tuple[Finding, ...]:
    """Return every fault of ``node`` by ``schema``, in the order of the schema's rules."""
    return Checker(schema).check(node)


def _takes_scalars(schema: dict[str, Any]) -> bool:
    """Return whether a schema accepts every scalar, as that of a text does: two thirds of all checked nodes."""
    return KEYWORDS.keys() & schema == {"type"} and {"string", "null"} <= set(schema["type"])


def _keys_of_scalars(schema: dict[str, Any]) -> frozenset[str]:
    """Return the keys of which any mapping of scalars is valid: the languages of a text."""
    if KEYWORDS.keys() & schema != {"type", "properties", "additionalProperties", "minProperties"}:
        return frozenset()
    if schema["type"] != "object" or schema["minProperties"] > 1:
        return frozenset()
    return frozenset([name for name, own in schema["properties"].items() if _takes_scalars(own)])


def _unless_text(checker: Checker, node: Node, argument: Any, schema: dict[str, Any], out: list[Finding]) -> None:
    """Check what is neither a scalar nor scalars by language, which need no trial of each branch."""
    branches, languages = argument
    if node.__class__ is Mapping:
        keys = [entry.key.text for entry in node.entries if entry.value.__class__ is Scalar]
        if keys and len(keys) == len(node.entries) and languages.issuperset(keys):
            return
    if node.__class__ is not Scalar:
        KEYWORDS["anyOf"](checker, node, branches, schema, out)


_CONCERNS: dict[Rule, Any] = {
    **dict.fromkeys((_properties, _patterns, _additional, _required, _least_properties), Mapping),
    **dict.fromkeys((_items, _least_items, _most_items), Sequence),
    **dict.fromkeys((_pattern, _format, _minimum, _maximum), Scalar),
    _unless_text: (Mapping, Sequence),
}
"""The types of nodes that a rule can reject; it accepts the others."""


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
    out.append(checker.fault("unknown-key.nothing", node.at))
