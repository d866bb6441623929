"""What a slide made by hand says beside its words: by the look of its letters, and by what it has and does not show.

Looks are read from the markup of an object without its letters (``ItemState.look``), paragraph by paragraph in order.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from osloregion_slides.base.findings import term
from osloregion_slides.base.messages import Phrase, phrase
from osloregion_slides.update.deck_state import ItemState, ParagraphState
from osloregion_slides.update.text_merge import plain

_MEANT = frozenset(("hidden", "media", "action"))
"""What the head of an object says that its words or its picture do not."""
_SAYING = (
    ("strikethrough", " strike=", r' strike="(?:sng|dbl)'),
    ("underlining", " u=", r' u="(?!none)'),
    ("superscript", " baseline=", r' baseline="-?[1-9]'),
    ("equation", "<m:oMath", r"<m:oMath"),
    ("numbers", "<a:buAutoNum", r"<a:buAutoNum"),
    ("symbols", "<a:latin", r'<a:latin [^>]*typeface="(?:Wingdings|Webdings|Symbol)'),
    ("highlighting", "<a:highlight", r"<a:highlight\b"),
    ("capitals", " cap=", r' cap="(?:all|small)'),
)
"""Looks of letters and lists that change what they say: a word, what has to be in the markup, and the pattern."""
_EMPHASIS = (
    ("text-colour", "Fill", r"<a:(?:solid|grad|patt|blip)Fill>.*?</a:(?:solid|grad|patt|blip)Fill>|<a:noFill/>"),
    ("text-size", " sz=", r' sz="\d+"'),
    ("font", "<a:latin", r'<a:latin [^>]*typeface="[^"]*"'),
)
"""Looks that say something where some letters of a paragraph have them and others not."""
_MARKS = (("bold", r' b="(?:1|true|on)"'), ("italic", r' i="(?:1|true|on)"'))
_PRIVATE = re.compile("[\ue000-\uf8ff]")
"""Letters that only a symbol font draws (Unicode 23.5, private use)."""
_SIZE, _USUAL_SIZE = re.compile(r' sz="(\d{3,6})"'), 1800
_BREAKS = re.compile(r"<a:p(?:/>|>| [^>]*>)")
_CELL = re.compile(r"<a:tc(?=[ >/])")
_RUN = re.compile(r"<a:r>(?:<a:rPr([^>]*?)(?:/>|>(.*?)</a:rPr>))?", re.DOTALL)


def said_by_look(item: ItemState) -> list[Phrase]:
    """Return what the look of an object says of its content, which no kind carries."""
    words = [word for word in item.beyond if word in _MEANT]
    words += [word for word, sign, pattern in _SAYING if sign in item.look and re.search(pattern, item.look)]
    words += ["symbols"] * any([_PRIVATE.search(plain(text)) for text in item.texts])
    asked = [(word, pattern) for word, sign, pattern in _EMPHASIS if sign in item.look]
    runs = [own for _, own in _paragraphs(item) if len(own) > 1] if asked else []
    words += [word for word, pattern in asked if any([_differ(own, pattern) for own in runs])]
    return [phrase(f"beyond-{word}") for word in dict.fromkeys(words)]


def size_of(item: ItemState) -> int:
    """Return the largest size that letters of a text state, hundredths of a point; a text box's own where none do."""
    return max([int(one) for one in _SIZE.findall(item.look)], default=_USUAL_SIZE)


def own_marks(items: Iterable[ItemState]) -> dict[int, frozenset[str]]:
    """Return which paragraphs, by identity, are bold or italic of their own accord and not by where they stand."""
    return {
        id(paragraph): frozenset([word for word, pattern in _MARKS if any([re.search(pattern, run) for run in runs])])
        for item in items
        if ' b="' in item.look or ' i="' in item.look
        for paragraph, runs in _paragraphs(item)
    }


def _differ(runs: list[str], pattern: str) -> bool:
    return len({tuple(re.findall(pattern, run)) for run in runs if "<a:hlinkClick" not in run}) > 1


def _paragraphs(item: ItemState) -> Iterator[tuple[ParagraphState, list[str]]]:
    """Yield the paragraphs of an object's text or cells, with the properties of their runs as written."""
    if item.table is not None:
        words = [cell for row in item.table.rows for cell in row]
        texts = list(zip(words, _CELL.split(item.look)[1:]))
    else:
        texts = [(item.text, item.look)]
    for paragraphs, markup in texts:
        for paragraph, runs in zip(paragraphs, _BREAKS.split(markup)[1:]):
            yield paragraph, [f"{found[1] or ''}{found[2] or ''}" for found in _RUN.finditer(runs)]


# What a slide has and does not show: beside the page, under another object, cut off a picture.
#
# A kind would show it, so a slide with such a thing is never said as one: nothing hidden becomes visible.

_CUT = re.compile(r'<a:custGeom|<a:prstGeom prst="(?!rect")|<a:fillRect [^>]*="-')
"""What of a picture's look shows a part of it only: a shape, a stretch beyond its frame (ECMA-376-1, 20.1.8.30)."""
_STYLED = re.compile(r'<a:fillRef idx="[1-9]')
_LIES_ON, _COVERS = 0.02, 0.9
"""Shares from which a shape without words hides something (of the smaller of the two), and anything (of the lower)."""


def hidden(items: Iterable[ItemState], page: tuple[int, int]) -> list[Phrase]:
    """Return what objects, the lowest first, have that a page of this size (EMU) does not show."""
    shown = [one for one in items if one.kind not in ("group", "connector")]
    said = [one for one in shown if _says(one)]
    found = [term("an object beside the page")] * any([_is_off(one, page) for one in said])
    cut = [one for one in said if one.kind == "picture" and (max(one.crop) > 0 or _CUT.search(one.look))]
    found += [term("the crop of a picture")] * bool(cut)
    for place, above in enumerate(shown):
        if _is_opaque(above) and any([_hides(above, one) for one in shown[:place] if _says(one)]):
            return [*found, term("an object that lies over a text or a picture")]
    return found


def _says(item: ItemState) -> bool:
    """Whether an object says something that can be hidden: a title cannot, every list of slides names them by it."""
    return item.slot not in ("title", "ctrTitle") and bool(
        item.text or item.table or item.chart or item.kind == "picture"
    )


def _is_off(item: ItemState, page: tuple[int, int]) -> bool:
    """Whether an object stands wholly beside the page, where nobody sees it in a show."""
    box, (width, height) = item.box, page
    if box is None or not width:
        return False
    return box.x >= width or box.y >= height or box.x + box.w <= 0 or box.y + box.h <= 0


def _is_opaque(item: ItemState) -> bool:
    """Whether nothing shows through an object; a placeholder without words shows nothing at all."""
    if item.kind in ("picture", "chart"):
        return True
    return (
        "alpha" not in item.fill
        and not (item.slot and not item.text)
        and bool(_STYLED.search(item.look) if item.fill == "?" else item.fill)
    )


def _hides(above: ItemState, below: ItemState) -> bool:
    one, other = above.box, below.box
    if one is None or other is None:
        return False
    width = min(one.x + one.w, other.x + other.w) - max(one.x, other.x)
    height = min(one.y + one.h, other.y + other.h) - max(one.y, other.y)
    common = width * height if width > 0 and height > 0 else 0
    lies = above.kind == "shape" and not above.text
    return common > _COVERS * other.w * other.h or lies and common > _LIES_ON * min(one.w * one.h, other.w * other.h)
