"""The design with grounds: what its layouts have in common, on the brand that ships and on another one."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest

from osloregion_slides.base.findings import InvalidInput
from osloregion_slides.brand.contrast import READABLE, ratio, rgb
from osloregion_slides.brand.load import load_brand, read_record
from osloregion_slides.brand.make import make_brand
from osloregion_slides.brand.values import ROLES, Brand
from osloregion_slides.ooxml.zip import read_zip
from tests.brand.foreign import members

TEMPLATES = Path(__file__).parent.parent.parent / "templates"
SMALL = """\
name: Fjordringen
website: www.example.org
grounds: light
colours: {ink: 1A1A1A, forest: 0F3D2E, sand: F7F3E8, pine: 1F7A4D, mint: A6DDBF, coral: FF8A5C, dew: E2F3E9, grey: 5A6660}
theme:
  {dk1: ink, lt1: white, dk2: forest, lt2: sand, accent1: pine, accent2: mint, accent3: coral, accent4: dew,
   accent5: pine, accent6: grey, hlink: pine, folHlink: pine}
fonts: {headings: Calibri, body: Calibri}
tracking: {40: -1}
sizes: {cover: 54, statement: 54, section: 44, title: 32, kicker: 14, footer: 12}
"""


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    folder = tmp_path_factory.mktemp("small")
    (folder / "brand.yaml").write_text(SMALL, encoding="utf-8")
    return make_brand(str(folder))


def brand_of(made: dict[str, bytes]) -> Brand:
    return read_record(made["brand.json"], "template.pptx")[0]


@pytest.mark.parametrize("name", ["ruten", "ruten-dark"])
def test_the_committed_files_are_generated_from_the_tokens(name: str) -> None:
    made = make_brand(str(TEMPLATES / name))
    assert members((TEMPLATES / name / "template.pptx").read_bytes()) == members(made["template.pptx"])
    assert json.loads((TEMPLATES / name / "brand.json").read_bytes()) == json.loads(made["brand.json"])


def test_the_place_on_a_cover_is_at_least_as_large_as_the_address_below_it(small: dict[str, bytes]) -> None:
    for brand in (load_brand("ruten", "."), load_brand("ruten-dark", "."), brand_of(small)):
        sizes = {slot.idx: slot.levels[0].size for slot in brand.layout("cover").slots}
        assert sizes[14] >= sizes[15] >= brand.floors.label


def test_every_brand_has_every_role_and_grounds_are_found_by_name(small: dict[str, bytes]) -> None:
    for brand in (load_brand("ruten", "."), load_brand("ruten-dark", "."), brand_of(small)):
        known = {layout.role for layout in brand.layouts}
        assert known >= set(ROLES)
        assert known >= {"closing", "aside-snow", "aside-blue", "title_only-fjord", "split", "quote", "base", "panel"}
        assert brand.layout("aside-snow").background != brand.layout("aside-blue").background


def test_a_brand_without_grounds_gives_the_nearest_layout() -> None:
    brand = load_brand("osloregionen", ".")
    assert brand.layout("aside-snow").role == brand.layout("quote").role == "title_only"
    assert (brand.layout("closing").role, brand.layout("panel").role) == ("cover", "picture")
    with pytest.raises(KeyError):
        brand.layout("nothing")


def test_no_validator_complains_about_any_brand(small: dict[str, bytes], tmp_path: Path) -> None:
    from openxml_audit import OpenXmlValidator

    for made in (make_brand(str(TEMPLATES / "ruten")), small):
        path = tmp_path / "template.pptx"
        path.write_bytes(made["template.pptx"])
        assert OpenXmlValidator().validate(str(path)).errors == []


def test_python_pptx_can_add_a_titled_slide_on_each_layout(small: dict[str, bytes]) -> None:
    from pptx import Presentation

    deck: Any = Presentation(io.BytesIO(small["template.pptx"]))
    for layout in deck.slide_layouts:
        deck.slides.add_slide(layout).shapes.title.text = layout.name
    names = [slide.shapes.title.text for slide in deck.slides]
    assert len(names) == len(set(names)) == len(brand_of(small).layouts)


def test_titles_footers_and_numbers_are_placed_as_designed_in_any_brand(small: dict[str, bytes]) -> None:
    for brand in (load_brand("ruten", "."), brand_of(small)):
        for layout in brand.layouts:
            title = layout.slot("title", "ctrTitle")
            assert title and title.box.x == 64 * 9525, layout.role
            if layout.role not in ("cover", "closing"):
                footer, number = layout.slot("ftr"), layout.slot("sldNum")
                assert footer and number and footer.box.y == number.box.y == round(669.6 * 9525), layout.role
        assert brand.layout("title_only").content.y == 148 * 9525


def test_colours_fonts_sizes_and_tracking_follow_the_tokens(small: dict[str, bytes]) -> None:
    brand = brand_of(small)
    assert brand.body_font == brand.heading_font == "Calibri"
    assert dict(brand.palette)["accent1"] == "1F7A4D"
    cover = brand.layout("cover").slot("ctrTitle")
    assert cover and (cover.levels[0].size, cover.levels[0].spacing) == (54, -0.54)
    assert [tuple(map(float, row)) for row in brand.tracking] == [(40.0, -0.01)]
    ruten = load_brand("ruten", ".").layout("title_only").slot("title")
    assert ruten and (ruten.levels[0].size, ruten.levels[0].spacing) == (34, -0.48)


@pytest.mark.parametrize("name", ["ruten", "ruten-dark"])
def test_every_text_of_a_layout_contrasts_with_its_background(name: str) -> None:
    brand = load_brand(name, ".")
    for layout in brand.layouts:
        for slot in layout.slots:
            assert slot.readable is None, (layout.role, slot.name)
            if layout.role not in ("split", "split-blue", "base"):  # two grounds: `readable` looks under the text
                behind = rgb(brand, layout.background)
                assert ratio(rgb(brand, slot.levels[0].colour), behind) >= READABLE, (layout.role, slot.name)


def test_a_dark_brand_has_the_same_layouts_on_dark_grounds() -> None:
    light, dark = load_brand("ruten", "."), load_brand("ruten-dark", ".")
    assert [(one.role, one.content) for one in light.layouts] == [(one.role, one.content) for one in dark.layouts]
    assert all(layout.dark for layout in dark.layouts)
    assert not light.layout("title_only").dark


def test_pale_colours_and_a_wrong_tracking_are_errors_at_their_key(tmp_path: Path) -> None:
    (tmp_path / "brand.yaml").write_text(SMALL.replace("pine: 1F7A4D", "pine: A0D0B0"), encoding="utf-8")
    with pytest.raises(InvalidInput) as pale:
        make_brand(str(tmp_path))
    assert {found.code for found in pale.value.findings} == {"illegible-brand-colours"}
    (tmp_path / "brand.yaml").write_text(SMALL.replace("{40: -1}", "{40: -60}"), encoding="utf-8")
    with pytest.raises(InvalidInput) as wide:
        make_brand(str(tmp_path))
    assert [(found.code, found.at.line if found.at else 0) for found in wide.value.findings] == [("bad-tracking", 9)]


def test_a_template_with_grounds_is_small_enough_for_a_deck() -> None:
    assert len((TEMPLATES / "ruten" / "template.pptx").read_bytes()) < 80_000
    assert len(read_zip((TEMPLATES / "ruten" / "template.pptx").read_bytes())) > 30
