"""The words that the tool itself puts on slides: each language has all of them, with the same places for values."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest

from osloregion_slides.base.findings import InvalidInput
from osloregion_slides.base.resources import path
from osloregion_slides.drafting import composed, drafted, load
from osloregion_slides.outline.load import Outline
from osloregion_slides.outline.locales import in_words, load_locale
from osloregion_slides.outline.words import LANGUAGES, words_of
from osloregion_slides.service import build
from tests.kinds.composing import flat


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_language_has_every_word_with_its_values(language: str) -> None:
    for key, norwegian in words_of("nb").items():
        said = words_of(language)[key]
        assert isinstance(said, str) == isinstance(norwegian, str), key
        one, other = (text if isinstance(text, str) else " ".join(text) for text in (said, norwegian))
        assert set(re.findall(r"{\w+}", one)) == set(re.findall(r"{\w+}", other)), key


def outline(folder: Path, text: str, **words: str) -> Outline:
    """Return the outline of a workspace with these files of words."""
    (folder / "decks").mkdir(exist_ok=True)
    for language, said in words.items():
        (folder / "locale").mkdir(exist_ok=True)
        (folder / "locale" / f"{language}.yaml").write_text(said, encoding="utf-8")
    (folder / "decks" / "w.yaml").write_text(text, encoding="utf-8")
    return load(str(folder / "decks" / "w.yaml"))


def texts(outline: Outline) -> list[str]:
    """Return the texts of an outline's first slide."""
    items: list[Any] = [*flat(composed(outline)[0].slides[0].items)]
    return [item.text.plain for item in items if getattr(item, "text", None)]


FINNISH = (
    "deck: w\ntitle: W\nlanguage: fi\nslides: [{id: a, kind: points, title: Otsikko, points: [Yksi], source: SSB}]\n"
)


def test_a_language_without_words_is_an_error_that_lists_those_that_slides_need(tmp_path: Path) -> None:
    for _ in range(2):  # a remembered slide needs them too
        _, _, findings = drafted(outline(tmp_path, FINNISH))
        (found,) = [one for one in findings if one.code == "missing-words"]
        assert dict(found.values)["names"] == ("source",)


def test_a_language_without_words_builds_slides_that_need_none(tmp_path: Path) -> None:
    composed(outline(tmp_path, FINNISH.replace(", source: SSB", "")))


def test_a_workspace_brings_words_for_a_language_and_in_place_of_ours(tmp_path: Path) -> None:
    norwegian = FINNISH.replace("fi", "nb")
    assert "Lähde: SSB" in texts(outline(tmp_path, FINNISH, fi="source: Lähde", nb="source: Etter"))
    assert "Etter: SSB" in texts(outline(tmp_path, norwegian))
    (tmp_path / "locale" / "nb.yaml").unlink()
    assert "Kilde: SSB" in texts(outline(tmp_path, norwegian))


@pytest.mark.parametrize(
    ("said", "code"),
    [("sourse: Lähde", "unknown-key"), ("source: [a, b]", "wrong-type"), ("municipality: kunta", "wrong-type")],
)
def test_a_word_that_slides_cannot_use_is_an_error(tmp_path: Path, said: str, code: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        outline(tmp_path, FINNISH, fi=said)
    assert [(one.code, one.at and Path(one.at.file).name) for one in refused.value.findings] == [(code, "fi.yaml")]


@pytest.mark.parametrize(
    ("number", "words"),
    [(1, "ein"), (7, "sju"), (21, "tjueein"), (18, "atten"), (100, "eitt hundre"), (1001, "eitt tusen og ein")],
)
def test_numbers_are_nynorsk_in_nynorsk(number: int, words: str) -> None:
    assert in_words(number, load_locale("nn")) == words


def norwegian(language: str) -> set[str]:
    """Return the words of the tool that are Norwegian and not of a language."""
    said: dict[str, set[str]] = {}
    for code in ("nb", language):
        texts = [one for word in words_of(code).values() for one in ([word] if isinstance(word, str) else word)]
        said[code] = {
            one.casefold() for text in texts for one in re.findall(r"[^\W\d_]{4,}", re.sub(r"{\w+}", "", text))
        }
    return said["nb"] - said[language]


@pytest.mark.parametrize("date", ["2008-01-01", "2026-11-28"])
@pytest.mark.parametrize("language", ["sv", "de", "da", "nn"])
def test_no_norwegian_word_of_the_tool_is_in_a_deck_of_another_language(
    tmp_path: Path, language: str, date: str
) -> None:
    (tmp_path / "decks" / "data").mkdir(parents=True)
    shutil.copy(path("decks", "data", "members.csv"), tmp_path / "decks" / "data")
    (tmp_path / "decks" / "w.yaml").write_text(
        f"deck: w\ntitle: W\nlanguage: {language}\nas_of: {date}\nmembers: data/members.csv\nsince: 2007-12-31\nslides:\n"
        "  - {id: a, kind: points, title: A, source: SSB, points: ['{{ members.municipalities | count }}']}\n"
        "  - {id: b, kind: members, title: B, group_by: county, highlight: '0301'}\n"
        "  - {id: c, kind: map, title: C, colour_by: region}\n"
        "  - {id: d, kind: chart, type: waterfall, title: D, alt: D, categories: [x, y, z],\n"
        "     series: [{name: E, values: [3, -1, null]}]}\n",
        encoding="utf-8",
    )
    data = build(tmp_path / "decks" / "w.yaml").data
    with zipfile.ZipFile(io.BytesIO(data)) as deck:
        parts = [
            name for name in deck.namelist() if name.startswith(("ppt/slides/", "ppt/notesSlides/", "ppt/charts/"))
        ]
        xml = " ".join([deck.read(name).decode("utf-8", "ignore") for name in parts]).replace("fylkeskommune", "")
    found = {word.casefold() for word in re.findall(r"[^\W\d_]{4,}", xml)}
    assert found & norwegian(language) == set()
