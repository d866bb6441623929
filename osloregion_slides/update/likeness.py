"""How alike two slides or two objects are, 0…1: by their words, pictures and places."""

from __future__ import annotations

from osloregion_slides.update.settle import same_box

TYPE_CHECKING = False
if TYPE_CHECKING:
    from osloregion_slides.update.values import KnownItem, KnownSlide

NEAR = 91_440
"""EMU (0.1 in): within it two objects stand at one place (PmlComparer's figure)."""


def features(slide: KnownSlide) -> frozenset[str]:
    """Return what a slide is known by: its paragraphs, pictures, cells and series."""
    found = []
    for item in slide.items:
        found += [paragraph.plain.casefold() for paragraph in item.text if paragraph.runs]
        if item.image:
            found.append(item.image)
        if item.table:
            found += [one.plain.casefold() for row in item.table.rows for cell in row for one in cell]
        if item.chart:
            found += [*item.chart.categories, *[series.name for series in item.chart.series]]
    return frozenset([" ".join(text.split()) for text in found if text.strip()])


def share(a: frozenset[str], b: frozenset[str]) -> float:
    """Return Dice's coefficient of two sets; two empty ones are not alike."""
    return 2 * len(a & b) / (len(a) + len(b)) if a or b else 0.0


def closeness(a: KnownSlide, b: KnownSlide) -> tuple[float, int]:
    """Return how alike two slides are in what they say, then how many objects of one name stand at one place."""
    boxes = {item.marks.name or item.key: item.box for item in b.items}
    same = 0
    for item in a.items:
        box = boxes.get(item.key)
        same += item.box is not None and box is not None and same_box(item.box, box)
    return share(features(a), features(b)), same


def item_likeness(a: KnownItem, b: KnownItem, a_words: frozenset[str], b_words: frozenset[str]) -> float:
    """Return how alike two objects of these ``words`` are; 0 for two kinds.

    What they say counts 0.6, where they are 0.4.
    """
    if a.kind != b.kind:
        return 0.0
    return 0.6 * _saying(a, b, a_words, b_words) + 0.4 * _standing(a, b)


def _saying(a: KnownItem, b: KnownItem, left: frozenset[str], right: frozenset[str]) -> float:
    if a.image or b.image:
        return float(a.image == b.image)
    if not left and not right:
        return float(a.preset == b.preset and a.fill.split("#")[0] == b.fill.split("#")[0])
    return share(left, right)


def _standing(a: KnownItem, b: KnownItem) -> float:
    if a.box is None or b.box is None:
        return float(a.box is b.box)
    p, q = a.box, b.box
    away = max(abs(p.x - q.x), abs(p.y - q.y), abs(p.w - q.w), abs(p.h - q.h))
    return 1.0 if away <= NEAR else max(0.0, 1 - away / (10 * NEAR))


def words(item: KnownItem) -> frozenset[str]:
    """Return the distinct words of an object."""
    texts = [paragraph.plain for paragraph in item.text]
    if item.table:
        texts += [one.plain for row in item.table.rows for cell in row for one in cell]
    if item.chart:
        texts += [*item.chart.categories, *[series.name for series in item.chart.series]]
    return frozenset(" ".join(texts).casefold().split())
