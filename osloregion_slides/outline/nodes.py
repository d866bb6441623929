"""What an outline is made of: scalars, mappings and lists, each with its place in the file.

A scalar keeps its characters as they were written: ``no``, ``12.10``, ``0104`` and ``2004-12-17`` are
texts here, whatever YAML would make of them. Only who asks for a number or a truth value gets one.
"""

from __future__ import annotations

from osloregion_slides.value import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from osloregion_slides.findings import Span

NULLS = frozenset(("", "~", "null"))
"""What a plain scalar is nothing by. ``Null`` and ``NULL`` are texts: Norwegian for zero."""


class Scalar(Value):
    """A text as written; ``plain`` means without quotes and not in a block (``|``, ``>``)."""

    text: str
    plain: bool
    at: Span

    @property
    def is_null(self) -> bool:
        """True where nothing stands: an empty value, ``~`` or ``null`` without quotes."""
        return self.plain and self.text in NULLS


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


if TYPE_CHECKING:
    Node = Scalar | Mapping | Sequence


def text_of(node: Node | None) -> str:
    """Return the characters of a scalar that is not null, else ""."""
    return node.text if isinstance(node, Scalar) and not node.is_null else ""


def identity(node: Node | None) -> str:
    """Return the ``id`` of a thing, "" of anything else."""
    return text_of(node.get("id")) if isinstance(node, Mapping) else ""
