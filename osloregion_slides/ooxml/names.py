"""The names of OOXML: namespaces, content types, relation types (ECMA-376 Part 1, 2006 flavour)."""

from __future__ import annotations

A = "http://schemas.openxmlformats.org/drawingml/2006/main"
P = "http://schemas.openxmlformats.org/presentationml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
P14 = "http://schemas.microsoft.com/office/powerpoint/2010/main"
A16 = "http://schemas.microsoft.com/office/drawing/2014/main"

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
