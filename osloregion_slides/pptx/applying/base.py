"""The base in a found deck put in the place of the one before, or added."""

from __future__ import annotations

from lxml import etree

from osloregion_slides.ooxml.inheritance import whole
from osloregion_slides.ooxml.names import REL_CUSTOM, TYPE_CUSTOM
from osloregion_slides.pptx.base_part import DECK_PROPERTY, HASH_PROPERTY, REL_CUSTOM_XML, reserve_base
from osloregion_slides.pptx.properties import custom_part, hash_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any as Element

    from osloregion_slides.pptx.applying.edition import Edition
    from osloregion_slides.pptx.reading.base import DeckMarks
    from osloregion_slides.scene import Deck

_USER = "{D5CDD505-2E9C-101B-9397-08002B2CF9AE}"
_VALUE = "{http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes}lpwstr"
_FIRST = 2


def set_base(edition: Edition, found: DeckMarks, deck: Deck, base: bytes) -> str:
    """Make room for the base of ours: put the deck's key and the base's hash into its properties.

    Return the part that the base belongs into, which is taken out until the base is sealed with what the others
    are; "" where nothing changes, the base neither.
    """
    if (found.key, found.base_hash, found.base) != (deck.key, hash_of(base), base):
        _set_properties(edition, deck, base)
    elif not edition.changed:
        return ""
    return _holder(edition, found.part)


def _holder(edition: Edition, name: str) -> str:
    package = edition.package
    if not name:
        return reserve_base(edition.parts, edition.relations(package.main))
    edition.parts.take(name)
    here = [one.id for one in package.relations(package.main).values() if one.target == name]
    if not here:
        edition.relations(package.main).relate(REL_CUSTOM_XML, f"../{name}")
    _drop_dangling(edition)
    return name


def _drop_dangling(edition: Edition) -> None:
    """Take off the relation that LibreOffice 7.4.7 writes: from the package's root to ``../customXml/item1.xml``."""
    for relation in edition.package.relations("").values():
        if relation.type == REL_CUSTOM_XML and relation.written.startswith("../"):
            edition.relations("").drop(relation.id)


def _set_properties(edition: Edition, deck: Deck, base: bytes) -> None:
    package = edition.package
    part = package.related("", REL_CUSTOM)
    if not part:
        name = "docProps/custom.xml"
        edition.parts.add(name, custom_part(deck, base), TYPE_CUSTOM)
        edition.relations("").relate(REL_CUSTOM, name)
        return
    root = edition.root(part)
    for name, value in ((DECK_PROPERTY, deck.key), (HASH_PROPERTY, hash_of(base))):
        _set_property(root, name, value)


def _set_property(root: Element, name: str, value: str) -> None:
    found = next((child for child in root if child.get("name") == name), None)
    if found is None:
        numbers = [whole(child.get("pid")) for child in root]
        tag = root.tag.replace("}Properties", "}property")
        found = etree.SubElement(root, tag, fmtid=_USER, pid=str(max([_FIRST - 1, *numbers]) + 1), name=name)
    for child in list(found):
        found.remove(child)
    etree.SubElement(found, _VALUE).text = value
