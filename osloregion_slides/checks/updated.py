"""What an update can do to texts of a slide that is edited: too little room, too little contrast."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from osloregion_slides.base.findings import Finding
from osloregion_slides.checks.contrast import check_contrast
from osloregion_slides.checks.measured import check_fit
from osloregion_slides.checks.package import Opc
from osloregion_slides.checks.pages import Page
from osloregion_slides.ooxml.package import Package

_CODES = ("text-overflows", "text-may-overflow", "word-too-wide", "row-grows", "over-the-edge", "low-contrast")


def check_slides(package: Package, parts: Mapping[str, str]) -> Iterator[Finding]:
    """Yield findings about the texts of the slides in these parts, each with the key that the part is given."""
    opc = Opc(package.members)
    for number, part in enumerate(opc.slides, 1):
        root = opc.root(part) if part in parts else None
        if root is not None:
            pages = (Page(opc, part, number, root),)
            for one in (*check_fit(pages), *check_contrast(pages)):
                if one.code in _CODES:
                    yield one.replace(slide=parts[part])
