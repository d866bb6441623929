"""What an outline says lies in other files: its members on its date, tables of facts, inhabitants.

A file stands as a text (``members: data/members.csv``), or as a mapping with the place in a workbook:
``{file: data/tall.xlsx, sheet: Budsjett, range: B2:E9}``. Reading starts after audiences and settings are
laid, so that they can name other files; what is read stands in the outline as if it had been written there.
"""

from __future__ import annotations

import os

from osloregion_slides.findings import Finding, error
from osloregion_slides.outline.nodes import Mapping, Scalar, text_of
from osloregion_slides.registry.values import Snapshot
from osloregion_slides.value import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from osloregion_slides.findings import Span
    from osloregion_slides.outline.nodes import Node
    from osloregion_slides.outline.voice import Choices
    from osloregion_slides.outline.workspace import Workspace

BLOCKS = ("data", "meeting", "alliance", "organisation", "strategy", "population")
"""Where facts can come out of files."""


class Reference(Value):
    """A table as an outline names it: a path, and for a workbook its sheet and range; ``at`` is where it says so."""

    file: str
    sheet: str
    range: str
    at: Span


def gather(document: Mapping, choices: Choices, workspace: Workspace) -> tuple[Mapping, Snapshot, tuple[Finding, ...]]:
    """Return the outline with its facts out of files, the members on its date, and all that is wrong with both."""
    members, findings = _members(document.get("members"), choices, workspace)
    if any(_refers(name, document.get(name)) for name in BLOCKS):
        from osloregion_slides.tables.resolve import resolve

        document, more = resolve(document, members, choices, workspace)
        findings += more
    return document, members, findings


def reference(node: Node | None) -> Reference | None:
    """Return the table that a node names, None for a node that names none."""
    if isinstance(node, Scalar):
        return None if node.is_null else Reference(node.text, "", "", node.at)
    file = node.get("file") if isinstance(node, Mapping) else None
    if not isinstance(file, Scalar) or file.is_null or not isinstance(node, Mapping):
        return None
    return Reference(file.text, text_of(node.get("sheet")), text_of(node.get("range")), file.at)


def located(named: Reference, workspace: Workspace) -> str | Finding:
    """Return the path of a table as findings name it, from the working folder where it lies there."""
    found = workspace.find(named.file, named.at)
    if isinstance(found, Finding) or not found.startswith(os.getcwd() + os.sep):
        return found
    return os.path.relpath(found)


def placed(findings: tuple[Finding, ...], named: Reference) -> tuple[Finding, ...]:
    """Return what is wrong with a whole file at the line of the outline that names it."""
    return tuple(
        [
            finding.replace(at=named.at, message=f"{named.file}: {finding.message}")
            if finding.at and not finding.at.line and finding.severity == "error"
            else finding
            for finding in findings
        ]
    )


def dated(node: Node, what: str, choices: Choices) -> tuple[Finding, ...]:
    """Return an error where an outline without a date asks for dated facts."""
    if choices.as_of:
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
    undated = dated(node, "members", choices)
    path = located(named, workspace)
    if isinstance(path, Finding):
        return Snapshot(choices.as_of, ()), (*undated, path)
    from osloregion_slides.registry.load import load_registry

    registry, findings = load_registry(path, named.sheet, named.range)
    return registry.as_of(choices.as_of), (*undated, *placed(findings, named))
