"""Where a number on a slide comes from: every number that the flagship shows has a place, and the place is right."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from osloregion_slides.base.findings import InvalidInput
from osloregion_slides.cli import main
from osloregion_slides.drafting import composed, load
from osloregion_slides.outline.origins import origins, slide_of
from osloregion_slides.service import build
from osloregion_slides.service_facts import why
from tests.kinds.composing import flat

FLAGSHIP = "decks/osloregionen.yaml"
NUMBER = re.compile(r"(?<![\w.,–-])\d+(?: %)?(?![\w.,–-])")
COUNTERS = re.compile("/(?:number|badge|num|legend|now|today|flag)")
"""Shapes whose numbers count the things of a slide."""


@pytest.mark.parametrize("date", ["2008-01-01", "2026-11-28"])
@pytest.mark.parametrize("language", ["nb", "en"])
def test_every_number_on_the_flagship_has_an_origin(date: str, language: str) -> None:
    outline = load(FLAGSHIP, as_of=date, language=language)
    without: list[tuple[str, str]] = []
    for slide in composed(outline)[0].slides:
        source = slide_of(outline, slide.key)
        items: list[Any] = [*flat(slide.items)]
        texts = [item.text.plain for item in items if getattr(item, "text", None) and not COUNTERS.search(item.key)]
        numbers = {found for text in texts for found in NUMBER.findall(text)}
        without += [(slide.key, one) for one in numbers if source and not origins(outline, source, one)]
    assert without == []


@pytest.mark.parametrize(
    ("slide", "text", "date", "place", "source"),
    [
        ("members", "57", "2008-01-01", r"members\.csv$", "St.meld. 31"),
        ("purpose", "57", "2008-01-01", r"members\.csv$", "St.meld. 31"),
        ("members", "65", "2026-11-28", r"members\.csv:\d+:14$", "osloregionen.no 2025-06-04"),
        ("figures", "42 %", "2026-11-28", r"osloregionen\.yaml:\d+:\d+$", "Osloregionens egne tall"),
        ("organisation", "20", "2026-11-28", r"osloregionen\.yaml:\d+:\d+$", "representantskapsmøte 2020"),
    ],
)
def test_the_origin_of_a_number_is_its_cell_or_line_with_its_source(
    slide: str, text: str, date: str, place: str, source: str
) -> None:
    (found,) = why(FLAGSHIP, slide, text, as_of=date)
    assert re.search(place, str(found.at)) and source in found.source


def test_a_built_deck_names_the_cells_of_its_tables_and_charts(tmp_path: Path, capsys: Any) -> None:
    (tmp_path / "t.csv").write_text("name;Penger\nDrift;1200,5\nLeie;300\n", encoding="utf-8")
    (tmp_path / "o.yaml").write_text(
        "deck: o\ntitle: O\nlanguage: nb\ndata: {t: t.csv}\nslides:\n"
        "  - {id: table, kind: table, title: T, table: data.t}\n"
        "  - {id: chart, kind: chart, type: column, title: C, table: data.t, alt: Penger}\n",
        encoding="utf-8",
    )
    deck = str(tmp_path / "o.pptx")
    Path(deck).write_bytes(build(tmp_path / "o.yaml").data)
    for slide in ("table", "chart", "1"):
        (found,) = why(deck, slide, "1 200,5")
        assert str(found.at).endswith("t.csv:2:2")
    assert main(["why", deck, "table", "999"]) == 1
    assert "`999` on table: 0 places" in capsys.readouterr().out
    with pytest.raises(InvalidInput, match="no slide"):
        why(deck, "tabel", "1")


def test_a_cell_is_found_through_filters_and_by_an_english_number(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("name;Penger\nDrift;1,2\nLeie;1200\n", encoding="utf-8")
    path = tmp_path / "o.yaml"
    path.write_text(
        "deck: o\ntitle: O\nlanguage: en\ndata: {t: t.csv}\nslides:\n"
        "  - {id: a, kind: table, title: T, table: \"data.t | sort('penger')\"}\n",
        encoding="utf-8",
    )
    assert [str(one.at).rpartition("t.csv")[2] for one in why(path, "a", "1,200")] == [":3:2"]


@pytest.mark.parametrize("language", ["nb", "en"])
def test_notes_list_the_sources_of_numbers_on_request(language: str, tmp_path: Path) -> None:
    plain, noted = [
        {
            slide.key: slide.notes
            for slide in composed(load(FLAGSHIP, as_of="2026-11-28", language=language, settings=settings))[0].slides
        }
        for settings in ((), (("sources", "notes"),))
    ]
    assert {key: notes[: len(plain[key])] for key, notes in noted.items()} == plain
    added = {key: notes[len(plain[key]) :] for key, notes in noted.items()}
    word, own = ("Kilde", "Osloregionens egne tall") if language == "nb" else ("Source", "Osloregionen’s own figures")
    assert all([line.startswith(f"{word}: ") for lines in added.values() for line in lines])
    (figures,) = added["figures"]
    assert own in figures and all([number in figures for number in ("42 %", "+30 %", "10 %", "40 %")])
    assert any(["osloregionen.no 2025-06-04" in line and "65" in line for line in added["members"]])
    assert added["cover"] == ()


def test_notes_name_the_cell_of_a_number_without_a_source(tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("Post;Kr\nDrift;1200\nLønn;800\n", encoding="utf-8")
    (tmp_path / "o.yaml").write_text(
        "deck: o\ntitle: O\nlanguage: nb\nas_of: 2008-01-01\nsources: notes\ndata: {t: t.csv}\nslides:\n"
        "  - {id: a, kind: statement, title: \"Drift: {{ data.t | where('Post', 'Drift') | sum('Kr') }} kr i 17 år\"}\n",
        encoding="utf-8",
    )
    made = build(tmp_path / "o.yaml")
    assert made.deck.slides[0].notes == ("Kilde: t.csv:2:2 (1\u00a0200)",)
    assert "t.csv:2:2" in made.presentation().slides[0].notes_slide.notes_text_frame.text


def test_notes_name_every_file_that_a_slide_reads(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Kommune;Kr\nOslo;12\nHorten;14\n", encoding="utf-8")
    (tmp_path / "b.csv").write_text("Kommune;Leder;Kilde\nOslo;Kari;møtet i mai\nHorten;Ola;\n", encoding="utf-8")
    (tmp_path / "members.csv").write_text(
        "name,number,county,from\nOslo,0301,Oslo,2004-01-01\nHorten,0701,Vestfold,2004-01-01\n", encoding="utf-8"
    )
    (tmp_path / "o.yaml").write_text(
        "deck: o\ntitle: O\nlanguage: nb\nas_of: 2008-01-01\nsources: notes\nmembers: members.csv\n"
        "data: {a: a.csv, b: b.csv}\nalliance: {said: \"{{ data.a | sum('Kr') }} kr\"}\nslides:\n"
        "  - {id: chart, kind: chart, type: bar, alt: Kroner, title: A, table: data.a}\n"
        "  - {id: table, kind: table, title: B, table: data.b}\n"
        "  - {id: map, kind: map, title: C, colour_by: data.a}\n"
        '  - {id: sum, kind: statement, title: "D {{ alliance.said }}"}\n'
        '  - {id: cell, kind: points, title: E, points: ["{{ data.a[0].kr }}", "{{ data.b | count }}"]}\n'
        "  - {id: none, kind: points, title: F, points: [12]}\n",
        encoding="utf-8",
    )
    notes = {slide.key: " ".join(slide.notes) for slide in build(tmp_path / "o.yaml").deck.slides}
    named = {key: [file for file in ("a.csv", "b.csv", "møtet i mai") if file in said] for key, said in notes.items()}
    assert named == {
        "chart": ["a.csv"],
        "table": ["møtet i mai"],
        "map": ["a.csv"],
        "sum": ["a.csv"],
        "cell": ["a.csv", "møtet i mai"],
        "none": [],
    }


def test_a_row_can_be_addressed_by_index_and_by_id(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("Kommune;Kr\nOslo;12\nHorten;12\n", encoding="utf-8")
    (tmp_path / "o.yaml").write_text(
        "deck: o\ntitle: O\nlanguage: nb\ndata: {a: a.csv}\nslides:\n"
        '  - {id: one, kind: statement, title: "{{ data.a.1.kr }}"}\n'
        '  - {id: two, kind: statement, title: "{{ data.a.horten.kr }}"}\n',
        encoding="utf-8",
    )
    for slide in ("one", "two"):
        assert [str(one.at).rpartition("a.csv")[2] for one in why(tmp_path / "o.yaml", slide, "12")] == [":3:2"]
