"""builds.yaml to builds, with everything wrong in it that can be told at once."""

from __future__ import annotations

import os

from osloregion_slides.batch.names import MEMBER_PLACES, PLACES, faults
from osloregion_slides.batch.schema import builds_schema
from osloregion_slides.batch.values import Build
from osloregion_slides.findings import Finding, InvalidInput, Span, error
from osloregion_slides.outline.check import check
from osloregion_slides.outline.nodes import Mapping, Scalar, Sequence, text_of
from osloregion_slides.outline.read import read_file
from osloregion_slides.outline.scalars import boolean
from osloregion_slides.outline.workspace import Workspace

TYPE_CHECKING = False
if TYPE_CHECKING:
    from osloregion_slides.outline.nodes import Node

NAME = "{outline}-{audience}-{language}-{date}"
MEMBER_NAME = "{outline}-{number}-{member}-{audience}-{language}-{date}"
"""How decks are called by default, as ``build`` calls a single one."""


def load_builds(path: str) -> tuple[Build, ...]:
    """Return what the file at ``path`` lists; InvalidInput with all its errors."""
    tree, findings = read_file(path)
    found = list(findings)
    if tree is not None:
        found += check(tree, builds_schema())
    if not isinstance(tree, Mapping) or any(finding.severity == "error" for finding in found):
        raise InvalidInput(found or [error("missing-key", Span(path), "the key `builds` is missing")])
    workspace = Workspace(path)
    entries = tree.get("builds")
    builds = [
        _build(entry, path, workspace, found)
        for entry in (entries.items if isinstance(entries, Sequence) else ())
        if isinstance(entry, Mapping)
    ]
    if found:
        raise InvalidInput(found)
    return tuple(builds)


def _build(entry: Mapping, path: str, workspace: Workspace, found: list[Finding]) -> Build:
    each = text_of(entry.get("for_each")) == "members"
    places = PLACES + (MEMBER_PLACES if each else ())
    name = entry.get("name")
    texts = [name] if isinstance(name, Scalar) else []
    settings = entry.get("set")
    pairs = settings.entries if isinstance(settings, Mapping) else ()
    by_language = [(pair.key.text, _by_language(pair.value)) for pair in pairs]
    for text in (*texts, *[text for _, several in by_language for _, text in several]):
        found += faults(text.text, places, text.at)
    return Build(
        _file(entry.get("outline"), path, workspace, found),
        _choices(entry.get("audiences")),
        _choices(entry.get("languages")),
        _choices(entry.get("dates")),
        each,
        text_of(name) or (MEMBER_NAME if each else NAME),
        tuple([(key, tuple([(code, text_of(text)) for code, text in several])) for key, several in by_language]),
        _file(entry.get("population"), path, workspace, found),
        entry.at,
        _is_true(entry.get("strict")),
        _is_true(entry.get("pdf")),
    )


def _is_true(node: Node | None) -> bool:
    return isinstance(node, Scalar) and bool(boolean(node))


def _by_language(node: Node) -> list[tuple[str, Scalar]]:
    if isinstance(node, Mapping):
        return [(entry.key.text, entry.value) for entry in node.entries if isinstance(entry.value, Scalar)]
    return [("", node)] if isinstance(node, Scalar) else []


def _choices(node: Node | None) -> tuple[str, ...]:
    """The items of a list, each once; nothing is one choice, the outline's own."""
    return tuple(dict.fromkeys([text_of(item) for item in node.items])) if isinstance(node, Sequence) else ("",)


def _file(node: Node | None, path: str, workspace: Workspace, found: list[Finding]) -> str:
    if not text_of(node) or node is None:
        return ""
    file = workspace.find(text_of(node), node.at)
    if isinstance(file, Finding):
        found.append(file)
        return ""
    return file if os.path.isabs(path) else shown(file)


def shown(path: str) -> str:
    """Return a path as findings and the cache name it: from the working folder where it lies in there, with ``/``."""
    here = os.path.join(os.getcwd(), "")
    inside = path.startswith(here)
    return (path[len(here) :] if inside else path).replace(os.sep, "/")
