"""Undoing manual edits: each has an id by which the outline's side can be chosen in a later update.

The id of an edit that was a conflict is the conflict's: decisions can be reversed in any later update.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from typing import TYPE_CHECKING
from zlib import crc32

from osloregion_slides.base.findings import InvalidInput, finding
from osloregion_slides.base.grouping import grouped
from osloregion_slides.base.messages import phrase
from osloregion_slides.update.changes import Change, PlanEntry, SetCells, SetText
from osloregion_slides.update.deck_state import HAND, DeckState, SlideState
from osloregion_slides.update.differences import Difference, conflict_id
from osloregion_slides.update.text_merge import align, likeness
from osloregion_slides.update.undone_data import IN_CHART, IN_TABLE, chart_with, table_with

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from osloregion_slides.update.deck_state import ItemState, Words
    from osloregion_slides.update.differences import Choice, Choices
    from osloregion_slides.update.merge_item import MergedItem

_IN_TEXT = ("text", "look", "level", "size")
EVERYWHERE = 0.8
"""The share of an object's slides from which an equal edit counts as one edit of the deck; covers often differ."""
FEW = 3
FEET = ("dt", "ftr", "sldNum")
"""The slots of the footer area."""


def edit_id(slide: str, item: str, difference: Difference) -> str:
    """Return the id of an edit; ``difference`` is from the outline's side to the deck's."""
    turned = Difference(difference.kind, difference.where, difference.after, difference.before)
    return conflict_id(slide, item, turned)


OF_SLIDE = ("transition", "animation", "background", "background-graphics", "theme-colours")
"""The properties of a slide that can be reset (``SetMovement``): not comments, custom shows, guides."""


def look_ids(slide: str, item: ItemState | None, edit: Difference, edits: Iterable[Difference]) -> tuple[str, ...]:
    """Return the ids that undo edits of the formatting of an object (None is the slide), () where that is impossible.

    The object is redrawn with its edited texts and places; in tables, charts and pictures all ``edits`` are undone
    with the formatting, so the ids are those of all. Groups and animations cannot be redrawn.
    """
    words = set(edit.after) if edit.kind == "beyond" else set[str]()
    if item is None:
        return (edit_id(slide, "", edit),) if words.intersection(OF_SLIDE) else ()
    if item.kind == "group" or words == {"animation"}:
        return ()
    others = [one for one in edits if one != edit] if item.kind not in _REDRAWN else []
    return tuple([edit_id(slide, item.key, one) for one in (edit, *others)])


_REDRAWN = ("shape", "text", "freeform", "connector")
"""Kinds of objects that are redrawn with their other edits."""


def added_id(slide: str, item: ItemState) -> str:
    """Return the id of an object added in PowerPoint, from its content, because its number may change."""
    words = " ".join([paragraph.plain for paragraph in item.text])
    return conflict_id(slide, "", Difference("added", (item.kind, item.marks.name), words, item.box))


def added_slide_id(slide: SlideState) -> str:
    """Return the id of a slide added in PowerPoint."""
    return conflict_id("", "", Difference("added", (slide.title,), slide.notes, len(slide.items)))


def moved_id(slide: str) -> str:
    """Return the id of a slide's move in PowerPoint."""
    return conflict_id(slide, "", Difference("moved", (), "", ""))


def shared_id(ids: Iterable[str]) -> str:
    """Return the id of a line for these edits: the edit's own for one, "" for none."""
    ids = tuple(ids)
    return f"{crc32(' '.join(ids).encode()):08x}" if ids[1:] else "".join(ids)


def undoes(choices: Choices, id_: str) -> bool:
    """Return whether an edit is undone, which only its id can request."""
    return bool(choices.named) and choices.named.get(id_) == "take"


def undone_edits(choices: Choices, slide: str, item: str, edits: Iterable[Difference]) -> list[Difference]:
    """Return the edits of an object that are to be undone."""
    return [one for one in edits if undoes(choices, edit_id(slide, item, one))] if choices.named else []


def without_edits(
    base: ItemState,
    own: ItemState,
    ours: ItemState,
    merged: MergedItem,
    taken: Iterable[Difference],
    whole: bool = False,
) -> ItemState:
    """Return a base that includes these edits, so that they do not count as edits and the outline's side is used.

    ``own`` is theirs normalised to ``base``. ``whole`` undoes a whole text, table or chart, where its parts cannot be
    distinguished.
    """
    texts = [one for one in taken if one.kind in _IN_TEXT]
    changes = {one.kind: getattr(own, one.kind) for one in taken if hasattr(own, one.kind) and one.kind != "text"}
    if whole and texts:
        changes["text"] = own.text
    elif texts:
        changes["text"] = _text(base.text, own.text, ours.text, _sources(merged.operations, own.text), texts)
    if own.table and base.table and ours.table and any([one.kind in IN_TABLE for one in taken]):
        cells = next((one for one in merged.operations if isinstance(one, SetCells)), None)
        changes["table"] = own.table if whole else table_with(base.table, own.table, ours.table, cells, taken)
    if own.chart and base.chart and any([one.kind in IN_CHART for one in taken]):
        changes["chart"] = own.chart if whole else chart_with(base.chart, own.chart, taken)
    return base.replace(**changes)


def _sources(operations: Iterable[Change], own: Words) -> list[int | None]:
    """Return the index in theirs of each paragraph of the result."""
    for one in operations:
        if isinstance(one, SetText):
            return [paragraph.source for paragraph in one.paragraphs]
    return list(range(len(own)))


def _text(base: Words, own: Words, ours: Words, sources: Sequence[int | None], taken: Iterable[Difference]) -> Words:
    gone, edited, sized = set(), set(), False
    for one in taken:
        if one.kind == "size":
            sized = True
        elif one.kind == "text" and one.before and not one.after:
            gone.add(int(one.where[0]) - 1)
        elif int(one.where[0]) <= len(sources):
            edited.add(sources[int(one.where[0]) - 1])
    to_own, to_ours = dict(align(base, own, likeness)), dict(align(base, ours, likeness))
    placed = []
    before = {j: i for i, j in to_own.items()}
    for i, paragraph in enumerate(base):
        j = to_own.get(i)
        if j is None and to_ours.get(i) in gone:
            continue
        now = own[j] if j is not None and j in edited else paragraph
        placed.append(((i, -1), now.replace(size=own[j].size) if sized and j is not None else now))
    last = -1
    for j, paragraph in enumerate(own):
        last = before.get(j, last)
        if j not in before and j in edited:
            placed.append(((last, j), paragraph))
    return tuple([paragraph for _, paragraph in sorted(placed, key=lambda one: one[0])])


# An equal edit on every slide, as from PowerPoint's Header and Footer dialog, is one line with one id.


def role_of(note: PlanEntry) -> str:
    """Return the part of an object's key after the slide's (``footer``), "" for slides and objects without our key."""
    return "" if note.item.startswith(HAND) or not note.item else note.item.removeprefix(f"{note.slide}/")


def gathered(notes: Sequence[PlanEntry], slides: Iterable[SlideState]) -> tuple[PlanEntry, ...]:
    """Return the lines of a plan, equal edits on (nearly) every slide merged into one line.

    ``slides`` are those of the deck with their keys. The line belongs to the whole deck and replaces the first one;
    ``of`` are the ids of the single edits.
    """
    slides = tuple(slides)
    feet = [{item.key for item in slide.items if item.slot in FEET} for slide in slides]
    at_foot = {(slide.key, key) for slide, keys in zip(slides, feet) for key in keys}
    roles = [{"", *[key.removeprefix(f"{slide.key}/") for key in slide.by_key]} for slide in slides]
    counts = Counter([role for each in roles for role in each])
    edits = [note for note in notes if note.group == "edit" and (role_of(note) or note.item.startswith(HAND))]
    same = grouped([((role_of(note), note.says), note) for note in edits])
    wide = {}
    for key, those in same.items():
        is_foot = not key[0] and at_foot.issuperset([(one.slide, one.item) for one in those])
        count = len([keys for keys in feet if keys]) if is_foot else counts[key[0]] + _absent(those)
        if len(those) >= max(FEW, EVERYWHERE * count):
            wide[key] = those
    found = []
    for note in notes:
        key = (role_of(note), note.says)
        if note.group != "edit" or key not in wide:
            found.append(note)
        elif note is wide[key][0]:
            ids = tuple([one.id for one in wide[key] if one.id])
            what, values = note.says, dict(note.says.values)
            if not key[0]:  # objects added in PowerPoint have no common key
                what = phrase("added-by-hand")
            says = phrase("everywhere", object=key[0] or values["object"], count=len(wide[key]), what=what)
            id_ = shared_id(ids)
            found.append(PlanEntry(note.symbol, "edit", "", "", says, id=id_, of=ids))
    return tuple(found)


def _absent(those: Sequence[PlanEntry]) -> int:
    """Return how many slides lost the object where the edit is its deletion, else 0."""
    return len(those) if those[0].symbol == "-" else 0


def expanded(
    choices: Mapping[str, Choice], notes: Sequence[PlanEntry], slides: Iterable[SlideState]
) -> dict[str, Choice]:
    """Return choices by the ids of single conflicts and edits.

    A choice may be a line's id, the key of a slide or object (all its choices), or the id of a line for several
    edits. InvalidInput (``unknown-conflict``) for any other name.
    """
    names: dict[str, list[str]] = {}
    for note in (*notes, *gathered(notes, slides)):
        if note.id:
            ids = list(note.of or (note.id,))
            for name in {note.id, note.slide, note.item} - {""}:
                names.setdefault(name, []).extend(ids)
    unknown = [name for name in choices if name not in names]
    if unknown:
        raise InvalidInput([finding("unknown-conflict", name=one) for one in unknown])
    found: dict[str, Choice] = {}
    for name in sorted(choices, key=lambda name: -len(names[name])):  # the most specific choice wins
        found.update(dict.fromkeys(names[name], choices[name]))
    return found


# Footers, dates and numbers set on every slide, as by PowerPoint's dialog, are copied to new slides.


def shared_feet(
    base: DeckState, theirs: DeckState, changed: Collection[tuple[str, str]]
) -> tuple[tuple[str, str], ...]:
    """Return the slots with equal edits on (nearly) every slide, each with the key of a slide to copy from.

    Both decks have the same keys; undone edits do not count (``changed`` are the slides and objects that the update
    changes). Slides without the slot on both sides are skipped.
    """
    old, new = (side.by_key for side in (base, theirs))
    found = []
    for slot in FEET:
        rows = [(one.key, _text_of(old[one.key], slot), _text_of(one, slot)) for one in theirs.slides if one.key in old]
        rows = [row for row in rows if row[1:] != (None, None)]
        edits = {key: now for key, before, now in rows if now != before}
        gone = [key for key in edits if any([(key, one) in changed for one in _keys(slot, old[key], new[key])])]
        for now in dict.fromkeys(edits.values()):
            keys = [key for key, said in edits.items() if said == now and key not in gone]
            if len(keys) >= max(FEW, EVERYWHERE * len(rows)):
                found.append((slot, keys[0]))
    return tuple(found)


def _keys(slot: str, *sides: SlideState) -> list[str]:
    return [item.key for side in sides for item in side.items if item.slot == slot]


def _text_of(slide: SlideState, slot: str) -> tuple[str, ...] | None:
    texts = [tuple([paragraph.plain for paragraph in item.text]) for item in slide.items if item.slot == slot]
    return texts[0] if texts else None
