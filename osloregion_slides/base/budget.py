"""The budget of processor time and memory for one deck: exceeding it is a finding, never a hang.

The limits of single elements keep honest input far below it; the budget covers what no limit foresees. It grows with
the bytes that are read, so that a long deck gets the time that it needs. Measured with decks of 1 600 slides of
tables: 6 s and 130 MB for each MB of a checked deck.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from osloregion_slides.base.files import Ordinary
from osloregion_slides.base.findings import InvalidInput, Location, finding

SECONDS = 4.0  # of the processor: an outline of 13 slides takes 0.15
SECONDS_A_MEGABYTE = 12.0
MEMORY = 400 * 1024 * 1024  # bytes above the start
MEMORY_A_BYTE = 200
STEP = 0.05  # seconds of processor time between checks: memory grows by some 50 MB in between
UNLIMITED = float("inf")
_AGAIN = 1.0  # seconds of processor time until it is raised again, in code that survived it
_MEGABYTE = 1_000_000


class TooMuchWork(BaseException):
    """The budget is spent. Not an ``Exception``, so that code which survives faults of plug-ins ends too."""


class Within:
    """A context for the work on the file ``name``; InvalidInput (``too-much-work``) where it exceeds its budget.

    ``seconds`` is the base budget, to which the bytes read add: ``UNLIMITED`` for work that waits for people or
    gives each deck a budget of its own. In each thread the innermost context counts; the outer one restarts after it.
    A timer signal checks the main thread; another thread checks other threads, and all threads on Windows. The
    process is restored afterwards.
    """

    chosen = SECONDS
    """The seconds per deck from the command line."""
    _running: dict[int, list[Within]] = {}  # by thread, the innermost last

    def __init__(self, name: str, seconds: float | None = None) -> None:
        self.name = name
        self.seconds = self.chosen if seconds is None else seconds
        self._end: Callable[[], None] = _nothing

    def __enter__(self) -> None:
        import _thread

        self._thread = _thread.get_ident()
        self._clock: Callable[[], float] = time.process_time
        self._begin()
        is_seen = self._signal()
        is_watched = not is_seen and self.seconds < UNLIMITED
        if is_watched:
            self._clock = _clock_of(self._thread)
            self._begin()
        self._running.setdefault(self._thread, []).append(self)
        if is_watched:
            self._watch()

    def __exit__(self, kind: type[BaseException] | None, problem: object, trace: object) -> None:
        spent = kind is TooMuchWork
        while True:
            try:
                self._leave()
                break
            except TooMuchWork:  # raised between the last line of the work and here
                spent = True
        if spent:
            raise InvalidInput([finding("too-much-work", Location(self.name))]) from None

    def _leave(self) -> None:
        """End the checks, and restart the outer context; to be called until it returns."""
        around = self._running.get(self._thread, [])
        if self in around:
            for outer in around[:-1][-1:]:
                outer._begin()
            around.remove(self)
        if not around:
            self._running.pop(self._thread, None)
        self._end()

    def _begin(self) -> None:
        self._read, self._held, self._said = Ordinary.read, _resident(), 0.0
        self._began = self._clock()

    def _is_over(self) -> bool:
        """Return whether the budget is exceeded and this is to be raised now."""
        if self._running.get(self._thread, [None])[-1] is not self:
            return False
        used, read = self._clock() - self._began, Ordinary.read - self._read
        late = used > self.seconds + read * SECONDS_A_MEGABYTE / _MEGABYTE
        large = self.seconds < UNLIMITED and _resident() - self._held > MEMORY + read * MEMORY_A_BYTE
        if used < self._said or not (late or large):
            return False
        self._said = used + _AGAIN
        return True

    def _signal(self) -> bool:
        """Check this thread by a signal; return False where signals are not available."""
        import _signal as system  # type: ignore[import-not-found]  # signal without its enumerations

        if not hasattr(system, "setitimer"):
            return False
        try:
            handler = system.signal(system.SIGPROF, _look)
        except ValueError:  # not the main thread
            return False
        timer = system.setitimer(system.ITIMER_PROF, STEP, STEP)

        def end() -> None:
            system.setitimer(system.ITIMER_PROF, *timer)
            system.signal(system.SIGPROF, system.SIG_DFL if handler is None else handler)

        self._end = end
        return True

    def _watch(self) -> None:
        """Check this thread from another one."""
        import _thread

        lock = _thread.allocate_lock()
        ended: list[bool] = []

        def watch() -> None:
            while True:
                time.sleep(STEP)
                with lock:  # leaving waits for a running check, so that nothing is raised in later work
                    if ended:
                        return
                    if self._is_over():
                        _raise_in(self._thread)

        def end() -> None:
            with lock:
                ended.append(True)

        self._end = end
        _thread.start_new_thread(watch, ())


def _nothing() -> None:
    pass


def _look(number: int, frame: object) -> None:
    import _thread

    for innermost in Within._running.get(_thread.get_ident(), [])[-1:]:
        if innermost._is_over():
            raise TooMuchWork


def _resident() -> int:
    """Return the resident bytes of the process; 0 where the system does not state them (macOS, Windows)."""
    try:
        with open("/proc/self/statm", "rb", buffering=0) as file:
            return int(file.read(100).split()[1]) * 4096
    except (OSError, ValueError, IndexError):
        return 0


def _clock_of(thread: int) -> Callable[[], float]:
    """Return the clock of a thread's processor time; of the process where threads have none (Windows)."""
    of: Any = getattr(time, "pthread_getcpuclockid", None)
    if of is None:
        return time.process_time
    clock = of(thread)
    return lambda: time.clock_gettime(clock)


def _raise_in(thread: int) -> None:
    import ctypes

    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(TooMuchWork))
