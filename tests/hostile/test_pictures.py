"""Pictures and drawings that try to take time, memory or files."""

from __future__ import annotations

import zlib
from pathlib import Path

import pytest

from tests.hostile.case import OUTLINE, Bytes, Case, check, written
from tests.hostile.pictures import chunk, jpeg, png, text_bomb

PICTURES: dict[str, Bytes] = {
    "50 000 by 50 000 pixels": lambda: png(50_000, 50_000),
    "50 000 by 50 000 pixels that are there": lambda: png(50_000, 50_000, 2_000),
    "9 900 by 9 900 pixels that are there": lambda: png(9_900, 9_900, 9_900),
    "100 000 000 by 1 pixels": lambda: png(100_000_000, 1, 1),
    "1 by 100 000 000 pixels": lambda: png(1, 100_000_000, 1),
    "4 billion by 4 billion pixels": lambda: png(2**31 - 1, 2**31 - 1),
    "no pixels": lambda: png(0, 0),
    "a text chunk that swells": text_bomb,
    "a profile that swells": lambda: png(8, 8, 8, chunk(b"iCCP", b"a\0\0" + zlib.compress(bytes(500_000_000), 9))),
    "65 535 by 65 535 pixels of JPEG": lambda: jpeg(65_535, 65_535),
    "a GIF": lambda: b"GIF89a" + bytes(100),
    "a TIFF": lambda: b"II*\0" + bytes(100),
    "no picture": lambda: b"root:x:0:0",
    "nothing": lambda: b"",
    "61 MB": lambda: png(8, 8, 8) + bytes(61_000_000),
}
LARGE: dict[str, Bytes] = {
    "7 900 by 7 900 pixels that are there": lambda: png(7_900, 7_900, 7_900),
    "7 900 by 7 900 pixels of JPEG": lambda: jpeg(7_900, 7_900),
    "30 000 by 2 000 pixels that are there": lambda: png(30_000, 2_000, 2_000),
    "cut short": lambda: png(800, 800, 400),
}
"""Legitimate, or as good as."""
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" xmlns:x="http://www.w3.org/1999/xlink">%s</svg>'
VECTORS: dict[str, Bytes] = {
    "entities": lambda: b'<!DOCTYPE svg [<!ENTITY a "b">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>',
    "entities far down": lambda: b"<!--" + b" " * 5_000 + b'--><!DOCTYPE svg [<!ENTITY a "b">]><svg>&a;</svg>',
    "a script": lambda: b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
    "a script under another name": lambda: (
        b'<s:svg xmlns:s="http://www.w3.org/2000/svg"><s:script>alert(1)</s:script></s:svg>'
    ),
    "a handler": lambda: SVG % b'<rect onload="alert(1)"/>',
    "a picture from the net": lambda: SVG % b'<image href="http://127.0.0.1:9/x.png"/>',
    "a file": lambda: SVG % b'<image x:href="file:///etc/passwd"/>',
    "a paint from elsewhere": lambda: SVG % b'<rect style="fill:url(http://127.0.0.1:9/x#y)"/>',
    "an import": lambda: SVG % b"<style>@import 'http://127.0.0.1:9/x.css';</style>",
    "a style in disguise": lambda: SVG % b"<style>@\\69mport 'http://127.0.0.1:9/x.css';</style>",
    "a page in it": lambda: SVG % b"<foreignObject/>",
    "a style sheet": lambda: b'<?xml-stylesheet href="http://127.0.0.1:9/x.css"?>' + SVG % b"",
    "no XML": lambda: b"<svg",
}


def picture_case(data: Bytes) -> Case:
    def make(folder: Path) -> list[str]:
        written(folder, "decks/a.png", data())
        written(
            folder,
            "decks/prove.yaml",
            OUTLINE + "slides:\n  - {id: p, kind: picture, title: T, image: a.png, alt: A}\n",
        )
        return ["build", "decks/prove.yaml"]

    return Case(make, "bad-picture")


def large_case(data: Bytes) -> Case:
    return Case(picture_case(data).make, "", (0, 1))


def vector_case(data: Bytes) -> Case:
    def make(folder: Path) -> list[str]:
        written(folder, "decks/a.svg", data())
        written(folder, "decks/a.png", png(8, 8, 8))
        written(
            folder,
            "decks/prove.yaml",
            OUTLINE + "slides:\n  - {id: p, kind: picture, title: T, image: a.svg, alt: A}\n",
        )
        return ["build", "decks/prove.yaml"]

    return Case(make, "bad-picture")


CASES = {
    **{f"picture of {name}": picture_case(data) for name, data in PICTURES.items()},
    **{f"picture of {name}": large_case(data) for name, data in LARGE.items()},
    **{f"drawing with {name}": vector_case(data) for name, data in VECTORS.items()},
}


@pytest.mark.slow
@pytest.mark.parametrize("name", CASES)
def test_hostile_data_is_a_finding_or_a_deck_within_the_limits(name: str, tmp_path: Path) -> None:
    check(CASES[name], tmp_path)
