"""Matching the slides of theirs with those of the base, in stages from the most to the least reliable trait.

1 the slide's creation id (PowerPoint, python-pptx keep it); 2 the names of its shapes, by majority
(LibreOffice keeps them); 3 a line in the notes; 4 the exact title, then the content. ``match_items`` matches
the objects. Ids are a multiset: of several slides with one mark the one with the most similar
content is the original; the others are copies made in PowerPoint, which are never deleted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from osloregion_slides.base.findings import InvalidInput
from osloregion_slides.base.grouping import grouped
from osloregion_slides.base.messages import Phrase, phrase
from osloregion_slides.base.record import Record
from osloregion_slides.update.base_read import read_base
from osloregion_slides.update.deck_state import DECORATIVE, HAND, DeckState, ItemState, SlideState
from osloregion_slides.update.match_items import closeness, features, match_items, share

ALIKE = 0.7
"""The least similarity of matching slides (figure of PmlComparer and k1LoW/deck)."""
_COMMON = 20
"""Texts that occur on more slides than this do not distinguish them."""
_SOURCE = "Kilde:"


class Unsure(Record):
    """A match by content only: the keys, and the reason."""

    slide: str
    item: str
    why: Phrase


class Matched(Record):
    """Theirs with keys, and the matches that should be reviewed."""

    known: DeckState
    unsure: tuple[Unsure, ...]


def match(base: DeckState, theirs: DeckState, ours: DeckState | None = None, by_content: bool = False) -> Matched:
    """Return theirs with keys of the base and of additions in ``ours``; unmatched slides and objects get new keys.

    ``by_content`` is for a deck without a base (``base`` is then ours): creation ids are not used.
    Linear in the slides: exact marks first, content only for the rest.
    """
    return _Match(base, theirs, ours, by_content).run()


class _Match:
    def __init__(self, base: DeckState, theirs: DeckState, ours: DeckState | None, by_content: bool) -> None:
        old = {slide.key for slide in base.slides}
        new = [slide for slide in ours.slides if slide.key not in old] if ours else []
        self._known = {slide.key: slide for slide in (*base.slides, *new)}
        self._old = old
        self._new = {slide.key: slide.items for slide in ours.slides} if ours else {}
        self._deck, self._theirs, self._by_content = base.key, theirs, by_content
        self._places: dict[str, int] = {}
        self._taken: set[int] = set()
        self._unsure: list[Unsure] = []
        self._native = False

    def run(self) -> Matched:
        if not self._by_content:
            self._by_seal()
            self._by_identity()
        if self._waiting():
            self._by_names()
            self._by_notes()
            self._by_titles()
            self._by_likeness()
            self._by_words()
        return Matched(self._keyed(), tuple(self._unsure))

    def _waiting(self) -> list[tuple[int, SlideState]]:
        """Return the slides of theirs that no stage has matched yet."""
        return [(i, slide) for i, slide in enumerate(self._theirs.slides) if i not in self._taken]

    def _by_seal(self) -> None:
        """Match slides that were not read because they equal the base's (``plan.unread``)."""
        for i, slide in enumerate(self._theirs.slides):
            if self._unread(slide):
                self._places[slide.key] = i
                self._taken.add(i)
                self._native = True

    def _unread(self, slide: SlideState) -> bool:
        known = self._known.get(slide.key)
        return known is not None and slide.items is known.items and not self._by_content

    def _by_identity(self) -> None:
        from osloregion_slides.pptx.identity import slide_identity

        if not any([slide.marks.creation for _, slide in self._waiting()]):
            return
        keys = {str(slide_identity(self._deck, key)): key for key in self._known}
        found = [(keys[slide.marks.creation], i) for i, slide in self._waiting() if slide.marks.creation in keys]
        self._native = self._native or bool(found)
        self._assign(found)

    def _by_names(self) -> None:
        slides = {item.key: key for key, slide in self._known.items() for item in slide.items}
        found = []
        for i, slide in self._waiting():
            named = [(slides.get(item.marks.name), item) for item in slide.items]
            votes = Counter([key for key, item in named if key is not None and self._ours(key, item)])
            if votes:
                most = max(votes.values())
                key = min([key for key, count in votes.items() if count == most])
                if most >= min(2, self._named(key)):
                    found.append((key, i))
        self._assign(found)

    def _ours(self, slide: str, item: ItemState) -> bool:
        """Return whether a shape with one of our names may be ours: its creation id is missing or matches the name."""
        if item.marks.creation in ("", DECORATIVE) or self._by_content:
            return True
        from osloregion_slides.pptx.identity import shape_identity

        return item.marks.creation == shape_identity(self._deck, slide, item.marks.name)

    def _named(self, key: str) -> int:
        """Return the number of shapes whose names survive LibreOffice (all but placeholders), at least 1."""
        return max(1, sum([not item.slot for item in self._known[key].items]))

    def _by_notes(self) -> None:
        found = []
        for i, slide in self._waiting():
            line = slide.notes[-1] if slide.notes else ""
            key = line.rpartition("#")[2].strip()
            if line.startswith(_SOURCE) and key in self._known:
                found.append((key, i))
        self._assign(found)

    def _by_titles(self) -> None:
        keys: dict[str, str] = {}
        for key, slide in self._unmatched():
            if _title(slide):
                keys[_title(slide)] = "" if _title(slide) in keys else key
        found = [(keys[_title(slide)], i) for i, slide in self._unmarked() if keys.get(_title(slide))]
        self._assign(found, "title")

    def _unmatched(self) -> list[tuple[str, SlideState]]:
        """Return the unmatched slides of the base; slides new in ours cannot be in theirs by content alone."""
        return [(key, slide) for key, slide in self._known.items() if key in self._old and key not in self._places]

    def _unmarked(self) -> list[tuple[int, SlideState]]:
        """Return the unmatched slides without those made in PowerPoint, which have creation ids of their own."""
        return [(i, slide) for i, slide in self._waiting() if not (self._native and slide.marks.creation)]

    def _by_likeness(self) -> None:
        left = {key: features(slide) for key, slide in self._unmatched()}
        bodies = {key: _body(slide) for key, slide in self._unmatched()}
        index = grouped([(word, key) for key, said in left.items() for word in said])
        scores = []
        for i, slide in self._unmarked():
            if slide.marks.creation and not self._by_content:
                continue
            said, body = features(slide), _body(slide)
            keys = {key for word in said for key in index.get(word, ())[: _COMMON + 1] if len(index[word]) <= _COMMON}
            if not self._by_content and self._is_of_another(slide):
                keys = {key for key in keys if all([item.slot for item in self._known[key].items])}
            scores += [(-max(share(said, left[key]), share(body, bodies[key])), i, key) for key in sorted(keys)]
        for score, i, key in sorted(scores):
            if -score >= ALIKE and i not in self._taken and key not in self._places:
                self._assign([(key, i)])
                self._unsure.append(Unsure(key, "", phrase("found-by-content")))

    def _is_of_another(self, slide: SlideState) -> bool:
        """Return whether shapes are named for a slide that the base lacks, as after pasting it from another deck.

        That decides against slides whose own shapes would have kept their names, not against those of placeholders.
        """
        keys = [item.marks.name.partition("/")[0] for item in slide.items if "/" in item.marks.name]
        return bool(keys) and not any([key in self._known for key in keys])

    def _by_words(self) -> None:
        """Match slides added in PowerPoint that a pull copied into the outline: their content equals a new slide's."""
        said: dict[frozenset[str], str] = {}
        for key, slide in self._known.items():
            words = features(slide) if key not in self._old and key not in self._places else frozenset()
            if words and _title(slide):
                said[words] = "" if words in said else key
        found = [(said[words], i) for i, slide in self._waiting() if said.get(words := features(slide))] if said else []
        self._assign(found)

    def _assign(self, found: list[tuple[str, int]], why: str = "") -> None:
        """Assign keys to slides; of several candidates for a key the most similar one gets it."""
        self._taken.update([i for key, i in found if key in self._places])  # copies of slides matched earlier
        for key, places in grouped([pair for pair in found if pair[0] not in self._places]).items():
            place = places[0] if len(places) == 1 else self._nearest(key, places)
            self._places[key] = place
            self._taken.update(places if not why else (place,))
            if why and closeness(self._known[key], self._theirs.slides[place])[0] < ALIKE:
                self._unsure.append(Unsure(key, "", phrase(f"found-by-{why}")))

    def _nearest(self, key: str, places: Iterable[int]) -> int:
        slides, known = self._theirs.slides, self._known[key]
        return max(places, key=lambda i: (closeness(known, slides[i]), -i))

    def _keyed(self) -> DeckState:
        """Return theirs with final keys, parents, ends and links."""
        keys = {i: key for key, i in self._places.items()}
        parts = {}
        for i, slide in enumerate(self._theirs.slides):
            if i not in keys:
                key = f"{HAND}{slide.locator.part if slide.locator else i}"
                keys[i] = f"{key}+" if key in self._places else key  # the key of another slide of ours
            if slide.locator:
                parts[f"#{slide.locator.part}"] = f"#{keys[i]}"
        slides = []
        for i, slide in enumerate(self._theirs.slides):
            if self._unread(slide):
                slides.append(slide)
                continue
            known, new = self._known.get(keys[i]), self._new.get(keys[i], ())
            items, unsure = match_items(self._deck, keys[i], known, new, slide, self._by_content, parts)
            self._unsure += [Unsure(keys[i], key, why) for key, why in unsure]
            slides.append(slide.replace(key=keys[i], items=items))
        return self._theirs.replace(slides=tuple(slides))


def _body(slide: SlideState) -> frozenset[str]:
    """Return the features of a slide without its title and footers: what is left where somebody edited the title."""
    around = ("title", "ctrTitle", "ftr", "sldNum", "dt")
    return features(slide.replace(items=tuple([item for item in slide.items if item.slot not in around])))


def _title(slide: SlideState) -> str:
    return " ".join(slide.title.split()).casefold()


# Finding the base of a deck that does not name one: the stored base with the most similar slides.

LEAST = 0.5
"""The least similarity of a deck and its base: decks of other outlines have about a tenth."""
_SAME = 0.7


def best_base(stored: Iterable[tuple[str, bytes]], theirs: DeckState) -> tuple[str, bytes, int] | None:
    """Return path and bytes of the most similar base, and the number of similar slides; None below ``LEAST``.

    ``stored`` are paths and bytes, the newest first: of two equally similar ones the newer is used. Malformed
    bases are skipped. Linear in bases and slides.
    """
    best: tuple[float, str, bytes, int] | None = None
    for path, data in stored:
        try:
            base = read_base(data)
        except InvalidInput:
            continue
        score, alike = _fit(base, theirs)
        if score >= LEAST and (best is None or score > best[0]):
            best = (score, path, data, alike)
    return best[1:] if best else None


def _fit(base: DeckState, theirs: DeckState) -> tuple[float, int]:
    """Return the similarity of two decks, 0…1, and the number of similar slides."""
    known = base.by_key
    found = [slide for slide in match(base, theirs).known.slides if not slide.key.startswith(HAND)]
    shares = [share(features(known[slide.key]), features(slide)) for slide in found if slide.key in known]
    return 2 * sum(shares) / max(len(base.slides) + len(theirs.slides), 1), sum([one >= _SAME for one in shares])
