"""A deck read again after an update: slides whose parts lie as they lay before are taken as they were read then."""

from __future__ import annotations

from osloregion_slides.ooxml.inheritance import DEFAULTS
from osloregion_slides.ooxml.package import TYPES
from osloregion_slides.ooxml.part_names import rels_name
from osloregion_slides.pptx.reading.deck import OpenedDeck, read_opened
from osloregion_slides.pptx.reading.package import Package

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from osloregion_slides.update.deck_state import Known, KnownSlide

_SLIDES = "ppt/slides/"
_BELOW = ("ppt/notesSlides/", "ppt/charts/", "ppt/embeddings/", "ppt/media/")
"""Folders of parts that some slides lead to."""
_APART = ("customXml/", "docProps/")
"""Folders of parts that no slide is read from. All parts elsewhere may bear on the reading of every slide."""


def read_again(after: OpenedDeck, before: Package, known: Known) -> Known:
    """Return what ``read_opened`` returns of ``after``; ``known`` was read of ``before``."""
    return read_opened(after, dict(_unchanged(after.package, before, known)))


def _unchanged(package: Package, before: Package, known: Known) -> Iterator[tuple[str, KnownSlide]]:
    """Yield by part the slides that read as they did."""
    changed = {name for name in {**package.members, **before.members} if not _same(package, before, name)}
    listing = (TYPES, rels_name(""), package.main, rels_name(package.main))
    if any([not name.startswith((_SLIDES, *_BELOW, *_APART)) and name not in listing for name in changed]):
        return
    if package.main in changed and package.written(package.main, DEFAULTS) != before.written(before.main, DEFAULTS):
        return
    below = any([name.startswith(_BELOW) for name in changed])
    for slide in known.slides:
        part = slide.locator.part if slide.locator else slide.key
        parts = [part, *(_reached(package, part) if below else ())]
        if changed.isdisjoint(parts) and changed.isdisjoint(map(rels_name, parts)):
            yield part, slide


def _same(package: Package, before: Package, name: str) -> bool:
    """Say whether a member is the same: what tells one from another is its CRC and size."""
    one, other = package.members.get(name), before.members.get(name)
    return one is other or (one and (one.crc, one.size)) == (other and (other.crc, other.size))


def _reached(package: Package, part: str) -> list[str]:
    return [one.target for one in package.relations(part).values() if not one.external]
