"""A library changes nothing of the program that uses it: streams, collector, limits, handlers, hooks."""

from __future__ import annotations

import codecs
import gc
import io
import json
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest

from osloregion_slides import cli
from osloregion_slides.batch.sources import trace
from tests.conftest import REPOSITORY

STATE = """\
import builtins, gc, io, json, locale, logging, os, signal, sys, threading, warnings
hooks = []
sys.addaudithook(lambda event, args: hooks.append(event) if event == "sys.addaudithook" else None)
import decimal, PIL.Image

def state():
    return {
        "collector": [gc.isenabled(), gc.get_freeze_count(), list(gc.get_threshold())],
        "hooks": len(hooks),
        "openers": [id(builtins.open), id(io.open), id(os.open)],
        "streams": [id(sys.stdout), sys.stdout.errors, id(sys.stderr), sys.stderr.errors],
        "limits": [sys.getrecursionlimit(), sys.getswitchinterval(), PIL.Image.MAX_IMAGE_PIXELS],
        "handlers": [str(signal.getsignal(number)) for number in (signal.SIGINT, signal.SIGTERM)],
        "warnings": [str(one) for one in warnings.filters],
        "locale": locale.setlocale(locale.LC_ALL),
        "place": [os.getcwd(), sorted(os.environ.items())],
        "hook": [str(sys.excepthook), str(threading.excepthook), sys.getprofile(), sys.gettrace()],
        "decimal": [decimal.getcontext().prec, decimal.getcontext().rounding],
        "logging": [logging.root.level, str(logging.root.handlers)],
    }
"""

USE = """\
before = state()
from osloregion_slides import InvalidInput, adopt, build, check, diff, load, plan, save, update
from osloregion_slides.cli import main
deck = build("decks/gallery.yaml")
save("out/gallery.pptx", deck)
update("out/gallery.pptx")
diff("decks/gallery.yaml", "out/gallery.pptx")
check("out/gallery.pptx")
deck.presentation()
try:
    load("nothing.yaml")
except InvalidInput:
    pass
for line in (
    ["build", "decks/osloregionen.yaml", "-o", "out/o.pptx"],
    ["build", "decks/osloregionen.yaml", "-j", "1", "--out-dir", "two", "--report", "two/r.html"],
    ["build", "decks/builds.yaml", "-j", "1"],
    ["build", "decks/builds.yaml", "-j", "2", "--fresh"],
    ["plan", "out/o.pptx"],
    ["check", "decks/osloregionen.yaml"],
    ["members", "decks/data/members.csv", "--as-of", "2008-01-01"],
    ["outline", "decks/osloregionen.yaml"],
    ["build", "nothing.yaml"],
):
    main(line)
try:
    main(["nothing"])
except SystemExit:
    pass
after = state()
print(json.dumps({name: [before[name], after[name]] for name in before if before[name] != after[name]}))
"""


@pytest.fixture
def workspace(tmp_path: Path) -> Path:
    import shutil

    shutil.copytree(REPOSITORY / "decks", tmp_path / "decks", ignore=shutil.ignore_patterns(".bases"))
    builds = "builds:\n  - {outline: gallery.yaml, language: [nb, en]}\n"
    (tmp_path / "decks" / "builds.yaml").write_text(builds, encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("before", ["gc.enable()", "gc.disable()"])
def test_the_state_of_the_host_process_is_restored(before: str, workspace: Path) -> None:
    code = f"{STATE}\n{before}\nif __name__ == '__main__':\n" + "".join(f"    {line}\n" for line in USE.splitlines())
    (workspace / "host.py").write_text(code, encoding="utf-8")
    environment = {"PYTHONPATH": str(REPOSITORY), "PATH": "", "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        [sys.executable, "host.py"], cwd=workspace, capture_output=True, text=True, encoding="utf-8", env=environment
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[-1]) == {}


class Plain:
    """A stream with nothing but ``write`` and ``flush``, as notebooks and web servers have."""

    def __init__(self) -> None:
        self.text = ""

    def write(self, text: str) -> int:
        self.text += text
        return len(text)

    def flush(self) -> None:
        pass


COMMAND = ["members", str(REPOSITORY / "decks" / "data" / "members.csv"), "--as-of", "2008-01-01"]


def test_the_command_prints_to_a_redirected_stream() -> None:
    out, errors = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(errors):
        assert cli.main(COMMAND) == 0
    assert "Oslo" in out.getvalue()


def test_the_command_prints_to_a_write_only_stream() -> None:
    out = Plain()
    with redirect_stdout(out):
        assert cli.main(COMMAND) == 0
    assert "Oslo" in out.text


def test_the_command_runs_without_standard_streams(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    assert cli.main(COMMAND) == 0
    assert cli.main(["build", "nothing.yaml"]) == 1
    assert sys.stdout is None


def test_a_stream_keeps_its_error_handler_for_unencodable_characters() -> None:
    out = io.TextIOWrapper(io.BytesIO(), encoding="ascii", errors="strict")
    with redirect_stdout(out):
        assert cli.main(COMMAND) == 0
    assert out.errors == "strict"
    out.flush()
    assert b"B\\xe6rum" in out.buffer.getvalue()


def test_a_verb_restores_the_garbage_collector_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    def rule(options: object) -> int:
        gc.disable()
        gc.freeze()
        return 0

    monkeypatch.setattr(cli, "_run", rule)
    assert cli.main(COMMAND) == 0
    assert (gc.isenabled(), gc.get_freeze_count()) == (True, 0)


@pytest.mark.parametrize(
    "read",
    [
        pytest.param(lambda path: open(path).close(), id="open"),
        pytest.param(lambda path: open(file=path, mode="rb").close(), id="open by keywords"),
        pytest.param(lambda path: io.open(path).close(), id="io.open"),  # noqa: UP020  # libraries call it so
        pytest.param(lambda path: os.close(os.open(path, os.O_RDONLY)), id="os.open"),
        pytest.param(lambda path: Path(path).read_bytes(), id="pathlib"),
        pytest.param(lambda path: codecs.open(path).close(), id="codecs"),
        pytest.param(lambda path: zipfile.is_zipfile(path), id="zipfile"),
    ],
)
def test_an_opened_file_is_recorded_however_it_is_opened(read: Callable[[str], object], tmp_path: Path) -> None:
    path = tmp_path / "read.txt"
    path.write_text("x", encoding="utf-8")
    doors = open, io.open, os.open
    with trace:
        read(str(path))
        (tmp_path / "written.txt").write_text("x", encoding="utf-8")
    assert [source.path for source in trace.read() if str(tmp_path) in source.path] == [str(path)]
    assert (open, io.open, os.open) == doors


def test_recorded_files_equal_those_reported_by_audit_hooks(workspace: Path) -> None:
    """The oracle is an audit hook (PEP 578) in a process of its own: it sees every file that Python opens."""
    code = """\
import os, sys
opened = set()
def hook(event, args):
    if event == "open" and isinstance(args[0], str) and not (isinstance(args[1], str) and set(args[1]) & set("wax+")):
        opened.add(os.path.abspath(args[0]))
sys.addaudithook(hook)
from osloregion_slides import build
from osloregion_slides.batch.sources import trace
from osloregion_slides.starter import start
start("sheets", True)
for path in ("decks/gallery.yaml", "decks/osloregionen.yaml", "sheets/decks/osloregionen.yaml"):
    opened.clear()
    with trace:
        build(path)
    code = (".py", ".pyc", ".so", ".pyd")
    skipped = tuple(os.path.join(os.path.abspath(one), "") for one in trace.skip if os.path.isabs(one))
    package = trace.package
    seen = {one for one in opened if not one.endswith(code) and (one.startswith(package) or not one.startswith(skipped))}
    missed = sorted(one for one in seen if os.path.isfile(one) and one not in {s.path for s in trace.read()})
    print(path, len(seen), missed)
"""
    environment = {"PYTHONPATH": str(REPOSITORY), "PATH": "", "LC_ALL": "C.UTF-8"}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=workspace, capture_output=True, text=True, encoding="utf-8", env=environment
    )
    assert done.returncode == 0, done.stderr
    lines = [line.split(" ", 2) for line in done.stdout.splitlines()]
    assert [missed for _, _, missed in lines] == ["[]"] * 3
    assert all(int(count) > 3 for _, count, _ in lines), "the oracle sees files"
