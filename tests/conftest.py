"""What all tests share: the flagship deck built once, golden files, Hypothesis's settings."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

REPOSITORY = Path(__file__).resolve().parent.parent
GOLDENS = REPOSITORY / "tests" / "goldens"

os.environ["LC_ALL"] = "C.UTF-8"  # the suite reads English, whatever the language of the system

settings.register_profile("repeatable", derandomize=True, deadline=None, database=None)
settings.register_profile("search", deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "repeatable"))


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="write the golden files anew instead of comparing")


@pytest.fixture(scope="session")
def flagship() -> Any:
    """Return what `build` makes of decks/osloregionen.yaml."""
    from osloregion_slides import build

    return build(str(REPOSITORY / "decks" / "osloregionen.yaml"))


@pytest.fixture(scope="session")
def flagship_path(flagship: Any, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Return the path of the flagship deck."""
    path = tmp_path_factory.mktemp("flagship") / "osloregionen.pptx"
    path.write_bytes(flagship.data)
    return str(path)


@pytest.fixture
def figure(record_property: Callable[[str, object], None]) -> Callable[[str], None]:
    """Return what says a measured figure: all are printed at the end, also of tests that pass in other processes."""
    return lambda text: record_property("figure", text)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Print the figures."""
    reports = [*terminalreporter.stats.get("passed", ()), *terminalreporter.stats.get("failed", ())]
    said = [text for report in reports for name, text in report.user_properties if name == "figure"]
    if said:
        terminalreporter.section("figures")
        terminalreporter.write_line("\n".join(said))


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Return a check that a text equals tests/goldens/NAME; `--accept` writes the file instead."""

    def check(name: str, text: str) -> None:
        path = GOLDENS / name
        if request.config.getoption("--accept"):
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
            return
        assert path.exists(), f"{path} is not there: make it with `make accept`"
        assert text == path.read_text(encoding="utf-8"), f"not as in {name}; if the change is meant: `make accept`"

    return check


@pytest.fixture(scope="session")
def first_build(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, dict[str, bytes]]:
    """Return the flagship's deck as the command builds it, and the base store that it leaves, by file."""
    from osloregion_slides import cli
    from tests.update.outlines import copied
    from tests.workspace import DECK

    folder = tmp_path_factory.mktemp("first")
    (folder / "decks").mkdir()
    copied(folder / "decks")
    here = os.getcwd()
    os.chdir(folder)
    try:
        assert cli.main(["build", "decks/osloregionen.yaml"]) == 0
    finally:
        os.chdir(here)
    bases = folder / "decks" / ".bases"
    return (folder / DECK).read_bytes(), {path.name: path.read_bytes() for path in bases.iterdir()}


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, first_build: tuple[bytes, dict[str, bytes]]) -> Any:
    """Return a ``Workspace``; it is the current folder."""
    from tests.update.outlines import copied
    from tests.workspace import DECK, Workspace

    (tmp_path / "decks" / ".bases").mkdir(parents=True)
    copied(tmp_path / "decks")
    (tmp_path / "out").mkdir()
    (tmp_path / DECK).write_bytes(first_build[0])
    for name, data in first_build[1].items():
        (tmp_path / "decks" / ".bases" / name).write_bytes(data)
    monkeypatch.chdir(tmp_path)
    return Workspace(tmp_path)
