"""Which finding codes the package uses, read from its source.

A code is a text given to a parameter named ``code`` of a function or class of the package, however deep it is
handed on, an ``x-code`` of the schema, or the code of a ``code.form`` that the catalogue has a sentence for.
"""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Iterator
from pathlib import Path

from osloregion_slides.base import messages

FORMS = {key for family in messages.FAMILIES for key in messages.catalogue(family) if "." in key}
PACKAGE = Path(__file__).resolve().parent.parent.parent / "osloregion_slides"
CODE = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
FINDING = {"Finding": 0, "error": 0, "warning": 0, "finding": 0}


def trees() -> list[tuple[str, ast.Module]]:
    return [
        (str(path.relative_to(PACKAGE)), ast.parse(path.read_text(encoding="utf-8")))
        for path in sorted(PACKAGE.rglob("*.py"))
    ]


def takers(tree: ast.Module) -> dict[str, int]:
    """Return what in a module takes a ``code``, with its place among the arguments after self."""
    found = dict(FINDING)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef):
            names = [argument.arg for argument in node.args.args if argument.arg not in ("self", "cls")]
            if "code" in names and node.name != "phrase":
                found[node.name] = names.index("code")
        elif isinstance(node, ast.ClassDef):
            fields = [n.target.id for n in node.body if isinstance(n, ast.AnnAssign) and isinstance(n.target, ast.Name)]
            init = next((n for n in node.body if isinstance(n, ast.FunctionDef) and n.name == "__init__"), None)
            names = [argument.arg for argument in init.args.args[1:]] if init else fields
            if "code" in names and node.name != "Phrase":
                found[node.name] = names.index("code")
    return found


def texts(node: ast.AST | None, known: dict[str, list[str]]) -> Iterator[str]:
    """Yield the texts that an expression can be: a constant, either branch, a name that was given one."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from texts(node.body, known)
        yield from texts(node.orelse, known)
    elif isinstance(node, ast.BoolOp):
        for value in node.values:
            yield from texts(value, known)
    elif isinstance(node, ast.Name):
        yield from known.get(node.id, [])


def assigned(tree: ast.Module) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            for target in targets:
                if isinstance(target, ast.Name):
                    found.setdefault(target.id, []).extend(texts(node.value, {}))
    return found


@functools.cache
def used_codes() -> dict[str, set[str]]:
    """Return every code with the modules that use it."""
    everything = trees()
    everywhere: dict[str, int] = {}
    for _, tree in everything:
        everywhere |= {name: place for name, place in takers(tree).items() if not name.startswith("_")}
    found: dict[str, set[str]] = {}
    for name, tree in everything:
        callers = everywhere | takers(tree)
        known = assigned(tree)
        for node in ast.walk(tree):
            for key in _codes(node, callers, known):
                code = key.partition(".")[0]
                if CODE.fullmatch(code):
                    found.setdefault(code, set()).add(name)
    return found


@functools.cache
def constants() -> frozenset[str]:
    """Return every text that stands in the package by itself."""
    nodes = [node for _, tree in trees() for node in ast.walk(tree) if isinstance(node, ast.Constant)]
    return frozenset([node.value for node in nodes if isinstance(node.value, str)])


def _defaults(node: ast.FunctionDef) -> Iterator[str]:
    """Yield what a parameter named ``code`` is when nobody gives one."""
    arguments = node.args.args
    for argument, default in zip(arguments[len(arguments) - len(node.args.defaults) :], node.args.defaults):
        if argument.arg == "code":
            yield from texts(default, {})


def _codes(node: ast.AST, callers: dict[str, int], known: dict[str, list[str]]) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in FORMS:
        yield node.value
    if isinstance(node, ast.Dict):
        for key, value in zip(node.keys, node.values):
            if isinstance(key, ast.Constant) and key.value == "x-code":
                yield from texts(value, known)
    if isinstance(node, ast.FunctionDef):
        yield from _defaults(node)
    if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.target.id == "code":
        yield from texts(node.value, {})
    if not isinstance(node, ast.Call):
        return
    name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
    place = callers.get(name)
    if place is None:
        return
    if place < len(node.args):
        yield from texts(node.args[place], known)
    for keyword in node.keywords:
        if keyword.arg == "code":
            yield from texts(keyword.value, known)
