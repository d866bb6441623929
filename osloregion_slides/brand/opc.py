"""An OPC package as a value: read from foreign bytes into parts with relations, changed, and written.

Input is not trusted: document types, entities, names outside the package and zip bombs are rejected; no network.

``write_package`` guarantees, so that the deck's writer can insert slides as text: the content types come first and
every XML part has its own override; a relations part follows each part that has relations; targets are relative;
entries, dates and order depend only on the value.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from osloregion_slides.base.findings import Finding, InvalidInput, Location, finding, term
from osloregion_slides.base.record import Record
from osloregion_slides.brand.wording import usual_words
from osloregion_slides.ooxml import package
from osloregion_slides.ooxml.names import (
    CONTENT_TYPES,
    DEFAULT_TYPES,
    REL_DOCUMENT,
    REL_MASTER,
    RELATIONSHIPS,
    TYPES,
    relation_type,
    relative,
    rels_name,
)
from osloregion_slides.ooxml.package import BadXml, Limits, Policy, Problem, Relation, parse_xml, usual_type
from osloregion_slides.ooxml.repair import transitional, transitional_type
from osloregion_slides.ooxml.zip import (
    MAX_NODES,
    MAX_TEMPLATE,
    MAX_TEMPLATE_MEMBERS,
    MAX_TEMPLATE_UNPACKED,
    MAX_XML,
    nodes,
    pack,
    read_zip,
    write_zip,
)
from osloregion_slides.pptx.markup import default_type, override, relation_row
from osloregion_slides.pptx.xml import DECLARATION, esc

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any as Element

    from osloregion_slides.base.messages import Phrase


_STORED = ("image/png", "image/jpeg")


class Part(Record):
    """A part of the package; ``name`` has no leading slash."""

    name: str
    content_type: str
    data: bytes
    relations: tuple[Relation, ...] = ()


class Package(Record):
    """A package: its own relations and its parts in the order of writing."""

    relations: tuple[Relation, ...]
    parts: tuple[Part, ...]

    def part(self, name: str) -> Part:
        """Return a part by name; KeyError where there is none."""
        for part in self.parts:
            if part.name == name:
                return part
        raise KeyError(name)

    def related(self, holder: Package | Part, kind: str) -> Part | None:
        """Return the target part of the first relation of a type, None without one."""
        name = target(holder.relations, kind)
        return self.part(name) if name else None


def target(relations: tuple[Relation, ...], kind: str) -> str:
    """Return the target of the first relation of a type, "" without one."""
    return next((relation.target for relation in relations if relation.type == kind), "")


def reachable(
    relations: tuple[Relation, ...], relations_of: Callable[[str], tuple[Relation, ...] | None]
) -> Iterator[str]:
    """Yield the names of parts reachable by relations, breadth first; ``relations_of`` is None for an absent part."""
    waiting, seen = list(relations), set[str]()
    while waiting:
        relation = waiting.pop(0)
        if relation.external or relation.target in seen:
            continue
        seen.add(relation.target)
        following = relations_of(relation.target)
        if following is not None:
            yield relation.target
            waiting += following


def write_package(package: Package) -> bytes:
    """Return the zip archive of a package; the uncompressed parts depend only on the value."""
    stored = {part.name for part in package.parts if part.content_type in _STORED}
    return write_zip([pack(name, data, name in stored) for name, data in members(package)])


def members(package: Package) -> tuple[tuple[str, bytes], ...]:
    """Return the archive's members, name and data, in the order of writing."""
    written = [("[Content_Types].xml", _content_types(package.parts))]
    written.append((rels_name(""), _relations_part("", package.relations)))
    for part in package.parts:
        written.append((part.name, part.data))
        if part.relations:
            written.append((rels_name(part.name), _relations_part(part.name, part.relations)))
    return tuple(written)


def _content_types(parts: tuple[Part, ...]) -> bytes:
    defaults = {suffix: DEFAULT_TYPES[suffix] for suffix in ("rels", "xml")}
    for part in parts:
        suffix = _suffix(part.name)
        if suffix not in ("", "xml"):
            defaults.setdefault(suffix, DEFAULT_TYPES.get(suffix, part.content_type))
    lines = [default_type(ending, defaults[ending]) for ending in sorted(defaults)]
    apart = [part for part in parts if defaults.get(_suffix(part.name)) != part.content_type]
    lines += [override(f"/{part.name}", part.content_type) for part in apart]
    return f'{DECLARATION}<Types xmlns="{CONTENT_TYPES}">{"".join(lines)}</Types>'.encode()


def _relations_part(source: str, relations: tuple[Relation, ...]) -> bytes:
    lines = []
    for relation in relations:
        target = relation.target if relation.external else relative(source, relation.target)
        lines.append(relation_row(esc(relation.id), relation.type, target, relation.external))
    return f'{DECLARATION}<Relationships xmlns="{RELATIONSHIPS}">{"".join(lines)}</Relationships>'.encode()


def _suffix(name: str) -> str:
    leaf = name.rpartition("/")[2]
    return leaf.rpartition(".")[2].lower() if "." in leaf else ""


LIMITS = Limits(MAX_TEMPLATE, MAX_TEMPLATE_UNPACKED, MAX_TEMPLATE_MEMBERS)


def read_package(data: bytes, file: str) -> Package:
    """Return the package with the parts that are reachable from its root by relations.

    Relations to missing parts are omitted. A Strict package is converted to Transitional. InvalidInput with one
    finding for a file that is not a package, has a password, is truncated or damaged, or exceeds ``LIMITS``.
    """
    found = package.Package(data, Policy(lambda problem: _finding(problem, file), limits=LIMITS))
    if TYPES not in found:
        raise _broken(file, term("it is a zip archive, but not an Office document"))
    root = _relations(found, "")
    parts = [
        Part(
            name, found.content_type(name) or usual_type(name), transitional(found.data(name)), _relations(found, name)
        )
        for name in reachable(root, lambda name: _relations(found, name))
    ]
    return Package(root, tuple(parts))


def _relations(found: package.Package, part: str) -> tuple[Relation, ...]:
    return tuple(
        [
            Relation(one.id, relation_type(transitional_type(one.type)), one.target, one.external)
            for one in found.rows(part)
            if one.external or one.target in found
        ]
    )


def parse(part: Part, file: str) -> Element:
    """Return the root of an XML part; InvalidInput where it is damaged, too large, or declares a document type."""
    if len(part.data) > MAX_XML or nodes(part.data) > MAX_NODES // 10:
        limit = MAX_XML // 1024 // 1024
        raise _broken(
            file, term("{part} is larger than {limit} MB, or has too many elements", part=part.name, limit=limit)
        )
    try:
        return parse_xml(part.data)
    except BadXml as problem:
        raise _broken(file, term("{part} is damaged ({why})", part=part.name, why=str(problem))) from None


def serialise(root: Element) -> bytes:
    """Return an element as an XML part."""
    return f"{DECLARATION}{etree.tostring(root, encoding='unicode')}".encode()


def _finding(problem: Problem, file: str) -> Finding:
    if problem.kind in ("encrypted", "old-format"):
        return finding("template-encrypted", Location(file))
    return finding("template-damaged", Location(file), why=problem.why)


def _broken(file: str, why: Phrase | str) -> InvalidInput:
    return InvalidInput([finding("template-damaged", Location(file), why=why)])


def masters_checksum(package: bytes) -> str:
    """Return the checksum of a template's masters, layouts and media: of names and content, not of compression."""
    from zlib import crc32

    names = ("ppt/slideMasters/", "ppt/slideLayouts/", "ppt/media/")
    members = [(name, member.crc) for name, member in read_zip(package).items() if name.startswith(names)]
    return f"{crc32(repr(sorted(members)).encode()):08x}"


def sheets_digests(data: bytes, file: str) -> str:
    """Return the digests of the content of a template's first slide master and its layouts (``ooxml.sheets``)."""
    from osloregion_slides.ooxml.sheets import digests, units

    found = package.Package(data, Policy(lambda problem: _finding(problem, file), limits=LIMITS))
    main = found.related("", REL_DOCUMENT)
    master = found.related(main, REL_MASTER) if main else ""
    return digests(units(found, master, usual_words())) if master else ""
