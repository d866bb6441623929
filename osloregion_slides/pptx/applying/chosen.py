"""Which objects of a Scene come to a slide: all in a group, or some."""

from __future__ import annotations

from osloregion_slides.scene import Group
from osloregion_slides.update.changes import AddItem, Remake

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from osloregion_slides.scene import Item
    from osloregion_slides.update.changes import Operation


def flat(items: Iterable[Item]) -> Iterator[Item]:
    """Yield all objects, a group before its children."""
    for item in items:
        yield item
        if isinstance(item, Group):
            yield from flat(item.children)


def coming(items: Mapping[str, Item], changes: Iterable[Operation]) -> list[Item]:
    """Return the objects that the changes bring to a slide; ``items`` are all of ours by key."""
    found: list[Item] = []
    for change in changes:
        if isinstance(change, AddItem) and change.item in items:
            found += flat((chosen_of(items, change),))
        elif isinstance(change, Remake):
            found += items.values()
    return found


def chosen_of(items: Mapping[str, Item], change: AddItem) -> Item:
    """Return ours' object, a group with those of its descendants only that come with it."""
    item = items[change.item]
    return pruned(item, frozenset(change.children)) if change.children else item


def pruned(item: Item, keys: frozenset[str]) -> Item:
    """Return an object, a group with those of its descendants only that ``keys`` names."""
    if not isinstance(item, Group):
        return item
    children = [pruned(child, keys) for child in item.children if child.key in keys or _any(child, keys)]
    return item.replace(children=tuple(children))


def _any(item: Item, keys: frozenset[str]) -> bool:
    return isinstance(item, Group) and any(child.key in keys for child in flat(item.children))
