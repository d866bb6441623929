"""The base in the deck: a custom XML part (ECMA-376 Part 1, 15.2.5) that holds its JSON as text.

PowerPoint and LibreOffice keep such a part; LibreOffice moves its relation out of reach, so it is
found by the namespace of its root.
"""

from __future__ import annotations

from osloregion_slides.pptx.identity import guid
from osloregion_slides.pptx.ooxml import R
from osloregion_slides.pptx.relations import Relations
from osloregion_slides.pptx.xml import DECLARATION, Xml, esc

TYPE_CHECKING = False
if TYPE_CHECKING:
    from osloregion_slides.pptx.parts import Parts

NAMESPACE = "urn:osloregion-slides:base"
BASE = "base"
DECK_PROPERTY, HASH_PROPERTY = "osr.deck", "osr.base"
PART, PROPERTIES = "customXml/item1.xml", "customXml/itemProps1.xml"
REL_CUSTOM_XML = f"{R}/customXml"
REL_CUSTOM_XML_PROPERTIES = f"{R}/customXmlProps"
TYPE_PROPERTIES = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
_DATA_STORE = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"


def add_base(parts: Parts, relations: Relations, base: bytes) -> None:
    """Add the base and its properties to the package; ``relations`` are the presentation's."""
    own = Relations()
    own.relate(REL_CUSTOM_XML_PROPERTIES, PROPERTIES.rpartition("/")[2])
    parts.add_data(PART, base_markup(base), own)
    parts.add(PROPERTIES, properties_markup(), TYPE_PROPERTIES)
    relations.relate(REL_CUSTOM_XML, f"../{PART}")


def base_markup(base: bytes) -> Xml:
    """Return the part of a base (UTF-8 JSON)."""
    text = _characters(base.decode("utf-8", "replace"))
    return f'{DECLARATION}<osr:{BASE} xmlns:osr="{NAMESPACE}">{text}</osr:{BASE}>'


def _characters(text: str) -> Xml:
    """Return the text for element content: quotes stay, because JSON has one on every second word."""
    if "&" in text:
        text = text.replace("&", "&amp;")
    if "<" in text:
        text = text.replace("<", "&lt;")
    return text.replace("]]>", "]]&gt;")


def properties_markup() -> Xml:
    """Return the part that gives the base its id in the data store (22.5.2.1), the same in every deck."""
    identity = guid("base", NAMESPACE)
    return (
        f'{DECLARATION}<ds:datastoreItem ds:itemID="{identity}" xmlns:ds="{_DATA_STORE}"><ds:schemaRefs>'
        f'<ds:schemaRef ds:uri="{esc(NAMESPACE)}"/></ds:schemaRefs></ds:datastoreItem>'
    )
