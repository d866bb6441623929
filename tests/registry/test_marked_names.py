"""Names of members with more in them than the name, and one member under two numbers."""

from __future__ import annotations

from pathlib import Path

import pytest

from osloregion_slides.registry.load import load_registry

HEAD = "name,number,county,from,to\n"
OSLO = "Oslo,0301,Oslo,2004-12-17,\n"


def told(folder: Path, *rows: str) -> list[str]:
    (folder / "m.csv").write_text(HEAD + OSLO + "".join([f"{row}\n" for row in rows]), encoding="utf-8")
    _, findings = load_registry(str(folder / "m.csv"))
    return [f"{one.at.line if one.at else 0} {one.severity} {one.code}" for one in findings]


@pytest.mark.parametrize("name", ["Nes*", "Nes¹", "Nes †", "Nes (utmeldt 2007)", "Nes (fra 1.1.2008)"])
def test_a_mark_or_a_remark_in_a_name_is_told(tmp_path: Path, name: str) -> None:
    assert told(tmp_path, f"{name},0236,Akershus,2004-12-17,") == ["3 warning incomplete-row"]


@pytest.mark.parametrize("name", ["Nes", "Våler (Østfold)", "Aurskog-Høland", "Kommune 7"])
def test_a_name_with_a_place_in_brackets_or_a_number_is_none(tmp_path: Path, name: str) -> None:
    assert told(tmp_path, f"{name},0236,Akershus,2004-12-17,") == []


@pytest.mark.parametrize(
    ("county", "until", "wrong"),
    [("Akershus", "", True), ("Akershus", "2019-12-31", False), ("Buskerud", "", False)],
)
def test_one_name_of_one_county_under_two_numbers_at_a_time_counts_twice(
    tmp_path: Path, county: str, until: str, wrong: bool
) -> None:
    rows = f"Nes,0236,Akershus,2004-12-17,{until}", f"Nes,3034,{county},2020-01-01,"
    assert told(tmp_path, *rows) == ["4 error duplicate-member"] * wrong
