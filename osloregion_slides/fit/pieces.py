"""Cuts a text into the pieces between which a line may end.

Where applications differ, the reading with fewer chances is taken, because fewer chances never give
fewer lines: LibreOffice breaks after "/" and after an en dash before a figure, PowerPoint's behaviour
is doubtful, so neither is a chance here. Otherwise as UAX #14 (LB7, LB12, LB13, LB14, LB21, LB25).
"""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    # offset of the first character, width drawn, width with the spaces after it,
    # width of the hyphen that a break behind it adds; widths in font units
    Piece = tuple[int, int, int, int]
    Pieces = tuple[Piece, ...]

SOFT_HYPHEN = "\u00ad"
ZERO_WIDTH_SPACE = "\u200b"
SPACES = " \t\u2002\u2003\u2009\u200a\u205f\u3000"
_CLOSING = r"!?.,;:%/)\]}»›…"
_OPENING = r"(\[{«‹"
_SPECIAL = re.compile(rf"[-–—\u00ad\u200b\t\u2002\u2003\u2009\u200a\u205f\u3000]|  | [{_CLOSING}]|[{_OPENING}] |^ | $")
_LETTER = r"[^\W\d_]"
_CHANCE = re.compile(
    rf"(?<=[{SPACES}])(?=[^{SPACES}{_CLOSING}])"  # after spaces, not before closing signs (LB7, LB13)
    rf"|(?<={_LETTER}[-–])(?={_LETTER})"  # in byer-og, Oslo–Bergen; not in 2007–08 (LB21, LB25)
    r"|(?<=\w—)(?=\w)"
    rf"|(?<=[\u00ad\u200b])(?=[^{SPACES}{_CLOSING}])"
)


def split_pieces(text: str, words: Mapping[str, int], caps: bool = False) -> Pieces:
    """Return the pieces of a text that has no line break; joined they are the text.

    ``words`` gives the width of any string; ``caps`` measures it in capitals.
    """
    if _SPECIAL.search(text):
        return _special_pieces(text, words, caps)
    space = words[" "]
    start = 0
    found = []
    for word in text.split(" "):
        drawn = words[word.upper() if caps else word]
        found.append((start, drawn, drawn + space, 0))
        start += len(word) + 1
    start, drawn, _, _ = found[-1]
    found[-1] = (start, drawn, drawn, 0)
    return tuple(found)


def _special_pieces(text: str, words: Mapping[str, int], caps: bool) -> Pieces:
    found = []
    for start, end in spans(text):
        piece = text[start:end].upper() if caps else text[start:end]
        drawn = words[piece.rstrip(SPACES)]
        hyphen = words["-"] if text[end - 1] == SOFT_HYPHEN and end < len(text) else 0
        found.append((start, drawn, words[piece], hyphen))
    return tuple(found)


def spans(text: str) -> list[tuple[int, int]]:
    """Return where the pieces start and end (offsets); one empty piece for an empty text."""
    cuts = [chance.start() for chance in _CHANCE.finditer(text) if not _after_opening(text, chance.start())]
    return list(zip([0, *cuts], [*cuts, len(text)]))


def _after_opening(text: str, cut: int) -> bool:
    """Whether nothing but spaces stands between an opening sign and the cut (LB14)."""
    before = text[:cut].rstrip(SPACES)
    return before != text[:cut] and before.endswith(("(", "[", "{", "«", "‹"))
