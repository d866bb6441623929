"""Common elements of every slide: title, kicker, footer, slide number, source line, footnotes; and shared shapes."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from osloregion_slides.base.findings import Location
from osloregion_slides.base.units import EMU_PER_PT, Emu, Pt, emu, inches
from osloregion_slides.compose.context import INK, LABEL_FLOOR, TIGHT, ComposeContext, plain_text, runs
from osloregion_slides.compose.places import (
    EDGE,
    KICKER_HEIGHT,
    SOURCE_HEIGHT,
    at_foot,
    fill,
    is_free,
    kicker_off_ground,
    lifted,
    line_box,
    lowered,
    meets,
    on_ground,
    pushed,
    slot_frame,
    slot_steps,
    slot_text,
    under_kicker,
    without_place,
)
from osloregion_slides.compose.tiles import section_tiles
from osloregion_slides.fit.rectangle import text_box
from osloregion_slides.fit.setting import Frame, UnfittedText, fit
from osloregion_slides.outline.markup import UPPER, note_lines
from osloregion_slides.outline.words import word
from osloregion_slides.scene import Box, Colour, Group, Insets, Placeholder, Run, Shape, Slide

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from osloregion_slides.brand.values import Layout, Slot
    from osloregion_slides.outline.load import SlideSource
    from osloregion_slides.scene import Anchor, Group, Item, Stroke, Text

    Part = TypeVar("Part", bound=Sequence[object])
    Pieces = tuple[tuple[tuple[UnfittedText, ...], Frame], ...]
    from osloregion_slides.outline.fields import Fields


AIR = emu(8)
GAP = inches(0.25)
"""The distance between adjacent objects on a slide, EMU."""
MUCH_SPARE, MOST_SHIFT = inches(1.67), inches(1.15)
"""The room right of the longest name from which names are shifted, and the greatest shift."""
TITLE_FLOOR, MARK = Pt(20.0), Pt(16.0)
TWO_LINES = inches(0.75)
TALL = 1.1
"""The ratio of height to width from which an area is composed from top to bottom, not side by side."""
SLATE, LINK = Colour("accent6"), Colour("hlink")


def content(source: SlideSource, layout: Layout, credit: str = "") -> Box:
    """Return the area for a slide's shapes: the layout's, with space above the footer, without the source line and
    footnotes, and without the kicker of a low title below the area.
    """
    return layout.content.inset(0, pushed(source, layout), 0, AIR + _foot_lines(source, layout, credit))


def above_source(source: SlideSource, slot: Slot, layout: Layout) -> Box:
    """Return the box of a placeholder, cut above the source line, footnotes, or the kicker of a low title below it. A
    placeholder below the layout's area keeps its box.
    """
    area = content(source, layout)
    if slot.box.y >= layout.content.bottom:
        return slot.box
    place = slot.box.inset(0, pushed(source, layout), 0, 0)
    return place.replace(h=min(place.h, area.bottom - place.y)) if _foot_lines(source, layout) else place


def _foot_lines(source: SlideSource, layout: Layout, credit: str = "") -> int:
    """Return the height of the lines at the foot of a layout's area, EMU."""
    foot = _line_room(source, credit) + footnote_room(source.fields)
    if source.fields.has("kicker") and not layout.kicker:
        title = layout.slot("title", "ctrTitle")
        if title and title.box.h < 3 * KICKER_HEIGHT:
            foot += KICKER_HEIGHT if title.box.y >= layout.content.bottom else 0
    return foot


def has_short_source(source: SlideSource, context: ComposeContext, credit: str = "") -> bool:
    """Return whether a slide has a source line that fits in the left half of the slide."""
    text = plain_text(source.fields.rich("source")) or credit
    words = f"{word(context.language, 'source')}: {text}"
    return bool(text) and context.metrics.width(words) * 12 * EMU_PER_PT < context.brand.width * 0.4


def _line_room(source: SlideSource, credit: str) -> int:
    return int(SOURCE_HEIGHT) if credit or source.fields.has("source") else 0


def page(
    source: SlideSource,
    context: ComposeContext,
    layout: Layout,
    items: tuple[Item, ...],
    part: tuple[int, int] = (1, 1),
    credit: str = "",
    title: Placeholder | None = None,
    lit: bool = True,
    foot: Colour | None = None,
) -> Slide:
    """Return the finished slide: the items between the title and the footer.

    ``credit`` is the source line of a slide without ``source``: the attribution that the licence of its data requires.
    ``title`` is the title's placeholder if the kind has already set it; ``lit`` marks the current section at the foot;
    ``foot`` is the background there if it differs from the layout's.
    ``part`` is (n, of): the second and later parts of long content get their own key and title.
    """
    fields = source.fields
    key = source.id if part[0] == 1 else f"{source.id}-{part[0]}"
    if part[0] > 1:
        items = tuple([_rekeyed(item, source.id, key) for item in items])
    head = _head(source, context, layout, key, part, title)
    feet = _foot(context, layout, key)
    head, kicker = _with_kicker(source, context, layout, key, head, (*items, *feet))
    line = _source_line(source, context, layout, key, credit, (*head, *kicker, *items, *feet))
    notes = footnotes(source, context, layout, key, _line_room(source, credit), (*head, *kicker, *items, *line, *feet))
    made = (
        *_plate(layout, key),
        *head,
        *kicker,
        *[_with_links(item, layout, context) for item in items],
        *notes,
        *line,
        *_section_tiles(context, layout, key, foot or layout.background, lit),
        *feet,
    )
    return Slide(
        key,
        layout.role,
        next((item.text.plain for item in head if item.type in ("title", "ctrTitle")), ""),
        (*made, *_footer_box(context, layout, key, made)),
        context.language,
        source.at,
        note_lines(fields.rich("notes")),
        fields.flag("hidden"),
    )


def _plate(layout: Layout, key: str) -> tuple[Shape, ...]:
    """Return the ground of the content on a picture that leaves text illegible."""
    if not layout.plated:
        return ()
    box = layout.content.inset(-PADDING, -AIR, -PADDING, -AIR)
    return (Shape(f"{key}/plate", box, fill=layout.background, decorative=True),)


def _with_links(item: Item, layout: Layout, context: ComposeContext) -> Item:
    """Return a placeholder whose links take its text colour if the theme's link colour is unreadable there."""
    if not isinstance(item, Placeholder) or context.brand.own or item.text.colour:
        return item
    if not any([run.link for paragraph in item.text.paragraphs for run in paragraph.runs]):
        return item
    if context.ink(LINK, layout.background) == LINK:
        return item
    own = next((slot.levels[0].colour for slot in layout.slots if slot.idx == item.idx), INK)
    return item.replace(text=item.text.replace(colour=context.ink(own, layout.background)))


def deal(things: Part, fits: Callable[[Part], bool], most: int = 999) -> list[Part]:
    """Return the things in the fewest even parts (sizes differ by at most one) that fit, with at most ``most`` in each.

    If no division fits, each thing is its own part.
    """
    for count in range(-(-len(things) // most) or 1, len(things) + 1):
        size, longer = divmod(len(things), count)
        ends = [size * (n + 1) + min(n + 1, longer) for n in range(count)]
        parts: list[Part] = [things[start:end] for start, end in zip([0, *ends], ends)]  # type: ignore[misc]
        if all([fits(part) for part in parts]):
            return parts
    return [things[i : i + 1] for i in range(len(things))]  # type: ignore[misc]  # a slice has the sequence's type


def pages(
    source: SlideSource,
    context: ComposeContext,
    layout: Layout,
    parts: Sequence[Part],
    draw: Callable[[Part, int], tuple[Item, ...]],
) -> tuple[Slide, ...]:
    """Return a slide for each part; ``draw`` gets the part and the number of things on the slides before it."""
    slides, before = [], 0
    for number, part in enumerate(parts, 1):
        slides.append(page(source, context, layout, draw(part, before), (number, len(parts))))
        before += len(part)
    return tuple(slides)


def _section_tiles(context: ComposeContext, layout: Layout, key: str, ground: Colour, lit: bool) -> tuple[Group, ...]:
    """Return the tiles of the deck's sections; none in a brand without grounds or on a layout without slide number."""
    number = layout.slot("sldNum")
    if not context.brand.grounds or number is None:
        return ()
    return section_tiles(f"{key}/sections", context, ground, number.box, lit)


def _head(
    source: SlideSource,
    context: ComposeContext,
    layout: Layout,
    key: str,
    part: tuple[int, int],
    made: Placeholder | None,
) -> tuple[Placeholder, ...]:
    title = layout.slot("title", "ctrTitle")
    found: list[Placeholder] = []
    if made:
        found.append(made)
    elif title and part[1] > 1 and layout.role.startswith("aside"):
        found.append(_marked_title(source, context, layout, title, f"{key}/title", part))
    elif title:
        drafts = (UnfittedText(runs(source.fields.rich("title")) + part_mark(part, context.language)),)
        high = on_ground(title.box, title).h >= 3 * KICKER_HEIGHT
        lone = source.fields.has("kicker") and not layout.kicker and high and not kicker_off_ground(source, layout)
        box = title.box.replace(y=title.box.y + lowered(source, layout))
        box = on_ground(box, title).inset(0, KICKER_HEIGHT, 0, 0) if lone else box
        steps = slot_steps(title, context, TITLE_FLOOR)
        fitted = None if context.brand.own else fit(drafts, slot_frame(title, context, box), steps, context.headings)
        if not context.brand.own and not fitted:
            box = _taller(box, layout)
        if title.ground and not (fitted and _is_on_ground(box, fitted, title)):
            box = on_ground(box, title)
        found.append(
            fill(title, f"{key}/title", drafts, context, source.fields.at("title"), floor=TITLE_FLOOR, box=box)
        )
    else:
        without_place(context, layout, f"{key}/title", source.fields.at("title"))
    kicker = source.fields.rich("kicker")
    if layout.kicker and kicker:
        slot = layout.kicker
        found.append(
            Placeholder(f"{key}/kicker", slot.type, slot.idx, slot.box, slot_text(slot, runs(kicker), context))
        )
    return tuple(found)


def _is_on_ground(box: Box, text: Text, title: Slot) -> bool:
    """Return whether the text of a title lies on the background on which its colour is readable."""
    over = max(0, box.h - text.height)
    top = Emu(box.y + {"t": 0, "ctr": over // 2, "b": over}[title.anchor])
    place = Box(box.x, top, box.w, text.height)
    return on_ground(place, title) == place


def _taller(box: Box, layout: Layout) -> Box:
    """Return a title's box enlarged to two short lines, down to the layout's area and up to the slide's edge."""
    bottom = layout.content.y if box.y < layout.content.y else box.bottom
    top = max(0, min(box.y, bottom - TWO_LINES))
    return box.replace(y=Emu(top), h=Emu(max(box.bottom, bottom) - top))


def _marked_title(
    source: SlideSource, context: ComposeContext, layout: Layout, slot: Slot, key: str, part: tuple[int, int]
) -> Placeholder:
    """Return a title in its own column, with the part number as a small last line of the text."""
    words, scale = runs(source.fields.rich("title")), context.brand.scale
    steps, frame = slot_steps(slot, context, TITLE_FLOOR), slot_frame(slot, context).replace(scale=scale)
    found = fit((UnfittedText(words),), frame, steps, context.headings)
    size = found.paragraphs[0].size if found else steps[-1]
    mark = Run(f"{part[0]} {word(context.language, 'of')} {part[1]}", colour=context.inks(layout.background).dim)
    down = len([step for step in scale if MARK <= step < size])
    drafts = (UnfittedText(words), UnfittedText((mark,), before=Pt(8.0), step=down))
    text = context.fit(drafts, frame, tuple([step for step in steps if step <= size]), source.fields.at("title"), key)
    return Placeholder(key, slot.type, slot.idx, slot.box, text)


def _with_kicker(
    source: SlideSource,
    context: ComposeContext,
    layout: Layout,
    key: str,
    head: tuple[Placeholder, ...],
    others: tuple[Item, ...],
) -> tuple[tuple[Placeholder, ...], tuple[Shape, ...]]:
    """Return the title, and the kicker as a text box if the layout has no placeholder for it.

    The box is on the title's ground in the title's colour: above the title's placeholder if that is low and the room
    above is free, otherwise inside its box, with the title moved down. If the ground is too low for both, the kicker is
    outside it.
    """
    if not source.fields.has("kicker") or layout.kicker:
        return head, ()
    title, words = layout.slot("title", "ctrTitle"), runs(source.fields.rich("kicker"))
    if not words or not title:
        return head, ()
    off, aside = max(0, -title.box.y), kicker_off_ground(source, layout)  # the part of the title's box above the slide
    lowered = under_kicker(head[0], on_ground(title.box.inset(0, off, 0, 0), title), title.anchor)
    high = on_ground(title.box, title).h >= 3 * KICKER_HEIGHT
    high = high and head[0].box == title.box  # a kind that set its title has left room
    for first in (head[0],) if aside else (lowered, head[0]) if high else (head[0], lowered):
        if first is None:
            continue
        place = first.box
        side = title.insets
        top, width = Emu(place.y - KICKER_HEIGHT), place.w - side.left - side.right
        box = aside or Box(place.x + side.left, top, width, KICKER_HEIGHT)
        if box.y >= 0 and is_free(box, others) and box in (aside, on_ground(box, title)):
            break
    else:
        usual = context.layout("title_only").kicker  # the place on the brand's other slides
        first, over = head[0], Box(title.box.x, Emu(0), title.box.w, KICKER_HEIGHT)
        found = usual.box if usual and is_free(usual.box, (*head, *others)) else lifted(box, (*head, *others))
        found = found or without_place(context, layout, f"{key}/kicker", source.fields.at("kicker"), over)
        if found is None:
            return head, ()
        box = found
    style = title.levels[0]
    on_title = on_ground(box, title) == box and (title.ground or not layout.plated)
    colour = title.readable or style.colour if on_title else context.ink(INK, layout.background)
    frame = context.frame(box, colour, anchor="b", insets=TIGHT)
    drafts = (UnfittedText(words, align=style.align),)
    text = context.fit(drafts, frame, context.steps(16, LABEL_FLOOR), source.fields.at("kicker"), f"{key}/kicker")
    plate = layout.background if layout.plated and not on_title else None
    return (first, *head[1:]), (Shape(f"{key}/kicker", box, fill=plate, text=text),)


def part_mark(part: tuple[int, int], language: str) -> tuple[Run, ...]:
    """Return the mark of a continued slide, `` (1 av 2)``; () if there is only one part."""
    number, of = part
    return (Run(f" ({number} {word(language, 'of')} {of})"),) if of > 1 else ()


def _foot(context: ComposeContext, layout: Layout, key: str) -> tuple[Placeholder, ...]:
    if layout.role not in context.feet:
        context.feet[layout.role] = tuple(_foot_texts(context, layout))
    return tuple(
        [
            Placeholder(f"{key}/{name}", slot.type, slot.idx, slot.box, text)
            for name, slot, text in context.feet[layout.role]
        ]
    )


def _foot_texts(context: ComposeContext, layout: Layout) -> Iterator[tuple[str, Slot, Text]]:
    """Yield the footer and the slide number, which are the same on every slide of a layout."""
    footer, number = layout.slot("ftr"), layout.slot("sldNum")
    if footer and context.website:
        yield "footer", footer, slot_text(footer, runs(context.website), context)
    if number:
        yield "number", number, slot_text(number, (Run("‹#›", field="slidenum"),), context)


def _footer_box(context: ComposeContext, layout: Layout, key: str, others: tuple[Item, ...]) -> tuple[Shape, ...]:
    """Return the footer as a text box at the foot, for a layout of another template without a footer placeholder.

    None if the slide already shows the text, or, with a warning, if the foot has no free room.
    """
    words = plain_text(context.website)
    if context.brand.own or not words or layout.slot("ftr"):
        return ()
    if any([words in item.text.plain for item in others if isinstance(item, (Placeholder, Shape)) and item.text]):
        return ()
    line, foot = line_box(layout, context), context.brand.height
    over = sorted([foot - one.y for one, _ in layout.taken])
    for edge in (EDGE, EDGE // 4, *[edge + AIR for edge in over], *[edge + AIR // 2 for edge in over]):
        box = line.replace(y=Emu(foot - edge - line.h))
        edged = any([meets(box, one) and not (one.y <= box.y and one.bottom >= box.bottom) for one in layout.drawn])
        under = [(one, ink) for one, ink in layout.taken if meets(box, one)]
        inks, whole = [ink for _, ink in under], _is_within(box, [one for one, _ in under])
        if is_free(box, others) and not edged and None not in inks and whole:
            colour = inks[-1] if inks else None
            break
    else:
        context.report("footer-without-place", context.website_at, layout=layout.name, on_slide=key)
        return ()
    frame = context.frame(box, colour or context.ink(INK, layout.background), anchor="b", insets=TIGHT)
    drafts, name = (UnfittedText(runs(context.website)),), f"{key}/footer"
    return (
        Shape(name, box, text=context.fit(drafts, frame, context.steps(12, LABEL_FLOOR), context.website_at, name)),
    )


def _is_within(box: Box, grounds: Sequence[Box]) -> bool:
    """Return whether grounds reach over the whole width and, together, the whole height of a box; or there are none."""
    wide = all([one.x <= box.x and one.right >= box.right for one in grounds])
    tops, ends = [one.y for one in grounds], [one.bottom for one in grounds]
    return not grounds or wide and min(tops) <= box.y and max(ends) >= box.bottom


def _source_line(
    source: SlideSource, context: ComposeContext, layout: Layout, key: str, credit: str, others: tuple[Item, ...]
) -> tuple[Shape, ...]:
    line_runs = runs(source.fields.rich("source")) or ((Run(credit),) if credit else ())
    if not line_runs:
        return ()
    line = line_box(layout, context)
    half = line.replace(w=Emu(line.w // 2))
    narrow = has_short_source(source, context, credit) and not is_free(line, others) and is_free(half, others)
    box = half if narrow else at_foot(line, others, context)
    box = box or without_place(context, layout, f"{key}/source", source.fields.at("source"), line)
    if box is None:
        return ()
    colour = context.ink(SLATE if context.brand.own else INK, layout.background)
    frame = context.frame(box, colour, anchor="b", insets=TIGHT)
    label = Run(f"{word(context.language, 'source')}: ")
    text = context.fit(
        (UnfittedText((label, *line_runs)),),
        frame,
        context.steps(12, LABEL_FLOOR),
        source.fields.at("source"),
        f"{key}/source",
    )
    return (Shape(f"{key}/source", box, text=text),)


def _rekeyed(item: Item, old: str, new: str) -> Item:
    """Return the item with the keys of a later part of the slide, in connector ends too."""
    changes: dict[str, object] = {"key": item.key.replace(f"{old}/", f"{new}/", 1)}
    if hasattr(item, "children"):
        changes["children"] = tuple([_rekeyed(child, old, new) for child in item.children])
    for end in ("start", "end"):
        if hasattr(item, end):
            glue = getattr(item, end)
            changes[end] = glue.replace(key=glue.key.replace(f"{old}/", f"{new}/", 1))
    return item.replace(**changes)


def title_text(source: SlideSource) -> str:
    """Return the slide's title without markup, for alt texts."""
    return plain_text(source.fields.rich("title"))


# Native shapes and boxes shared by kinds: labels, cards, rows, columns and strips.

PADDING = emu(16)
"""The space between a card's edge and its text, EMU."""
CARD = Insets(PADDING, emu(12), PADDING, emu(12))
ROUNDING = emu(6)
"""The radius of a card's corners, EMU."""


def rounded(box: Box, radius: int = ROUNDING) -> tuple[tuple[str, int], ...]:
    """Return the ``adj`` guide of a roundRect with this corner radius (EMU): per 100 000 of the shorter side."""
    return (("adj", min(50_000, round(100_000 * radius / max(1, min(box.w, box.h))))),)


def card_frame(
    context: ComposeContext,
    box: Box,
    colour: Colour,
    *,
    bold: bool = False,
    anchor: Anchor = "t",
    insets: Insets = CARD,
    radius: int = ROUNDING,
    spacing: float = 0.0,
) -> Frame:
    """Return the text frame of a card, reduced at each side by the rounded corners."""
    inner = text_box("roundRect", box, rounded(box, radius))
    return context.frame(inner, colour, bold=bold, anchor=anchor, insets=insets, spacing=spacing)


def card(
    key: str,
    box: Box,
    fill: Colour | None,
    text: Text | None = None,
    *,
    line: Stroke | None = None,
    alt: str = "",
    decorative: bool = False,
    radius: int = ROUNDING,
) -> Shape:
    """Return a box with slightly rounded corners; without text it is decorative unless it has an ``alt``."""
    return Shape(
        key, box, "roundRect", fill, line, text, alt, decorative or (text is None and not alt), rounded(box, radius)
    )


def label(
    key: str,
    box: Box,
    drafts: tuple[UnfittedText, ...],
    context: ComposeContext,
    colour: Colour,
    at: Location,
    steps: tuple[Pt, ...],
    *,
    bold: bool = False,
    anchor: Anchor = "t",
    insets: Insets = TIGHT,
) -> Shape:
    """Return a text box without fill, with its text at the largest of ``steps`` that fits."""
    frame = context.frame(box, colour, bold=bold, anchor=anchor, insets=insets)
    return Shape(key, box, text=context.fit(drafts, frame, steps, at, key))


def row(area: Box, count: int, gap: int = GAP) -> tuple[Box, ...]:
    """Return ``count`` boxes of equal width side by side."""
    width = (area.w - gap * (count - 1)) // count
    return tuple([Box(area.x + (width + gap) * i, area.y, width, area.h) for i in range(count)])


def column(area: Box, count: int, gap: int = GAP) -> tuple[Box, ...]:
    """Return ``count`` boxes of equal height below each other."""
    height = (area.h - gap * (count - 1)) // count
    return tuple([Box(area.x, area.y + (height + gap) * i, area.w, height) for i in range(count)])


def shift(texts: Sequence[Text], boxes: Sequence[Box], context: ComposeContext) -> int:
    """Return the shift to the right of short names beside a figure, which spreads spare room to both sides, EMU."""
    rooms = []
    for text, box in zip(texts, boxes):
        for paragraph in text.paragraphs:
            wide = sum([context.metrics.width(run.text, True, bool(run.italic)) for run in paragraph.runs])
            rooms.append(box.w - round(wide * paragraph.size * EMU_PER_PT) if len(paragraph.breaks) == 1 else 0)
    spare = min(rooms, default=0)
    return min(spare * 2 // 5, MOST_SHIFT) if spare > MUCH_SPARE else 0


def lines(area: Box, count: int, highest: int, centred: bool = True) -> list[Box]:
    """Return ``count`` strips of equal height, at most ``highest`` EMU, at the top or in the middle of the area."""
    pitch = min(area.h // max(1, count), highest)
    top = area.y + (area.h - pitch * count) // 2 if centred else area.y
    return [Box(area.x, Emu(top + pitch * index), area.w, Emu(pitch)) for index in range(count)]


def at_left(row: Box, side: int) -> Box:
    """Return a square at the left end of a row, vertically centred."""
    return Box(row.x, Emu(row.y + (row.h - side) // 2), Emu(side), Emu(side))


def middle(box: Box, width: int, height: int) -> Box:
    """Return a box of this size (EMU) centred on another."""
    return Box(box.x + (box.w - width) // 2, box.y + (box.h - height) // 2, Emu(width), Emu(height))


# Footnotes: numbered lines at the foot of a slide, above its source line.

LINE = inches(0.28)


def footnote_room(fields: Fields) -> int:
    """Return the height of the footnotes at the foot of a slide, EMU."""
    return LINE * len(fields.nodes("footnotes")) if fields.has("footnotes") else 0


def footnotes(
    source: SlideSource, context: ComposeContext, layout: Layout, key: str, below: int, others: tuple[Item, ...]
) -> tuple[Shape, ...]:
    """Return the footnotes ``below`` EMU above the foot of the area, clear of the ``others``: one paragraph each, with
    a superscript number.
    """
    listed = source.fields.rich_list("footnotes") if source.fields.has("footnotes") else ()
    if not listed:
        return ()
    room, foot, at = LINE * len(listed), line_box(layout, context), source.fields.at("footnotes")
    wanted = Box(foot.x, Emu(foot.bottom - below - room), foot.w, Emu(room))
    box = at_foot(wanted, others, context) or without_place(context, layout, f"{key}/footnotes", at, wanted)
    if box is None:
        return ()
    frame = context.frame(box, context.ink(INK, layout.background), anchor="b", insets=TIGHT)
    drafts = tuple([UnfittedText((Run(f"{str(n).translate(UPPER)} "), *runs(one))) for n, one in enumerate(listed, 1)])
    text = context.fit(drafts, frame, context.steps(12, LABEL_FLOOR), at, f"{key}/footnotes")
    return (Shape(f"{key}/footnotes", box, text=text),)
