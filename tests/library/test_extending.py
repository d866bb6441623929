"""docs/extending.md is correct: its code is run unchanged."""

from __future__ import annotations

import ast
import inspect
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from pptx import Presentation

from osloregion_slides import build, plan, save
from osloregion_slides.compose import context, entries, page
from osloregion_slides.compose.context import ComposeContext
from osloregion_slides.fit import setting
from osloregion_slides.outline.fields import Fields
from tests.conftest import REPOSITORY
from tests.library.installed import install, site

__all__ = ["site"]

PAGE = (REPOSITORY / "docs" / "extending.md").read_text(encoding="utf-8")
BLOCKS = dict(re.findall(r"```\w+\n# (\S+\.\w+)\n(.*?)```", PAGE, re.DOTALL))
KIND = "osloregion_slides/kinds/figures.py"


def run(*command: str, cwd: Path) -> str:
    environment = {**os.environ, "PYTHONPATH": str(cwd), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run([sys.executable, *command], cwd=cwd, capture_output=True, text=True, env=environment)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the repository with the page's kind in it, after its one command."""
    folder = tmp_path_factory.mktemp("checkout")
    ignored = shutil.ignore_patterns("__pycache__", ".bases")
    for name in ("osloregion_slides", "assets", "decks", "templates", "docs", "tests"):
        shutil.copytree(REPOSITORY / name, folder / name, ignore=ignored)
    shutil.copy(REPOSITORY / "pyproject.toml", folder / "pyproject.toml")
    (folder / KIND).write_text(BLOCKS[KIND], encoding="utf-8")
    run("-m", "osloregion_slides.schema", cwd=folder)
    return folder


def test_a_slide_type_in_one_file_is_documented_everywhere_after_one_command(checkout: Path) -> None:
    run("-m", "osloregion_slides", "build", "decks/gallery.yaml", "-o", "gallery.pptx", cwd=checkout)
    titles = [slide.shapes.title.text_frame.text for slide in Presentation(str(checkout / "gallery.pptx")).slides]
    assert "Regionen i tall" in titles
    page = (checkout / "docs" / "outline.md").read_text(encoding="utf-8")
    assert "figures" in page.partition("- Kinds: ")[2].partition(".")[0].split(", ")[-1]
    assert all(len(line) <= 120 for line in page.partition("- Kinds: ")[2].partition("\n- ")[0].splitlines())
    assert "## figures\nOne to four large numbers." in (checkout / "docs" / "gallery.md").read_text(encoding="utf-8")
    assert (checkout / "docs" / "pictures" / "figures.svg").exists()


def test_every_function_that_the_page_lists_can_be_called_as_shown() -> None:
    owners = {"context": ComposeContext, "fields": Fields}
    listed = PAGE.partition("### What `compose` works with")[2].partition("\n## ")[0]
    calls = [code for code in re.findall(r"`([^`]+)`", listed) if re.fullmatch(r"[\w.]+\(.+\)", code)]
    assert len(calls) > 15
    for code in calls:
        call = ast.parse(code.replace("…", "key"), mode="eval").body
        assert isinstance(call, ast.Call)
        if isinstance(call.func, ast.Attribute):
            assert isinstance(call.func.value, ast.Name)
            function, bound = getattr(owners[call.func.value.id], call.func.attr), [None]
        else:
            assert isinstance(call.func, ast.Name)
            name = call.func.id
            homes = [module for module in (context, entries, page, setting) if hasattr(module, name)]
            assert homes, f"{code}: no module has it"
            function, bound = getattr(homes[0], name), []
        keywords = {str(keyword.arg): None for keyword in call.keywords}
        inspect.signature(function).bind(*bound, *call.args, **keywords)


def test_the_new_slide_type_passes_the_tests_of_every_slide_type(checkout: Path) -> None:
    run("-m", "pytest", "-q", "-p", "no:cacheprovider", "tests/kinds/test_every_kind.py", cwd=checkout)


def test_a_second_run_of_the_command_changes_nothing(checkout: Path) -> None:
    assert run("-m", "osloregion_slides.schema", cwd=checkout).splitlines() == [
        str(checkout / "assets" / "schema" / "outline.schema.json")
    ]


def test_a_slide_type_with_a_missing_or_wrong_example_is_reported_and_the_gallery_kept(checkout: Path) -> None:
    before = (checkout / "decks" / "gallery.yaml").read_bytes()
    for code, said in (
        (BLOCKS[KIND].replace("EXAMPLE", "SAMPLE"), "kind later has no EXAMPLE"),
        (BLOCKS[KIND].replace("  kind: figures", "  kind: figure"), "figure"),
    ):
        (checkout / "osloregion_slides" / "kinds" / "later.py").write_text(code, encoding="utf-8")
        # both files have one size and perhaps one second: bytecode of the first would pass for the second's
        environment = {**os.environ, "PYTHONPATH": str(checkout), "PYTHONDONTWRITEBYTECODE": "1"}
        command = [sys.executable, "-m", "osloregion_slides.schema"]
        done = subprocess.run(command, cwd=checkout, capture_output=True, text=True, env=environment)
        assert (done.returncode, said in done.stderr) == (1, True), done.stderr
        assert (checkout / "decks" / "gallery.yaml").read_bytes() == before
    (checkout / "osloregion_slides" / "kinds" / "later.py").unlink()
    run("-m", "osloregion_slides.schema", cwd=checkout)  # the schema, which the other tests of this copy read


def test_the_plugin_of_the_page_works_when_it_is_installed(
    site: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "our-slides"
    source.mkdir()
    monkeypatch.chdir(tmp_path)
    for name in ("pyproject.toml", "our_slides.py"):
        (source / name).write_text(BLOCKS[name], encoding="utf-8")
    assert len(BLOCKS["our_slides.py"].splitlines()) <= 30
    install(site, source)
    Path("trial.yaml").write_text(BLOCKS["trial.yaml"], encoding="utf-8")
    deck = build("trial.yaml")
    save("trial.pptx", deck)
    [slide] = deck.presentation().slides
    assert slide.shapes.title.text_frame.text == "OR so far"
    assert "ring" in [shape.name for shape in slide.shapes]
    assert [finding.code for finding in deck.findings] == ["drawn-on-build"]
    assert plan("trial.pptx").plan.exit_code == 0


def test_every_block_with_a_file_name_is_run() -> None:
    assert set(BLOCKS) == {KIND, "pyproject.toml", "our_slides.py", "trial.yaml"}
