"""The same outline on foreign templates: layouts, positions, colours and fonts are theirs."""

from __future__ import annotations

import functools
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests import judges, libreoffice
from tests.flagship import variants

NORWEGIAN = {
    "Title Slide": "Tittellysbilde",
    "Title and Content": "Tittel og innhold",
    "Section Header": "Deloverskrift",
    "Two Content": "To innholdsdeler",
    "Comparison": "Sammenligning",
    "Title Only": "Bare tittel",
    "Blank": "Tomt",
    "Content with Caption": "Innhold med bildetekst",
    "Picture with Caption": "Bilde med bildetekst",
    "Title and Vertical Text": "Tittel og loddrett tekst",
    "Vertical Title and Text": "Loddrett tittel og tekst",
}
PRESENTATION = b"application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
TEMPLATE = b"application/vnd.openxmlformats-officedocument.presentationml.template.main+xml"
NAMES = ("default.pptx", "norsk.pptx", "mal.potx")


def default(path: Path) -> None:
    """Write python-pptx's own default template: 4:3, English names."""
    from pptx import Presentation

    Presentation().save(str(path))


def norwegian(path: Path) -> None:
    """Write a template with Norwegian names, other places, and a sample slide with a picture and notes."""
    from PIL import Image
    from pptx import Presentation
    from pptx.util import Inches

    deck: Any = Presentation()
    for layout in deck.slide_layouts:
        layout.name = NORWEGIAN[layout.name]
    for source in (*deck.slide_layouts, deck.slide_master):  # the layouts first: they inherit from the master
        for shape in source.placeholders:
            shape.name = f"Plassholder {shape.shape_id}"
            top, height = shape.top, shape.height
            if top < Inches(6):
                shape.left, shape.width = Inches(0.9), Inches(8.2)
                shape.top, shape.height = top + Inches(0.15), height
    picture = path.with_suffix(".png")
    Image.new("RGB", (8, 8), "navy").save(picture)
    sample = deck.slides.add_slide(deck.slide_layouts[0])
    sample.shapes.title.text = "Eksempel"
    sample.shapes.add_picture(str(picture), 0, 0)
    sample.notes_slide.notes_text_frame.text = "Et notat som ikke hører hjemme i lysbildene"
    picture.unlink()
    deck.save(str(path))


def potx(path: Path) -> None:
    """Write the default template as a .potx, which python-pptx refuses to open."""
    source = path.with_suffix(".pptx")
    default(source)
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(PRESENTATION, TEMPLATE))
    source.unlink()


MAKERS = {"default.pptx": default, "norsk.pptx": norwegian, "mal.potx": potx}


@pytest.fixture(scope="session")
def foreign(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], str]:
    """Return a function from a template's name to the path of the flagship on it."""
    from osloregion_slides import build

    @functools.cache
    def made(name: str) -> str:
        folder = tmp_path_factory.mktemp(name.partition(".")[0])
        MAKERS[name](folder / name)
        path = folder / "deck.pptx"
        path.write_bytes(build(variants.written(folder, variants.on_brand(name))).data)
        return str(path)

    return made


@pytest.mark.parametrize("name", NAMES)
def test_every_slide_uses_only_layouts_of_the_template(name: str, foreign: Callable[[str], str]) -> None:
    from pptx import Presentation

    deck: Any = Presentation(foreign(name))
    own = set(NORWEGIAN.values() if name == "norsk.pptx" else NORWEGIAN)
    assert {layout.name for layout in deck.slide_layouts} == own
    assert len(deck.slides) >= 13
    assert {slide.slide_layout.name for slide in deck.slides} <= own


@pytest.mark.parametrize("name", NAMES)
def test_no_judge_reports_a_problem(name: str, foreign: Callable[[str], str]) -> None:
    assert judges.structure(foreign(name)) == []


@pytest.mark.parametrize("name", NAMES)
def test_no_validator_reports_a_problem(name: str, foreign: Callable[[str], str]) -> None:
    assert judges.audit(foreign(name)) == []
    assert judges.pkgcheck(foreign(name)) == []


@pytest.mark.parametrize("name", NAMES)
def test_no_text_overflows_its_box(name: str, foreign: Callable[[str], str]) -> None:
    libreoffice.needs_libreoffice()
    assert [text for text in libreoffice.measure(foreign(name)) if text.too_high] == []


def test_the_sample_slides_are_removed_completely(foreign: Callable[[str], str]) -> None:
    with zipfile.ZipFile(foreign("norsk.pptx")) as package:
        everything = b"".join(package.read(name) for name in package.namelist())
    assert b"Eksempel" not in everything
    assert "ikke hører hjemme".encode() not in everything


def test_titles_are_placed_where_the_template_has_them(foreign: Callable[[str], str]) -> None:
    from pptx import Presentation
    from pptx.util import Inches

    deck: Any = Presentation(foreign("norsk.pptx"))
    assert {slide.shapes.title.left for slide in deck.slides} == {Inches(0.9)}
