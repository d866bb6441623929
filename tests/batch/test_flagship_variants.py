"""Three audiences in two languages, and the two days around Horten's joining: each as good as the first deck."""

from __future__ import annotations

import re
from itertools import product
from pathlib import Path

import pytest

from osloregion_slides import build
from tests import judges

REPOSITORY = Path(__file__).resolve().parents[2]
OUTLINE = str(REPOSITORY / "decks" / "osloregionen.yaml")
FILLED = (("meeting.title", "Møte 12. april"), ("meeting.place", "Oslo"), ("meeting.date", "2008-04-12"))
NORWEGIAN = re.compile(r"\b(og|kommuner|samarbeid|fylkeskommuner|regionen|næring)\b|[æø]", re.IGNORECASE)
NAMES = re.compile(r"[A-ZÆØÅ][\wæøå]*(-[\wæøå]+)*( og [A-ZÆØÅ]\w+)?")
"""Norwegian words with a capital in an English deck are names of places."""


@pytest.mark.parametrize(("audience", "language"), list(product(["", "board", "business"], ["nb", "en"])))
def test_every_variant_passes_what_the_first_deck_passes(audience: str, language: str, tmp_path: Path) -> None:
    built = build(OUTLINE, audience=audience, language=language, settings=FILLED)
    path = tmp_path / "deck.pptx"
    path.write_bytes(built.data)
    assert built.findings == ()
    assert judges.structure(str(path)) == []
    assert {slide.language.partition("-")[0] for slide in built.deck.slides} == {language}


def test_keys_of_slides_are_the_same_in_all_variants() -> None:
    keys = {
        (audience, language): [slide.key for slide in build(OUTLINE, audience=audience, language=language).deck.slides]
        for audience in ("", "board", "business")
        for language in ("nb", "en")
    }
    for audience in ("", "board", "business"):
        assert keys[audience, "nb"] == keys[audience, "en"]
        assert set(keys[audience, "nb"]) <= set(keys["", "nb"])


@pytest.mark.parametrize("audience", ["", "board", "business"])
def test_nothing_norwegian_is_left_in_english(audience: str) -> None:
    deck = build(OUTLINE, audience=audience, language="en", settings=FILLED[2:]).deck
    titles = [slide.title for slide in deck.slides]
    assert [title for title in titles if NORWEGIAN.search(NAMES.sub("", title))] == []


@pytest.mark.parametrize(("date", "count"), [("2007-12-31", "56"), ("2008-01-01", "57")])
@pytest.mark.parametrize("language", ["nb", "en"])
def test_the_number_of_members_is_that_of_the_date(date: str, count: str, language: str, tmp_path: Path) -> None:
    pptx = pytest.importorskip("pptx")
    path = tmp_path / "deck.pptx"
    path.write_bytes(build(OUTLINE, language=language, as_of=date).data)
    paragraphs = [
        "".join(paragraph.itertext())
        for slide in pptx.Presentation(str(path)).slides
        for paragraph in slide.element.iter("{http://schemas.openxmlformats.org/drawingml/2006/main}p")
    ]
    word = {"nb": "kommuner", "en": "municipalities"}[language]
    found = {number for text in paragraphs for number in re.findall(rf"(\d+)\s+{word}", text)}
    assert found & {"56", "57"} == {count}
