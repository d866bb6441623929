"""Measures what the tests notice: changes the code in one place, runs the room's tests, counts the changes that fail one.

``python -m tests.mutants fit`` takes a fixed sample of the room's mutants and writes its score into tests/mutants.md. The
sample is chosen by a hash of what is changed (module, function, code), so a mutant stays in it while code around it moves.

The reason for an own mutator: mutmut 3 generates the mutants of the whole package before it runs one (not done after a
minute) and cosmic-ray writes mutants into the working tree; neither has a fixed sample. Here a mutant exists only in a
forked process, whose import of one module is replaced. A test that starts another process tests the unchanged code there.
"""

from __future__ import annotations

import ast
import datetime
import hashlib
import importlib.machinery
import importlib.util
import os
import pathlib
import re
import signal
import sys
import time
from collections.abc import Callable, Iterator

ROOT = pathlib.Path(__file__).parent.parent
SCORES = ROOT / "tests" / "mutants.md"
SAMPLE = 24  # mutants a room: minutes on one core
ROOMS = {
    "fit": "breaking metrics pieces rectangle setting sizing splitting widths",
    "update": "texts order sections decision_table match known",
    "outline": "filters expressions number_format check markup read settings load fields",
}
"""The tests of each room that decide within seconds; those with LibreOffice or whole decks are left out."""
_TURNED: dict[type[ast.AST], type[ast.AST]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.FloorDiv,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
    ast.And: ast.Or,
    ast.Or: ast.And,
}
Site = tuple[str, int, str, Callable[[], None]]
"""Function, line, what is changed, and the change itself, which edits the tree."""


def sites(tree: ast.Module) -> Iterator[Site]:
    """Yield every place of a module's functions where something can be changed, in order."""
    for scope in ast.walk(tree):
        if isinstance(scope, ast.FunctionDef):
            for statement in scope.body:
                yield from _sites(statement, scope.name)


def _sites(node: ast.AST, scope: str) -> Iterator[Site]:
    if isinstance(node, (ast.FunctionDef, ast.Raise, ast.Assert, ast.ImportFrom, ast.Import)):
        return  # a function within is a scope of its own; the words of an error are no decision
    for what, change in _changes(node):
        place = node if isinstance(node, (ast.expr, ast.stmt)) else None
        yield scope, place.lineno if place else 0, f"{what}: {ast.unparse(node).splitlines()[0][:90]}", change
    for field, value in ast.iter_fields(node):
        if field not in ("annotation", "returns"):
            for child in value if isinstance(value, list) else [value]:
                if isinstance(child, ast.AST):
                    yield from _sites(child, scope)


def _changes(node: ast.AST) -> Iterator[tuple[str, Callable[[], None]]]:
    """Yield what can be changed at one node."""
    match node:
        case ast.Compare(ops=[one]) if type(one) in _TURNED:
            yield "comparison", lambda: setattr(node, "ops", [_TURNED[type(one)]()])
        case ast.BinOp(op=one) | ast.BoolOp(op=one) if type(one) in _TURNED:
            yield "operator", lambda: setattr(node, "op", _TURNED[type(one)]())
        case ast.If(test=test) | ast.IfExp(test=test) | ast.While(test=test):
            yield "condition", lambda: setattr(node, "test", ast.UnaryOp(ast.Not(), test))
        case ast.Constant(value=bool(truth)):
            yield "constant", lambda: setattr(node, "value", not truth)
        case ast.Constant(value=int(number) | float(number)):
            yield "constant", lambda: setattr(node, "value", number + 1)
        case ast.Return(value=ast.expr()):
            yield "return None", lambda: setattr(node, "value", ast.Constant(None))
        case ast.Expr(value=ast.Call()) | ast.AugAssign():
            yield "dropped", lambda: _drop(node)


def _drop(node: ast.stmt) -> None:
    node.__class__ = ast.Pass


def mutated(path: pathlib.Path, number: int) -> str:
    """Return a module's source with its n-th change."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    list(sites(tree))[number][3]()
    return ast.unparse(ast.fix_missing_locations(tree))


def sample(room: str, size: int) -> list[tuple[pathlib.Path, int, str]]:
    """Return the room's mutants with the least hashes: module, number of the change, its name."""
    found = []
    for path in sorted((ROOT / "osloregion_slides" / room).glob("*.py")):
        seen: dict[str, int] = {}
        for number, (scope, line, what, _) in enumerate(sites(ast.parse(path.read_text(encoding="utf-8")))):
            name = f"{room}/{path.name} {scope}, {what}"
            seen[name] = seen.get(name, 0) + 1
            digest = hashlib.sha256(f"{name} {seen[name]}".encode()).hexdigest()
            found.append((digest, path, number, f"{room}/{path.name}:{line} {scope}, {what}"))
    return [(path, number, name) for _, path, number, name in sorted(found)[:size]]


def is_killed(path: pathlib.Path | None, source: str, tests: list[str], limit: int) -> bool:
    """Return whether a test fails, or all take longer than ``limit`` seconds, with this source for a module."""
    child = os.fork()
    if not child:
        code = 1
        try:
            code = _run(path, source, tests, limit)
        finally:
            os._exit(code)
    return os.waitpid(child, 0)[1] != 0


def _run(path: pathlib.Path | None, source: str, tests: list[str], limit: int) -> int:
    import pytest

    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(limit)
    quiet = os.open(os.devnull, os.O_WRONLY)
    os.dup2(quiet, 1)
    os.dup2(quiet, 2)
    os.chdir(ROOT)
    if path is not None:
        sys.meta_path.insert(0, _Mutant(path, source))
    plain = ["-x", "-q", "-p", "no:xdist", "-p", "no:cacheprovider"]
    return int(pytest.main([*plain, "-m", "not slow", "-k", "not libreoffice", *tests]))


class _Mutant(importlib.machinery.SourceFileLoader):
    """Finds and loads one module, from a source that is in no file."""

    def __init__(self, path: pathlib.Path, source: str) -> None:
        super().__init__(".".join(path.relative_to(ROOT).with_suffix("").parts), str(path))
        self.source = source

    def find_spec(self, name: str, path: object = None, target: object = None) -> importlib.machinery.ModuleSpec | None:
        found = name == self.name
        return importlib.util.spec_from_file_location(name, self.path, loader=self) if found else None

    def get_code(self, fullname: str) -> object:  # type: ignore[override]
        return compile(self.source, self.path, "exec")


def main(room: str, size: int) -> None:
    """Run a room's sample and write its score."""
    import hypothesis  # noqa: F401  (imported once, before the forks)
    import lxml.etree  # noqa: F401

    tests = [f"tests/{room}/test_{name}.py" for name in ROOMS[room].split()]
    start = time.monotonic()
    if is_killed(None, "", tests, 600):
        sys.exit("the tests fail without a change")
    limit = 20 + 3 * round(time.monotonic() - start)
    chosen = sample(room, size)
    survivors = []
    for path, number, name in chosen:
        killed = is_killed(path, mutated(path, number), tests, limit)
        print("killed  " if killed else "SURVIVED", name, flush=True)
        survivors += [] if killed else [name]
    day = datetime.date.today().isoformat()
    score = f"## {room}\n\n{day}: {len(chosen) - len(survivors)} of {len(chosen)} killed. Survivors:\n\n"
    text = re.sub(rf"(?ms)^## {room}$.*?(?=^## |\Z)", "", SCORES.read_text(encoding="utf-8")).rstrip()
    listed = "\n".join([f"- `{name}`" for name in survivors] or ["none"])
    SCORES.write_text(f"{text}\n\n{score}{listed}\n", encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else SAMPLE)
