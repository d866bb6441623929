"""Which base a found deck is compared with: the one that it names, from the deck or from the store."""

from __future__ import annotations

from osloregion_slides.findings import InvalidInput, Span, error
from osloregion_slides.update.base import base_hash
from osloregion_slides.update.store import find


def find_base(inside: bytes, name: str, folder: str, deck: str = "") -> bytes:
    """Return the bytes of a deck's base.

    ``inside`` is what lies in the deck (b"" without), ``name`` its ``osr.base`` ("" without), ``folder`` the store.
    The one of that name is right, wherever it lies; without a name, or where the store does not have it either,
    what lies inside. InvalidInput: ``no-base``, ``bad-base``.
    """
    data = inside if inside and name in ("", base_hash(inside)) else (find(folder, name) if name else None) or inside
    if not data:
        message = "this deck does not say what it was made from" if not name else f"the base {name} is not in {folder}"
        hint = "osloregion-slides adopt makes it one of ours; a base store under version control keeps the bases"
        raise InvalidInput([error("no-base", Span(deck) if deck else None, message, hint)])
    return data
