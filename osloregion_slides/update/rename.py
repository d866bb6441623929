"""Keys that differ between outline and base: slides with ``moved:``, and items of lists.

``moved: profil`` on the slide ``profiling`` renames a slide. The key of a list item without ``id`` is its number,
which changes when items before it are added or removed: ``item_names`` matches items by their content, and their
objects get the new keys here. So manual edits stay with their objects.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from osloregion_slides.base.grouping import grouped
from osloregion_slides.base.record import Record
from osloregion_slides.update.changes import Mark
from osloregion_slides.update.differences import row_likeness
from osloregion_slides.update.match_items import features, relinked, share, texts_of
from osloregion_slides.update.text_merge import increasing

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from osloregion_slides.update.deck_state import DeckState, ItemState, SlideState

    Names = Mapping[str, str]
    Name = tuple[str, str]
    """A prefix of keys ("" is the slide), and the number or id after it."""
    Pairs = dict[Name, Name]

_NEW = " (new)"
"""Suffix of the key of a new item whose number belongs to another item in the base."""
_ALIKE = 0.7
"""The least similarity at which a new slide may be a dropped one under another id (as ``match.ALIKE``)."""


class Renames(Record):
    """New keys by old ones: of ``slides``, and of ``items`` by the slide's new key."""

    slides: Names
    items: Mapping[str, Names]

    def changed_ids(self) -> Iterator[tuple[str, str, str]]:
        """Yield changed ids: the slide's key, the object's ("" for the slide), and the old key.

        Changed numbers are left out: nobody wrote them.
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
    """Return the renames from the base to ours.

    ``moved:`` counts only while the base lacks the new key and ours lacks the old one.
    """
    known, current = base.by_key, {slide.key for slide in ours.slides}
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


def with_base_keys(ours: DeckState, found: Renames) -> DeckState:
    """Return ours with renamed items under their keys in the base.

    So new items of ours are not matched by a number that another item had.
    """
    if not found.items:
        return ours

    def back(slide: SlideState) -> SlideState:
        names = found.items.get(slide.key, {})
        new = {item.key: item.key + _NEW for item in slide.items if item.key in names}
        return _slide(slide, slide.key, {}, new | {new: old for old, new in names.items()})

    return ours.each(back)


def rename(base: DeckState, theirs: DeckState, ours: DeckState, found: Renames) -> Renamed:
    """Return base and theirs under the keys of ours, and the marks to write into the found deck."""
    if not (found.slides or found.items):
        return Renamed(base, theirs, ())
    links = {f"#{old}": f"#{new}" for old, new in found.slides.items()}
    before, after = [deck.each(lambda slide: _renamed(slide, found, links)) for deck in (base, theirs)]
    old_keys = {slide.key: [item.key for item in old.items] for old, slide in zip(theirs.slides, after.slides)}
    return Renamed(before, after, tuple(_new_marks(after, ours, found, old_keys)))


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
    return slide.replace(key=key).each(lambda item: _item(item, links, names))


def _item(item: ItemState, links: Names, names: Names) -> ItemState:
    item = relinked(item, links)
    if not names:
        return item
    ends = tuple([end and end.replace(key=names.get(end.key, end.key)) for end in item.ends])
    return item.replace(key=names.get(item.key, item.key), parent=names.get(item.parent, item.parent), ends=ends)


def _new_marks(theirs: DeckState, ours: DeckState, found: Renames, old_keys: Mapping[str, list[str]]) -> Iterator[Mark]:
    """Yield the marks of renamed slides and objects; names given in PowerPoint are kept."""
    current = ours.by_key
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
    """Return the marks of all matched slides and objects, by which the next update of an adopted deck finds them."""
    current = ours.by_key
    found = []
    for slide in theirs.slides:
        if slide.key in current:
            at = current[slide.key].at
            own = {item.key for item in current[slide.key].items}
            found.append(Mark(slide.key, "", slide.locator, at))
            found += [Mark(slide.key, item.key, item.locator, at) for item in slide.items if item.key in own]
    return tuple(found)


def proposals(base: DeckState, ours: DeckState, found: Renames) -> Iterator[tuple[str, str]]:
    """Yield pairs of a new slide of ours and a dropped one with similar content, by their keys.

    Each slide occurs once, the most similar pairs first.
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


# Matching the list items of a slide with those of the base: by id, else by content, like rows of a table.
#
# Slide types give the objects of an item keys that contain its id or its number in the list: ``columns/2``,
# ``columns/2/bar``, ``points/badge-2``, ``chart/2-3`` for a line between two. The form of a key has ``#`` for the
# number. All objects with the same number (or id) after the same prefix are one item.

OLD = " (old)"
"""Suffix of the key of an item that the outline dropped and whose number another item has now."""
_NUMBERED = re.compile(r"(.*-)?(\d+)")
_SAME_ITEM = 0.5
"""The least similarity of matching items (as for rows in ``text_merge.align``)."""


class ListItem(Record):
    """An item: its objects by form, and their texts in order."""

    name: Name
    objects: Mapping[str, ItemState]
    letters: tuple[str, ...]

    @property
    def look(self) -> frozenset[tuple[object, ...]]:
        """Forms and kinds of the item's objects: an item never matches a caption."""
        return frozenset([(form, one.kind, one.slot, one.preset) for form, one in self.objects.items()])


def is_number(key: str) -> bool:
    """Return whether a key contains a number where others have an id."""
    return any(_NUMBERED.fullmatch(part) for part in key.split("/")[1:])


def item_names(base: SlideState, ours: SlideState) -> dict[str, str]:
    """Return the new keys of the objects of ``base`` whose items have another number or id in ``ours``, by old key."""
    old, new = _tails(base), _tails(ours)
    if old.keys() == new.keys() and not any([_is_numbered(tail) for tail in old]):
        return {}
    before, after = _items(old, new), _items(new, old)
    pairs = _paired(before, after)
    for name in before:
        if name in after and name not in pairs:
            pairs[name] = (name[0], name[1] + OLD)  # another item has its number now
    names = {tail: _renumbered(tail, pairs) for tail in old}
    if len(set(names.values())) != len(names):
        return {}
    return {f"{base.key}/{one}": f"{ours.key}/{other}" for one, other in names.items() if one != other}


def _tails(slide: SlideState) -> dict[str, ItemState]:
    """Return the objects by the part of their keys after the slide's."""
    start = f"{slide.key}/"
    return {item.key[len(start) :]: item for item in slide.items if item.key.startswith(start)}


def _is_numbered(tail: str) -> bool:
    return any(map(_NUMBERED.fullmatch, tail.split("/")))


def _items(own: Mapping[str, ItemState], other: Mapping[str, ItemState]) -> dict[Name, ListItem]:
    """Return the items of a slide: all with a number, and those with an id that the other side does not have."""
    prefixes = {form.partition("#")[0] for side in (own, other) for tail in side for _, form in _numbered(tail)}
    there = {(folder, part) for tail in other for folder, part in _parts(tail)}
    found: dict[Name, dict[str, ItemState]] = {}
    for tail, item in own.items():
        if item.kind == "connector" or item.slot:
            continue
        for name, form in _numbered(tail) or _with_id(tail, own, prefixes):
            if form.startswith("=") and (name in there or tail in other):
                continue
            found.setdefault(name, {})[form.removeprefix("=")] = item
    return {name: ListItem(name, objects, _letters(name[1], objects.values())) for name, objects in found.items()}


def _parts(tail: str) -> Iterator[Name]:
    parts = tail.split("/")
    for at, part in enumerate(parts):
        yield "/".join(parts[:at]), part


def _numbered(tail: str) -> list[tuple[Name, str]]:
    """Return the item to which a key with a number belongs, and the key's form; [] without a number."""
    for folder, part in _parts(tail):
        match = _NUMBERED.fullmatch(part)
        if match:
            rest = tail[len(folder) + bool(folder) + len(part) :]
            return [((folder, match[2]), f"{folder}/{match[1] or ''}#{rest}")]
    return []


def _with_id(tail: str, own: Mapping[str, ItemState], prefixes: Iterable[str]) -> Iterator[tuple[Name, str]]:
    """Yield the items to which a key without a number may belong; ``=`` precedes the form."""
    if _is_group(own[tail]):
        return
    folder, part = next((folder, part) for folder, part in _parts(tail) if not _is_group(own.get(_join(folder, part))))
    rest = tail[len(_join(folder, part)) :]
    starts = {prefix.removeprefix(f"{folder}/") for prefix in prefixes if prefix.startswith(f"{folder}/")}
    for start in sorted(starts | {""}):
        if part.startswith(start) and len(part) > len(start):
            yield (folder, part[len(start) :]), f"={folder}/{start}#{rest}"


def _join(folder: str, part: str) -> str:
    return f"{folder}/{part}" if folder else part


def _is_group(item: ItemState | None) -> bool:
    return item is not None and item.kind == "group"


def _letters(number: str, objects: Iterable[ItemState]) -> tuple[str, ...]:
    """Return the texts of an item without its number on a badge."""
    said = [" ".join(text.split()) for item in objects for text in (*texts_of(item), item.image)]
    own = [text.partition(" ")[2] if text.partition(" ")[0].lstrip("0") == number else text for text in said]
    return tuple([text for text in own if text])


def _paired(before: Mapping[Name, ListItem], after: Mapping[Name, ListItem]) -> Pairs:
    """Return the matching items of ours by those of the base."""
    pairs: Pairs = {}
    left, right = dict(before), dict(after)

    def take(one: Name, other: Name) -> None:
        pairs[one] = other
        del left[one], right[other]

    for name, item in before.items():
        if name in after and after[name].letters == item.letters:
            take(name, name)
    waiting = grouped([((name[0], item.letters), name) for name, item in right.items()])
    for name, item in list(left.items()):
        for other in waiting.get((name[0], item.letters), ()) if item.letters else ():
            if other in right and _same_form(item, right[other]):
                take(name, other)
                break
    for _, one, other in sorted(_scores(left, right)):
        if one in left and other in right:
            take(one, other)
    for one, other in list(_between(pairs, list(before), list(after))):
        if left[one].look == right[other].look and _may_be(one, other):
            take(one, other)
    return pairs


def _same_form(one: ListItem, other: ListItem) -> bool:
    return not one.objects.keys().isdisjoint(other.objects)


def _may_be(one: Name, other: Name) -> bool:
    """Return whether items with different texts may match: not where both have an id."""
    return one[0] == other[0] and (one[1].isdecimal() or other[1].isdecimal())


def _scores(left: Mapping[Name, ListItem], right: Mapping[Name, ListItem]) -> Iterator[tuple[float, Name, Name]]:
    for one, item in left.items():
        for other, new in right.items():
            if _may_be(one, other) and item.letters and new.letters and _same_form(item, new):
                score = max(row_likeness(item.letters, new.letters), share(_words(item), _words(new)))
                if score >= _SAME_ITEM:
                    yield -score, one, other


def _words(item: ListItem) -> frozenset[str]:
    return frozenset(" ".join(item.letters).casefold().split())


def _between(pairs: Pairs, before: list[Name], after: list[Name]) -> Iterator[tuple[Name, Name]]:
    """Yield pairs, in order, of unmatched items between two matched ones: their texts were rewritten."""
    places = {name: at for at, name in enumerate(after)}
    known = [(at, places[pairs[name]]) for at, name in enumerate(before) if name in pairs]
    bounds = [known[at] for at in increasing([to for _, to in known])]
    taken = set(pairs.values())
    for (a, b), (c, d) in zip([(-1, -1), *bounds], [*bounds, (len(before), len(after))]):
        yield from zip(
            [name for name in before[a + 1 : c] if name not in pairs],
            [name for name in after[b + 1 : d] if name not in taken],
        )


def _renumbered(tail: str, pairs: Pairs) -> str:
    """Return a key with the new numbers and ids in it."""
    parts = tail.split("/")
    for at, (folder, part) in enumerate(_parts(tail)):
        new = _renamed_part(folder, part, pairs)
        if new != part:
            return "/".join([*parts[:at], new, *parts[at + 1 :]])
    return tail


def _renamed_part(folder: str, part: str, pairs: Pairs) -> str:
    if (folder, part) in pairs:
        return pairs[folder, part][1]
    words = part.split("-")
    found: list[tuple[int, int, str]] = []
    for at in range(1, len(words)):
        sides = [(folder, "-".join(words[:at])), (folder, "-".join(words[at:]))]
        known = sum([side in pairs for side in sides])
        found.append((known, -at, "-".join([pairs.get(side, side)[1] for side in sides])))
    return max(found)[2] if found and max(found)[0] else part
