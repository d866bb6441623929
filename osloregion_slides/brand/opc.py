"""Reading a package that somebody else made, with limits: bytes to parts and their relations.

Nothing in it is trusted: no document type, no entity, no network, names that leave the package, bombs.
"""

from __future__ import annotations

from lxml import etree

from osloregion_slides.brand.package import Package, Part, Relation
from osloregion_slides.findings import InvalidInput, Span, error
from osloregion_slides.ooxml.limits import MAX_NODES, MAX_TEMPLATE, MAX_TEMPLATE_MEMBERS, MAX_XML, nodes
from osloregion_slides.ooxml.limits import MAX_TEMPLATE_UNPACKED as MAX_UNPACKED
from osloregion_slides.ooxml.names import CONTENT_TYPES, DEFAULT_TYPES, RELATIONSHIPS, relation_type
from osloregion_slides.ooxml.part_names import PartNames, key, rels_name
from osloregion_slides.ooxml.zip import BadZip, read_zip
from osloregion_slides.pptx.xml import DECLARATION

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any as Element


_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""What a compound file starts with: a .ppt of before 2007, or a .pptx with a password ([MS-CFB] 2.2)."""


def read_package(data: bytes, file: str) -> Package:
    """Return the parts that hang together from the package's root; what nothing refers to is left out.

    Relations to parts that are not there are left out too. InvalidInput with one finding for a file that
    is no package, has a password, is cut short or damaged, or is larger than a presentation gets.
    """
    archive = _unpack(data, file)
    names = PartNames(archive)
    types = _content_types(archive, file)
    root = _relations(archive, names, "", file)
    parts: list[Part] = []
    waiting, seen = [relation.target for relation in root if not relation.external], set[str]()
    while waiting:
        name = waiting.pop(0)
        if name in seen:
            continue
        seen.add(name)
        relations = _relations(archive, names, name, file)
        suffix = name.rpartition(".")[2].lower()
        kind = types.get("/" + key(name)) or types.get(suffix) or DEFAULT_TYPES.get(suffix, "")
        parts.append(Part(name, kind, archive[name], relations))
        waiting += [relation.target for relation in relations if not relation.external]
    return Package(root, tuple(parts))


def parse(data: bytes, file: str, part: str) -> Element:
    """Return the root element of an XML part; InvalidInput where it is damaged or declares a document type."""
    if len(data) > MAX_XML or nodes(data) > MAX_NODES // 10:
        raise _broken(file, f"{part} in it is larger than {MAX_XML // 1024 // 1024} MB, or has too many elements")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as problem:
        raise _broken(file, f"{part} in it is damaged ({problem.msg})") from None
    if root.getroottree().docinfo.doctype:
        raise _broken(file, f"{part} in it declares a document type, which no presentation has")
    return root


def serialise(root: Element) -> bytes:
    """Return an element as an XML part."""
    return f"{DECLARATION}{etree.tostring(root, encoding='unicode')}".encode()


def _unpack(data: bytes, file: str) -> Mapping[str, bytes]:
    if len(data) > MAX_TEMPLATE:
        raise _broken(file, f"it is larger than {MAX_TEMPLATE // 1024 // 1024} MB")
    if data.startswith(_OLE):
        raise InvalidInput(
            [
                error(
                    "template-encrypted",
                    Span(file),
                    "the template has a password or is a .ppt of before 2007",
                    "open it in PowerPoint, remove the password and save it as .pptx or .potx",
                )
            ]
        )
    try:
        members = read_zip(data)
        if len(members) > MAX_TEMPLATE_MEMBERS or sum(member.size for member in members.values()) > MAX_UNPACKED:
            raise BadZip("it unpacks to more than a presentation holds")
        unpacked = {_safe(name): member.read() for name, member in members.items()}
    except BadZip as problem:
        raise _broken(file, str(problem)) from None
    return unpacked


def _safe(name: str) -> str:
    """Return a member's name; BadZip for one that would leave the package (ECMA-376 Part 2, 6.2.2)."""
    segments = name.split("/")
    if name.startswith("/") or "\\" in name or ":" in name or any(s in ("", ".", "..") for s in segments):
        raise BadZip(f"it has a part of the name {name!r}")
    if not name.isprintable():
        raise BadZip("it has a part with control characters in its name")
    return name


def _content_types(archive: Mapping[str, bytes], file: str) -> Mapping[str, str]:
    """Return the content type by file ending and by "/" + part name (its ``key``)."""
    name = "[Content_Types].xml"
    if name not in archive:
        raise _broken(file, "it is a zip archive, but no Office document")
    types: dict[str, str] = {}
    for element in parse(archive[name], file, name).iter(f"{{{CONTENT_TYPES}}}*"):
        kind = element.get("ContentType", "")
        if element.get("Extension"):
            types[element.get("Extension").lower()] = kind
        elif element.get("PartName"):
            types[key(element.get("PartName"))] = kind
    return types


def _relations(archive: Mapping[str, bytes], names: PartNames, part: str, file: str) -> tuple[Relation, ...]:
    name = names.find(rels_name(part))
    if not name:
        return ()
    found = []
    for element in parse(archive[name], file, name).iter(f"{{{RELATIONSHIPS}}}Relationship"):
        external = element.get("TargetMode") == "External"
        target = element.get("Target", "")
        place = target if external else names.resolve(part, target)
        if external or place in archive:
            found.append(Relation(element.get("Id", ""), relation_type(element.get("Type", "")), place, external))
    return tuple(found)


def _broken(file: str, why: str) -> InvalidInput:
    hint = "open it in PowerPoint and save it as .pptx or .potx"
    return InvalidInput([error("template-damaged", Span(file), f"the template cannot be read: {why}", hint)])
