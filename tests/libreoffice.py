"""The independent judge: LibreOffice measures the height texts take, and draws pictures to look at.

    python tests/libreoffice.py measure deck.pptx          texts that are higher than their box
    python tests/libreoffice.py pdf deck.pptx out.pdf
    python tests/libreoffice.py pngs deck.pptx folder [width]

One LibreOffice serves all calls of a process (1.5 s to start, then 0.02-0.1 s a deck); it has its own
profile and process group and is killed at the end or when a request takes too long.
Hidden slides are measured and drawn like the others. Tables are not measured.
"""

from __future__ import annotations

import atexit
import functools
import json
import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from typing import Any, NamedTuple

WORKER = os.path.join(os.path.dirname(os.path.abspath(__file__)), "libreoffice_worker.py")
REQUEST_SECONDS = 180
TOLERANCE = 720  # EMU: LibreOffice counts whole hundredths of a millimetre (360 EMU), twice rounded
PACKAGES = (
    "libreoffice-impress-nogui libreoffice-calc-nogui python3-uno poppler-utils "
    "fonts-crosextra-carlito fonts-crosextra-caladea fonts-liberation2"
)


class Measured(NamedTuple):
    """One text: slide from 1, the shape's name, heights in EMU.

    ``grew``: the file lets the shape grow with its text, so ``box`` may be LibreOffice's, not the file's.
    """

    slide: int
    shape: str
    box: int
    needed: int
    grew: bool
    text: str

    @property
    def too_high(self) -> bool:
        """Whether the text is higher than its box."""
        return self.needed > self.box + TOLERANCE


@functools.cache
def uno_python() -> str:
    """Return the Python that can import uno, "" if there is none."""
    code = "import sys; sys.path.append('/usr/lib/python3/dist-packages'); import uno"
    for python in ("/usr/bin/python3", sys.executable):
        if os.path.exists(python) and subprocess.run([python, "-c", code], capture_output=True).returncode == 0:
            return python
    return ""


@functools.cache
def missing() -> str:
    """Return what is missing to run the judge, "" if nothing is."""
    lacking = [program for program in ("soffice", "pdftoppm") if not shutil.which(program)]
    if not uno_python():
        lacking.append("python3-uno")
    if not lacking:
        return ""
    return f"{', '.join(lacking)} not installed; on Debian: apt-get install {PACKAGES}"


def needs_libreoffice() -> None:
    """Skip the calling test, saying why, where LibreOffice is absent; with CI=true fail instead."""
    import pytest

    if reason := missing():
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)


class Office:
    """One LibreOffice and the worker that talks to it; ``environment`` are variables that it gets besides ours."""

    def __init__(self, environment: Mapping[str, str] | None = None) -> None:
        self.worker = subprocess.Popen(
            [uno_python(), WORKER],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
            env={**os.environ, **(environment or {})},
        )
        atexit.register(self.stop)

    def ask(self, **request: Any) -> Any:
        """Return the answer; RuntimeError when LibreOffice refuses, dies or takes too long."""
        assert self.worker.stdin and self.worker.stdout
        timer = threading.Timer(REQUEST_SECONDS, self.kill)
        timer.start()
        try:
            print(json.dumps(request), file=self.worker.stdin, flush=True)
            line = self.worker.stdout.readline()
        except OSError:
            line = ""
        finally:
            timer.cancel()
        if not line:
            self.stop()
        reply = json.loads(line) if line else {"error": f"LibreOffice died or took over {REQUEST_SECONDS} s"}
        if "error" in reply:
            raise RuntimeError(f"{request['path']}: {reply['error']}")
        return reply["ok"]

    def stop(self) -> None:
        """End the worker, LibreOffice and all they started."""
        atexit.unregister(self.stop)
        try:
            if self.worker.stdin:
                self.worker.stdin.close()
            self.worker.wait(15)
        except (OSError, subprocess.TimeoutExpired):
            pass
        self.kill()
        self.worker.wait()

    def kill(self) -> None:
        """Kill the whole process group at once."""
        try:
            os.killpg(self.worker.pid, signal.SIGKILL)
        except ProcessLookupError:
            pass


_running: list[Office] = []


def office() -> Office:
    """Return this process's LibreOffice, started at the first call and again after it died."""
    if not _running or _running[-1].worker.poll() is not None:
        _running[:] = [Office()]
    return _running[-1]


def measure(path: str) -> list[Measured]:
    """Return every non-empty text of a deck, in groups too, with the height LibreOffice needs for it."""
    return [Measured(*row) for row in office().ask(do="measure", path=path)]


def too_high(path: str) -> list[Measured]:
    """Return the texts that are higher than their box."""
    return [text for text in measure(path) if text.too_high]


def pdf(path: str, to: str) -> str:
    """Write the deck as PDF to ``to``; return ``to``."""
    return str(office().ask(do="pdf", path=path, to=to))


def edited(path: str, to: str, *edit: Any) -> str:
    """Write the deck opened, edited (``libreoffice_edits``) and saved as .pptx to ``to``; return ``to``."""
    return str(office().ask(do="edit", path=path, to=to, edit=edit))


def pngs(path: str, folder: str, width: int = 1280) -> list[str]:
    """Draw every slide as ``folder/slide-01.png`` …, ``width`` pixels wide; return the paths."""
    os.makedirs(folder, exist_ok=True)
    for old in os.listdir(folder):
        if old.startswith("slide-") and old.endswith(".png"):
            os.remove(os.path.join(folder, old))
    whole = pdf(path, os.path.join(folder, "deck.pdf"))
    scale = ["-scale-to-x", str(width), "-scale-to-y", "-1"]
    subprocess.run(["pdftoppm", "-png", *scale, whole, os.path.join(folder, "page")], check=True)
    pages = sorted(name for name in os.listdir(folder) if name.startswith("page-"))
    made = [os.path.join(folder, f"slide-{number:02d}.png") for number in range(1, len(pages) + 1)]
    for page, target in zip(pages, made):
        os.replace(os.path.join(folder, page), target)
    return made


def main(arguments: list[str]) -> int:
    """Run one command; 1 when texts are too high."""
    match arguments:
        case ["measure", *paths] if paths:
            bad = [(path, text) for path in paths for text in too_high(path)]
            for path, text in bad:
                ratio = f"{text.needed / text.box:.2f}" if text.box else "-"
                grows = " (grows)" if text.grew else ""
                print(f"{path}: slide {text.slide} {text.shape}: {ratio} of its box{grows}: {text.text[:60]!r}")
            print(f"{len(bad)} texts higher than their box")
            return int(bool(bad))
        case ["pdf", path, to]:
            print(pdf(path, to))
        case ["pngs", path, folder, *width]:
            print("\n".join(pngs(path, folder, *map(int, width))))
        case _:
            print(__doc__)
            return 2
    return 0


if __name__ == "__main__":
    if reason := missing():
        sys.exit(reason)
    sys.exit(main(sys.argv[1:]))
