"""Findings as JUnit XML for CI servers: a suite for each target, a case for each finding.

The format is Ant's as read by Jenkins: an error is a failure, a warning or note passes with its text as output.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

from osloregion_slides.base import messages
from osloregion_slides.base.findings import Finding, in_language, line
from osloregion_slides.base.patterns import late
from osloregion_slides.base.record import Record
from osloregion_slides.pptx.xml import esc


def junit(checked: Iterable[Checked], language: str = "en") -> str:
    """Return the findings as a ``testsuites`` document; a target without findings is a case that passes."""
    suites = [_suite(entry, language) for entry in checked]
    tests, failures = sum([count for _, count, _ in suites]), sum([failed for _, _, failed in suites])
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<testsuites name="osloregion-slides" tests="{tests}" failures="{failures}">',
        *[text for text, _, _ in suites],
        "</testsuites>",
    ]
    return "\n".join(lines)


def _suite(entry: Checked, language: str) -> tuple[str, int, int]:
    """Return a suite, and the numbers of its cases and failures."""
    cases = [_case(entry.target, finding, language) for finding in entry.findings]
    cases = cases or [f'    <testcase classname="{_attribute(entry.target)}" name="check"/>']
    failed = len([finding for finding in entry.findings if finding.severity == "error"])
    head = f'  <testsuite name="{_attribute(entry.target)}" tests="{len(cases)}" failures="{failed}" errors="0">'
    return "\n".join([head, *cases, "  </testsuite>"]), len(cases), failed


def _case(target: str, finding: Finding, language: str) -> str:
    name = _attribute(f"{finding.code}: {finding.shape or finding.slide or finding.at or target}")
    text, message = esc(line(finding, language)), in_language(finding, language).message
    if finding.severity == "error":
        inside = f'<failure type="{_attribute(finding.code)}" message="{_attribute(message)}">{text}</failure>'
    else:
        inside = f"<system-out>{text}</system-out>"
    return f'    <testcase classname="{_attribute(target)}" name="{name}">{inside}</testcase>'


def _attribute(text: str) -> str:
    return esc(" ".join(text.split()))


# Findings as SARIF 2.1.0 (OASIS Standard, 2020), for code scanning in GitHub and GitLab, and for editors.

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {"error": "error", "warning": "warning", "note": "note"}


class Checked(Record):
    """A checked target: the path of an outline or deck, and its findings."""

    target: str
    findings: tuple[Finding, ...]


def sarif(checked: Iterable[Checked], version: str = "", language: str = "en") -> str:
    """Return one SARIF log with one run: a rule for each code, a result for each finding.

    ``version`` is the program's. A finding without a location in a file is located at its target; slide and
    shape are its logical location.
    """
    results = [(entry, in_language(finding, language)) for entry in checked for finding in entry.findings]
    codes = sorted({finding.code for _, finding in results})
    driver: dict[str, object] = {"name": "osloregion-slides", "rules": [_rule(code, language) for code in codes]}
    if version:
        driver["semanticVersion"] = version
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(entry.target, finding, codes) for entry, finding in results],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2)


def _rule(code: str, language: str) -> dict[str, object]:
    if not messages.family(code):  # a plug-in's
        return {"id": code}
    text = messages.explanation(code, language)
    return {"id": code, "shortDescription": {"text": f"{text.partition('. ')[0].rstrip('.')}."}, "help": {"text": text}}


def _result(target: str, finding: Finding, codes: list[str]) -> dict[str, object]:
    text = finding.message + (f". {finding.hint}" if finding.hint else "")
    location: dict[str, object] = {"physicalLocation": _physical(target, finding)}
    if finding.shape or finding.slide:
        kind = "member" if finding.shape else "module"
        location["logicalLocations"] = [{"fullyQualifiedName": finding.shape or finding.slide, "kind": kind}]
    return {
        "ruleId": finding.code,
        "ruleIndex": codes.index(finding.code),
        "level": _LEVELS[finding.severity],
        "message": {"text": text},
        "locations": [location],
    }


def _physical(target: str, finding: Finding) -> dict[str, object]:
    at = finding.at
    place: dict[str, object] = {"artifactLocation": {"uri": _uri(at.file if at and at.file else target)}}
    if at and at.line:
        place["region"] = {"startLine": at.line, **({"startColumn": at.column} if at.column else {})}
    return place


def _uri(path: str) -> str:
    """Return a path as a URI reference (RFC 3986), with forward slashes and percent-encoding."""
    from urllib.parse import quote

    path = path.replace("\\", "/")
    return f"file:///{quote(path)}" if path[1:2] == ":" else quote(path)


_MARKS = late(r"([\\`*_\[\]<>#|~])")
"""Characters with a meaning in GitHub's markdown (CommonMark 0.31, 2.4)."""


def markdown(text: str) -> str:
    """Return a text escaped as a line of markdown."""
    return _MARKS.sub(r"\\\1", " ".join(text.split()))
