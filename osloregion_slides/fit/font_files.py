"""The advances of a font as its files state them, read with fontTools: for fonts whose widths nobody gives away freely.

A build reads the tables only (``brand/tables.py``), so it gives the same deck where the font is not installed.
"""

from __future__ import annotations

import json
import os
import struct
from importlib.util import find_spec
from math import ceil
from typing import TYPE_CHECKING, Any

from osloregion_slides.base.findings import InvalidInput, Location, finding
from osloregion_slides.brand.values import FACES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_ENDINGS = (".ttf", ".otf", ".ttc", ".otc")
_LAST = 0x2FFF
"""Signs after it are East Asian: as wide as their em, without a table."""
_LIGATURES = (0xFB01, 0xFB02)
_FAMILY, _FULL = 1, 4
"""Numbers of names (OpenType, name): what menus of fonts show."""
_WEIGHTS = (400, 700)


def font_folders() -> Iterator[str]:
    """Yield the folders in which Linux, macOS and Windows keep fonts, and those that Office fetches."""
    yield from ("/usr/share/fonts", "/usr/local/share/fonts", "/Library/Fonts", "/System/Library/Fonts")
    yield "C:\\Windows\\Fonts"
    office = "~/Library/Group Containers/UBF8T346G9.Office/FontCache", "~/AppData/Local/Microsoft/FontCache"
    own = "~/.fonts", "~/.local/share/fonts", "~/Library/Fonts", "~/AppData/Local/Microsoft/Windows/Fonts"
    yield from [os.path.expanduser(folder) for folder in (*own, *office)]


def installed() -> Iterator[str]:
    """Yield the files of fonts in these folders."""
    for folder in font_folders():
        for parent, inner, files in os.walk(folder):
            inner.sort()
            yield from [os.path.join(parent, name) for name in sorted(files) if name.lower().endswith(_ENDINGS)]


def measure(font: str, files: Iterable[str], at: Location) -> tuple[bytes, tuple[str, ...]]:
    """Return the table of a font of this name in these files, and the faces that it lacks there.

    A bold that is not there is taken as wide as the regular, an italic as the upright: programs thicken and slant
    those. InvalidInput where no file holds the font, or fontTools is not installed.
    """
    if find_spec("fontTools") is None:
        raise InvalidInput([finding("no-fonttools")])
    read: dict[str, dict[int, float]] = {}
    for path in files:
        for face, widths in _faces(path, font.strip().lower()):
            read.setdefault(face, widths)
    if "regular" not in read:
        raise InvalidInput([finding("font-not-found", at, font=font)])
    lacks = tuple([face for face in FACES if face not in read])
    faces = [read.get(face) or read[_stand_in(face, read)] for face in FACES]
    codes = sorted(set.intersection(*[set(widths) for widths in faces]))
    table = {"font": font, "em": _EM, "characters": "".join(map(chr, codes))}
    table |= {name: [ceil(widths[code]) for code in codes] for name, widths in zip(FACES, faces)}
    return json.dumps(table, ensure_ascii=False, separators=(",", ":")).encode() + b"\n", lacks


_EM = 2_048
"""The units of a table: the most usual of fonts; widths in others are rounded up."""


def _stand_in(face: str, read: dict[str, Any]) -> str:
    return "bold" if face == "bold_italic" and "bold" in read else "regular"


def _faces(path: str, font: str) -> Iterator[tuple[str, dict[int, float]]]:
    """Yield the faces of the font in a file, each with its advances; nothing where the file cannot be read."""
    from fontTools.ttLib import TTCollection, TTFont, TTLibError

    try:
        with TTCollection(path) if path.lower().endswith("c") else TTFont(path, lazy=True) as opened:
            for one in opened.fonts if isinstance(opened, TTCollection) else (opened,):
                if font in _names(one):
                    yield from _widths(one)
    except (TTLibError, OSError, ValueError, KeyError, IndexError, AttributeError, AssertionError, struct.error):
        return  # no font, or a damaged one: what is not found is said


def _names(opened: Any) -> set[str]:
    """Return by what names a menu of fonts has a font: its family, and its full name."""
    found = [one for one in opened["name"].names if one.nameID in (_FAMILY, _FULL)]
    return {one.toUnicode(errors="replace").strip().lower() for one in found}


def _widths(opened: Any) -> Iterator[tuple[str, dict[int, float]]]:
    style, em = opened["head"].macStyle, opened["head"].unitsPerEm
    bold, italic = style & 1, (style >> 1) & 1
    cmap = {code: name for code, name in opened.getBestCmap().items() if 0x20 <= code <= _LAST or code in _LIGATURES}
    axes = {axis.axisTag: axis for axis in opened["fvar"].axes} if "fvar" in opened else {}
    if "wght" not in axes:
        advances = opened["hmtx"]
        yield FACES[bold + 2 * italic], {code: advances[name][0] * _EM / em for code, name in cmap.items()}
        return
    for weight, wanted in enumerate(_WEIGHTS):
        place = {"wght": min(max(wanted, axes["wght"].minValue), axes["wght"].maxValue)}
        glyphs = opened.getGlyphSet(location=place)
        yield FACES[weight + 2 * italic], {code: glyphs[name].width * _EM / em for code, name in cmap.items()}
