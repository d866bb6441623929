"""How much XML of a found package is parsed. libxml2 takes about 120 bytes for an element, 100 for an attribute."""

from __future__ import annotations

MAX_XML = 64 * 1024 * 1024
"""Bytes of one part. The largest slides of real decks, drawings pasted from elsewhere, have about 10 MB."""
MAX_NODES = 3_000_000
"""Of a whole package: a thousand slides as full as the flagship's have 2.7 million."""
MAX_TEMPLATE = 64 * 1024 * 1024
MAX_TEMPLATE_UNPACKED = 128 * 1024 * 1024
"""Bytes of a template, all of which is in memory at once."""


def nodes(data: bytes) -> int:
    """Return at least as many as the elements and attributes that XML of these bytes can have."""
    return data.count(b"<") + data.count(b"=")
