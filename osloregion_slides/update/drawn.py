"""Three-way merge of shapes that a function drew with python-pptx on finished slides.

Such a shape is generated, like those of the Scene, but only the function can draw it. The base stores the state of
each, so that an update detects manual edits. They are in the base's last line, beside the slides, where earlier
versions ignore them.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from zlib import crc32

from osloregion_slides.base.findings import InvalidInput, Location
from osloregion_slides.base.messages import Phrase, phrase
from osloregion_slides.base.record import Record
from osloregion_slides.update import base as forms
from osloregion_slides.update.base_read import read_record
from osloregion_slides.update.changes import PlanEntry, Redraw
from osloregion_slides.update.deck_state import (
    BOX_TOLERANCE,
    NO_ENDS,
    NO_MARKS,
    ItemState,
    ParagraphState,
    RunState,
)
from osloregion_slides.update.differences import DELETED, Difference, conflict_id, item_differences

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from osloregion_slides.update.changes import Decided, NoteGroup, Plan, Symbol
    from osloregion_slides.update.deck_state import DeckState, SlideState
    from osloregion_slides.update.differences import Choice

FINISH, KEPT_SLIDE = "finish", "slide"
"""Values of ``Drawn.by``: the finish function, or a slide type. A slide of type ``slide`` is one unnamed drawing."""
_SEPARATE = "~"
"""Suffix of the key of a slide that an update replaces by another with the same key."""
BROUGHT_BACK = phrase("brought-back")
_BY_HAND = phrase("drawn-edited")
_OPTIONAL = ("fill", "alt", "size", "path", "colour", "number_format")
"""Properties that a program may drop, or write out where they were inherited."""
_DELETED = phrase("stays-deleted")
_UNKNOWN = phrase("drawn-unknown")
_BOTH = phrase("drawn-twice")


class Drawn(Record):
    """A drawn shape: the slide's key, its name, its author (``FINISH`` or a slide type), and its objects, a group
    first.

    ``items`` are normalised for comparison: without places in the file, keyed by the shape's name and a number. For a
    slide of another deck, ``source`` is the digest of the original, ``look`` that of its formatting ("": unknown).
    """

    slide: str
    name: str
    by: str
    items: tuple[ItemState, ...]
    source: str = ""
    look: str = ""

    @property
    def key(self) -> str:
        """The key in plans: ``slide/name``, or the name alone if that begins so; "" is the whole slide."""
        if not self.name:
            return ""
        return self.name if self.name.startswith(f"{self.slide}/") else f"{self.slide}/{self.name}"


_FIELDS = forms.fields_of(Drawn, items=forms.item_forms)


class Redrawing(Record):
    """The merge of drawn shapes: lines of the plan, operations, drawn shapes in the old and the new base."""

    notes: tuple[PlanEntry, ...]
    changes: tuple[Redraw, ...]
    before: tuple[Drawn, ...]
    after: tuple[Drawn, ...]


def compared(slide: str, name: str, by: str, items: Iterable[ItemState]) -> Drawn:
    """Return a shape as read, with its descendants, normalised for comparison."""
    bare = [
        item.replace(key=f"{name}#{i}", parent="", locator=None, marks=NO_MARKS, ends=NO_ENDS)
        for i, item in enumerate(items)
        if item.kind != "other"  # bases cannot represent it
    ]
    return Drawn(slide, name, by, tuple(bare))


def whole_slide(slide: SlideState, key: str, source: str = "") -> Drawn:
    """Return a slide of another deck as read, under its key in this deck."""
    notes = [ItemState("", "text", text=tuple([ParagraphState((RunState(line),)) for line in slide.notes]))]
    items = [item.replace(kind="shape") if item.kind == "other" else item for item in slide.items]
    look = ""
    if slide.marks.creation:  # LibreOffice drops it, and writes other markup
        said = "\0".join([slide.look, *slide.beyond, *[item.look for item in slide.items]])
        look = f"{crc32(said.encode('utf-8', 'surrogatepass')):08x}"
    found = compared(key, "", KEPT_SLIDE, [*items, *(notes if slide.notes else ())])
    return found.replace(source=source, look=look)


def rekeyed(
    base: DeckState, theirs: DeckState, ours: DeckState, before: tuple[Drawn, ...], fresh: tuple[Drawn, ...]
) -> tuple[tuple[DeckState, DeckState], tuple[Drawn, ...]]:
    """Return base and theirs with new keys for slides that changed from copied to composed or back, and their drawings.

    With other keys and creation ids they are other slides, so an update replaces them. A copied slide was taken whole
    from another deck.
    """
    kept = [{one.slide for one in drawn if not one.name} for drawn in (before, fresh)]
    both = {slide.key for slide in base.slides} & {slide.key for slide in ours.slides}
    keys = {key: key + _SEPARATE for key in (kept[0] ^ kept[1]) & both}
    if not keys:
        return (base, theirs), before
    from osloregion_slides.pptx.identity import slide_identity

    ids = {str(slide_identity(base.key, key)): str(slide_identity(base.key, other)) for key, other in keys.items()}

    def apart(slide: SlideState) -> SlideState:
        creation = ids.get(slide.marks.creation, slide.marks.creation)
        return slide.replace(key=keys.get(slide.key, slide.key), marks=slide.marks.replace(creation=creation))

    drawn = tuple([one.replace(slide=keys.get(one.slide, one.slide)) for one in before])
    return (base.each(apart), theirs.each(apart)), drawn


def original_keys(plan: Plan) -> Plan:
    """Return a plan whose lines have the original keys of the slides of ``rekeyed``."""
    if not any([note.slide.endswith(_SEPARATE) for note in plan.notes]):
        return plan
    notes = [note.replace(slide=note.slide.removesuffix(_SEPARATE)) for note in plan.notes]
    return plan.replace(notes=tuple(notes))


def bare(slide: SlideState) -> SlideState:
    """Return a slide of another deck as read, reduced to the properties that the outline states."""
    marks = slide.marks.replace(layout="")
    return slide.replace(items=(), notes=(), look="", beyond=(), marks=marks)


def with_drawn(base: bytes, drawn: Iterable[Drawn]) -> bytes:
    """Return a base with the drawn shapes added; ``base`` is from ``base_bytes``, b"" stays as it is."""
    found = [forms.form_of(one, _FIELDS) for one in drawn]
    if not base or not found:
        return base
    head, _, tail = base.rstrip(b"\n").rpartition(b"\n],")
    said = json.dumps(found, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    return b'%b\n],"drawn":%b,%b\n' % (head, said.encode("utf-8", "surrogatepass"), tail)


def read_drawn(base: bytes) -> tuple[Drawn, ...]:
    """Return the drawn shapes of a base, () where there are none or they are malformed."""
    if b'"drawn":' not in base:
        return ()
    try:
        tail = json.loads(b"{" + base.rstrip(b"\n").rpartition(b"\n],")[2])
        return tuple([read_record(Drawn, _FIELDS, one) for one in tail.get("drawn", ())])
    except (ValueError, TypeError, KeyError, AttributeError, IndexError, InvalidInput):
        return ()


def drawn_items(slide: SlideState, names: Mapping[str, str]) -> dict[str, list[ItemState]]:
    """Return the drawn shapes of a slide as read, by name, each with its descendants.

    ``names`` has the names by creation id. Programs that drop creation ids keep names.
    """
    found: dict[str, list[ItemState]] = {}
    inside: dict[str, str] = {}
    own = set(names.values())
    for item in slide.items:
        name = inside.get(item.parent, "") if item.parent else names.get(item.marks.creation, "")
        if not name and not item.parent and not item.marks.creation and item.marks.name in own:
            name = item.marks.name
        if name:
            inside[item.key] = name
            found.setdefault(name, []).append(item)
    return found


def without(known: DeckState, drawn: Iterable[tuple[str, Iterable[ItemState]]]) -> DeckState:
    """Return a deck as read without its drawn objects; ``drawn`` has them by the slide's part."""
    gone: dict[str, set[str]] = {}
    for part, items in drawn:
        gone.setdefault(part, set()).update([item.key for item in items])

    def remaining(slide: SlideState) -> SlideState:
        own = gone.get(slide.key)
        return slide.replace(items=tuple([item for item in slide.items if item.key not in own])) if own else slide

    return known.each(remaining)


class _Redraw:
    def __init__(self, ours: DeckState, choices: Mapping[str, Choice], take: bool) -> None:
        self.slides = ours.by_key
        self.choices, self.take = choices, take
        self.notes: list[PlanEntry] = []
        self.changes: list[Redraw] = []
        self.after: list[Drawn] = []

    def note(
        self, symbol: Symbol, group: NoteGroup, one: Drawn, says: Phrase, id_: str = "", choice: Decided = ""
    ) -> None:
        at = self.at(one)
        yours, outline = (phrase("drawn-deck"), phrase("drawn-now")) if group == "conflict" else ("", "")
        self.notes.append(PlanEntry(symbol, group, one.slide, one.key, says, yours, outline, at, id_, choice))

    def at(self, one: Drawn) -> Location | None:
        slide = self.slides.get(one.slide)
        return slide.at if slide else None

    def change(self, one: Drawn, fresh: Drawn | None, symbol: Symbol, says: Phrase, id_: str = "") -> None:
        self.note(symbol, "change", one, says, id_, "take" if id_ else "")
        self.changes.append(Redraw(one.slide, one.name, None, self.at(one)))
        self.after += [fresh] if fresh else []

    def run(self, old: Drawn | None, here: Drawn | None, fresh: Drawn | None, redrawable: bool) -> None:
        one = fresh or old
        assert one is not None
        slide = self.slides.get(one.slide)
        if slide is None:  # the slide is removed, or stays and is no longer tracked
            return
        if slide.freeze or one.name in slide.ignore or one.key in slide.ignore:
            self.after += [old] if old else []
        elif old is None:
            if fresh is not None and here is None:
                self.change(fresh, fresh, "+", phrase("kept-new" if fresh.source else "drawn-new"))
        elif not redrawable:
            self.note(".", "unsure", one, _UNKNOWN)
            self.after.append(old)
        elif here is None:
            self._deleted(old, fresh)
        else:
            self._present(old, here, fresh)

    def _deleted(self, old: Drawn, fresh: Drawn | None) -> None:
        if fresh is None:
            return
        name = conflict_id(old.slide, old.key, DELETED)
        if self.choices.get(name) == "take":
            self.change(fresh, fresh, "+", BROUGHT_BACK, name)
        else:
            self.note("-", "edit", old, _DELETED, name)
            self.after.append(old)

    def _present(self, old: Drawn, here: Drawn, fresh: Drawn | None) -> None:
        edited, changed = is_edited(old, here), fresh is None or old.source != fresh.source or not alike(old, fresh)
        if not edited and not changed:
            self.after.append(old)
        elif not edited:
            says = phrase("kept-changed" if old.source else "drawn-changed") if fresh else phrase("drawn-no-more")
            self.change(old, fresh, "~" if fresh else "-", says)
        elif not changed:
            self.note("~", "edit", old, phrase("kept-edited") if old.source else _BY_HAND)
            self.after.append(old)
        elif fresh is None:
            self.note(".", "change", old, phrase("drawn-no-more-but-edited"))
        elif alike(here, fresh):  # both made the same change: a pull copied the edit into the outline
            if is_edited(fresh, here):
                self.note("~", "edit", old, phrase("kept-edited") if old.source else _BY_HAND)
            self.after.append(fresh)
        else:
            name = conflict_id(old.slide, old.key, Difference("drawing", (), repr(here), repr(fresh)))
            choice: Decided = self.choices.get(name, "take" if self.take else "")
            self.note("!", "conflict", old, phrase("kept-twice") if old.source else _BOTH, name, choice)
            if choice == "take":
                self.changes.append(Redraw(old.slide, old.name, None, self.at(old)))
            self.after.append(fresh)


def redrawing(
    before: tuple[Drawn, ...],
    here: tuple[Drawn, ...],
    fresh: tuple[Drawn, ...],
    base: DeckState,
    ours: DeckState,
    found: frozenset[str],
    choices: Mapping[str, Choice],
    take: bool = False,
    finishes: bool = True,
) -> Redrawing:
    """Merge drawn shapes, each as a whole.

    ``before`` are the shapes in the base, ``here`` those in the deck, ``fresh`` those drawn now. ``finishes`` is False
    where no finish function was given: its earlier shapes are left as they are and reported. ``found`` are the slides
    in the deck. ``choices`` and ``take`` as in ``plan``.
    """
    old, now, new = [{(one.slide, one.name): one for one in side} for side in (before, here, fresh)]
    in_base = {slide.key for slide in base.slides}
    merge = _Redraw(ours, choices, take)
    for key in dict.fromkeys((*old, *new)):
        if key[0] in in_base and key[0] not in found:  # the whole slide was deleted in PowerPoint
            merge.after += [old[key]] if key in old else []
            continue
        redrawable = finishes or (key in old and old[key].by != FINISH)
        merge.run(old.get(key), now.get(key), new.get(key), redrawable)
    return Redrawing(tuple(merge.notes), tuple(merge.changes), before, tuple(merge.after))


def is_edited(old: Drawn, here: Drawn) -> bool:
    """Return whether a drawn shape was edited, or the formatting of a slide of another deck."""
    return not alike(old, here) or bool(old.look and here.look and old.look != here.look)


def alike(one: Drawn, other: Drawn) -> bool:
    """Return whether two states of a shape are equal, except for the noise of programs that save decks."""
    if one.by != other.by or len(one.items) != len(other.items):
        return False
    pairs = list(zip(one.items, other.items))
    return all([a.kind == b.kind and all([_noise(a, d) for d in item_differences(a, b)]) for a, b in pairs])


def _noise(item: ItemState, difference: Difference) -> bool:
    """Return whether a difference is noise: one side is unknown, or a program wrote out an inherited value."""
    kind, before, after = difference.kind, difference.before, difference.after
    if kind == "box" and before and after:
        sides = [(box.x, box.y, box.w, box.h) for box in (before, after)]
        return all([abs(a - b) <= BOX_TOLERANCE for a, b in zip(*sides)])
    if kind == "line":
        return item.fill == "?" and before is None
    return kind in _OPTIONAL and (before in ("?", "", 0) or after in ("?", "", 0))
