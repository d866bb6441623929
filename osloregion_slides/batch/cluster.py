"""``--scheduler tcp://…``: the same jobs on the workers of a Dask cluster, through Dask's own executor.

Dask reassigns a job whose worker died, and gives up after the job has killed several workers
(``distributed.scheduler.allowed-failures``). Dask does not report that no worker is left: a thread polls for that
and then breaks the executor, like a broken pool of processes.

Each worker is queried before it gets work: one with another version of the tool or without the folder would fail its
decks faster than the others build theirs, and so attract most of them.
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

CONNECTING = 10  # seconds to wait for a scheduler
PATIENCE = 60  # seconds that a cluster may lack workers: restarts take a few, new machines more
QUESTION = "__import__('osloregion_slides.batch.work', fromlist=['differing']).differing(*asked)"
"""Source text, because a function that cannot be imported ends a worker of Dask."""
ANSWER = 0.1  # seconds between polls for an answer
MIN_JOBS = 32  # submitted at a time: an adaptive cluster grows with its queue


class _Flight(Record):
    """A submitted job: Dask's future, the permitted workers, and the function that submits it again."""

    theirs: Future[Any]
    workers: tuple[str, ...]
    hand_over: Callable[[], Future[Any]]


class Cluster(Executor):
    """The workers of the scheduler at ``address``; InvalidInput where it has none.

    Workers without the ``folder`` or with another version of the ``tool`` get no work and are reported in ``told``.
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
        self._asked: dict[str, Any] = {}  # by worker address: Dask's future, then the difference found
        self._good: tuple[str, ...] = ()
        self._executor = self._client.get_executor(pure=False)
        self._flying: dict[Future[Any], _Flight] = {}
        self._lock, self._asking = threading.Lock(), threading.Lock()
        self._ended = threading.Event()
        self._arrive(address)
        threading.Thread(target=self._watch, daemon=True).start()

    def _arrive(self, address: str) -> None:
        """Wait for a usable worker; InvalidInput if none appears, or if all differ."""
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
        """The number of jobs that the cluster can currently do at once."""
        return max(MIN_JOBS, self._threads())

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Submit a job; BrokenExecutor if the scheduler is gone."""
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
        """Disconnect from the cluster; unfinished jobs are cancelled."""
        self._ended.set()
        with suppress(Exception):  # the scheduler may be gone
            self._executor.shutdown(wait=wait and not cancel_futures)
        _drop(self._client)
        for logger, level in self._levels.items():
            logger.setLevel(level)

    def _land(self, ours: Future[Any], theirs: Future[Any]) -> None:
        """Pass on the result of a job unless it was cancelled: only Dask completes Dask's own futures."""
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
        """Return the total number of workers' threads, 0 without workers or without an answer of the scheduler."""
        try:
            with self._asking:
                there: dict[str, int] = self._client.nthreads()
                self._ask(there)
                return sum([there[one] for one in self._good])
        except Exception:  # any exception of distributed: no worker can be reached
            return 0

    def _ask(self, there: dict[str, int]) -> None:
        """Query new workers for folder and version; resubmit jobs whose workers are all gone."""
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
        """Break the executor once the cluster has lacked workers for ``PATIENCE``."""
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
    """Return the difference found at a queried worker; one that cannot answer has another version."""
    try:
        return str(future.result())
    except Exception:  # any exception: the function, the package or a library is missing
        return "version"


def _differs(worker: str, kind: str, folder: str, left_out: bool = False) -> Finding:
    at = Location("--scheduler")
    if kind == "folder":
        key = "worker-left-out.folder" if left_out else "worker-differs.folder"
        return finding(key, at, machine=worker, folder=folder)
    return finding("worker-left-out.version" if left_out else "worker-differs.version", at, machine=worker)


def cluster(address: str, folder: str, tool: str, told: list[Finding]) -> Callable[[int], Cluster]:
    """Return a factory of executors on the cluster at ``address``; excluded workers are reported in ``told``."""
    return lambda workers: Cluster(address, folder=folder, tool=tool, told=told)


def _silenced() -> dict[Logger, int]:
    """Silence Dask's loggers, since faults of a cluster are findings, and return their levels."""
    import logging

    loggers = [logging.getLogger(name) for name in ("distributed.client", "distributed.core", "tornado.application")]
    levels = {logger: logger.level for logger in loggers}
    for logger in loggers:
        logger.setLevel(logging.CRITICAL + 1)
    return levels


def arrived(outcome: Outcome) -> Outcome:
    """Return the outcome if its deck is visible here, else a failed one: the disk may not be shared."""
    if outcome.deck is None or outcome.state not in ("built", "same") or _is_here(outcome):
        return outcome
    found = finding("worker-differs", Location(outcome.target))
    return outcome.replace(state="failed", deck=None, findings=(*outcome.findings, found))


def _is_here(outcome: Outcome) -> bool:
    """Return whether the deck exists here; network drives may show a new file seconds late (NFS: acdirmax)."""
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
    """Close a client, connected or not, and end the thread of its loop.

    Otherwise the garbage collector does it at any time: ``Client.__del__`` takes the lock under which the next client
    starts its loop, and that start may trigger the collector, which is a deadlock.
    """
    with suppress(Exception):
        client.close(timeout=CONNECTING)
    with suppress(Exception):  # a client that closed itself leaves its loop running
        client._loop_runner.stop()
    client.status = "closed"
