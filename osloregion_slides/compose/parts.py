"""The sections of a deck and the slides in each, for agendas and section slides."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.base.record import Record

if TYPE_CHECKING:
    from osloregion_slides.compose.context import ComposeContext
    from osloregion_slides.outline.load import SlideSource

AROUND = ("agenda", "cover", "closing", "section")
"""Kinds that are not content of the meeting."""
BETWEEN = " · "


class Part(Record):
    """A section: its name, its first visible slide, and the titles of its content."""

    name: str
    first: SlideSource
    titles: tuple[str, ...]

    @property
    def line(self) -> str:
        """The titles as one line; "" if they only repeat the name."""
        joined = BETWEEN.join(self.titles)
        return "" if joined == self.name else joined


def parts(context: ComposeContext) -> list[Part]:
    """Return the sections of the deck in order, without those whose slides are all hidden."""
    found: list[tuple[str, list[SlideSource]]] = []
    for slide in context.slides:
        name = slide.fields.plain("section")
        if name:
            found.append((name, []))
        if found and not slide.fields.flag("hidden"):
            found[-1][1].append(slide)
    return [
        Part(name, slides[0], tuple([s.fields.plain("title") for s in slides if s.kind not in AROUND]))
        for name, slides in found
        if slides
    ]
