"""A preview as in use: its server as a separate process, its page in Debian's Chromium."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.conftest import REPOSITORY

if TYPE_CHECKING:
    from playwright.sync_api import Page

SECONDS = 30
OPTIONS = ["--no-sandbox", "--disable-gpu", "--force-color-profile=srgb"]
OUTLINE_CHANGES = (
    ('title: {nb: "Hvorfor en allianse?",', 'title: {nb: "Hvorfor samarbeide?",'),
    ("title: {nb: Organisering,", "title: {nb: Slik er vi organisert,"),
)
"""What the outline changes after the deck went out; the first also changed by hand in ``edited``."""


class Preview:
    """A workspace with an outline, and the server that shows it."""

    def __init__(self, folder: Path, outline: str = "") -> None:
        self.folder = folder
        self.outline = folder / "decks" / "osloregionen.yaml"
        folder.mkdir(exist_ok=True)
        shutil.copytree(REPOSITORY / "decks", folder / "decks", ignore=shutil.ignore_patterns(".bases"))
        if outline:
            self.outline.write_text(outline, encoding="utf-8")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = int(free.getsockname()[1])
        self.url = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self, *options: str, outline: str = "decks/osloregionen.yaml") -> Preview:
        """Start the server, without an outline if it is "", and wait until it answers."""
        program = [sys.executable, "-m", "osloregion_slides"]
        command = [*program, "preview", *([outline] if outline else []), "--no-open", *options]
        log = (self.folder / "server.log").open("ab")
        self.process = subprocess.Popen(
            [*command, "--port", str(self.port)], cwd=self.folder, stdout=log, stderr=log, env={**os.environ}
        )
        log.close()
        end = time.monotonic() + SECONDS
        while time.monotonic() < end and self.process.poll() is None:
            try:
                with urllib.request.urlopen(f"{self.url}/preview.css", timeout=SECONDS):
                    return self
            except urllib.error.HTTPError:  # who has no token gets an answer too
                return self
            except OSError:
                time.sleep(0.05)
        raise AssertionError((self.folder / "server.log").read_text())

    def stop(self) -> None:
        """End the server as Ctrl-C does; it must not need to be killed."""
        if self.process and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(SECONDS)

    def save(self, *changes: tuple[str, str]) -> None:
        """Save the outline with texts replaced; each must be there once."""
        text = self.outline.read_text(encoding="utf-8")
        for old, new in changes:
            assert text.count(old) == 1, (text.count(old), old)
            text = text.replace(old, new)
        self.outline.write_text(text, encoding="utf-8")


def painted(page: Page, slides: int = 0) -> None:
    """Wait until as many slides (0: any number) are there, and all those near the window are painted."""
    page.wait_for_function(
        """(slides) => {
          const items = [...document.querySelectorAll("#tiles > li")];
          const near = items.filter((item) => item.getBoundingClientRect().top < innerHeight);
          return items.length && (!slides || items.length === slides) && near.every((item) => item.dataset.painted);
        }""",
        arg=slides,
        timeout=SECONDS * 1000,
    )


def titles(page: Page) -> list[str]:
    """Return the titles of the contact sheet."""
    found: list[str] = page.eval_on_selector_all("#tiles .title", "(all) => all.map((one) => one.textContent)")
    return found


def said(page: Page, text: str) -> None:
    """Wait until the page tells this to who cannot see it."""
    page.wait_for_function("(text) => document.getElementById('said').textContent.includes(text)", arg=text)


def axe(page: Page) -> list[str]:
    """Return the violations that axe-core finds, each with where it is."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(Path(os.environ["AXE_CORE"]).read_text(encoding="utf-8"))
    found: dict[str, Any] = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
    return [
        f"{one['id']} ({one['impact']}): {node['target']} {node['html'][:160]} {node.get('failureSummary', '')}"
        for one in found["violations"]
        for node in one["nodes"][:4]
    ]
