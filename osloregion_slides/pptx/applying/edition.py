"""The found package while it is edited: touched parts are rewritten, all others copied byte for byte."""

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


# Markup of the writer's as elements.

_NAMES = f'xmlns:a="{A}" xmlns:r="{R}" xmlns:p="{P}" xmlns:c="{C}"'


def elements(markup: Xml) -> list[Element]:
    """Return the elements of some markup with the usual prefixes (a, c, p, r)."""
    found = list(etree.fromstring(f"<x {_NAMES}>{markup}</x>"))
    for element in found:
        element.getparent().remove(element)
        element.tail = None
    return found


def element(markup: Xml) -> Element:
    """Return the one element of some markup."""
    return elements(markup)[0]


def new(holder: Element, tag: str) -> Element:
    """Return a new child, at its place in the content model of ``holder``."""
    made = etree.SubElement(holder, tag)
    put(holder, made)
    return made


def child_of(holder: Element, tag: str) -> Element:
    """Return the child of this tag, a new one where there is none."""
    found = holder.find(tag)
    return new(holder, tag) if found is None else found


def put_for(holder: Element, made: Element, tags: Collection[str]) -> None:
    """Put an element in the place of the first child of these tags, else at its own."""
    old = next((child for child in holder if child.tag in tags), None)
    if old is not None:
        holder.replace(old, made)
    else:
        put(holder, made)


def set_or_drop(holder: Element, name: str, value: str | None) -> None:
    """Set an attribute, or take it off for "" and None."""
    holder.attrib.pop(name, None)
    if value:
        holder.set(name, value)


def extension(holder: Element, namespace: str, uri: str) -> Element:
    """Return a new extension of an element, the first in its list."""
    extensions = child_of(holder, f"{{{namespace}}}extLst")
    made = etree.Element(f"{{{namespace}}}ext", uri=uri)
    extensions.insert(0, made)
    return made


def serialised(root: Element) -> bytes:
    """Return a part's bytes."""
    return f"{DECLARATION}{etree.tostring(root, encoding='unicode', with_tail=False)}".encode()


_MEDIA = "ppt/media/"


class FoundParts(Parts):
    """The members of a found package, and what is added to it, with the writer's methods."""

    def __init__(self, package: Package) -> None:
        members = tuple([member for name, member in package.members.items() if name != TYPES])
        super().__init__(Template(members))
        self._package = package
        self._found = dict(self._members)
        self._removed: set[str] = set()
        self._taken_out = ""

    @property
    def table_style(self) -> str:
        """The style of new tables in the found deck."""
        return table_style(self._package.members)

    @property
    def theme(self) -> Member | None:
        """The found presentation's theme, None where it leans on other parts."""
        theme = self._package.related(self._package.main, REL_THEME)
        return self._package.members[theme] if theme and rels_name(theme) not in self._package else None

    def image(self, data: bytes, ending: str) -> str:
        """Return the target of a picture from a slide; one that lies in the package already is used again."""
        if data not in self._images:
            name = self.lying(deflated(f"{_MEDIA}probe", data))
            if name:
                self._images[data] = from_folder(name)
        return super().image(data, ending)

    def lying(self, media: Member) -> str:
        """Return the picture or film that has the same bytes here, "" without one."""
        same = (media.size, media.crc)
        found = self._members.items()
        return next((name for name, one in found if name.startswith(_MEDIA) and (one.size, one.crc) == same), "")

    @property
    def changed(self) -> bool:
        """Whether any member is another than the found one."""
        return self._found != self._members

    def put(self, name: str, data: bytes) -> None:
        """Put new bytes in the place of a part's."""
        self._members[name] = deflated(name, data)

    def add_found(self, name: str, data: bytes, kind: str) -> None:
        """Add a part of another package with its content type."""
        self._overrides["/" + name] = kind
        self._removed.discard("/" + name)
        self.put(name, data)

    def take(self, name: str) -> None:
        """Leave a part out of ``package``, because it is made later: its relations and its content type stay."""
        self._taken_out = name

    def remove(self, name: str) -> None:
        """Remove a part and its relations."""
        for each in (name, rels_name(name)):
            self._members.pop(each, None)
        self._overrides.pop("/" + name, None)
        self._removed.add("/" + name)

    def member(self, name: str) -> Member | None:
        """Return a member as it is now."""
        return self._members.get(name)

    def package(self) -> list[Member]:
        """Return the members; the content types are as found where no part came or went."""
        members = super().package() if self._retype() else [self._package.members[TYPES], *self._members.values()]
        return [member for member in members if member.name != self._taken_out]

    def _retype(self) -> bool:
        """Join the found content types with those of what came and went; say whether they are others now."""
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
    """A found part's relations: new ones are added at the end, unneeded ones are removed.

    ``text`` gives the part as found: an id that it names without having the relation stays without one. Else the
    place of a slide that lost its relation would lead to whatever is related next.
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
        """Return the id of the relation of this type to this target, made where there is none."""
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
        """Remove a relation; its id is not used again."""
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
    """A package under edit, and the findings that come of it."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self.parts = FoundParts(package)
        self.findings: list[Finding] = []
        self.last_slide_id = 0
        self._touched: dict[str, Element] = {}
        self._relations: dict[str, FoundRelations] = {}

    def root(self, part: str) -> Element:
        """Return the root of a part that is going to be changed."""
        if part not in self._touched:
            self._touched[part] = self.package.root(part)
        return self._touched[part]

    def touches(self, part: str) -> bool:
        """Whether a part is going to be changed."""
        return part in self._touched

    def relations(self, part: str) -> FoundRelations:
        """Return the relations of a found part."""
        found = self._relations.get(part)
        if found is None:
            name = rels_name(part)
            root = self.package.root(name) if name in self.package else None
            found = FoundRelations(root, lambda: self.package.data(part) if part in self.package else b"")
            self._relations[part] = found
        return found

    @property
    def changed(self) -> bool:
        """Whether anything is to be rewritten."""
        relations = any(relations.changed for relations in self._relations.values())
        return bool(self._touched) or relations or self.parts.changed

    @property
    def dropped(self) -> bool:
        """Whether a relation was taken away, so that parts may have lost their last one."""
        return any(relations.dropped for relations in self._relations.values())

    def found_targets(self, part: str) -> list[str]:
        """Return the parts that a part's relations led to as it was found."""
        found = self.package.relations(part).values()
        return [one.target for one in found if not one.external and one.target in self.package]

    def targets(self, part: str) -> list[str]:
        """Return the parts that a part's relations lead to, as they are now."""
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
        """Remove a part, with the changes to it."""
        self._touched.pop(part, None)
        self._relations.pop(part, None)
        self.parts.remove(part)

    def members(self) -> list[Member]:
        """Return the edited package: touched parts rewritten, all others byte for byte."""
        for part, root in self._touched.items():
            self.parts.put(part, serialised(root))
        for part, relations in self._relations.items():
            if relations.changed:
                self.parts.put(rels_name(part), serialised(relations.root))
        return self.parts.package()
