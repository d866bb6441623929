"""The objects of a slide by key, and which is in which group."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from osloregion_slides.update.values import KnownItem, KnownSlide


class Tree:
    """A slide's objects: ``items`` by key, ``children`` by a group's key ("" is the slide), in order."""

    def __init__(self, slide: KnownSlide | None) -> None:
        self.items: dict[str, KnownItem] = {item.key: item for item in slide.items} if slide else {}
        self.children: dict[str, list[str]] = {}
        for key, item in self.items.items():
            parent = item.parent if item.parent in self.items else ""
            self.children.setdefault(parent, []).append(key)

    def __contains__(self, key: str) -> bool:
        return key in self.items

    def parent(self, key: str) -> str:
        """Return the key of the group that an object is in, "" on the slide itself."""
        parent = self.items[key].parent
        return parent if parent in self.items else ""

    def below(self, key: str) -> Iterator[str]:
        """Yield the keys of all that is in a group, outer groups before what is in them."""
        for child in self.children.get(key, ()):
            yield child
            yield from self.below(child)
