"""A kind that composes: one sentence in a coloured card."""

from __future__ import annotations

from typing import Any

from osloregion_slides.compose.context import NAVY, runs
from osloregion_slides.compose.page import card, card_frame, content, page
from osloregion_slides.fit.setting import UnfittedText

SCHEMA = {
    "description": "One sentence in a coloured card",
    "properties": {"words": {"$ref": "#/$defs/text", "description": "The sentence"}},
    "required": ["words"],
}


def compose(source: Any, context: Any) -> tuple[Any, ...]:
    layout = context.layout("title_only")
    area = content(source, layout)
    box = area.replace(h=area.h // 2)
    frame = card_frame(context, box, context.on(NAVY), anchor="ctr")
    drafts = (UnfittedText(runs(source.fields.rich("words")), align="ctr"),)
    text = context.fit(drafts, frame, context.steps(40), source.fields.at("words"), f"{source.id}/words")
    return (page(source, context, layout, (card(f"{source.id}/words", box, NAVY, text),)),)
