"""Inhabitants on a date."""

from __future__ import annotations

from pathlib import Path

from osloregion_slides.base import resources
from osloregion_slides.registry.load import load_registry
from osloregion_slides.registry.population import Inhabitants, population


def test_the_population_of_the_2008_members_equals_the_sum_of_the_source() -> None:
    table, findings = population(resources.path("decks", "data", "population.csv"))
    registry, _ = load_registry(resources.path("decks", "data", "members.csv"))
    numbers = [member.number for member in registry.as_of("2008-01-01").municipalities]
    assert findings == ()
    assert "NLOD 2.0" in table.source
    assert table.inhabitants(numbers, "2008-01-01") == Inhabitants(1_607_506, "2008-01-01")
    assert table.inhabitants(numbers, "2008-12-31").date == "2008-01-01"


def test_municipalities_without_a_figure_are_named_and_not_counted() -> None:
    table, _ = population(resources.path("decks", "data", "population.csv"))
    assert table.inhabitants(["0301", "9999"], "2008-01-01") == Inhabitants(560_484, "2008-01-01", ("9999",))
    assert table.inhabitants(["0301"], "1999-01-01") == Inhabitants(0, "", ("0301",))


def test_figures_saved_by_norwegian_excel_are_read(tmp_path: Path) -> None:
    path = tmp_path / "folk.csv"
    text = "Kommunenummer;Navn;01.01.2007;01.01.2008;Kilde\n301;Oslo;548 617,0;560\u00a0484;SSB\n104;Moss;..;feil;SSB\n"
    path.write_bytes(text.encode("cp1252"))
    table, findings = population(str(path))
    assert table.inhabitants(["0301"], "2007-06-01") == Inhabitants(548_617, "2007-01-01")
    assert table.inhabitants(["0301", "0104"], "2008-01-01") == Inhabitants(560_484, "2008-01-01", ("0104",))
    assert table.source == "SSB"
    assert [(finding.code, str(finding.at)[-3:]) for finding in findings] == [
        ("not-utf-8", "csv"),
        ("unread-figure", "3:4"),
    ]


def test_a_table_without_dates_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "folk.csv"
    path.write_text("number,name\n0301,Oslo\n")
    assert [finding.code for finding in population(str(path))[1]] == ["missing-column"]
