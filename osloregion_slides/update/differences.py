"""Differences between two states of an object or a slide, as values (``wording`` has their phrases), and choices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal
from zlib import crc32

from osloregion_slides.base.findings import InvalidInput, finding
from osloregion_slides.base.grouping import grouped
from osloregion_slides.base.record import Record
from osloregion_slides.update.deck_state import (
    BOX_TOLERANCE,
    COLOUR_TOLERANCE,
    CROP_TOLERANCE,
    FULL_TURN,
    ROTATION_TOLERANCE,
    WIDTH_TOLERANCE,
    EndState,
    TableState,
)
from osloregion_slides.update.text_merge import align, likeness, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from osloregion_slides.scene import Box
    from osloregion_slides.update.changes import Decided, PlanEntry
    from osloregion_slides.update.deck_state import Colouring, ItemState, LineState, ParagraphState, SlideState, Words
    from osloregion_slides.update.state_parts import ChartState, SeriesState
    from osloregion_slides.update.text_merge import Takes

    Choice = Literal["keep", "take"]

    Ends = tuple[EndState | None, EndState | None]


PLAIN = ("box", "rotation", "mirrored", "fill", "line", "preset", "alt", "link", "image", "crop", "path", "ends")
"""The properties of an object that are compared as a whole."""


class Difference(Record):
    """One changed property.

    ``kind`` is a property, or a part of one: ``text`` (of a paragraph; ``before`` "": added, ``after`` "": removed),
    ``look`` (bold, italic, links), ``level``, ``size`` (points), ``cell``, ``row``, ``column``, ``columns``,
    ``value``, ``category``, ``series``, ``colour``, ``number_format``, ``type``; of slides ``notes``, ``hidden``,
    ``layout``, ``section``, ``place``; of decks ``slide_size``; ``beyond`` lists the kinds of manual edits
    of formatting that is not compared; ``appearance`` is any other visible difference.
    ``where`` has the number of the paragraph, of row and column, or the names of series and category.
    ``before`` and ``after`` have the type of the property: texts, boxes, lines, numbers …
    """

    kind: str
    where: tuple[str | int, ...]
    before: Any
    after: Any


def item_differences(a: ItemState, b: ItemState) -> tuple[Difference, ...]:
    """Return the differences between two states of one object."""
    found = list(words_differences(a.text, b.text))
    for name in PLAIN:
        before, after = getattr(a, name), getattr(b, name)
        if before != after:
            found.append(Difference(name, (), before, after))
    if a.table and b.table and a.table != b.table:
        found += table_differences(a.table, b.table)
    if a.chart and b.chart and a.chart != b.chart:
        found += chart_differences(a.chart, b.chart)
    return tuple(found)


def slide_differences(a: SlideState, b: SlideState) -> tuple[Difference, ...]:
    """Return the differences between two states of a slide itself, without its objects."""
    found = []
    if a.notes != b.notes:
        found.append(Difference("notes", (), "\n".join(a.notes), "\n".join(b.notes)))
    if a.hidden != b.hidden:
        found.append(Difference("hidden", (), a.hidden, b.hidden))
    if a.layout and b.layout and a.layout != b.layout:
        found.append(Difference("layout", (), a.layout, b.layout))
    return tuple(found)


def words_differences(a: Words, b: Words) -> Iterator[Difference]:
    """Yield the differences between two texts, paragraph by paragraph; each change of size once."""
    if a == b:
        return
    bare = [tuple([one.replace(size=0) for one in side]) for side in (a, b)]
    pairs = align(bare[0], bare[1], likeness)
    partners = dict(pairs)
    gone = [i for i in range(len(a)) if i not in partners]
    back = {j: i for i, j in pairs}
    sizes = set()
    for j, after in enumerate(b):
        i = back.get(j)
        if i is None:
            yield Difference("text", (j + 1,), "", after.plain)
            continue
        yield from _paragraph(a[i], after, j + 1)
        if a[i].size and after.size and a[i].size != after.size:
            sizes.add((a[i].size / 100, after.size / 100))
    for i in gone:
        yield Difference("text", (i + 1,), a[i].plain, "")
    for before_size, after_size in sorted(sizes):
        yield Difference("size", (), before_size, after_size)


def _paragraph(a: ParagraphState, b: ParagraphState, number: int) -> Iterator[Difference]:
    if a.plain != b.plain or [run.field for run in a.runs if run.field] != [run.field for run in b.runs if run.field]:
        yield Difference("text", (number,), a.plain, b.plain)
    elif a.runs != b.runs:
        yield Difference("look", (number,), a.runs, b.runs)
    if a.level != b.level:
        yield Difference("level", (number,), a.level, b.level)


def _has_fills_of_its_style(a: TableState, b: TableState) -> bool:
    """Return whether one side leaves all fills to the table style and the other states all, as LibreOffice does."""
    said = [{fill != "?" for row in side.fills for fill in row} for side in (a, b)]
    return said in ([{False}, {True}], [{True}, {False}])


def table_differences(a: TableState, b: TableState) -> Iterator[Difference]:
    """Yield the differences between two tables: order, merged cells, whole columns, rows, fills, cells, widths."""
    old, new = letters_of(a), letters_of(b)
    rows = same_rows(old, new)
    columns = same_columns(old, new, rows)
    for kind, pairs in (("row_order", rows), ("column_order", columns)):
        order = [i for i, _ in sorted(pairs, key=_second)]
        if order != sorted(order):
            yield Difference(kind, (), "", "")
    if a.spans != b.spans:
        yield Difference("spans", (), a.spans, b.spans)
    yield from _whole("column", list(zip(*old)), list(zip(*new)), columns)
    yield from _whole("row", old, new, rows)
    is_shaded = bool(a.fills and b.fills) and not _has_fills_of_its_style(a, b)
    for i, j in sorted(rows, key=_second):
        if is_shaded and [_of(a.fills[i], k, "") for k, _ in columns] != [_of(b.fills[j], m, "") for _, m in columns]:
            yield Difference("shade", (j + 1,), "", "")
        for k, m in sorted(columns, key=_second):
            before, after = _of(a.rows[i], k, ()), _of(b.rows[j], m, ())
            if [p.replace(size=0) for p in before] != [p.replace(size=0) for p in after]:
                yield Difference("cell", (j + 1, m + 1), plain(before), plain(after))
    if a.columns != b.columns and len(a.columns) == len(b.columns):  # a column more or less changes the others' widths
        yield Difference("columns", (), a.columns, b.columns)


def _second(pair: tuple[int, int]) -> int:
    return pair[1]


def _of(row: Sequence[Any], at: int, default: Any) -> Any:
    """Return an element of a row, which may have fewer cells than the table has columns."""
    return row[at] if at < len(row) else default


def _whole(
    kind: str, a: Sequence[tuple[str, ...]], b: Sequence[tuple[str, ...]], pairs: list[tuple[int, int]]
) -> Iterator[Difference]:
    """Yield the rows or columns that only one side has."""
    old, new = {i for i, _ in pairs}, {j for _, j in pairs}
    for j, line in enumerate(b):
        if j not in new:
            yield Difference(kind, (j + 1,), "", " | ".join(line))
    for i, line in enumerate(a):
        if i not in old:
            yield Difference(kind, (i + 1,), " | ".join(line), "")


def letters_of(table: TableState) -> list[tuple[str, ...]]:
    """Return the rows of a table as texts, all with the same number of cells."""
    width = max([len(row) for row in table.rows], default=0)
    return [(*[plain(cell) for cell in row], *[""] * (width - len(row))) for row in table.rows]


def same_columns(
    a: Sequence[tuple[str, ...]], b: Sequence[tuple[str, ...]], rows: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Return the pairs of columns of two tables whose pairs of rows are known.

    They are those at the same places, unless more headings are the same where columns were put in, taken out or sorted.
    """
    old = [tuple([a[i][k] for i, _ in rows]) for k in range(len(a[0]) if a else 0)]
    new = [tuple([b[j][k] for _, j in rows]) for k in range(len(b[0]) if b else 0)]
    places = [(k, k) for k in range(min(len(old), len(new)))]
    if len(old) == len(new) and [one[:1] for one in old] == [one[:1] for one in new]:
        return places
    found = same_rows(old, new, column_likeness)
    kept = [sum([old[k][:1] == new[m][:1] for k, m in pairs]) for pairs in (places, found)]
    return found if len(old) != len(new) or kept[1] > kept[0] else places


def column_likeness(a: tuple[str, ...], b: tuple[str, ...]) -> float:
    """Return the similarity of two columns from 0 to 1: half for the heading, half for the share of equal cells."""
    same = sum([one == other for one, other in zip(a, b)])
    head = a[:1] == b[:1]
    return 0.5 * head + 0.5 * same / max(len(a), len(b), 1)


def row_likeness(a: tuple[str, ...], b: tuple[str, ...]) -> float:
    """Return the similarity of two rows, 0…1: the first cell identifies a row, so it has a weight above one half."""
    same = sum([one == other for one, other in zip(a, b)])
    return 0.6 * (a[:1] == b[:1]) + 0.4 * same / max(len(a), len(b), 1)


def same_rows(
    a: Sequence[tuple[str, ...]],
    b: Sequence[tuple[str, ...]],
    likeness: Callable[[tuple[str, ...], tuple[str, ...]], float] = row_likeness,
) -> list[tuple[int, int]]:
    """Return the pairs of rows, columns, series or categories of two states of a table or chart.

    Those in the same order are aligned. Where they were sorted, each is identified by its first text.
    """
    names = [[row[0] if row else "" for row in side] for side in (a, b)]
    places = {name: j for j, name in enumerate(names[1]) if name and names[1].count(name) == 1}
    named = {i: places[name] for i, name in enumerate(names[0]) if name in places and names[0].count(name) == 1}
    if sorted(named.values()) == list(named.values()):
        return align(a, b, likeness)
    taken = set(named.values())
    left = [i for i in range(len(a)) if i not in named], [j for j in range(len(b)) if j not in taken]
    rest = align([a[i] for i in left[0]], [b[j] for j in left[1]], likeness)
    same = [(left[0][i], left[1][j]) for i, j in rest]
    return sorted([*named.items(), *[(i, j) for i, j in same if likeness(a[i], b[j]) >= 0.4 or len(a) == len(b)]])


def chart_differences(a: ChartState, b: ChartState) -> Iterator[Difference]:
    """Yield the differences between two charts: categories, series, values, colours, axes, number format, type."""
    for name in [name for name in a.categories if name not in b.categories]:
        yield Difference("category", (), name, "")
    for name in [name for name in b.categories if name not in a.categories]:
        yield Difference("category", (), "", name)
    old = {series.name: series for series in a.series}
    new = {series.name: series for series in b.series}
    for name in [name for name in old if name not in new]:
        yield Difference("series", (), name, "")
    for name, series in new.items():
        if name not in old:
            yield Difference("series", (), "", name)
            continue
        values = dict(zip(a.categories, old[name].values))
        for category, value in zip(b.categories, series.values):
            if category in values and values[category] != value:
                yield Difference("value", (name, category), values[category], value)
        if old[name].colour != series.colour:
            yield Difference("colour", (name,), old[name].colour, series.colour)
    names = ("category_order", a.categories, b.categories), ("series_order", [*old], [*new])
    for what, before, after in names:
        if [name for name in before if name in after] != [name for name in after if name in before]:
            yield Difference(what, (), "", "")
    if None not in (a.look, b.look) and a.look != b.look:
        yield Difference("axes", (), "", "")
    for field in ("number_format", "type"):
        if getattr(a, field) != getattr(b, field):
            yield Difference(field, (), getattr(a, field), getattr(b, field))


# The objects of a slide by key, and the tree of its groups.


class Tree:
    """A slide's objects: ``items`` by key, ``children`` by a group's key ("" is the slide), in order."""

    def __init__(self, slide: SlideState | None) -> None:
        self.items: dict[str, ItemState] = slide.by_key if slide else {}
        self.children = grouped([(self.parent(key), key) for key in self.items])

    def __contains__(self, key: str) -> bool:
        return key in self.items

    def parent(self, key: str) -> str:
        """Return the key of the group that an object is in, "" on the slide itself."""
        parent = self.items[key].parent
        return parent if parent in self.items else ""

    def below(self, key: str) -> Iterator[str]:
        """Yield the keys of a group's descendants, groups before their members."""
        for child in self.children.get(key, ()):
            yield child
            yield from self.below(child)


# Choices: which side wins a conflict, by id or for all; and whether a deleted object is restored.
#
# The id of a conflict is a checksum of its place and both sides' values. It is the same in every plan of the same
# deck and outline, and changes as soon as either side does: a choice applies only to the values that were shown.

DELETED = Difference("deleted", (), "", "")
"""The difference that gives the deletion of an object its id; taking it restores the object."""


def removal(said: str) -> Difference:
    """Return the conflict that the outline dropped an edited object with this text; taking it removes the object."""
    return Difference("removed", (), said, "")


_NONE: Mapping[str, Choice] = {}


class Clash(Record):
    """A conflict of an object ("" is the slide): the difference has theirs as ``before``, ours as ``after``."""

    item: str
    difference: Difference
    id: str
    choice: Decided


class Choices(Record):
    """``named`` decides conflicts by id; ``rest`` decides all others: "" keeps theirs, undecided."""

    rest: Decided = ""
    named: Mapping[str, Choice] = _NONE

    def clash(self, slide: str, item: str, difference: Difference, decidable: bool = True) -> Clash:
        """Return the conflict with the choice made for it."""
        name = conflict_id(slide, item, difference)
        return Clash(item, difference, name, self.named.get(name, self.rest) if decidable else "")

    def takes(self, slide: str, item: str, difference: Difference) -> bool:
        """Return whether the outline's side wins this conflict."""
        if not self.named:
            return self.rest == "take"
        return self.named.get(conflict_id(slide, item, difference), self.rest) == "take"

    def restores(self, slide: str, item: str, changed: bool = False) -> bool:
        """Return whether a deleted object is restored; ``changed``: the outline changed it since."""
        if not self.named:
            return changed and self.rest == "take"
        return self.named.get(conflict_id(slide, item, DELETED), self.rest if changed else "") == "take"

    def of(self, slide: str, item: str, kind: str) -> Takes:
        """Return ``takes`` for one property: a function of the place in the property, theirs and ours."""
        return lambda where, yours, outline: self.takes(slide, item, Difference(kind, (where,), yours, outline))

    def of_slides(self, kind: str) -> Callable[[str, str, str], bool]:
        """Return ``takes`` for one property of slides: a function of the slide's key, theirs and ours."""
        return lambda key, yours, outline: self.takes(key, "", Difference(kind, (), yours, outline))


UNDECIDED = Choices()


def conflict_id(slide: str, item: str, difference: Difference) -> str:
    """Return a conflict's id: eight hexadecimal digits."""
    said = repr((slide, item, difference))
    return f"{crc32(said.encode('utf-8', 'surrogatepass')):08x}"


def check_named(choices: Choices, notes: Iterable[PlanEntry]) -> None:
    """Raise InvalidInput (``unknown-conflict``) for choices whose id is not in these notes."""
    if not choices.named:
        return
    known = {note.id for note in notes if note.id}
    unknown = [name for name in choices.named if name not in known]
    if unknown:
        raise InvalidInput([finding("unknown-conflict", name=one) for one in unknown])


# Normalising theirs to another side: values equivalent to the other side's are replaced by them.
#
# After that, ``==`` compares. Programs write the same value in several ways; the tolerances are
# those of ``deck_state``, with their sources.


def normalise_words(side: ItemState, theirs: ItemState) -> ItemState:
    """Return theirs with ``side``'s value for each property that is equivalent to it or unknown.

    Key, parent, locator and marks stay theirs.
    """
    foreign = not theirs.marks.creation
    absent = foreign and not theirs.link
    return theirs.replace(
        box=_box(side, theirs),
        text=normalised_words(side.text, theirs.text),
        fill=side.fill if same_colour(side.fill, theirs.fill, foreign) else theirs.fill,
        line=side.line if same_line(side.line, theirs.line) else theirs.line,
        preset=theirs.preset or side.preset,
        alt=theirs.alt or (side.alt if foreign else ""),
        link=side.link if absent else theirs.link,
        slot=side.slot,
        image=theirs.image or side.image,
        crop=side.crop if _near(side.crop, theirs.crop, CROP_TOLERANCE) else theirs.crop,
        path=side.path if foreign or not theirs.path else theirs.path,
        table=_table(side.table, theirs.table),
        chart=_chart(side.chart, theirs.chart, foreign),
        ends=_ends(side.ends, theirs.ends, foreign),
        rotation=side.rotation if _same_rotation(side.rotation, theirs.rotation) else theirs.rotation,
    )


def _box(side: ItemState, theirs: ItemState) -> Box | None:
    if side.box is None or theirs.box is None:
        return side.box
    if side.kind == "table":  # a table's height follows from its rows
        return side.box if same_box(side.box, theirs.box.replace(h=side.box.h)) else theirs.box
    return side.box if same_box(side.box, theirs.box) else theirs.box


def same_box(a: Box, b: Box) -> bool:
    """Return whether two boxes are equal within ``BOX_TOLERANCE``."""
    return _near((a.x, a.y, a.w, a.h), (b.x, b.y, b.w, b.h), BOX_TOLERANCE)


def _same_rotation(a: int, b: int) -> bool:
    apart = abs(a - b) % FULL_TURN
    return min(apart, FULL_TURN - apart) <= ROTATION_TOLERANCE


def _near(a: Sequence[int], b: Sequence[int], tolerance: int) -> bool:
    return len(a) == len(b) and all(abs(one - other) <= tolerance for one, other in zip(a, b))


def normalised_words(side: Words, theirs: Words) -> Words:
    """Return theirs with unknown sizes taken from the corresponding paragraphs of ``side``.

    These are the ones at the same index where the numbers of paragraphs are equal, else the next with equal runs.
    """
    if theirs == side or all(paragraph.size for paragraph in theirs):
        return theirs
    if len(side) == len(theirs):
        return tuple([own.replace(size=own.size or other.size) for own, other in zip(theirs, side)])
    found: list[ParagraphState] = []
    waiting = list(side)
    for own in theirs:
        at = next((i for i, other in enumerate(waiting) if other.runs == own.runs), None)
        if at is not None and not own.size:
            own = own.replace(size=waiting[at].size)
        if at is not None:
            del waiting[: at + 1]
        found.append(own)
    return tuple(found)


def same_colour(side: Colouring, theirs: Colouring, foreign: bool = False) -> bool:
    """Return whether two colours are equal: by theme slot, or by RGB value where one has no slot.

    "?" in ``theirs`` equals any colour. ``foreign``: another program saved it, so a missing transparency is unknown
    (LibreOffice 7.4.7 loses that of theme colours in .odp).
    """
    if side == theirs or theirs == "?":
        return True
    theme, alpha, rgb = _parts(side)
    their_theme, their_alpha, their_rgb = _parts(theirs)
    if alpha != their_alpha and (their_alpha or not foreign):
        return False
    if theme and their_theme:
        return theme == their_theme
    if not rgb or not their_rgb:
        return False
    return _near(rgb, their_rgb, COLOUR_TOLERANCE)


def _parts(colour: Colouring) -> tuple[str, str, tuple[int, ...]]:
    theme: list[str] = []
    alpha = ""
    rgb: tuple[int, ...] = ()
    for part in colour.split():
        if part.startswith("#"):
            rgb = _channels(part[1:])
        elif part.startswith("alpha"):
            alpha = part
        else:
            theme.append(part)
    return " ".join(theme), alpha, rgb


def _channels(rgb: str) -> tuple[int, ...]:
    try:
        return tuple(bytes.fromhex(rgb))
    except ValueError:
        return ()


def same_line(side: LineState | None, theirs: LineState | None) -> bool:
    """Return whether two lines are equal: colour, width, arrowheads, and the dash where theirs is not custom."""
    if side is None or theirs is None:
        return side is theirs
    return (
        same_colour(side.colour, theirs.colour)
        and abs(side.width - theirs.width) <= WIDTH_TOLERANCE
        and theirs.dash in ("", side.dash)
        and (side.head, side.tail) == (theirs.head, theirs.tail)
    )


def _table(side: TableState | None, theirs: TableState | None) -> TableState | None:
    if side is None or theirs is None:
        return side
    columns = side.columns if _near(side.columns, theirs.columns, BOX_TOLERANCE) else theirs.columns
    rows = []
    for i, row in enumerate(theirs.rows):
        other = side.rows[i] if i < len(side.rows) else ()
        rows.append(tuple([normalised_words(other[j] if j < len(other) else (), cell) for j, cell in enumerate(row)]))
    return TableState(columns, tuple(rows), theirs.spans, _fills(side, theirs))


def _fills(side: TableState, theirs: TableState) -> tuple[tuple[Colouring, ...], ...]:
    """Return theirs' fills normalised to any of ``side``'s, as rows may have moved."""
    known = list(dict.fromkeys([fill for row in side.fills for fill in row]))

    def normalised(expected: Colouring, fill: Colouring) -> Colouring:
        return next((one for one in (expected, *known) if same_colour(one, fill)), fill)

    found = []
    for i, row in enumerate(theirs.fills if side.fills else ()):
        old = side.fills[i] if i < len(side.fills) else ()
        found.append(tuple([normalised(old[j] if j < len(old) else "", fill) for j, fill in enumerate(row)]))
    return tuple(found)


def _chart(side: ChartState | None, theirs: ChartState | None, foreign: bool) -> ChartState | None:
    if side is None or theirs is None:
        return side
    series = []
    for own in theirs.series:
        other = next((one for one in side.series if one.name == own.name), None)
        series.append(_series(other, own) if other else own)
    number_format = side.number_format if foreign or not theirs.number_format else theirs.number_format
    named = theirs.replace(type=theirs.type or side.type, series=tuple(series), number_format=number_format)
    return named.replace(look=side.look if theirs.look is None else theirs.look)


def _series(side: SeriesState, theirs: SeriesState) -> SeriesState:
    near = len(side.values) == len(theirs.values) and all(map(same_number, side.values, theirs.values))
    colour = side.colour if not theirs.colour or same_colour(side.colour, theirs.colour) else theirs.colour
    return theirs.replace(values=side.values if near else theirs.values, colour=colour)


def number(value: float | None) -> str:
    """Return a value as text for display."""
    return "" if value is None else f"{value:.10g}"


def same_number(a: float | None, b: float | None) -> bool:
    """Return whether two values are equal within the rounding of doubles written by programs."""
    if a is None or b is None:
        return a is b
    return a == b or abs(a - b) <= 1e-9 * max(abs(a), abs(b))


def _ends(side: Ends, theirs: Ends, foreign: bool) -> Ends:
    """Return theirs; in files of other programs only the glued shapes are compared, not the site numbers."""
    if not foreign:
        return theirs
    start, end = [own if own != other and _key(own) != _key(other) else other for own, other in zip(theirs, side)]
    return start, end


def _key(end: EndState | None) -> str:
    return end.key if end else ""
