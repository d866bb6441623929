"""Findings as SARIF 2.1.0 (OASIS Standard, 2020), which code scanning of GitHub and GitLab and editors read."""

from __future__ import annotations

import json

from osloregion_slides.value import Value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from osloregion_slides.findings import Finding

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
_LEVELS = {"error": "error", "warning": "warning", "note": "note"}


class Checked(Value):
    """What was checked: the path of an outline or deck, and its findings."""

    target: str
    findings: tuple[Finding, ...]


def sarif(checked: Iterable[Checked], version: str = "") -> str:
    """Return one SARIF log with one run: a rule for each code, a result for each finding.

    ``version`` is the program's. A finding without a place in a file is placed in its target; slide and
    shape are its logical location.
    """
    results = [(entry, finding) for entry in checked for finding in entry.findings]
    codes = sorted({finding.code for _, finding in results})
    driver: dict[str, object] = {"name": "osloregion-slides", "rules": [_rule(code) for code in codes]}
    if version:
        driver["semanticVersion"] = version
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(entry.target, finding, codes) for entry, finding in results],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2)


def _rule(code: str) -> dict[str, object]:
    from osloregion_slides.checks.catalogue import explain
    from osloregion_slides.findings import InvalidInput

    try:
        text = explain(code).text
    except InvalidInput:
        return {"id": code}
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
    """Return a path as a URI reference (RFC 3986): forward slashes, others than its characters percent-encoded."""
    from urllib.parse import quote

    path = path.replace("\\", "/")
    return f"file:///{quote(path)}" if path[1:2] == ":" else quote(path)
