"""What an outline says lies in other files: its members on its date, tables of facts, inhabitants.

A file stands as a text (``members: data/members.csv``), or as a mapping with the place in a workbook:
``{file: data/tall.xlsx, sheet: Budsjett, range: B2:E9}``. Reading starts after audiences and settings are
laid, so that they can name other files; what is read stands in the outline as if it had been written there.
"""

from __future__ import annotations

from osloregion_slides.findings import Finding, error
from osloregion_slides.outline.nodes import Mapping, Scalar
from osloregion_slides.outline.workspace import BLOCKS, located, placed, reference
from osloregion_slides.registry.values import Snapshot

TYPE_CHECKING = False
if TYPE_CHECKING:
    from osloregion_slides.outline.nodes import Node
    from osloregion_slides.outline.voice import Choices
    from osloregion_slides.outline.workspace import Workspace


def gather(document: Mapping, choices: Choices, workspace: Workspace) -> tuple[Mapping, Snapshot, tuple[Finding, ...]]:
    """Return the outline with its facts out of files, the members on its date, and all that is wrong with both."""
    members, findings = _members(document.get("members"), choices, workspace)
    naming = [name for name in BLOCKS if _refers(name, document.get(name))]
    if "population" in naming:
        findings += _dated(document.get("population"), "inhabitants", choices)
    if naming:
        from osloregion_slides.tables.resolve import resolve

        document, more = resolve(document, members, choices, workspace)
        findings += more
    return document, members, findings


def _dated(node: Node | None, what: str, choices: Choices) -> tuple[Finding, ...]:
    """An error where an outline without a date asks for dated facts."""
    if choices.as_of or node is None:
        return ()
    message = f"the {what} are read on a date, and the outline has none"
    return (error("missing-key", node.at, message, "add `as_of: 2008-01-01`, or --as-of on the command line"),)


def _refers(name: str, node: Node | None) -> bool:
    if node is None or isinstance(node, Scalar):
        return node is not None and name == "population"
    if not isinstance(node, Mapping):
        return False
    if name == "data" or node.get("file") is not None:
        return True
    return any(isinstance(entry.value, Mapping) and entry.value.get("file") is not None for entry in node.entries)


def _members(node: Node | None, choices: Choices, workspace: Workspace) -> tuple[Snapshot, tuple[Finding, ...]]:
    named = reference(node)
    if node is None or named is None:
        return Snapshot(choices.as_of, ()), ()
    undated = _dated(node, "members", choices)
    path = located(named, workspace)
    if isinstance(path, Finding):
        return Snapshot(choices.as_of, ()), (*undated, path)
    from osloregion_slides.registry.load import load_registry

    registry, findings = load_registry(path, named.sheet, named.range, named.hidden)
    return registry.as_of(choices.as_of), (*undated, *placed(findings, named))
