"""A command does what it was asked for, and ends with its exit code, whatever becomes of what it prints."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

OUTLINE = "deck: a\ntitle: A\nlanguage: nb\nas_of: 2008-01-01\nslides:\n  - {id: en, kind: section, title: En}\n"
COMMANDS = {
    "help": (["build", "--help"], 0, 1),
    "short output": (["outline", "a.yaml"], 0, 1),
    "long output": (["schema"], 0, 1),
    "findings for programs": (["check", "none.yaml", "--format", "json"], 1, 1),
    "findings for people": (["plan", "none.pptx"], 1, 2),
    "wrong words for programs": (["build", "--nope", "--format", "json"], 2, 1),
    "wrong words": (["build", "--nope"], 2, 2),
    "a build": (["build", "a.yaml", "--force", "-o", "a.pptx"], 0, 1),
}
"""Words of the command, its exit code, and the stream that something is printed to."""


def ended(folder: Path, words: list[str], number: int, sink: int, direct: str) -> tuple[int, str]:
    """Return the exit code and what the other stream has, of a command whose stream ``number`` leads into ``sink``."""
    streams = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, ("", "stdout", "stderr")[number]: sink}
    done = subprocess.run(
        [sys.executable, "-m", "osloregion_slides", *words, "--lang", "en"],
        cwd=folder,
        env={**os.environ, "PYTHONUNBUFFERED": direct},
        check=False,
        timeout=60,
        **streams,  # type: ignore[call-overload]
    )
    os.close(sink)
    return done.returncode, (done.stderr or done.stdout or b"").decode()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.yaml").write_text(OUTLINE, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("direct", ["", "1"])
@pytest.mark.parametrize("command", COMMANDS)
def test_a_closed_output_pipe_does_not_change_the_result(command: str, direct: str, folder: Path) -> None:
    words, code, number = COMMANDS[command]
    reader, sink = os.pipe()
    os.close(reader)
    assert ended(folder, words, number, sink, direct) == (code, "")
    assert (folder / "a.pptx").exists() == (command == "a build")


def test_watching_ends_when_nobody_reads_the_output(folder: Path) -> None:
    reader, sink = os.pipe()
    os.close(reader)
    assert ended(folder, ["build", "a.yaml", "--watch"], 2, sink, "")[0] == 0


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="a disk without room")
@pytest.mark.parametrize("command", [name for name in COMMANDS if name != "help"])
def test_output_to_a_full_disk_is_reported_and_an_error(command: str, folder: Path) -> None:
    words, code, number = COMMANDS[command]
    found, said = ended(folder, words, number, os.open("/dev/full", os.O_WRONLY), "")
    assert found == (code or 1)
    assert [one.partition(":")[0] for one in said.splitlines()] == (
        ["error[cannot-write]", "    hint"] if number == 1 else []
    )


def test_exit_handlers_of_plugins_run(folder: Path) -> None:
    package = folder / "others"
    (package / "others-1.dist-info").mkdir(parents=True)
    (package / "others-1.dist-info" / "METADATA").write_text("Metadata-Version: 2.1\nName: others\nVersion: 1\n")
    (package / "others.py").write_text("import atexit\natexit.register(print, 'at the end')\nloud = str.upper\n")
    (package / "others-1.dist-info" / "entry_points.txt").write_text(
        "[osloregion_slides.filters]\nloud = others:loud\n"
    )
    (folder / "a.yaml").write_text(OUTLINE.replace("title: En", "title: '{{ title | loud }}'"), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "osloregion_slides", "build", "a.yaml", "--force"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(package), *sys.path])},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.splitlines()[-1:] == ["at the end"], done
