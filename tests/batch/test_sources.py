"""What a deck depends on, and that a run without changes is cheap."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osloregion_slides.base.findings import InvalidInput
from osloregion_slides.batch.builds import load_builds
from osloregion_slides.batch.sources import Files, digest_bytes, digest_of, stated, tool_version
from osloregion_slides.batch.work import Task, do
from tests.batch.sample import MEMBERS, OTHER, PINNED, build, built_apart, change, inside, states, workspace

REPOSITORY = Path(__file__).resolve().parents[2]
PICTURED = OTHER + "  - {id: picture, kind: picture, title: A picture, image: p.png, alt: A sign}\n"


@pytest.fixture
def pictured(tmp_path: Path) -> str:
    path = workspace(tmp_path)
    (tmp_path / "decks" / "other.yaml").write_text(PICTURED, encoding="utf-8")
    shutil.copy(REPOSITORY / "assets" / "pictures" / "emblem.png", tmp_path / "decks" / "p.png")
    assert "failed" not in states(build(path)).values()
    return path


def test_the_sources_of_a_deck_are_recorded(tmp_path: Path) -> None:
    path = workspace(tmp_path, "builds:\n  - outline: small.yaml\n")
    batch = build(path)
    names = {os.path.relpath(source, tmp_path) for source in batch.sources if str(tmp_path) in source}
    assert {"decks/builds.yaml", "decks/small.yaml", "decks/data/members.csv"} <= names
    rest = {os.path.basename(source) for source in batch.sources}
    assert {"template.pptx", "brand.json"} <= rest
    assert "small.pptx" not in rest
    assert not [source for source in batch.sources if source.endswith((".py", ".pyc"))]


def test_a_deck_with_a_warning_built_in_a_new_process_is_unchanged_on_the_next_run(tmp_path: Path) -> None:
    path = workspace(tmp_path, "builds:\n  - outline: small.yaml\n")
    change(tmp_path / "decks" / "small.yaml", "nb: Møte", 'nb: "[Møte]"')
    then = "print(*[(outcome.state, *[f.code for f in outcome.findings]) for outcome in batch.outcomes])"
    first = built_apart(path, then)
    assert "built" in first and "unfilled-blank" in first, "the control: a sentence of the catalogue was read"
    assert "unchanged" in built_apart(path, then)


def test_a_changed_picture_rebuilds_the_decks_that_show_it(pictured: str) -> None:
    from PIL import Image

    Image.new("RGB", (60, 40), "navy").save(Path(pictured).parent / "p.png")
    assert [name for name, state in states(build(pictured)).items() if state != "unchanged"] == ["other"]


def test_a_deleted_picture_fails_its_deck_until_it_is_restored(pictured: str) -> None:
    picture = Path(pictured).parent / "p.png"
    data = picture.read_bytes()
    picture.unlink()
    assert [name for name, state in states(build(pictured)).items() if state == "failed"] == ["other"]
    picture.write_bytes(data)
    assert set(states(build(pictured)).values()) == {"unchanged"}


def test_a_workspace_template_that_replaces_a_bundled_one_is_noticed(pictured: str) -> None:
    templates = Path(pictured).parent.parent / "templates"
    shutil.copytree(REPOSITORY / "templates" / "osloregionen", templates / "osloregionen")
    assert set(states(build(pictured)).values()) == {"same"}
    assert set(states(build(pictured)).values()) == {"unchanged"}


def test_words_added_to_a_workspace_rebuild_the_decks_in_their_language(tmp_path: Path) -> None:
    builds = workspace(tmp_path)
    build(builds)
    words = Path(builds).parent.parent / "locale" / "en.yaml"
    words.parent.mkdir()
    words.write_text("and: as well as\n", encoding="utf-8")
    rebuilt = [name for name, state in states(build(builds)).items() if state != "unchanged"]
    assert sorted(rebuilt) == ["other", "small-board-en", "small-en"]  # other names no language
    assert set(states(build(builds)).values()) == {"unchanged"}


def test_sources_list_each_file_once_and_the_outline_even_if_missing(tmp_path: Path) -> None:
    from osloregion_slides.base.findings import Location
    from osloregion_slides.batch.values import Job

    with inside(tmp_path):
        outcome = do(Task(Job("gone.yaml", "", "", "", (), "gone.pptx", Location("b", 1)), "out/gone.pptx"))
    paths = [source.path for source in outcome.sources]
    assert "gone.yaml" in paths
    assert len(paths) == len(set(paths))


def test_a_file_is_hashed_once_per_run_and_again_after_a_change(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.write_text("one", encoding="utf-8")
    files = Files()
    first = files.digest(str(path))
    path.write_text("three", encoding="utf-8")
    assert (first, files.digest(str(path))) == (digest_bytes(b"one"), digest_bytes(b"one"))
    now = stated(str(path))
    assert now is not None
    assert files.digest_then(now) == digest_of(str(path)) == digest_bytes(b"three")
    assert files.digest_then(now.replace(size=4)) == ""
    assert Files().digest(str(tmp_path / "missing")) == ""


def test_the_tools_own_files_are_hashed_again_only_if_they_look_different() -> None:
    looks, version = tool_version()
    assert tool_version((looks, "as noted")) == (looks, "as noted")
    assert tool_version(("other looks", "as noted")) == (looks, version)


def test_a_run_without_changes_imports_nothing_that_builds(tmp_path: Path) -> None:
    path = workspace(tmp_path)
    build(path)
    old = (1_700_000_000, 1_700_000_000)
    for file in (*tmp_path.rglob("decks/**/*.*"), *tmp_path.rglob("out/*.pptx")):
        os.utime(file, old)
    build(path)
    packages = [place for place in sys.path if place.endswith("-packages")]
    code = (
        "import sys\n"
        "from osloregion_slides.batch import batch as room\n"
        f"room.tool_version = lambda known: {PINNED!r}\n"
        f"batch = room.run_builds({path!r}, room.Options(out_dir={str(tmp_path / 'out')!r}))\n"
        "assert {outcome.state for outcome in batch.outcomes} == {'unchanged'}, batch\n"
        "print(*sys.modules)"
    )
    done = subprocess.run(
        [
            sys.executable,
            "-S",
            "-c",
            f"import sys; sys.path += {packages!r}; sys.path.insert(0, {str(REPOSITORY)!r})\n{code}",
        ],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    heavy = {
        "yaml",
        "jinja2",
        "concurrent.futures",
        "multiprocessing",
        "pathlib",
        "osloregion_slides.service",
    }
    assert heavy & set(done.stdout.split()) == set()


@given(st.one_of(st.binary(max_size=200), st.text(max_size=200).map(lambda text: ("builds:\n - " + text).encode())))
def test_any_content_of_builds_yaml_gives_builds_or_findings(data: bytes) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "builds.yaml")
        Path(path).write_bytes(data)
        try:
            assert isinstance(load_builds(path), tuple)
        except InvalidInput as problem:
            assert any(finding.severity == "error" for finding in problem.findings)


def test_the_registry_is_a_source_only_of_decks_that_read_it(tmp_path: Path) -> None:
    path = workspace(tmp_path)
    build(path)
    (tmp_path / "decks" / "data" / "members.csv").write_text(MEMBERS + "\n", encoding="utf-8")
    assert states(build(path))["other"] == "unchanged"


def test_the_version_of_the_tool_covers_all_files_that_affect_its_output(monkeypatch: pytest.MonkeyPatch) -> None:
    """A batch builds again after a word on slides was changed in the tool, as after a change of its code."""
    read: set[Path] = set()

    def noted(path: str, mode: str) -> object:
        read.add(Path(path))
        return open(path, mode)

    monkeypatch.setattr("osloregion_slides.batch.sources.open", noted, raising=False)
    tool_version()
    package = REPOSITORY / "osloregion_slides"
    said = {path for folder in ("locale", "batch") for path in (package / folder).rglob("*.*") if path.suffix != ".pyc"}
    assert said and said <= read
