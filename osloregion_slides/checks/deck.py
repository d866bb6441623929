"""Checks of a Deck before it is written, cheap enough for every build.

Alternative texts, titles, contrast on known fills, heights and links. The file format, and everything that depends
on foreign layouts and themes, is checked by ``presentation.check_presentation``.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from osloregion_slides.base.findings import Finding, finding
from osloregion_slides.base.patterns import late
from osloregion_slides.base.units import Pt, page_scale
from osloregion_slides.brand.contrast import ILLEGIBLE, READABLE, ratio, shade, shortfall
from osloregion_slides.brand.values import Brand, Layout, Slot, TextStyle
from osloregion_slides.fit.rectangle import text_box
from osloregion_slides.ooxml.transforms import to_hex
from osloregion_slides.reuse import made_of
from osloregion_slides.scene import Box, Chart, Colour, Connector, Freeform, Group, Picture, Placeholder, Shape, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from osloregion_slides.ooxml.transforms import Rgb
    from osloregion_slides.scene import Box, Colour, Deck, Item, Slide, Text

TITLE_LINES, LARGEST_TEXT, SMALL_TITLE = 2, 24.0, 20.0
"""A title no larger than the largest running text (points; slide types use 14 to 24) no longer dominates its
slide by size, so it may have two lines at most (Alley, The Craft of Scientific Presentations, on headlines); in the
smallest size of titles it is too long with any number of lines."""
_UNKNOWN_SCRIPT = late(
    "(?P<left>[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff]+)"
    "|(?P<east>[\u1100-\u11ff\u2e80-\ua4cf\uac00-\ud7ff\uf900-\ufaff\uff01-\uffdc\U0001b000-\U0001b2ff\U00020000-\U0003ffff]+)"
    "|(?P<other>[\u0530-\u058f\u0900-\u10ff\u1200-\u1cff\ua500-\ua63f\ua800-\uabff]+)"
)
"""Right-to-left scripts; those of East Asia; others without a table of advances (Unicode 15.1, Blocks)."""
_COMMON = frozenset("–—‘’“”…•−→")
_PLAIN = TextStyle(Pt(18))
"""The style of a text box without formatting."""
_ROUNDING = 2
"""In EMU: a shape's text rectangle is rounded on both sides."""


def check_deck(deck: Deck, brand: Brand) -> tuple[Finding, ...]:
    """Return the findings about a composed deck.

    They have the slide's place in the outline, its key and that of the item.
    """
    checker = _Checker(deck, brand)
    keys = [slide.key for slide in deck.slides]
    firsts = dict(title_faults([slide.title for slide in deck.slides]))
    for index, slide in enumerate(deck.slides):
        checker.check(slide, keys[firsts[index]] if index in firsts else "")
    return tuple(checker.findings)


def title_faults(titles: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Yield the index of each title that is empty or repeats an earlier one, with the index of the first.

    For an empty title, both are its own. Case and whitespace are ignored.
    """
    seen: dict[str, int] = {}
    for index, title in enumerate(titles):
        words = " ".join(title.split()).casefold()
        first = seen.setdefault(words, index) if words else index
        if not words or first != index:
            yield index, first


class _Checker:
    def __init__(self, deck: Deck, brand: Brand) -> None:
        self.findings: list[Finding] = []
        self.keys = frozenset([slide.key for slide in deck.slides])
        self.brand = brand
        self.palette = brand.palette
        self.contrasts: dict[tuple[Colour, Rgb], float] = {}

    def check(self, slide: Slide, first: str) -> None:
        """Check a slide; ``first`` is an earlier slide with the same title, itself if it has no title."""
        self.slide = slide
        self.script = ""
        if slide.kept:
            pass  # its title is in another deck (``compose.kept``)
        elif first == slide.key:
            self._finding("no-title.outline", slide=first)
        elif first:
            self._finding("same-title.outline", slide=slide.key, first=first)
        kept = made_of(slide, self.brand)
        if kept is None or "sound" not in kept:
            self._items(slide, kept)

    def _items(self, slide: Slide, kept: dict[object, Any] | None) -> None:
        """Check the objects of a slide; the result is cached across decks if there are no findings and no links."""
        before, self.linked = len(self.findings), False
        self.named: set[str] = set()
        self.layout = self.brand.layout(slide.layout)
        self.slots = {(slot.type, slot.idx): slot for slot in self.layout.slots}
        self.drawn: list[Shape | Freeform | Picture] = []
        for item in slide.items:
            self._item(item, False)
        self._script(" ".join([line for line in slide.notes if not line.isascii()]), "")
        if kept is not None and not self.linked and len(self.findings) == before:
            kept["sound"] = True

    def _item(self, item: Item, grouped: bool) -> None:
        kind = item.__class__
        if item.key in self.named:  # keys must be unique in a base
            self._finding("duplicate-id.object", item.key, name=item.key)
        self.named.add(item.key)
        if kind is Picture or ((kind is Shape or kind is Freeform) and item.fill is not None):  # type: ignore[union-attr]
            self.drawn += (item,)  # type: ignore[arg-type]
        if kind is Placeholder:
            self._placeholder(item)  # type: ignore[arg-type]
        elif kind is Shape:
            self._shape(item, grouped)  # type: ignore[arg-type]
        elif kind is Group:
            self._alt(item.key, item.alt, item.decorative)  # type: ignore[union-attr]
            for child in item.children:  # type: ignore[union-attr]
                self._item(child, True)
        elif kind is Table:
            self._table(item)  # type: ignore[arg-type]
        elif kind is not Connector and not grouped:
            assert isinstance(item, Freeform | Picture | Chart)
            if isinstance(item, Chart):
                self._script(" ".join([*item.categories, *[series.name for series in item.series]]), item.key)
            self._alt(item.key, item.alt, not isinstance(item, Chart) and item.decorative)

    def _placeholder(self, item: Placeholder) -> None:
        self._text(item.key, item.text, item.box.h)
        self._contrast(item.key, item.text, item.box, None, self.slots.get((item.type, item.idx)))
        if item.type in ("title", "ctrTitle"):
            self._title(item)

    def _title(self, item: Placeholder) -> None:
        """Report a title that fits its placeholder, but is too small to work as a title."""
        slot = self.layout.slot(item.type)
        size = max([paragraph.size for paragraph in item.text.paragraphs])
        if slot is None or size >= slot.levels[0].size:
            return
        lines = sum([len(paragraph.breaks) for paragraph in item.text.paragraphs if paragraph.size == size])
        largest = LARGEST_TEXT if lines > TITLE_LINES else SMALL_TITLE
        if size <= largest * page_scale(self.brand.width, self.brand.height):
            self._finding(
                "long-title",
                item.key,
                characters=len(item.text.plain),
                lines=lines,
                size=f"{size:g}",
                usual=f"{slot.levels[0].size:g}",
            )

    def _alt(self, key: str, alt: str, decorative: bool) -> None:
        if not alt and not decorative:
            self._finding("missing-alt-text.outline", key, item=key)

    def _shape(self, item: Shape, grouped: bool) -> None:
        text = item.text
        if item.link[:1] == "#":
            self._link(item.key, item.link)
        if text is None:
            if not grouped:
                self._alt(item.key, item.alt, item.decorative)
            return
        room = item.box if item.preset == "rect" else text_box(item.preset, item.box, item.adjust)
        self._text(item.key, text, room.h)
        self._contrast(item.key, text, item.box, item.fill)

    def _table(self, item: Table) -> None:
        self._alt(item.key, item.alt, False)
        if not item.header:
            self._finding("table-without-header.outline", item.key, table=item.key)
        for row in item.rows:
            for cell in row.cells:
                self._text(item.key, cell.text, row.height)
                if cell.fill is not None and cell.fill.alpha == 100:
                    self._contrast(item.key, cell.text, item.box, cell.fill)

    def _text(self, key: str, text: Text, room: int) -> None:
        if text.height > room + _ROUNDING:
            points = round(text.height / 12700), round(room / 12700)
            self._finding("text-overflows.outline", key, item=key, needs=points[0], has=points[1])
        for paragraph in text.paragraphs:
            straight = False
            for run in paragraph.runs:
                straight = straight or (('"' in run.text or "'" in run.text) and not run.language)
                if run.link[:1] == "#":
                    self._link(key, run.link)
                if not run.text.isascii():
                    self._script(run.text, key)
            if straight:
                self._quotes(key, paragraph.plain, text.language)

    def _quotes(self, key: str, text: str, language: str) -> None:
        """Report straight quotation marks in a language with typographic ones."""
        better = curled(text, language)
        if better != text:
            before, after = excerpt(text, better)
            self._finding("straight-quotes", key, text=before, better=after)

    def _contrast(self, key: str, text: Text, box: Box, fill: Colour | None, slot: Slot | None = None) -> None:
        """Report the run with the lowest contrast to the fill or the shapes behind, as ``checks.contrast`` does."""
        if self.brand.package:
            return
        opaque = fill is not None and fill.alpha == 100
        ground = shade(self.palette, fill) if opaque else under(self.drawn, box, self.brand, self.layout)
        if ground is None:
            return
        worst: tuple[float, dict[str, str]] = (21.0, {})
        lost = False
        for paragraph in text.paragraphs:
            level = slot.levels[min(paragraph.level, len(slot.levels) - 1)] if slot else _PLAIN
            for run in paragraph.runs:
                colour = run.colour or text.colour or level.colour
                contrast = self.contrasts.get((colour, ground))
                if contrast is None:
                    contrast = ratio(shade(self.palette, colour, ground), ground)
                    self.contrasts[colour, ground] = contrast
                if contrast >= READABLE or not run.text.strip():
                    continue
                bold = next((one for one in (run.bold, text.bold) if one is not None), level.bold)
                short = shortfall(contrast, paragraph.size, bold)
                lost = lost or contrast < ILLEGIBLE
                if short and contrast < worst[0]:
                    worst = contrast, {"contrast": short[0], "needed": short[1], "colour": colour.slot}
        if worst[1]:
            self._finding("low-contrast.outline", key, item=key, ground=f"#{to_hex(ground)}", **worst[1])
            if lost:
                self.findings[-1] = self.findings[-1].replace(severity="error")

    def _script(self, text: str, key: str) -> None:
        """Warn once per slide of text in a script whose direction, shaping or fonts are not supported."""
        # symbols used with Latin letters are in U+2000 to U+2E7F; the expression takes 2 ms to compile
        if self.script or len(text.encode("latin-1", "ignore")) == len(text):  # nearly all texts, known in a moment
            return
        if max({*text}.difference(_COMMON), default="") < "\u0530":
            return
        foreign = any(["\u0530" <= sign < "\u2000" or sign > "\u2e7f" for sign in text])
        found = _UNKNOWN_SCRIPT.search(text) if foreign else None
        if found:
            self.script = found.lastgroup or ""
            form = {"left": "unknown-script.right-to-left", "east": "unknown-script.east-asian"}.get(self.script)
            self._finding(form or "unknown-script", key, sample=found[0][:20])

    def _link(self, key: str, link: str) -> None:
        self.linked = True
        if link[1:] not in self.keys:
            self._finding("unknown-slide.shape", key, slide=link[1:], name=key)

    def _finding(self, code: str, shape: str = "", **values: object) -> None:
        self.findings.append(finding(code, self.slide.at, on_slide=self.slide.key, on_shape=shape, **values))


# Straight quotation marks and apostrophes, and their replacements by language.
#
# Marks by language: Språkrådet (nb, nn), Språkrådet i Sverige (sv), New Hart's Rules 9 (en, double marks), Duden (de).

MARKS = {"nb": "«»", "nn": "«»", "en": "“”", "sv": "””", "de": "„“"}
APOSTROPHE = "’"
_INSIDE = late(r"(?<=[^\W\d_])'(?=[^\W\d_])")
_BEFORE_OPENING = frozenset(" \n\v\t(['–—/\u00a0")
SHOWN = 24
"""Characters of context that a message shows on each side."""


def curled(text: str, language: str) -> str:
    """Return a text with the quotation marks of its language (BCP 47), unchanged if none are wrong.

    Unpaired marks, and those after a figure (inches, seconds), are kept.
    """
    marks = MARKS.get(language.partition("-")[0])
    if marks is None:
        return text
    found = _INSIDE.sub(APOSTROPHE, text) if "'" in text else text
    signs, is_open = list(found), False
    for place, sign in enumerate(signs):
        if sign == '"' and not is_open and (not place or found[place - 1] in _BEFORE_OPENING):
            signs[place], is_open = marks[0], True
        elif sign == '"' and is_open:
            signs[place], is_open = marks[1], False
        elif sign == '"':
            return found
    return found if is_open else "".join(signs)


def excerpt(before: str, after: str) -> tuple[str, str]:
    """Return the differing parts of two texts of the same length, with a few words of context."""
    places = [place for place, (one, other) in enumerate(zip(before, after)) if one != other]
    start, end = max(0, places[0] - SHOWN), min(len(before), places[-1] + SHOWN)
    words = re.compile(r"\S*\Z").search(before[:start]), re.compile(r"\A\S*").search(before[end:])
    start, end = (words[0].start() if words[0] else start), end + (words[1].end() if words[1] else 0)
    return before[start:end], after[start:end]


# The colour behind a point of a Scene's slide: ``ooxml.background`` on values instead of a file.

PARTED = ("split", "base")
"""Arrangements whose layouts draw a second background (``brand/grounds``)."""


def under(drawn: list[Shape | Freeform | Picture], box: Box, brand: Brand, layout: Layout) -> Rgb | None:
    """Return the colour behind the middle of a box (EMU), None if unknown (a picture).

    The background of a layout is known in its content area, and everywhere if the built-in design draws nothing large.

    Args:
        drawn: the pictures and filled shapes of the slide up to the text's own, in z-order.
    """
    x, y = box.x + box.w / 2, box.y + box.h / 2
    over: list[Colour] = []
    for item in drawn[::-1]:
        place = item.box
        if not (0 <= x - place.x <= place.w and 0 <= y - place.y <= place.h):
            continue
        if item.__class__ is Picture or item.fill is None:  # type: ignore[union-attr]
            return None
        if (item.__class__ is Freeform or item.preset == "ellipse") and not covers(item, x, y):  # type: ignore[union-attr]
            continue
        over += (item.fill,)  # type: ignore[union-attr]
        if item.fill.alpha == 100:  # type: ignore[union-attr]
            break
    else:
        area = layout.content
        whole = brand.grounds and layout.role.partition("-")[0] not in PARTED
        if not whole and not (0 <= x - area.x <= area.w and 0 <= y - area.y <= area.h):
            return None
        over += (layout.background,)
    ground = shade(brand.palette, over.pop())
    for fill in over[::-1]:
        ground = shade(brand.palette, fill, ground)
    return ground


def covers(item: Shape | Freeform | Picture, x: float, y: float) -> bool:
    """Return whether a point is in an ellipse or a polygon (even-odd rule; curves count by their points)."""
    box = item.box
    if not isinstance(item, Freeform):
        return ((x - box.x) * 2 / max(1, box.w) - 1) ** 2 + ((y - box.y) * 2 / max(1, box.h) - 1) ** 2 <= 1
    left, top = (x - box.x) / max(1, box.w) * item.extent[0], (y - box.y) / max(1, box.h) * item.extent[1]
    inside = False
    for ring in item.rings or _rings(item):
        for (ax, ay), (bx, by) in zip(ring, ring[1:] + ring[:1]):
            if (ay > top) != (by > top) and left < (bx - ax) * (top - ay) / (by - ay) + ax:
                inside = not inside
    return inside


def _rings(item: Freeform) -> list[tuple[tuple[float, float], ...]]:
    """Return the points of each subpath of a drawing."""
    found: list[tuple[tuple[float, float], ...]] = []
    for step in item.path:
        points = tuple(zip(step[1::2], step[2::2]))
        found = [*found, points] if step[0] == "M" else [*found[:-1], found[-1] + points]
    return found
