"""The committed registry: what it says on which date."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osloregion_slides.base import resources
from osloregion_slides.registry.listing import members_json, members_rows, members_table, unconfirmed_table
from osloregion_slides.registry.load import load_registry
from osloregion_slides.registry.values import Registry

PATH = resources.path("decks", "data", "members.csv")
PRESENTED = {"Oslo": 1, "Akershus": 22, "Østfold": 18, "Buskerud": 8, "Oppland": 3, "Vestfold": 5}
REGIONS = {
    "Øvre Romerike": 6,
    "Nedre Romerike": 7,
    "Oslo": 1,
    "Vestregionen": 2,
    "Follo": 7,
    "Drammensregionen": 8,
    "Ringeriksregionen": 2,
    "Hadeland": 3,
    "Mosseregionen": 4,
    "Nedre Glomma": 3,
    "Indre Østfold": 9,
    "Halden": 2,
    "Nordre Vestfold": 3,
}


@pytest.fixture(scope="module")
def registry() -> Registry:
    registry, findings = load_registry(PATH)
    assert findings == ()
    return registry


@pytest.mark.parametrize(
    ("date", "municipalities", "councils"),
    [
        ("2004-12-16", 0, 0),
        ("2004-12-17", 56, 2),
        ("2007-12-31", 56, 2),
        ("2008-01-01", 57, 2),
        ("2018-01-01", 59, 4),
        ("2020-01-01", 45, 2),
        ("2020-10-28", 43, 1),
        ("2024-01-01", 46, 0),
    ],
)
def test_the_members_are_counted_by_date(registry: Registry, date: str, municipalities: int, councils: int) -> None:
    snapshot = registry.as_of(date)
    assert (len(snapshot.municipalities), len(snapshot.county_councils)) == (municipalities, councils)


def test_the_counts_of_2008_match_the_original_presentation(registry: Registry) -> None:
    snapshot = registry.as_of("2008-01-01")
    assert {county: len(members) for county, members in snapshot.by_county} == PRESENTED
    assert {region: len(members) for region, members in snapshot.by_region} == REGIONS
    assert [council.name for council in snapshot.county_councils] == ["Akershus fylkeskommune", "Østfold fylkeskommune"]


def test_horten_is_the_only_addition_of_2008(registry: Registry) -> None:
    before, after = registry.as_of("2007-12-31").members, registry.as_of("2008-01-01").members
    assert [member.name for member in after if member not in before] == ["Horten"]


def test_the_verification_status_matches_the_sources(registry: Registry) -> None:
    members = registry.as_of("2008-01-01").municipalities
    by_confidence = {sure: [m.name for m in members if m.confidence == sure] for sure in ("medium", "low")}
    assert by_confidence == {"medium": ["Holmestrand"], "low": ["Hof"]}
    assert sum(member.confidence == "confirmed" for member in members) == 42
    assert "Re " in next(member.note for member in members if member.name == "Hof")
    assert all(member.source for member in registry.members)


def test_missing_names_after_2008_are_recorded(registry: Registry) -> None:
    assert [registry.as_of(day).gaps == () for day in ("2006-12-31", "2007-01-01", "2008-12-31", "2009-01-01")] == [
        False,
        True,
        True,
        False,
    ]
    assert "78 kommuner" in registry.as_of("2015-01-01").gaps[0].note
    assert "65 municipalities" in registry.as_of("2024-01-01").gaps[0].note_en


def test_a_membership_ended_by_a_reform_continues_under_its_successor(registry: Registry) -> None:
    ended = [member for member in registry.members if member.end and member.kind == "municipality"]
    left = {member.name for member in ended if not member.successor}
    assert left == {"Vestby", "Sigdal", "Notodden", "Tinn", "Hjartdal"}  # goes on in another region, or not known
    ended = [member for member in ended if member.successor]
    for member in ended:
        number, _, name = member.successor.partition(" ")
        following = [other for other in registry.members if other.number == number and other.name == name]
        assert following, member
        assert any(other.start > member.end for other in following), member


def test_a_municipality_can_sit_in_several_sub_regions(registry: Registry) -> None:
    jevnaker = next(m for m in registry.as_of("2008-01-01").members if m.name == "Jevnaker")
    assert (jevnaker.region, jevnaker.other_regions) == ("Hadeland", ("Ringeriksregionen", "Vestregionen"))


def test_the_table_shows_counts_doubts_and_gaps_in_both_languages(registry: Registry) -> None:
    norwegian = members_table(registry.as_of("2008-01-01"), "nb")
    assert norwegian.startswith("57 kommuner, 2 fylkeskommuner per 2008-01-01\n")
    assert "Oppland (3)\n  0532  Jevnaker  Hadeland, Ringeriksregionen, Vestregionen\n" in norwegian
    assert "lav sikkerhet: Hof" in norwegian
    assert "ikke fullstendig" not in norwegian
    english = members_table(registry.as_of("2020-11-01"), "en")
    assert english.startswith("65 municipalities (43 known by name), 1 county council as of 2020-11-01\n")
    assert "The list is not complete on this date\n  65 municipalities were members" in english


def test_a_number_without_a_source_is_the_last_known_one_with_its_month(registry: Registry) -> None:
    norwegian = members_table(registry.as_of("2026-11-23"), "nb")
    head = "65 kommuner (juni 2025; 46 kjent ved navn), 1 fylkeskommune (oktober 2020; 0 kjent ved navn)"
    assert norwegian.startswith(f"{head} per 2026-11-23\n")
    assert "65 kommuner var medlem i juni 2025; noe nyere er ikke kjent" in norwegian
    said = members_json(registry.as_of("2026-11-23"))
    last = {"total": 65, "date": "2025-06-04"}
    assert said["municipalities"] == {"total": None, "last_known": last, "known_by_name": 46, "complete": False}
    english = members_table(registry.as_of("2010-01-01"), "en")
    assert english.startswith("57 municipalities (January 2008; 57 known by name), 2 county councils (December 2004;")
    assert members_table(registry.as_of("2005-01-01"), "nb").startswith("Et ukjent antall kommuner (56 kjent ved navn)")


@given(st.dates(date(2004, 12, 1), date(2027, 12, 31)))
def test_the_last_known_number_was_stated_by_the_registry_on_its_date(registry: Registry, day: date) -> None:
    for kind in ("municipalities", "county_councils"):
        roll = getattr(registry.as_of(day.isoformat()), kind)
        assert (roll.last is None) or roll.total is None
        if roll.last is not None:
            assert roll.last.date < day.isoformat()
            assert getattr(registry.as_of(roll.last.date), kind).total == roll.last.total
            between = [roll.last.date] + [r.start for r in registry.gaps if roll.last.date < r.start <= day.isoformat()]
            later = [getattr(registry.as_of(moment), kind).total for moment in between[1:]]
            assert [total for total in later if total not in (None, roll.last.total)] == []


@pytest.mark.parametrize(
    ("date", "total", "councils"),
    [
        ("2006-12-31", None, 2),
        ("2007-12-31", 56, 2),
        ("2008-12-31", 57, 2),
        ("2009-01-01", None, None),
        ("2012-10-01", None, 3),
        ("2015-12-31", 78, 4),
        ("2016-01-01", None, None),
        ("2020-10-27", 68, 2),
        ("2020-10-28", 65, 1),
        ("2022-01-01", None, None),
        ("2025-06-04", 65, None),
        ("2026-01-01", None, None),
    ],
)
def test_totals_are_those_that_sources_state(
    registry: Registry, date: str, total: int | None, councils: int | None
) -> None:
    snapshot = registry.as_of(date)
    assert (snapshot.municipalities.total, snapshot.county_councils.total) == (total, councils)


def test_the_counties_of_2015_add_up_to_the_total_stated_by_the_alliance(registry: Registry) -> None:
    totals = dict(registry.as_of("2015-06-01").totals_by_county)
    assert sum(totals.values()) == 78
    known = {county: len(members) for county, members in registry.as_of("2015-06-01").by_county}
    assert all(totals[county] >= count for county, count in known.items())


def test_the_named_members_never_exceed_the_stated_total(registry: Registry) -> None:
    days = sorted({day for gap in registry.gaps for day in (gap.start, gap.end) if day})
    for day in days:
        roll = registry.as_of(day).municipalities
        assert roll.total is None or len(roll) <= roll.total, day


def test_the_unconfirmed_are_listed_with_the_reason_in_both_languages(registry: Registry) -> None:
    norwegian = unconfirmed_table(registry.as_of("2008-01-01"), "nb")
    assert "Ikke bekreftet ved navn (15)" in norwegian
    assert (
        "0714  Hof          lav sikkerhet: presentation of 2008 (5 in Vestfold); Presentasjonen oppgir bare"
        in norwegian
    )
    english = unconfirmed_table(registry.as_of("2008-01-01"), "en")
    assert "Hof; or Re in its place" in english
    rows = members_json(registry.as_of("2008-01-01"), unconfirmed=True)["members"]
    assert len(rows) == 15
    assert "Halden" not in norwegian


def test_the_json_rows_have_the_columns_of_the_file(registry: Registry) -> None:
    rows = members_rows(registry.as_of("2008-01-01"))
    with open(PATH, encoding="utf-8", newline="") as file:
        assert [*rows[0], "total"] == next(csv.reader(file))
    assert len(rows) == 59


def test_the_bundled_file_qualifies_for_the_fast_path() -> None:
    with open(PATH, "rb") as file:
        text = file.read().decode("utf-8")
    assert '"' not in text
    assert "\r" not in text
    assert {len(row) for row in csv.reader(io.StringIO(text))} == {14}
