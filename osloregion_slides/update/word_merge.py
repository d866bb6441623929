"""One paragraph changed on both sides: words by diff3, and their look apart from them.

So that a word made bold by hand and another word changed in the outline are both there.
"""

from __future__ import annotations

import re

from osloregion_slides.update.normal import joined
from osloregion_slides.update.sequences import common
from osloregion_slides.update.values import KnownRun

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    Runs = tuple[KnownRun, ...]
    Word = KnownRun

_WORD = re.compile(r"\w+|\s|[^\w\s]")
_LOOK = ("bold", "italic", "link")


def merge_runs(base: Runs, theirs: Runs, ours: Runs) -> Runs | None:
    """Return the runs with both sides' changes; None where they change the same words, or the look of the same word."""
    if ours == base or theirs == ours:
        return theirs
    if theirs == base:
        return ours
    b, t, o = split(base), split(theirs), split(ours)
    whole = _turned(b, t)
    found: list[Word] = []
    done = (0, 0, 0)
    for at in [*_stable(b, t, o), (len(b), len(t), len(o))]:
        merged = _chunk(b[done[0] : at[0]], t[done[1] : at[1]], o[done[2] : at[2]], whole)
        if merged is None:
            return None
        found += merged
        if at[0] < len(b):
            found.append(_looking(t[at[1]], b[at[0]], t[at[1]], o[at[2]]))
        done = (at[0] + 1, at[1] + 1, at[2] + 1)
    return joined(found)


def split(runs: Runs) -> list[Word]:
    """Return the words, spaces and signs of a text, each with its look."""
    return [
        run.replace(text=text) for run in runs for text in (_WORD.findall(run.text) if not run.field else [run.text])
    ]


def _letters(words: Sequence[Word]) -> list[tuple[str, str]]:
    return [(word.text, word.field) for word in words]


def _stable(b: list[Word], t: list[Word], o: list[Word]) -> list[tuple[int, int, int]]:
    """Return the places of the words that stand on all three sides."""
    letters = _letters(b)
    to_theirs, to_ours = dict(common(letters, _letters(t))), dict(common(letters, _letters(o)))
    return [(i, to_theirs[i], to_ours[i]) for i in range(len(b)) if i in to_theirs and i in to_ours]


def _looking(word: Word, b: Word, t: Word, o: Word) -> Word:
    """Return the word, each property of its look as the side that changed it has it (``t`` first)."""
    changes = {name: getattr(o if getattr(t, name) == getattr(b, name) else t, name) for name in _LOOK}
    return word.replace(**changes)


def _chunk(b: list[Word], t: list[Word], o: list[Word], whole: dict[str, object]) -> list[Word] | None:
    """Return what stands between two words in common; None for a conflict."""
    letters, theirs, ours = _letters(b), _letters(t), _letters(o)
    if theirs == letters:
        return _dressed(b, t, o, whole if not b else None)
    if ours == letters:
        return _dressed(b, o, t, None)
    return t if theirs == ours else None


def _dressed(b: list[Word], dresser: list[Word], words: list[Word], whole: dict[str, object] | None) -> list[Word]:
    """Return one side's new words in the look that the other side gave to the old ones."""
    if len(b) == len(words) and b:
        return [_looking(new, old, dressed, new) for old, dressed, new in zip(b, dresser, words)]
    turned = _turned(b, dresser) if whole is None else whole
    return [word.replace(**turned) for word in words]


def _turned(b: list[Word], dressed: list[Word]) -> dict[str, object]:
    """Return the properties of look that were one thing on all of the words and are another one on all now."""
    found = {}
    for name in _LOOK:
        before, after = {getattr(word, name) for word in b}, {getattr(word, name) for word in dressed}
        if len(before) == len(after) == 1 and before != after:
            found[name] = getattr(dressed[0], name)
    return found
