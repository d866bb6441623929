"""Members that no source names, marked on a map: a dotted outline, which the line under the map explains."""

from __future__ import annotations

from osloregion_slides.compose.stage import INK, WHITE
from osloregion_slides.compose.words import word
from osloregion_slides.scene import Freeform, Group, Stroke
from osloregion_slides.units import Pt

TYPE_CHECKING = False
if TYPE_CHECKING:
    from osloregion_slides.compose.stage import Stage
    from osloregion_slides.maps.place import Placed
    from osloregion_slides.registry.values import Member

DOTS = Pt(2.5)
"""Dark dots on a light line as wide: one of the two stands out from any fill (WCAG 1.4.11)."""


def dotted(key: str, drawn: list[tuple[Member, Placed]], stage: Stage) -> Group | None:
    """Return the outlines of those of the members that are not confirmed by name, None where all are."""
    doubtful = [(member, area) for member, area in drawn if member.confidence != "confirmed"]
    said = word(stage.language, "unconfirmed")
    shapes = []
    for member, area in doubtful:
        place, alt = (area.box, area.extent, area.rings), f"{member.name}: {said}"
        under = Stroke(WHITE, DOTS)
        shapes.append(Freeform(f"{key}/{member.name}/line", *place, None, under, decorative=True))
        shapes.append(Freeform(f"{key}/{member.name}", *place, None, Stroke(INK, DOTS, "sysDot"), alt))
    if not shapes:
        return None
    names = ", ".join([member.name for member, _ in doubtful])
    return Group(key, tuple(shapes), f"{said[:1].upper()}{said[1:]}: {names}.")
