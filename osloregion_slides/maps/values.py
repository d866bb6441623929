"""The values of maps: areas in metres, and areas at their place on a slide."""

from __future__ import annotations

from osloregion_slides.value import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from osloregion_slides.scene import Box
    from osloregion_slides.units import Emu

    Point = tuple[float, float]
    Ring = list[Point]


class Area(Value):
    """The outline of one member in projected metres, y to the north.

    ``rings`` are islands and holes alike, without the closing point; what an odd number of rings
    surround is inside. ``label`` is (x, y, radius) of the largest circle inside, if the file knows it.
    """

    number: str
    name: str
    rings: tuple[tuple[Point, ...], ...]
    label: tuple[float, float, float] | None = None


class Placed(Value):
    """An area on a slide. ``rings`` lie in a grid of ``extent`` (w, h) stretched over ``box``, y down.

    ``label`` is the centre of the largest circle inside (EMU from the slide's top left), ``room`` its
    radius (EMU), so that a kind knows whether a number fits there.
    """

    number: str
    box: Box
    extent: tuple[int, int]
    rings: tuple[tuple[tuple[int, int], ...], ...]
    label: tuple[Emu, Emu]
    room: Emu
