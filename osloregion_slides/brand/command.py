"""What ``osloregion-slides brand`` does: a brand's files made anew in its folder."""

from __future__ import annotations

import os

from osloregion_slides.files import read_bytes, write


def remake(folder: str) -> tuple[str, ...]:
    """Write template.pptx and brand.json beside a folder's brand.yaml; return the paths written.

    A file that is already right is left alone. InvalidInput where brand.yaml has errors: then nothing
    is written.
    """
    from osloregion_slides.brand.make import make_brand

    written = []
    for name, data in make_brand(folder).items():
        path = os.path.join(folder, name)
        if _write(path, data):
            written.append(path)
    return tuple(written)


def _write(path: str, data: bytes) -> bool:
    """Replace a file, or a link there, by a whole new one; False where it held the same bytes."""
    try:
        if read_bytes(path, len(data)) == data:
            return False
    except OSError:
        pass
    write(path, data)
    return True
