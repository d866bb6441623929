"""Taking a .pptx apart and putting it together again, spoilt in one place."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Callable

Parts = dict[str, bytes]
SLIDE = "ppt/slides/slide1.xml"
PRESENTATION = "ppt/presentation.xml"
TYPES = "[Content_Types].xml"


def parts_of(data: bytes) -> Parts:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: Parts, again: str = "") -> bytes:
    """Return the archive; ``again`` names a member that stands in it twice."""
    file = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore")
        for name, data in parts.items():
            archive.writestr(name, data)
        if again:
            archive.writestr(again, parts[again])
    return file.getvalue()


def rels(part: str) -> str:
    folder, _, name = part.rpartition("/")
    return f"{folder}/_rels/{name}.rels"


def first(parts: Parts, needle: str, folder: str = "ppt/slides/") -> str:
    """Return the first part of a folder that holds a text."""
    return next(name for name, data in parts.items() if name.startswith(folder) and needle.encode() in data)


def replaced(parts: Parts, part: str, old: str, new: str, times: int = 1) -> None:
    """Change a text in a part, which must be there."""
    assert old.encode() in parts[part], f"{old!r} is not in {part}"
    parts[part] = parts[part].replace(old.encode(), new.encode(), times)


def substituted(parts: Parts, part: str, pattern: str, new: str) -> None:
    changed, count = re.subn(pattern, new, parts[part].decode(), count=1, flags=re.DOTALL)
    assert count, f"{pattern!r} is not in {part}"
    parts[part] = changed.encode()


def spoilt(data: bytes, spoil: Callable[[Parts], str | None]) -> bytes:
    parts = parts_of(data)
    again = spoil(parts)
    return packed(parts, again or "")
