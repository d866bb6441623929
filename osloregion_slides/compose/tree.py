"""The tree of an organisation: who is under whom, how deep, and which share of the width each needs."""

from __future__ import annotations

from osloregion_slides.compose.entries import entries
from osloregion_slides.findings import error
from osloregion_slides.value import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from osloregion_slides.compose.entries import Entry
    from osloregion_slides.compose.stage import Stage
    from osloregion_slides.outline.load import SlideSource
    from osloregion_slides.outline.markup import Rich


class Branch(Value):
    """One body: its span in leaves, its depth from the top, where ``parent`` is ""."""

    key: str
    name: Rich
    note: Rich
    group: str
    parent: str
    depth: int
    left: float
    right: float


def grow(source: SlideSource, stage: Stage) -> tuple[Branch, ...]:
    """Return the bodies of a slide (its ``items``, else the outline's ``organisation``) as branches, top down.

    A body that reports to nobody known, or in a circle, is an error finding and stands at the top.
    """
    fields = source.fields if source.fields.has("items") else stage.outline.fields
    found = entries(fields, "items" if source.fields.has("items") else "organisation")
    parents = _parents(found, stage)
    children: dict[str, list[Entry]] = {}
    for entry in found:
        children.setdefault(parents[entry.key], []).append(entry)
    branches: list[Branch] = []
    left = 0.0
    for root in children.get("", []):
        left = _branch(root, "", 0, left, children, branches)
    return tuple(sorted(branches, key=lambda branch: (branch.depth, branch.left)))


def _parents(found: tuple[Entry, ...], stage: Stage) -> dict[str, str]:
    keys = {entry.key for entry in found}
    parents = {entry.key: entry.fields.raw("reports_to") for entry in found}
    for entry in found:
        parent = parents[entry.key]
        if parent and (parent not in keys or _circles(entry.key, parents)):
            reason = "reports in a circle" if parent in keys else f"reports to `{parent}`, which is not in the list"
            at = entry.fields.at("reports_to")
            hint = f"the ids are {', '.join([e.key for e in found])}"
            stage.findings.append(error("unknown-reference", at, f"`{entry.key}` {reason}", hint))
            parents[entry.key] = ""
    return parents


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
    out.append(Branch(entry.key, entry.name, entry.text, entry.fields.raw("group"), parent, depth, left, right))
    return right
