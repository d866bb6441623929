"""The file of an outline and the files it extends, read."""

from __future__ import annotations

import os

from osloregion_slides.files import read_bytes
from osloregion_slides.findings import Finding, Span, error
from osloregion_slides.outline.nearest import did_you_mean
from osloregion_slides.outline.nodes import Mapping, Scalar
from osloregion_slides.outline.read import SIZE, read_outline

TYPE_CHECKING = False
if TYPE_CHECKING:
    from osloregion_slides.outline.nodes import Node
    from osloregion_slides.outline.workspace import Workspace

EXTENSIONS = 10
"""So many files may extend one another in a row."""


def read_sources(path: str, workspace: Workspace) -> tuple[tuple[Mapping, ...], tuple[Finding, ...]]:
    """Return the trees of an outline and of what it extends, the outermost base first, and all their faults."""
    trees: list[Mapping] = []
    findings: list[Finding] = []
    name, seen = path, [os.path.realpath(path)]
    while True:
        workspace.folders[name] = os.path.dirname(os.path.abspath(name))
        tree, more = read_file(name)
        findings += more
        if not isinstance(tree, Mapping):
            if tree is not None:
                findings.append(error("wrong-type", tree.at, "an outline is a mapping: `deck: …`, `slides: …`"))
            return tuple(reversed(trees)), tuple(findings)
        trees.append(tree)
        base = tree.get("extends")
        if not isinstance(base, Scalar) or base.is_null:
            return tuple(reversed(trees)), tuple(findings)
        found = workspace.find(base.text, base.at)
        if isinstance(found, Finding):
            return tuple(reversed(trees)), (*findings, found)
        if os.path.realpath(found) in seen or len(seen) > EXTENSIONS:
            fault = error("extends-cycle", base.at, f"`{base.text}` extends this file in turn")
            return tuple(reversed(trees)), (*findings, fault)
        seen.append(os.path.realpath(found))
        name = _shown(found, path)


def read_file(path: str) -> tuple[Node | None, tuple[Finding, ...]]:
    """Return the tree of one file and its faults; a file that cannot be read is a fault."""
    try:
        data = read_bytes(path, SIZE)
    except (FileNotFoundError, NotADirectoryError):
        return None, (error("missing-file", Span(path), "there is no such file", _near(path)),)
    except IsADirectoryError:
        return None, (error("missing-file", Span(path), "this is a folder, not an outline"),)
    except OSError as wrong:
        reason = wrong.strerror or str(wrong)
        return None, (error("unreadable-file", Span(path), f"the file cannot be read: {reason}"),)
    return read_outline(data, path)


def _near(path: str) -> str:
    folder, name = os.path.split(path)
    try:
        files = sorted(os.listdir(folder or "."))[:1000]
    except OSError:
        return ""
    hint = did_you_mean(name, [file for file in files if file.endswith((".yaml", ".yml"))])
    return hint if hint.startswith("did you mean") else ""


def _shown(found: str, path: str) -> str:
    """Return a base's path as the user would write it: relative if the outline's was."""
    if os.path.isabs(path):
        return found
    return os.path.join(os.path.dirname(path), os.path.relpath(found, os.path.dirname(os.path.abspath(path))))
