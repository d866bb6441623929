"""A package whose parts are called otherwise, in ways that mean the same or not."""

from __future__ import annotations

import re
from collections.abc import Callable

from osloregion_slides.ooxml.zip import pack, read_zip, write_zip

Naming = Callable[[str], str]
_KEPT = ("[Content_Types].xml",)
_TARGET = re.compile(rb'(?<=Target=")([^"]*/)?([^"/]+)(?="(?! TargetMode="External"))')
_PART_NAME = re.compile(rb'(?<=PartName=")(/[^"]*/)?([^"/]+)(?=")')


def renamed(data: bytes, member: Naming, target: Naming) -> bytes:
    """Return a package with the last step of each part's name changed: in the archive, and in what refers to it."""

    def called(found: re.Match[bytes]) -> bytes:
        return (found[1] or b"") + target(found[2].decode()).encode()

    made = []
    for name, one in read_zip(data).items():
        content, (folder, _, leaf) = one.read(), name.rpartition("/")
        if name == "[Content_Types].xml":
            content = _PART_NAME.sub(called, content)
        elif leaf.endswith(".rels"):
            content = _TARGET.sub(called, content)
            inner = leaf.removesuffix(".rels")
            name = f"{folder}/{member(inner) if inner else ''}.rels"
        else:
            name = f"{folder}/{member(leaf)}".lstrip("/")
        made.append(pack(name, content))
    return write_zip(made)
