from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from osloregion_slides.brand.design import PAIRS
from osloregion_slides.brand.load import load_brand
from osloregion_slides.brand.make import make_brand
from osloregion_slides.brand.opc import write_package
from osloregion_slides.brand.template import template
from osloregion_slides.brand.tokens import read_tokens
from tests.brand.foreign import members

FOLDER = Path(__file__).parent.parent.parent / "templates" / "osloregionen"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
MADE = make_brand(str(FOLDER))
PARTS = {name: etree.fromstring(data) for name, data in members(MADE["template.pptx"]).items()}
SHEETS = {name: root for name, root in PARTS.items() if re.match(r"ppt/(slide|notes)(Master|Layout)s/[^/]+$", name)}
LAYOUTS = {root.find(f"{P}cSld").get("name"): root for name, root in PARTS.items() if "slideLayouts/slide" in name}


def holes(root: Any) -> dict[str, Any]:
    return {shape.find(f".//{P}ph").get("type", "obj"): shape for shape in root.iter(f"{P}sp") if has_hole(shape)}


def has_hole(shape: Any) -> bool:
    return shape.find(f".//{P}ph") is not None


def test_the_committed_template_is_generated_from_the_tokens() -> None:
    assert members((FOLDER / "template.pptx").read_bytes()) == members(MADE["template.pptx"])


def test_the_committed_brand_json_is_generated_from_the_tokens() -> None:
    assert json.loads((FOLDER / "brand.json").read_bytes()) == json.loads(MADE["brand.json"])


def test_the_same_tokens_give_the_same_bytes() -> None:
    tokens = read_tokens((FOLDER / "brand.yaml").read_bytes(), "brand.yaml", str(FOLDER))
    assert write_package(template(tokens)) == write_package(template(tokens)) == MADE["template.pptx"]


def test_no_validator_complains(tmp_path: Path) -> None:
    from openxml_audit import OpenXmlValidator

    path = tmp_path / "template.pptx"
    path.write_bytes(MADE["template.pptx"])
    assert OpenXmlValidator().validate(str(path)).errors == []


def test_python_pptx_opens_the_template_and_adds_a_slide_on_each_layout() -> None:
    from pptx import Presentation

    deck: Any = Presentation(io.BytesIO(MADE["template.pptx"]))
    assert (deck.slide_width, deck.slide_height, len(deck.slides)) == (12_192_000, 6_858_000, 0)
    for layout in deck.slide_layouts:
        deck.slides.add_slide(layout).shapes.title.text = layout.name
    assert [slide.shapes.title.text for slide in deck.slides] == [
        "Forside",
        "Utsagn",
        "Skilleark",
        "Tittel og innhold",
        "To innholdsdeler",
        "Bare tittel",
        "Bilde",
    ]


def test_layouts_have_standard_types() -> None:
    assert {name: root.get("type") for name, root in LAYOUTS.items()} == {
        "Forside": "title",
        "Utsagn": None,
        "Skilleark": "secHead",
        "Tittel og innhold": "obj",
        "To innholdsdeler": "twoObj",
        "Bare tittel": "titleOnly",
        "Bilde": "picTx",
    }


@pytest.mark.parametrize("name", sorted(SHEETS))
def test_every_run_field_and_paragraph_end_has_a_language(name: str) -> None:
    for tag in ("rPr", "endParaRPr"):
        assert [element for element in SHEETS[name].iter(A + tag) if not element.get("lang")] == []
    for run in SHEETS[name].iter(A + "r", A + "fld"):
        assert run.find(A + "rPr") is not None


@pytest.mark.parametrize("name", sorted(SHEETS))
def test_colours_and_fonts_come_from_the_theme(name: str) -> None:
    guides = "{http://schemas.microsoft.com/office/powerpoint/2012/main}clr"  # not drawn
    assert [c for c in SHEETS[name].iter(A + "srgbClr") if c.getparent().tag != guides] == []
    faces = {latin.get("typeface") for latin in SHEETS[name].iter(A + "latin", A + "ea", A + "cs")}
    assert all(face.startswith(("+mj", "+mn")) for face in faces)


@pytest.mark.parametrize("name", sorted(SHEETS))
def test_shape_ids_are_unique(name: str) -> None:
    ids = [element.get("id") for element in SHEETS[name].iter(P + "cNvPr")]
    assert len(ids) == len(set(ids))


def test_no_shape_resizes_to_fit_its_text() -> None:
    assert [name for name, root in SHEETS.items() if list(root.iter(A + "spAutoFit"))] == []


def test_only_lists_shrink_text_on_overflow() -> None:
    shrinking = {
        (name, shape.find(f".//{P}ph").get("type", "obj"))
        for name, root in LAYOUTS.items()
        for shape in root.iter(P + "sp")
        if has_hole(shape) and shape.find(f".//{A}normAutofit") is not None
    }
    assert shrinking == {("Tittel og innhold", "obj"), ("To innholdsdeler", "obj")}


@pytest.mark.parametrize("name", sorted(set(LAYOUTS) - {"Forside"}))
def test_footers_have_a_text_and_numbers_a_field(name: str) -> None:
    found = holes(LAYOUTS[name])
    assert "".join(found["ftr"].itertext()).strip() == "www.osloregionen.no"
    assert found["sldNum"].find(f".//{A}fld").get("type") == "slidenum"


def test_the_cover_has_no_footer_slide_number_or_rule() -> None:
    cover = LAYOUTS["Forside"]
    assert cover.get("showMasterSp") == "0"
    assert sorted(holes(cover)) == ["body", "ctrTitle", "subTitle"]


@pytest.mark.parametrize("name", ["Tittel og innhold", "To innholdsdeler", "Bare tittel", "Bilde"])
def test_content_layouts_have_a_letterspaced_all_caps_kicker(name: str) -> None:
    kicker = next(ph for ph in LAYOUTS[name].iter(P + "ph") if ph.get("idx") == "13")
    look = kicker.getparent().getparent().getparent().find(f".//{A}lvl1pPr/{A}defRPr")
    assert (kicker.get("type"), look.get("cap"), look.get("b"), look.get("sz")) == ("body", "all", "1", "1100")
    assert int(look.get("spc")) > 0


def test_shapes_without_meaning_are_marked_decorative() -> None:
    for root in SHEETS.values():
        for shape in root.iter(P + "sp"):
            if not has_hole(shape) and not "".join(shape.itertext()).strip():
                assert shape.find(".//{*}decorative") is not None


def test_every_pair_of_text_and_background_colours_is_checked_in_the_layouts() -> None:
    from osloregion_slides.brand.contrast import READABLE, ratio, rgb

    brand = load_brand("osloregionen", ".")
    pairs = {(text, ground) for _, text, ground in PAIRS}
    for layout in brand.layouts:
        for slot in layout.slots:
            for style in slot.levels[:1]:
                assert ratio(rgb(brand, style.colour), rgb(brand, layout.background)) >= READABLE, (layout, slot)
                if slot.type not in ("pic", "sldNum", "ftr"):
                    assert (style.colour, layout.background) in pairs, (layout.name, slot.name)


def test_the_presentation_has_an_empty_slide_list_and_its_usual_parts() -> None:
    root = PARTS["ppt/presentation.xml"]
    assert b"<p:sldIdLst/>" in members(MADE["template.pptx"])["ppt/presentation.xml"]
    assert root.find(f"{P}notesMasterIdLst/{P}notesMasterId") is not None
    assert root.find(f"{P}sldSz").get("type") is None
    for name in ("ppt/presProps.xml", "ppt/viewProps.xml", "ppt/tableStyles.xml", "ppt/theme/theme2.xml"):
        assert name in PARTS


def test_guides_are_on_the_margins_and_columns() -> None:
    brand = load_brand("osloregionen", ".")
    body = brand.layout("content").slot("obj")
    assert body
    guides = PARTS["ppt/slideMasters/slideMaster1.xml"].iter(
        "{http://schemas.microsoft.com/office/powerpoint/2012/main}guide"
    )
    across: list[int] = []
    along: list[int] = []
    for guide in guides:
        (across if guide.get("orient") == "horz" else along).append(int(guide.get("pos")) * 914_400 // 576)
    near = 2_000
    assert min(abs(place - body.box.y) for place in across) < near
    assert min(abs(place - body.box.x) for place in along) < near
    assert min(abs(place - body.box.right) for place in along) < near
