"""The parts of a found presentation: bytes, parsed XML and relations, each looked at when it is asked for."""

from __future__ import annotations

from lxml import etree

from osloregion_slides.base.findings import InvalidInput, Location, finding
from osloregion_slides.base.record import Record
from osloregion_slides.ooxml import package
from osloregion_slides.ooxml.names import REL_CUSTOM, REL_DOCUMENT, STRICT, TYPES, P, rels_name
from osloregion_slides.ooxml.package import BadXml, Policy, parse_xml
from osloregion_slides.pptx.base_part import DECK_PROPERTY, HASH_PROPERTY, NAMESPACE, read_seal
from osloregion_slides.update.base_read import read_base

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any as Element

    from osloregion_slides.base.findings import Finding
    from osloregion_slides.ooxml.package import Problem, Relation
    from osloregion_slides.ooxml.zip import Member
    from osloregion_slides.pptx.base_part import Written


_CODES: Mapping[str, str] = {
    "encrypted": "deck-encrypted",
    "old-format": "deck-old-format",
    "no-zip": "not-a-presentation",
    "too-large": "deck-too-large",
    "too-many-nodes": "deck-too-large",
}
"""The finding for a problem that ends the reading of a deck, ``deck-damaged`` for all others."""


def deck_policy(file: str) -> Policy:
    """Return how a found deck is read: nothing in it is trusted, one problem (``deck_finding``) ends it."""
    return Policy(lambda problem: deck_finding(problem, file))


def deck_finding(problem: Problem, file: str) -> Finding:
    """Return the finding of a problem for which a deck is not read; ``file`` is "" where its name is not known."""
    return _refused(_CODES.get(problem.kind, "deck-damaged"), file, problem.why).findings[0]


def damaged(file: str, why: str) -> InvalidInput:
    """Return the exception for a deck that cannot be read."""
    return _refused("deck-damaged", file, why)


def _refused(key: str, file: str, why: str = "") -> InvalidInput:
    return InvalidInput([finding(key, Location(file) if file else None, why=why)])


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
            other, open_document = "not-a-presentation.other-zip", "not-a-presentation.open-document"
            raise _refused(open_document if "mimetype" in self.members else other, file)  # OpenDocument 1.3, 2, 3.3
        self.main = self.main or self._main()

    def _inherit(self, like: Package, editing: bool) -> None:
        for part, root in like._roots.items():
            if (part.startswith(INHERITED) or not editing) and self.signs(part)[0] == like.signs(part)[0]:
                self._roots[part] = root
        no_new_names = self.members.keys() <= like.members.keys()
        for part, rows in like._rows.items():
            if self.signs(part)[1] == like.signs(part)[1] and (no_new_names or self._has_targets(rows)):
                self._rows[part] = rows
                if part in like._relations:
                    self._relations[part] = like._relations[part]
        for (part, path), data in like._written.items():
            if self.signs(part)[0] == like.signs(part)[0]:
                self._written[part, path] = data
        if self.signs("")[1] == like.signs("")[1] and self.signs(like.main)[0] == like.signs(like.main)[0]:
            self.main = like.main

    def _has_targets(self, rows: tuple[Relation, ...]) -> bool:
        """Whether relations that were resolved in another package lead to the same parts here."""
        return all([relation.external or relation.target in self.members for relation in rows])

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
        strict = any([relation.type.startswith(STRICT) for relation in self.relations("").values()])
        raise _refused("not-a-presentation.strict" if strict else "not-a-presentation.without", self.file)

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


def _sign(member: Member | None) -> tuple[int, int] | None:
    return None if member is None else (member.crc, member.size)


def parsed(data: bytes, part: str, file: str) -> Element:
    """Return the root of XML without entities and network; InvalidInput where it is no XML or has a document type."""
    try:
        return parse_xml(data)
    except BadXml as problem:
        raise damaged(file, f"{part} in it is no XML ({problem})") from None


# The markers of a deck: its key, the hash of its base, and the base itself.

_FOLDER = "customXml/"
_HEAD = 1024
MAX_BASE = 64 * 1024 * 1024


class DeckMarks(Record):
    """``osr.deck`` and ``osr.base`` ("" where absent), the base's bytes (b"" without one) and its part.

    ``slides`` are the parts and keys of the slides in order where the seal holds (``pptx.base_part``), else ().
    """

    key: str = ""
    base_hash: str = ""
    base: bytes = b""
    part: str = ""
    slides: Written = ()


def read_marks(package: Package) -> DeckMarks:
    """Return what a deck says of itself.

    What is broken counts as absent: a deck without markers can still be adopted, and one without its base may find
    it in a base store by its name.
    """
    properties = _custom_properties(package)
    part, root = _base_part(package)
    base = (root.text or "").encode("utf-8", "surrogatepass") if part else b""
    slides = read_seal(root.attrib, package.members, part) if part else ()
    return DeckMarks(properties.get(DECK_PROPERTY, ""), properties.get(HASH_PROPERTY, ""), base, part, slides)


def alternative_texts(root: Element) -> dict[str, str]:
    """Return the alternative text of each object by key, as the base under this root has it; {} where it is none.

    "" is that of a text, and of what is marked as decorative.
    """
    if root.tag != f"{{{NAMESPACE}}}base":
        return {}
    try:
        base = read_base((root.text or "").encode("utf-8", "surrogatepass"))
    except InvalidInput:
        return {}
    return {item.key: item.alt for slide in base.slides for item in slide.items}


def _custom_properties(package: Package) -> dict[str, str]:
    part = package.related("", REL_CUSTOM)
    found: dict[str, str] = {}
    try:
        elements = package.root(part) if part else ()
    except InvalidInput:
        return found
    for element in elements:
        if isinstance(element.tag, str) and len(element):
            found.setdefault(element.get("name", ""), element[0].text or "")
    return found


def _base_part(package: Package) -> tuple[str, Element]:
    """Return the part that holds the base, and its root; "" without one.

    It is found by its root's namespace: LibreOffice hangs its relation in the wrong place (update.md).
    """
    wanted = NAMESPACE.encode()
    for name, member in package.members.items():
        if not name.startswith(_FOLDER) or not name.endswith(".xml") or member.size > MAX_BASE:
            continue
        try:
            data = package.data(name)
            root = parsed(data, name, package.file) if wanted in data[:_HEAD] else None
        except InvalidInput:
            continue
        if root is not None and root.tag == f"{{{NAMESPACE}}}base":
            return name, root
    return "", None
