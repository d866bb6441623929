"""Which files an outline may name: those in its workspace, and the assets that come with the package."""

from __future__ import annotations

import os

from osloregion_slides.findings import error
from osloregion_slides.outline.nearest import did_you_mean
from osloregion_slides.resources import path as resource

TYPE_CHECKING = False
if TYPE_CHECKING:
    from osloregion_slides.findings import Finding, Span


class Workspace:
    """The folder that an outline's files lie in.

    ``root`` is the outline's folder. The workspace is the folder that holds the nearest ``decks/`` around
    it, else the root itself. A path is looked for in the folder of the file that names it, in the root, in
    the workspace, and, if it begins with ``assets/``, in the package.
    """

    __slots__ = ("_inside", "folders", "root", "top")

    def __init__(self, file: str) -> None:
        self.root = os.path.dirname(os.path.abspath(file))
        self.top = _top(self.root)
        self.folders: dict[str, str] = {}
        self._inside = [os.path.join(os.path.realpath(folder), "") for folder in (self.top, resource("assets"))]

    def find(self, name: str, at: Span) -> str | Finding:
        """Return the path of the file an outline means by ``name``, or what is wrong with the name."""
        if "\\" in name or "\0" in name or name.startswith(("/", "~")) or ":" in name:
            return error(
                "bad-path", at, f"`{name[:80]}` is not a path inside the workspace", "write it like data/members.csv"
            )
        near = self.folders.get(at.file, self.root)
        places = list(dict.fromkeys((near, self.root, self.top)))
        if name.startswith("assets/"):
            places.append(resource())
        escaping = False
        for place in places:
            candidate = os.path.normpath(os.path.join(place, name))
            if not self.holds(candidate):
                escaping = True
            elif os.path.isfile(candidate):
                return candidate
        if escaping:
            message = f"`{name[:80]}` leads out of the folder {os.path.basename(self.top)}/"
            return error("outside-workspace", at, message, "copy the file into the folder of the outline")
        return error("missing-file", at, f"there is no file `{name[:80]}`", self._near_files(name, places))

    def holds(self, path: str) -> bool:
        """Return whether a path, symbolic links followed, is inside the workspace or the package's assets."""
        real = os.path.join(os.path.realpath(path), "")
        return any(real.startswith(folder) for folder in self._inside)

    def _near_files(self, name: str, places: list[str]) -> str:
        folder, file = os.path.split(name)
        for place in places:
            where = os.path.join(place, folder)
            if self.holds(where) and os.path.isdir(where):
                hint = did_you_mean(file, sorted(os.listdir(where))[:1000])
                return hint if hint.startswith("did you mean") else ""
        return ""


def _top(root: str) -> str:
    folder = root
    while True:
        above, name = os.path.split(folder)
        if name == "decks":
            return above
        if above == folder or not name:
            return root
        folder = above
