"""Slides of any presentation, for copying whole into another: their names and fingerprints."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from osloregion_slides.base.findings import InvalidInput
from osloregion_slides.base.record import Record
from osloregion_slides.ooxml.geometry import slide_size
from osloregion_slides.ooxml.inheritance import kind, reference
from osloregion_slides.ooxml.names import REL_DOCUMENT, REL_LAYOUT, REL_NOTES, REL_SLIDE, A, P, R
from osloregion_slides.ooxml.package import Package, Policy

if TYPE_CHECKING:
    from typing import Any as Element


SHEETS = ("ppt/slideLayouts/", "ppt/slideMasters/", "ppt/theme/", "ppt/notesMasters/")
"""Folders of parts shared by slides."""
_NO_WORD = re.compile(r"[\W_]+")
_KEPT = 4
_opened: dict[bytes, Library] = {}


class LibrarySlide(Record):
    """A slide that an outline can refer to by ``number`` (from 1), ``name`` or ``title``; ``part`` is its part.

    ``title_shape`` is the name of the title's shape, ``shapes`` are the names of all shapes with text, ``layout`` is
    the name of its layout.
    """

    number: int
    part: str
    name: str
    title: str
    title_shape: str
    shapes: tuple[str, ...]
    hidden: bool
    layout: str


class Library:
    """A presentation to copy slides from. InvalidInput, depending on the policy, where it cannot be read."""

    def __init__(self, package: Package) -> None:
        self.package = package
        self._canonical: dict[str, bytes] = {}
        self.main = self.package.related("", REL_DOCUMENT)
        root = self.package.root(self.main) if self.main else None
        self.size = slide_size(root) if root is not None else (0, 0)
        parts = self._parts(root) if root is not None else []
        self.slides = _named([self._slide(number, part) for number, part in enumerate(parts, 1)])

    def _parts(self, root: Element) -> list[str]:
        rows = {one.id: one.target for one in self.package.rows(self.main) if one.type == REL_SLIDE}
        listed = [rows.get(one.get(f"{{{R}}}id"), "") for one in root.iterfind(f"{{{P}}}sldIdLst/{{{P}}}sldId")]
        return [part for part in listed if part in self.package]

    def _slide(self, number: int, part: str) -> LibrarySlide:
        root: Element = self.package.root(part)
        holder = root.find(f"{{{P}}}cSld")
        shapes = [one for one in root.iter(f"{{{P}}}sp") if one.find(f"{{{P}}}txBody") is not None]
        titles = [one for one in shapes if kind(one) in ("title", "ctrTitle")]
        title = " ".join(" ".join(map(plain, titles[:1])).split())
        names = [shape_name(one) for one in shapes]
        all_names = [one.get("name", "") for one in root.iter(f"{{{P}}}cNvPr")]
        layout = self.package.related(part, REL_LAYOUT)
        above: Element = self.package.root(layout) if layout else None
        sheet = above.find(f"{{{P}}}cSld") if above is not None else None
        return LibrarySlide(
            number,
            part,
            (holder.get("name", "") if holder is not None else "") or _key(all_names),
            title,
            shape_name(titles[0]) if titles else "",
            tuple(dict.fromkeys(names)),
            root.get("show") in ("0", "false"),
            sheet.get("name", "") if sheet is not None else "",
        )

    def find(self, wanted: str) -> LibrarySlide | None:
        """Return the slide with this number (from 1), name or title; None where none or several match."""
        words = slug(wanted)
        found = [one for one in self.slides if str(one.number) == wanted]
        found = found or [one for one in self.slides if one.name == wanted]
        found = found or [one for one in self.slides if words and words in (slug(one.title), slug(one.name))]
        return found[0] if len(found) == 1 else None

    def sheet(self, slide: LibrarySlide) -> str:
        """Return the part of a slide's layout."""
        return self.package.related(slide.part, REL_LAYOUT)

    def notes(self, slide: LibrarySlide) -> str:
        """Return the part of a slide's notes, "" without notes."""
        return self.package.related(slide.part, REL_NOTES)

    def fingerprint(self, slide: LibrarySlide, sheets: bool = False) -> str:
        """Return a digest of a slide and its related parts; with ``sheets`` of its layout and master too."""
        from hashlib import sha1

        digest = sha1(usedforsecurity=False)
        seen, waiting = {slide.part}, [slide.part]
        while waiting:
            part = waiting.pop(0)
            digest.update(self._content(part))
            for one in sorted(self.package.rows(part), key=lambda row: row.id):  # programs write them in any order
                digest.update(f"\0{one.id}\0{one.type}\0{one.written if one.external else ''}".encode())
                apart = one.type == REL_SLIDE or not sheets and one.target.startswith(SHEETS)
                if not one.external and not apart and one.target in self.package and one.target not in seen:
                    seen.add(one.target)
                    waiting.append(one.target)
        return digest.hexdigest()

    def _content(self, part: str) -> bytes:
        """Return the content of a part in canonical form, independent of the serialising program."""
        if not part.endswith(".xml"):
            return self.package.data(part)
        found = self._canonical.get(part)
        if found is None:
            root = self.package.root(part)
            found = bytes(etree.tostring(root, method="c14n")) if root is not None else b""
            if not part.startswith("ppt/slides/"):  # layouts, masters and themes are shared by many slides
                self._canonical[part] = found
        return found


def library(data: bytes, policy: Policy) -> Library:
    """Return the presentation in these bytes; the last four are cached, as often several slides come from one deck."""
    found = _opened.pop(data, None) or Library(Package(data, policy))
    _opened[data] = found
    while len(_opened) > _KEPT:
        del _opened[next(iter(_opened))]
    if not found.main:
        raise InvalidInput(found.package.findings)
    return found


def slug(text: str) -> str:
    """Return a text as a slug: lower-case letters and digits, with hyphens between words."""
    return _NO_WORD.sub("-", text.casefold()).strip("-")


def shape_name(shape: Element) -> str:
    """Return the name of a shape of a slide."""
    return str(next(shape.iter(f"{{{P}}}cNvPr")).get("name", ""))


def plain(shape: Element) -> str:
    """Return the text of a shape, with a space for each paragraph and line break."""
    found = shape.iter(f"{{{A}}}t", f"{{{A}}}br", f"{{{A}}}p")
    return "".join([one.text or "" if one.tag == f"{{{A}}}t" else " " for one in found])


def is_title(shape: Element) -> bool:
    """Return whether a shape is the title's placeholder."""
    return reference(shape) is not None and kind(shape) in ("title", "ctrTitle")


def _key(names: list[str]) -> str:
    """Return the key of a slide built by this tool, the common prefix of its shapes' names; "" for other slides."""
    keys = {name.partition("/")[0] for name in names if "/" in name}
    return keys.pop() if len(keys) == 1 and sum("/" in name for name in names) * 2 > len(names) else ""


def _named(slides: list[LibrarySlide]) -> tuple[LibrarySlide, ...]:
    """Return the slides with distinct names: the own name, the slug of the title, or the number.

    A name that equals a slide's number ("2", the second question) is replaced by the own number, to avoid confusion.
    """
    calls = [slide.name or slug(slide.title) for slide in slides]
    numbers = {str(slide.number) for slide in slides}
    return tuple(
        [
            slide.replace(name=call if call and call not in numbers and calls.count(call) == 1 else str(slide.number))
            for slide, call in zip(slides, calls)
        ]
    )
