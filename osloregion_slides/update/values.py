"""What an update compares: a deck reduced to the properties that we own, in one normal form.

Base (what we generated last time), theirs (the deck as found) and ours (what we would generate now)
are all a ``Known``. ``known.known`` makes it from a Deck; the reader makes it from a package with keys
still empty, ``match.match`` then gives the keys. Two of them that say the same compare equal by
``same.same``; that is not ``==``, because programs write the same thing in several ways (LibreOffice
7.4.7 moves boxes by up to 536 EMU and writes theme colours as RGB).

The operations of an update and its Plan are in ``changes``, the normal forms' functions in ``normal``.

Owned: slide order, hidden, notes; of objects: place, text with bold, italic and links, type size, fill,
line, alt text, link, picture and crop, a polygon's path, table cells and column widths, chart data and
series colours, what a connector is glued to. Everything else of the found file is its editors': it
is never compared and never written (rotation, effects, animations, autofit, insets, z-order, cell
fills, fonts).

No opinion: what a program cannot keep must not count as an edit. In theirs, these mean "as in the
base": ``size`` 0, ``alt`` "", ``path`` "", a line's ``dash`` "", ``number_format`` "", ``layout`` "",
``section`` "", and of an object without creation id a fill that has lost its ``alpha``.
"""

from __future__ import annotations

from osloregion_slides.value import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    from osloregion_slides.findings import Span
    from osloregion_slides.scene import Box

    Kind = Literal["text", "shape", "freeform", "connector", "picture", "table", "chart", "group", "other"]
    Words = tuple["KnownParagraph", ...]
    Colouring = str

BOX_TOLERANCE = 1_270
"""EMU (0.1 pt): boxes nearer than this are the same; LibreOffice's noise is at most 536 (update.md)."""
WIDTH_TOLERANCE = 635
"""EMU (0.05 pt) for line widths: LibreOffice counts in hundredths of a millimetre, 360 EMU."""
COLOUR_TOLERANCE = 3
"""Steps of 255 a channel: where one side has a theme colour and the other its RGB."""
CROP_TOLERANCE = 200
"""Thousandths of a percent of the picture."""
HAND = "hand:"
"""The keys of slides and objects that only theirs has begin with this; outline ids have no colon."""


class KnownRun(Value):
    """Characters of one look, NFC, a line feed for ``a:br`` (and for a vertical tab).

    ``bold`` and ``italic`` are effective, inheritance resolved (run, shape's list style, layout, master,
    text styles of the master; a cell's own), because LibreOffice writes out what was inherited.
    ``link`` is ``normal.link``'s form of an address, or ``#key`` for a slide of this deck; the reader
    gives ``#`` and the target's part name, the match puts the key. ``field`` is ``a:fld@type``; the text of a
    field is always "", its cached text is nobody's.
    """

    text: str
    bold: bool = False
    italic: bool = False
    link: str = ""
    field: str = ""


class KnownParagraph(Value):
    """A paragraph. Adjacent runs of one look are one, empty runs are none, an empty paragraph has no runs.

    ``level`` counts from 0. ``size`` is the effective size of the first run, in hundredths of a point;
    0 is no opinion: the reader says it only where the shape still has its creation id.
    """

    runs: tuple[KnownRun, ...]
    level: int = 0
    size: int = 0

    @property
    def plain(self) -> str:
        """The paragraph's characters."""
        return "".join([run.text for run in self.runs])


class KnownLine(Value):
    """An outline or rule: ``width`` in EMU; ``dash`` is ``a:prstDash@val`` ("solid" where none is, "" for custom).

    ``head`` and ``tail``: is there an arrow head at the start, at the end.
    """

    colour: Colouring
    width: int
    dash: str = "solid"
    head: bool = False
    tail: bool = False


class KnownEnd(Value):
    """An end of a connector: the glued shape's key and site; the reader gives ``#`` and the shape id as key."""

    key: str
    site: int


class KnownSeries(Value):
    """A series of a chart: values in the order of the categories (None is missing), and its colour.

    The colour is the fill of the series (``c:ser/c:spPr``), of a line chart its line's; "" is no opinion.
    """

    name: str
    values: tuple[float | None, ...]
    colour: Colouring = ""


class KnownChart(Value):
    """A chart's data from its cache; ``type`` as in the Scene, "" for another; ``workbook``: is one embedded."""

    type: str
    categories: tuple[str, ...]
    series: tuple[KnownSeries, ...]
    number_format: str = ""
    workbook: bool = True


class KnownTable(Value):
    """A table: ``rows`` of cells, each the paragraphs of its text; ``columns`` are widths in EMU."""

    columns: tuple[int, ...]
    rows: tuple[tuple[Words, ...], ...]


class Locator(Value):
    """Where a slide or shape of theirs is: opaque outside pptx/. ``path`` is () for the slide itself.

    ``part`` is the slide's part name without a leading slash; ``path`` leads through groups to the shape.
    """

    part: str
    path: tuple[int, ...] = ()


class Marks(Value):
    """What the reader saw that may tell who a shape or slide is; base and ours have none.

    ``creation``: ``a16:creationId@id`` of a shape as written (``{…}``, upper case), or
    ``p14:creationId@val`` of a slide in decimal; "" without. ``name``: the shape's or ``cSld``'s name.
    ``number``: the shape's id, or the slide's place in the deck from 1.
    """

    creation: str = ""
    name: str = ""
    number: int = 0


NO_CROP = (0, 0, 0, 0)
NO_ENDS = (None, None)
NO_MARKS = Marks()


class KnownItem(Value):
    """An object of a slide, one entry each; groups stand before their children, ``parent`` names the group's key.

    ``box``: in slide coordinates, group transforms applied, rounded; a placeholder without a place of its own has
    its layout's. None for groups and connectors (derived), and for tables the height is derived: compare
    only x, y and w. ``slot`` is the placeholder's type ("" is none; ``p:ph`` without type is "obj").
    ``preset`` is ``prstGeom@prst`` of a shape. ``fill``: "" is none; a theme colour is the slot as
    in ``schemeClr`` (tx1, bg1 …, not dk1) with its transforms in document order, as ``lumMod60 lumOff40`` (whole
    percents or degrees, those that change nothing left out), ``alpha50`` where it is not 100, then ``#RRGGBB``, which
    is its value without alpha (optional for the reader where the slot stands);
    a literal colour is ``#RRGGBB`` and perhaps ``alpha50`` before it; another fill is ``gradient``,
    ``picture`` or ``pattern``; "?" is no opinion (nothing said: style or inheritance). ``line``: None is no
    line or nothing said. ``image``: sha1 of the bitmap in hexadecimal. ``path``: ``normal.path_digest``.
    ``locator`` and ``marks`` are the reader's; as ``key``, ``parent`` and the ends' keys it gives ``#`` and the shape's
    id (any such word is right that is unique on its slide), which the match replaces.
    """

    key: str
    kind: Kind
    box: Box | None = None
    text: Words = ()
    fill: Colouring = ""
    line: KnownLine | None = None
    preset: str = ""
    alt: str = ""
    link: str = ""
    slot: str = ""
    parent: str = ""
    image: str = ""
    crop: tuple[int, int, int, int] = NO_CROP
    path: str = ""
    table: KnownTable | None = None
    chart: KnownChart | None = None
    ends: tuple[KnownEnd | None, KnownEnd | None] = NO_ENDS
    locator: Locator | None = None
    marks: Marks = NO_MARKS


class KnownSlide(Value):
    """A slide. ``title`` is for showing and finding it (its title placeholder's characters), not compared.

    ``notes`` are the paragraphs of the notes page's body, line feeds for breaks, empty ones at the end
    left out, () without a page. ``layout`` is the brand's role; the reader gives "". ``at`` is the outline's place,
    and ``freeze``, ``ignore``, ``moved`` are what the outline says of updates: only ours has them. The reader
    gives the part's name as ``key``.
    """

    key: str
    title: str
    items: tuple[KnownItem, ...] = ()
    notes: tuple[str, ...] = ()
    hidden: bool = False
    layout: str = ""
    section: str = ""
    at: Span | None = None
    freeze: bool = False
    ignore: tuple[str, ...] = ()
    moved: tuple[str, ...] = ()
    locator: Locator | None = None
    marks: Marks = NO_MARKS


class Variant(Value):
    """Which deck of the outline it is; "" is the outline's own choice."""

    audience: str = ""
    language: str = ""
    as_of: str = ""
    settings: tuple[tuple[str, str], ...] = ()


class Known(Value):
    """A deck. ``key`` is the ``deck:`` slug, ``outline`` the outline's path, ``version`` the program's.

    The reader gives ``key`` from ``osr.deck`` ("" without) and leaves variant, outline and version empty. ``size`` is
    the slides' width and height in EMU, (0, 0) where it is not known: a base does not say it.
    """

    key: str
    title: str
    slides: tuple[KnownSlide, ...]
    variant: Variant = Variant()
    outline: str = ""
    version: str = ""
    size: tuple[int, int] = (0, 0)
