"""Markup common to templates and decks: colours, positions, the root of a shape tree, relations, content types."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from osloregion_slides.ooxml.names import A, P, R
from osloregion_slides.pptx.xml import Xml, esc
from osloregion_slides.scene import Box, Colour

if TYPE_CHECKING:
    from osloregion_slides.base.units import Emu

TREE = (
    '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr><a:xfrm>'
    '<a:off x="0" y="0"/><a:ext cx="0" cy="0"/><a:chOff x="0" y="0"/><a:chExt cx="0" cy="0"/></a:xfrm></p:grpSpPr>'
)
"""The root group of every shape tree of a template."""

NAMESPACES = f'xmlns:a="{A}" xmlns:r="{R}" xmlns:p="{P}"'

_solid: dict[Colour, Xml] = {}


def solid(colour: Colour) -> Xml:
    """Return ``a:solidFill`` (ECMA-376 Part 1, 20.1.8.54), cached by colour."""
    found = _solid.get(colour)
    if found is None:
        found = _solid[colour] = f"<a:solidFill>{scheme(colour)}</a:solidFill>"
    return found


def scheme(colour: Colour) -> Xml:
    """Return ``a:schemeClr`` with its modulations in thousandths of a percent (20.1.2.3.29)."""
    mod = modulation("lumMod", colour.lum_mod) if colour.lum_mod != 100 else ""
    off = modulation("lumOff", colour.lum_off) if colour.lum_off else ""
    alpha = modulation("alpha", colour.alpha) if colour.alpha != 100 else ""
    inside = f"{mod}{off}{alpha}"
    return (
        f'<a:schemeClr val="{colour.slot}">{inside}</a:schemeClr>' if inside else f'<a:schemeClr val="{colour.slot}"/>'
    )


def modulation(name: Literal["lumMod", "lumOff", "alpha"], percent: int) -> Xml:
    """Return one modulation of a colour; ``percent`` is an integer."""
    return f'<a:{name} val="{percent * 1000}"/>'


def frame(x: Emu, y: Emu, w: Emu, h: Emu) -> Xml:
    """Return offset and extent (20.1.7.4, 20.1.7.3); a negative extent would make PowerPoint repair the file."""
    return f'<a:off x="{x}" y="{y}"/><a:ext cx="{max(w, 0)}" cy="{max(h, 0)}"/>'


DECORATIVE = (
    '<a:ext uri="{C183D7F6-B498-43B3-948B-1728B52AA6E4}"><adec:decorative'
    ' xmlns:adec="http://schemas.microsoft.com/office/drawing/2017/decorative" val="1"/></a:ext>'
)
"""The extension that makes screen readers skip an object ([MS-ODRAWXML] 2.28)."""


def transform(box: Box) -> Xml:
    """Return ``a:xfrm`` of an unrotated box, EMU."""
    return f"<a:xfrm>{frame(box.x, box.y, box.w, box.h)}</a:xfrm>"


def svg_original(relation: Xml) -> Xml:
    """Return the extension of an ``a:blip`` that names the SVG, which newer PowerPoints draw ([MS-ODRAWXML] 2.33)."""
    return (
        '<a:extLst><a:ext uri="{96DAC541-7B7A-43D3-8B79-37D633B846F1}">'
        '<asvg:svgBlip xmlns:asvg="http://schemas.microsoft.com/office/drawing/2016/SVG/main"'
        f' r:embed="{relation}"/></a:ext></a:extLst>'
    )


def default_type(ending: str, kind: str) -> Xml:
    """Return the content type of a file extension."""
    return f'<Default Extension="{esc(ending)}" ContentType="{esc(kind)}"/>'


def override(part: str, kind: str) -> Xml:
    """Return the content type of one part."""
    return f'<Override PartName="{esc(part)}" ContentType="{esc(kind)}"/>'


def relation_row(identity: Xml, kind: str, target: str, external: bool) -> Xml:
    """Return one row of a ``.rels`` part; the id is already escaped."""
    mode = ' TargetMode="External"' if external else ""
    return f'<Relationship Id="{identity}" Type="{esc(kind)}" Target="{esc(target)}"{mode}/>'
