"""The text rectangle of a preset shape: the part of its box for its text.

Each rule derives (left, top, right, bottom) from the shape's width, height and guides, following the ``rect``
and ``gdLst`` of the shape in presetShapeDefinitions.xml (ECMA-376 Part 1, Annex D); guides are in 100 000ths.
The insets of the text body apply inside the rectangle.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from osloregion_slides.base.units import Emu
from osloregion_slides.scene import Box

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Edges = tuple[float, float, float, float]
    Rule = Callable[[float, float, "_Guides"], Edges]

_WHOLE = 100_000
_CORNER = 1 - math.sqrt(0.5)  # from a square's corner to its quarter circle, of the diagonal: 29 289 of 100 000


class _Guides(dict[str, int]):
    def share(self, name: str, default: int, most: float = 50_000) -> float:
        """Return a guide, clamped to 0…``most``, as a share of 1."""
        return max(0.0, min(self.get(name, default), most)) / _WHOLE


def _even(left: float, top: float, w: float, h: float) -> Edges:
    return left, top, w - left, h - top


def _top_and_bottom(top: float, bottom: float, w: float, h: float) -> Edges:
    side = max(top, bottom)
    return side, top, w - side, h - bottom


def _round_rect(w: float, h: float, guides: _Guides) -> Edges:
    corner = min(w, h) * guides.share("adj", 16_667) * _CORNER
    return _even(corner, corner, w, h)


def _round2_same(w: float, h: float, guides: _Guides) -> Edges:
    corner = min(w, h) * _CORNER
    return _top_and_bottom(corner * guides.share("adj1", 16_667), corner * guides.share("adj2", 0), w, h)


def _round2_diagonal(w: float, h: float, guides: _Guides) -> Edges:
    corner = min(w, h) * max(guides.share("adj1", 16_667), guides.share("adj2", 0)) * _CORNER
    return _even(corner, corner, w, h)


def _snip1(w: float, h: float, guides: _Guides) -> Edges:
    cut = min(w, h) * guides.share("adj", 16_667) / 2
    return 0, cut, w - cut, h


def _snip2_same(w: float, h: float, guides: _Guides) -> Edges:
    cut = min(w, h) / 2
    return _top_and_bottom(cut * guides.share("adj1", 16_667), cut * guides.share("adj2", 0), w, h)


def _triangle(w: float, h: float, guides: _Guides) -> Edges:
    left = w * guides.share("adj", 50_000, _WHOLE) / 2
    return left, h / 2, left + w / 2, h


def _slant(w: float, h: float, guides: _Guides, widest: float) -> float:
    most = widest * w / min(w, h)
    return guides.share("adj", 25_000, most) * _WHOLE / most


def _parallelogram(w: float, h: float, guides: _Guides) -> Edges:
    share = (1 + 5 * _slant(w, h, guides, _WHOLE)) / 12
    return _even(w * share, h * share, w, h)


def _trapezoid(w: float, h: float, guides: _Guides) -> Edges:
    slant = _slant(w, h, guides, _WHOLE / 2)
    return w / 3 * slant, h / 3 * slant, w - w / 3 * slant, h


def _octagon(w: float, h: float, guides: _Guides) -> Edges:
    cut = min(w, h) * guides.share("adj", 29_289) / 2
    return _even(cut, cut, w, h)


def _point(w: float, h: float, guides: _Guides, name: str = "adj") -> float:
    return min(w, h) * guides.share(name, 50_000, _WHOLE * w / min(w, h))


def _chevron(w: float, h: float, guides: _Guides) -> Edges:
    point = _point(w, h, guides)
    return (point, 0, w - point, h) if w > 2 * point else (0, 0, w, h)


def _right_arrow(w: float, h: float, guides: _Guides) -> Edges:
    head = _point(w, h, guides, "adj2")
    top = (h - h * guides.share("adj1", 50_000, _WHOLE)) / 2
    return 0, top, w - head + top * head / (h / 2), h - top


def _ellipse(w: float, h: float, guides: _Guides) -> Edges:
    return _even(w / 2 * _CORNER, h / 2 * _CORNER, w, h)


_RULES: dict[str, Rule] = {
    "rect": lambda w, h, guides: (0, 0, w, h),
    "ellipse": _ellipse,
    "donut": _ellipse,
    "flowChartConnector": _ellipse,
    "roundRect": _round_rect,
    "round1Rect": lambda w, h, guides: (0, 0, w - min(w, h) * guides.share("adj", 16_667) * _CORNER, h),
    "round2SameRect": _round2_same,
    "round2DiagRect": _round2_diagonal,
    "snip1Rect": _snip1,
    "snip2SameRect": _snip2_same,
    "triangle": _triangle,
    "rtTriangle": lambda w, h, guides: (w / 12, h * 7 / 12, w * 7 / 12, h * 11 / 12),
    "diamond": lambda w, h, guides: _even(w / 4, h / 4, w, h),
    "parallelogram": _parallelogram,
    "trapezoid": _trapezoid,
    "octagon": _octagon,
    "homePlate": lambda w, h, guides: (0, 0, w - _point(w, h, guides) / 2, h),
    "chevron": _chevron,
    "rightArrow": _right_arrow,
    "foldedCorner": lambda w, h, guides: (0, 0, w, h - min(w, h) * guides.share("adj", 16_667)),
}


def text_box(preset: str, box: Box, adjust: Sequence[tuple[str, int]] = ()) -> Box:
    """Return the text rectangle of a preset shape, EMU from the slide's top left.

    ``adjust`` are the guides as in ``scene.Shape``. A preset without a rule here has its whole box.
    """
    rule = _RULES.get(preset)
    if rule is None or not box.w or not box.h:
        return box
    left, top, right, bottom = rule(box.w, box.h, _Guides(adjust))
    x, y = math.ceil(left), math.ceil(top)
    return Box(box.x + x, box.y + y, Emu(max(0, math.floor(right) - x)), Emu(max(0, math.floor(bottom) - y)))
