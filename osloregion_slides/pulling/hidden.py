"""What a slide has and does not show: beside the page, under another object, cut off a picture.

A kind would show it, so a slide with such a thing is never said as one: nothing hidden becomes visible.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from osloregion_slides.base.findings import term

if TYPE_CHECKING:
    from collections.abc import Iterable

    from osloregion_slides.base.messages import Phrase
    from osloregion_slides.update.deck_state import ItemState

_CUT = re.compile(r'<a:custGeom|<a:prstGeom prst="(?!rect")|<a:fillRect [^>]*="-')
"""What of a picture's look shows a part of it only: a shape, a stretch beyond its frame (ECMA-376-1, 20.1.8.30)."""
_STYLED = re.compile(r'<a:fillRef idx="[1-9]')
_LIES_ON, _COVERS = 0.02, 0.9
"""Shares from which a shape without words hides something (of the smaller of the two), and anything (of the lower)."""


def hidden(items: Iterable[ItemState], page: tuple[int, int]) -> list[Phrase]:
    """Return what objects, the lowest first, have that a page of this size (EMU) does not show."""
    shown = [one for one in items if one.kind not in ("group", "connector")]
    said = [one for one in shown if _says(one)]
    found = [term("an object beside the page")] * any([_is_off(one, page) for one in said])
    cut = [one for one in said if one.kind == "picture" and (max(one.crop) > 0 or _CUT.search(one.look))]
    found += [term("the crop of a picture")] * bool(cut)
    for place, above in enumerate(shown):
        if _is_opaque(above) and any([_hides(above, one) for one in shown[:place] if _says(one)]):
            return [*found, term("an object that lies over a text or a picture")]
    return found


def _says(item: ItemState) -> bool:
    """Whether an object says something that can be hidden: a title cannot, every list of slides names them by it."""
    return item.slot not in ("title", "ctrTitle") and bool(
        item.text or item.table or item.chart or item.kind == "picture"
    )


def _is_off(item: ItemState, page: tuple[int, int]) -> bool:
    """Whether an object stands wholly beside the page, where nobody sees it in a show."""
    box, (width, height) = item.box, page
    if box is None or not width:
        return False
    return box.x >= width or box.y >= height or box.x + box.w <= 0 or box.y + box.h <= 0


def _is_opaque(item: ItemState) -> bool:
    """Whether nothing shows through an object; a placeholder without words shows nothing at all."""
    if item.kind in ("picture", "chart"):
        return True
    return (
        "alpha" not in item.fill
        and not (item.slot and not item.text)
        and bool(_STYLED.search(item.look) if item.fill == "?" else item.fill)
    )


def _hides(above: ItemState, below: ItemState) -> bool:
    one, other = above.box, below.box
    if one is None or other is None:
        return False
    width = min(one.x + one.w, other.x + other.w) - max(one.x, other.x)
    height = min(one.y + one.h, other.y + other.h) - max(one.y, other.y)
    common = width * height if width > 0 and height > 0 else 0
    lies = above.kind == "shape" and not above.text
    return common > _COVERS * other.w * other.h or lies and common > _LIES_ON * min(one.w * one.h, other.w * other.h)
