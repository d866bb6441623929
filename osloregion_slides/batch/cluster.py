"""``--scheduler tcp://…``: the same jobs on the workers of a Dask cluster, through Dask's own executor.

Dask gives a job whose worker dies to another worker by itself, and gives it up only when it has killed several
(``distributed.scheduler.allowed-failures``). What Dask does not tell is that there is nobody left to work: a
watch asks it, and breaks the executor then, as a pool of processes breaks.
"""

from __future__ import annotations

import threading
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import suppress

from osloregion_slides.base.findings import InvalidInput, Location, error
from osloregion_slides.batch.trace import stated

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from logging import Logger
    from typing import Any

    from osloregion_slides.batch.values import Outcome

CONNECTING = 10
"""Seconds until a scheduler has to answer."""
PATIENCE = 60
"""Seconds that a cluster may be without workers: those that are started anew need a few, new machines more."""
LEAST = 32
"""At least so many jobs are handed over at a time: a cluster that grows with its work has to see that there is some."""
EXTRA = "pip install 'osloregion-slides[cluster]'"


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
            hint = f"start some: dask worker {address}"
            raise InvalidInput([error("no-cluster", Location(address), "the scheduler has no workers", hint)])
        threading.Thread(target=self._watch, daemon=True).start()

    @property
    def workers(self) -> int:
        """How many jobs the cluster can do at once, as it is now."""
        return max(LEAST, self._threads())

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
        """Leave the cluster as it was; what is not done by now is not wanted any more."""
        self._ended.set()
        with suppress(Exception):  # a scheduler that is gone cannot be left
            self._executor.shutdown(wait=wait and not cancel_futures)
        _drop(self._client)
        for logger, level in self._levels.items():
            logger.setLevel(level)

    def _land(self, ours: Future[Any], theirs: Future[Any]) -> None:
        """Take over what became of a job, unless we have given it up: Dask's own futures are Dask's to end."""
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
        except Exception:  # whatever distributed raises: there is nobody to work
            return 0

    def _watch(self) -> None:
        """Break when there has been nobody to work for a while."""
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
    """Silence Dask's loggers and return their levels: what is wrong with a cluster is told by us."""
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
    message = "a worker says that it has built this deck, but it is not here"
    hint = "a cluster's machines need the outlines and decks under the same path: a shared disk"
    found = error("worker-differs", Location(outcome.target), message, hint)
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
        message = "a cluster needs the package distributed, which is not installed"
        raise InvalidInput([error("no-cluster", Location("--scheduler"), message, EXTRA)]) from None
    client: Any = distributed.Client.__new__(distributed.Client)
    try:
        client.__init__(address, timeout=CONNECTING, set_as_default=False)
    except Exception as lost:  # distributed raises OSError, ValueError, TypeError (tls: without a key) and others
        _drop(client)
        message = f"no scheduler answers at {address}"
        hint = f"such as tcp://10.0.0.5:8786; start one with: dask scheduler ({type(lost).__name__})"
        raise InvalidInput([error("no-cluster", Location("--scheduler"), message, hint)]) from None
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
