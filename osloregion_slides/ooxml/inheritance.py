"""Inheritance of placeholders: slide → layout → master → presentation (ECMA-376 Part 1, 19.3.1.36 and 19.3.1.52).

A shape inherits its missing box and the missing formatting of its nine levels from its parent placeholder.
The standard does not define how that one is found; PowerPoint, python-pptx and LibreOffice agree that a slide's
placeholder inherits from the layout's with the same index, a layout's from the master's of the same type.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.base.record import Record
from osloregion_slides.base.units import Emu
from osloregion_slides.ooxml.colour import FILLS, Unresolved, amount, read_colour
from osloregion_slides.ooxml.geometry import box_of
from osloregion_slides.ooxml.names import A, P
from osloregion_slides.scene import Insets

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any as Element

    from osloregion_slides.ooxml.transforms import Rgb
    from osloregion_slides.scene import Align, Anchor, Box

    Stated = dict[str, object]

LEVELS = 9
"""List levels of a text style (20.1.2.4.13 and the eight after it)."""
FOOTERS = ("ftr", "sldNum", "dt")
DEFAULT_TYPE, DEFAULT_INDEX = "obj", "0"
"""The defaults of ``type`` and ``idx`` of p:ph."""
PH = f"*/{{{P}}}nvPr/{{{P}}}ph"
LIST_STYLE = f"{{{P}}}txBody/{{{A}}}lstStyle"
DEFAULTS = f"{{{P}}}defaultTextStyle"
"""The default text styles of a presentation."""
BODY = f"{{{P}}}txBody/{{{A}}}bodyPr"
_LEVELS = {f"{{{A}}}lvl{level + 1}pPr": level for level in range(LEVELS)}
_DEFAULT_RUN, _LATIN, _SOLID, _SIGN_FACE = (f"{{{A}}}{name}" for name in ("defRPr", "latin", "solidFill", "buFont"))
_GRADIENT = f"{{{A}}}gradFill"
_FILLS = {f"{{{A}}}{name}": name for name in FILLS}
_SPACINGS = {f"{{{A}}}lnSpc": "line", f"{{{A}}}spcBef": "before", f"{{{A}}}spcAft": "after"}
_BULLETS = {f"{{{A}}}{name}": name != "buNone" for name in ("buNone", "buChar", "buAutoNum", "buBlip")}
_CLASSES = {"title": "title", "ctrTitle": "title", **{name: name for name in FOOTERS}}
_ALIKE = {"ctrTitle": "title", "body": DEFAULT_TYPE}
"""Types that programs replace by each other."""

_SIDES = ("lIns", "tIns", "rIns", "bIns")
_JUSTIFIED = ("just", "justLow", "dist", "thaiDist")
_ALIGNMENTS: dict[str, Align] = {"l": "l", "ctr": "ctr", "r": "r", **dict.fromkeys(_JUSTIFIED, "l")}
_ANCHORS: dict[str, Anchor] = {"t": "t", "ctr": "ctr", "b": "b", "just": "t", "dist": "t"}
_BOOLEANS = {"1": True, "true": True, "on": True, "0": False, "false": False, "off": False}
_CAPITALS = {"all": True, "small": True, "none": False}
_MIN_SIZE, _MAX_SIZE = 100, 400_000
"""Hundredths of a point (ST_TextFontSize)."""
_MAX_DIGITS = 12
"""The most digits of a number in the format; int() of a hostile one raises."""


class Spacing(Record):
    """A distance between lines or paragraphs: a share of the line height, or points if not 0."""

    share: float = 0.0
    points: float = 0.0


class Level(Record):
    """The inherited formatting of text at one list level (21.1.2.3.2, 21.1.2.4.13).

    ``size`` and ``letter_spacing`` are hundredths of a point, ``margin`` and ``indent`` EMU. ``typeface`` may be a
    theme's (``+mj-lt``). ``sign`` is the bullet's character, ``sign_face`` the bullet's own typeface. ``fill`` is
    the name of the nearest fill element (a gradient of one colour is solid), ``colour`` that of the nearest solid one.
    The defaults apply where nothing is stated: 18 pt is PowerPoint's, the standard does not define it.
    """

    size: int = 1_800
    bold: bool = False
    italic: bool = False
    capitals: bool = False
    letter_spacing: int = 0
    typeface: str = ""
    fill: str = ""
    colour: Unresolved | None = None
    margin: int = 0
    indent: int = 0
    align: Align = "l"
    bullet: bool = False
    sign: str = ""
    sign_face: str = ""
    line: Spacing = Spacing(1.0)
    before: Spacing = Spacing()
    after: Spacing = Spacing()

    def ink(self, known: Mapping[str, Rgb], ground: Rgb) -> Rgb | None:
        """Return the text colour on a ground, ``tx1`` where none is stated; None where it is not a single colour."""
        if self.fill not in ("", "solidFill"):
            return None
        found = self.colour.resolve(known) if self.colour is not None else None
        return found.over(ground) if found is not None else known["tx1"] if self.colour is None else None


Levels = tuple[Level, ...]
PLAIN: Levels = (Level(),) * LEVELS
"""The levels of text without any inherited formatting."""


class TextFrame(Record):
    """The body properties of a text in its shape (a:bodyPr, 21.1.2.1.1)."""

    insets: Insets = Insets()
    anchor: Anchor = "t"
    direction: str = "horz"
    wrap: bool = True
    columns: int = 1


class Inherited(Record):
    """The properties that a placeholder inherits; ``shapes`` are its parents, the nearest first."""

    shapes: tuple[Element, ...] = ()
    box: Box | None = None
    levels: Levels = PLAIN
    frame: TextFrame = TextFrame()


class Inheritance:
    """The inheritance from a layout, its master and the presentation's defaults, each resolved once.

    Every argument is a root element, None where the part is absent.
    """

    def __init__(self, layout: Element | None, master: Element | None, presentation: Element | None) -> None:
        self.layout, self.master, self._presentation = placeholders(layout), placeholders(master), presentation
        self._styles = master.find(f"{{{P}}}txStyles") if master is not None else None
        self._levels: dict[str, Levels] = {}
        self._found: dict[tuple[str, str], Inherited] = {}
        self._own: dict[Element, Inherited] = {}

    def under(self, layout: Element) -> Inheritance:
        """Return the inheritance of another layout of the same master, sharing its parsed text styles."""
        found = Inheritance(layout, None, self._presentation)
        found.master, found._styles, found._levels = self.master, self._styles, self._levels
        return found

    @property
    def defaults(self) -> Levels:
        """The levels of text outside placeholders: the presentation's defaults."""
        if "" not in self._levels:
            found = self._presentation.find(DEFAULTS) if self._presentation is not None else None
            self._levels[""] = cascade([found])
        return self._levels[""]

    @property
    def cells(self) -> Levels:
        """The levels of table cells: the master's other style, from which PowerPoint takes the height of rows."""
        return self.style(FOOTERS[0])

    def of(self, found: Element) -> Inherited:
        """Return the inherited properties of a slide's placeholder, given its p:ph.

        The text style follows from the layout's or master's type, which a slide may omit.
        """
        key = (found.get("type", DEFAULT_TYPE), found.get("idx", DEFAULT_INDEX))
        if key not in self._found:
            shapes = above(found, self.layout, self.master)
            self._found[key] = self.through(shapes, kind(shapes[0]) if shapes else key[0])
        return self._found[key]

    def of_own(self, shape: Element) -> Inherited:
        """Return the properties that slides inherit from a placeholder of this layout (the first of ``shapes``)."""
        if shape not in self._own:
            parent = of_master(kind(shape), self.master)
            self._own[shape] = self.through((shape, parent) if parent is not None else (shape,), kind(shape))
        return self._own[shape]

    def through(self, shapes: tuple[Element, ...], kind_: str) -> Inherited:
        """Return the properties inherited from shapes, the nearest first, and the master's text style of a type."""
        levels = cascade([shape.find(LIST_STYLE) for shape in shapes], self.style(kind_))
        box = next((box for shape in shapes if (box := box_of(shape)) is not None), None)
        return Inherited(shapes, box, levels, text_frame([shape.find(BODY) for shape in shapes]))

    def style(self, kind_: str) -> Levels:
        """Return the levels of the master's text style for a type, over the presentation's defaults."""
        name = text_style(kind_)
        if name not in self._levels:
            style = self._styles.find(f"{{{P}}}{name}") if self._styles is not None else None
            self._levels[name] = cascade([style], self.defaults)
        return self._levels[name]


def cascade(styles: Iterable[Element | None], under: Levels = PLAIN) -> Levels:
    """Return the nine levels after applying list styles (a:lstStyle and the like), the most specific first.

    The first style that has a property of a level wins; malformed values are ignored.
    """
    stated: list[Stated] = [{} for _ in range(LEVELS)]
    for style in styles:
        for properties in style if style is not None else ():
            level = _LEVELS.get(properties.tag)
            if level is not None:
                stated[level] = {**_paragraph(properties), **stated[level]}
    if not any(stated):
        return under
    return tuple([level.replace(**own) if own else level for own, level in zip(stated, under)])


def in_paragraph(level: Level, properties: Element | None) -> Level:
    """Return the formatting of a paragraph with its a:pPr applied."""
    own = _paragraph(properties) if properties is not None else {}
    return level.replace(**own) if own else level


def in_run(level: Level, properties: Element | None) -> Level:
    """Return the formatting of a run with its a:rPr applied."""
    own = _run(properties) if properties is not None else {}
    return level.replace(**own) if own else level


def text_frame(bodies: Iterable[Element | None]) -> TextFrame:
    """Return the merged body properties of a text, the nearest first."""
    found = [body for body in bodies if body is not None]
    columns = next((count for body in found if (count := whole(body.get("numCol")))), 1)
    anchors = [_ANCHORS[name] for body in found if (name := body.get("anchor")) in _ANCHORS]
    direction, wrap = [next((body.get(name) for body in found if body.get(name)), "") for name in ("vert", "wrap")]
    return TextFrame(insets(found), anchors[0] if anchors else "t", direction or "horz", wrap != "none", columns)


def insets(bodies: Iterable[Element], sides: tuple[str, str, str, str] = _SIDES) -> Insets:
    """Return the distances between a box and its text, EMU, each from the first body that states it."""
    holders, usual = list(bodies), Insets()
    found = [next((n for holder in holders if (n := _signed(holder.get(side))) is not None), None) for side in sides]
    sure = [Emu(own if own is not None else other) for own, other in zip(found, usual)]  # type: ignore[call-overload]
    return Insets(*sure)


def whole(text: str | None, usual: int = 0) -> int:
    """Parse an unsigned integer; ``usual`` where it is missing or malformed."""
    return int(text) if text and len(text) <= _MAX_DIGITS and text.isdecimal() else usual


def _paragraph(properties: Element) -> Stated:
    """Return the fields of ``Level`` that paragraph properties state."""
    said = properties.attrib
    found: Stated = {}
    if said:
        _put(found, "margin", _signed(said.get("marL")))
        _put(found, "indent", _signed(said.get("indent")))
        _put(found, "align", _ALIGNMENTS.get(said.get("algn", "")))
    for child in properties:
        tag = child.tag
        if tag == _DEFAULT_RUN:
            found.update(_run(child))
        elif tag in _SPACINGS:
            _put(found, _SPACINGS[tag], _spacing(child))
        elif tag in _BULLETS:
            found["bullet"] = _BULLETS[tag]
            found["sign"] = child.get("char", "")
        elif tag == _SIGN_FACE:
            _put(found, "sign_face", child.get("typeface"))
    return found


def _run(properties: Element) -> Stated:
    """Return the fields of ``Level`` that run properties state."""
    said = properties.attrib
    found: Stated = {}
    if said:
        size = whole(said.get("sz"))
        _put(found, "size", size if _MIN_SIZE <= size <= _MAX_SIZE else None)
        _put(found, "bold", _BOOLEANS.get(said.get("b", "")))
        _put(found, "italic", _BOOLEANS.get(said.get("i", "")))
        _put(found, "capitals", _CAPITALS.get(said.get("cap", "")))
        _put(found, "letter_spacing", _signed(said.get("spc")))
    for child in properties:
        tag = child.tag
        if tag == _LATIN:
            _put(found, "typeface", child.get("typeface") or None)
        elif tag in _FILLS:
            stops = [read_colour(stop) for stop in (child.iter(f"{{{A}}}gs") if tag == _GRADIENT else (child,))]
            colour = stops[0] if tag in (_SOLID, _GRADIENT) and stops[:1] * len(stops) == stops and stops else None
            if colour is not None:
                found["colour"] = colour
            if colour is not None or tag != _SOLID:
                found["fill"] = _FILLS[_SOLID if colour is not None else tag]
    return found


def _put(found: Stated, name: str, value: object) -> None:
    if value is not None:
        found[name] = value


def _spacing(holder: Element) -> Spacing | None:
    """Parse a:lnSpc, a:spcBef or a:spcAft; a percentage is in thousandths or has a percent sign (22.9.2.9)."""
    stated = next((child for child in holder if isinstance(child.tag, str)), None)
    if stated is None:
        return None
    if stated.tag == f"{{{A}}}spcPts":
        points = _signed(stated.get("val"))
        return Spacing(points=points / 100) if points is not None else None
    share = amount(stated.get("val"), share=True)
    return Spacing(share=share) if share is not None else None


def _signed(text: str | None) -> int | None:
    digits = (text or "").removeprefix("-")
    return int(text or "") if digits.isdecimal() and len(digits) <= _MAX_DIGITS else None


def reference(shape: Element) -> Element | None:
    """Return the p:ph of a shape, None where it is not a placeholder."""
    return shape.find(PH)


def placeholders(sheet: Element | None) -> list[Element]:
    """Return the placeholders of a layout or master, without those in groups."""
    if sheet is None:
        return []
    return [shape for shape in sheet.iterfind(f"{{{P}}}cSld/{{{P}}}spTree/*") if reference(shape) is not None]


def kind(shape: Element) -> str:
    """Return p:ph@type, ``obj`` where it is omitted; "" for other shapes."""
    found = reference(shape)
    return str(found.get("type", DEFAULT_TYPE)) if found is not None else ""


def kind_in_master(kind: str) -> str:
    """Return the type of the master's placeholder that this type inherits from; a master has at most five."""
    return _CLASSES.get(kind, "body")


def text_style(kind: str) -> str:
    """Return the name of the style in p:txStyles for placeholders of a type (19.3.1.52)."""
    if kind_in_master(kind) == "title":
        return "titleStyle"
    return "otherStyle" if kind in FOOTERS else "bodyStyle"


def of_layout(found: Element, layout: Iterable[Element]) -> Element | None:
    """Return the placeholder of a layout that a slide's (by its p:ph) inherits from, None without one.

    It is the one with the same index. An omitted index is 0, which several share: then the class of the type must match
    too. Where the layout lacks the index (the slide was switched to another layout), it is the first of the same
    type or of an equivalent one.
    """
    kind_, idx = found.get("type", DEFAULT_TYPE), found.get("idx", DEFAULT_INDEX)
    shapes = list(layout)
    same = [shape for shape in shapes if _index(shape) == idx]
    purpose = kind_in_master(kind_)
    for shape in same:
        if kind_in_master(kind(shape)) == purpose:
            return shape
    if same and idx != DEFAULT_INDEX:
        return same[0]
    wanted = _ALIKE.get(kind_, kind_)
    ranked = [shape for shape in shapes if kind(shape) == kind_]
    ranked += [shape for shape in shapes if _ALIKE.get(kind(shape), kind(shape)) == wanted]
    return next(iter(ranked), None)


def of_master(kind_: str, master: Iterable[Element]) -> Element | None:
    """Return the placeholder of a master that this type inherits from, None without one."""
    wanted = kind_in_master(kind_)
    return next((shape for shape in master if kind(shape) == wanted), None)


def above(found: Element, layout: Iterable[Element], master: Iterable[Element]) -> tuple[Element, ...]:
    """Return the placeholders that a slide's (by its p:ph) inherits from, the layout's before the master's.

    ``layout`` and ``master`` are their placeholders. The master's is found by the type of the layout's.
    """
    own = of_layout(found, layout)
    parent = of_master(kind(own) if own is not None else found.get("type", DEFAULT_TYPE), master)
    return tuple([shape for shape in (own, parent) if shape is not None])


def _index(shape: Element) -> str:
    found = reference(shape)
    return str(found.get("idx", DEFAULT_INDEX)) if found is not None else ""
