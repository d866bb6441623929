"""The base stored in the deck: a custom XML part (ECMA-376 Part 1, 15.2.5) with its JSON as text, and a seal.

PowerPoint and LibreOffice keep such a part; LibreOffice moves its relation, so the part is identified by the
namespace of its root.

The seal lists the slides that equal the base as long as no other program has written the file. A zip directory lists
every member with its CRC-32 and size; the seal is the digest of that directory (SHA-256 over names, CRCs and sizes,
without the part that holds the base). While the seal is valid, the listed slides are unpacked, which detects damage,
but not parsed. A program that saves the deck writes other bytes and breaks the seal; the deck is then read in full
except for what ``reading/copied`` recognises, as is every slide that is not listed or that the update changes. Forging
a seal takes forged CRCs, and hides only manual edits on slides that the outline did not change: those slides are copied
unchanged, sealed or not.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.ooxml.names import R
from osloregion_slides.pptx.identity import guid
from osloregion_slides.pptx.looks import looks_section
from osloregion_slides.pptx.parts import Parts, Relations, deflated
from osloregion_slides.pptx.xml import DECLARATION, Xml, character_data, esc

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from osloregion_slides.ooxml.zip import Member

    Written = tuple[tuple[str, str], ...]

NAMESPACE = "urn:osloregion-slides:base"
LOOKS = f"{{{NAMESPACE}}}looks"
DECK_PROPERTY, HASH_PROPERTY = "osr.deck", "osr.base"
REL_CUSTOM_XML = f"{R}/customXml"
REL_CUSTOM_XML_PROPERTIES = f"{R}/customXmlProps"
TYPE_PROPERTIES = "application/vnd.openxmlformats-officedocument.customXmlProperties+xml"
_DATA_STORE = "http://schemas.openxmlformats.org/officeDocument/2006/customXml"


def reserve_base(parts: Parts, relations: Relations) -> str:
    """Add the relations and properties of a new part for a base, and return its name.

    ``relations`` are the presentation's. The part is written last (``base_member``): its seal covers all others.
    """
    name = parts.free_name("customXml/item", ".xml")
    properties = name.replace("item", "itemProps")
    own = Relations()
    own.relate(REL_CUSTOM_XML_PROPERTIES, properties.rpartition("/")[2])
    parts.add_relations(name, own)
    parts.add(properties, properties_markup(), TYPE_PROPERTIES)
    relations.relate(REL_CUSTOM_XML, f"../{name}")
    return name


def base_member(name: str, base: bytes, others: Iterable[Member], slides: Written, looks: Iterable[Xml]) -> Member:
    """Return the part ``name`` that holds a base (UTF-8 JSON), sealed with the other members.

    ``slides`` are those of the deck in order: part, and key ("" where the slide differs from the base). ``looks`` are
    the ``looks.slide_form`` of the slides in the base.
    """
    return deflated(name, base_markup(base, directory_digest(others, name), slides, looks).encode("utf-8"))


def base_markup(base: bytes, digest: str, slides: Written, looks: Iterable[Xml]) -> Xml:
    """Return the markup of the part; ``digest`` is in hexadecimal."""
    text = character_data(base.decode("utf-8", "replace"))
    listed = "\n".join([" ".join(row) for row in slides])
    attributes = f' seal="{esc(digest)}" slides="{esc(listed)}"'
    return f'{DECLARATION}<osr:base xmlns:osr="{esc(NAMESPACE)}"{attributes}>{text}{looks_section(looks)}</osr:base>'


def properties_markup() -> Xml:
    """Return the properties part with the id of the base in the data store (22.5.2.1), the same in every deck."""
    identity = guid("base", NAMESPACE)
    return (
        f'{DECLARATION}<ds:datastoreItem ds:itemID="{identity}" xmlns:ds="{esc(_DATA_STORE)}"><ds:schemaRefs>'
        f'<ds:schemaRef ds:uri="{esc(NAMESPACE)}"/></ds:schemaRefs></ds:datastoreItem>'
    )


def directory_digest(members: Iterable[Member], holder: str) -> str:
    """Return the digest of the members' directory, whatever their order, without the part that holds the base."""
    from osloregion_slides.update.base import sha256

    lines = [f"{one.name}\0{one.crc}\0{one.size}\n" for one in members if one.name != holder]
    found: str = sha256()("".join(sorted(lines)).encode("utf-8", "surrogatepass")).hexdigest()
    return found


def read_seal(attributes: Mapping[str, str], members: Mapping[str, Member], holder: str) -> Written:
    """Return the sealed slides of a package, () without a valid seal.

    ``attributes`` are those of the base's root.
    """
    digest, text = attributes.get("seal", ""), attributes.get("slides", "")
    if not digest or not text or directory_digest(members.values(), holder) != digest:
        return ()
    return tuple([(part, key) for part, _, key in [line.rpartition(" ") for line in text.split("\n")]])
