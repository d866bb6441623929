"""Notes on slides whose data has gaps: a sentence instead of a figure, a note under a drawing, and marks on a map.

The rule and its reason: on a date for which names are missing in the registry, the number of names is not the number
of members. A deck of 2016 that states "57 municipalities" is wrong, and looks as certain as one of 2008. So counts
come from a source's own statement (78 on 2015-01-01), or the slide states that the number is unknown; members known by
name are drawn and counted as such, with a note. Nothing is left out silently, and nothing stops the build, since a
deck for a date with gaps is often wanted for its other slides; the warning ``not-known`` is reported at each place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.base.units import EMU_PER_PT, Emu, Pt, emu, inches
from osloregion_slides.compose.context import INK, LABEL_FLOOR, NAVY, WHITE, ComposeContext, date_of
from osloregion_slides.compose.page import PADDING, card, card_frame, label, page
from osloregion_slides.fit.setting import UnfittedText
from osloregion_slides.outline.figures import month_text
from osloregion_slides.outline.words import counted, word
from osloregion_slides.registry.values import Member, MemberList, lacking
from osloregion_slides.scene import Box, Connector, ConnectorEnd, Freeform, Group, Insets, Run, Shape, Stroke

if TYPE_CHECKING:
    from osloregion_slides.base.findings import Location
    from osloregion_slides.base.messages import Phrase
    from osloregion_slides.brand.values import Layout
    from osloregion_slides.maps.place import Placed
    from osloregion_slides.outline.load import SlideSource
    from osloregion_slides.scene import Colour, Item, Slide


NOTE_HEIGHT = inches(0.3)
MAX_NAMES = 8  # what fits on a line of a slide


def slide_without_figures(
    source: SlideSource, context: ComposeContext, layout: Layout, area: Box, reason: Phrase | str
) -> tuple[Slide, ...]:
    """Return the slide with a sentence instead of its figures; no slide without a ``reason``, which is an error."""
    if not reason:
        return ()
    sentence = word(context.language, "no figures").format(date=date_of(context))
    last = context.members.municipalities.last
    if last and source.fields.raw("table").startswith("members."):
        month = month_text(last.date, context.code)
        sentence = f"{sentence} {word(context.language, 'last count').format(total=last.total, month=month)}"
    key = f"{source.id}/unknown"
    text = label(
        key,
        area,
        (UnfittedText((Run(sentence),), align="ctr"),),
        context,
        context.inks(layout.background).text,
        source.at,
        context.steps(28),
        anchor="ctr",
    )
    return (page(source, context, layout, (text,)),)


def incomplete_note(roll: MemberList, context: ComposeContext, what: str = "", shown: int = 0) -> tuple[str, ...]:
    """Return the note that not all municipalities are known by name, () if they are.

    ``what`` is the word for how the slide shows ``shown`` of them (``drawn are``, ``counted are``).
    """
    if roll.whole:
        return ()
    frame = "partly by name" if roll.total is not None else "last known" if roll.last else "number unknown"
    values: dict[str, object] = {"known": len(roll), "total": roll.total, "date": date_of(context)}
    if frame == "last known" and roll.last:
        values |= {"total": roll.last.total, "month": month_text(roll.last.date, context.code)}
    lines = [word(context.language, frame).format(**values)]
    if what:
        lines.append(word(context.language, what).format(known=shown))
    return (" ".join(lines),)


def member_gap_notes(
    roll: MemberList, source: SlideSource, context: ComposeContext, what: str, mark: str, shown: int
) -> tuple[str, ...]:
    """Return the notes for a slide of members; warn if not all members are known.

    ``mark`` is the word for how the slide marks members not confirmed by name (``dotted``).
    """
    lines = incomplete_note(roll, context, what, shown)
    if lines:
        code, values = "not-known", dict[str, object](reason=lacking(roll))
        if roll.total is None and roll.last:
            code, values = "last-known", {**values, "total": roll.last.total, "date": roll.last.date}
        context.report(code, source.at, on_shape=source.id, **values)
    doubtful = [member for member in roll if member.confidence != "confirmed"]
    if doubtful and source.fields.flag("mark_unconfirmed"):
        noun = counted(context.language, "municipality", len(doubtful))
        lines += (word(context.language, mark).format(count=len(doubtful), noun=noun),)
    return lines


def not_drawn(names: tuple[str, ...], context: ComposeContext) -> tuple[str, ...]:
    """Return the note that lists the members without an area on the map, () if there are none."""
    if not names:
        return ()
    shown = ", ".join(names[:MAX_NAMES]) + (" …" if len(names) > MAX_NAMES else "")
    return (word(context.language, "not drawn").format(names=shown),)


def note_lines(source: SlideSource, context: ComposeContext, area: Box, lines: tuple[str, ...]) -> tuple[Item, ...]:
    """Return the notes as small text in a strip ``note_room`` high at the foot of the area."""
    if not lines:
        return ()
    height = note_room(lines)
    box = Box(area.x, area.bottom - height, area.w, height)
    drafts = tuple([UnfittedText((Run(line),)) for line in lines])
    steps, ground = context.steps(14, LABEL_FLOOR), context.layout("title_only").background
    return (label(f"{source.id}/note", box, drafts, context, context.inks(ground).dim, source.at, steps, anchor="b"),)


def note_room(lines: tuple[str, ...]) -> Emu:
    """Return the height of the notes, EMU."""
    return NOTE_HEIGHT * len(lines)


# Unconfirmed members on a map: a dotted outline, which the note under the map explains.

DOTS = Pt(2.5)
"""The width of dark dots and of the light line under them: one of the two contrasts with any fill (WCAG 1.4.11)."""


def dotted(key: str, drawn: list[tuple[Member, Placed]], context: ComposeContext) -> Group | None:
    """Return the outlines of the members that are not confirmed by name, None if all are confirmed."""
    doubtful = [(member, area) for member, area in drawn if member.confidence != "confirmed"]
    status = word(context.language, "unconfirmed")
    shapes = []
    for member, area in doubtful:
        place, alt = (area.box, area.extent, area.rings), f"{member.name}: {status}"
        under = Stroke(WHITE, DOTS)
        shapes.append(Freeform(f"{key}/{member.name}/line", *place, None, under, decorative=True))
        shapes.append(Freeform(f"{key}/{member.name}", *place, None, Stroke(INK, DOTS, "sysDot"), alt))
    if not shapes:
        return None
    names = ", ".join([member.name for member, _ in doubtful])
    return Group(key, tuple(shapes), f"{status[:1].upper()}{status[1:]}: {names}.")


# The highlighted member on a map: its outline, a pin and its name.

HALO, EDGE = Pt(6.0), Pt(2.5)
"""A dark line in a light one is visible on any fill: one of the two has a contrast of 3:1 (WCAG 1.4.11)."""
PIN = inches(0.11)
LABEL_HEIGHT = inches(0.36)
AWAY = inches(0.3)
SIZE = Pt(16.0)
STEPS = (0, -2, 2, -4, 4, -7, 7)
"""The vertical distances of a name from its area that are tried, in ``AWAY``."""
GRAZE = emu(2)
SAMPLES = 60  # sample points on a line: one every two points on the longest line


def highlight_mark(
    key: str,
    member: Member,
    area: Placed,
    fill: Colour | None,
    context: ComposeContext,
    at: Location,
    within: Box,
    busy: list[Box],
    others: list[Box],
    named: bool = False,
) -> Group:
    """Return the mark of a member on a map: its outline drawn twice, a pin inside, and its name beside it.

    ``within`` is the room for the name, ``busy`` are boxes that neither name nor pin should cover, ``others`` the areas
    of the map, which the name covers in preference to ``busy``. Without ``fill`` the content of the area stays visible.
    ``named``: the map already shows the name, as that of its region.
    """
    edges = (
        Freeform(f"{key}/halo", area.box, area.extent, area.rings, None, Stroke(WHITE, HALO), decorative=True),
        Freeform(f"{key}/edge", area.box, area.extent, area.rings, fill, Stroke(INK, EDGE), decorative=True),
    )
    alt = word(context.language, "highlighted").format(name=member.name)
    if named:
        return Group(key, edges, alt)
    x, y = _pin(area, busy)
    pin = Box(x - PIN // 2, y - PIN // 2, PIN, PIN)
    box = _beside(_size(member.name, context), area, (x, y), within, busy, others)
    insets = Insets(PADDING, emu(2), PADDING, emu(2))
    frame = card_frame(context, box, context.ink(NAVY, WHITE), bold=True, anchor="ctr", insets=insets)
    drafts = (UnfittedText((Run(member.name),), align="ctr"),)
    text = context.fit(drafts, frame, context.steps(SIZE, LABEL_FLOOR), at, f"{key}/name")
    thin = Stroke(INK, Pt(1.5))
    made = (
        *edges,
        Connector(
            f"{key}/line",
            ConnectorEnd(f"{key}/name", _site(box, x, y)),
            ConnectorEnd(f"{key}/pin", _near_site(box, x, y)),
            thin,
        ),
        Shape(f"{key}/pin", pin, "ellipse", INK, Stroke(WHITE, Pt(1.5)), decorative=True),
        card(f"{key}/name", box, WHITE, text, line=thin),
    )
    return Group(key, made, alt)


def _pin(area: Placed, busy: list[Box]) -> tuple[Emu, Emu]:
    """Return the centre of the area, or a point in its lower half if a busy box covers the centre."""
    x, y = area.label
    for box in busy:
        if box.x <= x <= box.right and box.y <= y <= box.bottom:
            return x, Emu(max(box.bottom + PIN // 2, min(y + area.room * 3 // 4, area.box.bottom)))
    return x, y


def _site(box: Box, x: Emu, y: Emu) -> int:
    """Return the side of the name that faces the pin (a rectangle's sites: 0 top, 1 left, 2 bottom, 3 right)."""
    return 1 if box.x >= x else 3 if box.right <= x else 2 if box.bottom <= y else 0


def _near_site(box: Box, x: Emu, y: Emu) -> int:
    """Return the side of the pin that faces the name (an ellipse's sites: 0 top, 2 left, 4 bottom, 6 right)."""
    return 6 if box.x >= x else 2 if box.right <= x else 0 if box.bottom <= y else 4


def _size(name: str, context: ComposeContext) -> tuple[Emu, Emu]:
    width = context.metrics.width(name, True, False) * SIZE * EMU_PER_PT * 1.03
    return Emu(round(width) + 2 * PADDING + emu(8)), LABEL_HEIGHT


def _beside(
    size: tuple[Emu, Emu], area: Placed, pin: tuple[Emu, Emu], within: Box, busy: list[Box], others: list[Box]
) -> Box:
    """Return the box of the name around its area that covers least; on a tie the first.

    Neither the name nor its line covers a ``busy`` box if a place without such overlap exists.
    """
    width, height = size
    around = area.box
    middle = around.y + (around.h - height) // 2
    centre = around.x + (around.w - width) // 2
    rows = [middle + AWAY * step for step in STEPS]
    rows += [around.y - AWAY - height, around.bottom + AWAY]
    columns = (around.right + AWAY, around.x - AWAY - width, centre, within.x, within.right - width)
    places = [(x, y) for x in columns for y in rows]
    boxes = [_inside(Box(Emu(x), Emu(y), width, height), within) for x, y in places]

    def cost(box: Box) -> int:
        disturbed = sum([bool(_covered(box, other) or _crosses(box, pin, other)) for other in busy])
        hidden = 8 * _covered(box, around) + sum([_covered(box, other) for other in others])
        return disturbed * within.w * within.h + hidden + _distance(box, pin)

    return min(boxes, key=cost)


def _crosses(box: Box, pin: tuple[Emu, Emu], other: Box) -> bool:
    """Return whether the line between the name and the pin crosses or nearly touches another box."""
    other = other.inset(-GRAZE, -GRAZE, -GRAZE, -GRAZE)
    x, y = pin
    across, down = box.x + box.w // 2, box.y + box.h // 2
    fx, fy = ((across, box.y), (box.x, down), (across, box.bottom), (box.right, down))[_site(box, x, y)]
    points = [(fx + (x - fx) * n // SAMPLES, fy + (y - fy) * n // SAMPLES) for n in range(SAMPLES + 1)]
    return any(other.x <= px <= other.right and other.y <= py <= other.bottom for px, py in points)


def _inside(box: Box, within: Box) -> Box:
    x = max(within.x, min(box.x, within.right - box.w))
    y = max(within.y, min(box.y, within.bottom - box.h))
    return Box(Emu(x), Emu(y), box.w, box.h)


def _covered(box: Box, other: Box) -> int:
    across = min(box.right, other.right) - max(box.x, other.x)
    down = min(box.bottom, other.bottom) - max(box.y, other.y)
    return across * down if across > 0 and down > 0 else 0


def _distance(box: Box, pin: tuple[Emu, Emu]) -> int:
    """Return the distance of the name from the pin as an area: the distance times half the height of a label."""
    x, y = pin
    away = max(box.x - x, x - box.right, 0) + max(box.y - y, y - box.bottom, 0)
    return away * LABEL_HEIGHT // 2
