"""Three-way merge of one slide: its objects, notes, layout, and whether it is hidden."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

from osloregion_slides.base.record import Record
from osloregion_slides.update.base_read import ignored
from osloregion_slides.update.beside import merge_beside, remade
from osloregion_slides.update.changes import (
    AddItem,
    Arrange,
    Forget,
    Mark,
    Remake,
    RemoveItem,
    Reroute,
    SetBox,
    SetCells,
    SetHidden,
    SetLayout,
    SetMovement,
    SetNotes,
    Ungroup,
)
from osloregion_slides.update.deck_state import HAND, KEPT, ParagraphState, RunState, SlideState
from osloregion_slides.update.deck_state import notes as normal_notes
from osloregion_slides.update.differences import DELETED, UNDECIDED, Choices, Clash, Difference, Tree, removal
from osloregion_slides.update.match_items import item_content, texts_of
from osloregion_slides.update.merge_item import MergedItem, in_form_of, is_edited, is_unchanged, looks_same, merge_item
from osloregion_slides.update.placement import UNMOVED, Sizes, SlidePlacing, collisions, placed_box
from osloregion_slides.update.text_merge import merge_text
from osloregion_slides.update.undoing import added_id, edit_id, look_ids, undoes

if TYPE_CHECKING:
    from osloregion_slides.scene import Box
    from osloregion_slides.update.changes import Change
    from osloregion_slides.update.deck_state import ItemState, Words


_ORDER = Difference("order", (), "", "")
_owned = attrgetter(*SlideState.__fields__[: SlideState.__fields__.index("at")], "movement")
"""The properties of a slide that the outline determines, without its place in the outline and in the file."""


class MergedSlide(Record):
    """The merge of a slide that is in theirs and ours.

    ``changes`` and ``edits`` are (item key, difference), "" for the slide itself. The other lists are keys: ``added``,
    ``removed`` by the outline; ``made``, ``deleted`` and ``ungrouped`` in PowerPoint; ``missing`` in a deck without
    base, not added because they may be there unrecognised; ``restored`` are those among ``added`` that were deleted
    in PowerPoint. ``collisions`` as in ``placement.collisions``.
    ``taken_out`` were added in PowerPoint and are undone; the edits of ``settled`` cannot be undone, because no
    base has their original.
    """

    operations: tuple[Change, ...]
    changes: tuple[tuple[str, Difference], ...]
    edits: tuple[tuple[str, Difference], ...]
    conflicts: tuple[Clash, ...]
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    made: tuple[str, ...] = ()
    deleted: tuple[str, ...] = ()
    ungrouped: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    restored: tuple[str, ...] = ()
    collisions: tuple[tuple[str, tuple[str, ...]], ...] = ()
    taken_out: tuple[str, ...] = ()
    settled: tuple[str, ...] = ()


NOTHING = MergedSlide((), (), (), ())
"""A slide without changes and without notes."""


def same_slide(base: SlideState, ours: SlideState) -> bool:
    """Return whether the outline left the slide of the base unchanged."""
    return bool(_owned(base) == _owned(ours))


def _is_unchanged(base: SlideState, theirs: SlideState) -> bool:
    """Return whether theirs equals the base exactly."""
    if theirs.beyond or theirs.layout not in ("", base.layout):
        return False
    if base.items is theirs.items and base.notes == theirs.notes and base.hidden == theirs.hidden:
        return True
    if len(base.items) != len(theirs.items) or base.notes != theirs.notes or base.hidden != theirs.hidden:
        return False
    return all([old.key == own.key and is_unchanged(old, own) for old, own in zip(base.items, theirs.items)])


def slide_is_edited(base: SlideState, theirs: SlideState) -> bool:
    """Return whether anything on a slide was edited, including additions and deletions."""
    if _is_unchanged(base, theirs):
        return False
    old = base.by_key
    if {item.key for item in theirs.items} != set(old) or Tree(base).children != Tree(theirs).children:
        return True
    if normal_notes(theirs.notes) != base.notes or theirs.hidden != base.hidden or theirs.beyond:
        return True
    if theirs.layout not in ("", base.layout):
        return True
    return any(is_edited(old[item.key], item) for item in theirs.items)


def merge_slide(
    base: SlideState | None,
    theirs: SlideState,
    ours: SlideState,
    choices: Choices = UNDECIDED,
    adopting: bool = False,
    placing: SlidePlacing = UNMOVED,
    sizes: Sizes = ((0, 0), (0, 0)),
    retemplated: bool = False,
) -> MergedSlide:
    """Merge a slide. A frozen one stays as it is, without notes.

    Theirs is in the outline's coordinates, ``placing`` transforms these to the found slide; ``sizes`` are the sizes of
    the found slide and of ours. ``retemplated``: the slide moves to a layout of another template, so all unedited
    objects are redrawn.
    """
    same = not retemplated and base is not None and same_slide(base, ours)
    if ours.freeze or same and base is not None and _is_unchanged(base, theirs):
        return NOTHING
    return _Merge(base, theirs, ours, choices, adopting, placing, sizes, retemplated).run()


class _Merge:
    def __init__(
        self,
        base: SlideState | None,
        theirs: SlideState,
        ours: SlideState,
        choices: Choices,
        adopting: bool,
        placing: SlidePlacing,
        sizes: Sizes,
        retemplated: bool,
    ) -> None:
        self._placing, self._sizes, self._retemplated = placing, sizes, retemplated
        self._base, self._theirs, self._ours = base, theirs, ours
        self._choices, self._adopting = choices, adopting
        self._b, self._t, self._o = Tree(base), Tree(theirs), Tree(ours)
        self._operations: list[Change] = []
        self._merged: dict[str, MergedItem] = {}
        self._changes: list[tuple[str, Difference]] = []
        self._edits: list[tuple[str, Difference]] = []
        self._conflicts: list[Clash] = []
        self._based: set[str] = set()

    def run(self) -> MergedSlide:
        self._slide()
        replaced = self._replaced()
        removed = self._removed(replaced)
        for key in self._o.items:
            if key in self._t and key not in replaced:
                self._item(key)
        self._arrange()
        added, missing = self._added(replaced, removed)
        self._reroute(removed, replaced | set(added))
        self._remake()
        deleted, ungrouped = self._deleted()
        taken_out = self._taken_out()
        return MergedSlide(
            tuple(self._operations),
            tuple(self._changes),
            tuple(self._edits),
            tuple(self._conflicts),
            added,
            tuple([key for key in removed if self._t.parent(key) not in removed]),
            tuple([k for k in self._made() if k not in taken_out]),
            deleted,
            ungrouped,
            missing,
            tuple([key for key in added if self._restored(key)]),
            self._collisions(removed),
            taken_out,
            tuple([key for key in ("", *self._o.items) if self._base is None or key and key not in self._based]),
        )

    def _collisions(self, removed: tuple[str, ...]) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Return the overlaps that the update causes and a fresh build does not have (``placement.collisions``)."""
        adds = [one for one in self._operations if isinstance(one, AddItem)]
        added = [key for one in adds for key in (one.item, *one.children, *(self._o.below(one.item)))]
        moves = [one.item for one in self._operations if isinstance(one, (SetBox, SetCells))]
        if not (added or moves):
            return ()

        def at(key: str, item: ItemState) -> ItemState:
            placing = self._placing.of(key, self._o)
            return item if item.box is None or key.startswith(HAND) else item.replace(box=placed_box(item.box, placing))

        staying = {key: item for key, item in self._t.items.items() if key not in removed}
        after = {key: self._merged[key].result if key in self._merged else item for key, item in staying.items()}
        after |= {key: self._o.items[key] for key in added if key in self._o}
        after, found = [{key: at(key, item) for key, item in side.items()} for side in (after, self._t.items)]
        return tuple(collisions(after, found, self._o.items, (*added, *moves), self._sizes))

    def _remake(self) -> None:
        """Replace all objects of a slide whose type or template changed (of edited slides: see ``_redraw``)."""
        base, own, new = self._base, self._theirs, self._ours
        if base is None or not (self._retemplated or remade(base, new)):
            return
        if new.ignore or slide_is_edited(base, own) or self._placing.body is None:
            if self._retemplated:
                self._redraw()
            return
        self._operations = [one for one in self._operations if not (one.item or isinstance(one, Arrange))]
        self._operations.append(Remake(new.key, "", own.locator, new.at))

    def _redraw(self) -> None:
        """Replace the unedited objects of an edited slide that moves to another template."""
        brought = {one.item for one in self._operations if isinstance(one, (AddItem, RemoveItem))}
        chosen: list[str] = []
        for key, new in self._o.items.items():
            if key not in self._b or key not in self._t or not self._is_as_made(key, new):
                continue
            if not any([one in chosen or one in brought for one in (key, *self._above(key))]):
                chosen.append(key)
        inside = {one for key in chosen for one in (key, *self._t.below(key))}
        self._operations = [one for one in self._operations if one.item not in inside]
        there = set(self._t.items) | brought
        for key in chosen:
            self._operations.append(RemoveItem(*self._named(key)))  # type: ignore[arg-type]
            after = self._item_below(key, there)
            self._operations.append(AddItem(*self._named(key)[:2], None, self._ours.at, self._t.parent(key), after))

    def _is_as_made(self, key: str, new: ItemState) -> bool:
        """Return whether an object and its descendants are unedited, not ignored, and the same objects in ours."""
        if "*" in ignored(self._ours, key) or new.kind != self._t.items[key].kind or not self._untouched(key):
            return False
        inside = list(self._o.below(key))
        same = list(self._b.below(key)) == inside and self._t.parent(key) == self._o.parent(key)
        return same and not any([ignored(self._ours, one) for one in (key, *inside)])

    def _named(self, key: str) -> tuple[str, str, object, object]:
        found = self._t.items.get(key) if key else self._theirs
        return self._ours.key, key, found.locator if found else None, self._ours.at

    def _item(self, key: str) -> None:
        left = ignored(self._ours, key)
        if "*" in left:
            return
        base = self._b.items.get(key)
        slide, at = self._ours.key, self._ours.at
        found, new = self._t.items[key], self._o.items[key]
        if base is not None and base.kind == new.kind:
            found = in_form_of(base, found)
        if found.marks.name.endswith(KEPT):
            self._operations.append(Mark(*self._named(key)))  # type: ignore[arg-type]
        if base is not None and new == base and is_unchanged(base, found):
            return
        look = [(key, Difference("beyond", (), (), found.beyond))] if base is not None and found.beyond else []
        if found.kind != new.kind:
            self._edits += look
            if base is None or base.kind == new.kind and looks_same(base, new):
                self._edits.append((key, Difference("kind", (), new.kind, found.kind)))
            if base is not None and base.kind == new.kind and found.box and "box" not in left:
                self._place_of(key, base, found, new)
            return
        if base is not None and base.kind != found.kind:
            base = None
        if base is not None:
            self._based.add(key)
        merged = merge_item(base, found, new, slide, at, self._choices, left)
        self._merged[key] = merged
        edits = [*look, *[(key, one) for one in merged.edits]]
        stays = [one for one in edits if base is None or not self._undoes_look(key, one[1], merged)]
        self._operations += merged.operations if stays == edits else self._redrawn(key, found, merged)
        self._changes += [(key, Difference("redrawn", (), (), found.beyond))] if stays != edits else []
        self._changes += [(key, one) for one in merged.changes]
        self._edits += stays
        self._conflicts += merged.conflicts

    def _undoes_look(self, key: str, edit: Difference, merged: MergedItem) -> bool:
        """Return whether an object is redrawn, to undo an edit that no other operation undoes."""
        if not self._choices.named:
            return False
        ids = look_ids(self._ours.key, self._t.items[key], edit, merged.edits)
        return bool(ids) and all([undoes(self._choices, one) for one in ids])

    def _redrawn(self, key: str, found: ItemState, merged: MergedItem) -> list[Change]:
        """Return operations that redraw an object and apply its merged properties to the new one."""
        new = self._o.items[key].replace(locator=found.locator, marks=found.marks)
        named, after = self._named(key), self._item_below(key, set(self._t.items))
        added = AddItem(*named[:2], None, self._ours.at, self._t.parent(key), after)
        again = merge_item(None, new, merged.result.replace(key=key), *named[::3], Choices("take", {}))  # type: ignore[arg-type]
        return [RemoveItem(*named), added, *again.operations]  # type: ignore[arg-type]

    def _place_of(self, key: str, base: ItemState, found: ItemState, new: ItemState) -> None:
        """Merge only the box of an object whose kind was changed in PowerPoint."""
        own = base.replace(box=found.box, locator=found.locator, marks=found.marks)
        merged = merge_item(base, own, base.replace(key=key, box=new.box), *self._named(key)[::3], self._choices)  # type: ignore[arg-type]
        self._operations += merged.operations
        self._changes += [(key, one) for one in merged.changes]
        self._edits += [(key, one) for one in merged.edits]
        self._conflicts += merged.conflicts

    def _slide(self) -> None:
        """Merge the slide's own properties: notes, hidden, transition, animations, background, layout."""
        slide, at = self._ours.key, self._ours.at
        named = (slide, "", self._theirs.locator, at)
        base, own, new = self._base, self._theirs, self._ours
        if "notes" not in new.ignore:
            takes = self._choices.of(slide, "", "notes")
            before = words(base.notes) if base else None if own.notes else ()  # a slide without notes gets ours
            merged = merge_text(before, words(own.notes), words(new.notes), takes)
            self._conflicts += [
                self._choices.clash(slide, "", Difference("notes", (number,), yours, ours))
                for number, yours, ours in merged.conflicts
            ]
            after = normal_notes([one.plain for one in merged.result(words(own.notes))])
            edit = Difference("notes", (), "\n".join(new.notes), "\n".join(after))
            if base is not None and after != new.notes and not merged.conflicts and self._undoes("", edit):
                after = new.notes
            if after != normal_notes(own.notes):
                self._operations.append(SetNotes(*named, after))
                self._changes.append(("", Difference("notes", (), "\n".join(own.notes), "\n".join(after))))
            if after != new.notes and not merged.conflicts:
                self._edits.append(("", edit))
        if "hidden" not in new.ignore and own.hidden != new.hidden:
            edit = Difference("hidden", (), new.hidden, own.hidden)
            if base is not None and (base.hidden == own.hidden or self._undoes("", edit)):
                self._operations.append(SetHidden(*named, new.hidden))
                self._changes.append(("", Difference("hidden", (), own.hidden, new.hidden)))
            else:
                self._edits.append(("", edit))
        if base is not None:
            merged_looks = merge_beside(base, own, new, self._choices)
            self._changes += [("", one) for one in merged_looks.changes]
            self._edits += [("", one) for one in merged_looks.edits]
            self._conflicts += merged_looks.conflicts
            if merged_looks.parts:
                self._operations.append(SetMovement(*named, merged_looks.parts))
        if base is not None and new.layout:
            self._layout(base)

    def _layout(self, base: SlideState) -> None:
        """Merge the layout; theirs has one only where it was switched in PowerPoint."""
        own, new, goes = self._theirs, self._ours, self._retemplated
        change = Difference("layout", (), base.layout, new.layout)
        if own.layout not in ("", base.layout):
            change = Difference("layout", (), own.layout, new.layout)
            edit = Difference("layout", (), new.layout, own.layout)
            if base.layout != new.layout:
                clash = self._choices.clash(new.key, "", change)
                self._conflicts.append(clash)
                goes = clash.choice == "take"
            elif not self._undoes("", edit):
                self._edits.append(("", edit))
            else:
                goes = True
        elif base.layout != new.layout:
            goes = True
        if goes:
            self._operations.append(SetLayout(new.key, "", own.locator, new.at, new.layout))
        if goes and change.before != new.layout:
            self._changes.append(("", change))

    def _undoes(self, key: str, edit: Difference) -> bool:
        return undoes(self._choices, edit_id(self._ours.key, key, edit))

    def _made(self) -> list[str]:
        """Return the topmost objects that were added in PowerPoint."""
        return [k for k in self._t.items if k.startswith(HAND) and not self._t.parent(k).startswith(HAND)]

    def _taken_out(self) -> tuple[str, ...]:
        """Remove added objects whose addition is undone; return their keys."""
        gone = [k for k in self._made() if undoes(self._choices, added_id(self._ours.key, self._t.items[k]))]
        self._operations += [RemoveItem(*self._named(key)) for key in gone]  # type: ignore[arg-type]
        return tuple(gone)

    def _replaced(self) -> frozenset[str]:
        """Return the unedited objects that the outline changed to another kind or group.

        Edited ones are conflicts, and included where ours was chosen.
        """
        found: list[str] = []
        for key, new in self._o.items.items():
            old = self._b.items.get(key)
            if old is not None and key in self._t and self._is_other_kind(key, old, new):
                if self._clash_of_kinds(key, "form", self._t.items[key], new):
                    found.append(key)
                continue
            if old is None or key not in self._t or old.kind == new.kind and self._b.parent(key) == self._o.parent(key):
                continue
            if old.kind != new.kind == self._t.items[key].kind:
                continue  # the same change on both sides
            replaces = self._o.parent(key) not in found and self._untouched(key)
            if replaces or old.kind != new.kind and self._clash_of_kinds(key, "kind", old, new):
                found.append(key)
        return frozenset(found)

    def _is_other_kind(self, key: str, old: ItemState, new: ItemState) -> bool:
        """Return whether the kind of an object was changed in PowerPoint, and the object in the outline."""
        own = in_form_of(old, self._t.items[key])
        return old.kind == new.kind != own.kind and not looks_same(old, new) and "*" not in ignored(self._ours, key)

    def _clash_of_kinds(self, key: str, what: str, old: ItemState, new: ItemState) -> bool:
        """List the conflict that the outline replaces an edited object; return whether it does (never a group)."""
        alone = not self._t.children.get(key) and self._o.parent(key) in ("", self._t.parent(key))
        clash = self._choices.clash(self._ours.key, key, Difference(what, (), old.kind, new.kind), alone)
        self._conflicts.append(clash)
        return clash.choice == "take"

    def _untouched(self, key: str) -> bool:
        """Return whether an object and its descendants are unedited, none added, none removed."""
        below = set(self._t.below(key))
        if below != set(self._b.below(key)):
            return False
        return all(not is_edited(self._b.items[one], self._t.items[one]) for one in (key, *sorted(below)))

    def _removed(self, replaced: frozenset[str]) -> tuple[str, ...]:
        """Remove the objects that the outline dropped, unless they were edited; return their keys."""
        leaving = [key for key in self._t.items if self._leaves(key, replaced)]
        shifted = {one for key in leaving if key in self._placing.groups for one in (key, *self._t.below(key))}
        edited = [
            key
            for key in leaving
            if key not in replaced and (key in shifted or is_edited(self._b.items[key], self._t.items[key]))
            if not self._is_pulled(key)
        ]
        kept = [key for key in edited if not self._takes_removal(key)]
        removed = set(leaving) - set(kept)
        for key in reversed(list(self._t.items)):  # members follow their group
            if key in removed and any(child not in removed for child in self._t.children.get(key, ())):
                removed.discard(key)
        for key in self._t.items:
            if key in removed and self._t.parent(key) not in removed:
                self._operations.append(RemoveItem(*self._named(key)))  # type: ignore[arg-type]
        self._operations += [Forget(*self._named(key)) for key in kept]  # type: ignore[arg-type]
        opened = [key for key in leaving if key not in removed and key not in kept and key not in replaced]
        self._operations += [Ungroup(*self._named(key)) for key in opened]  # type: ignore[arg-type]
        removed.update(opened)
        return tuple([key for key in self._t.items if key in removed])

    def _is_pulled(self, key: str) -> bool:
        """Return whether only levels of a text were edited, and ours has its paragraphs elsewhere: it was pulled."""
        base, own = self._b.items[key], self._t.items[key]
        if len(base.text) != len(own.text) or not any([one.level for one in own.text]):
            return False
        as_made = tuple([one.replace(level=old.level) for old, one in zip(base.text, own.text)])
        said = {one.plain for item in self._ours.items for one in item.text}
        return not is_edited(base, own.replace(text=as_made)) and all([one.plain in said for one in own.text])

    def _takes_removal(self, key: str) -> bool:
        """List the conflict that the outline dropped an edited object; return whether it is removed."""
        said = " / ".join(texts_of(self._t.items[key]))
        clash = self._choices.clash(self._ours.key, key, removal(said))
        self._conflicts.append(clash)
        return clash.choice == "take"

    def _leaves(self, key: str, replaced: frozenset[str]) -> bool:
        if key not in self._b or "*" in ignored(self._ours, key):
            return False
        return key not in self._o or key in replaced or any(one in replaced for one in self._above(key))

    def _above(self, key: str) -> list[str]:
        found = []
        while key := self._t.parent(key):
            found.append(key)
        return found

    def _added(self, replaced: frozenset[str], removed: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Add new objects; return the topmost keys added, and those that may be there unrecognised."""
        new: list[str] = []
        missing: list[str] = []
        present = set(self._t.items) - set(removed)
        for key in self._o.items:
            if key in present:
                continue
            if key in self._b and key not in removed and key not in replaced and not self._restored(key):
                continue
            if "*" in ignored(self._ours, key):
                continue
            if self._adopting and self._may_be_unmatched(key):
                missing.append(key)
            else:
                new.append(key)
        top = [key for key in new if self._o.parent(key) not in new]
        there = present | set(new)
        added = []
        for key in top:
            parent = self._group(key, there)
            if parent is None:
                continue
            children = tuple([child for child in self._o.below(key) if child in new])
            self._operations.append(
                AddItem(*self._named(key)[:2], None, self._ours.at, parent, self._item_below(key, there), children)
            )
            added.append(key)
        return tuple(added), tuple(missing)

    def _arrange(self) -> None:
        """Reorder objects whose stacking order the outline changed."""
        for parent in self._o.children:
            sides = [side.children.get(parent, ()) for side in (self._b, self._t, self._o)]
            old, found, wanted = [[key for key in side if all([key in other for other in sides])] for side in sides]
            if found == wanted or old != found and not self._reorders(parent, old != wanted):
                continue
            self._operations.append(Arrange(*self._named(parent), tuple(wanted)))  # type: ignore[arg-type]
            self._changes.append((parent, _ORDER))

    def _reorders(self, parent: str, is_changed: bool) -> bool:
        """List a manual change of the stacking order; return whether the outline's order is applied."""
        if is_changed:
            clash = self._choices.clash(self._ours.key, parent, _ORDER)
            self._conflicts.append(clash)
            return clash.choice == "take"
        if not (goes := self._undoes(parent, _ORDER)):
            self._edits.append((parent, _ORDER))
        return goes

    def _restored(self, key: str) -> bool:
        """Return whether an object that was deleted, alone or with its group, is restored."""
        if key in self._t or key not in self._b:
            return False
        if self._choices.restores(self._ours.key, key, self._changed(key)):
            return True
        parent = self._b.parent(key)
        return bool(parent) and self._restored(parent)

    def _changed(self, key: str) -> bool:
        """Return whether the outline changed the content of an object of the base or of its descendants."""
        old, new = ([item_content(side.items[one]) for one in (key, *side.below(key))] for side in (self._b, self._o))
        return old != new

    def _may_be_unmatched(self, key: str) -> bool:
        """Return whether an unmatched object of the same kind is on the slide."""
        return any(item.kind == self._o.items[key].kind for k, item in self._t.items.items() if k.startswith(HAND))

    def _group(self, key: str, there: set[str]) -> str | None:
        """Return the group of the result to add to; None where it was deleted with all its members."""
        parent = self._o.parent(key)
        if not parent or parent in there:
            return parent
        siblings = [one for one in self._o.children[parent] if one in self._t]
        return self._t.parent(siblings[0]) if siblings else None

    def _item_below(self, key: str, there: set[str]) -> str:
        """Return the nearest object below it in ours' stacking order that is in ``there``, "" for none."""
        siblings = self._o.children[self._o.parent(key)]
        below = siblings[: siblings.index(key)]
        return next((one for one in reversed(below) if one in there), "")

    def _deleted(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return the objects deleted (topmost only) and the groups dissolved in PowerPoint."""
        if self._base is None:
            return (), ()
        gone = [k for k in self._o.items if k in self._b and k not in self._t and not self._restored(k)]
        ungrouped = [key for key in gone if any(child in self._t for child in self._b.below(key))]
        deleted = [key for key in gone if key not in ungrouped and self._b.parent(key) not in gone]
        deleted += [key for key in gone if self._b.parent(key) in ungrouped and key not in ungrouped]
        twice = [key for key in deleted if self._changed(key)]
        self._conflicts += [self._choices.clash(self._ours.key, key, DELETED) for key in twice]
        deleted = [key for key in deleted if key not in twice]
        return tuple(deleted), tuple(ungrouped)

    def _reroute(self, removed: tuple[str, ...], new: frozenset[str]) -> None:
        """Reroute the connectors of moved and added shapes, and on changed slides all that another program saved."""
        shifted = {one.item for one in self._operations if type(one).__name__ in ("SetBox", "SetEnds")} | new
        for key, item in self._t.items.items():
            if item.kind != "connector" or key in removed or key.startswith(HAND) or key not in self._o:
                continue
            start, end = self._merged[key].result.ends if key in self._merged else item.ends
            if start is None or end is None:
                continue
            boxes = self._place(start.key, new), self._place(end.key, new)
            redrawn = bool(self._operations) and not item.marks.creation
            if boxes[0] and boxes[1] and (redrawn or {key, start.key, end.key} & shifted):
                self._operations.append(Reroute(*self._named(key), start, end, *boxes))  # type: ignore[arg-type]

    def _place(self, key: str, new: frozenset[str]) -> Box | None:
        if key in new:
            return self._o.items[key].box
        if key in self._merged:
            return self._merged[key].result.box
        return self._t.items[key].box if key in self._t else None


def words(notes: tuple[str, ...]) -> Words:
    """Return notes in the form of texts, for merging."""
    return tuple([ParagraphState((RunState(note),) if note else ()) for note in notes])
