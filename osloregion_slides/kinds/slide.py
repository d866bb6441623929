"""Slide: a slide of another deck, complete and native; texts can be replaced by the names of their shapes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.compose.entries import report_dead
from osloregion_slides.compose.kept import chosen
from osloregion_slides.outline.markup import note_lines
from osloregion_slides.outline.text_schema import by_name, choice, ref, string
from osloregion_slides.scene import Slide

if TYPE_CHECKING:
    from osloregion_slides.compose.context import ComposeContext
    from osloregion_slides.outline.load import SlideSource

SCHEMA: dict[str, object] = {
    "description": "A complete slide from another deck",
    "properties": {
        "from": string("Deck and slide, the slide by name, number or title: `library.pptx#members`"),
        "texts": by_name(ref("text"), "Replacement texts, by the names of their shapes"),
        "master": choice(("ours", "own"), "ours (default): apply this deck's template; own: keep the slide's own"),
    },
    "required": ["from"],
}
_NOT_READ = ("kicker", "reveal", "transition", "source", "footnotes")


def compose(source: SlideSource, context: ComposeContext) -> tuple[Slide, ...]:
    """Return the slide without its objects, which are added to the finished deck (``finishing``)."""
    context.apart()
    fields = source.fields
    report_dead(fields, *_NOT_READ)
    found = chosen(fields, source.id, context)
    if found is None:
        return ()
    same = None if fields.has("layout") else context.brand.named(found.slide.layout)
    layout = same or context.layout("title_only")
    notes = note_lines(fields.rich("notes"))
    return (
        Slide(
            source.id,
            layout.role,
            found.title,
            (),
            context.language,
            source.at,
            notes,
            fields.flag("hidden", found.slide.hidden),
            kept=True,
        ),
    )
