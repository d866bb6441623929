"""The frame every slide has: title, kicker, footer, slide number, source line, notes."""

from __future__ import annotations

from osloregion_slides.base.record import Record
from osloregion_slides.base.units import EMU_PER_PT, Emu, Pt, emu, inches
from osloregion_slides.brand.contrast import least_contrast
from osloregion_slides.compose.context import INK, LABEL_FLOOR, NAVY, TIGHT, plain_text, runs
from osloregion_slides.compose.text_places import (
    KICKER_HEIGHT,
    SOURCE_HEIGHT,
    at_foot,
    is_free,
    line_box,
    under_kicker,
    without_place,
)
from osloregion_slides.compose.words import word
from osloregion_slides.fit.rectangle import text_box
from osloregion_slides.fit.setting import Frame, UnfittedText, fit_alike, typeset
from osloregion_slides.scene import Box, Colour, Group, Insets, Placeholder, Run, Shape, Slide

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from osloregion_slides.base.findings import Location
    from osloregion_slides.brand.values import Layout, Slot
    from osloregion_slides.compose.context import ComposeContext
    from osloregion_slides.outline.load import SlideSource
    from osloregion_slides.outline.markup import Rich
    from osloregion_slides.scene import Anchor, Item, Stroke, Text

    Pieces = tuple[tuple[tuple[UnfittedText, ...], Frame], ...]


AIR = emu(8)
GAP = inches(0.25)
"""The distance between neighbours on a slide, EMU."""
TITLE_FLOOR = Pt(20.0)
FROM_AFAR = 0.75
"""What is composed has to be large by a point of the slide taken for a pixel (WCAG's 18 pt are 24 px): a room sees
slides smaller than a desk does, and whoever checks them with that reading finds nothing either."""
SLATE = Colour("accent6")


def slot_frame(slot: Slot, language: str, box: Box | None = None) -> Frame:
    """Return the frame of a placeholder's text, at its own place or at ``box``."""
    box = box or slot.box
    return Frame(box.w, box.h, slot.levels, language, slot.insets, slot.anchor, written=False)


def slot_steps(slot: Slot, context: ComposeContext, floor: float, largest: Pt | None = None) -> tuple[Pt, ...]:
    """Return the layout's own size and the steps of the scale below it, points."""
    first = largest or slot.levels[0].size
    return (first, *[step for step in context.brand.scale if floor <= step < first])


def fill(
    slot: Slot,
    key: str,
    drafts: tuple[UnfittedText, ...],
    context: ComposeContext,
    at: Location,
    *,
    floor: float,
    box: Box | None = None,
    largest: Pt | None = None,
) -> Placeholder:
    """Return a placeholder with its text at the largest step that fits, moved to ``box`` if given."""
    frame = slot_frame(slot, context.language, box)
    text = context.fit(drafts, frame, slot_steps(slot, context, floor, largest), at, key)
    return Placeholder(key, slot.type, slot.idx, box or slot.box, legible(text, slot))


def content(source: SlideSource, layout: Layout, credit: str = "") -> Box:
    """Return the area for a slide's shapes: the layout's, with air above the footer, less the source line if any, and
    less the kicker of a low title below the area.
    """
    return layout.content.inset(0, 0, 0, AIR + _foot_lines(source, layout, credit))


def above_source(source: SlideSource, slot: Slot, layout: Layout) -> Box:
    """Return a placeholder's own place; on a slide with a source line it ends where that begins, likewise for the
    kicker of a low title below it. A placeholder below the layout's area has nothing under it.
    """
    area = content(source, layout)
    if not _foot_lines(source, layout) or slot.box.y >= layout.content.bottom:
        return slot.box
    return slot.box.replace(h=min(slot.box.h, area.bottom - slot.box.y))


def _foot_lines(source: SlideSource, layout: Layout, credit: str = "") -> int:
    """Return the height of the lines at the foot of a layout's area, EMU."""
    foot = int(SOURCE_HEIGHT) if credit or source.fields.has("source") else 0
    title = layout.slot("title", "ctrTitle")
    if title and not layout.kicker and source.fields.has("kicker") and title.box.h < 3 * KICKER_HEIGHT:
        foot += KICKER_HEIGHT if title.box.y >= layout.content.bottom else 0
    return foot


def page(
    source: SlideSource,
    context: ComposeContext,
    layout: Layout,
    items: tuple[Item, ...],
    part: tuple[int, int] = (1, 1),
    credit: str = "",
) -> Slide:
    """Return the finished slide: the items between the title and the footer.

    ``credit`` is the source line of a slide that has no ``source``: what the licence of its data asks for.
    ``part`` is (n, of): the second and later parts of a long content get a key and a title of their own.
    """
    fields = source.fields
    key = source.id if part[0] == 1 else f"{source.id}-{part[0]}"
    if part[0] > 1:
        items = tuple([_rekeyed(item, source.id, key) for item in items])
    head = _head(source, context, layout, key, part)
    foot = _foot(context, layout, key)
    head, kicker = _with_kicker(source, context, layout, key, head, (*items, *foot))
    return Slide(
        key,
        layout.role,
        next((item.text.plain for item in head if item.type in ("title", "ctrTitle")), ""),
        (
            *head,
            *kicker,
            *items,
            *_source_line(source, context, layout, key, credit, (*head, *kicker, *items, *foot)),
            *foot,
        ),
        context.language,
        source.at,
        tuple([line for line in fields.plain("notes").split("\n") if line.strip()]),
        fields.flag("hidden"),
    )


def _head(
    source: SlideSource, context: ComposeContext, layout: Layout, key: str, part: tuple[int, int]
) -> tuple[Placeholder, ...]:
    title = layout.slot("title", "ctrTitle")
    found: list[Placeholder] = []
    if title:
        drafts = (UnfittedText(runs(source.fields.rich("title")) + part_mark(part, context.language)),)
        lone = source.fields.has("kicker") and not layout.kicker and title.box.h >= 3 * KICKER_HEIGHT
        box = title.box.inset(0, KICKER_HEIGHT, 0, 0) if lone else None
        found.append(
            fill(title, f"{key}/title", drafts, context, source.fields.at("title"), floor=TITLE_FLOOR, box=box)
        )
    else:
        without_place(context, layout, f"{key}/title", source.fields.at("title"))
    kicker = source.fields.rich("kicker")
    if layout.kicker and kicker:
        slot = layout.kicker
        found.append(
            Placeholder(f"{key}/kicker", slot.type, slot.idx, slot.box, _slot_text(slot, runs(kicker), context))
        )
    return tuple(found)


def _with_kicker(
    source: SlideSource,
    context: ComposeContext,
    layout: Layout,
    key: str,
    head: tuple[Placeholder, ...],
    others: tuple[Item, ...],
) -> tuple[tuple[Placeholder, ...], tuple[Shape, ...]]:
    """Return the title, and the line above it as a text box of its own where the layout has no placeholder for it.

    The box stands on the title's ground and takes the title's colour: above the title's placeholder where that is low
    and the room above is free, else inside its place, with the title set lower.
    """
    title, words = layout.slot("title", "ctrTitle"), runs(source.fields.rich("kicker"))
    if layout.kicker or not words or not title:
        return head, ()
    lowered = under_kicker(head[0], title.box, title.anchor)
    high = title.box.h >= 3 * KICKER_HEIGHT
    for first in (lowered, head[0]) if high else (head[0], lowered):
        if first is None:
            continue
        place = first.box
        side = title.insets
        top, width = Emu(place.y - KICKER_HEIGHT), place.w - side.left - side.right
        box = Box(place.x + side.left, top, width, KICKER_HEIGHT)
        if top >= 0 and is_free(box, others):
            break
    else:
        without_place(context, layout, f"{key}/kicker", source.fields.at("kicker"))
        return head, ()
    look = title.levels[0]
    frame = context.frame(box, title.readable or look.colour, anchor="b", insets=TIGHT)
    drafts = (UnfittedText(words, align=look.align),)
    text = context.fit(drafts, frame, context.steps(16, LABEL_FLOOR), source.fields.at("kicker"), f"{key}/kicker")
    return (first, *head[1:]), (Shape(f"{key}/kicker", box, text=text),)


def part_mark(part: tuple[int, int], language: str) -> tuple[Run, ...]:
    """Return the mark of a continued slide, `` (1 av 2)``; nothing where there is one part only."""
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
        yield "footer", footer, _slot_text(footer, runs(context.website), context)
    if number:
        yield "number", number, _slot_text(number, (Run("‹#›", field="slidenum"),), context)


def _slot_text(slot: Slot, words: tuple[Run, ...], context: ComposeContext) -> Text:
    frame = slot_frame(slot, context.language)
    return legible(typeset((UnfittedText(words),), frame, slot.levels[0].size, context.metrics), slot)


def legible(text: Text, slot: Slot) -> Text:
    """Return a placeholder's text, in another colour where the template's own cannot be read at its size."""
    if slot.readable is None:  # all slots of our own templates
        return text
    for paragraph in text.paragraphs:
        level = min(paragraph.level, len(slot.levels) - 1)
        if slot.contrasts[level] < least_contrast(paragraph.size * FROM_AFAR, bool(slot.levels[level].bold)):
            return text.replace(colour=slot.readable)
    return text


def _source_line(
    source: SlideSource, context: ComposeContext, layout: Layout, key: str, credit: str, others: tuple[Item, ...]
) -> tuple[Shape, ...]:
    said = runs(source.fields.rich("source")) or ((Run(credit),) if credit else ())
    if not said:
        return ()
    box = at_foot(line_box(layout, context), others, context)
    if box is None:
        without_place(context, layout, f"{key}/source", source.fields.at("source"))
        return ()
    colour = context.ink(SLATE if context.brand.own else INK, layout.background)
    frame = context.frame(box, colour, anchor="b", insets=TIGHT)
    label = Run(f"{word(context.language, 'source')}: ")
    text = context.fit(
        (UnfittedText((label, *said)),),
        frame,
        context.steps(12, LABEL_FLOOR),
        source.fields.at("source"),
        f"{key}/source",
    )
    return (Shape(f"{key}/source", box, text=text),)


def _rekeyed(item: Item, old: str, new: str) -> Item:
    """Return the item with keys of the slide's later part; connectors follow."""
    changes: dict[str, object] = {"key": item.key.replace(f"{old}/", f"{new}/", 1)}
    if hasattr(item, "children"):
        changes["children"] = tuple([_rekeyed(child, old, new) for child in item.children])
    for end in ("start", "end"):
        if hasattr(item, end):
            glue = getattr(item, end)
            changes[end] = glue.replace(key=glue.key.replace(f"{old}/", f"{new}/", 1))
    return item.replace(**changes)


def title_text(source: SlideSource) -> str:
    """Return the slide's title without marks, for alt texts."""
    return plain_text(source.fields.rich("title"))


# The native shapes that several kinds draw: labels, cards, badges, rows and grids of boxes.

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
) -> Frame:
    """Return the frame of a card's text: rounding takes a little of every side."""
    inner = text_box("roundRect", box, rounded(box, radius))
    return context.frame(inner, colour, bold=bold, anchor=anchor, insets=insets)


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
    """Return a box with softly rounded corners; without text it is decoration unless ``alt`` says what it shows."""
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
    """Return a text box without fill, its text at the largest of ``steps`` that fits."""
    frame = context.frame(box, colour, bold=bold, anchor=anchor, insets=insets)
    return Shape(key, box, text=context.fit(drafts, frame, steps, at, key))


def row(area: Box, count: int, gap: int = GAP) -> tuple[Box, ...]:
    """Return ``count`` boxes of one width side by side."""
    width = (area.w - gap * (count - 1)) // count
    return tuple([Box(area.x + (width + gap) * i, area.y, width, area.h) for i in range(count)])


def column(area: Box, count: int, gap: int = GAP) -> tuple[Box, ...]:
    """Return ``count`` boxes of one height below each other."""
    height = (area.h - gap * (count - 1)) // count
    return tuple([Box(area.x, area.y + (height + gap) * i, area.w, height) for i in range(count)])


def grid(area: Box, count: int, columns: int, gap: int = GAP) -> tuple[Box, ...]:
    """Return ``count`` boxes row by row; a last row that is not full is as wide as the others."""
    rows = -(-count // columns)
    return tuple([box for line in column(area, rows, gap) for box in row(line, columns, gap)][:count])


def middle(box: Box, width: int, height: int) -> Box:
    """Return a box of this size (EMU) around the middle of another."""
    return Box(box.x + (box.w - width) // 2, box.y + (box.h - height) // 2, Emu(width), Emu(height))


# Cards in a grid: of the arrangements that fit, the one whose type is largest.


class Arrangement(Record):
    """The boxes of cards, row by row, and their texts, all at one step of the type scale."""

    boxes: tuple[Box, ...]
    texts: tuple[Text, ...]

    @property
    def merit(self) -> tuple[bool, float, float]:
        """No gap in the last row; then the size of the type; between equals, how full the cards are."""
        size = max(paragraph.size for text in self.texts for paragraph in text.paragraphs)
        whole = self.boxes[-1].right == max(box.right for box in self.boxes)
        return whole, size, sum(text.height / box.h for box, text in zip(self.boxes, self.texts))


def arrange(
    area: Box,
    count: int,
    pieces: Callable[[tuple[Box, ...]], Pieces],
    steps: tuple[Pt, ...],
    context: ComposeContext,
    most: int = 4,
) -> Arrangement | None:
    """Return the best grid of ``count`` cards in the area, or None where no step fits in any.

    ``pieces`` gives the texts and frames for a tuple of boxes; ``most`` is the number of columns tried at most.
    """
    best: Arrangement | None = None
    for columns in range(min(most, count), min(2, count) - 1, -1):
        boxes = grid(area, count, columns)
        texts = fit_alike(pieces(boxes), steps, context.metrics)
        if texts:
            found = Arrangement(boxes, texts)
            best = found if best is None or found.merit > best.merit else best
    return best


# The legend of a map: a numbered swatch, a name and a count for every colour.

BADGE = inches(0.36)
BADGE_RADIUS = emu(4)
PITCH = inches(0.78)
"""The distance of entries where there is room for it, EMU."""

MOST_IN_ONE = 6
"""Entries that stand in one column."""


class Key(Record):
    """One entry: its number on the map, its name, what it counts, and its colour."""

    number: int
    name: str
    count: str
    fill: Colour


class LegendLayout(Record):
    """A way to set the legend: the boxes of its entries, and whether the count has a line of its own."""

    boxes: tuple[Box, ...]
    tall: bool
    badge: Emu

    def text_box(self, index: int) -> Box:
        """Return the box of an entry's text, right of its swatch."""
        return self.boxes[index].inset(self.badge + emu(10), 0, 0, 0)


def legend(key: str, keys: tuple[Key, ...], area: Box, context: ComposeContext, at: Location) -> Group:
    """Return the legend in the area, in the first of its layouts that can be read."""
    steps = context.steps(18, LABEL_FLOOR)
    layouts = [_layout(area, len(keys), 1 if len(keys) <= MOST_IN_ONE else 2, True)]
    layouts += [_layout(area, len(keys), columns, False) for columns in (1, 2)]
    if len(keys) <= MOST_IN_ONE:  # a single column leaves no empty half beside it, where it need not be wider
        midst = _layout(area.inset(area.w // 4, 0, area.w // 4, 0), len(keys), 1, True)
        layouts[:0] = [midst] if fit_alike(_pieces(keys, midst, context), steps[:1], context.metrics) else []
    fitting = [found for found in layouts if fit_alike(_pieces(keys, found, context), steps, context.metrics)]
    chosen = (fitting or layouts)[0]
    texts = context.fit_alike(_pieces(keys, chosen, context), steps, at, key)
    made: list[Item] = []
    for index, (entry, text) in enumerate(zip(keys, texts)):
        made.append(_swatch(f"{key}/{entry.name}/number", entry, chosen, index, context, at))
        made.append(Shape(f"{key}/{entry.name}/name", chosen.text_box(index), text=text))
    return Group(key, tuple(made), ", ".join([f"{entry.number} {entry.name}" for entry in keys]))


def _layout(area: Box, count: int, columns: int, tall: bool) -> LegendLayout:
    rows = -(-count // columns)
    pitch = min(area.h // max(1, rows), PITCH)
    top = area.y + (area.h - pitch * rows) // 2
    width = (area.w - GAP * (columns - 1)) // columns
    places = [(area.x + (width + GAP) * (n // rows), top + pitch * (n % rows)) for n in range(count)]
    boxes = tuple([Box(x, y, width, Emu(pitch)) for x, y in places])
    return LegendLayout(boxes, tall, Emu(min(BADGE, pitch * 8 // 10)))


def _pieces(keys: tuple[Key, ...], layout: LegendLayout, context: ComposeContext) -> Pieces:
    return tuple(
        [
            (_drafts(entry, layout.tall, context), context.frame(layout.text_box(n), NAVY, anchor="ctr"))
            for n, entry in enumerate(keys)
        ]
    )


def _drafts(entry: Key, tall: bool, context: ComposeContext) -> tuple[UnfittedText, ...]:
    name = Run(entry.name, True, colour=context.ink(NAVY))
    slate = context.ink(SLATE)
    if tall:
        return UnfittedText((name,)), UnfittedText((Run(entry.count, colour=slate),), step=2)
    return (UnfittedText((name, Run(f"  {entry.count.split()[0]}", colour=slate))),)


def _swatch(key: str, entry: Key, layout: LegendLayout, index: int, context: ComposeContext, at: Location) -> Shape:
    box = layout.boxes[index]
    spot = Box(box.x, box.y + (box.h - layout.badge) // 2, layout.badge, layout.badge)
    ink = context.on(entry.fill)
    frame = card_frame(context, spot, ink, bold=True, anchor="ctr", insets=TIGHT, radius=BADGE_RADIUS)
    number = UnfittedText((Run(str(entry.number)),), align="ctr")
    text = context.fit((number,), frame, context.steps(14, LABEL_FLOOR), at, key)
    return card(key, spot, entry.fill, text, radius=BADGE_RADIUS)


# Labelled bars as native shapes: a name at the left, a bar, its number, and a remark where there is one.

NAME_SHARE = 38
"""Percent of the width that the names may take."""
WIDEST_NAMES = inches(3.1)
TALLEST = inches(0.95)
THICKEST = inches(0.42)
REMARK = Pt(14.0)
WORTH_IT = 0.6
"""A remark stands beside its bar where the bars keep this share of the length they would have without it."""


class Bar(Record):
    """One bar: a key for its shapes, its texts, its number; a ``marked`` one is darker, and its remark says why."""

    key: str
    name: Rich
    remark: Rich
    count: int
    marked: bool = False


class Scale(Record):
    """How the bars are drawn: EMU a unit, the size of numbers, and whether remarks stand beside the bars."""

    unit: float
    size: Pt
    beside: bool


def labelled_bars(key: str, bars: list[Bar], area: Box, context: ComposeContext, at: Location, alt: str) -> Group:
    """Return the bars in the area, one below the other, their names all at one size."""
    pitch = min(area.h // max(1, len(bars)), TALLEST)
    names = min(area.w * NAME_SHARE // 100, WIDEST_NAMES)
    top = area.y + (area.h - pitch * len(bars)) // 2
    lines = [Box(area.x, top + pitch * index, area.w, pitch) for index in range(len(bars))]
    scale = _scale(bars, context, area.w - names - GAP, pitch)
    ink = context.ink(NAVY)
    frames = [context.frame(_name_box(line, names), ink, bold=True, anchor="ctr") for line in lines]
    pieces = tuple([(_name(bar, context, scale.beside), frame) for bar, frame in zip(bars, frames)])
    texts = context.fit_alike(pieces, context.steps(scale.size, LABEL_FLOOR), at, key)
    made: list[Item] = []
    for bar, line, text in zip(bars, lines, texts):
        made.append(Shape(f"{key}/{bar.key}/name", _name_box(line, names), text=text))
        made += _drawn(f"{key}/{bar.key}", bar, line, names, scale, context, at)
    return Group(key, tuple(made), alt)


def _name_box(line: Box, names: Emu) -> Box:
    return Box(line.x, line.y, names, line.h)


def _name(bar: Bar, context: ComposeContext, beside: bool) -> tuple[UnfittedText, ...]:
    name = UnfittedText(runs(bar.name), align="r")
    if beside or not bar.remark:
        return (name,)
    return (name, UnfittedText(runs(bar.remark, colour=context.ink(SLATE)), bold=False, align="r", step=1))


def _scale(bars: list[Bar], context: ComposeContext, room: Emu, pitch: Emu) -> Scale:
    steps = [step for step in context.steps(18, LABEL_FLOOR) if step * 1.3 * EMU_PER_PT <= pitch]
    size = max(steps, default=LABEL_FLOOR)
    plain = min([(room - _number(bar, context, size)) / bar.count for bar in bars], default=1.0)
    beside = min(
        [(room - _number(bar, context, size) - _remark(bar, context)) / bar.count for bar in bars], default=1.0
    )
    return Scale(beside, size, True) if beside >= WORTH_IT * plain else Scale(plain, size, False)


def _number(bar: Bar, context: ComposeContext, size: Pt) -> int:
    return round(context.metrics.width(str(bar.count), True, False) * size * EMU_PER_PT) + emu(14)


def _remark(bar: Bar, context: ComposeContext) -> int:
    width = context.metrics.width(plain_text(bar.remark), False, False) * REMARK * EMU_PER_PT
    return round(width) + emu(10) if bar.remark else 0


def _drawn(
    key: str, bar: Bar, line: Box, names: Emu, scale: Scale, context: ComposeContext, at: Location
) -> list[Item]:
    thickness = min(line.h * 55 // 100, THICKEST)
    body = Box(
        line.x + names + GAP,
        line.y + (line.h - thickness) // 2,
        Emu(max(emu(4), round(bar.count * scale.unit))),
        thickness,
    )
    count = Box(body.right + emu(6), line.y, Emu(_number(bar, context, scale.size) - emu(6)), line.h)
    frame = context.frame(count, context.ink(NAVY), bold=True, anchor="ctr")
    number = context.fit((UnfittedText((Run(str(bar.count)),)),), frame, (scale.size,), at, key)
    said = f"{plain_text(bar.name)} {bar.count}"
    made: list[Item] = [
        card(f"{key}/bar", body, NAVY if bar.marked else Colour("accent1"), alt=said, radius=emu(3)),
        Shape(f"{key}/count", count, text=number),
    ]
    if bar.remark and scale.beside:
        rest = Box(count.right + emu(4), line.y, line.right - count.right - emu(4), line.h)
        frame = context.frame(rest, context.ink(SLATE), anchor="ctr")
        text = context.fit((UnfittedText(runs(bar.remark)),), frame, context.steps(REMARK, LABEL_FLOOR), at, key)
        made.append(Shape(f"{key}/remark", rest, text=text))
    return made
