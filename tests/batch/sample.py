"""What the tests of the batch share: a small workspace, and ways to build it."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from osloregion_slides.batch.batch import Batch, Options, run_builds
from osloregion_slides.batch.jobs import Members
from osloregion_slides.batch.values import Build

OUTLINE = """\
deck: small
title: {all: Small}
language: nb
languages: [nb, en]
as_of: 2008-01-01
brand: osloregionen
meeting:
  title: {nb: Møte, en: Meeting}
members: data/members.csv
audiences:
  board:
    meeting: {title: {nb: Styremøte, en: Board meeting}}
slides:
  - {id: cover, kind: cover, title: "{{ meeting.title }}", subtitle: {nb: Liten, en: Small}}
  - id: list
    kind: bullets
    title: {nb: Medlemmer, en: Members}
    items: ["{{ members.municipalities | names | join_and }}"]
"""
OTHER = """\
deck: other
title: Other
brand: osloregionen
slides:
  - {id: cover, kind: cover, title: Another, subtitle: Without members}
"""
MEMBERS = """\
name,number,county,region,from,to,kind,confidence,source
Oslo,0301,Oslo,Oslo,2004-12-17,,municipality,confirmed,a report
Nes,0236,Akershus,Øvre Romerike,2004-12-17,2019-12-31,municipality,confirmed,a report
Nes,0616,Buskerud,Hallingdal,2004-12-17,2019-12-31,municipality,confirmed,a report
Horten,0701,Vestfold,Vestfold,2008-01-01,2019-12-31,municipality,confirmed,a report
"""
BUILDS = """\
builds:
  - outline: small.yaml
    audiences: [~, board]
    languages: [nb, en]
  - outline: other.yaml
"""
PINNED = ("looks", "a version")
"""The tool as it looks to these tests: somebody may be at work on it while they run."""
NAMES = ("other", "small-board-en", "small-board-nb", "small-en", "small-nb")
DECKS = tuple([f"{name}.pptx" for name in NAMES])


def workspace(folder: Path, builds: str = BUILDS) -> str:
    """Write the workspace into a folder and return the path of its builds.yaml."""
    (folder / "decks" / "data").mkdir(parents=True)
    (folder / "decks" / "small.yaml").write_text(OUTLINE, encoding="utf-8")
    (folder / "decks" / "other.yaml").write_text(OTHER, encoding="utf-8")
    (folder / "decks" / "data" / "members.csv").write_text(MEMBERS, encoding="utf-8")
    path = folder / "decks" / "builds.yaml"
    path.write_text(builds, encoding="utf-8")
    return str(path)


def build(path: str, **options: object) -> Batch:
    """Make the decks beside the workspace's decks/, in this process unless told otherwise."""
    out = str(Path(path).parent.parent / "out")
    return run_builds(path, Options(**{"out_dir": out, "workers": 1, **options}))  # type: ignore[arg-type]


def built_apart(path: str, then: str, first: str = "") -> str:
    """Build with a Python of its own; return what ``then`` prints there, which has the ``batch``."""
    out = str(Path(path).parent.parent / "out")
    code = (
        f"import sys\n{first}\n"
        "from osloregion_slides.batch.batch import Options, run_builds\n"
        f"batch = run_builds({path!r}, Options(out_dir={out!r}, workers=1))\n{then}"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def states(batch: Batch) -> dict[str, str]:
    """Return what became of each deck, by its name without .pptx."""
    return {outcome.job.output.removesuffix(".pptx"): outcome.state for outcome in batch.outcomes}


def codes(batch: Batch, name: str) -> list[str]:
    """Return the codes of a deck's findings."""
    return [f.code for outcome in batch.outcomes if outcome.job.output == f"{name}.pptx" for f in outcome.findings]


def looks(folder: Path) -> dict[str, tuple[int, int]]:
    """Return inode and time of every file below a folder: both change when a file is written."""
    return {str(path): (path.stat().st_ino, path.stat().st_mtime_ns) for path in folder.rglob("*") if path.is_file()}


def change(path: Path, old: str, new: str) -> None:
    """Replace a text in a file that must have it, with a time that differs."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


@contextmanager
def inside(folder: Path) -> Iterator[None]:
    """Work in a folder for a while."""
    before = os.getcwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


def a_build(**changes: object) -> Build:
    """Return a build that makes one deck, with these fields changed."""
    from osloregion_slides.base.findings import Location

    plain = Build("decks/small.yaml", ("",), ("",), ("",), False, "{outline}", (), "", Location("builds.yaml", 2, 5))
    return plain.replace(**changes)


def nobody(build: Build, audience: str, date: str) -> Members:
    """No members."""
    return Members(())
