"""The sections of the show from three sides: runs of slides under one name.

The section's name of a slide that nobody moved is merged like any property. A slide that the outline added or moved
goes into its predecessor's section where the outline has both in one, else into the one that the outline names,
under the name that it has in the result. A slide that a person added or moved stays in the section where that
person put it; where that is none, or one that lies elsewhere in the result (python-pptx moves slides and leaves the
list of sections), it goes into its predecessor's.
"""

from __future__ import annotations

from osloregion_slides.value import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Container, Mapping, Sequence

    Names = Mapping[str, str]
    Told = tuple[tuple[str, str, str], ...]


class MergedSections(Value):
    """``names`` are the slides of the result with their sections, in order; () where the outline changes none.

    The others tell of each name that became another one the first slide, the name before and after: ``changes``
    from theirs to the result, ``edits`` from ours to the result. ``disputed`` have theirs' name and ours'.
    """

    names: tuple[tuple[str, str], ...] = ()
    changes: Told = ()
    edits: Told = ()
    disputed: Told = ()


def merge_sections(
    base: Names,
    theirs: Names,
    ours: Names,
    order: Sequence[str],
    held: Container[str] = (),
    carried: Container[str] = (),
    takes: Callable[[str, str, str], bool] = lambda key, yours, outline: False,
) -> MergedSections:
    """Return the sections of the result, whose slides are ``order``; the mappings give each side's by key.

    ``held`` are slides that stay where a person put them (moved by hand, frozen), ``carried`` those that the outline
    moved. ``takes`` says of a disputed name whether ours wins. A found deck without any section, though the base
    has some, stays so: other programs drop them.
    """
    said = [any(side.values()) for side in (base, theirs, ours)]
    if said in ([False] * 3, [True, False, False], [True, False, True]):
        return MergedSections()
    return _Merge(base, theirs, ours, order, held, carried, takes).run()


class _Merge:
    def __init__(
        self,
        base: Names,
        theirs: Names,
        ours: Names,
        order: Sequence[str],
        held: Container[str],
        carried: Container[str],
        takes: Callable[[str, str, str], bool],
    ) -> None:
        self._base, self._theirs, self._ours, self._order = base, theirs, ours, order
        self._held, self._takes = held, takes
        self._placed = [key for key in order if key in ours and (key not in theirs or key in carried)]
        self._told: tuple[dict[tuple[str, str], str], ...] = ({}, {}, {})
        self._taken: dict[tuple[str, str], bool] = {}

    def run(self) -> MergedSections:
        """Return what becomes of them."""
        certain = {key: self._certain(key) for key in self._order if self._is_certain(key)}
        changes, edits, disputed = [
            tuple([(key, before, after) for (before, after), key in found.items()]) for found in self._told
        ]
        names = self._names(certain) if changes or self._placed or any(self._taken.values()) else ()
        return MergedSections(names, changes, edits, disputed)

    def _is_certain(self, key: str) -> bool:
        if key in self._placed or key in self._held or not (key in self._base and key in self._ours):
            return False
        return bool(self._theirs[key]) or not any(self._theirs.values())

    def _certain(self, key: str) -> str:
        """Return the section of a slide that all three have and nobody moved."""
        changes, edits, disputed = self._told
        old, own, new = self._base[key], self._theirs[key], self._ours[key]
        if own == new:
            return own
        if new == old:
            edits.setdefault((new, own), key)
            return own
        if own == old:
            changes.setdefault((own, new), key)
            return new
        if (own, new) not in disputed:
            disputed[own, new] = key
            self._taken[own, new] = self._takes(key, own, new)
        return new if self._taken[own, new] else own

    def _names(self, certain: dict[str, str]) -> tuple[tuple[str, str], ...]:
        """Return the sections of all slides: of those that are not certain by their neighbours."""
        called_ours = {self._ours[key]: name for key, name in reversed(certain.items())}
        called_theirs = {self._theirs[key]: name for key, name in reversed(certain.items())}
        used = set(certain.values())
        following = self._following(certain)
        placed = set(self._placed)
        found: list[tuple[str, str]] = []
        before = ""
        for key in self._order:
            last = found[-1][1] if found else following[key]
            if key in certain:
                name = certain[key]
            elif key in placed:
                own = self._ours[key]
                name = last if before and self._ours.get(before) == own else called_ours.get(own, own)
            else:
                own = self._theirs[key]
                same = not own or before and self._theirs.get(before) == own
                name = last if same else called_theirs.get(own, own)
                if name in used and name not in (last, following[key]):
                    name = last
            found.append((key, name or last))
            before = key
        return tuple(found)

    def _following(self, certain: Names) -> Names:
        """Return for each slide the section of the nearest one behind it that is certain, "" for none."""
        found: dict[str, str] = {}
        name = ""
        for key in reversed(self._order):
            found[key] = name
            name = certain.get(key, name)
        return found
