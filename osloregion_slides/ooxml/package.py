"""Reading untrusted packages: members, relationships, content types and XML trees, each on demand.

Each fault is a ``Problem``. The reader's ``Policy`` turns it into an exception, which ends the reading, or into
a finding, after which reading continues.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any, Literal

from lxml import etree

from osloregion_slides.base.findings import Finding, InvalidInput, Location, finding, reason_of, term
from osloregion_slides.base.record import Record
from osloregion_slides.ooxml.names import (
    CONTENT_TYPES,
    DEFAULT_TYPES,
    RELATIONSHIPS,
    TYPES,
    PartNames,
    key,
    relation_type,
    rels_name,
)
from osloregion_slides.ooxml.zip import (
    MAX_FILE,
    MAX_MEMBERS,
    MAX_NODES,
    MAX_RATIO,
    MAX_UNPACKED,
    MAX_XML,
    RATIO_FROM,
    TWICE,
    BadZip,
    nodes,
    read_zip,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any as Element

    from osloregion_slides.base.messages import Phrase
    from osloregion_slides.ooxml.zip import Member

    FileFault = Literal["encrypted", "old-format", "no-zip", "damaged", "too-large"]
    PartFault = Literal["duplicate", "bad-name", "damaged-part", "missing-part", "part-too-large", "too-many-nodes"]
    XmlFault = Literal["no-xml", "document-type"]
    Kind = FileFault | PartFault | XmlFault


_MB = 1024 * 1024
_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""The signature of compound files ([MS-CFB] 2.2): a .ppt from before 2007, or a .pptx with a password."""
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_NO_STEPS = frozenset(("", ".", ".."))
FATAL = ("encrypted", "old-format", "no-zip", "damaged", "too-large", "too-many-nodes")
"""Problems that always end the reading."""


class Problem(Record):
    """A fault of a package, or of one ``part`` of it; ``why`` is a clause that names the part.

    ``reason`` is the parser's message for XML that is not well-formed.
    """

    kind: Kind
    why: Phrase | str
    part: str = ""
    reason: str = ""


class Limits(Record):
    """Limits of a package: bytes, unpacked bytes, members; elements and attributes of all its parsed parts."""

    file: int = MAX_FILE
    unpacked: int = MAX_UNPACKED
    members: int = MAX_MEMBERS
    nodes: int = MAX_NODES


class Policy(Record):
    """A reader's handling of problems: their findings, whether each ends the reading, and its limits.

    ``elements_only``: as in ``parsing.parse_xml``.
    """

    finding: Callable[[Problem], Finding]
    strict: bool = True
    limits: Limits = Limits()
    elements_only: bool = False


class Relation(Record):
    """A relationship of a part: ``target`` is a part's name, or an address where it is ``external``.

    ``written`` is the target as in the file, "" where it was not read from one.
    """

    id: str
    type: str
    target: str
    external: bool = False
    written: str = ""


class Package:
    """A package from bytes or from members. ``findings`` are the problems so far that did not end the reading."""

    def __init__(self, data: bytes | Mapping[str, Member], policy: Policy) -> None:
        self.policy = policy
        self.findings: list[Finding] = []
        self.members: Mapping[str, Member] = self._open(data) if isinstance(data, bytes) else data
        self.names = PartNames(self.members)
        self._nodes = 0
        self._damaged: set[str] = set()
        self._roots: dict[str, Element | None] = {}
        self._rows: dict[str, tuple[Relation, ...]] = {}
        self._types: tuple[dict[str, str], dict[str, str]] | None = None

    def wrong(self, problem: Problem) -> None:
        """Handle a problem by the policy; InvalidInput with one finding where it ends the reading."""
        finding = self.policy.finding(problem)
        if self.policy.strict or problem.kind in FATAL:
            raise InvalidInput([finding])
        self.findings.append(finding)

    def __contains__(self, part: str) -> bool:
        return part in self.members

    def data(self, part: str) -> bytes:
        """Return a part's bytes, b"" where it is missing or damaged and that does not end the reading."""
        member = self.members.get(part)
        if member is None:
            self.wrong(Problem("missing-part", term("`{part}` is missing", part=part), part))
            return b""
        if part in self._damaged:
            return b""
        try:
            return member.read()
        except BadZip as problem:
            self._damaged.add(part)
            self.wrong(Problem("damaged-part", reason_of(problem), part))
            return b""

    def verify(self) -> None:
        """Verify the checksum of every member without keeping its data."""
        for name, member in self.members.items():
            try:
                member.check()
            except BadZip as problem:
                self._damaged.add(name)
                self.wrong(Problem("damaged-part", reason_of(problem), name))

    def root(self, part: str) -> Element | None:
        """Return the root of an XML part, parsed once; None where it is unreadable and reading goes on."""
        if part not in self._roots:
            there = self.policy.strict or part in self.members
            self._roots[part] = self.parse(part) if there else None
        return self._roots[part]

    def parse(self, part: str) -> Element | None:
        """Return the root of an XML part, parsed each time; errors as in ``root``."""
        member = self.members.get(part)
        if member is not None and member.size > MAX_XML:
            self.wrong(
                Problem(
                    "part-too-large", term("`{part}` is larger than {limit} MB", part=part, limit=MAX_XML // _MB), part
                )
            )
            return None
        data = self.data(part)
        self._nodes += nodes(data)
        if self._nodes > self.policy.limits.nodes:
            why = term("it has more than {limit} elements and attributes", limit=self.policy.limits.nodes)
            if self._nodes - nodes(data) + data.count(b"<") + data.count(b"=") <= self.policy.limits.nodes:
                why = term("an element of `{part}` has too many attributes", part=part)
            self.wrong(Problem("too-many-nodes", why, part))
            return None
        try:
            return parse_xml(data, self.policy.elements_only)
        except DocumentType:
            self.wrong(Problem("document-type", term("`{part}` declares a document type", part=part), part))
        except BadXml as problem:
            self.wrong(
                Problem("no-xml", term("`{part}` is not XML ({why})", part=part, why=str(problem)), part, str(problem))
            )
        return None

    def rows(self, part: str) -> tuple[Relation, ...]:
        """Return a part's relationships ("" is the package) in file order, including those with missing targets."""
        found = self._rows.get(part)
        if found is None:
            found = self._rows[part] = self._read_rows(part)
        return found

    def _read_rows(self, part: str) -> tuple[Relation, ...]:
        name = self.names.find(rels_name(part))
        root = self.root(name) if name else None
        found = []
        for element in root.iterfind(f"{{{RELATIONSHIPS}}}Relationship") if root is not None else ():
            external = element.get("TargetMode") == "External"
            written = element.get("Target", "")
            target = written if external else self.names.resolve(part, written)
            found.append(Relation(element.get("Id", ""), element.get("Type", ""), target, external, written))
        return tuple(found)

    def relation(self, part: str, identity: str) -> Relation | None:
        """Return a part's first relationship with this id, None without one."""
        return next((relation for relation in self.rows(part) if relation.id == identity), None)

    def all_related(self, part: str, kind: str) -> tuple[str, ...]:
        """Return the existing parts to which a part has a relationship of this type."""
        return tuple(
            [
                relation.target
                for relation in self.rows(part)
                if relation_type(relation.type) == kind and not relation.external and relation.target in self.members
            ]
        )

    def related(self, part: str, kind: str) -> str:
        """Return the first of ``all_related``, "" without one."""
        return next(iter(self.all_related(part, kind)), "")

    @property
    def types(self) -> tuple[dict[str, str], dict[str, str]]:
        """The content types: by file extension, and by the ``names.key`` of a part with its leading slash."""
        if self._types is None:
            defaults: dict[str, str] = {}
            overrides: dict[str, str] = {}
            root = self.root(TYPES) if TYPES in self.members else None
            for element in root.iterfind(f"{{{CONTENT_TYPES}}}*") if root is not None else ():
                kind = element.get("ContentType", "")
                if element.get("Extension"):
                    defaults[element.get("Extension").lower()] = kind
                elif element.get("PartName"):
                    overrides[key(element.get("PartName"))] = kind
            self._types = defaults, overrides
        return self._types

    def content_type(self, part: str) -> str:
        """Return a part's content type, "" where the package has none for it."""
        defaults, overrides = self.types
        return overrides.get("/" + key(part)) or defaults.get(_ending(part), "")

    def _open(self, data: bytes) -> Mapping[str, Member]:
        limits = self.policy.limits
        if data.startswith(_COMPOUND):
            kind: Kind = "encrypted" if _ENCRYPTED in data else "old-format"
            self.wrong(
                Problem(kind, term("it has a password" if kind == "encrypted" else "it is a .ppt of before 2007"))
            )
        if len(data) > limits.file:
            self.wrong(Problem("too-large", term("it is larger than {limit} MB", limit=limits.file // _MB)))
        if not data.startswith(b"PK"):
            self.wrong(Problem("no-zip", term("it is not a zip archive")))
        try:
            found = read_zip(data, self._wrong_member)
        except BadZip as problem:
            self.wrong(Problem("damaged", term("it is cut short or damaged ({why})", why=reason_of(problem))))
            raise
        self._check_sizes(found)
        return {name: member for name, member in found.items() if self._has_part_name(name)}

    def _wrong_member(self, name: str, why: Phrase | str) -> None:
        self.wrong(Problem("duplicate" if why == term(TWICE, part=name) else "damaged-part", why, name))

    def _check_sizes(self, members: Mapping[str, Member]) -> None:
        """Report packages with too many members or bytes, and members with an excessive compression ratio."""
        limits = self.policy.limits
        if len(members) > limits.members:
            self.wrong(Problem("too-large", term("it holds {count} files", count=len(members))))
        total = sum([member.size for member in members.values()])
        if total > limits.unpacked:
            self.wrong(Problem("too-large", term("it unpacks to {size} MB", size=total // _MB)))
        for member in members.values():
            if member.size > RATIO_FROM and member.size > MAX_RATIO * len(member.packed):
                ratio = member.size // max(len(member.packed), 1)
                self.wrong(
                    Problem(
                        "too-large", term("`{part}` unpacks to {ratio} times its size", part=member.name, ratio=ratio)
                    )
                )

    def _has_part_name(self, name: str) -> bool:
        """Return whether a member's name is a valid part name and stays in the package (ECMA-376 Part 2, 6.2.2)."""
        if "\\" not in name and ":" not in name and name.isprintable() and _NO_STEPS.isdisjoint(name.split("/")):
            return True
        self.wrong(Problem("bad-name", term("it holds a file of the name {name}", name=repr(name)), name))
        return False


def _ending(part: str) -> str:
    return part.rpartition("/")[2].rpartition(".")[2].lower()


def usual_type(part: str) -> str:
    """Return the usual content type of parts with this file extension, "" for an unknown one."""
    return DEFAULT_TYPES.get(_ending(part), "")


# Parsing untrusted XML: no document type, no entities, no network.

_SAFE = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}


class BadXml(ValueError):
    """The bytes are not XML that is allowed in a package; the message gives the reason."""


class DocumentType(BadXml):
    """The XML declares a document type, which is not allowed in parts (ECMA-376 Part 2, 7.2.4) because of entities."""


@lru_cache(maxsize=2)
def _parser(elements_only: bool) -> Any:
    """Return a cached parser: creating one takes three times as long as parsing a relationships part."""
    return etree.XMLParser(**_SAFE, remove_comments=elements_only, remove_pis=elements_only)


def parse_xml(data: bytes, elements_only: bool = False) -> Element:
    """Return the root element of a part; BadXml where it is not well-formed or declares a document type.

    ``elements_only`` drops comments and processing instructions, so that every node is an element. Do not use it
    for parts that are written again.
    """
    try:
        root = etree.fromstring(data, _parser(elements_only))
    except (etree.XMLSyntaxError, ValueError) as problem:
        raise BadXml(str(problem)) from None
    if root.getroottree().docinfo.doctype:
        raise DocumentType("it declares a document type")
    return root


# Findings for presentations that cannot be read.

_CODES: Mapping[str, str] = {
    "encrypted": "deck-encrypted",
    "old-format": "deck-old-format",
    "no-zip": "not-a-presentation",
    "too-large": "deck-too-large",
    "too-many-nodes": "deck-too-large",
}
"""The codes of findings by the kind of problem, ``deck-damaged`` for all others."""


def deck_policy(file: str) -> Policy:
    """Return the policy for reading untrusted decks: the first problem ends it, as ``deck_finding``."""
    return Policy(lambda problem: deck_finding(problem, file))


def deck_finding(problem: Problem, file: str) -> Finding:
    """Return the finding for a problem that ends the reading of a deck; ``file`` is "" where its name is unknown."""
    return refused(_CODES.get(problem.kind, "deck-damaged"), file, problem.why).findings[0]


def damaged(file: str, why: Phrase | str) -> InvalidInput:
    """Return the exception for a deck that cannot be read."""
    return refused("deck-damaged", file, why)


def refused(key: str, file: str, why: Phrase | str = "") -> InvalidInput:
    """Return the exception for a rejected file, with one finding of this code."""
    return InvalidInput([finding(key, Location(file) if file else None, why=why)])
