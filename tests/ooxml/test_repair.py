"""Found parts are put right by the content models: shuffled ones are valid again, valid ones stay, Strict ones too."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from lxml import etree

from osloregion_slides.checks.schema import check_schema
from osloregion_slides.ooxml.names import STRICT, A, P
from osloregion_slides.ooxml.repair import repair, transitional
from tests.brand import foreign

FOLDERS = ("ppt/slideMasters/slideM", "ppt/slideLayouts/slideL", "ppt/presentation.xml", "ppt/slides/s")
PARTS = {name: xml for name, xml in foreign.members(foreign.with_slides()).items() if name.startswith(FOLDERS)}
TRANSITIONAL = b"http://schemas.openxmlformats.org/"


@pytest.mark.parametrize("name", PARTS)
def test_a_valid_part_stays_as_it_is(name: str) -> None:
    root = etree.fromstring(PARTS[name])
    before = etree.tostring(root)
    assert not repair(root)
    assert etree.tostring(root) == before


@pytest.mark.parametrize("name", PARTS)
def test_a_part_with_shuffled_children_is_repaired_without_loss(name: str) -> None:
    root = etree.fromstring(PARTS[name])
    had = sorted(str(one.tag) for one in root.iter())
    for element in list(root.iter()):
        children = list(element)
        random.Random(len(had)).shuffle(children)
        element[:] = children
    repair(root)
    assert sorted(str(one.tag) for one in root.iter()) == had
    assert [one.message for one in check_schema(root, name)] == []


@pytest.mark.parametrize("name", PARTS)
def test_content_outside_the_standard_is_removed_from_every_element(name: str) -> None:
    root = etree.fromstring(PARTS[name])
    for element in list(root.iter()):
        element.set("made-up", "1")
        element.append(etree.Element(f"{{{P}}}madeUp"))
    repair(root)
    assert [one.message for one in check_schema(root, name)] == []


def test_a_misplaced_attribute_is_moved_to_its_parent_element() -> None:
    layout = etree.fromstring(PARTS["ppt/slideLayouts/slideLayout1.xml"])
    layout.find(f"{{{P}}}cSld").set("showMasterSp", "0")
    assert repair(layout)
    assert layout.get("showMasterSp") == "0"
    assert layout.find(f"{{{P}}}cSld").get("showMasterSp") is None


def test_required_content_of_an_element_is_added() -> None:
    layout = etree.fromstring(PARTS["ppt/slideLayouts/slideLayout1.xml"])
    for body in layout.iter(f"{{{P}}}txBody"):
        body.remove(body.find(f"{{{A}}}bodyPr"))
    assert repair(layout)
    assert [one.message for one in check_schema(layout, "layout")] == []


def strict(data: bytes) -> bytes:
    """Return a part as Strict Open XML has it: other namespaces, shares with a percent sign."""
    for folder in (b"presentationml", b"drawingml", b"officeDocument"):
        data = data.replace(TRANSITIONAL + folder + b"/2006/", STRICT.encode() + folder + b"/")
    for name in (b"tint", b"satMod", b"spcPct", b"shade"):
        for share in (b"20", b"50", b"75", b"90", b"300"):
            data = data.replace(b"<a:%s val=%c%s000%c" % (name, 34, share, 34), b'<a:%s val="%s%%"' % (name, share))
    return data.replace(b"extended-properties", b"extendedProperties")


def test_a_strict_template_gives_the_deck_of_its_transitional_twin(tmp_path: Path) -> None:
    from osloregion_slides import build

    plain = foreign.default()
    twin = {name: strict(data) for name, data in foreign.members(plain).items() if name != "[Content_Types].xml"}
    assert b'%"' in twin["ppt/theme/theme1.xml"]
    assert transitional(twin["ppt/theme/theme1.xml"]) == foreign.members(plain)["ppt/theme/theme1.xml"]
    made = []
    for folder, data in (
        ("a", plain),
        ("b", foreign.zipped({"[Content_Types].xml": foreign.members(plain)["[Content_Types].xml"], **twin})),
    ):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "mal.pptx").write_bytes(data)
        (tmp_path / folder / "o.yaml").write_text(
            "deck: a\ntitle: A\nlanguage: nb\nbrand: mal.pptx\nslides:\n  - {id: a, kind: statement, title: Hei}\n",
            encoding="utf-8",
        )
        made.append(foreign.members(build(str(tmp_path / folder / "o.yaml")).data))
    for one in made:
        one.pop("docProps/core.xml", None)
    assert made[0] == made[1]


@pytest.mark.parametrize("twin", [strict, lambda data: data])
def test_lengths_with_units_are_converted_to_numbers(twin: Callable[[bytes], bytes]) -> None:
    """Whole points and tenths of a millimetre say every length exactly."""

    def stated(found: re.Match[bytes]) -> bytes:
        emu = int(found[2])
        whole = next((b"%d%s" % (emu // of, unit) for unit, of in UNITS if emu % of == 0), found[2])
        return b' %s="%s"' % (found[1], whole)

    for data in PARTS.values():
        written = twin(re.sub(rb' (x|y|cx|cy|marL|indent|lIns)="(-?[0-9]+)"', stated, data))
        assert transitional(written) == transitional(twin(data))
    assert transitional(
        twin(b'<a:rPr xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" spc="-1.5pt"/>')
    ).endswith(b'spc="-150"/>')


UNITS = ((b"in", 914_400), (b"cm", 360_000), (b"pt", 12_700), (b"mm", 36_000))
