"""Decks to PDF through LibreOffice, many at once, believing nothing but the files it leaves.

Each LibreOffice has a profile of its own and takes several decks, because starting one takes as long as
four decks. There are as many as cores, or as ``jobs`` says.
"""

from __future__ import annotations

import os
import re
import sys

from osloregion_slides.base.findings import Finding, Location, error
from osloregion_slides.render.deck_read import numbered_slides

TYPE_CHECKING = False
if TYPE_CHECKING:
    import subprocess
    from collections.abc import Callable, Sequence
    from threading import Event

    from osloregion_slides.render.deck_read import Source


# A program run to its end or to its time limit, with nothing of it left behind.

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


# The profile that a LibreOffice starts with: it runs nothing that a deck brings, and goes nowhere a deck leads.

_SCRIPTING = "/org.openoffice.Office.Common/Security/Scripting"
_INET = "/org.openoffice.Inet/Settings"
_SETTINGS = (
    (_SCRIPTING, "DisableMacrosExecution", "true"),
    (_SCRIPTING, "MacroSecurityLevel", "3"),
    (_SCRIPTING, "BlockUntrustedRefererLinks", "true"),
    (_INET, "ooInetProxyType", "2"),
    (_INET, "ooInetHTTPProxyName", "127.0.0.1"),
    (_INET, "ooInetHTTPProxyPort", "9"),
    (_INET, "ooInetHTTPSProxyName", "127.0.0.1"),
    (_INET, "ooInetHTTPSProxyPort", "9"),
    (_INET, "ooInetNoProxy", ""),
)
"""Linked pictures are refused, and what asks the web all the same is led to port 9 (discard, RFC 863) of this machine.

Measured with LibreOffice 7.4: without them one linked picture was asked for three times.
"""
_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">\n'
)


def write_profile(folder: str) -> None:
    """Make the profile's folder, which must not be there, with these settings in it."""
    user = os.path.join(folder, "user")
    os.makedirs(user)
    items = [
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>\n'
        for path, name, value in _SETTINGS
    ]
    with open(os.path.join(user, "registrymodifications.xcu"), "w", encoding="utf-8", newline="\n") as file:
        file.write(f"{_HEAD}{''.join(items)}</oor:items>\n")


_PAGE = re.compile(rb"/Type\s*/Page[^s\w]")
_FILTER = 'pdf:impress_pdf_Export:{"ExportHiddenSlides":{"type":"boolean","value":"true"}}'
_PLACES = {
    "darwin": ("/Applications/LibreOffice.app/Contents/MacOS/soffice",),
    "win32": (
        r"C:\Program Files\LibreOffice\program\soffice.com",
        r"C:\Program Files (x86)\LibreOffice\program\soffice.com",
    ),
}
_HINTS = {
    "darwin": "brew install --cask libreoffice",
    "win32": "winget install TheDocumentFoundation.LibreOffice",
}
_DEBIAN = "on Debian and Ubuntu: apt-get install libreoffice-impress fonts-crosextra-carlito"


def find_office() -> str:
    """Return the path of LibreOffice's ``soffice``, "" where there is none."""
    from shutil import which

    found = which("soffice") or which("libreoffice")
    return found or next((place for place in _PLACES.get(sys.platform, ()) if os.path.exists(place)), "")


def no_office() -> Finding:
    """Return the finding that says how to get LibreOffice."""
    hint = f"install it from www.libreoffice.org, or {_HINTS.get(sys.platform, _DEBIAN)}"
    return error("no-libreoffice", None, "pictures of a deck need LibreOffice, which is not installed", hint)


def to_pdfs(
    decks: Sequence[Source], folder: str, seconds: float, jobs: int = 0, office: str = ""
) -> tuple[str | Finding, ...]:
    """Write each deck as PDF into an existing folder; return its path, or why there is none.

    ``seconds`` is the limit for one deck, the start of LibreOffice included. A deck that hangs costs no
    other its picture. Hidden slides are drawn too.
    """
    from concurrent.futures import ThreadPoolExecutor
    from threading import Event

    if not decks:
        return ()
    program = office or find_office()
    if not program:
        return (no_office(),) * len(decks)
    workers = max(1, min(jobs or os.cpu_count() or 1, len(decks)))
    numbered = list(enumerate(decks))
    batches = [numbered[start::workers] for start in range(workers)]
    ended = Event()
    with ThreadPoolExecutor(workers) as pool:
        running = [pool.submit(_batch, program, batch, folder, seconds, ended) for batch in batches]
        try:
            found = [done for future in running for done in future.result()]
        except KeyboardInterrupt:  # LibreOffice does not hear it: it has a session of its own
            ended.set()
            stop_all()
            raise
    return tuple([result for _, result in sorted(found, key=lambda pair: pair[0])])


def _batch(
    program: str, batch: list[tuple[int, Source]], folder: str, seconds: float, ended: Event
) -> list[tuple[int, str | Finding]]:
    """Draw decks one after another; where LibreOffice hangs or dies, another goes on with the next deck."""
    found: list[tuple[int, str | Finding]] = []
    while batch and not ended.is_set():
        trouble = _convert(program, batch, folder, seconds)
        results = [(number, deck, _checked(deck, _target(folder, number), trouble)) for number, deck in batch]
        failed = [(number, deck) for number, deck, result in results if isinstance(result, Finding)]
        batch = failed[1:] if trouble else []
        found += [(number, result) for number, deck, result in results if (number, deck) not in batch]
    return found


def _convert(program: str, batch: list[tuple[int, Source]], folder: str, seconds: float) -> str:
    """Run one LibreOffice over copies of the decks; return what went wrong, "" for nothing it told.

    Copies, because two decks may have one name, and because LibreOffice puts lock files beside them.
    """
    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory(prefix="render-", ignore_cleanup_errors=True) as scratch:
        copies = []
        for number, deck in batch:
            copy = os.path.join(scratch, f"{number:06d}{os.path.splitext(deck.path)[1].lower()}")
            try:
                with open(deck.path, "rb") as found, open(copy, "wb") as file:
                    file.write(numbered_slides(found.read()) if deck.slides else found.read())
            except OSError:
                continue
            copies.append(copy)
        write_profile(os.path.join(scratch, "profile"))
        profile = Path(scratch, "profile").as_uri()
        options = ["--headless", "--norestore", "--nologo", "--nodefault", "--nolockcheck", "--nofirststartwizard"]
        command = [program, f"-env:UserInstallation={profile}", *options]
        targets = [_target(folder, number) for number, _ in batch]
        return run(
            [*command, "--convert-to", _FILTER, "--outdir", folder, *copies],
            seconds,
            lambda: sum(map(os.path.exists, targets)),
        )


def _target(folder: str, number: int) -> str:
    return os.path.join(folder, f"{number:06d}.pdf")


def _checked(deck: Source, pdf: str, trouble: str) -> str | Finding:
    """Return the PDF's path when it is whole and has a page a slide."""
    try:
        with open(pdf, "rb") as file:
            data = file.read()
    except OSError:
        return _failed(deck, trouble or "it wrote no file and gave no reason")
    pages = len(_PAGE.findall(data))
    if not data.startswith(b"%PDF") or b"%%EOF" not in data[-1024:] or not pages:
        return _failed(deck, trouble or "the PDF it wrote is cut short")
    if deck.slides and pages not in (deck.slides, deck.slides - deck.hidden):
        return _failed(deck, f"the deck has {deck.slides} slides, the PDF {pages} pages")
    return pdf


def _failed(deck: Source, why: str) -> Finding:
    return error(
        "not-drawn", Location(deck.path), f"LibreOffice could not draw the deck: {why}", "see whether it opens there"
    )
