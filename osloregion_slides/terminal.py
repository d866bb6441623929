"""What is printed, without what a terminal would obey: decks and outlines are other people's texts."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any, TextIO

_OBEYED = (*range(9), 11, 12, *range(14, 32), *range(0x7F, 0xA0), 0x2028, 0x2029, *range(0x202A, 0x202F))
_HIDDEN = {code: f"\\u{code:04x}" for code in (*_OBEYED, *range(0x2066, 0x206A))}
"""Control characters but tab and line ends, separators of lines, and what turns the direction of text around."""


class Terminal:
    """A stream that writes such characters as their numbers, as JSON and YAML do in quotes."""

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream

    def write(self, text: str) -> int:
        """Write a text; return its length."""
        return self.stream.write(text.translate(_HIDDEN))

    def __getattr__(self, name: str) -> Any:
        return getattr(self.stream, name)
