"""Each kind of missing or stale translation, put into the clean flagship's outline, is found; the clean one is silent."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from osloregion_slides.base.findings import InvalidInput
from osloregion_slides.checks.translations import check_translations
from osloregion_slides.cli import main
from osloregion_slides.drafting import load
from osloregion_slides.service import build

DECKS = Path(__file__).resolve().parents[2] / "decks"
KICKER = "kicker: {nb: Bakgrunn, nn: Bakgrunn, en: Background}"
BOARD = "meeting: {title: {nb: Styremøte, nn: Styremøte, en: Board meeting}}"
GOAL = "      en: The goal is to strengthen the Oslo region as a competitive and sustainable region in Europe.\n"

# what is changed, into what, the finding, whether a deck for everybody in English shows it
MUTANTS = [
    pytest.param(KICKER, "kicker: {nb: Bakgrunn}", "missing-translation", True, id="no English"),
    pytest.param(KICKER, "kicker: {en: Background}", "missing-translation", False, id="no Norwegian"),
    pytest.param(KICKER, "kicker: {nb: Bakgrunn, en: }", "missing-translation", True, id="an empty value"),
    pytest.param(GOAL, "", "missing-translation", True, id="a fact without English"),
    pytest.param(KICKER, KICKER.replace("}", ", stale: en}"), "stale-translation", True, id="marked"),
    pytest.param(
        KICKER, KICKER.replace("}", ", stale: [nb]}"), "stale-translation", False, id="the original is behind"
    ),
    pytest.param(BOARD, "meeting: {title: {nb: Styremøte}}", "stale-translation", False, id="an overlay's half"),
    pytest.param(BOARD, BOARD.replace("title", "door"), "", False, id="nothing"),
    pytest.param(BOARD, "meeting: {door: {nb: Dør}}", "missing-translation", False, id="an overlay's own text"),
]


def spoilt(folder: Path, old: str, new: str) -> str:
    shutil.copytree(DECKS, folder / "decks")
    path = folder / "decks" / "osloregionen.yaml"
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")
    return str(path)


@pytest.mark.parametrize("name", ["osloregionen.yaml", "member.yaml", "gallery.yaml"])
def test_our_own_outlines_are_fully_translated(name: str) -> None:
    assert check_translations(load(str(DECKS / name)), every=True) == ()


@pytest.mark.parametrize(("old", "new", "code", "shown"), MUTANTS)
def test_each_single_translation_fault_is_found_with_its_line(
    old: str, new: str, code: str, shown: bool, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = spoilt(tmp_path, old, new)
    line = (DECKS / "osloregionen.yaml").read_text(encoding="utf-8").partition(old)[0].count("\n") + 1
    found = check_translations(load(path))
    assert [finding.code for finding in found] == ([code] if code else [])
    assert all(finding.at and abs(finding.at.line - line) <= 4 and finding.hint for finding in found)
    assert main(["check", path]) == 0
    assert (f"warning[{code}]" in capsys.readouterr().out) == bool(code)
    assert main(["check", path, "--strict"]) == (1 if code else 0)
    assert (f"error[{code}]" in capsys.readouterr().out) == bool(code)


@pytest.mark.parametrize(("old", "new", "code", "shown"), MUTANTS)
def test_a_build_falls_back_with_a_warning_and_a_strict_one_stops(
    old: str, new: str, code: str, shown: bool, tmp_path: Path
) -> None:
    path = spoilt(tmp_path, old, new)
    warnings = [finding.code for finding in build(path, language="en").findings if "translation" in finding.code]
    assert warnings == ([code] if shown else [])
    if not shown:
        build(path, language="en", strict=True)
        return
    with pytest.raises(InvalidInput) as caught:
        build(path, language="en", strict=True)
    errors = [finding for finding in caught.value.findings if finding.severity == "error"]
    assert [finding.code for finding in errors] == [code]
    assert errors[0].at
    assert errors[0].at.line


def test_a_strict_build_requires_translations_of_texts_that_its_overlay_changes(tmp_path: Path) -> None:
    path = spoilt(tmp_path, BOARD, "meeting: {title: {nb: Styremøte}}")
    build(path, audience="business", language="en", strict=True)
    build(path, audience="board", language="nb", strict=True)
    with pytest.raises(InvalidInput, match="original changes here, but its `en` translation"):
        build(path, audience="board", language="en", strict=True)


def test_build_outline_and_translations_accept_strict(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = spoilt(tmp_path, KICKER, "kicker: {nb: Bakgrunn}")
    deck = tmp_path / "deck.pptx"
    assert main(["build", path, "-o", str(deck), "--language", "en", "--strict"]) == 1
    assert not deck.exists()
    assert main(["build", path, "-o", str(deck), "--language", "en"]) == 0
    assert main(["outline", path, "--language", "en"]) == 0
    assert main(["outline", path, "--language", "en", "--strict"]) == 1
    assert main(["outline", path, "--language", "nb", "--strict"]) == 0
    capsys.readouterr()
    assert main(["translations", path]) == 0
    assert capsys.readouterr().out.splitlines()[1].endswith(" 1 missing, 0 stale")
    assert main(["translations", path, "--strict"]) == 1


def test_texts_changed_since_an_older_version_are_listed_and_marked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = spoilt(tmp_path, "nb: Bakgrunn,", "nb: Bakteppe,")
    old = str(DECKS / "osloregionen.yaml")
    assert main(["translations", path, "--since", old]) == 0
    told = capsys.readouterr()
    assert told.err.count("stale-translation") == 2, "in English and in Nynorsk"
    assert "is older than its original" in told.err
    assert told.out.splitlines()[1].endswith(" 0 missing, 1 stale")
    assert main(["translations", path, "--since", old, "--mark"]) == 0
    assert "kicker: {stale: [nn, en], nb: Bakteppe, nn: Bakgrunn, en: Background}" in Path(path).read_text(
        encoding="utf-8"
    )
    assert main(["check", path, "--strict"]) == 1
    assert main(["translations", path, "--since", old, "--mark"]) == 0, "a second time there is nothing to mark"
    assert Path(path).read_text(encoding="utf-8").count("stale: [nn, en]") == 1


def test_the_older_version_can_be_a_git_revision(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    import subprocess

    if not shutil.which("git"):
        pytest.skip("git is not installed")
    path = spoilt(tmp_path, "nb: Bakgrunn", "nb: Bakgrunn")
    git = ["git", "-C", str(tmp_path), "-c", "user.name=a", "-c", "user.email=a@b.c"]
    for command in (["init", "--quiet"], ["add", "."], ["commit", "--quiet", "-m", "as it was"]):
        subprocess.run([*git, *command], check=True)
    text = Path(path).read_text(encoding="utf-8")
    Path(path).write_text(text.replace("nb: Bakgrunn,", "nb: Bakteppe,"), encoding="utf-8")
    assert main(["translations", path, "--since", "HEAD", "--strict"]) == 1
    assert "stale-translation" in capsys.readouterr().err
    assert main(["translations", path, "--since", "no-such-revision"]) == 2
    assert "Git does not know the revision" in capsys.readouterr().err
