"""The path of a polygon, where it is still the one we wrote."""

from __future__ import annotations

from osloregion_slides.ooxml.names import A
from osloregion_slides.update.deck_state import path_digest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any as Element

    Ring = list[tuple[int, int]]


def read_path(geometry: Element) -> str:
    """Return the digest of an ``a:custGeom`` of our writing, "" (no opinion) for any other.

    A program that rewrites geometry (LibreOffice; PowerPoint when points are edited) adds guides or
    connection sites or counts in another grid, and the same polygon then has other numbers.
    """
    if any(len(geometry.findall(f"{{{A}}}{name}/*")) for name in ("gdLst", "cxnLst", "ahLst", "avLst")):
        return ""
    paths = geometry.findall(f"{{{A}}}pathLst/{{{A}}}path")
    try:
        rings = _rings(paths[0]) if len(paths) == 1 else None
        if rings is None:
            return ""
        return path_digest((int(paths[0].get("w", "")), int(paths[0].get("h", ""))), rings)
    except ValueError:
        return ""


def _rings(path: Element) -> list[Ring] | None:
    """Return the rings of a path of straight lines, None for one with anything else."""
    rings: list[Ring] = []
    for step in path:
        name = step.tag.rpartition("}")[2] if isinstance(step.tag, str) else ""
        if name == "moveTo":
            rings.append([])
        if name in ("moveTo", "lnTo") and rings and len(step):
            rings[-1].append((int(step[0].get("x", "")), int(step[0].get("y", ""))))
        elif name != "close":
            return None
    return rings
