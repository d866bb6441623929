"""``--scheduler tcp://…``: the same jobs on the workers of a Dask cluster, through Dask's own executor.

Dask gives a job whose worker dies to another worker by itself, and gives up only after it has killed several
(``distributed.scheduler.allowed-failures``). Dask does not report that no worker is left: a thread polls for that
and then breaks the executor, as a pool of processes breaks.

A worker is asked before it gets work: one that has another version of the tool or lacks the folder would fail its
decks faster than the others build them, and so get most of them.
"""

from __future__ import annotations

import threading
from concurrent.futures import BrokenExecutor, Executor, Future
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from osloregion_slides.base.findings import Finding, InvalidInput, Location, finding
from osloregion_slides.base.record import Record
from osloregion_slides.batch.sources import stated

if TYPE_CHECKING:
    from collections.abc import Callable
    from logging import Logger

    from osloregion_slides.batch.values import Outcome

CONNECTING = 10  # seconds until a scheduler has to answer
PATIENCE = 60  # seconds that a cluster may be without workers: restarted ones need a few, new machines more
QUESTION = "__import__('osloregion_slides.batch.work', fromlist=['differing']).differing(*asked)"
"""As a text: Dask ends a worker that gets a function which it cannot import."""
ANSWER = 0.1  # seconds between two looks whether a worker has answered
MIN_JOBS = 32  # handed over at a time: a cluster that grows with its work has to see that there is some


class _Flight(Record):
    """A job with Dask: its future there, the workers that may do it, and how it is handed over again."""

    theirs: Future[Any]
    workers: tuple[str, ...]
    hand_over: Callable[[], Future[Any]]


class Cluster(Executor):
    """The workers of the scheduler at ``address``; InvalidInput where they cannot be had.

    Those that are not in the ``folder``, or have another version of the ``tool``, get no work and are ``told``.
    """

    def __init__(
        self,
        address: str,
        patience: float = PATIENCE,
        folder: str = "",
        tool: str = "",
        told: list[Finding] | None = None,
    ) -> None:
        self._patience, self._question = patience, (folder, tool)
        self._told: list[Finding] = [] if told is None else told
        self._client = _client(address)
        self._levels = _silenced()
        self._asked: dict[str, Any] = {}  # by the worker's address: Dask's future, then what is another there
        self._good: tuple[str, ...] = ()
        self._executor = self._client.get_executor(pure=False)
        self._flying: dict[Future[Any], _Flight] = {}
        self._lock, self._asking = threading.Lock(), threading.Lock()
        self._ended = threading.Event()
        self._arrive(address)
        threading.Thread(target=self._watch, daemon=True).start()

    def _arrive(self, address: str) -> None:
        """Wait for a worker that may work; InvalidInput where none comes, and where all that are there differ."""
        waited = 0.0
        while not self._threads():
            answered = all([isinstance(kind, str) for kind in self._asked.values()])
            if answered and (self._asked or waited >= self._patience):
                folder, kinds = self._question[0], self._asked.items()
                differ = [_differs(one, kind, folder) for one, kind in kinds if kind]
                self.shutdown()
                raise InvalidInput(differ or [finding("no-cluster.workers", Location(address), address=address)])
            self._ended.wait(ANSWER)
            waited += ANSWER

    @property
    def workers(self) -> int:
        """How many jobs the cluster can do at once, as it is now."""
        return max(MIN_JOBS, self._threads())

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Hand a job over; BrokenExecutor where the scheduler is gone."""
        if self._ended.is_set():
            raise BrokenExecutor("the cluster has no workers any more")
        ours: Future[Any] = Future()
        try:
            self._fly(ours, lambda: self._executor.submit(fn, *args, **kwargs))
        except Exception as lost:
            raise BrokenExecutor(f"{type(lost).__name__}: {lost}") from lost
        return ours

    def _fly(self, ours: Future[Any], hand_over: Callable[[], Future[Any]]) -> None:
        with self._lock:
            workers, theirs = self._good, hand_over()
            self._flying[ours] = _Flight(theirs, workers, hand_over)
        theirs.add_done_callback(lambda done: self._land(ours, done))

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
            flight = self._flying.get(ours)
            if flight is None or flight.theirs is not theirs:
                return
            del self._flying[ours]
        fault = BrokenExecutor("the scheduler is gone") if theirs.cancelled() else theirs.exception()
        if fault is None:
            ours.set_result(theirs.result())
        else:
            ours.set_exception(fault)

    def _threads(self) -> int:
        """How many threads the workers have together, 0 where there are none or the scheduler does not answer."""
        try:
            with self._asking:
                there: dict[str, int] = self._client.nthreads()
                self._ask(there)
                return sum([there[one] for one in self._good])
        except Exception:  # whatever distributed raises: no worker can be reached
            return 0

    def _ask(self, there: dict[str, int]) -> None:
        """Ask the workers that are new what they have; give jobs whose workers have all gone to others."""
        folder = self._question[0]
        for one in [one for one in self._asked if one not in there]:
            del self._asked[one]
        for one in there:
            if one not in self._asked:
                ask, asked = self._client.submit, {"asked": self._question}
                self._asked[one] = ask(eval, QUESTION, asked, workers=[one], pure=False) if folder else ""
            elif not isinstance(self._asked[one], str) and self._asked[one].done():
                self._asked[one] = kind = _answer(self._asked[one])
                if kind:
                    self._told.append(_differs(one, kind, folder, left_out=True))
        good = tuple(sorted([one for one, kind in self._asked.items() if kind == ""]))
        if good == self._good:
            return
        self._good = good
        if good:
            self._executor = self._client.get_executor(pure=False, workers=list(good))
            left = [(ours, flight) for ours, flight in self._flying.items() if not {*flight.workers} & {*there}]
            for ours, flight in left:
                self._fly(ours, flight.hand_over)
                flight.theirs.cancel()

    def _watch(self) -> None:
        """Break the executor when the cluster has had no workers for a while."""
        step = max(0.1, min(5.0, self._patience / 4))
        idle = 0.0
        while not self._ended.wait(step):
            waits = self._threads() or any([not isinstance(kind, str) for kind in self._asked.values()])
            idle = 0.0 if waits else idle + step
            if idle >= self._patience:
                self._break()
                return

    def _break(self) -> None:
        self._ended.set()
        with self._lock:
            flying, self._flying = self._flying, {}
        for future in flying:
            future.set_exception(BrokenExecutor("the cluster has no workers any more"))


def _answer(future: Any) -> str:
    """What is another at a worker that was asked; one that cannot answer has another version."""
    try:
        return str(future.result())
    except Exception:  # whatever it raises: the function, the package or a library is not there
        return "version"


def _differs(worker: str, kind: str, folder: str, left_out: bool = False) -> Finding:
    at = Location("--scheduler")
    if kind == "folder":
        key = "worker-left-out.folder" if left_out else "worker-differs.folder"
        return finding(key, at, machine=worker, folder=folder)
    return finding("worker-left-out.version" if left_out else "worker-differs.version", at, machine=worker)


def cluster(address: str, folder: str, tool: str, told: list[Finding]) -> Callable[[int], Cluster]:
    """Return what makes an executor of the cluster at ``address``; workers that are left out are ``told``."""
    return lambda workers: Cluster(address, folder=folder, tool=tool, told=told)


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
