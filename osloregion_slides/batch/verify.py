"""Whether a committed deck is what its outline gives, whatever zlib packed it."""

from __future__ import annotations

from osloregion_slides.files import read_bytes
from osloregion_slides.findings import Finding, Span, error
from osloregion_slides.ooxml.zip import BadZip, read_zip

MAX_DECK = 200 * 1024 * 1024
"""Bytes of a deck that are compared: no deck that can be read is larger (``ooxml.limits``)."""
MOST = 3
"""So many parts that differ are named."""


def canonical(data: bytes) -> dict[str, str]:
    """Return the digest of each part of a package, unpacked, by its name.

    Order, dates and packing of the archive do not count (ECMA-376, part 2: a package is its parts).
    ``zip.BadZip`` for what is no package.
    """
    from hashlib import blake2b

    digests = {}
    for name, member in read_zip(data).items():
        unpacked = member.read()
        if name.endswith(".xlsx"):  # a chart's workbook is a package of its own
            unpacked = repr(sorted(canonical(unpacked).items())).encode()
        digests[name] = blake2b(unpacked, digest_size=16).hexdigest()
    return digests


def canonical_hash(data: bytes) -> str:
    """Return one digest of all parts of a package."""
    from hashlib import blake2b

    return blake2b(repr(sorted(canonical(data).items())).encode(), digest_size=16).hexdigest()


def difference(path: str, data: bytes) -> Finding | None:
    """Return in what the deck at ``path`` is another one than ``data``, None where it is the same.

    The hint is what works: a build refuses to write over a deck that people changed, so that one is to be updated.
    """
    hint = "build it, look at it, and commit it"
    try:
        there = read_bytes(path, MAX_DECK)
    except OSError:
        return error("deck-missing", Span(path), "the deck is not there, so it cannot be verified", hint)
    if there == data:
        return None
    try:
        old, new = canonical(there), canonical(data)
    except BadZip as broken:
        return error(
            "deck-differs", Span(path), f"the deck is no presentation: {broken}", _refused(path, there) or hint
        )
    differing = [name for name in {**old, **new} if old.get(name) != new.get(name)]
    parts = sorted(differing, key=lambda name: (not name.startswith("ppt/slides/"), name))
    if not parts:
        return None
    more = f" and {len(parts) - MOST} more" if len(parts) > MOST else ""
    message = f"the deck is not what its outline gives: {', '.join(parts[:MOST])}{more}"
    return error("deck-differs", Span(path), message, _refused(path, there) or hint)


def _refused(path: str, deck: bytes) -> str:
    """What to do about a deck that a build does not write over, "" for one that it does."""
    from osloregion_slides.pptx.edited import hand_work

    found = hand_work(path, deck)
    return found.hint if found is not None else ""
