"""The tree of an organisation: who is under whom, how deep, and which share of the width each needs."""

from __future__ import annotations

from osloregion_slides.compose.entries import CannotShow, entries, report_dead
from osloregion_slides.findings import error, finding
from osloregion_slides.value import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from osloregion_slides.compose.entries import Entry
    from osloregion_slides.compose.stage import Stage
    from osloregion_slides.findings import Span
    from osloregion_slides.outline.load import SlideSource
    from osloregion_slides.outline.markup import Rich


class Branch(Value):
    """One body: its span in leaves, its depth from the top, where ``parent`` is ""; ``hang`` counts it in a stack."""

    key: str
    name: Rich
    note: Rich
    group: str
    parent: str
    depth: int
    left: float
    right: float
    at: Span
    hang: int = 0


def grow(source: SlideSource, stage: Stage) -> tuple[Branch, ...]:
    """Return the bodies of a slide (its ``items``, else the outline's ``organisation``) as branches, top down.

    A body that reports to nobody known, or in a circle, is an error finding and stands at the top.
    """
    fields = source.fields if source.fields.has("items") else stage.block("organisation")
    listed = entries(fields, "items" if source.fields.has("items") else "organisation")
    parents = _parents(listed, stage)
    found = tuple([entry for entry in listed if _is_there(entry, stage)])
    if listed and not found:
        raise CannotShow(fields.at("items"), f"no body of the organisation is there on {stage.as_of}")
    parents = _under_those_there(found, parents, stage)
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


def _is_there(entry: Entry, stage: Stage) -> bool:
    """Return whether a body is there on the deck's date: its first and last day count, as those of members do."""
    start, end = entry.fields.raw("from"), entry.fields.raw("to")
    if not start and not end:
        return True
    import re

    date = stage.as_of
    if not date:
        report_dead(entry.fields, "from", "to")
        return True
    for key, day in (("from", start), ("to", end)):
        if day and not re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", day):
            message = f"`{day[:40]}` is not a date of the form 2008-01-01"
            stage.findings.append(error("bad-date", entry.fields.at(key), message, "write year-month-day"))
            return True
    return start <= date and (not end or date[: len(end)] <= end)


def _under_those_there(found: tuple[Entry, ...], parents: dict[str, str], stage: Stage) -> dict[str, str]:
    """Return who each body reports to on the deck's date; a superior that is not there is skipped and reported."""
    there = {entry.key for entry in found}
    placed = {}
    for entry in found:
        above = parents[entry.key]
        while above and above not in there:
            at, date = entry.fields.at("reports_to"), stage.as_of
            stage.findings.append(finding("superior-not-there", at, body=entry.key, superior=above, date=date))
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
