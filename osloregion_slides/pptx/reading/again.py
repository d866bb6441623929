"""A deck read again after an update: slides whose parts lie as they lay before are taken as they were read then."""

from __future__ import annotations

from osloregion_slides.pptx.reading.deck import read_package
from osloregion_slides.pptx.reading.package import Package
from osloregion_slides.pptx.relations import rels_name

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from osloregion_slides.pptx.zip import Member
    from osloregion_slides.update.values import Known, KnownSlide

_OWN = ("ppt/slides/", "ppt/notesSlides/", "ppt/charts/", "ppt/embeddings/", "ppt/media/", "customXml/", "docProps/")
"""Folders of parts that belong to single slides, or to none; all other parts may bear on the reading of every slide."""


def read_again(data: bytes, file: str, before: bytes, known: Known) -> Known:
    """Return the ``known`` that ``read_deck`` returns of ``data``; ``known`` is the one of ``before``.

    Nothing is taken over where the presentation, a layout, a master or a theme is another than before.
    """
    package, old = Package(data, file), Package(before, file).members
    return read_package(package, dict(_unchanged(package, old, known))).known


def _unchanged(package: Package, old: Mapping[str, Member], known: Known) -> Iterator[tuple[str, KnownSlide]]:
    members = package.members
    if _shared(members) != _shared(old):
        return
    for slide in known.slides:
        part = slide.locator.part if slide.locator else slide.key
        reached = [one.target for one in package.relations(part).values() if not one.external]
        parts = [name for one in (part, *reached) for name in (one, rels_name(one))]
        if all([_sign(members, name) == _sign(old, name) for name in parts]):
            yield part, slide


def _shared(members: Mapping[str, Member]) -> list[tuple[str, int, int]]:
    return sorted([(name, one.crc, one.size) for name, one in members.items() if not name.startswith(_OWN)])


def _sign(members: Mapping[str, Member], name: str) -> tuple[int, int] | None:
    """Return what tells a member from another: its CRC and size."""
    found = members.get(name)
    return (found.crc, found.size) if found else None
