"""Colour elements of DrawingML: reading and resolving them (ECMA-376 Part 1, 20.1.2.3).

A colour is read as written, a theme slot or RRGGBB with its transforms, and resolved against the
colours of its part. ``pptx.paint`` writes colours.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.base.record import Record
from osloregion_slides.ooxml.names import COLOUR_MAP, SLOTS, A, P, local
from osloregion_slides.ooxml.transforms import (
    ANGLES,
    NAMES,
    PLAIN,
    Transform,
    clamped,
    encoded,
    from_hsl,
    parse_hex,
    to_hex,
    transformed,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any as Element

    from osloregion_slides.ooxml.transforms import Resolved, Rgb, Triple

    ColourMap = tuple[tuple[str, str], ...]


# The named colours of DrawingML: presets and system colours (ECMA-376 Part 1, 20.1.10.47 and 20.1.10.58).

_PRESETS = """
aliceBlue=F0F8FF antiqueWhite=FAEBD7 aqua=00FFFF aquamarine=7FFFD4 azure=F0FFFF beige=F5F5DC bisque=FFE4C4
black=000000 blanchedAlmond=FFEBCD blue=0000FF blueViolet=8A2BE2 brown=A52A2A burlyWood=DEB887 cadetBlue=5F9EA0
chartreuse=7FFF00 chocolate=D2691E coral=FF7F50 cornflowerBlue=6495ED cornsilk=FFF8DC crimson=DC143C cyan=00FFFF
darkBlue=00008B darkCyan=008B8B darkGoldenrod=B8860B darkGray=A9A9A9 darkGreen=006400 darkKhaki=BDB76B
darkMagenta=8B008B darkOliveGreen=556B2F darkOrange=FF8C00 darkOrchid=9932CC darkRed=8B0000 darkSalmon=E9967A
darkSeaGreen=8FBC8F darkSlateBlue=483D8B darkSlateGray=2F4F4F darkTurquoise=00CED1 darkViolet=9400D3 deepPink=FF1493
deepSkyBlue=00BFFF dimGray=696969 dodgerBlue=1E90FF firebrick=B22222 floralWhite=FFFAF0 forestGreen=228B22
fuchsia=FF00FF gainsboro=DCDCDC ghostWhite=F8F8FF gold=FFD700 goldenrod=DAA520 gray=808080 green=008000
greenYellow=ADFF2F honeydew=F0FFF0 hotPink=FF69B4 indianRed=CD5C5C indigo=4B0082 ivory=FFFFF0 khaki=F0E68C
lavender=E6E6FA lavenderBlush=FFF0F5 lawnGreen=7CFC00 lemonChiffon=FFFACD lightBlue=ADD8E6 lightCoral=F08080
lightCyan=E0FFFF lightGoldenrodYellow=FAFAD2 lightGray=D3D3D3 lightGreen=90EE90 lightPink=FFB6C1 lightSalmon=FFA07A
lightSeaGreen=20B2AA lightSkyBlue=87CEFA lightSlateGray=778899 lightSteelBlue=B0C4DE lightYellow=FFFFE0 lime=00FF00
limeGreen=32CD32 linen=FAF0E6 magenta=FF00FF maroon=800000 mediumAquamarine=66CDAA mediumBlue=0000CD
mediumOrchid=BA55D3 mediumPurple=9370DB mediumSeaGreen=3CB371 mediumSlateBlue=7B68EE mediumSpringGreen=00FA9A
mediumTurquoise=48D1CC mediumVioletRed=C71585 midnightBlue=191970 mintCream=F5FFFA mistyRose=FFE4E1 moccasin=FFE4B5
navajoWhite=FFDEAD navy=000080 oldLace=FDF5E6 olive=808000 oliveDrab=6B8E23 orange=FFA500 orangeRed=FF4500
orchid=DA70D6 paleGoldenrod=EEE8AA paleGreen=98FB98 paleTurquoise=AFEEEE paleVioletRed=DB7093 papayaWhip=FFEFD5
peachPuff=FFDAB9 peru=CD853F pink=FFC0CB plum=DDA0DD powderBlue=B0E0E6 purple=800080 red=FF0000 rosyBrown=BC8F8F
royalBlue=4169E1 saddleBrown=8B4513 salmon=FA8072 sandyBrown=F4A460 seaGreen=2E8B57 seaShell=FFF5EE sienna=A0522D
silver=C0C0C0 skyBlue=87CEEB slateBlue=6A5ACD slateGray=708090 snow=FFFAFA springGreen=00FF7F steelBlue=4682B4
tan=D2B48C teal=008080 thistle=D8BFD8 tomato=FF6347 turquoise=40E0D0 violet=EE82EE wheat=F5DEB3 white=FFFFFF
whiteSmoke=F5F5F5 yellow=FFFF00 yellowGreen=9ACD32
"""
"""The named colours of SVG 1.0, which ST_PresetColorVal contains under their long names."""
_STANDARDS_OWN = {"dkSeaGreen": "8FBC8B", "ltGoldenrodYellow": "FAFA78"}
"""Short names whose values differ from SVG's in the standard (20.1.10.47); their long names have SVG's."""
_SHORT = (("dk", "dark"), ("lt", "light"), ("med", "medium"))
"""Prefixes that ST_PresetColorVal has in a short and a long form; with ``Grey`` for ``Gray`` it has 190 names."""
_SYSTEM = """
scrollBar=C8C8C8 background=000000 activeCaption=99B4D1 inactiveCaption=BFCDDB menu=F0F0F0 window=FFFFFF
windowFrame=646464 menuText=000000 windowText=000000 captionText=000000 activeBorder=B4B4B4 inactiveBorder=F4F7FC
appWorkspace=ABABAB highlight=0078D7 highlightText=FFFFFF btnFace=F0F0F0 btnShadow=A0A0A0 grayText=6D6D6D
btnText=000000 inactiveCaptionText=000000 btnHighlight=FFFFFF 3dDkShadow=696969 3dLight=E3E3E3 infoText=000000
infoBk=FFFFE1 hotLight=0066CC gradientActiveCaption=B9D1EA gradientInactiveCaption=D7E4F2 menuHighlight=0078D7
menuBar=F0F0F0
"""
"""The default system colours of Windows 10 (GetSysColor)."""


def _table(text: str) -> dict[str, str]:
    return dict([pair.split("=") for pair in text.split()])


PRESETS, SYSTEM = _table(_PRESETS), _table(_SYSTEM)


def preset(name: str) -> str:
    """Return RRGGBB of an ``a:prstClr``, "" for a name that is not in the standard."""
    if name in _STANDARDS_OWN:
        return _STANDARDS_OWN[name]
    for short, long in _SHORT:
        rest = name.removeprefix(short)
        if rest != name and rest[:1].isupper():
            name = long + rest
    return PRESETS.get(name.replace("Grey", "Gray").replace("grey", "gray"), "")


ELEMENTS = ("srgbClr", "schemeClr", "sysClr", "prstClr", "scrgbClr", "hslClr")
"""The colour elements (EG_ColorChoice)."""
FILLS = ("noFill", "solidFill", "gradFill", "blipFill", "pattFill", "grpFill")
"""The fill elements (EG_FillProperties)."""
PLACEHOLDER = "phClr"
"""The slot in a theme's styles that is replaced by the colour of a shape's style reference (20.1.10.54)."""
_MAX_AMOUNT = 1e6
"""Shares and angles from this size on count as malformed."""
_HEX = frozenset("0123456789abcdefABCDEF")


class Unresolved(Record):
    """A colour as written: the value of ``a:schemeClr`` in ``slot``, or else RRGGBB in ``literal``.

    ``transforms`` are in document order; malformed ones are left out.
    """

    slot: str = ""
    literal: str = ""
    transforms: tuple[Transform, ...] = ()

    def resolve(self, known: Mapping[str, Rgb]) -> Resolved | None:
        """Return the resolved colour, given the colours by slot; None for an unknown slot."""
        rgb = known.get(self.slot) if self.slot else parse_hex(self.literal)
        return transformed(rgb, self.transforms) if rgb is not None else None


def fill_of(properties: Element | None) -> Element | None:
    """Return the fill element among the properties of a shape, cell, line or text, None without one."""
    return next((child for child in properties if local(child) in FILLS), None) if properties is not None else None


def read_colour(holder: Element | None) -> Unresolved | None:
    """Return the colour inside a fill, a style reference or a gradient stop; None without a valid one."""
    for element in holder if holder is not None else ():
        found = colour_of(element)
        if found is not None:
            return found
    return None


def colour_of(element: Element) -> Unresolved | None:
    """Return the colour of an element of ``ELEMENTS``; None for any other and for a malformed one."""
    kind = local(element)
    if kind not in ELEMENTS:
        return None
    if kind == "schemeClr":
        slot = element.get("val", "")
        return Unresolved(slot, "", _transforms(element)) if slot else None
    literal = _literal(kind, element)
    return Unresolved("", literal.upper(), _transforms(element)) if _is_hex(literal) else None


def colour_on(holder: Element | None, known: Mapping[str, Rgb], ground: Rgb | None) -> Rgb | None:
    """Return the colour inside a fill composited on a ground; None where the result is unknown."""
    found = resolve(holder, known)
    return found.over(ground) if found is not None else None


def resolve(holder: Element | None, known: Mapping[str, Rgb]) -> Resolved | None:
    """Return the resolved colour inside a fill; None without one, and for an unknown slot."""
    found = read_colour(holder)
    return found.resolve(known) if found is not None else None


def _literal(kind: str, element: Element) -> str:
    value = element.get("val", "")
    if kind == "prstClr":
        return preset(value)
    if kind == "sysClr":  # the last colour on the author's system is the one the deck was designed with
        last = element.get("lastClr", "")
        return last if _is_hex(last) else SYSTEM.get(value, "")
    if kind == "scrgbClr":
        red, green, blue = [amount(element.get(name), share=True) for name in ("r", "g", "b")]
        if red is None or green is None or blue is None:
            return ""
        return _as_hex((encoded(clamped(red)), encoded(clamped(green)), encoded(clamped(blue))))
    if kind == "hslClr":
        hue = amount(element.get("hue"), share=False)
        saturation, lightness = [amount(element.get(name), share=True) for name in ("sat", "lum")]
        if hue is None or saturation is None or lightness is None:
            return ""
        return _as_hex(from_hsl((hue / 60, clamped(saturation), clamped(lightness))))
    return str(value)


def _as_hex(parts: Triple) -> str:
    return "".join([f"{round(255 * part):02X}" for part in parts])


def _is_hex(value: str) -> bool:
    return len(value) == 6 and _HEX.issuperset(value)


def _transforms(element: Element) -> tuple[Transform, ...]:
    found = []
    for child in element:
        name = local(child)
        if name not in NAMES:
            continue
        size = 0.0 if name in PLAIN else amount(child.get("val"), share=name not in ANGLES)
        if size is not None:
            found.append(Transform(name, size))
    return tuple(found)


def amount(value: str | None, share: bool) -> float | None:
    """Return a percentage as a share, or an angle in degrees; None for a malformed one.

    A percentage is in thousandths, or has a percent sign (20.1.10.40 and ISO 29500 Strict); an angle is in
    60 000ths of a degree (20.1.10.3).
    """
    try:
        if value is None:
            return None
        if share and value.endswith("%"):
            found = float(value[:-1]) / 100
        else:
            found = int(value) / (100_000 if share else 60_000)
    except (ValueError, OverflowError):
        return None
    return found if abs(found) < _MAX_AMOUNT else None  # neither NaN nor infinite


# A theme's colours and typefaces, and the map from a slide's slots to them (ECMA-376, 20.1.6, 19.3.1.6).

_OFFICE = _table(
    "dk1=000000 lt1=FFFFFF dk2=44546A lt2=E7E6E6 accent1=4472C4 accent2=ED7D31 accent3=A5A5A5 accent4=FFC000"
    " accent5=5B9BD5 accent6=70AD47 hlink=0563C1 folHlink=954F72"
)
"""The colours of the Office theme of 2013, the defaults for colours missing from a theme."""


class Scheme(Record):
    """A master's colours: theme slot to RRGGBB, and the map from a slide's slots to theme slots."""

    colours: tuple[tuple[str, str], ...]
    mapping: ColourMap

    @property
    def palette(self) -> tuple[tuple[str, str], ...]:
        """The slide's colours in the order of ``COLOUR_MAP``, as RRGGBB."""
        colours = dict(self.colours)
        mapping = dict(self.mapping)
        return tuple((slot, colours[mapping[slot]]) for slot, _ in COLOUR_MAP)

    @property
    def known(self) -> dict[str, Rgb]:
        """The colours by every value of ``a:schemeClr``, the theme's own slots included."""
        theme = {name: parse_hex(value) for name, value in self.colours}
        return {**theme, **{word: theme[slot] for word, slot in self.mapping}}


def read_scheme(theme: Element | None, colour_map: Element | None) -> Scheme:
    """Return the colours of a theme under a p:clrMap; defaults for missing ones are Office's."""
    colours = dict(_OFFICE)
    scheme = theme.find(f".//{{{A}}}clrScheme") if theme is not None else None
    if scheme is not None:
        for slot in SLOTS:
            found = resolve(scheme.find(f"{{{A}}}{slot}"), {})
            colours[slot] = to_hex(found.rgb) if found is not None else colours[slot]
    return Scheme(tuple(colours.items()), read_map(colour_map))


def read_map(colour_map: Element | None, under: ColourMap = COLOUR_MAP) -> ColourMap:
    """Return a colour map as pairs of slide colour and theme slot; unknown slots fall back to ``under``."""
    if colour_map is None:
        return under
    return tuple((slot, _known(colour_map.get(slot), usual)) for slot, usual in under)


def _known(word: str | None, usual: str) -> str:
    return word if word in SLOTS else usual


def master_map(master: Element | None) -> Element | None:
    """Return the p:clrMap of a master."""
    return master.find(f"{{{P}}}clrMap") if master is not None else None


def override(sheet: Element | None) -> Element | None:
    """Return the colour map override of a slide or layout, None where it uses its master's."""
    return sheet.find(f"{{{P}}}clrMapOvr/{{{A}}}overrideClrMapping") if sheet is not None else None


def scheme_of(theme: Element | None, master: Element | None, *sheets: Element | None) -> Scheme:
    """Return the colours of a slide: those of its theme under its master's map.

    ``sheets`` are its layout and itself; their overrides apply after the master's map, the last one wins.
    """
    scheme = read_scheme(theme, master_map(master))
    mapping = scheme.mapping
    for sheet in sheets:
        mapping = read_map(override(sheet), mapping)
    return scheme.replace(mapping=mapping)


def typeface(theme: Element | None, kind: str) -> str:
    """Return the Latin typeface of ``major`` or ``minor``; Calibri where a theme has none."""
    found = theme.find(f".//{{{A}}}{kind}Font/{{{A}}}latin") if theme is not None else None
    return (found.get("typeface") or "Calibri") if found is not None else "Calibri"
