"""A mapping or list whose end has not been read yet."""

from __future__ import annotations

from osloregion_slides.outline.nodes import Mapping

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from osloregion_slides.findings import Span
    from osloregion_slides.outline.diagnostics.misread import Torn
    from osloregion_slides.outline.nodes import Entry, Node, Scalar

_new: Any = tuple.__new__


class OpenNode:
    """What has been read of a mapping (``entries``) or a list (``items``) so far.

    ``flow`` is whether it stands in brackets, ``start`` where it begins in the text. Of a mapping: ``key`` waits for
    its value, ``key_end`` is where it ended, ``places`` are the keys so far, ``merged`` is what ``<<`` brings in,
    ``torn`` what brackets tore apart.
    """

    __slots__ = (
        "anchor",
        "at",
        "entries",
        "flow",
        "is_mapping",
        "items",
        "key",
        "key_end",
        "merged",
        "places",
        "start",
        "torn",
    )

    def __init__(self, is_mapping: bool, at: Span, event: Any) -> None:
        self.is_mapping = is_mapping
        self.at = at
        self.anchor: str | None = event.anchor
        self.flow: bool = event.flow_style
        self.start: int = event.start_mark.index
        self.entries: list[Entry] = []
        self.items: list[Node] = []
        self.merged: list[Entry] = []
        self.key: Scalar | None = None
        self.key_end = 0
        self.places: dict[str, Span] = {}
        self.torn: list[Torn] = []

    def mapping(self) -> Mapping:
        """Return the mapping, with what ``<<`` brings in: each key once, and none that is written in it itself."""
        brought: dict[str, Entry] = {}
        for entry in self.merged:
            if entry.key.text not in self.places:
                brought.setdefault(entry.key.text, entry)
        made: Mapping = _new(Mapping, ((*self.entries, *brought.values()), self.at))
        return made
