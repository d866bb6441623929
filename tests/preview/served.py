"""A preview to ask: an application in this process, or a server in a process of its own."""

from __future__ import annotations

import asyncio
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Coroutine, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import unquote

import pytest

from tests.conftest import REPOSITORY

pytest.importorskip("starlette", reason="the preview's packages are not installed: pip install .[preview]")
pytest.importorskip("httpx", reason="httpx is not installed: pip install .[test]")

import httpx

from osloregion_slides.preview.app import application
from osloregion_slides.preview.auth import Access
from osloregion_slides.preview.state import Variant
from osloregion_slides.preview.studio import Studio

T = TypeVar("T")
PORT = 8765
OWN = {"x-osloregion": "preview"}
MODULES = sorted((REPOSITORY / "templates" / "pages" / "preview").glob("*.js"))
SCRIPTS = ["/preview.js", *(f"/preview/{path.name}" for path in MODULES)]
SMALL = """\
deck: prove
title: Prøve
language: nb
languages: [nb, en]
as_of: 2008-01-01
brand: osloregionen
meeting: {title: {nb: Styremøte, en: Board}, place: Oslo, date: i dag}
audiences:
  board:
    meeting: {title: Bare styret}
    slides: [{id: list, remove: true}]
slides:
  - {id: cover, kind: cover, title: "{{ meeting.title }}", subtitle: Uten uttrykk}
  - id: list
    kind: bullets
    title: Punkter
    items: [Ett, To, Tre]
    notes: Husk kaffe
"""


def workspace(folder: Path, text: str = SMALL) -> Path:
    """Return the outline of a workspace of its own."""
    outline = folder / "decks" / "prove.yaml"
    outline.parent.mkdir(parents=True)
    outline.write_text(text, encoding="utf-8")
    return outline


def flagship_workspace(folder: Path) -> Path:
    """Return the flagship's outline, copied with its data."""
    shutil.copytree(REPOSITORY / "decks", folder / "decks", ignore=shutil.ignore_patterns(".bases"))
    return folder / "decks" / "osloregionen.yaml"


def finished(work: Coroutine[Any, Any, T]) -> T:
    """Return what a coroutine returns, in a loop and thread of its own: a browser's tests have theirs in this one."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()


class Preview:
    """An application and its studio, asked by a client, in a loop and thread of their own."""

    def __init__(self, outline: Path, access: Access, start: Variant, run: Callable[[Any], Any]) -> None:
        self.outline = outline
        self.studio = Studio(str(outline), start)
        self._run = run
        transport = httpx.ASGITransport(application(self.studio, access), raise_app_exceptions=False)
        self._client = httpx.AsyncClient(transport=transport, base_url=f"http://127.0.0.1:{access.port}")

    def ask(self, method: str, path: str, **about: Any) -> httpx.Response:
        reply: httpx.Response = self._run(self._client.request(method, path, **about))
        return reply

    def get(self, path: str, **about: Any) -> httpx.Response:
        return self.ask("GET", path, **about)

    def post(self, path: str, **about: Any) -> httpx.Response:
        return self.ask("POST", path, **about)

    def together(self, *paths: str) -> list[httpx.Response]:
        """Ask for all of these at once."""

        async def all_of_them() -> list[httpx.Response]:
            return await asyncio.gather(*[self._client.get(path) for path in paths])

        replies: list[httpx.Response] = self._run(all_of_them())
        return replies

    def state(self, query: str = "") -> Any:
        return self.get(f"/api/state?{query}").json()

    def save(self, text: str) -> None:
        """Write the outline as an editor does, and say so as the watcher does."""
        self.outline.write_text(text, encoding="utf-8")
        self.studio.change()


@contextmanager
def preview(
    outline: Path, token: str = "", start: Variant | None = None, names: tuple[str, ...] = ()
) -> Iterator[Preview]:
    with ThreadPoolExecutor(1) as thread:
        runner = asyncio.Runner()
        yield Preview(
            outline,
            Access(PORT, names, token),
            start or Variant(),
            lambda work: thread.submit(runner.run, work).result(),
        )
        thread.submit(runner.close).result()


class Server:
    """A server in a process of its own."""

    def __init__(self, outline: Path, *options: str, named: bool = True) -> None:
        command = [sys.executable, "-m", "osloregion_slides", "preview", "--no-open", *options]
        command += [str(outline)] if named else []
        self.process = subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=outline.parent.parent
        )
        assert self.process.stdout
        line = self.process.stdout.readline()
        assert "http://" in line, line + (self.process.stderr.read() if self.process.stderr else "")
        address, _, query = line.partition("http://")[2].split()[0].partition("?")
        self.url = "http://" + address.rstrip("/")
        self.token = unquote(query.removeprefix("token="))
        self.port = int(self.url.rpartition(":")[2])
        self._client = httpx.Client(base_url=self.url, timeout=120, trust_env=False, verify=False)

    def get(self, path: str, **about: Any) -> httpx.Response:
        return self._client.get(path, **about)

    def state(self, query: str = "") -> Any:
        return self.get(f"/api/state?{query}").json()

    def close(self) -> None:
        self._client.close()

    def stop(self, seconds: float = 15) -> tuple[int, str, float]:
        """Press Ctrl-C; return the exit code, what was printed as errors, and the seconds it took."""
        begin = time.monotonic()
        self.process.send_signal(signal.SIGINT)
        _, errors = self.process.communicate(timeout=seconds)
        return self.process.returncode, errors, time.monotonic() - begin


@contextmanager
def server(outline: Path, *options: str, named: bool = True) -> Iterator[Server]:
    made = Server(outline, *options, named=named)
    try:
        yield made
    finally:
        made.close()
        if made.process.poll() is None:
            made.process.kill()
        made.process.communicate()


def until(holds: Callable[[], Any], seconds: float = 20) -> Any:
    """Return what ``holds`` returns as soon as it is true; fail after ``seconds``."""
    end = time.monotonic() + seconds
    while True:
        found = holds()
        if found:
            return found
        assert time.monotonic() < end, "it did not come"
        time.sleep(0.02)


def replace(path: Path, text: str) -> None:
    """Save as most editors do: a new file that takes the name."""
    fresh = path.with_name(f".{path.name}.new")
    fresh.write_text(text, encoding="utf-8")
    os.replace(fresh, path)
