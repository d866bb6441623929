"""Validation of SVG files for decks: static drawings only, because every viewer of the deck renders them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.base.findings import term

if TYPE_CHECKING:
    from osloregion_slides.base.messages import Phrase

SVG = "{http://www.w3.org/2000/svg}"
MAX_BYTES = 10 * 1024 * 1024
_LIVE = ("script", "foreignObject", "iframe", "audio", "video", "handler", "listener")
_HERE = ("#", "data:image/")


def vector_fault(data: bytes) -> Phrase | str:
    """Return why these bytes are not a plain SVG drawing, "" for one that is.

    A plain drawing has no document type, no scripts, and no references to other files in links, pictures and paints.
    """
    from osloregion_slides.ooxml.package import BadXml, DocumentType, parse_xml

    if len(data) > MAX_BYTES:
        return term("is larger than {limit} MB", limit=MAX_BYTES // 1024 // 1024)
    try:
        root = parse_xml(data)
    except DocumentType:
        return "declares a document type"
    except BadXml:
        return "is not XML"
    if root.tag != f"{SVG}svg":
        return "is not an SVG drawing"
    for element in (*root.itersiblings(preceding=True), *root.itersiblings(), *root.iter()):
        fault = _fault(element)
        if fault:
            return fault
    return ""


def vector_ratio(data: bytes) -> float:
    """Return the ratio of width to height of a plain SVG drawing, from its size or view box; 0 where it has neither."""
    import re

    from osloregion_slides.ooxml.package import parse_xml

    root = parse_xml(data)
    sides = [re.fullmatch(r"\s*([\d.]+)(px|pt|mm|cm|in)?\s*", root.get(name, "")) for name in ("width", "height")]
    numbers = [one[1] for one in sides if one] if sides[0] and sides[1] and sides[0][2] == sides[1][2] else []
    numbers = numbers or root.get("viewBox", "").replace(",", " ").split()[2:]
    try:
        wide, high = [float(number) for number in numbers]
        return wide / high
    except (ValueError, ZeroDivisionError):
        return 0.0


def _fault(element) -> Phrase | str:  # type: ignore[no-untyped-def]  # lxml has no types
    if not isinstance(element.tag, str):
        return "" if element.tag.__name__ == "Comment" else "holds a processing instruction"
    name = element.tag.rpartition("}")[2]
    if name in _LIVE:
        return term("holds a `{name}`", name=name)
    if name == "style" and _leads_out(element.text or ""):
        return "leads to another file"
    for key, value in element.attrib.items():
        attribute = key.rpartition("}")[2].lower()
        if attribute.startswith("on"):
            return term("runs something on `{name}`", name=attribute)
        if attribute == "href" and not value.strip().startswith(_HERE):
            return "leads to another file"
        if _leads_out(value):
            return "leads to another file"
    return ""


def _leads_out(style: str) -> bool:
    """Return whether a style refers to a file: ``@import``, or ``url()`` of anything outside the drawing."""
    if "\\" in style or "@import" in style:  # escapes hide letters from this check, but not from renderers
        return True
    return any(not part.lstrip(" \t\r\n\"'").startswith(_HERE) for part in style.lower().split("url(")[1:])
