"""The base in the deck: a custom XML part (ECMA-376 Part 1, 15.2.5) that holds its JSON as text.

PowerPoint and LibreOffice keep such a part; LibreOffice moves its relation out of reach, so it is
found by the namespace of its root.
"""

from __future__ import annotations

from osloregion_slides.ooxml.names import R
from osloregion_slides.pptx.identity import guid
from osloregion_slides.pptx.parts import deflated
from osloregion_slides.pptx.relations import Relations
from osloregion_slides.pptx.seal import seal_text, sealed
from osloregion_slides.pptx.xml import DECLARATION, Xml, character_data, esc

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from osloregion_slides.ooxml.zip import Member
    from osloregion_slides.pptx.parts import Parts
    from osloregion_slides.pptx.seal import Seal, Written

NAMESPACE = "urn:osloregion-slides:base"
DECK_PROPERTY, HASH_PROPERTY = "osr.deck", "osr.base"
REL_CUSTOM_XML = f"{R}/customXml"
REL_CUSTOM_XML_PROPERTIES = f"{R}/customXmlProps"
TYPE_PROPERTIES = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
_DATA_STORE = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"


def reserve_base(parts: Parts, relations: Relations) -> str:
    """Return the name of a new part for a base, with its relations and properties in the package.

    ``relations`` are the presentation's. The part itself is made last (``base_member``): its seal is over all others.
    """
    name = parts.free_name("customXml/item", ".xml")
    properties = name.replace("item", "itemProps")
    own = Relations()
    own.relate(REL_CUSTOM_XML_PROPERTIES, properties.rpartition("/")[2])
    parts.add_relations(name, own)
    parts.add(properties, properties_markup(), TYPE_PROPERTIES)
    relations.relate(REL_CUSTOM_XML, f"../{name}")
    return name


def base_member(name: str, base: bytes, others: Iterable[Member], slides: Written) -> Member:
    """Return the part ``name`` that holds a base, sealed with what the other members are."""
    return deflated(name, base_markup(base, sealed(others, name, slides)).encode("utf-8"))


def base_markup(base: bytes, seal: Seal | None = None) -> Xml:
    """Return the part of a base (UTF-8 JSON)."""
    text = character_data(base.decode("utf-8", "replace"))
    said = "" if seal is None else f' seal="{esc(seal.digest)}" slides="{esc(seal_text(seal.slides))}"'
    return f'{DECLARATION}<osr:base xmlns:osr="{esc(NAMESPACE)}"{said}>{text}</osr:base>'


def properties_markup() -> Xml:
    """Return the part that gives the base its id in the data store (22.5.2.1), the same in every deck."""
    identity = guid("base", NAMESPACE)
    return (
        f'{DECLARATION}<ds:datastoreItem ds:itemID="{identity}" xmlns:ds="{esc(_DATA_STORE)}"><ds:schemaRefs>'
        f'<ds:schemaRef ds:uri="{esc(NAMESPACE)}"/></ds:schemaRefs></ds:datastoreItem>'
    )
