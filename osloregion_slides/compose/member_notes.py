"""The lines under a slide of members: that not all are known by name, and how the unconfirmed ones are marked."""

from __future__ import annotations

from osloregion_slides.value import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from osloregion_slides.compose.stage import Stage
    from osloregion_slides.maps.place import Area
    from osloregion_slides.outline.load import SlideSource
    from osloregion_slides.registry.values import Roll
    from osloregion_slides.scene import Box, Item


class Notes(Value):
    """``area`` is what the lines leave of a slide; ``doubts`` are those about what is not known."""

    area: Box
    lines: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    items: tuple[Item, ...] = ()


def member_notes(
    roll: Roll,
    source: SlideSource,
    stage: Stage,
    area: Box,
    what: str,
    mark: str,
    drawn: tuple[Area, ...] | None = None,
) -> Notes:
    """Return the lines that a slide of these municipalities needs; mostly none.

    ``what`` is the word for what the slide does with those known by name (``drawn are``), ``mark`` for how those
    not confirmed by name are marked (``dotted``). ``drawn`` are the areas of a map: who has none is named.
    """
    numbers = None if drawn is None else {place.number for place in drawn}
    absent = tuple([member.name for member in roll if numbers is not None and member.number not in numbers])
    if roll.whole and not absent and not source.fields.flag("mark_unconfirmed"):
        return Notes(area)
    from osloregion_slides.compose.doubt import doubt, not_drawn, note_lines, note_room, said_of

    lines = (*said_of(roll, source, stage, what, mark), *not_drawn(absent, stage))
    left = area.inset(0, 0, 0, note_room(lines))
    return Notes(left, lines, doubt(roll, stage), note_lines(source, stage, area, lines))
