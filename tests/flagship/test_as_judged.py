"""The finished decks under all judges: the flagship, the gallery and the English deck."""

from __future__ import annotations

import functools
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests import judges, libreoffice
from tests.flagship.variants import DECKS, OUTLINE

SLIDES = 13
WITHOUT_PICTURES = {8, 9, 11, 12, 13}


VARIANTS: dict[str, tuple[Path, dict[str, str]]] = {
    "flagship": (OUTLINE, {}),
    "english": (OUTLINE, {"language": "en"}),
    "gallery": (DECKS / "gallery.yaml", {}),
    "board": (OUTLINE, {"audience": "board"}),
    "board in English": (OUTLINE, {"audience": "board", "language": "en"}),
    "business": (OUTLINE, {"audience": "business"}),
    "business in English": (OUTLINE, {"audience": "business", "language": "en"}),
    "a member": (DECKS / "member.yaml", {}),
    "a member in English": (DECKS / "member.yaml", {"language": "en"}),
}
QUICK = ("flagship", "english", "gallery", "board")
NAMES = [name if name in QUICK else pytest.param(name, marks=pytest.mark.slow) for name in VARIANTS]


@pytest.fixture(scope="session")
def deck(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], str]:
    """Return a function from a variant's name to the path of its deck."""
    from osloregion_slides import build

    folder = tmp_path_factory.mktemp("decks")

    @functools.cache
    def made(name: str) -> str:
        outline, variant = VARIANTS[name]
        path = folder / f"{name}.pptx"
        path.write_bytes(build(str(outline), **variant).data)  # type: ignore[arg-type]
        return str(path)

    return made


@pytest.mark.parametrize("name", NAMES)
def test_no_judge_reports_a_problem(name: str, deck: Callable[[str], str]) -> None:
    assert judges.structure(deck(name)) == []


@pytest.mark.parametrize("name", NAMES)
def test_no_validator_reports_a_problem(name: str, deck: Callable[[str], str]) -> None:
    assert judges.audit(deck(name)) == []
    assert judges.pkgcheck(deck(name)) == []


@pytest.mark.parametrize("name", NAMES)
def test_microsofts_own_validator_reports_no_problem(name: str, deck: Callable[[str], str]) -> None:
    assert judges.sdk(deck(name)) == []


@pytest.mark.parametrize("name", NAMES)
def test_no_text_overflows_its_box(name: str, deck: Callable[[str], str]) -> None:
    libreoffice.needs_libreoffice()
    assert [text for text in libreoffice.measure(deck(name)) if text.too_high] == []


def test_every_word_of_the_original_is_on_its_slide(flagship_path: str) -> None:
    assert judges.missing_seed_words(flagship_path) == {}


def test_there_are_thirteen_slides_and_no_diagram_is_a_picture(flagship_path: str) -> None:
    assert len(judges.words(flagship_path)) == SLIDES
    assert WITHOUT_PICTURES & set(judges.pictures(flagship_path)) == set()


def test_an_unfilled_title_is_the_only_finding(flagship: Any) -> None:
    assert {finding.severity for finding in flagship.findings} <= {"warning", "note"}
    assert [finding.code for finding in flagship.findings if finding.slide not in ("", "cover")] == []


def test_a_field_filled_by_set_is_on_the_cover(tmp_path: Any) -> None:
    from osloregion_slides import build

    built = build(str(OUTLINE), settings=(("meeting.title", "Styremøte 12. april"),))
    path = os.path.join(tmp_path, "set.pptx")
    with open(path, "wb") as file:
        file.write(built.data)
    assert {"styremøte", "12", "april"} <= judges.words(path)[0]


def test_python_pptx_opens_the_deck_with_sections_notes_and_layouts_in_use(flagship_path: str) -> None:
    from pptx import Presentation

    opened: Any = Presentation(flagship_path)
    assert len(opened.slides) == SLIDES
    assert any(slide.has_notes_slide for slide in opened.slides)
    assert len({slide.slide_layout.name for slide in opened.slides}) >= 3


def test_the_english_deck_is_marked_as_english_for_screen_readers(deck: Callable[[str], str]) -> None:
    from pptx import Presentation

    opened: Any = Presentation(deck("english"))
    assert opened.core_properties.language == "en-GB"
    said = {node.get("lang") for slide in opened.slides for node in slide._element.iter() if node.get("lang")}
    assert "en-GB" in said
