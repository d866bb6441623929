"""Findings as JUnit XML, which every CI server shows: a suite for each target, a case for each finding.

The format is Ant's as Jenkins reads it: an error is a failure, a warning or note passes and says its word.
"""

from __future__ import annotations

from osloregion_slides.pptx.xml import esc

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from osloregion_slides.findings import Finding
    from osloregion_slides.reporting.sarif import Checked


def junit(checked: Iterable[Checked]) -> str:
    """Return the findings as one ``testsuites`` document; a target without findings is one case that passes."""
    suites = [_suite(entry) for entry in checked]
    tests, failures = sum([count for _, count, _ in suites]), sum([failed for _, _, failed in suites])
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<testsuites name="osloregion-slides" tests="{tests}" failures="{failures}">',
        *[text for text, _, _ in suites],
        "</testsuites>",
    ]
    return "\n".join(lines)


def _suite(entry: Checked) -> tuple[str, int, int]:
    """Return a suite, the number of its cases and of those that failed."""
    cases = [_case(entry.target, finding) for finding in entry.findings]
    cases = cases or [f'    <testcase classname="{_attribute(entry.target)}" name="check"/>']
    failed = len([finding for finding in entry.findings if finding.severity == "error"])
    head = f'  <testsuite name="{_attribute(entry.target)}" tests="{len(cases)}" failures="{failed}" errors="0">'
    return "\n".join([head, *cases, "  </testsuite>"]), len(cases), failed


def _case(target: str, finding: Finding) -> str:
    name = _attribute(f"{finding.code}: {finding.shape or finding.slide or finding.at or target}")
    text = esc(str(finding))
    if finding.severity == "error":
        inside = f'<failure type="{_attribute(finding.code)}" message="{_attribute(finding.message)}">{text}</failure>'
    else:
        inside = f"<system-out>{text}</system-out>"
    return f'    <testcase classname="{_attribute(target)}" name="{name}">{inside}</testcase>'


def _attribute(text: str) -> str:
    return esc(" ".join(text.split()))
