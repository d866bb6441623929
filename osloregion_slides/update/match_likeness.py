"""The last rung: objects without name and id, found by what they say, where they stand and what they belong to."""

from __future__ import annotations

from osloregion_slides.update.likeness import item_likeness, words
from osloregion_slides.value import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from osloregion_slides.update.values import KnownEnd, KnownItem

    Placed = list[tuple[str, KnownItem]]

ALIKE = 0.7
"""Objects that are less alike are not the same (PmlComparer's figure)."""
_ALT = 0.5
"""What the same alternative text adds: more than any difference of place takes."""
_EXACT = 1.0
_MANY = 40_000


class Pair(Value):
    """An object of ours and the one of theirs that it is; ``sure`` where nothing else comes as near."""

    key: str
    token: str
    sure: bool


def alike(ours: Iterable[KnownItem], theirs: Placed, least: float = ALIKE) -> list[Pair]:
    """Return pairs of objects that say the same and stand at the same place, the most alike first."""
    scores = []
    said = [(token, other, words(other)) for token, other in theirs]
    for one in ours:
        own = words(one)
        for token, other, others in said:
            score = item_likeness(one, other, own, others) + (one.slot == other.slot != "")
            if score >= least:
                score += _ALT * (one.alt == other.alt != "")
                scores.append((-score, one.key, other.locator.path if other.locator else (), token))
    best: dict[str, list[float]] = {}
    for score, key, _, token in scores:
        best.setdefault(f"ours {key}", []).append(-score)
        best.setdefault(f"theirs {token}", []).append(-score)
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
    ours: Mapping[str, KnownItem],
    theirs: Mapping[str, KnownItem],
    parents: Mapping[str, str],
    found: tuple[KnownItem, ...],
    known: Mapping[str, str],
) -> list[Pair]:
    """Return pairs of what is left of both sides.

    ``parents`` are those of all our objects by key, ``found`` are all of theirs, ``known`` their keys as far as
    they are known. Shapes are found by words and place, then groups by what is in them, connectors by what they join.
    """
    if len(ours) * len(theirs) > _MANY:
        return []
    search = _Search(dict(ours), dict(theirs), dict(known))
    search.take(alike(search.ours_of("leaf"), search.theirs_of("leaf")))
    while search.take(_by_children(search, parents, found)):
        pass
    search.take(_by_ends(search))
    for kind in ("group", "connector"):
        search.take(alike(search.ours_of(kind), search.theirs_of(kind)))
    return search.pairs


class _Search:
    def __init__(self, ours: dict[str, KnownItem], theirs: dict[str, KnownItem], known: dict[str, str]) -> None:
        self.ours, self.theirs, self.known = ours, theirs, known
        self.pairs: list[Pair] = []

    def ours_of(self, kind: str) -> list[KnownItem]:
        return [item for item in self.ours.values() if _kind(item) == kind]

    def theirs_of(self, kind: str) -> Placed:
        return [(token, item) for token, item in self.theirs.items() if _kind(item) == kind]

    def take(self, pairs: list[Pair]) -> bool:
        for pair in pairs:
            del self.ours[pair.key], self.theirs[pair.token]
            self.known[pair.token] = pair.key
        self.pairs += pairs
        return bool(pairs)


def _kind(item: KnownItem) -> str:
    return item.kind if item.kind in ("group", "connector") else "leaf"


def _by_children(search: _Search, parents: Mapping[str, str], found: tuple[KnownItem, ...]) -> list[Pair]:
    """Return groups of theirs with those of ours that most of their objects are of."""
    votes: dict[tuple[str, str], int] = {}
    for item in found:
        parent = parents.get(search.known.get(item.key, ""), "")
        if parent in search.ours and item.parent in search.theirs:
            votes[parent, item.parent] = votes.get((parent, item.parent), 0) + 1
    return _unused([(-count, key, token) for (key, token), count in votes.items()])


def _by_ends(search: _Search) -> list[Pair]:
    """Return connectors of theirs with those of ours that join the same."""
    joins: dict[tuple[object, ...], str] = {}
    for item in search.ours_of("connector"):
        joins.setdefault(_ends(item, None), item.key)
    found = []
    for token, item in search.theirs_of("connector"):
        key = joins.get(_ends(item, search.known))
        if key is not None and any(item.ends):
            found.append((0, key, token))
    return _unused(found)


def _ends(item: KnownItem, known: Mapping[str, str] | None) -> tuple[object, ...]:
    def named(end: KnownEnd | None) -> object:
        return None if end is None else (end.key if known is None else known.get(end.key, end.key), end.site)

    return tuple([named(end) for end in item.ends])


def _unused(candidates: Iterable[tuple[int, str, str]]) -> list[Pair]:
    return list(_first(sorted(candidates)))


def _first(candidates: Iterable[tuple[int, str, str]]) -> Iterator[Pair]:
    keys, tokens = set(), set()
    for _, key, token in candidates:
        if key not in keys and token not in tokens:
            keys.add(key)
            tokens.add(token)
            yield Pair(key, token, True)
