"""What a deck must have before LibreOffice gets it: LibreOffice draws anything, and what it lacks silently.

Of 24 decks broken in different ways LibreOffice gave a PDF of every one.
"""

from __future__ import annotations

import re

from osloregion_slides.files import read_bytes
from osloregion_slides.findings import InvalidInput, Span, error, warning
from osloregion_slides.ooxml.limits import MAX_FILE, MAX_XML
from osloregion_slides.ooxml.part_names import PartNames, rels_name, source_of
from osloregion_slides.ooxml.zip import BadZip
from osloregion_slides.pptx.children import read_children
from osloregion_slides.pptx.reading.archive import open_archive
from osloregion_slides.value import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from osloregion_slides.findings import Finding
    from osloregion_slides.ooxml.zip import Member

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
        names = PartNames(members)
        missing = _missing(members, names)
        count, hidden = _slides(members, names)
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


def _slides(members: Mapping[str, Member], names: PartNames) -> tuple[int, int]:
    """Return how many slides the presentation lists, and how many are hidden (p:sld@show)."""
    roots = _relations(members, names, "")
    main = next((part for _, kind, part in roots if kind.endswith("/officeDocument")), "")
    if main not in members:
        raise BadZip("it has no presentation in it")
    listed = read_children(members[main].read()).child("sldIdLst")
    count = len(_SLIDE.findall(listed.text)) if listed else 0
    related = _relations(members, names, main) if count else []
    parts = [part for _, kind, part in related if kind.endswith("/slide")]
    hidden = [part for part in parts if part in members and _HIDDEN.search(members[part].read())]
    return count, len(hidden)


def _missing(members: Mapping[str, Member], names: PartNames) -> list[tuple[str, str, bool]]:
    """Return the parts that relations point to and that are not there: source, part, whether it is needed."""
    found = []
    for name in members:
        if name == rels_name(source_of(name)):
            for source, kind, part in _relations(members, names, source_of(name)):
                if part not in members:
                    found.append((source or "the package", part, kind.endswith(_NEEDED)))
    return found


def _relations(members: Mapping[str, Member], names: PartNames, source: str) -> list[tuple[str, str, str]]:
    """Return a part's internal relations: source part, type, target part."""
    name = names.find(rels_name(source))
    if not name:
        raise BadZip("it is a zip archive, but no presentation")
    found = []
    for child in read_children(members[name].read()).children:
        if child.attributes.get("TargetMode") != "External":
            target = names.resolve(source, child.attributes.get("Target", ""))
            found.append((source, child.attributes.get("Type", ""), target))
    return found


def _damaged(path: str, why: str) -> Finding:
    hint = "open it in PowerPoint and save it anew, or build it again"
    return error("deck-damaged", Span(path), f"the deck is damaged: {why}", hint)


def _lacks(path: str, source: str, part: str) -> Finding:
    return warning(
        "missing-part", Span(path), f"{part}, which {source} names, is not in the deck", "it is drawn without it"
    )
