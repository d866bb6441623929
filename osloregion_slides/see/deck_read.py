"""What a deck must have before LibreOffice gets it: LibreOffice draws anything, and what it lacks silently.

Of 24 decks broken in different ways LibreOffice gave a PDF of every one.
"""

from __future__ import annotations

import re

from osloregion_slides.files import read_bytes
from osloregion_slides.findings import InvalidInput, Span, error, warning
from osloregion_slides.pptx.children import read_children
from osloregion_slides.pptx.limits import MAX_XML
from osloregion_slides.pptx.reading.archive import MAX_FILE, open_archive
from osloregion_slides.pptx.relations import rels_name
from osloregion_slides.pptx.zip import BadZip
from osloregion_slides.value import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from osloregion_slides.findings import Finding
    from osloregion_slides.pptx.zip import Member

PACKAGES = (".pptx", ".potx", ".ppsx", ".pptm", ".potm", ".ppsm")
_SLIDE = re.compile(r"<(?:[\w.-]+:)?sldId[\s/>]")
_HIDDEN = re.compile(rb"<(?:[\w.-]+:)?sld\s[^>]*\bshow=[\"'](?:0|false)[\"']")
_NEEDED = ("/officeDocument", "/slide", "/slideLayout", "/slideMaster", "/theme")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


class Source(Value):
    """A deck to draw: its path, how many slides it has (0: not known), and how many of them are hidden."""

    path: str
    slides: int
    hidden: int = 0


def check_deck(path: str) -> tuple[Source, tuple[Finding, ...]]:
    """Return a deck's number of slides, and warnings about parts that it lacks and can be drawn without.

    Formats other than Office Open XML are not looked into. InvalidInput where the file cannot be read, is
    cut short or damaged, or lacks a slide, a layout, a master or a theme.
    """
    try:
        data = read_bytes(path, MAX_FILE)
    except OSError as problem:
        raise InvalidInput(
            [
                error(
                    "missing-file", Span(path), f"the deck cannot be read: {(problem.strerror or str(problem)).lower()}"
                )
            ]
        ) from None
    if not path.lower().endswith(PACKAGES):
        return Source(path, 0), ()
    if data.startswith(_OLE):
        hint = "open it in PowerPoint, remove the password and save it as .pptx"
        raise InvalidInput([error("deck-encrypted", Span(path), "the deck has a password or is a .ppt inside", hint)])
    try:
        members = open_archive(data, path)
        _refuse_document_types(members)
        missing = _missing(members)
        count, hidden = _slides(members)
    except BadZip as problem:
        raise InvalidInput([_damaged(path, str(problem))]) from None
    errors = [
        _damaged(path, f"{part}, which {source} needs, is not in it") for source, part, needed in missing if needed
    ]
    if not count:
        errors.append(error("deck-empty", Span(path), "the deck has no slide", "add one in PowerPoint"))
    if errors:
        raise InvalidInput(errors)
    return Source(path, count, hidden), tuple([_lacks(path, source, part) for source, part, _ in missing])


def _refuse_document_types(members: Mapping[str, Member]) -> None:
    """BadZip for XML that declares a document type: no presentation does, and entities can lead out or swell."""
    for name, member in members.items():
        if name.lower().endswith((".xml", ".rels", ".vml")):
            data = member.read(MAX_XML)
            if data.startswith((b"\xff\xfe", b"\xfe\xff")):
                data = data.decode("utf-16", "replace").encode()
            if b"<!DOCTYPE" in data:
                raise BadZip(f"{name} in it declares a document type")


def _slides(members: Mapping[str, Member]) -> tuple[int, int]:
    """Return how many slides the presentation lists, and how many are hidden (p:sld@show)."""
    main = next((part for _, kind, part in _relations(members, "_rels/.rels") if kind.endswith("/officeDocument")), "")
    if main not in members:
        raise BadZip("it has no presentation in it")
    listed = read_children(members[main].read()).child("sldIdLst")
    count = len(_SLIDE.findall(listed.text)) if listed else 0
    parts = [part for _, kind, part in _relations(members, rels_name(main)) if kind.endswith("/slide")] if count else []
    hidden = [part for part in parts if part in members and _HIDDEN.search(members[part].read())]
    return count, len(hidden)


def _missing(members: Mapping[str, Member]) -> list[tuple[str, str, bool]]:
    """Return the parts that relations point to and that are not there: source, part, whether it is needed."""
    found = []
    there = {name.casefold() for name in members}
    for name in members:
        if name.endswith(".rels"):
            for source, kind, part in _relations(members, name):
                if part.casefold() not in there:
                    found.append((source or "the package", part, kind.endswith(_NEEDED)))
    return found


def _relations(members: Mapping[str, Member], name: str) -> list[tuple[str, str, str]]:
    """Return the internal relations in a ``.rels`` part: source part, type, target part."""
    if name not in members:
        raise BadZip("it is a zip archive, but no presentation")
    folder, _, leaf = name.rpartition("/")
    base = folder.removesuffix("_rels").rstrip("/")
    source = f"{base}/{leaf.removesuffix('.rels')}".strip("/")
    found = []
    for child in read_children(members[name].read()).children:
        if child.attributes.get("TargetMode") != "External":
            target = child.attributes.get("Target", "")
            found.append((source, child.attributes.get("Type", ""), _resolved(base, target)))
    return found


def _resolved(base: str, target: str) -> str:
    """Return the part that a target names; a relation's target is a URI (ECMA-376 Part 2, 6.2.2)."""
    from urllib.parse import unquote

    target = unquote(target)
    path = [] if target.startswith("/") else [step for step in base.split("/") if step]
    for step in target.split("/"):
        if step == "..":
            path = path[:-1]
        elif step not in ("", "."):
            path.append(step)
    return "/".join(path)


def _damaged(path: str, why: str) -> Finding:
    hint = "open it in PowerPoint and save it anew, or build it again"
    return error("deck-damaged", Span(path), f"the deck is damaged: {why}", hint)


def _lacks(path: str, source: str, part: str) -> Finding:
    return warning(
        "missing-part", Span(path), f"{part}, which {source} names, is not in the deck", "it is drawn without it"
    )
