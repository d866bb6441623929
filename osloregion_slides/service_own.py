"""A deck of ours and the outline that made it: found, compared with the deck's base, with all files that it names."""

from __future__ import annotations

import os
import tempfile
from typing import TYPE_CHECKING

from osloregion_slides.base import resources
from osloregion_slides.base.files import read_bytes, write
from osloregion_slides.base.findings import Finding, InvalidInput, Location, finding
from osloregion_slides.base.record import Record
from osloregion_slides.drafting import composed, drawn, load, owned, pens_of
from osloregion_slides.ooxml.zip import MAX_FILE
from osloregion_slides.outline.nodes import Scalar
from osloregion_slides.outline.read import read_sources
from osloregion_slides.outline.workspace import Workspace
from osloregion_slides.service_update import Asked, find
from osloregion_slides.update.base_read import read_head
from osloregion_slides.update.drawn import with_drawn

if TYPE_CHECKING:
    from collections.abc import Iterator

    from osloregion_slides.outline.load import Outline
    from osloregion_slides.outline.nodes import Node
    from osloregion_slides.pptx.reading.deck import DeckMarks
    from osloregion_slides.update.deck_state import Variant


class Own(Record):
    """The outline of a deck: its files by name, the outline first; the kind of each slide by its id; findings."""

    files: tuple[tuple[str, bytes], ...]
    kinds: dict[str, str]
    findings: tuple[Finding, ...]


def own_outline(path: str, data: bytes, marks: DeckMarks, outline: str = "") -> Own | Finding:
    """Return the outline that made a deck, where it is here and makes the same today; else a finding that says why not.

    ``outline`` is its path; "" looks for the one that the deck names, near here and near the deck.
    """
    try:
        found = find(path, Asked(outline, "", "", "", ()), data)
        head = read_head(found.base)
    except InvalidInput as problem:
        name = dict(problem.findings[0].values).get("name", "")
        return finding("import-without-outline", Location(path), name=str(name))
    variant, name = head.variant, os.path.basename(found.outline)
    other = finding("import-outline-changed", Location(path), name=found.outline)
    try:
        loaded, base = _made(found.outline, variant)
        if _unversioned(base) != _unversioned(found.base):
            return other
        files = _files(loaded, found.outline)
        with tempfile.TemporaryDirectory() as folder:
            for file, content in files:
                os.makedirs(os.path.dirname(os.path.join(folder, file)), exist_ok=True)
                write(os.path.join(folder, file), content)
            if _made(os.path.join(folder, files[0][0]), variant)[1] != base:
                return other
    except InvalidInput:
        return other
    said = [finding("import-own", Location(path), name=name, options=_options(variant))]
    if not marks.slides or not all([key for _, key in marks.slides]):
        said.append(finding("import-edited", Location(path), deck=path, name=files[0][0]))
    return Own(files, {source.id: source.kind for source in loaded.slides}, tuple(said))


def _made(path: str, variant: Variant) -> tuple[Outline, bytes]:
    """Return an outline in a variant, and the base that it gives."""
    chosen = {"audience": variant.audience, "language": variant.language, "as_of": variant.as_of}
    loaded = load(path, settings=variant.settings, **chosen)
    deck, brand, _ = composed(loaded, checked=False)
    made = drawn(owned(loaded, deck, brand), pens_of(loaded, deck, brand))
    return loaded, with_drawn(made.base, made.fresh) if made.fresh else made.base


def _unversioned(base: bytes) -> bytes:
    """Return a base without the version of the program that wrote it, which it says last."""
    return base.rpartition(b'"version":')[0]


def _options(variant: Variant) -> str:
    """Return how the command line asks for a variant."""
    said = [("--audience", variant.audience), ("--language", variant.language), ("--as-of", variant.as_of)]
    said += [("--set", f'{key}="{value}"') for key, value in variant.settings]
    return " ".join([f"{option} {value}" for option, value in said if value])


def _files(outline: Outline, path: str) -> tuple[tuple[str, bytes], ...]:
    """Return an outline, what it extends and every file that one of them names, as they lie to each other."""
    workspace = Workspace(path)
    trees, _ = read_sources(path, workspace)
    found = {os.path.abspath(path): None}
    found |= dict.fromkeys([os.path.abspath(tree.at.file) for tree in trees])
    for tree in trees:
        for scalar in _scalars(tree):
            named = workspace.find(scalar.text.partition("#")[0].strip(), scalar.at) if scalar.text[:300] else ""
            if isinstance(named, str) and named:
                found[os.path.abspath(named)] = None
    for folder in (workspace.root, workspace.top):
        brand = os.path.join(folder, "templates", outline.brand)
        if os.path.isdir(brand) and workspace.holds(brand):
            found |= {os.path.join(brand, one): None for one in sorted(os.listdir(brand))}
        found |= {os.path.join(folder, "locale", f"{one}.yaml"): None for one in outline.languages}
    ours = tuple([os.path.join(os.path.abspath(resources.path(one)), "") for one in ("assets", "templates")])
    kept = [one for one in found if os.path.isfile(one) and not one.startswith(ours)]
    top = os.path.commonpath([os.path.dirname(one) for one in kept])
    return tuple([(os.path.relpath(one, top).replace(os.sep, "/"), read_bytes(one, MAX_FILE)) for one in kept])


def _scalars(node: Node) -> Iterator[Scalar]:
    waiting = [node]
    while waiting:
        one = waiting.pop()
        if isinstance(one, Scalar):
            if 0 < len(one.text) < 300 and "." in one.text and "\n" not in one.text:
                yield one
        else:
            waiting += [e.value for e in one.entries] if hasattr(one, "entries") else list(one.items)
