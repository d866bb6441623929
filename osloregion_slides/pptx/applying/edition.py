"""An existing package under edit: changed parts are rewritten, all others copied byte for byte."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from osloregion_slides.ooxml.names import REL_THEME, RELATIONSHIPS, TYPES, A, C, P, R, from_folder, rels_name
from osloregion_slides.ooxml.order import put
from osloregion_slides.ooxml.package import parse_xml
from osloregion_slides.pptx.parts import Parts, Relations, deflated
from osloregion_slides.pptx.reading.deck import Package
from osloregion_slides.pptx.template import Element as Tag
from osloregion_slides.pptx.template import Template, read_children, table_style
from osloregion_slides.pptx.xml import DECLARATION, Xml

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping
    from typing import Any as Element

    from osloregion_slides.base.findings import Finding
    from osloregion_slides.ooxml.zip import Member


# Markup as elements.

_NAMES = f'xmlns:a="{A}" xmlns:r="{R}" xmlns:p="{P}" xmlns:c="{C}"'


def elements(markup: Xml) -> list[Element]:
    """Return the elements of markup with the usual prefixes (a, c, p, r)."""
    found = list(etree.fromstring(f"<x {_NAMES}>{markup}</x>"))
    for element in found:
        element.getparent().remove(element)
        element.tail = None
    return found


def element(markup: Xml) -> Element:
    """Return the single element of markup."""
    return elements(markup)[0]


def new(holder: Element, tag: str) -> Element:
    """Add a new child at its position in the content model of ``holder``, and return it."""
    made = etree.SubElement(holder, tag)
    put(holder, made)
    return made


def child_of(holder: Element, tag: str) -> Element:
    """Return the child with this tag, which is added if it is missing."""
    found = holder.find(tag)
    return new(holder, tag) if found is None else found


def put_for(holder: Element, made: Element, tags: Collection[str]) -> None:
    """Replace the first child with one of these tags, or insert the element at its own position."""
    old = next((child for child in holder if child.tag in tags), None)
    if old is not None:
        holder.replace(old, made)
    else:
        put(holder, made)


def set_or_drop(holder: Element, name: str, value: str | None) -> None:
    """Set an attribute, or remove it for "" and None."""
    holder.attrib.pop(name, None)
    if value:
        holder.set(name, value)


def extension(holder: Element, namespace: str, uri: str) -> Element:
    """Add a new extension at the start of an element's list, and return it."""
    extensions = child_of(holder, f"{{{namespace}}}extLst")
    made = etree.Element(f"{{{namespace}}}ext", uri=uri)
    extensions.insert(0, made)
    return made


def serialised(root: Element) -> bytes:
    """Return a part's bytes."""
    return f"{DECLARATION}{etree.tostring(root, encoding='unicode', with_tail=False)}".encode()


_MEDIA = "ppt/media/"


class FoundParts(Parts):
    """The members of an existing package and added parts, with the methods of the writer."""

    def __init__(self, package: Package) -> None:
        members = tuple([member for name, member in package.members.items() if name != TYPES])
        super().__init__(Template(members))
        self._package = package
        self._found = dict(self._members)
        self._removed: set[str] = set()
        self._taken_out = ""

    @property
    def table_style(self) -> str:
        """The style of new tables in the existing deck."""
        return table_style(self._package.members)

    @property
    def theme(self) -> Member | None:
        """The presentation's theme, None if it depends on other parts."""
        theme = self._package.related(self._package.main, REL_THEME)
        return self._package.members[theme] if theme and rels_name(theme) not in self._package else None

    def image(self, data: bytes, ending: str) -> str:
        """Return the target of a picture from a slide; an equal one in the package is reused."""
        if data not in self._images:
            name = self.same_media(deflated(f"{_MEDIA}probe", data))
            if name:
                self._images[data] = from_folder(name)
        return super().image(data, ending)

    def same_media(self, media: Member) -> str:
        """Return the picture or video with the same bytes, "" without one."""
        same = (media.size, media.crc)
        found = self._members.items()
        return next((name for name, one in found if name.startswith(_MEDIA) and (one.size, one.crc) == same), "")

    @property
    def changed(self) -> bool:
        """Whether any member differs from the original package."""
        return self._found != self._members

    def put(self, name: str, data: bytes) -> None:
        """Replace the bytes of a part."""
        self._members[name] = deflated(name, data)

    def add_found(self, name: str, data: bytes, kind: str) -> None:
        """Add a part of another package with its content type."""
        self._overrides["/" + name] = kind
        self._removed.discard("/" + name)
        self.put(name, data)

    def leave_out(self, name: str) -> None:
        """Leave a part that is written later out of ``package``; its relations and content type stay."""
        self._taken_out = name

    def remove(self, name: str) -> None:
        """Remove a part and its relations."""
        for each in (name, rels_name(name)):
            self._members.pop(each, None)
        self._overrides.pop("/" + name, None)
        self._removed.add("/" + name)

    def member(self, name: str) -> Member | None:
        """Return the current state of a member."""
        return self._members.get(name)

    def package(self) -> list[Member]:
        """Return the members; the content types are the original ones if no part was added or removed."""
        members = super().package() if self._retype() else [self._package.members[TYPES], *self._members.values()]
        return [member for member in members if member.name != self._taken_out]

    def _retype(self) -> bool:
        """Update the content types for added and removed parts; return whether they changed."""
        if not (self._defaults or self._overrides or self._removed):
            return False
        types = read_children(self._package.data(TYPES))
        defaults = {one["Extension"].lower(): one["ContentType"] for one in _of(types, "Default")}
        overrides = {one["PartName"]: one["ContentType"] for one in _of(types, "Override")}
        kept = {name: kind for name, kind in overrides.items() if name not in self._removed}
        self._defaults, self._overrides = {**defaults, **self._defaults}, {**kept, **self._overrides}
        return (self._defaults, self._overrides) != (defaults, overrides)


def _of(types: Tag, name: str) -> list[Mapping[str, str]]:
    return [child.attributes for child in types.children if child.name == name]


class FoundRelations(Relations):
    """The relations of an existing part: new ones are added at the end, unneeded ones are removed.

    ``text`` returns the original part: ids that it uses without a relation are not assigned. Otherwise the
    entry of a slide without its relation would refer to the next new target.
    """

    def __init__(self, root: Element | None, text: Callable[[], bytes]) -> None:
        self._text: Callable[[], bytes] | None = text
        self.root: Element = root if root is not None else etree.Element(_RELATIONSHIPS, nsmap={None: RELATIONSHIPS})
        rows = [row for row in self.root if isinstance(row.tag, str)]
        super().__init__(
            [(r.get("Id"), r.get("Type"), r.get("Target"), r.get("TargetMode") == "External") for r in rows]
        )
        self.changed = self.dropped = False

    def relate(self, kind: str, target: str, external: bool = False) -> str:
        """Return the id of the relation with this type and target, and add it if it is missing."""
        known = len(self._ids)
        identity = super().relate(kind, target, external)
        if len(self._ids) > known:
            row = etree.SubElement(self.root, _RELATIONSHIP, Id=identity, Type=kind, Target=target)
            if external:
                row.set("TargetMode", "External")
            self.changed = True
        return identity

    def _next(self) -> str:
        if self._text is not None:
            self._taken.update([named.decode() for named in _NAMED.findall(self._text())])
            self._text = None
        return super()._next()

    def drop(self, identity: str) -> None:
        """Remove a relation; its id is not reused."""
        for row in list(self.root):
            if row.get("Id") == identity:
                self.root.remove(row)
                self.changed = self.dropped = True
        self._ids = {key: known for key, known in self._ids.items() if known != identity}

    def retarget(self, identity: str, target: str) -> None:
        """Point a relation to another part."""
        for row in self.root:
            if row.get("Id") == identity:
                row.set("Target", target)
                self.changed = self.dropped = True


_NAMED = re.compile(rb"""["'](rId\d+)["']""")
_RELATIONSHIP, _RELATIONSHIPS = f"{{{RELATIONSHIPS}}}Relationship", f"{{{RELATIONSHIPS}}}Relationships"


class Edition:
    """A package under edit, and the findings of the edit."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.parts = FoundParts(package)
        self.findings: list[Finding] = []
        self.last_slide_id = 0
        self._touched: dict[str, Element] = {}
        self._relations: dict[str, FoundRelations] = {}

    def root(self, part: str) -> Element:
        """Return the root of a part for changing."""
        if part not in self._touched:
            self._touched[part] = self.package.root(part)
        return self._touched[part]

    def touches(self, part: str) -> bool:
        """Return whether ``root`` was called for a part."""
        return part in self._touched

    def relations(self, part: str) -> FoundRelations:
        """Return the relations of a part of the package for changing."""
        found = self._relations.get(part)
        if found is None:
            name = rels_name(part)
            root = self.package.root(name) if name in self.package else None
            found = FoundRelations(root, lambda: self.package.data(part) if part in self.package else b"")
            self._relations[part] = found
        return found

    @property
    def changed(self) -> bool:
        """Whether any part must be rewritten."""
        relations = any(relations.changed for relations in self._relations.values())
        return bool(self._touched) or relations or self.parts.changed

    @property
    def dropped(self) -> bool:
        """Whether a relation was removed, so that parts may be unreachable."""
        return any(relations.dropped for relations in self._relations.values())

    def found_targets(self, part: str) -> list[str]:
        """Return the original targets of a part's relations."""
        found = self.package.relations(part).values()
        return [one.target for one in found if not one.external and one.target in self.package]

    def targets(self, part: str) -> list[str]:
        """Return the current targets of a part's relations."""
        if part in self._relations:
            rows = self._relations[part].root
        else:
            name = rels_name(part)
            member = self.parts.member(name)
            if member is None:
                return []
            if self.package.members.get(name) is member:
                found = self.package.relations(part).values()
                return [one.target for one in found if not one.external and self.parts.member(one.target)]
            rows = parse_xml(member.read())
        targets = [
            self.package.names.resolve(part, row.get("Target", ""))
            for row in rows
            if row.get("TargetMode") != "External"
        ]
        return [target for target in targets if self.parts.member(target)]

    def remove(self, part: str) -> None:
        """Remove a part and the changes to it."""
        self._touched.pop(part, None)
        self._relations.pop(part, None)
        self.parts.remove(part)

    def members(self) -> list[Member]:
        """Return the edited package: changed parts rewritten, all others byte for byte."""
        for part, root in self._touched.items():
            self.parts.put(part, serialised(root))
        for part, relations in self._relations.items():
            if relations.changed:
                self.parts.put(rels_name(part), serialised(relations.root))
        return self.parts.package()
