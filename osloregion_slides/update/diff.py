"""The differences between two decks, slide by slide, as values, text and JSON."""

from __future__ import annotations

from collections import Counter
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Literal

from osloregion_slides.base.grouping import grouped
from osloregion_slides.base.messages import in_words, phrase
from osloregion_slides.base.record import Record
from osloregion_slides.scene import Group
from osloregion_slides.update.deck_state import HAND, DeckState, ItemState, SlideState
from osloregion_slides.update.differences import Difference, Tree, item_differences, normalise_words, slide_differences
from osloregion_slides.update.match import match
from osloregion_slides.update.match_items import links_of, relinked
from osloregion_slides.update.order import moved, size_difference
from osloregion_slides.update.wording import cut, described, difference_text, excerpts, together

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from osloregion_slides.scene import Deck, Item

    Seen = Callable[[SlideState, SlideState], Mapping[str, tuple[str, ...]]]


# Matching the slides of two decks for ``diff``: equal slides first, then as in an update.
#
# Names, titles and content cannot distinguish two equal slides or two equal charts. Equal slides are therefore paired
# before anything is compared, so a deck never differs from itself.

_content_fields = attrgetter(*ItemState.__fields__[: ItemState.__fields__.index("locator")])
"""The fields of an object that are content, not its place in the file."""


def paired(before: DeckState, after: DeckState) -> tuple[DeckState, DeckState]:
    """Return both decks with keys: equal keys are the same slide or object. Either may be read or made from a Scene."""
    pairs = _equal(before, after)
    keyed = _apart(_keyed(before), set(pairs.values()))
    rest = [slide for place, slide in enumerate(keyed.slides) if place not in pairs.values()]
    others = [slide for place, slide in enumerate(after.slides) if place not in pairs]
    found = match(keyed.replace(slides=tuple(rest)), _named(after.replace(slides=tuple(others))), by_content=True).known
    waiting = iter(found.slides)
    slides = [
        _as(keyed.slides[pairs[place]], slide) if place in pairs else next(waiting)
        for place, slide in enumerate(after.slides)
    ]
    return _linked(keyed), _linked(found.replace(slides=tuple(slides)))


def _equal(before: DeckState, after: DeckState) -> dict[int, int]:
    """Return by index in ``after`` the index in ``before`` of an equal slide, preferably in the same part."""
    read = [(place, slide) for place, slide in enumerate(before.slides) if slide.locator is not None]
    waiting = grouped([(_content(slide), place) for place, slide in read])
    said = [_content(slide) if slide.locator is not None else None for slide in after.slides]
    found: dict[int, int] = {}
    for same_part in (True, False):
        for place, slide in enumerate(after.slides):
            for one in waiting.get(said[place], ()) if place not in found else ():
                if not same_part or before.slides[one].locator == slide.locator:
                    found[place] = one
                    waiting[said[place]].remove(one)
                    break
    return found


def _apart(keyed: DeckState, places: set[int]) -> DeckState:
    """Return a deck in which the keys of these slides cannot collide with those of ``match``, made of part names."""
    slides = [
        slide.replace(key=f"{HAND}={slide.key[len(HAND) :]}")
        if place in places and slide.key.startswith(HAND)
        else slide
        for place, slide in enumerate(keyed.slides)
    ]
    return keyed.replace(slides=tuple(slides))


def _content(slide: SlideState) -> object:
    """Return the content of a slide that was read, without its place and the targets of its links to slides."""
    items = [_without_jumps(item) for item in slide.items]
    content = [(_content_fields(item), item.marks) for item in items]
    return slide.title, tuple(content), slide.notes, slide.hidden, slide.marks.creation


def _without_jumps(item: ItemState) -> ItemState:
    return relinked(item, dict.fromkeys([link for link in links_of(item) if link.startswith("#")], "#"))


def _as(keyed: SlideState, slide: SlideState) -> SlideState:
    """Return a slide with the keys of its equal ``keyed``."""
    items = [item.replace(key=one.key, parent=one.parent, ends=one.ends) for item, one in zip(slide.items, keyed.items)]
    return slide.replace(key=keyed.key, items=tuple(items))


def _linked(known: DeckState) -> DeckState:
    """Return a deck whose links to slides have keys instead of part names."""
    links = {f"#{slide.locator.part}": f"#{slide.key}" for slide in known.slides if slide.locator}
    return known.each(lambda slide: slide.each(lambda item: relinked(item, links))) if links else known


def _keyed(known: DeckState) -> DeckState:
    """Return a deck with keys taken from the names of its shapes."""
    if all(slide.locator is None for slide in known.slides):
        return known
    slides = []
    taken: set[str] = set()
    for slide in known.slides:
        key = _own_key(slide)
        if not key or key in taken:
            key = f"{HAND}{slide.locator.part if slide.locator else len(taken)}"
        taken.add(key)
        slides.append(_own_keys(slide, key))
    return known.replace(slides=tuple(slides))


def _own_key(slide: SlideState) -> str:
    """Return the slide's key by the majority of its shapes' names, "" without one."""
    votes = Counter([item.marks.name.partition("/")[0] for item in slide.items if "/" in item.marks.name])
    return max(sorted(votes), key=lambda key: votes[key]) if votes else ""


def _own_keys(slide: SlideState, key: str) -> SlideState:
    names: dict[str, str] = {}
    taken: set[str] = set()
    for item in slide.items:
        name = item.marks.name
        names[item.key] = name if name and name not in taken else f"{HAND}{key}#{item.key}"
        taken.add(name)
    items: list[Any] = [
        item.replace(
            key=names[item.key],
            parent=names.get(item.parent, ""),
            ends=tuple([end and end.replace(key=names.get(end.key, end.key)) for end in item.ends]),
        )
        for item in slide.items
    ]
    return slide.replace(key=key, items=tuple(items))


def _named(known: DeckState) -> DeckState:
    """Return a deck in the reader's form: in one made from a Scene, keys become names."""
    if any(slide.locator for slide in known.slides):
        return known
    return known.each(lambda slide: slide.each(lambda item: item.replace(marks=item.marks.replace(name=item.key))))


class ItemDifference(Record):
    """The difference of an object: ``item`` is its later state, the earlier one where it was removed."""

    key: str
    what: Literal["added", "removed", "changed"]
    item: ItemState
    differences: tuple[Difference, ...] = ()


class SlideDifference(Record):
    """The difference of a slide. Numbers count from 1, 0 is absent; ``moved``: not just shifted by other slides."""

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
        """The kind of difference."""
        if not self.before:
            return "added"
        if not self.after:
            return "removed"
        return "changed" if self.moved or self.differences or self.items else "same"


class DeckDifference(Record):
    """All slides in the later deck's order, removed ones at their old place; ``differences`` are the deck's own."""

    before: str
    after: str
    slides: tuple[SlideDifference, ...]
    differences: tuple[Difference, ...] = ()

    @property
    def changed(self) -> tuple[SlideDifference, ...]:
        """The slides that differ."""
        return tuple([slide for slide in self.slides if slide.what != "same"])


def diff(
    before: DeckState, after: DeckState, scenes: tuple[Deck, Deck] | None = None, seen: Seen | None = None
) -> DeckDifference:
    """Return the differences. Either deck may be the reader's, without keys, or made from a Scene.

    Equal slides are paired first, so a deck never differs from itself. The others are matched as in an update: by
    names of slides and shapes, titles, content. Where both states were made from Scenes, pass these as ``scenes``:
    then objects are also reported that differ only in properties that an update does not own, such as the colour and
    alignment of texts (``appearance``). Where both were read, ``seen`` returns such differences in words: of two
    states of a slide, by the keys of its objects ("" is the slide itself).
    """
    a, b = paired(before, after)
    old, new = a.by_key, b.by_key
    staying = [key for key in old if key in new]
    shifted = set(moved(staying, [key for key in new if key in old]))
    before_number = {key: number for number, key in enumerate(old, 1)}
    found = [
        _slide(
            old.get(key),
            slide,
            before_number.get(key, 0),
            number,
            key in shifted,
            _other_looks(scenes, before_number.get(key, 0), number),
            seen(old[key], slide) if seen and key in old else {},
        )
        for number, (key, slide) in enumerate(new.items(), 1)
    ]
    for key, slide in reversed(list(old.items())):
        if key not in new:
            place = next((i for i, one in enumerate(found) if one.before > before_number[key]), len(found))
            found.insert(place, SlideDifference(key, slide.title, before_number[key], 0, False))
    still = [(old[key].section, new[key].section) for key in staying if key not in shifted]
    return DeckDifference(a.title, b.title, tuple(found), (*size_difference(before, after), *_sections(still)))


def _sections(names: Iterable[tuple[str, str]]) -> list[Difference]:
    """Return the renamed sections, each once; a missing name is no difference, as other programs drop sections."""
    pairs = dict.fromkeys([(before, after) for before, after in names if before and after and before != after])
    return [Difference("section", (), before, after) for before, after in pairs]


def _other_looks(scenes: tuple[Deck, Deck] | None, before: int, after: int) -> frozenset[str]:
    """Return the keys of the objects that differ in more than their box, on the slides with these numbers."""
    if scenes is None or not before:
        return frozenset()
    old = {item.key: item for item in _leaves(scenes[0].slides[before - 1].items)}
    new = {item.key: item for item in _leaves(scenes[1].slides[after - 1].items)}
    return frozenset([key for key in new if key in old and not _looks_same(old[key], new[key])])


def _leaves(items: Iterable[Item]) -> Iterator[Item]:
    for item in items:
        if isinstance(item, Group):
            yield from _leaves(item.children)
        else:
            yield item


def _looks_same(old: Item, new: Item) -> bool:
    if hasattr(old, "box") and hasattr(new, "box"):
        old = old.replace(box=new.box)
    return old == new


def _slide(
    old: SlideState | None,
    new: SlideState,
    before: int,
    after: int,
    shifted: bool,
    other_looks: frozenset[str],
    seen: Mapping[str, tuple[str, ...]],
) -> SlideDifference:
    if old is None:
        return SlideDifference(new.key, new.title, 0, after, False)
    a, b = Tree(old), Tree(new)
    changed: list[ItemDifference] = []
    differences: list[tuple[str, Difference]] = []
    for key, item in b.items.items():
        if key in a:
            found = _changed(a.items[key], item)
            if not found and key in other_looks:
                found = (Difference("appearance", (), "", ""),)
            if key in seen:
                found = (*found, Difference("appearance", (), "", seen[key]))
            differences += [(key, one) for one in found]
        elif b.parent(key) not in b or b.parent(key) in a:
            changed.append(ItemDifference(key, "added", item))
    gone = [key for key in a.items if key not in b]
    changed += [ItemDifference(key, "removed", a.items[key]) for key in gone if a.parent(key) not in gone]
    by_key = grouped(together(tuple(differences), b))
    edited = [ItemDifference(key, "changed", b.items[key], tuple(ones)) for key, ones in by_key.items()]
    own = slide_differences(old, new)
    if "" in seen:
        own = (*own, Difference("appearance", (), "", seen[""]))
    return SlideDifference(new.key, new.title, before, after, shifted, own, (*edited, *changed), old.title)


def _changed(old: ItemState, new: ItemState) -> tuple[Difference, ...]:
    """Return the differences without the noise of programs, whichever side another program wrote."""
    if old.locator and new.marks.creation and not old.marks.creation:
        return item_differences(normalise_words(new, old), new)
    return item_differences(old, normalise_words(old, new))


MOST_LINES = 16
"""Most lines about slides and their objects; beyond, one line per slide, unless details are requested."""
MOST_TEXTS = 3
"""Most texts quoted in the line of a slide."""


def show_diff(found: DeckDifference, language: str = "en", details: bool = False) -> str:
    """Return the differences as text: one line each, or one per slide where there are many, unless ``details``."""
    lines = _in_full(found, language)
    short = not details and len(lines) > max(MOST_LINES, len(found.changed))
    if short:
        lines = [_in_short(slide, language) for slide in found.changed]
    lines = [*[f"~ {difference_text(one, language)}" for one in found.differences], *lines]
    differ, same = len(found.changed), len(found.slides) - len(found.changed)
    lines.append(in_words(phrase("slides-differ", count=differ, same=same), language))
    return "\n".join([*lines, *([in_words(phrase("slides-in-full"), language)] if short else [])])


def _head(slide: SlideDifference, language: str) -> str:
    symbol = {"added": "+", "removed": "-"}.get(slide.what, "~")
    name = phrase("slide-number", number=slide.after or slide.before, title=cut(slide.title))
    return f"{symbol} {in_words(name, language)}{_fate(slide, language)}"


def _in_short(slide: SlideDifference, language: str) -> str:
    """Return a slide's differences in one line: changed texts, and the numbers of shapes added, removed, changed."""
    pairs = [(one.before, one.after) for item in slide.items for one in item.differences if one.kind == "text"]
    shown = dict.fromkeys([excerpts(*pair) for pair in pairs if all(pair)])
    texts = [in_words(phrase("text-became", before=one, after=other), language) for one, other in shown]
    said = [difference_text(one, language) for one in slide.differences] + texts[:MOST_TEXTS]
    for what in ("added", "removed", "changed"):
        count = len([item for item in slide.items if item.what == what])
        said += [in_words(phrase(f"shapes-{what}", count=count), language)] if count else []
    return f"{_head(slide, language)}  {'; '.join(said)}".rstrip()


def _in_full(found: DeckDifference, language: str) -> list[str]:
    lines = []
    for slide in found.changed:
        lines.append(_head(slide, language))
        lines += [f"    ~ {difference_text(one, language)}" for one in slide.differences]
        for item in slide.items:
            known = in_words(described(item.item), language) if item.key.startswith(HAND) else item.key
            if item.what != "changed":
                lines.append(f"    {'+' if item.what == 'added' else '-'} {known}")
            lines += [f"    ~ {known}  {difference_text(one, language)}" for one in item.differences]
    return lines


def _fate(slide: SlideDifference, language: str) -> str:
    if slide.what == "changed" and not slide.moved:
        return ""
    return f"  {in_words(phrase(f'slide-{slide.what}', before=slide.before, after=slide.after), language)}"


def diff_json(found: DeckDifference, language: str = "en") -> str:
    """Return the differences as JSON, the sentences in a language."""
    import json

    return json.dumps(
        {
            "before": found.before,
            "after": found.after,
            "differences": [_json(one, language) for one in found.differences],
            "slides": [_slide_json(slide, language) for slide in found.changed],
        },
        ensure_ascii=False,
        indent=2,
    )


def _slide_json(slide: SlideDifference, language: str) -> dict[str, Any]:
    return {
        "key": slide.key,
        "title": slide.title,
        "what": slide.what,
        "before": slide.before or None,
        "after": slide.after or None,
        "moved": slide.moved,
        "differences": [_json(one, language) for one in slide.differences],
        "objects": [
            {"key": item.key, "what": item.what, "differences": [_json(one, language) for one in item.differences]}
            for item in slide.items
        ],
    }


def _json(one: Difference, language: str) -> dict[str, Any]:
    plain = (str, int, float, bool, type(None))
    said = {} if not isinstance(one.before, plain) else {"before": one.before, "after": one.after}
    return {"kind": one.kind, "where": list(one.where), "text": difference_text(one, language), **said}
