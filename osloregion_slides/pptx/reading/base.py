"""The markers of a deck: its key, the hash of its base, and the base itself."""

from __future__ import annotations

from osloregion_slides.findings import InvalidInput
from osloregion_slides.ooxml.names import REL_CUSTOM
from osloregion_slides.pptx.base_part import DECK_PROPERTY, HASH_PROPERTY, NAMESPACE
from osloregion_slides.pptx.reading.package import parsed
from osloregion_slides.pptx.seal import read_seal
from osloregion_slides.update.base_read import read_base
from osloregion_slides.value import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any as Element

    from osloregion_slides.pptx.reading.package import Package
    from osloregion_slides.pptx.seal import Written

_FOLDER = "customXml/"
_HEAD = 1024
MAX_BASE = 64 * 1024 * 1024


class DeckMarks(Value):
    """``osr.deck`` and ``osr.base`` ("" where absent), the base's bytes (b"" without one) and its part.

    ``slides`` are the parts and keys of the slides in order where the seal holds (``pptx.seal``), else ().
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
