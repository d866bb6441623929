"""Files looked at once a run: their digests, taken again only where size or time have changed."""

from __future__ import annotations

import os

from osloregion_slides.batch.values import Source

TYPE_CHECKING = False
if TYPE_CHECKING:
    Known = dict[str, tuple[int, int, str]]

JUST_NOW = 2_000_000_000
"""Nanoseconds. A file changed so shortly before the cache was written may have changed again with the same
size and time (FAT counts in two seconds), so it is read again."""


class Files:
    """The files of one run. ``known`` are size, time and digest by path, ``written`` is when they were noted."""

    def __init__(self, known: Known, written: int = 0) -> None:
        self.known = known
        self.learned = False
        self._trusted = written - JUST_NOW
        self._digests: dict[str, str] = {}

    def digest(self, path: str) -> str:
        """Return the digest of what a file holds now, "" where there is none to read."""
        found = self._digests.get(path)
        if found is None:
            found = self._digests[path] = self._digest(path)
        return found

    def _digest(self, path: str) -> str:
        try:
            about = os.stat(path)
        except (OSError, ValueError):
            return ""
        known = self.known.get(path)
        size, mtime = about.st_size, about.st_mtime_ns
        if known and known[0] == size and known[1] == mtime and mtime < self._trusted:
            return known[2]
        digest = digest_of(path)
        if digest and known != (size, mtime, digest):
            self.known[path] = (size, mtime, digest)
            self.learned = True
        return digest

    def digest_then(self, source: Source) -> str:
        """Return the digest of a file as it was when it was read, "" if it has changed meanwhile."""
        digest = self.digest(source.path)
        if self.known.get(source.path, ())[:2] != (source.size, source.mtime):
            self._digests.pop(source.path)
            digest = self.digest(source.path)
        return digest if self.known.get(source.path, ())[:2] == (source.size, source.mtime) else ""


def digest_of(path: str) -> str:
    """Return the digest of a file's bytes, "" where it cannot be read."""
    from hashlib import blake2b

    digest = blake2b(digest_size=16)
    try:
        with open(path, "rb", buffering=0) as file:
            while data := file.read(1 << 20):
                digest.update(data)
    except (OSError, ValueError):
        return ""
    return digest.hexdigest()


def digest_bytes(data: bytes) -> str:
    """Return the digest that a file of these bytes has."""
    from hashlib import blake2b

    return blake2b(data, digest_size=16).hexdigest()
