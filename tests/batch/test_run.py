"""Executors of all kinds, and workers that die."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path

import pytest

from osloregion_slides.base.findings import Location, finding, line, term
from osloregion_slides.batch.batch import Options, run_builds
from osloregion_slides.batch.cache import Note, Notes, read_notes, write_notes
from osloregion_slides.batch.run import processes
from osloregion_slides.batch.values import Job, Outcome
from osloregion_slides.batch.work import Task, do
from tests.batch.sample import DECKS, NAMES, built_apart, codes, states, workspace

VICTIM = "small-en.pptx"
posix = pytest.mark.skipif(sys.platform == "win32", reason="there is no kill -9 on Windows")


class Wrapped(Executor):
    """A pool that does something else than it is told."""

    def __init__(self, inner: Executor, instead: Callable[[Task], Outcome]) -> None:
        self.inner, self.instead = inner, instead

    def submit(self, fn: object, /, *args: object, **kwargs: object) -> Future[Outcome]:  # type: ignore[override]
        return self.inner.submit(self.instead, *args)  # type: ignore[arg-type]

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        self.inner.shutdown(wait=wait, cancel_futures=cancel_futures)


def dies(task: Task) -> Outcome:
    if task.target.endswith(VICTIM):
        os.makedirs(os.path.dirname(task.target), exist_ok=True)
        Path(f"{task.target}.{os.getpid()}.osr-part").write_bytes(b"half a deck")
        os.kill(os.getpid(), signal.SIGKILL)
    return do(task)


def dies_once(task: Task) -> Outcome:
    mark = os.path.join(os.path.dirname(task.job.outline), "tried")
    if task.target.endswith(VICTIM) and not os.path.exists(mark):
        Path(mark).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return do(task)


def raises(task: Task) -> Outcome:
    if task.target.endswith(VICTIM):
        raise ConnectionError("the worker is gone")
    return do(task)


@pytest.mark.parametrize("pool", [processes, ThreadPoolExecutor])
def test_any_executor_can_run_the_jobs(pool: Callable[[int], Executor], tmp_path: Path) -> None:
    path = workspace(tmp_path)
    batch = run_builds(path, Options(out_dir=str(tmp_path / "out"), workers=2), pool=pool)
    assert states(batch) == dict.fromkeys(NAMES, "built")
    again = run_builds(path, Options(out_dir=str(tmp_path / "out"), workers=2), pool=pool)
    assert states(again) == dict.fromkeys(NAMES, "unchanged")


def test_workers_can_be_spawned(tmp_path: Path) -> None:
    """As on Windows and macOS."""
    from multiprocessing import get_context

    def spawned(workers: int) -> Executor:
        return ProcessPoolExecutor(workers, mp_context=get_context("spawn"))

    batch = run_builds(workspace(tmp_path), Options(out_dir=str(tmp_path / "out"), workers=1), pool=spawned)
    assert states(batch) == dict.fromkeys(NAMES, "built")


@posix
def test_a_deck_that_kills_its_worker_is_a_finding_and_the_others_are_built(tmp_path: Path) -> None:
    pool = lambda workers: Wrapped(ProcessPoolExecutor(workers), dies)  # noqa: E731
    batch = run_builds(workspace(tmp_path), Options(out_dir=str(tmp_path / "out"), workers=2), pool=pool)
    victim = VICTIM.removesuffix(".pptx")
    assert codes(batch, victim) == ["worker-killed"]
    # "same" is a deck that was written whole before its worker could tell of it
    assert {name for name, state in states(batch).items() if state in ("built", "same")} == set(NAMES) - {victim}
    assert {path.name for path in (tmp_path / "out").glob("*.pptx*")} == set(DECKS) - {VICTIM}


@posix
def test_a_worker_killed_once_loses_no_deck(tmp_path: Path) -> None:
    pool = lambda workers: Wrapped(ProcessPoolExecutor(workers), dies_once)  # noqa: E731
    batch = run_builds(workspace(tmp_path), Options(out_dir=str(tmp_path / "out"), workers=2), pool=pool)
    assert not batch.failed
    assert len(batch.outcomes) == len(NAMES) == len({outcome.job for outcome in batch.outcomes})
    assert codes(batch, VICTIM.removesuffix(".pptx")) == ["worker-lost"]
    assert (tmp_path / "out" / VICTIM).exists()


def test_any_exception_of_an_executor_is_a_finding_for_that_deck(tmp_path: Path) -> None:
    pool = lambda workers: Wrapped(ThreadPoolExecutor(workers), raises)  # noqa: E731
    batch = run_builds(workspace(tmp_path), Options(out_dir=str(tmp_path / "out"), workers=2), pool=pool)
    assert codes(batch, VICTIM.removesuffix(".pptx")) == ["job-lost"]
    assert list(states(batch).values()).count("built") == len(NAMES) - 1


@posix
def test_a_full_disk_is_a_finding_and_leaves_no_partial_file(tmp_path: Path) -> None:
    full = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))"
    found = "sorted({finding.code for outcome in batch.outcomes for finding in outcome.findings})"
    assert built_apart(workspace(tmp_path), f"print({found})", first=full) == "['not-writable']"
    assert list((tmp_path / "out").glob("*.pptx*")) == []


def test_a_cached_finding_equals_the_reported_one_in_every_language(tmp_path: Path) -> None:
    reason = term("{en}", en="nothing later is known", nb="noe nyere er ikke kjent")
    lost = (term("an empty table"), term("footer “{text}”", text="x"), "y")
    found = (
        finding("last-known", Location("a.yaml", 3), total=65, date="2025-06-04", reason=reason),
        finding("import-lost", number=1, title="", lost=lost),
        finding("deck-differs", parts=("a", "b"), count=2),
    )
    notes = Notes()
    job = Job("decks/a.yaml", "", "", "", (), "a.pptx", Location("decks/a.yaml"))
    notes.decks["out/a.pptx"] = Note(job, (), (1, 2, 3), "0", 1, found)
    write_notes(str(tmp_path / "notes.json"), notes)
    (kept,) = read_notes(str(tmp_path), "notes.json").decks.values()
    assert kept.findings == found
    assert [line(one, "nb") for one in kept.findings] == [line(one, "nb") for one in found]
    assert "noe nyere er ikke kjent" in line(kept.findings[0], "nb")
