"""The slide master: title, body, date, footer and number, the footer's rule and emblem, the text styles."""

from __future__ import annotations

from osloregion_slides.brand import styles
from osloregion_slides.brand.drawing import (
    LEVELS,
    NAMESPACES,
    Hole,
    background,
    level_styles,
    placeholder,
    tree,
)
from osloregion_slides.brand.footer import footer_marks
from osloregion_slides.brand.grid import Grid
from osloregion_slides.ooxml.names import COLOUR_MAP
from osloregion_slides.pptx.xml import DECLARATION
from osloregion_slides.scene import Box, Insets
from osloregion_slides.units import EMU_PER_INCH, Emu

TYPE_CHECKING = False
if TYPE_CHECKING:
    from osloregion_slides.brand.tokens import Tokens

NO_INSETS = Insets(Emu(0), Emu(0), Emu(0), Emu(0))
BODY_PROMPTS = ("Klikk for å skrive tekst", "Andre nivå", "Tredje nivå", "Fjerde nivå", "Femte nivå")
FIRST_LAYOUT_ID = 2_147_483_649
"""Master and layouts share one range of ids from 2^31 on (ECMA-376 Part 1, 19.7.12)."""


def master(tokens: Tokens, grid: Grid, layouts: int) -> bytes:
    """Return the master part; its relations rId1 … are the layouts in order, then the theme."""
    ids = "".join([f'<p:sldLayoutId id="{FIRST_LAYOUT_ID + n}" r:id="rId{n + 1}"/>' for n in range(layouts)])
    mapping = " ".join([f'{slot}="{source}"' for slot, source in COLOUR_MAP])
    holes = "".join([placeholder(hole, 2 + n, tokens.language) for n, hole in enumerate(_holes(tokens, grid))])
    text = (
        f'{DECLARATION}<p:sldMaster {NAMESPACES} preserve="1"><p:cSld>{background(styles.PAPER)}'
        f"{tree(holes + footer_marks(tokens, grid, first_id=10, dark=False))}</p:cSld>"
        f'<p:clrMap {mapping}/><p:sldLayoutIdLst>{ids}</p:sldLayoutIdLst><p:hf hdr="0" dt="0"/>'
        f"{_text_styles(tokens)}{_guides(tokens, grid)}</p:sldMaster>"
    )
    return text.encode()


def _holes(tokens: Tokens, grid: Grid) -> tuple[Hole, ...]:
    small = styles.plain(tokens.sizes.footer, styles.SLATE)
    numbers = styles.plain(tokens.sizes.footer, styles.SLATE, align="r")
    date = Box(grid.footer.right, grid.footer.y, grid.number.x - grid.footer.right, grid.footer.h)
    return (
        Hole("title", 0, "Tittel", ("Klikk for å skrive tittel",), grid.title, (), "t", NO_INSETS),
        Hole("body", 1, "Innhold", BODY_PROMPTS, grid.body, (), "t", NO_INSETS, shrink=True),
        Hole("dt", 2, "Dato", ("1.1.2008",), date, (numbers,), "ctr", NO_INSETS, "half", field="datetime1"),
        Hole("ftr", 3, "Bunntekst", (tokens.website,), grid.footer, (small,), "ctr", NO_INSETS, "quarter"),
        Hole(
            "sldNum",
            4,
            "Lysbildenummer",
            ("‹#›",),
            grid.number,
            (numbers,),
            "ctr",
            NO_INSETS,
            "quarter",
            field="slidenum",
        ),
    )


def _text_styles(tokens: Tokens) -> str:
    title = level_styles((styles.heading(tokens.sizes.title),))
    body = level_styles(styles.body(tokens), LEVELS)
    other = level_styles((styles.rest(tokens),), LEVELS)
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
