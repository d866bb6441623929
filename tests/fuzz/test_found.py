"""What fuzzing found once, as small as it gets."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest

from osloregion_slides.checks.package import check_package
from osloregion_slides.maps.load import load_areas
from osloregion_slides.registry.load import load_registry
from osloregion_slides.service import build
from osloregion_slides.service_update import Asked, apply, plan_update
from tests.brand.foreign import default, replaced, with_slides
from tests.fuzz.properties import built
from tests.hostile.case import OUTLINE, SLIDE
from tests.hostile.rings import polygon
from tests.hostile.workbooks import workbook

BULLETS = "slides:\n  - {id: a, kind: bullets, title: A, items: [En, To]}\n"


@pytest.mark.parametrize(
    "text", ["1e999", "-1e999", "1e308 + 1e308", "1e308 * 10", "9e15", "[1e999]", "'a' if 1e999 else 'b'"]
)
def test_an_infinite_number_is_a_finding(text: str, tmp_path: Path) -> None:
    slides = f'slides:\n  - {{id: a, kind: statement, title: A, text: "{{{{ {text} }}}}"}}\n'
    (tmp_path / "a.yaml").write_text(OUTLINE + slides, encoding="utf-8")
    built(tmp_path / "a.yaml")


@pytest.mark.parametrize(
    "label", ["[NaN, 1, 1]", "[1, Infinity, 1]", "[1, 1, 1" + "0" * 400 + "]", "[true, 1, 1]", "[[], 1, 1]"]
)
def test_a_label_without_a_location_is_ignored(label: str, tmp_path: Path) -> None:
    (tmp_path / "m.csv").write_text("name,number,from\nOslo,0301,2004-12-17\n", encoding="utf-8")
    feature = (
        '{"type":"Feature","properties":{"number":"0301","label":%s},"geometry":{"type":"Polygon","coordinates":[%s]}}'
    )
    text = '{"type":"FeatureCollection","features":[' + feature % (label, polygon(12)) + "]}"
    (tmp_path / "map.geojson").write_text(text, encoding="utf-8")
    members = load_registry(str(tmp_path / "m.csv"))[0].as_of("2008-01-01").municipalities
    assert len(load_areas(str(tmp_path / "map.geojson"), members)[0]) == 1
    slides = "members: m.csv\nslides:\n  - {id: n, kind: map, title: U, geometry: map.geojson}\n"
    (tmp_path / "a.yaml").write_text(OUTLINE + slides, encoding="utf-8")
    assert built(tmp_path / "a.yaml") is not None


def test_a_workbook_with_a_damaged_stream_is_a_finding(tmp_path: Path) -> None:
    data = bytearray(workbook())
    with zipfile.ZipFile(io.BytesIO(bytes(data))) as package:
        at = package.getinfo("xl/worksheets/sheet1.xml").header_offset + 60
    data[at : at + 8] = b"\xff" * 8
    (tmp_path / "m.xlsx").write_bytes(bytes(data))
    assert [finding.code for finding in load_registry(str(tmp_path / "m.xlsx"))[1]] == ["bad-workbook"]


def test_bullets_on_a_layout_without_a_body_go_into_a_text_box(tmp_path: Path) -> None:
    (tmp_path / "mal.pptx").write_bytes(default())
    (tmp_path / "brand.yaml").write_text("template: mal.pptx\nlayouts: {content: Blank}\n", encoding="utf-8")
    (tmp_path / "a.yaml").write_text(f"{OUTLINE}brand: brand.yaml\n{BULLETS}", encoding="utf-8")
    assert built(tmp_path / "a.yaml") is not None


@pytest.mark.parametrize(
    ("wrong", "builds"),
    [(b'<p:txBody idx="1">', True), (b"<p:txBody><p:txBody/>", True), (b"<p:txBody", False), (b"<p:txBody>&x;", False)],
)
def test_a_template_with_a_broken_layout_is_repaired_or_reported(wrong: bytes, builds: bool, tmp_path: Path) -> None:
    layout = "ppt/slideLayouts/slideLayout9.xml"
    (tmp_path / "mal.pptx").write_bytes(replaced(default(), layout, lambda xml: xml.replace(b"<p:txBody>", wrong, 1)))
    (tmp_path / "a.yaml").write_text(f"{OUTLINE}brand: mal.pptx\n{SLIDE}", encoding="utf-8")
    assert (built(tmp_path / "a.yaml") is not None) is builds


def test_a_sample_slide_is_removed_whatever_links_to_it(tmp_path: Path) -> None:
    """A relation of a strange type kept a slide of the template, and with it a picture that no slide of ours shows."""
    relations = "ppt/_rels/presentation.xml.rels"
    strange = replaced(
        with_slides(), relations, lambda xml: xml.replace(b'relationships/slide"', b'relationships/x"', 1)
    )
    (tmp_path / "mal.pptx").write_bytes(strange)
    (tmp_path / "a.yaml").write_text(f"{OUTLINE}brand: mal.pptx\n{SLIDE}", encoding="utf-8")
    built(tmp_path / "a.yaml")


def test_a_slide_entry_without_a_relationship_resolves_to_no_other_part(tmp_path: Path) -> None:
    """The base lost its relation too; an update related it anew, by the id that the slide list still named."""
    outline = tmp_path / "a.yaml"
    outline.write_text(OUTLINE + BULLETS, encoding="utf-8")
    lost = re.compile(rb'<Relationship [^>]*relationships/(slide|customXml)"[^>]*/>')
    deck = replaced(build(str(outline)).data, "ppt/_rels/presentation.xml.rels", lambda xml: lost.sub(b"", xml))
    outline.write_text(OUTLINE + BULLETS.replace("En,", "Tre,"), encoding="utf-8")
    path = str(tmp_path / "a.pptx")
    updated = apply(plan_update(path, Asked(str(outline)), data=deck), path)
    assert "wrong-relation-type" not in {finding.code for finding in check_package(updated.data)}


def test_a_registry_entry_without_any_known_key_is_a_finding_at_its_location(tmp_path: Path) -> None:
    table = tmp_path / "m.yaml"
    table.write_text("members:\n- {name: Oslo, number: 0301, from: 2004-12-17}\n- {17}\n", encoding="utf-8")
    _, findings = load_registry(str(table))
    assert {(finding.severity, finding.at and finding.at.line) for finding in findings} == {("error", 3)}
