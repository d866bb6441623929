"""Whether texts fit their shapes and cells, measured as displayed: with inheritance and autofit.

PowerPoint shrinks text during typing, and stores the scale (``fontScale``, ``lnSpcReduction``), which is applied. A
file without a scale shows its text in the stated size. A shape that grows with its text is as high as its text.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from copy import deepcopy
from math import cos, sin
from typing import TYPE_CHECKING

from osloregion_slides.base.patterns import late
from osloregion_slides.base.record import Record
from osloregion_slides.base.units import EMU_PER_PT, Emu, Pt, page_scale
from osloregion_slides.checks.accessibility import FOOTERS
from osloregion_slides.checks.pages import Body, Item, Page, Run, Styles, bodies, on, quoted
from osloregion_slides.fit.breaking import Measure
from osloregion_slides.fit.metrics import WIDTH_FACTOR, Metrics, load_metrics
from osloregion_slides.fit.rectangle import text_box
from osloregion_slides.fit.setting import Frame
from osloregion_slides.ooxml.colour import amount
from osloregion_slides.ooxml.geometry import angle_of, guides, transform_of
from osloregion_slides.ooxml.inheritance import BODY, TextFrame, insets, text_frame, whole
from osloregion_slides.ooxml.names import A, P
from osloregion_slides.scene import Box, Insets, Paragraph
from osloregion_slides.scene import Run as Words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any as Element

    from osloregion_slides.base.findings import Finding

FLOOR, SMALL_FLOOR = 12.0, 10.0
"""The smallest legible sizes in points: of text, and of footer, date, slide number and kicker."""
SLACK = 1.04
"""The tolerated excess of a text's height: it measures 1.2 % above LibreOffice's, sometimes one line more."""
SPARE = 1.1
"""The factor on the widest known advances that allows for a wide font (Verdana's are 1.12 times Arial's)."""
CERTAIN = 1.1
"""The ratio of text height to shape height from which overflow is certain; below it, programs differ."""
NARROWER = 0.96
"""The factor on advances that allows for kerning: a word still wider than its line is certainly cut."""
_ONE_LINE_ROOM = 0.4
_UNMEASURED = re.compile(
    "[\u0400-\u1dff\u2e80-\ua4cf\ua960-\ua97f\uac00-\ufaff\ufe30-\uffef\u2600-\u27bf\U0001f000-\U0001faff]"
)
"""Scripts and emoji that a fallback font draws, with unknown widths and line heights."""
MAX_CHARACTERS = 20_000
_AUTOFIT = tuple([f"{{{A}}}{name}" for name in ("noAutofit", "normAutofit", "spAutoFit")])


class Autofit(Record):
    """The effect of autofit: factors on stated size and line spacing; ``grows``: the shape grows with its text."""

    size: float = 1.0
    spacing: float = 1.0
    grows: bool = False


class Needed(Record):
    """The height of a text with its insets, in EMU.

    ``proven``: its fonts were measured; ``cut``: a word is wider than its line.
    """

    height: float
    proven: bool
    cut: bool


AS_STATED = Autofit()


def near_limit(pages: tuple[Page, ...]) -> tuple[str, ...]:
    """Return the slides with a text that would overflow if letters were ``SPARE`` times as wide."""
    found = []
    for page in pages:
        styles = Styles(page, SPARE)
        shapes = [item for item in page.items if item.kind == "sp" and item.box is not None and item.text.strip()]
        if any(one.code == "text-may-overflow" for item in shapes for one in _shape(page, item, styles)):
            found.append(page.name)
    return tuple(found)


def check_fit(pages: tuple[Page, ...]) -> Iterator[Finding]:
    """Yield findings about texts that overflow or cross the slide's edge, too wide words, and small text."""
    for page in pages:
        styles = Styles(page)
        for item in page.items:
            yield from _small(page, item, styles)
            if item.kind == "sp" and item.box is not None and item.text.strip():
                yield from _shape(page, item, styles)
            elif item.kind == "graphicFrame":
                yield from _rows(page, item, styles)


def _shape(page: Page, item: Item, styles: Styles) -> Iterator[Finding]:
    box, _, needed, fitted = _set(item, styles)
    yield from _edges(page, item, box, needed)
    if needed is None or not box.h:  # text on a line
        return
    if not fitted.grows and needed.height > box.h * SLACK + _ONE_LINE_ROOM * EMU_PER_PT:
        yield _too_high(page, item, needed, box.h)
    elif needed.cut and needed.proven and _is_cut(item, Styles(page, NARROWER)):
        yield on(page, item, "word-too-wide", text=quoted(item.text))


def _is_cut(item: Item, styles: Styles) -> bool:
    needed = _set(item, styles)[2]
    return needed is not None and needed.cut


def _set(item: Item, styles: Styles) -> tuple[Box, Box, Needed | None, Autofit]:
    """Return the grown box of a shape, the box of its text, the needed height, and the effect of autofit."""
    assert item.box is not None
    box, body = _rectangle(item.element, item.box), next(bodies(item))
    text = _frame(item)
    plain = text.direction == "horz" and text.columns == 1 and text.wrap
    fitted = autofit(item)
    needed = _needed(body, box.w, text.insets, styles, fitted) if plain else None
    if needed is not None and needed.proven and fitted.grows and needed.height > box.h:
        more = Emu(round(needed.height) - box.h)
        up = {"ctr": more // 2, "b": more}.get(text.anchor, 0)
        box = box.replace(y=Emu(box.y - up), h=Emu(box.h + more))
    return box, _text_area(box, text.insets, needed, text.anchor), needed, fitted


def _frame(item: Item) -> TextFrame:
    return text_frame([shape.find(BODY) for shape in (item.element, *item.inherited.shapes)])


def written_area(item: Item, styles: Styles) -> Box | None:
    """Return the box of the text in a shape; None if unknown."""
    _, area, needed, _ = _set(item, styles)
    return area if needed is not None and area.w > 0 < area.h else None


def autofit(item: Item) -> Autofit:
    """Return the effect of autofit on a shape's text, from the nearest body properties (21.1.2.1.1 to 3)."""
    if item.kind != "sp":
        return Autofit()
    frames = [shape.find(BODY) for shape in (item.element, *item.inherited.shapes)]
    found = [child for frame in frames if frame is not None for child in frame if child.tag in _AUTOFIT]
    if not found or found[0].tag == _AUTOFIT[0]:
        return Autofit()
    scale, less = [amount(found[0].get(name), True) for name in ("fontScale", "lnSpcReduction")]
    own = found[0].getparent() is frames[0]  # a scale applies to its own text only and is not inherited
    size, spacing = (scale or 1.0, 1.0 - (less or 0.0)) if own else (1.0, 1.0)
    return Autofit(min(size, 1.0), max(spacing, 0.1), found[0].tag == _AUTOFIT[2])


def _text_area(box: Box, insets: Insets, needed: Needed | None, anchor: str) -> Box:
    """Return the box of the text in a shape: inside the insets, and with the height of the text."""
    area = box.inset(insets.left, insets.top, insets.right, insets.bottom)
    if needed is None or needed.height >= box.h:
        return area
    height = Emu(round(needed.height) - insets.top - insets.bottom)
    free = area.h - height
    down = {"ctr": free // 2, "b": free}.get(anchor, 0)
    return Box(area.x, Emu(area.y + down), area.w, height)


def is_level(item: Item) -> bool:
    """Return whether a shape is not rotated."""
    placed = [shape.find(f"{{{P}}}spPr/{{{A}}}xfrm") for shape in (item.element, *item.inherited.shapes)]
    return next((one.get("rot", "0") == "0" for one in placed if one is not None), True)


_WORD = late(r"\S+|\s")
_BREAK = f"{{{A}}}br"


def _longest(paragraph: Element, runs: list[Run], styles: Styles, room: float) -> float:
    """Return the width of a paragraph's longest line for a line width of ``room``, in points; runs may be blank."""
    known = {id(run.element): run for run in runs}
    longest = line = word = 0.0
    for child in paragraph:
        run = known.get(id(child), runs[0])
        text = "\n" if child.tag == _BREAK else run.text if id(child) in known else ""
        metrics = load_metrics(styles.font(run))
        for piece in _WORD.findall(text.upper() if run.look.capitals else text):
            if piece == "\n":
                line = word = 0.0
                continue
            wide = metrics.width(piece, run.bold) * run.size + len(piece) * run.look.letter_spacing / 100
            word = 0.0 if piece.isspace() else word + wide
            line = word if line + wide > room and not piece.isspace() else line + wide
            longest = max(longest, line if word else 0.0)
    return longest


def across(body: Body, area: Box, styles: Styles, wider: float = 1.0, most: int = 0) -> tuple[Emu, Emu]:
    """Return the left and right edge of the lines of a text, with widths multiplied by ``wider``, in EMU.

    Lines are at most as wide as the area, or as ``most``.
    """
    levels, left, right = styles.levels(body), area.right, area.x
    most, wider = most or area.w, wider * autofit(body.item).size
    for paragraph in body.element.iterfind(f"{{{A}}}p"):
        runs = list(styles.runs(paragraph, levels))
        if not runs:
            continue
        style = styles.paragraph_style(paragraph, levels, runs[0])
        room = (most - style.margin) / EMU_PER_PT / wider
        letters = list(styles.runs(paragraph, levels, blanks=True))
        wide = min(most, round(_longest(paragraph, letters, styles, room) * wider * EMU_PER_PT + style.margin))
        start = area.x + {"ctr": area.w - wide, "r": 2 * (area.w - wide)}.get(style.align, 0) // 2
        left, right = min(left, Emu(start)), max(right, Emu(start + wide))
    return (left, right) if left < right else (area.x, area.right)


# Texts over the slide's edge: reported if the letters cross it at every width that they may have.

_TOP, _TOP_PLAIN = 0.07, 0.13
"""Blank space in em above all letters, and above those of ASCII, which has no accents on capitals."""
_UNDER, _UNDER_PLAIN, _DESCENDING = 0.07, 0.25, frozenset("gjpqyJQ,;()[]{}|@$/_ç")
"""Blank space in em below all letters, and below those without descenders (boxes end 0.27 under the line)."""
_SIDE = 0.05
"""Blank space in em at the sides of a letter."""
_WIDTHS, _UNSURE = (1.0, NARROWER), (1.0, 0.92, 0.85)
"""Factors on the widths of letters: of measured fonts, and of unknown ones, which are measured as the widest."""
_UNWRAPPED = 4 * 10**7
"""A line width in EMU for text that does not wrap (44 in)."""


def _edges(page: Page, item: Item, grown: Box, needed: Needed | None) -> Iterator[Finding]:
    """Report a text that crosses the slide's edge; shapes beside the slide are reported elsewhere."""
    box = item.box
    if not page.width or item.groups or box is None:
        return
    if box.x >= page.width or box.y >= page.height or box.right <= 0 or box.bottom <= 0:
        return
    turned = _turn(item)
    if _frame(item).wrap and not any([_crosses(page, one.turned(turned)) for one in (box, grown)]):
        return
    widths = _WIDTHS if needed is None or needed.proven else _UNSURE
    if all(_crosses(page, _letters(item, Styles(page, wider))) for wider in widths):
        yield on(page, item, "over-the-edge", text=quoted(item.text))


def _crosses(page: Page, box: Box) -> bool:
    return min(box.x, box.y, page.width - box.right, page.height - box.bottom) < -EMU_PER_PT


def _letters(item: Item, styles: Styles) -> Box:
    """Return the box of the visible letters on the slide: its edge may cross the empty part of a text box.

    For vertical text and columns, which are not set here, this is the middle of their area.
    """
    assert item.box is not None
    box, area, needed, fitted = _set(item, styles)
    frame, body = _frame(item), next(bodies(item))
    if frame.direction != "horz" or frame.columns != 1:
        return _about(item.box, area.inset(area.w // 4, area.h // 4, area.w // 4, area.h // 4), _turn(item))
    width = box.w if frame.wrap else _UNWRAPPED
    if not frame.wrap:
        needed = _needed(body, width, frame.insets, styles, fitted)
        area = _text_area(box, frame.insets, needed, frame.anchor)
    is_known = needed is not None and needed.proven  # else the box that a program fitted to its text says more
    most = _UNWRAPPED if not frame.wrap and (is_known or not fitted.grows) else 0
    left, right = across(body, area, styles, styles.wider, most)
    above = below = 0.0
    if needed is not None:
        rests = [_needed(_trimmed(body, end), width, frame.insets, styles, fitted) for end in (False, True)]
        above, below = [needed.height - rest.height if rest is not None else 0.0 for rest in rests]
    levels, lines = styles.levels(body), body.element.findall(f"{{{A}}}p")
    sizes = [run.size for line in lines for run in styles.runs(line, levels)]
    letter = max(sizes, default=0.0) * fitted.size * EMU_PER_PT
    last = next((line for line in reversed(item.text.split("\n")) if line.strip()), "")
    above += letter * (_TOP_PLAIN if item.text.isascii() else _TOP)
    below += letter * (_UNDER_PLAIN if _DESCENDING.isdisjoint(last) else _UNDER)
    sides = round(letter * _SIDE), round(above), round(letter * _SIDE), round(below)
    seen = Box(left, area.y, Emu(right - left), area.h).inset(*sides)
    return _about(item.box, seen.replace(h=Emu(max(0, seen.h))), _turn(item))


def _turn(item: Item) -> float:
    """Return the clockwise rotation of a shape in radians, its own or inherited."""
    placed = [one for one in (item.element, *item.inherited.shapes) if transform_of(one) is not None]
    return angle_of(placed[0]) if placed else 0.0


def _about(shape: Box, text: Box, angle: float) -> Box:
    """Return the upright box around a text whose shape is turned about its own middle."""
    x, y = (shape.x + shape.w / 2, shape.y + shape.h / 2) if angle else (0.0, 0.0)
    across, down = text.x + text.w / 2 - x, text.y + text.h / 2 - y
    x += across * cos(angle) - down * sin(angle) - text.w / 2
    y += across * sin(angle) + down * cos(angle) - text.h / 2
    return Box(Emu(round(x)), Emu(round(y)), text.w, text.h).turned(angle)


def _trimmed(body: Body, end: bool) -> Body:
    """Return a body without the blank lines before its words, or with ``end`` after them."""
    rest = deepcopy(body.element)
    for paragraph in rest.findall(f"{{{A}}}p")[:: -1 if end else 1]:
        for child in paragraph.findall("*")[:: -1 if end else 1]:
            if (child.findtext(f"{{{A}}}t") or "").strip():
                return body.replace(element=rest)
            if child.tag == _BREAK:
                paragraph.remove(child)
        rest.remove(paragraph)
    return body


def _too_high(page: Page, item: Item, needed: Needed, room: float) -> Finding:
    needs, has = round(needed.height / EMU_PER_PT), round(room / EMU_PER_PT)
    key = "text-overflows" if needed.proven and needed.height > room * CERTAIN else "text-may-overflow"
    key = key if needed.proven else "text-may-overflow.unmeasured"
    return on(page, item, key, text=quoted(item.text), needs=needs, has=has)


def _rectangle(element: Element, box: Box) -> Box:
    """Return the text rectangle of a shape."""
    preset = element.find(f"{{{P}}}spPr/{{{A}}}prstGeom")
    return text_box(preset.get("prst", "rect"), box, guides(preset)) if preset is not None else box


def _rows(page: Page, item: Item, styles: Styles) -> Iterator[Finding]:
    """Report rows that PowerPoint draws higher than stated, and tables that thereby leave the slide.

    For rows with the height 0, which is valid, only the end of the table is checked.
    """
    for table in item.element.iter(f"{{{A}}}tbl"):
        rows = _row_heights(item, table, styles)
        for number, (height, needs) in enumerate(rows, 1):
            if height and needs > height * CERTAIN:
                points = round(needs / EMU_PER_PT), round(height / EMU_PER_PT)
                yield on(page, item, "row-grows", row=number, needs=points[0], has=points[1])
        if item.box is not None and page.height:
            end, narrow = page.height * 1.01 - item.box.y, Styles(page, NARROWER)
            if sum(map(max, rows)) > end and sum(map(max, _row_heights(item, table, narrow))) > end:
                yield on(page, item, "over-the-edge.table", table=item.name)


def _row_heights(item: Item, table: Element, styles: Styles) -> list[tuple[int, float]]:
    """Return the stated and the needed height of each row, in EMU."""
    cells = {id(body.cell): body for body in bodies(item)}
    widths = [whole(column.get("w")) for column in table.iterfind(f"{{{A}}}tblGrid/{{{A}}}gridCol")]
    found = []
    for row in table.iterfind(f"{{{A}}}tr"):
        needed = [_cell(cells.get(id(c)), w, styles) for w, c in zip(widths, row.iterfind(f"{{{A}}}tc"))]
        needs = max([one.height for one in needed if one is not None and one.proven], default=0.0)
        found.append((whole(row.get("h")), needs))
    return found


def _cell(body: Body | None, width: int, styles: Styles) -> Needed | None:
    """Return the needed height of a cell; None for merged cells and vertical text."""
    if body is None or body.cell is None:
        return None
    cell, properties = body.cell, body.cell.find(f"{{{A}}}tcPr")
    merged = any(cell.get(name, "1") != "1" for name in ("gridSpan", "rowSpan"))
    merged = merged or any(cell.get(name) for name in ("hMerge", "vMerge"))
    if merged or (properties is not None and properties.get("vert", "horz") != "horz"):
        return None
    sides = insets([properties] if properties is not None else [], ("marL", "marT", "marR", "marB"))
    return _needed(body, width, sides, styles)


def _needed(body: Body, width: int, insets: Insets, styles: Styles, fitted: Autofit = AS_STATED) -> Needed | None:
    """Return the needed height of a body at a width (EMU); None without paragraphs or room, or for very long text.

    Advances are not enlarged here: the safety margin of builds does not apply to other decks.
    """
    sides = insets.left + insets.right
    width = round((width - sides) * WIDTH_FACTOR / styles.wider) + sides
    levels = styles.levels(body)
    paragraphs = body.element.findall(f"{{{A}}}p")
    height, proven, cut = 0.0, True, False
    if sum(map(len, body.element.itertext())) > MAX_CHARACTERS or not paragraphs:
        return None
    for index, paragraph in enumerate(paragraphs):
        runs = list(styles.runs(paragraph, levels))
        style = styles.paragraph_style(paragraph, levels, runs[0] if runs else None)
        size = max([run.size for run in runs], default=_blank_size(paragraph) or style.size) * fitted.size
        metrics = load_metrics(styles.font(runs[0]) if runs else "Calibri")
        frame = Frame(Emu(width), Emu(0), (style,), "", insets, written=False)
        words = _at_stops(_words(paragraph, runs), paragraph, metrics, (style.margin + style.indent) / EMU_PER_PT)
        draft = Paragraph(tuple([one for one, _ in words]), Pt(size))
        letters = list(styles.runs(paragraph, levels, blanks=True))
        spacing = Pt(_mean([one.look.letter_spacing / 100 for one in letters], letters, 0.0))
        measure = Measure(draft, style.replace(size=Pt(size), spacing=spacing), style.bold, metrics, frame)
        if measure.rest <= 0:
            return None
        starts, _ = measure.lines(_mean([one.size for one in letters], letters, size / fitted.size) * fitted.size)
        before = style.before * fitted.size if index else 0.0
        after = style.after * fitted.size if index + 1 < len(paragraphs) else 0.0
        lines = sum(_line_sizes(starts, words, size / fitted.size)) * fitted.size
        height += lines * measure.line * fitted.spacing + before + after
        measured = metrics.proven and not any([_UNMEASURED.search(run.text) for run in runs])
        cut = cut or _is_wide(words, metrics, max(measure.first, measure.rest) / fitted.size)
        proven = proven and measured
    return Needed(height * EMU_PER_PT + insets.top + insets.bottom, proven, cut)


def _words(paragraph: Element, runs: list[Run]) -> tuple[tuple[Words, float], ...]:
    """Return the runs and line breaks with their sizes, 0 for those without letters."""
    known = {id(run.element): run for run in runs}
    found = []
    for child in paragraph:
        run = known.get(id(child))
        if run is not None:
            found.append((Words(run.text, run.bold), run.size))
        elif child.tag == f"{{{A}}}br":
            found.append((Words("\n"), 0.0))
        elif child.tag == f"{{{A}}}r":
            found.append((Words(child.findtext(f"{{{A}}}t") or ""), 0.0))
    return tuple(found) or ((Words(""), 0.0),)


_INCH = 72.0


def _at_stops(
    words: tuple[tuple[Words, float], ...], paragraph: Element, metrics: Metrics, start: float
) -> tuple[tuple[Words, float], ...]:
    """Return the words with tabs replaced by spaces up to the tab stop (21.1.2.2.13); one for stops that are not left.

    So a table made of tabs has one line per row. ``start`` is the indent of lines in points.
    """
    if not any(["\t" in one.text for one, _ in words]):
        return words
    own = paragraph.find(f"{{{A}}}pPr")
    usual = (whole(own.get("defTabSz")) / EMU_PER_PT if own is not None else 0) or _INCH
    listed = paragraph.iterfind(f"{{{A}}}pPr/{{{A}}}tabLst/{{{A}}}tab")
    stops = sorted([(whole(one.get("pos")) / EMU_PER_PT, one.get("algn", "l") == "l") for one in listed])
    x, found = start, []
    for one, size in words:
        space = metrics.width(" ", bool(one.bold)) * size
        text, *rest = one.text.split("\t")
        x = start if text == "\n" else x + metrics.width(text, bool(one.bold)) * size
        for piece in rest:
            stop, plain = next((stop for stop in stops if stop[0] > x), ((x // usual + 1) * usual, True))
            count = max(1, int((stop - x) / space)) if plain and space else 1
            text += " " * count + piece
            x += count * space + metrics.width(piece, bool(one.bold)) * size
        found.append((one.replace(text=text), size))
    return tuple(found)


def _line_sizes(starts: tuple[int, ...], words: tuple[tuple[Words, float], ...], size: float) -> list[float]:
    """Return the largest size in each line; ``size`` for a line without letters."""
    found = [0.0] * len(starts)
    place = 0
    for one, own in words:
        first, last = bisect_right(starts, place) - 1, bisect_left(starts, place + len(one.text)) - 1
        for line in range(first, last + 1):
            found[line] = max(found[line], own)
        place += len(one.text)
    return [one or size for one in found]


_PIECE = late(r"\s|[/\\–—-]|[^\s/\\–—-]+")


def _is_wide(words: tuple[tuple[Words, float], ...], metrics: Metrics, room: float) -> bool:
    """Return whether a word is wider than a line of ``room`` points, each letter at its own size.

    Some programs break addresses after a slash, a backslash or a hyphen, so the parts between these are measured.
    """
    wide, letters = 0.0, 0
    for one, size in words:
        for piece in _PIECE.findall(one.text):
            wide, letters = wide + metrics.width(piece, bool(one.bold)) * size, letters + len(piece)
            if piece.isspace():
                wide, letters = 0.0, 0
            elif wide > room and letters > 1:
                return True
            elif piece in "/\\–—-":
                wide, letters = 0.0, 0
    return False


def _mean(values: list[float], runs: list[Run], usual: float) -> float:
    """Return the mean of a value of each run, weighted by characters; ``usual`` without any."""
    characters = sum([len(run.text) for run in runs])
    return sum([len(run.text) * value for run, value in zip(runs, values)]) / characters if characters else usual


def _blank_size(paragraph: Element) -> float:
    """Return the size of a paragraph without words, from its blank runs or its end mark."""
    found = [*paragraph.iterfind(f"{{{A}}}r/{{{A}}}rPr[@sz]"), *paragraph.iterfind(f"{{{A}}}endParaRPr")]
    return whole(found[0].get("sz")) / 100 if found else 0.0


def _small(page: Page, item: Item, styles: Styles) -> Iterator[Finding]:
    floor = SMALL_FLOOR if item.placeholder in FOOTERS or item.name.endswith("/kicker") else FLOOR
    floor *= page_scale(page.width, page.height)
    shrunk = autofit(item).size
    for body in bodies(item):
        levels = styles.levels(body)
        for paragraph in body.element.iterfind(f"{{{A}}}p"):
            for run in styles.runs(paragraph, levels):
                size = round(run.size * shrunk, 1)  # as reported: autofit makes 11.96 of 13, which is 12
                if size < round(floor, 1):
                    values = {"size": f"{size:g}", "least": f"{round(floor, 1):g}"}
                    yield on(page, item, "small-text", text=quoted(run.text), **values)
                    return
