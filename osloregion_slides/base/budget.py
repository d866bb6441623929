"""What the work on one deck may take of the processor and of memory: too much is a finding, and never a hang.

The limits of single elements keep honest input far below it; the budget is for what no limit foresees. It grows with
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
MEMORY = 400 * 1024 * 1024  # bytes more than at the start
MEMORY_A_BYTE = 200
STEP = 0.05  # seconds of the processor between two looks: memory grows by some 50 MB meanwhile
UNLIMITED = float("inf")
_AGAIN = 1.0  # seconds of the processor until it is said again, to code that survived it
_MEGABYTE = 1_000_000


class TooMuchWork(BaseException):
    """The budget is spent. No ``Exception``: code that survives the faults of a slide or of a plug-in must end too."""


class Within:
    """A context for the work on the file ``name``; InvalidInput (``too-much-work``) where it takes too much.

    ``seconds`` is what it may take besides what it reads gives a right to: ``UNLIMITED`` for what waits for people or
    gives each deck its own. In every thread the innermost context counts; the one around it begins again after it. A
    signal of the system's clock looks at the main thread; at other threads, and on Windows, a thread does. Nothing of
    the process is changed afterwards.
    """

    chosen = SECONDS
    """The seconds that the command line gives each deck."""
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
            except TooMuchWork:  # between the last line of the work and here
                spent = True
        if spent:
            raise InvalidInput([finding("too-much-work", Location(self.name))]) from None

    def _leave(self) -> None:
        """End the looks, and let the context around begin again; to be called until it returns."""
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
        """Whether it has to be said now that more was taken than what was read gives a right to."""
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
        """Look at this thread by a signal; False where that is not possible."""
        import _signal as system  # type: ignore[import-not-found]  # signal without its enumerations

        if not hasattr(system, "setitimer"):
            return False
        try:
            handler = system.signal(system.SIGPROF, _look)
        except ValueError:  # another thread than the main one
            return False
        timer = system.setitimer(system.ITIMER_PROF, STEP, STEP)

        def end() -> None:
            system.setitimer(system.ITIMER_PROF, *timer)
            system.signal(system.SIGPROF, system.SIG_DFL if handler is None else handler)

        self._end = end
        return True

    def _watch(self) -> None:
        """Look at this thread from another one."""
        import _thread

        lock = _thread.allocate_lock()
        ended: list[bool] = []

        def watch() -> None:
            while True:
                time.sleep(STEP)
                with lock:  # an end waits for a look: nothing is raised in what the thread does next
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
    """Return the bytes that the process has in memory; 0 where the system does not say (macOS, Windows)."""
    try:
        with open("/proc/self/statm", "rb", buffering=0) as file:
            return int(file.read(100).split()[1]) * 4096
    except (OSError, ValueError, IndexError):
        return 0


def _clock_of(thread: int) -> Callable[[], float]:
    """The processor time of a thread, that of the process where the system counts none for threads (Windows)."""
    of: Any = getattr(time, "pthread_getcpuclockid", None)
    if of is None:
        return time.process_time
    clock = of(thread)
    return lambda: time.clock_gettime(clock)


def _raise_in(thread: int) -> None:
    import ctypes

    ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(thread), ctypes.py_object(TooMuchWork))
