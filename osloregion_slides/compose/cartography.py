"""The areas of the members as the kinds draw them: read once a deck, placed where a slide wants them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from osloregion_slides.base import resources
from osloregion_slides.base.files import read_bytes
from osloregion_slides.base.findings import Finding, finding, meant
from osloregion_slides.base.letters import composed
from osloregion_slides.base.record import Record
from osloregion_slides.compose.context import ComposeContext, date_of
from osloregion_slides.registry.values import Kept, Member, MemberList
from osloregion_slides.scene import Box

if TYPE_CHECKING:
    from osloregion_slides.maps.place import Area
    from osloregion_slides.outline.load import SlideSource
    from osloregion_slides.scene import Item

DEFAULT_MAP = ("assets", "maps", "osloregionen.geojson")
BACKDROP = ("assets", "maps", "backdrop.json")
"""The cells of the default map without their names: 0.1 ms to read, the map itself 2 ms."""
MAX_OWN = 100_000
"""Bytes that are compared with a map file; the tool's own has 17 251."""


def member_areas(context: ComposeContext, path: str) -> tuple[tuple[Area, ...], str]:
    """Return the members' areas from a GeoJSON file ("": the tool's own map), and the attribution it asks for."""
    members = context.members.municipalities
    if path not in context.areas:
        own = resources.path(*DEFAULT_MAP)
        from osloregion_slides.maps.load import load_areas

        areas, attribution, findings = load_areas(path or own, members)
        # who joins tomorrow is not on the tool's own map: the slide says so, and the rest of the deck can be made
        if not path or (findings and _same_text(path, own)):
            findings = tuple(map(_on_own_map, findings))
        if not areas and members:  # the slide says so, once
            findings = tuple([found for found in findings if found.code not in ("missing-area", "undrawn-member")])
        context.areas[path] = areas, attribution, findings
    areas, attribution, findings = context.areas[path]
    context.findings += (
        findings  # by each map, so that any can be remembered without the others; reported once in the end
    )
    return areas, attribution


def areas_of(path: str, members: tuple[Member, ...]) -> tuple[Area, ...]:
    """Return the areas of members of another date; who has none is not reported."""
    from osloregion_slides.maps.load import load_areas

    return load_areas(path or resources.path(*DEFAULT_MAP), members)[0]


def _same_text(path: str, own: str) -> bool:
    """Return whether a map file is the tool's own or a copy of it, with any ends of lines."""
    try:
        text = read_bytes(own, MAX_OWN)
        return read_bytes(path, MAX_OWN).split() == text.split()
    except OSError:  # said where the map is read
        return False


def _on_own_map(found: Finding) -> Finding:
    keys = {"missing-area": "undrawn-member", "ambiguous-area": "undrawn-member.ambiguous"}
    values: dict[str, Any] = dict(found.values)
    return finding(keys[found.code], found.at, **values) if found.code in keys else found


# The lines under a slide of members: that not all are known by name, and how the unconfirmed ones are marked.


class Notes(Record):
    """``area`` is what the lines leave of a slide; ``doubts`` are those about what is not known."""

    area: Box
    lines: tuple[str, ...] = ()
    doubts: tuple[str, ...] = ()
    items: tuple[Item, ...] = ()


def member_notes(
    roll: MemberList,
    source: SlideSource,
    context: ComposeContext,
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
    absent = tuple([member.name for member in roll if numbers is not None and member.key not in numbers])
    if roll.whole and not absent and not source.fields.flag("mark_unconfirmed"):
        return Notes(area)
    from osloregion_slides.compose.map_marks import doubt, not_drawn, note_lines, note_room, said_of

    lines = (*said_of(roll, source, context, what, mark, len(roll) - len(absent)), *not_drawn(absent, context))
    left = area.inset(0, 0, 0, note_room(lines))
    return Notes(left, lines, doubt(roll, context), note_lines(source, context, area, lines))


# One member that a slide is about.


def highlighted(source: SlideSource, context: ComposeContext) -> Member | None:
    """Return the municipality that the slide points out; a warning where it is not a member on the deck's date."""
    wanted = composed(source.fields.plain("highlight").strip())
    if not wanted:
        return None
    members = context.members.municipalities
    index = _kept.get((members,), (), lambda: _index(members))
    places = [place for key in (wanted, wanted.casefold()) if (place := index.get(key)) is not None]
    if places:
        return members[min(places)]
    values = meant(wanted, [member.name for member in members])
    found = finding("unknown-member", source.fields.at("highlight"), name=wanted[:60], date=date_of(context), **values)
    context.findings.append(found.replace(slide=source.id, shape=source.id))
    return None


_kept = Kept(4)


def _index(members: MemberList) -> dict[str, int]:
    """Return the place of the first member by its number, its name, and its name whatever the case."""
    index: dict[str, int] = {}
    for place, member in enumerate(members):
        for key in (member.number, member.name, member.name.casefold()):
            index.setdefault(key, place)
    return index
