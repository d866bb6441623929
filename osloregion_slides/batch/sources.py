"""The files that a deck depends on: recorded while they are read, compared by digest, watched for changes.

Recording: while a thread is traced, the functions that open files (``open``, ``io.open``, ``os.open``) note their
arguments for every calling library; afterwards they are restored. An audit hook (PEP 578) would see the same but
cannot be removed, and the process may be a host's. A test compares the two. Files read earlier in this process
and cached (advances of fonts, a template) are not opened again, so the package's files count for all later decks.
"""

from __future__ import annotations

import builtins
import io
import os
import sys
from _thread import _local, allocate_lock
from typing import TYPE_CHECKING, Any

import osloregion_slides
from osloregion_slides import __version__
from osloregion_slides.base import resources
from osloregion_slides.base.files import open_ordinary
from osloregion_slides.base.record import Record

if TYPE_CHECKING:
    from collections.abc import Callable

    Looks = dict[str, object]

_LOCKS = ("~$", ".~lock.")
_CODE = (".py", ".pyc", ".so", ".pyd", ".osr-part")
MAX_BYTES = 256 * 1024 * 1024  # larger files have no digest, and no build reads one
CHUNK = 1 << 20


class Source(Record):
    """A file as it was when it was read: its path, its size in bytes, its times in nanoseconds.

    ``ctime`` is the time of the last change of its metadata (on Windows: of its creation), which archives and
    checkouts cannot set.
    """

    path: str
    size: int
    mtime: int
    ctime: int = 0

    @property
    def look(self) -> tuple[int, int, int]:
        """The identity of the file without reading it."""
        return self.size, self.mtime, self.ctime


def stated(path: str) -> Source | None:
    """Return a file's size and times, None for anything but a regular file."""
    try:
        about = os.stat(path)
    except (OSError, ValueError):
        return None
    if about.st_mode & 0o170000 != 0o100000:
        return None
    return Source(path, about.st_size, about.st_mtime_ns, about.st_ctime_ns)


class _Thread(_local):
    """The files opened by one thread: a pool may consist of threads."""

    on = False
    seen: dict[str, Source] = {}  # replaced, never mutated


class Trace:
    """Record the files that a thread opens for reading: ``with trace: …``, then ``trace.read()``."""

    doors: tuple[tuple[Any, str], ...] = ((builtins, "open"), (io, "open"), (os, "open"))

    def __init__(self) -> None:
        self.package = tuple([os.path.join(resources.path(name), "") for name in ("assets", "templates", "decks")])
        self.skip: tuple[str, ...] = ()
        self._thread = _Thread()
        self._kept: dict[str, Source] = {}
        self._lock = allocate_lock()
        self._users = 0
        self._replaced: list[tuple[Any, str, Any, Any]] = []

    def __enter__(self) -> None:
        self.skip = self.skip or _library_folders()
        self._thread.seen = {}
        self._thread.on = True
        with self._lock:
            self._users += 1
            if self._users == 1:
                self._replaced = [self._replace(module, name) for module, name in self.doors]

    def __exit__(self, *problem: object) -> None:
        self._thread.on = False
        with self._lock:
            self._users -= 1
            if self._users == 0:
                for module, name, before, ours in self._replaced:
                    if getattr(module, name) is ours:  # else another library has wrapped it since, and calls ours
                        setattr(module, name, before)

    def read(self) -> tuple[Source, ...]:
        """Return the files that this thread read in its last ``with``, by path, as they were before.

        Files of the package count for every deck of the process.
        """
        found = {source.path: source for source in self._thread.seen.values()}
        for path in [path for path in found if os.path.basename(path) == "brand.json"]:
            template = stated(os.path.join(os.path.dirname(path), "template.pptx"))
            if template is not None:
                found.setdefault(template.path, template)
        self._kept.update({path: source for path, source in found.items() if path.startswith(self.package[0])})
        found = {**self._kept, **found}
        return tuple([found[path] for path in sorted(found)])

    def _replace(self, module: Any, name: str) -> tuple[Any, str, Any, Any]:
        before = getattr(module, name)

        def opened(file: Any, *args: Any, **kwargs: Any) -> Any:
            if self._thread.on:
                self._note(file, args[0] if args else kwargs.get("mode", kwargs.get("flags", "r")))
            return before(file, *args, **kwargs)

        setattr(module, name, opened)
        return module, name, before, opened

    def _note(self, file: object, how: object) -> None:
        """Record the current state of a file that is about to be opened, unless for writing."""
        writes = how & (os.O_WRONLY | os.O_RDWR) if isinstance(how, int) else set("wax+") & set(str(how))
        if writes or isinstance(file, int):  # an open file descriptor
            return
        try:
            path = os.fspath(file)  # type: ignore[call-overload]
        except TypeError:
            return
        if not isinstance(path, str) or path in self._thread.seen:
            return
        full = os.path.abspath(path)
        name = os.path.basename(full)
        library = full.startswith(self.skip) and not full.startswith(self.package)
        if library or name.startswith(_LOCKS) or name.endswith(_CODE):
            return
        source = stated(full)
        if source is not None:
            self._thread.seen[path] = source


def _library_folders() -> tuple[str, ...]:
    """Return the folders of code and its data: the standard library, and that of PyYAML and the other packages."""
    import yaml

    package = os.path.dirname(os.path.abspath(osloregion_slides.__file__))
    places = (os.path.dirname(os.__file__), os.path.dirname(os.path.dirname(yaml.__file__)), package)
    return (*[os.path.join(os.path.abspath(place), "") for place in places], "/proc/", "/dev/", "/sys/")


trace = Trace()


class Files:
    """The files of one run, each read once for its digest, never taken from the notes of earlier runs."""

    def __init__(self) -> None:
        self._digests: dict[str, str] = {}
        self._looks: dict[str, tuple[int, int] | None] = {}

    def digest(self, path: str) -> str:
        """Return the digest of a file's current content, "" if it is not a readable ordinary file."""
        found = self._digests.get(path)
        return self._take(path) if found is None else found

    def digest_then(self, source: Source) -> str:
        """Return the digest of a file at the time it was read, "" if it changed since."""
        look = source.size, source.mtime
        digest = self.digest(source.path)
        if self._looks[source.path] != look:
            digest = self._take(source.path)
        return digest if self._looks[source.path] == look else ""

    def _take(self, path: str) -> str:
        self._looks[path] = _file_look(path)
        found = self._digests[path] = digest_of(path)
        return found


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
    """Return the digest of a file with these bytes."""
    from hashlib import blake2b

    return blake2b(data, digest_size=16).hexdigest()


# The version of the tool that a deck depends on: code and assets, libraries, Python.
#
# Assets (the schema, advances of fonts, locale tables) belong to the tool: a worker reads them once for all its
# decks, so that a trace would see them for the first deck only.

_LIBRARIES = ("babel-", "jinja2-", "lxml-", "num2words-", "openpyxl-", "pillow-", "python_pptx-", "pyyaml-")


def tool_version(known: tuple[str, str] = ("", "")) -> tuple[str, str]:
    """Return the state of the tool's files (names, sizes, times), and its version for the cache.

    ``known`` is the result of an earlier call: with the same state the files are not read again. Reading the state
    of 250 files takes 1 ms, reading the files 12 ms.
    """
    from zlib import crc32

    folder = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
    files = sorted([*_files(folder, (".py", ".md", ".json")), *_files(resources.path("assets"), "")])
    libraries = _libraries()
    looks = f"{__version__} {crc32(repr((files, libraries, sys.version_info[:3])).encode()):08x}"
    if looks == known[0]:
        return known
    from hashlib import blake2b

    digest = blake2b(repr((__version__, libraries, sys.version_info[:2])).encode(), digest_size=16)
    for path, _, _ in files:
        with open(path, "rb") as file:
            digest.update(os.path.basename(path).encode() + file.read())
    return looks, digest.hexdigest()


def _files(folder: str, ending: str | tuple[str, ...]) -> list[tuple[str, int, int]]:
    """Return all files below a folder with this suffix: path, size and time."""
    found: list[tuple[str, int, int]] = []
    waiting = [folder]
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in entries:
                if "." not in entry.name and entry.name not in ("__pycache__", "_data") and entry.is_dir():
                    waiting.append(entry.path)
                elif entry.name.endswith(ending) and entry.is_file():
                    about = entry.stat()
                    found.append((entry.path, about.st_size, about.st_mtime_ns))
    return found


def _libraries() -> list[str]:
    """Return the installed libraries with their versions, from the names of their metadata folders."""
    names: set[str] = set()
    for place in sys.path:
        if place.endswith("-packages") and os.path.isdir(place):
            names.update([name.lower() for name in os.listdir(place) if name.endswith(".dist-info")])
    return sorted([name for name in names if name.startswith(_LIBRARIES)])


# Waiting until a source changes and is stable again.
#
# Files are polled every half second, which works on all systems, network drives and in containers, and takes
# 1 ms for 300 files. Folders count with the names in them, so that a missing file is noticed once it exists.

PAUSE = 0.5  # seconds between polls
REST = 0.2  # seconds without further changes until a change counts: editors and Excel write in several steps


def looks(paths: tuple[str, ...], leave: str = "") -> Looks:
    """Return the state of files and of their folders, without folders below ``leave`` (the output)."""
    found: Looks = {path: _file_look(path) for path in paths}
    output = os.path.abspath(leave) if leave else ""
    for folder in sorted({os.path.dirname(path) or "." for path in paths}):
        if not output or not os.path.abspath(folder).startswith(output):
            found[os.path.join(folder, "")] = _folder_look(folder)
    return found


def _file_look(path: str) -> tuple[int, int] | None:
    try:
        about = os.stat(path)
    except (OSError, ValueError):
        return None
    return about.st_size, about.st_mtime_ns


def _folder_look(path: str) -> tuple[str, ...] | None:
    """Return the names in a folder except lock files and unfinished files."""
    try:
        names = sorted(os.listdir(path))
    except OSError:
        return None
    return tuple([name for name in names if not name.startswith((".", "~$")) and not name.endswith((".osr-part", "~"))])


def wait(before: Looks, look: Callable[[], Looks], sleep: Callable[[float], None]) -> tuple[str, ...]:
    """Return the paths whose state differs from ``before``, once they are stable."""
    while True:
        sleep(PAUSE)
        now = look()
        if now == before:
            continue
        later = before
        while later != now:
            sleep(REST)
            later, now = now, look()
        changed = tuple([path for path in now if now[path] != before.get(path)])
        if changed:
            return changed
