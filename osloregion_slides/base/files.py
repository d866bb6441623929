"""Files of users: only ordinary files are read, up to a size, and nothing is written outside a chosen folder."""

from __future__ import annotations

import errno
import os
from stat import S_ISDIR, S_ISLNK, S_ISREG
from typing import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from io import FileIO


# O_NONBLOCK: opening a pipe without a writer would wait for ever
_HOW = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_NONBLOCK", 0)
PART = ".osr-part"  # the end of a file's name while it is being written


def read_bytes(path: str, limit: int) -> bytes:
    """Return a file's bytes, at most ``limit`` + 1.

    OSError, with a readable ``strerror``, for an unreadable file and for anything but an ordinary file: devices and
    pipes may be endless.
    """
    if AsIf.held and (data := AsIf.held.get(os.path.realpath(path))) is not None:
        return data[: limit + 1]
    with open_ordinary(path) as file:
        return _read(file.read, min(limit, os.fstat(file.fileno()).st_size) + 1)


class AsIf:
    """A context in which files are read with other content, to try a change before writing it."""

    held: dict[str, bytes] = {}

    def __init__(self, held: dict[str, bytes]) -> None:
        self._held = {os.path.realpath(path): data for path, data in held.items()}

    def __enter__(self) -> None:
        AsIf.held = self._held

    def __exit__(self, *problem: object) -> None:
        AsIf.held = {}


class Ordinary:
    """The bytes that the process has opened, which extend its budget (``budget``)."""

    read = 0


def open_ordinary(path: str) -> FileIO:
    """Return an ordinary file opened for reading, unbuffered; OSError as ``read_bytes``."""
    try:
        handle = os.open(path, _HOW)
    except ValueError:  # a null byte, or half of a character
        raise OSError(errno.EINVAL, "its name is not a file name") from None
    found = os.fstat(handle)
    kind = found.st_mode
    if S_ISREG(kind):
        Ordinary.read += found.st_size
        return open(handle, "rb", buffering=0)
    os.close(handle)
    if S_ISDIR(kind):
        raise IsADirectoryError(errno.EISDIR, "it is a folder")
    raise OSError(errno.EINVAL, "it is not an ordinary file")


def _read(read, size: int) -> bytes:  # type: ignore[no-untyped-def]
    """Return ``size`` bytes, or all up to the end: a single read may return fewer."""
    data = read(size)
    while len(data) < size and (more := read(size - len(data))):
        data += more
    return data  # type: ignore[no-any-return]


class Outside(OSError):
    """A name that leads out of its folder: by ``..``, as an absolute path, or through a link."""

    def __init__(self, folder: str, name: str) -> None:
        from osloregion_slides.base.findings import term

        if folder in ("", "."):
            why = term("`{name}` leads out of the working folder", name=name[:80])
        else:
            why = term("`{name}` leads out of the folder `{folder}`", name=name[:80], folder=folder)
        super().__init__(errno.EXDEV, why)


def inside(folder: str, name: str) -> str:
    """Return the path of the file ``name`` in a folder, with all links resolved.

    The folder may be a link itself, since the user chose it. ``name`` is relative; the file need not exist.
    Links may lead to places below the folder. Outside (an OSError) for all other names.
    """
    try:
        top = os.path.realpath(folder or ".")
        path = os.path.realpath(os.path.join(top, name))
    except ValueError:  # a null byte, or half of a character
        raise Outside(folder, name) from None
    if os.path.isabs(name) or not path.startswith(os.path.join(top, "")):
        raise Outside(folder, name)
    return path


_DEVICES = frozenset(
    [
        "con",
        "prn",
        "aux",
        "nul",
        "conin$",
        "conout$",
        *[f"{port}{one}" for port in ("com", "lpt") for one in "0123456789¹²³"],
    ]
)


def is_reserved(part: str) -> bool:
    """Return whether a name of a file or folder is reserved on some system.

    Windows reserves names for devices, with any suffix (Microsoft, Naming Files, Paths, and Namespaces), and Office
    names the lock file of an open deck ``~$`` plus the deck's name.
    """
    return part.partition(".")[0].rstrip(" ").casefold() in _DEVICES or part.startswith("~$")


def write(path: str, data: bytes) -> None:
    """Replace the file at ``path`` atomically. A link there is replaced, not followed."""
    part = new_part(path, data)
    try:
        os.replace(part, path)
    except BaseException:
        os.unlink(part)
        raise


def remove(folder: str, name: str) -> None:
    """Remove the file ``name`` in a folder, or a link rather than its target; OSError as ``inside``."""
    place = os.path.dirname(name)
    os.unlink(os.path.join(inside(folder, place) if place else folder or ".", os.path.basename(name)))


def _refuse_special(path: str) -> None:
    """Raise OSError if ``path`` is a folder, a pipe or a device, which is never to be replaced."""
    try:
        kind = os.lstat(path).st_mode
    except FileNotFoundError:
        return
    if S_ISDIR(kind):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    if not (S_ISREG(kind) or S_ISLNK(kind)):
        raise OSError(errno.EINVAL, "it is not an ordinary file")


def new_part(path: str, data: bytes, mode: int = 0o666, on_disk: bool = False) -> str:
    """Write a new file beside ``path``, to replace it later; return its name. ``on_disk``: wait for the disk (fsync).

    The name is predictable, so an existing file or link of that name is removed, not written through. OSError
    where ``path`` is a folder, a pipe or a device: only an ordinary file or a link is replaced.
    """
    _refuse_special(path)
    part = f"{path}.{os.getpid()}{PART}"
    how = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOFOLLOW", 0)
    try:
        handle = os.open(part, how, mode)
    except FileExistsError:  # left by a killed process, or planted
        os.unlink(part)
        handle = os.open(part, how, mode)
    try:
        with open(handle, "wb") as file:
            file.write(data)
            if on_disk:
                file.flush()
                os.fsync(file.fileno())
    except BaseException:
        os.unlink(part)
        raise
    return part


# Output without control sequences for terminals and commands for CI servers: decks and outlines are foreign text.

_OBEYED = (*range(9), 11, 12, *range(14, 32), *range(0x7F, 0xA0), 0x2028, 0x2029)
_TURNS = (0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x2070))
HIDDEN = {code: f"\\u{code:04x}" for code in (*_OBEYED, *_TURNS, 0xFEFF)}
"""Control characters except tab and line ends, line separators, and bidirectional controls."""
_COMMAND = r"((?:\A|(?<=[\r\n]))[^\S\r\n]*:):|(##\w*)\["
"""Commands of CI servers: GitHub's at the start of a line; its older ones, Azure's and TeamCity's anywhere."""


class Terminal:
    """A stream that escapes such characters by number, as in quoted strings of JSON and YAML.

    If ``guarded``, it also escapes the last character of a CI command; the escape is the same text in JSON. A failed
    write raises OSError, or is dropped if ``lossy``, with the reason in ``failure``; later output is discarded.
    """

    def __init__(self, stream: TextIO, lossy: bool = False) -> None:
        self.stream, self.lossy = stream, lossy
        self.guarded = True
        self.failure: OSError | None = None
        self._line = ""  # the current line so far: the next text may complete a command

    def write(self, text: str) -> int:
        """Write a text; return its length."""
        text = text.translate(HIDDEN)
        if "\r" in text:  # alone it would overwrite the line
            text = text.replace("\r\n", "\0").replace("\r", "\\u000d").replace("\0", "\r\n")
        if self.guarded:
            whole = self._line + text
            if "::" in whole or "##" in whole:
                import re

                whole = re.sub(_COMMAND, lambda one: one[1] + "\\u003a" if one[1] else one[2] + "\\u005b", whole)
                text = whole[len(self._line) :]
            line = whole[max(whole.rfind("\n"), whole.rfind("\r")) + 1 :]
            self._line = line if len(line) < 80 else "…" + line[-40:]
        try:
            return self.stream.write(text)
        except OSError as problem:
            self._lose(problem)
        return len(text)

    def flush(self) -> None:
        """Flush the stream."""
        try:
            self.stream.flush()
        except OSError as problem:
            self._lose(problem)

    def _lose(self, problem: OSError) -> None:
        if not self.lossy:
            raise problem
        self.failure = problem
        os.dup2(os.open(os.devnull, os.O_WRONLY), self.stream.fileno())

    def command(self, text: str) -> None:
        """Write a CI command of this program itself, such as an annotation of GitHub."""
        self.stream.write("::")
        self._line = "…"
        self.write(text.removeprefix("::") + "\n")

    def __getattr__(self, name: str) -> Any:
        return getattr(self.stream, name)
