"""Repairing invalid parts: children out of order, and elements and attributes that the standard does not allow.

Some programs write such templates. PowerPoint repairs some and rejects others, and decks
built on them would inherit the faults.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from osloregion_slides.ooxml.attributes import is_valid, prefixed, space_of, types_of
from osloregion_slides.ooxml.names import STRICT, A, P
from osloregion_slides.ooxml.order import content_models, places, put

if TYPE_CHECKING:
    from typing import Any as Element

_OURS = (A, P)
_EMPTY = ("a:bodyPr", "a:p", "p:spPr", "p:grpSpPr", "p:nvPr", "p:cNvSpPr", "p:cNvGrpSpPr", "a:masterClrMapping")
"""Required children that may be empty, and are added where they are missing."""


def repair(root: Element) -> bool:
    """Make a part follow the content models, in place; return whether anything changed.

    Children and attributes that the standard does not allow there are removed; an attribute that belongs to the
    parent element is moved there. Other namespaces, and elements without a model, stay as they are.
    """
    changed = False
    for element in list(root.iter(etree.Element)):
        name = prefixed(element.tag)
        if name in content_models():
            changed = _arrange(element, name) | changed
        changed = _clean(element, name) | changed
    return changed


def _arrange(element: Element, name: str) -> bool:
    known, model = places(name), content_models()[name]
    last, met, late, gone = 0, set[int](), [], []
    for child in element:
        called = prefixed(child.tag) if isinstance(child.tag, str) else ""
        place = known.get(called, (-1,))[-1]
        if place < 0:
            if called and space_of(child.tag) in _OURS:
                gone.append(child)
        elif place in met and not model[place].many:
            gone.append(child)
        elif place < last:
            late.append(child)
        last = max(last, place)
        met.add(place)
    for child in gone:
        element.remove(child)
    for child in late:
        put(element, child)
    missing = [] if any(isinstance(one.tag, str) and space_of(one.tag) not in _OURS for one in element) else model
    wanted = [next((one for one in _EMPTY if one in step.names), "") for step in missing if step.least]
    added = [one for one in wanted if one and not met & set(known[one])]
    for one in added:
        put(element, etree.Element(f"{{{A if one[0] == 'a' else P}}}{one[2:]}"))
    return bool(gone or late or added)


def _clean(element: Element, name: str) -> bool:
    """Remove unknown attributes and invalid values from an element; return whether there were any."""
    types = types_of(element, name)
    if types is None:
        return False
    parent = element.getparent()
    above = types_of(parent, prefixed(parent.tag)) if parent is not None else None
    wrong = [
        (key, value)
        for key, value in element.attrib.items()
        if space_of(key) in ("", *_OURS) and not (key in types and is_valid(value, types[key]))
    ]
    for key, value in wrong:
        del element.attrib[key]
        if key not in types and above and key in above and parent.get(key) is None and is_valid(value, above[key]):
            parent.set(key, value)
    return bool(wrong)


# Strict Open XML: the same elements in other namespaces, percentages with a percent sign (ISO/IEC 29500-4, annex A).

_SPACE = re.compile(rb"http://purl\.oclc\.org/ooxml/([A-Za-z]+)/([A-Za-z/]+)")
_SHARE = re.compile(rb" (?!name=|descr=|title=|tooltip=)([A-Za-z]+)=\"(-?[0-9]+(?:\.[0-9]+)?)%\"")
_LENGTH = re.compile(rb" (?!name=|descr=|title=|tooltip=)([A-Za-z]+)=\"(-?[0-9]+(?:\.[0-9]+)?)(mm|cm|in|pt|pc|pi)\"")
_EMU = {b"mm": 36_000, b"cm": 360_000, b"in": 914_400, b"pt": 12_700, b"pc": 152_400, b"pi": 152_400}
_IN_POINTS = (b"spc",)
"""Attributes whose numbers are hundredths of a point (ST_TextPoint, 20.1.10.74); those of all others are EMU."""
_RENAMED = {b"extendedProperties": b"extended-properties", b"customProperties": b"custom-properties"}
_CONFORMANCE = re.compile(rb" conformance=\"strict\"")


def transitional(data: bytes) -> bytes:
    """Convert a part of a Strict package to Transitional Open XML, the usual form; Transitional parts stay.

    In both, lengths with a unit ("12pt", ST_UniversalMeasure, 22.9.2.15) become plain numbers.
    """
    if STRICT.encode() in data or b"drawingml/2006/main" in data:
        data = _LENGTH.sub(_unitless, data)
    if STRICT.encode() not in data:
        return data
    data = _SPACE.sub(_renamed, data)
    thousandths = 1 if b'/drawingml/2006/chart"' in data else 1000
    data = _SHARE.sub(lambda found: b' %s="%d"' % (found[1], round(float(found[2]) * thousandths)), data)
    return _CONFORMANCE.sub(b"", data)


def transitional_type(written: str) -> str:
    """Convert a relationship type of a Strict package to Transitional Open XML."""
    return _SPACE.sub(_renamed, written.encode()).decode() if written.startswith(STRICT) else written


def _unitless(found: re.Match[bytes]) -> bytes:
    emu = float(found[2]) * _EMU[found[3]]
    return b' %s="%d"' % (found[1], round(emu / 127 if found[1] in _IN_POINTS else emu))


def _renamed(found: re.Match[bytes]) -> bytes:
    folder, slash, last = found[2].rpartition(b"/")
    name = folder + slash + _RENAMED.get(last, last)
    return b"http://schemas.openxmlformats.org/" + found[1] + b"/2006/" + name
