"""What a deck must have before LibreOffice gets it: LibreOffice draws anything, and what it lacks silently.

Of 24 decks broken in different ways LibreOffice gave a PDF of every one.
"""

from __future__ import annotations

import re

from osloregion_slides.files import read_bytes
from osloregion_slides.findings import InvalidInput, Span, error, finding
from osloregion_slides.ooxml.limits import MAX_FILE, MAX_XML
from osloregion_slides.ooxml.package import Package
from osloregion_slides.ooxml.zip import BadZip
from osloregion_slides.pptx.children import read_children
from osloregion_slides.pptx.reading.archive import deck_policy
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
    try:
        package = Package(data, deck_policy(path))
        _refuse_document_types(package.members)
        missing = _missing(package)
        count, hidden = _slides(package)
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


def _slides(package: Package) -> tuple[int, int]:
    """Return how many slides the presentation lists, and how many are hidden (p:sld@show)."""
    main = next(iter(_targets(package, "", "/officeDocument")), "")
    if main not in package:
        raise BadZip("it has no presentation in it")
    listed = read_children(package.data(main)).child("sldIdLst")
    count = len(_SLIDE.findall(listed.text)) if listed else 0
    parts = _targets(package, main, "/slide") if count else []
    hidden = [part for part in parts if part in package and _HIDDEN.search(package.data(part))]
    return count, len(hidden)


def _targets(package: Package, source: str, kind: str) -> list[str]:
    return [row.target for row in package.rows(source) if row.type.endswith(kind) and not row.external]


def _missing(package: Package) -> list[tuple[str, str, bool]]:
    """Return the parts that relations point to and that are not there: source, part, whether it is needed."""
    return [
        (source or "the package", row.target, row.type.endswith(_NEEDED))
        for source in ("", *package.members)
        for row in package.rows(source)
        if not row.external and row.target not in package
    ]


def _damaged(path: str, why: str) -> Finding:
    hint = "open it in PowerPoint and save it anew, or build it again"
    return error("deck-damaged", Span(path), f"the deck is damaged: {why}", hint)


def _lacks(path: str, source: str, part: str) -> Finding:
    return finding("part-not-drawn", Span(path), part=part, source=source)
