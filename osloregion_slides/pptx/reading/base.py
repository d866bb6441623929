"""The markers of a deck: its key, the hash of its base, and the base itself."""

from __future__ import annotations

from osloregion_slides.findings import InvalidInput
from osloregion_slides.pptx.base_part import DECK_PROPERTY, HASH_PROPERTY, NAMESPACE
from osloregion_slides.pptx.ooxml import REL_CUSTOM

TYPE_CHECKING = False
if TYPE_CHECKING:
    from osloregion_slides.pptx.reading.package import Package

_FOLDER = "customXml/"
_HEAD = 1024
MAX_BASE = 256 * 1024 * 1024


def read_marks(package: Package) -> tuple[str, str, bytes]:
    """Return ``osr.deck``, ``osr.base`` ("" where absent) and the base's bytes (b"" without one).

    What is broken counts as absent: a deck without markers can still be adopted.
    """
    try:
        properties = _custom_properties(package)
        part = base_part_name(package)
        base = (package.root(part).text or "").encode("utf-8", "surrogatepass") if part else b""
    except InvalidInput:
        return "", "", b""
    return properties.get(DECK_PROPERTY, ""), properties.get(HASH_PROPERTY, ""), base


def _custom_properties(package: Package) -> dict[str, str]:
    part = package.related("", REL_CUSTOM)
    if not part:
        return {}
    found: dict[str, str] = {}
    for element in package.root(part):
        if isinstance(element.tag, str) and len(element):
            found.setdefault(element.get("name", ""), element[0].text or "")
    return found


def base_part_name(package: Package) -> str:
    """Return the part that holds the base, "" without one.

    It is found by its root's namespace: LibreOffice hangs its relation in the wrong place (update.md).
    """
    wanted = NAMESPACE.encode()
    for name, member in package.members.items():
        if not name.startswith(_FOLDER) or not name.endswith(".xml") or member.size > MAX_BASE:
            continue
        if wanted in package.data(name)[:_HEAD] and package.root(name).tag == f"{{{NAMESPACE}}}base":
            return name
    return ""
