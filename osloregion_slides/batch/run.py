"""Tasks on an executor: a few in flight at a time, isolated from each other.

Any ``concurrent.futures.Executor`` works. When a worker dies, a pool of processes breaks without naming the task:
those in flight are repeated one by one, each in a pool of its own, which identifies the one that kills its worker
and completes the others.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from osloregion_slides.base.files import PART
from osloregion_slides.base.findings import InvalidInput, Location, finding
from osloregion_slides.batch.values import Outcome
from osloregion_slides.batch.work import Task, do, own_process

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from concurrent.futures import Executor, Future

    Pool = Callable[[int], Executor]

MAX_WORKERS = 61  # the most processes on Windows (concurrent.futures, ProcessPoolExecutor)
AHEAD = 2  # tasks in flight per worker: one running and one queued, so that no worker is idle


def run(tasks: tuple[Task, ...], pool: Pool, workers: int) -> Iterator[Outcome]:
    """Run the tasks on executors of ``pool(workers)``; yield each outcome on completion.

    Each task has exactly one outcome. One whose worker dies twice is ``failed`` with ``worker-killed``; one
    that succeeds the second time has the warning ``worker-lost``.
    """
    waiting = list(reversed(tasks))
    suspects: list[Task] = []
    begun = False
    try:
        while waiting:
            executor = pool(workers)
            begun = True
            yield from _until_broken(waiting, suspects, executor, workers)
        while suspects:
            yield _again(suspects[0], pool)
            suspects.pop(0)
    except InvalidInput as gone:  # no pool is available
        if not begun:
            raise
        for task in (*suspects, *reversed(waiting)):
            yield Outcome(task.job, "failed", task.target, 0, gone.findings)
    finally:
        _clear([task.target for task in tasks])


def _until_broken(waiting: list[Task], suspects: list[Task], executor: Executor, workers: int) -> Iterator[Outcome]:
    """Process ``waiting`` until it is empty or the pool breaks; tasks then in flight become suspects."""
    from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, wait

    flying: dict[Future[Outcome], Task] = {}
    broken = False
    try:
        while flying or (waiting and not broken):
            most = (workers or getattr(executor, "workers", 1)) * AHEAD
            while waiting and not broken and len(flying) < most:
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
    from concurrent.futures import BrokenExecutor

    _clear([task.target])
    try:
        with pool(1) as executor:
            outcome = executor.submit(do, task).result()
    except BrokenExecutor:
        return _killed(task)
    except InvalidInput:  # there is no pool to be had
        raise
    except Exception as lost:
        return _lost(task, lost)
    return outcome.replace(findings=(*outcome.findings, finding("worker-lost", Location(task.target))))


def _killed(task: Task) -> Outcome:
    _clear([task.target])
    return Outcome(task.job, "failed", task.target, 0, (finding("worker-killed", Location(task.target)),))


def _clear(targets: Iterable[str]) -> None:
    """Remove the unfinished files of killed workers beside their decks (``pptx.save`` names them)."""
    import os

    names: dict[str, set[str]] = {}
    for target in targets:
        folder, name = os.path.split(target)
        names.setdefault(folder, set()).add(name)
    for folder, decks in names.items():
        try:
            parts = [part for part in os.listdir(folder or ".") if part.endswith(PART)]
            for part in parts:
                deck, _, process = part.removesuffix(PART).rpartition(".")
                if deck in decks and process.isdecimal():
                    os.unlink(os.path.join(folder, part))
        except OSError:
            continue


def _lost(task: Task, lost: Exception) -> Outcome:
    if type(lost).__name__ == "KilledWorker":  # Dask's exception; the package may not be installed here
        return _killed(task)
    found = finding("job-lost", Location(task.target), why=f"{type(lost).__name__}: {str(lost)[:200]}")
    return Outcome(task.job, "failed", task.target, 0, (found,))


def processes(workers: int) -> Executor:
    """Return a pool of processes on this machine, with the system's start method (spawn on Windows and macOS)."""
    from concurrent.futures import ProcessPoolExecutor

    return ProcessPoolExecutor(min(workers, MAX_WORKERS), initializer=_begin)


def _begin() -> None:
    """Leave Ctrl-C to the parent process; import the modules of a build before the first deck."""
    import signal

    own_process()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    import osloregion_slides.service  # noqa: F401  # imported once a worker, not while the first deck is timed


def cores() -> int:
    """Return the number of processors that this process may use."""
    import os

    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
