"""Planning an update: base, theirs (the deck as found) and ours (the outline's deck) become a Plan."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Literal

from osloregion_slides.base.findings import InvalidInput, Location, finding
from osloregion_slides.base.messages import Phrase, phrase
from osloregion_slides.base.record import Record
from osloregion_slides.update.base_read import next_base
from osloregion_slides.update.changes import (
    STILL,
    AddItem,
    AddSlide,
    Forget,
    Mark,
    MoveSlide,
    Plan,
    PlanEntry,
    RemoveSlide,
    SetSections,
    SetTemplate,
)
from osloregion_slides.update.deck_state import HAND, DeckState, Identity, Locator, SlideState
from osloregion_slides.update.differences import DELETED, Choices, Difference, check_named, conflict_id, removal
from osloregion_slides.update.match import Matched, match
from osloregion_slides.update.match_items import slide_content, texts_of
from osloregion_slides.update.order import (
    adopted_order,
    merge_order,
    merge_sections,
    moved,
    place_difference,
    size_difference,
    size_notes,
)
from osloregion_slides.update.placement import UNMOVED, SlidePlacing, transformed_back, unplaced
from osloregion_slides.update.rename import Renamed, Renames, all_marks, proposals, rename, renames, with_base_keys
from osloregion_slides.update.slide_merge import NOTHING, merge_slide, same_slide, slide_is_edited
from osloregion_slides.update.theme import (
    NO_SHEETS,
    SheetEdits,
    is_another_template,
    is_native,
    kept_template,
    merge_theme,
    switched,
    with_theme_colours,
)
from osloregion_slides.update.undoing import added_slide_id, expanded, moved_id, shared_feet, undoes
from osloregion_slides.update.wording import BROUGHT_BACK, STAYS_DELETED, conflict_note, difference_phrase, note_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

    from osloregion_slides.outline.load import Outline
    from osloregion_slides.scene import Deck
    from osloregion_slides.update.changes import Change, Decided, NoteGroup, Symbol
    from osloregion_slides.update.differences import Choice
    from osloregion_slides.update.order import MergedOrder

    Written = Iterable[tuple[str, str]]

    OnConflict = Literal["keep", "take", "fail"]


# The outline's update directives, slide by slide: ``freeze``, ``ignore``, ``moved``.

_CONTINUED = re.compile(r"-\d+$")


class UpdateDirectives(Record):
    """``freeze``: do not update the slide. ``moved``: its former ids.

    ``ignore``: parts to exclude from updates. ``box`` and other properties (``merge_item.PROPERTIES``) apply to all
    objects of the slide, ``goal/box`` to one (``slide/goal`` is its key), ``goal`` to the whole object, and
    ``notes``, ``hidden`` to the slide itself.
    """

    freeze: bool = False
    ignore: tuple[str, ...] = ()
    moved: tuple[str, ...] = ()


def directives(outline: Outline, deck: Deck) -> dict[str, UpdateDirectives]:
    """Return the directives by the keys of the deck's slides; a continued slide has those of its first one."""
    given: dict[str, UpdateDirectives] = {}
    for source in outline.slides:
        fields = source.fields
        if fields.has("freeze") or fields.has("ignore") or fields.has("moved"):
            moved = fields.strings("moved") or ((fields.raw("moved"),) if fields.raw("moved") else ())
            given[source.id] = UpdateDirectives(fields.flag("freeze"), fields.strings("ignore"), moved)
    if not given:
        return {}
    found: dict[str, UpdateDirectives] = {}
    for slide in deck.slides:
        if slide.key in given:
            found[slide.key] = given[slide.key]
        elif (continued := _CONTINUED.search(slide.key)) and slide.key[: continued.start()] in given:
            first = given[slide.key[: continued.start()]]
            found[slide.key] = first.replace(moved=tuple([old + continued[0] for old in first.moved]))
    return found


# The slides of a sealed deck that need not be read: unedited, and unchanged in the outline.


def unread(written: Written, base: DeckState, ours: DeckState) -> dict[str, SlideState]:
    """Return by part the slides of ``written`` (part and key, in order) that an update leaves as they are.

    They contain the base's identical objects, without places in the file, by which ``match`` recognises them. Slides
    that the outline changed are left out: they will be edited, so they are read. (``base_read`` takes equal slides
    of the base from ours, so equal slides are identical objects.)
    """
    found: dict[str, SlideState] = {}
    if base.theme and ours.theme and is_another_template(base.theme, ours.theme):
        return found
    old, new = base.by_key, ours.by_key
    for number, (part, key) in enumerate(written, 1):
        slide = old.pop(key, None)
        if slide is not None and new.get(key) is slide:
            owned = slide.title, slide.items, slide.notes, slide.hidden, slide.layout, slide.section
            found[part] = SlideState(key, *owned, locator=Locator(part), marks=Identity("", "", number))
    return found


def as_ours(again: Plan, ours: DeckState, edited: Collection[str] = ()) -> tuple[tuple[str, str], ...]:
    """Return part and key of all slides of a deck in order, the key "" where a slide differs from ours.

    ``again`` is a plan of that deck with ours as base, so its notes on objects are manual edits. Another section and
    another size of all slides count as edits too; ``edited`` are slides with edits that are not compared.
    """
    made = ours.by_key
    listed = {note.slide for note in again.notes if note.item or note.group == "unsure"}
    resized = bool(size_difference(ours, again.found))
    found = []
    for slide in again.found.slides:
        own = made.get(slide.key)
        known = own is not None and slide.section in ("", own.section) and not slide_is_edited(own, slide)
        known = known and not resized and slide.key not in listed and slide.key not in edited
        found.append((slide.locator.part if slide.locator else "", slide.key if known else ""))
    return tuple(found)


_NONE: Mapping[str, Choice] = {}


def _as_found(theirs: DeckState) -> DeckState:
    return theirs


def plan(
    base: DeckState,
    theirs: DeckState,
    ours: DeckState,
    on_conflict: OnConflict = "keep",
    choices: Mapping[str, Choice] = _NONE,
    proven: Callable[[DeckState], DeckState] = _as_found,
    sheets: SheetEdits = NO_SHEETS,
) -> Plan:
    """Return the plan of an update. ``theirs`` is as the reader returns it, without keys.

    ``proven`` adds to it, under the base's keys, the edits outside the compared properties (``beyond``); ``sheets`` are
    the edits of the slide master and layouts.

    Pure. ``keep`` and ``fail`` keep theirs in conflicts, which stay undecided (exit code 4), ``take`` uses ours.
    ``choices`` decides single conflicts by the ids of the plan's notes, regardless of ``on_conflict``, undoes edits
    and restores deleted objects. InvalidInput: ``another-deck`` where the base is of another deck than the outline's,
    ``unknown-conflict`` for a choice that is not in this plan.
    """
    if base.key != ours.key:
        raise InvalidInput([finding("another-deck", found=base.key, made=ours.key)])
    base, called, matched, renamed = _keyed(base, theirs, ours, proven)
    if choices:
        asked = plan(base, theirs, ours, on_conflict, proven=proven, sheets=sheets)
        choices = expanded(choices, asked.notes, asked.found.slides)
    chosen = Choices("take" if on_conflict == "take" else "", choices)
    renamed = renamed.replace(theirs=switched(renamed.base, renamed.theirs, ours))
    placed = unplaced(renamed.base, renamed.theirs, ours)
    theme = merge_theme(base, theirs, ours, chosen, sheets)
    retemplated = any([isinstance(one, SetTemplate) for one in theme.operations])
    merge = _Merge(renamed.base, placed.theirs, ours, chosen, False, placed.slides, retemplated)
    unsure = [PlanEntry("?", "unsure", one.slide, one.item, one.why) for one in matched.unsure]
    likely = proposals(base, ours, called)
    names = [
        PlanEntry("~", "change", slide, item, phrase("renamed", name=old), at=merge.at(slide))
        for slide, item, old in called.changed_ids()
    ]
    made = merge.run(renamed.marks)
    unsure += [
        PlanEntry("?", "unsure", new, "", phrase("looks-like", name=old), at=merge.at(new)) for new, old in likely
    ]
    names += [*size_notes(theirs, ours, made.changes if placed.deck == STILL else ()), *placed.notes]
    names += theme.notes
    native = is_native(theirs, base)
    whole = native and placed.deck == STILL and proven is not _as_found
    after = next_base(renamed.base, ours)
    if base.theme is None or not native:
        after = after.replace(theme=None)  # another program may have rewritten the deck's theme, so it is unknown
    shifted = frozenset([(slide, key) for slide, one in placed.slides.items() for key in one.shifted])
    return made.replace(
        found=renamed.theirs,
        changes=(*theme.operations, *_footed(transformed_back(made.changes, placed, ours), renamed)),
        notes=(*names, *made.notes, *unsure),
        rebase=not _same(base, after),
        base=after,
        placed=shifted,
        native=native,
        foreign=theme.foreign,
        pristine=_pristine(made, renamed.base, ours, placed.slides) if whole else frozenset(),
    )


def _footed(changes: Sequence[Change], renamed: Renamed) -> Sequence[Change]:
    """Return the operations; new slides get the footers that were edited on all slides."""
    if not any([isinstance(one, AddSlide) for one in changes]):
        return changes
    feet = shared_feet(renamed.base, renamed.theirs, {(one.slide, one.item) for one in changes})
    return [one.replace(feet=feet) if feet and isinstance(one, AddSlide) else one for one in changes]


def _pristine(made: Plan, base: DeckState, ours: DeckState, placings: Mapping[str, SlidePlacing]) -> frozenset[str]:
    """Return the unedited slides with changed objects, without ``ignore:`` and without transforms."""
    changed = {one.slide for one in made.changes if one.item}
    own = {slide.key for slide in ours.slides if slide.ignore} | set(placings)
    old = base.by_key
    found = [slide for slide in made.found.slides if slide.key in changed - own and slide.key in old]
    return frozenset([slide.key for slide in found if not slide_is_edited(old[slide.key], slide)])


def _keyed(
    base: DeckState, theirs: DeckState, ours: DeckState, proven: Callable[[DeckState], DeckState] = _as_found
) -> tuple[DeckState, Renames, Matched, Renamed]:
    """Return the base in the outline's colours, the renames, the match, and both decks under the outline's keys."""
    base = with_theme_colours(base, theirs, ours)
    called = renames(base, ours)
    matched = match(base, theirs, with_base_keys(ours, called))
    return base, called, matched, rename(base, proven(matched.known), ours, called)


def keyed(base: DeckState, theirs: DeckState, ours: DeckState) -> tuple[DeckState, DeckState]:
    """Return the base and the deck as found under the keys of ``ours``, as ``plan`` compares them."""
    renamed = _keyed(base, theirs, ours)[3]
    return renamed.base, renamed.theirs


def adopt(
    theirs: DeckState, ours: DeckState, choices: Mapping[str, Choice] = _NONE, other_layouts: bool = False
) -> Plan:
    """Return the plan that links a deck without base to the outline: marks, additions and conflicts, no deletions.

    Matches by content only and missing objects are listed as unsure. ``choices`` as in ``plan``;
    ``other_layouts``: the deck's layouts are not those of the brand.
    """
    matched = match(ours, theirs, None, by_content=True)
    merge = _Merge(None, matched.known, ours, Choices("", choices), True, {})
    unsure = [PlanEntry("?", "unsure", one.slide, one.item, one.why, at=merge.at(one.slide)) for one in matched.unsure]
    made = merge.run(all_marks(matched.known, ours))
    unsure += [*kept_template(theirs, ours, other_layouts), *size_notes(theirs, ours, made.changes)]
    check_named(Choices("", choices), made.notes)
    return made.replace(notes=(*made.notes, *unsure), rebase=True, base=ours)


class _Merge:
    """Merges keyed decks; slides one by one, then their order."""

    def __init__(
        self,
        base: DeckState | None,
        theirs: DeckState,
        ours: DeckState,
        choices: Choices,
        adopting: bool,
        placings: Mapping[str, SlidePlacing],
        retemplated: bool = False,
    ) -> None:
        self._placings, self._retemplated = placings, retemplated
        self._base, self._theirs, self._ours = base, theirs, ours
        self._choices, self._adopting = choices, adopting
        self._b = base.by_key if base else {}
        self._t = theirs.by_key
        self._o = ours.by_key
        self._operations: list[Change] = []
        self._notes: list[PlanEntry] = []

    def _note(
        self, symbol: Symbol, group: NoteGroup, key: str, says: Phrase, id_: str = "", choice: Decided = ""
    ) -> None:
        self._notes.append(PlanEntry(symbol, group, key, "", says, "", "", self.at(key), id_, choice))

    def at(self, key: str) -> Location | None:
        """Return a slide's place in the outline."""
        return self._o[key].at if key in self._o else None

    def run(self, marks: tuple[Mark, ...]) -> Plan:
        self._operations += marks
        removed = self._removed()
        for slide in self._theirs.slides:
            if slide.key in self._o:
                self._slide(slide)
        self._added()
        removed |= self._manual_edits()
        if self._retemplated:
            self._note_old_layouts(removed)
        order = self._order(removed)
        return Plan(self._theirs, tuple(self._operations), tuple(self._notes), order)

    def _slide(self, found: SlideState) -> None:
        base, ours = self._b.get(found.key), self._o[found.key]
        composed = False
        if base is None and not self._adopting:  # a pull copied its words into the outline
            here, is_drawn = {item.key for item in found.items}, _has_drawings(found, ours)
            composed = not ours.freeze and not is_drawn and _is_composed_otherwise(found, ours)
            there = ours.replace(items=tuple([item for item in ours.items if is_drawn or item.key in here]))
            base = found.replace(layout=HAND) if composed else there
            self._operations.append(Mark(found.key, "", found.locator, ours.at))
        if composed:
            self._note("~", "change", found.key, phrase("composed-now"))
        placing = self._placings.get(found.key, UNMOVED)
        sizes = self._theirs.size, self._ours.size
        merged = merge_slide(base, found, ours, self._choices, self._adopting, placing, sizes, self._retemplated)
        if merged is not NOTHING:
            self._operations += merged.operations
            self._notes += () if composed else note_lines(merged, found, ours)

    def _note_old_layouts(self, removed: set[str]) -> None:
        """List the slides that stay on layouts of the old template."""
        for key in self._t:
            if key not in removed and (key not in self._o or self._o[key].freeze):
                self._note("?", "unsure", key, phrase("stays-on-layouts"))

    def _removed(self) -> set[str]:
        """Remove slides that the outline no longer has: unedited ones, and edited ones by choice; return their keys."""
        removed = set()
        for key, found in self._t.items():
            if key not in self._b or key in self._o:
                continue
            named = (key, "", found.locator, None)
            edited = self._placings.get(key, UNMOVED).edited or slide_is_edited(self._b[key], found)
            if edited and not self._takes_removal(found):
                self._operations.append(Forget(*named))
                continue
            removed.add(key)
            self._operations.append(RemoveSlide(*named))
            if not edited:
                self._note("-", "change", key, phrase("removed"))
        return removed

    def _takes_removal(self, found: SlideState) -> bool:
        """List the conflict that the outline dropped an edited slide; return whether it is removed."""
        clash = self._choices.clash(found.key, "", removal(found.title))
        self._notes.append(conflict_note(clash, found.key, None))
        return clash.choice == "take"

    def _added(self) -> None:
        before = ""
        for key, slide in self._o.items():
            if key not in self._t and (key not in self._b or self._restored(key)):
                self._operations.append(AddSlide(key, "", None, slide.at))
                if key in self._b:
                    self._note("+", "change", key, BROUGHT_BACK, conflict_id(key, "", DELETED), "take")
                else:
                    self._note(
                        "+", "change", key, phrase("new-slide-after", slide=before) if before else phrase("new-slide")
                    )
                before = key
            elif key in self._t:
                before = key

    def _restored(self, key: str) -> bool:
        """Return whether a slide deleted in PowerPoint is restored."""
        if key not in self._b or key not in self._o or key in self._t:
            return False
        return self._choices.restores(key, "", self._changed(key))

    def _changed(self, key: str) -> bool:
        """Return whether the outline changed the content of a slide; False for frozen ones, which are not updated."""
        return not self._o[key].freeze and slide_content(self._b[key]) != slide_content(self._o[key])

    def _manual_edits(self) -> set[str]:
        """List the slides deleted and added in PowerPoint; return the added ones that are undone."""
        removed = set()
        for key in self._o:
            if key not in self._b or key in self._t or self._restored(key):
                continue
            if self._changed(key):
                self._conflict(key, DELETED)
            else:
                self._note("-", "edit", key, STAYS_DELETED, conflict_id(key, "", DELETED))
        for key in self._t:
            if key in self._b or key in self._o:
                continue
            if self._adopting:
                self._note(".", "edit", key, phrase("not-in-outline"))
            elif undoes(self._choices, added_slide_id(self._t[key])):
                removed.add(key)
                self._operations.append(RemoveSlide(key, "", self._t[key].locator, None))
                self._note("-", "change", key, phrase("taken-out-slide"))
            else:
                self._note(".", "edit", key, phrase("added-by-hand"), added_slide_id(self._t[key]))
        return removed

    def _order(self, removed: set[str]) -> tuple[str, ...]:
        """Return the order of the result, () where it does not change; list the moves, and merge the sections."""
        found, ours = tuple(self._t), tuple(self._o)
        staying = tuple([key for key in found if key not in removed])
        if self._base is None:
            merged = adopted_order(found, ours)
        else:
            base = tuple([key for key in self._b if not self._restored(key)])
            merged = merge_order(
                base, found, ours, removed, self._takes_order, lambda key: undoes(self._choices, moved_id(key))
            )
            self._moved(merged)
        order = merged.keys
        for key in moved(staying, order):
            after = order[order.index(key) - 1] if key != order[0] else ""
            self._operations.append(MoveSlide(key, "", self._t[key].locator, self.at(key), after))
            self._note("~", "change", key, phrase("moved-behind", slide=after) if after else phrase("moved-first"))
        if self._base is not None:
            self._sections(merged)
        return () if staying == order else order

    def _takes_order(self, key: str, yours: str, outline: str) -> bool:
        return self._choices.takes(key, "", place_difference(yours, outline))

    def _moved(self, merged: MergedOrder) -> None:
        """List manual moves, and moves by both sides."""
        for key in merged.by_hand:
            self._note("~", "edit", key, phrase("moved-by-hand"), moved_id(key))
        for key, yours, outline in merged.disputed:
            self._conflict(key, place_difference(yours, outline))

    def _conflict(self, key: str, difference: Difference) -> None:
        self._notes.append(conflict_note(self._choices.clash(key, "", difference), key, self.at(key)))

    def _sections(self, merged: MergedOrder) -> None:
        """Merge the sections of the deck."""
        base, theirs, ours = [
            {key: slide.section for key, slide in side.items()} for side in (self._b, self._t, self._o)
        ]
        if any(base.values()) and not any(theirs.values()) and self._is_as_we_save():
            self._note("-", "edit", "", phrase("sections-removed"))
        chosen = {key for key, *places in merged.disputed if self._takes_order(key, *places)}
        held = {*merged.by_hand, *[key for key, slide in self._o.items() if slide.freeze]}
        held.update([key for key, *_ in merged.disputed if key not in chosen])
        takes = self._choices.of_slides("section")
        made = merge_sections(base, theirs, ours, merged.keys, held, merged.by_outline, takes)
        if made.names:
            self._operations.append(SetSections("", "", None, None, made.names))
        for key, *names in made.edits:
            self._note("~", "edit", key, difference_phrase(Difference("section", (), *names)))
        for key, *names in made.changes:
            self._note("~", "change", key, difference_phrase(Difference("section", (), *names)))
        for key, *names in made.disputed:
            self._conflict(key, Difference("section", (), *names))

    def _is_as_we_save(self) -> bool:
        """Return whether the deck was last saved by a program that keeps creation ids, and therefore sections."""
        return any([slide.marks.creation for slide in self._theirs.slides])


def _is_composed_otherwise(found: SlideState, ours: SlideState) -> bool:
    """Return whether ours replaces a slide that was added in PowerPoint: their sets of objects differ.

    Its words are ours, so only a drawing, picture, table or chart of its own could be lost: with one, it is not.
    """
    here, known = {item.key for item in found.items}, {item.key for item in ours.items}
    others = [item for item in found.items if item.key not in known]
    if any([item.image or item.table or item.chart or not (item.slot or any(texts_of(item))) for item in others]):
        return False
    return bool(others) or any([item.key not in here for item in ours.items if item.slot not in ("ftr", "sldNum")])


def _has_drawings(found: SlideState, ours: SlideState) -> bool:
    """Return whether an added slide has objects without text that ours lacks, which composing would drop."""
    known = {item.key for item in ours.items}
    return any([item.key not in known and not texts_of(item) for item in found.items if item.kind != "text"])


def _same(base: DeckState, ours: DeckState) -> bool:
    """Return whether two bases are equal, apart from the version that wrote them."""
    if (base.title, base.variant, base.outline) != (ours.title, ours.variant, ours.outline):
        return False
    if ours.theme is not None and base.theme != ours.theme:
        return False
    return len(base.slides) == len(ours.slides) and all(map(same_slide, base.slides, ours.slides))


# Verifying an updated deck before it is written: the update must not create anything that reads as a manual edit.
#
# A wrongly applied plan reads as an edited deck: an object that vanished as "deleted", one that was left over as
# "added". From then on every update would keep the damage. So the plan of the result
# must not list manual edits that the plan of the deck as found did not list.
#
# Only touched slides are read again. That is sound: all other slides, with every part that they are read
# from, are unchanged byte for byte, so they read as the same values that the plan was computed from.

_NO_SLIDE = SlideState("", "")
_LISTED = ("edit", "conflict", "unsure")


def new_edits(plan: Plan, again: Plan) -> tuple[PlanEntry, ...]:
    """Return the manual edits of objects and notes that ``again``, the plan of the result, lists and ``plan`` does not.

    An object also counts as listed under the keys of its groups and members. Keys of objects that are not ours change
    as others are added or removed, so these are only counted. Places and sections of slides are skipped: one edit of
    the order can be described in several ways.
    """
    listed = {(note.slide, note.item) for note in plan.notes if note.group in _LISTED}
    adds = [one for one in plan.changes if isinstance(one, AddItem) and one.placing != STILL]
    placed = plan.placed | listed | {(one.slide, key) for one in adds for key in (one.item, *one.children)}
    foreign = _foreign_edits(plan)
    for note in plan.notes:
        if note.says.code == "removed-but-edited" and note.item and note.choice != "take":
            foreign[note.slide] += 1
    more = {slide for slide, count in _foreign_edits(again).items() if count > foreign[slide]}
    slides = again.found.by_key
    found = []
    footed = {one.slide for one in plan.changes if isinstance(one, AddSlide) and one.feet}
    for note in again.notes:
        if note.slide in footed or note.group != "edit" or not note.item and note.says.code != "notes":
            continue
        if note.item.startswith(HAND):
            new = note.slide in more
        else:
            here = {(note.slide, note.item), *_relatives(note, slides.get(note.slide, _NO_SLIDE))}
            new = here.isdisjoint(listed if note.symbol == "-" else placed)
        if new:
            found.append(note)
    return tuple(found)


def _foreign_edits(plan: Plan) -> Counter[str]:
    """Return by slide the number of listed edits of objects without a key of ours."""
    return Counter([note.slide for note in plan.notes if note.group == "edit" and note.item.startswith(HAND)])


def _relatives(note: PlanEntry, slide: SlideState) -> list[tuple[str, str]]:
    """Return the groups and the members of a note's object, as slide and key."""
    parents = {item.key: item.parent for item in slide.items}
    found = [key for key, parent in parents.items() if parent == note.item and parent]
    item = note.item
    while item := parents.get(item, ""):
        found.append(item)
    return [(note.slide, key) for key in found]
