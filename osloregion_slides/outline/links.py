"""What follows the words of a link: ``(destination "title")`` by the rule of CommonMark (0.31, 6.3).

A destination stands bare, with balanced parentheses and without spaces, or between ``<`` and ``>``. Time
grows with the length of the text: nothing that opens is looked for past its next beginning.
"""

from __future__ import annotations

import re

DEPTH = 32  # parentheses inside of one another: CommonMark asks for three levels at least, cmark reads 32
PUNCTUATION = r"[!-/:-@\[-`{-~]"
_POINTED = re.compile(r"<([^<>\n\\]*(?:\\.[^<>\n\\]*)*)>")
_STOP = re.compile(r"[()\\\x00-\x20\x7f]")
_GAP = re.compile(r"[ \t]*\n?[ \t]*")
_TITLE = re.compile(r"\"[^\"\\]*(?:\\.[^\"\\]*)*\"|'[^'\\]*(?:\\.[^'\\]*)*'|\([^()\\]*(?:\\.[^()\\]*)*\)", re.DOTALL)
_ESCAPED = re.compile(rf"\\({PUNCTUATION})")
_REFERENCE = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")


def read_tail(text: str, start: int) -> tuple[str, int] | None:
    """Return the address of the link whose ``(`` stands at ``start``, and the place after its ``)``; None for no link.

    The address is as it is followed: escapes and character references resolved, spaces as ``%20``. A title is
    read and not kept: a slide shows none.
    """
    place = _gap(text, start + 1)
    found = _destination(text, place)
    if found is None or not found[0]:
        return None
    address, place = found
    end = _gap(text, place)
    title = _TITLE.match(text, end) if end > place else None
    if title:
        end = _gap(text, title.end())
    return (_resolved(address), end + 1) if text.startswith(")", end) else None


def _gap(text: str, start: int) -> int:
    return _GAP.match(text, start).end()  # type: ignore[union-attr]  # an empty gap is one too


def _destination(text: str, start: int) -> tuple[str, int] | None:
    if text.startswith("<", start):
        pointed = _POINTED.match(text, start)
        return (pointed[1], pointed.end()) if pointed else None
    depth, place = 0, start
    while stop := _STOP.search(text, place):
        place = stop.end()
        if stop[0] == "\\":
            place += bool(re.match(PUNCTUATION, text[place : place + 1]))
        elif stop[0] == "(":
            depth += 1
            if depth > DEPTH:
                return None
        elif stop[0] != ")" or not depth:
            return None if depth else (text[start : stop.start()], stop.start())
        else:
            depth -= 1
    return None


def _resolved(address: str) -> str:
    if "\\" in address:
        address = _ESCAPED.sub(r"\1", address)
    if "&" in address and ";" in address:
        from html import unescape

        address = _REFERENCE.sub(lambda found: unescape(found[0]), address)
    if not any(character.isspace() for character in address):
        return address
    from urllib.parse import quote

    return "".join([quote(character) if character.isspace() else character for character in address])
