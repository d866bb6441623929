"""An Open Packaging package as a value: parts with their relations, and its bytes.

What ``write_package`` guarantees, so that the deck's writer can splice slides in as text: the content
types come first and every XML part has its own override; one relations part follows each part that has
relations; targets are relative; entries, dates and order come from the value alone.
"""

from __future__ import annotations

from osloregion_slides.ooxml.names import CONTENT_TYPES, DEFAULT_TYPES, RELATIONSHIPS
from osloregion_slides.ooxml.package import Relation
from osloregion_slides.ooxml.part_names import relative, rels_name
from osloregion_slides.ooxml.zip import pack, write_zip
from osloregion_slides.pptx.xml import DECLARATION, esc
from osloregion_slides.value import Value

_STORED = ("image/png", "image/jpeg")


class Part(Value):
    """A part of the package; ``name`` has no leading slash."""

    name: str
    content_type: str
    data: bytes
    relations: tuple[Relation, ...] = ()


class Package(Value):
    """A whole package: its own relations and its parts, in the order they are written."""

    relations: tuple[Relation, ...]
    parts: tuple[Part, ...]

    def part(self, name: str) -> Part:
        """Return the part of this name; KeyError where there is none."""
        for part in self.parts:
            if part.name == name:
                return part
        raise KeyError(name)


def write_package(package: Package) -> bytes:
    """Return the zip archive of a package; the same value gives the same uncompressed parts anywhere."""
    stored = {part.name for part in package.parts if part.content_type in _STORED}
    return write_zip([pack(name, data, name in stored) for name, data in members(package)])


def members(package: Package) -> tuple[tuple[str, bytes], ...]:
    """Return the archive's members, name and data, as they are written."""
    written = [("[Content_Types].xml", _content_types(package.parts))]
    written.append((rels_name(""), _relations("", package.relations)))
    for part in package.parts:
        written.append((part.name, part.data))
        if part.relations:
            written.append((rels_name(part.name), _relations(part.name, part.relations)))
    return tuple(written)


def _content_types(parts: tuple[Part, ...]) -> bytes:
    defaults = {suffix: DEFAULT_TYPES[suffix] for suffix in ("rels", "xml")}
    for part in parts:
        suffix = _suffix(part.name)
        if suffix not in ("", "xml"):
            defaults.setdefault(suffix, DEFAULT_TYPES.get(suffix, part.content_type))
    lines = [f'<Default Extension="{esc(key)}" ContentType="{esc(defaults[key])}"/>' for key in sorted(defaults)]
    lines += [
        f'<Override PartName="/{esc(part.name)}" ContentType="{esc(part.content_type)}"/>'
        for part in parts
        if defaults.get(_suffix(part.name)) != part.content_type
    ]
    return f'{DECLARATION}<Types xmlns="{CONTENT_TYPES}">{"".join(lines)}</Types>'.encode()


def _relations(source: str, relations: tuple[Relation, ...]) -> bytes:
    lines = []
    for relation in relations:
        target = relation.target if relation.external else relative(source, relation.target)
        mode = ' TargetMode="External"' if relation.external else ""
        lines.append(
            f'<Relationship Id="{esc(relation.id)}" Type="{esc(relation.type)}" Target="{esc(target)}"{mode}/>'
        )
    return f'{DECLARATION}<Relationships xmlns="{RELATIONSHIPS}">{"".join(lines)}</Relationships>'.encode()


def _suffix(name: str) -> str:
    leaf = name.rpartition("/")[2]
    return leaf.rpartition(".")[2].lower() if "." in leaf else ""
