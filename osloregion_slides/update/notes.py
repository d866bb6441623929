"""A merged slide as lines of the plan: what people did, what the update does, what clashes."""

from __future__ import annotations

from osloregion_slides.update.changes import Note, SetChart
from osloregion_slides.update.settle import same_box
from osloregion_slides.update.tree import Tree
from osloregion_slides.update.wording import moved, quoted, say

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Literal

    from osloregion_slides.scene import Box
    from osloregion_slides.update.differences import Difference
    from osloregion_slides.update.slide_merge import MergedSlide
    from osloregion_slides.update.values import KnownItem, KnownSlide

    Keyed = tuple[tuple[str, Difference], ...]


def note_lines(merged: MergedSlide, theirs: KnownSlide, ours: KnownSlide, take: bool = False) -> list[Note]:
    """Return the lines of one slide."""
    tree = Tree(ours)
    writer = _Writer(theirs, ours)
    writer.differences("edit", together(merged.edits, tree))
    writer.differences("change", together(merged.changes, tree))
    if not take:
        for key, difference in merged.conflicts:
            writer.conflict(key, difference)
    writer.objects(merged)
    return writer.notes


def together(differences: Keyed, tree: Tree) -> Keyed:
    """Return the differences with equal moves of all that is in a group as one move of the group."""
    boxes = {key: difference for key, difference in differences if difference.kind == "box"}
    groups: dict[str, Difference] = {}
    hidden: set[str] = set()
    for key, item in tree.items.items():
        if item.kind != "group" or key in hidden:
            continue
        leaves = [child for child in tree.below(key) if tree.items[child].box is not None]
        if len(leaves) > 1 and all(leaf in boxes for leaf in leaves) and _one_move([boxes[leaf] for leaf in leaves]):
            groups[leaves[0]] = boxes[leaves[0]].replace(where=(key,))
            hidden.update(tree.below(key))
    found: list[tuple[str, Difference]] = []
    for key, difference in differences:
        if difference.kind != "box" or key not in hidden:
            found.append((key, difference))
        elif key in groups:
            found.append((str(groups[key].where[0]), groups[key]))
    return tuple(found)


def _one_move(moves: list[Difference]) -> bool:
    """Say whether boxes were all moved by the same way and kept their sizes."""
    first: Box = moves[0].before
    dx, dy = moves[0].after.x - first.x, moves[0].after.y - first.y
    return all(same_box(one.before.replace(x=one.before.x + dx, y=one.before.y + dy), one.after) for one in moves)


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
        yours: str = "",
        outline: str = "",
    ) -> None:
        self.notes.append(Note(symbol, group, self._slide, key, what, yours, outline, self._at))

    def differences(self, group: Literal["edit", "change"], differences: Keyed) -> None:
        for key, difference in differences:
            self._note("~", group, key, say(difference))

    def conflict(self, key: str, difference: Difference) -> None:
        kind, before, after = difference.kind, difference.before, difference.after
        if kind in ("text", "cell", "value", "notes") and isinstance(before, str) and isinstance(after, str):
            where = f" {difference.where[0]}" if difference.where and difference.where[0] else ""
            what = f"paragraph{where}" if kind == "text" else f"{kind}{where}"
            what = what.replace("cell row", "row").replace("paragraph ", "paragraph ")
            self._note("!", "conflict", key, f"{what} changed on both sides", before, after)
        elif kind == "kind":
            what = "the outline makes another kind of object of it, but it was edited by hand"
            self._note("!", "conflict", key, what, str(before), str(after))
        elif kind == "box" and before and after:
            self._note("!", "conflict", key, f"box changed on both sides: the outline's is {moved(before, after)}")
        else:
            self._note("!", "conflict", key, f"changed on both sides, yours -> outline's: {say(difference)}")

    def objects(self, merged: MergedSlide) -> None:
        for one in merged.operations:
            if isinstance(one, SetChart) and not one.workbook:
                self._note("~", "change", one.item, "workbook made anew: another program lost it")
        for key in merged.added:
            self._note("+", "change", key, "new object")
        for key in merged.removed:
            self._note("-", "change", key, "removed from outline, unedited")
        for key in merged.kept:
            self._note(".", "change", key, "removed from outline, but edited by hand: kept")
        for key in merged.made:
            self._note(".", "edit", key, f"added by hand: {describe(self._theirs[key])}")
        for key in merged.deleted:
            self._note("-", "edit", key, "deleted by hand, stays deleted")
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
