"""A Brand as JSON and back: what brand.json beside a template holds.

The styles of placeholders repeat, so they stand once in a table and slots name them by number.
"""

from __future__ import annotations

import json

from osloregion_slides.brand.values import Brand, Layout, Slot, TextStyle
from osloregion_slides.scene import Box, Colour, Insets
from osloregion_slides.value import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

VERSION = 1
"""The form of brand.json; a reader takes no other."""

_COLOUR = TextStyle.__fields__.index("colour")


def dump_brand(brand: Brand, source: int) -> bytes:
    """Return brand.json; ``source`` is the checksum of the file it was made from (``checksum``)."""
    styles: dict[TextStyle, int] = {}
    layouts = [_layout(layout, styles) for layout in brand.layouts]
    content = {
        "version": VERSION,
        "source": source,
        "name": brand.name,
        "own": brand.own,
        "size": [brand.width, brand.height],
        "palette": dict(brand.palette),
        "fonts": [brand.heading_font, brand.body_font],
        "scale": list(brand.scale),
        "layouts": layouts,
        "styles": [_row(style.replace(colour=_row(style.colour))) for style in styles],
    }
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def read_record(data: bytes, template: str) -> tuple[Brand, int]:
    """Return the brand of a brand.json, for the template at this path, and the checksum of its source.

    ValueError, KeyError or TypeError for another form than ``dump_brand`` writes.
    """
    content = json.loads(data)
    if content["version"] != VERSION:
        raise ValueError("another version of brand.json")
    styles = [_read_style(row) for row in content["styles"]]
    width, height = content["size"]
    heading, body = content["fonts"]
    palette, scale = tuple(content["palette"].items()), tuple(content["scale"])
    layouts = tuple([_read_layout(layout, styles) for layout in content["layouts"]])
    brand = Brand(content["name"], template, width, height, palette, heading, body, layouts, scale, content["own"])
    return brand, content["source"]


def checksum(data: bytes) -> int:
    """Return the checksum of a file that people edit, the same with either kind of line end."""
    from zlib import crc32

    return crc32(data.replace(b"\r\n", b"\n"))


def _row(value: Value) -> list[Any]:
    return [getattr(value, field) for field in value.__fields__]


def _layout(layout: Layout, styles: dict[TextStyle, int]) -> dict[str, object]:
    return {
        "role": layout.role,
        "part": layout.part,
        "name": layout.name,
        "content": _row(layout.content),
        "background": _row(layout.background),
        "dark": layout.dark,
        "slots": [_slot(slot, styles) for slot in layout.slots],
    }


def _slot(slot: Slot, styles: dict[TextStyle, int]) -> dict[str, object]:
    pale = {"readable": _row(slot.readable), "contrasts": list(slot.contrasts)} if slot.readable else {}
    return {
        "type": slot.type,
        "idx": slot.idx,
        "name": slot.name,
        "box": _row(slot.box),
        "levels": [styles.setdefault(style, len(styles)) for style in slot.levels],
        "anchor": slot.anchor,
        "insets": _row(slot.insets),
        "kicker": slot.kicker,
        **pale,
    }


def _read_style(row: list[Any]) -> TextStyle:
    row[_COLOUR] = Colour(*row[_COLOUR])
    return TextStyle(*row)


def _read_layout(row: dict[str, Any], styles: list[TextStyle]) -> Layout:
    slots = tuple([_read_slot(slot, styles) for slot in row["slots"]])
    box, background = Box(*row["content"]), Colour(*row["background"])
    return Layout(row["role"], row["part"], row["name"], slots, box, background, row["dark"])


def _read_slot(row: dict[str, Any], styles: list[TextStyle]) -> Slot:
    box, insets = Box(*row["box"]), Insets(*row["insets"])
    levels = tuple([styles[number] for number in row["levels"]])
    slot = Slot(row["type"], row["idx"], row["name"], box, levels, row["anchor"], insets, row["kicker"])
    if "readable" in row:  # in few templates, and never in our own
        slot = slot.replace(readable=Colour(*row["readable"]), contrasts=tuple(row["contrasts"]))
    return slot
