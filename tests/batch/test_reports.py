"""Reports of a batch: progress bar, lines, summary, JUnit and page."""

from __future__ import annotations

import io
import json
import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osloregion_slides.base.findings import Finding, Location, error, warning
from osloregion_slides.batch.batch import Batch
from osloregion_slides.batch.report import Progress, bar, checked, comment, findings_of, listed, page, summary
from osloregion_slides.batch.values import Job, Outcome
from osloregion_slides.reporting import junit, sarif
from tests.batch.sample import DECKS, build, change, workspace

if TYPE_CHECKING:
    from pathlib import Path

    from osloregion_slides.batch.values import State

AT = Location("decks/small.yaml", 7, 3)
BLANK = warning("unfilled-blank", AT, "`[Title]` is a blank that nobody has filled in", "fill it in")
WRONG = error("unknown-kind", Location("decks/other.yaml", 4, 9), "the text `<b>` is not a kind of slide")


def outcome(name: str, state: State, *findings: Finding, slides: int = 13) -> Outcome:
    job = Job("decks/small.yaml", "board", "nb", "", (), f"{name}.pptx", Location("decks/builds.yaml", 2, 5))
    return Outcome(job, state, f"out/{name}.pptx", 0 if state == "failed" else slides, findings)


BATCH = Batch(
    (
        outcome("a", "built", BLANK),
        outcome("b", "unchanged", BLANK),
        outcome("c", "failed", WRONG),
        outcome("d", "same", BLANK),
    ),
    (warning("cache-not-written", Location("out/x"), "what was built could not be noted"),),
)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_a_log_has_one_line_per_deck() -> None:
    stream = io.StringIO()
    progress = Progress(stream)
    progress.show(BATCH.outcomes[0], 2)
    progress.show(BATCH.outcomes[2], 2)
    progress.end()
    assert stream.getvalue() == "built out/a.pptx (13 slides)\nFAILED out/c.pptx\n"


def test_a_terminal_shows_a_progress_bar_and_clears_it() -> None:
    stream = Terminal()
    progress = Progress(stream, 60)
    for shown in BATCH.outcomes[:2]:
        progress.show(shown, 2)
    progress.end()
    first, second, *_, last = stream.getvalue().split("\r")[1:]
    assert first.startswith("[############------------] 1/2 out/a.pptx")
    assert second.startswith("[########################] 2/2 out/b.pptx")
    assert "\n" not in stream.getvalue()
    assert last == ""


@given(st.integers(0, 500), st.integers(0, 500), st.text(max_size=300), st.integers(2, 200))
def test_the_progress_bar_never_wraps(done: int, total: int, name: str, columns: int) -> None:
    assert len(bar(min(done, total), total, name, columns)) == columns - 1


@pytest.mark.parametrize(
    ("batch", "text"),
    [
        (BATCH, "4 decks in out: 1 failed, 1 built, 1 rebuilt without changes, 1 unchanged"),
        (Batch((BATCH.outcomes[1],)), "1 deck in out: nothing has changed, nothing was written"),
        (Batch(()), "0 decks in out: nothing has changed, nothing was written"),
        (Batch((), (WRONG,)), "0 decks in out: 1 error in the list of decks or its data"),
        (
            Batch((BATCH.outcomes[1],), (WRONG, WRONG)),
            "1 deck in out: nothing has changed, nothing was written, 2 errors in the list of decks or its data",
        ),
    ],
)
def test_the_last_line_counts_the_decks_by_outcome(batch: Batch, text: str) -> None:
    assert summary(batch, "out") == text


def test_a_finding_of_many_decks_is_reported_once() -> None:
    assert findings_of(BATCH)[BLANK] == 3
    assert findings_of(BATCH, unchanged=False)[BLANK] == 2
    text = listed(findings_of(BATCH))
    assert text.count("unfilled-blank") == 1
    assert "in 3 decks" in text


def test_junit_has_one_suite_per_deck_with_errors_as_failures() -> None:
    root = ElementTree.fromstring(junit(checked(BATCH)))
    suites = {suite.get("name"): suite for suite in root.iter("testsuite")}
    assert list(suites) == ["builds", "out/a.pptx", "out/b.pptx", "out/c.pptx", "out/d.pptx"]
    assert {name: suite.get("failures") for name, suite in suites.items()} == {
        **dict.fromkeys(suites, "0"),
        "out/c.pptx": "1",
    }
    assert root.find(".//failure[@type='unknown-kind']") is not None


def test_sarif_has_one_result_per_finding_and_deck() -> None:
    (run,) = json.loads(sarif(checked(BATCH), "1"))["runs"]
    assert [result["ruleId"] for result in run["results"]].count("unfilled-blank") == 3
    assert "unknown-kind" in [result["ruleId"] for result in run["results"]]


def test_the_page_has_every_deck_with_its_findings_and_a_link() -> None:
    html = page(BATCH, "out/reports")
    assert re.findall(r'href="([^"]+)"', html) == ["../a.pptx", "../b.pptx", "../d.pptx"]
    assert "not a kind of slide" in html
    assert "decks/other.yaml:4:9" in html
    assert "1 failed" in html


def test_the_page_is_self_contained_and_escapes_all_text() -> None:
    html = page(BATCH, "out")
    assert "&lt;b&gt;" in html
    assert not re.search(r"<script|<link|<img|https?:|url\(|@import", html)
    assert "default-src 'none'" in html
    assert page(BATCH, "out") == html


def test_page_and_comment_report_each_changed_fact_once_with_its_decks(tmp_path: Path) -> None:
    builds = workspace(tmp_path)
    assert {one.news for one in build(builds).outcomes} == {()}  # nothing lay there
    change(tmp_path / "decks" / "data" / "members.csv", "2008-01-01,", "2009-01-01,")
    batch = build(builds)
    said = {one.job.output: one.news for one in batch.outcomes if one.news}
    gone = {"nb": "Horten: ikke lenger medlem, 4 → 3", "en": "Horten: no longer a member, 4 → 3"}
    assert said == {name: (gone[name[-7:-5]],) for name in DECKS if name != "other.pptx"}
    text, html = comment(batch, "out"), page(batch, ".")
    assert [line for line in text.splitlines() if line[:2] == "- "] == [
        f"- {gone['nb']} (small-nb, small-board-nb)",
        f"- {gone['en']} (small-en, small-board-en)",
    ]
    assert all(html.count(line) == 1 for line in gone.values())
    assert "No facts changed" in comment(build(builds), "out")
