"""The budget of a deck: work without end is a finding, in every thread, and the process is as it was."""

from __future__ import annotations

import functools
import signal
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from osloregion_slides.base import budget
from osloregion_slides.base.budget import UNLIMITED, TooMuchWork, Within
from osloregion_slides.base.files import Ordinary
from osloregion_slides.base.findings import InvalidInput, Location
from osloregion_slides.batch.values import Job
from osloregion_slides.batch.work import Task, do
from osloregion_slides.cli import main
from osloregion_slides.preview.state import Variant, show

OUTLINE = "deck: a\ntitle: A\nlanguage: en\nslides:\n  - {id: s, kind: statement, title: Hello}\n"


def endless() -> None:
    while True:
        try:
            sum(range(1000))
        except Exception:  # what a slide or a plug-in survives
            continue


def growing() -> None:
    kept = []
    while True:
        kept.append(bytes(1_000_000))


def in_thread(work: Callable[[], None]) -> list[BaseException]:
    """Return what a piece of work raises in a thread that is not the main one."""
    found: list[BaseException] = []

    def run() -> None:
        try:
            work()
        except BaseException as problem:
            found.append(problem)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(60)
    assert not thread.is_alive()
    return found


def over(work: Callable[[], None], seconds: float = 0.2) -> None:
    with Within("a.yaml", seconds):
        work()


def test_endless_work_is_a_finding_for_its_file() -> None:
    began = time.process_time()
    with pytest.raises(InvalidInput) as caught:
        over(endless)
    assert [(one.code, str(one.at)) for one in caught.value.findings] == [("too-much-work", "a.yaml")]
    assert time.process_time() - began < 1


def test_endless_work_in_another_thread_is_a_finding() -> None:
    [problem] = in_thread(lambda: over(endless))
    assert isinstance(problem, InvalidInput) and problem.findings[0].code == "too-much-work"
    assert in_thread(lambda: over(lambda: time.sleep(0.1))) == []


@pytest.mark.skipif(not Path("/proc/self/statm").exists(), reason="the system does not say what a process holds")
@pytest.mark.parametrize("run", [lambda work: in_thread(work)[0], None])
def test_unbounded_memory_use_is_a_finding(
    run: Callable[..., BaseException] | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(budget, "MEMORY", 100_000_000)
    if run is None:
        with pytest.raises(InvalidInput) as caught:
            over(growing, 60)
        problem: BaseException = caught.value
    else:
        problem = run(lambda: over(growing, 60))
    assert isinstance(problem, InvalidInput) and problem.findings[0].code == "too-much-work"


def test_larger_input_gets_a_larger_time_budget() -> None:
    with Within("a.yaml", 0.1):
        Ordinary.read += 1_000_000
        end = time.process_time() + 0.5
        while time.process_time() < end:
            pass


@pytest.mark.parametrize("in_a_thread", [False, True])
def test_the_innermost_budget_applies_and_the_outer_one_restarts_after_it(in_a_thread: bool) -> None:
    if in_a_thread:
        assert in_thread(nested) == []
    else:
        nested()


def nested() -> None:
    with Within("outer", 0.3):
        with Within("inner", UNLIMITED):
            end = time.process_time() + 0.5
            while time.process_time() < end:
                pass
        with pytest.raises(InvalidInput, match="inner"), Within("inner", 0.1):
            endless()
        with pytest.raises(TooMuchWork):
            endless()


def test_without_system_timers_a_thread_watches_the_budget(monkeypatch: pytest.MonkeyPatch) -> None:
    """As on Windows: the main thread too is looked at from another one, and the process's time counts."""
    monkeypatch.setattr(Within, "_signal", lambda self: False)
    monkeypatch.setattr(budget, "_clock_of", lambda thread: time.process_time)
    nested()
    with pytest.raises(InvalidInput):
        over(endless, 0.1)
    assert Within._running == {}


@pytest.mark.parametrize("run", [lambda work: work(), in_thread])
def test_a_budget_exceeded_at_the_very_end_never_raises_outside(run: Callable[..., object]) -> None:
    """Whenever the look comes, in the last line of the work or while it ends, it is a finding or nothing."""

    def close() -> None:
        for number in range(60):
            try:
                over(functools.partial(spend, time.thread_time() + 0.04 + number / 2000), 0.03)
            except InvalidInput:
                pass

    assert not run(close)


def spend(end: float) -> None:
    while time.thread_time() < end:
        pass


def test_signals_and_timers_of_the_process_are_restored() -> None:
    if not hasattr(signal, "SIGPROF"):
        pytest.skip("no such signal here")
    before = signal.getsignal(signal.SIGPROF), signal.getitimer(signal.ITIMER_PROF)
    with pytest.raises(InvalidInput):
        over(endless, 0.1)
    assert (signal.getsignal(signal.SIGPROF), signal.getitimer(signal.ITIMER_PROF)) == before
    assert Within._running == {}


@pytest.fixture
def slow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Return an outline whose slides never end, in a process that gives each deck little time."""
    from osloregion_slides.kinds import statement

    (tmp_path / "a.yaml").write_text(OUTLINE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(Within, "chosen", 0.3)
    monkeypatch.setattr(statement, "compose", lambda source, context: endless())
    yield tmp_path


def test_a_worker_fails_a_deck_over_budget_and_builds_the_next(slow: Path) -> None:
    job = Job("a.yaml", "", "", "", (), "a.pptx", Location("a.yaml"))
    outcome = do(Task(job, "out/a.pptx", seconds=0.3))
    assert outcome.state == "failed" and [one.code for one in outcome.findings] == ["too-much-work"]
    assert not (slow / "out").exists()


@pytest.mark.parametrize("command", [["build", "a.yaml"], ["check", "a.yaml"], ["build", "a.yaml", "--shard", "1/1"]])
def test_a_command_reports_an_exceeded_budget_and_continues(
    command: list[str], slow: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*command, "--budget", "0.3"]) == 1
    assert "too-much-work" in "".join(capsys.readouterr())
    assert not (slow / "out" / "a.pptx").exists()


def test_the_page_shows_an_exceeded_budget_as_a_finding(slow: Path) -> None:
    shown: list[object] = []
    in_thread(lambda: shown.append(show("a.yaml", Variant(), 1, None)))
    assert [one.code for one in shown[0].findings] == ["too-much-work"]  # type: ignore[attr-defined]


def test_drawing_uses_the_libreoffice_timeout_and_not_the_budget(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    from osloregion_slides import diff_page

    def slow(*given: object) -> dict[int, str]:
        end = time.process_time() + 0.8
        while time.process_time() < end:
            pass
        return {}

    (tmp_path / "a.yaml").write_text(OUTLINE, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(diff_page, "pictures", slow)
    monkeypatch.setattr(diff_page, "diff_page", lambda *given: "page")
    assert main(["diff", "a.yaml", "a.yaml", "--format", "html", "--budget", "0.5"]) == 0
    assert capsys.readouterr().out == "page\n"
