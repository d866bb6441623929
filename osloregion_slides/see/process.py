"""A program run to its end or to its time limit, with nothing of it left behind."""

from __future__ import annotations

import sys

TYPE_CHECKING = False
if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Sequence


_GLANCE = 0.25
"""How often to look for progress, seconds."""


_running: set[subprocess.Popen[bytes]] = set()


def stop_all() -> None:
    """Kill what is running in other threads, because the program ends."""
    for process in tuple(_running):
        _kill_group(process)


def run(command: Sequence[str], seconds: float, progress: Callable[[], int] = lambda: 0) -> str:
    """Run a program in a session of its own; return "" when it ended well, else what went wrong.

    ``seconds`` begin anew each time ``progress`` has another answer. When the program takes longer, and when it
    has ended, its whole process group is killed: LibreOffice is a shell script that starts a program that
    starts others. What it prints is read by nobody.
    """
    import subprocess

    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
    except OSError as problem:
        return f"it could not be started ({problem.strerror or problem})"
    _running.add(process)
    try:
        code = _wait(process, seconds, progress)
    except subprocess.TimeoutExpired:
        return f"it took longer than {seconds:g} s"
    finally:
        _running.discard(process)
        _kill_group(process)
    return f"it ended with code {code}" if code else ""


def _wait(process: subprocess.Popen[bytes], seconds: float, progress: Callable[[], int]) -> int:
    """Return the exit code; TimeoutExpired when so many seconds go by without progress."""
    import subprocess
    import time

    end, seen = time.monotonic() + seconds, progress()
    while True:
        try:
            return process.wait(min(_GLANCE, max(0.0, end - time.monotonic())))
        except subprocess.TimeoutExpired:
            if (now := progress()) != seen:
                end, seen = time.monotonic() + seconds, now
            if time.monotonic() >= end:
                raise


def _kill_group(process: subprocess.Popen[bytes]) -> None:
    """Kill what is left of a process and its children, and wait for the process."""
    if sys.platform == "win32":
        import subprocess

        if process.poll() is None:
            kill = ["taskkill", "/F", "/T", "/PID", str(process.pid)]
            subprocess.run(kill, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    else:
        import os
        import signal

        try:
            os.killpg(process.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):  # the group is empty; macOS says the latter
            pass
    process.wait()
