"""The edits of a deck that an outline can express, by comparison of base, found deck and the outline's current deck.

A text, cell, value or slide that differs from the base and from the outline's deck is an ``Edit``. Where the outline
differs from the base too, it is a conflict. Position and formatting alone are not edits.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from osloregion_slides.base.record import Record
from osloregion_slides.update.deck_state import HAND
from osloregion_slides.update.differences import normalise_words, same_number, same_rows
from osloregion_slides.update.text_merge import align, depths, likeness, plain, same_typed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from osloregion_slides.update.deck_state import DeckState, ItemState, ParagraphState, RunState, SlideState, Words

    What = Literal[
        "text", "text-added", "text-removed", "row-added", "row-removed", "value", "name", "notes", "hidden", "alt",
        "item-removed", "item-added", "slide-removed", "slide-added", "order", "level",
        "row-order", "section",
    ]  # fmt: skip
    Slot = tuple[str, int, int]
    """An object's key, with row and column of a table's cell; -1, -1 for the object's own text."""

TEXT = -1


class Edit(Record):
    """One edit: ``before`` is from the base, ``after`` from the deck, ``ours`` from the outline's current deck.

    ``where`` is the cell and the index of the paragraph in the outline's current deck, or series and category.
    ``runs`` are the runs of a text before and after, ``clash``: the outline changed the same. Edits of the same kind
    and slide with the same contents are the same, at any position.
    """

    what: What
    slide: str
    item: str
    where: tuple[Any, ...]
    before: Any
    after: Any
    ours: Any = None
    clash: bool = False
    runs: tuple[tuple[RunState, ...], tuple[RunState, ...]] = ((), ())

    @property
    def same(self) -> tuple[object, ...]:
        """The identity of an edit across comparisons."""
        return self.what, self.slide, self.before, self.after, self.runs[1]


def edits(base: DeckState, theirs: DeckState, ours: DeckState) -> tuple[Edit, ...]:
    """Return the edits that the outline does not have yet, in the order of the deck."""
    b, o = base.by_key, ours.by_key
    new = [words_of(slide) for slide in ours.slides if slide.key not in b]
    found: list[Edit] = []
    for slide in theirs.slides:
        if slide.key in b and slide.key in o:
            found += _slide(b[slide.key], slide, o[slide.key])
        elif slide.key not in b and slide.key not in o and words_of(slide) not in new:
            found.append(Edit("slide-added", slide.key, "", (_before(theirs, slide, o),), None, slide))
    found += _removed(b, {slide.key for slide in theirs.slides}, o)
    found += _sections(b, theirs, o)
    return (*found, *_order(base, theirs, ours))


def _removed(b: Mapping[str, SlideState], present: set[str], o: Mapping[str, SlideState]) -> Iterator[Edit]:
    for key in b:
        if key not in present and key in o:
            clash = any(edits_of(b[key], o[key]))
            yield Edit("slide-removed", key, "", (), b[key].title, "", o[key].title, clash)


def _sections(b: Mapping[str, SlideState], theirs: DeckState, o: Mapping[str, SlideState]) -> Iterator[Edit]:
    """Yield the renamed sections by their first slide; sections dropped by a program are not edits."""
    before = ""
    for slide in theirs.slides:
        name, key = slide.section, slide.key
        if name not in ("", before) and key in b and key in o and name not in (b[key].section, o[key].section):
            clash = b[key].section != o[key].section
            yield Edit("section", key, "", (), b[key].section, name, o[key].section, clash)
        before = name


def edits_of(base: SlideState, other: SlideState) -> tuple[Edit, ...]:
    """Return the edits from one state of a slide to another."""
    return tuple(_slide(base, other, base))


def words_of(slide: SlideState) -> frozenset[str]:
    """Return the texts of a slide (else its images), to find a new slide among those added to the outline."""
    words = frozenset([one.plain for _, one in texts(slide) if one.plain and not any(run.field for run in one.runs)])
    return words or frozenset([item.image for item in slide.items if item.image])


def _before(theirs: DeckState, slide: SlideState, known: Mapping[str, SlideState]) -> str:
    """Return the key of the nearest known slide before a slide, "" at the start."""
    keys = [one.key for one in theirs.slides]
    return next((key for key in reversed(keys[: keys.index(slide.key)]) if key in known), "")


def _order(base: DeckState, theirs: DeckState, ours: DeckState) -> Iterator[Edit]:
    sides = [[slide.key for slide in side.slides] for side in (base, theirs, ours)]
    common = set(sides[0]) & set(sides[1]) & set(sides[2])
    b, t, o = [tuple([key for key in side if key in common]) for side in sides]
    if t not in (b, o):
        yield Edit("order", "", "", (), b, t, o, b != o)


def _slide(base: SlideState, theirs: SlideState, ours: SlideState) -> Iterator[Edit]:
    b = base.by_key
    t = theirs.by_key
    o = ours.by_key
    key = base.key
    for name, item in b.items():
        if name not in o:
            continue
        if name not in t:
            if item.text or item.table or item.chart:
                yield Edit("item-removed", key, name, (), plain(item.text), "", plain(o[name].text))
            continue
        yield from _item(key, item, normalise_words(item, t[name]), o[name])
    for name, item in t.items():
        if name.startswith(HAND) and name not in b and (item.text or item.table or item.chart or item.image):
            yield Edit("item-added", key, name, (), "", plain(item.text))
    if theirs.notes not in (base.notes, ours.notes):
        old, new, own = ["\n".join(side.notes) for side in (base, theirs, ours)]
        yield Edit("notes", key, "", (), old, new, own, base.notes != ours.notes)
    if theirs.hidden not in (base.hidden, ours.hidden):
        yield Edit("hidden", key, "", (), base.hidden, theirs.hidden, ours.hidden)


def _item(slide: str, base: ItemState, theirs: ItemState, ours: ItemState) -> Iterator[Edit]:
    for edit in _words(slide, (base.key, TEXT, TEXT), base.text, theirs.text, ours.text):
        is_dropped = edit.what == "level" and edit.after < edit.before and not (theirs.marks.creation or theirs.slot)
        if not is_dropped:  # other programs drop levels in text boxes
            yield edit
    if base.table and theirs.table and ours.table:
        yield from _table(slide, base, theirs, ours)
    if base.chart and theirs.chart and ours.chart:
        yield from _chart(slide, base, theirs, ours)
    if theirs.alt not in (base.alt, ours.alt):
        yield Edit("alt", slide, base.key, (), base.alt, theirs.alt, ours.alt, base.alt != ours.alt)


def _words(slide: str, slot: Slot, base: Words, theirs: Words, ours: Words) -> Iterator[Edit]:
    b, t, o = [[one.replace(size=0) for one in side] for side in (base, theirs, ours)]
    if t in (b, o):
        return
    item = slot[0]
    deep = depths(base), depths(ours)
    to_base = {j: i for i, j in align(b, t, likeness)}
    to_ours = dict(align(b, o, likeness))
    added = [o[k] for k in range(len(o)) if k not in to_ours.values()]
    last = -1
    for j, after in enumerate(t):
        i = to_base.get(j)
        if i is None:
            if after in added:
                added.remove(after)
            else:
                yield Edit("text-added", slide, item, (*slot[1:], last), "", after.plain, runs=((), after.runs))
            continue
        k = to_ours.get(i)
        own = o[k] if k is not None else None
        yield from _paragraph(slide, slot, k if k is not None else -1, b[i], after, own)
        if own is not None and k is not None and b[i].level != after.level != own.level:
            wanted = deep[0][i] + after.level - b[i].level
            if deep[1][k] != wanted:
                clash = deep[1][k] != deep[0][i]
                yield Edit("level", slide, item, (*slot[1:], k, after.plain), b[i].level, after.level, own.level, clash)
        last = k if k is not None else last
    gone = [i for i in range(len(b)) if i not in to_base.values() and i in to_ours]
    for i in gone:
        own = o[to_ours[i]]
        where = (*slot[1:], to_ours[i])
        yield Edit("text-removed", slide, item, where, b[i].plain, "", own.plain, own != b[i], (b[i].runs, ()))


def _paragraph(
    slide: str, slot: Slot, k: int, base: ParagraphState, theirs: ParagraphState, ours: ParagraphState | None
) -> Iterator[Edit]:
    where = (*slot[1:], k)
    is_known = ours is not None and (
        ours.plain == theirs.plain != base.plain or base.runs != ours.runs and same_typed(theirs.runs, ours.runs)
    )
    if base.runs != theirs.runs and not is_known:  # the same new words in another format are not an edit
        own, clash = (ours.plain, _clash(base, theirs, ours)) if ours else ("", True)
        yield Edit("text", slide, slot[0], where, base.plain, theirs.plain, own, clash, (base.runs, theirs.runs))


def _clash(base: ParagraphState, theirs: ParagraphState, ours: ParagraphState) -> bool:
    """Return whether both sides changed the words, or both the formatting of the same words."""
    if ours.plain != base.plain or theirs.plain != base.plain:
        return ours.plain != base.plain
    return ours.runs != base.runs


def _table(slide: str, base: ItemState, theirs: ItemState, ours: ItemState) -> Iterator[Edit]:
    tables = base.table, theirs.table, ours.table
    assert tables[0] and tables[1] and tables[2], "called for tables only"
    contents = [[tuple([plain(cell) for cell in row]) for row in table.rows] for table in tables if table]
    to_base = {j: i for i, j in same_rows(contents[0], contents[1])}
    to_ours = dict(same_rows(contents[0], contents[2]))
    last = -1
    for j, row in enumerate(tables[1].rows):
        i = to_base.get(j)
        k = to_ours.get(i, -1) if i is not None else -1
        if i is None:
            if contents[1][j] not in contents[2]:
                yield Edit("row-added", slide, base.key, (last,), (), contents[1][j], runs=((), ()))
        elif k < 0 or len(row) != len(tables[0].rows[i]):
            yield Edit("row-added", slide, base.key, (last,), contents[0][i], contents[1][j], (), k < 0)
        else:
            for c, cell in enumerate(row):
                own = tables[2].rows[k][c] if c < len(tables[2].rows[k]) else ()
                yield from _words(slide, (base.key, k, c), tables[0].rows[i][c], cell, own)
        last = k if k >= 0 else last
    yield from _row_order(slide, base.key, contents[0], [to_base[j] for j in sorted(to_base)], to_ours)
    for i in range(len(contents[0])):
        if i not in to_base.values() and i in to_ours:
            own_row = contents[2][to_ours[i]]
            where = (to_ours[i],)
            yield Edit("row-removed", slide, base.key, where, contents[0][i], (), own_row, own_row != contents[0][i])


def _row_order(
    slide: str, item: str, rows: list[tuple[str, ...]], theirs: list[int], to_ours: Mapping[int, int]
) -> Iterator[Edit]:
    """Yield the edited order of a table's rows; ``theirs`` are indices of the base's ``rows``."""
    new = [i for i in theirs if i in to_ours]
    old, own = sorted(new), sorted(new, key=lambda i: to_ours[i])
    if new not in (old, own):
        b, t, o = [tuple([" ".join(rows[i]) for i in order]) for order in (old, new, own)]
        yield Edit("row-order", slide, item, tuple([to_ours[i] for i in new]), b, t, o, own != old)


def _chart(slide: str, base: ItemState, theirs: ItemState, ours: ItemState) -> Iterator[Edit]:
    b, t, o = base.chart, theirs.chart, ours.chart
    assert b and t and o, "called for charts only"
    shapes = [(len(one.categories), len(one.series)) for one in (b, t, o)]
    if shapes[0] != shapes[1] or shapes[0] != shapes[2]:
        if shapes[0] != shapes[1] and (b.categories, b.series) != (t.categories, t.series):
            labels = [", ".join([*one.categories, *[series.name for series in one.series]]) for one in (b, t)]
            yield Edit("name", slide, base.key, ("size",), labels[0], labels[1])
        return
    for n, names in enumerate(zip(b.categories, t.categories, o.categories)):
        if names[1] not in (names[0], names[2]):
            yield Edit("name", slide, base.key, ("category", n), *names, names[0] != names[2])
    for n, (old, new, own) in enumerate(zip(b.series, t.series, o.series)):
        if new.name not in (old.name, own.name):
            yield Edit("name", slide, base.key, ("series", n), old.name, new.name, own.name, old.name != own.name)
        for m, values in enumerate(zip(old.values, new.values, own.values)):
            if not same_number(values[0], values[1]) and not same_number(values[1], values[2]):
                clash = not same_number(values[0], values[2])
                yield Edit("value", slide, base.key, (n, m), *values, clash)


def texts(slide: SlideState) -> list[tuple[tuple[str, int, int, int], ParagraphState]]:
    """Return every paragraph of a slide with its position: object, row and column of a table, index; in order."""
    found = []
    for item in slide.items:
        found += [((item.key, TEXT, TEXT, n), one) for n, one in enumerate(item.text)]
        for r, row in enumerate(item.table.rows if item.table else ()):
            for c, cell in enumerate(row):
                found += [((item.key, r, c, n), one) for n, one in enumerate(cell)]
    return found
