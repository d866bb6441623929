"""The events of a YAML text: libyaml's, else those of PyYAML's own parser, which reads the same texts.

PyYAML has no libyaml where it was built without it: on Pythons without a wheel, and in browsers. Its own parser
takes ten times as long and ends a plain text in brackets at any question mark (``{nb: Hvorfor?}``), which YAML allows
(YAML 1.2.2, 7.3.3: only the first character is restricted, and within brackets ``,[]{}``). Such a mark is hidden
from it: a character that does not occur in the text stands there while it reads.
"""

from __future__ import annotations

import re

import yaml

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

_INNER = re.compile(r"(?<=[^\s{\[,])\?")
"""A question mark behind a letter. One that asks for a key (``? key``) begins a line or an item."""
_STAND_INS = "".join([chr(code) for code in range(0xE000, 0xE100)])
"""Characters for private use (Unicode 16.0, 23.5): YAML takes them as letters."""


def events(text: str) -> Callable[[], Any]:
    """Return a function that returns the next event of ``text``, None after the last; it raises yaml.YAMLError."""
    if yaml.__with_libyaml__:
        next_event: Callable[[], Any] = yaml.CSafeLoader(text).get_event
        return next_event
    return _own(text)


def _own(text: str) -> Callable[[], Any]:
    stand_in = next((sign for sign in _STAND_INS if sign not in text), "") if "?" in text else ""
    if not stand_in:
        next_event: Callable[[], Any] = yaml.SafeLoader(text).get_event
        return next_event
    parser: Any = yaml.SafeLoader(_hidden(text, stand_in))

    def shown() -> Any:
        try:
            event = parser.get_event()
        except yaml.MarkedYAMLError as wrong:
            wrong.problem = (wrong.problem or "").replace(stand_in, "?")
            raise
        value = getattr(event, "value", None)
        if value and stand_in in value:
            event.value = value.replace(stand_in, "?")
        return event

    return shown


def _hidden(text: str, stand_in: str) -> str:
    """Return the text with ``stand_in`` for each question mark within a plain text: ``Hva?``, ``Pourquoi ?``."""
    text = _INNER.sub(stand_in, text)
    apart = rf"((?:[^\s{{\[,:?-]|\S-))((?: +[?{stand_in}]+)+)"
    return re.sub(apart, lambda found: found[1] + found[2].replace("?", stand_in), text)
