"""Setting a text at one size: its lines and the height that it needs.

Rule of height: Σ over lines of 1.2117 × size × line spacing, + 0.07 pt, + space before and after the
paragraphs, + insets. Boxes that PowerPoint sized itself are 1.2117 × size a line whatever the font
(70 of 78 between 1.212 and 1.219); LibreOffice takes 1.2. Not the font's own ascent and descent.
Against LibreOffice's heights (17 688 boxes: four fonts in four faces, 12-32 pt, columns of 1.2-9 in,
spacing, capitals, bullets, indents) none of the 12 694 boxes without a cut word came out lower (least
1.0098); the median is 1.012 of LibreOffice's, 4-13 % take one line more. Of those with a cut word 20 of
4 994 were a line lower, so fitting refuses a size that cuts a word.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from osloregion_slides.base.patterns import late
from osloregion_slides.base.record import Record
from osloregion_slides.base.units import EMU_PER_PT, Emu, Pt
from osloregion_slides.fit.breaking import Measure, tracked
from osloregion_slides.scene import Insets, Paragraph, Run, Text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from osloregion_slides.brand.values import TextStyle
    from osloregion_slides.fit.metrics import Metrics
    from osloregion_slides.scene import Align, Anchor, Bullet, Colour

    SetLines = tuple[list[tuple[Pt, tuple[int, ...]]], float]
    Cost = tuple[int, int, int, float, int]

    Starts = tuple[int, ...]
    Found = list[tuple[Pt, Starts]]


# The input of fitting: paragraphs and the frame of a text.

SCALE = tuple([Pt(size) for size in (54, 44, 40, 36, 32, 28, 24, 20, 18, 16, 14, 12)])


class UnfittedText(Record):
    r"""A paragraph before fitting; None inherits from the frame's style of its level.

    ``step`` sets it so many steps of the frame's type scale below the size of its level. ``margin`` and
    ``indent`` are EMU, ``before`` and ``after`` points. A line break inside is "\n" or "\v" in a run.
    """

    runs: tuple[Run, ...]
    level: int = 0
    bold: bool | None = None
    bullet: Bullet = "inherit"
    align: Align | None = None
    before: Pt | None = None
    after: Pt | None = None
    margin: Emu | None = None
    indent: Emu | None = None
    step: int = 0


class Frame(Record):
    """The place of a text: its text rectangle including insets, and the style of each level (EMU).

    ``written`` marks a shape without a layout to inherit from: the fitted text states its insets, anchor, bold,
    spacing and bullets itself; it is False for a placeholder. ``scale`` is the type scale that
    ``UnfittedText.step`` refers to, largest first. ``tracking`` is the letter spacing by size
    (``breaking.tracked``), which replaces that of the styles. ``balanced`` requests even lines (``balance``).
    """

    width: Emu
    height: Emu
    levels: tuple[TextStyle, ...]
    language: str
    insets: Insets = Insets()
    anchor: Anchor = "t"
    colour: Colour | None = None
    written: bool = True
    scale: tuple[Pt, ...] = SCALE
    tracking: tuple[tuple[Pt, float], ...] = ()
    balanced: bool = False

    def style(self, level: int) -> TextStyle:
        """Return the style of a level; levels without a style have that of the deepest one."""
        levels = self.levels
        return levels[level] if level < len(levels) else levels[-1]


SLACK = 0.07  # pt, once per text
ROUNDING = 1e-6  # pt: sums of floats differ by less
FLOOR = Pt(12.0)  # the minimum of deeper levels and smaller steps


class Setting:
    """A text being fitted: paragraphs measured once, then set at each size that is tried."""

    __slots__ = ("drafts", "frame", "measures", "room", "styles")

    def __init__(self, drafts: Sequence[UnfittedText], frame: Frame, metrics: Metrics) -> None:
        self.drafts = drafts
        self.frame = frame
        self.room = room(frame)
        self.styles = [frame.style(draft.level) for draft in drafts]
        self.measures = [
            Measure(draft, style, style.bold if draft.bold is None else draft.bold, metrics, frame)
            for draft, style in zip(drafts, self.styles)
        ]

    def at(self, size: Pt, limit: float = math.inf) -> SetLines | None:
        """Return size and line starts of each paragraph and the height (pt), with level 0 at ``size``.

        None where the height exceeds ``limit`` (pt, without insets) or, with a limit, where a word is wider
        than its line.
        """
        height = SLACK
        found = []
        unlimited = limit == math.inf
        for draft, measure in zip(self.drafts, self.measures):
            own = draft_size(draft, self.frame, size) if draft.level or draft.step else size
            starts, cut = measure.lines(own, unlimited)
            height += len(starts) * own * measure.line + measure.around
            if height > limit or (cut and not unlimited):
                return None
            found.append((own, starts))
        return found, height

    def text(self, set_lines: SetLines) -> Text:
        """Return the fitted text from a result of ``at``."""
        found, height = set_lines
        frame = self.frame
        less = 0
        if frame.balanced and (frame.written or not any([measure.bullet for measure in self.measures])):
            found, less = balance(self.measures, found)
        paragraphs = tuple(
            [
                _paragraph(draft, style, size, starts, frame)
                for draft, style, (size, starts) in zip(self.drafts, self.styles, found)
            ]
        )
        needed = Emu(math.ceil((height - 2 * ROUNDING) * EMU_PER_PT) + frame.insets.top + frame.insets.bottom)
        insets = self._narrower(less) if less else frame.insets
        if not frame.written:
            return Text(paragraphs, frame.language, needed, None, insets if less else None, frame.colour, None, None)
        style = frame.levels[0]
        spacing = style.line_spacing if style.line_spacing != 1.0 else None
        return Text(paragraphs, frame.language, needed, frame.anchor, insets, frame.colour, style.bold or None, spacing)

    def _narrower(self, less: int) -> Insets:
        """Return the insets of a narrower area: reduced at the right, for centred lines at both sides."""
        insets, drafts = self.frame.insets, self.drafts
        if "ctr" in [draft.align or style.align for draft, style in zip(drafts, self.styles)]:
            return insets.replace(left=Emu(insets.left + less // 2), right=Emu(insets.right + less // 2))
        return insets.replace(right=Emu(insets.right + less))


def room(frame: Frame) -> float:
    """Return the height (pt) of a frame inside its insets."""
    return (frame.height - frame.insets.top - frame.insets.bottom) / EMU_PER_PT + ROUNDING


def draft_size(draft: UnfittedText, frame: Frame, size: Pt) -> Pt:
    """Return a paragraph's size with level 0 at ``size``.

    At the layout's size each level has the layout's own; at another one deeper levels shrink in proportion, rounded
    down to half a point. ``step`` descends the frame's scale. The minimum of both is 12 pt.
    """
    own = size
    if draft.level:
        base, level = frame.levels[0].size, frame.style(draft.level).size
        if size == base:
            own = level
        else:
            own = max(min(FLOOR, size), Pt(math.floor(level * size / base * 2) / 2))
    for _ in range(draft.step):
        smaller = [step for step in frame.scale if FLOOR <= step < own]
        own = max(smaller, default=own)
    return own


def _paragraph(draft: UnfittedText, style: TextStyle, size: Pt, starts: tuple[int, ...], frame: Frame) -> Paragraph:
    bold = draft.bold
    before, after, margin, indent = draft.before, draft.after, draft.margin, draft.indent
    bullet, align = draft.bullet, draft.align
    if frame.written:
        if bold is None and style.bold is not frame.levels[0].bold:
            bold = style.bold
        before = (style.before or None) if before is None else before
        after = (style.after or None) if after is None else after
        deeper = draft.level > 0
        margin = style.margin if margin is None and (style.margin or deeper) else margin
        indent = style.indent if indent is None and (style.indent or deeper) else indent
        if bullet == "inherit" and style.bullet:
            bullet = "dot"
        if align is None and style.align != "l":
            align = style.align
    italic = True if frame.written and style.italic else None
    runs = draft.runs
    if bold is not None or italic:
        runs = tuple([_styled(run, bold, italic) for run in runs])
    spacing = Pt(tracked(frame.tracking, size)) if frame.tracking else None
    if not frame.written and spacing == style.spacing or frame.written and not spacing:
        spacing = None
    return Paragraph(runs, size, draft.level, align, bullet, before, after, margin, indent, starts, spacing)


def _styled(run: Run, bold: bool | None, italic: bool | None) -> Run:
    """Return a run that inherits bold and italic from its paragraph."""
    bold = bold if run.bold is None else run.bold
    italic = italic if run.italic is None else run.italic
    return Run(run.text, bold, italic, run.colour, run.link, run.language, run.field)


def typeset(drafts: Sequence[UnfittedText], frame: Frame, size: Pt, metrics: Metrics) -> Text:
    """Return the text set with level 0 at a size, regardless of the frame's height.

    ``Text.height`` is the height needed, insets included; a word wider than its line is cut at the line's end.
    """
    setting = Setting(drafts, frame, metrics)
    set_lines = setting.at(size)
    assert set_lines is not None  # nothing is refused without a limit
    return setting.text(set_lines)


def fits(text: Text, frame: Frame, metrics: Metrics) -> bool:
    """Return whether a set text, measured again, is at most as high as its frame, with no word wider than its line."""
    height = SLACK
    for paragraph in text.paragraphs:
        style = frame.style(paragraph.level)
        bold = style.bold if text.bold is None or not frame.written else text.bold
        measure = Measure(paragraph, style, bold, metrics, frame)
        starts, cut = measure.lines(paragraph.size, cut_words=False)
        if cut:
            return False
        height += len(starts) * paragraph.size * measure.line + measure.around
    return height <= room(frame) + 1 / EMU_PER_PT  # the room is rounded to EMU, the sum is not


# Fitting: the largest step of a type scale at which a text fits.


def fit(drafts: Sequence[UnfittedText], frame: Frame, steps: Sequence[Pt], metrics: Metrics) -> Text | None:
    """Return the text at the largest of the steps (pt, any order) at which it fits, or None.

    A text fits when it is at most as high as the frame and each unbreakable word is at most as wide as a line.
    The smallest step is the caller's minimum: 14 pt for body text, 12 pt for tables and labels.
    """
    found = fit_alike(((drafts, frame),), steps, metrics)
    return found[0] if found else None


MOST = 20_000
"""Letters beyond any frame (33.9 × 19.1 cm holds 7 600 at 12 pt): a longer text is tried at one size only."""


def _letters(drafts: Sequence[UnfittedText]) -> int:
    return sum([len(run.text) for draft in drafts for run in draft.runs])


def fit_alike(
    pieces: Sequence[tuple[Sequence[UnfittedText], Frame]], steps: Sequence[Pt], metrics: Metrics
) -> tuple[Text, ...] | None:
    """Return several texts at the largest step at which all fit, or None: siblings share one size."""
    settings = [Setting(drafts, frame, metrics) for drafts, frame in pieces]
    sizes = sorted(steps, reverse=True)
    for number, size in enumerate(sizes):
        if number == 1 and max([_letters(drafts) for drafts, _ in pieces]) > MOST:
            return None
        texts = []
        for setting in settings:
            set_lines = setting.at(size, setting.room)
            if set_lines is None:
                break
            texts.append((setting, set_lines))
        else:
            return tuple([setting.text(set_lines) for setting, set_lines in texts])
    return None


# Splitting a text that is too long for its frame over continuation slides.


def split(
    drafts: Sequence[UnfittedText], frame: Frame, size: Pt, metrics: Metrics
) -> tuple[tuple[UnfittedText, ...], ...]:
    """Return the paragraphs, in order, in as few parts as the frame allows at a size, of even height.

    No part ends with a heading or with the parent of the next paragraph; a parent and its children stay together
    where this needs no further part. A paragraph higher than the frame is a part of its own, which the caller
    notices when it sets the part.
    """
    setting = Setting(drafts, frame, metrics)
    set_lines = setting.at(size)
    assert set_lines is not None  # nothing is refused without a limit
    heights = [
        len(starts) * own * measure.line + measure.around
        for measure, (own, starts) in zip(setting.measures, set_lines[0])
    ]
    cuts = _best_cuts(drafts, heights, setting.room - SLACK)
    return tuple([tuple(drafts[start:end]) for start, end in zip(cuts, [*cuts[1:], len(drafts)])])


def _best_cuts(drafts: Sequence[UnfittedText], heights: Sequence[float], room: float) -> list[int]:
    """Return the starts of the parts: the cheapest division, found for each beginning of the text in turn."""
    best: list[Cost | None] = [(0, 0, 0, 0.0, 0)]
    for end in range(1, len(drafts) + 1):
        best.append(_best_end(drafts, heights, room, best, end))
    starts = []
    end = len(drafts)
    while end:
        cost = best[end]
        assert cost is not None
        starts.append(end := -cost[4])
    return starts[::-1]


def _best_end(
    drafts: Sequence[UnfittedText], heights: Sequence[float], room: float, best: Sequence[Cost | None], end: int
) -> Cost | None:
    """Return the cheapest way to cut the first ``end`` paragraphs; None where no part may end there."""
    if end < len(drafts) and _leads(drafts[end - 1], drafts[end]):
        return None
    torn = end < len(drafts) and drafts[end].level > 0
    cheapest: Cost | None = None
    height = 0.0
    for start in range(end - 1, -1, -1):
        height += heights[start]
        before = best[start]
        if height > room and cheapest is not None:
            break
        if before is None:
            continue
        high, parts, families, squares, _ = before
        cost = (high + (height > room), parts + 1, families + torn, squares + height * height, -start)
        if cheapest is None or cost < cheapest:
            cheapest = cost
    return cheapest


def _leads(draft: UnfittedText, following: UnfittedText) -> bool:
    """Whether a paragraph is a heading or the parent of the one after it."""
    heading = bool(draft.bold) and not following.bold and following.level >= draft.level
    return following.level > draft.level or heading


# Balanced line ends: the right inset that gives a text its best breaks in as few lines as it has anyway.
#
# Signs are never changed for a better break; the text's area gets narrower. Of all widths at which every paragraph
# keeps its number of lines, the best one parts no number from its noun and no dash from its word, and is the narrowest:
# the lines are even, the last one as long as it can be. The inset then stands between two widths at which a break
# moves, far enough from both that programs which draw a little narrower than we measure break alike.

DRAWN = 0.978
"""A line as LibreOffice draws it over its measured width: 0.9827, less the noise of its kerning."""
INSET_ROUNDING = 0.02
"""Points: the inset is in whole EMU."""
MOST_TRIES = 24
MOST_LINES = 12
"""The most lines of a paragraph to balance: in longer running text single line ends are not noticed."""
_NUMBER_ENDS = late(r"\d ?[%‰]?\s*\Z")
_JOINING = ("– ", "— ", "· ")
"""Characters that follow the word before them: no line begins with one."""
_LOOSE = late(r"[–/]")
"""Characters after which LibreOffice breaks and PowerPoint may, unlike the measure."""


def balance(measures: Sequence[Measure], found: Found) -> tuple[Found, int]:
    """Return the paragraphs' sizes and line starts with better breaks, and the reduction of their area's width, EMU."""
    counts = [len(starts) for _, starts in found]
    if not 1 < max(counts, default=0) <= MOST_LINES:
        return found, 0
    if any([measure.lines(size, False)[1] for measure, (size, _) in zip(measures, found)]):
        return found, 0  # a word is cut
    full = max(measure.rest for measure in measures)
    best: tuple[tuple[bool, int, float], Found, float] | None = None
    less, tried = 0.0, found
    for _ in range(MOST_TRIES):
        longest, next_break = _span(measures, tried, full)
        low, high = longest + INSET_ROUNDING, min(next_break * DRAWN, full - less)
        key = (low > high, _parted(measures, tried), longest)
        if best is None or key < best[0]:
            width = full - less if not less and full - less <= next_break * DRAWN else max(low, (low + high) / 2)
            best = key, tried, full - width
        less = full - longest + 0.05
        again = [measure.lines(size, False, less) for measure, (size, _) in zip(measures, tried)]
        if any(cut or len(starts) > count for (starts, cut), count in zip(again, counts)):
            break
        tried = [(size, starts) for (size, _), (starts, _) in zip(tried, again)]
    assert best is not None
    return best[1], max(0, int(best[2] * EMU_PER_PT))


def _span(measures: Sequence[Measure], found: Found, full: float) -> tuple[float, float]:
    """Return the width that the longest line needs, and the smallest at which a break would move, points."""
    longest, moves = 0.0, float("inf")
    for measure, (size, starts) in zip(measures, found):
        for width, with_next, lost in measure.extents(size, starts, _LOOSE):
            longest = max(longest, width + full - measure.rest + lost)
            moves = min(moves, with_next + full - measure.rest + lost)
    return longest, moves


def _parted(measures: Sequence[Measure], found: Found) -> int:
    """Return the number of lines that begin with a dash, or with the noun of a number on the line before."""
    texts = [(measure.text, starts[1:]) for measure, (_, starts) in zip(measures, found)]
    ends = [(text[:at], text[at:]) for text, starts in texts for at in starts]
    nouns = [after[:1].isalpha() and bool(_NUMBER_ENDS.search(before)) for before, after in ends]
    return sum(nouns) + sum([after[:2] in _JOINING for _, after in ends])
