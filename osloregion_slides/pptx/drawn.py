"""Functions that draw on the finished slides with python-pptx, and the package as builds write it.

python-pptx rewrites every part; here the original bytes of parts with equal content are restored, new shapes
get an identity derived from their name, and the archive is packed as in every build.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from io import BytesIO
from typing import Any

from lxml import etree

from osloregion_slides.base.findings import Finding, InvalidInput, finding
from osloregion_slides.base.record import Record
from osloregion_slides.ooxml.names import A16, TYPES, A, P
from osloregion_slides.ooxml.zip import Member, pack, read_zip
from osloregion_slides.pptx.identity import shape_identity
from osloregion_slides.pptx.reading.items import creation_of
from osloregion_slides.pptx.xml import DECLARATION

_HOLDER = f".//{{{P}}}cNvPr"
_CREATION = "{FF2B5EF4-FFF2-40B4-BE49-F238E27FC236}"
_CREATED = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")
_PICTURES = (".png", ".jpg", ".jpeg")


class Pen(Record):
    """A drawing function, named ``by``, for the slide with this key, or for the whole presentation with "".

    ``package`` is the plug-in that provides it.
    """

    by: str
    slide: str
    draw: Callable[[Any], object]
    package: str = ""


class DrawnOn(Record):
    """The members of the package, and the drawn shapes in order: ``(slide, name, by)``."""

    members: tuple[Member, ...]
    drawn: tuple[tuple[str, str, str], ...]
    findings: tuple[Finding, ...]


def drawn_identity(deck: str, slide: str, name: str) -> str:
    """Return the creation id of a drawn shape; shapes of the Scene have others."""
    return shape_identity(deck, slide, f"drawn\0{name}")


def draw_on(
    data: bytes,
    deck: str,
    pens: Iterable[Pen],
    slides: Mapping[str, str],
    wanted: frozenset[tuple[str, str]] | None = None,
) -> DrawnOn:
    """Return the deck with the key ``deck`` after all pens have drawn on it.

    ``slides`` maps parts to slide keys. With ``wanted`` (pairs of slide and name) only those shapes are drawn,
    and their predecessors are removed first. InvalidInput (``finish-changed-slides``)
    where a pen adds, removes or moves slides. Exceptions of a pen are not caught.
    """
    from pptx import Presentation

    presentation = Presentation(BytesIO(data))
    canvas = _Canvas(presentation, deck, slides)
    if wanted is not None:
        canvas.clear(wanted)
    for pen in pens:
        if pen.slide and pen.slide not in canvas.slides:
            continue
        pen.draw(canvas.slides[pen.slide] if pen.slide else presentation)
        canvas.name(pen, wanted)
    canvas.check()
    out = BytesIO()
    presentation.save(out)
    return DrawnOn(_restored(read_zip(data), read_zip(out.getvalue())), tuple(canvas.drawn), tuple(canvas.findings))


class _Canvas:
    """The slides by key, and the shapes on them before the current pen."""

    def __init__(self, presentation: Any, deck: str, parts: Mapping[str, str]) -> None:
        self.presentation, self.deck = presentation, deck
        self.order = [slide.slide_id for slide in presentation.slides]
        keys = [parts.get(str(slide.part.partname).lstrip("/"), "") for slide in presentation.slides]
        self.slides = {key: slide for key, slide in zip(keys, presentation.slides) if key}
        self.shapes = {key: {id(one): one for one in _tree(slide)} for key, slide in self.slides.items()}
        self.markup = {key: {id(one): _canonical(one) for one in _tree(slide)} for key, slide in self.slides.items()}
        self.drawn: list[tuple[str, str, str]] = []
        self.findings: list[Finding] = []

    def clear(self, wanted: frozenset[tuple[str, str]]) -> None:
        """Remove the shapes drawn earlier under these names."""
        for key, slide in self.slides.items():
            names = {drawn_identity(self.deck, key, name): name for other, name in wanted if other == key}
            for shape in _tree(slide) if names else ():
                holder = shape.find(_HOLDER)
                creation = creation_of(holder)
                if creation in names or (not creation and holder.get("name") in names.values()):
                    shape.getparent().remove(shape)
                    del self.markup[key][id(shape)]

    def name(self, pen: Pen, wanted: frozenset[tuple[str, str]] | None) -> None:
        """Give the shapes that a pen has just drawn an identity and a unique name; remove the unwanted."""
        if [slide.slide_id for slide in self.presentation.slides] != self.order:
            raise InvalidInput([_changed_slides(pen)])
        for key, slide in self.slides.items():
            before = self.shapes[key]
            fresh = [one for one in _tree(slide) if id(one) not in before]
            taken = {name for other, name, _ in self.drawn if other == key}
            for shape in fresh:
                holder = shape.find(_HOLDER)
                name = _free(holder.get("name") or "drawing", taken)
                if wanted is not None and (key, name) not in wanted:
                    shape.getparent().remove(shape)
                    continue
                holder.set("name", name)
                _identify(holder, drawn_identity(self.deck, key, name))
                before[id(shape)] = shape
                self.drawn.append((key, name, pen.by))

    def check(self) -> None:
        """Add a finding for each slide on which a pen changed or removed a shape of the build."""
        for key, slide in self.slides.items():
            now = {id(one): one for one in _tree(slide)}
            changed = [
                self.shapes[key][known].find(_HOLDER).get("name")
                for known, markup in self.markup[key].items()
                if known not in now or _canonical(now[known]) != markup
            ]
            if changed:
                self.findings.append(finding("finish-changed-shape", on_slide=key, slide=key, shapes=tuple(changed)))


def _changed_slides(pen: Pen) -> Finding:
    if not pen.package:
        return finding("finish-changed-slides")
    return finding("plugin-failed", package=pen.package, name=pen.by, reason="it added, removed or moved slides")


def _tree(slide: Any) -> list[Any]:
    """Return the top-level shapes of a slide."""
    return [one for one in slide.shapes._spTree.iterchildren() if one.find(_HOLDER) is not None][1:]


def _free(name: str, taken: set[str]) -> str:
    number, free = 2, name
    while free in taken:
        number, free = number + 1, f"{name} {number}"
    taken.add(free)
    return free


def _identify(holder: Any, identity: str) -> None:
    extensions = holder.find(f"{{{A}}}extLst")
    if extensions is None:
        extensions = etree.SubElement(holder, f"{{{A}}}extLst")
    extension = etree.SubElement(extensions, f"{{{A}}}ext", uri=_CREATION)
    etree.SubElement(extension, f"{{{A16}}}creationId", id=identity, nsmap={"a16": A16})


def _canonical(element: Any) -> bytes:
    return bytes(etree.tostring(element, method="c14n"))


def _restored(old: Mapping[str, Member], new: Mapping[str, Member]) -> tuple[Member, ...]:
    """Return the members of the new package in the old order, with the old bytes where the content is equal."""
    names = [*[name for name in old if name in new], *[name for name in new if name not in old]]
    grown = any([name not in old for name in new])
    found = []
    for name in names:
        before = old.get(name)
        if before is not None and (name == TYPES and not grown or _same(name, before, new[name])):
            found.append(before)
        else:
            found.append(_packed(name, new[name].read()))
    return tuple(found)


def _same(name: str, before: Member, after: Member) -> bool:
    if (before.crc, before.size) == (after.crc, after.size):
        return True
    if not name.endswith((".xml", ".rels")):
        return False
    one, other = etree.fromstring(before.read()), etree.fromstring(after.read())
    if name.endswith(".rels"):
        return {_canonical(child) for child in one} == {_canonical(child) for child in other}
    return _canonical(one) == _canonical(other)


def _packed(name: str, data: bytes) -> Member:
    """Return a part of python-pptx with the XML declaration of builds; a workbook with a fixed date."""
    if name.endswith((".xml", ".rels")):
        data = DECLARATION.encode() + data.partition(b"?>")[2].lstrip()
    elif name.endswith(".xlsx"):
        from osloregion_slides.ooxml.zip import write_zip

        members = read_zip(data)
        fixed = {"docProps/core.xml": lambda text: _CREATED.sub(rb"\g<1>2000-01-01T00:00:00Z", text)}
        data = write_zip([pack(one, fixed.get(one, bytes)(member.read())) for one, member in members.items()])
    return pack(name, data, name.endswith(_PICTURES))
