"""Whether what an update does not compare is still as it was drawn.

Of every object that a build draws, the deck keeps a digest of its look (``pptx.looks``; ``ItemState.look``). Three tell
who changed what: the base's (as it was drawn), theirs (as it is), ours' (as the outline draws it now).

- theirs is not the base's, nor ours': a person changed the object in ways that are not compared.
- ours' is not the base's: the outline changed its look.

"" is no opinion: an object of another program's making, a deck that was built before there were looks, or one that was
saved by a program that writes all markup in its own way, which shows in that nearly no look is left as it was.
``beyond`` names what no build writes (rotation, effects, animation …); that is an edit whoever saved the deck.
"""

from __future__ import annotations

from osloregion_slides.update.deck_state import SlideState

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from osloregion_slides.update.deck_state import DeckState, ItemState

    Looks = Mapping[str, tuple[str, ...]]

UNKNOWN = "-----"
_NO_SLIDE = SlideState("", "")
_MANY, _MOST_LEFT = 12, 0.25
"""A program that changed the looks of this many objects and left less than a quarter of them rewrites all markup."""


def with_looks(base: DeckState, ours: DeckState, drawn: Looks, fresh: Looks) -> tuple[DeckState, DeckState]:
    """Return the base and ours with the looks that lie in the deck and those of a build today.

    A slide that is one value on both sides stays one, where its looks are the same too. Without looks in the deck
    nothing is said on either side.
    """
    if not drawn:
        return base, ours
    new = {slide.key: _with(slide, fresh.get(slide.key, ())) for slide in ours.slides}
    own = {slide.key: slide for slide in ours.slides}
    old = []
    for slide in base.slides:
        same = own.get(slide.key) is slide and drawn.get(slide.key) == fresh.get(slide.key)
        old.append(new[slide.key] if same else _with(slide, drawn.get(slide.key, ())))
    return base.replace(slides=tuple(old)), ours.replace(slides=tuple(new.values()))


def _with(slide: SlideState, looks: tuple[str, ...]) -> SlideState:
    if len(looks) != len(slide.items) + 1:
        return slide
    said = ["" if one == UNKNOWN else one for one in looks]
    items = [item.replace(look=one) for item, one in zip(slide.items, said[1:])]
    return slide.replace(items=tuple(items), look=said[0])


def trusted(base: DeckState, theirs: DeckState) -> DeckState:
    """Return theirs (with its keys), without looks where a program wrote all markup in its own way."""
    old = {item.key: item.look for slide in base.slides for item in slide.items if item.look}
    pairs = [(item.look, old[item.key]) for slide in theirs.slides for item in slide.items if item.key in old]
    pairs = [(look, before) for look, before in pairs if look]
    same = sum([look == before for look, before in pairs])
    if len(pairs) - same < _MANY or same >= _MOST_LEFT * len(pairs):
        return theirs
    return without_looks(theirs, {slide.key for slide in theirs.slides})


def without_looks(known: DeckState, slides: Collection[str]) -> DeckState:
    """Return a deck in which nothing is said of the looks of these slides."""
    if not slides:
        return known
    found = [
        slide.replace(look="", items=tuple([item.replace(look="") for item in slide.items]))
        if slide.key in slides
        else slide
        for slide in known.slides
    ]
    return known.replace(slides=tuple(found))


def has_other_look(base: ItemState | SlideState, theirs: ItemState | SlideState) -> bool:
    """Say whether a person changed an object, or a slide itself, in ways that are not compared."""
    return theirs.beyond != base.beyond or bool(theirs.look and base.look and theirs.look != base.look)


def is_proven(base: SlideState, theirs: SlideState) -> bool:
    """Say whether all looks of a slide are known: one without edits is then as it was drawn to the last attribute."""
    if [item.key for item in base.items] != [item.key for item in theirs.items]:  # people bring objects to the front
        return False
    known = bool(base.look and theirs.look) and all([item.look for side in (base, theirs) for item in side.items])
    return known and not any([is_renamed(item) for item in theirs.items])


def is_renamed(theirs: ItemState) -> bool:
    """Say whether a person gave an object a name: ours have a slash, and programs rename placeholders only."""
    return not theirs.slot and bool(theirs.locator) and "/" not in theirs.marks.name


def looks_after(
    before: DeckState, theirs: DeckState, after: DeckState, result: DeckState, made: Collection[tuple[str, str]]
) -> Looks:
    """Return the looks to leave in an updated deck, by slide of the base that it leaves (``after``).

    ``before`` is the base, ``theirs`` the deck as found and ``result`` the updated deck as read, all in the same keys;
    ``made`` are slide and key of what the update drew. What a person changed keeps the look it was drawn with, so that
    it stays an edit.
    """
    sides = [{slide.key: slide for slide in side.slides} for side in (before, theirs, result)]
    found = {}
    for slide in after.slides:
        drawn, own, now = [side.get(slide.key, _NO_SLIDE) for side in sides]
        old, was, items = [{item.key: item.look for item in side.items} for side in (drawn, own, now)]
        is_new = (slide.key, "") in made
        looks = [_after(drawn.look, own.look, now.look, slide.look, is_new)]
        for item in slide.items:
            key = item.key
            is_drawn = is_new or (slide.key, key) in made
            looks.append(_after(old.get(key, ""), was.get(key, ""), items.get(key, ""), item.look, is_drawn))
        if any([look != UNKNOWN for look in looks]):
            found[slide.key] = tuple(looks)
    return found


def _after(drawn: str, own: str, now: str, fresh: str, is_new: bool) -> str:
    """Return the look to keep of an object: as drawn, as found, as it is now, as a build draws it now."""
    if is_new or now and now == fresh:
        return fresh if now and now == fresh else UNKNOWN
    if drawn and own == drawn and now:  # only the update has changed it
        return now
    return drawn or UNKNOWN
