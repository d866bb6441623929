"""Greedy line breaking, as in PowerPoint and LibreOffice, and the height of the lines.

A ``Measure`` is a paragraph cut into pieces once, and broken again at each size that is tried. Widths are in
font units: the line's width is converted from points, so that a word costs one comparison per size.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from typing import TYPE_CHECKING

from osloregion_slides.base.units import EMU_PER_PT

if TYPE_CHECKING:
    import re
    from collections.abc import Mapping, Sequence

    from osloregion_slides.brand.values import TextStyle
    from osloregion_slides.fit.metrics import Face, Metrics
    from osloregion_slides.fit.setting import Frame, UnfittedText
    from osloregion_slides.scene import Paragraph, Run

    # offset of the first character, width drawn, width with the spaces after it,
    # width of the hyphen that a break behind it adds; widths in font units
    Piece = tuple[int, int, int, int]
    Pieces = tuple[Piece, ...]

    Lines = tuple[tuple[int, ...], bool]


# Cutting a text into pieces, between which a line may end.
#
# Where applications differ, the rule with fewer break opportunities applies, since fewer opportunities never
# give fewer lines: LibreOffice breaks after "/", after an en dash before a figure and at spaces of other
# widths; PowerPoint's behaviour was not measured, so none of these is an opportunity. Otherwise as UAX #14
# (LB7, LB13, LB14, LB21, LB25).

SOFT_HYPHEN = "\u00ad"
_ZERO_WIDTH_SPACE = "\u200b"
_CLOSING = "!?.,;:%/)]}»›…"  # no break before them, even after a space (LB13)
_OPENING = "([{«‹"  # no break after them, even before a space (LB14)
_INSIDE = frozenset("-–—" + SOFT_HYPHEN + _ZERO_WIDTH_SPACE)
_EAST_ASIAN = (
    "\u1100\u1200\u2e80\ua4d0\uac00\ud7a4\uf900\ufb00\ufe30\ufe50\uff00\ufff0\U0001b000\U0001b300\U00020000\U00040000"
)
"""Characters between which a line may end (UAX #14, ID, CJ, H2, H3), except those below (CL, NS, EX and OP): the
first of each range and the first after it. Compiling a regular expression of them takes 3 ms."""
_NOT_FIRST = frozenset(
    "、。，．：；！？）］｝」』】〉》〕〗〙〛’”…‥・ー々〻ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ％℃" + _CLOSING
)
_JOINING = frozenset("\u200d\ufe0e\ufe0f\u3099\u309a")
_NOT_LAST = frozenset("（［｛「『【〈《〔〖〘〚‘“￥＄" + _OPENING)


class Words(dict[str, int]):
    """Widths of words in font units, computed on first use; ``odd`` are the words of several pieces, and those
    that no break separates from a neighbour.
    """

    __slots__ = ("advances", "odd")

    def __init__(self, advances: Mapping[str, int]) -> None:
        super().__init__()
        self.advances = advances
        self.odd: set[str] = set()

    def __missing__(self, word: str) -> int:
        self[word] = width = sum(map(self.advances.__getitem__, word))
        if not word or word[0] in _CLOSING or word[-1] in _OPENING or _has_breaks(word):
            self.odd.add(word)
        return width


def text_width(text: str, words: Words, caps: bool = False) -> int:
    """Return the width of a text without line breaks, on one line: the sum of its words and spaces."""
    parts = (text.upper() if caps else text).split(" ")
    return sum(map(words.__getitem__, parts)) + words[" "] * (len(parts) - 1)


def split_pieces(text: str, words: Words, caps: bool = False) -> Pieces:
    """Return the pieces of a text without line breaks; concatenated they equal the text.

    ``caps`` measures the text in capitals.
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
    """Return the start and end offsets of the pieces; one empty piece for an empty text."""
    starts = [0]
    place = 0
    before = ""
    for word in text.split(" "):
        if place and word and word[0] not in _CLOSING and not (before and before in _OPENING):
            starts.append(place)
        if _has_breaks(word):
            starts += [place + cut for cut in range(1, len(word)) if _may_break(word, cut)]
        before = word[-1:] or before
        place += len(word) + 1
    return list(zip(starts, [*starts[1:], len(text)]))


def _east_asian(sign: str) -> bool:
    return bisect_right(_EAST_ASIAN, sign) % 2 == 1


def _has_breaks(word: str) -> bool:
    return not _INSIDE.isdisjoint(word) or (max(word, default="") >= _EAST_ASIAN[0] and any(map(_east_asian, word)))


def unbroken(text: str) -> list[str]:
    """Return the unbreakable parts of a text, without spaces."""
    if text.replace(" ", "").isalnum() and max(text) < _EAST_ASIAN[0]:
        return text.split()
    return [part for line in text.splitlines() for a, b in spans(line) if (part := line[a:b].strip())]


def _may_break(word: str, cut: int) -> bool:
    """Whether a line may end inside a word: by-|tog, Oslo–|Bergen, not 2007–08 (LB21, LB25)."""
    sign, after = word[cut - 1], word[cut]
    if sign not in _INSIDE:
        return (
            (_east_asian(sign) or _east_asian(after))
            and after not in _NOT_FIRST
            and sign not in _NOT_LAST
            and after not in _INSIDE
            and after not in _JOINING
        )
    if sign in (SOFT_HYPHEN, _ZERO_WIDTH_SPACE):
        return after not in _CLOSING
    return cut > 1 and word[cut - 2].isalpha() and after.isalpha()


LINE_HEIGHT = 1.2117  # of the size: see setting.py
_NUMBER_EMS = 1.6  # "10." and a space in Calibri bold, rounded up
_DOT_EMS = 0.6  # "•" in Arial and a space, rounded up
_ONE_LINE: Lines = ((0,), False)


class Measure:
    """A paragraph prepared for setting at any size.

    ``segments`` are the offsets and pieces between explicit line breaks; ``total`` is the width of a single
    segment without letter spacing or soft hyphens, else infinite. ``first`` and ``rest`` are the widths of the
    first and other lines in points; ``bullet`` is the width of the bullet in em, at the start of a first line
    that begins ``hang`` points off the others. ``line`` is the line height at 1 pt, ``around`` the space before
    and after the paragraph in points.
    """

    __slots__ = (
        *("_segments", "around", "bullet", "caps", "em_of_unit", "faces", "first", "hang", "line", "rest"),
        *("spacing", "text", "total", "tracking"),
    )

    def __init__(
        self, part: UnfittedText | Paragraph, style: TextStyle, bold: bool, metrics: Metrics, frame: Frame
    ) -> None:
        self.em_of_unit = metrics.em_of_unit
        self.tracking = frame.tracking
        self.spacing = 0.0 if self.tracking else style.spacing
        self.caps = style.caps
        self._measure_room(part, style, frame)
        runs = part.runs
        if len(runs) == 1:
            run = runs[0]
            text = self.text = run.text
            self.faces = [_face(run, style, bold, metrics)]
        else:
            text = self._join(runs, style, bold, metrics)
        self._segments: list[tuple[int, Pieces]] | None = None
        self.total = math.inf
        is_single = len(self.faces) == 1 and "\n" not in text and "\v" not in text
        if is_single and not self.spacing and SOFT_HYPHEN not in text:
            self.total = self.faces[0].text_width(text, self.caps)

    @property
    def segments(self) -> list[tuple[int, Pieces]]:
        """The offsets and pieces between explicit line breaks, cut when a text does not fit on one line."""
        if self._segments is None:
            self._segments = self._cut(self.caps)
        return self._segments

    def _measure_room(self, part: UnfittedText | Paragraph, style: TextStyle, frame: Frame) -> None:
        """Set the widths of the lines (a:pPr marL and indent, ECMA-376 Part 1, 21.1.2.2.7) and the heights.

        The text of a first line with a hanging bullet starts with the other lines, or after the bullet where this
        is wider than the hang; without a bullet the indent moves its start. The space before the first paragraph
        and after the last counts too: LibreOffice leaves both out, PowerPoint was not measured, so this errs on
        the safe side.
        """
        insets, bullet = frame.insets, part.bullet
        margin = style.margin if part.margin is None else part.margin
        indent = style.indent if part.indent is None else part.indent
        self.rest = self.first = (frame.width - insets.left - insets.right - margin) / EMU_PER_PT
        self.hang = indent / EMU_PER_PT
        self.bullet = 0.0
        if bullet == "none" or (bullet == "inherit" and not style.bullet):
            self.first -= self.hang
        else:
            self.bullet = _NUMBER_EMS if bullet == "number" else _DOT_EMS
        # The writer states one line spacing for all levels.
        self.line = LINE_HEIGHT * (frame.levels[0] if frame.written else style).line_spacing
        before = style.before if part.before is None else part.before
        self.around = before + (style.after if part.after is None else part.after)

    def _join(self, runs: Sequence[Run], style: TextStyle, bold: bool, metrics: Metrics) -> str:
        text = self.text = "".join([run.text for run in runs])
        faces = [_face(run, style, bold, metrics) for run in runs] or [metrics.face(bold, style.italic)]
        if any(face is not faces[0] for face in faces):
            self.faces = [face for run, face in zip(runs, faces) for _ in run.text]
        else:
            self.faces = faces[:1]
        return text

    def _cut(self, caps: bool) -> list[tuple[int, Pieces]]:
        offset = 0
        segments = []
        for segment in self.text.replace("\v", "\n").split("\n"):
            if len(self.faces) == 1:
                pieces = self.faces[0].text_pieces(segment, caps)
            else:
                pieces = _mixed_pieces(segment, self.faces[offset : offset + len(segment)], caps)
            segments.append((offset, pieces))
            offset += len(segment) + 1
        return segments

    def lines(self, size: float, cut_words: bool = True, less: float = 0.0) -> Lines:
        """Return the offsets of the lines' first characters at a size (pt), and whether a word was cut.

        ``less`` narrows the lines (pt). A piece is cut between characters only where it is wider than a whole
        line; the offsets are then meaningless if ``cut_words`` is False.
        """
        unit = size * self.em_of_unit
        first = self.first - less - (max(0.0, self.hang + self.bullet * size) if self.bullet else 0.0)
        if self.total * unit <= first:
            return _ONE_LINE
        starts: list[int] = []
        cut_any = False
        spacing = tracked(self.tracking, size) if self.tracking else self.spacing
        for index, (offset, pieces) in enumerate(self.segments):
            if spacing:
                pieces = self._spaced(index, spacing / unit)
            rest = self.rest - less
            found, cut = self._fill(offset, pieces, (rest if index else first) / unit, rest / unit, cut_words)
            starts += found
            cut_any = cut_any or cut
        return tuple(starts), cut_any

    def extents(
        self, size: float, starts: tuple[int, ...], loose: re.Pattern[str] | None = None
    ) -> list[tuple[float, float, float]]:
        """Return per line, in points: its width, that with the next piece (infinite at an explicit break or the end),
        and how much less room it has than the paragraph's later lines.

        A next piece counts up to its first character of ``loose``.
        """
        unit = size * self.em_of_unit
        spacing = tracked(self.tracking, size) if self.tracking else self.spacing
        lost = self.rest - self.first + (max(0.0, self.hang + self.bullet * size) if self.bullet else 0.0)
        begins, found = set(starts), list[tuple[float, float, float]]()
        for index, (offset, own) in enumerate(self.segments):
            pieces = self._spaced(index, spacing / unit) if spacing else own
            filled = width = 0.0
            for number, (start, drawn, advance, hyphen) in enumerate(pieces):
                if number and offset + start in begins:
                    end = offset + pieces[number + 1][0] if number + 1 < len(pieces) else None
                    part = self.text[offset + start : end].rstrip()
                    sign = loose.search(part[:-1]) if loose else None
                    taken = drawn * sign.end() / len(part) if sign else drawn + hyphen
                    found.append((width * unit, (filled + taken) * unit, 0.0 if found else lost))
                    filled = 0.0
                width = filled + drawn
                filled += advance
            found.append((width * unit, math.inf, 0.0 if found else lost))
        return found

    def _spaced(self, index: int, spacing: float) -> Pieces:
        """Return a segment's pieces with letter spacing (units) added after each character."""
        offset, pieces = self.segments[index]
        last = self.segments[index + 1][0] - 1 if index + 1 < len(self.segments) else len(self.text)
        ends = [offset + piece[0] for piece in pieces[1:]] + [last]
        spaced = []
        for (start, drawn, advance, hyphen), end in zip(pieces, ends):
            signs = self.text[offset + start : end]
            wider = round(len(signs.rstrip(" ")) * spacing), round(len(signs) * spacing)
            hyphen += round(spacing) if hyphen else 0
            spaced.append((start, drawn + wider[0], advance + wider[1], hyphen))
        return tuple(spaced)

    def _fill(self, offset: int, pieces: Pieces, limit: float, rest: float, cut_words: bool) -> tuple[list[int], bool]:
        starts = [offset]
        filled = 0.0
        cut = False
        for index, (start, drawn, advance, hyphen) in enumerate(pieces):
            if filled + drawn + hyphen > limit:
                if filled:
                    starts.append(offset + start)
                    filled = 0.0
                    limit = rest
                if drawn + hyphen > limit:
                    cut = True
                    if not cut_words:
                        break
                    end = offset + pieces[index + 1][0] if index + 1 < len(pieces) else None
                    places, last = self._cut_word(offset + start, end, drawn, limit, rest)
                    starts += places
                    limit = rest
                    filled += last - drawn
            filled += advance
        return starts, cut

    def _cut_word(self, place: int, end: int | None, drawn: int, limit: float, rest: float) -> tuple[list[int], float]:
        """Return the offsets at which a word is cut between characters, and the width of its rest on the last line."""
        word = self.text[place:end].split("\n")[0].split("\v")[0].rstrip(" ")
        signs = [sign.upper() if self.caps else sign for sign in word]
        faces = self.faces * len(signs) if len(self.faces) == 1 else self.faces[place : place + len(word)]
        widths = [face.words[sign] for sign, face in zip(signs, faces)]
        spacing = (drawn - sum(widths)) / max(1, len(widths))
        places = []
        filled = 0.0
        for index, width in enumerate(widths):
            if filled and filled + width + spacing > limit:
                places.append(place + index)
                filled = 0.0
                limit = rest
            filled += width + spacing
        return places, filled


def tracked(tracking: tuple[tuple[float, float], ...], size: float) -> float:
    """Return the letter spacing at a size, points: the share of the first step not above the size, 0 below all steps.

    ``tracking`` are the brand's steps: sizes, largest first, with shares. Rounded to the unit of ``spc``.
    """
    return next((round(size * share, 2) for least, share in tracking if size >= least), 0.0)


def _face(run: Run, style: TextStyle, bold: bool, metrics: Metrics) -> Face:
    strong = bold if run.bold is None else run.bold
    slanted = style.italic if run.italic is None else run.italic
    return metrics.faces[strong + 2 * slanted]


def _mixed_pieces(text: str, faces: Sequence[Face], caps: bool) -> Pieces:
    """Return the pieces of a text whose characters have different faces."""
    found: list[Piece] = []
    for start, end in spans(text):
        solid = start + len(text[start:end].rstrip(" "))
        drawn, advance = _advance(text, faces, start, solid, caps), _advance(text, faces, start, end, caps)
        soft = text[end - 1 : end] == SOFT_HYPHEN and end < len(text)
        found.append((start, drawn, advance, faces[end - 1].advances["-"] if soft else 0))
    return tuple(found)


def _advance(text: str, faces: Sequence[Face], start: int, end: int, caps: bool) -> int:
    signs = [sign.upper() if caps else sign for sign in text[start:end]]
    return sum([face.words[sign] for sign, face in zip(signs, faces[start:end])])
