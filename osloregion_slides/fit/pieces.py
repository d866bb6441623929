"""Cuts a text into the pieces between which a line may end.

Where applications differ, the reading with fewer chances is taken, because fewer chances never give
fewer lines: LibreOffice breaks after "/", after an en dash before a figure and at spaces of other
widths; PowerPoint's behaviour was not measured, so none of these is a chance here. Otherwise as UAX #14
(LB7, LB13, LB14, LB21, LB25).
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    # offset of the first character, width drawn, width with the spaces after it,
    # width of the hyphen that a break behind it adds; widths in font units
    Piece = tuple[int, int, int, int]
    Pieces = tuple[Piece, ...]

SOFT_HYPHEN = "\u00ad"
_ZERO_WIDTH_SPACE = "\u200b"
_CLOSING = "!?.,;:%/)]}»›…"  # no break before them, even after a space (LB13)
_OPENING = "([{«‹"  # no break after them, even before a space (LB14)
_INSIDE = frozenset("-–—" + SOFT_HYPHEN + _ZERO_WIDTH_SPACE)


class Words(dict[str, int]):
    """Font units by word, summed when first asked for; ``odd`` are the words that are more than one piece
    or that stick to a neighbour.
    """

    __slots__ = ("advances", "odd")

    def __init__(self, advances: Mapping[str, int]) -> None:
        super().__init__()
        self.advances = advances
        self.odd: set[str] = set()

    def __missing__(self, word: str) -> int:
        self[word] = width = sum(map(self.advances.__getitem__, word))
        if not word or word[0] in _CLOSING or word[-1] in _OPENING or not _INSIDE.isdisjoint(word):
            self.odd.add(word)
        return width


def split_pieces(text: str, words: Words, caps: bool = False) -> Pieces:
    """Return the pieces of a text that has no line break; joined they are the text.

    ``caps`` measures it in capitals.
    """
    parts = text.split(" ")
    shown = text.upper().split(" ") if caps else parts
    widths = [words[word] for word in shown]
    if not words.odd.isdisjoint(shown):
        return _odd_pieces(text, words, caps)
    space = words[" "]
    start = 0
    found = []
    for word, drawn in zip(parts, widths):
        found.append((start, drawn, drawn + space, 0))
        start += len(word) + 1
    start, drawn, _, _ = found[-1]
    found[-1] = (start, drawn, drawn, 0)
    return tuple(found)


def _odd_pieces(text: str, words: Words, caps: bool) -> Pieces:
    found = []
    for start, end in spans(text):
        piece = text[start:end].upper() if caps else text[start:end]
        hyphen = words["-"] if text[end - 1 : end] == SOFT_HYPHEN and end < len(text) else 0
        found.append((start, words[piece.rstrip(" ")], words[piece], hyphen))
    return tuple(found)


def spans(text: str) -> list[tuple[int, int]]:
    """Return where the pieces start and end (offsets); one empty piece for an empty text."""
    starts = [0]
    place = 0
    before = ""
    for word in text.split(" "):
        if place and word and word[0] not in _CLOSING and not (before and before in _OPENING):
            starts.append(place)
        if not _INSIDE.isdisjoint(word):
            starts += [place + cut for cut in range(1, len(word)) if _may_break(word, cut)]
        before = word[-1:] or before
        place += len(word) + 1
    return list(zip(starts, [*starts[1:], len(text)]))


def _may_break(word: str, cut: int) -> bool:
    """Whether a line may end inside a word: by-|tog, Oslo–|Bergen, not 2007–08 (LB21, LB25)."""
    sign, after = word[cut - 1], word[cut]
    if sign not in _INSIDE:
        return False
    if sign in (SOFT_HYPHEN, _ZERO_WIDTH_SPACE):
        return after not in _CLOSING
    return cut > 1 and word[cut - 2].isalpha() and after.isalpha()
