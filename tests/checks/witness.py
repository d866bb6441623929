"""A deck as others read it: python-pptx, the archive's own bytes, LibreOffice's heights and what it draws."""

from __future__ import annotations

import functools
import zipfile
from pathlib import Path
from typing import Any

from PIL import Image

from osloregion_slides.base.findings import Finding
from tests.libreoffice import measure, pdf

A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
LEAVES = tuple(P + name for name in ("sp", "pic", "graphicFrame", "cxnSp", "grpSp"))
PIXELS = 1800


class Witness:
    """A deck as others read it."""

    def __init__(self, path: Path) -> None:
        from pptx import Presentation

        self.path = path
        self.deck: Any = Presentation(str(path))
        self.slides = list(self.deck.slides)
        with zipfile.ZipFile(path) as archive:
            self.parts = {name: archive.read(name) for name in archive.namelist()}

    def property_of_deck(self, name: str) -> str:
        """Return a core property, "" where the deck has none: python-pptx would make some up."""
        if b"core-properties" not in self.parts["_rels/.rels"]:
            return ""
        return str(getattr(self.deck.core_properties, name) or "")

    def number(self, finding: Finding) -> int:
        """Return the number of the finding's slide, from 1."""
        words = finding.slide.split()
        if len(words) == 2 and words[0] == "slide" and words[1].isdecimal():
            return int(words[1])
        called = [[shape.name for shape in walk(slide.shapes)] for slide in self.slides]
        return 1 + next(at for at, own in enumerate(called) if any(n.startswith(f"{finding.slide}/") for n in own))

    def slide(self, finding: Finding) -> Any:
        return self.slides[self.number(finding) - 1]

    def shapes(self, finding: Finding) -> list[Any]:
        """Return the shapes that may be meant: all of that name."""
        return [shape for shape in walk(self.slide(finding).shapes) if shape.name in names(finding)]

    @functools.cached_property
    def heights(self) -> list[Any]:
        return measure(str(self.path))

    @functools.cache  # noqa: B019  # a witness lives as long as its test
    def picture(self, number: int) -> Image.Image:
        """Return what LibreOffice draws of a slide."""
        page = self.drawn[number - 1]
        return page.render(scale=PIXELS / page.get_width()).to_pil().convert("RGB")

    @functools.cached_property
    def drawn(self) -> Any:
        """The deck as LibreOffice draws it, as pages of a PDF."""
        import pypdfium2

        target = self.path.with_suffix(".pdf")
        if not target.exists():
            pdf(str(self.path), str(target))
        return pypdfium2.PdfDocument(target)


def names(finding: Finding) -> tuple[str, str]:
    """Return what the finding's shape may be called in the file: its key, or what stands behind the slide's name."""
    return finding.shape, finding.shape.partition("/")[2]


def walk(shapes: Any) -> Any:
    """Yield all shapes, those in groups and in alternatives for newer programs too, which python-pptx passes over."""
    from pptx.shapes.shapetree import SlideShapeFactory

    found = [*shapes]
    for alternatives in shapes._element.iterfind(f"{MC}AlternateContent"):
        newest = alternatives.find(f"{MC}Choice")
        found += [SlideShapeFactory(one, shapes) for one in (() if newest is None else newest) if one.tag in LEAVES]
    for shape in found:
        yield shape
        if shape.element.tag == P + "grpSp":
            yield from walk(shape.shapes)
