"""A merged slide as lines of the plan: what people did, what the update does, what clashes."""

from __future__ import annotations

from osloregion_slides.scene import Box
from osloregion_slides.units import Emu
from osloregion_slides.update.changes import Note, SetChart
from osloregion_slides.update.choices import DELETED, conflict_id
from osloregion_slides.update.differences import Difference
from osloregion_slides.update.settle import same_box
from osloregion_slides.update.tree import Tree
from osloregion_slides.update.wording import changed_twice, quoted, say, side

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, Literal

    from osloregion_slides.findings import Span
    from osloregion_slides.update.choices import Clash, Decided
    from osloregion_slides.update.slide_merge import MergedSlide
    from osloregion_slides.update.values import KnownItem, KnownSlide

    Keyed = tuple[tuple[str, Difference], ...]

STAYS_DELETED = "deleted by hand, stays deleted"
BROUGHT_BACK = "brought back: it had been deleted by hand"


def note_lines(merged: MergedSlide, theirs: KnownSlide, ours: KnownSlide) -> list[Note]:
    """Return the lines of one slide."""
    tree = Tree(ours)
    writer = _Writer(theirs, ours)
    writer.differences("edit", together(merged.edits, tree))
    writer.differences("change", together(merged.changes, tree))
    for clash in merged.conflicts:
        writer.conflict(clash)
    writer.objects(merged)
    return writer.notes


def together(differences: Keyed, tree: Tree) -> Keyed:
    """Return the differences; where those of a group's objects are one move or scaling of it all, as the group's."""
    boxes = {key: difference for key, difference in differences if difference.kind == "box"}
    groups: dict[str, Difference] = {}
    hidden: set[str] = set()
    for key, item in tree.items.items():
        if item.kind != "group" or key in hidden:
            continue
        leaves = [child for child in tree.below(key) if tree.items[child].box is not None]
        moved = [child for child in leaves if child in boxes]
        if len(moved) < 2:
            continue
        one = _one_move([(boxes[c].before, boxes[c].after) if c in boxes else (tree.items[c].box,) * 2 for c in leaves])
        if one is not None:
            groups[moved[0]] = Difference("box", (key,), *one)
            hidden.update(tree.below(key))
    found: list[tuple[str, Difference]] = []
    for key, difference in differences:
        if difference.kind != "box" or key not in hidden:
            found.append((key, difference))
        elif key in groups:
            found.append((str(groups[key].where[0]), groups[key]))
    return tuple(found)


def _one_move(moves: list[tuple[Any, Any]]) -> tuple[Box, Box] | None:
    """Return the group's box before and after where moving and scaling it makes all these moves, else None."""
    before, after = _union([old for old, _ in moves]), _union([new for _, new in moves])
    across, down = after.w / max(before.w, 1), after.h / max(before.h, 1)
    for old, new in moves:
        x, y = after.x + (old.x - before.x) * across, after.y + (old.y - before.y) * down
        wanted = [Emu(round(side)) for side in (x, y, old.w * across, old.h * down)]
        if not same_box(Box(*wanted), new):
            return None
    return before, after


def _union(boxes: list[Box]) -> Box:
    left, top = min([box.x for box in boxes]), min([box.y for box in boxes])
    right, bottom = max([box.x + box.w for box in boxes]), max([box.y + box.h for box in boxes])
    return Box(left, top, Emu(right - left), Emu(bottom - top))


def conflict_note(clash: Clash, slide: str, at: Span | None) -> Note:
    """Return the line of a conflict."""
    difference = clash.difference
    kind, place = difference.kind, difference.where[0] if difference.where else ""
    if kind == "kind":
        what = "the outline makes another kind of object of it, but it was edited by hand"
    else:
        what = f"{changed_twice(kind, place)} changed on both sides"
    yours, outline = side(kind, difference.before), side(kind, difference.after)
    return Note("!", "conflict", slide, clash.item, what, yours, outline, at, clash.id, clash.choice)


class _Writer:
    def __init__(self, theirs: KnownSlide, ours: KnownSlide) -> None:
        self.notes: list[Note] = []
        self._theirs = {item.key: item for item in theirs.items}
        self._slide, self._at = ours.key, ours.at

    def _note(
        self,
        symbol: Literal["+", "~", "-", ".", "!", "?"],
        group: Literal["edit", "change", "conflict", "unsure"],
        key: str,
        what: str,
        name: str = "",
        choice: Decided = "",
    ) -> None:
        self.notes.append(Note(symbol, group, self._slide, key, what, "", "", self._at, name, choice))

    def differences(self, group: Literal["edit", "change"], differences: Keyed) -> None:
        for key, difference in differences:
            self._note("~", group, key, say(difference))

    def conflict(self, clash: Clash) -> None:
        self.notes.append(conflict_note(clash, self._slide, self._at))

    def objects(self, merged: MergedSlide) -> None:
        for one in merged.operations:
            if isinstance(one, SetChart) and not one.workbook:
                self._note("~", "change", one.item, "workbook made anew: another program lost it")
        for key in merged.added:
            if key in merged.restored:
                name = conflict_id(self._slide, key, DELETED)
                self._note("+", "change", key, BROUGHT_BACK, name=name, choice="take")
            else:
                self._note("+", "change", key, "new object")
        for key in merged.removed:
            self._note("-", "change", key, "removed from outline, unedited")
        for key in merged.kept:
            self._note(".", "change", key, "removed from outline, but edited by hand: kept")
        for key in merged.made:
            self._note(".", "edit", key, f"added by hand: {describe(self._theirs[key])}")
        for key in merged.deleted:
            self._note("-", "edit", key, STAYS_DELETED, name=conflict_id(self._slide, key, DELETED))
        for key in merged.ungrouped:
            self._note("~", "edit", key, "ungrouped by hand")
        for key in merged.missing:
            self._note("?", "unsure", key, "not found, and not added: it may be there under another name")


def describe(item: KnownItem) -> str:
    """Return an object that has no key of ours in a few words."""
    kind = {"text": "text", "shape": "text" if item.text else "shape", "freeform": "shape", "other": "object"}
    words = " ".join([paragraph.plain for paragraph in item.text])
    name = words or item.marks.name
    return f"{kind.get(item.kind, item.kind)} {quoted(name)}" if name else kind.get(item.kind, item.kind)
