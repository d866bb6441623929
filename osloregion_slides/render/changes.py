"""What changed between two decks, as a page: the slides themselves, before and after, changes marked.

Slides are the same that have the same key, objects in them too; what differs is what a reader of the Scene
sees: text, place, colour. A slide that only moved is shown with its numbers.
"""

from __future__ import annotations

from osloregion_slides.base.record import Record
from osloregion_slides.pptx.xml import Xml
from osloregion_slides.render.canvas import pt
from osloregion_slides.render.page import is_norwegian, rendered
from osloregion_slides.render.svg import drawer
from osloregion_slides.scene import Box, Group

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import Any

    from osloregion_slides.brand.values import Brand
    from osloregion_slides.scene import Deck, Item, Slide

_NAMED = 8
_MARGIN = 38_100  # 3 pt between an object and its mark
_MARK = "#d6006c"
"""A magenta that no brand colour is likely to hide; two dashes of white and magenta show on any ground."""

_NB = {
    "changes": "Endringer",
    "before": "Før",
    "after": "Etter",
    "absent": "Ikke med",
    "unchanged": "Uendret",
    "new": "Nytt lysbilde.",
    "gone": "Tatt ut.",
    "moved": "Flyttet.",
    "notes": "Notatene er endret.",
    "looks": "Oppsettet er endret.",
    "objects": "Endret: {}.",
    "summary": "{} endret, {} nye, {} tatt ut, {} uendret.",
}
_EN = {
    "changes": "Changes",
    "before": "Before",
    "after": "After",
    "absent": "Not there",
    "unchanged": "Unchanged",
    "new": "A new slide.",
    "gone": "Taken out.",
    "moved": "Moved.",
    "notes": "The notes have changed.",
    "looks": "The layout has changed.",
    "objects": "Changed: {}.",
    "summary": "{} changed, {} new, {} taken out, {} unchanged.",
}


class Change(Record):
    """A slide in two decks: its numbers from 1 (0: not there), and the keys of the objects that differ."""

    key: str
    before: int
    after: int
    objects: tuple[str, ...] = ()
    moved: bool = False
    notes: bool = False
    looks: bool = False

    @property
    def is_none(self) -> bool:
        """Whether nothing differs."""
        return bool(self.before and self.after) and not (self.objects or self.moved or self.notes or self.looks)


def changes(before: Deck, after: Deck) -> tuple[Change, ...]:
    """Return every slide of both decks in the order of the second, those taken out where they stood."""
    old = {slide.key: number for number, slide in enumerate(before.slides, 1)}
    new = {slide.key: number for number, slide in enumerate(after.slides, 1)}
    moved = _moved([key for key in old if key in new], [key for key in new if key in old])
    found = [_change(key, before.slides, after.slides, old.get(key, 0), new[key], key in moved) for key in new]
    for key, number in old.items():
        if key not in new:
            earlier = [change for change in found if change.before and change.before < number]
            place = found.index(earlier[-1]) + 1 if earlier else 0
            found.insert(place, Change(key, number, 0))
    return tuple(found)


def _change(key: str, old: tuple[Slide, ...], new: tuple[Slide, ...], before: int, after: int, moved: bool) -> Change:
    if not before:
        return Change(key, 0, after)
    one, two = old[before - 1], new[after - 1]
    looks = (one.layout, one.hidden) != (two.layout, two.hidden)
    return Change(key, before, after, _differing(one, two), moved, one.notes != two.notes, looks)


def _differing(one: Slide, two: Slide) -> tuple[str, ...]:
    first, second = dict(_leaves(one.items)), dict(_leaves(two.items))
    keys = dict.fromkeys([*second, *first])
    return tuple([key for key in keys if first.get(key) != second.get(key)])


def _leaves(items: Iterable[Item]) -> Iterator[tuple[str, Item]]:
    for item in items:
        if isinstance(item, Group):
            yield from _leaves(item.children)
        else:
            yield item.key, item


def _moved(old: list[str], new: list[str]) -> frozenset[str]:
    """Return the slides that left their order: those not in a longest run that kept it."""
    places = {key: place for place, key in enumerate(old)}
    runs: list[list[str]] = []
    none: list[str] = []
    for key in new:
        fitting = [run for run in runs if places[run[-1]] < places[key]]
        runs.append([*max(fitting, key=len, default=none), key])
    longest: list[str] = max(runs, key=len, default=none)
    kept = frozenset(longest)
    return frozenset(key for key in new if key not in kept)


def compared(before: Deck, after: Deck, brand_before: Brand, brand_after: Brand, language: str = "") -> dict[str, Any]:
    """Return what changed: a summary, the slides that differ with their drawings marked, the titles of the others.

    Of a slide: ``key``, ``title``, what there is to say of it, its drawings ``before`` and ``after`` ("" where it is
    not there) and its numbers. Words are in ``language``, else in the second deck's. InvalidInput as ``slide_svgs``.
    """
    words = _NB if is_norwegian(language or after.language) else _EN
    found = changes(before, after)
    draw_old = drawer(before, brand_before, prefix="b")
    draw_new = drawer(after, brand_after, prefix="a")
    slides = [
        {
            "key": change.key,
            "title": _title(before, after, change),
            "says": _says(change, words),
            "before": marked(draw_old, before, change.before, change),
            "after": marked(draw_new, after, change.after, change),
            "numbers": (change.before, change.after),
        }
        for change in found
        if not change.is_none
    ]
    both = [change for change in found if change.before and change.after]
    unchanged = [_title(before, after, change) for change in both if change.is_none]
    new, gone = [change for change in found if not change.before], [change for change in found if not change.after]
    told = summary(len(both) - len(unchanged), len(new), len(gone), len(unchanged), language or after.language)
    return {"summary": told, "slides": slides, "unchanged": unchanged}


def summary(changed: int, new: int, gone: int, same: int, language: str) -> str:
    """Return how many slides of which sort there are, as a sentence."""
    return (_NB if is_norwegian(language) else _EN)["summary"].format(changed, new, gone, same)


def changes_page(before: Deck, after: Deck, brand_before: Brand, brand_after: Brand) -> str:
    """Return the page of what changed, in the language of the second deck. InvalidInput as ``slide_svgs``."""
    from markupsafe import Markup

    found = compared(before, after, brand_before, brand_after)
    slides = [
        {
            **slide,
            "before": Markup(slide["before"]),
            "after": Markup(slide["after"]),
            "place_before": f" · {slide['numbers'][0]}" if slide["before"] else "",
            "place_after": f" · {slide['numbers'][1]}" if slide["after"] else "",
        }
        for slide in found["slides"]
    ]
    return rendered(
        "changes.html.jinja",
        language=after.language,
        title=after.title,
        ratio=round(after.width / after.height, 6),
        words=_NB if is_norwegian(after.language) else _EN,
        summary=found["summary"],
        slides=slides,
        unchanged=found["unchanged"],
    )


def _title(before: Deck, after: Deck, change: Change) -> str:
    slide = after.slides[change.after - 1] if change.after else before.slides[change.before - 1]
    return " ".join(slide.title.split()) or slide.key


def _says(change: Change, words: dict[str, str]) -> str:
    said = [words["new"]] if not change.before else [words["gone"]] if not change.after else []
    said += [words[name] for name in ("moved", "looks", "notes") if getattr(change, name)]
    names = ", ".join([key.partition("/")[2] or key for key in change.objects[:_NAMED]])
    more = len(change.objects) - _NAMED
    names += f" + {more}" if more > 0 else ""
    return " ".join([*said, words["objects"].format(names)] if names else said)


def marked(draw: Callable[[int], Xml], deck: Deck, number: int, change: Change) -> Xml:
    """Return a slide's drawing with a frame around each object that differs, "" for a slide that is not there."""
    if not number:
        return ""
    items = _leaves(deck.slides[number - 1].items)
    boxes = [getattr(item, "box", None) for key, item in items if key in change.objects]
    return framed(draw(number), [box for box in boxes if isinstance(box, Box)])


def framed(svg: Xml, boxes: Iterable[Box]) -> Xml:
    """Return a drawing with a frame around each of these boxes."""
    around = [box.inset(-_MARGIN, -_MARGIN, -_MARGIN, -_MARGIN) for box in boxes]
    frames = "".join([_frame(box) for box in around])
    return f'{svg.removesuffix("</svg>")}<g aria-hidden="true" fill="none" stroke-width="2">{frames}</g></svg>'


def _frame(box: Box) -> Xml:
    place = f'x="{pt(box.x)}" y="{pt(box.y)}" width="{pt(box.w)}" height="{pt(box.h)}"'
    return f'<rect {place} stroke="#ffffff"/><rect {place} stroke="{_MARK}" stroke-dasharray="7 4"/>'
