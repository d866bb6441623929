"""Kinds of plug-ins on finished slides: as pens, and as what may have broken a Scene."""

from __future__ import annotations

from osloregion_slides.base.findings import InvalidInput
from osloregion_slides.plugins import PluginFault
from osloregion_slides.pptx.drawn import Pen

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from osloregion_slides.base.findings import Finding
    from osloregion_slides.brand.values import Brand
    from osloregion_slides.compose.plugin_kind import PluginKind
    from osloregion_slides.outline.load import SlideSource
    from osloregion_slides.scene import Deck


def pen_of(kind: PluginKind, source: SlideSource, brand: Brand) -> Pen:
    """Return what draws a slide of a kind; it raises PluginFault where the plug-in fails."""
    plugin = kind.plugin

    def draw(slide: Any) -> None:
        resolver = source.fields.resolver
        told = len(resolver.findings)
        try:
            plugin.value.draw(slide, source.fields, brand)
        except InvalidInput:
            raise
        except Exception as bug:  # it runs somebody's code
            raise PluginFault([plugin.failed(bug, source.at)]) from None
        wrong = [finding for finding in resolver.findings[told:] if finding.severity == "error"]
        if wrong:
            raise InvalidInput(wrong)

    return Pen(plugin.name, source.id, draw, plugin.package)


def unwritable(deck: Deck, brand: Brand, kinds: Sequence[tuple[SlideSource, PluginKind]]) -> tuple[Finding, ...]:
    """Return what keeps the slides that plug-ins composed from being checked and written: values of wrong types."""
    from osloregion_slides.checks.deck import check_deck
    from osloregion_slides.pptx.write import write_deck

    composed = [(source, kind) for source, kind in kinds if not kind.draws]
    found = []
    for source, kind in composed:
        slides = [slide for slide in deck.slides if slide.at == source.at]
        known = [slide.replace(items=()) for slide in deck.slides if slide not in slides]
        try:
            trial = deck.replace(slides=(*slides, *known))
            check_deck(trial, brand)
            write_deck(trial, brand)
        except InvalidInput:
            raise
        except Exception as bug:  # what somebody's code made of a slide
            found.append(kind.plugin.failed(f"its slide cannot be written ({type(bug).__name__}: {bug})", source.at))
    return tuple(found)
