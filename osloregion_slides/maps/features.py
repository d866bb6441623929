"""The features of a GeoJSON text, one after another: a file of a million points is never in memory as a whole."""

from __future__ import annotations

import json
import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

_START = re.compile(r'"features"\s*:\s*\[')
_BLANKS = re.compile(r"[ \t\n\r]*")


def each_feature(text: str, take: Callable[[Any], None]) -> Any:
    """Give every feature of a FeatureCollection to ``take``; return the document without them.

    ``features`` is [] in what is returned, or what else stands there. ValueError and RecursionError as json's.
    """
    found = _START.search(text)
    if found is None:
        return json.loads(text)
    taken: list[Any] = []
    end = _walk(text, found.end(), take)
    document = json.loads(f"{text[: found.end()]}{text[end:]}")
    if isinstance(document, dict) and document.get("features") == taken:
        return document
    raise ValueError("`features` stands in an unusual place")


def _walk(text: str, at: int, take: Callable[[Any], None]) -> int:
    """Decode the items of the array that begins at ``at``; return where its bracket closes."""
    decode = json.JSONDecoder().raw_decode
    at = _BLANKS.match(text, at).end()  # type: ignore[union-attr]  # it matches anywhere
    while text[at : at + 1] != "]":
        item, at = decode(text, at)
        take(item)
        at = _BLANKS.match(text, at).end()  # type: ignore[union-attr]
        if text[at : at + 1] == ",":
            at = _BLANKS.match(text, at + 1).end()  # type: ignore[union-attr]
        elif text[at : at + 1] != "]":
            raise json.JSONDecodeError("Expecting ',' delimiter", text, at)
    return at
