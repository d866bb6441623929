"""A Dask cluster: what goes wrong before it is there, and a real one on this machine with workers that die."""

from __future__ import annotations

import gc
import os
import pickle
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from osloregion_slides.base.findings import InvalidInput, Location
from osloregion_slides.batch import cluster as room
from osloregion_slides.batch.batch import Batch, Options, run_builds
from osloregion_slides.batch.sources import Source, tool_version
from osloregion_slides.batch.values import Job, Outcome
from osloregion_slides.batch.work import Task
from tests.batch.sample import build, change, inside, workspace

MANY = """\
builds:
  - outline: small.yaml
    audiences: [~, board]
    languages: [nb, en]
    dates: [{dates}]
  - outline: other.yaml
""".format(dates=", ".join(f"2008-{month:02}-{day:02}" for month in range(1, 8) for day in (1, 15)))
DECKS = 57


@pytest.fixture(autouse=True)
def _any_version(monkeypatch: pytest.MonkeyPatch) -> None:
    """Workers look at the tool themselves, and somebody may be at work on it."""
    monkeypatch.setattr("osloregion_slides.batch.batch.tool_version", lambda known: ("looks", ""))


class Dask:
    """A scheduler and two workers, each a process of its own."""

    def __init__(self, folder: Path) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.address = f"tcp://127.0.0.1:{port}"
        self.folder = folder
        self.scheduler = self._start("scheduler", "--port", str(port), "--host", "127.0.0.1")
        self.workers: list[subprocess.Popen[bytes]] = []
        self.others: list[subprocess.Popen[bytes]] = []
        self.renew()

    def renew(self) -> bool:
        """Have two plain workers and no other; False where the scheduler is gone."""
        if self.scheduler.poll() is not None:
            return False
        for other in self.others:
            other.kill()
            other.wait()
        self.others = []
        self.workers = [one for one in self.workers if one.poll() is None][:2]
        while len(self.workers) < 2:
            self.workers.append(self._worker())
        self.wait(2)
        return True

    def _start(self, name: str, *arguments: str) -> subprocess.Popen[bytes]:
        command = [sys.executable, "-m", f"distributed.cli.dask_{name}", *arguments, "--no-dashboard"]
        with open(self.folder / f"{name}.log", "ab") as log:
            return subprocess.Popen(command, cwd=self.folder, stdout=log, stderr=log)

    def _worker(self) -> subprocess.Popen[bytes]:
        return self._start("worker", self.address, "--no-nanny", "--nthreads", "1")

    def add(self, first: str) -> None:
        """Start one more worker, whose Python runs this ``first``."""
        command = "import sys; from distributed.cli.dask_worker import main; main(sys.argv[1:])"
        own = [self.address, "--no-nanny", "--nthreads", "1", "--no-dashboard"]
        with open(self.folder / "other.log", "ab") as log:
            python = [sys.executable, "-c", f"{first}\n{command}", *own]
            self.others.append(subprocess.Popen(python, cwd=self.folder, stdout=log, stderr=log))

    def wait(self, count: int) -> None:
        """Wait until so many workers are there, and those that were killed are not."""
        import distributed

        client_of: Any = distributed.Client
        deadline = time.monotonic() + 60
        while True:
            try:
                with client_of(self.address, timeout=5, set_as_default=False) as client:
                    client.wait_for_workers(count, timeout=60)
                    while len(client.nthreads()) > count:
                        time.sleep(0.1)
                        assert time.monotonic() < deadline
                return
            except (OSError, TimeoutError):
                assert time.monotonic() < deadline, (self.folder / "scheduler.log").read_text()

    def stop(self) -> None:
        for process in (*self.workers, *self.others, self.scheduler):
            process.kill()
            process.wait()


@pytest.fixture(scope="module")
def clusters(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Dask]]:
    """The clusters of this module: one, and another each time its scheduler was killed."""
    pytest.importorskip("distributed")
    started: list[Dask] = []
    yield started
    for one in started:
        one.stop()


@pytest.fixture
def dask(clusters: list[Dask], tmp_path_factory: pytest.TempPathFactory) -> Dask:
    if not clusters or not clusters[-1].renew():
        clusters.append(Dask(tmp_path_factory.mktemp("dask")))
    return clusters[-1]


def said(batch: Batch) -> list[tuple[object, ...]]:
    """Return what came of each deck, apart from when its files were written."""
    return [(outcome.job, outcome.state, outcome.slides, outcome.findings) for outcome in batch.outcomes]


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if not path.name.startswith(".")}


@pytest.mark.slow
def test_a_worker_killed_midway_loses_no_deck_and_builds_none_twice(dask: Dask, tmp_path: Path) -> None:
    path = workspace(tmp_path, MANY)
    change(tmp_path / "decks" / "small.yaml", "nb: Møte", 'nb: "[Møte]"')
    told: list[Outcome] = []

    def tell(outcome: Outcome, total: int) -> None:
        told.append(outcome)
        if len(told) == 10:
            os.kill(dask.workers[0].pid, signal.SIGKILL)

    with inside(tmp_path):
        batch = run_builds(path, Options(scheduler=dask.address), tell)
        assert dask.workers[0].wait() == -signal.SIGKILL
        assert len(told) == len({outcome.job for outcome in told}) == len(batch.outcomes) == DECKS
        lost = [outcome for outcome in batch.outcomes if outcome.state == "same"]
        assert {outcome.state for outcome in batch.outcomes} <= {"built", "same"}
        assert len(lost) <= 2, "what only the killed worker knew to be built is looked at again, not written again"
        here = run_builds(path, Options(out_dir="here", workers=1))
        assert [told[2:] for told in said(batch)] == [told[2:] for told in said(here)]
        assert bytes_of(tmp_path / "out") == bytes_of(tmp_path / "here")
        assert len(bytes_of(tmp_path / "out")) == DECKS
        again = run_builds(path, Options(scheduler=dask.address))
    assert {outcome.state for outcome in again.outcomes} == {"unchanged"}


@pytest.mark.slow
@pytest.mark.parametrize("whole", [False, True], ids=["all workers", "the scheduler"])
def test_a_lost_cluster_is_reported_for_each_unbuilt_deck(
    whole: bool, dask: Dask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "CONNECTING", 2)
    path = workspace(tmp_path, MANY)
    told: list[Outcome] = []

    def tell(outcome: Outcome, total: int) -> None:
        told.append(outcome)
        if len(told) == 5:
            for process in [dask.scheduler] if whole else dask.workers:
                process.kill()

    with inside(tmp_path):
        options = Options(scheduler=dask.address)
        batch = run_builds(path, options, tell, pool=lambda workers: room.Cluster(dask.address, patience=2))
        assert len(told) == len(batch.outcomes) == DECKS
        failed = {outcome for outcome in batch.outcomes if outcome.state == "failed"}
        assert failed
        assert {finding.code for outcome in failed for finding in outcome.findings} == {"no-cluster"}
        made = bytes_of(tmp_path / "out")
        whole_decks = bytes_of(Path(build(path, out_dir="here").outcomes[0].target).parent)
    assert {name: data == whole_decks[name] for name, data in made.items()} == dict.fromkeys(made, True)
    assert len(made) >= DECKS - len(failed)


OTHERS = {
    "version": "from osloregion_slides.batch import work; work._Worker.tool = 'another'",
    "folder": "import os; inside = os.chdir; os.chdir = lambda path: inside(str(path) + '/elsewhere')",
    "package": "import sys; sys.modules['osloregion_slides'] = None",
}
SLOW = "import time; from osloregion_slides.batch import work; made = work._built\n\
work._built = lambda task: (time.sleep(0.5), made(task))[1]"


@pytest.mark.slow
def test_workers_with_other_files_get_no_work_and_every_deck_is_built(
    dask: Dask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One of another version, one without the folder, one without the package, a slow one; and one good one dies."""
    version = tool_version()[1]
    monkeypatch.setattr("osloregion_slides.batch.batch.tool_version", lambda known: ("looks", version))
    for first in (*OTHERS.values(), SLOW):
        dask.add(first)
    dask.wait(6)
    path = workspace(tmp_path, MANY)
    told: list[Outcome] = []

    def tell(outcome: Outcome, total: int) -> None:
        told.append(outcome)
        if len(told) == 10:
            os.kill(dask.workers[0].pid, signal.SIGKILL)

    with inside(tmp_path):
        batch = run_builds(path, Options(scheduler=dask.address), tell)
    assert {outcome.state for outcome in batch.outcomes} <= {"built", "same"}
    assert len(bytes_of(tmp_path / "out")) == DECKS
    said = sorted(["another version" in finding.message for finding in batch.findings])
    assert said == [False, True, True], [finding.message for finding in batch.findings]
    assert {finding.code for finding in batch.findings} == {"worker-left-out"}
    assert not batch.failed


@pytest.mark.slow
def test_a_cluster_of_unusable_workers_is_reported_and_a_usable_one_that_joins_later_builds(
    dask: Dask, tmp_path: Path
) -> None:
    path = workspace(tmp_path)
    with inside(tmp_path), pytest.raises(InvalidInput) as caught:
        room.Cluster(dask.address, folder=str(tmp_path / "gone"))
    assert [finding.code for finding in caught.value.findings] == ["worker-differs"] * 2

    before = tuple(dask.workers)

    def tell(outcome: Outcome, total: int) -> None:
        if before == tuple(dask.workers):  # all that were there when the jobs were handed over
            for worker in before:
                worker.kill()
            dask.workers = [dask._worker()]

    change(Path(path), "outline: other.yaml", "outline: other.yaml\n  - {outline: small.yaml, dates: [2009-01-01]}")
    with inside(tmp_path):
        batch = run_builds(path, Options(scheduler=dask.address), tell)
    assert {outcome.state for outcome in batch.outcomes} <= {"built", "same"}


@pytest.mark.slow
def test_a_failing_deck_fails_on_the_cluster_as_it_does_locally(dask: Dask, tmp_path: Path) -> None:
    path = workspace(tmp_path)
    change(tmp_path / "decks" / "other.yaml", "kind: cover", "kind: covr")
    with inside(tmp_path):
        there = run_builds(path, Options(scheduler=dask.address))
        assert said(there) == said(run_builds(path, Options(out_dir="here", workers=1)))
    assert there.failed


def test_a_missing_package_is_reported_in_one_line_with_the_install_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(InvalidInput) as caught:
        build(workspace(tmp_path), scheduler="tcp://127.0.0.1:1")
    (finding,) = caught.value.findings
    assert finding.code == "no-cluster"
    assert finding.hint == "Run `pip install 'osloregion-slides[cluster]'`."


ADDRESSES = {
    "nobody listens": "tcp://127.0.0.1:1",
    "no protocol": "nowhere",
    "an unknown protocol": "ftp://x:1",
    "no address": "",
    "no host": "tcp://",
    "no number": "tcp://a:b",
    "a port too high": "tcp://127.0.0.1:99999999",
    "a label too long": f"tcp://{'x' * 300}:1",
    "half an IPv6 address": "tcp://[::1",
    "TLS without a key": "tls://127.0.0.1:1",
}


@pytest.mark.parametrize("address", ADDRESSES.values(), ids=ADDRESSES)
def test_an_unreachable_scheduler_is_reported_in_one_line(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr(room, "CONNECTING", 1)
    with pytest.raises(InvalidInput) as caught:
        room.Cluster(address)
    assert [(finding.code, address in finding.message) for finding in caught.value.findings] == [("no-cluster", True)]


def test_a_batch_without_its_scheduler_builds_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed")
    monkeypatch.setattr(room, "CONNECTING", 1)
    with pytest.raises(InvalidInput) as caught:
        build(workspace(tmp_path), scheduler="tcp://127.0.0.1:1")
    assert [finding.code for finding in caught.value.findings] == ["no-cluster"]
    assert not list(tmp_path.rglob("*.pptx"))


@pytest.mark.parametrize("address", ["tcp://127.0.0.1:1", "ftp://x:1"])
def test_failed_connections_leave_no_threads_and_do_not_block_later_ones(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The collector of cycles runs at every step here: also while the next client starts its loop."""
    pytest.importorskip("distributed")
    monkeypatch.setattr(room, "CONNECTING", 1)
    with pytest.raises(InvalidInput):
        room.Cluster(address)
    before, often = threading.active_count(), gc.get_threshold()
    gc.set_threshold(100, 1, 1)
    try:
        for _ in range(3):
            with pytest.raises(InvalidInput):
                room.Cluster(address)
    finally:
        gc.set_threshold(*often)
    assert threading.active_count() <= before


A_JOB = Job("decks/small.yaml", "", "", "", (), "small.pptx", Location("b", 1))


WORKERS = ["is fresh", "has built a deck", "has lost its own folder"]
WORKER = """\
import os, pickle, sys
from osloregion_slides.batch.work import do
for task in pickle.load(sys.stdin.buffer):
    if task is None:
        os.mkdir("gone")
        os.chdir("gone")
        os.rmdir(os.getcwd())
        continue
    outcome = do(task)
pickle.dump(outcome, sys.stdout.buffer)
"""


def last_of(before: str, folder: Path, task: Task) -> Outcome:
    """Return what became of a task in a process of its own, which was through something before."""
    through = {"is fresh": [], "has built a deck": [task.replace(folder=str(folder), tool="")]}.get(before, [None])
    given, python = pickle.dumps([*through, task]), [sys.executable, "-c", WORKER]
    answer = subprocess.run(python, cwd=folder, input=given, capture_output=True, check=False)
    assert answer.returncode == 0, answer.stderr.decode()
    outcome: Outcome = pickle.loads(answer.stdout)
    return outcome


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"folder": "/no/such/folder"}, "does not have the folder /no/such/folder"),
        ({"tool": "another"}, "another version"),
    ],
)
@pytest.mark.parametrize("before", WORKERS)
def test_a_worker_with_other_files_reports_the_difference(
    before: str, changes: dict[str, str], said: str, tmp_path: Path
) -> None:
    workspace(tmp_path)
    task = Task(A_JOB, "out/small.pptx", folder=str(tmp_path))
    outcome = last_of(before, tmp_path, task.replace(**changes))
    assert outcome.state == "failed"
    (finding,) = outcome.findings
    assert finding.code == "worker-differs"
    assert said in finding.message
    assert [source.path for source in outcome.sources] == ["decks/small.yaml"]
    assert (tmp_path / "out" / "small.pptx").exists() is (before == "has built a deck")


@pytest.mark.parametrize("before", WORKERS)
def test_a_worker_with_the_same_files_builds_the_deck(before: str, tmp_path: Path) -> None:
    workspace(tmp_path)
    outcome = last_of(before, tmp_path, Task(A_JOB, "out/small.pptx", folder=str(tmp_path)))
    assert (outcome.state, outcome.findings) == ("same" if before == "has built a deck" else "built", ())
    assert "decks/data/members.csv" in [source.path for source in outcome.sources]


def test_a_deck_written_to_a_workers_local_disk_does_not_count_as_built(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("time.sleep", lambda seconds: None)
    there = tmp_path / "there.pptx"
    there.write_bytes(b"deck")
    outcome = Outcome(A_JOB, "built", str(there), 2, deck=Source(str(there), 4, 1))
    assert room.arrived(outcome) == outcome
    there.unlink()
    lost = room.arrived(outcome)
    assert (lost.state, [finding.code for finding in lost.findings]) == ("failed", ["worker-differs"])
