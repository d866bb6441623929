"""What a layout shows on every slide is read from its template, our own or any other."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml import etree

from osloregion_slides.base.findings import InvalidInput, Location
from osloregion_slides.brand.load import load_brand
from osloregion_slides.brand.values import Brand
from osloregion_slides.render.layout_svg import furniture
from osloregion_slides.render.svg import slide_svgs
from osloregion_slides.scene import Deck, Slide
from tests.render.foreign import foreign_template
from tests.render.sample import SVG, brand


def still(where: Brand, role: str) -> str:
    """Return the drawing behind a layout of this role."""
    (layout,) = [layout for layout in where.layouts if layout.role == role]
    return furniture(where)[layout.part].drawing


def rgb(slot: str) -> str:
    return "#" + dict(brand().palette)[slot].lower()


def test_the_cover_is_navy_with_emblem_name_and_rule_and_without_the_masters_footer() -> None:
    drawing = still(brand(), "cover")
    assert drawing.startswith(f'<rect x="0" y="0" width="960" height="540" fill="{rgb("tx2")}"/>')
    assert ">Osloregionen</text>" in drawing and rgb("accent5") in drawing
    assert len(re.findall(r"<rect [^>]*rx=", drawing)) == 4
    assert len(re.findall("<rect", drawing)) == 6


def test_a_content_slide_has_the_masters_rule_and_emblem() -> None:
    drawing = still(brand(), "content")
    assert len(re.findall("<rect", drawing)) == 1 + 1 + 4
    assert f'fill="{rgb("accent2")}"' in drawing


def test_no_prompt_text_or_empty_placeholder_of_the_template_is_drawn() -> None:
    for layout in brand().layouts:
        assert "Klikk for" not in furniture(brand())[layout.part].drawing


@pytest.fixture(scope="module")
def theirs(tmp_path_factory: pytest.TempPathFactory) -> Brand:
    folder = tmp_path_factory.mktemp("foreign")
    foreign_template(folder / "theirs.pptx")
    return load_brand("theirs.pptx", str(folder))


def test_another_template_is_drawn_with_its_own_colours_gradients_groups_and_pictures(theirs: Brand) -> None:
    root = etree.fromstring(f'<svg xmlns="{SVG[1:-1]}">{still(theirs, "content")}</svg>'.replace("\0", "x"))
    assert [stop.get("stop-color") for stop in root.iter(f"{SVG}stop")] == ["#ffffff", "#d9e8d0"]
    (gradient,) = root.iter(f"{SVG}linearGradient")
    assert gradient.get("gradientTransform") == "rotate(90 0.5 0.5)"
    fills = [element.get("fill") for element in root.iter() if element.get("fill")]
    assert {"#2e75b6", "#00b050", "#8e44ad", "#e67e22", f"url(#{gradient.get('id')})"} <= set(fills)
    (ellipse,) = root.iter(f"{SVG}ellipse")
    assert float(ellipse.get("cx")) == pytest.approx(614.17, abs=0.05)
    assert float(ellipse.get("rx")) == pytest.approx(15.75, abs=0.05)
    assert [image.get("href")[:15] for image in root.iter(f"{SVG}image")] == ["data:image/png;"]
    assert "Fortrolig" in "".join(root.itertext())


def test_rotated_mirrored_and_hidden_template_shapes_are_drawn_accordingly(theirs: Brand) -> None:
    drawing = still(theirs, "content")
    assert "rotate(45)" in drawing and "scale(-1 1)" in drawing
    assert "C" in drawing.partition('fill-rule="evenodd"')[2].partition(">")[0]
    assert not re.search('<(?:rect|path)[^>]* fill="#000000"', drawing), "a hidden shape"


def test_gradients_of_two_slides_on_one_page_have_different_ids(theirs: Brand) -> None:
    slides = tuple(Slide(f"s{n}", "content", "T", (), "nb-NO", Location("x")) for n in range(2))
    deck = Deck("d", "D", "nb-NO", theirs.width, theirs.height, slides)
    names = re.findall(r'<linearGradient id="([^"]*)"', "".join(slide_svgs(deck, theirs)))
    assert len(names) == len(set(names)) == 2
    assert all("\0" not in name for name in names)


def test_a_missing_template_is_a_finding(tmp_path: Path, theirs: Brand) -> None:
    broken = theirs.replace(package=theirs.package[:500])
    with pytest.raises(InvalidInput) as caught:
        furniture(broken)
    assert [finding.code for finding in caught.value.findings] == ["template-damaged"]
