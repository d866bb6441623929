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
def test_a_mark_or_remark_in_a_name_is_reported(tmp_path: Path, name: str) -> None:
    assert told(tmp_path, f"{name},0236,Akershus,2004-12-17,") == ["3 warning incomplete-row"]


@pytest.mark.parametrize("name", ["Nes", "Våler (Østfold)", "Aurskog-Høland", "Kommune 7"])
def test_a_place_in_brackets_or_a_number_in_a_name_is_not_a_remark(tmp_path: Path, name: str) -> None:
    assert told(tmp_path, f"{name},0236,Akershus,2004-12-17,") == []


@pytest.mark.parametrize(
    ("county", "until", "wrong"),
    [("Akershus", "", True), ("Akershus", "2019-12-31", False), ("Buskerud", "", False)],
)
def test_one_name_in_a_county_under_two_numbers_at_once_is_reported(
    tmp_path: Path, county: str, until: str, wrong: bool
) -> None:
    rows = f"Nes,0236,Akershus,2004-12-17,{until}", f"Nes,3034,{county},2020-01-01,"
    assert told(tmp_path, *rows) == ["4 error duplicate-member"] * wrong


@pytest.mark.parametrize(("name", "is_marked"), [
    ("Nes?", True), ("Nes (?)", True), ("? Nes", True), ("~~Nes~~", True), ("<b>Nes</b>", True), ("Nes (observatør)", True),
    ("Nes #", True), ("Nes (Akershus)", False), ("Nes (i Akershus)", False), ("St. Nes", False), ("Nes’", False),
])  # fmt: skip
def test_characters_that_no_name_contains_are_marks(tmp_path: Path, name: str, is_marked: bool) -> None:
    assert told(tmp_path, f"{name},0236,Akershus,2004-12-17,") == ["3 warning incomplete-row"] * is_marked


@pytest.mark.parametrize(("county", "near"), [
    ("Ak.hus", "Akershus"), ("Akersh.", "Akershus"), ("A.hus", "Akershus"), ("Akershus fylke", "Akershus"),
    ("Akers‑hus", "Akershus"), ("B.rud", "Buskerud"), ("St. Gallen", ""), ("Nordfold", ""), ("Ø.fold", "Østfold"),
])  # fmt: skip
def test_an_abbreviated_county_is_reported_however_often_it_occurs(tmp_path: Path, county: str, near: str) -> None:
    rows = [f"{name},,{county},2004-12-17," for name in ("Asker", "Bærum")]
    rows += [f"{name},,Akershus,2004-12-17," for name in ("Ski", "Vestby", "Ås")]
    (tmp_path / "m.csv").write_text(HEAD + OSLO + "\n".join(rows) + "\n", encoding="utf-8")
    found = load_registry(str(tmp_path / "m.csv"))[1]
    assert [dict(one.values)["near"] for one in found] == [near] * bool(near)


@pytest.mark.parametrize(("one", "other"), [
    ("Ås", "A\u030as"), ("Moss", "Moss\u200b"), ("Moss", "\ufeffMoss"), ("Moss", "Mo\u00adss"), ("Nord-Odal", "Nord‑Odal"),
    ("Nord-Odal", "Nord – Odal"), ("Nord-Odal", "Nord Odal"),
])  # fmt: skip
def test_names_that_look_equal_are_one_member(tmp_path: Path, one: str, other: str) -> None:
    rows = [f"{name},,Akershus,2004-12-17," for name in (one, other)]
    assert told(tmp_path, *rows) == ["4 error duplicate-member"]


@pytest.mark.parametrize("blank", ["\u200b", "\u00ad", "\ufeff", "\u200e", "\u00a0", ""])
def test_an_invisible_character_does_not_make_another_county(tmp_path: Path, blank: str) -> None:
    rows = [f"{name},,{county},2004-12-17," for name, county in (
        ("Ski", "Akershus"), ("Ås", f"Akershus{blank}"), ("Asker", f"{blank}Akershus"), ("Moss", f"{blank}Akers{blank.strip()}hus"),
    )]  # fmt: skip
    (tmp_path / "m.csv").write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8")
    registry, found = load_registry(str(tmp_path / "m.csv"))
    assert {one.county for one in registry.members} == {"Akershus"}
    assert found == ()


@pytest.mark.parametrize(("start", "end", "is_told"), [
    ("2104-12-17", "", True), ("0204-12-17", "", True), ("2004-12-17", "2109-05-01", True), ("2004-12-17", "9999-12-31", False),
    ("2004-12-17", "2104-12-31", True), ("2004-12-17", "2100-01-01", False),
    ("2030-01-01", "", False), ("1838-01-01", "2012-02-29", False),
])  # fmt: skip
def test_a_year_outside_all_memberships_is_reported(tmp_path: Path, start: str, end: str, is_told: bool) -> None:
    assert told(tmp_path, f"Nes,0236,Akershus,{start},{end}") == ["3 warning incomplete-row"] * is_told


@pytest.mark.parametrize(("remark", "is_told"), [
    ("opphørt 2014", True), ("Nedlagt fra 2020", True), ("Avsluttet medlemskap 2014", True), ("Slått sammen med Ski i 2014", True),
    ("merged into Ski", True), ("Slått sammen av Nes og Ski 1.1.2004", False), ("Sammenslåing vurderes", False), ("ny i 2004", False),
])  # fmt: skip
def test_a_remark_about_leaving_without_an_end_date_is_reported(tmp_path: Path, remark: str, is_told: bool) -> None:
    (tmp_path / "m.csv").write_text(
        f"Navn;Fra;Til;Merknad\nNes;2004-12-17;;{remark}\nÅs;2004-12-17;;\n", encoding="utf-8"
    )
    found = load_registry(str(tmp_path / "m.csv"))[1]
    assert [(one.code, one.form) for one in found] == [("incomplete-row", "left")] * is_told


@pytest.mark.parametrize(("name", "kind", "is_told"), [
    ("Akershus fylkeskommune", None, True), ("Akershus fylkeskommune", "", True), ("Akershus fylkeskommune", "fylkeskommune", False),
    ("Akershus County Council", None, True), ("Nes kommune", None, False), ("Nes kommune", "", False),
])  # fmt: skip
def test_a_county_council_without_a_kind_is_reported(
    tmp_path: Path, name: str, kind: str | None, is_told: bool
) -> None:
    extra = ("", "") if kind is None else (",kind", f",{kind}")
    (tmp_path / "m.csv").write_text(
        f"name,county,from{extra[0]}\n{name},Akershus,2004-12-17{extra[1]}\n", encoding="utf-8"
    )
    found = load_registry(str(tmp_path / "m.csv"))[1]
    assert [(one.code, one.form) for one in found] == [("incomplete-row", "kind")] * is_told
