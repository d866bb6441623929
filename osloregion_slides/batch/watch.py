"""``--watch``: waiting until a file that a deck depends on changes, and has come to rest.

Files are looked at every half second: that works on every system, on network drives and in containers, and
300 files take 1 ms. Folders count with their names, so that a file that was missing is noticed when it comes.
"""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    Looks = dict[str, object]

PAUSE = 0.5
"""Seconds between two looks."""
REST = 0.2
"""Seconds without a further change before a change counts: editors and Excel write in several steps."""


def looks(paths: tuple[str, ...], leave: str = "") -> Looks:
    """Return how files and the folders they lie in look now; folders in ``leave`` (the output) are left out."""
    found: Looks = {path: _file(path) for path in paths}
    output = os.path.abspath(leave) if leave else ""
    for folder in sorted({os.path.dirname(path) or "." for path in paths}):
        if not output or not os.path.abspath(folder).startswith(output):
            found[os.path.join(folder, "")] = _folder(folder)
    return found


def _file(path: str) -> object:
    try:
        about = os.stat(path)
    except (OSError, ValueError):
        return None
    return about.st_size, about.st_mtime_ns


def _folder(path: str) -> object:
    """The names in a folder, but for those of lock files and of files being written."""
    try:
        names = sorted(os.listdir(path))
    except OSError:
        return None
    return tuple([name for name in names if not name.startswith((".", "~$")) and not name.endswith((".osr-part", "~"))])


def wait(before: Looks, look: Callable[[], Looks], sleep: Callable[[float], None]) -> tuple[str, ...]:
    """Return the paths that look otherwise than ``before``, once they have come to rest."""
    while True:
        sleep(PAUSE)
        now = look()
        if now == before:
            continue
        while True:
            sleep(REST)
            later = look()
            if later == now:
                break
            now = later
        changed = tuple([path for path in now if now[path] != before.get(path)])
        if changed:
            return changed
