"""Matching the objects of a slide of theirs with ours: by name, creation id, placeholder, content."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from osloregion_slides.base.grouping import grouped
from osloregion_slides.base.messages import Phrase, phrase
from osloregion_slides.base.record import Record
from osloregion_slides.update.deck_state import HAND, KEPT, ItemState
from osloregion_slides.update.differences import same_box

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from osloregion_slides.update.deck_state import EndState, RunState, SlideState, Words

    Placed = list[tuple[str, ItemState]]


# The similarity of two slides or two objects, 0…1, by words, pictures and places.

NEAR = 91_440
"""EMU (0.1 in): objects within it are at the same place (PmlComparer's figure)."""


def features(slide: SlideState) -> frozenset[str]:
    """Return a slide's features for matching: paragraphs, cells, categories, series, digests of pictures."""
    found = [text for item in slide.items for text in (*texts_of(item), item.image)]
    return frozenset([" ".join(text.casefold().split()) for text in found if text.strip()])


def texts_of(item: ItemState) -> list[str]:
    """Return the paragraphs of an object and of its cells, its categories and series."""
    found = [paragraph.plain for text in item.texts for paragraph in text]
    if item.chart:
        found += [*item.chart.categories, *[series.name for series in item.chart.series]]
    return found


def item_content(item: ItemState) -> tuple[object, ...]:
    """Return the content of an object, regardless of its place and formatting.

    A leading number that also occurs in its key is its position in a list and is left out.
    """
    said = [text.split() for text in texts_of(item)]
    said = [words[1:] if words and words[0].isdecimal() and words[0] in item.key else words for words in said]
    values = tuple([series.values for series in item.chart.series]) if item.chart else ()
    runs = [run.link for paragraph in item.text for run in paragraph.runs]
    return item.kind, tuple(map(tuple, said)), tuple(runs), item.image, item.link, values


def slide_content(slide: SlideState) -> tuple[object, ...]:
    """Return the content of a slide with its notes, without footer, number and date."""
    return (*[item_content(item) for item in slide.items if item.slot not in ("ftr", "sldNum", "dt")], slide.notes)


def share(a: frozenset[str], b: frozenset[str]) -> float:
    """Return Dice's coefficient of two sets, 0 for two empty ones."""
    return 2 * len(a & b) / (len(a) + len(b)) if a or b else 0.0


def closeness(a: SlideState, b: SlideState) -> tuple[float, int]:
    """Return the similarity of two slides' content, then the number of objects with equal name and place."""
    boxes = {item.marks.name or item.key: item.box for item in b.items}
    same = 0
    for item in a.items:
        box = boxes.get(item.key)
        same += item.box is not None and box is not None and same_box(item.box, box)
    return share(features(a), features(b)), same


def item_likeness(a: ItemState, b: ItemState, a_words: frozenset[str], b_words: frozenset[str]) -> float:
    """Return the similarity of two objects with these ``words``; 0 for different kinds.

    Content has the weight 0.6, place 0.4.
    """
    if a.kind != b.kind:
        return 0.0
    return 0.6 * _content_likeness(a, b, a_words, b_words) + 0.4 * _place_likeness(a, b)


def _content_likeness(a: ItemState, b: ItemState, left: frozenset[str], right: frozenset[str]) -> float:
    if a.image or b.image:
        return float(a.image == b.image)
    if not left and not right:
        return float(a.preset == b.preset and a.fill.split("#")[0] == b.fill.split("#")[0])
    return share(left, right)


def _place_likeness(a: ItemState, b: ItemState) -> float:
    if a.box is None or b.box is None:
        return float(a.box is b.box)
    p, q = a.box, b.box
    away = max(abs(p.x - q.x), abs(p.y - q.y), abs(p.w - q.w), abs(p.h - q.h))
    return 1.0 if away <= NEAR else max(0.0, 1 - away / (10 * NEAR))


def words(item: ItemState) -> frozenset[str]:
    """Return the distinct words of an object."""
    return frozenset(" ".join(texts_of(item)).casefold().split())


# The last stage: objects without name and id, matched by content, place, members and ends.

ALIKE = 0.7
"""The least similarity of matching objects (PmlComparer's figure)."""
_ALT = 0.5
"""The bonus for equal alternative texts: more than the weight of the place."""
_EXACT = 1.0
_MANY = 40_000


class Pair(Record):
    """A match of an object of ours and one of theirs; ``sure`` where no other is as similar."""

    key: str
    token: str
    sure: bool


def similar_pairs(ours: Iterable[ItemState], theirs: Placed, least: float = ALIKE) -> list[Pair]:
    """Return pairs of objects with similar content and place, the most similar first."""
    scores = []
    said = [(token, other, words(other)) for token, other in theirs]
    for one in ours:
        own = words(one)
        for token, other, others in said:
            score = item_likeness(one, other, own, others) + (one.slot == other.slot != "")
            if score >= least:
                score += _ALT * (one.alt == other.alt != "")
                scores.append((-score, one.key, other.locator.path if other.locator else (), token))
    best = grouped([(name, -score) for score, key, _, token in scores for name in (f"ours {key}", f"theirs {token}")])
    pairs: list[Pair] = []
    keys, tokens = set(), set()
    for score, key, _, token in sorted(scores):
        if key not in keys and token not in tokens:
            keys.add(key)
            tokens.add(token)
            rivals = best[f"ours {key}"] + best[f"theirs {token}"]
            pairs.append(Pair(key, token, -score >= _EXACT and sum([one >= -score for one in rivals]) == 2))
    return pairs


def by_likeness(
    ours: Mapping[str, ItemState],
    theirs: Mapping[str, ItemState],
    parents: Mapping[str, str],
    found: tuple[ItemState, ...],
    known: Mapping[str, str],
) -> list[Pair]:
    """Return pairs of the unmatched objects of both sides.

    ``parents`` are those of all our objects by key, ``found`` are all objects of theirs, ``known`` their keys as far
    as matched. Shapes are matched by words and place, then groups by their members, connectors by their ends.
    """
    if len(ours) * len(theirs) > _MANY:
        return []
    search = _Search(dict(ours), dict(theirs), dict(known))
    search.take(similar_pairs(search.ours_of("leaf"), search.theirs_of("leaf")))
    while search.take(_by_children(search, parents, found)):
        pass
    search.take(_by_ends(search))
    for kind in ("group", "connector"):
        search.take(similar_pairs(search.ours_of(kind), search.theirs_of(kind)))
    return search.pairs


class _Search:
    def __init__(self, ours: dict[str, ItemState], theirs: dict[str, ItemState], known: dict[str, str]) -> None:
        self.ours, self.theirs, self.known = ours, theirs, known
        self.pairs: list[Pair] = []

    def ours_of(self, kind: str) -> list[ItemState]:
        return [item for item in self.ours.values() if _kind(item) == kind]

    def theirs_of(self, kind: str) -> Placed:
        return [(token, item) for token, item in self.theirs.items() if _kind(item) == kind]

    def take(self, pairs: list[Pair]) -> bool:
        for pair in pairs:
            del self.ours[pair.key], self.theirs[pair.token]
            self.known[pair.token] = pair.key
        self.pairs += pairs
        return bool(pairs)


def _kind(item: ItemState) -> str:
    return item.kind if item.kind in ("group", "connector") else "leaf"


def _by_children(search: _Search, parents: Mapping[str, str], found: tuple[ItemState, ...]) -> list[Pair]:
    """Return pairs of groups with the most members in common."""
    pairs = [(parents.get(search.known.get(item.key, ""), ""), item.parent) for item in found]
    votes = Counter([pair for pair in pairs if pair[0] in search.ours and pair[1] in search.theirs])
    return _unused([(-count, key, token) for (key, token), count in votes.items()])


def _by_ends(search: _Search) -> list[Pair]:
    """Return pairs of connectors with the same ends."""
    joins: dict[tuple[object, ...], str] = {}
    for item in search.ours_of("connector"):
        joins.setdefault(_ends(item, None), item.key)
    found = []
    for token, item in search.theirs_of("connector"):
        key = joins.get(_ends(item, search.known))
        if key is not None and any(item.ends):
            found.append((0, key, token))
    return _unused(found)


def _ends(item: ItemState, known: Mapping[str, str] | None) -> tuple[object, ...]:
    def named(end: EndState | None) -> object:
        return None if end is None else (end.key if known is None else known.get(end.key, end.key), end.site)

    return tuple([named(end) for end in item.ends])


def _unused(candidates: Iterable[tuple[int, str, str]]) -> list[Pair]:
    """Return the candidates by rank, each key and token at most once."""
    keys: set[str] = set()
    tokens: set[str] = set()
    found = []
    for _, key, token in sorted(candidates):
        if key not in keys and token not in tokens:
            keys.add(key)
            tokens.add(token)
            found.append(Pair(key, token, True))
    return found


_PARENT = ItemState.__fields__.index("parent")
_TITLES, _BODIES = ("title", "ctrTitle"), ("body", "obj", "subTitle")


def match_items(
    deck: str,
    key: str,
    known: SlideState | None,
    new: tuple[ItemState, ...],
    found: SlideState,
    by_content: bool,
    links: Mapping[str, str],
) -> tuple[tuple[ItemState, ...], list[tuple[str, Phrase]]]:
    """Return the objects of ``found`` with their keys, and (key, why) of the uncertain matches.

    ``known`` is the matching slide (None: added in PowerPoint), ``new`` are the objects of ours: those not in the base
    are matched by name and creation id only. ``links`` maps ``#part`` to ``#key``.
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
        known: tuple[ItemState, ...],
        new: tuple[ItemState, ...],
        found: tuple[ItemState, ...],
    ) -> None:
        self._deck, self._slide = deck, slide
        self._known = {item.key: item for item in known}
        self._new = [item for item in new if item.key not in self._known]
        self._known.update({item.key: item for item in self._new})
        self._parents = {item.key: item.parent for item in self._known.values()}
        self._found = found
        self._waiting = {item.key: item for item in found}
        self._keys: dict[str, str] = {}
        self.unsure: list[tuple[str, Phrase]] = []

    def run(self, by_content: bool) -> None:
        self._by_name(by_content)
        if self._known and not by_content:
            self._by_identity()
        for item in self._new:
            if item.key in self._known and not by_content:
                self._by_kept_name(item)
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
        named = [(item.marks.name, token) for token, item in self._waiting.items() if item.marks.name in self._known]
        for key, tokens in grouped(named).items():
            self._take(key, tokens[0] if len(tokens) == 1 else self._original(key, tokens, by_content))

    def _original(self, key: str, tokens: list[str], by_content: bool) -> str:
        """Return the one of several objects of a name that has our creation id, else the one most similar to ours."""
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
        """Match shapes that were renamed, by creation id."""
        tokens = {item.marks.creation: token for token, item in self._waiting.items() if item.marks.creation}
        if tokens:
            for key in list(self._known):
                token = tokens.get(self._identity(key))
                if token in self._waiting:
                    self._take(key, token)

    def _by_kept_name(self, item: ItemState) -> None:
        """Match an edited object that the outline once dropped (``KEPT``) and now has again."""
        own = words(item)
        for token, found in self._waiting.items():
            name, mark, _ = found.marks.name.rpartition(KEPT)
            if mark and found.kind == item.kind and (share(own, words(found)) >= ALIKE if own else name == item.key):
                self._take(item.key, token)
                return

    def _by_slot(self, slots: tuple[str, ...]) -> None:
        """Match placeholders by type; of several, the most similar ones, regardless of order."""
        if not self._known or not self._waiting:
            return
        ours = [item for item in self._known.values() if item.slot in slots]
        theirs = [(token, item) for token, item in self._waiting.items() if item.slot in slots]
        for pair in similar_pairs(ours, theirs, 0.0):
            self._take(pair.key, pair.token)

    def _stripped(self) -> bool:
        """Return whether the slide has lost its names: more of our objects are unmatched than matched."""
        return len(self._known) > len(self._keys)

    def _by_likeness(self) -> None:
        for pair in by_likeness(self._known, self._waiting, self._parents, self._found, self._keys):
            self._take(pair.key, pair.token)
            if not pair.sure:
                self.unsure.append((pair.key, phrase("found-by-content-and-place")))

    def keyed(self, found: SlideState, links: Mapping[str, str]) -> tuple[ItemState, ...]:
        """Return all objects with their final keys."""
        keys = {item.key: self._keys.get(item.key) or self._own(item) for item in found.items}
        return tuple([_named(item, keys, links) for item in found.items])

    def _own(self, item: ItemState) -> str:
        place = "-".join(map(str, item.locator.path)) if item.locator else item.key
        part = item.locator.part if item.locator else self._slide
        return f"{HAND}{part}#{place}"


def _named(item: ItemState, keys: Mapping[str, str], links: Mapping[str, str]) -> ItemState:
    parent = keys.get(item.parent, "") if item.parent else ""
    named = ItemState(keys[item.key], *item[1:_PARENT], parent, *item[_PARENT + 1 :])  # type: ignore[index, call-arg]
    changes: dict[str, object] = {}
    if item.kind == "connector":
        changes["ends"] = tuple([_end(end, keys) for end in item.ends])
    return relinked(named.replace(**changes) if changes else named, links)


def _end(end: EndState | None, keys: Mapping[str, str]) -> EndState | None:
    return end.replace(key=keys.get(end.key, end.key)) if end else None


def relinked(item: ItemState, links: Mapping[str, str]) -> ItemState:
    """Return an object with its links, those in texts and cells too, mapped by ``links``; itself where none is."""
    if links.keys().isdisjoint(links_of(item)):
        return item
    table = item.table
    if table is not None:
        table = table.replace(rows=tuple([tuple([_relinked(cell, links) for cell in row]) for row in table.rows]))
    return item.replace(link=links.get(item.link, item.link), text=_relinked(item.text, links), table=table)


def links_of(item: ItemState) -> list[str]:
    """Return the links of an object ("" where it has none of its own) and of its texts."""
    return [item.link, *[run.link for text in item.texts for paragraph in text for run in paragraph.runs if run.link]]


def _relinked(text: Words, links: Mapping[str, str]) -> Words:
    def mapped(run: RunState) -> RunState:
        return run.replace(link=links.get(run.link, run.link))

    return tuple([paragraph.replace(runs=tuple(map(mapped, paragraph.runs))) for paragraph in text])
