"""Meaning of a slide beyond its words: by formatting, and by hidden contents.

Formatting is read from an object's markup without its text (``ItemState.look``), paragraph by paragraph.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from osloregion_slides.base.findings import term
from osloregion_slides.base.messages import Phrase, phrase
from osloregion_slides.update.deck_state import ItemState, ParagraphState
from osloregion_slides.update.text_merge import plain

_MEANT = frozenset(("hidden", "media", "action"))
"""Meaningful properties of an object beyond its words or picture."""
_MEANINGFUL = (
    ("strikethrough", " strike=", r' strike="(?:sng|dbl)'),
    ("underlining", " u=", r' u="(?!none)'),
    ("superscript", " baseline=", r' baseline="-?[1-9]'),
    ("equation", "<m:oMath", r"<m:oMath"),
    ("numbers", "<a:buAutoNum", r"<a:buAutoNum"),
    ("symbols", "<a:latin", r'<a:latin [^>]*typeface="(?:Wingdings|Webdings|Symbol)'),
    ("highlighting", "<a:highlight", r"<a:highlight\b"),
    ("capitals", " cap=", r' cap="(?:all|small)'),
)
"""Formatting of letters and lists that changes the meaning: its code, a required substring, and the pattern."""
_EMPHASIS = (
    ("text-colour", "Fill", r"<a:(?:solid|grad|patt|blip)Fill>.*?</a:(?:solid|grad|patt|blip)Fill>|<a:noFill/>"),
    ("text-size", " sz=", r' sz="\d+"'),
    ("font", "<a:latin", r'<a:latin [^>]*typeface="[^"]*"'),
)
"""Formatting that is meaningful where only some letters of a paragraph have it."""
_MARKS = (("bold", r' b="(?:1|true|on)"'), ("italic", r' i="(?:1|true|on)"'))
_PRIVATE = re.compile("[\ue000-\uf8ff]")
"""Characters of symbol fonts (Unicode 23.5, private use)."""
_SIZE, _USUAL_SIZE = re.compile(r' sz="(\d{3,6})"'), 1800
_BREAKS = re.compile(r"<a:p(?:/>|>| [^>]*>)")
_CELL = re.compile(r"<a:tc(?=[ >/])")
_RUN = re.compile(r"<a:r>(?:<a:rPr([^>]*?)(?:/>|>(.*?)</a:rPr>))?", re.DOTALL)


def meaningful_formatting(item: ItemState) -> list[Phrase]:
    """Return meaningful formatting of an object that no slide type can express."""
    words = [word for word in item.beyond if word in _MEANT]
    words += [word for word, sign, pattern in _MEANINGFUL if sign in item.look and re.search(pattern, item.look)]
    words += ["symbols"] * any([_PRIVATE.search(plain(text)) for text in item.texts])
    asked = [(word, pattern) for word, sign, pattern in _EMPHASIS if sign in item.look]
    runs = [own for _, own in _paragraphs(item) if len(own) > 1] if asked else []
    words += [word for word, pattern in asked if any([_differ(own, pattern) for own in runs])]
    return [phrase(f"beyond-{word}") for word in dict.fromkeys(words)]


def size_of(item: ItemState) -> int:
    """Return the largest stated font size of a text, hundredths of a point; the default of text boxes without one."""
    return max([int(one) for one in _SIZE.findall(item.look)], default=_USUAL_SIZE)


def own_marks(items: Iterable[ItemState]) -> dict[int, frozenset[str]]:
    """Return the explicit bold or italic of paragraphs by ``id()``, as opposed to that of their placeholder."""
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


# Hidden contents of a slide: off the slide, under another object, cropped from a picture.
#
# A slide type would show them, so such a slide is not converted: nothing hidden becomes visible.

_CUT = re.compile(r'<a:custGeom|<a:prstGeom prst="(?!rect")|<a:fillRect [^>]*="-')
"""Formatting that crops a picture: a shape, a stretch beyond its frame (ECMA-376-1, 20.1.8.30)."""
_STYLED = re.compile(r'<a:fillRef idx="[1-9]')
_LIES_ON, _COVERS = 0.02, 0.9
"""Least overlaps that hide: by a shape without words (share of the smaller), by any object (share of the lower)."""


def hidden(items: Iterable[ItemState], page: tuple[int, int]) -> list[Phrase]:
    """Return the hidden contents of objects, given from back to front, on a slide of this size (EMU)."""
    shown = [one for one in items if one.kind not in ("group", "connector")]
    contents = [one for one in shown if _has_contents(one)]
    found = [term("an object beside the page")] * any([_is_off(one, page) for one in contents])
    cut = [one for one in contents if one.kind == "picture" and (max(one.crop) > 0 or _CUT.search(one.look))]
    found += [term("the crop of a picture")] * bool(cut)
    for place, above in enumerate(shown):
        if _is_opaque(above) and any([_hides(above, one) for one in shown[:place] if _has_contents(one)]):
            return [*found, term("an object that lies over a text or a picture")]
    return found


def _has_contents(item: ItemState) -> bool:
    """Return whether an object has contents that can be hidden; titles do not count, lists of slides show them."""
    return item.slot not in ("title", "ctrTitle") and bool(
        item.text or item.table or item.chart or item.kind == "picture"
    )


def _is_off(item: ItemState, page: tuple[int, int]) -> bool:
    """Return whether an object is entirely off the slide, and so invisible in a show."""
    box, (width, height) = item.box, page
    if box is None or not width:
        return False
    return box.x >= width or box.y >= height or box.x + box.w <= 0 or box.y + box.h <= 0


def _is_opaque(item: ItemState) -> bool:
    """Return whether an object is opaque; an empty placeholder is invisible."""
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
