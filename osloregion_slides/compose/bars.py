"""Labelled bars as native shapes: a name at the left, a bar, its number, and a remark where there is one."""

from __future__ import annotations

from osloregion_slides.compose.blocks import card
from osloregion_slides.compose.page import GAP, SLATE
from osloregion_slides.compose.stage import LABEL_FLOOR, NAVY, plain_text, runs
from osloregion_slides.fit.setting import Draft
from osloregion_slides.scene import Box, Colour, Group, Run, Shape
from osloregion_slides.units import EMU_PER_PT, Emu, Pt, emu, inches
from osloregion_slides.value import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from osloregion_slides.compose.stage import Stage
    from osloregion_slides.findings import Span
    from osloregion_slides.outline.markup import Rich
    from osloregion_slides.scene import Item

NAME_SHARE = 38
"""Percent of the width that the names may take."""
WIDEST_NAMES = inches(3.1)
TALLEST = inches(0.95)
THICKEST = inches(0.42)
REMARK = Pt(14.0)
WORTH_IT = 0.6
"""A remark stands beside its bar where the bars keep this share of the length they would have without it."""


class Bar(Value):
    """One bar: a key for its shapes, its texts, its number; a ``marked`` one is darker, and its remark says why."""

    key: str
    name: Rich
    remark: Rich
    count: int
    marked: bool = False


class Scale(Value):
    """How the bars are drawn: EMU a unit, the size of numbers, and whether remarks stand beside the bars."""

    unit: float
    size: Pt
    beside: bool


def labelled_bars(key: str, bars: list[Bar], area: Box, stage: Stage, at: Span, alt: str) -> Group:
    """Return the bars in the area, one below the other, their names all at one size."""
    pitch = min(area.h // max(1, len(bars)), TALLEST)
    names = min(area.w * NAME_SHARE // 100, WIDEST_NAMES)
    top = area.y + (area.h - pitch * len(bars)) // 2
    lines = [Box(area.x, top + pitch * index, area.w, pitch) for index in range(len(bars))]
    scale = _scale(bars, stage, area.w - names - GAP, pitch)
    ink = stage.ink(NAVY)
    frames = [stage.frame(_name_box(line, names), ink, bold=True, anchor="ctr") for line in lines]
    pieces = tuple([(_name(bar, stage, scale.beside), frame) for bar, frame in zip(bars, frames)])
    texts = stage.fit_alike(pieces, stage.steps(scale.size, LABEL_FLOOR), at, key)
    made: list[Item] = []
    for bar, line, text in zip(bars, lines, texts):
        made.append(Shape(f"{key}/{bar.key}/name", _name_box(line, names), text=text))
        made += _drawn(f"{key}/{bar.key}", bar, line, names, scale, stage, at)
    return Group(key, tuple(made), alt)


def _name_box(line: Box, names: Emu) -> Box:
    return Box(line.x, line.y, names, line.h)


def _name(bar: Bar, stage: Stage, beside: bool) -> tuple[Draft, ...]:
    name = Draft(runs(bar.name), align="r")
    if beside or not bar.remark:
        return (name,)
    return (name, Draft(runs(bar.remark, colour=stage.ink(SLATE)), bold=False, align="r", step=1))


def _scale(bars: list[Bar], stage: Stage, room: Emu, pitch: Emu) -> Scale:
    steps = [step for step in stage.steps(18, LABEL_FLOOR) if step * 1.3 * EMU_PER_PT <= pitch]
    size = max(steps, default=LABEL_FLOOR)
    plain = min([(room - _number(bar, stage, size)) / bar.count for bar in bars], default=1.0)
    beside = min([(room - _number(bar, stage, size) - _remark(bar, stage)) / bar.count for bar in bars], default=1.0)
    return Scale(beside, size, True) if beside >= WORTH_IT * plain else Scale(plain, size, False)


def _number(bar: Bar, stage: Stage, size: Pt) -> int:
    return round(stage.metrics.width(str(bar.count), True, False) * size * EMU_PER_PT) + emu(14)


def _remark(bar: Bar, stage: Stage) -> int:
    width = stage.metrics.width(plain_text(bar.remark), False, False) * REMARK * EMU_PER_PT
    return round(width) + emu(10) if bar.remark else 0


def _drawn(key: str, bar: Bar, line: Box, names: Emu, scale: Scale, stage: Stage, at: Span) -> list[Item]:
    thickness = min(line.h * 55 // 100, THICKEST)
    body = Box(
        line.x + names + GAP,
        line.y + (line.h - thickness) // 2,
        Emu(max(emu(4), round(bar.count * scale.unit))),
        thickness,
    )
    count = Box(body.right + emu(6), line.y, Emu(_number(bar, stage, scale.size) - emu(6)), line.h)
    frame = stage.frame(count, stage.ink(NAVY), bold=True, anchor="ctr")
    number = stage.fit((Draft((Run(str(bar.count)),)),), frame, (scale.size,), at, key)
    said = f"{plain_text(bar.name)} {bar.count}"
    made: list[Item] = [
        card(f"{key}/bar", body, NAVY if bar.marked else Colour("accent1"), alt=said, radius=emu(3)),
        Shape(f"{key}/count", count, text=number),
    ]
    if bar.remark and scale.beside:
        rest = Box(count.right + emu(4), line.y, line.right - count.right - emu(4), line.h)
        frame = stage.frame(rest, stage.ink(SLATE), anchor="ctr")
        text = stage.fit((Draft(runs(bar.remark)),), frame, stage.steps(REMARK, LABEL_FLOOR), at, key)
        made.append(Shape(f"{key}/remark", rest, text=text))
    return made
