"""The batch command as users and CI run it."""

from __future__ import annotations

import argparse
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from osloregion_slides.base.findings import InvalidInput
from osloregion_slides.batch.command import build_all, build_outlines
from osloregion_slides.cli import _parser, main
from osloregion_slides.render import export
from tests.batch.sample import change, inside, workspace


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    workspace(tmp_path)
    return tmp_path


def run(folder: Path, *arguments: str) -> int:
    with inside(folder):
        return build_all("decks/builds.yaml", options("-j", "1", *arguments))


def options(*arguments: str) -> argparse.Namespace:
    found = _parser().parse_args(["build", "--out-dir", "out", *arguments])
    found.own = False
    return found


def test_every_deck_is_built_and_reported_once_and_a_second_run_builds_none(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(folder) == 0
    first = capsys.readouterr()
    assert first.out == "5 decks in out: 5 built\n"
    assert first.err.count("built out/") == 5
    assert run(folder) == 0
    second = capsys.readouterr()
    assert (second.out, second.err) == ("5 decks in out: nothing has changed, nothing was written\n", "")


def test_errors_are_annotations_and_the_exit_code(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(folder / "decks" / "other.yaml", "kind: cover", "kind: covr")
    assert run(folder, "--format", "github") == 1
    assert "::error file=decks/other.yaml,line=5,col=23,title=unknown-kind::" in capsys.readouterr().out


def test_json_has_the_findings_of_unchanged_decks_too(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    change(folder / "decks" / "small.yaml", "nb: Møte", 'nb: "[Møte]"')
    told = []
    for _ in range(2):
        run(folder, "--format", "json")
        told.append(json.loads(capsys.readouterr().out)["findings"])
    assert told[0] == told[1]
    assert [finding["code"] for finding in told[0]] == ["unfilled-blank"]


def test_reports_are_written_where_asked_for(folder: Path) -> None:
    assert run(folder, "--report", "out/reports/junit.xml", "--report", "out/report.html") == 0
    assert "<testsuites" in (folder / "out" / "reports" / "junit.xml").read_text(encoding="utf-8")
    assert 'href="small-nb.pptx"' in (folder / "out" / "report.html").read_text(encoding="utf-8")


def test_verify_succeeds_or_fails_by_exit_code(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(folder)
    capsys.readouterr()
    assert run(folder, "--verify") == 0
    assert capsys.readouterr().out == "5 decks in out: 5 verified\n"
    change(folder / "decks" / "other.yaml", "Another", "A third")
    assert run(folder, "--verify") == 1
    assert capsys.readouterr().out == "5 decks in out: 4 verified, 1 failed\n"


@pytest.mark.parametrize(
    "arguments",
    [("--shard", "6/5"), ("--shard", "two"), ("--report", "x.pdf"), ("-j", "-1"), ("--watch", "--verify")],
)
def test_wrong_usage_is_a_finding(folder: Path, arguments: tuple[str, ...]) -> None:
    with pytest.raises(InvalidInput) as caught:
        run(folder, *arguments)
    assert {finding.code for finding in caught.value.findings} == {"usage"}


def test_watching_rebuilds_and_survives_a_deleted_outline(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    outline = folder / "decks" / "other.yaml"
    text = outline.read_text(encoding="utf-8")
    steps: list[Callable[[], object]] = [
        outline.unlink,
        lambda: None,
        lambda: outline.write_text(text.replace("Another", "A third"), encoding="utf-8"),
        lambda: None,
    ]

    def sleep(seconds: float) -> None:
        if not steps:
            raise KeyboardInterrupt
        steps.pop(0)()

    monkeypatch.setattr("time.sleep", sleep)
    assert run(folder, "--watch") == 0
    told = capsys.readouterr()
    assert told.err.count("missing-file") == 1
    assert told.out.splitlines()[0] == "5 decks in out: 5 built"
    assert told.out.splitlines()[-1] == "5 decks in out: 1 built, 4 unchanged"


def test_outlines_on_the_command_line_form_a_batch(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    variant = {"audience": "", "language": "en", "as_of": "", "settings": ()}
    options = argparse.Namespace(
        output="", out_dir="out", jobs=1, shard="", force=False, fresh=False, verify=False, watch=False, report=[], base=True,
        check=True, strict=False, scheduler="", pdf=False, to="pptx", notes=False,
        format="text", lang="en",
    )  # fmt: skip
    outlines = ["decks/small.yaml", "decks/gone.yaml"]
    with inside(folder):
        assert build_outlines(outlines, options, lambda _: variant, lambda key: f"{key}-en.pptx") == 1
    told = capsys.readouterr()
    assert told.out == "2 decks in out: 1 failed, 1 built\n"
    assert "missing-file" in told.err
    assert (folder / "out" / "small-en.pptx").exists()
    options.verify, options.output = True, "out/small-en.pptx"
    with inside(folder):
        assert build_outlines(outlines[:1], options, lambda _: variant, lambda key: "not asked for") == 0


def test_a_build_without_checks_is_noted_in_every_report(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(folder, "--no-check", "--report", "r.html", "--report", "r.xml", "--report", "r.sarif") == 0
    capsys.readouterr()
    for name in ("r.html", "r.xml", "r.sarif"):
        assert "The deck was not checked" in (folder / name).read_text(encoding="utf-8"), name
    run(folder, "--no-check", "--format", "json")
    told = json.loads(capsys.readouterr().out)["findings"]
    assert [finding["severity"] for finding in told if finding["code"] == "not-checked"] == ["note"]
    assert run(folder, "--report", "r.html") == 0
    assert "The deck was not checked" not in (folder / "r.html").read_text(encoding="utf-8"), "it is checked now"


@pytest.mark.parametrize("where", ["the command", "builds.yaml"])
def test_a_strict_batch_fails_the_decks_that_lack_a_translation(
    where: str, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    change(folder / "decks" / "small.yaml", "{nb: Liten, en: Small}", "{nb: Liten}")
    assert run(folder) == 0
    assert "warning[missing-translation]" in capsys.readouterr().err
    if where == "builds.yaml":
        change(folder / "decks" / "builds.yaml", "languages: [nb, en]", "languages: [nb, en]\n    strict: true")
    assert run(folder, *(["--strict"] if where == "the command" else [])) == 1
    told = capsys.readouterr()
    assert told.err.count("error[missing-translation]") == 1
    assert "2 failed" in told.out
    assert (folder / "out" / "small-en.pptx").exists(), "the deck that was there stays"


@pytest.mark.slow
def test_each_deck_has_a_pdf_that_is_redrawn_when_missing_or_outdated(folder: Path) -> None:
    from tests import libreoffice

    libreoffice.needs_libreoffice()
    assert run(folder, "--pdf") == 0
    pdfs = sorted(path.name for path in (folder / "out").glob("*.pdf"))
    assert len(pdfs) == 5
    before = {name: (folder / "out" / name).stat().st_mtime_ns for name in pdfs}
    assert run(folder, "--pdf") == 0
    assert {name: (folder / "out" / name).stat().st_mtime_ns for name in pdfs} == before
    (folder / "out" / "other.pdf").unlink()
    change(folder / "decks" / "small.yaml", "nb: Liten", "nb: Mindre")
    assert run(folder, "--pdf") == 0
    after = {name: (folder / "out" / name).stat().st_mtime_ns for name in pdfs}
    assert {name for name in pdfs if after[name] != before[name]} == {
        "other.pdf",
        "small-nb.pdf",
        "small-board-nb.pdf",
    }


def test_a_pdf_without_libreoffice_fails_the_deck_and_says_what_to_install(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(export, "find_office", lambda: "")
    assert run(folder, "--pdf") == 1
    told = capsys.readouterr()
    assert told.err.count("error[no-libreoffice]") == 1
    assert (folder / "out" / "other.pptx").exists()
    assert run(folder) == 0


def test_the_deck_of_since_is_relative_to_the_working_folder(folder: Path, tmp_path: Path) -> None:
    with inside(folder):
        assert main(["build", "decks/small.yaml", "-o", "old.pptx"]) == 0
    name = folder.name
    with inside(folder.parent):
        asked = [
            "build",
            f"{name}/decks/small.yaml",
            "--since",
            f"{name}/old.pptx",
            "--out-dir",
            f"{name}/o",
            "--fresh",
        ]
        assert main(asked) == 0


def test_a_build_list_may_have_any_file_name(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "decks" / "builds.yaml").rename(folder / "decks" / "nightly.yaml")
    with inside(folder):
        assert main(["build", "decks/nightly.yaml", "-j", "1"]) == 0
        assert capsys.readouterr().out == "5 decks in out: 5 built\n"
        assert main(["build", "--shard", "1/1", "--out-dir", "more"]) == 0
    assert "nightly" not in "".join(capsys.readouterr())


def test_decks_no_longer_listed_are_reported_and_pruned_unless_edited(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(folder) == 0
    before = sorted(path.relative_to(folder / "out").as_posix() for path in (folder / "out").rglob("*.pptx"))
    (folder / "out" / "own.pptx").write_bytes(b"somebody's")
    (folder / "decks" / "builds.yaml").write_text("builds:\n  - outline: other.yaml\n", encoding="utf-8")
    capsys.readouterr()
    assert run(folder) == 0
    said = capsys.readouterr().err
    stale = [name for name in before if f"out/{name}: warning[stale-deck]" in said]
    assert stale and all((folder / "out" / name).exists() for name in before)
    edited = folder / "out" / stale[0]
    with zipfile.ZipFile(edited, "a") as file:
        file.writestr("docProps/thing.xml", "<x/>")
    assert run(folder, "--prune") == 0
    said = capsys.readouterr().err
    assert f"out/{stale[0]}: warning[stale-deck]" in said and "edited" in said
    left = sorted(path.relative_to(folder / "out").as_posix() for path in (folder / "out").rglob("*.pptx"))
    assert left == sorted([*[name for name in before if name not in stale], stale[0], "own.pptx"])
    assert run(folder, "--prune") == 0
    assert capsys.readouterr().err.count("stale-deck") == 1


def test_a_forged_cache_entry_never_makes_prune_remove_files_of_others(folder: Path) -> None:
    assert run(folder) == 0
    note = folder / "out" / ".osloregion-slides.json"
    (folder / "out" / "own.pptx").write_bytes(b"somebody's")
    text = note.read_text(encoding="utf-8")
    name = next(path.name for path in sorted((folder / "out").glob("*.pptx")) if path.name != "own.pptx")
    note.write_text(text.replace(name, "own.pptx"), encoding="utf-8")
    run(folder, "--prune")
    assert (folder / "out" / "own.pptx").read_bytes() == b"somebody's"
