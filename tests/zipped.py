"""A zip of anything: what calls itself a deck or a workbook and is none."""

from __future__ import annotations

import io
import zipfile


def zipped(**parts: bytes) -> bytes:
    """Return an archive of these members, compressed."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in parts.items():
            file.writestr(name, data)
    return out.getvalue()
