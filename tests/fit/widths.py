"""Makes the tables of advance widths that texts are measured with: ``python -m tests.fit.widths [FOLDER OF FONTS …]``.

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
from osloregion_slides.brand.values import FACES
from osloregion_slides.fit.font_files import font_folders

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


def _styled(name: str, *styles: str, ending: str = "ttf") -> tuple[tuple[str, ...], ...]:
    return tuple([(f"{name}-{style}.{ending}",) for style in styles])


_USUAL = ("Regular", "Bold", "Italic", "BoldItalic")
_GELASIO = ("400-normal", "700-normal", "400-italic", "700-italic")
FAMILIES = {
    "carlito": _styled("Carlito", *_USUAL),
    "liberation-sans": _styled("LiberationSans", *_USUAL),
    "caladea": _styled("Caladea", *_USUAL),
    "liberation-serif": _styled("LiberationSerif", *_USUAL),
    "gelasio": tuple(
        [tuple([f"gelasio-{part}-{style}.woff" for part in ("latin", "latin-ext")]) for style in _GELASIO]
    ),
    "tahoma": (("tahoma.ttf",), ("tahomabd.ttf",)) * 2,
    "urw-gothic": _styled("URWGothic", "Book", "Demi", "BookOblique", "DemiOblique", ending="otf"),
    "urw-bookman": _styled("URWBookman", "Light", "Demi", "LightItalic", "DemiItalic", ending="otf"),
    "c059": _styled("C059", "Roman", "Bold", "Italic", "BdIta", ending="otf"),
    "p052": _styled("P052", "Roman", "Bold", "Italic", "BoldItalic", ending="otf"),
    "nimbus-sans-narrow": _styled("NimbusSansNarrow", "Regular", "Bold", "Oblique", "BoldOblique", ending="otf"),
    "liberation-mono": _styled("LiberationMono", *_USUAL),
    "selawik": (("Selawik-Regular.ufo",), ("Selawik-Bold.ufo",)) * 2,
}
"""The files of each family's faces; Tahoma has no italic, and Selawik none: programs slant the upright one.

Gelasio is npm's @fontsource/gelasio, Tahoma is Debian's fonts-wine, Selawik github.com/microsoft/Selawik.
"""
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
    if font.endswith(".ufo"):
        return _drawn(font, signs)
    from fontTools.ttLib import TTFont

    with TTFont(font, lazy=True) as opened:
        cmap, hmtx = opened.getBestCmap(), opened["hmtx"]
        return opened["head"].unitsPerEm, {sign: hmtx[cmap[ord(sign)]][0] for sign in signs if ord(sign) in cmap}


def _drawn(folder: str, signs: str) -> tuple[int, dict[str, int]]:
    """Return the same of a font's source: a folder with one file a glyph (unifiedfontobject.org)."""
    import plistlib
    from xml.etree import ElementTree

    with open(os.path.join(folder, "fontinfo.plist"), "rb") as file:
        em = plistlib.load(file)["unitsPerEm"]
    found = {}
    for name in sorted(os.listdir(os.path.join(folder, "glyphs"))):
        if name.endswith(".glif"):
            glyph = ElementTree.parse(os.path.join(folder, "glyphs", name)).getroot()
            width = glyph.find("advance")
            for code in glyph.iter("unicode"):
                sign = chr(int(code.get("hex", "0"), 16))
                if sign in signs and width is not None:
                    found[sign] = round(float(width.get("width", "0")))
    return em, found


def table(fonts: Sequence[Sequence[str]]) -> dict[str, object]:
    """Return the table of a family from the files of its regular, bold, italic and bold italic faces.

    ``{"em": units, "characters": "…", "regular": […], "bold": […], …}``: the nth number is the advance
    of the nth character. Only characters that all four faces have are in it.
    """
    read = [[advances(font, characters()) for font in face] for face in fonts]
    em = read[0][0][0]
    if any(units != em for face in read for units, _ in face):
        raise ValueError("the faces have different units per em")
    faces = [{sign: width for _, widths in reversed(face) for sign, width in widths.items()} for face in read]
    for widths in faces:
        for sign, twin in zip("ĐđŊŋŦŧ", "DdNnTt"):
            widths.setdefault(sign, widths[twin])
    common = "".join([sign for sign in characters() if all(sign in widths for widths in faces)])
    written = {name: [widths[sign] for sign in common] for name, widths in zip(FACES, faces)}
    return {"em": em, "characters": common, **written}


def find_fonts(family: str, folders: Iterable[str] = ()) -> list[list[str]]:
    """Return the files of a family's four faces, in these folders or installed; FileNotFoundError when one is missing."""
    wanted = {name for face in FAMILIES[family] for name in face}
    found: dict[str, str] = {}
    for folder in (*folders, *font_folders()):
        for parent, inner, files in os.walk(folder):
            for name in wanted & {*files, *inner}:
                found.setdefault(name, os.path.join(parent, name))
    lacking = [name for face in FAMILIES[family] for name in face if name not in found]
    if lacking:
        raise FileNotFoundError(f"not installed: {', '.join(dict.fromkeys(lacking))}")
    return [[found[name] for name in face] for face in FAMILIES[family]]


def write_tables(folder: str, fonts: Iterable[str] = ()) -> list[str]:
    """Write the table of every family whose fonts are there into a folder; return the paths."""
    os.makedirs(folder, exist_ok=True)
    paths = []
    for family in FAMILIES:
        try:
            made = table(find_fonts(family, fonts))
        except FileNotFoundError as lacking:
            print(f"{family}: {lacking}", file=sys.stderr)
            continue
        paths.append(os.path.join(folder, f"{family}.json"))
        with open(paths[-1], "w", encoding="utf-8", newline="\n") as file:
            json.dump(made, file, ensure_ascii=False, separators=(",", ":"))
            file.write("\n")
    return paths


if __name__ == "__main__":
    print("\n".join(write_tables(resources.path("assets", "fonts"), sys.argv[1:])))
