"""XML of a part that somebody else may have written, as a tree: no document type, no entity, no network."""

from __future__ import annotations

from lxml import etree

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any as Element

_SAFE = {"resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False}


class BadXml(ValueError):
    """The bytes are no XML that a package may hold; the message says why."""


class DocumentType(BadXml):
    """The XML declares a document type, which no part has (ECMA-376 Part 2, 7.2.4): entities swell and lead out."""


def parse_xml(data: bytes, elements_only: bool = False) -> Element:
    """Return the root element of a part; BadXml where it is not well-formed or declares a document type.

    ``elements_only`` leaves comments and processing instructions out, so that every node is an element. What is
    written again has to keep them.
    """
    parser = etree.XMLParser(**_SAFE, remove_comments=elements_only, remove_pis=elements_only)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as problem:
        raise BadXml(str(problem)) from None
    if root.getroottree().docinfo.doctype:
        raise DocumentType("it declares a document type")
    return root
