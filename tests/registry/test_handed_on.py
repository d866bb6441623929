"""Who is counted on a day too many: a member beside its successor, a member twice, one whose end nothing reads."""

from __future__ import annotations

from pathlib import Path

import pytest

from osloregion_slides.registry.load import load_registry

HEAD = "Navn;Kommunenr;Fylke;Fra;Til;Etterfølger\n"
SKI = "Ski;0213;Akershus;2004-12-17;{};{}\n"
FOLLO = "Nordre Follo;3020;Akershus;{};;\n"
BOTH, NEITHER = "incomplete-row.both", "incomplete-row.neither"


def told(folder: Path, rows: str) -> list[tuple[str, str]]:
    path = folder / "m.csv"
    path.write_text(HEAD + rows, encoding="utf-8")
    return [(f"{one.code}.{one.form}".rstrip("."), one.message) for one in load_registry(str(path))[1]]


@pytest.mark.parametrize("named", ["3020 Nordre Follo", "3020", "Nordre Follo"])
@pytest.mark.parametrize(
    ("last", "first", "code"),
    [
        ("2019-12-31", "2020-01-01", ""),
        ("2020-01-01", "2020-01-01", BOTH),
        ("2020-02-29", "2020-02-01", BOTH),
        ("2020-02-28", "2020-03-01", NEITHER),
        ("2020-02-29", "2020-03-01", ""),
        ("2019-02-28", "2019-03-01", ""),
        ("2019-12-30", "2020-01-01", NEITHER),
        ("2018-12-31", "2020-01-01", NEITHER),
        ("2010-12-31", "2020-01-01", ""),
        ("2019-12-31", "2004-12-17", ""),
    ],
)
def test_a_successor_that_does_not_start_on_the_next_day_is_reported(
    tmp_path: Path, named: str, last: str, first: str, code: str
) -> None:
    found = told(tmp_path, SKI.format(last, named) + FOLLO.format(first))
    assert [one for one, _ in found] == [code] * bool(code)
    assert all("Ski" in message and last in message and first in message for _, message in found)


def test_a_successor_outside_the_alliance_is_not_reported(tmp_path: Path) -> None:
    assert told(tmp_path, SKI.format("2019-12-31", "3020 Nordre Follo")) == []


@pytest.mark.parametrize(("one", "other"), [("Nes;0236", "Nes kommune;"), ("Nes;", "NES;"), ("Nes kommune;", "Nes;")])
def test_a_member_listed_twice_in_different_spellings_is_reported(tmp_path: Path, one: str, other: str) -> None:
    rows = "".join(f"{name};Akershus;2004-12-17;;\n" for name in (one, other))
    ((code, message),) = told(tmp_path, rows)
    assert code == "duplicate-member"
    assert "`0236`" in message or f"`{other[:-1]}`" in message


@pytest.mark.parametrize(
    ("heading", "is_told"), [("Til", False), ("Utgår", True), ("til (ikke med)", True), ("Sist dag", True)]
)
def test_an_unread_date_column_is_reported_if_no_column_has_the_end_dates(
    tmp_path: Path, heading: str, is_told: bool
) -> None:
    path = tmp_path / "m.csv"
    path.write_text(f"Navn;Fra;{heading};Vedtak\nNes;2004-12-17;31.12.2007;Sak 12\n", encoding="utf-8")
    found = [(one.code, one.message) for one in load_registry(str(path))[1]]
    assert [code for code, _ in found] == ["unknown-column"] * is_told
    assert all(heading in message for _, message in found)
