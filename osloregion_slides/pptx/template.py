"""A template cut open at the places where a deck goes in.

Its members are kept compressed as they lie; only the presentation part, its relations, the content
types and the document properties are written anew.
"""

from __future__ import annotations

import pyexpat

from osloregion_slides.base.record import Record
from osloregion_slides.ooxml.names import (
    REL_APP,
    REL_CORE,
    REL_CUSTOM,
    REL_DOCUMENT,
    REL_NOTES_MASTER,
    REL_SLIDE,
    REL_THEME,
    REL_THUMBNAIL,
    relation_type,
    rels_name,
)
from osloregion_slides.ooxml.zip import MAX_TEMPLATE, MAX_TEMPLATE_UNPACKED, BadZip, Member, read_zip
from osloregion_slides.pptx.xml import Xml

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from osloregion_slides.pptx.relations import Relation


# An XML part cut into the children of its root, as text: enough to splice slides into a template.
#
# Expat (0.5 ms to import, lxml 10) gives exact places for any prefix, quoting or spacing, so our own
# template and a foreign one take the same way, and what is not touched stays letter for letter.


class Child(Record):
    """A child of the root: its local name, its attributes, and its text up to the next child."""

    name: str
    attributes: Mapping[str, str]
    text: Xml


class Element(Record):
    """A root: its start tag (with the declaration before it), its children and its end tag."""

    name: str
    attributes: Mapping[str, str]
    start: Xml
    children: tuple[Child, ...]
    end: Xml

    def child(self, name: str) -> Child | None:
        """Return the first child of this local name."""
        return next((child for child in self.children if child.name == name), None)


class _Reader:
    """Notes where the root's children begin."""

    def __init__(self) -> None:
        self.parser = pyexpat.ParserCreate()
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.finish
        self.parser.StartDoctypeDeclHandler = self.refuse
        self.depth = 0
        self.tags: list[tuple[str, dict[str, str], int]] = []
        self.end = 0

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Note an element of the first two levels."""
        if self.depth < 2:
            self.tags.append((name, attributes, self.parser.CurrentByteIndex))
        self.depth += 1

    def finish(self, name: str) -> None:
        """Note where the root's end tag stands."""
        self.depth -= 1
        if not self.depth:
            self.end = self.parser.CurrentByteIndex

    def refuse(self, *declaration: object) -> None:
        """Raise BadZip: a part with a document type may expand without end."""
        raise BadZip("an XML part with a document type is not read")


def read_children(data: bytes) -> Element:
    """Return the root of a UTF-8 part; BadZip where it is not well-formed."""
    reader = _Reader()
    try:
        reader.parser.Parse(data, True)
    except pyexpat.ExpatError as broken:
        raise BadZip(f"an XML part is not well-formed ({broken})") from None
    (name, attributes, _), *tags = reader.tags
    places = [place for _, _, place in tags] + [reader.end]
    children = tuple(
        [Child(_local(tag), found, _text(data, start, stop)) for (tag, found, start), stop in zip(tags, places[1:])]
    )
    return Element(_local(name), attributes, _text(data, 0, places[0]), children, _text(data, reader.end, len(data)))


def _local(tag: str) -> str:
    return tag.rpartition(":")[2]


def _text(data: bytes, start: int, stop: int) -> str:
    return data[start:stop].decode("utf-8")


PRESENTATION = "ppt/presentation.xml"
_OWN_ROOTS = (REL_CORE, REL_APP, REL_CUSTOM, REL_THUMBNAIL)
_NO_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # PowerPoint's "No Style, No Grid"


class Template(Record):
    """What a deck takes from its template.

    ``members`` are the parts that go in unchanged; ``roots`` and ``relations`` are the relations of the
    package and of the presentation that stay; ``defaults`` and ``overrides`` the content types. ``theme``
    is the presentation's theme, None where it leans on other parts (a picture as a fill).
    """

    members: tuple[Member, ...]
    presentation: Element
    roots: tuple[Relation, ...]
    relations: tuple[Relation, ...]
    defaults: tuple[tuple[str, str], ...]
    overrides: tuple[tuple[str, str], ...]
    table_style: str
    theme: Member | None

    @property
    def notes_master(self) -> str:
        """The part that notes pages follow; KeyError without one (brand/ gives every template one)."""
        return part_name({kind: target for _, kind, target, _ in self.relations}[REL_NOTES_MASTER])


def read_template(data: bytes) -> Template:
    """Return the template in these bytes: a presentation without slides whose main part is ppt/presentation.xml.

    BadZip where the package is damaged, KeyError where it is no presentation.
    """
    zipped = read_zip(data)
    if len(data) > MAX_TEMPLATE or sum([member.size for member in zipped.values()]) > MAX_TEMPLATE_UNPACKED:
        raise BadZip("it is larger than a template gets")
    roots = relations(zipped, "_rels/.rels")
    main = relations(zipped, "ppt/_rels/presentation.xml.rels")
    types = read_children(zipped["[Content_Types].xml"].read()).children
    dropped = {"[Content_Types].xml", "_rels/.rels", PRESENTATION, "ppt/_rels/presentation.xml.rels"}
    dropped |= {target.lstrip("/") for _, kind, target, _ in roots if kind in _OWN_ROOTS}
    return Template(
        tuple([member for name, member in zipped.items() if name not in dropped]),
        read_children(zipped[PRESENTATION].read()),
        tuple([r for r in roots if r[1] not in (*_OWN_ROOTS, REL_DOCUMENT)]),
        tuple([r for r in main if r[1] != REL_SLIDE]),
        tuple([(t.attributes["Extension"].lower(), t.attributes["ContentType"]) for t in types if t.name == "Default"]),
        tuple([(t.attributes["PartName"], t.attributes["ContentType"]) for t in types if t.name == "Override"]),
        table_style(zipped),
        _theme(zipped, main),
    )


def relations(zipped: Mapping[str, Member], name: str) -> list[Relation]:
    """Return the relations in a ``.rels`` part: id, type, target as written, whether it is external."""
    found = [child.attributes for child in read_children(zipped[name].read()).children]
    return [(r["Id"], relation_type(r["Type"]), r["Target"], r.get("TargetMode") == "External") for r in found]


def _theme(zipped: Mapping[str, Member], main: list[Relation]) -> Member | None:
    targets = [part_name(target) for _, kind, target, _ in main if kind == REL_THEME]
    if not targets or rels_name(targets[0]) in zipped:
        return None
    return zipped.get(targets[0])


def part_name(target: str) -> str:
    """Return the part that a relation of the presentation points to."""
    return target[1:] if target.startswith("/") else f"ppt/{target}"


def table_style(zipped: Mapping[str, Member]) -> str:
    """Return the style of new tables in this template; one that it only names is drawn by PowerPoint alone."""
    part = zipped.get("ppt/tableStyles.xml")
    if part is None:
        return _NO_STYLE
    styles = read_children(part.read())
    default = styles.attributes.get("def", "")
    named = [style.attributes.get("styleId") for style in styles.children]
    return default if default in named else _NO_STYLE
