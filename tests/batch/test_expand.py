from __future__ import annotations

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from osloregion_slides.batch.jobs import Members, expand, members_of, shard
from osloregion_slides.batch.values import Build
from tests.batch.sample import OUTLINE, a_build, nobody, workspace

LANGUAGES = st.lists(st.sampled_from(["nb", "en", "se"]), min_size=1, unique=True).map(tuple)
AUDIENCES = st.lists(st.sampled_from(["", "board", "business"]), min_size=1, unique=True).map(tuple)
DATES = st.lists(st.sampled_from(["", "2007-12-31", "2008-01-01"]), min_size=1, unique=True).map(tuple)
NAME = "{outline}-{audience}-{language}-{date}"


@given(AUDIENCES, LANGUAGES, DATES)
def test_every_combination_has_a_job(
    audiences: tuple[str, ...], languages: tuple[str, ...], dates: tuple[str, ...]
) -> None:
    build = a_build(audiences=audiences, languages=languages, dates=dates, name=NAME)
    jobs, findings = expand((build,), nobody)
    assert findings == ()
    combinations = {(a, b, c) for a in audiences for b in languages for c in dates}
    assert {(job.audience, job.language, job.as_of) for job in jobs} == combinations
    assert len({job.output for job in jobs}) == len(jobs) == len(combinations)


@given(st.lists(st.integers(), unique=True), st.integers(1, 7))
def test_all_shards_together_run_each_job_once(jobs: list[int], of: int) -> None:
    shards = [shard(jobs, number, of) for number in range(1, of + 1)]
    assert sorted(job for part in shards for job in part) == sorted(jobs)
    assert max(map(len, shards)) - min(map(len, shards)) <= 1


def test_two_decks_whose_names_differ_only_in_case_are_a_finding() -> None:
    jobs, findings = expand((a_build(name="Deck"), a_build(name="deck")), nobody)
    assert [job.output for job in jobs] == ["Deck.pptx"]
    assert [finding.code for finding in findings] == ["duplicate-name"]


def test_each_member_has_a_deck_with_its_own_facts() -> None:
    def two(build: Build, audience: str, date: str) -> Members:
        facts = ({"name": "Nes", "number": "0236"}, {"name": "Nes", "number": "0616"})
        return Members(facts, ("name",))

    settings = (("meeting.title", (("nb", "Til {member}"), ("en", "To {member} ({number})"))),)
    build = a_build(each_member=True, languages=("nb", "en"), name="{number}-{member}-{language}", settings=settings)
    jobs, findings = expand((build,), two)
    assert findings == ()
    assert [job.output for job in jobs] == [
        "0236-nes-nb.pptx", "0236-nes-en.pptx", "0616-nes-nb.pptx", "0616-nes-en.pptx",
    ]  # fmt: skip
    assert jobs[0].settings == (("member.name", "Nes"), ("meeting.title", "Til Nes"))
    assert jobs[3].settings == (("member.name", "Nes"), ("meeting.title", "To Nes (0616)"))


def test_the_members_are_those_of_the_date(tmp_path: Path) -> None:
    builds = workspace(tmp_path)
    build = a_build(outline=str(Path(builds).parent / "small.yaml"), each_member=True)
    names = {date: [dict(f)["name"] for f in members_of(build, "", date).facts] for date in ("2007-12-31", "")}
    assert names == {"2007-12-31": ["Oslo", "Nes", "Nes"], "": ["Oslo", "Nes", "Nes", "Horten"]}


def test_inhabitants_come_from_the_latest_count(tmp_path: Path) -> None:
    builds = workspace(tmp_path)
    table = Path(builds).parent / "data" / "population.csv"
    table.write_text("number,2007-01-01,2008-01-01,2009-01-01\n0301,548617,560484,575475\n", encoding="utf-8")
    build = a_build(outline=str(Path(builds).parent / "small.yaml"), each_member=True, population=str(table))
    oslo, nes, *_ = [dict(facts) for facts in members_of(build, "", "2008-06-30").facts]
    assert (oslo["inhabitants"], oslo["inhabitants_on"]) == ("560484", "2008-01-01")
    assert nes["inhabitants"] == ""


def test_an_unreadable_outline_is_reported_with_the_reason(tmp_path: Path) -> None:
    path = tmp_path / "bad.yaml"
    path.write_text(OUTLINE.replace("kind: cover", "kind: covr"), encoding="utf-8")
    found = members_of(a_build(outline=str(path), each_member=True), "", "")
    assert "unknown-kind" in [finding.code for finding in found.findings]
    assert found.facts == ()
