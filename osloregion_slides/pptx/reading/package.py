"""The parts of a found presentation: bytes, parsed XML and relations, each looked at when it is asked for."""

from __future__ import annotations

from lxml import etree

from osloregion_slides.ooxml import package
from osloregion_slides.ooxml.names import REL_DOCUMENT, P
from osloregion_slides.ooxml.package import TYPES
from osloregion_slides.ooxml.parsing import BadXml, parse_xml
from osloregion_slides.ooxml.part_names import rels_name
from osloregion_slides.pptx.reading.archive import damaged, deck_policy, refused

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Container, Mapping
    from typing import Any as Element

    from osloregion_slides.ooxml.package import Relation
    from osloregion_slides.ooxml.zip import Member

INHERITED = ("ppt/slideLayouts/", "ppt/slideMasters/", "ppt/theme/")
"""Folders of the parts that slides inherit from."""


class Package(package.Package):
    """A presentation's package. ``members`` are as they lie; nothing here changes them.

    ``like`` is a package opened before: what was read there is taken from there as far as it lies as it lay;
    of trees, for ``editing``, only those that slides inherit from (layouts, masters, themes), which nobody edits.
    """

    def __init__(
        self, data: bytes | Mapping[str, Member], file: str = "", like: Package | None = None, editing: bool = False
    ) -> None:
        super().__init__(data, deck_policy(file))
        self.file = file
        self._relations: dict[str, dict[str, Relation]] = {}
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

    def root(self, part: str) -> Element:
        """Return the root of an XML part, parsed once; InvalidInput where it is damaged or too large."""
        return super().root(part)

    def written(self, part: str, path: str) -> bytes:
        """Return the first element at a path of an XML part as bytes, b"" without one."""
        data = self._written.get((part, path))
        if data is None:
            found = self.root(part).find(path)
            data = b"" if found is None else etree.tostring(found, with_tail=False)
            self._written[part, path] = data
        return data

    def relations(self, part: str) -> Mapping[str, Relation]:
        """Return a part's relations by id ("" is the package); of two with one id the first."""
        found = self._relations.get(part)
        if found is None:
            found = self._relations[part] = {}
            for relation in self.rows(part):
                found.setdefault(relation.id, relation)
        return found


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
        return parse_xml(data)
    except BadXml as problem:
        raise damaged(file, f"{part} in it is no XML ({problem})") from None
