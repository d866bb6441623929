"""Pictures of slides made by hand: each is in the rebuilt deck as it was, or the report says what is not."""

from __future__ import annotations

import io
from collections.abc import Callable
from hashlib import sha1
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from PIL import Image
from pptx import Presentation
from pptx.util import Cm, Emu

from osloregion_slides import build, plan, pull, save, update
from tests.pulling.test_pulled_slides import OUTLINE
from tests.update.edits import every


def drawn(shade: int, size: tuple[int, int] = (400, 300)) -> io.BytesIO:
    out = io.BytesIO()
    Image.new("RGB", size, (shade, 90, 60)).save(out, "PNG")
    out.seek(0)
    return out


def one(slide: Any) -> None:
    slide.shapes.add_picture(drawn(1), Cm(3), Cm(6))._element.nvPicPr.cNvPr.set("descr", "A field")


def with_words(slide: Any) -> None:
    one(slide)
    slide.shapes.add_textbox(Cm(18), Cm(6), Cm(9), Cm(2)).text_frame.text = "What it shows"
    slide.shapes.add_textbox(Cm(3), Cm(16), Cm(9), Cm(1)).text_frame.text = "Foto: Kari Nordmann"


def several(slide: Any) -> None:
    for place in range(3):
        slide.shapes.add_picture(drawn(place), Cm(3 + 9 * place), Cm(6), Cm(8))


def twice(slide: Any) -> None:
    for place in range(2):
        slide.shapes.add_picture(drawn(7), Cm(3 + 9 * place), Cm(6), Cm(8))


def grouped(slide: Any) -> None:
    group = slide.shapes.add_group_shape()
    for place in range(2):
        group.shapes.add_picture(drawn(20 + place), Cm(3 + 9 * place), Cm(6), Cm(8))


def whole_page(slide: Any) -> None:
    slide.shapes.add_picture(drawn(9), 0, 0, Emu(12_192_000), Emu(6_858_000))


def huge(slide: Any) -> None:
    slide.shapes.add_picture(drawn(3, (6_000, 4_000)), Cm(3), Cm(6), Cm(8))


def cropped(slide: Any) -> None:
    made = slide.shapes.add_picture(drawn(4), Cm(3), Cm(6))
    made.crop_left = made.crop_top = 0.2


def beside_the_page(slide: Any) -> None:
    slide.shapes.add_picture(drawn(5), Cm(60), Cm(6))


def filling(slide: Any) -> None:
    made = slide.shapes.add_picture(drawn(6), Cm(3), Cm(6))
    shape = slide.shapes.add_shape(1, Cm(15), Cm(6), Cm(5), Cm(5))
    fill = etree.SubElement(shape._element.spPr, "{http://schemas.openxmlformats.org/drawingml/2006/main}blipFill")
    other, number = slide.part.get_or_add_image_part(drawn(66))
    del other
    etree.SubElement(fill, "{http://schemas.openxmlformats.org/drawingml/2006/main}blip").set(
        "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}embed", number
    )
    shape._element.spPr.remove(shape._element.spPr.prstGeom)
    assert made


def gif(slide: Any) -> None:
    out = io.BytesIO()
    Image.new("P", (40, 30)).save(out, "GIF")
    out.seek(0)
    slide.shapes.add_picture(out, Cm(3), Cm(6))


MADE: list[Callable[[Any], None]] = [one, with_words, several, twice, grouped, whole_page]
STAYING: list[Callable[[Any], None]] = [beside_the_page, filling, gif, cropped]


def pictures(data: bytes, title: str) -> set[str]:
    slides = [slide for slide in Presentation(io.BytesIO(data)).slides if title in titles(slide)]
    return {
        sha1(shape.image.blob).hexdigest()
        for slide in slides
        for shape in every(slide.shapes)
        if hasattr(shape, "image")
    }


def titles(slide: Any) -> list[str]:
    return [slide.shapes.title.text] if slide.shapes.title is not None else []


def deck(draw: Callable[[Any], None]) -> bytes:
    Path("main.yaml").write_text(OUTLINE.format(brand="ruten"), encoding="utf-8")
    save("main.pptx", build("main.yaml"))
    made: Any = Presentation("main.pptx")
    layout = next(one for one in made.slide_layouts if one.placeholders and len(list(one.placeholders)) <= 4)
    slide = made.slides.add_slide(layout)
    slide.shapes.title.text = "By hand"
    draw(slide)
    made.save("main.pptx")
    return Path("main.pptx").read_bytes()


@pytest.mark.parametrize("draw", MADE)
def test_each_picture_of_a_manually_made_slide_is_in_the_rebuilt_deck(
    draw: Callable[[Any], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    before = pictures(deck(draw), "By hand")
    pulled = pull("main.pptx")
    assert {one.code for one in pulled.findings} - {"pull-look"} == {"pull-slide-composed"}
    assert not Path("pictures").exists()  # nothing is written before it is asked for
    assert pulled.patch.count("is new") == len(before)
    pulled.write()
    assert pictures(build("main.yaml").data, "By hand") == before
    again = pull("main.pptx")
    assert (again.edits, again.files) == (0, ())
    assert plan("main.pptx", "main.yaml", data=update("main.pptx").data).plan.changes == ()


@pytest.mark.parametrize("draw", STAYING)
def test_a_slide_with_an_unsupported_picture_is_kept_and_reported(
    draw: Callable[[Any], None], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    deck(draw)
    pulled = pull("main.pptx")
    assert (pulled.files, [one.code for one in pulled.findings]) == ((), ["pull-no-place"])
    assert "No kind carries" in pulled.findings[0].message


def test_a_downscaled_picture_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    deck(huge)
    pulled = pull("main.pptx")
    assert "pixels of a picture" in pulled.findings[0].message
    pulled.write()
    assert pull("main.pptx").files == ()


def test_a_picture_of_the_outline_is_not_overwritten(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    before = pictures(deck(one), "By hand")
    Path("pictures").mkdir()
    Path("pictures/image1.png").write_bytes(drawn(99).getvalue())
    pull("main.pptx").write()
    assert Path("pictures/image1.png").read_bytes() == drawn(99).getvalue()
    assert pictures(build("main.yaml").data, "By hand") == before
    assert "credit: " not in Path("main.yaml").read_text(encoding="utf-8")
