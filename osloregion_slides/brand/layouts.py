"""The seven layouts of the brand, one function per role: fixed shapes and placeholders.

Boxes, sizes and colours that a layout does not state are inherited from the master, so that a change there takes
effect. Kickers have idx 13, pictures and second columns the indexes of PowerPoint's own layouts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.base.record import Record
from osloregion_slides.base.units import Emu, Pt, inches
from osloregion_slides.brand.design import (
    AMBER,
    BLUE,
    INK,
    MIST,
    NAVY,
    PAPER,
    SKY,
    SLATE,
    TIGHT,
    emblem,
    emblem_width,
    heading,
    kicker,
    plain,
    squares,
)
from osloregion_slides.brand.drawing import (
    Mark,
    PlaceholderSpec,
    background,
    mark,
    marks_group,
    placeholder,
    tree,
)
from osloregion_slides.brand.master import BODY_PROMPTS, NO_INSETS, Grid, footer_marks, lines
from osloregion_slides.pptx.markup import NAMESPACES
from osloregion_slides.pptx.xml import DECLARATION, esc
from osloregion_slides.scene import Box, Colour

if TYPE_CHECKING:
    from osloregion_slides.brand.tokens import Tokens
    from osloregion_slides.brand.values import TextStyle
    from osloregion_slides.scene import PlaceholderType

KICKER_IDX = 13
_TITLE = "Klikk for å skrive tittel"


class Design(Record):
    """A layout to write.

    ``type`` is p:sldLayout@type ("" where the standard has none). ``fill`` None inherits the master's
    background; ``still`` is the XML of the shapes behind the placeholders; ``master_shapes`` False hides the
    master's rule and emblem. ``name`` is the layout's name where the tokens give none, ``content`` the area for
    shapes where it does not follow from the placeholders.
    """

    role: str
    type: str
    specs: tuple[PlaceholderSpec, ...]
    fill: Colour | None = None
    still: str = ""
    master_shapes: bool = True
    dark: bool = False
    header_footer: str = '<p:hf hdr="0" dt="0"/>'
    name: str = ""
    content: Box | None = None


def designs(tokens: Tokens, grid: Grid) -> tuple[Design, ...]:
    """Return the layouts in the order of PowerPoint's menu."""
    return (
        _cover(tokens, grid),
        _statement(tokens, grid),
        _section(tokens, grid),
        _content(tokens, grid),
        _two(tokens, grid),
        _title_only(tokens, grid),
        _picture(tokens, grid),
    )


def layout(design: Design, tokens: Tokens) -> bytes:
    """Return the layout part; its relation rId1 leads to the master."""
    name = design.name or {str(role): name for role, name in tokens.layouts}[design.role]
    kind = f' type="{design.type}"' if design.type else ""
    shapes = "" if design.master_shapes else ' showMasterSp="0"'
    specs = "".join([placeholder(spec, 2 + n, tokens.language) for n, spec in enumerate(design.specs)])
    text = (
        f'{DECLARATION}<p:sldLayout {NAMESPACES}{shapes}{kind} preserve="1" userDrawn="1"><p:cSld name="{esc(name)}">'
        f"{background(design.fill) if design.fill else ''}{tree(design.still + specs)}</p:cSld>"
        f"<p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr>{design.header_footer}</p:sldLayout>"
    )
    return text.encode()


def _cover(tokens: Tokens, grid: Grid) -> Design:
    left, wide, middle = tokens.margin, Emu(grid.slide.w * 9 // 16), Emu(grid.slide.h * 54 // 100)
    subtitle, note = lines(tokens.sizes.subtitle, 2), lines(tokens.sizes.note, 2)
    below = Box(left, middle + inches(0.5), wide, subtitle)
    foot = Box(left, tokens.height - inches(0.6) - note, wide, note)
    small, tiny = (plain(tokens.sizes.subtitle, SKY),), (plain(tokens.sizes.note, SKY),)
    specs = (
        _large_title("ctrTitle", left, middle, wide, tokens.sizes.cover, PAPER),
        PlaceholderSpec(
            "subTitle", 1, "Undertittel", ("Klikk for å skrive undertittel",), below, small, "t", NO_INSETS
        ),
        PlaceholderSpec("body", 14, "Sted og dato", ("Sted, dato",), foot, tiny, "b", NO_INSETS, "quarter"),
    )
    still = _name(tokens) + _short_rule(tokens, middle, 40)
    none = '<p:hf sldNum="0" hdr="0" ftr="0" dt="0"/>'
    return Design("cover", "title", specs, NAVY, still, False, True, none)


def _name(tokens: Tokens) -> str:
    """Return the emblem with the alliance's name; a logo replaces both."""
    high = inches(0.36)
    box = Box(tokens.margin, inches(0.6), emblem_width(tokens, high), high)
    shown = emblem(tokens, box, 20, dark=True)
    if tokens.logo:
        return shown
    text = Box(box.right + inches(0.14), box.y, inches(4), high)
    style = plain(Pt(18), PAPER, bold=True)
    return shown + mark(Mark("Navn", text, text=tokens.name, style=style), 30, tokens.language)


def _statement(tokens: Tokens, grid: Grid) -> Design:
    left, wide, middle = tokens.margin + inches(0.56), Emu(grid.slide.w * 58 // 100), Emu(grid.slide.h * 48 // 100)
    edge = Mark("Kant", Box(Emu(0), Emu(0), inches(0.167), tokens.height), AMBER)
    lead = Box(left, middle + inches(0.35), wide, lines(tokens.sizes.lead, 5))
    specs = (
        _large_title("title", left, middle, wide, tokens.sizes.statement, PAPER),
        _text(1, lead, _spaced(tokens.sizes.lead, SKY)),
        *_footer_specs(tokens, grid, PAPER),
    )
    still = mark(edge, 20, tokens.language) + footer_marks(tokens, grid, 30, dark=True)
    return Design("statement", "", specs, BLUE, still, False, True)


def _section(tokens: Tokens, grid: Grid) -> Design:
    left, wide, middle = tokens.margin, Emu(grid.slide.w * 6 // 10), Emu(grid.slide.h * 48 // 100)
    big = min(inches(3.2), grid.slide.w - tokens.margin - left - wide - inches(0.3))
    corner = Box(grid.slide.w - tokens.margin - big, Emu((grid.rule.y - big) // 2), big, big)
    pattern = squares(corner, (Colour("bg2", lum_mod=95), PAPER))
    text = Box(left, middle + inches(0.5), wide, lines(tokens.sizes.subtitle, 6))
    specs = (
        _large_title("title", left, middle, wide, tokens.sizes.section, NAVY),
        _text(1, text, _spaced(tokens.sizes.subtitle, SLATE)),
        *_footer_specs(tokens, grid),
    )
    still = marks_group("Mønster", pattern, 20, tokens.language) + _short_rule(tokens, middle, 30)
    return Design("section", "secHead", specs, MIST, still)


def _content(tokens: Tokens, grid: Grid) -> Design:
    body = PlaceholderSpec("obj", 1, "Innhold", BODY_PROMPTS, shrink=True)
    return Design("content", "obj", (*_top(tokens, grid), body, *_footer_specs(tokens, grid)))


def _two(tokens: Tokens, grid: Grid) -> Design:
    smallest = tokens.sizes.column[-1:] * (len(BODY_PROMPTS) - len(tokens.sizes.column))
    sizes = tokens.sizes.column + smallest
    first = PlaceholderSpec("obj", 1, "Innhold venstre", BODY_PROMPTS, grid.left, size="half", shrink=True, sizes=sizes)
    second = PlaceholderSpec("obj", 2, "Innhold høyre", BODY_PROMPTS, grid.right, size="half", shrink=True, sizes=sizes)
    return Design("two", "twoObj", (*_top(tokens, grid), first, second, *_footer_specs(tokens, grid)))


def _title_only(tokens: Tokens, grid: Grid) -> Design:
    return Design("title_only", "titleOnly", (*_top(tokens, grid), *_footer_specs(tokens, grid)))


def _picture(tokens: Tokens, grid: Grid) -> Design:
    text = Box(grid.body.x, grid.body.y, Emu(grid.body.w * 35 // 100), grid.body.h)
    x = text.right + inches(0.4)
    frame = Box(x, grid.body.y, grid.body.right - x, grid.body.h)
    look = _spaced(tokens.sizes.column[0], INK)
    specs = (
        PlaceholderSpec("pic", 1, "Bilde", ("Klikk på ikonet for å sette inn et bilde",), frame, look, "t"),
        _text(2, text, look, "half"),
    )
    return Design("picture", "picTx", (*_top(tokens, grid), *specs, *_footer_specs(tokens, grid)))


def _large_title(type: PlaceholderType, left: Emu, bottom: Emu, wide: Emu, size: Pt, colour: Colour) -> PlaceholderSpec:
    """Return the title of a cover, a section or a statement: three lines above ``bottom``."""
    high = lines(size, 3, TIGHT)
    box = Box(left, bottom - high, wide, high)
    return PlaceholderSpec(type, 0, "Tittel", (_TITLE,), box, (heading(size, colour),), "b", NO_INSETS)


def _text(idx: int, box: Box, look: tuple[TextStyle, ...], size: str = "") -> PlaceholderSpec:
    return PlaceholderSpec("body", idx, "Tekst", ("Klikk for å skrive tekst",), box, look, "t", NO_INSETS, size)


def _spaced(size: Pt, colour: Colour) -> tuple[TextStyle, ...]:
    return (plain(size, colour).replace(after=Pt(6)),)


def _short_rule(tokens: Tokens, title: Emu, id: int) -> str:
    """Return the rule under a title whose box ends at ``title``."""
    rule = Box(tokens.margin, title + inches(0.2), inches(0.75), inches(0.0625))
    return mark(Mark("Strek", rule, AMBER), id, tokens.language)


def _top(tokens: Tokens, grid: Grid) -> tuple[PlaceholderSpec, ...]:
    """Return the title and the kicker above it."""
    prompt = ("Stikktittel",)
    style = (kicker(tokens),)
    return (
        PlaceholderSpec("title", 0, "Tittel", (_TITLE,)),
        PlaceholderSpec("body", KICKER_IDX, "Stikktittel", prompt, grid.kicker, style, "b", NO_INSETS, "quarter"),
    )


def _footer_specs(tokens: Tokens, grid: Grid, colour: Colour | None = None) -> tuple[PlaceholderSpec, ...]:
    """Return footer and number, in the master's look unless a colour is given.

    The footer needs a text: LibreOffice draws a slide's footer in another font where the layout's is empty.
    """
    left = (plain(tokens.sizes.footer, colour),) if colour else ()
    right = (plain(tokens.sizes.footer, colour, align="r"),) if colour else ()
    return (
        PlaceholderSpec("ftr", 10, "Bunntekst", (tokens.website,), levels=left, size="quarter"),
        PlaceholderSpec("sldNum", 11, "Lysbildenummer", ("‹#›",), levels=right, size="quarter", field="slidenum"),
    )
