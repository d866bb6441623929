"""The slide master: title, body, date, footer and number, the footer's rule and emblem, the text styles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.base.record import Record
from osloregion_slides.base.units import EMU_PER_INCH, EMU_PER_PT, Emu, Pt, inches
from osloregion_slides.brand.design import HAIRLINE, PAPER, SLATE, body_levels, emblem, emblem_width, heading, plain
from osloregion_slides.brand.drawing import (
    LEVELS,
    Mark,
    PlaceholderSpec,
    background,
    level_styles,
    mark,
    placeholder,
    tree,
)
from osloregion_slides.ooxml.names import COLOUR_MAP
from osloregion_slides.pptx.markup import NAMESPACES, transform
from osloregion_slides.pptx.xml import DECLARATION
from osloregion_slides.scene import Box, Colour, Insets

if TYPE_CHECKING:
    from osloregion_slides.brand.tokens import Tokens
    from osloregion_slides.brand.values import TextStyle


# The boxes of the brand's layouts, from slide size, margin and type sizes.

LINE = 1.2117
"""Line height as a multiple of the type size in boxes sized by PowerPoint; independent of the font."""


class Grid(Record):
    """The boxes that the layouts share, EMU."""

    slide: Box
    kicker: Box
    title: Box
    body: Box
    left: Box
    right: Box
    rule: Box
    emblem: Box
    footer: Box
    number: Box


def lines(size: Pt, count: int, spacing: float = 1.0) -> Emu:
    """Return the height of ``count`` lines of a size plus one point, EMU."""
    return Emu(round((size * LINE * spacing * count + 1) * EMU_PER_PT))


def grid(tokens: Tokens) -> Grid:
    """Return the grid of a brand: kicker and a title of two lines, the body, and the footer under a rule."""
    margin, width = tokens.margin, tokens.width - 2 * tokens.margin
    kicker = Box(margin, inches(0.36), width, lines(tokens.sizes.kicker, 1))
    title = Box(margin, kicker.bottom + inches(0.02), width, lines(tokens.sizes.title, 2, 0.9))
    rule = Box(margin, tokens.height - inches(0.583), width, Emu(9_525))
    top = title.bottom + inches(0.14)
    body = Box(margin, top, width, rule.y - inches(0.17) - top)
    gutter = inches(0.4)
    half = Emu((width - gutter) // 2)
    mark = inches(0.21)
    emblem = Box(margin, rule.y + inches(0.12), emblem_width(tokens, mark), mark)
    foot = lines(tokens.sizes.footer, 1) + inches(0.06)
    y = emblem.y + (emblem.h - foot) // 2
    number = inches(1)
    return Grid(
        slide=Box(Emu(0), Emu(0), tokens.width, tokens.height),
        kicker=kicker,
        title=title,
        body=body,
        left=Box(margin, top, half, body.h),
        right=Box(margin + half + gutter, top, half, body.h),
        rule=rule,
        emblem=emblem,
        footer=Box(emblem.right + inches(0.12), y, Emu(width * 3 // 5), foot),
        number=Box(margin + width - number, y, number, foot),
    )


# Fixed shapes at the foot of a slide: a hairline rule and the small emblem.

RULE_ON_DARK = Colour("bg1", alpha=45)


def footer_marks(tokens: Tokens, grid: Grid, first_id: int, dark: bool) -> str:
    """Return rule and emblem as shapes with ids from ``first_id`` (seven at most)."""
    if not grid.rule.h:
        return emblem(tokens, grid.emblem, first_id + 1, dark)
    rule = Mark("Linje", grid.rule, RULE_ON_DARK if dark else HAIRLINE)
    return mark(rule, first_id, tokens.language) + emblem(tokens, grid.emblem, first_id + 1, dark)


# The notes master: the slide's image above its notes, on white in the brand's fonts.

NOTES_SIZE = (Emu(6_858_000), Emu(9_144_000))
"""The size of the notes page, 7.5 × 10 in as in PowerPoint."""

_BODY = Box(Emu(685_800), Emu(4_400_550), Emu(5_486_400), Emu(3_600_450))
_RIGHT, _LOW = 3_884_613, 8_685_213
_PROMPTS = ("Klikk for å skrive notater", "Andre nivå", "Tredje nivå")


def notes_master(language: str, slide: tuple[int, int]) -> bytes:
    """Return the notes master for slides of this width and height (EMU); its relation rId1 leads to its theme."""
    mapping = " ".join([f'{slot}="{source}"' for slot, source in COLOUR_MAP])
    left, right, foot = (plain(Pt(12)),), (plain(Pt(12), align="r"),), _corner(_RIGHT, _LOW)
    specs = (
        PlaceholderSpec("dt", 1, "Dato", ("1.1.2008",), _corner(_RIGHT, 0), right, field="datetime1"),
        PlaceholderSpec("body", 3, "Notater", _PROMPTS, _BODY, size="quarter"),
        PlaceholderSpec("ftr", 4, "Bunntekst", ("",), _corner(0, _LOW), left, "b", size="quarter"),
        PlaceholderSpec("sldNum", 5, "Lysbildenummer", ("‹#›",), foot, right, "b", size="quarter", field="slidenum"),
    )
    shapes = [placeholder(spec, 3 + n, language) for n, spec in enumerate(specs)]
    shapes.insert(1, _slide_image(slide))
    notes = level_styles((plain(Pt(12)).replace(after=Pt(4)),), LEVELS)
    text = (
        f"{DECLARATION}<p:notesMaster {NAMESPACES}><p:cSld>{background(PAPER)}{tree(''.join(shapes))}</p:cSld>"
        f'<p:clrMap {mapping}/><p:hf hdr="0" ftr="0" dt="0"/><p:notesStyle>{notes}</p:notesStyle></p:notesMaster>'
    )
    return text.encode()


def _slide_image(slide: tuple[int, int]) -> str:
    """Return the placeholder of the slide image, centred and with the slide's aspect ratio."""
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


NO_INSETS = Insets(Emu(0), Emu(0), Emu(0), Emu(0))
BODY_PROMPTS = ("Klikk for å skrive tekst", "Andre nivå", "Tredje nivå", "Fjerde nivå", "Femte nivå")
FIRST_LAYOUT_ID = 2_147_483_649
"""Master and layouts share one range of ids from 2^31 on (ECMA-376 Part 1, 19.7.12)."""


class MasterLook(Record):
    """The master's styles of title and list levels, the colour of its small texts, its background."""

    title: TextStyle
    body: tuple[TextStyle, ...]
    small: Colour = SLATE
    ground: Colour = PAPER


def master(tokens: Tokens, grid: Grid, layouts: int, look: MasterLook | None = None) -> bytes:
    """Return the master part; its relations rId1 … lead to the layouts in order, then to the theme."""
    ids = "".join([f'<p:sldLayoutId id="{FIRST_LAYOUT_ID + n}" r:id="rId{n + 1}"/>' for n in range(layouts)])
    mapping = " ".join([f'{slot}="{source}"' for slot, source in COLOUR_MAP])
    look = look or MasterLook(heading(tokens.sizes.title), body_levels(tokens))
    specs = "".join(
        [placeholder(spec, 2 + n, tokens.language) for n, spec in enumerate(_master_specs(tokens, grid, look))]
    )
    text = (
        f'{DECLARATION}<p:sldMaster {NAMESPACES} preserve="1"><p:cSld>{background(look.ground)}'
        f"{tree(specs + footer_marks(tokens, grid, first_id=10, dark=False))}</p:cSld>"
        f'<p:clrMap {mapping}/><p:sldLayoutIdLst>{ids}</p:sldLayoutIdLst><p:hf hdr="0" dt="0"/>'
        f"{_text_styles(tokens, look)}{_guides(tokens, grid)}</p:sldMaster>"
    )
    return text.encode()


def _master_specs(tokens: Tokens, grid: Grid, look: MasterLook) -> tuple[PlaceholderSpec, ...]:
    left = (plain(tokens.sizes.footer, look.small),)
    right = (plain(tokens.sizes.footer, look.small, align="r"),)
    date = Box(grid.footer.right, grid.footer.y, grid.number.x - grid.footer.right, grid.footer.h)
    number, sign = grid.number, ("‹#›",)
    return (
        PlaceholderSpec("title", 0, "Tittel", ("Klikk for å skrive tittel",), grid.title, (), "t", NO_INSETS),
        PlaceholderSpec("body", 1, "Innhold", BODY_PROMPTS, grid.body, (), "t", NO_INSETS, shrink=True),
        PlaceholderSpec("dt", 2, "Dato", ("1.1.2008",), date, right, "ctr", NO_INSETS, "half", field="datetime1"),
        PlaceholderSpec("ftr", 3, "Bunntekst", (tokens.website,), grid.footer, left, "ctr", NO_INSETS, "quarter"),
        PlaceholderSpec(
            "sldNum", 4, "Lysbildenummer", sign, number, right, "ctr", NO_INSETS, "quarter", field="slidenum"
        ),
    )


def _text_styles(tokens: Tokens, look: MasterLook) -> str:
    title = level_styles((look.title,))
    body = level_styles(look.body, LEVELS)
    other = level_styles((plain(Pt(18)),), LEVELS)
    default = f'<a:defPPr><a:defRPr lang="{tokens.language}"/></a:defPPr>'
    return (
        f"<p:txStyles><p:titleStyle>{title}</p:titleStyle><p:bodyStyle>{body}</p:bodyStyle>"
        f"<p:otherStyle>{default}{other}</p:otherStyle></p:txStyles>"
    )


def _guides(tokens: Tokens, grid: Grid) -> str:
    """Return the drawing guides on margins, body and column edges, in 1/576 in ([MS-PPTX] 2.4.1.6)."""
    across = (grid.body.y, grid.body.bottom)
    along = (grid.body.x, grid.left.right, grid.right.x, grid.body.right)
    guides: list[str] = []
    for horizontal, places in ((True, across), (False, along)):
        for place in places:
            orient = ' orient="horz"' if horizontal else ""
            guides.append(
                f'<p15:guide id="{len(guides) + 1}"{orient} pos="{round(place * 576 / EMU_PER_INCH)}" userDrawn="1">'
                '<p15:clr><a:srgbClr val="F26B43"/></p15:clr></p15:guide>'
            )
    return (
        '<p:extLst><p:ext uri="{27BBF7A9-308A-43DC-89C8-2F10F3537804}"><p15:sldGuideLst'
        f' xmlns:p15="http://schemas.microsoft.com/office/powerpoint/2012/main">{"".join(guides)}</p15:sldGuideLst>'
        "</p:ext></p:extLst>"
    )
