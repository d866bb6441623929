"""Reads a writer's syntax tree and says which values in its markup are neither numbers, Literals nor escaped.

What counts as safe is inferred from annotations: of parameters, of the fields of Values, and of the
functions of the room (``-> Xml`` or ``-> int``). What cannot be inferred is not safe.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping

SAFE = {"int", "Emu", "Xml", "bool"}
TRUSTED = ("osloregion_slides.pptx", "osloregion_slides.ooxml", "osloregion_slides.chart_types")
"""The rooms and modules whose constants are literals."""
SAME = {"max", "min", "sorted", "list", "tuple", "reversed"}


def is_markup(text: ast.JoinedStr) -> bool:
    """Whether an f-string holds markup: a bracket, an attribute or a reference."""
    fixed = "".join([str(part.value) for part in text.values if isinstance(part, ast.Constant)])
    return "<" in fixed or '="' in fixed or fixed.startswith("&")


class Module:
    """One module of the room. ``classes`` maps a class to its fields' annotations, ``functions`` names to what
    they return, ``aliases`` names of types to what they stand for."""

    def __init__(self, source: str, classes: Mapping[str, Mapping[str, str]], functions: Mapping[str, str]) -> None:
        self.tree = ast.parse(source)
        self.classes, self.functions = classes, functions
        self.aliases = dict(_aliases(self.tree))
        self.constants = {n.id for s in self.tree.body for n in _targets(s)} | set(_imported_constants(self.tree))
        self.top: Scope = Scope(self, self.tree)

    def unsafe(self) -> list[str]:
        """Each value in markup that is not known to be safe, as ``line: expression``."""
        found = []
        for scope in [self.tree, *_functions(self.tree)]:
            reader = self.top if scope is self.tree else Scope(self, scope)
            returns = ast.unparse(scope.returns) if isinstance(scope, ast.FunctionDef) and scope.returns else ""
            for text in _own_nodes(scope):
                if isinstance(text, ast.JoinedStr) and (is_markup(text) or returns == "Xml"):
                    found += [f"{text.lineno}: {ast.unparse(v)}" for v in _values(text) if not reader.safe(v)]
                elif (
                    returns == "Xml"
                    and isinstance(text, ast.Return)
                    and text.value is not None
                    and not reader.safe(text.value)
                ):
                    found.append(f"{text.lineno}: return {ast.unparse(text.value)}")
        return found


class Scope:
    """The names of one function and what is known of them."""

    def __init__(self, module: Module, scope: ast.AST) -> None:
        self.module = module
        module.__dict__.setdefault("top", self)
        self.known: dict[str, str] = {}
        self.assigned: dict[str, list[ast.expr]] = {}
        self.open: set[str] = set()
        arguments = scope.args.args + scope.args.kwonlyargs if isinstance(scope, ast.FunctionDef) else []
        for argument in arguments:
            self.known[argument.arg] = ast.unparse(argument.annotation) if argument.annotation else ""
        if isinstance(scope, ast.FunctionDef) and scope.args.vararg and scope.args.vararg.annotation:
            self.known[scope.args.vararg.arg] = f"tuple[{ast.unparse(scope.args.vararg.annotation)}, ...]"
        for node in _own_nodes(scope):
            self._note(node)

    def _note(self, node: ast.AST) -> None:
        if isinstance(node, ast.Assign):
            for target in node.targets:
                self._bind(target, node.value)
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            self.known[node.target.id] = ast.unparse(node.annotation)
        elif isinstance(node, (ast.For, ast.comprehension)):
            self._spread(node.target, self._each(node.iter))
        elif isinstance(node, ast.AugAssign):
            self._bind(node.target, node.value)

    def _bind(self, target: ast.expr, value: ast.expr) -> None:
        if isinstance(target, ast.Name):
            self.assigned.setdefault(target.id, []).append(value)
        elif isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple):
            for one, other in zip(target.elts, value.elts):
                self._bind(one, other)
        else:
            self._spread(target, self.type_of(value))

    def _spread(self, target: ast.expr, kind: str) -> None:
        """Give the names of a target their parts of a type."""
        if isinstance(target, ast.Name):
            known = self.known.get(target.id)
            self.known[target.id] = kind if known in (None, kind) else "?"
        elif isinstance(target, ast.Tuple):
            for one, part in zip(target.elts, _parts(self._resolved(kind), len(target.elts))):
                self._spread(one, part)

    def _each(self, iterated: ast.expr) -> str:
        """The type of what a loop hands out."""
        if isinstance(iterated, ast.Call) and isinstance(iterated.func, ast.Name) and iterated.func.id == "enumerate":
            return f"tuple[int, {self._each(iterated.args[0])}]"
        if isinstance(iterated, ast.Call) and isinstance(iterated.func, ast.Name) and iterated.func.id == "range":
            return "int"
        return _parts(self._resolved(self.type_of(iterated)), 1)[0]

    def _resolved(self, kind: str) -> str:
        return self.module.aliases.get(kind, kind)

    def type_of(self, node: ast.expr) -> str:
        """The annotation of an expression, "" where it is unknown."""
        match node:
            case ast.Name():
                found = self.known.get(node.id, "")
                if not found and node.id not in self.open:
                    self.open.add(node.id)
                    found = self._type_of_all(self.assigned.get(node.id, []))
                    self.open.discard(node.id)
                return found or (self.module.top.type_of(node) if self is not self.module.top else "")
            case ast.Attribute():
                fields = self.module.classes.get(self.type_of(node.value).removesuffix(" | None"), {})
                return fields.get(node.attr, "")
            case ast.Subscript():
                inside = self._resolved(self.type_of(node.value))
                return inside if isinstance(node.slice, ast.Slice) else _parts(inside, 1)[0]
            case ast.Call(func=ast.Name(id=name)) if name in SAME and node.args:
                return self.type_of(node.args[0])
            case ast.Call(func=ast.Attribute(attr="get", value=held)):
                return _parts(self._resolved(self.type_of(held)), 2)[1]
            case ast.Call(func=ast.Name(id=name)) if name in self.module.classes:
                return name
            case ast.Call():
                return self.module.functions.get(_name(node.func), "")
            case ast.BoolOp() | ast.IfExp():
                options = node.values if isinstance(node, ast.BoolOp) else [node.body, node.orelse]
                return self._type_of_all(options)
        return ""

    def _type_of_all(self, nodes: list[ast.expr]) -> str:
        """What all have in common; a name that is being looked up adds nothing to itself."""
        kinds = {
            self.type_of(node).removesuffix(" | None")
            for node in _unfolded(nodes)
            if not isinstance(node, ast.Constant) and not (isinstance(node, ast.Name) and node.id in self.open)
        }
        return kinds.pop() if len(kinds) == 1 else ""

    def safe(self, node: ast.expr) -> bool:
        """Whether an expression can only give an int, a Literal or markup."""
        match node:
            case ast.Constant():
                return True
            case ast.JoinedStr():
                return all(self.safe(value) for value in _values(node))
            case ast.BinOp():
                return self.safe(node.left) and self.safe(node.right)
            case ast.UnaryOp():
                return self.safe(node.operand)
            case ast.IfExp():
                return self.safe(node.body) and self.safe(node.orelse)
            case ast.BoolOp():
                return all(self.safe(value) for value in node.values)
            case ast.Call(func=ast.Attribute(attr="join", value=glue)):
                return self.safe(glue) and self._safe_list(node.args[0])
            case ast.Call(func=ast.Name(id="str" | "repr"), args=[ast.Call(func=ast.Name(id="int" | "float"))]):
                return True
            case ast.Call(func=ast.Name(id=name)) if name in ("max", "min"):
                return all(self.safe(argument) for argument in node.args)
            case ast.Call(func=ast.Name(id=name)) if name in ("len", "round", "int"):
                return True
        if isinstance(node, ast.Name) and node.id in self.module.constants and node.id.isupper():
            return True
        if self._safe_type(self.type_of(node)):
            return True
        if not isinstance(node, ast.Name) or node.id in self.known:
            return False
        if node.id in self.open:
            return True
        self.open.add(node.id)
        values = self.assigned.get(node.id, [])
        found = bool(values) and all(self.safe(value) for value in values)
        self.open.discard(node.id)
        return found

    def _safe_list(self, node: ast.expr) -> bool:
        """Whether a list holds nothing but what is safe."""
        match node:
            case ast.ListComp():
                return self.safe(node.elt)
            case ast.List():
                return all(self.safe(element) for element in node.elts)
            case ast.Name() if node.id in self.assigned:
                return all(self._safe_list(value) for value in self.assigned[node.id])
        return False

    def _safe_type(self, kind: str) -> bool:
        kind = self._resolved(kind.removesuffix(" | None"))
        return kind in SAFE or kind.startswith("Literal[")


def _unfolded(nodes: list[ast.expr]) -> list[ast.expr]:
    """The expressions, with both sides of one that chooses."""
    return [
        one
        for node in nodes
        for one in (_unfolded([node.body, node.orelse]) if isinstance(node, ast.IfExp) else [node])
    ]


def _parts(kind: str, count: int) -> list[str]:
    """The types inside tuple[…], list[…] and the like."""
    try:
        tree = ast.parse(kind or "None", mode="eval").body
    except SyntaxError:
        return [""] * count
    if not isinstance(tree, ast.Subscript):
        return [""] * count
    inner = tree.slice.elts if isinstance(tree.slice, ast.Tuple) else [tree.slice]
    if len(inner) == 1 or isinstance(inner[1], ast.Constant) and inner[1].value is Ellipsis:
        return [ast.unparse(inner[0])] * count
    return [ast.unparse(each) for each in inner]


def _aliases(tree: ast.Module) -> Iterator[tuple[str, str]]:
    for node in ast.walk(tree):
        if (
            isinstance(node, ast.Assign)
            and isinstance(node.value, ast.Subscript)
            and isinstance(node.targets[0], ast.Name)
        ):
            yield node.targets[0].id, ast.unparse(node.value)


def _targets(statement: ast.stmt) -> Iterator[ast.Name]:
    if isinstance(statement, ast.Assign):
        for target in statement.targets:
            yield from (node for node in ast.walk(target) if isinstance(node, ast.Name))


def _imported_constants(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(TRUSTED):
            yield from (alias.name for alias in node.names if alias.name.isupper())


def _functions(tree: ast.AST) -> Iterator[ast.FunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def _own_nodes(scope: ast.AST) -> Iterator[ast.AST]:
    """The nodes of a scope without those of the functions in it."""
    for child in ast.iter_child_nodes(scope):
        if not isinstance(child, ast.FunctionDef):
            yield child
            yield from _own_nodes(child)


def _values(text: ast.JoinedStr) -> list[ast.expr]:
    """The values in a text but those that are formatted as a number (``.5g``), which no text can be."""
    return [part.value for part in text.values if isinstance(part, ast.FormattedValue) and not _is_numeric(part)]


def _is_numeric(part: ast.FormattedValue) -> bool:
    return part.format_spec is not None and ast.unparse(part.format_spec)[2:-1].endswith(("g", "d", "f"))


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
