"""Movement by choice: which objects of a slide appear at which click, and how the slide comes on.

``reveal: click`` shows the things of a list one by one, each with all that belongs to it: an object belongs to a thing
when the part of its key after the slide's is the thing's, or ends with it (``points/badge-2``). A group whose children
belong to several things is taken apart, since PowerPoint animates whole groups. A list in a placeholder appears by
its first-level paragraphs. Stills, PDF and HTML show the end.
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
    """Return the slides of a source with its ``reveal`` and ``transition``; a reveal of nothing is a dead key."""
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
    """Return the keys of the things of a slide's list, in order."""
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
    """Return the children of a group of several things' parts, any other object as it is."""
    if isinstance(item, Group) and len({_thing_of(slide, child, things) for child in item.children} - {""}) > 1:
        texts = [child for child in item.children if getattr(child, "text", None)]
        return item.children if texts else (item,)
    return (item,)


def _thing_of(slide: Slide, item: Item, things: list[str]) -> str:
    """Return the key of the thing that an object belongs to, "" for none."""
    if isinstance(item, Placeholder):
        return ""
    part = item.key.removeprefix(f"{slide.key}/").partition("/")[0]
    return part if part in things else next((thing for thing in things if part.endswith(f"-{thing}")), "")


def _paragraphs(item: Item) -> list[tuple[RevealTarget, ...]]:
    """Return a list's first-level paragraphs in a placeholder, each with what is below it."""
    if not isinstance(item, Placeholder) or item.type not in ("body", "obj"):
        return []
    levels = [paragraph.level for paragraph in item.text.paragraphs]
    starts = [number for number, level in enumerate(levels) if not level]
    if len(starts) < 2:
        return []
    ends = [*starts[1:], len(levels)]
    return [((item.key, start, end - 1),) for start, end in zip(starts, ends)]
