"""``--set meeting.title=…``: single values of an outline, changed from the command line."""

from __future__ import annotations

import re

from osloregion_slides.findings import Finding, Span, error
from osloregion_slides.outline.diagnostics.misread import forbidden
from osloregion_slides.outline.nearest import did_you_mean
from osloregion_slides.outline.nodes import Entry, Mapping, Scalar, Sequence, identity

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from osloregion_slides.outline.nodes import Node

STEP = re.compile(r"\.?([^.\[\]]+)|\[([^\[\]]+)\]")


class _Unknown(Exception):
    def __init__(self, step: str, known: tuple[str, ...]) -> None:
        self.step, self.known = step, known
        super().__init__(step)


def set_value(document: Mapping, path: str, text: str, schema: dict[str, Any]) -> tuple[Mapping, tuple[Finding, ...]]:
    """Return the outline with ``text`` at ``path``, and what is wrong with the setting.

    ``path`` is dotted, things of a list by id: ``meeting.title``, ``slides[cover].subtitle``. Its last key
    may be absent where the schema knows it; any other unknown step is an error with the nearest name.
    """
    at = Span(f"--set {path}")
    steps = steps_of(path)
    if not steps:
        return document, (error("unknown-path", at, f"`{path}` is no path", "write it like meeting.title=…"),)
    value = Scalar(text, True, at)
    findings = tuple(forbidden(value))
    if findings:
        return document, findings
    try:
        changed = _replaced(document, steps, value, schema, schema)
    except _Unknown as unknown:
        message = f"there is no `{unknown.step[:60]}` in the outline to set"
        return document, (error("unknown-path", at, message, did_you_mean(unknown.step, unknown.known)),)
    assert isinstance(changed, Mapping)
    return changed, ()


def steps_of(path: str) -> tuple[str, ...]:
    """Return the steps of ``a.b[c].d``, () where it is no path."""
    steps = [found[1] or found[2] for found in STEP.finditer(path)]
    return tuple(steps) if STEP.sub("", path) == "" and not path.startswith(".") else ()


def _replaced(node: Node, steps: tuple[str, ...], value: Scalar, rule: dict[str, Any], schema: dict[str, Any]) -> Node:
    if not steps:
        return value
    step, rest = steps[0], steps[1:]
    rule = _resolve(rule, node, schema)
    if isinstance(node, Mapping):
        known = rule.get("properties", {})
        own = known.get(step, {})
        for index, entry in enumerate(node.entries):
            if entry.key.text == step:
                changed = Entry(entry.key, _replaced(entry.value, rest, value, own, schema))
                return Mapping((*node.entries[:index], changed, *node.entries[index + 1 :]), node.at)
        if rest or step not in known:
            raise _Unknown(step, tuple(dict.fromkeys((*node.keys(), *known))))
        return Mapping((*node.entries, Entry(Scalar(step, True, value.at), value)), node.at)
    if isinstance(node, Sequence):
        own = rule.get("items", {})
        for index, item in enumerate(node.items):
            if identity(item) == step:
                changed_item = _replaced(item, rest, value, own, schema)
                return Sequence((*node.items[:index], changed_item, *node.items[index + 1 :]), node.at)
        raise _Unknown(step, tuple([identity(item) for item in node.items if identity(item)]))
    raise _Unknown(step, ())


def _resolve(rule: dict[str, Any], node: Node, schema: dict[str, Any]) -> dict[str, Any]:
    """Return the part of the schema that lists what a mapping can have: references followed, kind looked at."""
    while True:
        if "$ref" in rule:
            rule = schema["$defs"][rule["$ref"].rpartition("/")[2]]
        elif "else" in rule:
            rule = rule["else"]
        elif "allOf" in rule and isinstance(node, Mapping):
            kind = node.get("kind")
            name = f"slide_{kind.text}" if isinstance(kind, Scalar) else ""
            return schema["$defs"].get(name, rule)  # type: ignore[no-any-return]
        else:
            return rule
