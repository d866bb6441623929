"""Numbers in prose that the registry contradicts are found with their line; whatever else is said is left alone."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from osloregion_slides.checks.facts import check_facts, number_before
from osloregion_slides.drafting import load

DECKS = Path(__file__).resolve().parent.parent.parent / "decks"
OUTLINE = """\
deck: prove
title: Prøve
language: nb
languages: [nb, en]
as_of: 2008-01-01
members: data/members.csv
slides:
  - id: one
    kind: bullets
    title: Punkter
    items:
      - {{nb: "{nb}", en: "{en}"}}
"""
# On 2008-01-01 the registry has 57 municipalities in 6 counties and 13 sub-regions, and 2 county councils.


def findings(tmp_path: Path, nb: str, en: str = "") -> Any:
    shutil.copytree(DECKS / "data", tmp_path / "data")
    (tmp_path / "prove.yaml").write_text(OUTLINE.format(nb=nb, en=en or nb), encoding="utf-8")
    return check_facts(load(str(tmp_path / "prove.yaml")))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Vi er 56 kommuner", "56 municipalities, but the registry has 57"),
        ("De 58 medlemskommunene", "58 municipalities"),
        ("Mellom **78 kommuner** og to fylkeskommuner", "78 municipalities"),
        ("Femtiseks kommuner", "56 municipalities"),
        ("seks fylkeskommuner", "6 county councils, but the registry has 2"),
        ("five county councils", "5 county councils"),
        ("fifty-six municipalities", "56 municipalities"),
        ("one hundred and two municipalities", "102 municipalities"),
        ("20 kommuner i Akershus", "20 municipalities in Akershus"),
        ("Kommunene ligger i sju fylker", "7 counties"),
        ("fordelt på 12 delregioner", "12 sub-regions"),
        ("Alliansen har 61 medlemmer", "61 members"),
    ],
)
def test_a_wrong_number_is_found(text: str, said: str, tmp_path: Path) -> None:
    found = findings(tmp_path, text, "Nothing")
    assert [finding.code for finding in found] == ["number-contradicts-registry"], found
    assert said in found[0].message
    assert (found[0].at.line, found[0].slide) == (12, "one")
    assert found[0].hint


@pytest.mark.parametrize(
    "text",
    [
        "Vi er 57 kommuner",
        "femtisju kommuner og to fylkeskommuner",
        "femtisyv kommuner",
        "57 municipalities and two county councils",
        "{{ members.municipalities | count }} kommuner",
        "Tre kommuner har egne planer",
        "over 50 kommuner",
        "about 60 municipalities",
        "I 2004 var vi 49 kommuner",
        "22 kommuner i Akershus",
        "Kommuner i Buskerud",
        "Styret har 45 medlemmer",
        "12.10. møtes kommuner",
        "6 fylker",
        "Kapittel 56. Kommuner",
    ],
)
def test_true_numbers_and_numbers_that_claim_nothing_are_not_reported(text: str, tmp_path: Path) -> None:
    assert findings(tmp_path, text) == ()


def test_the_flagship_and_the_gallery_have_no_wrong_numbers() -> None:
    for name in ("osloregionen", "gallery"):
        assert check_facts(load(str(DECKS / f"{name}.yaml"))) == ()


def test_numbers_are_checked_against_the_as_of_date(tmp_path: Path) -> None:
    shutil.copytree(DECKS / "data", tmp_path / "data")
    (tmp_path / "prove.yaml").write_text(OUTLINE.format(nb="57 kommuner", en="57"), encoding="utf-8")
    outline = load(str(tmp_path / "prove.yaml"), as_of="2005-01-01")
    said = [finding.code for finding in check_facts(outline)]
    expected = (
        ["number-contradicts-registry"]
        if len(outline.members.municipalities) != 57 and not outline.members.gaps
        else []
    )
    assert said == expected


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("57", 57),
        ("1 200", 1200),
        ("1.200", 1200),
        ("femti", 50),
        ("syttifire", 74),
        ("ett hundre og tre", 103),
        ("twenty-one", 21),
        ("alle de tre", 3),
        ("2008-01-01", None),
        ("alle", None),
        ("", None),
    ],
)
def test_numbers_are_read_in_digits_and_words(words: str, number: int | None) -> None:
    assert number_before(words.split()) == number
