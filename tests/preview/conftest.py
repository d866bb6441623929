"""A browser for all tests of a process; a preview, and a page that must not complain, for each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.conftest import REPOSITORY
from tests.preview.browser import OPTIONS, SECONDS, Preview
from tests.render.chromium import chromium, needs_chromium

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    Opens = Callable[..., Page]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Return Debian's Chromium."""
    needs_chromium()
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        found = playwright.chromium.launch(executable_path=chromium(), args=OPTIONS)
        yield found
        found.close()


@pytest.fixture
def preview(tmp_path: Path, browser: Browser) -> Iterator[Preview]:
    """Return the preview of a copy of the flagship."""
    started = Preview(tmp_path / "workspace").start()
    yield started
    started.stop()


@pytest.fixture
def opened(browser: Browser) -> Iterator[Opens]:
    """Return a function that opens a page: an address, a size of the window, the preferred language and scheme.

    A page that raises an error, breaks its own policy or asks another host for anything fails the test.
    """
    contexts, wrong = [], []

    def open_page(address: str, size: tuple[int, int] = (1440, 900), locale: str = "nb-NO", **about: Any) -> Page:
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]}, locale=locale, accept_downloads=True, **about
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(SECONDS * 1000)
        page.on("pageerror", lambda problem: wrong.append(str(problem)))
        page.on("console", lambda line: wrong.append(line.text) if "Policy" in line.text else None)
        host = "/".join(address.split("/")[:3])
        page.on(
            "request", lambda sent: None if sent.url.startswith((host, "blob:", "data:")) else wrong.append(sent.url)
        )
        page.goto(address)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert wrong == []


@pytest.fixture
def edited(tmp_path: Path) -> Path:
    """Return the flagship as somebody changed it by hand: a panel moved, a title rewritten, a line deleted."""
    from pptx import Presentation

    from osloregion_slides import build

    path = tmp_path / "styret.pptx"
    path.write_bytes(build(str(REPOSITORY / "decks" / "osloregionen.yaml")).data)
    deck = Presentation(str(path))
    shapes: dict[str, Any] = {shape.name: shape for slide in deck.slides for shape in slide.shapes}
    shapes["background/title"].text_frame.paragraphs[0].runs[0].text = "Hvorfor vi er her"
    shapes["members/title"].text_frame.paragraphs[0].runs[0].text = "Våre medlemmer"
    kicker = shapes["platform/kicker"]._element
    kicker.getparent().remove(kicker)
    deck.save(str(path))
    return path
