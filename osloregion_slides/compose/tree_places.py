"""Where the boxes of an organisation stand: one row a level, in bands by group.

Two arrangements: *spread*, every body beside its siblings, and *hanging*, the lowest level stacked
under its parents, which a level with many bodies needs.
"""

from __future__ import annotations

from osloregion_slides.compose.blocks import middle
from osloregion_slides.scene import Box
from osloregion_slides.units import Emu, emu, inches
from osloregion_slides.value import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from osloregion_slides.compose.tree import Branch

BAND_LABEL = inches(1.75)
BAND_PAD = inches(0.14)
BAND_GAP = emu(10)
ROW_GAP = inches(0.32)
STACK_GAP = inches(0.12)
SIDE_GAP = inches(0.25)
WIDEST = inches(4.6)
PREFERRED = inches(3.4)
LOWEST = inches(0.4)


class Places(Value):
    """The boxes of the bodies by key, and the box of each band by its group (none: the tree has no bands)."""

    boxes: dict[str, Box]
    bands: dict[str, Box]


def tree_places(branches: tuple[Branch, ...], area: Box, titled: bool) -> Places:
    """Return where everything stands in the area; ``titled`` asks for bands with a name at their left."""
    bands = _bands(branches) if titled else []
    tree = area.inset(BAND_LABEL, BAND_PAD, inches(0.2), BAND_PAD) if bands else area
    rows = _rows(branches, tree, bool(bands))
    boxes = {branch.key: _box(branch, tree, rows[branch.depth], branches) for branch in branches}
    found = {}
    for band in bands:
        lines = [rows[branch.depth] for branch in branches if branch.group == band]
        top, bottom = min(line.y for line in lines) - BAND_PAD, max(line.bottom for line in lines) + BAND_PAD
        found[band] = Box(area.x, top, area.w, bottom - top)
    return Places(boxes, found)


def _bands(branches: tuple[Branch, ...]) -> list[str]:
    """Return the groups from above where each row of the tree holds one group only, else nothing."""
    rows: dict[int, set[str]] = {}
    for branch in branches:
        rows.setdefault(branch.depth, set()).add(branch.group)
    if any(len(groups) > 1 for groups in rows.values()):
        return []
    order = [min(rows[depth]) for depth in sorted(rows)]
    bands = list(dict.fromkeys(order))
    return bands if [g for i, g in enumerate(order) if i == 0 or order[i - 1] != g] == bands else []


def _rows(branches: tuple[Branch, ...], tree: Box, banded: bool) -> list[Box]:
    """Return one strip a level; the boxes of all levels are equally high, a stack is as many of them."""
    depth = max([branch.depth for branch in branches], default=0) + 1
    levels = [[branch for branch in branches if branch.depth == level] for level in range(depth)]
    groups = [level[0].group if level else "" for level in levels]
    stacks = [max([branch.hang for branch in level] + [1]) for level in levels]
    gaps = [max(ROW_GAP, 2 * BAND_PAD + BAND_GAP) if banded and a != b else ROW_GAP for a, b in zip(groups, groups[1:])]
    inner = sum(stack - 1 for stack in stacks) * STACK_GAP
    height = max(LOWEST, (tree.h - sum(gaps) - inner) // sum(stacks))
    rows, y = [], tree.y
    for level, stack in enumerate(stacks):
        rows.append(Box(tree.x, y, tree.w, Emu(height * stack + STACK_GAP * (stack - 1))))
        y = rows[-1].bottom + (gaps[level] if level < len(gaps) else 0)
    return rows


def _box(branch: Branch, tree: Box, line: Box, branches: tuple[Branch, ...]) -> Box:
    leaves = max(b.right for b in branches)
    left = tree.x + round(tree.w * branch.left / leaves)
    slot = Box(Emu(left), line.y, Emu(round(tree.w * (branch.right - branch.left) / leaves)), line.h)
    leaf = int(tree.w / leaves) - SIDE_GAP
    wide = Emu(min(WIDEST, max(leaf, min(slot.w - SIDE_GAP, PREFERRED))))
    if any(other.hang and other.parent == branch.key for other in branches):
        return Box(slot.x, slot.y, wide * 62 // 100, slot.h)
    if not branch.hang:
        return middle(slot, wide, slot.h)
    stack = max(other.hang for other in branches if other.depth == branch.depth)
    high = (line.h - STACK_GAP * (stack - 1)) // stack
    start = slot.x + wide * 31 // 100 + inches(0.2)
    return Box(start, line.y + (high + STACK_GAP) * (branch.hang - 1), slot.x + wide - start, high)
