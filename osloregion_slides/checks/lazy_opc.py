"""A package opened to be read, as the checks see one: parts are unpacked and parsed when they are asked for."""

from __future__ import annotations

from collections.abc import Mapping

from osloregion_slides.checks.opc import Opc, Relation
from osloregion_slides.ooxml.part_names import rels_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from osloregion_slides.findings import Finding
    from osloregion_slides.pptx.reading.package import Package


class LazyOpc(Opc):
    """For checks of some slides of a package that is known to be sound."""

    def __init__(self, package: Package) -> None:
        self.parts = _Parts(package)
        self.names = package.names
        self.findings: list[Finding] = []
        self._roots = {}
        self._nodes = 0
        self.defaults, self.overrides = {}, {}
        self.relations = _AllRelations(self)


class _Parts(Mapping[str, bytes]):
    def __init__(self, package: Package) -> None:
        self._package = package

    def __getitem__(self, part: str) -> bytes:
        if part not in self._package:
            raise KeyError(part)
        return self._package.data(part)

    def __contains__(self, part: object) -> bool:
        return part in self._package.members

    def __iter__(self) -> Iterator[str]:
        return iter(self._package.members)

    def __len__(self) -> int:
        return len(self._package.members)


class _AllRelations(dict[str, tuple[Relation, ...]]):
    """The relations of each part, read when they are asked for."""

    def __init__(self, opc: LazyOpc) -> None:
        super().__init__()
        self._opc = opc

    def get(self, part: str, default: tuple[Relation, ...] = ()) -> tuple[Relation, ...]:  # type: ignore[override]
        if part not in self:
            known = self._opc.names.find(rels_name(part))
            self[part] = self._opc._relations(part) if known else default
        return self[part]
