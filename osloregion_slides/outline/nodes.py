"""What an outline is made of: scalars, mappings and lists, each with its place in the file.

A scalar keeps its characters as they were written: ``no``, ``12.10``, ``0104`` and ``2004-12-17`` are
texts here, whatever YAML would make of them. Only who asks for a number or a truth value gets one.
"""

from __future__ import annotations

from osloregion_slides.findings import short
from osloregion_slides.value import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from osloregion_slides.findings import Span

NULLS = frozenset(("", "~", "null"))
"""What a plain scalar is nothing by. ``Null`` and ``NULL`` are texts: Norwegian for zero."""


NAMES = ("name", "title", "heading")
"""What a thing can be called by, the first there is."""


class Scalar(Value):
    """A text as written; ``plain`` means without quotes and not in a block (``|``, ``>``)."""

    text: str
    plain: bool
    at: Span

    @property
    def is_null(self) -> bool:
        """True where nothing stands: an empty value, ``~`` or ``null`` without quotes."""
        return self.plain and self.text in NULLS


class Verbatim(Scalar):
    """A text out of a file that a slide shows as it stands: no sign in it is markup or begins an expression."""


class Figure(Scalar):
    """A number or a day out of a table: ``text`` as JSON or ISO 8601 writes it, ``form`` as its table shows it.

    ``form`` is Excel's number format (``#,##0.0``, ``0 %``, ``mmm yyyy``), or ``date`` for the language's own way to
    write a day, or ``boolean``. A moment is a day too: ``2008-04-12T10:30:00``.
    """

    form: str

    @property
    def is_number(self) -> bool:
        """True for what one can calculate with, and draw: no day and no truth value."""
        return self.form not in ("date", "boolean") and self.text[4:5] != "-"


class Unknown(Scalar):
    """A fact that the data cannot tell: nothing to ``Fields``, its ``reason`` to who asks for it."""

    reason: str


class Entry(Value):
    """A key and its value."""

    key: Scalar
    value: Node


class Mapping(Value):
    """Keys and values in the order written; each key occurs once."""

    entries: tuple[Entry, ...]
    at: Span

    def get(self, key: str) -> Node | None:
        """Return the value of ``key``, None without it."""
        for entry in self.entries:
            if entry.key.text == key:
                return entry.value
        return None

    def keys(self) -> tuple[str, ...]:
        """Return the keys in the order written."""
        return tuple([entry.key.text for entry in self.entries])


class Sequence(Value):
    """A list."""

    items: tuple[Node, ...]
    at: Span


class Table(Sequence):
    """The rows of a table out of a file, each a mapping; ``headings`` are its columns' keys with their words."""

    headings: tuple[Entry, ...]


if TYPE_CHECKING:
    Node = Scalar | Mapping | Sequence


def kind_of(node: Node) -> str:
    """Return what a node is, in words."""
    if isinstance(node, Scalar):
        return "nothing" if node.is_null else f"the text `{short(node.text)}`"
    return "a mapping" if isinstance(node, Mapping) else "a list"


def text_of(node: Node | None) -> str:
    """Return the characters of a scalar that is not null, else ""."""
    return node.text if isinstance(node, Scalar) and not node.is_null else ""


def identity(node: Node | None) -> str:
    """Return the ``id`` of a thing, "" of anything else."""
    return text_of(node.get("id")) if isinstance(node, Mapping) else ""
