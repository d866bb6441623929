"""The package of any .pptx as it is, right or wrong: parsed parts, content types and relations."""

from __future__ import annotations

from osloregion_slides.checks.archive import read_archive
from osloregion_slides.findings import Finding, error
from osloregion_slides.ooxml.limits import MAX_NODES, MAX_XML, nodes
from osloregion_slides.ooxml.names import CONTENT_TYPES, REL_DOCUMENT, RELATIONSHIPS
from osloregion_slides.ooxml.part_names import PartNames, key, rels_name
from osloregion_slides.pptx.reading.package import not_office
from osloregion_slides.value import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any as Element

TYPES = "[Content_Types].xml"
XML_TYPES = (".xml", ".rels", ".vml")


class Relation(Value):
    """A relation of a part as it is written; ``target`` is the part it names, or an address where ``external``."""

    id: str
    type: str
    target: str
    external: bool


class Opc:
    """A package under check. ``parts`` are the members' bytes, ``findings`` what was wrong on the way."""

    def __init__(self, data: bytes) -> None:
        archive = read_archive(data)
        self.parts: Mapping[str, bytes] = archive.data
        self.names = PartNames(self.parts)
        self.findings: list[Finding] = list(archive.findings)
        self._roots: dict[str, Element | None] = {}
        self._nodes = 0
        self.defaults, self.overrides = self._types()
        self.relations = {name: self._relations(name) for name in ("", *self.parts) if self.names.find(rels_name(name))}

    def root(self, part: str) -> Element | None:
        """Return the root of an XML part, None where it is absent or no XML (said once in ``findings``)."""
        if part not in self._roots:
            self._roots[part] = self._parse(part) if part in self.parts else None
        return self._roots[part]

    def content_type(self, part: str) -> str:
        """Return a part's content type, "" where the package gives none."""
        ending = part.rpartition("/")[2].rpartition(".")[2].lower()
        return self.overrides.get("/" + key(part)) or self.defaults.get(ending, "")

    def related(self, part: str, kind: str) -> tuple[str, ...]:
        """Return the existing parts that a part has relations of this type to."""
        return tuple([r.target for r in self.relations.get(part, ()) if r.type == kind and r.target in self.parts])

    def relation(self, part: str, identity: str) -> Relation | None:
        """Return a part's relation of this id."""
        return next((relation for relation in self.relations.get(part, ()) if relation.id == identity), None)

    @property
    def main(self) -> str:
        """The presentation part's name, "" where there is none."""
        return next(iter(self.related("", REL_DOCUMENT)), "")

    def drop_invalid(self) -> None:
        """Take the attributes whose values cannot be out of what was parsed, so that it can be read on."""
        from osloregion_slides.checks.schema import drop_invalid

        for root in self._roots.values():
            if root is not None:
                drop_invalid(root)

    def _parse(self, part: str) -> Element | None:
        from lxml import etree

        data = self.parts[part]
        if len(data) > MAX_XML:
            self._say("part-too-large", f"`{part}` is larger than {MAX_XML // 1024 // 1024} MB", "nobody can open it")
            return None
        self._nodes += nodes(data)
        if self._nodes > MAX_NODES:
            message = f"with `{part}` the deck has more than {MAX_NODES} elements and attributes"
            self._say("part-too-large", message, "nobody can open it")
            return None
        try:
            # without comments and processing instructions every node below is an element
            parser = etree.XMLParser(
                resolve_entities=False,
                no_network=True,
                load_dtd=False,
                huge_tree=False,
                remove_comments=True,
                remove_pis=True,
            )
            root = etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as problem:
            self._say("malformed-xml", f"`{part}` is no XML: {problem}", "take a copy from before; it cannot be opened")
            return None
        if root.getroottree().docinfo.doctype:
            self._say("document-type", f"`{part}` declares a document type", "no presentation has one: take it out")
            return None
        return root

    def _types(self) -> tuple[dict[str, str], dict[str, str]]:
        defaults: dict[str, str] = {}
        overrides: dict[str, str] = {}
        root = self.root(TYPES)
        if TYPES not in self.parts:
            self._say("not-a-presentation", *not_office(self.parts))
        for element in root.iter(f"{{{CONTENT_TYPES}}}*") if root is not None else ():
            kind = element.get("ContentType", "")
            if element.get("Extension"):
                defaults[element.get("Extension").lower()] = kind
            elif element.get("PartName"):
                overrides[key(element.get("PartName"))] = kind
        return defaults, overrides

    def _relations(self, part: str) -> tuple[Relation, ...]:
        root = self.root(self.names.find(rels_name(part)))
        found = []
        for element in root.iterfind(f"{{{RELATIONSHIPS}}}Relationship") if root is not None else ():
            external = element.get("TargetMode") == "External"
            written = element.get("Target", "")
            target = written if external else self.names.resolve(part, written)
            found.append(Relation(element.get("Id", ""), element.get("Type", ""), target, external))
        return tuple(found)

    def _say(self, code: str, message: str, hint: str) -> None:
        self.findings.append(error(code, None, message, hint))
