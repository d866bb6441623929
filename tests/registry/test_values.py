from __future__ import annotations

import calendar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osloregion_slides.registry.grid import read_date, read_number
from osloregion_slides.registry.values import MOST_EARLIER, Gap, Member, MemberList, Registry, note_of

MEMBER = Member("Oslo", "0301", "Oslo", "", (), "2004-12-17", "", "", "confirmed", "municipality")
WHOLE = Gap("2004", "", "", total=57)
COUNTY = Gap("2004", "", "", total=20, county="Akershus")
SILENT = Gap("2004", "", "")


@pytest.mark.parametrize(
    ("gaps", "whole", "total"),
    [
        pytest.param((), True, 1, id="control: the roll is whole"),
        pytest.param((WHOLE,), False, 57, id="a source gives the total"),
        pytest.param((SILENT,), False, None, id="no source gives one"),
        pytest.param((COUNTY,), False, None, id="a county's total is not the alliance's"),
        pytest.param((COUNTY, WHOLE), False, 57, id="a county's and the alliance's"),
        pytest.param((SILENT, WHOLE), False, 57, id="one of two gaps gives it"),
        pytest.param((Gap("2004", "", "", total=0),), False, 0, id="none at all is a total too"),
    ],
)
def test_a_stated_total_covers_all_members_of_the_snapshot(
    gaps: tuple[Gap, ...], whole: bool, total: int | None
) -> None:
    roll = MemberList([MEMBER], gaps)
    assert (roll.whole, roll.total) == (whole, total)


@pytest.mark.parametrize("year", [1899, 1900, 1996, 2000, 2023, 2024, 2100])
def test_only_existing_calendar_days_are_read(year: int) -> None:
    for month in range(14):
        for day in range(33):
            is_there = 1 <= month <= 12 and 1 <= day <= calendar.monthrange(year, month)[1]
            date = f"{year}-{month:02}-{day:02}"
            for written in (date, f"{date}T00:00:00", f"{day:02}.{month:02}.{year}"):
                assert read_date(written)[0] == (date if is_there else "")
                assert bool(read_date(written)[1]) != is_there


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0301", "0301"),
        ("301", "0301"),
        ("301,0", "0301"),
        ("3 01", "0301"),
        ("31", ""),
        ("1", ""),
        ("03011", ""),
        ("٠٣٠١", ""),
        ("03x1", ""),
        ("", ""),
    ],
)
def test_a_municipality_number_may_lack_only_its_first_digit(text: str, number: str) -> None:
    assert read_number(text) == (number, bool(number) and text != number)


@pytest.mark.parametrize(
    ("note", "note_en", "norwegian", "english"),
    [("a", "b", "a", "b"), ("a", "", "a", "a"), ("", "b", "b", "b"), ("", "", "", "")],
)
def test_a_note_is_in_the_requested_language_if_available(
    note: str, note_en: str, norwegian: str, english: str
) -> None:
    gap = Gap("2024", "", note, note_en=note_en)
    assert [note_of(gap, language) for language in ("nb", "nn", "en", "en-GB")] == [norwegian] * 2 + [english] * 2


DAYS = st.sampled_from([f"{year}-01-01" for year in range(2005, 2013)])


@given(st.lists(st.tuples(st.sampled_from("ABCDE"), DAYS, st.one_of(st.just(""), DAYS)), max_size=9), DAYS)
def test_earlier_snapshots_are_the_last_ones_with_other_regions(rows: list[tuple[str, str, str]], date: str) -> None:
    registry = Registry(
        tuple(
            [
                MEMBER.replace(region=region, start=start, end=end)
                for region, start, end in rows
                if not end or start <= end
            ]
        )
    )
    days = [*sorted({one.start for one in registry.members if one.start <= date}), date]
    there = [{one.region for one in registry.as_of(day).municipalities} for day in days]
    wanted = [day for day, now, after in zip(days, there, there[1:]) if now != after][-MOST_EARLIER:]
    assert [one.date for one in registry.as_of(date).earlier("region")] == wanted
