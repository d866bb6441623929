"""A date before the first membership: the slides' 0 is said to come from the date."""

from __future__ import annotations

from pathlib import Path

import pytest

from osloregion_slides.drafting import drafted, load

OUTLINE = """\
deck: w
title: W
language: nb
{date}
members: m.csv
slides:
  - {{id: b, kind: points, title: B, points: ['{{{{ members.municipalities | count }}}} kommuner']}}
"""


@pytest.mark.parametrize(
    ("date", "told"), [("1999-01-01", True), ("2004-12-16", True), ("2004-12-17", False), ("2020-01-01", False)]
)
def test_a_date_before_the_first_members_is_a_finding(tmp_path: Path, date: str, told: bool) -> None:
    (tmp_path / "m.csv").write_text("name,number,from,to\nOslo,0301,2004-12-17,2010-01-01\n", encoding="utf-8")
    (tmp_path / "w.yaml").write_text(OUTLINE.format(date=f"as_of: {date}"), encoding="utf-8")
    *_, findings = drafted(load(str(tmp_path / "w.yaml")))
    early = [one for one in findings if one.code == "not-known"]
    assert [(one.at.line if one.at else 0, one.severity) for one in early] == [(5, "warning")] * told
