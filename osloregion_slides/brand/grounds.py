"""The layouts of the design with grounds (background colours): one function per arrangement, on the grounds it has.

Coordinates are pixels of a slide of 1280 × 720 (1 px = 9 525 EMU), stretched to other aspect ratios; squares stay
square. A role is an arrangement (``title_only``, ``aside``), with ``-ground`` on each ground but its first.

The theme's slots have fixed roles, the same for layouts, kinds and authors in PowerPoint: accent1 the brand, accent2
its second colour, accent3 "this one", accent4 the quiet ground, accent5 green, accent6 quiet text, dk2 the dark
ground, lt2 the warm one. (``Design.content`` is the area for shapes; kinds leave ``AIR`` free at its foot, and the
boxes here include it.)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.base.findings import term
from osloregion_slides.base.record import Record
from osloregion_slides.base.units import Emu, Pt
from osloregion_slides.brand.design import body_levels, emblem, emblem_width, plain
from osloregion_slides.brand.drawing import Mark, PlaceholderSpec, mark
from osloregion_slides.brand.layouts import KICKER_IDX, Design
from osloregion_slides.brand.master import BODY_PROMPTS, NO_INSETS, Grid, MasterLook
from osloregion_slides.brand.values import TextStyle
from osloregion_slides.scene import Box, Colour

if TYPE_CHECKING:
    from osloregion_slides.base.messages import Phrase
    from osloregion_slides.brand.tokens import Tokens
    from osloregion_slides.scene import Anchor, PlaceholderType

PX = 9_525
"""EMU per pixel of a slide 1280 px wide: 1/96 in."""
AIR = 32 / 3
"""Space that kinds leave free at the foot of an area, px: 8 pt."""
NAMES = {"paper": "papir", "snow": "snø", "ice": "is", "blue": "blå", "fjord": "fjord"}
OWN_NAMES = {"paper": "hvit", "snow": "lys", "ice": "blek", "blue": "merkefarge", "fjord": "mørk"}
"""Names of the grounds in PowerPoint's menu for a brand whose accent1 is called ``brand``; ``NAMES`` for others."""
_TITLE, _TEXT = "Klikk for å skrive tittel", "Klikk for å skrive tekst"
_NONE = '<p:hf sldNum="0" hdr="0" ftr="0" dt="0"/>'

_LIGHT = {
    "paper": Colour("bg1"),
    "snow": Colour("bg2"),
    "ice": Colour("accent4"),
    "blue": Colour("accent1"),
    "fjord": Colour("tx2"),
}
_DARK = {
    **_LIGHT,
    "paper": Colour("tx2"),
    "snow": Colour("tx2", 90, 10),
    "ice": Colour("tx2", 85, 15),
}
"""The dark variant, with shades of the dark ground for the light ones."""


class Ink(Record):
    """The colours of a layout's texts on a ground."""

    title: Colour
    kicker: Colour
    lead: Colour
    quiet: Colour
    footer: Colour


ON_LIGHT = Ink(Colour("tx1"), Colour("accent1"), Colour("tx1"), Colour("accent6"), Colour("accent6"))
ON_FJORD = Ink(Colour("bg1"), Colour("accent3"), Colour("accent4"), Colour("accent2"), Colour("accent4"))
ON_BLUE = Ink(Colour("bg1"), Colour("accent4"), Colour("bg1"), Colour("accent4"), Colour("accent4"))


def fills(tokens: Tokens) -> dict[str, Colour]:
    """Return the colour of every ground of a brand."""
    return _DARK if tokens.grounds == "dark" else _LIGHT


def ink(tokens: Tokens, ground: str) -> Ink:
    """Return the colours of texts on a ground."""
    if ground == "blue":
        return ON_BLUE
    return ON_FJORD if ground == "fjord" or tokens.grounds == "dark" else ON_LIGHT


def grounds_grid(tokens: Tokens) -> Grid:
    """Return the boxes of the master: kicker and title above, content from 148 to 648 px."""
    at = _Places(tokens)
    body = at.box(64, 148, 1152, 500 + AIR)
    half = at.box(64, 148, 564, 500 + AIR)
    return Grid(
        slide=at.box(0, 0, 1280, 720),
        kicker=at.box(64, 41.8, 1152, 23),
        title=at.box(64, 68, 1152, 80),
        body=body,
        left=half,
        right=half.replace(x=at.box(652, 0, 1, 1).x),
        rule=at.box(64, 660, 1152, 0),
        emblem=at.square(64, 671, 19.3),
        footer=at.box(96, 669.6, 260, 22.4),
        number=at.box(1180, 669.6, 36, 22.4),
    )


def grounds_designs(tokens: Tokens) -> tuple[Design, ...]:
    """Return the layouts in the order of PowerPoint's menu."""
    on = _Layouts(tokens)
    return (
        on.cover(),
        on.statement("blue"),
        on.section("fjord"),
        on.content(),
        on.two(),
        on.title_only("paper"),
        on.picture(),
        on.closing(),
        on.statement("fjord"),
        on.section("blue"),
        *(on.title_only(ground) for ground in ("snow", "ice", "blue", "fjord")),
        *(on.aside(ground) for ground in ("paper", "snow", "ice", "blue", "fjord")),
        on.split("fjord"),
        on.split("blue"),
        *(on.quote(ground) for ground in ("ice", "snow", "blue")),
        on.base(),
        on.panel(),
    )


class _Places:
    """Conversion of pixels of a slide of 1280 × 720 to boxes on the brand's slide."""

    def __init__(self, tokens: Tokens) -> None:
        self._x, self._y = tokens.width / 1280, tokens.height / 720

    def box(self, x: float, y: float, w: float, h: float) -> Box:
        left, top = round(x * self._x), round(y * self._y)
        return Box(Emu(left), Emu(top), Emu(round((x + w) * self._x) - left), Emu(round((y + h) * self._y) - top))

    def square(self, x: float, y: float, side: float) -> Box:
        long = Emu(round(side * min(self._x, self._y)))
        return Box(Emu(round(x * self._x)), Emu(round(y * self._y)), long, long)


WEBSITE = Pt(18)
"""The size of the address on cover and closing, and the minimum size of the place above it."""


class _Layouts:
    """The layouts of one brand."""

    def __init__(self, tokens: Tokens) -> None:
        self.tokens, self.at, self.sizes = tokens, _Places(tokens), tokens.sizes
        self.cover_name = dict(tokens.layouts)["cover"]
        self.names = OWN_NAMES if "brand" in dict(tokens.colours) else NAMES

    def cover(self) -> Design:
        lead, place, note = ON_FJORD.lead, ON_FJORD.title, max(self.sizes.note, WEBSITE)
        specs = (
            self._large("ctrTitle", (64, 246, 640, 200), "b", self.sizes.cover, ON_FJORD.title),
            self._spec("subTitle", 1, "Undertittel", (64, 466, 600, 84), self._plain(self.sizes.subtitle, lead)),
            self._spec("body", 14, "Sted og dato", (64, 612, 560, 36), self._plain(note, place, True), "ctr"),
            self._spec("body", 15, "Nettsted", (64, 652, 560, 34), self._plain(WEBSITE, ON_FJORD.quiet)),
        )
        return self._dark("cover", "title", specs, self.cover_name)

    def closing(self) -> Design:
        specs = (
            self._large("ctrTitle", (64, 246, 600, 200), "b", self.sizes.cover, ON_FJORD.title),
            self._spec("subTitle", 1, "Neste møte", (64, 468, 560, 92), self._plain(self.sizes.lead, ON_FJORD.title)),
            self._spec("body", 14, "Kontakt", (64, 570, 560, 76), self._plain(self.sizes.subtitle, ON_FJORD.lead)),
            self._spec("body", 15, "Nettsted", (64, 652, 560, 34), self._plain(WEBSITE, ON_FJORD.quiet)),
        )
        return self._dark("closing", "", specs, "Avslutning")

    def _dark(self, role: str, kind: str, specs: tuple[PlaceholderSpec, ...], name: str) -> Design:
        """Return a slide without footer, with the emblem and the alliance's name at the top (a logo replaces both)."""
        box = self.at.square(64, 58, 42.8)
        box = box.replace(w=emblem_width(self.tokens, box.h))
        still = emblem(self.tokens, box, 20, dark=True)
        if not self.tokens.logo:
            lines = _split_name(self.tokens.name)
            longest = max(map(len, lines.split("\n")))
            size = Pt(min(20.0 if lines == self.tokens.name else 16.0, round(2 * 20 * NAME / longest) / 2))
            style = self._plain(size, Colour("bg1"), True)[0]
            text = self.at.box(124, 58, 400, 43)
            still += mark(Mark("Navn", text, text=lines, style=style), 30, self.tokens.language)
        beside = self.at.box(720, 0, 560, 720)
        return Design(role, kind, specs, fills(self.tokens)["fjord"], still, False, True, _NONE, name, beside)

    def statement(self, ground: str) -> Design:
        look = ink(self.tokens, ground)
        specs = (
            self._large("title", (64, 150, 750, 250), "b", self.sizes.statement, look.title),
            self._spec("body", 1, "Tekst", (64, 424, 750, 180), self._plain(self.sizes.lead, look.lead)),
        )
        return self._on("statement", ground, "blue", specs, (64, 150, 750, 460))

    def section(self, ground: str) -> Design:
        look = ink(self.tokens, ground)
        specs = (
            self._large("title", (64, 300, 640, 110), "b", self.sizes.section, look.title),
            self._spec("body", 1, "Tekst", (64, 411, 620, 110), self._plain(Pt(20), look.lead)),
        )
        return self._on("section", ground, "fjord", specs, (64, 80, 640, 560), kind="secHead")

    def content(self) -> Design:
        body = PlaceholderSpec("obj", 1, "Innhold", BODY_PROMPTS, shrink=True)
        return self._on("content", "paper", "paper", (*self._top("paper"), body), (64, 148, 1152, 500), kind="obj")

    def two(self) -> Design:
        sizes = self.sizes.column + self.sizes.column[-1:] * (len(BODY_PROMPTS) - len(self.sizes.column))
        grid = grounds_grid(self.tokens)
        specs = tuple(
            PlaceholderSpec("obj", idx, name, BODY_PROMPTS, box, size="half", shrink=True, sizes=sizes)
            for idx, name, box in ((1, "Innhold venstre", grid.left), (2, "Innhold høyre", grid.right))
        )
        return self._on("two", "paper", "paper", (*self._top("paper"), *specs), (64, 148, 1152, 500), kind="twoObj")

    def title_only(self, ground: str) -> Design:
        return self._on("title_only", ground, "paper", self._top(ground), (64, 148, 1152, 500), kind="titleOnly")

    def aside(self, ground: str) -> Design:
        look = ink(self.tokens, ground)
        specs = (
            self._large("title", (64, 69.7, 340, 260), "t", self.sizes.aside, look.title),
            self._kicker((64, 41.8, 340, 23), look.kicker),
        )
        return self._on("aside", ground, "paper", specs, (448, 72, 768, 576))

    def split(self, ground: str) -> Design:
        look = ink(self.tokens, ground)
        specs = (
            self._large("title", (64, 68.3, 424, 132), "t", self.sizes.panel, look.title),
            self._kicker((64, 41.8, 424, 23), look.kicker),
            self._spec("body", 1, "Tekst", (64, 212, 424, 436), self._plain(self.sizes.panel, look.lead)),
        )
        panel = mark(Mark("Felt", self.at.box(0, 0, 520, 720), fills(self.tokens)[ground]), 20, self.tokens.language)
        return self._on("split", ground, "fjord", specs, (584, 62, 632, 586), panel, behind="paper")

    def quote(self, ground: str) -> Design:
        look = ink(self.tokens, ground)
        specs = (
            self._spec("title", 0, "Tittel", (64, 41.8, 1152, 23), self._plain(self.sizes.kicker, look.kicker, True)),
            self._spec("body", 1, "Sitat", (288, 130, 860, 340), self._plain(Pt(48), look.title)),
        )
        return self._on("quote", ground, "ice", specs, (64, 130, 1152, 518))

    def base(self) -> Design:
        found = fills(self.tokens)
        under = "ice" if found["paper"] == found["fjord"] else "fjord"  # the base needs another ground than the slide
        still = mark(Mark("Grunn", self.at.box(0, 544, 1280, 176), found[under]), 20, self.tokens.language)
        return self._on("base", "paper", "paper", self._top("paper"), (64, 156, 1152, 388 - AIR), still, foot=under)

    def picture(self) -> Design:
        look = ink(self.tokens, "paper")
        specs = (
            self._large("title", (64, 68.4, 400, 200), "t", self.sizes.title, look.title),
            self._kicker((64, 41.8, 400, 23), look.kicker),
            self._spec("pic", 1, "Bilde", (512, 0, 768, 648), self._plain(Pt(20), look.quiet)),
            self._spec("body", 2, "Tekst", (64, 300, 400, 348), self._plain(Pt(22), look.lead), "b", "half"),
        )
        return self._on("picture", "paper", "paper", specs, (64, 148, 1152, 500), kind="picTx")

    def panel(self) -> Design:
        look = ink(self.tokens, "fjord")
        specs = (
            self._large("title", (64, 69.7, 416, 260), "t", self.sizes.aside, look.title),
            self._kicker((64, 41.8, 416, 23), look.kicker),
            self._spec("pic", 1, "Bilde", (520, 0, 760, 720), self._plain(Pt(20), look.quiet)),
            self._spec("body", 2, "Tekst", (64, 340, 416, 308), self._plain(Pt(24), look.lead), "b", "half"),
        )
        return self._on("panel", "fjord", "fjord", specs, (64, 148, 416, 500))

    def _on(
        self,
        arrangement: str,
        ground: str,
        first: str,
        specs: tuple[PlaceholderSpec, ...],
        content: tuple[float, float, float, float],
        still: str = "",
        kind: str = "",
        foot: str = "",
        behind: str = "",
    ) -> Design:
        """Return a layout on a ground with emblem, footer and number.

        ``foot`` is the ground behind the emblem and the footer, ``behind`` the one behind the content and the number,
        where they differ.
        """
        x, y, w, h = content
        left, right = foot or ground, behind or foot or ground
        mark_box = grounds_grid(self.tokens).emblem
        mark_box = mark_box.replace(w=emblem_width(self.tokens, mark_box.h))
        still += emblem(self.tokens, mark_box, 40, ink(self.tokens, left) is not ON_LIGHT)
        name = {**{str(role): name for role, name in self.tokens.layouts}, **_NAMES}[arrangement]
        return Design(
            role=arrangement if ground == first else f"{arrangement}-{ground}",
            type=kind if ground == first else "",
            specs=(*specs, *self._footers(arrangement, left, right)),
            fill=fills(self.tokens)[behind or ground],
            still=still,
            master_shapes=False,
            dark=ink(self.tokens, left) is not ON_LIGHT,
            name=name if ground == first else f"{name} – {self.names[ground]}",
            content=self.at.box(x, y, w, h + AIR),
        )

    def _footers(self, arrangement: str, left: str, right: str) -> tuple[PlaceholderSpec, ...]:
        """Return footer and number; a wide emblem moves the footer to the right."""
        grid = grounds_grid(self.tokens)
        wide = emblem_width(self.tokens, grid.emblem.h)
        x = max(grid.footer.x, grid.emblem.x + wide + grid.emblem.h // 2)
        number = grid.number if arrangement != "panel" else self.at.box(420, 669.6, 60, 22.4)
        small = self._plain(self.sizes.footer, ink(self.tokens, left).footer)
        strong = (plain(self.sizes.footer, ink(self.tokens, right).title, True, "r"),)
        place, prompt = grid.footer.replace(x=Emu(x)), (self.tokens.website,)
        return (
            PlaceholderSpec("ftr", 10, "Bunntekst", prompt, place, small, "t", NO_INSETS, "quarter"),
            PlaceholderSpec(
                "sldNum", 11, "Lysbildenummer", ("‹#›",), number, strong, "t", NO_INSETS, "quarter", field="slidenum"
            ),
        )

    def _top(self, ground: str) -> tuple[PlaceholderSpec, ...]:
        look = ink(self.tokens, ground)
        return (
            self._large("title", (64, 68, 1152, 80), "t", self.sizes.title, look.title),
            self._kicker((64, 41.8, 1152, 23), look.kicker),
        )

    def _kicker(self, place: tuple[float, float, float, float], colour: Colour) -> PlaceholderSpec:
        return self._spec(
            "body", KICKER_IDX, "Stikktittel", place, self._plain(self.sizes.kicker, colour, True), "b", "quarter"
        )

    def _large(
        self, type: PlaceholderType, place: tuple[float, float, float, float], anchor: Anchor, size: Pt, colour: Colour
    ) -> PlaceholderSpec:
        style = TextStyle(size, True, spacing=tracked(self.tokens, size), line_spacing=0.9, colour=colour, heading=True)
        return PlaceholderSpec(type, 0, "Tittel", (_TITLE,), self.at.box(*place), (style,), anchor, NO_INSETS)

    def _spec(
        self,
        type: PlaceholderType,
        idx: int,
        name: str,
        place: tuple[float, float, float, float],
        look: tuple[TextStyle, ...],
        anchor: Anchor = "t",
        size: str = "",
    ) -> PlaceholderSpec:
        prompt = "Klikk på ikonet for å sette inn et bilde" if type == "pic" else _TEXT
        prompt = _TITLE if type == "title" else prompt
        return PlaceholderSpec(type, idx, name, (prompt,), self.at.box(*place), look, anchor, NO_INSETS, size)

    def _plain(self, size: Pt, colour: Colour, bold: bool = False) -> tuple[TextStyle, ...]:
        return (plain(size, colour, bold).replace(spacing=tracked(self.tokens, size)),)


_NAMES = {
    "aside": "Tittel ved siden",
    "split": "Felt og innhold",
    "quote": "Sitat",
    "base": "På mørk grunn",
    "panel": "Bilde og felt",
}


NAME = 32
"""Characters of 20 pt that fit beside the emblem, clear of the art."""


def _split_name(name: str) -> str:
    """Return a name split into the one or two lines beside the emblem."""
    spaces = [n for n, sign in enumerate(name) if sign == " "]
    if len(name) <= NAME or not spaces:
        return name
    middle = min(spaces, key=lambda n: abs(2 * n - len(name)))
    return f"{name[:middle]}\n{name[middle + 1 :]}"


def tracked(tokens: Tokens, size: Pt) -> Pt:
    """Return the letter spacing of a size, points."""
    return next((Pt(round(size * share, 2)) for least, share in tokens.tracking if size >= least), Pt(0.0))


def master_look(tokens: Tokens) -> MasterLook:
    """Return the master's styles for its ground."""
    size, look = tokens.sizes.title, ink(tokens, "paper")
    title = TextStyle(size, True, spacing=tracked(tokens, size), line_spacing=0.9, colour=look.title, heading=True)
    body = tuple(level.replace(colour=look.title) for level in body_levels(tokens))
    return MasterLook(title, body, look.footer, fills(tokens)["paper"])


def pairs(tokens: Tokens) -> tuple[tuple[Phrase | str, Colour, Colour], ...]:
    """Return the texts of the layouts: use, text colour, ground."""
    found: list[tuple[Phrase | str, Colour, Colour]] = []
    for ground, behind in fills(tokens).items():
        look = ink(tokens, ground)
        uses = (("a title", look.title), ("a kicker", look.kicker), ("text", look.lead), ("a footer", look.footer))
        found += [(term("{use} on {ground}", use=term(use), ground=ground), colour, behind) for use, colour in uses]
    return (
        *found,
        ("a link", Colour("hlink"), Colour("bg1")),
        ("a visited link", Colour("folHlink"), Colour("bg1")),
        ("text that says 'this one'", Colour("tx1"), Colour("accent3")),
        ("text on the second colour", Colour("tx1"), Colour("accent2")),
    )
