"""The Norwegian pages: every command that they name works as they say."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from osloregion_slides.cli import main
from tests.conftest import REPOSITORY

PAGES = ("malgrupper.md", "oversettelser.md")
COMMANDS = [
    command
    for page in PAGES
    for command in re.findall(r"\| `osloregion-slides ([^`]+)` \|", (REPOSITORY / "docs" / page).read_text("utf-8"))
]


def test_the_norwegian_pages_contain_commands() -> None:
    assert len(COMMANDS) == 4


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_of_the_norwegian_pages_works(command: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert main(["init", "."]) == 0
    assert main(shlex.split(command)) == 0
