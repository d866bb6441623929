"""The version of the tool as a deck depends on it: its own code, its libraries, Python."""

from __future__ import annotations

import os
import sys
from zlib import crc32

from osloregion_slides import __version__

_LIBRARIES = ("babel-", "jinja2-", "lxml-", "num2words-", "openpyxl-", "pillow-", "python_pptx-", "pyyaml-")


def tool_version(known: tuple[str, str] = ("", "")) -> tuple[str, str]:
    """Return how the tool's files look from outside, and its version for the cache.

    ``known`` is what an earlier call returned: with the same looks (names, sizes, times) the files are not
    read again. 250 files take 1 ms to look at, 12 ms to read.
    """
    folder = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    files = sorted(_modules(folder))
    libraries = _libraries()
    looks = f"{__version__} {crc32(repr((files, libraries, sys.version_info[:3])).encode()):08x}"
    if looks == known[0]:
        return known
    from hashlib import blake2b

    digest = blake2b(repr((__version__, libraries, sys.version_info[:2])).encode(), digest_size=16)
    for path, _, _ in files:
        with open(os.path.join(folder, path), "rb") as file:
            digest.update(path.encode() + file.read())
    return looks, digest.hexdigest()


def _modules(folder: str) -> list[tuple[str, int, int]]:
    """Every module below: its path with ``/``, size and time."""
    found: list[tuple[str, int, int]] = []
    waiting = [""]
    while waiting:
        below = waiting.pop()
        with os.scandir(os.path.join(folder, below)) as entries:
            for entry in entries:
                path = f"{below}{entry.name}"
                if entry.name.endswith(".py"):
                    about = entry.stat()
                    found.append((path, about.st_size, about.st_mtime_ns))
                elif "." not in entry.name and entry.name not in ("__pycache__", "_data") and entry.is_dir():
                    waiting.append(f"{path}/")
    return found


def _libraries() -> list[str]:
    """The libraries with their versions, as installers name their folders."""
    names: set[str] = set()
    for place in sys.path:
        if place.endswith("-packages"):
            try:
                names.update(os.listdir(place))
            except OSError:
                continue
    found = [name.lower() for name in names if name.endswith(".dist-info")]
    return sorted([name for name in found if name.startswith(_LIBRARIES)])
