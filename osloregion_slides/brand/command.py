"""What ``osloregion-slides brand`` does: a brand's files made anew in its folder."""

from __future__ import annotations

import os


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
    """Replace a file by a whole new one; False where it held the same bytes."""
    try:
        with open(path, "rb") as file:
            if file.read() == data:
                return False
    except OSError:
        pass
    fresh = f"{path}.new"
    with open(fresh, "wb") as file:
        file.write(data)
    os.replace(fresh, path)
    return True
