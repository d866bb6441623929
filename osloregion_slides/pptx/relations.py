"""The relations of one part: what it points to, each target once, numbered as they are asked for."""

from __future__ import annotations

from osloregion_slides.ooxml.names import REL_LINK, REL_SLIDE, RELATIONSHIPS
from osloregion_slides.pptx.xml import DECLARATION, Xml, esc

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    Relation = tuple[str, str, str, bool]


class Relations:
    """Hands out relation ids. Targets are part names from the package's root (``/ppt/…``) or addresses."""

    def __init__(self, existing: Iterable[Relation] = ()) -> None:
        self._ids: dict[tuple[str, str, bool], Xml] = {}
        self._taken: set[str] = set()
        for identity, kind, target, external in existing:
            self._ids[kind, target, external] = esc(identity)
            self._taken.add(identity)
        self._last = 0

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self._ids)

    def relate(self, kind: str, target: str, external: bool = False) -> Xml:
        """Return the id of the relation of this type to this target, the same for the same question."""
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
        rows = [_relation(identity, *key) for key, identity in self._ids.items()]
        return f'{DECLARATION}<Relationships xmlns="{RELATIONSHIPS}">{"".join(rows)}</Relationships>'


def _relation(identity: Xml, kind: str, target: str, external: bool) -> Xml:
    mode = ' TargetMode="External"' if external else ""
    return f'<Relationship Id="{identity}" Type="{esc(kind)}" Target="{esc(target)}"{mode}/>'


# Links: to addresses, and to slides of the same deck.

_URI = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~:/?#@!$&'()*+,;=%")
_OWN_COLOUR = (
    '<a:extLst><a:ext uri="{A12FA001-AC4F-418D-AE19-62706E023703}"><ahyp:hlinkClr'
    ' xmlns:ahyp="http://schemas.microsoft.com/office/drawing/2018/hyperlinkcolor" val="tx"/></a:ext></a:extLst>'
)


class Links:
    """The deck's slides as targets: ``files`` gives each key the name of its part without the folder."""

    def __init__(self, files: Mapping[str, str]) -> None:
        self._files = files

    def click(self, relations: Relations, link: str, own_colour: bool = False) -> Xml:
        """Return ``a:hlinkClick`` (ECMA-376 Part 1, 21.1.2.3.5) for ``#key`` or an address.

        ``own_colour`` keeps the text's colour instead of the theme's hlink ([MS-ODRAWXML] 2.41), for
        text on a fill. A key that the deck does not have gives nothing: a jump to a slide that is gone
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


def address(link: str) -> str:
    """Return the link as a URI (RFC 3986): others than its characters percent-encoded, https where no scheme is.

    A relation target that is no URI makes PowerPoint repair the file, and one without a scheme is a
    file beside the deck.
    """
    head = link.partition("/")[0].partition("?")[0]
    if ":" not in head:
        link = f"mailto:{link}" if "@" in head else f"https://{link.lstrip('/')}"
    return "".join([c if c in _URI else _escaped(c) for c in link.strip()])


def _escaped(character: str) -> str:
    return "".join([f"%{byte:02X}" for byte in character.encode("utf-8", "replace")])
