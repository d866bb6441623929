"""Renames that the outline declares: ``moved: profil`` on the slide ``profiling``."""

from __future__ import annotations

from osloregion_slides.update.changes import Mark
from osloregion_slides.update.match_items import relinked
from osloregion_slides.value import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from osloregion_slides.update.values import Known, KnownItem, KnownSlide


class Renamed(Value):
    """Base and theirs in ours' keys, who was called what (new, old), and the marks to write."""

    base: Known
    theirs: Known
    names: tuple[tuple[str, str], ...]
    marks: tuple[Mark, ...]


def rename(base: Known, theirs: Known, ours: Known) -> Renamed:
    """Return base and theirs with the slides that ours declares as moved under their new keys.

    A declaration counts only while the new key is unknown to the base and the old one is not ours' any more.
    """
    known, current = {slide.key for slide in base.slides}, {slide.key for slide in ours.slides}
    names: dict[str, str] = {}
    for slide in ours.slides:
        old = next((one for one in slide.moved if one in known - current and one not in names), "")
        if old and slide.key not in known:
            names[old] = slide.key
    if not names:
        return Renamed(base, theirs, (), ())
    links = {f"#{old}": f"#{new}" for old, new in names.items()}
    found = theirs.replace(slides=tuple([_slide(slide, names, links) for slide in theirs.slides]))
    new_base = base.replace(slides=tuple([_slide(slide, names, links) for slide in base.slides]))
    marks = _marks(found, ours, set(names.values()))
    return Renamed(new_base, found, tuple([(new, old) for old, new in names.items()]), marks)


def _slide(slide: KnownSlide, names: Mapping[str, str], links: Mapping[str, str]) -> KnownSlide:
    new = names.get(slide.key, slide.key)
    items = tuple([_item(item, slide.key, new, links) for item in slide.items])
    return slide.replace(key=new, items=items)


def _item(item: KnownItem, old: str, new: str, links: Mapping[str, str]) -> KnownItem:
    changes: dict[str, object] = {}
    if item.link in links:
        changes["link"] = links[item.link]
    if any(run.link in links for paragraph in item.text for run in paragraph.runs):
        changes["text"] = relinked(item.text, links)
    if old != new:
        changes["key"] = _moved(item.key, old, new)
        changes["parent"] = _moved(item.parent, old, new)
        ends = [end and end.replace(key=_moved(end.key, old, new)) for end in item.ends]
        changes["ends"] = tuple(ends)
    return item.replace(**changes) if changes else item


def _moved(key: str, old: str, new: str) -> str:
    return new + key[len(old) :] if key.startswith(f"{old}/") else key


def _marks(theirs: Known, ours: Known, keys: set[str]) -> tuple[Mark, ...]:
    """Return the marks for slides under new keys and for what is ours on them."""
    current = {slide.key: slide for slide in ours.slides}
    found = []
    for slide in theirs.slides:
        if slide.key in keys:
            at = current[slide.key].at
            own = {item.key for item in current[slide.key].items}
            found.append(Mark(slide.key, "", slide.locator, at))
            found += [Mark(slide.key, item.key, item.locator, at) for item in slide.items if item.key in own]
    return tuple(found)


def all_marks(theirs: Known, ours: Known) -> tuple[Mark, ...]:
    """Return the marks of all that was found: what an adopted deck needs to be known by next time."""
    return _marks(theirs, ours, {slide.key for slide in ours.slides})
