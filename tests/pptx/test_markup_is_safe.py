"""No text from outside gets into markup but through esc(): read from the syntax tree of the room."""

from __future__ import annotations

import ast
import functools
import inspect
import os

import pytest

from osloregion_slides import chart_types, connectors, scene
from osloregion_slides.brand import values
from osloregion_slides.pptx import template as children
from tests.pptx.interpolation import Module

ROOM = os.path.dirname(children.__file__)
# what reads packages, hashes, writes files or cuts markup makes none; esc() itself is the exception
_NO_MARKUP = ("xml.py", "save.py", "looks.py")
MODULES = sorted(name for name in os.listdir(ROOM) if name.endswith(".py") and name not in _NO_MARKUP)


@functools.cache
def source_of(name: str) -> str:
    with open(os.path.join(ROOM, name), encoding="utf-8") as file:
        return file.read()


@functools.cache
def classes() -> dict[str, dict[str, str]]:
    """The fields of every Value, and of the room's own classes, with their annotations."""
    found = {}
    for module in (scene, values, connectors, chart_types, children):
        for name, kind in vars(module).items():
            if isinstance(kind, type) and hasattr(kind, "__fields__"):
                found[name] = dict(kind.__annotations__)
    for name in MODULES:
        for node in ast.walk(ast.parse(source_of(name))):
            if isinstance(node, ast.ClassDef):
                fields = found.setdefault(node.name, {})
                for each in ast.walk(node):
                    fields.update(own_field(each))
    return found


def own_field(node: ast.AST) -> dict[str, str]:
    """What an assignment to an attribute says of its type."""
    match node:
        case ast.AnnAssign(target=ast.Attribute(attr=name)):
            return {name: ast.unparse(node.annotation)}
        case ast.Assign(targets=[ast.Attribute(attr=name)], value=ast.Constant(value=int())):
            return {name: "int"}
    return {}


@functools.cache
def literals() -> dict[str, str]:
    nodes = [
        node for module in (scene, connectors, chart_types) for node in ast.walk(ast.parse(inspect.getsource(module)))
    ]
    return {
        node.targets[0].id: ast.unparse(node.value)
        for node in nodes
        if isinstance(node, ast.Assign)
        and isinstance(node.targets[0], ast.Name)
        and isinstance(node.value, ast.Subscript)
    }


@functools.cache
def functions() -> dict[str, str]:
    """What every function and method of the room returns; a name with two meanings is not known."""
    found: dict[str, str] = {"esc": "Xml", "character_data": "Xml", "looks_section": "Xml", "route": "Route"}
    found |= {"kind_of": "ChartKind", "time_axis": "TimeAxis"}
    for name in MODULES:
        for node in ast.walk(ast.parse(source_of(name))):
            if isinstance(node, ast.FunctionDef) and node.returns:
                kind = ast.unparse(node.returns)
                found[node.name] = kind if found.get(node.name, kind) == kind else ""
    return found


def unsafe(source: str) -> list[str]:
    known = classes()
    module = Module(source, known, functions())
    module.aliases.update(literals())
    for method in ast.walk(module.tree):
        if isinstance(method, ast.ClassDef):
            for function in method.body:
                if isinstance(function, ast.FunctionDef) and function.args.args and function.args.args[0].arg == "self":
                    function.args.args[0].annotation = ast.Name(method.name)
    return module.unsafe()


@pytest.mark.parametrize("name", MODULES)
def test_only_numbers_literals_and_escaped_texts_get_into_markup(name: str) -> None:
    assert unsafe(source_of(name)) == []


HEAD = "def markup(item: Shape, word: str, many: tuple[str, ...], index: int) -> Xml:\n    "


@pytest.mark.parametrize(
    "body",
    [
        "return f'<a:t>{word}</a:t>'",
        "return f'<a:t>{item.alt}</a:t>'",
        "return f'<a x=\"{item.preset}\"/>'",
        "name = item.key\n    return f'<a:t>{name}</a:t>'",
        "name = esc(word)\n    name = word\n    return f'<a:t>{name}</a:t>'",
        "return ''.join([f'<b>{each}</b>' for each in many])",
        "return f'<b>{\"\".join(many)}</b>'",
        "return f'<b>{word.upper()}</b>'",
        "return f'<b>{unknown(word)}</b>'",
        "return f'<b>{esc(word) or word}</b>'",
        "return word",
        "return '<b>' + word + '</b>'",
    ],
)
def test_the_analysis_finds_an_unescaped_text(body: str) -> None:
    assert unsafe(HEAD + body)


@pytest.mark.parametrize(
    "body",
    [
        "return f'<a:t>{esc(word)}</a:t>'",
        'return f\'<a x="{index}" y="{item.box.x + 5}"/>\'',
        "return ''.join([f'<b>{esc(each)}</b>' for each in many])",
        "name = esc(word)\n    return f'<b>{name}</b>'",
        "return f'<b>{len(word)}</b>'",
    ],
)
def test_the_analysis_accepts_numbers_and_escaped_texts(body: str) -> None:
    assert unsafe(HEAD + body) == []
