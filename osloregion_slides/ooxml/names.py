"""Names in OOXML (ECMA-376, 2006 edition): namespaces, content types, relationship types, parts and targets."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from osloregion_slides.base.patterns import late

if TYPE_CHECKING:
    from collections.abc import Collection
    from typing import Any as Element


# Namespaces, content types and relationship types (ECMA-376 Part 1, 2006 edition).

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

TYPES = "[Content_Types].xml"
"""The name of the part with the content types."""

DEFAULT_TYPES = {
    "png": "image/png",
    "jpeg": "image/jpeg",
    "svg": "image/svg+xml",
    "xlsx": _OFFICE + "spreadsheetml.sheet",
    "rels": "application/vnd.openxmlformats-package.relationships+xml",
    "xml": "application/xml",
}
"""Default content types by file extension (OPC, ECMA-376 Part 2, 10.1.2.3)."""

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
"""Relationship types that a part has at most once, except a master's several layouts (ECMA-376 Part 1, 13.3)."""
_BY_NAME = {kind.rpartition("/")[2]: kind for kind in (*SINGLE, REL_SLIDE, REL_MASTER)}


STRICT = "http://purl.oclc.org/ooxml/"
"""The prefix of all namespaces and relationship types of Strict Open XML."""


@lru_cache(maxsize=256)
def relation_type(written: str) -> str:
    """Return the standard's relationship type for one written with another prefix, else the same.

    Some programs write ``package/…/metadata/extended-properties`` for the standard's ``officeDocument/…``;
    PowerPoint tolerates it, so it goes unnoticed. Strict Open XML has a prefix of its own, which is kept.
    """
    if written.startswith(STRICT):
        return written
    return _BY_NAME.get(written.rpartition("/")[2], written)


def local(element: Element) -> str:
    """Return an element's name without its namespace, "" for a comment or a processing instruction."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


# Names of parts, and the relationship targets that refer to them (ECMA-376 Part 2, 6.2 and 6.4).
#
# A name here is that of the zip member, without a leading slash. A target is a URI reference: relative to its
# source, absolute, or with ``..``; percent-encoded or not, in upper or lower case, perhaps with a fragment.

_NOT_IN_URIS = late(r'[\x00-\x20"<>\\^`{|}\x7f]')


def rels_name(part: str) -> str:
    """Return the name of a part's relationships: ``ppt/slides/slide1.xml`` → ``ppt/slides/_rels/slide1.xml.rels``."""
    folder, _, name = part.rpartition("/")
    return f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"


def source_of(rels: str) -> str:
    """Return the source part of a ``.rels`` part, "" for the package."""
    folder, _, name = rels.rpartition("/")
    return f"{folder.removesuffix('_rels')}{name.removesuffix('.rels')}"


class PartNames:
    """The parts of a package by name or equivalent name, differing only in case or percent-encoding."""

    __slots__ = ("_by_key", "_names")

    def __init__(self, names: Collection[str]) -> None:
        self._names = names
        self._by_key: dict[str, str] | None = None

    def resolve(self, source: str, target: str) -> str:
        """Return the part that a target refers to, relative to the part ``source`` ("" is the package).

        Where the package has no such part, it is the name as written.
        """
        written = resolved(source, target)
        return written if written in self._names else self.find(resolved(source, _decoded(target))) or written

    def find(self, name: str) -> str:
        """Return the part with this name or the first with an equivalent one, "" without one."""
        if name in self._names:
            return name
        if self._by_key is None:
            self._by_key = {}
            for one in self._names:
                self._by_key.setdefault(key(one), one)
        return self._by_key.get(key(name), "")


def resolved(source: str, target: str) -> str:
    """Resolve a target without percent-encoding to a name; ``..`` beyond the package's root is ignored."""
    target = target.partition("#")[0]
    steps = [] if target.startswith("/") else source.split("/")[:-1]
    for step in target.split("/"):
        if step == "..":
            steps = steps[:-1]
        elif step not in ("", "."):
            steps.append(step)
    return "/".join(steps)


def key(part: str) -> str:
    """Return the normal form that equivalent names share."""
    return _decoded(part).casefold()


def _decoded(name: str) -> str:
    if "%" not in name:
        return name
    from urllib.parse import unquote  # costs 3 ms at import, and hardly any package needs it

    return unquote(name)


def relative(source: str, part: str) -> str:
    """Return a part's name as a target relative to the part ``source``."""
    here, there = source.split("/")[:-1], part.split("/")
    shared = 0
    while shared < min(len(here), len(there) - 1) and here[shared] == there[shared]:
        shared += 1
    return as_uri("/".join([".."] * (len(here) - shared) + there[shared:]))


def from_folder(part: str) -> str:
    """Return a part's name as a target from a part in a folder of ppt/: ``../media/image1.png``."""
    part = part.lstrip("/")
    return as_uri(f"../{part[4:]}" if part.startswith("ppt/") else f"/{part}")


def as_uri(name: str) -> str:
    """Percent-encode characters that are not allowed in URIs, such as spaces; existing encodings stay."""
    return _NOT_IN_URIS.sub(lambda found: f"%{ord(found.group()):02X}", name)


_URI = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:/?#@!$&'()*+,;=%")


def address(link: str) -> str:
    """Return the link as a URI (RFC 3986): other characters percent-encoded, ``https:`` or ``mailto:`` where it lacks a
    scheme.

    A relationship target that is not a URI makes PowerPoint repair the file, and one without a scheme is a
    file beside the deck.
    """
    head = link.partition("/")[0].partition("?")[0]
    if ":" not in head:
        link = f"mailto:{link}" if "@" in head else f"https://{link.lstrip('/')}"
    return "".join([c if c in _URI else _escaped(c) for c in link.strip()])


def _escaped(character: str) -> str:
    return "".join([f"%{byte:02X}" for byte in character.encode("utf-8", "replace")])
