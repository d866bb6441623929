"""The Scene: a deck laid out, between composition and the file format.

``Deck > Slide > items``, frozen and hashable. Every box is in EMU from the slide's top left, every
text is broken into measured lines, every colour is a theme slot, every object has a key, and order
in a tuple is both z-order and reading order. Slide kinds create it; writers, checks and the merge read it.

Keys: a slide's key is its id in the outline (``members``), with ``-2`` on a continuation slide; an item's key is
``slide/part`` (``members/chart``), which is also the shape's name in the file. Keys are unique in a deck.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from osloregion_slides.base.record import Record
from osloregion_slides.base.units import Emu, Pt

if TYPE_CHECKING:
    from collections.abc import Sequence

    from osloregion_slides.base.findings import Location

    ThemeSlot = Literal[
        "tx1",
        "bg1",
        "tx2",
        "bg2",
        "accent1",
        "accent2",
        "accent3",
        "accent4",
        "accent5",
        "accent6",
        "hlink",
        "folHlink",
    ]
    Align = Literal["l", "ctr", "r"]
    Anchor = Literal["t", "ctr", "b"]
    Bullet = Literal["inherit", "none", "dot", "dash", "number"]
    Step = tuple[Any, ...]
    RevealTarget = tuple[str, int, int]
    Dash = Literal["solid", "dash", "sysDot"]
    Labels = Literal["all", "last", "none"]
    PlaceholderType = Literal["title", "ctrTitle", "subTitle", "body", "obj", "pic", "ftr", "sldNum", "dt"]


class Box(Record):
    """A rectangle in EMU from the slide's top left."""

    x: Emu
    y: Emu
    w: Emu
    h: Emu

    @property
    def right(self) -> Emu:
        """The x of the right edge, EMU."""
        return self.x + self.w

    @property
    def bottom(self) -> Emu:
        """The y of the lower edge, EMU."""
        return self.y + self.h

    def inset(self, left: int, top: int, right: int, bottom: int) -> Box:
        """Return the box reduced by these lengths (EMU)."""
        return Box(self.x + left, self.y + top, self.w - left - right, self.h - top - bottom)

    def turned(self, angle: float) -> Box:
        """Return the upright box around this one turned about its middle by an angle in radians."""
        if not angle:
            return self
        from math import cos, sin

        across, down = abs(cos(angle)), abs(sin(angle))
        w, h = round(self.w * across + self.h * down), round(self.w * down + self.h * across)
        return Box(self.x + (self.w - w) // 2, self.y + (self.h - h) // 2, Emu(w), Emu(h))


def union(boxes: Sequence[Box]) -> Box:
    """Return the smallest box around these (at least one)."""
    left, top = min([box.x for box in boxes]), min([box.y for box in boxes])
    right, bottom = max([box.x + box.w for box in boxes]), max([box.y + box.h for box in boxes])
    return Box(left, top, right - left, bottom - top)


class Colour(Record):
    """A theme colour with DrawingML's luminance modulation, all in percent.

    ECMA-376 Part 1, 20.1.2.3.20 (lumMod), 20.1.2.3.21 (lumOff), 20.1.2.3.1 (alpha).
    """

    slot: ThemeSlot
    lum_mod: int = 100
    lum_off: int = 0
    alpha: int = 100

    def shaded(self, mod: int, off: int = 0) -> Colour:
        """Return this colour with its own luminance, as modified, times ``mod`` plus ``off``, percent."""
        return self.replace(lum_mod=round(self.lum_mod * mod / 100), lum_off=round(self.lum_off * mod / 100) + off)


class Stroke(Record):
    """An outline or a rule. Arrow heads sit at the start (head) or the end (tail); ``round`` rounds open ends."""

    colour: Colour
    width: Pt = Pt(1.0)
    dash: Dash = "solid"
    head: bool = False
    tail: bool = False
    round: bool = False


class Run(Record):
    """Text with one formatting. None and "" inherit from the paragraph's style.

    ``link`` is an address, or ``#key`` for a slide of this deck; ``field`` is ``slidenum`` for the
    page number; ``language`` is a BCP 47 tag where it differs from the text's.
    """

    text: str
    bold: bool | None = None
    italic: bool | None = None
    colour: Colour | None = None
    link: str = ""
    language: str = ""
    field: str = ""


class Paragraph(Record):
    """One paragraph, measured: ``breaks`` are the offsets of its lines' first characters.

    Offsets count in the runs' texts joined. ``size`` is the size at which it fits; ``before`` and
    ``after`` are the space around it, ``margin`` and ``indent`` as in a:pPr (EMU), ``spacing`` the letter
    spacing in points; None = inherited.
    """

    runs: tuple[Run, ...]
    size: Pt
    level: int = 0
    align: Align | None = None
    bullet: Bullet = "inherit"
    before: Pt | None = None
    after: Pt | None = None
    margin: Emu | None = None
    indent: Emu | None = None
    breaks: tuple[int, ...] = (0,)
    spacing: Pt | None = None

    @property
    def plain(self) -> str:
        """The paragraph's characters."""
        return "".join([run.text for run in self.runs])


class Insets(Record):
    """The space between a shape's edge and its text, EMU (defaults: ECMA-376 Part 1, 21.1.2.1.1)."""

    left: Emu = Emu(91_440)
    top: Emu = Emu(45_720)
    right: Emu = Emu(91_440)
    bottom: Emu = Emu(45_720)


class Text(Record):
    """The fitted text of a shape. ``height`` is the height it needs with its insets, EMU, as ``fit`` measures it.

    ``language`` is a BCP 47 tag (``nb-NO``). ``colour`` applies to runs without a colour of their own;
    None inherits. ``bold`` and ``line_spacing`` (1.0 is single) inherit with None too.
    """

    paragraphs: tuple[Paragraph, ...]
    language: str
    height: Emu
    anchor: Anchor | None = None
    insets: Insets | None = None
    colour: Colour | None = None
    bold: bool | None = None
    line_spacing: float | None = None

    @property
    def plain(self) -> str:
        """The characters, one line per paragraph."""
        return "\n".join([paragraph.plain for paragraph in self.paragraphs])


class Placeholder(Record):
    """A text in one of the layout's placeholders, which ``type`` and ``idx`` identify.

    ``box`` is its final place; the writer states it only where it differs from the layout's.
    """

    key: str
    type: PlaceholderType
    idx: int
    box: Box
    text: Text


class Shape(Record):
    """A preset shape (``rect``, ``roundRect``, ``ellipse`` …, ECMA-376 Part 1, 20.1.10.56).

    ``adjust`` are its guides (``("adj", 16667)``). Outside a group it has text or an alt text, or is
    decorative. ``link`` as in ``Run``.
    """

    key: str
    box: Box
    preset: str = "rect"
    fill: Colour | None = None
    line: Stroke | None = None
    text: Text | None = None
    alt: str = ""
    decorative: bool = False
    adjust: tuple[tuple[str, int], ...] = ()
    link: str = ""


class Freeform(Record):
    """A polygon with holes and islands, or a drawing of lines and curves where ``path`` has steps.

    Points lie in a grid of ``extent`` (w, h) stretched over ``box``. A step is ``("M", x, y)``, ``("L", x, y)``,
    ``("C", x1, y1, x2, y2, x, y)`` or ``("Z",)``, as in SVG.
    """

    key: str
    box: Box
    extent: tuple[int, int]
    rings: tuple[tuple[tuple[int, int], ...], ...]
    fill: Colour | None = None
    line: Stroke | None = None
    alt: str = ""
    decorative: bool = False
    path: tuple[Step, ...] = ()


class ConnectorEnd(Record):
    """An end of a connector: a shape's key and the index of its connection site."""

    key: str
    site: int


class Connector(Record):
    """A line glued to two shapes of its slide; its geometry follows from theirs (``connectors.route``)."""

    key: str
    start: ConnectorEnd
    end: ConnectorEnd
    line: Stroke
    elbow: bool = False


class Image(Record):
    """A picture's bytes as they go into the file; ``media_type`` is ``image/png`` or ``image/jpeg``, size in pixels.

    ``vector`` are the bytes of an SVG original of the same picture, if there is one.
    """

    data: bytes
    media_type: str
    width: int
    height: int
    vector: bytes = b""


class Picture(Record):
    """A picture in its frame. ``crop`` (left, top, right, bottom) are thousandths of a percent of the image.

    With a ``placeholder`` idx it fills that picture slot of the layout.
    """

    key: str
    box: Box
    image: Image
    alt: str
    crop: tuple[int, int, int, int] = (0, 0, 0, 0)
    placeholder: int | None = None
    decorative: bool = False


class Cell(Record):
    """A table cell; ``rule`` is its bottom border. It spans ``across`` columns and ``down`` rows, 0 where a merged cell
    covers it.
    """

    text: Text
    fill: Colour | None = None
    rule: Stroke | None = None
    across: int = 1
    down: int = 1


class Row(Record):
    """A table row; ``height`` in EMU is the minimum that its tallest cell needs."""

    height: Emu
    cells: tuple[Cell, ...]


class Table(Record):
    """A native table; ``columns`` are widths in EMU, ``header`` marks the first row as headings."""

    key: str
    box: Box
    columns: tuple[Emu, ...]
    rows: tuple[Row, ...]
    alt: str
    header: bool = True

    @property
    def spans(self) -> tuple[tuple[int, int, int, int], ...]:
        """The merged cells: row and column from 0, and how many rows and columns each spans."""
        return tuple(
            [
                (place, column, cell.down, cell.across)
                for place, row in enumerate(self.rows)
                for column, cell in enumerate(row.cells)
                if cell.across * cell.down > 1
            ]
        )


class Series(Record):
    """One series of a chart; a value may be missing. ``number_format`` "" is the chart's.

    ``as_line`` draws it as a line over columns, ``dashed`` without markers; ``hidden`` only supports the series stacked
    on it. ``apart`` gives a line an axis of its own, above the columns.
    ``labels`` selects its data labels where the chart has them; ``ink`` is their colour inside columns.
    """

    name: str
    values: tuple[float | None, ...]
    colour: Colour
    number_format: str = ""
    as_line: bool = False
    dashed: bool = False
    hidden: bool = False
    labels: Labels = "all"
    ink: Colour | None = None
    apart: bool = False


class ChartLook(Record):
    """The settings of a chart beyond its data: the axes' titles and range, the highlighted categories.

    ``low`` and ``high`` are the bounds of the value axis, None for automatic ones; ``base`` is the lower bound of
    the axis of lines apart. With ``dates``, a number format, the categories are ISO dates on an axis of time.
    """

    category_title: str = ""
    value_title: str = ""
    low: float | None = None
    high: float | None = None
    highlight: tuple[int, ...] = ()
    dates: str = ""
    base: float | None = None


class ChartStyle(Record):
    """The formatting of a chart on its background; an update does not compare it.

    ``values`` is the size of the data labels, 0 for that of the other texts. ``text`` is their colour, ``dim`` that of
    names and axes, ``axis`` of the base line, ``rule`` of hairlines, ``lit`` of highlighted categories.
    ``plot`` is the plot area within the chart (x, y, w, h as shares), () for an automatic one. With ``named``
    the names of lines are at their right ends, with ``ends`` their values at both, moved down by ``shifts`` (left,
    right; shares of the height). ``slices`` are the fills of a pie; ``bare`` are the (series, category) of segments
    too low for a label; with ``above`` the labels are over their segments, those of the last series bold.
    ``fitted``: the bounds of the value axis follow from the values, not from the outline; ``top`` is the upper bound
    of the axis of lines apart. ``based``: labels of segments are at the start of the segment.
    """

    values: Pt = Pt(0)
    text: Colour = Colour("tx1")
    dim: Colour = Colour("tx1")
    axis: Colour = Colour("tx1", 15, 85)
    rule: Colour = Colour("tx1", 15, 85)
    ground: Colour = Colour("bg1")
    lit: Colour = Colour("accent1")
    plot: tuple[float, ...] = ()
    named: bool = False
    ends: bool = False
    shifts: tuple[tuple[float, float], ...] = ()
    slices: tuple[Colour, ...] = ()
    bare: tuple[tuple[int, int], ...] = ()
    above: bool = False
    fitted: bool = False
    top: float | None = None
    based: bool = False


class Chart(Record):
    """A native chart with its workbook; ``size`` is the size of its texts, ``number_format`` Excel's code.

    ``type`` is a name of ``chart_types.TYPES``; ``axis_format`` the code of the value axis, "" for ``number_format``.
    """

    key: str
    box: Box
    type: str
    categories: tuple[str, ...]
    series: tuple[Series, ...]
    size: Pt
    alt: str
    language: str
    number_format: str = "#,##0"
    legend: bool = False
    axis_format: str = ""
    look: ChartLook = ChartLook()
    style: ChartStyle = ChartStyle()

    @property
    def value_size(self) -> Pt:
        """The size of the data labels."""
        return self.style.values or self.size

    def format_of(self, index: int) -> str:
        """Return the number format of a series."""
        return self.series[index].number_format or self.number_format


class Group(Record):
    """Grouped items; the group's box is the union of theirs."""

    key: str
    children: tuple[Item, ...]
    alt: str
    decorative: bool = False


class Slide(Record):
    """One slide. ``layout`` is a role of the brand (``cover``, ``title_only`` …), ``title`` its plain title.

    ``notes`` are plain paragraphs in ``language``. ``at`` is its place in the outline. ``reveal`` lists for each
    click the objects that appear: key, first and last paragraph, or -1 for the whole object. ``kept``: a stand-in for
    a slide of another deck, which replaces it when the deck is written (``finishing``).
    ``listed`` are the shapes that form one list for screen readers, each with the levels of its paragraphs, from 0.
    """

    key: str
    layout: str
    title: str
    items: tuple[Item, ...]
    language: str
    at: Location
    notes: tuple[str, ...] = ()
    hidden: bool = False
    section: str = ""
    transition: str = ""
    reveal: tuple[tuple[RevealTarget, ...], ...] = ()
    kept: bool = False
    listed: tuple[tuple[str, tuple[int, ...]], ...] = ()


class Deck(Record):
    """A whole presentation. ``key`` seeds the identities of slides and shapes; ``language`` is BCP 47."""

    key: str
    title: str
    language: str
    width: Emu
    height: Emu
    slides: tuple[Slide, ...]
    author: str = ""
    subject: str = ""


if TYPE_CHECKING:
    Item = Placeholder | Shape | Freeform | Connector | Picture | Table | Chart | Group
