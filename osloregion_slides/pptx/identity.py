"""Identities derived from keys, so that the next build of an outline recognises its shapes.

PowerPoint preserves both kinds in edits and saves: ``p14:creationId`` on a slide ([MS-PPTX] 2.6.3)
and ``a16:creationId`` on a shape ([MS-ODRAWXML] 2.30.1).
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from osloregion_slides.pptx.xml import Xml

if TYPE_CHECKING:
    from hashlib import sha1
else:
    try:
        from _sha1 import sha1  # hashlib loads OpenSSL: 3.4 ms against 0.3
    except ImportError:  # an interpreter built without its own SHA-1
        from hashlib import sha1

_NAMESPACE = bytes.fromhex("6f736c6f726567696f6e656e2d6f7372")
_VARIANT = {digit: "89AB"[int(digit, 16) & 3] for digit in "0123456789ABCDEF"}


@lru_cache(maxsize=1_000)
def guid(*parts: str) -> Xml:
    """Return ``{XXXXXXXX-XXXX-5XXX-YXXX-XXXXXXXXXXXX}``, a name-based UUID (RFC 9562, 5.5) of the parts."""
    name = "\0".join(parts).encode("utf-8", "surrogatepass")
    digits: Xml = sha1(_NAMESPACE + name, usedforsecurity=False).hexdigest().upper()
    variant: Xml = _VARIANT[digits[16]]
    return f"{{{digits[:8]}-{digits[8:12]}-5{digits[13:16]}-{variant}{digits[17:20]}-{digits[20:32]}}}"


def slide_identity(deck: str, slide: str) -> int:
    """Return the unsigned 32-bit creation id of a slide, from the keys of deck and slide; never 0."""
    return int(guid(deck, slide)[1:9], 16) or 1


def shape_identity(deck: str, slide: str, shape: str) -> Xml:
    """Return the creation id of a shape, from the keys of deck, slide and shape."""
    return guid(deck, slide, shape)
