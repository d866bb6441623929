"""Tasks on an executor: a few in flight at a time, none of them able to stop the others.

Any ``concurrent.futures.Executor`` does. When a worker dies, a pool of processes breaks and says of all its
tasks only that: those in flight are done again one by one, each in a pool of its own, so that the one that
kills its worker is known by name and the others are finished.
"""

from __future__ import annotations

from osloregion_slides.batch.values import Outcome
from osloregion_slides.batch.work import do
from osloregion_slides.findings import Span, error, warning

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from concurrent.futures import Executor, Future

    from osloregion_slides.batch.work import Task

    Pool = Callable[[int], Executor]

MOST = 61
"""Windows waits for at most so many processes (concurrent.futures, ProcessPoolExecutor)."""
AHEAD = 2
"""So many tasks a worker are in flight: one being done, one waiting, so that no worker waits for the next."""


def serially(tasks: tuple[Task, ...]) -> Iterator[Outcome]:
    """Do the tasks in this process, one after the other."""
    for task in tasks:
        yield do(task)


def run(tasks: tuple[Task, ...], pool: Pool, workers: int) -> Iterator[Outcome]:
    """Do the tasks on executors that ``pool(workers)`` makes; yield each outcome as it comes.

    Every task has exactly one outcome. One whose worker dies twice is ``failed`` with ``worker-killed``; one
    that succeeds the second time carries the warning ``worker-lost``.
    """
    waiting = list(reversed(tasks))
    suspects: list[Task] = []
    while waiting:
        yield from _until_broken(waiting, suspects, pool, workers)
    for task in suspects:
        yield _again(task, pool)


def _until_broken(waiting: list[Task], suspects: list[Task], pool: Pool, workers: int) -> Iterator[Outcome]:
    """Work through ``waiting`` until it is empty or the pool breaks; what was in flight then is suspect."""
    from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, wait

    executor = pool(workers)
    flying: dict[Future[Outcome], Task] = {}
    broken = False
    try:
        while flying or (waiting and not broken):
            while waiting and not broken and len(flying) < workers * AHEAD:
                try:
                    flying[executor.submit(do, waiting[-1])] = waiting[-1]
                    waiting.pop()
                except BrokenExecutor:
                    broken = True
            for future in wait(flying, return_when=FIRST_COMPLETED).done if flying else ():
                task = flying.pop(future)
                try:
                    yield future.result()
                except BrokenExecutor:
                    broken = True
                    suspects.append(task)
                except Exception as lost:
                    yield _lost(task, lost)
    finally:
        executor.shutdown(wait=True, cancel_futures=True)


def _again(task: Task, pool: Pool) -> Outcome:
    """Do one task in a pool of its own."""
    from concurrent.futures import BrokenExecutor

    _clear(task.target)
    try:
        with pool(1) as executor:
            outcome = executor.submit(do, task).result()
    except BrokenExecutor:
        _clear(task.target)
        message = "the process that made this deck was killed, and killed again when it was tried alone"
        hint = "memory is the usual reason: a picture too large, or a limit on this machine"
        return Outcome(task.job, "failed", task.target, 0, (error("worker-killed", Span(task.target), message, hint),))
    except Exception as lost:
        return _lost(task, lost)
    message = "a worker was killed while this deck was being made or waiting to be; it was made all the same"
    return outcome.replace(findings=(*outcome.findings, warning("worker-lost", Span(task.target), message)))


def _clear(target: str) -> None:
    """Remove what a worker that was killed had begun to write beside a deck (``pptx.save`` names it)."""
    import os

    folder, name = os.path.split(target)
    try:
        parts = [part for part in os.listdir(folder) if part.startswith(f"{name}.") and part.endswith(".osr-part")]
        for part in parts:
            os.unlink(os.path.join(folder, part))
    except OSError:
        return


def _lost(task: Task, lost: Exception) -> Outcome:
    """The outcome of a task of which the executor has nothing but an exception."""
    message = f"the executor lost this deck: {type(lost).__name__}: {str(lost)[:200]}"
    return Outcome(task.job, "failed", task.target, 0, (error("job-lost", Span(task.target), message, "run again"),))


def processes(workers: int) -> Executor:
    """Return a pool of processes on this machine, started as the system starts them (spawned on Windows and macOS)."""
    from concurrent.futures import ProcessPoolExecutor

    return ProcessPoolExecutor(min(workers, MOST), initializer=_begin)


def _begin() -> None:
    """Leave Ctrl-C to the process that the terminal knows; import what a deck needs before the first one."""
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    import osloregion_slides.api  # noqa: F401  # imported once a worker, not while the first deck is timed


def cores() -> int:
    """Return how many processors this process may use."""
    import os

    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
