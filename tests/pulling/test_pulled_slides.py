"""A slide made by hand and pulled into the outline is one slide in the deck afterwards."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from lxml.etree import SubElement
from pptx import Presentation
from pptx.enum.shapes import MSO_SHAPE

from osloregion_slides import build, plan, pull, save, update
from osloregion_slides.base import resources
from osloregion_slides.ooxml.names import P14, P

OUTLINE = """\
deck: main
title: Main
language: en
brand: {brand}
slides:
  - {{id: own, kind: bullets, title: Our own, items: [Here, There]}}
"""


def made(brand: str) -> None:
    Path("main.yaml").write_text(OUTLINE.format(brand=brand), encoding="utf-8")
    save("main.pptx", build("main.yaml"))
    deck: Any = Presentation("main.pptx")
    layout = next(one for one in deck.slide_layouts if one.name == "Title and content")
    slide = deck.slides.add_slide(layout)
    slide.shapes.title.text, slide.placeholders[1].text_frame.text = "By hand", "One line\nTwo lines"
    holder = slide._element.find(f"{{{P}}}cSld")  # as PowerPoint gives a slide of its own an identity
    extension = SubElement(
        SubElement(holder, f"{{{P}}}extLst"), f"{{{P}}}ext", uri="{BB962C8B-B14F-4D97-AF65-F5344CB8AC3E}"
    )
    SubElement(extension, f"{{{P14}}}creationId", val="1234567", nsmap={"p14": P14})
    deck.save("main.pptx")


def titles(data: bytes) -> list[str]:
    return [slide.shapes.title.text for slide in Presentation(io.BytesIO(data)).slides]


@pytest.mark.parametrize("brand", ["ruten", "osloregionen"])
def test_a_pulled_slide_is_not_added_twice(brand: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    made(brand)
    pulled = pull("main.pptx")
    assert [one.code for one in pulled.findings] == ["pull-slide-composed"]
    pulled.write()
    updated = update("main.pptx")
    assert titles(updated.data) == ["Our own", "By hand"]
    again = plan("main.pptx", "main.yaml", data=updated.data).plan
    assert (again.exit_code, again.changes) == (0, ())
    assert "by-hand" in [slide.key for slide in again.found.slides]


def test_a_pulled_slide_is_replaced_by_its_composed_form_and_the_plan_reports_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    made("ruten")
    pull("main.pptx").write()
    found = plan("main.pptx").plan.notes
    assert [(note.slide, note.what) for note in found] == [
        ("by-hand", "made by hand, in the outline now: composed as the outline says it")
    ]
    shapes = [
        [shape.name for shape in Presentation(io.BytesIO(data)).slides[1].shapes]
        for data in (update("main.pptx").data, build("main.yaml").data)
    ]
    assert shapes[0] == shapes[1]


def test_a_pulled_slide_with_a_manual_drawing_is_kept_as_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    made("ruten")
    pull("main.pptx").write()  # a drawing that came after the pull; one before it makes pull keep the slide whole
    deck: Any = Presentation("main.pptx")
    deck.slides[1].shapes.add_shape(MSO_SHAPE.OVAL, 1_000_000, 3_000_000, 2_000_000, 1_000_000).name = "Drawn"
    deck.save("main.pptx")
    before = [shape.name for shape in deck.slides[1].shapes]
    updated = update("main.pptx")
    assert [shape.name for shape in Presentation(io.BytesIO(updated.data)).slides[1].shapes if shape.name == "Drawn"]
    assert len(Presentation(io.BytesIO(updated.data)).slides[1].shapes) == len(before)
    again = plan("main.pptx", "main.yaml", data=updated.data).plan
    assert again.changes == () and [note.what for note in again.notes if note.slide == "by-hand"]


def test_a_different_new_slide_of_the_outline_is_added_beside_a_manual_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    made("ruten")
    with Path("main.yaml").open("a", encoding="utf-8") as outline:
        outline.write("  - {id: new, kind: bullets, title: By hand, items: [One line, Three lines]}\n")
    assert sorted(titles(update("main.pptx").data)) == ["By hand", "By hand", "Our own"]


LAYOUTS = [one.name for one in Presentation(resources.path("templates", "ruten", "template.pptx")).slide_layouts]


@pytest.mark.parametrize("lines", [(), ("One line", "Two lines")], ids=["title", "lines"])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_slide_pulled_from_any_layout_equals_a_fresh_build_or_is_kept(
    layout: str, lines: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("main.yaml").write_text(OUTLINE.format(brand="ruten"), encoding="utf-8")
    save("main.pptx", build("main.yaml"))
    deck: Any = Presentation("main.pptx")
    slide = deck.slides.add_slide(deck.slide_layouts[LAYOUTS.index(layout)])
    if slide.shapes.title is None:
        pytest.skip("no title to know the slide by")
    slide.shapes.title.text = "By hand"
    bodies = [one for one in slide.placeholders if one.placeholder_format.type in (2, 7)]
    if lines and not bodies:
        pytest.skip("no place for lines")
    if lines:
        bodies[0].text_frame.text = "\n".join(lines)
    deck.save("main.pptx")
    pull("main.pptx").write()
    done = update("main.pptx")
    assert titles(done.data) == ["Our own", "By hand"]
    after, fresh = [
        [
            (one.name, one.left, one.top, one.width, one.height)
            for one in Presentation(io.BytesIO(data)).slides[1].shapes
        ]
        for data in (done.data, build("main.yaml").data)
    ]
    assert after == fresh
