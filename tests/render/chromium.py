"""Drawings in a browser: headless Chromium, all slides of a deck in one screenshot."""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from PIL import Image

SECONDS = 90
COLUMNS = 4
OPTIONS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    "--force-device-scale-factor=1",
)
PACKAGES = "chromium fonts-crosextra-carlito fonts-liberation2"


@functools.cache
def chromium() -> str:
    """Return the path of Chromium, "" if there is none."""
    return next(
        (found for name in ("chromium", "chromium-browser", "google-chrome") if (found := shutil.which(name))), ""
    )


def needs_chromium() -> None:
    """Skip the calling test, saying why, where Chromium is absent; in CI, fail it: there it is installed."""
    import pytest

    if not chromium():
        why = f"Chromium is not installed; on Debian: apt-get install {PACKAGES}"
        pytest.fail(why) if os.environ.get("CI") == "true" else pytest.skip(why)


def screenshot(page: Path, target: Path, width: int, height: int) -> Path:
    """Paint a page in a window of this size (pixels); return the picture's path."""
    profile = target.parent / "profile"
    where = [f"--user-data-dir={profile}", f"--window-size={width},{height}", f"--screenshot={target}"]
    subprocess.run(
        [chromium(), *OPTIONS, *where, "--virtual-time-budget=4000", page.as_uri()],
        check=True,
        capture_output=True,
        timeout=SECONDS,
        env={**os.environ, "HOME": str(target.parent)},
    )
    shutil.rmtree(profile, ignore_errors=True)
    return target


def painted(svgs: Sequence[str], folder: Path, width: int = 1280, height: int = 720) -> list[Image.Image]:
    """Return each drawing as Chromium paints it, ``width`` by ``height`` pixels."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = -(-len(svgs) // COLUMNS)
    style = (
        f"body{{margin:0;display:grid;grid-template-columns:repeat({COLUMNS},{width}px)}}"
        f"svg{{display:block;width:{width}px;height:{height}px}}"
    )
    page = folder / "slides.html"
    page.write_text(f"<!doctype html><meta charset=utf-8><style>{style}</style>{''.join(svgs)}", encoding="utf-8")
    whole = Image.open(screenshot(page, folder / "slides.png", COLUMNS * width, rows * height)).convert("RGB")
    corners = [(n % COLUMNS * width, n // COLUMNS * height) for n in range(len(svgs))]
    return [whole.crop((x, y, x + width, y + height)) for x, y in corners]
