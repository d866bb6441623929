"""The values that an update compares: a deck reduced to the properties that we own, in one normal form.

Base (the last build), theirs (the deck as found) and ours (built from the outline now) are ``DeckState``s.
``known`` computes one from a Deck; the reader from a package, with keys assigned by ``match.match``. Programs write
the same text in several ways: ``differences.normalise_words`` removes such differences before ``==``.

Owned: slide order, hidden, notes; of objects: place, text with bold, italic and links, type size, fill,
line, alt text, link, picture and crop, a polygon's path, table cells and column widths, chart data and
series colours, the shapes a connector is glued to, rotation and mirroring (ours has neither); transition and
animations of ours. Everything else in the found file belongs to its editors: it is never written, and only
detected as changed (``beyond``).

Unknown values: properties that a program drops must not count as edits. In theirs, these mean "as in the
base": ``size`` 0, ``path`` "", a line's ``dash`` "", ``number_format`` "", ``layout`` "", ``section`` "", and of an
object without creation id ``alt`` "" and a fill that has lost its ``alpha``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from osloregion_slides.base.letters import composed
from osloregion_slides.base.record import Record
from osloregion_slides.base.units import EMU_PER_PT
from osloregion_slides.brand.contrast import shade
from osloregion_slides.reuse import keep, made_of
from osloregion_slides.scene import (
    Chart,
    Colour,
    Connector,
    Freeform,
    Group,
    Picture,
    Placeholder,
    Shape,
    Table,
)
from osloregion_slides.update.state_parts import (
    ChartState,
    SeriesState,
    ThemeState,
    drawing_digest,
    formats,
    image_digest,
    look_of,
    movement,
    path_digest,
    theme_state,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from osloregion_slides.base.findings import Location
    from osloregion_slides.brand.values import Brand, TextStyle
    from osloregion_slides.scene import Box, Deck, Item, Paragraph, Run, Slide, Stroke, Text
    from osloregion_slides.update.plan import UpdateDirectives

    Kind = Literal["text", "shape", "freeform", "connector", "picture", "table", "chart", "group", "other"]
    Words = tuple["ParagraphState", ...]
    Colouring = str


BOX_TOLERANCE = 1_270
"""EMU (0.1 pt): boxes nearer than this are the same; LibreOffice's noise is at most 536 (update.md)."""
WIDTH_TOLERANCE = 635
"""EMU (0.05 pt) for line widths: LibreOffice counts in hundredths of a millimetre, 360 EMU."""
ROTATION_TOLERANCE = 6_000
"""60 000ths of a degree: a tenth of a degree; LibreOffice counts in hundredths."""
FULL_TURN = 21_600_000
"""A full turn in 60 000ths of a degree (ST_Angle, ECMA-376 Part 1, 20.1.10.3)."""
COLOUR_TOLERANCE = 3
"""Steps of 255 a channel: where one side has a theme colour and the other its RGB value."""
CROP_TOLERANCE = 200
"""Thousandths of a percent of the picture."""
HAND = "hand:"
"""Prefix of the keys of slides and objects that only theirs has; outline ids have no colon."""

KEPT = " (kept)"
"""Suffix of the name of an edited object that the outline dropped and that stays in the deck."""


class RunState(Record):
    """Text with uniform formatting, NFC, a line feed for ``a:br`` (and for a vertical tab).

    ``bold`` and ``italic`` are effective, inheritance resolved (run, shape's list style, layout, master, text styles of
    the master; a cell's own), because LibreOffice writes out what was inherited. ``link`` is ``link``'s form of an
    address, or ``#key`` for a slide of this deck; the reader returns ``#`` and the target's part name, which the match
    replaces by the key. ``field`` is ``a:fld@type``; the text of a field is always "": its cached text is not compared.
    """

    text: str
    bold: bool = False
    italic: bool = False
    link: str = ""
    field: str = ""


class ParagraphState(Record):
    """A paragraph. Adjacent runs of equal formatting are merged, empty runs dropped; an empty paragraph has no runs.

    ``level`` counts from 0. ``size`` is the effective size of the first run, in hundredths of a point;
    0 is unknown: the reader returns it only where the shape still has its creation id.
    """

    runs: tuple[RunState, ...]
    level: int = 0
    size: int = 0

    @property
    def plain(self) -> str:
        """The paragraph's text without formatting."""
        return "".join([run.text for run in self.runs])


class LineState(Record):
    """An outline or rule: ``width`` in EMU; ``dash`` is ``a:prstDash@val`` ("solid" where absent, "" for custom).

    ``head`` and ``tail``: whether there is an arrowhead at the start, at the end.
    """

    colour: Colouring
    width: int
    dash: str = "solid"
    head: bool = False
    tail: bool = False


class EndState(Record):
    """An end of a connector: the glued shape's key and site; the reader returns ``#`` and the shape id as key."""

    key: str
    site: int


class TableState(Record):
    """A table: ``rows`` of cells, each the paragraphs of its text; ``columns`` are widths in EMU.

    ``spans`` are merged cells: row and column of the first cell from 0, and the numbers of rows and columns spanned.
    ``fills`` are the cells' fills, () is unknown.
    """

    columns: tuple[int, ...]
    rows: tuple[tuple[Words, ...], ...]
    spans: tuple[tuple[int, int, int, int], ...] = ()
    fills: tuple[tuple[Colouring, ...], ...] = ()


class Locator(Record):
    """The position of a slide or shape in theirs: opaque outside pptx/. ``path`` is () for the slide itself.

    ``part`` is the slide's part name without a leading slash; ``path`` leads through groups to the shape.
    """

    part: str
    path: tuple[int, ...] = ()


DECORATIVE = "decorative"
"""Replaces the creation id of decorative objects. LibreOffice preserves neither mark nor id."""


class Identity(Record):
    """Traits by which a shape or slide that was read may be identified; base and ours have none.

    ``creation``: ``a16:creationId@id`` of a shape as written (``{…}``, upper case), or ``p14:creationId@val`` of a
    slide in decimal; ``DECORATIVE`` for a part of a drawing that has none. ``name``: the shape's or ``cSld``'s.
    ``number``: the shape's id, or the slide's place from 1. ``inherits``: a placeholder without a place of its own.
    ``layout``: the name of a slide's layout as in our brands, ``shown`` as in the deck. ``decorative``: the shape
    is marked as decorative for screen readers.
    """

    creation: str = ""
    name: str = ""
    number: int = 0
    inherits: bool = False
    layout: str = ""
    shown: str = ""
    decorative: bool = False


NO_CROP = (0, 0, 0, 0)
NO_ENDS = (None, None)
NO_MARKS = Identity()


class ItemState(Record):
    """An object of a slide, one entry each; groups precede their children, ``parent`` is the group's key.

    ``box``: in slide coordinates, group transforms applied, rounded; a placeholder without a box of its own has
    its layout's. None for groups and connectors (derived); the height of tables is derived: compare only
    x, y and w. ``slot`` is the placeholder's type ("" is none; ``p:ph`` without type is "obj").
    ``preset`` is ``prstGeom@prst`` of a shape. ``fill``: "" is none; a theme colour is the slot as
    in ``schemeClr`` (tx1, bg1 …, not dk1) with its transforms in document order, as ``lumMod60 lumOff40`` (whole
    percents or degrees, without no-ops), ``alpha50`` where it is not 100, then ``#RRGGBB``, which
    is its value without alpha (optional for the reader where there is a slot);
    a literal colour is ``#RRGGBB`` and perhaps ``alpha50`` before it; another fill is ``gradient``,
    ``picture`` or ``pattern``; "?" is unknown (from style or inheritance). ``line``: None is no
    line or unknown. ``image``: sha1 of the bitmap in hexadecimal. ``path``: ``path_digest``.
    ``rotation`` is clockwise in 60 000ths of a degree, from 0 to a full turn; ``mirrored``: flipped horizontally
    before it is rotated (a vertical flip is that and half a turn). Connectors have neither: it follows from the route.
    ``locator`` and ``marks`` are set by the reader; as ``key``, ``parent`` and the ends' keys it returns ``#`` and the
    shape's id (any word unique on its slide will do), which the match replaces. ``look`` is the formatting not covered
    above, ``beyond`` the kinds of manual edits of it (``pptx.reading.proof``); only theirs has these two.
    """

    key: str
    kind: Kind
    box: Box | None = None
    text: Words = ()
    fill: Colouring = ""
    line: LineState | None = None
    preset: str = ""
    alt: str = ""
    link: str = ""
    slot: str = ""
    parent: str = ""
    image: str = ""
    crop: tuple[int, int, int, int] = NO_CROP
    path: str = ""
    table: TableState | None = None
    chart: ChartState | None = None
    ends: tuple[EndState | None, EndState | None] = NO_ENDS
    rotation: int = 0
    mirrored: bool = False
    locator: Locator | None = None
    marks: Identity = NO_MARKS
    look: str = ""
    beyond: tuple[str, ...] = ()

    @property
    def texts(self) -> list[Words]:
        """The texts of the object and of its cells."""
        return [self.text, *[cell for row in self.table.rows for cell in row]] if self.table else [self.text]


class SlideState(Record):
    """A slide. ``title`` (the text of its title placeholder) is for display and matching, not compared.

    ``notes`` are the paragraphs of the notes page's body, line feeds for breaks, empty ones at the end left out, ()
    without a page. ``layout`` is the brand's role; the reader returns "". ``at`` is the place in the outline,
    ``freeze``, ``ignore``, ``moved`` are its update directives, and ``inherits`` the keys of placeholders at their
    layout's position: only ours has these. The reader returns the part's name as ``key``. ``movement`` is the outline's
    transition and a digest of its animations; the reader returns "".
    """

    key: str
    title: str
    items: tuple[ItemState, ...] = ()
    notes: tuple[str, ...] = ()
    hidden: bool = False
    layout: str = ""
    section: str = ""
    at: Location | None = None
    freeze: bool = False
    ignore: tuple[str, ...] = ()
    moved: tuple[str, ...] = ()
    inherits: tuple[str, ...] = ()
    locator: Locator | None = None
    marks: Identity = NO_MARKS
    look: str = ""
    beyond: tuple[str, ...] = ()
    movement: str = ""

    @property
    def by_key(self) -> dict[str, ItemState]:
        """The slide's objects by key."""
        return {item.key: item for item in self.items}

    def each(self, change: Callable[[ItemState], ItemState]) -> SlideState:
        """Return the slide with ``change`` applied to each object."""
        return self.replace(items=tuple([change(item) for item in self.items]))


class Variant(Record):
    """The variant of the outline that a deck is built for; "" is the outline's default."""

    audience: str = ""
    language: str = ""
    as_of: str = ""
    settings: tuple[tuple[str, str], ...] = ()


class DeckState(Record):
    """A deck. ``key`` is the ``deck:`` slug, ``outline`` the outline's path, ``version`` the program's.

    The reader returns ``key`` from ``osr.deck`` ("" without), no variant, outline or version. ``size`` is in EMU, (0,
    0) where unknown; ``roles``, only in ours, are pairs of role and name of the brand's layouts. A base has neither.
    """

    key: str
    title: str
    slides: tuple[SlideState, ...]
    variant: Variant = Variant()
    outline: str = ""
    version: str = ""
    size: tuple[int, int] = (0, 0)
    theme: ThemeState | None = None
    facts: dict[str, dict[str, str]] | None = None  # of ``outline.stated``, where they are known
    roles: tuple[tuple[str, str], ...] = ()

    @property
    def by_key(self) -> dict[str, SlideState]:
        """The deck's slides by key."""
        return {slide.key: slide for slide in self.slides}

    def each(self, change: Callable[[SlideState], SlideState]) -> DeckState:
        """Return the deck with ``change`` applied to each slide."""
        return self.replace(slides=tuple([change(slide) for slide in self.slides]))


# The normal forms shared by ``known`` and the reader, so that equal content has equal states.


def nfc(text: str) -> str:
    """Return the text in Unicode's normal form C, with a line feed for each vertical tab (PowerPoint's break)."""
    text = composed(text)
    return text.replace("\v", "\n") if "\v" in text else text


def joined(runs: Iterable[RunState]) -> tuple[RunState, ...]:
    """Return runs in NFC, those of equal formatting merged, empty ones and the text of fields dropped."""
    found: list[RunState] = []
    for run in runs:
        if run.field:
            found.append(run.replace(text=""))
        elif run.text:
            before = found[-1] if found else None
            look = run.bold, run.italic, run.link
            if before is not None and not before.field and (before.bold, before.italic, before.link) == look:
                found[-1] = run.replace(text=nfc(before.text + run.text))
            else:
                text = nfc(run.text)
                found.append(run if text is run.text else run.replace(text=text))
    return tuple(found)


def paragraph(runs: Iterable[RunState], level: int = 0, size: int = 0) -> ParagraphState:
    """Return a paragraph of these runs in normal form (``size`` in hundredths of a point, 0 unknown)."""
    return ParagraphState(joined(runs), level, size)


def words(paragraphs: Iterable[ParagraphState]) -> Words:
    """Return a text in normal form; one without characters and fields is ()."""
    found = tuple(paragraphs)
    return found if any([one.runs for one in found]) else ()


def notes(paragraphs: Iterable[str]) -> tuple[str, ...]:
    """Return notes in normal form: NFC, without trailing white space and trailing empty paragraphs."""
    found = [nfc(one).rstrip() for one in paragraphs]
    while found and not found[-1]:
        found.pop()
    return tuple(found)


def link(address: str) -> str:
    """Return a link's normal form: ``#key`` unchanged, else the URI as written, without a trailing ``/``."""
    if not address or address.startswith("#"):
        return address
    from osloregion_slides.ooxml.names import address as uri

    return uri(address).rstrip("/")


def colouring(slot: str = "", rgb: str = "", transforms: Iterable[str] = (), alpha: int = 100) -> Colouring:
    """Return a colour in the form of ``ItemState.fill``: theme ``slot`` or "", ``rgb`` as RRGGBB or "", whole percents.

    ``transforms`` are words as ``lumMod60``, in the order in which they apply; empty ones are left out.
    """
    seen = "" if alpha == 100 else f"alpha{alpha}"
    return " ".join(filter(None, [slot, *transforms, seen, rgb and f"#{rgb.upper()}"]))


# Reducing a Scene to its owned properties, the form of ours and the base.

_END = (None, None, NO_ENDS, 0, False, None, NO_MARKS)
_REST = ("", NO_CROP, "", *_END)
_NO_VARIANT = Variant()


def known(
    deck: Deck,
    brand: Brand,
    variant: Variant = _NO_VARIANT,
    outline: str = "",
    version: str = "",
    orders: Mapping[str, UpdateDirectives] | None = None,
) -> DeckState:
    """Return the owned properties of a deck. ``orders`` are its update directives by slide key (``plan.directives``).

    ``brand`` is the one the deck is written with: it determines inherited text styles and RGB values.
    """
    slides = tuple(slide_states(deck, brand, orders or {}))
    return deck_state_head(deck, brand, variant, outline, version).replace(slides=slides)


def deck_state_head(deck: Deck, brand: Brand, variant: Variant, outline: str, version: str) -> DeckState:
    """Return a deck's state without its slides. ``outline`` is its file's name, ``version`` the program's."""
    size = (int(deck.width), int(deck.height))
    roles = tuple([(layout.role, layout.name) for layout in brand.layouts])
    return DeckState(deck.key, nfc(deck.title), (), variant, outline, version, size, theme_state(brand), roles=roles)


def slide_states(deck: Deck, brand: Brand, orders: Mapping[str, UpdateDirectives]) -> Iterator[SlideState]:
    """Yield the owned properties of each slide."""
    maker = _Maker(brand, deck)
    for slide in deck.slides:
        yield maker.slide(slide, orders.get(slide.key))


class _Maker:
    """Reduces one deck; caches the forms of colours and lines."""

    def __init__(self, brand: Brand, deck: Deck) -> None:
        self._brand, self._palette = brand, brand.palette
        self._linked = False  # whether the slide links to another and so depends on the deck's other slides
        self._levels: dict[tuple[str, int], tuple[TextStyle, ...]] = {
            (layout.role, slot.idx): slot.levels for layout in reversed(brand.layouts) for slot in layout.slots
        }
        self._boxes = {(layout.role, slot.idx): slot.own for layout in reversed(brand.layouts) for slot in layout.slots}
        self._slides = frozenset([slide.key for slide in deck.slides])
        self._colours: dict[Colour | None, Colouring] = {None: ""}
        self._lines: dict[Stroke | None, LineState | None] = {None: None}

    def slide(self, slide: Slide, orders: UpdateDirectives | None) -> SlideState:
        """Return a slide's state, its objects in one flat list."""
        directives = (False, (), ()) if orders is None else (orders.freeze, orders.ignore, orders.moved)
        kept = made_of(slide, self._brand)
        if kept is not None and (directives, "known") in kept:
            known: SlideState = kept[directives, "known"]
            return known
        self._linked = False
        known = self._slide(slide, directives)
        if kept is not None and not self._linked:
            kept[directives, "known"] = known
            keep(known)
        return known

    def _slide(self, slide: Slide, directives: tuple[bool, tuple[str, ...], tuple[str, ...]]) -> SlideState:
        items: list[ItemState] = []
        for item in slide.items:
            self._item(item, slide.layout, "", items)
        return SlideState(
            slide.key,
            nfc(slide.title),
            tuple(items),
            notes(slide.notes) if slide.notes else (),
            slide.hidden,
            slide.layout,
            slide.section,
            slide.at,
            *directives,
            inherits=tuple([item.key for item in slide.items if self._inherits(item, slide.layout)]),
            movement=movement(slide) if slide.transition or slide.reveal else "",
        )

    def _inherits(self, item: Item, layout: str) -> bool:
        idx = item.idx if isinstance(item, Placeholder) else item.placeholder if isinstance(item, Picture) else None
        return idx is not None and item.box == self._boxes.get((layout, idx))  # type: ignore[union-attr]

    def _item(self, item: Item, layout: str, parent: str, out: list[ItemState]) -> None:
        """Add an object and its descendants. Fields are positional, which halves the time of ``Record.__new__``."""
        key, alt, path, url = item.key, "", "", ""
        text: Words = ()
        match item:
            case Shape():
                fill, line = self.colour(item.fill), self.line(item.line)
                if item.text:
                    text = self.text(item.text)
                if item.link:
                    url = self.link(item.link)
                if item.alt and not item.decorative:
                    alt = nfc(item.alt)
                out.append(
                    ItemState(key, "shape", item.box, text, fill, line, item.preset, alt, url, "", parent, *_REST)
                )
            case Freeform():
                fill, line = self.colour(item.fill), self.line(item.line)
                if item.alt and not item.decorative:
                    alt = nfc(item.alt)
                path = (drawing_digest if item.path else path_digest)(item.extent, item.path or item.rings)
                out.append(
                    ItemState(
                        key, "freeform", item.box, (), fill, line, "", alt, "", "", parent, "", NO_CROP, path, *_END
                    )
                )
            case Placeholder():
                text = self.text(item.text, self._levels.get((layout, item.idx), ()))
                out.append(ItemState(key, "text", item.box, text, "?", None, "", "", "", item.type, parent, *_REST))
            case Group():
                if item.alt and not item.decorative:
                    alt = nfc(item.alt)
                out.append(ItemState(key, "group", None, (), "", None, "", alt, "", "", parent, *_REST))
                for child in item.children:
                    self._item(child, layout, key, out)
            case _:
                out.append(self._rarer(item, parent))

    def _rarer(self, item: Connector | Picture | Table | Chart, parent: str) -> ItemState:
        match item:
            case Connector():
                ends = (EndState(item.start.key, item.start.site), EndState(item.end.key, item.end.site))
                return ItemState(item.key, "connector", line=self.line(item.line), parent=parent, ends=ends)
            case Picture():
                return self._picture(item, parent)
            case Table():
                table = self._table(item)
                return ItemState(item.key, "table", item.box, alt=nfc(item.alt), parent=parent, table=table)
            case Chart():
                chart = self._chart(item)
                return ItemState(item.key, "chart", item.box, alt=nfc(item.alt), parent=parent, chart=chart)

    def _picture(self, item: Picture, parent: str) -> ItemState:
        alt = "" if item.decorative else nfc(item.alt)
        slot = "" if item.placeholder is None else "pic"
        digest = image_digest(item.image)
        return ItemState(
            item.key, "picture", item.box, fill="?", alt=alt, slot=slot, parent=parent, image=digest, crop=item.crop
        )

    def _table(self, item: Table) -> TableState:
        rows = tuple([tuple([self.text(cell.text) for cell in row.cells]) for row in item.rows])
        fills = tuple([tuple([self.colour(cell.fill) for cell in row.cells]) for row in item.rows])
        return TableState(item.columns, rows, item.spans, fills)

    def _chart(self, item: Chart) -> ChartState:
        from osloregion_slides.chart_types import kind_of, state_type

        is_round = kind_of(item).is_round
        series = [
            SeriesState(nfc(one.name), one.values, "" if is_round else self.colour(one.colour)) for one in item.series
        ]
        shown = series[:1] if is_round else series
        codes = formats([item.format_of(index) for index in range(len(shown))]) or item.number_format
        names = tuple([nfc(name) for name in item.categories])
        return ChartState(state_type(item), names, tuple(shown), codes, look=look_of(item))

    def colour(self, colour: Colour | None) -> Colouring:
        """Return a fill in its normal form, with its RGB value."""
        found = self._colours.get(colour)
        if found is None and colour is not None:
            red, green, blue = shade(self._palette, colour.replace(alpha=100))
            rgb = f"{red:02X}{green:02X}{blue:02X}"
            mod = f"lumMod{colour.lum_mod}" if colour.lum_mod != 100 else ""
            off = f"lumOff{colour.lum_off}" if colour.lum_off else ""
            found = colouring(colour.slot, rgb, (mod, off), colour.alpha)
            self._colours[colour] = found
        return found or ""

    def line(self, stroke: Stroke | None) -> LineState | None:
        """Return an outline in its normal form."""
        if stroke not in self._lines and stroke is not None:
            width = round(stroke.width * EMU_PER_PT)
            self._lines[stroke] = LineState(self.colour(stroke.colour), width, stroke.dash, stroke.head, stroke.tail)
        return self._lines[stroke]

    def text(self, text: Text, levels: tuple[TextStyle, ...] = ()) -> Words:
        """Return a text; ``levels`` are the styles that a placeholder inherits."""
        return words([self._paragraph(paragraph, text, levels) for paragraph in text.paragraphs])

    def _paragraph(self, paragraph: Paragraph, text: Text, levels: tuple[TextStyle, ...]) -> ParagraphState:
        level = paragraph.level
        style = levels[level] if level < len(levels) else None
        bold = text.bold if text.bold is not None else style is not None and style.bold
        italic = style is not None and style.italic
        if len(paragraph.runs) == 1:
            run = self._run(paragraph.runs[0], bold, italic)
            runs: tuple[RunState, ...] = (run,) if run.text or run.field else ()
        else:
            runs = joined([self._run(run, bold, italic) for run in paragraph.runs])
        return ParagraphState(runs, level, round(paragraph.size * 100))

    def _run(self, run: Run, bold: bool, italic: bool) -> RunState:
        return RunState(
            "" if run.field else nfc(run.text),
            bold if run.bold is None else run.bold,
            italic if run.italic is None else run.italic,
            self.link(run.link) if run.link else "",
            run.field,
        )

    def link(self, address: str) -> str:
        """Return a link as the writer writes it: "" where it leads to a slide that is not in the deck."""
        if address.startswith("#"):
            self._linked = True
            if address[1:] not in self._slides:
                return ""
        return link(address)
