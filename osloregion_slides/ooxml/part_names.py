"""Names of parts, and the relation targets that lead to them (ECMA-376 Part 2, 6.2 and 6.4).

A name here is that of the zip's member, without a leading slash. A target is a URI reference: relative to its
source, from the root, or with ``..``; percent-encoded or not, in any case, perhaps with a fragment.
"""

from __future__ import annotations

import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection

_NOT_IN_URIS = re.compile(r'[\x00-\x20"<>\\^`{|}\x7f]')


def rels_name(part: str) -> str:
    """Return the name of the part's relations: ``ppt/slides/slide1.xml`` → ``ppt/slides/_rels/slide1.xml.rels``."""
    folder, _, name = part.rpartition("/")
    return f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels"


def source_of(rels: str) -> str:
    """Return the part whose relations a ``.rels`` part holds, "" for those of the package."""
    folder, _, name = rels.rpartition("/")
    return f"{folder.removesuffix('_rels')}{name.removesuffix('.rels')}"


class PartNames:
    """The parts of a package by their names, equivalent ones included: that differ in case or percent-encoding only."""

    __slots__ = ("_by_key", "_names")

    def __init__(self, names: Collection[str]) -> None:
        self._names = names
        self._by_key: dict[str, str] | None = None

    def resolve(self, source: str, target: str) -> str:
        """Return the part that a relation's target names, seen from the part ``source`` ("" is the package).

        It is the name as written where the package has no such part.
        """
        written = resolved(source, target)
        return written if written in self._names else self.find(resolved(source, _decoded(target))) or written

    def find(self, name: str) -> str:
        """Return the part of this name or of an equivalent one, "" without one; of several the first."""
        if name in self._names:
            return name
        if self._by_key is None:
            self._by_key = {}
            for one in self._names:
                self._by_key.setdefault(key(one), one)
        return self._by_key.get(key(name), "")


def resolved(source: str, target: str) -> str:
    """Return the name that a target without percent-encoding gives; what leads out of the package ends at its root."""
    target = target.partition("#")[0]
    steps = [] if target.startswith("/") else source.split("/")[:-1]
    for step in target.split("/"):
        if step == "..":
            steps = steps[:-1]
        elif step not in ("", "."):
            steps.append(step)
    return "/".join(steps)


def key(part: str) -> str:
    """Return what equivalent names have in common."""
    return _decoded(part).casefold()


def _decoded(name: str) -> str:
    if "%" not in name:
        return name
    from urllib.parse import unquote  # costs 3 ms at import, and hardly any package needs it

    return unquote(name)


def relative(source: str, part: str) -> str:
    """Return a part's name as a target, seen from the folder of another part."""
    here, there = source.split("/")[:-1], part.split("/")
    shared = 0
    while shared < min(len(here), len(there) - 1) and here[shared] == there[shared]:
        shared += 1
    return as_uri("/".join([".."] * (len(here) - shared) + there[shared:]))


def from_folder(part: str) -> str:
    """Return a part's name as a target from a part in a folder of ppt/: ``../media/image1.png``."""
    part = part.lstrip("/")
    return as_uri(f"../{part[4:]}" if part.startswith("ppt/") else f"/{part}")


def as_uri(name: str) -> str:
    """Return a name with the characters encoded that no URI has, such as spaces; what is encoded stays as it is."""
    return _NOT_IN_URIS.sub(lambda found: f"%{ord(found.group()):02X}", name)
