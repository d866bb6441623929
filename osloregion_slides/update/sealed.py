"""The slides of a sealed deck that need no reading: they are the base's, and the outline makes them again."""

from __future__ import annotations

from osloregion_slides.update.slide_merge import slide_is_edited
from osloregion_slides.update.slide_size import size_difference
from osloregion_slides.update.values import KnownSlide, Locator, Marks

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from osloregion_slides.update.changes import Plan
    from osloregion_slides.update.values import Known

    Written = Iterable[tuple[str, str]]


def unread(written: Written, base: Known, ours: Known) -> dict[str, KnownSlide]:
    """Return by part the slides of ``written`` (part and key, in order) that an update has nothing to do with.

    They have the base's very objects, without places in the file; ``match`` knows them by that. What the outline
    changed is not among them: it is going to be edited, so it is read. (``base_read`` takes slides of the base
    that are the same from ours, so the same slide is the same object.)
    """
    old, new = {slide.key: slide for slide in base.slides}, {slide.key: slide for slide in ours.slides}
    found: dict[str, KnownSlide] = {}
    for number, (part, key) in enumerate(written, 1):
        slide = old.pop(key, None)
        if slide is not None and new.get(key) is slide:
            told = slide.title, slide.items, slide.notes, slide.hidden, slide.layout, slide.section
            found[part] = KnownSlide(key, *told, locator=Locator(part), marks=Marks("", "", number))
    return found


def as_ours(again: Plan, ours: Known) -> tuple[tuple[str, str], ...]:
    """Return part and key of all slides of a deck in order, the key "" where a slide is not just as ours makes it.

    ``again`` is a plan of that deck with ours for base: what it tells of a slide's objects is a person's work. So is
    another section, and another size of all slides.
    """
    made = {slide.key: slide for slide in ours.slides}
    told = {note.slide for note in again.notes if note.item or note.group == "unsure"}
    resized = bool(size_difference(ours, again.found))
    found = []
    for slide in again.found.slides:
        own = made.get(slide.key)
        known = own is not None and slide.section in ("", own.section) and not slide_is_edited(own, slide)
        known = known and not resized and slide.key not in told
        found.append((slide.locator.part if slide.locator else "", slide.key if known else ""))
    return tuple(found)
