"""The outline's own blocks as expressions see them: texts in the deck's language, read on demand.

Expressions reach mappings by key, lists by position or by the id of a thing, and the registry's values
by their fields; Python attributes are not reachable.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from osloregion_slides.base.findings import meant
from osloregion_slides.base.record import Record
from osloregion_slides.outline.markup import verbatim
from osloregion_slides.outline.nodes import (
    NAMES,
    Figure,
    Mapping,
    Scalar,
    Table,
    Unknown,
    Verbatim,
    boolean,
    identity,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from osloregion_slides.base.messages import Phrase
    from osloregion_slides.outline.nodes import Node, Sequence
    from osloregion_slides.registry.values import LastKnown

    Say = Callable[[Node], str]


class ExpressionError(Exception):
    """An expression cannot be evaluated: ``key`` and ``values`` of the finding to report at its text."""

    def __init__(self, key: str, **values: Any) -> None:
        self.key, self.values = key, values
        super().__init__(key)


def undefined(shown: str, name: str, known: tuple[str, ...]) -> ExpressionError:
    """Return the error of a fact that does not exist."""
    values = meant(name, known)
    if values["near"]:
        values["near"] = shown.removesuffix(name) + values["near"]
    return ExpressionError("unknown-fact", name=shown[:80], **values)


class Blank:
    """An unfilled field: false, and empty when printed."""

    __slots__ = ("name", "node")

    def __init__(self, name: str, node: Node) -> None:
        self.name, self.node = name, node

    def __bool__(self) -> bool:
        return False

    def __str__(self) -> str:
        return ""


def lacking_rows(value: object) -> Phrase | None:
    """Return why a table lacks rows, None for complete tables and other values."""
    node = value._node if isinstance(value, Things) else None
    return node.lacking if isinstance(node, Table) else None


class NotKnown:
    """A fact missing from the data: false, and shown as not known. ``counts`` marks a number of things.

    ``last`` is the last known value, ``last_text`` its text as a filter writes it.
    """

    __slots__ = ("counts", "last", "last_text", "reason")

    def __init__(
        self, reason: Phrase | str, counts: bool = True, last: LastKnown | None = None, last_text: str = ""
    ) -> None:
        self.reason, self.counts, self.last = reason, counts, last
        self.last_text = last_text or (str(last.total) if last else "")

    def __bool__(self) -> bool:
        return False

    def _propagated(self, other: object) -> NotKnown:
        return NotKnown(self.reason, self.counts)  # results calculated from it are unknown too

    def _compared(self, other: object) -> bool:
        raise ExpressionError("unknown-comparison", reason=self.reason)

    __add__ = __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __rtruediv__ = _propagated
    __floordiv__ = __rfloordiv__ = _propagated
    __lt__ = __le__ = __gt__ = __ge__ = _compared


class FactMapping:
    """A mapping of the outline, without access to its node."""

    __slots__ = ("_facts", "_name", "_node")

    def __init__(self, node: Mapping, facts: Facts, name: str) -> None:
        self._node, self._facts, self._name = node, facts, name

    def __len__(self) -> int:
        return len(self._node.entries)

    def __iter__(self) -> Iterator[str]:
        return iter(self._node.keys())


class Things:
    """A list of the outline, without access to its node."""

    __slots__ = ("_facts", "_name", "_node")

    def __init__(self, node: Sequence, facts: Facts, name: str) -> None:
        self._node, self._facts, self._name = node, facts, name

    def __len__(self) -> int:
        return len(self._node.items)

    def __iter__(self) -> Iterator[object]:
        for index, item in enumerate(self._node.items):
            yield self._facts.wrap(item, f"{self._name}[{index}]")


class Cell(str):
    """A text from a file. It compares as written; texts made from it escape its markup (``verbatim``)."""

    __slots__ = ()

    def __str__(self) -> str:
        return verbatim(str.__str__(self))

    def __add__(self, other: object) -> str:
        return str(self) + str(other) if isinstance(other, str) else NotImplemented

    def __radd__(self, other: object) -> str:
        return str(other) + str(self) if isinstance(other, str) else NotImplemented


class Day(str):
    """A day from a table: ISO text to filters; without one it is shown as in its table."""

    figure: Figure


class Whole(int):
    """A whole number from a table; without a filter it is shown as in its table."""

    figure: Figure


class Fraction(float):
    """A number with decimals from a table; without a filter it is shown as in its table."""

    figure: Figure


def figure_value(figure: Figure) -> Whole | Fraction | Day | bool:
    """Return a figure as a value of expressions: a number, a day, a truth value."""
    if figure.form == "boolean":
        return figure.text == "true"
    if not figure.is_number:
        day = Day(figure.text[:10])
        day.figure = figure
        return day
    number = Fraction(figure.text) if "." in figure.text else Whole(figure.text)
    number.figure = figure
    return number


class Facts:
    """All facts that an expression can reach: the top-level ``names``, and ``look``, which returns the fact of a name.

    ``say`` renders a text, ``is_text`` recognizes mappings by language. ``valid_items`` returns the things of a list on
    the deck's date, ``undated`` is called with each text and its name.
    """

    def __init__(
        self,
        names: tuple[str, ...],
        look: Callable[[str], object],
        say: Say,
        is_text: Callable[[Node], bool],
        valid_items: Callable[[Sequence], tuple[Node, ...]] = lambda things: things.items,
        undated: Callable[[str, Node], None] = lambda name, node: None,
    ) -> None:
        self._names = names
        self._look = look
        self._say = say
        self._is_text = is_text
        self._valid_items = valid_items
        self._undated = undated

    def names(self) -> tuple[str, ...]:
        """Return the top-level names."""
        return self._names

    def with_list(self, name: str, node: Sequence) -> Facts:
        """Return the same facts with a list added under this name."""
        made = Facts(self._names, self._look, self._say, self._is_text, self._valid_items, self._undated)
        made._names = (name, *[one for one in self._names if one != name])
        made._look = lambda wanted: Things(node, made, "data.") if wanted == name else self._look(wanted)
        return made

    def root(self, name: str) -> object:
        """Return the top-level fact of this name; KeyError where it does not exist."""
        if name not in self._names:
            raise KeyError(name)
        found = self._look(name)
        return self.wrap(found, name) if _is_node(found) else found  # type: ignore[arg-type]

    def wrap(self, node: Node, name: str) -> object:
        """Return a node as an expression sees it."""
        if isinstance(node, Scalar):
            if isinstance(node, Figure):
                return figure_value(node)
            if isinstance(node, Unknown):
                return NotKnown(node.reason)
            if node.is_null:
                return Blank(name, node)
            if isinstance(node, Verbatim):
                return Cell(node.text)
            truth = boolean(node)
            return self._text(node, name) if truth is None else truth
        if self._is_text(node):
            return self._text(node, name)
        if isinstance(node, Mapping):
            return FactMapping(node, self, name)
        items = node.items if name.startswith("data.") else self._valid_items(node)
        return Things(node if items is node.items else node.replace(items=items), self, name)

    def _text(self, node: Node, name: str) -> str:
        self._undated(name, node)
        return self._say(node)

    def fetch(self, owner: object, name: object) -> object:
        """Return ``owner.name`` or ``owner[name]``; KeyError where it does not exist."""
        if isinstance(owner, FactMapping):
            found = owner._node.get(name) if isinstance(name, str) else None
            if found is None:
                raise KeyError(name)
            return self.wrap(found, f"{owner._name}.{name}")
        if isinstance(owner, Things):
            for index, item in enumerate(owner._node.items):
                if name == index or (isinstance(name, str) and identity(item) == name):
                    return self.wrap(item, f"{owner._name}.{name}")
        elif isinstance(owner, Record) and isinstance(name, str) and name in fields_of(owner):
            return _registered(getattr(owner, name))
        elif isinstance(owner, list | tuple) and isinstance(name, int) and -len(owner) <= name < len(owner):
            return _registered(owner[name])
        raise KeyError(name)

    def path(self, owner: object, name: object) -> str:
        """Return ``owner.name`` as it is written in expressions."""
        return f"{owner._name}.{name}" if isinstance(owner, FactMapping | Things) else str(name)

    def known(self, owner: object) -> tuple[str, ...]:
        """Return the names that ``fetch`` finds in ``owner``; the top-level names for None."""
        if owner is None:
            return self.names()
        if isinstance(owner, FactMapping):
            return owner._node.keys()
        if isinstance(owner, Things):
            return tuple([identity(item) for item in owner._node.items if identity(item)])
        return fields_of(owner) if isinstance(owner, Record) else ()


def _registered(value: object) -> object:
    """Return a value of the registry, its texts as ``Cell`` because they come from a file."""
    return Cell(value) if value.__class__ is str else value


def _is_node(found: object) -> bool:
    return isinstance(found, Record) and hasattr(found, "at")


def fields_of(owner: Record) -> tuple[str, ...]:
    """Return the names of a value's fields and properties."""
    kind = type(owner)
    properties = [name for name in vars(kind) if isinstance(getattr(kind, name), property) and name[0] != "_"]
    return (*kind.__fields__, *[name for name in properties if name not in kind.__fields__])


def names_of(things: Iterable[object]) -> list[object]:
    """Return the name of each thing: its ``name`` (one of ``NAMES``), a member's name, a text itself."""
    found: list[object] = []
    for thing in things:
        if isinstance(thing, FactMapping):
            owner = thing
            key = next((name for name in NAMES if owner._node.get(name) is not None), "")
            if not key:
                raise ExpressionError("bad-expression.nameless", name=owner._name) from None
            thing = owner._facts.fetch(owner, key)
        elif isinstance(thing, Record):
            thing = _registered(getattr(thing, "name", ""))
        found.append(thing)
    return found
