"""The words that the tool itself puts on slides: each language has all of them, with the same places for values."""

from __future__ import annotations

import io
import re
import shutil
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from pptx import Presentation

from osloregion_slides.base.findings import InvalidInput
from osloregion_slides.base.resources import path
from osloregion_slides.brand.load import load_brand, template_bytes
from osloregion_slides.brand.make import make_brand
from osloregion_slides.brand.wording import usual_name, worded
from osloregion_slides.drafting import composed, drafted, load
from osloregion_slides.ooxml.zip import read_zip, write_zip
from osloregion_slides.outline.load import Outline
from osloregion_slides.outline.locales import in_words, load_locale
from osloregion_slides.outline.words import LANGUAGES, template_words, words_of
from osloregion_slides.scene import Table
from osloregion_slides.service import build
from osloregion_slides.service_update import plan
from tests.kinds.composing import flat
from tests.update.outlines import copied

if TYPE_CHECKING:
    from collections.abc import Iterable


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


def test_a_language_without_words_is_an_error_that_lists_the_needed_ones(tmp_path: Path) -> None:
    for _ in range(2):  # a remembered slide needs them too
        _, _, findings = drafted(outline(tmp_path, FINNISH))
        (found,) = [one for one in findings if one.code == "missing-words"]
        assert dict(found.values)["names"] == ("source",)


def test_a_language_without_words_can_build_slides_that_need_none(tmp_path: Path) -> None:
    composed(outline(tmp_path, FINNISH.replace(", source: SSB", "")))


def test_a_workspace_can_add_and_override_words_of_a_language(tmp_path: Path) -> None:
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


@pytest.mark.parametrize("language", LANGUAGES)
def test_tables_of_members_and_inhabitants_have_headings_in_the_language_of_the_deck(
    tmp_path: Path, language: str
) -> None:
    shutil.copytree(path("decks", "data"), tmp_path / "decks" / "data")
    tables = ("members.by_county", "members.by_region", "members.municipalities", "population.by_year")
    slides = "".join(
        [f"  - {{id: s{n}, kind: table, title: T{n}, alt: A, table: {t}}}\n" for n, t in enumerate(tables)]
    )
    text = f"deck: w\ntitle: W\nlanguage: {language}\nas_of: 2008-01-01\nmembers: data/members.csv\n"
    deck, *_ = composed(outline(tmp_path, f"{text}population: data/population.csv\nslides:\n{slides}"))
    found = [item for slide in deck.slides for item in flat(slide.items) if isinstance(item, Table)]
    shown = [[cell.text.plain for cell in table.rows[0].cells] for table in found]
    names = ("county count share", "region count share", "name number county region from", "year inhabitants")
    wanted = [[words_of(language)[f"heading {one}"] for one in name.split()] for name in names]
    assert [one for n, one in enumerate(shown) if one not in shown[:n]] == wanted


def words(texts: Iterable[str]) -> set[str]:
    """Return the words of four letters or more."""
    return {one.casefold() for text in texts for one in re.findall(r"[^\W\d_]{4,}", re.sub(r"{\w+}", "", text))}


def norwegian(language: str) -> set[str]:
    """Return the words of the tool and of its templates that are Norwegian and not of a language."""
    said = {
        code: [one for word in words_of(code).values() for one in ([word] if isinstance(word, str) else word)]
        for code in ("nb", language)
    }
    return words([*said["nb"], *template_words("en")]) - words([*said[language], *template_words(language).values()])


def xml(data: bytes) -> str:
    """Return all XML of a deck, that of its workbooks included."""
    with zipfile.ZipFile(io.BytesIO(data)) as deck:
        parts = {name: deck.read(name) for name in deck.namelist()}
    found = [part.decode("utf-8", "ignore") for name, part in parts.items() if name.endswith((".xml", ".rels"))]
    return " ".join([*found, *(xml(part) for name, part in parts.items() if name.endswith(".xlsx"))])


OTHERS = ("sv", "de", "da", "nn", "en")


@pytest.mark.parametrize("date", ["2008-01-01", "2026-11-28"])
@pytest.mark.parametrize("language", OTHERS)
def test_a_deck_in_another_language_has_no_norwegian_word_of_the_tool(tmp_path: Path, language: str, date: str) -> None:
    shutil.copytree(path("decks", "data"), tmp_path / "decks" / "data")
    (tmp_path / "decks" / "w.yaml").write_text(
        f"deck: w\ntitle: W\nlanguage: {language}\nas_of: {date}\nmembers: data/members.csv\nsince: 2007-12-31\n"
        "population: data/population.csv\nslides:\n"
        "  - {id: a, kind: points, title: A, source: SSB, points: ['{{ members.municipalities | count }}']}\n"
        "  - {id: b, kind: members, title: B, group_by: county, highlight: '0301'}\n"
        "  - {id: c, kind: map, title: C, colour_by: region}\n"
        "  - {id: d, kind: chart, type: waterfall, title: D, alt: D, categories: [x, y, z],\n"
        "     series: [{name: E, values: [3, -1, null]}]}\n"
        "  - {id: e, kind: table, title: F, alt: F, table: members.by_county}\n"
        "  - {id: f, kind: table, title: G, alt: G, table: members.municipalities}\n"
        "  - {id: g, kind: chart, type: line, title: H, alt: H, table: population.by_year}\n"
        "  - {id: h, kind: table, title: I, alt: I, table: population.municipalities}\n",
        encoding="utf-8",
    )
    found = words([xml(build(tmp_path / "decks" / "w.yaml").data).replace("fylkeskommune", "")])
    assert found & norwegian(language) == set()


@pytest.mark.parametrize("language", OTHERS)
def test_no_slide_type_in_another_language_has_a_norwegian_word_of_the_tool(tmp_path: Path, language: str) -> None:
    copied(tmp_path)
    text = (tmp_path / "gallery.yaml").read_text(encoding="utf-8").replace("language: nb", f"language: {language}")
    text = text.replace("[nb, en]", f"[nb, {language}]")
    (tmp_path / "gallery.yaml").write_text(re.sub(r"\ben: ", f"{language}: ", text), encoding="utf-8")
    plain = re.sub(r'#.*|nb: *("[^"]*"|[^,}\n]*)', "", text)  # said in all languages by the outline itself
    data = words([one.read_text(encoding="utf-8") for one in (tmp_path / "data").glob("*.csv")])
    found = words([xml(build(tmp_path / "gallery.yaml").data)])
    assert (found & norwegian(language)) - words([plain]) - data == set()


@pytest.mark.parametrize("language", [one for one in LANGUAGES if one != "nb"])
def test_each_language_has_every_template_word_and_distinct_layout_names(language: str) -> None:
    made = template_words(language)
    assert made.keys() == template_words("en").keys() and all(made.values())
    assert len(set(made.values())) == len(made)
    for brand in ("ruten", "ruten-dark", "osloregionen"):
        names = [layout.name for layout in load_brand(brand, path("decks")).layouts]
        parts = read_zip(template_bytes(load_brand(brand, path("decks")), language))
        roots = [parts[name].read().decode() for name in parts if re.fullmatch(r"ppt/slideLayouts/\w+\.xml", name)]
        shown = [re.findall(r'cSld name="([^"]*)"', root)[0] for root in roots]
        assert len(set(shown)) == len(shown) == len(names)
        assert sorted(usual_name("", re.findall(r'matchingName="([^"]*)"', root)[0]) for root in roots) == sorted(names)


def test_a_template_in_another_language_has_its_words_and_still_builds_norwegian_decks(tmp_path: Path) -> None:
    source = Path(path("templates", "osloregionen", "brand.yaml")).read_text(encoding="utf-8")
    (tmp_path / "brand.yaml").write_text(source.replace("nb-NO", "de-DE"), encoding="utf-8")
    german = make_brand(str(tmp_path))["template.pptx"]
    assert "Klicken, um Text einzugeben" in xml(german) and words([xml(german)]) & norwegian("de") == set()
    assert "Klikk for å skrive tekst" in xml(worded(german, "nb-NO", own=True))


def test_a_slide_can_name_its_layout_as_shown_in_the_deck_in_any_language() -> None:
    brand = load_brand("ruten", path("decks"))
    for name in ("Bare tittel – blå", "Endast rubrik – blå", "Nur Titel – Blau"):
        assert brand.chosen(name, "title_only").role == "title_only-blue"


def test_an_update_finds_the_layouts_of_decks_in_other_languages(tmp_path: Path) -> None:
    copied(tmp_path)
    before = build(tmp_path / "gallery.yaml", language="en").data
    inherited = ("ppt/slideLayouts/", "ppt/slideMasters/", "ppt/notesMasters/")
    norwegian = read_zip(template_bytes(load_brand("ruten", path("decks")))).items()
    old = {**read_zip(before), **{name: member for name, member in norwegian if name.startswith(inherited)}}
    for data in (before, write_zip(old.values())):  # old: as builds made it before templates had words of all languages
        saved = io.BytesIO()
        Presentation(io.BytesIO(data)).save(saved)
        for found in (data, saved.getvalue()):
            (tmp_path / "deck.pptx").write_bytes(found)
            pending = plan(tmp_path / "deck.pptx", tmp_path / "gallery.yaml", language="en").plan
            assert (pending.exit_code, pending.notes) == (0, ())
