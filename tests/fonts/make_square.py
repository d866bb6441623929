"""Makes Square.ttf, a font for tests: every glyph is a square one em wide, so layout is arithmetic.

python tests/fonts/make_square.py [path]
"""

from __future__ import annotations

import os
import sys

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

PATH = os.path.join(os.path.dirname(os.path.abspath(__file__)), "Square.ttf")
EM = 1000
CODES = [*range(0x20, 0x7F), *range(0xA0, 0x180), *range(0x2010, 0x2028), 0x202F]
MADE = 3_786_912_000  # 1 January 2024, in seconds since 1904


def make(path: str) -> None:
    """Write the font."""
    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))
    for corner in ((0, EM), (EM, EM), (EM, 0)):
        pen.lineTo(corner)
    pen.closePath()
    font = FontBuilder(EM, isTTF=True)
    font.setupGlyphOrder([".notdef", "square", "blank"])
    font.setupCharacterMap({code: "blank" if code in (0x20, 0xA0) else "square" for code in CODES})
    empty = TTGlyphPen(None).glyph()
    font.setupGlyf({".notdef": pen.glyph(), "square": pen.glyph(), "blank": empty})
    font.setupHorizontalMetrics({".notdef": (EM, 0), "square": (EM, 0), "blank": (EM, 0)})
    font.setupHorizontalHeader(ascent=EM, descent=0)
    font.setupOS2(sTypoAscender=EM, sTypoDescender=0, usWinAscent=EM, usWinDescent=0)
    font.setupNameTable({"familyName": "Square", "styleName": "Regular"})
    font.setupPost()
    font.updateHead(created=MADE, modified=MADE)
    font.font.recalcTimestamp = False
    font.save(path)


if __name__ == "__main__":
    make(sys.argv[1] if sys.argv[1:] else PATH)
