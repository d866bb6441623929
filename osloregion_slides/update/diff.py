"""What changed between two decks, slide by slide, as values; and as text and JSON."""

from __future__ import annotations

from osloregion_slides.base.record import Record
from osloregion_slides.update.deck_state import HAND
from osloregion_slides.update.diff_pairs import paired
from osloregion_slides.update.differences import Difference, Tree, item_differences, slide_differences
from osloregion_slides.update.order import moved, size_difference
from osloregion_slides.update.settle import normalise_words
from osloregion_slides.update.wording import describe, quoted, say, together

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any, Literal

    from osloregion_slides.update.deck_state import DeckState, ItemState, SlideState


class ItemDifference(Record):
    """What became of an object: ``what`` is ``added``, ``removed`` or ``changed``; ``item`` is its later state."""

    key: str
    what: Literal["added", "removed", "changed"]
    item: ItemState
    differences: tuple[Difference, ...] = ()


class SlideDifference(Record):
    """What became of a slide. Numbers count from 1, 0 is absent; ``moved`` says that its place changed on purpose."""

    key: str
    title: str
    before: int
    after: int
    moved: bool
    differences: tuple[Difference, ...] = ()
    items: tuple[ItemDifference, ...] = ()
    old_title: str = ""

    @property
    def what(self) -> Literal["added", "removed", "changed", "same"]:
        """What became of the slide as a whole."""
        if not self.before:
            return "added"
        if not self.after:
            return "removed"
        return "changed" if self.moved or self.differences or self.items else "same"


class DeckDifference(Record):
    """All slides in the later deck's order, removed ones where they stood; what is different of the deck itself."""

    before: str
    after: str
    slides: tuple[SlideDifference, ...]
    differences: tuple[Difference, ...] = ()

    @property
    def changed(self) -> tuple[SlideDifference, ...]:
        """The slides that are not the same."""
        return tuple([slide for slide in self.slides if slide.what != "same"])


def diff(before: DeckState, after: DeckState) -> DeckDifference:
    """Return what changed. Either may be a reader's, without keys, or made from a Scene.

    Slides that are equal are paired first, so nothing is different between a deck and itself. The others are found by
    the same marks as an update's: names of slides and shapes, titles, content.
    """
    a, b = paired(before, after)
    old, new = {slide.key: slide for slide in a.slides}, {slide.key: slide for slide in b.slides}
    staying = [key for key in old if key in new]
    shifted = set(moved(staying, [key for key in new if key in old]))
    before_number = {key: number for number, key in enumerate(old, 1)}
    found = [
        _slide(old.get(key), slide, before_number.get(key, 0), number, key in shifted)
        for number, (key, slide) in enumerate(new.items(), 1)
    ]
    for key, slide in reversed(list(old.items())):
        if key not in new:
            place = next((i for i, one in enumerate(found) if one.before > before_number[key]), len(found))
            found.insert(place, SlideDifference(key, slide.title, before_number[key], 0, False))
    still = [(old[key].section, new[key].section) for key in staying if key not in shifted]
    return DeckDifference(a.title, b.title, tuple(found), (*size_difference(before, after), *_sections(still)))


def _sections(names: Iterable[tuple[str, str]]) -> list[Difference]:
    """Return the sections that have another name, each once; other programs drop sections, so none says nothing."""
    pairs = dict.fromkeys([(before, after) for before, after in names if before and after and before != after])
    return [Difference("section", (), before, after) for before, after in pairs]


def _slide(old: SlideState | None, new: SlideState, before: int, after: int, shifted: bool) -> SlideDifference:
    if old is None:
        return SlideDifference(new.key, new.title, 0, after, False)
    a, b = Tree(old), Tree(new)
    changed: list[ItemDifference] = []
    differences: list[tuple[str, Difference]] = []
    for key, item in b.items.items():
        if key in a:
            differences += [(key, one) for one in item_differences(a.items[key], normalise_words(a.items[key], item))]
        elif b.parent(key) not in b or b.parent(key) in a:
            changed.append(ItemDifference(key, "added", item))
    gone = [key for key in a.items if key not in b]
    changed += [ItemDifference(key, "removed", a.items[key]) for key in gone if a.parent(key) not in gone]
    by_key: dict[str, list[Difference]] = {}
    for key, one in together(tuple(differences), b):
        by_key.setdefault(key, []).append(one)
    edited = [ItemDifference(key, "changed", b.items[key], tuple(found)) for key, found in by_key.items()]
    told = slide_differences(old, new)
    return SlideDifference(new.key, new.title, before, after, shifted, told, (*edited, *changed), old.title)


def show_diff(found: DeckDifference) -> str:
    """Return what changed as text, one line each."""
    lines = [f"~ {say(one)}" for one in found.differences]
    for slide in found.changed:
        symbol = {"added": "+", "removed": "-"}.get(slide.what, "~")
        lines.append(f"{symbol} slide {slide.after or slide.before} {quoted(slide.title)}{_fate(slide)}")
        lines += [f"    ~ {say(one)}" for one in slide.differences]
        for item in slide.items:
            name = describe(item.item) if item.key.startswith(HAND) else item.key
            if item.what != "changed":
                lines.append(f"    {'+' if item.what == 'added' else '-'} {name}")
            lines += [f"    ~ {name}  {say(one)}" for one in item.differences]
    differ, same = len(found.changed), len(found.slides) - len(found.changed)
    told = f"{differ} slide{' differs' if differ == 1 else 's differ'}, {same} {'is' if same == 1 else 'are'} the same."
    lines.append(told)
    return "\n".join(lines)


def _fate(slide: SlideDifference) -> str:
    if slide.what == "added":
        return "  new"
    if slide.what == "removed":
        return "  gone"
    return f"  moved from place {slide.before} to {slide.after}" if slide.moved else ""


def diff_json(found: DeckDifference) -> str:
    """Return what changed as JSON."""
    import json

    return json.dumps(
        {
            "before": found.before,
            "after": found.after,
            "differences": [_json(one) for one in found.differences],
            "slides": [_slide_json(slide) for slide in found.changed],
        },
        ensure_ascii=False,
        indent=2,
    )


def _slide_json(slide: SlideDifference) -> dict[str, Any]:
    return {
        "key": slide.key,
        "title": slide.title,
        "what": slide.what,
        "before": slide.before or None,
        "after": slide.after or None,
        "moved": slide.moved,
        "differences": [_json(one) for one in slide.differences],
        "objects": [
            {"key": item.key, "what": item.what, "differences": [_json(one) for one in item.differences]}
            for item in slide.items
        ],
    }


def _json(one: Difference) -> dict[str, Any]:
    plain = (str, int, float, bool, type(None))
    said = {} if not isinstance(one.before, plain) else {"before": one.before, "after": one.after}
    return {"kind": one.kind, "where": list(one.where), "text": say(one), **said}
