from __future__ import annotations

from pathlib import Path

import jsonschema
import pytest

from osloregion_slides.base.findings import InvalidInput
from osloregion_slides.batch.builds import builds_schema, load_builds
from tests.batch.sample import inside, workspace


def read(folder: Path, text: str) -> list[str]:
    path = workspace(folder, text)
    with pytest.raises(InvalidInput) as caught:
        load_builds(path)
    return sorted([f"{f.at.line}:{f.at.column} {f.code}" for f in caught.value.findings if f.at])


def test_the_schema_of_build_lists_is_a_valid_json_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(builds_schema())


def test_a_build_is_read_with_all_its_keys(tmp_path: Path) -> None:
    workspace(
        tmp_path,
        "builds:\n"
        "  - outline: small.yaml\n"
        "    audiences: [~, board, board]\n"
        "    languages: [nb, en]\n"
        "    dates: [2007-12-31]\n"
        "    for_each: members\n"
        "    set: {meeting.title: {nb: 'Til {member}', en: 'To {member}'}, title: X}\n",
    )
    with inside(tmp_path):
        (build,) = load_builds("decks/builds.yaml")
    assert build.outline == "decks/small.yaml"
    assert (build.audiences, build.languages, build.dates) == (("", "board"), ("nb", "en"), ("2007-12-31",))
    assert build.each_member
    assert build.settings == (
        ("meeting.title", (("nb", "Til {member}"), ("en", "To {member}"))),
        ("title", (("", "X"),)),
    )


def test_a_tilde_stands_for_the_value_in_the_outline(tmp_path: Path) -> None:
    text = "builds:\n  - {outline: small.yaml, audiences: [~, board], languages: [~, en], dates: [~, 2007-12-31]}\n"
    (build,) = load_builds(workspace(tmp_path, text))
    assert (build.audiences, build.languages, build.dates) == (("", "board"), ("", "en"), ("", "2007-12-31"))


def test_an_invalid_audience_is_reported_without_the_regular_expression(tmp_path: Path) -> None:
    (tmp_path / "builds.yaml").write_text('builds: [{outline: a.yaml, audiences: [""]}]', encoding="utf-8")
    with pytest.raises(InvalidInput) as wrong:
        load_builds(str(tmp_path / "builds.yaml"))
    (finding,) = wrong.value.findings
    assert "~ for the outline without an overlay" in finding.hint


def test_all_faults_are_reported_at_once_with_line_and_column(tmp_path: Path) -> None:
    assert read(
        tmp_path,
        "builds:\n"
        "  - outline: small.yaml\n"
        "    audience: [board]\n"
        "    dates: [2008-02-30]\n"
        "  - languages: [norsk]\n"
        "    for_each: projects\n",
    ) == ["3:5 unknown-key", "4:13 bad-date", "5:17 bad-value", "5:5 missing-key", "6:15 bad-value"]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("builds:\n  - outline: smal.yaml\n", "2:14 missing-file"),
        ("builds:\n  - outline: ../../etc/passwd\n", "2:14 outside-workspace"),
        ("builds:\n  - {outline: small.yaml, name: '{member}'}\n", "2:33 unknown-place"),
        ("builds:\n  - {outline: small.yaml, set: {title: 'To {nobody}'}}\n", "2:40 unknown-place"),
        ("builds: []\n", "1:9 too-few"),
        ("- small.yaml\n", "1:1 wrong-type"),
    ],
)
def test_a_fault_is_reported_at_its_location(text: str, fault: str, tmp_path: Path) -> None:
    assert fault in read(tmp_path, text)


def test_a_missing_list_is_a_finding(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput) as caught:
        load_builds(str(tmp_path / "builds.yaml"))
    assert [finding.code for finding in caught.value.findings] == ["missing-file"]
