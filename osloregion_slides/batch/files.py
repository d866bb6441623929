"""The digests of files, each taken once a run from the bytes themselves."""

from __future__ import annotations

import os

from osloregion_slides.files import open_ordinary

TYPE_CHECKING = False
if TYPE_CHECKING:
    from osloregion_slides.batch.values import Source

MAX_BYTES = 256 * 1024 * 1024
"""A larger file has no digest, so what depends on it is built every time: nothing that a build reads is larger."""
CHUNK = 1 << 20


class Files:
    """The files of one run. What a note of an earlier run says of a file's digest is never taken for it."""

    def __init__(self) -> None:
        self._digests: dict[str, str] = {}
        self._looks: dict[str, tuple[int, int]] = {}

    def digest(self, path: str) -> str:
        """Return the digest of what a file holds now, "" where there is no ordinary file to read."""
        found = self._digests.get(path)
        if found is None:
            found = self._take(path)
        return found

    def _take(self, path: str) -> str:
        try:
            about = os.stat(path)
        except (OSError, ValueError):
            self._digests[path] = ""
            return ""
        self._looks[path] = about.st_size, about.st_mtime_ns
        found = self._digests[path] = digest_of(path)
        return found

    def digest_then(self, source: Source) -> str:
        """Return the digest of a file as it was when it was read, "" if it has changed meanwhile."""
        digest = self.digest(source.path)
        if self._looks.get(source.path) != (source.size, source.mtime):
            digest = self._take(source.path)
        return digest if self._looks.get(source.path) == (source.size, source.mtime) else ""


def digest_of(path: str) -> str:
    """Return the digest of an ordinary file's bytes, "" where it cannot be read or has more than ``MAX_BYTES``."""
    from hashlib import blake2b

    digest = blake2b(digest_size=16)
    left = MAX_BYTES
    try:
        with open_ordinary(path) as file:
            while data := file.read(CHUNK):
                digest.update(data)
                left -= len(data)
                if left < 0:
                    return ""
    except OSError:
        return ""
    return digest.hexdigest()


def digest_bytes(data: bytes) -> str:
    """Return the digest that a file of these bytes has."""
    from hashlib import blake2b

    return blake2b(data, digest_size=16).hexdigest()
