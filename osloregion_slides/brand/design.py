"""Parts shared by master and layouts: named colours, level styles, the emblem or the user's logo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.base.findings import Finding, Location, finding, term
from osloregion_slides.base.units import Emu, Pt, inches
from osloregion_slides.brand.contrast import READABLE, ratio, shade
from osloregion_slides.brand.drawing import Image, Mark, image, mark, marks_group
from osloregion_slides.brand.opc import Part
from osloregion_slides.brand.values import TextStyle
from osloregion_slides.ooxml.names import REL_IMAGE
from osloregion_slides.ooxml.package import Relation
from osloregion_slides.scene import Box, Colour

if TYPE_CHECKING:
    from osloregion_slides.base.messages import Phrase
    from osloregion_slides.brand.tokens import Tokens

INK, PAPER, NAVY, MIST = Colour("tx1"), Colour("bg1"), Colour("tx2"), Colour("bg2")
BLUE, TEAL, AMBER, SLATE = Colour("accent1"), Colour("accent2"), Colour("accent5"), Colour("accent6")
SKY = Colour("accent1", lum_mod=20, lum_off=80)
HAIRLINE = Colour("accent6", lum_mod=40, lum_off=60)

TIGHT = 0.9
"""Line spacing of headings: large bold type needs less leading than body text."""


def heading(size: Pt, colour: Colour = NAVY) -> TextStyle:
    """Return the style of a title."""
    return TextStyle(size, bold=True, line_spacing=TIGHT, colour=colour, heading=True)


def body_levels(tokens: Tokens) -> tuple[TextStyle, ...]:
    """Return the list levels of a body: with bullets, each level indented by 0.25 in more."""
    sizes = tokens.sizes.body
    before = (Pt(9), Pt(5), Pt(4))
    step, hang = inches(0.28), inches(0.25)
    return tuple(
        TextStyle(
            sizes[min(level, len(sizes) - 1)],
            before=before[min(level, 2)],
            margin=hang + step * level,
            indent=-hang,
            bullet=True,
            colour=INK,
        )
        for level in range(5)
    )


def plain(size: Pt, colour: Colour = INK, bold: bool = False, align: str = "l") -> TextStyle:
    """Return the style of text without bullets: a lead, a note, a footer."""
    return TextStyle(size, bold=bold, align="r" if align == "r" else "l", colour=colour)


def kicker(tokens: Tokens) -> TextStyle:
    """Return the small, letterspaced capitals above a title."""
    return TextStyle(tokens.sizes.kicker, bold=True, caps=True, spacing=Pt(1.2), colour=TEAL)


# Contrast of the layouts' own texts in a brand's colours.

PAIRS = (
    ("text", INK, PAPER),
    ("a title", NAVY, PAPER),
    ("a kicker", TEAL, PAPER),
    ("a footer", SLATE, PAPER),
    ("a link", Colour("hlink"), PAPER),
    ("a visited link", Colour("folHlink"), PAPER),
    ("text on a panel", INK, MIST),
    ("a section's title", NAVY, MIST),
    ("a section's text", SLATE, MIST),
    ("a cover's title", PAPER, NAVY),
    ("a cover's text", SKY, NAVY),
    ("a statement", PAPER, BLUE),
    ("a statement's text", SKY, BLUE),
)
"""The texts of master and layouts: use, text colour, background."""


def legibility(
    tokens: Tokens, file: str, pairs: tuple[tuple[Phrase | str, Colour, Colour], ...] = PAIRS
) -> list[Finding]:
    """Return an error for each text of the layouts with a contrast below 4.5 : 1.

    ``pairs`` are the use of each text, its colour and its background.
    """
    found = []
    for use, text, behind in pairs:
        contrast = ratio(shade(tokens.palette, text), shade(tokens.palette, behind))
        if contrast < READABLE:
            found.append(
                finding(
                    "illegible-brand-colours",
                    Location(file),
                    needed=READABLE,
                    colour=text.slot,
                    ground=behind.slot,
                    use=term(use) if isinstance(use, str) else use,
                    contrast=f"{contrast:.1f}",
                )
            )
    return found


# The emblem beside the alliance's name: four rounded squares, or the user's logo.

_ON_LIGHT = (BLUE, TEAL)
_ON_DARK = (PAPER, SKY)
_TILES, _TILES_ON_DARK = (NAVY, BLUE), (PAPER, Colour("accent2"))
_GAP = 0.09
_ROUND = 16_667


def emblem(tokens: Tokens, box: Box, first_id: int, dark: bool) -> str:
    """Return the emblem or the logo in a box as shapes with ids from ``first_id`` (six at most).

    A logo on a dark background gets a white plate unless it has a light version.
    """
    if not tokens.logo:
        light, shaded = (_TILES, _TILES_ON_DARK) if tokens.grounds else (_ON_LIGHT, _ON_DARK)
        return marks_group("Emblem", squares(box, shaded if dark else light), first_id, tokens.language)
    plate = ""
    if dark and not tokens.logo.light:
        pad = -(box.h // 6)
        plate = mark(Mark("Logoplate", box.inset(pad, pad, pad, pad), PAPER), first_id + 1, tokens.language)
    vector = "rIdLogoVector" if "rIdLogoVector" in logo_files(tokens, dark) else ""
    return plate + image(Image("Logo", box, tokens.name, "rIdLogo", vector), first_id)


def emblem_width(tokens: Tokens, height: int) -> Emu:
    """Return the width of the emblem or the logo at a height, EMU."""
    return Emu(round(height * tokens.logo.ratio)) if tokens.logo else Emu(height)


def squares(box: Box, colours: tuple[Colour, Colour]) -> tuple[Mark, ...]:
    """Return the emblem as four rounded squares in a square box, in two colours, like a chequerboard."""
    gap = Emu(round(box.h * _GAP))
    side = Emu((box.h - gap) // 2)
    found = []
    for index in range(4):
        column, row = index % 2, index // 2
        place = Box(box.x + column * (side + gap), box.y + row * (side + gap), side, side)
        found.append(Mark(f"Rute {index + 1}", place, colours[(column + row) % 2], "roundRect", _ROUND))
    return tuple(found)


def logo_files(tokens: Tokens, dark: bool) -> dict[str, Part]:
    """Return the logo's files for a light or a dark background by relation id; none for the emblem."""
    if not tokens.logo:
        return {}
    light = dark and tokens.logo.light
    stem, image = ("logo-light", tokens.logo.light) if light else ("logo", tokens.logo.data)
    found = {"rIdLogo": Part(f"ppt/media/{stem}.png", "image/png", image)}
    vector = tokens.logo.light_vector if light else tokens.logo.vector
    if vector:
        found["rIdLogoVector"] = Part(f"ppt/media/{stem}.svg", "image/svg+xml", vector)
    return found


def logo_relations(tokens: Tokens, dark: bool) -> tuple[Relation, ...]:
    """Return the relations of a part that draws the logo."""
    return tuple([Relation(id, REL_IMAGE, part.name) for id, part in logo_files(tokens, dark).items()])


def logo_parts(tokens: Tokens) -> tuple[Part, ...]:
    """Return the logo's files as parts of the package."""
    found = {part.name: part for dark in (False, True) for part in logo_files(tokens, dark).values()}
    return tuple(found.values())
