"""Lengths as types. EMU is the unit of every box, points are the unit of type.

914 400 EMU are an inch, 12 700 EMU are a point (ECMA-376 Part 1, 20.1.2.1 and 20.1.10.16).
At run time an ``Emu`` is an ``int`` and a ``Pt`` a ``float``: only mypy distinguishes them, so
arithmetic costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:

    class Emu(int):
        """English metric units; positions are from the slide's top left."""

        def __add__(self, other: int) -> Emu: ...
        def __radd__(self, other: int) -> Emu: ...
        def __sub__(self, other: int) -> Emu: ...
        def __rsub__(self, other: int) -> Emu: ...
        def __mul__(self, other: int) -> Emu: ...
        def __rmul__(self, other: int) -> Emu: ...
        def __floordiv__(self, other: int) -> Emu: ...
        def __neg__(self) -> Emu: ...
        def __abs__(self) -> Emu: ...

    class Pt(float):
        """Points: font sizes, line heights, rule widths."""

        def __add__(self, other: float) -> Pt: ...
        def __sub__(self, other: float) -> Pt: ...
        def __mul__(self, other: float) -> Pt: ...
        def __rmul__(self, other: float) -> Pt: ...

else:
    Emu = int
    Pt = float

EMU_PER_PT = 12_700
EMU_PER_INCH = 914_400
EMU_PER_CM = 360_000


def emu(points: float) -> Emu:
    """Return points as whole EMU."""
    return Emu(round(points * EMU_PER_PT))


def inches(length: float) -> Emu:
    """Return inches as whole EMU."""
    return Emu(round(length * EMU_PER_INCH))


def points(length: int) -> Pt:
    """Return EMU as points."""
    return Pt(length / EMU_PER_PT)


USUAL_HEIGHT, LEAST_WIDTH = 6_858_000, 9_144_000
"""The slide height that sizes and distances are designed for, 7.5 in, and the minimum width for it, 10 in, EMU."""


def page_scale(width: int, height: int) -> float:
    """Return the factor from type sizes and distances of 7.5 in high slides to a slide of this size (EMU).

    It is a multiple of 1/8, so that type sizes stay multiples of 0.25 pt; below 1/8 it is exact. A slightly larger
    slide keeps the usual sizes; on a narrow one the width decides.
    """
    exact = min(height / USUAL_HEIGHT, width / LEAST_WIDTH)
    return int(exact * 8 + 0.08) / 8 or exact
