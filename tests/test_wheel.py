"""The installed wheel alone, in a fresh environment, away from the repository."""

from __future__ import annotations

import io
import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path
from typing import Any

import pytest

REPOSITORY = Path(__file__).resolve().parent.parent
pytestmark = pytest.mark.slow


def run(*command: str | Path, cwd: Path) -> str:
    environment = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(list(map(str, command)), cwd=cwd, capture_output=True, text=True, env=environment)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "-w", folder, REPOSITORY, cwd=folder)
    [path] = folder.glob("*.whl")
    return path


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the programs of an environment that has only the wheel."""
    folder = tmp_path_factory.mktemp("environment")
    venv.create(folder, with_pip=True)
    programs = folder / ("Scripts" if os.name == "nt" else "bin")
    constraints = REPOSITORY / "constraints.txt"
    run(programs / "python", "-m", "pip", "install", "--quiet", "-c", constraints, wheel, cwd=folder)
    return programs


def test_the_wheel_contains_all_files_that_slides_need(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    for wanted in ("assets/", "templates/osloregionen/", "decks/osloregionen.yaml", "decks/data/members.csv"):
        assert any(name.startswith(f"osloregion_slides/_data/{wanted}") for name in names), wanted
    pages = [path for path in (REPOSITORY / "templates" / "pages").rglob("*") if path.is_file()]
    wanted_pages = [f"osloregion_slides/_data/{path.relative_to(REPOSITORY).as_posix()}" for path in pages]
    assert [name for name in wanted_pages if name not in names] == []
    assert "osloregion_slides/py.typed" in names
    assert [name for name in names if name.startswith(("tests/", "benchmarks/"))] == []


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_three_commands_build_the_flagship_in_an_empty_folder(installed: Path, flagship: Any, tmp_path: Path) -> None:
    program = installed / "osloregion-slides"
    run(program, "init", "mydecks", cwd=tmp_path)
    run(program, "build", cwd=tmp_path / "mydecks")
    made = parts((tmp_path / "mydecks" / "out" / "osloregionen.pptx").read_bytes())
    ours = parts(flagship.data)
    of_the_file = {"docProps/custom.xml", "customXml/item1.xml"}  # the outline's digest: init adds a line for editors
    assert made.keys() == ours.keys()
    assert {name for name in made if made[name] != ours[name]} <= of_the_file


def test_the_brand_can_be_rebuilt_from_the_wheel(installed: Path, tmp_path: Path) -> None:
    run(installed / "osloregion-slides", "init", "mydecks", cwd=tmp_path)
    assert run(installed / "osloregion-slides", "brand", "--help", cwd=tmp_path / "mydecks")


def test_the_schema_is_printed_from_the_wheel(installed: Path, tmp_path: Path) -> None:
    import json

    schema = json.loads(run(installed / "osloregion-slides", "schema", cwd=tmp_path))
    assert "slides" in schema["$defs"]["outline"]["properties"]


def test_the_package_runs_as_a_module(installed: Path, tmp_path: Path) -> None:
    assert "usage" in run(installed / "python", "-m", "osloregion_slides", "--help", cwd=tmp_path)


def test_a_plugin_installed_by_pip_is_found(installed: Path, tmp_path: Path) -> None:
    plugin = REPOSITORY / "tests" / "plugin"
    run(installed / "python", "-m", "pip", "install", "--quiet", "--no-deps", plugin, cwd=tmp_path)
    slide = "  - {id: banner, kind: banner, title: Said, words: One sentence}\n"
    head = "deck: trial\ntitle: Trial\nlanguage: en\nslides:\n"
    (tmp_path / "trial.yaml").write_text(head + slide, encoding="utf-8")
    program = installed / "osloregion-slides"
    assert "1 slide" in run(program, "build", "trial.yaml", "-o", "trial.pptx", cwd=tmp_path)
    assert '"gauge"' in run(program, "schema", "--plugins", cwd=tmp_path)
