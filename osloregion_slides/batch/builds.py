"""builds.yaml: its JSON Schema (2020-12), checked like that of outlines, and the builds that it lists.

Apart from ``jobs``: a run without changes reads neither the list nor an outline, and imports no parser of YAML.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from osloregion_slides.base.findings import Finding, InvalidInput, Location, finding
from osloregion_slides.batch.jobs import MEMBER_PLACES, PLACES, faults
from osloregion_slides.batch.values import Build
from osloregion_slides.outline.check import check
from osloregion_slides.outline.nodes import Mapping, Scalar, Sequence, boolean, text_of
from osloregion_slides.outline.read import read_file
from osloregion_slides.outline.text_schema import (
    LANGUAGE,
    SLUG,
    TABLE_PATH,
    by_name,
    flag,
    listed,
    mapping,
    text_schema,
)
from osloregion_slides.outline.workspace import Workspace

if TYPE_CHECKING:
    from osloregion_slides.outline.nodes import Node


def _list_or_one(item: dict[str, Any], own: str, description: str) -> dict[str, Any]:
    """Return the schema of a list of choices; ``~`` among them is the outline's default."""
    either: dict[str, Any] = {"title": f"{item['title']}, or ~ for {own}", "anyOf": [item, {"type": "null"}]}
    return listed(either, description, least=1)


_FILE = {"title": "a file", "type": "string", "pattern": r"\S"}
_DATE = {"title": "a date", "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$", "format": "date"}
_LANGUAGE = {"title": "a language", "type": "string", "pattern": LANGUAGE, "description": "A code such as nb or en"}
_AUDIENCE = {
    "title": "an audience",
    "type": "string",
    "pattern": SLUG,
    "description": "An id under `audiences:` of the outline, or ~ for the outline without an overlay",
}
_BUILD = mapping(
    {
        "outline": {**_FILE, "description": "Path of an outline, relative to this file"},
        "audiences": _list_or_one(
            _AUDIENCE, "none", "Ids under `audiences:` of the outline; ~ is the outline without an overlay"
        ),
        "languages": _list_or_one(_LANGUAGE, "its own", "Languages of the outline: [nb, en]; ~ is its `language:`"),
        "dates": _list_or_one(_DATE, "its own", "As-of dates: [~, 2007-12-31]; ~ is the outline's `as_of:`"),
        "for_each": {
            "title": "`members`, or a path to a table",
            "anyOf": [{"enum": ["members"]}, TABLE_PATH],
            "description": "`members` on the as-of date, or the rows of a table of the outline: `data.projects`",
        },
        "population": {**_FILE, "description": "Population table, for {{ member.inhabitants }}"},
        "set": by_name(
            text_schema(), "Texts by path: {meeting.title: Kommunestyret i {member}}; one text, or one per language"
        ),
        "pdf": flag("Also write a PDF of each deck, with LibreOffice"),
        "strict": flag("Treat missing and outdated translations as errors"),
        "name": {
            "title": "a name",
            "type": "string",
            "pattern": r"\S",
            "description": "File name of the deck in the output folder: {language}/{outline}-{audience}",
        },
    },
    "outline",
    description="One deck per audience, language and date",
)


def builds_schema() -> dict[str, Any]:
    """Return the schema of builds.yaml."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Build list",
        **mapping({"builds": listed(_BUILD, "The decks", least=1)}, "builds"),
    }


# The names of decks without `name:`, the same as for a single deck.
NAME = "{outline}-{audience}-{language}-{date}"
ROW_NAME = "{outline}-{row}-{audience}-{language}-{date}"
MEMBER_NAME = "{outline}-{number}-{member}-{audience}-{language}-{date}"


def load_builds(path: str) -> tuple[Build, ...]:
    """Return the builds in the file at ``path``; InvalidInput with all its errors."""
    tree, findings = read_file(path)
    found = list(findings)
    if tree is not None:
        found += check(tree, builds_schema())
    if not isinstance(tree, Mapping) or any(one.severity == "error" for one in found):
        raise InvalidInput(found or [finding("missing-key.builds", Location(path))])
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
    wanted = text_of(entry.get("for_each"))
    each, table = wanted == "members", "" if wanted == "members" else wanted
    places = PLACES + (MEMBER_PLACES if each else ())
    name = entry.get("name")
    texts = [name] if isinstance(name, Scalar) else []
    settings = entry.get("set")
    pairs = settings.entries if isinstance(settings, Mapping) else ()
    by_language = [(pair.key.text, _by_language(pair.value)) for pair in pairs]
    for text in (*texts, *[text for _, several in by_language for _, text in several]):
        if not table or text.text.startswith("/"):  # the columns of a table are still unknown
            found += faults(text.text, places, text.at)
    return Build(
        _file(entry.get("outline"), path, workspace, found),
        _choices(entry.get("audiences")),
        _choices(entry.get("languages")),
        _choices(entry.get("dates")),
        each,
        text_of(name) or (MEMBER_NAME if each else ROW_NAME if table else NAME),
        tuple([(key, tuple([(code, text_of(text)) for code, text in several])) for key, several in by_language]),
        _file(entry.get("population"), path, workspace, found),
        entry.at,
        _is_true(entry.get("strict")),
        _is_true(entry.get("pdf")),
        table,
    )


def _is_true(node: Node | None) -> bool:
    return isinstance(node, Scalar) and bool(boolean(node))


def _by_language(node: Node) -> list[tuple[str, Scalar]]:
    if isinstance(node, Mapping):
        return [(entry.key.text, entry.value) for entry in node.entries if isinstance(entry.value, Scalar)]
    return [("", node)] if isinstance(node, Scalar) else []


def _choices(node: Node | None) -> tuple[str, ...]:
    """Return the items of a list, each once; without a list the only choice is the outline's default."""
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
    """Return a path in the form of findings and the cache: relative to the working folder if inside, with ``/``."""
    here = os.path.join(os.getcwd(), "")
    inside = path.startswith(here)
    return (path[len(here) :] if inside else path).replace(os.sep, "/")
