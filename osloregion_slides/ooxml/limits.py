"""How large a package may be that is read, and how much XML of it is parsed.

libxml2 takes about 120 bytes for an element and 100 for an attribute. SECURITY.md lists the limits.
"""

from __future__ import annotations

MAX_FILE = 200 * 1024 * 1024
MAX_UNPACKED = 1024 * 1024 * 1024
MAX_MEMBERS = 50_000
MAX_RATIO = 400
"""Packed to unpacked. The most that XML of real decks reaches is about 60 (LibreOffice's layouts)."""
RATIO_FROM = 16 * 1024 * 1024
"""Bytes unpacked under which a high ratio harms nobody."""
MAX_XML = 64 * 1024 * 1024
"""Bytes of one part. The largest slides of real decks, drawings pasted from elsewhere, have about 10 MB."""
MAX_NODES = 3_000_000
"""Of a whole package: a thousand slides as full as the flagship's have 2.7 million."""
MAX_DEPTH = 64
"""Groups in groups beyond which nobody looks."""
MAX_TEMPLATE = 64 * 1024 * 1024
MAX_TEMPLATE_UNPACKED = 128 * 1024 * 1024
"""Bytes of a template, all of which is in memory at once."""
MAX_TEMPLATE_MEMBERS = 10_000


def nodes(data: bytes) -> int:
    """Return at least as many as the elements and attributes that XML of these bytes can have."""
    return data.count(b"<") + data.count(b"=")
