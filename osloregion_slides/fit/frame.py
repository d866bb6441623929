"""What a text is before it is fitted, and where it stands."""

from __future__ import annotations

from osloregion_slides.scene import Insets
from osloregion_slides.units import Emu, Pt
from osloregion_slides.value import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from osloregion_slides.brand.values import TextStyle
    from osloregion_slides.scene import Align, Anchor, Bullet, Colour, Run

SCALE = tuple([Pt(size) for size in (54, 44, 40, 36, 32, 28, 24, 20, 18, 16, 14, 12)])


class Draft(Value):
    r"""A paragraph before fitting; None inherits from the frame's style of its level.

    ``step`` sets it that many steps of the frame's type scale below its level's size. ``margin`` and
    ``indent`` are EMU, ``before`` and ``after`` points. A line break inside is "\n" or "\v" in a run.
    """

    runs: tuple[Run, ...]
    level: int = 0
    bold: bool | None = None
    bullet: Bullet = "inherit"
    align: Align | None = None
    before: Pt | None = None
    after: Pt | None = None
    margin: Emu | None = None
    indent: Emu | None = None
    step: int = 0


class Frame(Value):
    """The place of a text: the text rectangle with its insets still on, and the style of each level (EMU).

    ``written`` says that the shape has no layout to inherit from, so that the fitted text carries its
    insets, anchor, bold, spacing and bullets itself; a placeholder's frame has it False. ``scale`` is
    the type scale that ``Draft.step`` counts on, largest first.
    """

    width: Emu
    height: Emu
    levels: tuple[TextStyle, ...]
    language: str
    insets: Insets = Insets()
    anchor: Anchor = "t"
    colour: Colour | None = None
    written: bool = True
    scale: tuple[Pt, ...] = SCALE

    def style(self, level: int) -> TextStyle:
        """Return the style of a level; the deepest one it has for deeper levels."""
        levels = self.levels
        return levels[level] if level < len(levels) else levels[-1]
