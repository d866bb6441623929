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
