"""What the outline calls otherwise than the base: slides that it declares as moved, and items of lists.

``moved: profil`` on the slide ``profiling`` renames a slide. An item of a list without ``id`` has its number for
a key, and the numbers change when something comes or goes before it: ``list_items`` finds its objects again by what
they say, and they get their new keys here. So what a person did to an object stays with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.base.record import Record
from osloregion_slides.update.changes import Mark
from osloregion_slides.update.list_items import is_number, item_names
from osloregion_slides.update.match_items import features, relinked, share

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from osloregion_slides.update.deck_state import DeckState, ItemState, SlideState

    Names = Mapping[str, str]

_NEW = " (new)"
"""Behind the key of what is new in ours, where another item of the base has its number."""
_ALIKE = 0.7
"""A slide that shares more with one that is gone may be that slide under another id (``match.ALIKE``)."""


class Renames(Record):
    """New keys by old ones: of ``slides``, and of ``items`` by the slide's new key."""

    slides: Names
    items: Mapping[str, Names]

    def told(self) -> Iterator[tuple[str, str, str]]:
        """Yield what has another id: the slide's key, the object's ("" for the slide), and the id before.

        Numbers that changed are nobody's words.
        """
        for old, new in self.slides.items():
            yield new, "", old
        for slide, names in self.items.items():
            for old, new in names.items():
                if not (is_number(old) and is_number(new)):
                    yield slide, new, old


class Renamed(Record):
    """Base and theirs in ours' keys, and the marks to write."""

    base: DeckState
    theirs: DeckState
    marks: tuple[Mark, ...]


def renames(base: DeckState, ours: DeckState) -> Renames:
    """Return what ours calls otherwise than the base.

    A declared move counts only while the new key is unknown to the base and the old one is not ours' any more.
    """
    known, current = {slide.key: slide for slide in base.slides}, {slide.key for slide in ours.slides}
    slides: dict[str, str] = {}
    items: dict[str, Names] = {}
    for slide in ours.slides:
        old = next((one for one in slide.moved if one in known and one not in current and one not in slides), "")
        if old and slide.key not in known:
            slides[old] = slide.key
        was = known.get(slide.key) or known.get(old)
        if was is not None and was is not slide and not slide.freeze and (names := item_names(was, slide)):
            items[slide.key] = names
    return Renames(slides, items)


def in_words_of_base(ours: DeckState, found: Renames) -> DeckState:
    """Return ours with the items that have other keys now under those that they have in the base.

    So what is new in ours is not looked for under a number that another item had.
    """
    if not found.items:
        return ours
    slides = []
    for slide in ours.slides:
        names = found.items.get(slide.key, {})
        back = {new: old for old, new in names.items()}
        back.update({item.key: item.key + _NEW for item in slide.items if item.key in names} | back)
        slides.append(_slide(slide, slide.key, {}, back))
    return ours.replace(slides=tuple(slides))


def rename(base: DeckState, theirs: DeckState, ours: DeckState, found: Renames) -> Renamed:
    """Return base and theirs under the keys of ours, and what has to be written into the found deck for it."""
    if not (found.slides or found.items):
        return Renamed(base, theirs, ())
    links = {f"#{old}": f"#{new}" for old, new in found.slides.items()}

    def renamed(deck: DeckState) -> DeckState:
        return deck.replace(slides=tuple([_renamed(slide, found, links) for slide in deck.slides]))

    after = renamed(theirs)
    old_keys = {slide.key: [item.key for item in old.items] for old, slide in zip(theirs.slides, after.slides)}
    return Renamed(renamed(base), after, tuple(_new_marks(after, ours, found, old_keys)))


def _renamed(slide: SlideState, found: Renames, links: Names) -> SlideState:
    key = found.slides.get(slide.key, slide.key)
    names = found.items.get(key, {})
    if names:
        new = [item.key for item in slide.items if item.key.endswith(_NEW)]
        names = {**names, **{one: one.removesuffix(_NEW) for one in new}}
    if key != slide.key:
        start = f"{slide.key}/"
        own = [item.key for item in slide.items if item.key.startswith(start)]
        names = {**{one: key + one[len(slide.key) :] for one in own}, **names}
    return _slide(slide, key, links, names)


def _slide(slide: SlideState, key: str, links: Names, names: Names) -> SlideState:
    if key == slide.key and not (links or names):
        return slide
    return slide.replace(key=key, items=tuple([_item(item, links, names) for item in slide.items]))


def _item(item: ItemState, links: Names, names: Names) -> ItemState:
    item = relinked(item, links)
    if not names:
        return item
    ends = tuple([end and end.replace(key=names.get(end.key, end.key)) for end in item.ends])
    return item.replace(key=names.get(item.key, item.key), parent=names.get(item.parent, item.parent), ends=ends)


def _new_marks(theirs: DeckState, ours: DeckState, found: Renames, old_keys: Mapping[str, list[str]]) -> Iterator[Mark]:
    """Yield the marks of what has another key; names that a person gave to objects are left."""
    current = {slide.key: slide for slide in ours.slides}
    moved = set(found.slides.values())
    for slide in theirs.slides:
        if slide.key not in moved and slide.key not in found.items:
            continue
        own = current[slide.key]
        keys = {item.key for item in own.items}
        if slide.key in moved:
            yield Mark(slide.key, "", slide.locator, own.at)
        for item, old in zip(slide.items, old_keys[slide.key]):
            if item.key != old and item.key in keys:
                yield Mark(slide.key, item.key, item.locator, own.at, bool(item.slot) or item.marks.name == old)


def all_marks(theirs: DeckState, ours: DeckState) -> tuple[Mark, ...]:
    """Return the marks of all that was found: what an adopted deck needs to be known by next time."""
    current = {slide.key: slide for slide in ours.slides}
    found = []
    for slide in theirs.slides:
        if slide.key in current:
            at = current[slide.key].at
            own = {item.key for item in current[slide.key].items}
            found.append(Mark(slide.key, "", slide.locator, at))
            found += [Mark(slide.key, item.key, item.locator, at) for item in slide.items if item.key in own]
    return tuple(found)


def proposals(base: DeckState, ours: DeckState, found: Renames) -> Iterator[tuple[str, str]]:
    """Yield slides that are new in ours and say what a slide says that ours has no more: their key, and that one's.

    Each is offered once, the most alike first.
    """
    gone = {slide.key for slide in base.slides} - {slide.key for slide in ours.slides} - set(found.slides)
    new = {slide.key for slide in ours.slides} - {slide.key for slide in base.slides} - set(found.slides.values())
    if not gone or not new:
        return
    old = {slide.key: features(slide) for slide in base.slides if slide.key in gone}
    scores = [
        (-share(features(slide), said), slide.key, key)
        for slide in ours.slides
        if slide.key in new
        for key, said in old.items()
    ]
    for score, key, was in sorted(scores):
        if -score >= _ALIKE and key in new and was in gone:
            new.discard(key)
            gone.discard(was)
            yield key, was
