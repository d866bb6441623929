"""The relations of one part: what it points to, each target once, numbered as they are asked for."""

from __future__ import annotations

from osloregion_slides.ooxml.names import RELATIONSHIPS
from osloregion_slides.pptx.xml import DECLARATION, Xml, esc

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    Relation = tuple[str, str, str, bool]


class Relations:
    """Hands out relation ids. Targets are part names from the package's root (``/ppt/…``) or addresses."""

    def __init__(self, existing: Iterable[Relation] = ()) -> None:
        self._ids: dict[tuple[str, str, bool], Xml] = {}
        self._taken: set[str] = set()
        for identity, kind, target, external in existing:
            self._ids[kind, target, external] = esc(identity)
            self._taken.add(identity)
        self._last = 0

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self._ids)

    def relate(self, kind: str, target: str, external: bool = False) -> Xml:
        """Return the id of the relation of this type to this target, the same for the same question."""
        found = self._ids.get((kind, target, external))
        if found is None:
            found = self._ids[kind, target, external] = self._next()
        return found

    def _next(self) -> Xml:
        self._last += 1
        while f"rId{self._last}" in self._taken:
            self._last += 1
        return f"rId{self._last}"

    def xml(self) -> Xml:
        """Return the ``.rels`` part (OPC, ECMA-376 Part 2, 9.3)."""
        rows = [_relation(identity, *key) for key, identity in self._ids.items()]
        return f'{DECLARATION}<Relationships xmlns="{RELATIONSHIPS}">{"".join(rows)}</Relationships>'


def _relation(identity: Xml, kind: str, target: str, external: bool) -> Xml:
    mode = ' TargetMode="External"' if external else ""
    return f'<Relationship Id="{identity}" Type="{esc(kind)}" Target="{esc(target)}"{mode}/>'
