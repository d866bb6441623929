"""Makes the tables of advance widths that texts are measured with: ``python -m tests.fit.widths``.

A table holds the advances of a family's four faces for the characters a Norwegian or Sámi deck uses,
in font units: no font has to be installed to build a deck, and the result is the same everywhere.
It needs fontTools and the fonts; a build only reads the tables.
"""

from __future__ import annotations

import json
import os
import sys
from typing import TYPE_CHECKING

from osloregion_slides.base import resources

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

FACES = ("regular", "bold", "italic", "bold_italic")
_STYLES = ("Regular", "Bold", "Italic", "BoldItalic")
FAMILIES = {
    "carlito": "Carlito",
    "liberation-sans": "LiberationSans",
    "caladea": "Caladea",
    "liberation-serif": "LiberationSerif",
}
_RANGES = (
    (0x20, 0x7E),
    (0xA0, 0x17F),  # Latin-1 and Latin Extended-A; Northern Sámi is inside
    (0x1CD, 0x1CE),
    (0x1E4, 0x1E9),  # Skolt Sámi Ǥǥ Ǧǧ Ǩǩ
    (0x1EE, 0x1EF),  # Skolt Sámi Ǯǯ
    (0x292, 0x292),
    (0x1B7, 0x1B7),
    (0x218, 0x21B),
    (0x2B9, 0x2BC),
    (0x386, 0x3CE),
    (0x2010, 0x2015),
    (0x2018, 0x201E),
)
_SINGLE = "†‡•…‰′″‹›⁄€№™Ω←↑→↓↔↕∂∆∏∑−√∞∫≈≠≤≥■□▪▫▲►▼◄◊○●◦★☆♠♣♥♦✓✔ﬁﬂ\u2002\u2003\u2009\u200a\u202f\u2007"


def characters() -> str:
    """Return the characters a table may hold, in order of their code points."""
    codes = {code for first, last in _RANGES for code in range(first, last + 1)} | {ord(sign) for sign in _SINGLE}
    return "".join(map(chr, sorted(codes)))


def advances(font: str, signs: str) -> tuple[int, dict[str, int]]:
    """Return a font file's units per em and the advances of those of the characters that it has."""
    from fontTools.ttLib import TTFont

    with TTFont(font, lazy=True) as opened:
        cmap, hmtx = opened.getBestCmap(), opened["hmtx"]
        return opened["head"].unitsPerEm, {sign: hmtx[cmap[ord(sign)]][0] for sign in signs if ord(sign) in cmap}


def table(fonts: Sequence[str]) -> dict[str, object]:
    """Return the table of a family from its regular, bold, italic and bold italic font files.

    ``{"em": units, "characters": "…", "regular": […], "bold": […], …}``: the nth number is the advance
    of the nth character. Only characters that all four faces have are in it.
    """
    read = [advances(font, characters()) for font in fonts]
    em = read[0][0]
    if any(units != em for units, _ in read):
        raise ValueError("the faces have different units per em")
    common = "".join([sign for sign in characters() if all(sign in widths for _, widths in read)])
    faces = {face: [widths[sign] for sign in common] for face, (_, widths) in zip(FACES, read)}
    return {"em": em, "characters": common, **faces}


def font_folders() -> Iterable[str]:
    """Yield the folders in which Linux, macOS and Windows keep fonts."""
    yield from ("/usr/share/fonts", "/usr/local/share/fonts", "/Library/Fonts", "C:\\Windows\\Fonts")
    yield from (os.path.expanduser("~/.fonts"), os.path.expanduser("~/.local/share/fonts"))


def find_fonts(family: str) -> list[str]:
    """Return the installed font files of a family's four faces; FileNotFoundError when one is missing."""
    wanted = {f"{FAMILIES[family]}-{style}.ttf": style for style in _STYLES}
    found: dict[str, str] = {}
    for folder in font_folders():
        for parent, _, files in os.walk(folder):
            for name in wanted.keys() & set(files):
                found.setdefault(name, os.path.join(parent, name))
    lacking = [name for name in wanted if name not in found]
    if lacking:
        raise FileNotFoundError(f"not installed: {', '.join(lacking)}")
    return [found[name] for name in wanted]


def write_tables(folder: str) -> list[str]:
    """Write the table of every family into a folder; return the paths."""
    os.makedirs(folder, exist_ok=True)
    paths = []
    for family in FAMILIES:
        paths.append(os.path.join(folder, f"{family}.json"))
        with open(paths[-1], "w", encoding="utf-8", newline="\n") as file:
            json.dump(table(find_fonts(family)), file, ensure_ascii=False, separators=(",", ":"))
            file.write("\n")
    return paths


if __name__ == "__main__":
    print("\n".join(write_tables(sys.argv[1] if sys.argv[1:] else resources.path("assets", "fonts"))))
