"""Slides of any size: composed on a page of the usual height, then brought to the template's.

Kinds state sizes and distances for slides of 7.5 in. On any other page the brand is enlarged (or reduced) to that
height, the kinds compose for it, and every length and size of type of the result is multiplied back. So floors, type
scale, margins, insets and lines are in proportion to the page, whichever kind states them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from osloregion_slides.base.record import Record
from osloregion_slides.base.units import Pt, page_scale
from osloregion_slides.brand.values import SCALE, Brand
from osloregion_slides.scene import Box, Placeholder

if TYPE_CHECKING:
    from collections.abc import Callable

    from osloregion_slides.scene import Item, Slide

    Value = TypeVar("Value", bound=Record)

_usual: dict[int, tuple[Brand, Brand]] = {}


def usual_brand(brand: Brand) -> Brand:
    """Return the brand with every length as on a page of the usual height: itself where it has that height."""
    scale = page_scale(brand.width, brand.height)
    if scale == 1:
        return brand
    if id(brand) not in _usual:
        _usual.clear()  # the last brand is enough: a deck has one, and a remembered slide is found by it
        grown = _scaled(brand, 1 / scale)
        own = brand.scale != SCALE  # the brand's sizes are those of its own page
        sizes = tuple([Pt(round(size / scale, 2)) for size in brand.scale]) if own else brand.scale
        _usual[id(brand)] = brand, grown.replace(floors=brand.floors, scale=sizes)
    return _usual[id(brand)][1]


def on_page(slides: tuple[Slide, ...], brand: Brand) -> tuple[Slide, ...]:
    """Return slides that were composed for ``usual_brand`` on the page of the brand itself.

    A placeholder that fills its slot gets exactly the slot's box, whatever rounding does.
    """
    usual = usual_brand(brand)
    if usual is brand:
        return slides
    scale = page_scale(brand.width, brand.height)
    found = []
    for slide in slides:
        slots, own = usual.layout(slide.layout).slots, brand.layout(slide.layout).slots
        boxes = {(slot.type, slot.idx, slot.box): real.box for slot, real in zip(slots, own)}
        items: list[Item] = []
        for item in slide.items:
            shown = _scaled(item, scale)
            if isinstance(item, Placeholder):
                shown = shown.replace(box=boxes.get((item.type, item.idx, item.box), shown.box))  # type: ignore[union-attr]
            items.append(shown)
        found.append(slide.replace(items=tuple(items)))
    return tuple(found)


def _scaled(value: Value, scale: float) -> Value:
    """Return a record with every length (``Emu``) and size (``Pt``) in it, at any depth, multiplied."""
    if isinstance(value, Box):  # by its edges, so that neighbours stay neighbours
        x, y, right, bottom = [round(edge * scale) for edge in (value.x, value.y, value.right, value.bottom)]
        return value.replace(x=x, y=y, w=right - x, h=bottom - y)
    changes = {}
    for name, change in _changes(type(value)):
        before = getattr(value, name)
        if before is not None and (after := change(before, scale)) is not before:
            changes[name] = after
    return value.replace(**changes) if changes else value


def _length(value: int, scale: float) -> int:
    return round(value * scale)


def _size(value: float, scale: float) -> float:
    return round(value * scale, 2)


def _within(value: Any, scale: float) -> Any:
    """Return a record, or a tuple of records, multiplied; anything else as it is."""
    if isinstance(value, Record):
        return _scaled(value, scale)
    if isinstance(value, tuple) and value and isinstance(value[0], Record):
        return tuple([_scaled(one, scale) for one in value])
    return value


def _lengths(value: tuple[int, ...], scale: float) -> tuple[int, ...]:
    return tuple([_length(one, scale) for one in value])


_CHANGES: dict[str, Callable[[Any, float], Any]] = {
    "Emu": _length,
    "Emu | None": _length,
    "Pt": _size,
    "Pt | None": _size,
    "tuple[Emu, ...]": _lengths,
}
_known: dict[type, tuple[tuple[str, Callable[[Any, float], Any]], ...]] = {}


def _changes(record: type[Record]) -> tuple[tuple[str, Callable[[Any, float], Any]], ...]:
    """Return what happens to each field of a class of records, by the annotation of the field."""
    if record not in _known:
        fields = record.__annotations__
        _known[record] = tuple([(name, _CHANGES.get(fields[name], _within)) for name in record.__fields__])
    return _known[record]
