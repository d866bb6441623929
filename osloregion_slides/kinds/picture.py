"""Picture: a photo or a drawing in its frame, cropped to it, with a caption or a text beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.base.units import Emu
from osloregion_slides.compose.context import BODY_FLOOR, INK, runs
from osloregion_slides.compose.entries import TEXT, text_field
from osloregion_slides.compose.image import cropped, load_image
from osloregion_slides.compose.page import GAP, above_source, content, fill, label, page
from osloregion_slides.fit.setting import UnfittedText
from osloregion_slides.scene import Box, Picture

if TYPE_CHECKING:
    from osloregion_slides.compose.context import ComposeContext
    from osloregion_slides.outline.load import SlideSource
    from osloregion_slides.scene import Item, Slide

SCHEMA: dict[str, object] = {
    "description": "A picture",
    "properties": {
        "image": {"type": "string", "description": "A PNG, JPEG or SVG file"},
        "alt": text_field("What the picture shows, for those who cannot see it"),
        "text": text_field("A text beside it"),
        "points": {"type": "array", "items": TEXT, "description": "Points beside it"},
        "fit": {
            "enum": ["cover", "contain"],
            "description": "cover crops it to its frame (the default), contain shows all",
        },
    },
    "required": ["image", "alt"],
}


def compose(source: SlideSource, context: ComposeContext) -> tuple[Slide, ...]:
    """Return the slide: the picture in the layout's picture slot, or over the whole content without text."""
    layout = context.layout("picture")
    area = content(source, layout)
    fields = source.fields
    frame, body = layout.slot("pic"), layout.slot("body", "obj")
    text = (
        *[UnfittedText(runs(r)) for r in ((fields.rich("text"),) if fields.has("text") else ())],
        *[UnfittedText(runs(r), bullet="dot") for r in fields.rich_list("points")],
    )
    items: list[Item] = []
    box = above_source(source, frame, layout) if frame and text else area
    if text and not body:
        place = Box(area.x + area.w * 64 // 100, area.y, area.w * 36 // 100, area.h)
        colour, at = context.ink(INK, layout.background), fields.at("text")
        items.append(label(f"{source.id}/text", place, text, context, colour, at, context.steps(20)))
        box = Box(area.x, area.y, area.w * 62 // 100, area.h)
    if text and body:
        at, place = fields.at("text"), above_source(source, body, layout)
        items.append(fill(body, f"{source.id}/text", text, context, at, floor=BODY_FLOOR, box=place))
    if not frame and text and body:
        box = Box(area.x, area.y, max(Emu(area.w // 2), body.box.x - GAP - area.x), area.h)
    image = load_image(fields.path("image"), box, fields.at("image"), context)
    if image:
        whole = fields.raw("fit") == "contain"
        place, crop = cropped(image, box, whole)
        items.append(
            Picture(f"{source.id}/picture", place, image, fields.plain("alt"), crop, frame.idx if frame else None)
        )
    return (page(source, context, layout, tuple(items)),)
