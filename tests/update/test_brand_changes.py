"""A deck whose brand changes gets the new template: its masters, layouts and theme, and slides drawn for them."""

from __future__ import annotations

import io
import json
import zipfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation
from pptx.util import Emu

from osloregion_slides.brand.make import make_brand
from osloregion_slides.brand.opc import masters_checksum
from tests.judges import structure
from tests.pptx.updating import edited, shape
from tests.update.fresh import P, differences
from tests.update.gallery import GALLERY, Side, planned, side, updated
from tests.update.outlines import REPOSITORY

BRANDS = ("osloregionen", "ruten")
SAMPLE = ("points", "map", "venn", "table", "chart-column")
BOTH_WAYS = [BRANDS, BRANDS[::-1], ("ruten", "ruten-dark")]  # the last two have layouts of the same names


def sides(kind: str, *brands: str) -> list[Side]:
    return [side(GALLERY[kind], "nb", brand) for brand in brands]


@pytest.mark.parametrize("brands", BOTH_WAYS)
@pytest.mark.parametrize("kind", [kind for kind in SAMPLE if kind in GALLERY])
def test_an_unedited_deck_with_a_changed_brand_equals_a_fresh_build(kind: str, brands: tuple[str, str]) -> None:
    before, after = sides(kind, *brands)
    for data in (before.data, edited(before.data, lambda presentation: None)):
        assert differences(updated(data, after), after.data) == []


@pytest.mark.slow
@pytest.mark.parametrize("brands", BOTH_WAYS)
@pytest.mark.parametrize("kind", list(GALLERY))
def test_every_slide_with_a_changed_brand_equals_a_fresh_build(kind: str, brands: tuple[str, str]) -> None:
    before, after = sides(kind, *brands)
    assert differences(updated(before.data, after), after.data) == []


def test_the_checksum_of_masters_ignores_their_packing() -> None:
    made = make_brand(str(REPOSITORY / "templates" / "ruten"))
    data, known = made["template.pptx"], json.loads(made["brand.json"])["masters"]
    assert masters_checksum(data) == known == masters_checksum(packed(data, zipfile.ZIP_STORED))
    assert masters_checksum(packed(data, zipfile.ZIP_STORED, "ppt/slideLayouts/slideLayout1.xml")) != known


def packed(data: bytes, how: int, changed: str = "") -> bytes:
    """The package with each member packed in this way, the one of this name with a space more."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as found, zipfile.ZipFile(out, "w", how) as made:
        for name in found.namelist():
            made.writestr(name, found.read(name) + (b" " if name == changed else b""))
    return out.getvalue()


def masters_of(data: bytes) -> list[list[str]]:
    return [[layout.name for layout in master.slide_layouts] for master in Presentation(io.BytesIO(data)).slide_masters]


def test_unused_parts_of_the_old_template_are_removed() -> None:
    before, after = sides("points", *BRANDS)
    made = updated(before.data, after)
    assert masters_of(made) == masters_of(after.data) != masters_of(before.data)
    counts = [
        Counter([name.rpartition("/")[0] for name in zipfile.ZipFile(io.BytesIO(data)).namelist()])
        for data in (made, after.data)
    ]
    assert counts[0] == counts[1]


def edit(presentation: Any) -> None:
    """Word a title and a text otherwise, move an object, add a text and a slide."""
    slide = presentation.slides[1]
    slide.shapes.title.text_frame.paragraphs[0].runs[0].text = "Skrevet for hånd"
    shape(slide, "s/1/heading").text_frame.paragraphs[0].runs[0].text = "Også dette"
    shape(slide, "s/2/heading").top += 200_000
    slide.shapes.add_textbox(Emu(0), Emu(0), Emu(900_000), Emu(300_000)).text_frame.text = "Lagt til"
    presentation.slides.add_slide(slide.slide_layout).shapes.title.text = "Nytt lysbilde"


@pytest.fixture(scope="module")
def both() -> tuple[bytes, bytes, Side]:
    before, after = sides("columns", *BRANDS)
    data = edited(before.data, edit)
    return data, updated(data, after), after


def test_edits_are_kept_and_still_recognised_when_the_brand_changes(both: tuple[bytes, bytes, Side]) -> None:
    data, made, after = both
    again = planned(made, after).plan
    assert (again.changes, again.order) == ((), ())
    kept = [
        [(one.slide, one.item.partition("#")[0], one.what) for one in plan.notes if one.group == "edit"]
        for plan in (planned(data, after).plan, again)
    ]
    assert kept[0] == kept[1] != []
    presentation = Presentation(io.BytesIO(made))
    words = [one.text_frame.text for slide in presentation.slides for one in slide.shapes if one.has_text_frame]
    assert not {"Skrevet for hånd", "Også dette", "Lagt til", "Nytt lysbilde"} - set(words)


def test_unedited_objects_look_like_a_fresh_build_when_the_brand_changes(both: tuple[bytes, bytes, Side]) -> None:
    _, made, after = both
    xml = []
    for data in (made, after.data):
        slide = Presentation(io.BytesIO(data)).slides[1]
        looks = {one.name: [e.attrib for e in one._element.iter("{*}schemeClr", "{*}srgbClr")] for one in slide.shapes}
        xml.append({name: look for name, look in looks.items() if name.startswith("s/3/")})
    assert xml[0] == xml[1] != {}


def test_a_manually_added_slide_keeps_its_layout_and_is_reported(both: tuple[bytes, bytes, Side]) -> None:
    data, made, after = both
    presentation = Presentation(io.BytesIO(made))
    old, new = masters_of(data)[0], masters_of(after.data)[0]
    assert masters_of(made) == [new, old]
    used = [list(presentation.slide_masters).index(slide.slide_layout.slide_master) for slide in presentation.slides]
    assert used == [0, 0, 0, 1]
    said = [one.says.code for one in planned(data, after).plan.notes if one.group == "unsure" and not one.item]
    assert "stays-on-layouts" in said


def test_masters_and_layouts_have_unique_ids(both: tuple[bytes, bytes, Side], tmp_path: Path) -> None:
    presentation = Presentation(io.BytesIO(both[1]))
    ids = [one.get("id") for one in presentation.element.iter(f"{P}sldMasterId")]
    ids += [one.get("id") for master in presentation.slide_masters for one in master.element.iter(f"{P}sldLayoutId")]
    assert max(Counter(ids).values()) == 1
    assert len(ids) == sum(len(layouts) + 1 for layouts in masters_of(both[1]))
    path = tmp_path / "deck.pptx"
    path.write_bytes(sides("columns", *BRANDS)[1].data)
    usual = structure(str(path))
    unedited = updated(sides("columns", *BRANDS)[0].data, both[2])
    path.write_bytes(unedited)
    assert structure(str(path)) == usual


def test_a_deck_that_returns_to_its_first_brand_uses_its_layouts(both: tuple[bytes, bytes, Side]) -> None:
    _, made, _ = both
    back, again = side(GALLERY["columns"], "nb", BRANDS[0]), side(GALLERY["pillars"], "nb", BRANDS[0])
    resaved = edited(updated(edited(made, lambda presentation: None), back), lambda presentation: None)
    data = updated(resaved, again)
    used = [one.slide_layout for one in Presentation(io.BytesIO(data)).slides]
    assert [one.name for one in used[:3]] == [
        one.slide_layout.name for one in Presentation(io.BytesIO(again.data)).slides
    ]
    assert len({id(one.slide_master) for one in used[:3]}) == 1
    assert planned(data, again).plan.changes == ()


def test_a_frozen_slide_keeps_its_layout_when_the_brand_changes() -> None:
    before, after = side(GALLERY["hub"], "nb", BRANDS[0]), side(f"{GALLERY['hub']}\n    freeze: true", "nb", BRANDS[1])
    made = updated(before.data, after)
    old, new = [Presentation(io.BytesIO(data)).slides[1] for data in (before.data, made)]
    assert new.part.blob == old.part.blob
    assert new.slide_layout.name == old.slide_layout.name
    assert [one.slide for one in planned(before.data, after).plan.notes if one.says.code == "stays-on-layouts"] == ["s"]
    assert planned(made, after).plan.changes == ()
