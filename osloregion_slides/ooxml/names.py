"""The names of OOXML: namespaces, content types, relation types (ECMA-376 Part 1, 2006 flavour)."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any as Element

A = "http://schemas.openxmlformats.org/drawingml/2006/main"
P = "http://schemas.openxmlformats.org/presentationml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
P14 = "http://schemas.microsoft.com/office/powerpoint/2010/main"
A16 = "http://schemas.microsoft.com/office/drawing/2014/main"

ACCENTS = ("accent1", "accent2", "accent3", "accent4", "accent5", "accent6", "hlink", "folHlink")
SLOTS = ("dk1", "lt1", "dk2", "lt2", *ACCENTS)
"""The twelve colours of a theme, in the schema's order (ECMA-376 Part 1, 20.1.6.2)."""
COLOUR_MAP = (
    ("bg1", "lt1"),
    ("tx1", "dk1"),
    ("bg2", "lt2"),
    ("tx2", "dk2"),
    *((slot, slot) for slot in ACCENTS),
)
"""The usual colour map of a master: slide colour to theme colour (ECMA-376 Part 1, 19.3.1.6)."""

_PACKAGE = "http://schemas.openxmlformats.org/package/2006/"
RELATIONSHIPS = _PACKAGE + "relationships"
CONTENT_TYPES = _PACKAGE + "content-types"
REL_CORE = _PACKAGE + "relationships/metadata/core-properties"
REL_THUMBNAIL = _PACKAGE + "relationships/metadata/thumbnail"

REL_DOCUMENT = R + "/officeDocument"
REL_APP = R + "/extended-properties"
REL_CUSTOM = R + "/custom-properties"
REL_SLIDE = R + "/slide"
REL_LAYOUT = R + "/slideLayout"
REL_MASTER = R + "/slideMaster"
REL_NOTES = R + "/notesSlide"
REL_NOTES_MASTER = R + "/notesMaster"
REL_THEME = R + "/theme"
REL_TABLE_STYLES = R + "/tableStyles"
REL_PROPERTIES = R + "/presProps"
REL_VIEW = R + "/viewProps"
REL_IMAGE = R + "/image"
REL_LINK = R + "/hyperlink"
REL_CHART = R + "/chart"
REL_WORKBOOK = R + "/package"

_OFFICE = "application/vnd.openxmlformats-officedocument."
TYPE_PRESENTATION = _OFFICE + "presentationml.presentation.main+xml"
TYPE_SLIDE = _OFFICE + "presentationml.slide+xml"
TYPE_NOTES = _OFFICE + "presentationml.notesSlide+xml"
TYPE_NOTES_MASTER = _OFFICE + "presentationml.notesMaster+xml"
TYPE_THEME = _OFFICE + "theme+xml"
TYPE_CHART = _OFFICE + "drawingml.chart+xml"
TYPE_APP = _OFFICE + "extended-properties+xml"
TYPE_CUSTOM = _OFFICE + "custom-properties+xml"
TYPE_CORE = "application/vnd.openxmlformats-package.core-properties+xml"

DEFAULT_TYPES = {
    "png": "image/png",
    "jpeg": "image/jpeg",
    "svg": "image/svg+xml",
    "xlsx": _OFFICE + "spreadsheetml.sheet",
    "rels": "application/vnd.openxmlformats-package.relationships+xml",
    "xml": "application/xml",
}
"""Content types that hold for a file ending (OPC, ECMA-376 Part 2, 10.1.2.3)."""

SINGLE = (
    REL_DOCUMENT,
    REL_CORE,
    REL_APP,
    REL_CUSTOM,
    REL_THUMBNAIL,
    REL_NOTES_MASTER,
    REL_NOTES,
    REL_LAYOUT,
    REL_THEME,
    REL_TABLE_STYLES,
    REL_PROPERTIES,
    REL_VIEW,
)
"""Relations that a part has once at most; only a slide master has several layouts (ECMA-376 Part 1, 13.3)."""
_BY_NAME = {kind.rpartition("/")[2]: kind for kind in (*SINGLE, REL_SLIDE, REL_MASTER)}


def relation_type(written: str) -> str:
    """Return the standard's relation type for one that a program wrote under another prefix, else the same.

    Some programs write ``package/…/metadata/extended-properties`` for what is ``officeDocument/…`` in the standard;
    PowerPoint goes by the part, so nobody notices. Strict Open XML has a prefix of its own, which is kept.
    """
    if written.startswith("http://purl.oclc.org/"):
        return written
    return _BY_NAME.get(written.rpartition("/")[2], written)


def local(element: Element) -> str:
    """Return an element's name without its namespace, "" for a comment or a processing instruction."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
