"""`fit: best` builds what has no room at a readable size: smaller, at last over other things, a warning at each place."""

from __future__ import annotations

import io
import shutil
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation
from pptx.util import Inches

from osloregion_slides import InvalidInput, build, plan
from tests.brand import foreign

LONG = " ".join(["Et utsagn som er helt uvanlig langt og aldri tar slutt."] * 12)
SLIDES = f"""deck: d
title: T
brand: BRAND
slides:
  - {{id: a, kind: statement, title: Kort, text: "{LONG * 4}"}}
  - {{id: b, kind: statement, title: "{LONG}", kicker: Stikktittel, text: Linjen, source: Kilden}}
  - {{id: c, kind: columns, title: Spalter, items: [{{name: A, text: "{LONG * 2}"}}, {{name: {"Ord" * 60}}}, C, D]}}
"""


def full() -> bytes:
    """Return a template whose titles take the whole slide, without any other placeholder."""
    deck: Any = Presentation(io.BytesIO(foreign.default()))
    for sheet in (*deck.slide_layouts, deck.slide_master):
        for shape in list(sheet.placeholders):
            if shape._element.ph.get("type") in ("title", "ctrTitle"):
                shape.left, shape.top, shape.width, shape.height = 0, 0, Inches(10), Inches(7.5)
            else:
                shape._element.getparent().remove(shape._element)
    return foreign.saved(deck)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    shutil.copytree("templates", tmp_path / "templates")
    (tmp_path / "mal.pptx").write_bytes(foreign.default())
    (tmp_path / "full.pptx").write_bytes(full())
    return tmp_path


@pytest.mark.parametrize("brand", ["ruten", "osloregionen", "mal.pptx", "full.pptx"])
def test_overflowing_text_is_built_completely_with_warnings(folder: Path, brand: str) -> None:
    path = folder / "o.yaml"
    path.write_text(SLIDES.replace("BRAND", brand), encoding="utf-8")
    with pytest.raises(InvalidInput):
        build(path)
    built = build(path, settings={"fit": "best"})
    said = [found for found in built.findings if found.code in ("text-does-not-fit", "small-text", "text-overflows")]
    assert said and all(found.severity == "warning" and found.at and found.at.line for found in built.findings)
    deck: Any = Presentation(io.BytesIO(built.data))
    shown = "".join("".join(slide._element.itertext()) for slide in deck.slides).replace(" ", "").replace("\n", "")
    assert shown.count(LONG.replace(" ", "")) >= 7
    assert all(text in shown for text in ("Stikktittel", "Linjen", "Kilden", "Ord" * 60))


def test_an_update_of_a_fit_best_deck_uses_fit_best_again(folder: Path) -> None:
    path = folder / "o.yaml"
    path.write_text(SLIDES.replace("BRAND", "ruten"), encoding="utf-8")
    (folder / "o.pptx").write_bytes(build(path, settings={"fit": "best"}).data)
    assert plan(folder / "o.pptx", path).plan.changes == ()


def test_fitting_text_is_the_same_with_and_without_fit_best(folder: Path) -> None:
    path = folder / "o.yaml"
    path.write_text("deck: d\ntitle: T\nslides:\n  - {id: a, kind: points, title: T, points: [En, To]}\n")
    plain, best = [build(path, settings=chosen).deck for chosen in ({}, {"fit": "best"})]
    assert plain == best


def test_a_title_without_room_in_a_low_placeholder_is_moved_up_on_foreign_templates(folder: Path) -> None:
    deck: Any = Presentation(io.BytesIO(foreign.default()))
    for sheet in (*deck.slide_layouts, deck.slide_master):
        for shape in sheet.placeholders:
            if shape._element.ph.get("type") == "title":
                shape.left, shape.top, shape.width, shape.height = [Inches(n) for n in (0.5, 0.5, 6, 0.28)]
    (folder / "mal.pptx").write_bytes(foreign.saved(deck))
    path = folder / "o.yaml"
    title = "En tittel som er for lang for en lav plass på lysbildet og derfor tar to linjer"
    path.write_text(
        f"deck: d\ntitle: T\nbrand: mal.pptx\nslides:\n  - {{id: a, kind: points, title: {title}, points: [En, To]}}\n",
        encoding="utf-8",
    )
    slide = build(path).deck.slides[0]
    shown = next(item for item in slide.items if item.key == "a/title")
    below = [item.box.y for item in slide.items if item.key not in ("a/title", "a/number") and hasattr(item, "box")]
    assert shown.box.h >= shown.text.height and all(shown.box.bottom <= top for top in below)  # type: ignore[union-attr]
