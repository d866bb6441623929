"""What a deck must have before LibreOffice gets it: LibreOffice draws anything, and what it lacks silently.

Of 24 decks broken in different ways LibreOffice gave a PDF of every one.
"""

from __future__ import annotations

import re

from osloregion_slides.base.files import read_bytes
from osloregion_slides.base.findings import InvalidInput, Location, error, finding
from osloregion_slides.base.record import Record
from osloregion_slides.ooxml.names import CONTENT_TYPES, RELATIONSHIPS, PartNames, as_uri, rels_name, source_of
from osloregion_slides.ooxml.package import Package
from osloregion_slides.ooxml.zip import MAX_FILE, MAX_XML, BadZip, pack, read_zip, write_zip
from osloregion_slides.pptx.reading.package import deck_policy
from osloregion_slides.pptx.template import read_children
from osloregion_slides.pptx.xml import DECLARATION, Xml, esc

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from osloregion_slides.base.findings import Finding
    from osloregion_slides.ooxml.zip import Member


PACKAGES = (".pptx", ".potx", ".ppsx", ".pptm", ".potm", ".ppsm")
_SLIDE = re.compile(r"<(?:[\w.-]+:)?sldId[\s/>]")
_HIDDEN = re.compile(rb"<(?:[\w.-]+:)?sld\s[^>]*\bshow=[\"'](?:0|false)[\"']")
_NEEDED = ("/officeDocument", "/slide", "/slideLayout", "/slideMaster", "/theme")


class Source(Record):
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
                    "missing-file",
                    Location(path),
                    f"the deck cannot be read: {(problem.strerror or str(problem)).lower()}",
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
        errors.append(error("deck-empty", Location(path), "the deck has no slide", "add one in PowerPoint"))
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
    return finding("deck-damaged", Location(path), why=why)


def _lacks(path: str, source: str, part: str) -> Finding:
    return finding("part-not-drawn", Location(path), part=part, source=source)


# A deck with its slide parts named as LibreOffice wants them.
#
# LibreOffice 7.4 takes the number of the page that a link leads to from the name of the slide's part, and crashes
# where
# there is no such page: ``slide%203.xml`` and ``slide903.xml`` in a deck of 25. In a deck whose slides changed places,
# the links of the PDF lead to other pages. The names mean nothing (ECMA-376 Part 2, 6.2), so that a copy may have
# others.

_TYPES = "[Content_Types].xml"
_LISTED = re.compile(r"<(?:[\w.-]+:)?sldId\s[^>]*?[\w.-]+:id=[\"']([^\"']+)[\"']")


def numbered_slides(data: bytes) -> bytes:
    """Return a deck with its slides in the parts slide1.xml, slide2.xml … in their order.

    The bytes themselves where they are so already, and where they are no presentation that can be read.
    """
    try:
        members = read_zip(data)
        names = PartNames(members)
        called = _called(members, names)
        if all(old == new for old, new in called.items()):
            return data
        return write_zip([_renamed(member, members, names, called) for member in members.values()])
    except (BadZip, KeyError):
        return data


def _called(members: Mapping[str, Member], names: PartNames) -> dict[str, str]:
    """Return the new name of each part that gets one: the slides, and what stands in their way."""
    roots = [row for row in _rows(members, rels_name("")) if row["Type"].endswith("/officeDocument")]
    main = names.resolve("", roots[0]["Target"]) if roots else ""
    listed = read_children(members[main].read()).child("sldIdLst")
    targets = {row["Id"]: names.resolve(main, row["Target"]) for row in _rows(members, names.find(rels_name(main)))}
    slides = [targets[identity] for identity in _LISTED.findall(listed.text)] if listed else []
    called = {part: f"ppt/slides/slide{number}.xml" for number, part in enumerate(dict.fromkeys(slides), 1)}
    in_the_way = [name for name in called.values() if name in members and name not in called]
    return called | {name: f"ppt/slides/unlisted{number}.xml" for number, name in enumerate(in_the_way, 1)}


def _rows(members: Mapping[str, Member], rels: str) -> list[Mapping[str, str]]:
    return [child.attributes for child in read_children(members[rels].read()).children]


def _renamed(member: Member, members: Mapping[str, Member], names: PartNames, called: Mapping[str, str]) -> Member:
    name = member.name
    if name == _TYPES:
        return pack(name, _content_types(members, names, called).encode())
    source = source_of(name)
    if name != rels_name(source):
        return member.replace(name=called.get(name, name))
    own = names.find(source)
    return pack(rels_name(called.get(own, source)), _relations(_rows(members, name), own, names, called).encode())


def _content_types(members: Mapping[str, Member], names: PartNames, called: Mapping[str, str]) -> Xml:
    rows = []
    for child in read_children(members[_TYPES].read()).children:
        said = dict(child.attributes)
        part = names.resolve("", said.get("PartName", "")) if child.name == "Override" else ""
        if part:
            said["PartName"] = f"/{as_uri(called.get(part, part))}"
        rows.append(f"<{esc(child.name)}{_attributes(said)}/>")
    return f'{DECLARATION}<Types xmlns="{CONTENT_TYPES}">{"".join(rows)}</Types>'


def _relations(rows: list[Mapping[str, str]], source: str, names: PartNames, called: Mapping[str, str]) -> Xml:
    written = []
    for row in rows:
        said = dict(row)
        if said.get("TargetMode") != "External":
            part = names.resolve(source, said["Target"])
            said["Target"] = f"/{as_uri(called.get(part, part))}"
        written.append(f"<Relationship{_attributes(said)}/>")
    return f'{DECLARATION}<Relationships xmlns="{RELATIONSHIPS}">{"".join(written)}</Relationships>'


def _attributes(said: Mapping[str, str]) -> Xml:
    return "".join([f' {esc(name)}="{esc(value)}"' for name, value in said.items()])
