"""Regular expressions compiled on first use, since most builds need few of them.

Compiling one costs 0.05 to 0.2 ms of a start of 75, and links and number formats alone have fifteen of them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, AnyStr

if TYPE_CHECKING:

    def late(pattern: AnyStr, flags: int = 0) -> re.Pattern[AnyStr]:
        """Return what ``re.compile`` returns, compiled at the first use of its methods."""
        raise NotImplementedError

else:

    class late:  # used as re.compile is
        """What ``re.compile`` returns, compiled at the first use of its methods."""

        def __init__(self, pattern, flags=0):
            self._said = pattern, flags

        def __getattr__(self, name):
            if name.startswith("__"):
                raise AttributeError(name)
            found = getattr(_compile(*self._said), name)
            setattr(self, name, found)
            return found


_compile = re.compile


class Deferred:
    """``with Deferred(): import yaml`` defers the patterns of the imported modules to their first use.

    Only if ``wanted``: in a process of the command, since threads of a host program may compile patterns meanwhile.
    PyYAML prepares eleven for a parser that is unused beside libyaml's: 6 ms of a cold build's 85.
    """

    wanted = False

    def __enter__(self) -> None:
        if self.wanted:
            re.compile = late  # type: ignore[assignment]

    def __exit__(self, *raised: object) -> None:
        if self.wanted:
            re.compile = _compile
