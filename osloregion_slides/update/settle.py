"""Theirs in the words of another: what says the same as the other side is replaced by what that side says.

After that, equal means ``==``. Programs write the same thing in several ways; the tolerances are
``values``'s, with their sources.
"""

from __future__ import annotations

from osloregion_slides.update.deck_state import (
    BOX_TOLERANCE,
    COLOUR_TOLERANCE,
    CROP_TOLERANCE,
    WIDTH_TOLERANCE,
    EndState,
    TableState,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from osloregion_slides.scene import Box
    from osloregion_slides.update.deck_state import (
        ChartState,
        Colouring,
        ItemState,
        LineState,
        ParagraphState,
        SeriesState,
        Words,
    )

    Ends = tuple[EndState | None, EndState | None]


def normalise_words(side: ItemState, theirs: ItemState) -> ItemState:
    """Return theirs with each property that is the same as ``side``'s, or no opinion, as ``side`` has it.

    Key, parent, locator and marks stay theirs'.
    """
    foreign = not theirs.marks.creation
    absent = foreign and not theirs.link
    return theirs.replace(
        box=_box(side, theirs),
        text=normalised_words(side.text, theirs.text),
        fill=side.fill if same_colour(side.fill, theirs.fill, foreign) else theirs.fill,
        line=side.line if same_line(side.line, theirs.line) else theirs.line,
        preset=theirs.preset or side.preset,
        alt=theirs.alt or side.alt,
        link=side.link if absent else theirs.link,
        slot=side.slot,
        image=theirs.image or side.image,
        crop=side.crop if _near(side.crop, theirs.crop, CROP_TOLERANCE) else theirs.crop,
        path=side.path if foreign or not theirs.path else theirs.path,
        table=_table(side.table, theirs.table),
        chart=_chart(side.chart, theirs.chart, foreign),
        ends=_ends(side.ends, theirs.ends, foreign),
    )


def _box(side: ItemState, theirs: ItemState) -> Box | None:
    if side.box is None or theirs.box is None:
        return side.box
    if side.kind == "table":  # a table is as high as its rows
        return side.box if same_box(side.box, theirs.box.replace(h=side.box.h)) else theirs.box
    return side.box if same_box(side.box, theirs.box) else theirs.box


def same_box(a: Box, b: Box) -> bool:
    """Say whether two boxes are the same but for noise."""
    return _near((a.x, a.y, a.w, a.h), (b.x, b.y, b.w, b.h), BOX_TOLERANCE)


def _near(a: Sequence[int], b: Sequence[int], tolerance: int) -> bool:
    return len(a) == len(b) and all(abs(one - other) <= tolerance for one, other in zip(a, b))


def normalised_words(side: Words, theirs: Words) -> Words:
    """Return their text where a size that nobody knows is that of the same paragraph of ``side``.

    The same paragraph is the one of that number where there are as many, else the next with the same runs.
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
    """Say whether two colours are the same: by theme, or by what they look like where one has no theme.

    ``theirs`` may be "?", which says nothing. ``foreign``: another program saved it, so no transparency says nothing
    either (LibreOffice 7.4.7 loses that of theme colours on the way through .odp).
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
    """Say whether two lines are the same: colour, width, heads, and the dash where theirs is a named one."""
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
    return TableState(columns, tuple(rows))


def _chart(side: ChartState | None, theirs: ChartState | None, foreign: bool) -> ChartState | None:
    if side is None or theirs is None:
        return side
    series = []
    for own in theirs.series:
        other = next((one for one in side.series if one.name == own.name), None)
        series.append(_series(other, own) if other else own)
    number_format = side.number_format if foreign or not theirs.number_format else theirs.number_format
    return theirs.replace(type=theirs.type or side.type, series=tuple(series), number_format=number_format)


def _series(side: SeriesState, theirs: SeriesState) -> SeriesState:
    near = len(side.values) == len(theirs.values) and all(map(same_number, side.values, theirs.values))
    colour = side.colour if not theirs.colour or same_colour(side.colour, theirs.colour) else theirs.colour
    return theirs.replace(values=side.values if near else theirs.values, colour=colour)


def same_number(a: float | None, b: float | None) -> bool:
    """Say whether two values are the same but for how a program writes doubles."""
    if a is None or b is None:
        return a is b
    return a == b or abs(a - b) <= 1e-9 * max(abs(a), abs(b))


def _ends(side: Ends, theirs: Ends, foreign: bool) -> Ends:
    """Where the glue leads counts; the number of a site only where the object is as we wrote it."""
    if not foreign:
        return theirs
    start, end = [own if own != other and _key(own) != _key(other) else other for own, other in zip(theirs, side)]
    return start, end


def _key(end: EndState | None) -> str:
    return end.key if end else ""
