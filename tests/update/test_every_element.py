"""Whatever is changed in the XML of a slide: the next update leaves it, or its plan names it."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from lxml import etree

from tests.update.fresh import differences
from tests.update.gallery import GALLERY, planned, side, updated

PART = "ppt/slides/slide2.xml"
WITHOUT_EFFECT = re.compile(
    r"creationId|extLst|nvGrpSpPr|endParaRPr|lstStyle|/fld|cNvPr@|@lang|avLst gone|prstDash|cNv\w*Pr|clrMapOvr|nv\w*Pr gone|"
    r"custGeom/(rect|\w+Lst)|rtlCol|@(wrap|anchor|cmpd|algn) gone|txBody gone|/p gone|ln gone|noFill gone|/ph@|tr@h|"
    r"(off|ext|chOff|chExt|gd)@|(xfrm|off|ext|chOff|chExt|grpSpPr|cxnSp.*) gone|cxnSp/|(@w|@cap) gone|"
    r"(gd|prstGeom|schemeClr|srgbClr|alpha)@\w+ gone|tc/txBody/p/r/rPr@b gone|(schemeClr|blip|prstGeom|spPr|bodyPr|rPr) gone|ln/round|(blipFill|stretch|fillRect|ph) gone|@(uri|embed) gone|ln[LRTB]@w"
)
"""What nobody sees, what is no valid slide, and places of what moves by less than can be seen."""


def mutations(root: Any) -> Iterator[tuple[str, str, str, str | None]]:
    """Yield a name, an element's path, an attribute ("" is the element itself) and its new value, None without one."""
    tree = etree.ElementTree(root)
    for one in root.iter(etree.Element):
        name = "/".join([etree.QName(above).localname for above in [*reversed([*one.iterancestors()]), one]][1:])
        yield f"{name} gone", tree.getpath(one), "", None
        for key, value in one.attrib.items():
            at = f"{name}@{etree.QName(key).localname}"
            yield f"{at} gone", tree.getpath(one), key, None
            if value.lstrip("-").isdigit():
                other = str(int(value) + 30_000) if abs(int(value)) > 9 else str(1 - min(int(value), 1))
                yield f"{at} {value} -> {other}", tree.getpath(one), key, other


def mutated(data: bytes, path: str, key: str, value: str | None) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as found, zipfile.ZipFile(out, "w") as made:
        root = etree.fromstring(found.read(PART))
        spaces = {prefix: uri for one in root.iter() for prefix, uri in one.nsmap.items() if prefix}
        (one,) = root.xpath(path, namespaces=spaces)
        if not key:
            one.getparent().remove(one)
        elif value is None:
            del one.attrib[key]
        else:
            one.set(key, value)
        for name in found.namelist():
            made.writestr(name, etree.tostring(root) if name == PART else found.read(name))
    return out.getvalue()


def faults(kind: str, count: int) -> list[str]:
    """Return which of so many changes of a slide an update draws over without a word."""
    slide = GALLERY[kind]
    before, after = side(slide), side(slide.replace("title: {nb: ", "title: {nb: Nye ", 1))
    with zipfile.ZipFile(io.BytesIO(before.data)) as found:
        root = etree.fromstring(found.read(PART))
    seen = {re.sub(r" .*->.*", "", one[0]): one for one in mutations(root) if one[1].count("/") > 1}
    those = [one for one in seen.values() if not WITHOUT_EFFECT.search(one[0])]
    wrong = []
    for name, path, key, value in random.Random(kind).sample(those, min(count, len(those))):
        data = mutated(before.data, path, key, value)
        silent = not [note for note in planned(data, before).plan.notes if note.slide == "s"]
        if silent and not [one for one in differences(updated(data, after), after.data) if one.startswith("slide 2")]:
            wrong.append(f"{kind}: {name}")
    return wrong


@pytest.mark.parametrize("kind", ["timeline", "organisation", "picture"])
def test_no_edited_element_of_a_slide_is_overwritten_without_a_report(kind: str) -> None:
    assert faults(kind, 15) == []


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["columns", "hub", "table", "chart"])
def test_no_edited_element_of_other_slides_is_overwritten_without_a_report(kind: str) -> None:
    assert faults(kind, 60) == []


def test_font_sizes_of_words_and_cells_are_edits_that_are_kept() -> None:
    for kind, path in (("table", "//a:tc[1]//a:rPr"), ("table", "//p:sp[2]//a:r[2]/a:rPr")):
        before = side(GALLERY[kind])
        plan = planned(mutated(before.data, f"({path})[1]", "sz", "4400"), side(GALLERY["columns"])).plan
        assert [note.symbol for note in plan.notes if note.slide == "s" and note.group != "change"] != []
