"""A template as values for the kinds: layouts with boxes and text styles, theme colours, the type scale."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from osloregion_slides.base.record import Record
from osloregion_slides.base.units import Emu, Pt
from osloregion_slides.scene import Box, Colour, Insets

if TYPE_CHECKING:
    from osloregion_slides.base.findings import Finding
    from osloregion_slides.scene import Align, Anchor, PlaceholderType

    LayoutRole = Literal["cover", "statement", "section", "content", "two", "title_only", "picture"]

ROLES: tuple[LayoutRole, ...] = ("cover", "statement", "section", "content", "two", "title_only", "picture")
CHOSEN = ("cover", "section", "title_only")
"""The ways to read a layout that slides name: openings with the area beside the title, or under it, all other slides.
Its ``Layout.role`` is one of these, a colon and its name."""
_OPENINGS = {"cover": "cover", "closing": "cover", "statement": "section", "section": "section"}
INSTEAD = {
    "closing": "cover",
    "aside": "title_only",
    "split": "title_only",
    "quote": "title_only",
    "base": "title_only",
    "panel": "picture",
}
"""Substitutes for arrangements that only the design with grounds has."""


FACES = ("regular", "bold", "italic", "bold_italic")
"""The faces of a font, in the order of its table of advances."""


class Floors(Record):
    """Minimum sizes in points: of spoken content, of labels and notes, of axes, of footers and sources."""

    body: Pt = Pt(14)
    label: Pt = Pt(12)
    axis: Pt = Pt(12)
    footer: Pt = Pt(10)


TITLES: tuple[PlaceholderType, ...] = ("title", "ctrTitle")


class TextStyle(Record):
    """The text style of one list level of a placeholder, inherited from layout, master and the master's text styles.

    ``line_spacing`` is a factor (1.0 single), ``before``/``after`` points, ``margin``/``indent`` EMU
    (a:pPr marL and indent), ``spacing`` the letter spacing in points, ``heading`` the major font.
    """

    size: Pt
    bold: bool = False
    italic: bool = False
    caps: bool = False
    spacing: Pt = Pt(0.0)
    line_spacing: float = 1.0
    before: Pt = Pt(0.0)
    after: Pt = Pt(0.0)
    margin: Emu = Emu(0)
    indent: Emu = Emu(0)
    bullet: bool = False
    align: Align = "l"
    colour: Colour = Colour("tx1")
    heading: bool = False


class Slot(Record):
    """A placeholder of a layout. ``levels`` has one style for each of at least the first three list levels.

    ``kicker`` marks the small line above the title. ``readable`` is a legible colour for small text, None where the
    levels' own colours have enough contrast; ``contrasts`` are those of the levels' own colours (WCAG's ratio, 21 for
    each that is sufficient). ``moved`` marks a ``box`` that differs from the layout's, which leaves shapes no room or
    overlaps a logo (``brand/read``). ``ground`` is the band of the slide, at full width, in which the title's colour is
    legible: None for the whole height, as high as ``box`` where the title has its own fill.
    """

    type: PlaceholderType
    idx: int
    name: str
    box: Box
    levels: tuple[TextStyle, ...]
    anchor: Anchor = "t"
    insets: Insets = Insets()
    kicker: bool = False
    readable: Colour | None = None
    contrasts: tuple[float, ...] = ()
    moved: bool = False
    ground: Box | None = None

    @property
    def own(self) -> Box | None:
        """The box that a shape in this slot inherits; None where slides must state one."""
        return None if self.moved else self.box


class Layout(Record):
    """One layout: its part, its placeholders in reading order, and the area free for shapes.

    ``content`` is below the title, inside the margins, above the footer; on a cover it is the part of the slide
    beside the title, to its edges, with no width where there is none. ``background`` is the colour behind that area,
    ``dark`` whether it needs light text. ``taken`` are boxes at the foot of a foreign layout on which its text colour
    is illegible, with a legible colour or None; ``drawn`` are the boxes of its shapes with an edge on the slide.
    ``plated`` marks a layout whose picture leaves text illegible: its slides get a plate in ``background`` under it.

    A ``role`` is one of ``ROLES``; a brand with grounds has further arrangements (``aside``), and both with a ground
    (``aside-snow``). The role of a layout that a slide names is one of ``CHOSEN`` with that name.
    """

    role: str
    part: str
    name: str
    slots: tuple[Slot, ...]
    content: Box
    background: Colour = Colour("bg1")
    dark: bool = False
    taken: tuple[tuple[Box, Colour | None], ...] = ()
    drawn: tuple[Box, ...] = ()
    plated: bool = False

    def slot(self, *types: str, nth: int = 0) -> Slot | None:
        """Return the nth placeholder of these types except kickers, or None."""
        for slot in self.slots:
            if slot.type in types and not slot.kicker:
                if not nth:
                    return slot
                nth -= 1
        return None

    @property
    def kicker(self) -> Slot | None:
        """The placeholder of the kicker, or None."""
        return next((slot for slot in self.slots if slot.kicker), None)


SCALE = tuple([Pt(size) for size in (44, 40, 36, 32, 28, 24, 20, 18, 16, 14, 12)])
"""The default type scale: PowerPoint's own sizes down to the smallest legible one."""


class Brand(Record):
    """A template with the properties that kinds use.

    ``palette`` maps each theme slot of a slide (``tx1``, ``accent1`` …, after the colour map) to RRGGBB.
    ``template`` is the path of the package that the writer copies; ``package`` are the bytes of a normalised one, else
    b"" (``load.template_bytes`` returns the ones to use). ``scale`` is the type scale in points, largest first.
    ``heading_font``/``body_font`` are the typefaces of slides, ``theme_fonts`` those of the theme where they differ.
    ``own`` marks a template built from tokens. ``findings`` are warnings about the brand. ``grounds`` marks layouts
    on several grounds and accents with fixed roles (``brand/grounds.py``). ``tracking`` is the letter spacing from a
    size on, as a share of it, largest first. ``signs`` are the names of line signs by item id (``compose/signs.py``).
    ``masters`` is the checksum of the package's masters, layouts and media (``opc.masters_checksum``), "" where it is
    unknown, ``sheets`` the digests of their content (``ooxml.sheets.digests``). ``tables`` are the font tables
    beside the template (``brand/tables``), by font.
    """

    name: str
    template: str
    width: Emu
    height: Emu
    palette: tuple[tuple[str, str], ...]
    heading_font: str
    body_font: str
    layouts: tuple[Layout, ...]
    scale: tuple[Pt, ...]
    own: bool = True
    package: bytes = b""
    findings: tuple[Finding, ...] = ()
    grounds: bool = False
    floors: Floors = Floors()
    tracking: tuple[tuple[Pt, float], ...] = ()
    signs: tuple[tuple[str, str], ...] = ()
    masters: str = ""
    sheets: str = ""
    theme_fonts: tuple[str, ...] = ()
    tables: tuple[tuple[str, bytes], ...] = ()

    def layout(self, role: str) -> Layout:
        """Return the layout of a role, else of its arrangement without the ground, else its substitute (``INSTEAD``).

        KeyError for an unknown role (readers give each of ``ROLES`` a layout).
        """
        arrangement = role.partition("-")[0]
        for name in (role, arrangement, INSTEAD.get(arrangement, "")):
            for layout in self.layouts:
                if layout.role == name:
                    return layout
        raise KeyError(role)

    def named(self, name: str) -> Layout | None:
        """Return the first layout with a name, in any language of built-in names; None without one."""
        from osloregion_slides.brand.wording import usual_name

        usual = usual_name(name)
        return next((layout for layout in self.layouts if usual_name(layout.name) == usual), None)

    def chosen(self, wanted: str, role: str, ground: str = "") -> Layout:
        """Return the layout that a slide names by role or by name, read for a kind that needs ``role``.

        Of several with that name, one of the role precedes one on the ground. KeyError where there is none.
        """
        read = f"{_OPENINGS.get(role, 'title_only')}: {wanted}"
        named = [layout for layout in self.layouts if read == layout.role or wanted == layout.name]
        if not named and wanted not in [layout.role for layout in self.layouts]:
            from osloregion_slides.brand.wording import usual_names

            names = usual_names(wanted)  # names in PowerPoint's menu in a deck of another language
            named = [layout for layout in self.layouts if layout.name in names]
        if not named:
            return self.layout(f"{wanted}-{ground}" if ground else wanted)
        preferred = (read, f"{role}-{ground}", role)
        return min(named, key=lambda one: (one.role not in preferred, not one.role.endswith(f"-{ground}")))
