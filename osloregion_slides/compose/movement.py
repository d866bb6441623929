"""Animation on request: the objects of a slide that appear at each click, and the transition of the slide.

``reveal: click`` shows the entries of a list one by one, each with its objects: an object belongs to an entry if the
part of its key after the slide's key equals the entry's key, or ends with it (``points/badge-2``). A group with
children of several entries is ungrouped, since PowerPoint animates whole groups. A list in a placeholder appears by
first-level paragraph. Images, PDF and HTML show the final state.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.compose.entries import report_dead
from osloregion_slides.scene import Group, Placeholder

if TYPE_CHECKING:
    from osloregion_slides.outline.load import SlideSource
    from osloregion_slides.scene import Item, RevealTarget, Slide

LISTS = ("items", "points", "sides")


def with_movement(source: SlideSource, slides: tuple[Slide, ...]) -> tuple[Slide, ...]:
    """Return the slides of a source with its ``reveal`` and ``transition``; report a reveal without effect."""
    transition = source.fields.raw("transition")
    if transition:
        slides = tuple([slide.replace(transition=transition) for slide in slides])
    if not source.fields.raw("reveal"):
        return slides
    found = [_revealed(slide, _things(source)) for slide in slides]
    if not any([slide.reveal for slide in found]):
        report_dead(source.fields, "reveal")
    return tuple(found)


def _things(source: SlideSource) -> list[str]:
    """Return the keys of the entries of a slide's list, in order."""
    name = next((name for name in LISTS if source.fields.has(name)), "")
    things = source.fields.list(name) if name else ()
    return [thing.raw("id") or str(number) for number, thing in enumerate(things, 1)]


def _revealed(slide: Slide, things: list[str]) -> Slide:
    items = tuple([part for item in slide.items for part in _apart(slide, item, things)])
    steps: list[tuple[RevealTarget, ...]] = []
    for thing in things:
        targets = [(item.key, -1, -1) for item in items if _thing_of(slide, item, things) == thing]
        steps += [tuple(targets)] if targets else []
    if not steps:
        steps = [step for item in items for step in _paragraphs(item)]
    return slide.replace(items=items, reveal=tuple(steps)) if steps else slide


def _apart(slide: Slide, item: Item, things: list[str]) -> tuple[Item, ...]:
    """Return the children of a group with texts of several entries, any other object unchanged."""
    if isinstance(item, Group) and len({_thing_of(slide, child, things) for child in item.children} - {""}) > 1:
        texts = [child for child in item.children if getattr(child, "text", None)]
        return item.children if texts else (item,)
    return (item,)


def _thing_of(slide: Slide, item: Item, things: list[str]) -> str:
    """Return the key of the entry that an object belongs to, "" for none."""
    if isinstance(item, Placeholder):
        return ""
    part = item.key.removeprefix(f"{slide.key}/").partition("/")[0]
    return part if part in things else next((thing for thing in things if part.endswith(f"-{thing}")), "")


def _paragraphs(item: Item) -> list[tuple[RevealTarget, ...]]:
    """Return the first-level paragraphs of a list in a placeholder, each with its sub-levels."""
    if not isinstance(item, Placeholder) or item.type not in ("body", "obj"):
        return []
    levels = [paragraph.level for paragraph in item.text.paragraphs]
    starts = [number for number, level in enumerate(levels) if not level]
    if len(starts) < 2:
        return []
    ends = [*starts[1:], len(levels)]
    return [((item.key, start, end - 1),) for start, end in zip(starts, ends)]
