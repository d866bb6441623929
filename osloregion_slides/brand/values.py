"""What a template gives the kinds: layouts with their boxes and type, theme colours, the type scale."""

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
"""For what kinds of slides a layout is read that slides name: openings beside their title, under it, everything else.
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
"""What stands in for an arrangement that only the design with grounds has."""


FACES = ("regular", "bold", "italic", "bold_italic")
"""The faces of a font, in the order of its table of advances."""


class Floors(Record):
    """The least sizes in points: of what is said aloud, of labels and notes, of axes, of footers and sources."""

    body: Pt = Pt(14)
    label: Pt = Pt(12)
    axis: Pt = Pt(12)
    footer: Pt = Pt(10)


TITLES: tuple[PlaceholderType, ...] = ("title", "ctrTitle")


class TextStyle(Record):
    """The look of one list level of a placeholder, read through layout, master and the master's text styles.

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

    ``kicker`` marks the small line above the title that our own layouts have. ``readable`` is there where
    a level's own colour is too pale for small text on what is behind it: the colour that can be read;
    ``contrasts`` are then those of the levels' own (WCAG's ratio, 21 for any that is enough). ``moved`` says that
    ``box`` is not the layout's, which leaves a slide no room or runs under a logo (``brand/read``). ``ground`` is
    there for a title whose colour cannot be read everywhere above and below it: how far it can, over the slide's width;
    as high as ``box`` where that is filled itself.
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
        """The box that a shape in this slot has without one of its own; None where slides have to state it."""
        return None if self.moved else self.box


class Layout(Record):
    """One layout: the part that holds it, its placeholders in reading order, and the area free for shapes.

    ``content`` lies under the title, inside the margins, above the footer; on a cover it is the part of
    the slide beside the title, to its edges, and has no width where there is none. ``background`` is
    the colour behind that area. ``dark`` says that text on it has to be light. ``taken`` is where a foreign layout
    draws at its foot what its ink cannot be read on, with one that can; ``drawn`` where it draws anything that does not
    cover the slide.

    A ``role`` is one of ``ROLES``, or of a brand with grounds also an arrangement of its own (``aside``), and
    either with a ground (``aside-snow``); of a layout that a slide names it is one of ``CHOSEN`` with that name.
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

    def slot(self, *types: str, nth: int = 0) -> Slot | None:
        """Return the nth placeholder of one of these types (kickers left out), or None."""
        for slot in self.slots:
            if slot.type in types and not slot.kicker:
                if not nth:
                    return slot
                nth -= 1
        return None

    @property
    def kicker(self) -> Slot | None:
        """The placeholder of the line above the title, where the layout has one."""
        return next((slot for slot in self.slots if slot.kicker), None)


SCALE = tuple([Pt(size) for size in (44, 40, 36, 32, 28, 24, 20, 18, 16, 14, 12)])
"""The type scale where none is named: PowerPoint's own sizes down to the least that people can read."""


class Brand(Record):
    """A template as the kinds see it.

    ``palette`` maps each theme slot of a slide (``tx1``, ``accent1`` …, the colour map applied) to
    RRGGBB. ``template`` is the path of the package the writer copies; ``package`` holds its bytes where
    they had to be made from that file (``load.template_bytes`` gives the right ones). ``scale`` is the
    type scale, largest first, in points. ``heading_font``/``body_font`` are the typefaces of slides,
    ``theme_fonts`` those of the theme where its placeholders name others.
    ``own`` says that the template was made from tokens here. ``findings`` are warnings about the brand.
    ``grounds`` says that its layouts stand on several grounds and that its accents have fixed roles
    (``brand/grounds.py``). ``tracking`` is the letter spacing from a size on, as a share of it, largest first.
    ``signs`` are the names of line signs by the ids of items (``compose/signs.py``). ``masters`` is the checksum of the
    package's masters, layouts and pictures (``opc.masters_checksum``), "" where it is not known, ``sheets`` the digests
    of what stands on them (``ooxml.sheets.digests``).
    ``tables`` are those beside the template (``brand/tables``), by font.
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
        """Return the layout of a role, or the nearest that the brand has: without the ground, then what stands in.

        KeyError for a role that nobody knows (readers give every one of ``ROLES`` a layout).
        """
        arrangement = role.partition("-")[0]
        for name in (role, arrangement, INSTEAD.get(arrangement, "")):
            for layout in self.layouts:
                if layout.role == name:
                    return layout
        raise KeyError(role)

    def named(self, name: str) -> Layout | None:
        """Return the first layout of a name, in whatever language of ours the name is; None without one."""
        from osloregion_slides.brand.wording import usual_name

        usual = usual_name(name)
        return next((layout for layout in self.layouts if usual_name(layout.name) == usual), None)

    def chosen(self, wanted: str, role: str, ground: str = "") -> Layout:
        """Return the layout that a slide names, by role or by name, as a kind sees it that asks for ``role``.

        Of several of that name the one of the role comes first, then one on the ground. KeyError where there is none.
        """
        read = f"{_OPENINGS.get(role, 'title_only')}: {wanted}"
        named = [layout for layout in self.layouts if read == layout.role or wanted == layout.name]
        if not named and wanted not in [layout.role for layout in self.layouts]:
            from osloregion_slides.brand.wording import usual_names

            said = usual_names(wanted)  # as PowerPoint's menu has it in a deck of another language
            named = [layout for layout in self.layouts if layout.name in said]
        if not named:
            return self.layout(f"{wanted}-{ground}" if ground else wanted)
        best = (read, f"{role}-{ground}", role)
        return min(named, key=lambda one: (one.role not in best, not one.role.endswith(f"-{ground}")))
