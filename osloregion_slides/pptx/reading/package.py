"""The parts of a found presentation: bytes, parsed XML and relations, each looked at when it is asked for."""

from __future__ import annotations

from lxml import etree

from osloregion_slides.ooxml.limits import MAX_NODES, MAX_XML, nodes
from osloregion_slides.ooxml.names import CONTENT_TYPES, REL_DOCUMENT, RELATIONSHIPS, P, relation_type
from osloregion_slides.ooxml.part_names import PartNames, key, rels_name
from osloregion_slides.ooxml.zip import BadZip
from osloregion_slides.pptx.reading.archive import damaged, open_archive, refused, too_large
from osloregion_slides.value import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container, Mapping
    from typing import Any as Element

    from osloregion_slides.ooxml.zip import Member

TYPES = "[Content_Types].xml"
INHERITED = ("ppt/slideLayouts/", "ppt/slideMasters/", "ppt/theme/")
"""Folders of the parts that slides inherit from."""
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)


class FoundRelation(Value):
    """A relation of a part: ``target`` is a part's name, or an address where it is ``external``.

    ``written`` is the target as it stands in the file.
    """

    id: str
    type: str
    target: str
    external: bool
    written: str


class Package:
    """A presentation's package. ``members`` are as they lie; nothing here changes them.

    ``like`` is a package opened before: what was read there is taken from there as far as it lies as it lay;
    of trees, for ``editing``, only those that slides inherit from (layouts, masters, themes), which nobody edits.
    """

    def __init__(
        self, data: bytes | Mapping[str, Member], file: str = "", like: Package | None = None, editing: bool = False
    ) -> None:
        self.file = file
        self.members: Mapping[str, Member] = open_archive(data, file) if isinstance(data, bytes) else data
        self.names = PartNames(self.members)
        self._roots: dict[str, Element] = {}
        self._nodes = 0
        self._relations: dict[str, dict[str, FoundRelation]] = {}
        self._written: dict[tuple[str, str], bytes] = {}
        self.main = ""
        if like is not None:
            self._inherit(like, editing)
        if TYPES not in self.members:
            raise refused("not-a-presentation", file, *not_office(self.members))
        self.main = self.main or self._main()

    def _inherit(self, like: Package, editing: bool) -> None:
        for part, root in like._roots.items():
            if (part.startswith(INHERITED) or not editing) and self.signs(part)[0] == like.signs(part)[0]:
                self._roots[part] = root
        for part, found in like._relations.items():
            if self.signs(part)[1] == like.signs(part)[1]:
                self._relations[part] = found
        for (part, path), data in like._written.items():
            if self.signs(part)[0] == like.signs(part)[0]:
                self._written[part, path] = data
        if self.signs("")[1] == like.signs("")[1] and self.signs(like.main)[0] == like.signs(like.main)[0]:
            self.main = like.main

    def signs(self, part: str) -> tuple[tuple[int, int] | None, tuple[int, int] | None]:
        """Return what tells a part and its relations from others: CRC-32 and size of each, None where absent."""
        own, relations = self.members.get(part), self.members.get(rels_name(part))
        return _sign(own), _sign(relations)

    def _main(self) -> str:
        """Return the presentation part's name; InvalidInput where there is none."""
        for relation in self.relations("").values():
            if relation.type == REL_DOCUMENT and not relation.external and relation.target in self.members:
                if self.root(relation.target).tag == f"{{{P}}}presentation":
                    return relation.target
                break
        hint = "name a .pptx file; one in the strict form has to be saved as an ordinary .pptx first"
        raise refused("not-a-presentation", self.file, "there is no presentation in this file", hint)

    def __contains__(self, part: str) -> bool:
        return part in self.members

    def data(self, part: str) -> bytes:
        """Return a part's bytes; InvalidInput where it is absent or damaged."""
        member = self.members.get(part)
        if member is None:
            raise damaged(self.file, f"{part} is missing in it")
        try:
            return member.read()
        except BadZip as problem:
            raise damaged(self.file, str(problem)) from None

    def root(self, part: str) -> Element:
        """Return the root of an XML part, parsed once."""
        found = self._roots.get(part)
        if found is None:
            found = self._roots[part] = self.parse(part)
        return found

    def parse(self, part: str) -> Element:
        """Return the root of an XML part, parsed anew; InvalidInput where it is damaged or too large."""
        member = self.members.get(part)
        if member is not None and member.size > MAX_XML:
            raise damaged(self.file, f"{part} in it is larger than {MAX_XML // 1024 // 1024} MB")
        data = self.data(part)
        self._nodes += nodes(data)
        if self._nodes > MAX_NODES:
            raise too_large(self.file, f"it has more than {MAX_NODES} elements and attributes")
        return parsed(data, part, self.file)

    def written(self, part: str, path: str) -> bytes:
        """Return the first element at a path of an XML part as bytes, b"" without one."""
        data = self._written.get((part, path))
        if data is None:
            found = self.root(part).find(path)
            data = b"" if found is None else etree.tostring(found, with_tail=False)
            self._written[part, path] = data
        return data

    def relations(self, part: str) -> Mapping[str, FoundRelation]:
        """Return a part's relations by id ("" is the package); of two with one id the first."""
        found = self._relations.get(part)
        if found is None:
            found = self._relations[part] = self._read_relations(part)
        return found

    def _read_relations(self, part: str) -> dict[str, FoundRelation]:
        name = self.names.find(rels_name(part))
        found: dict[str, FoundRelation] = {}
        if not name:
            return found
        for element in self.root(name).iterfind(f"{{{RELATIONSHIPS}}}Relationship"):
            external = element.get("TargetMode") == "External"
            written = element.get("Target", "")
            target = written if external else self.names.resolve(part, written)
            relation = FoundRelation(element.get("Id", ""), element.get("Type", ""), target, external, written)
            found.setdefault(relation.id, relation)
        return found

    def related(self, part: str, kind: str) -> str:
        """Return the first existing part that a part has a relation of this type to, or ""."""
        for relation in self.relations(part).values():
            if relation_type(relation.type) == kind and not relation.external and relation.target in self.members:
                return relation.target
        return ""

    def content_type(self, part: str) -> str:
        """Return a part's content type, "" where none is given."""
        ending = part.rpartition(".")[2].lower()
        default = ""
        for element in self.root(TYPES):
            if element.tag == f"{{{CONTENT_TYPES}}}Override" and key(element.get("PartName", "")) == "/" + key(part):
                return str(element.get("ContentType", ""))
            if element.tag == f"{{{CONTENT_TYPES}}}Default" and element.get("Extension", "").lower() == ending:
                default = str(element.get("ContentType", ""))
        return default


def not_office(names: Container[str]) -> tuple[str, str]:
    """Return what a zip without content types is and what to do; ``mimetype`` is of OpenDocument (1.3, part 2, 3.3)."""
    if "mimetype" in names:
        return "this is an OpenDocument file", "open it in the program that made it and save it as .pptx"
    return "this zip is no Office file", "name a .pptx file"


def _sign(member: Member | None) -> tuple[int, int] | None:
    return None if member is None else (member.crc, member.size)


def parsed(data: bytes, part: str, file: str) -> Element:
    """Return the root of XML without entities and network; InvalidInput where it is no XML or has a document type."""
    try:
        root = etree.fromstring(data, _PARSER)
    except (etree.XMLSyntaxError, ValueError) as problem:
        raise damaged(file, f"{part} in it is no XML ({problem})") from None
    if root.getroottree().docinfo.doctype:
        raise damaged(file, f"{part} in it declares a document type")
    return root
