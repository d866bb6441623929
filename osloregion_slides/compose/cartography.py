"""Map areas of the members, read once per deck, and the notes and highlight of slides that show members."""

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
"""The cells of the default map without names: read in 0.1 ms, the map itself in 2 ms."""
MAX_OWN = 100_000
"""The most bytes of a map file to compare; the bundled map has 17 251."""


def member_areas(context: ComposeContext, path: str) -> tuple[tuple[Area, ...], str]:
    """Return the members' areas in a GeoJSON file ("": the bundled map), and the attribution that it requires."""
    members = context.members.municipalities
    if path not in context.areas:
        own = resources.path(*DEFAULT_MAP)
        from osloregion_slides.maps.load import load_areas

        areas, attribution, findings = load_areas(path or own, members)
        # the bundled map lacks members that join later: the slide reports them, and the rest of the deck can be built
        if not path or (findings and _same_text(path, own)):
            findings = tuple(map(_on_own_map, findings))
        if not areas and members:  # the slide itself reports it, once
            findings = tuple([found for found in findings if found.code not in ("missing-area", "undrawn-member")])
        context.areas[path] = areas, attribution, findings
    areas, attribution, findings = context.areas[path]
    context.findings += (
        findings  # repeated by each map slide, so that each can be cached alone; duplicates are removed at the end
    )
    return areas, attribution


def areas_of(path: str, members: tuple[Member, ...]) -> tuple[Area, ...]:
    """Return the areas of the members on another date, without reporting those that have none."""
    from osloregion_slides.maps.load import load_areas

    return load_areas(path or resources.path(*DEFAULT_MAP), members)[0]


def _same_text(path: str, own: str) -> bool:
    """Return whether a map file is the bundled map or a copy of it, whatever its whitespace."""
    try:
        text = read_bytes(own, MAX_OWN)
        return read_bytes(path, MAX_OWN).split() == text.split()
    except OSError:  # reported where the map is read
        return False


def _on_own_map(found: Finding) -> Finding:
    keys = {"missing-area": "undrawn-member", "ambiguous-area": "undrawn-member.ambiguous"}
    values: dict[str, Any] = dict(found.values)
    return finding(keys[found.code], found.at, **values) if found.code in keys else found


# Notes on a slide of members: that not all are known by name, and how unconfirmed members are marked.


class Notes(Record):
    """``area`` is the area left above the lines; ``doubts`` are the lines about unknown members."""

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
    """Return the notes that a slide of these municipalities needs; usually none.

    ``what`` is the word for how the slide shows members known by name (``drawn are``), ``mark`` for how it marks
    unconfirmed members (``dotted``). ``drawn`` are the areas of a map: a note lists the members without one.
    """
    numbers = None if drawn is None else {place.number for place in drawn}
    absent = tuple([member.name for member in roll if numbers is not None and member.key not in numbers])
    if roll.whole and not absent and not source.fields.flag("mark_unconfirmed"):
        return Notes(area)
    from osloregion_slides.compose.map_marks import incomplete_note, member_gap_notes, not_drawn, note_lines, note_room

    lines = (*member_gap_notes(roll, source, context, what, mark, len(roll) - len(absent)), *not_drawn(absent, context))
    left = area.inset(0, 0, 0, note_room(lines))
    return Notes(left, lines, incomplete_note(roll, context), note_lines(source, context, area, lines))


# The highlighted member of a slide.


def highlighted(source: SlideSource, context: ComposeContext) -> Member | None:
    """Return the municipality that the slide highlights; None with a warning if it is not a member on that date."""
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
    """Return the index of the first member by number, by name, and by name in lower case."""
    index: dict[str, int] = {}
    for place, member in enumerate(members):
        for key in (member.number, member.name, member.name.casefold()):
            index.setdefault(key, place)
    return index
