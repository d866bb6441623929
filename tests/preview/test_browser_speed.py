"""Time until a saved change is visible: from the write to the drawn picture in the browser."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.preview.browser import Preview, painted

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from tests.preview.conftest import Opens

SAVES = 30
HEAD = "deck: lang\ntitle: Lang\nlanguage: nb\nas_of: 2008-01-01\nbrand: osloregionen\nslides:\n"
KINDS = (
    "  - {{id: s{n}, kind: bullets, title: Punkter {n}, items: [Bolig, Arbeid, Transport, Næring]}}\n",
    "  - {{id: s{n}, kind: points, title: Grunner {n}, points: [Et felles arbeidsmarked, Et felles boligmarked]}}\n",
    "  - {{id: s{n}, kind: columns, title: Søyler {n}, items: [{{heading: En, text: Først}}, {{heading: To, text: Så}}]}}\n",
    "  - {{id: s{n}, kind: table, title: Tabell {n}, columns: [Område, Antall], rows: [[Akershus, '22'], [Østfold, '18']]}}\n",
    "  - {{id: s{n}, kind: statement, title: Utsagn {n}, text: Sammen er vi sterkere}}\n",
)


def titled(slides: int) -> tuple[str, list[tuple[str, str]]]:
    """Return an outline of so many slides, and of each its key and the text that is its title."""
    numbers = range(1, slides + 1)
    rows = [KINDS[n % len(KINDS)].format(n=n) for n in numbers]
    return HEAD + "".join(rows), [(f"s{n}", row.split("title: ")[1].split(",")[0]) for n, row in zip(numbers, rows)]


def seconds(page: Page, preview: Preview, key: str, old: str, new: str) -> float:
    """Return the time from saving a slide's new title to its picture in the page."""
    page.evaluate("(key) => document.querySelector(`[data-key=${key}]`).scrollIntoView({block: 'center'})", key)
    page.wait_for_function("(key) => document.querySelector(`[data-key=${key}]`).dataset.painted", arg=key)
    before = page.get_attribute(f"[data-key={key}]", "data-painted")
    begun = time.perf_counter()
    preview.save((f"title: {old},", f"title: {new},"))
    page.wait_for_function(
        """([key, before, title]) => {
          const item = document.querySelector(`[data-key=${key}]`), picture = item.querySelector("img");
          return item.dataset.painted !== before && item.querySelector(".title").textContent === title
            && picture.complete && picture.currentSrc.includes(item.dataset.painted);
        }""",
        arg=[key, before, new],
    )
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    taken = time.perf_counter() - begun
    drawn = page.evaluate(
        "async (key) => (await fetch(document.querySelector(`[data-key=${key}] img`).src)).text()", key
    )
    assert new in drawn
    return taken


@pytest.fixture(params=[(13, 1.0), (200, 2.0)], ids=["13 slides", "200 slides"])
def long_deck(request: pytest.FixtureRequest, tmp_path: Path, browser: Browser) -> Iterator[tuple[Preview, int, float]]:
    slides, limit = request.param
    preview = Preview(tmp_path, titled(slides)[0]).start()
    yield preview, slides, limit
    preview.stop()


@pytest.mark.slow
def test_a_saved_change_is_visible_within_the_time_limit(
    long_deck: tuple[Preview, int, float], opened: Opens, figure: Callable[[str], None]
) -> None:
    preview, slides, limit = long_deck
    page = opened(preview.url)
    painted(page, slides)
    names = dict(titled(slides)[1])
    keys = list(names)
    taken = []
    for turn in range(SAVES):
        key = keys[turn * 7 % slides]
        new = f"Nytt {turn}"
        taken.append(seconds(page, preview, key, names[key], new))
        names[key] = new
    taken.sort()
    high = taken[int(0.95 * SAVES)]
    figure(f"repaint at {slides} slides: median {taken[SAVES // 2]:.3f} s, p95 {high:.3f} s, limit {limit} s")
    assert high < limit
