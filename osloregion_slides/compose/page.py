"""The frame every slide has: title, kicker, footer, slide number, source line, notes."""

from __future__ import annotations

from osloregion_slides.brand.contrast import least_contrast
from osloregion_slides.compose.stage import INK, LABEL_FLOOR, TIGHT, plain_text, runs
from osloregion_slides.compose.words import word
from osloregion_slides.findings import finding
from osloregion_slides.fit.setting import Draft, Frame, typeset
from osloregion_slides.scene import Box, Colour, Placeholder, Run, Shape, Slide
from osloregion_slides.units import Emu, Pt, emu, inches

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from osloregion_slides.brand.values import Layout, Slot
    from osloregion_slides.compose.stage import Stage
    from osloregion_slides.findings import Span
    from osloregion_slides.outline.load import SlideSource
    from osloregion_slides.scene import Item, Text

SOURCE_HEIGHT, KICKER_HEIGHT = inches(0.3), inches(0.3)
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


def slot_steps(slot: Slot, stage: Stage, floor: float, largest: Pt | None = None) -> tuple[Pt, ...]:
    """Return the layout's own size and the steps of the scale below it, points."""
    first = largest or slot.levels[0].size
    return (first, *[step for step in stage.brand.scale if floor <= step < first])


def fill(
    slot: Slot,
    key: str,
    drafts: tuple[Draft, ...],
    stage: Stage,
    at: Span,
    *,
    floor: float,
    box: Box | None = None,
    largest: Pt | None = None,
) -> Placeholder:
    """Return a placeholder with its text at the largest step that fits, moved to ``box`` if given."""
    frame = slot_frame(slot, stage.language, box)
    text = stage.fit(drafts, frame, slot_steps(slot, stage, floor, largest), at, key)
    return Placeholder(key, slot.type, slot.idx, box or slot.box, legible(text, slot))


def content(source: SlideSource, layout: Layout, credit: str = "") -> Box:
    """Return the area for a slide's shapes: the layout's, with air above the footer, less the source line if any."""
    foot = SOURCE_HEIGHT if credit or source.fields.has("source") else 0
    return layout.content.inset(0, 0, 0, AIR + foot)


def above_source(source: SlideSource, slot: Slot, area: Box) -> Box:
    """Return a placeholder's own place; on a slide with a source line it ends where that begins."""
    return slot.box.replace(h=min(slot.box.h, area.bottom - slot.box.y)) if source.fields.has("source") else slot.box


def page(
    source: SlideSource,
    stage: Stage,
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
    head = _head(source, stage, layout, key, part)
    foot = _foot(stage, layout, key)
    return Slide(
        key,
        layout.role,
        next((item.text.plain for item in head if item.type in ("title", "ctrTitle")), ""),
        (
            *head,
            *_kicker(source, stage, layout, key, head),
            *items,
            *_source_line(source, stage, layout, key, credit),
            *foot,
        ),
        stage.language,
        source.at,
        tuple([line for line in fields.plain("notes").split("\n") if line.strip()]),
        fields.flag("hidden"),
    )


def _head(
    source: SlideSource, stage: Stage, layout: Layout, key: str, part: tuple[int, int]
) -> tuple[Placeholder, ...]:
    title = layout.slot("title", "ctrTitle")
    found: list[Placeholder] = []
    if title:
        drafts = (Draft(runs(source.fields.rich("title")) + part_mark(part, stage.language)),)
        lone = source.fields.has("kicker") and not layout.kicker and title.box.h >= 3 * KICKER_HEIGHT
        box = title.box.inset(0, KICKER_HEIGHT, 0, 0) if lone else None
        found.append(fill(title, f"{key}/title", drafts, stage, source.fields.at("title"), floor=TITLE_FLOOR, box=box))
    else:
        _no_place(stage, layout, f"{key}/title", source.fields.at("title"))
    kicker = source.fields.rich("kicker")
    if layout.kicker and kicker:
        slot = layout.kicker
        found.append(Placeholder(f"{key}/kicker", slot.type, slot.idx, slot.box, _slot_text(slot, runs(kicker), stage)))
    return tuple(found)


def _kicker(
    source: SlideSource, stage: Stage, layout: Layout, key: str, head: tuple[Placeholder, ...]
) -> tuple[Shape, ...]:
    """Return the line above the title as a text box of its own where the layout has no placeholder for it.

    It stands on the title's ground and takes the title's colour: directly above the title, which was set lower for
    it in ``_head``, or above the title's placeholder where that is low.
    """
    title, words = layout.slot("title", "ctrTitle"), runs(source.fields.rich("kicker"))
    if layout.kicker or not words or not title:
        return ()
    place = head[0].box
    spare = max(0, place.h - head[0].text.height)
    down = {"t": 0, "ctr": spare // 2, "b": spare}[title.anchor] if place != title.box else 0
    top = place.y - KICKER_HEIGHT + down
    if top < 0:
        _no_place(stage, layout, f"{key}/kicker", source.fields.at("kicker"))
        return ()
    side = title.insets
    box = Box(place.x + side.left, Emu(top), place.w - side.left - side.right, KICKER_HEIGHT)
    look = title.levels[0]
    frame = stage.frame(box, title.readable or look.colour, anchor="b", insets=TIGHT)
    drafts = (Draft(words, align=look.align),)
    text = stage.fit(drafts, frame, stage.steps(16, LABEL_FLOOR), source.fields.at("kicker"), f"{key}/kicker")
    return (Shape(f"{key}/kicker", box, text=text),)


def _no_place(stage: Stage, layout: Layout, key: str, at: Span) -> None:
    said = finding("text-without-place", at, layout=layout.name, on_slide=key.partition("/")[0], on_shape=key)
    stage.findings.append(said)


def part_mark(part: tuple[int, int], language: str) -> tuple[Run, ...]:
    """Return the mark of a continued slide, `` (1 av 2)``; nothing where there is one part only."""
    number, of = part
    return (Run(f" ({number} {word(language, 'of')} {of})"),) if of > 1 else ()


def _foot(stage: Stage, layout: Layout, key: str) -> tuple[Placeholder, ...]:
    if layout.role not in stage.feet:
        stage.feet[layout.role] = tuple(_foot_texts(stage, layout))
    return tuple(
        [
            Placeholder(f"{key}/{name}", slot.type, slot.idx, slot.box, text)
            for name, slot, text in stage.feet[layout.role]
        ]
    )


def _foot_texts(stage: Stage, layout: Layout) -> Iterator[tuple[str, Slot, Text]]:
    """Yield the footer and the slide number, which are the same on every slide of a layout."""
    footer, number = layout.slot("ftr"), layout.slot("sldNum")
    if footer and stage.website:
        yield "footer", footer, _slot_text(footer, runs(stage.website), stage)
    if number:
        yield "number", number, _slot_text(number, (Run("‹#›", field="slidenum"),), stage)


def _slot_text(slot: Slot, words: tuple[Run, ...], stage: Stage) -> Text:
    frame = slot_frame(slot, stage.language)
    return legible(typeset((Draft(words),), frame, slot.levels[0].size, stage.metrics), slot)


def legible(text: Text, slot: Slot) -> Text:
    """Return a placeholder's text, in another colour where the template's own cannot be read at its size."""
    if slot.readable is None:  # all slots of our own templates
        return text
    for paragraph in text.paragraphs:
        level = min(paragraph.level, len(slot.levels) - 1)
        if slot.contrasts[level] < least_contrast(paragraph.size * FROM_AFAR, bool(slot.levels[level].bold)):
            return text.replace(colour=slot.readable)
    return text


def _source_line(source: SlideSource, stage: Stage, layout: Layout, key: str, credit: str) -> tuple[Shape, ...]:
    said = runs(source.fields.rich("source")) or ((Run(credit),) if credit else ())
    if not said:
        return ()
    area = layout.content
    box = Box(area.x, area.bottom - SOURCE_HEIGHT, area.w, SOURCE_HEIGHT)
    colour = stage.ink(SLATE if stage.brand.own else INK, layout.background)
    frame = stage.frame(box, colour, anchor="b", insets=TIGHT)
    label = Run(f"{word(stage.language, 'source')}: ")
    text = stage.fit(
        (Draft((label, *said)),),
        frame,
        stage.steps(12, LABEL_FLOOR),
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
