"""The last look at an updated deck before it is written: has the update made anything that looks like a hand edit?

A deck that was applied wrongly reads as one that a person edited: an object that vanished is "deleted by hand",
one that was left behind is "added by hand". From then on every update would keep the damage. So the plan of the result
may list no hand edit that the plan of the deck as found did not list.

Only slides that were touched are read for it (``pptx.reading.again``). That is sound: all other slides lie byte for
byte as they lay, with every part that they are read from, so they read as the very values that the plan was made of.
"""

from __future__ import annotations

from osloregion_slides.update.deck_state import HAND, SlideState

TYPE_CHECKING = False
if TYPE_CHECKING:
    from osloregion_slides.update.changes import Plan, PlanEntry

_NO_SLIDE = SlideState("", "")
_KEPT = "."
_LISTED = ("edit", "conflict", "unsure")


def new_edits(plan: Plan, again: Plan) -> tuple[PlanEntry, ...]:
    """Return the hand edits of objects and notes that ``again``, the plan of the result, lists and ``plan`` does not.

    An object counts as listed under the keys of the groups around it too. Objects without a key of ours change their
    names as others come and go, so they are counted. Places and sections of slides are not looked at: one edit of
    their order can be said in several ways.
    """
    listed = {(note.slide, note.item) for note in plan.notes if note.group in _LISTED}
    strangers = _strangers(plan)
    for note in plan.notes:
        if note.symbol == _KEPT and note.group == "change" and note.item:
            strangers[note.slide] = strangers.get(note.slide, 0) + 1
    more = {slide for slide, count in _strangers(again).items() if count > strangers.get(slide, 0)}
    slides = {slide.key: slide for slide in again.found.slides}
    found = []
    for note in again.notes:
        if note.group != "edit" or not note.item and not note.what.startswith("notes"):
            continue
        if note.item.startswith(HAND):
            new = note.slide in more
        else:
            new = (note.slide, note.item) not in listed and listed.isdisjoint(
                _around(note, slides.get(note.slide, _NO_SLIDE))
            )
        if new:
            found.append(note)
    return tuple(found)


def _strangers(plan: Plan) -> dict[str, int]:
    """Return by slide how many objects people added."""
    found: dict[str, int] = {}
    for note in plan.notes:
        if note.group == "edit" and note.item.startswith(HAND):
            found[note.slide] = found.get(note.slide, 0) + 1
    return found


def _around(note: PlanEntry, slide: SlideState) -> list[tuple[str, str]]:
    """Return what is around the object of a note and what is in it, as slide and key."""
    parents = {item.key: item.parent for item in slide.items}
    found = [key for key, parent in parents.items() if parent == note.item and parent]
    item = note.item
    while item := parents.get(item, ""):
        found.append(item)
    return [(note.slide, key) for key in found]
