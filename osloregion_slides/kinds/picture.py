"""Picture: a photo or a drawing in its frame, cropped to it, with a caption or a text beside it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.base.units import Emu
from osloregion_slides.compose.context import BODY_FLOOR, INK, LABEL_FLOOR, runs
from osloregion_slides.compose.entries import TEXT, name_field, report_dead, text_field
from osloregion_slides.compose.image import cropped, load_image
from osloregion_slides.compose.page import GAP, above_source, content, fill, label, page
from osloregion_slides.compose.tiles import px
from osloregion_slides.fit.setting import UnfittedText
from osloregion_slides.scene import Box, Picture, Shape

if TYPE_CHECKING:
    from osloregion_slides.brand.values import Layout
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
        "focus": {
            "type": "array",
            "items": {"type": "number", "minimum": 0, "maximum": 100},
            "minItems": 2,
            "maxItems": 2,
            "description": "What has to be seen, percent from the left and from the top: [30, 60]",
        },
        "credit": name_field("Who made the picture, in small letters under it"),
    },
    "required": ["image", "alt"],
}


GROUNDS = ("paper", "fjord")
"""On paper the picture bleeds off the top and the right; on fjord it has the slide beside a panel."""

CREDIT, UNDER_PICTURE, FOOT, MARGIN = px(20), px(4), px(60), px(64)


def compose(source: SlideSource, context: ComposeContext) -> tuple[Slide, ...]:
    """Return the slide: the picture in the layout's picture slot, or over the whole content without text."""
    grounded = context.brand.grounds
    layout = context.layout("panel" if grounded and context.ground == "fjord" else "picture")
    area = content(source, layout)
    fields = source.fields
    frame, body = layout.slot("pic"), layout.slot("body", "obj")
    text = (
        *[UnfittedText(runs(r)) for r in ((fields.rich("text"),) if fields.has("text") else ())],
        *[UnfittedText(runs(r), bullet="dot") for r in fields.rich_list("points")],
    )
    items: list[Item] = []
    box = above_source(source, frame, layout) if frame and (text or grounded) else area
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
    if fields.has("credit"):
        box, credit = _credit(source, context, layout, box)
        items.append(credit)
    image = load_image(fields.path("image"), box, fields.at("image"), context)
    if image:
        whole = fields.raw("fit") == "contain"
        if whole:
            report_dead(fields, "focus")
        x, y = fields.strings("focus") or ("50", "50")
        place, crop = cropped(image, box, whole, (float(x), float(y)))
        items.append(
            Picture(f"{source.id}/picture", place, image, fields.plain("alt"), crop, frame.idx if frame else None)
        )
    return (page(source, context, layout, tuple(items)),)


def _credit(source: SlideSource, context: ComposeContext, layout: Layout, box: Box) -> tuple[Box, Shape]:
    """Return the picture's box, lower where the credit needs the room, and the credit under it.

    A picture that bleeds off the top alone has room under it; beside a panel the slide's ground shows there.
    """
    panel = layout.role.startswith("panel")
    if panel or not context.brand.grounds:
        box = box.inset(0, 0, 0, FOOT if panel else CREDIT + UNDER_PICTURE)
    right = MARGIN if box.right >= context.brand.width else 0
    place = Box(box.x, Emu(box.bottom + UNDER_PICTURE), Emu(box.w - right), CREDIT)
    key, at = f"{source.id}/credit", source.fields.at("credit")
    ink = context.inks(layout.background).dim
    drafts = (UnfittedText(runs(source.fields.rich("credit")), align="r" if panel else None),)
    text = context.fit(drafts, context.frame(place, ink), context.steps(12, LABEL_FLOOR), at, key)
    return box, Shape(key, place, text=text)
