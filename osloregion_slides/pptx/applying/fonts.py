"""The brand's typefaces said outright where the found deck's theme has lost them.

LibreOffice 7.4.7 writes a theme with fonts of its own and names the right ones in every run; what an
update adds there would stand in the theme's.
"""

from __future__ import annotations

from lxml import etree

from osloregion_slides.ooxml.names import A, P
from osloregion_slides.ooxml.order import put
from osloregion_slides.ooxml.theme import typeface
from osloregion_slides.pptx.reading.items import placeholder_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any as Element

    from osloregion_slides.brand.values import Brand
    from osloregion_slides.pptx.reading.sheets import Sheet

_LATIN = f"{{{A}}}latin"
_LOOKS = (f"{{{A}}}rPr", f"{{{A}}}endParaRPr")
_TITLES = ("title", "ctrTitle")


class Fonts:
    """What has to be said in new text on the slides of one layout."""

    def __init__(self, sheet: Sheet, brand: Brand) -> None:
        root = sheet.theme
        self._body = "" if root is None or typeface(root, "minor") == brand.body_font else brand.body_font
        self._heading = "" if root is None or typeface(root, "major") == brand.heading_font else brand.heading_font

    def say(self, new: Element, title: bool = False) -> Element:
        """Name the typeface in all text of a new element that names none; return the element."""
        if not self._body and not self._heading:
            return new
        for look in new.iter(*_LOOKS):
            face = self._heading if title or _in_title(look) else self._body
            if face and look.find(_LATIN) is None:
                made = etree.Element(_LATIN, typeface=face)
                put(look, made)
        return new


def _in_title(look: Element) -> bool:
    shape = next(look.iterancestors(f"{{{P}}}sp"), None)
    reference = placeholder_of(shape) if shape is not None else None
    return reference is not None and reference.get("type") in _TITLES
