"""Texts without a language in an outline with two: found everywhere they can occur, and only there."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from osloregion_slides.base.findings import Finding, InvalidInput
from osloregion_slides.checks.translations import check_plain_texts, check_translations
from osloregion_slides.cli import main
from osloregion_slides.drafting import load
from osloregion_slides.outline.untranslated import has_words
from osloregion_slides.service import build

HEAD = """\
deck: small
title: {all: Small}
language: nb
languages: [nb, en]
as_of: 2008-01-01
"""
SLIDES = "slides:\n  - {id: a, kind: statement, title: {nb: Tittel, en: Title}}\n"


def write(folder: Path, text: str) -> str:
    path = folder / "small.yaml"
    path.write_text(text if "deck:" in text else HEAD + text, encoding="utf-8")
    return str(path)


def untranslated(path: str) -> list[Finding]:
    return [one for one in check_translations(load(path)) if one.code == "missing-translation"]


# where TEXT stands, and whether the place holds a name
PLACES = [
    ("deck title", HEAD.replace("{all: Small}", "TEXT") + SLIDES, False),
    ("slide title", "slides:\n  - {id: a, kind: statement, title: TEXT}\n", False),
    ("kicker", "slides:\n  - {id: a, kind: statement, title: {all: A}, kicker: TEXT}\n", False),
    ("section", "slides:\n  - {id: a, kind: statement, title: {all: A}, section: TEXT}\n", False),
    ("notes", "slides:\n  - {id: a, kind: statement, title: {all: A}, notes: TEXT}\n", False),
    ("source", "slides:\n  - {id: a, kind: statement, title: {all: A}, source: TEXT}\n", False),
    ("point", "slides:\n  - {id: a, kind: points, title: {all: A}, points: [TEXT]}\n", False),
    ("bullet", "slides:\n  - {id: a, kind: bullets, title: {all: A}, items: [{text: TEXT}]}\n", False),
    (
        "deep bullet",
        "slides:\n  - {id: a, kind: bullets, title: {all: A}, items: [{text: {all: B}, items: [TEXT]}]}\n",
        False,
    ),
    ("card", "slides:\n  - {id: a, kind: columns, title: {all: A}, items: [{heading: {all: B}, text: TEXT}]}\n", False),
    ("alt text", "slides:\n  - {id: a, kind: picture, title: {all: A}, image: a.png, alt: TEXT}\n", False),
    ("heading", "slides:\n  - {id: a, kind: table, title: {all: A}, columns: [TEXT], rows: [['1']]}\n", False),
    ("cell", "slides:\n  - {id: a, kind: table, title: {all: A}, columns: [{all: B}], rows: [[TEXT]]}\n", False),
    (
        "series",
        "slides:\n  - {id: a, kind: chart, title: {all: A}, type: bar, alt: {all: A}, categories: ['1'], "
        "series: [{name: TEXT, values: [1]}]}\n",
        False,
    ),
    ("meeting title", "meeting: {title: TEXT}\n" + SLIDES, False),
    ("meeting place", "meeting: {place: TEXT}\n" + SLIDES, True),
    ("meeting speaker", "meeting: {speaker: TEXT}\n" + SLIDES, True),
    ("alliance name", "alliance: {name: TEXT}\n" + SLIDES, True),
    ("cover speaker", "slides:\n  - {id: a, kind: cover, title: {all: A}, speaker: TEXT}\n", True),
    ("body", "organisation: [{id: b, name: TEXT}]\n" + SLIDES, False),
    ("cluster", "strategy: {clusters: [{id: b, name: TEXT}]}\n" + SLIDES, False),
    (
        "fact in an expression",
        "alliance: {motto: TEXT}\nslides:\n  - {id: a, kind: statement, title: '{{ alliance.motto }}'}\n",
        False,
    ),
    (
        "fact in a translated text",
        "alliance: {motto: TEXT}\nslides:\n  - {id: a, kind: statement, title: {nb: A, en: 'B {{ alliance.motto }}'}}\n",
        False,
    ),
    (
        "list by a path",
        "alliance: {own: [TEXT]}\nslides:\n  - {id: a, kind: columns, title: {all: A}, items: alliance.own}\n",
        False,
    ),
    (
        "audience",
        SLIDES + "audiences: {board: {slides: [{id: a, title: TEXT}]}}\n",
        False,
    ),
    ("slide of an audience", SLIDES + "audiences: {x: {slides: [{id: b, kind: statement, title: TEXT}]}}\n", False),
]
# what stands there, and whether it needs a language
TEXTS = [
    ("Styremøte", True),
    ("12. april 2026", True),
    ("{nb: Styremøte, en: Board meeting}", False),
    ("{all: Life science}", False),
    ('"1 200 000"', False),
    ("2008-04-12", False),
    ('"{{ as_of | date }}"', False),
    ("https://www.osloregionen.no", False),
    ('""', False),
]


@pytest.mark.parametrize(("text", "needs"), TEXTS, ids=[text for text, _ in TEXTS])
@pytest.mark.parametrize(("name", "outline", "is_name"), PLACES, ids=[place for place, _, _ in PLACES])
def test_a_plain_text_is_a_finding_at_its_place_unless_it_is_exempt(
    name: str, outline: str, is_name: bool, text: str, needs: bool, tmp_path: Path
) -> None:
    source = outline if "deck:" in outline else HEAD + outline
    path = write(tmp_path, source.replace("TEXT", text))
    line = source.partition("TEXT")[0].count("\n") + 1
    found = untranslated(path)
    assert [(one.at and one.at.line, one.severity) for one in found] == [(line, "warning")] * (needs and not is_name)


def test_an_outline_of_one_language_needs_no_translation(tmp_path: Path) -> None:
    path = write(tmp_path, HEAD.replace("[nb, en]", "[nb]") + SLIDES.replace("{nb: Tittel, en: Title}", "Tittel"))
    assert check_translations(load(path)) == ()


def test_a_build_in_the_other_language_warns_and_fails_if_strict(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(tmp_path, SLIDES.replace("{nb: Tittel, en: Title}", "Tittel"))
    codes = {
        language: [one.code for one in build(path, language=language).findings if one.code == "missing-translation"]
        for language in ("nb", "en")
    }
    assert codes == {"nb": [], "en": ["missing-translation"]}
    build(path, language="nb", strict=True)
    with pytest.raises(InvalidInput, match="missing-translation"):
        build(path, language="en", strict=True)
    assert main(["translations", path]) == 0
    assert "1 missing" in capsys.readouterr().out.rpartition("en: ")[2]
    assert main(["translations", path, "--strict"]) == 1


def test_a_setting_is_in_the_language_of_its_deck(tmp_path: Path) -> None:
    path = write(tmp_path, "meeting: {title: {nb: Møte, en: Meeting}}\n" + SLIDES)
    made = load(path, language="en", settings=(("meeting.title", "Board meeting"),))
    assert check_plain_texts(made) == ()


@pytest.mark.parametrize(
    ("columns", "count"),
    [("Post;Sum", 3), ("Post (all);Sum", 1), ("Post;Post (en);Sum", 1)],
    ids=["plain", "all", "by language"],
)
def test_a_table_from_a_file_gives_one_finding_at_its_first_text(columns: str, count: int, tmp_path: Path) -> None:
    cells = ("Drift;", "Lønn;") if columns.count(";") == 1 else ("Drift;Running costs;", "Lønn;Pay;")
    (tmp_path / "d.csv").write_text(f"{columns}\n{cells[0]}1\n{cells[1]}2\n", encoding="utf-8")
    slide = "data: {d: d.csv}\nslides:\n  - {id: a, kind: table, title: {all: A}, table: data.d COLUMNS}\n"
    path = write(tmp_path, slide.replace("COLUMNS", ""))
    (found,) = untranslated(path)
    assert found.at and found.at.file.endswith("d.csv")
    assert dict(found.values)["count"] == count + 1, "the texts, and the words of both columns"
    named = write(tmp_path, slide.replace("COLUMNS", ", columns: [{nb: Post, en: Item}, {all: Sum}]"))
    assert [dict(one.values)["count"] for one in untranslated(named)] == [count - 1] * (count > 1)


@pytest.mark.parametrize(
    ("base", "overlay", "nb", "en"),
    [
        ("{all: A}", "{nb: B}", "B", "B"),
        ("{all: A}", "{nb: B, en: C}", "B", "C"),
        ("{nb: A, en: B}", "{all: C}", "C", "C"),
        ("{nb: A, en: B}", "{en: C}", "A", "C"),
        ("A", "{all: B}", "B", "B"),
    ],
)
def test_an_overlay_replaces_an_all_text_by_one_per_language_and_vice_versa(
    base: str, overlay: str, nb: str, en: str, tmp_path: Path
) -> None:
    text = SLIDES.replace("{nb: Tittel, en: Title}", base)
    path = write(tmp_path, f"{text}audiences: {{x: {{slides: [{{id: a, title: {overlay}}}]}}}}\n")
    said = [load(path, audience="x", language=code).slides[0].fields.plain("title") for code in ("nb", "en")]
    assert said == [nb, en]


@pytest.mark.parametrize("title", ["{all: A, nb: B}", "{nb: B, all: A}"])
def test_all_cannot_be_combined_with_languages(title: str, tmp_path: Path) -> None:
    with pytest.raises(InvalidInput) as caught:
        load(write(tmp_path, SLIDES.replace("{nb: Tittel, en: Title}", title)))
    assert [one.code for one in caught.value.findings] == ["bad-key"]


def test_all_cannot_be_the_language_of_an_outline(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput):
        load(write(tmp_path, HEAD.replace("[nb, en]", "[nb, all]") + SLIDES))


WORDS = st.sampled_from(["Drift", "{{ as_of | date }}", "12 %", "www.a.no", "post@a.no", "1,5"])


@given(st.lists(WORDS, min_size=1, max_size=4))
def test_words_are_letters_outside_expressions_and_addresses(parts: list[str]) -> None:
    assert has_words(" ".join(parts)) == ("Drift" in parts)


WAYS = st.sampled_from(["Ordet N", "{nb: Ordet N, en: Word N}", "{all: Ordet N}", '"N N"'])


@settings(max_examples=12, deadline=None)
@given(ways=st.lists(WAYS, min_size=4, max_size=4))
def test_every_word_of_an_english_deck_is_translated_marked_all_or_reported(
    ways: list[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    pptx = pytest.importorskip("pptx")
    title, kicker, one, two = [way.replace("N", str(number)) for number, way in enumerate(ways, 1)]
    slide = f"slides:\n  - {{id: a, kind: points, title: {title}, kicker: {kicker}, points: [{one}, {two}]}}\n"
    made = build(write(tmp_path_factory.mktemp("law"), slide), language="en")
    reported = {one.at.column for one in made.findings if one.code == "missing-translation" and one.at}
    line = slide.splitlines()[1]
    allowed = {line.index(way) + 1 for way in (title, kicker, one, two) if not way.startswith(("{", '"'))}
    assert reported == allowed
    languages: dict[str, str] = {}
    for shape in pptx.Presentation(io.BytesIO(made.data)).slides[0].shapes:
        for part in getattr(shape, "shapes", (shape,)):
            for paragraph in part.text_frame.paragraphs if part.has_text_frame else ():
                languages.update({run.text.strip(): run._r.rPr.get("lang") for run in paragraph.runs})
    for way in (title, kicker, one, two):
        shown = re.search(r"Word \d", way) or re.search(r"Ordet \d|\d \d", way)
        assert shown is not None
        borrowed = not way.startswith(("{", '"'))
        assert languages[shown[0]] == ("nb-NO" if borrowed else "en-GB")
