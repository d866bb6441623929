"""The width of text: tables of advances, one rule, and a cache of words.

Rule: width = sum of the advances, unkerned, × 1.011. Against LibreOffice's own layout the plain sum is
0.35-0.99 % too wide in regular and bold; kerned lines never exceed it except in bold italic, by
up to 1.1 %; boxes that PowerPoint wrote for Calibri are about 1 % wider than Carlito's advances.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from osloregion_slides.base import resources
from osloregion_slides.brand.values import FACES
from osloregion_slides.fit.breaking import Words, split_pieces, text_width

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from osloregion_slides.fit.breaking import Pieces

WIDTH_FACTOR = 1.011
# Light cuts of Selawik, Open Sans, Lato, Roboto and Montserrat set text 1 to 6 % narrower, characters to 3 % wider.
LIGHT_FACTOR = 1.03
# A font without a table is assumed to be this much wider than the widest of four, character by character, and wider
# than Verdana: no proof, but Montserrat is narrower, and so is DejaVu Sans, LibreOffice's substitute for missing fonts.
UNKNOWN_FACTOR = 1.08
_TABLES = {
    "calibri": "carlito",
    "carlito": "carlito",
    "arial": "liberation-sans",
    "helvetica": "liberation-sans",
    "liberation sans": "liberation-sans",
    "cambria": "caladea",
    "caladea": "caladea",
    "times": "liberation-serif",
    "times new roman": "liberation-serif",
    "liberation serif": "liberation-serif",
    "georgia": "gelasio",
    "gelasio": "gelasio",
    "segoe ui": "selawik",
    "selawik": "selawik",
    "tahoma": "tahoma",
    "verdana": "verdana",
    "trebuchet ms": "trebuchet",
    "century gothic": "urw-gothic",
    "bookman old style": "urw-bookman",
    "century schoolbook": "c059",
    "book antiqua": "p052",
    "palatino linotype": "p052",
    "arial narrow": "nimbus-sans-narrow",
    "courier new": "liberation-mono",
    "liberation mono": "liberation-mono",
}
_SHORT = ("ms", "ui")
_LIGHT = (" light", " semilight")
# Characters of zero width: soft hyphen (line breaking adds the hyphen), line breaks, zero-width spaces and joiners.
_NO_WIDTH = "\u00ad\n\v\r\u200b\u200c\u200d\u2060\ufeff"
_TAB_EMS = 6  # a default tab stop is an inch: 6 em at 12 pt, fewer at larger sizes


_WIDE_CYRILLIC = "жмфшщъыюљњџ"


class Advances(dict[str, int]):
    """Advances by character in font units. Without an entry a combining mark has none, a letter with diacritics has
    that of its base letter, and any other character a whole em.
    """

    __slots__ = ("em",)

    def __init__(self, entries: Iterable[tuple[str, int]], em: int) -> None:
        super().__init__(entries)
        self.em = em
        self.update(dict.fromkeys(_NO_WIDTH, 0))
        self["\t"] = _TAB_EMS * em
        self["\u2011"] = self["-"]  # a no-break hyphen looks like a hyphen
        self["\u00a0"] = self[" "]  # and a no-break space like a space; the tables omit it

    def __missing__(self, sign: str) -> int:
        import unicodedata

        if "\u0400" <= sign < "\u0530":  # no table has Cyrillic: a little wider than its letters are
            wide = sign.lower() in _WIDE_CYRILLIC
            self[sign] = self[("m" if wide else "n") if sign.islower() else ("M" if wide else "O")]
            return self[sign]
        drawn = unicodedata.category(sign) not in ("Mn", "Me", "Cf", "Cc")
        bare = unicodedata.normalize("NFD", sign)[0]
        self[sign] = (self[bare] if bare != sign else self.em) if drawn else 0
        return self[sign]


KEPT = 2_000
"""Texts and words cached per face: the flagship's variants have 500; those of 5 000 slides took 26 MB."""


class Face:
    """One face of a family: advances by character and word, and the widths and pieces of recently measured texts."""

    __slots__ = ("advances", "pieces", "widths", "words")

    def __init__(self, advances: Advances) -> None:
        self.advances = advances
        self.words = Words(advances)
        self.widths: dict[tuple[str, bool], int] = {}
        self.pieces: dict[tuple[str, bool], Pieces] = {}

    def text_width(self, text: str, caps: bool = False) -> int:
        """Return the width of a text without line breaks: most texts fit on a line, and are never cut into pieces."""
        width = self.widths.get((text, caps))
        if width is None:
            self._make_room(self.widths)
            width = self.widths[text, caps] = text_width(text, self.words, caps)
        return width

    def text_pieces(self, text: str, caps: bool = False) -> Pieces:
        """Return the pieces of a text without line breaks (``breaking.split_pieces``)."""
        known = self.pieces.get((text, caps))
        if known is None:
            self._make_room(self.pieces)
            known = self.pieces[text, caps] = split_pieces(text, self.words, caps)
        return known

    def _make_room(self, kept: dict[tuple[str, bool], Any]) -> None:
        if len(kept) >= KEPT:
            kept.clear()
        if len(self.words) >= KEPT:
            self.words = Words(self.advances)


class Metrics:
    """The advances of a font. ``proven`` is False for an unknown font, measured with a safety factor.

    ``em_of_unit`` converts font units to em, including the factor of the rule.
    """

    __slots__ = ("em_of_unit", "faces", "proven")

    def __init__(self, table: Mapping[str, Any], factor: float = WIDTH_FACTOR, proven: bool = True) -> None:
        em: int = table["em"]
        signs: str = table["characters"]
        self.faces = tuple([Face(Advances(zip(signs, table[face]), em)) for face in FACES])
        self.em_of_unit: float = factor / em
        self.proven = proven

    def face(self, bold: bool, italic: bool) -> Face:
        """Return one of the four faces of the family."""
        return self.faces[bold + 2 * italic]

    def width(self, text: str, bold: bool = False, italic: bool = False) -> float:
        """Return the width of a text on one line, in em."""
        return self.faces[bold + 2 * italic].words[text] * self.em_of_unit


_loaded: dict[str, Metrics] = {}
_beside: dict[str, bytes] = {}
"""The tables beside the template in use, by font."""


def use(tables: Iterable[tuple[str, bytes]]) -> None:
    """Measure these fonts by these tables (``Brand.tables``), and all others by ours, until the next call."""
    now = {font.strip().lower(): data for font, data in tables}
    if now != _beside:
        for name in {*_beside, *now}:
            _loaded.pop(name, None)
        _beside.clear()
        _beside.update(now)


def load_metrics(font: str) -> Metrics:
    """Return the metrics of a font by name; the same name gives the same object.

    A table beside the template comes first (``use``). Fonts of ``_TABLES`` have their own advances or those of a
    metric-compatible font. ``proven`` is False for a light cut of one (its table × 1.03) and for any other font (the
    widest of four tables × 1.08, or Verdana's where that is wider).
    """
    name = font.strip().lower()
    if name not in _loaded:
        regular = next((name.removesuffix(end) for end in _LIGHT if name.endswith(end)), "")
        if name in _beside:
            _loaded[name] = Metrics(json.loads(_beside[name]))
        elif name in _TABLES:
            _loaded[name] = Metrics(_read(_TABLES[name]))
        elif regular in _TABLES:
            _loaded[name] = Metrics(_read(_TABLES[regular]), WIDTH_FACTOR * LIGHT_FACTOR, proven=False)
        else:
            _loaded[name] = _unknown()
    return _loaded[name]


def measured_fonts() -> tuple[str, ...]:
    """Return the names of the fonts with tables, as in font menus, in alphabetical order."""
    words = [name.split() for name in sorted(_TABLES)]
    return tuple([" ".join([one.upper() if one in _SHORT else one.capitalize() for one in name]) for name in words])


def _read(name: str) -> dict[str, Any]:
    with open(resources.path("assets", "fonts", f"{name}.json"), encoding="utf-8") as file:
        read: dict[str, Any] = json.load(file)
    return read


def _unknown() -> Metrics:
    if "" not in _loaded:
        tables = [_read(name) for name in ("carlito", "liberation-sans", "caladea", "liberation-serif", "verdana")]
        tables[-1]["em"] *= UNKNOWN_FACTOR / LIGHT_FACTOR  # what is wide already is not made wider
        _loaded[""] = Metrics(_widest(tables), WIDTH_FACTOR * UNKNOWN_FACTOR, proven=False)
    return _loaded[""]


def _widest(tables: list[dict[str, Any]]) -> dict[str, Any]:
    em = tables[0]["em"]
    signs = "".join(dict.fromkeys("".join([table["characters"] for table in tables])))
    widest: dict[str, Any] = {"em": em, "characters": signs}
    for face in FACES:
        widths: dict[str, int] = {}
        for table in tables:
            for sign, width in zip(table["characters"], table[face]):
                widths[sign] = max(widths.get(sign, 0), int(-(-width * em // table["em"])))
        widest[face] = [widths[sign] for sign in signs]
    return widest
