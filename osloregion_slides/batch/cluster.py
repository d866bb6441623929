"""``--scheduler tcp://…``: the same jobs on the workers of a Dask cluster, through Dask's own executor.

Dask gives a job whose worker dies to another worker by itself, and gives up only after it has killed several
(``distributed.scheduler.allowed-failures``). Dask does not report that no worker is left: a thread polls for that
and then breaks the executor, as a pool of processes breaks.
"""

from __future__ import annotations

import threading
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from osloregion_slides.base.findings import InvalidInput, Location, finding
from osloregion_slides.batch.sources import stated

if TYPE_CHECKING:
    from collections.abc import Callable
    from logging import Logger

    from osloregion_slides.batch.values import Outcome

CONNECTING = 10  # seconds until a scheduler has to answer
PATIENCE = 60  # seconds that a cluster may be without workers: restarted ones need a few, new machines more
MIN_JOBS = 32  # handed over at a time: a cluster that grows with its work has to see that there is some


class Cluster(Executor):
    """The workers of the scheduler at ``address``; InvalidInput where they cannot be had."""

    def __init__(self, address: str, patience: float = PATIENCE) -> None:
        self._patience = patience
        self._client = _client(address)
        self._levels = _silenced()
        self._executor = self._client.get_executor(pure=False)
        self._flying: set[Future[Any]] = set()
        self._lock = threading.Lock()
        self._ended = threading.Event()
        if not self._threads(wait=True):
            self.shutdown()
            raise InvalidInput([finding("no-cluster.workers", Location(address), address=address)])
        threading.Thread(target=self._watch, daemon=True).start()

    @property
    def workers(self) -> int:
        """How many jobs the cluster can do at once, as it is now."""
        return max(MIN_JOBS, self._threads())

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Hand a job over; BrokenExecutor where the scheduler is gone."""
        if self._ended.is_set():
            raise BrokenExecutor("the cluster has no workers any more")
        try:
            theirs: Future[Any] = self._executor.submit(fn, *args, **kwargs)
        except Exception as lost:
            raise BrokenExecutor(f"{type(lost).__name__}: {lost}") from lost
        ours: Future[Any] = Future()
        with self._lock:
            self._flying.add(ours)
        theirs.add_done_callback(lambda done: self._land(ours, done))
        return ours

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Leave the cluster as it was; unfinished jobs are cancelled."""
        self._ended.set()
        with suppress(Exception):  # a scheduler that is gone cannot be left
            self._executor.shutdown(wait=wait and not cancel_futures)
        _drop(self._client)
        for logger, level in self._levels.items():
            logger.setLevel(level)

    def _land(self, ours: Future[Any], theirs: Future[Any]) -> None:
        """Take over the result of a job, unless it was given up: only Dask ends Dask's own futures."""
        with self._lock:
            if ours not in self._flying:
                return
            self._flying.discard(ours)
        fault = BrokenExecutor("the scheduler is gone") if theirs.cancelled() else theirs.exception()
        if fault is None:
            ours.set_result(theirs.result())
        else:
            ours.set_exception(fault)

    def _threads(self, wait: bool = False) -> int:
        """How many threads the workers have together, 0 where there are none or the scheduler does not answer."""
        try:
            if wait:
                self._client.wait_for_workers(1, timeout=self._patience)
            return sum(self._client.nthreads().values())
        except Exception:  # whatever distributed raises: no worker can be reached
            return 0

    def _watch(self) -> None:
        """Break the executor when the cluster has had no workers for a while."""
        step = max(0.1, min(5.0, self._patience / 4))
        idle = 0.0
        while not self._ended.wait(step):
            idle = 0.0 if self._threads() else idle + step
            if idle >= self._patience:
                self._break()
                return

    def _break(self) -> None:
        self._ended.set()
        with self._lock:
            flying, self._flying = self._flying, set()
        for future in flying:
            future.set_exception(BrokenExecutor("the cluster has no workers any more"))


def cluster(address: str) -> Callable[[int], Cluster]:
    """Return what makes an executor of the cluster whose scheduler is at ``address``."""
    return lambda workers: Cluster(address)


def _silenced() -> dict[Logger, int]:
    """Silence Dask's loggers and return their levels: faults of a cluster are findings."""
    import logging

    loggers = [logging.getLogger(name) for name in ("distributed.client", "distributed.core", "tornado.application")]
    levels = {logger: logger.level for logger in loggers}
    for logger in loggers:
        logger.setLevel(logging.CRITICAL + 1)
    return levels


def arrived(outcome: Outcome) -> Outcome:
    """Return the outcome of a deck that lies where we can see it, else a failed one: the disk may not be shared."""
    if outcome.deck is None or outcome.state not in ("built", "same") or _is_here(outcome):
        return outcome
    found = finding("worker-differs", Location(outcome.target))
    return outcome.replace(state="failed", deck=None, findings=(*outcome.findings, found))


def _is_here(outcome: Outcome) -> bool:
    """Whether the deck is there; network drives may show a new file some seconds late (NFS: acdirmax)."""
    from time import sleep

    for pause in (0.0, 0.5, 1.5, 3.0):
        sleep(pause)
        now = stated(outcome.target)
        if now is not None and outcome.deck is not None and now.size == outcome.deck.size:
            return True
    return False


def _client(address: str) -> Any:
    try:
        import distributed
    except ImportError:
        raise InvalidInput([finding("no-cluster.package", Location("--scheduler"))]) from None
    client: Any = distributed.Client.__new__(distributed.Client)
    try:
        client.__init__(address, timeout=CONNECTING, set_as_default=False)
    except Exception as lost:  # distributed raises OSError, ValueError, TypeError (tls: without a key) and others
        _drop(client)
        at, why = Location("--scheduler"), type(lost).__name__
        raise InvalidInput([finding("no-cluster", at, address=address, why=why)]) from None
    return client


def _drop(client: Any) -> None:
    """Close a client for good, connected or not, and end the thread of its loop.

    Otherwise the collector of cycles does it, whenever it runs: ``Client.__del__`` takes the lock under which the
    next client starts its loop, and that very start may set the collector off. Then both wait for each other.
    """
    with suppress(Exception):
        client.close(timeout=CONNECTING)
    with suppress(Exception):  # a client that closed itself has not ended its loop
        client._loop_runner.stop()
    client.status = "closed"
