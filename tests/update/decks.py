"""Arbitrary decks for the laws: three draws share their keys, so that they clash often."""

from __future__ import annotations

from hypothesis import strategies as st

from osloregion_slides.update.deck_state import (
    DeckState,
    EndState,
    ItemState,
    LineState,
    ParagraphState,
    RunState,
    SlideState,
    TableState,
)
from osloregion_slides.update.state_parts import ChartState, SeriesState
from tests.update.samples import box, deck

WORDS = st.sampled_from(["", "57 kommuner", "55 kommuner", "57 kommuner og to fylker", "målet er", "Målet er ikke her"])
COLOURS = st.sampled_from(["", "accent1 #1D5FA8", "accent2 #007A72", "#C2452D", "accent1 alpha50 #1D5FA8"])


@st.composite
def paragraphs(draw: st.DrawFn) -> tuple[ParagraphState, ...]:
    found = []
    for _ in range(draw(st.integers(0, 3))):
        words = draw(WORDS)
        runs = (RunState(words, draw(st.booleans())),) if words else ()
        found.append(ParagraphState(runs, draw(st.integers(0, 1)), draw(st.sampled_from([1800, 2000]))))
    return tuple(found) if any([one.runs for one in found]) else ()


BOXES = st.builds(box, st.integers(0, 3), st.integers(0, 3), st.integers(1, 3), st.integers(1, 3))
LINES = st.none() | st.builds(LineState, COLOURS.filter(bool), st.sampled_from([9525, 19050]))
GRIDS = st.integers(1, 2).flatmap(
    lambda width: st.lists(st.tuples(*[paragraphs()] * width), min_size=1, max_size=3).map(
        lambda rows: TableState((100_000,) * width, tuple(rows))
    )
)


@st.composite
def charts(draw: st.DrawFn) -> ChartState:
    names = draw(st.lists(st.sampled_from(["2006", "2007", "2008"]), min_size=1, unique=True))
    value = st.none() | st.integers(0, 3).map(float)
    series = [
        SeriesState(name, tuple([draw(value) for _ in names]), draw(COLOURS.filter(bool)))
        for name in draw(st.lists(st.sampled_from(["Oslo", "Follo"]), min_size=1, unique=True))
    ]
    return ChartState("bar", tuple(names), tuple(series), "0")


@st.composite
def slides(draw: st.DrawFn, key: str) -> SlideState:
    """A slide: a shape or a picture, a table, a chart, a group of two, a line between those."""
    found = []
    for name in draw(st.lists(st.sampled_from(["a", "b", "c"]), unique=True)):
        look = (draw(COLOURS), draw(LINES))
        if draw(st.integers(0, 4)):
            found.append(ItemState(f"{key}/{name}", "shape", draw(BOXES), draw(paragraphs()), *look, preset="rect"))
        else:
            found.append(ItemState(f"{key}/{name}", "picture", draw(BOXES), image=draw(st.sampled_from("xy"))))
    if draw(st.booleans()):
        found.append(ItemState(f"{key}/table", "table", box(), table=draw(GRIDS)))
    if draw(st.booleans()):
        found.append(ItemState(f"{key}/chart", "chart", box(), chart=draw(charts())))
    if draw(st.booleans()):
        found.append(ItemState(f"{key}/group", "group"))
        found += [
            ItemState(f"{key}/{name}", "shape", draw(BOXES), parent=f"{key}/group", preset="rect")
            for name in ("one", "two")
        ]
        ends = (EndState(f"{key}/one", draw(st.integers(0, 3))), EndState(f"{key}/two", 1))
        found.append(ItemState(f"{key}/line", "connector", line=draw(LINES), ends=ends))
    notes = draw(st.sampled_from([(), ("Si hvorfor.",), ("Si hvorfor.", "Vis kartet.")]))
    return SlideState(key, key, tuple(found), notes, draw(st.booleans()))


@st.composite
def decks(draw: st.DrawFn) -> DeckState:
    keys = draw(st.lists(st.sampled_from(["cover", "members", "purpose", "regions", "closing"]), unique=True))
    return deck(*[draw(slides(key)) for key in keys])
