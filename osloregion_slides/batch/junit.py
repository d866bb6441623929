"""A batch as JUnit XML, which every CI shows: a test case a deck, its errors as the failure.

There is no standard of JUnit's; the elements are those that Jenkins, GitLab, Azure and GitHub's actions read.
"""

from __future__ import annotations

from osloregion_slides.pptx.xml import character_data, esc

TYPE_CHECKING = False
if TYPE_CHECKING:
    from osloregion_slides.batch.batch import Batch
    from osloregion_slides.batch.values import Outcome
    from osloregion_slides.findings import Finding


def junit(batch: Batch) -> str:
    """Return the report; errors of builds.yaml itself are a test case of their own."""
    cases = [_case(outcome) for outcome in batch.outcomes]
    if batch.findings:
        errors = tuple([finding for finding in batch.findings if finding.severity == "error"])
        cases.insert(0, _element("builds", "builds", errors, batch.findings))
    failures = sum([case.count("<failure ") for case in cases])
    head = f'tests="{len(cases)}" failures="{failures}" errors="0"'
    body = "\n".join(cases)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<testsuites name="osloregion-slides" {head}>\n'
        f'<testsuite name="decks" {head} skipped="0">\n{body}\n</testsuite>\n</testsuites>\n'
    )


def _case(outcome: Outcome) -> str:
    errors = tuple([finding for finding in outcome.findings if finding.severity == "error"])
    return _element(outcome.job.outline, outcome.target, errors, outcome.findings)


def _element(group: str, name: str, errors: tuple[Finding, ...], findings: tuple[Finding, ...]) -> str:
    """One test case; the failure says the first error and holds all, the output holds the rest."""
    inside = ""
    if errors:
        text = character_data("\n".join(map(str, errors)))
        inside += f'<failure type="{esc(errors[0].code)}" message="{esc(errors[0].message)}">{text}</failure>'
    rest = [finding for finding in findings if finding.severity != "error"]
    if rest:
        text = character_data("\n".join(map(str, rest)))
        inside += f"<system-out>{text}</system-out>"
    return f'<testcase classname="{esc(group)}" name="{esc(name)}">{inside}</testcase>'
