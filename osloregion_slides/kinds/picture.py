"""Picture: photos or drawings cropped to their frames, with a credit, and a text beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.base.units import Emu
from osloregion_slides.compose.context import BODY_FLOOR, INK, LABEL_FLOOR, ComposeContext, runs
from osloregion_slides.compose.entries import TEXT, name_field, report_dead, text_field
from osloregion_slides.compose.image import cropped, load_image, may_be_transparent
from osloregion_slides.compose.page import GAP, above_source, column, content, label, page, row
from osloregion_slides.compose.places import fill
from osloregion_slides.compose.tiles import px
from osloregion_slides.fit.setting import UnfittedText
from osloregion_slides.outline.text_schema import choice, listed, mapping, string
from osloregion_slides.scene import Box, Picture, Run, Shape

if TYPE_CHECKING:
    from osloregion_slides.brand.values import Layout
    from osloregion_slides.outline.load import SlideSource
    from osloregion_slides.scene import Item, Slide

PICTURE: dict[str, object] = {
    "image": string("A PNG, JPEG or SVG file; an SVG needs a PNG of the same name beside it, or the extra `pictures`"),
    "alt": text_field("Alt text: what the picture shows, for people who cannot see it"),
    "focus": listed(
        {"type": "number", "minimum": 0, "maximum": 100},
        "Focal point that a crop keeps, in percent from the left and the top: [30, 60]",
        2,
        2,
    ),
    "credit": name_field("Creator of the picture, in small type below it"),
}
SCHEMA: dict[str, object] = {
    "description": "One to six pictures",
    "properties": {
        **PICTURE,
        "text": text_field("Text beside the picture"),
        "points": listed(TEXT, "Points beside the picture"),
        "fit": choice(("cover", "contain"), "cover (default): crop to fill the frame; contain: show the whole picture"),
        "more": listed(mapping(PICTURE, "image", "alt"), "Further pictures beside the first", 1, 5),
    },
    "required": ["image", "alt"],
}


GROUNDS = ("paper", "fjord")
"""On paper the picture bleeds off the top and the right; on fjord it fills the slide beside a panel. A transparent
picture is always on paper, since it was drawn for a light page."""

CREDIT, UNDER_PICTURE, FOOT, MARGIN = px(20), px(4), px(60), px(64)
BETWEEN = px(8)
"""The gap between pictures."""
ROWS = {1: (1,), 2: (1, 1), 3: (1, 2), 4: (2, 2), 5: (2, 3), 6: (3, 3)}
"""The number of pictures in each row, by their total number."""
WIDE = 1.6
"""The ratio of width to height above which up to three pictures are in one row."""


def compose(source: SlideSource, context: ComposeContext) -> tuple[Slide, ...]:
    """Return the slide: the pictures in the layout's picture placeholder, or, without text, in the whole area."""
    grounded = context.brand.grounds
    fields = source.fields
    is_dark = context.ground == "fjord" and not any(
        [may_be_transparent(one.path("image")) for one in (fields, *fields.list("more"))]
    )
    layout = context.layout("panel" if grounded and is_dark else "picture")
    area = content(source, layout)
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
    pictures = (fields, *fields.list("more"))
    credits = [words for one in pictures if (words := runs(one.rich("credit")))]
    if credits:
        box, credit = _credit(source, context, layout, box, credits)
        items.append(credit)
    for number, (one, place) in enumerate(zip(pictures, _places(box, len(pictures))), 1):
        alt, focus = one.plain("alt"), one.strings("focus") or ("50", "50")
        image = load_image(one.path("image"), place, one.at("image"), context)
        if image is None:
            continue
        whole = fields.raw("fit") == "contain"
        if whole:
            report_dead(one, "focus")
        place, crop = cropped(image, place, whole, (float(focus[0]), float(focus[1])))
        key, slot = f"{source.id}/picture", frame.idx if frame and number == 1 else None
        items.append(Picture(key if number == 1 else f"{key}-{number}", place, image, alt, crop, slot))
    return (page(source, context, layout, tuple(items)),)


def _places(box: Box, count: int) -> list[Box]:
    """Return the frames of this many pictures, row by row, filling the box."""
    rows = (count,) if count <= 3 and box.w > WIDE * box.h else ROWS[count]
    return [
        place for line, across in zip(column(box, len(rows), BETWEEN), rows) for place in row(line, across, BETWEEN)
    ]


def _credit(
    source: SlideSource, context: ComposeContext, layout: Layout, box: Box, credits: list[tuple[Run, ...]]
) -> tuple[Box, Shape]:
    """Return the picture's box, reduced for the credit if necessary, and the credit under it.

    A picture that bleeds off the top has room under it; beside a panel the credit is on the slide's ground.
    """
    panel = layout.role.startswith("panel")
    if panel or not context.brand.grounds:
        box = box.inset(0, 0, 0, FOOT if panel else CREDIT + UNDER_PICTURE)
    right = MARGIN if box.right >= context.brand.width else 0
    place = Box(box.x, Emu(box.bottom + UNDER_PICTURE), Emu(box.w - right), CREDIT)
    key, at = f"{source.id}/credit", source.fields.at("credit" if source.fields.has("credit") else "more")
    ink = context.inks(layout.background).dim
    words = tuple([run for n, one in enumerate(credits) for run in ((Run(" · "), *one) if n else one)])
    drafts = (UnfittedText(words, align="r" if panel else None),)
    text = context.fit(drafts, context.frame(place, ink), context.steps(12, LABEL_FLOOR), at, key)
    return box, Shape(key, place, text=text)
