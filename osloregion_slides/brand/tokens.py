"""What a brand's look is made from: the values of brand.yaml."""

from __future__ import annotations

from osloregion_slides.base.record import Record
from osloregion_slides.base.units import Emu, Pt, inches
from osloregion_slides.ooxml.names import COLOUR_MAP

TYPE_CHECKING = False
if TYPE_CHECKING:
    from osloregion_slides.brand.values import LayoutRole

SCALE = tuple([Pt(size) for size in (44, 40, 36, 32, 28, 24, 20, 18, 16, 14, 12)])
"""The type scale where none is named: PowerPoint's own sizes down to the least that people can read."""

LAYOUT_NAMES: tuple[tuple[LayoutRole, str], ...] = (
    ("cover", "Forside"),
    ("statement", "Utsagn"),
    ("section", "Skilleark"),
    ("content", "Tittel og innhold"),
    ("two", "To innholdsdeler"),
    ("title_only", "Bare tittel"),
    ("picture", "Bilde"),
)


class Sizes(Record):
    """Type sizes in points. ``lead`` is the text under a statement.

    ``body`` are the first three list levels over the whole width, ``column`` those of half of it.
    """

    cover: Pt = Pt(44)
    statement: Pt = Pt(44)
    section: Pt = Pt(40)
    title: Pt = Pt(28)
    lead: Pt = Pt(24)
    subtitle: Pt = Pt(20)
    body: tuple[Pt, ...] = (Pt(24), Pt(20), Pt(18))
    column: tuple[Pt, ...] = (Pt(20), Pt(18), Pt(16))
    note: Pt = Pt(14)
    kicker: Pt = Pt(11)
    footer: Pt = Pt(11)


class Logo(Record):
    """The user's own logo: PNG bytes, its shape (width / height), and the SVG original if there is one.

    ``light`` and ``light_vector`` are a version for dark backgrounds; without one the logo stands on a
    white plate there.
    """

    data: bytes
    ratio: float
    vector: bytes = b""
    light: bytes = b""
    light_vector: bytes = b""


class Tokens(Record):
    """A brand's tokens: lengths in EMU, sizes in points, colours RRGGBB.

    ``colours`` are the named colours that PowerPoint's colour picker offers, ``theme`` gives the twelve
    theme slots (``dk1`` … ``folHlink``) their RRGGBB, ``scale`` is the type scale, largest first,
    ``layouts`` names each layout for the people who choose one in PowerPoint.
    """

    name: str
    website: str
    language: str
    colours: tuple[tuple[str, str], ...]
    theme: tuple[tuple[str, str], ...]
    heading_font: str = "Calibri"
    body_font: str = "Calibri"
    scale: tuple[Pt, ...] = SCALE
    sizes: Sizes = Sizes()
    width: Emu = inches(13 + 1 / 3)
    height: Emu = inches(7.5)
    margin: Emu = inches(0.6)
    logo: Logo | None = None
    layouts: tuple[tuple[LayoutRole, str], ...] = LAYOUT_NAMES

    @property
    def palette(self) -> tuple[tuple[str, str], ...]:
        """The colours a slide sees (``tx1``, ``bg1``, ``accent1`` …) as RRGGBB."""
        theme = dict(self.theme)
        return tuple((slot, theme[source]) for slot, source in COLOUR_MAP)
