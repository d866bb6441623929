"""The names of OOXML (ECMA-376, 2006 flavour): namespaces, content types, relation types, parts and their targets."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from osloregion_slides.base.patterns import late

if TYPE_CHECKING:
    from collections.abc import Collection
    from typing import Any as Element


# The names of OOXML: namespaces, content types, relation types (ECMA-376 Part 1, 2006 flavour).

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


STRICT = "http://purl.oclc.org/ooxml/"
"""What all namespaces and relation types of Strict Open XML begin with."""


@lru_cache(maxsize=256)
def relation_type(written: str) -> str:
    """Return the standard's relation type for one that a program wrote under another prefix, else the same.

    Some programs write ``package/…/metadata/extended-properties`` for what is ``officeDocument/…`` in the standard;
    PowerPoint goes by the part, so nobody notices. Strict Open XML has a prefix of its own, which is kept.
    """
    if written.startswith(STRICT):
        return written
    return _BY_NAME.get(written.rpartition("/")[2], written)


def local(element: Element) -> str:
    """Return an element's name without its namespace, "" for a comment or a processing instruction."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


# Names of parts, and the relation targets that lead to them (ECMA-376 Part 2, 6.2 and 6.4).
#
# A name here is that of the zip's member, without a leading slash. A target is a URI reference: relative to its
# source, from the root, or with ``..``; percent-encoded or not, in any case, perhaps with a fragment.

_NOT_IN_URIS = late(r'[\x00-\x20"<>\\^`{|}\x7f]')


def rels_name(part: str) -> str:
    """Return the name of the part's relations: ``ppt/slides/slide1.xml`` → ``ppt/slides/_rels/slide1.xml.rels``."""
    folder, _, name = part.rpartition("/")
    return f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"


def source_of(rels: str) -> str:
    """Return the part whose relations a ``.rels`` part holds, "" for those of the package."""
    folder, _, name = rels.rpartition("/")
    return f"{folder.removesuffix('_rels')}{name.removesuffix('.rels')}"


class PartNames:
    """The parts of a package by their names, equivalent ones included: that differ in case or percent-encoding only."""

    __slots__ = ("_by_key", "_names")

    def __init__(self, names: Collection[str]) -> None:
        self._names = names
        self._by_key: dict[str, str] | None = None

    def resolve(self, source: str, target: str) -> str:
        """Return the part that a relation's target names, seen from the part ``source`` ("" is the package).

        It is the name as written where the package has no such part.
        """
        written = resolved(source, target)
        return written if written in self._names else self.find(resolved(source, _decoded(target))) or written

    def find(self, name: str) -> str:
        """Return the part of this name or of an equivalent one, "" without one; of several the first."""
        if name in self._names:
            return name
        if self._by_key is None:
            self._by_key = {}
            for one in self._names:
                self._by_key.setdefault(key(one), one)
        return self._by_key.get(key(name), "")


def resolved(source: str, target: str) -> str:
    """Return the name that a target without percent-encoding gives; what leads out of the package ends at its root."""
    target = target.partition("#")[0]
    steps = [] if target.startswith("/") else source.split("/")[:-1]
    for step in target.split("/"):
        if step == "..":
            steps = steps[:-1]
        elif step not in ("", "."):
            steps.append(step)
    return "/".join(steps)


def key(part: str) -> str:
    """Return what equivalent names have in common."""
    return _decoded(part).casefold()


def _decoded(name: str) -> str:
    if "%" not in name:
        return name
    from urllib.parse import unquote  # costs 3 ms at import, and hardly any package needs it

    return unquote(name)


def relative(source: str, part: str) -> str:
    """Return a part's name as a target, seen from the folder of another part."""
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
    """Return a name with the characters encoded that no URI has, such as spaces; what is encoded stays as it is."""
    return _NOT_IN_URIS.sub(lambda found: f"%{ord(found.group()):02X}", name)


_URI = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:/?#@!$&'()*+,;=%")


def address(link: str) -> str:
    """Return the link as a URI (RFC 3986): others than its characters percent-encoded, https where no scheme is.

    A relation target that is not a URI makes PowerPoint repair the file, and one without a scheme is a
    file beside the deck.
    """
    head = link.partition("/")[0].partition("?")[0]
    if ":" not in head:
        link = f"mailto:{link}" if "@" in head else f"https://{link.lstrip('/')}"
    return "".join([c if c in _URI else _escaped(c) for c in link.strip()])


def _escaped(character: str) -> str:
    return "".join([f"%{byte:02X}" for byte in character.encode("utf-8", "replace")])
