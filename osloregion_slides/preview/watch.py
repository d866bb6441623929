"""Watching files: the system reports that something happened, a look at the files shows what.

watchfiles wakes the thread within milliseconds. The looks of the files decide (``batch.sources.looks``): that works for
files that are replaced, or deleted and created again, and on network drives and in containers, where the system reports
nothing and the thread wakes by itself.
"""

from __future__ import annotations

import os
import sys
import threading
from typing import TYPE_CHECKING

from osloregion_slides.batch.sources import looks
from osloregion_slides.bugs import bug_finding

if TYPE_CHECKING:
    from collections.abc import Callable

    from osloregion_slides.batch.sources import Looks

REST_MS = 40  # without a further change before a change counts: editors write in several steps
BURST_MS = 250  # after which a change counts although the writing goes on
TICK_MS = 500  # between two looks when the system reports nothing
SEARCHED = frozenset(("assets", "templates", "decks"))  # folders that outline.workspace and brand.load search


class Watcher:
    """A thread that calls ``changed`` when a file of ``files()`` looks different; ``misses()`` as in ``Studio``."""

    def __init__(
        self, files: Callable[[], dict[str, object]], misses: Callable[[], bool], changed: Callable[[], None]
    ) -> None:
        self._files, self._misses, self._changed = files, misses, changed
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._run, name="osloregion-slides-watch", daemon=True)

    def start(self) -> None:
        """Begin to watch."""
        self._thread.start()

    def stop(self) -> None:
        """End; the thread ends within a tick."""
        self._stop.set()

    def _run(self) -> None:
        seen: Looks = {}
        while not self._stop.is_set():
            try:
                seen = self._watch(seen)
            except Exception as bug:
                print(bug_finding(bug, "watching files"), file=sys.stderr)
                self._stop.wait(10)

    def _watch(self, seen: Looks) -> Looks:
        """Watch the current folders until they become others; return the last looks."""
        from watchfiles import watch

        folders = self._folders()
        if not folders:  # nothing has been read yet
            self._stop.wait(REST_MS / 1000)
            return self._look(seen)
        try:
            for _ in watch(
                *[path for path, _ in folders],
                watch_filter=None,
                debounce=BURST_MS,
                step=REST_MS,
                rust_timeout=TICK_MS,
                yield_on_timeout=True,
                recursive=False,
                stop_event=self._stop,
                raise_interrupt=False,
                ignore_permission_denied=True,
            ):
                seen = self._look(seen)
                if self._folders() != folders:
                    break
        except (OSError, RuntimeError):  # a folder has gone, or the system watches no more of them: look now and then
            self._stop.wait(TICK_MS / 1000)
            seen = self._look(seen)
        return seen

    def _folders(self) -> tuple[tuple[str, int], ...]:
        """Return the folders of the files with their inodes: a folder may be deleted and created again."""
        found = []
        for folder in sorted({os.path.dirname(path) for path in self._files()}):
            try:
                found.append((folder, os.stat(folder).st_ino))
            except OSError:
                continue
        return tuple(found)

    def _look(self, seen: Looks) -> Looks:
        """Report changes and return the current looks. A new file is compared with its look when it was read."""
        files = self._files()
        now = looks(tuple(sorted(files)))
        known = {path: seen.get(path, files.get(path, look)) for path, look in now.items()}
        if any(self._counts(path, known[path], now[path]) for path in now if now[path] != known[path]):
            self._changed()
        return now

    def _counts(self, path: str, before: object, after: object) -> bool:
        """Whether a changed look matters; that of a folder only where a file in it may be missing."""
        if not path.endswith(os.sep):
            return True
        names = {*(before if isinstance(before, tuple) else ())} ^ {*(after if isinstance(after, tuple) else ())}
        return self._misses() or not SEARCHED.isdisjoint(names)
