"""The parts of the package being written, their relations and content types."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.ooxml.names import (
    CONTENT_TYPES,
    DEFAULT_TYPES,
    REL_LINK,
    REL_SLIDE,
    RELATIONSHIPS,
    TYPES,
    address,
    from_folder,
    key,
    rels_name,
)
from osloregion_slides.ooxml.zip import Member, pack
from osloregion_slides.pptx.markup import default_type, override, relation_row
from osloregion_slides.pptx.xml import DECLARATION, Xml, esc

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from osloregion_slides.pptx.template import Template

    Relation = tuple[str, str, str, bool]


_CACHE_LIMIT = 8 * 1024 * 1024
_ALIKE = 512
"""The largest part, in bytes, that recurs within a deck: relations of slides with the same layout have 310."""
_LARGEST = 1024 * 1024
"""Larger parts are not cached: mostly the base of a long deck, which differs in each variant."""
_packed: dict[bytes, Member] = {}  # by content, whatever the name
_packed_size = 0
_has_packed = False  # a process that has written one package probably writes more


class Parts:
    """The parts of the package besides the template's own members, with their content types."""

    def __init__(self, template: Template) -> None:
        self._template = template
        self._members = {member.name: member for member in template.members}
        self._defaults = dict(template.defaults)
        self._overrides = dict(template.overrides)
        self._images: dict[bytes, str] = {}
        self._taken: frozenset[str] = frozenset()
        self._counts: dict[str, int] = {}

    @property
    def table_style(self) -> str:
        """The style of new tables."""
        return self._template.table_style

    @property
    def theme(self) -> Member | None:
        """The presentation's theme, None if it depends on other parts."""
        return self._template.theme

    def add(self, name: str, markup: Xml | bytes, kind: str, relations: Relations | None = None) -> None:
        """Add an XML part of this content type, and its relations."""
        self._overrides["/" + name] = kind
        self._members[name] = deflated(name, markup.encode() if isinstance(markup, str) else markup)
        if relations is not None:
            self.add_relations(name, relations)

    def add_relations(self, name: str, relations: Relations) -> None:
        """Add the ``.rels`` of a part; "" is the package itself."""
        rels = rels_name(name)
        self._members[rels] = deflated(rels, relations.xml().encode("utf-8"))

    def add_binary(self, name: str, data: bytes, store: bool = False) -> None:
        """Add a part whose content type follows from its extension."""
        ending = name.rpartition(".")[2]
        self._defaults[ending] = DEFAULT_TYPES[ending]
        self._members[name] = pack(name, data, store) if store else deflated(name, data)

    def image(self, data: bytes, ending: str) -> str:
        """Return the relation target of a picture from a slide; equal bytes are stored once."""
        found = self._images.get(data)
        if found is None:
            name = self.free_name("ppt/media/image", "." + ending)
            self.add_binary(name, data, store=ending != "svg")
            found = self._images[data] = from_folder(name)
        return found

    def free_name(self, stem: str, ending: str) -> str:
        """Return the next numbered name that the template does not use with any extension or case: ``image1.png``."""
        self._taken = self._taken or frozenset([key(one.name).rpartition(".")[0] for one in self._template.members])
        same = key(stem)
        number = self._counts.get(same, 0) + 1
        while f"{same}{number}" in self._taken:
            number += 1
        self._counts[same] = number
        return f"{stem}{number}{ending}"

    def package(self) -> list[Member]:
        """Return all members, the content types first, as streaming readers expect."""
        self._defaults.update({ending: DEFAULT_TYPES[ending] for ending in ("rels", "xml")})
        types = deflated(TYPES, self._content_types().encode("utf-8"))
        global _has_packed
        _has_packed = True
        return [types, *self._members.values()]

    def _content_types(self) -> Xml:
        """Return the types of existing parts only: an override without its part is an error."""
        endings = {name.rpartition(".")[2].lower() for name in self._members}
        defaults = [default_type(k, v) for k, v in sorted(self._defaults.items()) if k in endings]
        overrides = [override(k, v) for k, v in self._overrides.items() if k[1:] in self._members]
        return f'{DECLARATION}<Types xmlns="{CONTENT_TYPES}">{"".join(defaults)}{"".join(overrides)}</Types>'


def deflated(name: str, data: bytes) -> Member:
    """Return the compressed data, from the cache if this process has compressed it before.

    Variants of a deck share most of their parts, and deflating is half of the cost of a
    warm build. The cache is cleared when it exceeds 8 MB; before the first package is complete,
    it takes only small parts.
    """
    global _packed_size
    found = _packed.get(data)
    if found is not None:
        return found if found.name == name else found.replace(name=name)
    found = pack(name, data)
    if len(data) <= (_LARGEST if _has_packed else _ALIKE):
        if _packed_size > _CACHE_LIMIT:
            _packed.clear()
            _packed_size = 0
        _packed[data] = found
        _packed_size += len(data) + len(found.packed)
    return found


# The relations of one part, one for each target, numbered in the order of first use.


class Relations:
    """The relation ids of a part. Targets are part names (``/ppt/…`` or relative) or addresses."""

    def __init__(self, existing: Iterable[Relation] = ()) -> None:
        self._ids: dict[tuple[str, str, bool], Xml] = {}
        self._taken: set[str] = set()
        self._again: list[Relation] = []  # other programs use several ids for one target
        for identity, kind, target, external in existing:
            if (kind, target, external) in self._ids:
                self._again.append((identity, kind, target, external))
            self._ids.setdefault((kind, target, external), esc(identity))
            self._taken.add(identity)
        self._last = 0

    @property
    def count(self) -> int:
        """The number of relations."""
        return len(self._ids) + len(self._again)

    def relate(self, kind: str, target: str, external: bool = False) -> Xml:
        """Return the id of the relation with this type and target, and add it if it is new."""
        found = self._ids.get((kind, target, external))
        if found is None:
            found = self._ids[kind, target, external] = self._next()
        return found

    def _next(self) -> Xml:
        self._last += 1
        while f"rId{self._last}" in self._taken:
            self._last += 1
        return f"rId{self._last}"

    def xml(self) -> Xml:
        """Return the ``.rels`` part (OPC, ECMA-376 Part 2, 9.3)."""
        rows = [relation_row(identity, *key) for key, identity in self._ids.items()]
        rows += [relation_row(esc(one[0]), *one[1:]) for one in self._again]
        return f'{DECLARATION}<Relationships xmlns="{RELATIONSHIPS}">{"".join(rows)}</Relationships>'


# Links: to addresses, and to slides of the same deck.

_OWN_COLOUR = (
    '<a:extLst><a:ext uri="{A12FA001-AC4F-418D-AE19-62706E023703}"><ahyp:hlinkClr'
    ' xmlns:ahyp="http://schemas.microsoft.com/office/drawing/2018/hyperlinkcolor" val="tx"/></a:ext></a:extLst>'
)


class Links:
    """The deck's slides as targets: ``files`` maps each key to the file name of its part."""

    def __init__(self, files: Mapping[str, str]) -> None:
        self._files = files

    def click(self, relations: Relations, link: str, own_colour: bool = False) -> Xml:
        """Return ``a:hlinkClick`` (ECMA-376 Part 1, 21.1.2.3.5) for ``#key`` or an address.

        ``own_colour`` keeps the text's colour instead of the theme's hlink ([MS-ODRAWXML] 2.41), for
        text on a fill. Return "" for a key that is not in the deck: a jump to a missing slide
        makes PowerPoint repair the file.
        """
        extension = _OWN_COLOUR if own_colour else ""
        if not link.startswith("#"):
            identity = relations.relate(REL_LINK, address(link), external=True)
            return f'<a:hlinkClick r:id="{identity}">{extension}</a:hlinkClick>'
        file = self._files.get(link[1:])
        if file is None:
            return ""
        identity = relations.relate(REL_SLIDE, file)
        return f'<a:hlinkClick r:id="{identity}" action="ppaction://hlinksldjump">{extension}</a:hlinkClick>'
