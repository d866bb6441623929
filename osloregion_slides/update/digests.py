"""What of a deck is compared by a digest: the paths of freeforms, pictures, animations."""

from __future__ import annotations

from struct import pack
from typing import TYPE_CHECKING
from zlib import crc32

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from osloregion_slides.scene import Image, Slide, Step


def path_digest(extent: tuple[int, int], rings: Iterable[Iterable[tuple[int, int]]]) -> str:
    """Return the digest of a freeform's path: extent and the rings' points, empty rings left out (CRC-32)."""
    numbers = [*extent]
    for ring in rings:
        points = [number for point in ring for number in point]
        if points:
            numbers.append(len(points))
            numbers += points
    return f"{crc32(pack(f'<{len(numbers)}q', *numbers)):08x}"


def drawing_digest(extent: tuple[int, int], steps: Sequence[Step]) -> str:
    """Return the digest of a freeform's steps (``scene.Freeform``); of a path of closed polygons that of its rings."""
    rings: list[list[tuple[int, int]]] = []
    is_open = False
    for name, *numbers in steps:
        if name == "C" or (name == "M") is is_open:
            break
        is_open = name != "Z"
        if name == "M":
            rings.append([])
        if is_open:
            rings[-1].append((numbers[0], numbers[1]))
    else:
        if not is_open:
            return path_digest(extent, rings)
    return f"{crc32(repr((extent, *steps)).encode()):08x}"


def movement(slide: Slide) -> str:
    """Return a slide's transition, and a digest of its animations if it has any."""
    steps = [[(key.removeprefix(slide.key), *rest) for key, *rest in step] for step in slide.reveal]
    return f"{slide.transition} {crc32(repr(steps).encode()):08x}" if steps else slide.transition


def image_digest(image: Image) -> str:
    """Return the name of a picture by its content: the SHA-1 of the bitmap."""
    try:
        from _sha1 import sha1  # type: ignore[import-not-found]  # hashlib loads OpenSSL
    except ImportError:
        from hashlib import sha1

    found: str = sha1(image.data, usedforsecurity=False).hexdigest()
    return found
