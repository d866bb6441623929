"""A deck with its slide parts named as LibreOffice wants them.

LibreOffice 7.4 takes the number of the page that a link leads to from the name of the slide's part, and crashes where
there is no such page: ``slide%203.xml`` and ``slide903.xml`` in a deck of 25. In a deck whose slides changed places,
the links of the PDF lead to other pages. The names mean nothing (ECMA-376 Part 2, 6.2), so that a copy may have others.
"""

from __future__ import annotations

import re

from osloregion_slides.ooxml.names import CONTENT_TYPES, RELATIONSHIPS
from osloregion_slides.ooxml.part_names import PartNames, as_uri, rels_name, source_of
from osloregion_slides.ooxml.zip import BadZip, pack, read_zip, write_zip
from osloregion_slides.pptx.children import read_children
from osloregion_slides.pptx.xml import DECLARATION, Xml, esc

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from osloregion_slides.ooxml.zip import Member

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
