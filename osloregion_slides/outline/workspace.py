"""The files that an outline may name, and its references to tables.

Allowed are files in its workspace and the assets of the package.
"""

from __future__ import annotations

import os
from contextvars import ContextVar
from typing import TYPE_CHECKING

from osloregion_slides.base.files import AsIf
from osloregion_slides.base.findings import Finding, InvalidInput, Location, finding, nearest
from osloregion_slides.base.record import Record
from osloregion_slides.base.resources import path as resource
from osloregion_slides.outline.nodes import Mapping, Scalar, text_of

if TYPE_CHECKING:
    from osloregion_slides.outline.nodes import Node

_HOMES = ("/home", "/Users")
"""Parents of home folders on Linux and macOS; on Windows only the user's home counts."""
TRIALS: ContextVar[str] = ContextVar("TRIALS", default="")
"""The folder of the trial that is going on, if any: the workspace of the outline in it (``outline/trial``)."""
BLOCKS = ("data", "meeting", "alliance", "organisation", "strategy", "population")
"""Blocks whose facts can come from files."""


class Workspace:
    """The folder of an outline's files.

    ``root`` is the outline's folder, ``top`` the folder with the nearest ``decks/`` around it, else the root.
    The workspace is ``chosen`` if the command line names a folder, else ``top`` and the git repository around the
    outline. It is never a whole disk or a home folder, and excludes hidden files and folders: an outline directly
    in a home folder cannot name other files. A path is searched in the folder of the file that names it, in the
    root, in ``top``, and, if it begins with ``assets/``, in the package.
    """

    __slots__ = ("_file", "_inside", "folders", "root", "top")
    chosen = ""
    """The folder of ``--workspace``, for the whole process: outlines and build lists cannot change it."""

    @classmethod
    def choose(cls, folder: str) -> str:
        """Make a folder the workspace of every outline ("" for none); return the previous one."""
        before, cls.chosen = cls.chosen, os.path.abspath(folder) if folder else ""
        return before

    def __init__(self, file: str) -> None:
        self._file = os.path.abspath(file)
        self.root = os.path.dirname(self._file)
        self.top = _top(self.root)
        self.folders: dict[str, str] = {}
        self._inside: list[str] = []

    @property
    def is_open(self) -> bool:
        """Whether the folder is a whole disk or a home, so that only the outline itself is inside."""
        return not self.chosen and _is_too_wide(self.top)

    def _bounds(self) -> list[str]:
        """Return the folders of allowed files; computed on first use, because most outlines do not name files."""
        if not self._inside:
            around = [one for one in [_repository(self.root)] if one and not _is_too_wide(one)]
            chosen = TRIALS.get() or self.chosen
            held = [chosen] if chosen else [self._file] if self.is_open else [self.top, *around]
            self._inside = [os.path.join(os.path.realpath(folder), "") for folder in (*held, resource("assets"))]
        return self._inside

    def find(self, name: str, at: Location) -> str | Finding:
        """Return the path of the file ``name`` in an outline, or the fault of the name."""
        if "\\" in name or "\0" in name or name.startswith(("/", "~")) or ":" in name:
            return finding("bad-path", at, name=name[:80])
        near = self.folders.get(at.file, self.root)
        places = list(dict.fromkeys((near, self.root, self.top)))
        if name.startswith("assets/"):
            places.append(resource())
        escaping = False
        for place in places:
            candidate = os.path.normpath(os.path.join(place, name))
            if not self.holds(candidate):
                escaping = True
            elif os.path.isfile(candidate) or AsIf.held and os.path.realpath(candidate) in AsIf.held:
                return candidate
        if escaping and self.is_open:
            return finding("outside-workspace.open", at, name=name[:80])
        if escaping and any([part.startswith(".") and part.strip(".") for part in name.split("/")]):
            return finding("outside-workspace.hidden", at, name=name[:80])
        if escaping:
            folder = self.chosen or _repository(self.root) or self.top
            return finding("outside-workspace", at, name=name[:80], folder=os.path.basename(folder))
        if any([os.path.lexists(os.path.join(place, name)) for place in places]):
            return finding("missing-file.no-file", at, name=name[:80])
        return finding("missing-file", at, name=name[:80], near=self._nearest(name, places), folder="")

    def holds(self, path: str) -> bool:
        """Return whether a path, with symbolic links resolved, is inside the workspace or the package's assets.

        Hidden files are not: they have settings of repositories and passwords of programs.
        """
        try:
            real = os.path.join(os.path.realpath(path), "")
        except ValueError:  # a null byte or a lone surrogate
            return False
        within = [real[len(one) - 1 :] for one in self._bounds() if real.startswith(one)]
        return not all([f"{os.sep}." in rest for rest in within])

    def _nearest(self, name: str, places: list[str]) -> str:
        """Return the path of the file with the most similar name, as written in an outline; else ""."""
        folder, file = os.path.split(name)
        for place in places:
            where = os.path.join(place, folder)
            if self.holds(where) and os.path.isdir(where):
                near = nearest(file, sorted(os.listdir(where)))
                return f"{folder}/{near}" if folder and near else near
        return ""


def _top(root: str) -> str:
    folder = root
    while not os.path.lexists(os.path.join(folder, ".git")):
        above, name = os.path.split(folder)
        if name == "decks":
            return root if _is_too_wide(above) else above
        if above == folder or not name:
            return root
        folder = above
    return root


def _repository(folder: str) -> str:
    """Return the root of the git repository around a folder, else "". In a worktree ``.git`` is a file."""
    while not os.path.lexists(os.path.join(folder, ".git")):
        above = os.path.dirname(folder)
        if above == folder:
            return ""
        folder = above
    return folder


def _is_too_wide(folder: str) -> bool:
    """Return whether a folder is a whole disk, a home folder, or the parent of home folders.

    The user's home comes from the environment: it decides which files are rejected, never the contents of a deck.
    """
    real = os.path.realpath(folder)
    above = os.path.dirname(real)
    home = os.path.realpath(os.path.expanduser("~"))
    return real in (above, home, *_HOMES, "/root") or above in _HOMES


def usable(folder: str) -> str:
    """Return the folder of ``--workspace``; InvalidInput where it is not suitable."""
    if not os.path.isdir(folder) or _is_too_wide(folder):
        raise InvalidInput([finding("usage.workspace", Location("--workspace"), folder=folder[:80])])
    return folder


class Reference(Record):
    """An outline's reference to a table: a path, for a workbook with sheet and range; ``at`` is its location.

    ``hidden`` reads a workbook's hidden cells too, ``markup`` reads the cells as texts of the outline,
    ``max_age`` is how many days older than the deck's date a snapshot may be, 0 for any.
    """

    file: str
    sheet: str
    range: str
    at: Location
    hidden: bool = False
    markup: bool = False
    max_age: int = 0


def reference(node: Node | None) -> Reference | None:
    """Return the reference to a table in a node, else None."""
    if isinstance(node, Scalar):
        return None if node.is_null else Reference(node.text, "", "", node.at)
    file = node.get("file") if isinstance(node, Mapping) else None
    if not isinstance(file, Scalar) or file.is_null or not isinstance(node, Mapping):
        return None
    hidden, markup = [text_of(node.get(key)) == "true" for key in ("hidden", "markup")]
    days = text_of(node.get("max_age"))
    age = int(days) if days.isdecimal() and len(days) < 7 else 0
    return Reference(file.text, text_of(node.get("sheet")), text_of(node.get("range")), file.at, hidden, markup, age)


def located(named: Reference, workspace: Workspace) -> str | Finding:
    """Return the path of a table as shown in findings, or the fault of the reference."""
    found = workspace.find(named.file, named.at)
    return found if isinstance(found, Finding) else from_here(found)


def from_here(path: str) -> str:
    """Return a path as shown in findings: relative to the working folder if inside it."""
    return os.path.relpath(path) if path.startswith(os.getcwd() + os.sep) else path


def placed(findings: tuple[Finding, ...], named: Reference) -> tuple[Finding, ...]:
    """Return findings with errors of a whole file moved to the outline's line that names it."""
    return tuple(
        [
            finding.replace(at=named.at, message=f"{named.file}: {finding.message}")
            if finding.at and not finding.at.line and finding.severity == "error"
            else finding
            for finding in findings
        ]
    )
