"""The word that a page must name where others can reach the preview."""

from __future__ import annotations

from osloregion_slides.findings import InvalidInput, Span, error

AUTO = "auto"
SHORTEST = 16
"""Characters. The server answers about a thousand tries a second: eight small letters drawn by lot are found in
three years, sixteen never.
"""
LOOPBACK = ("127.0.0.1", "::1", "localhost")
_MADE = 16
"""Bytes of a token that is made: 128 bits in 22 characters of an address."""


def read_token(word: str, host: str) -> str:
    """Return the token that ``--token`` asks for, "" for none; InvalidInput where it keeps nobody out.

    A made one is asked for by the word ``auto``: the address that is printed names it, so nobody has to think
    of one or to type it, and it stands in no list of processes. An option with or without a value would take
    the outline behind it for the token.
    """
    if word == AUTO:
        from secrets import token_urlsafe

        return token_urlsafe(_MADE)
    if not word and host not in LOOPBACK:
        message = "others can reach that address, so the preview needs a token"
        raise InvalidInput([error("usage", Span("--host"), message, f"--token {AUTO} makes one")])
    if word and len(word) < SHORTEST:
        message = f"the token is shorter than {SHORTEST} characters, so somebody may guess it"
        raise InvalidInput([error("usage", Span("--token"), message, f"--token {AUTO} makes one")])
    return word
