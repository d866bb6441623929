"""Which files a piece of work reads, told by the interpreter itself.

An audit hook sees every file that Python opens, whichever room opens it (PEP 578): nothing that a deck
depends on can be forgotten. What was read before in this process and kept (widths of fonts, a template)
is not opened again, so what comes with the package counts for every later deck too.
"""

from __future__ import annotations

import os
import sys
from _thread import _local

from osloregion_slides import resources
from osloregion_slides.batch.values import Source

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_LOCKS = ("~$", ".~lock.")
_CODE = (".py", ".pyc", ".so", ".pyd", ".osr-part")


class _State(_local):
    """What is being noted in this thread: a pool may be of threads."""

    def __init__(self) -> None:  # called once in each thread
        self.on = False
        self.seen: dict[str, Source] = {}


class _Trace:
    """What has been opened; one a process, because hooks cannot be taken away."""

    def __init__(self) -> None:
        self.state = _State()
        self.hooked = False
        self.kept: dict[str, Source] = {}
        self.skip: tuple[str, ...] = ()
        self.package = tuple([os.path.join(resources.path(name), "") for name in ("assets", "templates", "decks")])

    def hook(self, event: str, args: tuple[Any, ...]) -> None:
        if event == "open" and self.state.on:
            path, mode, flags = args
            if isinstance(path, str) and path not in self.state.seen and not _writes(mode, flags):
                self.note(path)

    def note(self, path: str) -> None:
        full = os.path.abspath(path)
        name = os.path.basename(full)
        if name.startswith(_LOCKS) or name.endswith(_CODE):
            return
        if full.startswith(self.skip) and not full.startswith(self.package):
            return
        source = stated(full)
        if source is not None:
            self.state.seen[path] = source

    def begin(self) -> None:
        if not self.hooked:
            self.skip = _libraries()
            self.hooked = True
            sys.addaudithook(self.hook)
        self.state.seen = {}
        self.state.on = True

    def end(self) -> None:
        self.state.on = False

    def read(self) -> tuple[Source, ...]:
        found = {source.path: source for source in self.state.seen.values()}
        for path in [path for path in found if os.path.basename(path) == "brand.json"]:
            template = stated(os.path.join(os.path.dirname(path), "template.pptx"))
            if template is not None:
                found.setdefault(template.path, template)
        self.kept.update({path: source for path, source in found.items() if path.startswith(self.package[0])})
        for path, source in self.kept.items():
            found.setdefault(path, source)
        return tuple([found[path] for path in sorted(found)])


def _writes(mode: object, flags: object) -> bool:
    if isinstance(mode, str):
        return any(letter in mode for letter in "wax+")
    return isinstance(flags, int) and bool(flags & (os.O_WRONLY | os.O_RDWR))


def _libraries() -> tuple[str, ...]:
    """Where code and its own data lie: the standard library, and the folder that holds PyYAML and the others."""
    import yaml

    package = os.path.dirname(os.path.abspath(resources.__file__))
    places = (os.path.dirname(os.__file__), os.path.dirname(os.path.dirname(yaml.__file__)), package)
    return (*[os.path.join(os.path.abspath(place), "") for place in places], "/proc/", "/dev/", "/sys/")


def stated(path: str) -> Source | None:
    """Return a file's size and time, None where it is no regular file."""
    try:
        about = os.stat(path)
    except (OSError, ValueError):
        return None
    return Source(path, about.st_size, about.st_mtime_ns) if about.st_mode & 0o170000 == 0o100000 else None


_trace = _Trace()


def begin() -> None:
    """Begin to note what is opened."""
    _trace.begin()


def end() -> None:
    """Note no more."""
    _trace.end()


def read() -> tuple[Source, ...]:
    """Return the files that this thread read between ``begin`` and ``end``, by path, as they were before.

    Nothing of its own where the thread never began. Files of the package count for every deck of the process.
    """
    return _trace.read()
