"""Which objects of a Scene come to a slide: all in a group, or some."""

from __future__ import annotations

from osloregion_slides.scene import Group

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from osloregion_slides.scene import Item


def flat(items: Iterable[Item]) -> Iterator[Item]:
    """Yield all objects, a group before its children."""
    for item in items:
        yield item
        if isinstance(item, Group):
            yield from flat(item.children)


def pruned(item: Item, keys: frozenset[str]) -> Item:
    """Return an object, a group with those of its descendants only that ``keys`` names."""
    if not isinstance(item, Group):
        return item
    children = [pruned(child, keys) for child in item.children if child.key in keys or _any(child, keys)]
    return item.replace(children=tuple(children))


def _any(item: Item, keys: frozenset[str]) -> bool:
    return isinstance(item, Group) and any(child.key in keys for child in flat(item.children))
