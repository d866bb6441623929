"""Regular expressions that most builds never need: compiled when they are first used.

Compiling one costs 0.05 to 0.2 ms, a build starts in 75, and links and number formats alone bring fifteen of them.
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
    """``with Deferred(): import yaml``: patterns that the modules imported within compile, compiled when first used.

    Where ``wanted``: in a process that is a command of ours. Another program's threads may compile patterns meanwhile.
    PyYAML prepares eleven for a parser that nobody uses beside libyaml's: 6 ms of a cold build's 85.
    """

    wanted = False

    def __enter__(self) -> None:
        if self.wanted:
            re.compile = late  # type: ignore[assignment]

    def __exit__(self, *raised: object) -> None:
        if self.wanted:
            re.compile = _compile
