"""Lengths as SVG writes them. One user unit is a point, so a 13.33 in slide is 960 units wide."""

from __future__ import annotations

from osloregion_slides.units import EMU_PER_PT

_known: dict[int, str] = {}


def pt(length: int) -> str:
    """Return EMU as points with at most two decimals (127 EMU, a two-hundredth of a millimetre)."""
    found = _known.get(length)
    if found is None:
        found = _known[length] = number(length / EMU_PER_PT)
    return found


def number(value: float) -> str:
    """Return a number of user units with at most two decimals, and no minus before nothing."""
    return f"{round(value, 2) + 0.0:.8g}"
