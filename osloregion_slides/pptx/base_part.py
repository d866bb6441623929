"""The base in the deck: a custom XML part (ECMA-376 Part 1, 15.2.5) that holds its JSON as text.

PowerPoint and LibreOffice keep such a part; LibreOffice moves its relation out of reach, so it is
found by the namespace of its root.
"""

from __future__ import annotations

from osloregion_slides.pptx.identity import guid
from osloregion_slides.pptx.ooxml import R
from osloregion_slides.pptx.relations import Relations
from osloregion_slides.pptx.xml import DECLARATION, Xml, character_data, esc

TYPE_CHECKING = False
if TYPE_CHECKING:
    from osloregion_slides.pptx.parts import Parts

NAMESPACE = "urn:osloregion-slides:base"
DECK_PROPERTY, HASH_PROPERTY = "osr.deck", "osr.base"
REL_CUSTOM_XML = f"{R}/customXml"
REL_CUSTOM_XML_PROPERTIES = f"{R}/customXmlProps"
TYPE_PROPERTIES = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
_DATA_STORE = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"


def add_base(parts: Parts, relations: Relations, base: bytes) -> None:
    """Add the base and its properties to the package; ``relations`` are the presentation's."""
    name = parts.free_name("customXml/item", ".xml")
    properties = name.replace("item", "itemProps")
    own = Relations()
    own.relate(REL_CUSTOM_XML_PROPERTIES, properties.rpartition("/")[2])
    parts.add_data(name, base_markup(base), own)
    parts.add(properties, properties_markup(), TYPE_PROPERTIES)
    relations.relate(REL_CUSTOM_XML, f"../{name}")


def base_markup(base: bytes) -> Xml:
    """Return the part of a base (UTF-8 JSON)."""
    text = character_data(base.decode("utf-8", "replace"))
    return f'{DECLARATION}<osr:base xmlns:osr="{esc(NAMESPACE)}">{text}</osr:base>'


def properties_markup() -> Xml:
    """Return the part that gives the base its id in the data store (22.5.2.1), the same in every deck."""
    identity = guid("base", NAMESPACE)
    return (
        f'{DECLARATION}<ds:datastoreItem ds:itemID="{identity}" xmlns:ds="{esc(_DATA_STORE)}"><ds:schemaRefs>'
        f'<ds:schemaRef ds:uri="{esc(NAMESPACE)}"/></ds:schemaRefs></ds:datastoreItem>'
    )
