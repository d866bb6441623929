"""The notes master: a picture of the slide over its notes, on paper in the brand's fonts."""

from __future__ import annotations

from osloregion_slides.brand import styles
from osloregion_slides.brand.drawing import (
    LEVELS,
    NAMESPACES,
    Hole,
    background,
    level_styles,
    placeholder,
    transform,
    tree,
)
from osloregion_slides.brand.styles import PAPER, plain
from osloregion_slides.ooxml.names import COLOUR_MAP
from osloregion_slides.pptx.xml import DECLARATION
from osloregion_slides.scene import Box
from osloregion_slides.units import Emu, Pt

NOTES_SIZE = (Emu(6_858_000), Emu(9_144_000))
"""The notes page, 7.5 × 10 in as PowerPoint has it."""

_BODY = Box(Emu(685_800), Emu(4_400_550), Emu(5_486_400), Emu(3_600_450))
_RIGHT, _LOW = 3_884_613, 8_685_213
_PROMPTS = ("Klikk for å skrive notater", "Andre nivå", "Tredje nivå")


def notes_master(language: str, slide: tuple[int, int]) -> bytes:
    """Return the notes master for slides of this width and height (EMU); its relation rId1 is its theme."""
    mapping = " ".join([f'{slot}="{source}"' for slot, source in COLOUR_MAP])
    left, right = (plain(Pt(12)),), (plain(Pt(12), align="r"),)
    holes = (
        Hole("dt", 1, "Dato", ("1.1.2008",), _corner(_RIGHT, 0), right, field="datetime1"),
        Hole("body", 3, "Notater", _PROMPTS, _BODY, size="quarter"),
        Hole("ftr", 4, "Bunntekst", ("",), _corner(0, _LOW), left, "b", size="quarter"),
        Hole(
            "sldNum", 5, "Lysbildenummer", ("‹#›",), _corner(_RIGHT, _LOW), right, "b", size="quarter", field="slidenum"
        ),
    )
    shapes = [placeholder(hole, 3 + n, language) for n, hole in enumerate(holes)]
    shapes.insert(1, _slide_image(slide))
    notes = level_styles((styles.plain(Pt(12)).replace(after=Pt(4)),), LEVELS)
    text = (
        f"{DECLARATION}<p:notesMaster {NAMESPACES}><p:cSld>{background(PAPER)}{tree(''.join(shapes))}</p:cSld>"
        f'<p:clrMap {mapping}/><p:hf hdr="0" ftr="0" dt="0"/><p:notesStyle>{notes}</p:notesStyle></p:notesMaster>'
    )
    return text.encode()


def _slide_image(slide: tuple[int, int]) -> str:
    """Return the placeholder of the slide's picture, in the slide's own shape and centred."""
    width, height = slide
    room = Box(Emu(685_800), Emu(1_143_000), Emu(5_486_400), Emu(3_086_100))
    scale = min(room.w / width, room.h / height)
    w, h = Emu(round(width * scale)), Emu(round(height * scale))
    box = Box(room.x + (room.w - w) // 2, room.y + (room.h - h) // 2, w, h)
    return (
        '<p:sp><p:nvSpPr><p:cNvPr id="2" name="Lysbilde"/><p:cNvSpPr>'
        '<a:spLocks noGrp="1" noRot="1" noChangeAspect="1"/></p:cNvSpPr><p:nvPr><p:ph type="sldImg" idx="2"/></p:nvPr>'
        f'</p:nvSpPr><p:spPr>{transform(box)}<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/>'
        '<a:ln w="12700"><a:solidFill><a:prstClr val="black"/></a:solidFill></a:ln></p:spPr></p:sp>'
    )


def _corner(x: int, y: int) -> Box:
    return Box(Emu(x), Emu(y), Emu(2_971_800), Emu(458_787))
