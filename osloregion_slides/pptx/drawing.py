"""DrawingML common to all objects (colours, lines, text), and the drawing of one slide, which assigns shape ids."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from osloregion_slides.ooxml.names import A16
from osloregion_slides.pptx.identity import guid, shape_identity
from osloregion_slides.pptx.markup import DECORATIVE, solid
from osloregion_slides.pptx.parts import Links, Parts, Relations
from osloregion_slides.pptx.xml import Xml, esc
from osloregion_slides.scene import Colour, Connector, Freeform, Group, Insets, Shape

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from osloregion_slides.base.units import Emu, Pt
    from osloregion_slides.brand.values import Layout, Slot, TextStyle
    from osloregion_slides.pptx.looks import Look
    from osloregion_slides.scene import Align, Anchor, Bullet, Item, Paragraph, Run, Slide, Stroke, Text


# Colours, fills and lines in DrawingML: theme colours only, so that a change of theme recolours the deck.

_lines: dict[Stroke, Xml] = {}

NO_FILL = "<a:noFill/>"
NO_LINE = "<a:ln><a:noFill/></a:ln>"


def width(points: Pt) -> int:
    """Return the width of a line in EMU."""
    return round(points * 12_700)


def fill(colour: Colour | None) -> Xml:
    """Return the fill of a shape; ``a:noFill`` for None, because a theme may have a default fill."""
    return solid(colour) if colour else NO_FILL


def line(stroke: Stroke | None) -> Xml:
    """Return ``a:ln`` (20.1.2.2.24); round joins, because mitred ones have spikes at a map's sharp corners."""
    if stroke is None:
        return NO_LINE
    found = _lines.get(stroke)
    if found is None:
        found = _lines[stroke] = _line(stroke)
    return found


def _line(stroke: Stroke) -> Xml:
    head = '<a:headEnd type="triangle"/>' if stroke.head else ""
    tail = '<a:tailEnd type="triangle"/>' if stroke.tail else ""
    cap = ' cap="rnd"' if stroke.round else ""
    return f'<a:ln w="{width(stroke.width)}"{cap}>{pen(stroke)}<a:round/>{head}{tail}</a:ln>'


def pen(stroke: Stroke) -> Xml:
    """Return the colour and dash of a line or a table rule."""
    return f'{solid(stroke.colour)}<a:prstDash val="{stroke.dash}"/>'


class Drawing:
    """The objects of one slide while they are written.

    Keys get their ids before anything is written, in reading order from 2 (1 is the shape tree), so
    that a connector may precede, and so be behind, the shapes it joins.
    """

    def __init__(self, deck: str, slide: Slide, layout: Layout, parts: Parts, links: Links) -> None:
        self.slide, self.layout, self.parts = slide, layout, parts
        self.relations = Relations()
        self.looks: list[Look] | None = None  # of the slide and each object in order; None if not stored
        self.grouped = 0  # nesting depth of the object being written
        self.linked = False  # whether it has links, which depend on the slides of the deck
        self.items: dict[str, Item] = {}
        self._deck = deck
        self._links = links
        self._numbers: dict[str, int] = {}
        self._last = 1
        self.language: Xml = esc(slide.language)
        for number, item in enumerate(flat(slide.items), 2):
            self.items.setdefault(item.key, item)
            self._numbers.setdefault(item.key, number)

    def slot(self, idx: int) -> Slot | None:
        """Return the layout's placeholder with this idx."""
        for slot in self.layout.slots:
            if slot.idx == idx:
                return slot
        return None

    def number(self, key: str) -> int | None:
        """Return the shape id of a key, None if the slide has no such object."""
        return self._numbers.get(key)

    def non_visual(self, item: Item, alt: str = "", decorative: bool = False, link: str = "") -> Xml:
        """Return the ``p:cNvPr`` of the next object in reading order (ECMA-376 Part 1, 19.3.1.12)."""
        self._last += 1
        described = f' descr="{esc(alt)}"' if alt and not decorative else ""
        marked = DECORATIVE if decorative else ""
        is_part = decorative and self.grouped and isinstance(item, Shape | Freeform | Connector)
        known = "" if is_part else self._creation(item)
        return (
            f'<p:cNvPr id="{self._last}" name="{esc(item.key)}"{described}>{self.click(link) if link else ""}'
            f"<a:extLst>{known}{marked}</a:extLst></p:cNvPr>"
        )

    def _creation(self, item: Item) -> Xml:
        """Return the extension with the creation id of an object.

        Tiles, lines and other parts of a drawing have none (320 of the flagship's 607 objects): their names
        distinguish them, and each id would add 27 bytes to the file.
        """
        identity = shape_identity(self._deck, self.slide.key, item.key)
        return (
            '<a:ext uri="{FF2B5EF4-FFF2-40B4-BE49-F238E27FC236}">'
            f'<a16:creationId xmlns:a16="{A16}" id="{identity}"/></a:ext>'
        )

    def click(self, link: str, own_colour: bool = False) -> Xml:
        """Return ``a:hlinkClick``; "" for a slide that is not in the deck."""
        self.linked = True
        return self._links.click(self.relations, link, own_colour)


def flat(items: Iterable[Item]) -> Iterator[Item]:
    """Yield all objects in the order of writing: a group before its children."""
    for item in items:
        yield item
        if isinstance(item, Group):
            yield from flat(item.children)


# Text in DrawingML: ``a:bodyPr``, paragraphs, runs, fields (ECMA-376 Part 1, 21.1.2).
#
# A text in a placeholder states only what differs from its layout, so that Reset and edits of the master
# keep working; a text in a shape or a cell states its size and colour. Every run, field, break
# and paragraph end has ``lang``. ``spAutoFit`` is never written: boxes moved by up to 1 004 040 EMU when
# LibreOffice saved them.

_INSETS = Insets()
_INK = Colour("tx1")
_DOT = '<a:buChar char="•"/>'
_DASH = '<a:buFont typeface="+mj-lt"/><a:buChar char="–"/>'
_NUMBER = '<a:buAutoNum type="arabicPeriod"/>'


_MOST_KEPT = 100
_kept: dict[int, tuple[tuple[TextStyle, ...], dict[object, tuple[Xml, Xml, Xml]]]] = {}


def _kept_for(levels: tuple[TextStyle, ...]) -> dict[object, tuple[Xml, Xml, Xml]]:
    """Return the cache of markup around texts in these styles.

    It is found by their identity, which they keep while the cache refers to them: to hash a dozen fields of a style
    for each paragraph takes longer than to write its markup.
    """
    found = _kept.get(id(levels))
    if found is None or len(found[1]) > _MOST_KEPT:
        if len(_kept) >= _MOST_KEPT:
            _kept.clear()
        found = _kept[id(levels)] = levels, {}
    return found[1]


class TextWriter:
    """Writer of one text. ``levels`` are the styles a placeholder inherits; without them all is explicit.

    ``link`` turns a run's link into ``a:hlinkClick`` (or ""). With ``cell`` the weight is explicit too,
    because table styles make headings bold, as masters may for levels that a layout lacks.
    """

    __slots__ = ("_around", "_cell", "_common", "_language", "_levels", "_link", "_text")

    def __init__(
        self, text: Text, link: Callable[[str, bool], Xml], levels: tuple[TextStyle, ...] = (), cell: bool = False
    ) -> None:
        self._text, self._link, self._levels, self._cell = text, link, levels, cell
        self._language: Xml = esc(text.language)
        self._around = _kept_for(levels)
        self._common = text.language, text.colour, text.bold, text.line_spacing, cell

    def paragraphs(self) -> Xml:
        """Return the text's ``a:p`` elements, at least one."""
        paragraphs = self._text.paragraphs
        if not paragraphs:
            return f'<a:p><a:endParaRPr lang="{self._language}"/></a:p>'
        last = len(paragraphs) - 1
        return "".join([self.paragraph(paragraph, i == last) for i, paragraph in enumerate(paragraphs)])

    def paragraph(self, paragraph: Paragraph, last: bool) -> Xml:
        """Return one ``a:p``; the last and empty ones have ``a:endParaRPr``."""
        runs = paragraph.runs
        if len(runs) == 1 and runs[0].text and not (runs[0].link or runs[0].field or "\n" in runs[0].text):
            before, after, end = self._markup_around(paragraph, runs[0])
            return f"{before}{esc(runs[0].text)}{after}{end if last else ''}</a:p>"
        return self._of_runs(paragraph, last)

    def _markup_around(self, paragraph: Paragraph, run: Run) -> tuple[Xml, Xml, Xml]:
        """Return what stands before and after the text of a paragraph's only run, and ``a:endParaRPr``.

        It is the same for most paragraphs of a deck: cached by all that it depends on.
        """
        one = paragraph
        spaced = (one.before, one.after, one.margin, one.indent, one.spacing)
        drawn = (run.bold, run.italic, run.colour, run.language)
        key = (one.size, one.level, one.align, one.bullet, spaced, drawn, self._common)
        found = self._around.get(key)
        if found is None:
            style = self._style(paragraph.level)
            placed = properties(paragraph, style, self._text.line_spacing)
            before: Xml = f"<a:p>{placed}<a:r><a:rPr {self.look(run, paragraph, style)}</a:rPr><a:t>"
            found = self._around[key] = before, "</a:t></a:r>", self.end(paragraph, style)
        return found

    def _style(self, level: int) -> TextStyle | None:
        return self._levels[level] if level < len(self._levels) else None

    def _of_runs(self, paragraph: Paragraph, last: bool) -> Xml:
        style = self._style(paragraph.level)
        runs = "".join([self.run(run, paragraph, style) for run in paragraph.runs])
        end = self.end(paragraph, style) if last or not runs else ""
        return f"<a:p>{properties(paragraph, style, self._text.line_spacing)}{runs}{end}</a:p>"

    def run(self, run: Run, paragraph: Paragraph, style: TextStyle | None) -> Xml:
        """Return ``a:r``, with ``a:br`` for each line feed, or ``a:fld``."""
        look = self.look(run, paragraph, style)
        if run.field:
            identity = guid("field", run.field)
            return (
                f'<a:fld id="{identity}" type="{esc(run.field)}"><a:rPr {look}</a:rPr>'
                f"<a:t>{esc(run.text)}</a:t></a:fld>"
            )
        if "\n" not in run.text:
            return f"<a:r><a:rPr {look}</a:rPr><a:t>{esc(run.text)}</a:t></a:r>" if run.text else ""
        lines = [f"<a:r><a:rPr {look}</a:rPr><a:t>{esc(text)}</a:t></a:r>" for text in run.text.split("\n")]
        return f"<a:br><a:rPr {look}</a:rPr></a:br>".join(lines)

    def look(self, run: Run, paragraph: Paragraph, style: TextStyle | None) -> Xml:
        """Return the content of ``a:rPr``: attributes, ``>``, colour and link."""
        text = self._text
        colour = run.colour or text.colour
        bold = text.bold if run.bold is None else run.bold
        language = esc(run.language) if run.language else self._language
        drawn = letters(paragraph.size, paragraph.spacing, bold, run.italic, colour, style, self._cell)
        link: Xml = self._link(run.link, colour is not None) if run.link else ""
        return f'lang="{language}"{drawn}{link}'

    def end(self, paragraph: Paragraph, style: TextStyle | None) -> Xml:
        """Return ``a:endParaRPr``, the format of text typed at the paragraph's end."""
        text = self._text
        drawn = letters(paragraph.size, paragraph.spacing, text.bold, None, text.colour, style, self._cell)
        return f'<a:endParaRPr lang="{self._language}"{drawn}</a:endParaRPr>'


def hundredths(points: float) -> int:
    """Return a font size in hundredths of a point, as OOXML has it."""
    return round(points * 100)


@lru_cache(maxsize=500)
def letters(
    size: Pt,
    spacing: Pt | None,
    bold: bool | None,
    italic: bool | None,
    colour: Colour | None,
    style: TextStyle | None,
    cell: bool,
) -> Xml:
    """Return sz, b, i and spc (21.1.2.3.9), ``>`` and the fill of text, each where it differs from the style.

    Without a style, size and colour are explicit, and in a ``cell`` the weight. Cached by the arguments.
    """
    sized = "" if style and style.size == size else f' sz="{hundredths(size)}"'
    weight = slant = painted = ""
    if style is None:
        weight = ' b="1"' if bold else ' b="0"' if cell else ""
        painted = solid(colour or _INK)
    else:
        if bold is not None and bold != style.bold:
            weight = ' b="1"' if bold else ' b="0"'
        if colour and colour != style.colour:
            painted = solid(colour)
    if italic is not None and italic != (style.italic if style else False):
        slant = ' i="1"' if italic else ' i="0"'
    apart = "" if spacing is None else f' spc="{hundredths(spacing)}"'
    return f"{sized}{weight}{slant}{apart}>{painted}"


def properties(paragraph: Paragraph, style: TextStyle | None, line_spacing: float | None) -> Xml:
    """Return ``a:pPr`` (21.1.2.2.7), "" where all follows from the level's style."""
    runs = paragraph.runs
    tinted = paragraph.bullet in ("dot", "dash") and bool(runs) and runs[0].colour is not None
    margin, indent, before, after = paragraph.margin, paragraph.indent, paragraph.before, paragraph.after
    at_size = style is not None and style.size == paragraph.size
    return _properties(
        paragraph.level,
        paragraph.align,
        margin,
        indent,
        before,
        after,
        paragraph.bullet,
        tinted,
        at_size,
        style,
        line_spacing,
    )


@lru_cache(maxsize=500)
def _properties(
    level: int,
    align: Align | None,
    margin: Emu | None,
    indent: Emu | None,
    before: Pt | None,
    after: Pt | None,
    mark: Bullet,
    tinted: bool,
    at_size: bool,
    style: TextStyle | None,
    line_spacing: float | None,
) -> Xml:
    """Return ``properties`` from its plain values, by which it is cached.

    A template may give spacing as a percentage of the size, so the points of the style are valid only
    at the style's own size.
    """
    left = "" if margin is None or style and margin == style.margin else f' marL="{max(margin, 0)}"'
    deep = f' lvl="{level}"' if level else ""
    first = "" if indent is None or style and indent == style.indent else f' indent="{indent}"'
    aligned = "" if align is None or style and align == style.align else f' algn="{align}"'
    lines = above = below = ""
    if line_spacing is not None and not (style and style.line_spacing == line_spacing):
        lines = f'<a:lnSpc><a:spcPct val="{thousandths(line_spacing)}"/></a:lnSpc>'
    if before is not None and not (style and at_size and style.before == before):
        above = f'<a:spcBef><a:spcPts val="{hundredths(before)}"/></a:spcBef>'
    if after is not None and not (style and at_size and style.after == after):
        below = f'<a:spcAft><a:spcPts val="{hundredths(after)}"/></a:spcAft>'
    attributes, inside = f"{left}{deep}{first}{aligned}", f"{lines}{above}{below}{bullet(mark, tinted, style)}"
    if not attributes and not inside:
        return ""
    return f"<a:pPr{attributes}>{inside}</a:pPr>"


def thousandths(factor: float) -> int:
    """Return a factor in thousandths of a percent: 1.0 → 100 000."""
    return round(factor * 100_000)


def bullet(mark: Bullet, tinted: bool, style: TextStyle | None) -> Xml:
    """Return buNone, buChar or buAutoNum where it differs from the style.

    A template's own bullet stays; beside text of another colour (``tinted``) it gets that colour.
    """
    has_bullet = style is not None and style.bullet
    match mark:
        case "inherit":
            return ""
        case "none":
            return "<a:buNone/>" if has_bullet or style is None else ""
        case "dot":
            tint = "<a:buClrTx/>" if tinted else ""
            return tint if has_bullet else f"{tint}{_DOT}"
        case "dash":
            return f"{'<a:buClrTx/>' if tinted else ''}{_DASH}"
        case "number":
            return _NUMBER


def placeholder_body(text: Text, slot: Slot | None) -> Xml:
    """Return the attributes of a placeholder's ``a:bodyPr``: insets and anchor where they differ from the slot."""
    insets, anchor = text.insets, text.anchor
    sides = "" if insets is None or slot is not None and insets == slot.insets else inset(insets)
    hung = "" if anchor is None or slot is not None and anchor == slot.anchor else f' anchor="{anchor}"'
    return f' wrap="square"{sides}{hung}'


def shape_body(text: Text | None) -> Xml:
    """Return the attributes of a shape's ``a:bodyPr``; the default anchor of a shape is the middle."""
    anchor: Anchor = text.anchor or "ctr" if text else "ctr"
    insets = text.insets if text else None
    sides = "" if insets is None or insets == _INSETS else inset(insets)
    return f' wrap="square"{sides} rtlCol="0" anchor="{anchor}"'


def inset(insets: Insets) -> Xml:
    """Return the four inset attributes in EMU."""
    return f' lIns="{insets.left}" tIns="{insets.top}" rIns="{insets.right}" bIns="{insets.bottom}"'
