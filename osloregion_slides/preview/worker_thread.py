"""One thread that does one thing after the other, for an event loop that must not wait.

Decks are made in one thread, not in processes: a warm build takes milliseconds, what is kept (fonts, brand,
drawings) is shared without copies, and the loop gets the interpreter every 5 ms (``sys.getswitchinterval``).
The threads are daemons: whatever they are at, Ctrl-C ends the program.
"""

from __future__ import annotations

import asyncio
import gc
import threading
from queue import PriorityQueue

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeVar

    T = TypeVar("T")

    Work = tuple[asyncio.AbstractEventLoop, asyncio.Future[Any], Callable[[], Any]]


COLLECT = 200
"""The server switches the garbage collector off (a build makes many values and drops few: it takes a third of the
time) and lets it run here, after so many pieces of work."""


class Busy(Exception):
    """So much is waiting already that more would be waited for by nobody."""


class Lane:
    """A queue and its thread, which is started with the first piece of work. What is urgent goes first."""

    def __init__(self, name: str, most: int) -> None:
        self._name, self._most = name, most
        self._queue: PriorityQueue[tuple[int, int, Work]] = PriorityQueue()
        self._count = 0

    async def do(self, work: Callable[[], T], urgent: bool = False) -> T:
        """Return what ``work`` returns, or raise what it raises; ``Busy`` where too much is waiting."""
        if self._queue.qsize() >= self._most:
            raise Busy
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        self._count += 1
        self._queue.put((0 if urgent else 1, self._count, (loop, future, work)))
        if self._count == 1:
            threading.Thread(target=self._run, name=self._name, daemon=True).start()
        return await future

    def _run(self) -> None:
        done = 0
        while True:
            _do(*self._queue.get()[2])
            done += 1
            if done % COLLECT == 0 and not gc.isenabled():
                gc.collect()


def _do(loop: asyncio.AbstractEventLoop, future: asyncio.Future[Any], work: Callable[[], Any]) -> None:
    if future.cancelled():
        return
    result: object = None
    problem: BaseException | None = None
    try:
        result = work()
    except BaseException as wrong:
        problem = wrong
    try:
        loop.call_soon_threadsafe(_settle, future, result, problem)
    except RuntimeError:  # the loop has ended
        pass


def _settle(future: asyncio.Future[Any], result: object, problem: BaseException | None) -> None:
    if future.done():
        return
    if problem is not None:
        future.set_exception(problem)
    else:
        future.set_result(result)
