"""The legend of a map: a numbered swatch, a name and a count for every colour."""

from __future__ import annotations

from osloregion_slides.compose.blocks import card, card_frame
from osloregion_slides.compose.page import GAP, SLATE
from osloregion_slides.compose.stage import LABEL_FLOOR, NAVY, TIGHT
from osloregion_slides.fit.setting import Draft, fit_alike
from osloregion_slides.scene import Box, Colour, Group, Run, Shape
from osloregion_slides.units import Emu, emu, inches
from osloregion_slides.value import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from osloregion_slides.compose.arrangement import Pieces
    from osloregion_slides.compose.stage import Stage
    from osloregion_slides.findings import Span
    from osloregion_slides.scene import Item

BADGE = inches(0.36)
BADGE_RADIUS = emu(4)
PITCH = inches(0.78)
"""The distance of entries where there is room for it, EMU."""

MOST_IN_ONE = 6
"""Entries that stand in one column."""


class Key(Value):
    """One entry: its number on the map, its name, what it counts, and its colour."""

    number: int
    name: str
    count: str
    fill: Colour


class Layout(Value):
    """A way to set the legend: the boxes of its entries, and whether the count has a line of its own."""

    boxes: tuple[Box, ...]
    tall: bool
    badge: Emu

    def text_box(self, index: int) -> Box:
        """Return the box of an entry's text, right of its swatch."""
        return self.boxes[index].inset(self.badge + emu(10), 0, 0, 0)


def legend(key: str, keys: tuple[Key, ...], area: Box, stage: Stage, at: Span) -> Group:
    """Return the legend in the area, in the first of its layouts that can be read."""
    steps = stage.steps(18, LABEL_FLOOR)
    layouts = [_layout(area, len(keys), 1 if len(keys) <= MOST_IN_ONE else 2, True)]
    layouts += [_layout(area, len(keys), columns, False) for columns in (1, 2)]
    if len(keys) <= MOST_IN_ONE:  # a single column leaves no empty half beside it, where it need not be wider
        midst = _layout(area.inset(area.w // 4, 0, area.w // 4, 0), len(keys), 1, True)
        layouts[:0] = [midst] if fit_alike(_pieces(keys, midst, stage), steps[:1], stage.metrics) else []
    fitting = [found for found in layouts if fit_alike(_pieces(keys, found, stage), steps, stage.metrics)]
    chosen = (fitting or layouts)[0]
    texts = stage.fit_alike(_pieces(keys, chosen, stage), steps, at, key)
    made: list[Item] = []
    for index, (entry, text) in enumerate(zip(keys, texts)):
        made.append(_swatch(f"{key}/{entry.name}/number", entry, chosen, index, stage, at))
        made.append(Shape(f"{key}/{entry.name}/name", chosen.text_box(index), text=text))
    return Group(key, tuple(made), ", ".join([f"{entry.number} {entry.name}" for entry in keys]))


def _layout(area: Box, count: int, columns: int, tall: bool) -> Layout:
    rows = -(-count // columns)
    pitch = min(area.h // max(1, rows), PITCH)
    top = area.y + (area.h - pitch * rows) // 2
    width = (area.w - GAP * (columns - 1)) // columns
    places = [(area.x + (width + GAP) * (n // rows), top + pitch * (n % rows)) for n in range(count)]
    boxes = tuple([Box(x, y, width, Emu(pitch)) for x, y in places])
    return Layout(boxes, tall, Emu(min(BADGE, pitch * 8 // 10)))


def _pieces(keys: tuple[Key, ...], layout: Layout, stage: Stage) -> Pieces:
    return tuple(
        [
            (_drafts(entry, layout.tall, stage), stage.frame(layout.text_box(n), NAVY, anchor="ctr"))
            for n, entry in enumerate(keys)
        ]
    )


def _drafts(entry: Key, tall: bool, stage: Stage) -> tuple[Draft, ...]:
    name = Run(entry.name, True, colour=stage.ink(NAVY))
    slate = stage.ink(SLATE)
    if tall:
        return Draft((name,)), Draft((Run(entry.count, colour=slate),), step=2)
    return (Draft((name, Run(f"  {entry.count.split()[0]}", colour=slate))),)


def _swatch(key: str, entry: Key, layout: Layout, index: int, stage: Stage, at: Span) -> Shape:
    box = layout.boxes[index]
    spot = Box(box.x, box.y + (box.h - layout.badge) // 2, layout.badge, layout.badge)
    ink = stage.on(entry.fill)
    frame = card_frame(stage, spot, ink, bold=True, anchor="ctr", insets=TIGHT, radius=BADGE_RADIUS)
    number = Draft((Run(str(entry.number)),), align="ctr")
    text = stage.fit((number,), frame, stage.steps(14, LABEL_FLOOR), at, key)
    return card(key, spot, entry.fill, text, radius=BADGE_RADIUS)
