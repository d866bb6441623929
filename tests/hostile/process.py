"""The command as a process of its own, with what it costs: for inputs that may take all there is.

A small launcher starts it, because a process that a large one starts has the large one's peak memory on
its account (the peak survives ``exec``).
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

SECONDS = 5.0
"""What any input may take of the processor, user and system time together; a wall clock also counts the neighbours."""
MEMORY = 512 * 1024 * 1024
"""What any input may take of memory, bytes: the most that was resident."""
_KILLED = 20
_PATIENCE = 120
_LAUNCHER = """
import json, os, resource, signal, sys
memory, killed, patience, *command = json.loads(sys.argv[1])
child = os.fork()
if not child:
    os.setsid()
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (killed, killed))
    os.execv(command[0], command)
signal.signal(signal.SIGALRM, lambda *_: os.killpg(child, signal.SIGKILL))
signal.alarm(patience)
_, status, used = os.wait4(child, 0)
code = os.waitstatus_to_exitcode(status)
print(json.dumps([code, used.ru_utime + used.ru_stime, used.ru_maxrss]), file=sys.__stderr__)
"""


class Ended(NamedTuple):
    """How a run ended: exit code (negative: a signal), processor seconds, peak bytes, what it said, what changed."""

    code: int
    seconds: float
    peak: int
    said: str
    written: tuple[str, ...]


def run(arguments: list[str], folder: Path) -> Ended:
    """Run ``osloregion-slides`` in a folder; ``written`` are the files there that are new or changed afterwards.

    Twice the memory is the end of everything, so that a bad day costs a test and no machine.
    """
    temporary = folder / "temporary"
    temporary.mkdir(exist_ok=True)
    before = _files(folder)
    command = [2 * MEMORY, _KILLED, _PATIENCE, sys.executable, "-m", "osloregion_slides", *arguments]
    done = subprocess.run(
        [sys.executable, "-S", "-E", "-c", _LAUNCHER, json.dumps(command)],
        cwd=folder,
        capture_output=True,
        stdin=subprocess.DEVNULL,
        env=_environment(temporary),
    )
    said, _, account = done.stderr.decode("utf-8", "replace").rstrip().rpartition("\n")
    code, seconds, peak = json.loads(account)
    after = _files(folder)
    written = tuple(sorted(name for name in after if after[name] != before.get(name)))
    return Ended(code, seconds, peak * _UNIT, done.stdout.decode("utf-8", "replace") + said, written)


_UNIT = 1 if sys.platform == "darwin" else 1024
"""What ``ru_maxrss`` counts in, bytes (getrusage(2): kilobytes on Linux)."""


def _environment(temporary: Path) -> dict[str, str]:
    import os

    return {**os.environ, "TMPDIR": str(temporary), "PYTHONIOENCODING": "utf-8"}


def _files(folder: Path) -> dict[str, tuple[int, int]]:
    found = {}
    for path in sorted(folder.rglob("*")):
        state = path.lstat()
        found[str(path.relative_to(folder))] = (state.st_size, state.st_mtime_ns if not path.is_dir() else 0)
    return found
