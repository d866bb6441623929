"""Three-way merge of two edited copies of one deck: their common base, this copy, the other copy.

Changes of the other copy alone are taken over; changes of this copy alone stay; where both changed the same property
differently it is a conflict, which shows both values and keeps this copy's. Slides and objects that this copy did not
change are copied whole from the other file, with properties that are not compared.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, cast

from osloregion_slides.base.messages import Phrase, phrase
from osloregion_slides.update.changes import (
    Plan,
    PlanEntry,
    RemoveItem,
    RemoveSlide,
    SetCells,
    SetHidden,
    SetNotes,
    SetSections,
    SetText,
    TakeItem,
    TakeSlide,
)
from osloregion_slides.update.copies_sides import (
    PARTS,
    any_unsure_look,
    beside,
    differences,
    given_name,
    is_changed,
    missing,
    on_two_layouts,
    parts_changed,
    renamed,
    stacking,
    unsure_look,
    usual_layouts,
    values,
)
from osloregion_slides.update.data_merge import merge_table
from osloregion_slides.update.deck_state import HAND, DeckState, ItemState, Locator, SlideState
from osloregion_slides.update.deck_state import notes as normal_notes
from osloregion_slides.update.differences import (
    Choices,
    Difference,
    Tree,
    chart_differences,
    check_named,
    conflict_id,
    item_differences,
    normalise_words,
)
from osloregion_slides.update.match import match
from osloregion_slides.update.order import merge_order, merge_sections, place_difference
from osloregion_slides.update.slide_merge import slide_is_edited, words
from osloregion_slides.update.text_merge import merge_text
from osloregion_slides.update.wording import conflict_note, cut, described, difference_phrase, side, together

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from osloregion_slides.update.changes import Change, Decided, NoteGroup, Symbol
    from osloregion_slides.update.differences import Choice

    Attribute = Callable[[DeckState, tuple[DeckState, ...]], tuple[DeckState, tuple[DeckState, ...]]]

OTHER = "copy:"
"""Prefix of the keys of slides and objects that only the other copy has."""
BROUGHT = ("transition", "animation", "background", "background-graphics", "theme-colours", "comments", "extensions")
"""The properties of a slide besides its objects that are taken over; the others are only reported."""
_NONE: Mapping[str, Choice] = {}


def merge_copies(
    base: DeckState,
    mine: DeckState,
    other: DeckState,
    choices: Mapping[str, Choice] = _NONE,
    attribute: Attribute | None = None,
    layouts: Collection[str] = (),
) -> Plan:
    """Return the plan that merges the other copy's edits into this one; both are as the reader returns them.

    ``choices`` decides conflicts by the ids of an earlier plan: ``take`` is the other copy's side. InvalidInput
    (``unknown-conflict``) for a choice that is not in the plan. ``attribute`` reconstructs the original formatting
    (``pptx.reading.proof.attributed``); without it, differing formatting may be either copy's. ``layouts`` are the
    names of this copy's layouts.
    """
    sides: tuple[DeckState, ...] = match(base, mine).known, match(base, other).known
    if attribute is not None:
        base, sides = attribute(base, sides)
    merge = _Decks(base, sides[0], _renamed(sides[1]), Choices("", choices), layouts)
    plan = merge.run()
    check_named(merge.choices, plan.notes)
    return plan


def _renamed(known: DeckState) -> DeckState:
    """Return the other copy, the keys of slides added to it prefixed with ``OTHER``, not ``HAND``."""
    keys = {slide.key: OTHER + slide.key.removeprefix(HAND) for slide in known.slides if slide.key.startswith(HAND)}
    return known.each(lambda slide: slide.replace(key=keys.get(slide.key, slide.key)))


def same_content(one: SlideState, another: SlideState) -> bool:
    """Return whether two slides that are not in the base have the same content at the same places."""
    sides = [[_bare(item) for item in slide.items] for slide in (one, another)]
    return sides[0] == sides[1] and one.notes == another.notes and one.hidden == another.hidden


def _bare(item: ItemState) -> ItemState:
    look = _RELATION.sub("", item.look)  # each package numbers its relations for itself
    return item.replace(
        key="", parent="", locator=None, marks=item.marks.replace(number=0), ends=(None, None), look=look
    )


_RELATION = re.compile(r' r:\w+="[^"]*"')


class _Decks:
    def __init__(
        self, base: DeckState, own: DeckState, other: DeckState, choices: Choices, here: Collection[str]
    ) -> None:
        self.choices, self._here = choices, here
        self._own = own
        self._b, self._t, self._o = [side.by_key for side in (base, own, other)]
        self._changes: list[Change] = []
        self._notes: list[PlanEntry] = []

    def run(self) -> Plan:
        removed = self._removed()
        usual = usual_layouts(self._b, self._t, self._o)
        for key, slide in self._t.items():
            if key in self._o and key in self._b:
                role = self._b[key].layout
                merged = _Slides(self._b[key], slide, self._o[key], self.choices, usual.get(role, ""), self._here)
                merged.run()
                self._changes += merged.changes
                self._notes += merged.notes
        coming = self._added()
        order = self._order(removed, coming)
        return Plan(self._own, tuple(self._changes), tuple(self._notes), order)

    def _note(self, symbol: Symbol, group: NoteGroup, key: str, says: Phrase) -> None:
        self._notes.append(PlanEntry(symbol, group, key, "", says))

    def _takes_other(self, key: str, says: str, yours: str, theirs: str) -> bool:
        """List a conflict about a whole slide; return whether the other copy's side is taken."""
        id_ = conflict_id(key, "", Difference(says, (), yours, theirs))
        choice: Decided = self.choices.named.get(id_, "")
        sides = phrase(yours), phrase(theirs)
        self._notes.append(PlanEntry("!", "conflict", key, "", phrase(says), *sides, None, id_, choice))
        return choice == "take"

    def _removed(self) -> set[str]:
        """Remove slides that the other copy deleted and this one did not edit; return their keys."""
        removed = set()
        for key, slide in self._t.items():
            if key not in self._b:
                if not any(same_content(slide, one) for name, one in self._o.items() if name not in self._b):
                    self._note(".", "edit", key, phrase("added-by-hand"))
                continue
            if key in self._o:
                continue
            edited = slide_is_edited(self._b[key], slide)
            if edited and not self._takes_other(key, "copy-slide-deleted", "copy-edited", "copy-gone"):
                continue
            removed.add(key)
            self._changes.append(RemoveSlide(key, "", slide.locator, None))
            if not edited:
                self._note("-", "change", key, phrase("copy-deleted"))
        return removed

    def _added(self) -> set[str]:
        """Add slides that only the other copy has; return their keys."""
        coming = set()
        for key, slide in self._o.items():
            if key in self._t:
                continue
            if key in self._b:
                if not slide_is_edited(self._b[key], slide):
                    self._note("-", "edit", key, phrase("stays-deleted"))
                    continue
                if not self._takes_other(key, "copy-slide-restored", "copy-gone", "copy-edited"):
                    continue
            elif any(same_content(slide, one) for name, one in self._t.items() if name not in self._b):
                continue
            coming.add(key)
            assert slide.locator is not None
            self._changes.append(TakeSlide(key, "", None, None, slide.locator.part))
            if key not in self._b:
                self._note("+", "change", key, phrase("copy-slide", title=cut(slide.title)))
        return coming

    def _order(self, removed: set[str], coming: set[str]) -> tuple[str, ...]:
        """Merge order and sections; return the order of the result, () where it does not change."""
        own = tuple(self._t)
        other = tuple([key for key in self._o if key in self._t or key in coming])
        base = tuple([key for key in self._b if key not in coming])
        merged = merge_order(base, own, other, removed, self._takes_place)
        for key in merged.by_hand:
            self._note("~", "edit", key, phrase("moved-by-hand"))
        for key in merged.by_outline:
            self._note("~", "change", key, phrase("copy-moved"))
        for key, *places in merged.disputed:
            self._notes.append(conflict_note(self.choices.clash(key, "", place_difference(*places)), key, None))
        self._sections(merged.keys, {*merged.by_hand}, {*merged.by_outline, *coming})
        return () if merged.keys == own else merged.keys

    def _takes_place(self, key: str, yours: str, theirs: str) -> bool:
        return self.choices.takes(key, "", place_difference(yours, theirs))

    def _sections(self, order: tuple[str, ...], held: set[str], carried: set[str]) -> None:
        base, own, other = [{key: slide.section for key, slide in side.items()} for side in (self._b, self._t, self._o)]
        if not any(other.values()):
            return
        made = merge_sections(base, own, other, order, held, carried, self.choices.of_slides("section"))
        if made.names:
            self._changes.append(SetSections("", "", None, None, made.names))
        for key, *names in made.changes:
            self._note("~", "change", key, difference_phrase(Difference("section", (), *names)))
        for key, *names in made.disputed:
            clash = self.choices.clash(key, "", Difference("section", (), *names))
            self._notes.append(conflict_note(clash, key, None))


class _Slides:
    """Merges one slide that exists in all three."""

    def __init__(
        self,
        base: SlideState,
        own: SlideState,
        other: SlideState,
        choices: Choices,
        usual: str = "",
        here: Collection[str] = (),
    ) -> None:
        self._base, self._own, self._other, self._choices = base, own, other, choices
        self._usual, self._here = usual, here
        self._b, self._t, self._o = Tree(base), Tree(own), Tree(other)
        self._twins = self._find_twins()
        self.changes: list[Change] = []
        self.notes: list[PlanEntry] = []
        self._differences: list[tuple[str, Difference]] = []

    def run(self) -> None:
        mine, theirs = [is_changed(self._base, side) for side in (self._own, self._other)]
        apart = any_unsure_look(self._base, self._own, self._other)
        mine, theirs = mine or apart, theirs or apart
        mine, theirs = mine or renamed(self._t, self._o), theirs or renamed(self._o, self._t)
        if on_two_layouts(self._own, self._other):
            mine, theirs = self._layouts(mine, theirs)
        if not theirs:
            if mine:
                self._list_edits()
            return
        if not mine:
            self._take_whole()
            return
        self._list_edits()
        handled = self._regrouped()
        for key in self._b.items:
            if key not in handled:
                self._object(key)
        self._new(handled)
        self._slide()
        self._note_all(self._differences)

    def _layouts(self, mine: bool, theirs: bool) -> tuple[bool, bool]:
        """Merge a switched layout; return whether this copy and whether the other changed the slide.

        The copy off the usual layout of its role switched it; where both are off, it is a conflict.
        """
        names = self._own.marks.layout, self._other.marks.layout
        shown = self._own.marks.shown, self._other.marks.shown
        switched = Difference("layout", (), *shown)
        if names[1] == self._usual:
            return True, theirs
        if names[1] not in self._here:
            self._note("?", "unsure", "", phrase("copy-layout", yours=shown[0], theirs=shown[1]))
            return True, theirs
        if names[0] == self._usual:
            self._note_all([("", switched)])
        elif not self._clash("", switched):
            return True, theirs
        if mine or names[0] != self._usual:
            self.changes.append(TakeItem(*self._named(""), cast("Locator", self._other.locator), ("beside", "layout")))
            return True, theirs
        return mine, True

    # Lines of the plan

    def _named(self, key: str) -> tuple[str, str, Any, None]:
        found = self._t.items.get(key)
        return self._own.key, key, found.locator if found else self._own.locator if not key else None, None

    def _note(self, symbol: Symbol, group: NoteGroup, key: str, says: Phrase) -> None:
        self.notes.append(PlanEntry(symbol, group, self._own.key, key, says))

    def _note_all(self, differences: Iterable[tuple[str, Difference]], group: NoteGroup = "change") -> None:
        for key, one in together(tuple(differences), self._t):
            self._note("~", group, key, difference_phrase(one))

    def _clash(self, key: str, difference: Difference) -> bool:
        """List a conflict; return whether the other copy's side is taken."""
        clash = self._choices.clash(self._own.key, key, difference)
        self.notes.append(conflict_note(clash, self._own.key, None))
        return clash.choice == "take"

    def _takes_other(self, key: str, says: str, yours: Phrase, theirs: Phrase) -> bool:
        id_ = conflict_id(self._own.key, key, Difference(says, (), repr(yours), repr(theirs)))
        choice: Decided = self._choices.named.get(id_, "")
        self.notes.append(
            PlanEntry("!", "conflict", self._own.key, key, phrase(says), yours, theirs, None, id_, choice)
        )
        return choice == "take"

    def _list_edits(self) -> None:
        """List the changes of this copy, which stay."""
        self._note_all(differences(self._base, self._own), "edit")
        for key in self._t.items:
            if key.startswith(HAND) and not self._t.parent(key).startswith(HAND):
                self._note(".", "edit", key, phrase("added-by-hand-object", object=described(self._t.items[key])))
        for key in self._b.items:
            if key not in self._t and self._b.parent(key) not in missing(self._b, self._t):
                self._note("-", "edit", key, phrase("stays-deleted"))

    # Whole slides

    def _take_whole(self) -> None:
        """Take the whole slide of the other copy: this one did not change it."""
        assert self._other.locator is not None
        self.changes.append(TakeSlide(self._own.key, "", self._own.locator, None, self._other.locator.part))
        found = differences(self._base, self._other)
        self._note_all(found)
        for key in self._o.items:
            if key.startswith(HAND) and not self._o.parent(key).startswith(HAND):
                self._note("+", "change", key, phrase("copy-object", object=described(self._o.items[key])))
        for key in self._b.items:
            if key not in self._o and self._b.parent(key) not in missing(self._b, self._o):
                self._note("-", "change", key, phrase("copy-deleted"))
        if not self.notes:
            self._note("~", "change", "", phrase("copy-look"))

    def _slide(self) -> None:
        """Merge the slide's own properties: notes, hidden, transition, background …; report another stacking order."""
        base, own, other = self._base, self._own, self._other
        takes = self._choices.of(own.key, "", "notes")
        merged = merge_text(words(base.notes), words(own.notes), words(other.notes), takes)
        for number, yours, theirs in merged.conflicts:
            self._clash("", Difference("notes", (number,), yours, theirs))
        if merged.changes(words(own.notes)):
            after = normal_notes([one.plain for one in merged.result(words(own.notes))])
            self.changes.append(SetNotes(*self._named(""), after))
            self._differences.append(("", Difference("notes", (), "\n".join(own.notes), "\n".join(after))))
        if other.hidden != base.hidden and other.hidden != own.hidden:
            self.changes.append(SetHidden(*self._named(""), other.hidden))
            self._differences.append(("", Difference("hidden", (), own.hidden, other.hidden)))
        self._beside()
        if stacking(self._b, self._o) != stacking(self._b, self._b, self._o):
            self._note("?", "unsure", "", phrase("copy-stacking"))

    def _beside(self) -> None:
        """Merge the slide's properties besides its objects, one by one."""
        mine, theirs = beside(self._own), beside(self._other)
        coming = [word for word, says in theirs.items() if mine.get(word) != says]
        twice = [word for word in coming if word in mine]
        if twice and not self._takes_other("", "copy-look-twice", phrase("copy-this"), phrase("copy-other")):
            coming = [word for word in coming if word not in mine]
        for word in [one for one in coming if one not in BROUGHT]:
            self._note("?", "unsure", "", phrase("copy-beside", what=phrase(f"beyond-{word}")))
        coming = [word for word in coming if word in BROUGHT]
        if coming:
            self.changes.append(TakeItem(*self._named(""), cast("Locator", self._other.locator), ("beside", *coming)))
            self._differences.append(("", Difference("beyond", (), (), tuple(coming))))

    # Objects

    def _find_twins(self) -> set[str]:
        """Return the keys of manually added objects in both copies: they were added before the deck was copied."""
        mine = [_bare(item) for key, item in self._t.items.items() if key.startswith(HAND)]
        return {key for key, item in self._o.items.items() if key.startswith(HAND) and _bare(item) in mine}

    def _is_edited(self, tree: Tree, key: str) -> bool:
        """Return whether an object or one of its descendants differs from the base."""
        keys = [key, *self._b.below(key)]
        if {key, *tree.below(key)} != set(keys):
            return True
        return any([parts_changed(self._b.items[one], tree.items[one]) for one in keys])

    def _regrouped(self) -> set[str]:
        """Apply the other copy's (un)grouping where this copy did not edit the members; return the keys handled."""
        handled: set[str] = set()
        for key, item in self._o.items.items():
            inside = [one for one in self._o.below(key) if one in self._b]
            if item.kind != "group" or not key.startswith(HAND) or self._o.parent(key) or not inside:
                continue
            handled.update((key, *inside))
            if all([one in self._t and not self._is_edited(self._t, one) for one in inside]):
                self.changes += [RemoveItem(*self._named(one)) for one in inside if self._b.parent(one) not in inside]
                self._take(key)
                self._note("~", "change", key, phrase("copy-grouped"))
            else:
                self._note("?", "unsure", key, phrase("copy-not-grouped"))
        for key in self._b.items:
            inside = [one for one in self._b.children.get(key, ()) if one in self._o]
            if key in self._o or key not in self._t or not inside or key in handled:
                continue
            handled.update((key, *self._b.below(key)))
            if not self._is_edited(self._t, key):
                for one in inside:
                    self._take(one)
                self.changes.append(RemoveItem(*self._named(key)))
                self._note("~", "change", key, phrase("copy-ungrouped"))
            else:
                self._note("?", "unsure", key, phrase("copy-not-ungrouped"))
        return handled

    def _object(self, key: str) -> None:
        base = self._b.items[key]
        if key not in self._o:
            self._deleted(key)
        elif key not in self._t:
            self._restored(key)
        elif self._t.items[key].kind != self._o.items[key].kind:
            self._kinds(key, base)
        else:
            self._both(key, base)

    def _kinds(self, key: str, base: ItemState) -> None:
        """Merge an object that has different kinds in the two copies."""
        own, other = self._t.items[key], self._o.items[key]
        if other.kind == base.kind and not self._is_edited(self._o, key):
            return
        difference = Difference("kind", (), own.kind, other.kind)
        if not self._is_edited(self._t, key):
            self._take(key)
            self._differences.append((key, difference))
        elif self._takes_other(key, "copy-kind-twice", phrase(f"kind-{own.kind}"), phrase(f"kind-{other.kind}")):
            self._take(key)

    def _deleted(self, key: str) -> None:
        """Merge an object that the other copy deleted."""
        if key not in self._t or self._b.parent(key) in missing(self._b, self._o):
            return
        if not self._is_edited(self._t, key):
            self._note("-", "change", key, phrase("copy-deleted"))
        elif not self._takes_other(key, "copy-object-deleted", phrase("copy-edited"), phrase("copy-gone")):
            return
        self.changes.append(RemoveItem(*self._named(key)))

    def _restored(self, key: str) -> None:
        """Merge an object that this copy deleted; the other may have edited it."""
        if self._b.parent(key) in missing(self._b, self._t) or not self._is_edited(self._o, key):
            return
        if self._takes_other(key, "copy-object-restored", phrase("copy-gone"), phrase("copy-edited")):
            self._take(key)

    def _take(self, key: str, parts: tuple[str, ...] = (), kept: tuple[str, ...] = ()) -> None:
        """Take an object, or parts of it, from the other copy."""
        item = self._o.items[key]
        assert item.locator is not None
        parent = self._o.parent(key)
        siblings = self._o.children.get(parent, [])
        below = siblings[: siblings.index(key)] if key in siblings else []
        after = next((one for one in reversed(below) if one in self._t), "")
        place = (parent if parent in self._t else "", after)
        self.changes.append(TakeItem(*self._named(key), item.locator, parts, *place, kept))

    def _both(self, key: str, base: ItemState) -> None:
        """Merge an object that exists in all three, part by part."""
        own, other = normalise_words(base, self._t.items[key]), normalise_words(base, self._o.items[key])
        mine, theirs = parts_changed(base, own), parts_changed(base, other)
        theirs = [part for part in theirs if values(own, part) != values(other, part)]
        if other.slot and on_two_layouts(self._own, self._other):
            said = [[one.plain for one in item.text] for item in (own, other)]
            of_layout = {"text" if said[0] == said[1] else "", "place" if other.marks.inherits else ""}
            theirs = [part for part in theirs if part not in of_layout]
        if unsure_look(base, own, other):
            mine, theirs = [*mine, "look"], [*theirs, "look"]
        if (names := Difference("name", (), given_name(own), given_name(other))).before != names.after:
            mine = mine or ["name"] * (names.before != key)
            self._name(key, names)
        if not theirs:
            return
        if not mine and base.kind != "group" and not self._o.parent(key):
            self._take(key)
            self._note_parts(key, own, other, theirs)
            return
        if "look" in theirs and mine:
            theirs = self._look(key, base, own, other, mine, theirs)
        for part in theirs:
            if part not in mine and not ("look" in mine and part in ("text", "table", "chart")):
                self._take(key, (part,))
                self._note_parts(key, own, other, [part])
            elif part == "text":
                self._text(key, base, own, other)
            elif part == "table" and base.table and own.table and other.table:
                self._table(key, base, own, other)
            elif self._disputed(key, part, base, own, other):
                self._take(key, (part,))

    def _name(self, key: str, names: Difference) -> None:
        """Merge the name of an object in the selection pane."""
        if names.after == key or names.before != key and not self._clash(key, names):
            return
        self._take(key, ("name",))
        self._differences += [(key, names)] if names.before == key else []

    def _look(
        self, key: str, base: ItemState, own: ItemState, other: ItemState, mine: list[str], theirs: list[str]
    ) -> list[str]:
        """Take the formatting of the other copy without the parts that this copy changed; return the parts still to do.

        Formatting spans the whole markup: where the parts cannot be separated, the whole object is a conflict.
        """
        twice = {*mine} & {*theirs}
        if base.kind == "group" or twice - {"look"} or {*mine} & {"table", "chart"}:
            if self._takes_other(key, "copy-look-whole", phrase("copy-this"), phrase("copy-other")):
                self._take(key)
                return []
            return [part for part in theirs if part != "look"]
        if twice and not self._takes_other(key, "copy-look-twice", phrase("copy-this"), phrase("copy-other")):
            return [part for part in theirs if part != "look"]
        self._take(key, ("look",), tuple([part for part in mine if part not in ("text", "look")]))
        if "text" in mine:
            merged = merge_text(base.text, other.text, own.text)
            self.changes.append(SetText(*self._named(key), merged.paragraphs))
        self._note_parts(key, own, other, theirs)
        return []

    def _note_parts(self, key: str, own: ItemState, other: ItemState, parts: Iterable[str]) -> None:
        names = {name for part in parts for name in PARTS[part]}
        changes = {name: getattr(other, name) for name in names if hasattr(own, name)}
        found = item_differences(own, own.replace(**changes))
        self._differences += [(key, one) for one in found]
        if not found:
            self._note("~", "change", key, phrase("copy-look"))

    def _disputed(self, key: str, part: str, base: ItemState, own: ItemState, other: ItemState) -> bool:
        """List a conflict about a part of an object; return whether the other copy's is taken."""
        if part == "chart" and base.chart and own.chart and other.chart:
            sides = [
                phrase("several", parts=tuple([difference_phrase(one) for one in chart_differences(base.chart, chart)]))
                for chart in (own.chart, other.chart)
            ]
            return self._takes_other(key, "copy-chart-twice", *sides)
        for name in PARTS[part]:
            values = [getattr(one, name, None) for one in (base, own, other)]
            if values[0] != values[1] != values[2] != values[0]:
                return self._clash(key, Difference(name, (), *values[1:]))
        if part in ("table", "chart"):
            return self._takes_other(key, "copy-look-twice", phrase("copy-this"), phrase("copy-other"))
        names = [name for name in PARTS[part] if getattr(own, name) != getattr(other, name)]
        sides = [
            phrase("several", parts=tuple([side(name, getattr(one, name)) or phrase("nothing") for name in names]))
            for one in (own, other)
        ]
        return self._takes_other(key, "copy-part-twice", *sides)

    def _text(self, key: str, base: ItemState, own: ItemState, other: ItemState) -> None:
        merged = merge_text(base.text, own.text, other.text, self._choices.of(self._own.key, key, "text"))
        for number, yours, theirs in merged.conflicts:
            self._clash(key, Difference("text", (number,), yours, theirs))
        if merged.changes(own.text):
            self.changes.append(SetText(*self._named(key), merged.paragraphs))
            after = own.replace(text=merged.result(own.text))
            self._differences += [(key, one) for one in item_differences(own, after)]

    def _table(self, key: str, base: ItemState, own: ItemState, other: ItemState) -> None:
        assert base.table and own.table and other.table
        takes = self._choices.of(self._own.key, key, "cell")
        merged = merge_table(base.table, own.table, other.table, takes, both_by_hand=True)
        for what, yours, theirs in merged.conflicts:
            self._clash(key, Difference("cell", (what,), yours, theirs))
        if merged.changes(own.table):
            layout = merged.columns, merged.rows, merged.ours_rows, merged.ours_columns
            self.changes.append(SetCells(*self._named(key), *layout))
            table = own.table.replace(rows=merged.result(own.table), fills=merged.fills(own.table))
            after = own.replace(table=table)
            self._differences += [(key, one) for one in item_differences(own, after)]

    def _new(self, handled: set[str]) -> None:
        """Add the objects that were added to the other copy."""
        for key, item in self._o.items.items():
            if not key.startswith(HAND) or key in handled or key in self._twins:
                continue
            if self._o.parent(key).startswith(HAND):
                continue
            self._take(key)
            self.changes[-1] = self.changes[-1].replace(item=f"{OTHER}{key}", target=None)
            self._note("+", "change", key, phrase("copy-object", object=described(item)))
