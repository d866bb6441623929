"""Which slide of one deck is which of another, for ``diff``: equal slides first, then as an update finds them.

Names, titles and content cannot tell two equal slides or two equal charts apart. What is the same on both sides is
therefore paired before anything is compared, so a deck never differs from itself.
"""

from __future__ import annotations

from operator import attrgetter

from osloregion_slides.update.deck_state import HAND, ItemState
from osloregion_slides.update.match import match
from osloregion_slides.update.match_items import relinked

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from osloregion_slides.update.deck_state import DeckState, SlideState

_SAID = attrgetter(*ItemState.__fields__[: ItemState.__fields__.index("locator")])
"""What an object is, without its place in the file."""


def paired(before: DeckState, after: DeckState) -> tuple[DeckState, DeckState]:
    """Return both decks with keys: the same key is the same slide or object. Either may be read or made of a Scene."""
    pairs = _equal(before, after)
    keyed = _apart(_keyed(before), set(pairs.values()))
    rest = [slide for place, slide in enumerate(keyed.slides) if place not in pairs.values()]
    others = [slide for place, slide in enumerate(after.slides) if place not in pairs]
    found = match(keyed.replace(slides=tuple(rest)), _named(after.replace(slides=tuple(others))), by_content=True).known
    waiting = iter(found.slides)
    slides = [
        _as(keyed.slides[pairs[place]], slide) if place in pairs else next(waiting)
        for place, slide in enumerate(after.slides)
    ]
    return _linked(keyed), _linked(found.replace(slides=tuple(slides)))


def _equal(before: DeckState, after: DeckState) -> dict[int, int]:
    """Return by place in ``after`` the place in ``before`` of a slide that reads the same, in the same part if any."""
    waiting: dict[object, list[int]] = {}
    for place, slide in enumerate(before.slides):
        if slide.locator is not None:
            waiting.setdefault(_content(slide), []).append(place)
    said = [_content(slide) if slide.locator is not None else None for slide in after.slides]
    found: dict[int, int] = {}
    for same_part in (True, False):
        for place, slide in enumerate(after.slides):
            for one in waiting.get(said[place], ()) if place not in found else ():
                if not same_part or before.slides[one].locator == slide.locator:
                    found[place] = one
                    waiting[said[place]].remove(one)
                    break
    return found


def _apart(keyed: DeckState, places: set[int]) -> DeckState:
    """Return a deck in which the keys of these slides are none that ``match`` gives: it names slides by their parts."""
    slides = [
        slide.replace(key=f"{HAND}={slide.key[len(HAND) :]}")
        if place in places and slide.key.startswith(HAND)
        else slide
        for place, slide in enumerate(keyed.slides)
    ]
    return keyed.replace(slides=tuple(slides))


def _content(slide: SlideState) -> object:
    """Return what a slide that was read is, but for its place and the slides that it leads to."""
    items = [_without_jumps(item) for item in slide.items]
    told = [(_SAID(item), item.marks) for item in items]
    return slide.title, tuple(told), slide.notes, slide.hidden, slide.marks.creation


def _without_jumps(item: ItemState) -> ItemState:
    jumps = dict.fromkeys([link for link in _links(item) if link.startswith("#")], "#")
    return _relinked(item, jumps) if jumps else item


def _links(item: ItemState) -> list[str]:
    texts = [item.text, *[cell for row in item.table.rows for cell in row]] if item.table else [item.text]
    return [item.link, *[run.link for text in texts for paragraph in text for run in paragraph.runs if run.link]]


def _relinked(item: ItemState, links: Mapping[str, str]) -> ItemState:
    table = item.table
    if table is not None:
        table = table.replace(rows=tuple([tuple([relinked(cell, links) for cell in row]) for row in table.rows]))
    return item.replace(link=links.get(item.link, item.link), text=relinked(item.text, links), table=table)


def _as(keyed: SlideState, slide: SlideState) -> SlideState:
    """Return a slide under the keys of the equal one."""
    items = [item.replace(key=one.key, parent=one.parent, ends=one.ends) for item, one in zip(slide.items, keyed.items)]
    return slide.replace(key=keyed.key, items=tuple(items))


def _linked(known: DeckState) -> DeckState:
    """Return a deck whose links to its slides name their keys, not their parts."""
    links = {f"#{slide.locator.part}": f"#{slide.key}" for slide in known.slides if slide.locator}
    if not links:
        return known
    slides = [
        slide.replace(
            items=tuple(
                [_relinked(item, links) if not links.keys().isdisjoint(_links(item)) else item for item in slide.items]
            )
        )
        for slide in known.slides
    ]
    return known.replace(slides=tuple(slides))


def _keyed(known: DeckState) -> DeckState:
    """Return a deck whose own marks are its keys."""
    if all(slide.locator is None for slide in known.slides):
        return known
    slides = []
    taken: set[str] = set()
    for slide in known.slides:
        key = _own_key(slide)
        if not key or key in taken:
            key = f"{HAND}{slide.locator.part if slide.locator else len(taken)}"
        taken.add(key)
        slides.append(_own_keys(slide, key))
    return known.replace(slides=tuple(slides))


def _own_key(slide: SlideState) -> str:
    """Return the slide's key by the majority of its shapes' names, "" without one."""
    votes: dict[str, int] = {}
    for item in slide.items:
        key, slash, _ = item.marks.name.partition("/")
        if slash:
            votes[key] = votes.get(key, 0) + 1
    return max(sorted(votes), key=lambda key: votes[key]) if votes else ""


def _own_keys(slide: SlideState, key: str) -> SlideState:
    names: dict[str, str] = {}
    taken: set[str] = set()
    for item in slide.items:
        name = item.marks.name
        names[item.key] = name if name and name not in taken else f"{HAND}{key}#{item.key}"
        taken.add(name)
    items: list[Any] = [
        item.replace(
            key=names[item.key],
            parent=names.get(item.parent, ""),
            ends=tuple([end and end.replace(key=names.get(end.key, end.key)) for end in item.ends]),
        )
        for item in slide.items
    ]
    return slide.replace(key=key, items=tuple(items))


def _named(known: DeckState) -> DeckState:
    """Return a deck in a reader's form: one made from a Scene gets its keys as names."""
    if any(slide.locator for slide in known.slides):
        return known
    return known.replace(
        slides=tuple(
            [
                slide.replace(
                    items=tuple([item.replace(marks=item.marks.replace(name=item.key)) for item in slide.items])
                )
                for slide in known.slides
            ]
        )
    )
