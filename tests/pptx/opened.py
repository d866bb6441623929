"""A written deck, taken apart for tests."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pptx
from lxml import etree

from osloregion_slides.brand.values import Brand
from osloregion_slides.pptx.write import write_deck
from osloregion_slides.scene import Deck, Slide
from tests.pptx.sample import brand, deck

NAMES = {
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "p": "http://schemas.openxmlformats.org/presentationml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "p14": "http://schemas.microsoft.com/office/powerpoint/2010/main",
    "a16": "http://schemas.microsoft.com/office/drawing/2014/main",
    "adec": "http://schemas.microsoft.com/office/drawing/2017/decorative",
    "asvg": "http://schemas.microsoft.com/office/drawing/2016/SVG/main",
    "ahyp": "http://schemas.microsoft.com/office/drawing/2018/hyperlinkcolor",
    "dc": "http://purl.org/dc/elements/1.1/",
    "rel": "http://schemas.openxmlformats.org/package/2006/relationships",
}


class Opened:
    """The package of a deck: ``data``, and its parts by name."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.zip = zipfile.ZipFile(io.BytesIO(data))
        self.names = self.zip.namelist()

    def xml(self, name: str) -> Any:
        return etree.fromstring(self.zip.read(name))

    def slide(self, number: int = 1) -> Any:
        return self.xml(f"ppt/slides/slide{number}.xml")

    def targets(self, part: str) -> dict[str, str]:
        folder, _, leaf = part.rpartition("/")
        return {r.get("Id"): r.get("Target") for r in self.xml(f"{folder}/_rels/{leaf}.rels")}

    def presentation(self) -> Any:
        return pptx.Presentation(io.BytesIO(self.data))


def write(made: Deck | Slide, on: Brand | None = None) -> Opened:
    """Write a deck, or a slide as a deck of one."""
    return Opened(write_deck(made if isinstance(made, Deck) else deck(made), on or brand()))


def find(element: Any, path: str) -> list[Any]:
    """XPath with the usual prefixes."""
    found: list[Any] = element.xpath(path, namespaces=NAMES)
    return found


def one(element: Any, path: str) -> Any:
    found = find(element, path)
    assert len(found) == 1, f"{path}: {len(found)} found"
    return found[0]
