"""A build killed at any moment leaves the old file or the new one; a deck open elsewhere is left alone."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from osloregion_slides import service
from tests.flagship.variants import OUTLINE, REPOSITORY

MOMENTS = 12

# Kills the process at the nth thing it does to the folder of the deck, as the interpreter reports it
KILLED_AT = """
import os, signal, sys
left, folder = int(sys.argv[1]), sys.argv[2]
def watch(event, arguments):
    global left
    if event.partition(".")[0] in ("open", "os", "shutil") and any(folder in str(a) for a in arguments):
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
sys.addaudithook(watch)
from osloregion_slides.cli import main
sys.exit(main(sys.argv[3:]))
"""


@pytest.fixture(scope="module")
def old() -> bytes:
    """What lay there before: a deck of ours, because a build writes over nothing else."""
    return service.build(str(OUTLINE), language="en").data


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "osloregion_slides", "build", str(OUTLINE), *arguments]


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command(*arguments), cwd=REPOSITORY, capture_output=True, text=True, encoding="utf-8")


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no SIGKILL")
def test_the_deck_stays_intact_if_killed_at_any_file_operation(flagship: Any, old: bytes, tmp_path: Path) -> None:
    out = tmp_path / "out" / "deck.pptx"
    out.parent.mkdir()
    seen = []
    for moment in range(1, 50):
        out.write_bytes(old)
        arguments = [str(moment), str(out.parent), "build", str(OUTLINE), "-o", str(out)]
        done = subprocess.run([sys.executable, "-c", KILLED_AT, *arguments], cwd=REPOSITORY, capture_output=True)
        assert out.read_bytes() in (old, flagship.data), f"at touch {moment}"
        seen.append(done.returncode)
        if done.returncode != -signal.SIGKILL:
            break
    assert seen[-1] == 0
    assert len(seen) > 2, "the build touches the folder at least to write and to replace"
    assert out.read_bytes() == flagship.data


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no SIGKILL")
def test_the_deck_stays_intact_if_killed_at_any_time_during_a_build(flagship: Any, old: bytes, tmp_path: Path) -> None:
    out = tmp_path / "deck.pptx"
    start = time.monotonic()
    assert run("-o", str(out)).returncode == 0
    whole = time.monotonic() - start
    for moment in range(MOMENTS):
        out.write_bytes(old)
        process = subprocess.Popen(command("-o", str(out)), cwd=REPOSITORY, stderr=subprocess.DEVNULL)
        time.sleep(whole * (moment + 0.5) / MOMENTS)
        process.kill()
        process.wait()
        assert out.read_bytes() in (old, flagship.data)


def test_a_failed_build_keeps_the_old_deck(old: bytes, tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text("deck: bad\nslidez: []\n", encoding="utf-8")
    out = tmp_path / "deck.pptx"
    out.write_bytes(old)
    bad = [sys.executable, "-m", "osloregion_slides", "build", str(tmp_path / "bad.yaml"), "-o", str(out)]
    done = subprocess.run(bad, cwd=REPOSITORY, capture_output=True, text=True)
    assert done.returncode == 1
    assert "Traceback" not in done.stdout + done.stderr
    assert out.read_bytes() == old
    assert sorted(os.listdir(tmp_path)) == ["bad.yaml", "deck.pptx"]


@pytest.mark.parametrize("lock", ["~$deck.pptx", ".~lock.deck.pptx#"])
def test_an_open_deck_is_rejected_by_name(lock: str, old: bytes, tmp_path: Path) -> None:
    out = tmp_path / "deck.pptx"
    out.write_bytes(old)
    (tmp_path / lock).write_bytes(b"\x04Kari")
    done = run("-o", str(out))
    assert done.returncode == 1
    assert "deck.pptx" in done.stdout + done.stderr
    assert out.read_bytes() == old


def test_a_stale_lock_can_be_ignored(flagship: Any, tmp_path: Path) -> None:
    out = tmp_path / "deck.pptx"
    (tmp_path / "~$deck.pptx").write_bytes(b"\x04Kari")
    assert run("-o", str(out), "--force").returncode == 0
    assert out.read_bytes() == flagship.data


def test_no_temporary_file_is_left_beside_the_deck(tmp_path: Path) -> None:
    assert run("-o", str(tmp_path / "deck.pptx")).returncode == 0
    assert os.listdir(tmp_path) == ["deck.pptx"]
