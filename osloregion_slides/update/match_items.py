"""Which object of a slide of theirs is which of ours: by name, by creation id, by placeholder, by content."""

from __future__ import annotations

from osloregion_slides.update.likeness import item_likeness, words
from osloregion_slides.update.match_likeness import alike, by_likeness
from osloregion_slides.update.values import HAND, KnownItem, KnownParagraph

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from osloregion_slides.update.values import KnownEnd, KnownSlide, Words

_PARENT = KnownItem.__fields__.index("parent")
_TITLES, _BODIES = ("title", "ctrTitle"), ("body", "obj", "subTitle")


def match_items(
    deck: str,
    key: str,
    known: KnownSlide | None,
    new: tuple[KnownItem, ...],
    found: KnownSlide,
    by_content: bool,
    links: Mapping[str, str],
) -> tuple[tuple[KnownItem, ...], list[tuple[str, str]]]:
    """Return the objects of ``found`` with their keys, and (key, why) of the matches that are not sure.

    ``known`` is the slide that it is (None: a person's), ``new`` what ours has on it now: what is not in the base is
    found by name and creation id only. ``links`` turns ``#part`` into ``#key``.
    """
    matching = _Matching(deck, key, known.items if known else (), new if known else (), found.items)
    if known is not None:
        matching.run(by_content)
    return matching.keyed(found, links), matching.unsure


class _Matching:
    def __init__(
        self,
        deck: str,
        slide: str,
        known: tuple[KnownItem, ...],
        new: tuple[KnownItem, ...],
        found: tuple[KnownItem, ...],
    ) -> None:
        self._deck, self._slide = deck, slide
        self._known = {item.key: item for item in known}
        self._new = [item for item in new if item.key not in self._known]
        self._known.update({item.key: item for item in self._new})
        self._parents = {item.key: item.parent for item in self._known.values()}
        self._found = found
        self._waiting = {item.key: item for item in found}
        self._keys: dict[str, str] = {}
        self.unsure: list[tuple[str, str]] = []

    def run(self, by_content: bool) -> None:
        self._by_name(by_content)
        if self._known and not by_content:
            self._by_identity()
        for item in self._new:
            self._known.pop(item.key, None)
        for family in (_TITLES, _BODIES):
            self._by_slot(family)
        for slot in ("ftr", "sldNum", "dt", "pic"):
            self._by_slot((slot,))
        if by_content or self._stripped():
            self._by_likeness()

    def _take(self, key: str, token: str) -> None:
        self._keys[token] = key
        del self._known[key], self._waiting[token]

    def _by_name(self, by_content: bool) -> None:
        names: dict[str, list[str]] = {}
        for token, item in self._waiting.items():
            if item.marks.name in self._known:
                names.setdefault(item.marks.name, []).append(token)
        for key, tokens in names.items():
            self._take(key, tokens[0] if len(tokens) == 1 else self._original(key, tokens, by_content))

    def _original(self, key: str, tokens: list[str], by_content: bool) -> str:
        """Return the one of several of one name that has our creation id, else the one that is most like ours."""
        known = self._known[key]
        identity = "" if by_content else self._identity(key)

        def rank(token: str) -> tuple[bool, float, tuple[int, ...]]:
            item = self._waiting[token]
            path = item.locator.path if item.locator else (0,)
            ours = bool(identity) and item.marks.creation == identity
            return ours, item_likeness(known, item, words(known), words(item)), tuple([-number for number in path])

        return max(tokens, key=rank)

    def _identity(self, key: str) -> str:
        from osloregion_slides.pptx.identity import shape_identity

        return shape_identity(self._deck, self._slide, key)

    def _by_identity(self) -> None:
        """Find shapes that a person has given another name."""
        tokens = {item.marks.creation: token for token, item in self._waiting.items() if item.marks.creation}
        if tokens:
            for key in list(self._known):
                token = tokens.get(self._identity(key))
                if token in self._waiting:
                    self._take(key, token)

    def _by_slot(self, slots: tuple[str, ...]) -> None:
        """Find placeholders by their type; of several, those most alike: order does not matter."""
        if not self._known or not self._waiting:
            return
        ours = [item for item in self._known.values() if item.slot in slots]
        theirs = [(token, item) for token, item in self._waiting.items() if item.slot in slots]
        for pair in alike(ours, theirs, 0.0):
            self._take(pair.key, pair.token)

    def _stripped(self) -> bool:
        """Say whether the slide has lost its names: less than half of what it had was found."""
        return len(self._known) > len(self._keys)

    def _by_likeness(self) -> None:
        for pair in by_likeness(self._known, self._waiting, self._parents, self._found, self._keys):
            self._take(pair.key, pair.token)
            if not pair.sure:
                self.unsure.append((pair.key, "found by its content and place only"))

    def keyed(self, found: KnownSlide, links: Mapping[str, str]) -> tuple[KnownItem, ...]:
        """Return all objects with their final keys."""
        keys = {item.key: self._keys.get(item.key) or self._own(item) for item in found.items}
        return tuple([_named(item, keys, links) for item in found.items])

    def _own(self, item: KnownItem) -> str:
        place = "-".join(map(str, item.locator.path)) if item.locator else item.key
        part = item.locator.part if item.locator else self._slide
        return f"{HAND}{part}#{place}"


def _named(item: KnownItem, keys: Mapping[str, str], links: Mapping[str, str]) -> KnownItem:
    parent = keys.get(item.parent, "") if item.parent else ""
    named = KnownItem(keys[item.key], *item[1:_PARENT], parent, *item[_PARENT + 1 :])  # type: ignore[index, call-arg]
    changes: dict[str, object] = {}
    if item.kind == "connector":
        changes["ends"] = tuple([_end(end, keys) for end in item.ends])
    if item.link in links:
        changes["link"] = links[item.link]
    if item.text and any([run.link.startswith("#") for paragraph in item.text for run in paragraph.runs if run.link]):
        changes["text"] = relinked(item.text, links)
    return named.replace(**changes) if changes else named


def _end(end: KnownEnd | None, keys: Mapping[str, str]) -> KnownEnd | None:
    return end.replace(key=keys.get(end.key, end.key)) if end else None


def relinked(words: Words, links: Mapping[str, str]) -> Words:
    """Return a text with its links in other words."""
    return tuple([_paragraph(paragraph, links) for paragraph in words])


def _paragraph(paragraph: KnownParagraph, links: Mapping[str, str]) -> KnownParagraph:
    return paragraph.replace(
        runs=tuple([run.replace(link=links.get(run.link, run.link)) if run.link else run for run in paragraph.runs])
    )
