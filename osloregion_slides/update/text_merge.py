"""The text of an object from three sides: paragraphs by diff3, and a paragraph changed on two sides by words."""

from __future__ import annotations

from osloregion_slides.update.changes import NewParagraph
from osloregion_slides.update.sequences import align, weave
from osloregion_slides.update.values import KnownParagraph
from osloregion_slides.update.word_merge import merge_runs, split
from osloregion_slides.value import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from osloregion_slides.update.values import Words

    Takes = Callable[[int | str, str, str], bool]
    """Does ours win a conflict: where it is, and both sides' words."""


def never(where: int | str, yours: str, outline: str) -> bool:
    """Leave every conflict to theirs."""
    return False


class MergedText(Value):
    """The paragraphs of the result, and what both sides changed differently: (number from 1, theirs, ours)."""

    paragraphs: tuple[NewParagraph, ...]
    conflicts: tuple[tuple[int, str, str], ...]

    def changes(self, theirs: Words) -> bool:
        """Say whether the result is another than theirs."""
        as_found = [NewParagraph(i, one.ours) for i, one in enumerate(self.paragraphs)]
        return len(self.paragraphs) != len(theirs) or list(self.paragraphs) != as_found

    def result(self, theirs: Words) -> Words:
        """Return the text that comes out."""
        return resulting(self.paragraphs, theirs)


def resulting(paragraphs: Sequence[NewParagraph], theirs: Words) -> Words:
    """Return the text that these paragraphs make of theirs."""
    found = []
    for one in paragraphs:
        was = theirs[one.source] if one.source is not None else None
        if one.content is None:
            if was is not None:
                found.append(was)
        else:
            found.append(one.content if one.content.size or was is None else one.content.replace(size=was.size))
    return tuple(found) if any(one.runs for one in found) else ()


def merge_text(base: Words | None, theirs: Words, ours: Words, takes: Takes = never) -> MergedText:
    """Return the text with both sides' changes; conflicts keep theirs, or ours where ``takes`` says so.

    ``base`` None: there is no base, and what differs is a conflict as a whole. Paragraphs that both sides add
    at one place stay both, theirs first.
    """
    if base is None or not base and theirs and ours:
        return _without_base(theirs, ours, takes)
    return _Merge(base, theirs, ours, takes).run()


def alike(a: KnownParagraph, b: KnownParagraph) -> bool:
    """Say whether two paragraphs say the same, whatever their size."""
    return a.runs == b.runs and a.level == b.level


def likeness(a: KnownParagraph, b: KnownParagraph) -> float:
    """Return how much of two paragraphs' words is the same, 0…1 (Dice's coefficient over distinct words)."""
    left, right = ({word.text.casefold() for word in split(one.runs) if not word.text.isspace()} for one in (a, b))
    return 2 * len(left & right) / (len(left) + len(right)) if left or right else 1.0


def _sizeless(words: Words) -> Words:
    return tuple([paragraph.replace(size=0) for paragraph in words])


def _without_base(theirs: Words, ours: Words, takes: Takes) -> MergedText:
    if len(theirs) == len(ours) and all(map(alike, theirs, ours)):
        return MergedText(tuple([NewParagraph(i, i) for i in range(len(theirs))]), ())
    partners = {j: i for i, j in align(_sizeless(theirs), _sizeless(ours), likeness)}
    conflict = (0, plain(theirs), plain(ours))
    if not takes(*conflict):
        return MergedText(tuple([NewParagraph(i) for i in range(len(theirs))]), (conflict,))
    return MergedText(tuple([NewParagraph(partners.get(j), j, one) for j, one in enumerate(ours)]), (conflict,))


class _Merge:
    def __init__(self, base: Words, theirs: Words, ours: Words, takes: Takes) -> None:
        self._base, self._theirs, self._ours, self._takes = base, theirs, ours, takes
        self._made: list[NewParagraph] = []
        self._conflicts: list[tuple[int, str, str]] = []

    def run(self) -> MergedText:
        sides = _sizeless(self._base), _sizeless(self._theirs), _sizeless(self._ours)
        for i, at, to in weave(*sides, likeness):
            if i is None:
                self._made.append(NewParagraph(at, to, self._ours[to] if at is None and to is not None else None))
            else:
                self._paragraph(i, at, to)
        return MergedText(tuple(self._made), tuple(self._conflicts))

    def _paragraph(self, i: int, at: int | None, to: int | None) -> None:
        base = self._base[i]
        if at is not None and to is not None:
            self._both(base, at, to)
        elif at is not None:
            own = self._theirs[at]
            if not alike(own, base) and not self._clash(at + 1, own.plain, ""):
                self._made.append(NewParagraph(at))
        elif to is not None and not alike(self._ours[to], base) and self._clash(i + 1, "", self._ours[to].plain):
            self._made.append(NewParagraph(None, to, self._ours[to]))

    def _clash(self, number: int, yours: str, outline: str) -> bool:
        """List a conflict; say whether ours is taken."""
        self._conflicts.append((number, yours, outline))
        return self._takes(number, yours, outline)

    def _both(self, base: KnownParagraph, at: int, to: int) -> None:
        own, new = self._theirs[at], self._ours[to]
        runs = merge_runs(base.runs, own.runs, new.runs)
        torn = own.level not in (base.level, new.level) and new.level != base.level
        takes = (runs is None or torn) and self._clash(at + 1, own.plain, new.plain)
        if runs is None:
            runs = new.runs if takes else own.runs
        level = new.level if own.level == base.level or torn and takes else own.level
        size = new.size if own.size in (base.size, 0) and new.size != base.size else own.size
        made = KnownParagraph(runs, level, size)
        self._made.append(NewParagraph(at, to, None if made == own else made))


def plain(words: Words) -> str:
    """Return a text's characters, paragraphs parted by `` / ``."""
    return " / ".join([paragraph.plain for paragraph in words])
