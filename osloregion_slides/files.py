"""Reading files that somebody names: ordinary ones, up to a size, without waiting for anybody."""

from __future__ import annotations

import errno
import os
from stat import S_ISDIR, S_ISREG

_HOW = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NONBLOCK", 0)
"""Opening a pipe that nobody writes to would wait for ever."""


def read_bytes(path: str, limit: int) -> bytes:
    """Return a file's bytes, of a larger one so many and one more.

    OSError, its ``strerror`` a reason for people, for what cannot be read and for what is no ordinary file: a
    device or a pipe may have no end.
    """
    try:
        handle = os.open(path, _HOW)
    except ValueError:  # a null byte, or half of a character
        raise OSError(errno.EINVAL, "its name is no file name") from None
    with open(handle, "rb", buffering=0) as file:
        found = os.fstat(handle)
        if S_ISDIR(found.st_mode):
            raise IsADirectoryError(errno.EISDIR, "it is a folder")
        if not S_ISREG(found.st_mode):
            raise OSError(errno.EINVAL, "it is no ordinary file")
        return _read(file.read, min(limit, found.st_size) + 1)


def _read(read, size: int) -> bytes:  # type: ignore[no-untyped-def]
    """Return so many bytes, or all there are: one read may give fewer than it was asked for."""
    data = read(size)
    while len(data) < size and (more := read(size - len(data))):
        data += more
    return data  # type: ignore[no-any-return]
