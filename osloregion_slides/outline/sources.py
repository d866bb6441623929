"""The file of an outline and the files it extends, read."""

from __future__ import annotations

import os

from osloregion_slides.files import read_bytes
from osloregion_slides.findings import Finding, Span, error
from osloregion_slides.outline.nearest import nearest
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
        return None, (error("missing-file", Span(path), "there is no such file", near_file(path)),)
    except IsADirectoryError:
        hint = "name the .yaml file in it"
        return None, (error("missing-file", Span(path), "this is a folder, not an outline", hint),)
    except OSError as wrong:
        reason = wrong.strerror or str(wrong)
        return None, (error("unreadable-file", Span(path), f"the file cannot be read: {reason}"),)
    if data.startswith(b"PK\3\4"):  # a zip archive: PKWARE's APPNOTE.TXT, 4.3.7
        message = "this is a PowerPoint, Excel or Word file, not an outline"
        hint = "an outline is a .yaml file; decks go to osloregion-slides check, plan or update"
        return None, (error("unreadable-file", Span(path), message, hint),)
    return read_outline(data, path)


def near_file(path: str, suffixes: tuple[str, ...] = (".yaml", ".yml")) -> str:
    """Return a hint for a file that is not there: the nearest name beside it, else where it was looked for."""
    folder, name = os.path.split(path)
    where = f"looked for in {os.path.abspath(folder)}"
    try:
        files = sorted(os.listdir(folder or "."))[:1000]
    except (OSError, ValueError):
        return where
    named = {os.path.splitext(file)[0]: file for file in files if file.endswith(suffixes)}
    near = nearest(os.path.splitext(name)[0], named)
    return f"did you mean `{named[near]}`?" if near else where


def _shown(found: str, path: str) -> str:
    """Return a base's path as the user would write it: relative if the outline's was."""
    if os.path.isabs(path):
        return found
    return os.path.join(os.path.dirname(path), os.path.relpath(found, os.path.dirname(os.path.abspath(path))))
