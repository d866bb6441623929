"""Checks are switched off for one slide, with a reason, and for no other."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from osloregion_slides.base.findings import error, warning
from osloregion_slides.base.messages import codes
from osloregion_slides.checks.suppressions import switched_off, without_switched_off
from osloregion_slides.drafting import load

OUTLINE = """\
deck: prove
title: Prøve
slides:
  - id: one
    kind: bullets
    title: Punkter
    items: [Ett]
    off: {low-contrast: bildet skal være mørkt, small-text: "", bug: nei, low-contrst: feil}
  - {id: two, kind: bullets, title: Flere, items: [To]}
"""


def off(tmp_path: Path) -> Any:
    (tmp_path / "prove.yaml").write_text(OUTLINE, encoding="utf-8")
    return switched_off(load(str(tmp_path / "prove.yaml")))


def test_checks_turned_off_are_read_with_reason_and_location(tmp_path: Path) -> None:
    rules = off(tmp_path)
    assert [(rule.slide, rule.code, rule.reason) for rule in rules][:2] == [
        ("one", "low-contrast", "bildet skal være mørkt"),
        ("one", "small-text", ""),
    ]
    assert {rule.at.line for rule in rules} == {8}


def test_a_check_is_turned_off_for_its_slide_only(tmp_path: Path) -> None:
    here = warning("low-contrast", None, "pale", slide="one", shape="one/body")
    there = warning("low-contrast", None, "pale", slide="two")
    other = error("text-overflows", None, "long", slide="one")
    left = without_switched_off([here, there, other], off(tmp_path)[:1])
    assert left == (there, other)


def test_a_continuation_slide_follows_the_setting_of_its_first_slide(tmp_path: Path) -> None:
    later = warning("low-contrast", None, "pale", slide="one-2")
    assert without_switched_off([later], off(tmp_path)[:1]) == ()


def test_a_finding_is_matched_to_its_slide_by_shape(tmp_path: Path) -> None:
    assert without_switched_off([warning("low-contrast", None, "pale", shape="one/body")], off(tmp_path)[:1]) == ()


def test_without_a_reason_a_check_stays_on(tmp_path: Path) -> None:
    small = warning("small-text", None, "small", slide="one")
    left = without_switched_off([small], off(tmp_path)[1:2])
    assert [finding.code for finding in left] == ["small-text", "off-without-reason"]


def test_unknown_codes_and_codes_that_cannot_be_turned_off_are_reported(tmp_path: Path) -> None:
    left = without_switched_off([error("bug", None, "bad", slide="one")], off(tmp_path)[2:], codes())
    assert [finding.code for finding in left] == ["bug", "unused-suppression", "unused-suppression"]
    assert "low-contrast" in left[2].hint


def test_without_off_the_findings_are_unchanged() -> None:
    found = (warning("low-contrast", None, "pale", slide="one"),)
    assert without_switched_off(found, ()) == found
