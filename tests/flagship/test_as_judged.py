"""The deck as people will judge it: all judges, on the flagship, the gallery and the English deck."""

from __future__ import annotations

import os
from typing import Any

import pytest

from tests import judges, libreoffice
from tests.flagship.variants import DECKS, OUTLINE

SLIDES = 13
WITHOUT_PICTURES = {8, 9, 11, 12, 13}
DECK_NAMES = ("flagship", "english", "gallery", "board")


@pytest.fixture(scope="session")
def decks(flagship: Any, tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Return the paths of the decks by name."""
    from osloregion_slides import build

    folder = tmp_path_factory.mktemp("decks")
    made = {
        "flagship": flagship,
        "english": build(str(OUTLINE), language="en"),
        "gallery": build(str(DECKS / "gallery.yaml")),
        "board": build(str(OUTLINE), audience="board"),
    }
    for name, built in made.items():
        (folder / f"{name}.pptx").write_bytes(built.data)
    return {name: str(folder / f"{name}.pptx") for name in made}


@pytest.mark.parametrize("judge", judges.STRUCTURE, ids=lambda judge: judge.__name__)
@pytest.mark.parametrize("name", DECK_NAMES)
def test_no_judge_complains(name: str, judge: Any, decks: dict[str, str]) -> None:
    assert judge(decks[name]) == []


@pytest.mark.parametrize("name", DECK_NAMES)
def test_no_validator_complains(name: str, decks: dict[str, str]) -> None:
    assert judges.audit(decks[name]) == []
    assert judges.pkgcheck(decks[name]) == []


@pytest.mark.parametrize("name", DECK_NAMES)
def test_microsofts_own_validator_has_no_complaint(name: str, decks: dict[str, str]) -> None:
    assert judges.sdk(decks[name]) == []


@pytest.mark.parametrize("name", DECK_NAMES)
def test_no_text_is_higher_than_its_box(name: str, decks: dict[str, str]) -> None:
    libreoffice.needs_libreoffice()
    assert [text for text in libreoffice.measure(decks[name]) if text.too_high] == []


def test_every_word_of_the_original_stands_on_its_slide(flagship_path: str) -> None:
    assert judges.missing_seed_words(flagship_path) == {}


def test_thirteen_slides_and_diagrams_without_pictures(flagship_path: str) -> None:
    assert len(judges.words(flagship_path)) == SLIDES
    assert WITHOUT_PICTURES & set(judges.pictures(flagship_path)) == set()


def test_a_title_left_blank_is_the_only_thing_to_say(flagship: Any) -> None:
    assert {finding.severity for finding in flagship.findings} <= {"warning", "note"}
    assert [finding.code for finding in flagship.findings if finding.slide not in ("", "cover")] == []


def test_a_blank_filled_on_the_way_is_on_the_cover(tmp_path: Any) -> None:
    from osloregion_slides import build

    built = build(str(OUTLINE), settings=(("meeting.title", "Styremøte 12. april"),))
    path = os.path.join(tmp_path, "set.pptx")
    with open(path, "wb") as file:
        file.write(built.data)
    assert {"styremøte", "12", "april"} <= judges.words(path)[0]


def test_python_pptx_opens_it_with_sections_notes_and_layouts_in_use(flagship_path: str) -> None:
    from pptx import Presentation

    deck: Any = Presentation(flagship_path)
    assert len(deck.slides) == SLIDES
    assert any(slide.has_notes_slide for slide in deck.slides)
    assert len({slide.slide_layout.name for slide in deck.slides}) >= 3


def test_the_english_deck_speaks_english_to_a_screen_reader(decks: dict[str, str]) -> None:
    from pptx import Presentation

    deck: Any = Presentation(decks["english"])
    assert deck.core_properties.language == "en-GB"
    said = {node.get("lang") for slide in deck.slides for node in slide._element.iter() if node.get("lang")}
    assert "en-GB" in said
