"""Links: to addresses, and to slides of the same deck."""

from __future__ import annotations

from osloregion_slides.ooxml.names import REL_LINK, REL_SLIDE
from osloregion_slides.pptx.xml import Xml

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from osloregion_slides.pptx.relations import Relations

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
