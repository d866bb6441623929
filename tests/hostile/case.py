"""What a hostile input is: files to write, the command to run on them, and what may come of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from tests.hostile.process import MEMORY, SECONDS, run

Make = Callable[[Path], list[str]]
Bytes = Callable[[], bytes]
"""What to write, made when it is needed: it may be large."""

OBEYED = frozenset(map(chr, (*range(9), 11, 12, *range(14, 32), *range(0x7F, 0xA0), 0x202E, 0x2067)))
"""Characters that a terminal does something with."""


class Case(NamedTuple):
    """``make`` writes files into a folder and returns the command; ``code`` is the finding that must be said.

    Without a code the input is legitimate: it is taken, or refused for a reason of its own.
    """

    make: Make
    code: str = ""
    exits: tuple[int, ...] = (1,)


def check(case: Case, folder: Path) -> None:
    """Run a case; AssertionError unless it ends as an input has to: a finding, within the limits, nothing written."""
    arguments = case.make(folder)
    ended = run(arguments, folder)
    said = ended.said[-3000:]
    assert ended.code in case.exits, f"exit code {ended.code}\n{said}"
    assert "Traceback" not in ended.said and "[bug]" not in ended.said, said
    if case.code:
        assert f"[{case.code}]" in ended.said, said
        assert ended.written == (), f"written: {ended.written}"
    assert ended.seconds <= SECONDS, f"{ended.seconds:.1f} s of processor time\n{said}"
    assert ended.peak <= MEMORY, f"{ended.peak / 2**20:.0f} MB\n{said}"
    assert len(ended.said) <= (100_000 if ended.code == 1 else 2_000_000), (
        f"it says {len(ended.said)} characters: {said}"
    )
    assert not OBEYED.intersection(ended.said), repr(said)


OUTLINE = """\
deck: prove
title: Prøve
language: nb
as_of: 2008-01-01
"""
SLIDE = "slides:\n  - {id: cover, kind: cover, title: Prøve}\n"
MEMBERS = "name,number,from\nOslo,0301,2004-12-17\nMoss,0104,2004-12-17\n"


def written(folder: Path, name: str, data: str | bytes) -> Path:
    """Write a file, its folders too."""
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data)
    return path


Text = str | bytes | Callable[[], str | bytes]
"""What to write; a large one is made when it is needed."""


def outline(data: Text, *verb: str) -> Make:
    """Build (or do what the verb says with) an outline of this text."""

    def make(folder: Path) -> list[str]:
        written(folder, "decks/prove.yaml", data() if callable(data) else data)
        return [*(verb or ("build",)), "decks/prove.yaml"]

    return make


def slides(text: str, top: str = "") -> Make:
    """Build an outline of these slides, the first line indented by two blanks."""
    return outline(f"{OUTLINE}{top}slides:\n{text}")


def titled(title: str) -> Make:
    """Build an outline of one slide with this title, in single quotes."""
    return slides(f"  - id: cover\n    kind: cover\n    title: '{title}'\n")
