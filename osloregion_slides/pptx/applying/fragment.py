"""Markup of the writer's as elements."""

from __future__ import annotations

from lxml import etree

from osloregion_slides.ooxml.names import A, C, P, R
from osloregion_slides.ooxml.order import put
from osloregion_slides.pptx.xml import DECLARATION, Xml

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any as Element

_NAMES = f'xmlns:a="{A}" xmlns:r="{R}" xmlns:p="{P}" xmlns:c="{C}"'


def elements(markup: Xml) -> list[Element]:
    """Return the elements of some markup with the usual prefixes (a, c, p, r)."""
    found = list(etree.fromstring(f"<x {_NAMES}>{markup}</x>"))
    for element in found:
        element.getparent().remove(element)
        element.tail = None
    return found


def element(markup: Xml) -> Element:
    """Return the one element of some markup."""
    return elements(markup)[0]


def new(holder: Element, tag: str) -> Element:
    """Return a new child, at its place in the content model of ``holder``."""
    made = etree.SubElement(holder, tag)
    put(holder, made)
    return made


def serialised(root: Element) -> bytes:
    """Return a part's bytes."""
    return f"{DECLARATION}{etree.tostring(root, encoding='unicode', with_tail=False)}".encode()
