"""A line's text in quotation marks: how most of what a parser cannot read is put right."""

from __future__ import annotations

import re

from osloregion_slides.outline.complaint import LONG
from osloregion_slides.outline.flow import quoted

VALUE = re.compile(r"^(?P<before>\s*(?:- +)*(?:[\w.$-]+:[ \t]+|(?<=- )))(?P<text>\S.*?)(?P<after>\s*)$")
"""A line of a block mapping or list: what stands before its text, the text."""
FLOW_VALUE = re.compile(
    r"(?:(?<=\{)|(?<=, ))(?P<key>[\w.$-]+:[ \t]+)(?P<text>.+?)(?=\s*(?:, *[\w.$-]+:[ \t]|\}+\s*(?:#.*|\]+\s*)?$))"
)
"""A text inside ``{…}``: up to the next key, or to the brace that ends the line."""


def in_quotes(line: str, column: int = 0) -> tuple[str, str | None]:
    """Return a hint with a line's text in quotes, and the line so mended (None where it has no text).

    With a ``column`` (from 1) that stands in a text inside ``{…}`` it is that text, else the whole one of the line.
    """
    for found in FLOW_VALUE.finditer(line if len(line) < LONG else ""):
        if found.start() < column <= found.end() + 1 and not found["text"].startswith("["):
            text = quoted(_unquoted(found["text"]))
            mended = line[: found.start("text")] + text + line[found.end("text") :]
            return f"put the text in quotes: {found['key'].strip()} {text}", mended
    whole = VALUE.match(line)
    if whole is None or len(line) == LONG:
        return "put the text in quotes", None
    text = quoted(_unquoted(whole["text"]))
    return f"put the text in quotes: {whole['before'].strip()} {text}", whole["before"] + text


def _unquoted(text: str) -> str:
    return text[1:-1] if len(text) > 1 and text[0] == text[-1] and text[0] in "'\"" else text
