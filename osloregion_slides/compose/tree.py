"""The tree of an organisation: superiors, levels, and the positions of bodies."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.base.findings import Location, finding
from osloregion_slides.base.record import Record
from osloregion_slides.base.units import Emu, emu, inches
from osloregion_slides.compose.entries import ContentError, Entry, entries, report_dead
from osloregion_slides.compose.page import middle
from osloregion_slides.outline.dated import covers, is_dated, period
from osloregion_slides.scene import Box

if TYPE_CHECKING:
    from osloregion_slides.compose.context import ComposeContext
    from osloregion_slides.outline.load import SlideSource
    from osloregion_slides.outline.markup import Rich


class Branch(Record):
    """A body of an organisation: its horizontal span in leaves, and its depth; ``parent`` is "" at the top.

    ``members`` requests a tile for each member in its box.
    """

    key: str
    name: Rich
    note: Rich
    group: str
    parent: str
    depth: int
    left: float
    right: float
    at: Location
    members: bool = False


def grow(source: SlideSource, context: ComposeContext) -> tuple[Branch, ...]:
    """Return the bodies of a slide (its ``items``, otherwise the outline's ``organisation``) as branches, top down.

    A body that reports to an unknown body, or in a circle, is an error and is placed at the top.
    """
    fields = source.fields if source.fields.has("items") else context.block("organisation")
    listed = entries(fields, "items" if source.fields.has("items") else "organisation", periods=True)
    groups = source.fields.mapping("groups")
    for name in set(groups.keys()).difference([entry.fields.raw("group") for entry in listed]):
        context.report("dead-key", groups.at(name), name=name)
    parents = _parents(listed, context)
    found = tuple([entry for entry in listed if _exists(entry, context)])
    if listed and not found:
        raise ContentError(finding("wrong-number-of-things.bodies", fields.at("items"), date=context.as_of))
    parents = _existing_superiors(found, parents, context)
    children: dict[str, list[Entry]] = {}
    for entry in found:
        children.setdefault(parents[entry.key], []).append(entry)
    branches: list[Branch] = []
    left = 0.0
    for root in children.get("", []):
        left = _branch(root, "", 0, left, children, branches)
    return tuple(sorted(branches, key=lambda branch: (branch.depth, branch.left)))


def _parents(found: tuple[Entry, ...], context: ComposeContext) -> dict[str, str]:
    keys = {entry.key for entry in found}
    parents = {entry.key: entry.fields.raw("reports_to") for entry in found}
    for entry in found:
        parent = parents[entry.key]
        if parent and (parent not in keys or _circles(entry.key, parents)):
            key = "unknown-reference.circle" if parent in keys else "unknown-reference.superior"
            ids = tuple([one.key for one in found])
            at = entry.fields.at("reports_to")
            context.report(key, at, body=entry.key, superior=parent, ids=ids)
            parents[entry.key] = ""
    return parents


def _exists(entry: Entry, context: ComposeContext) -> bool:
    """Return whether a body exists on the deck's date, including its first and last day, as for members."""
    if not is_dated(entry.fields.node):
        return True
    if not context.as_of:
        report_dead(entry.fields, "from", "to")
        return True
    start, end, faults = period(entry.fields.node)
    context.findings += faults
    return covers(start, end, context.as_of)


def _existing_superiors(found: tuple[Entry, ...], parents: dict[str, str], context: ComposeContext) -> dict[str, str]:
    """Return the superior of each body on the deck's date; report and skip superiors that do not exist then."""
    present = {entry.key for entry in found}
    placed = {}
    for entry in found:
        above = parents[entry.key]
        while above and above not in present:
            at, date = entry.fields.at("reports_to"), context.as_of
            context.report("superior-not-there", at, body=entry.key, superior=above, date=date)
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
    group, members = entry.fields.raw("group"), entry.fields.flag("members")
    own = Branch(entry.key, entry.name, entry.text, group, parent, depth, left, right, entry.at)
    out.append(own.replace(members=members))
    return right


# The layout of an organisation: one row per level, siblings side by side, in bands by group.

BAND_LABEL = inches(1.75)
BAND_PAD = inches(0.14)
BAND_GAP = emu(10)
ROW_GAP = inches(0.32)
SIDE_GAP = inches(0.2)
WIDEST = inches(4.6)
PREFERRED = inches(3.4)
LOWEST = inches(0.4)


class Places(Record):
    """The boxes of the bodies by key, and of the bands by group (empty for a tree without bands)."""

    boxes: dict[str, Box]
    bands: dict[str, Box]

    @property
    def bottom(self) -> int:
        """The bottom of the lowest box, EMU: below the area if it is too low for the levels."""
        return max([box.bottom for box in self.boxes.values()], default=0)


def tree_places(branches: tuple[Branch, ...], area: Box, titled: bool) -> Places:
    """Return the layout of the tree in the area; ``titled`` requests bands with a name at the left."""
    bands = group_bands(branches) if titled else []
    tree = area.inset(BAND_LABEL, BAND_PAD, inches(0.2), BAND_PAD) if bands else area
    rows = _rows(branches, tree, bool(bands))
    leaves = max(branch.right for branch in branches)
    boxes = {branch.key: _box(branch, tree, rows[branch.depth], leaves) for branch in branches}
    found = {}
    for band in bands:
        lines = [rows[branch.depth] for branch in branches if branch.group == band]
        top, bottom = min(line.y for line in lines) - BAND_PAD, max(line.bottom for line in lines) + BAND_PAD
        found[band] = Box(area.x, top, area.w, bottom - top)
    return Places(boxes, found)


def group_bands(branches: tuple[Branch, ...]) -> list[str]:
    """Return the groups from the top down if each level has one group and groups are contiguous, otherwise []."""
    rows: dict[int, set[str]] = {}
    for branch in branches:
        rows.setdefault(branch.depth, set()).add(branch.group)
    if any(len(groups) > 1 for groups in rows.values()):
        return []
    order = [min(rows[depth]) for depth in sorted(rows)]
    bands = list(dict.fromkeys(order))
    return bands if [g for i, g in enumerate(order) if i == 0 or order[i - 1] != g] == bands else []


def _rows(branches: tuple[Branch, ...], tree: Box, banded: bool) -> list[Box]:
    """Return a strip of equal height for each level."""
    depth = max([branch.depth for branch in branches], default=0) + 1
    groups = [next((branch.group for branch in branches if branch.depth == level), "") for level in range(depth)]
    wide = max(ROW_GAP, 2 * BAND_PAD + BAND_GAP)
    gaps = [wide if banded and a != b else ROW_GAP for a, b in zip(groups, groups[1:])]
    height = max(LOWEST, (tree.h - sum(gaps)) // depth)
    rows, y = [], tree.y
    for level in range(depth):
        rows.append(Box(tree.x, y, tree.w, Emu(height)))
        y = rows[-1].bottom + (gaps[level] if level < len(gaps) else 0)
    return rows


def _box(branch: Branch, tree: Box, line: Box, leaves: float) -> Box:
    left = tree.x + round(tree.w * branch.left / leaves)
    slot = Box(Emu(left), line.y, Emu(round(tree.w * (branch.right - branch.left) / leaves)), line.h)
    leaf = int(tree.w / leaves) - SIDE_GAP
    return middle(slot, min(WIDEST, max(leaf, min(slot.w - SIDE_GAP, PREFERRED))), slot.h)


# The tree as an indented list, if its boxes would be too narrow.


def outline_order(branches: tuple[Branch, ...]) -> tuple[Branch, ...]:
    """Return the bodies in list order: each followed by its subordinates.

    Siblings with subtrees of a single group come first, which keeps groups together where possible.
    """
    below: dict[str, list[Branch]] = {}
    for branch in branches:
        below.setdefault(branch.parent, []).append(branch)
    found: list[Branch] = []

    def groups(branch: Branch) -> set[str]:
        return {branch.group}.union(*[groups(one) for one in below.get(branch.key, ())])

    def visit(parent: str) -> None:
        for branch in sorted(below.get(parent, ()), key=lambda one: len(groups(one)) > 1):
            found.append(branch)
            visit(branch.key)

    visit("")
    return tuple(found)


def with_superiors(rows: tuple[Branch, ...], known: dict[str, Branch]) -> tuple[Branch, ...]:
    """Return the rows of a continued list, preceded by the superiors of the first row."""
    above: list[Branch] = []
    at = rows[0].parent
    while at:
        above.insert(0, known[at])
        at = known[at].parent
    return (*above, *rows)
