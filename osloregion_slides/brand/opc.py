"""Reading a package that somebody else made, with limits: bytes to parts and their relations.

Nothing in it is trusted: no document type, no entity, no network, names that leave the package, bombs.
"""

from __future__ import annotations

from lxml import etree

from osloregion_slides.brand.package import Package, Part
from osloregion_slides.findings import InvalidInput, Span, error
from osloregion_slides.ooxml import package
from osloregion_slides.ooxml.limits import (
    MAX_NODES,
    MAX_TEMPLATE,
    MAX_TEMPLATE_MEMBERS,
    MAX_TEMPLATE_UNPACKED,
    MAX_XML,
    nodes,
)
from osloregion_slides.ooxml.names import relation_type
from osloregion_slides.ooxml.package import TYPES, Limits, Policy, Relation, usual_type
from osloregion_slides.ooxml.parsing import BadXml, parse_xml
from osloregion_slides.pptx.xml import DECLARATION

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any as Element

    from osloregion_slides.findings import Finding
    from osloregion_slides.ooxml.package import Problem

LIMITS = Limits(MAX_TEMPLATE, MAX_TEMPLATE_UNPACKED, MAX_TEMPLATE_MEMBERS)


def read_package(data: bytes, file: str) -> Package:
    """Return the parts that hang together from the package's root; what nothing refers to is left out.

    Relations to parts that are not there are left out too. InvalidInput with one finding for a file that
    is no package, has a password, is cut short or damaged, or is larger than a presentation gets.
    """
    found = package.Package(data, Policy(lambda problem: _finding(problem, file), limits=LIMITS))
    if TYPES not in found:
        raise _broken(file, "it is a zip archive, but no Office document")
    root = _relations(found, "")
    parts: list[Part] = []
    waiting, seen = [relation.target for relation in root if not relation.external], set[str]()
    while waiting:
        name = waiting.pop(0)
        if name in seen:
            continue
        seen.add(name)
        relations = _relations(found, name)
        parts.append(Part(name, found.content_type(name) or usual_type(name), found.data(name), relations))
        waiting += [relation.target for relation in relations if not relation.external]
    return Package(root, tuple(parts))


def _relations(found: package.Package, part: str) -> tuple[Relation, ...]:
    return tuple(
        [
            Relation(one.id, relation_type(one.type), one.target, one.external)
            for one in found.rows(part)
            if one.external or one.target in found
        ]
    )


def parse(data: bytes, file: str, part: str) -> Element:
    """Return the root element of an XML part; InvalidInput where it is damaged or declares a document type."""
    if len(data) > MAX_XML or nodes(data) > MAX_NODES // 10:
        raise _broken(file, f"{part} in it is larger than {MAX_XML // 1024 // 1024} MB, or has too many elements")
    try:
        return parse_xml(data)
    except BadXml as problem:
        raise _broken(file, f"{part} in it is damaged ({problem})") from None


def serialise(root: Element) -> bytes:
    """Return an element as an XML part."""
    return f"{DECLARATION}{etree.tostring(root, encoding='unicode')}".encode()


def _finding(problem: Problem, file: str) -> Finding:
    if problem.kind in ("encrypted", "old-format"):
        message = "the template has a password or is a .ppt of before 2007"
        hint = "open it in PowerPoint, remove the password and save it as .pptx or .potx"
        return error("template-encrypted", Span(file), message, hint)
    return _broken(file, problem.why).findings[0]


def _broken(file: str, why: str) -> InvalidInput:
    hint = "open it in PowerPoint and save it as .pptx or .potx"
    return InvalidInput([error("template-damaged", Span(file), f"the template cannot be read: {why}", hint)])
