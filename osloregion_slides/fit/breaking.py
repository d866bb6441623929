"""Breaks a paragraph into lines, greedily, as PowerPoint and LibreOffice do.

A ``Measure`` is a paragraph cut into pieces, made once and broken at as many sizes as are tried. Widths
are font units: a line's width in points becomes one in units, so a word costs one comparison a size.
"""

from __future__ import annotations

from osloregion_slides.fit.pieces import SOFT_HYPHEN, SPACES, spans
from osloregion_slides.units import EMU_PER_PT

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from osloregion_slides.brand.values import TextStyle
    from osloregion_slides.fit.frame import Draft
    from osloregion_slides.fit.metrics import Face, Metrics
    from osloregion_slides.fit.pieces import Piece, Pieces
    from osloregion_slides.scene import Paragraph, Run

    Lines = tuple[tuple[int, ...], bool]

_NUMBER_EMS = 1.6  # "10." and a space in Calibri bold, rounded up
_DOT_EMS = 0.6  # "•" in Arial and a space, rounded up
_ONE_LINE: Lines = ((0,), False)


class Measure:
    """A paragraph ready to be broken into lines.

    ``segments`` are the offsets and pieces between its explicit line breaks; ``first`` and ``rest`` the
    widths of its lines in points; ``bullet`` the em its bullet takes of a line that starts ``hang``
    points before the others.
    """

    __slots__ = ("bullet", "caps", "em_of_unit", "faces", "first", "hang", "rest", "segments", "spacing", "text", "whole")

    def __init__(self, part: Draft | Paragraph, style: TextStyle, bold: bool, metrics: Metrics, inner: float) -> None:
        self.em_of_unit = metrics.em_of_unit
        self.spacing = style.spacing
        self.caps = style.caps
        self._measure_lines(part, style, inner)
        runs = part.runs
        if len(runs) == 1:
            run = runs[0]
            self.text = run.text
            self.faces = [_face(run, style, bold, metrics)]
        else:
            self._join(runs, style, bold, metrics)
        text = self.text
        if len(self.faces) == 1 and "\n" not in text and "\v" not in text:
            pieces = self.faces[0].text_pieces(text, style.caps)
            self.segments: list[tuple[int, Pieces]] = [(0, pieces)]
            self.whole = not (self.spacing or SOFT_HYPHEN in text)
        else:
            self.segments = self._cut(style.caps)
            self.whole = False

    def _measure_lines(self, part: Draft | Paragraph, style: TextStyle, inner: float) -> None:
        """Set the widths of the lines: a:pPr marL and indent, ECMA-376 Part 1, 21.1.2.2.7.

        A first line with a hanging bullet starts where the others do, or after the bullet where that is
        wider than the hang; without a bullet the indent moves its start.
        """
        margin = (style.margin if part.margin is None else part.margin) / EMU_PER_PT
        self.hang = (style.indent if part.indent is None else part.indent) / EMU_PER_PT
        self.rest = self.first = inner - margin
        bullet = part.bullet
        self.bullet = 0.0
        if bullet == "none" or (bullet == "inherit" and not style.bullet):
            self.first -= self.hang
        else:
            self.bullet = _NUMBER_EMS if bullet == "number" else _DOT_EMS

    def _join(self, runs: Sequence[Run], style: TextStyle, bold: bool, metrics: Metrics) -> None:
        self.text = "".join([run.text for run in runs])
        faces = [_face(run, style, bold, metrics) for run in runs] or [metrics.face(bold, style.italic)]
        if any(face is not faces[0] for face in faces):
            self.faces = [face for run, face in zip(runs, faces) for _ in run.text]
        else:
            self.faces = faces[:1]

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

    def lines(self, size: float, cut_words: bool = True) -> Lines:
        """Break at a size (pt): the offsets of the lines' first characters, and whether a word was cut.

        A word (any piece) is cut between characters only where it is wider than a line of its own; the
        offsets mean nothing when that happens and ``cut_words`` is False.
        """
        unit = size * self.em_of_unit
        first = self.first - max(0.0, self.hang + self.bullet * size) if self.bullet else self.first
        if self.whole:
            pieces = self.segments[0][1]
            if sum([piece[2] for piece in pieces]) * unit <= first:
                return _ONE_LINE
            starts, cut = self._fill(0, pieces, first / unit, self.rest / unit, cut_words)
            return tuple(starts), cut
        return self._segment_lines(unit, first, cut_words)

    def _segment_lines(self, unit: float, first: float, cut_words: bool) -> Lines:
        starts: list[int] = []
        cut_any = False
        for index, (offset, pieces) in enumerate(self.segments):
            if self.spacing:
                pieces = self._spaced(index, self.spacing / unit)
            limit = self.rest if index else first
            found, cut = self._fill(offset, pieces, limit / unit, self.rest / unit, cut_words)
            starts += found
            cut_any = cut_any or cut
        return tuple(starts), cut_any

    def _spaced(self, index: int, spacing: float) -> Pieces:
        """Return a segment's pieces with letter spacing (units) behind each character."""
        offset, pieces = self.segments[index]
        last = self.segments[index + 1][0] - 1 if index + 1 < len(self.segments) else len(self.text)
        ends = [offset + piece[0] for piece in pieces[1:]] + [last]
        spaced = []
        for (start, drawn, advance, hyphen), end in zip(pieces, ends):
            signs = self.text[offset + start : end]
            wider = round(len(signs.rstrip(SPACES)) * spacing), round(len(signs) * spacing)
            hyphen += round(spacing) if hyphen else 0
            spaced.append((start, drawn + wider[0], advance + wider[1], hyphen))
        return tuple(spaced)

    def _fill(self, offset: int, pieces: Pieces, limit: float, rest: float, cut_words: bool) -> tuple[list[int], bool]:
        starts = [offset]
        filled = 0
        cut = False
        for start, drawn, advance, hyphen in pieces:
            if filled + drawn + hyphen > limit:
                if filled:
                    starts.append(offset + start)
                    filled = 0
                    limit = rest
                if drawn + hyphen > limit:
                    cut = True
                    if not cut_words:
                        break
                    end = next((piece[0] for piece in pieces if piece[0] > start), None)
                    places, last = self._cut_word(offset + start, end and offset + end, drawn, limit, rest)
                    starts += places
                    limit = rest
                    filled += last - drawn
            filled += advance
        return starts, cut

    def _cut_word(
        self, place: int, end: int | None, drawn: int, limit: float, rest: float
    ) -> tuple[list[int], float]:
        """Return where a word is cut between characters, and how much of it stands on the last line."""
        word = self.text[place:end].split("\n")[0].split("\v")[0].rstrip(SPACES)
        signs = [sign.upper() if self.caps else sign for sign in word]
        faces = self.faces * len(signs) if len(self.faces) == 1 else self.faces[place : place + len(word)]
        widths = [face.words[sign] for sign, face in zip(signs, faces)]
        spacing = (drawn - sum(widths)) / max(1, len(widths))
        places = []
        filled = 0.0
        for index, width in enumerate(widths):
            if filled and filled + width + spacing > limit:
                places.append(place + index)
                filled = 0
                limit = rest
            filled += width + spacing
        return places, filled


def _face(run: Run, style: TextStyle, bold: bool, metrics: Metrics) -> Face:
    strong = bold if run.bold is None else run.bold
    slanted = style.italic if run.italic is None else run.italic
    return metrics.faces[strong + 2 * slanted]


def _mixed_pieces(text: str, faces: Sequence[Face], caps: bool) -> Pieces:
    """Return the pieces of a text whose characters stand in different faces."""
    found: list[Piece] = []
    for start, end in spans(text):
        solid = start + len(text[start:end].rstrip(SPACES))
        drawn, advance = _advance(text, faces, start, solid, caps), _advance(text, faces, start, end, caps)
        soft = text[end - 1 : end] == SOFT_HYPHEN and end < len(text)
        found.append((start, drawn, advance, faces[end - 1].advances["-"] if soft else 0))
    return tuple(found)


def _advance(text: str, faces: Sequence[Face], start: int, end: int, caps: bool) -> int:
    signs = [sign.upper() if caps else sign for sign in text[start:end]]
    return sum([face.words[sign] for sign, face in zip(signs, faces[start:end])])
