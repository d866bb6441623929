"""Every key of an outline that names a file, with every way out of the workspace."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.hostile.case import OUTLINE, SLIDE, Case, check, written

USES = {
    "picture": "slides:\n  - {id: p, kind: picture, title: T, image: PATH, alt: A}\n",
    "members": "members: PATH\n" + SLIDE,
    "extends": "extends: PATH\n" + SLIDE,
    "brand": "brand: PATH\n" + SLIDE,
    "map": "members: data/m.csv\nslides:\n  - {id: m, kind: map, title: T, geometry: PATH}\n",
}
WAYS = {
    "up": "../../../../../../../../etc/passwd",
    "up through a folder": "data/../../../../../../../../../etc/passwd",
    "absolute": "/etc/passwd",
    "home": "~/.ssh/id_rsa",
    "a link": "data/link",
    "a link with a suffix": "data/link.png",
    "a linked folder": "data/folder/passwd",
    "a null byte": '"data/m.csv\\0.png"',
    "a drive": '"C:\\\\Windows\\\\win.ini"',
    "a share": '"\\\\\\\\host\\\\share\\\\x"',
    "an address": "file:///etc/passwd",
    "the web": "https://example.com/a.png",
    "a device": "/dev/zero",
    "a linked device": "data/zero",
    "a pipe": "data/pipe",
    "a folder": "data",
    "300 characters": "a" * 300,
    "5 000 characters": "a/" * 2_500,
    "a name with a line end": '"a\\nb.png"',
    "the process itself": "../../../../../../../../proc/self/environ",
}


def linked(name: str, to: str) -> None:
    try:
        os.symlink(to, name)
    except OSError:
        pytest.skip("no symbolic links here")


def case(text: str) -> Case:
    def make(folder: Path) -> list[str]:
        written(folder, "decks/data/m.csv", "name,from\nOslo,2004-12-17\n")
        data = folder / "decks" / "data"
        for name, target in (
            ("link", "/etc/passwd"),
            ("link.png", "/etc/passwd"),
            ("folder", "/etc"),
            ("zero", "/dev/zero"),
        ):
            linked(str(data / name), target)
        os.mkfifo(data / "pipe")
        written(folder, "decks/prove.yaml", OUTLINE + text)
        return ["build", "decks/prove.yaml"]

    return Case(make)


CASES = {f"{use} {way}": case(text.replace("PATH", path)) for use, text in USES.items() for way, path in WAYS.items()}


@pytest.mark.slow
@pytest.mark.parametrize("name", CASES)
def test_a_hostile_outline_is_a_finding_within_the_limits(name: str, tmp_path: Path) -> None:
    check(CASES[name], tmp_path)
