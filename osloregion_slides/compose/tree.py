"""The tree of an organisation: who is under whom, how deep, and which share of the width each needs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.base.findings import finding
from osloregion_slides.base.record import Record
from osloregion_slides.base.units import Emu, emu, inches
from osloregion_slides.compose.entries import ContentError, entries, report_dead
from osloregion_slides.compose.page import grid, middle
from osloregion_slides.outline.dated import covers, is_dated, period
from osloregion_slides.scene import Box

if TYPE_CHECKING:
    from osloregion_slides.base.findings import Location
    from osloregion_slides.compose.context import ComposeContext
    from osloregion_slides.compose.entries import Entry
    from osloregion_slides.outline.load import SlideSource
    from osloregion_slides.outline.markup import Rich


# Bodies without anybody below them gathered in a panel under the one they report to.
#
# A level of five and more bodies with ordinary names is too wide for a row of boxes, and too high for one stack. In a
# panel they stand row by row, and one line from the body above to the panel stands for a line to each.

MOST_ROWS = 6
"""More rows in a panel leave no height for 14 pt."""


class Panel(Record):
    """The bodies without others below them that report to ``parent`` ("": to nobody), ``columns`` side by side."""

    parent: str
    keys: tuple[str, ...]
    columns: int
    depth: int

    @property
    def rows(self) -> int:
        """How many rows of boxes it has."""
        return -(-len(self.keys) // self.columns)


def gather(branches: tuple[Branch, ...], rows: int) -> tuple[tuple[Branch, ...], tuple[Panel, ...]]:
    """Return the tree with siblings that have nobody below them in panels of at most ``rows`` rows, and the panels.

    A panel takes as many leaves of the width as it has columns. A body that is alone keeps its place in the tree.
    """
    children: dict[str, list[Branch]] = {}
    for branch in branches:
        children.setdefault(branch.parent, []).append(branch)
    placed: list[Branch] = []
    panels: list[Panel] = []

    def lay(parent: str, left: float) -> float:
        """Place what is under a body from ``left`` on; return where that ends."""
        below = children.get(parent, [])
        lone = [branch for branch in below if branch.key not in children]
        together = lone if len(lone) > 1 else []
        for branch in below:
            if branch not in together:
                right = max(lay(branch.key, left), left + 1)
                placed.append(branch.replace(left=left, right=right))
                left = right
            elif branch is together[0]:
                columns = -(-len(together) // rows)
                panels.append(Panel(parent, tuple([one.key for one in together]), columns, branch.depth))
                placed.extend([one.replace(left=left, right=left + columns) for one in together])
                left += columns
        return left

    lay("", 0.0)
    return tuple(sorted(placed, key=lambda branch: (branch.depth, branch.left))), tuple(panels)


class Branch(Record):
    """One body: its span in leaves, its depth from the top, where ``parent`` is ""; ``hang`` counts it in a stack."""

    key: str
    name: Rich
    note: Rich
    group: str
    parent: str
    depth: int
    left: float
    right: float
    at: Location
    hang: int = 0


def grow(source: SlideSource, context: ComposeContext) -> tuple[Branch, ...]:
    """Return the bodies of a slide (its ``items``, else the outline's ``organisation``) as branches, top down.

    A body that reports to nobody known, or in a circle, is an error finding and stands at the top.
    """
    fields = source.fields if source.fields.has("items") else context.block("organisation")
    listed = entries(fields, "items" if source.fields.has("items") else "organisation", periods=True)
    parents = _parents(listed, context)
    found = tuple([entry for entry in listed if _is_there(entry, context)])
    if listed and not found:
        raise ContentError(finding("wrong-number-of-things.bodies", fields.at("items"), date=context.as_of))
    parents = _under_those_there(found, parents, context)
    children: dict[str, list[Entry]] = {}
    for entry in found:
        children.setdefault(parents[entry.key], []).append(entry)
    branches: list[Branch] = []
    left = 0.0
    for root in children.get("", []):
        left = _branch(root, "", 0, left, children, branches)
    return tuple(sorted(branches, key=lambda branch: (branch.depth, branch.left)))


def hang(branches: tuple[Branch, ...]) -> tuple[Branch, ...]:
    """Return the tree with the bodies of its lowest level stacked under their parents; those take one leaf's width."""
    lowest = max([branch.depth for branch in branches], default=0)
    leaf_keys = {branch.key for branch in branches if branch.depth == lowest}
    stacked = {branch.parent for branch in branches if branch.key in leaf_keys} if lowest else set()
    columns: dict[str, tuple[float, float]] = {}
    left = 0.0
    kept = [branch for branch in branches if branch.key not in leaf_keys or not lowest]
    parents = {branch.parent for branch in kept}
    for branch in sorted(kept, key=lambda branch: (branch.left, -branch.depth)):
        if branch.key in stacked or branch.key not in parents:
            columns[branch.key] = (left, left + 1)
            left += 1
    for branch in sorted(kept, key=lambda branch: -branch.depth):
        if branch.key not in columns:
            spans = [columns[child.key] for child in kept if child.parent == branch.key]
            columns[branch.key] = (min(span[0] for span in spans), max(span[1] for span in spans))
    found = [branch.replace(left=columns[branch.key][0], right=columns[branch.key][1]) for branch in kept]
    counts: dict[str, int] = {}
    for branch in branches:
        if branch.key in leaf_keys and lowest:
            counts[branch.parent] = counts.get(branch.parent, 0) + 1
            span = columns[branch.parent]
            found.append(branch.replace(left=span[0], right=span[1], hang=counts[branch.parent]))
    return tuple(found)


def _parents(found: tuple[Entry, ...], context: ComposeContext) -> dict[str, str]:
    keys = {entry.key for entry in found}
    parents = {entry.key: entry.fields.raw("reports_to") for entry in found}
    for entry in found:
        parent = parents[entry.key]
        if parent and (parent not in keys or _circles(entry.key, parents)):
            key = "unknown-reference.circle" if parent in keys else "unknown-reference.superior"
            ids = tuple([one.key for one in found])
            at = entry.fields.at("reports_to")
            context.findings.append(finding(key, at, body=entry.key, superior=parent, ids=ids))
            parents[entry.key] = ""
    return parents


def _is_there(entry: Entry, context: ComposeContext) -> bool:
    """Return whether a body is there on the deck's date: its first and last day count, as those of members do."""
    if not is_dated(entry.fields.node):
        return True
    if not context.as_of:
        report_dead(entry.fields, "from", "to")
        return True
    start, end, faults = period(entry.fields.node)
    context.findings += faults
    return covers(start, end, context.as_of)


def _under_those_there(found: tuple[Entry, ...], parents: dict[str, str], context: ComposeContext) -> dict[str, str]:
    """Return who each body reports to on the deck's date; a superior that is not there is skipped and reported."""
    there = {entry.key for entry in found}
    placed = {}
    for entry in found:
        above = parents[entry.key]
        while above and above not in there:
            at, date = entry.fields.at("reports_to"), context.as_of
            context.findings.append(finding("superior-not-there", at, body=entry.key, superior=above, date=date))
            above = parents[above]
        placed[entry.key] = above
    return placed


def _circles(key: str, parents: dict[str, str]) -> bool:
    seen, at = {key}, parents.get(key, "")
    while at:
        if at in seen:
            return True
        seen.add(at)
        at = parents.get(at, "")
    return False


def _branch(
    entry: Entry, parent: str, depth: int, left: float, children: dict[str, list[Entry]], out: list[Branch]
) -> float:
    right = left
    for child in children.get(entry.key, []):
        right = _branch(child, entry.key, depth + 1, right, children, out)
    right = max(right, left + 1)
    out.append(
        Branch(entry.key, entry.name, entry.text, entry.fields.raw("group"), parent, depth, left, right, entry.at)
    )
    return right


# Where the boxes of an organisation stand: one row a level, in bands by group.
#
# Three arrangements: *spread*, every body beside its siblings; *hanging*, the lowest level stacked under its parents;
# and *gathered*, siblings without others below them in panels (``tree_panels``), for levels with many bodies.

BAND_LABEL = inches(1.75)
BAND_PAD = inches(0.14)
BAND_GAP = emu(10)
ROW_GAP = inches(0.32)
LOW_GAP = inches(0.22)
"""Between the levels of a tree with panels, which needs its height for rows."""
STACK_GAP = inches(0.12)
SIDE_GAP = inches(0.25)
WIDEST = inches(4.6)
PREFERRED = inches(3.4)
LOWEST = inches(0.4)
PANEL_PAD, PANEL_GAP = inches(0.1), inches(0.08)
"""Between the edge of a panel and the boxes in it, and between those."""


class Places(Record):
    """The boxes of the bodies by key, of the bands by group (none: the tree has none), of the panels by parent."""

    boxes: dict[str, Box]
    bands: dict[str, Box]
    panels: dict[str, Box]

    @property
    def bottom(self) -> int:
        """Where the lowest box ends, EMU: below the area if that is too low for so many levels."""
        return max([box.bottom for box in (*self.boxes.values(), *self.panels.values())], default=0)


def tree_places(branches: tuple[Branch, ...], area: Box, titled: bool, panels: tuple[Panel, ...] = ()) -> Places:
    """Return where everything stands in the area; ``titled`` asks for bands with a name at their left."""
    bands = _bands(branches) if titled else []
    tree = area.inset(BAND_LABEL, BAND_PAD, inches(0.2), BAND_PAD) if bands else area
    rows, unit = _rows(branches, tree, bool(bands), panels)
    boxes = {branch.key: _box(branch, tree, rows[branch.depth], branches, panels, unit) for branch in branches}
    frames = {}
    for panel in panels:
        frames[panel.parent] = _frame(boxes[panel.keys[0]], panel, unit)
        inner = frames[panel.parent].inset(PANEL_PAD, PANEL_PAD, PANEL_PAD, PANEL_PAD)
        boxes.update(zip(panel.keys, grid(inner, len(panel.keys), panel.columns, PANEL_GAP)))
    found = {}
    for band in bands:
        lines = [rows[branch.depth] for branch in branches if branch.group == band]
        top, bottom = min(line.y for line in lines) - BAND_PAD, max(line.bottom for line in lines) + BAND_PAD
        found[band] = Box(area.x, top, area.w, bottom - top)
    return Places(boxes, found, frames)


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


def _rows(branches: tuple[Branch, ...], tree: Box, banded: bool, panels: tuple[Panel, ...]) -> tuple[list[Box], int]:
    """Return one strip a level, and the height of a box: the same on all levels; a stack or panel has several."""
    depth = max([branch.depth for branch in branches], default=0) + 1
    levels = [[branch for branch in branches if branch.depth == level] for level in range(depth)]
    groups = [level[0].group if level else "" for level in levels]
    stacks = [max([branch.hang for branch in level] + [1]) for level in levels]
    pads = [0] * depth
    for panel in panels:
        stacks[panel.depth] = max(stacks[panel.depth], panel.rows)
        pads[panel.depth] = 2 * PANEL_PAD
    gap, between = (LOW_GAP, PANEL_GAP) if panels else (ROW_GAP, STACK_GAP)
    gaps = [max(gap, 2 * BAND_PAD + BAND_GAP) if banded and a != b else gap for a, b in zip(groups, groups[1:])]
    inner = sum(stack - 1 for stack in stacks) * between
    height = max(LOWEST, (tree.h - sum(gaps) - sum(pads) - inner) // sum(stacks))
    rows, y = [], tree.y
    for level, stack in enumerate(stacks):
        rows.append(Box(tree.x, y, tree.w, Emu(height * stack + between * (stack - 1) + pads[level])))
        y = rows[-1].bottom + (gaps[level] if level < len(gaps) else 0)
    return rows, height


def _frame(slot: Box, panel: Panel, unit: int) -> Box:
    """Return the box of a panel: as wide as its slot, as high as its rows."""
    return slot.replace(h=Emu(unit * panel.rows + PANEL_GAP * (panel.rows - 1) + 2 * PANEL_PAD))


def _box(
    branch: Branch, tree: Box, line: Box, branches: tuple[Branch, ...], panels: tuple[Panel, ...], unit: int
) -> Box:
    leaves = max(b.right for b in branches)
    left = tree.x + round(tree.w * branch.left / leaves)
    slot = Box(Emu(left), line.y, Emu(round(tree.w * (branch.right - branch.left) / leaves)), line.h)
    if any(branch.key in panel.keys for panel in panels):
        return slot.inset(SIDE_GAP // 2, 0, SIDE_GAP // 2, 0)
    if panels:  # rows are low: a note needs the width to stay on one line
        return middle(slot, min(WIDEST, slot.w - SIDE_GAP), unit).replace(y=slot.y)
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
