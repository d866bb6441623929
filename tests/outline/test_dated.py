"""Dates of texts, slides and things: what an outline says on one date, and what it does not know on it."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osloregion_slides import build
from osloregion_slides.base.findings import InvalidInput
from osloregion_slides.drafting import drafted, load, read_schema
from osloregion_slides.outline.dated import LISTS, covers, moment
from tests.kinds.composing import flat

OUTLINE = """\
deck: dated
title: {all: Dated}
language: nb
languages: [nb, en]
as_of: 2008-01-01
alliance:
  purpose:
    - {from: 2004-12-17, to: 2020-10-27, nb: Allianse, en: Alliance}
    - {from: 28.10.2020, nb: Råd, en: Council, source: osloregionen.no, confidence: confirmed}
  areas:
    - {id: social, name: {nb: Sosialt, en: Social}, to: 2011}
    - {id: climate, name: {nb: Klima, en: Climate}, from: 2012}
  goal: {nb: Mål, en: Goal}
strategy:
  projects:
    - {id: atp, name: {nb: ATP, en: ATP}, from: 2006, to: 2007}
    - {id: plan, name: {nb: Plan, en: Plan}, from: 2007, to: løpende}
slides:
  - {id: purpose, kind: statement, title: "{{ alliance.purpose }}"}
  - {id: areas, kind: columns, title: {nb: Områder, en: Areas}, items: alliance.areas}
  - {id: prose, kind: statement, title: {all: "{{ alliance.areas | names | join_and }}"}}
  - id: list
    kind: points
    title: {nb: Punkter, en: Points}
    points: [{nb: Alltid, en: Always}, {nb: Før, en: Before, to: 2010}, {nb: Nå, en: Now, from: 2011}]
  - {id: before, kind: statement, title: {nb: Den gang, en: Then}, to: 2010-12-31}
  - {id: now, kind: statement, title: {nb: I dag, en: Today}, from: 2011}
  - {id: work, kind: timeline, title: {nb: Arbeid, en: Work}, items: strategy.projects}
"""


DAY = "2026-11-28"


def written(folder: Path, text: str = OUTLINE) -> str:
    path = folder / "dated.yaml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def slides(path: str, **choices: Any) -> dict[str, str]:
    """Return the words of each slide, by its key."""
    deck = build(path, **choices).deck
    said = {}
    for slide in deck.slides:
        found = [getattr(item, "text", None) for item in flat(slide.items)]
        said[slide.key] = " | ".join([text.plain for text in found if text is not None and text.plain])
    return said


@pytest.mark.parametrize(
    ("day", "language", "expected"),
    [
        ("2008-01-01", "nb", ["Allianse", "Sosialt", "Sosialt", "Før", "before"]),
        ("2020-10-27", "en", ["Alliance", "Climate", "Climate", "Now", "now"]),
        ("2020-10-28", "nb", ["Råd", "Klima", "Klima", "Nå", "now"]),
        ("2026-11-28", "en", ["Council", "Climate", "Climate", "Now", "now"]),
    ],
)
def test_a_deck_shows_the_facts_of_its_date(tmp_path: Path, day: str, language: str, expected: list[str]) -> None:
    said = slides(written(tmp_path), as_of=day, language=language)
    purpose, area, prose, point, slide = expected
    assert said["purpose"].startswith(purpose)
    assert area in said["areas"].split(" | ")
    assert said["prose"].startswith(prose)
    assert point in said["list"]
    others = {"Sosialt", "Klima", "Social", "Climate"} - {area}
    assert not others.intersection(said["areas"].split(" | "))
    assert slide in said and len({"before", "now"} & set(said)) == 1


def test_a_variant_for_another_date_equals_an_outline_with_only_that_dates_facts(tmp_path: Path) -> None:
    alone = OUTLINE.replace(
        """
    - {from: 2004-12-17, to: 2020-10-27, nb: Allianse, en: Alliance}
    - {from: 28.10.2020, nb: Råd, en: Council, source: osloregionen.no, confidence: confirmed}""",
        " {nb: Råd, en: Council}",
    )
    alone = alone.replace("    - {id: social, name: {nb: Sosialt, en: Social}, to: 2011}\n", "")
    alone = alone.replace("  - {id: before, kind: statement, title: {nb: Den gang, en: Then}, to: 2010-12-31}\n", "")
    alone = alone.replace("{nb: Før, en: Before, to: 2010}, ", "").replace(", from: 2011}", "}")
    (tmp_path / "alone").mkdir()
    dated = slides(written(tmp_path), as_of="2026-11-28")
    assert dated == slides(written(tmp_path / "alone", alone), as_of="2026-11-28")


def test_undated_facts_are_reported_only_far_from_the_outlines_own_date(tmp_path: Path) -> None:
    path = written(tmp_path, OUTLINE.replace("title: {nb: Punkter, en: Points}", 'title: "{{ alliance.goal }}"'))
    near = drafted(load(path, as_of="2011-01-01"))[2]
    far = drafted(load(path, as_of="2012-01-01"))[2]
    assert [found.message for found in near if found.code == "undated-fact"] == []
    assert ["alliance.goal" in found.message for found in far if found.code == "undated-fact"] == [True]


def test_a_timeline_lists_projects_that_ended_long_ago_and_shows_them_on_request(tmp_path: Path) -> None:
    path = written(tmp_path)
    assert "ATP" in slides(path)["work"]
    said = slides(path, as_of="2010-01-01")["work"]
    found = [one for one in drafted(load(path, as_of="2010-01-01"))[2] if one.code == "past-projects"]
    assert "ATP" not in said and "Plan" in said and "`atp`" in found[0].message
    leap = [one.message for one in drafted(load(path, as_of="2012-02-29"))[2] if one.code == "past-projects"]
    assert "2011-02-28" in leap[0]
    path = written(tmp_path, OUTLINE.replace("items: strategy.projects}", "items: strategy.projects, past: true}"))
    assert "ATP" in slides(path, as_of="2010-01-01")["work"]


@pytest.mark.parametrize(
    ("old", "new", "day", "code", "line"),
    [
        ("from: 28.10.2020", "from: 2030", "2026-11-28", "no-text-on-date", 8),
        ("from: 28.10.2020", "from: høsten", "2026-11-28", "bad-date", 9),
        ("to: 2010-12-31", "to: 2010-13-31", "2008-01-01", "bad-date", 26),
        ("from: 2004-12-17, to: 2020-10-27", "from: 2020, to: 2019", "2008-01-01", "from-after-to", 8),
        (
            "kind: statement, title: {nb: I dag, en: Today}",
            "kind: quote, quote: {nb: Så, to: 2020}",
            DAY,
            "missing-key",
            27,
        ),
    ],
)
def test_unreadable_dates_and_dates_that_leave_no_content_are_reported(
    tmp_path: Path, old: str, new: str, day: str, code: str, line: int
) -> None:
    assert old in OUTLINE
    path = written(tmp_path, OUTLINE.replace(old, new))
    try:
        findings = load(path, as_of=day).findings
    except InvalidInput as refused:
        findings = tuple(refused.findings)
    assert [(found.code, found.at.line) for found in findings if found.at and found.code == code] == [(code, line)]


@pytest.mark.parametrize(
    ("start", "end", "wrong"),
    [
        ("2008-03-05", "2008", False),
        ("2008-03-05", "2008-03", False),
        ("2008-03", "2008", False),
        ("2008", "2008-03", False),
        ("2008", "2008", False),
        ("2008-03-05", "løpende", False),
        ("2008-03-05", "2007", True),
        ("2008-03", "2008-02", True),
        ("2008-03-05", "2008-03-04", True),
    ],
)
def test_a_period_can_end_in_the_year_or_month_in_which_it_starts(
    tmp_path: Path, start: str, end: str, wrong: bool
) -> None:
    path = written(tmp_path, OUTLINE.replace("from: 2004-12-17, to: 2020-10-27", f"from: {start}, to: {end}"))
    try:
        findings = load(path, as_of=DAY).findings
    except InvalidInput as refused:
        findings = tuple(refused.findings)
    assert ("from-after-to" in [found.code for found in findings]) == wrong


def test_a_text_in_brackets_is_still_explained(tmp_path: Path) -> None:
    path = written(tmp_path, OUTLINE.replace("title: {nb: Punkter, en: Points}", "title: [Punkter]"))
    with pytest.raises(InvalidInput) as refused:
        load(path)
    assert [found.form for found in refused.value.findings] == ["brackets"]


def test_no_key_accepts_both_a_text_and_a_list_of_texts() -> None:
    """A list of dated texts is one text's variants, or a list: the key decides."""
    definitions = read_schema()["$defs"]

    def forms(rule: Any) -> list[Any]:
        if "$ref" in rule:
            name = rule["$ref"].rpartition("/")[2]
            return ["text"] if name == "text" else forms(definitions[name])
        return [rule, *[form for branch in rule.get("anyOf", ()) for form in forms(branch)]]

    texts, lists = set(), set()
    for name, definition in definitions.items():
        for form in forms(definition) if name != "text" else ():
            for key, rule in form.get("properties", {}).items() if form != "text" else ():
                found = forms(rule)
                arrays = [one["items"] for one in found if one != "text" and one.get("type") == "array"]
                texts |= {key} if "text" in found else set()
                inner = [one for items in arrays for one in forms(items)]
                lists |= {key} if "text" in inner or any(one.get("type") == "array" for one in inner) else set()
    assert lists == LISTS and not texts & lists


@given(st.dates(date(1000, 1, 1), date(2999, 12, 30)), st.sampled_from([4, 7, 10]), st.sampled_from([4, 7, 10]))
def test_periods_include_their_first_and_last_day(day: date, first: int, last: int) -> None:
    text = day.isoformat()
    start, end = text[:first], text[:last]
    assert moment(start) == start and covers(start, end, text)
    begins = date.fromisoformat((start + "-01-01")[:10])
    assert covers(start, "", begins.isoformat()) and not covers(start, "", (begins - timedelta(1)).isoformat())
    ends = [d for d in (day + timedelta(n) for n in range(367)) if d.isoformat()[:last] == end][-1]
    assert covers("", end, ends.isoformat()) and not covers("", end, (ends + timedelta(1)).isoformat())


@pytest.mark.parametrize(
    ("held", "day", "is_far"),
    [
        ("12. april 2026", "2008-01-01", True),
        ("12 April 2026", "2025-04-30", False),
        ("12.4.2026", "2025-04-11", True),
        ("12.4.2026", "2025-04-12", False),
        ("2026-04-12", "2027-04-13", True),
        ("2026-04-12", "2027-04-12", False),
        ("våren 2026", "2027-12-31", False),
        ("våren 2026", "2028-01-01", True),
        ("12. april", "2008-01-01", False),
        ("[dato]", "2008-01-01", False),
    ],
)
def test_a_meeting_more_than_a_year_from_the_facts_is_reported(
    tmp_path: Path, held: str, day: str, is_far: bool
) -> None:
    path = written(tmp_path, OUTLINE.replace("alliance:", f'meeting: {{date: {{nb: "{held}", en: x}}}}\nalliance:'))
    assert [found.code for found in load(path, as_of=day).findings] == ["far-meeting"] * is_far
