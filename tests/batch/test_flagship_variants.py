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
def test_every_variant_passes_the_checks_of_the_first_deck(audience: str, language: str, tmp_path: Path) -> None:
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


def test_a_moved_slide_does_not_take_its_section_along() -> None:
    def sections(audience: str) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        name = ""
        for slide in build(OUTLINE, audience=audience).deck.slides:
            name = slide.section or name
            found.setdefault(name, []).append(slide.key)
        return found

    plain, board = sections(""), sections("board")
    moved = {"projects", "platform"}
    assert {name: [key for key in keys if key not in moved] for name, keys in plain.items()} == {
        name: [key for key in keys if key not in moved] for name, keys in board.items()
    }
    assert board["Innledning"] == ["cover", "projects", "alliance"]


@pytest.mark.parametrize("audience", ["", "board", "business"])
def test_the_english_variants_have_no_norwegian_text(audience: str) -> None:
    deck = build(OUTLINE, audience=audience, language="en", settings=FILLED[2:]).deck
    titles = [slide.title for slide in deck.slides]
    assert [title for title in titles if NORWEGIAN.search(NAMES.sub("", title))] == []


@pytest.mark.parametrize(("date", "count"), [("2007-12-31", "56"), ("2008-01-01", "57")])
@pytest.mark.parametrize("language", ["nb", "en"])
def test_the_number_of_members_follows_the_date(date: str, count: str, language: str, tmp_path: Path) -> None:
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


@pytest.mark.slow
def test_every_member_has_a_deck_in_each_language_and_a_changed_row_rebuilds_those_that_show_it(tmp_path: Path) -> None:
    import shutil

    from osloregion_slides.batch.batch import Batch, Options, run_builds
    from tests.batch.sample import change, inside, looks

    shutil.copytree(REPOSITORY / "decks", tmp_path / "decks")
    figures = tmp_path / "decks" / "data" / "population.csv"

    def built() -> Batch:
        return run_builds("decks/builds.yaml", Options(workers=2))

    def written(batch: Batch) -> list[str]:
        return sorted([outcome.job.output for outcome in batch.outcomes if outcome.state == "built"])

    with inside(tmp_path):
        batch = built()
        assert not batch.failed
        decks = [outcome.job.output for outcome in batch.outcomes if outcome.job.output.startswith("members/")]
        assert len(decks) == len(set(decks)) == 114
        before = looks(tmp_path)
        assert {outcome.state for outcome in built().outcomes} == {"unchanged"}
        assert looks(tmp_path) == before, "a run without changes writes no file"
        change(figures, "0101,Halden,Østfold,27582,27722,27835,28092,", "0101,Halden,Østfold,27582,27722,27835,28192,")
        before = looks(tmp_path / "out")
        halden = ["members/en/0101-halden.pptx", "members/nb/0101-halden.pptx"]
        assert written(built()) == halden
        after = looks(tmp_path / "out")
        touched = {str(Path(path).relative_to(tmp_path / "out")) for path in after if after[path] != before[path]}
        assert touched == {*halden, ".osloregion-slides.json"}
