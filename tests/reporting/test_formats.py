"""Findings as SARIF and JUnit: what machines ask for is there, and hostile texts do not break it."""

from __future__ import annotations

import json
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from osloregion_slides.base.findings import Finding, Location, error, warning
from osloregion_slides.reporting import Checked, junit, sarif

PALE = warning("low-contrast", None, "“Tekst” is pale", "make it darker", "cover", "cover/title")
WRONG = error("unknown-key", Location("decks/prøve outline.yaml", 12, 3), "`titel` is no key", "did you mean `title`?")
NOTE = Finding("unproven-fit", "note", Location("decks/a.yaml"), "nobody has measured it")
CHECKED = (
    Checked("out/deck.pptx", (PALE,)),
    Checked("decks/prøve outline.yaml", (WRONG, NOTE)),
    Checked("ok.pptx", ()),
)


def test_sarif_has_a_rule_for_each_code_and_a_result_for_each_finding() -> None:
    log = json.loads(sarif(CHECKED, "1.2.3"))
    (run,) = log["runs"]
    driver = run["tool"]["driver"]
    assert (log["version"], driver["name"], driver["semanticVersion"]) == ("2.1.0", "osloregion-slides", "1.2.3")
    assert [rule["id"] for rule in driver["rules"]] == ["low-contrast", "unknown-key", "unproven-fit"]
    assert all(driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"] for result in run["results"])
    assert [result["level"] for result in run["results"]] == ["warning", "error", "note"]
    assert "4.5 to 1" in driver["rules"][0]["help"]["text"]


def test_sarif_locates_a_finding_in_its_file_or_in_the_checked_file() -> None:
    pale, wrong, note = json.loads(sarif(CHECKED))["runs"][0]["results"]
    assert pale["locations"][0]["physicalLocation"] == {"artifactLocation": {"uri": "out/deck.pptx"}}
    assert pale["locations"][0]["logicalLocations"][0]["fullyQualifiedName"] == "cover/title"
    place = wrong["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "decks/pr%C3%B8ve%20outline.yaml"
    assert place["region"] == {"startLine": 12, "startColumn": 3}
    assert "region" not in note["locations"][0]["physicalLocation"]


def test_a_windows_path_becomes_a_uri() -> None:
    result = json.loads(sarif([Checked("C:\\decks\\a.pptx", (PALE,))]))["runs"][0]["results"][0]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] == "file:///C%3A/decks/a.pptx"


def test_junit_counts_errors_as_failures_and_lets_warnings_pass() -> None:
    root = ElementTree.fromstring(junit(CHECKED))
    assert (root.get("tests"), root.get("failures")) == ("4", "1")
    suites = root.findall("testsuite")
    assert [(suite.get("name"), suite.get("tests"), suite.get("failures")) for suite in suites] == [
        ("out/deck.pptx", "1", "0"),
        ("decks/prøve outline.yaml", "2", "1"),
        ("ok.pptx", "1", "0"),
    ]
    (failure,) = root.iter("failure")
    assert failure.get("type") == "unknown-key"
    assert "did you mean" in (failure.text or "")
    assert [case.get("name") for case in suites[0].iter("testcase")] == ["low-contrast: cover/title"]


@given(st.text(), st.text(), st.text())
def test_any_text_gives_well_formed_documents(target: str, message: str, shape: str) -> None:
    checked = [Checked(target, (error("unknown-key", None, message, "", "one", shape),))]
    ElementTree.fromstring(junit(checked))
    assert json.loads(sarif(checked))["runs"][0]["results"][0]["ruleId"] == "unknown-key"
