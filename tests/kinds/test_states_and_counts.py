"""States and counts shown by form and position: what is over, what is planned, how many there are."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from osloregion_slides.base.units import Emu
from osloregion_slides.scene import Connector, Placeholder, Shape
from tests.kinds.composing import composed, flat, overlap, slide

if TYPE_CHECKING:
    from osloregion_slides.scene import Item

WORDS = ["Areal", "Bolig", "Kultur", "Klima", "Næring", "Vei", "Helse", "Skole", "Vann", "Energi", "Idrett", "Havn"]


def drawn(kind: str, fields: str, as_of: str = "", brand: str = "osloregionen") -> dict[str, Item]:
    """Return the objects of a slide by their keys without that of the slide."""
    deck, _ = composed(slide(kind, fields), as_of=as_of, brand=brand)
    assert len(deck.slides) == 1
    return {item.key.removeprefix(f"{kind}/"): item for item in flat(deck.slides[0].items)}


def shape(found: dict[str, Item], key: str) -> Shape:
    item = found[key]
    assert isinstance(item, Shape)
    return item


def things(count: int) -> str:
    return "".join([f"  - {{id: t{n}, name: {word}}}\n" for n, word in enumerate(WORDS[:count])])


@pytest.mark.parametrize("count", range(2, 13))
def test_a_hub_has_one_line_per_entry_on_its_arc_and_one_to_the_panel(count: int) -> None:
    found = drawn("hub", f"centre: Regionen\nitems:\n{things(count)}")
    ends = [item.end.key.removeprefix("hub/") for item in found.values() if isinstance(item, Connector)]
    assert ends == (["panel"] if count > 6 else [f"t{n}/tile" for n in range(count)])


@pytest.mark.parametrize("count", range(2, 7))
def test_short_hub_names_leave_room_on_both_sides_and_long_ones_use_it(count: int) -> None:
    short = drawn("hub", f"centre: Regionen\nitems:\n{things(count)}")
    long = drawn("hub", f"centre: Regionen\nitems:\n{things(count).replace('}', ' og alt som hører med til den}')}")
    assert shape(short, "t0/tile").box.x > shape(long, "t0/tile").box.x
    assert shape(short, "t0").box.right == shape(long, "t0").box.right


@pytest.mark.parametrize("brand", ["osloregionen", "ruten"])
@pytest.mark.parametrize("lines", ["source: SSB", "footnotes: [Foreløpig]", "source: SSB\nfootnotes: [Foreløpig]"])
def test_lines_at_the_foot_of_pillars_are_below_their_base(lines: str, brand: str) -> None:
    found = drawn("pillars", f"base: Sammen\nitems:\n{things(3)}{lines}", brand=brand)
    foot = [item for key, item in found.items() if key in ("source", "footnotes")]
    ground = shape(found, "ground").box
    assert foot
    for item in foot:
        assert isinstance(item, Placeholder | Shape) and item.box.y >= ground.bottom and not overlap(item.box, ground)


PROJECTS = """\
items:
  - {id: over, name: Over, from: 2004, to: 2005}
  - {id: now, name: Nå, from: 2006, to: 2010}
  - {id: soon, name: Snart, from: 2008-03-10, to: 2010}
"""


@pytest.mark.parametrize(("as_of", "begun"), [("2008-03-09", False), ("2008-03-10", True), ("2008-03-11", True)])
def test_a_project_bar_is_hollow_until_its_start_date(as_of: str, begun: bool) -> None:
    found = drawn("timeline", PROJECTS + "past: true", as_of=as_of)
    assert (shape(found, "soon").line is None) == begun
    assert shape(found, "now").line is None
    assert len({shape(found, key).fill for key in ("over", "now", "soon")}) == 3 - begun


@pytest.mark.parametrize("as_of", ["2004-01-01", "2007-12-31", "2008-01-01", "2010-12-31"])
def test_only_years_before_the_as_of_year_are_muted(as_of: str) -> None:
    found = drawn("timeline", PROJECTS + "past: true", as_of=as_of)
    colours = {year: shape(found, f"year-{year}/name").text for year in range(2004, 2011)}
    inks = {year: text.colour or text.paragraphs[0].runs[0].colour for year, text in colours.items() if text}
    assert len(inks) == 7
    past = {year for year in inks if year < int(as_of[:4])}
    assert {inks[year] for year in past}.isdisjoint({inks[year] for year in inks if year not in past})


@pytest.mark.parametrize("count", range(1, 5))
def test_alternate_bands_of_an_organisation_are_shaded_and_a_single_one_is_not(count: int) -> None:
    names = [f"g{n}" for n in range(count)]
    fields = f"groups: {{{', '.join([f'{name}: Gruppe {name}' for name in names])}}}\nitems:\n"
    above = ""
    for place, name in enumerate(names):
        fields += f"  - {{id: b{place}, name: Organ {place}, group: {name}{above}}}\n"
        above = f", reports_to: b{place}"
    for place in range(2):
        fields += f"  - {{id: low{place}, name: Utvalg {place}, group: {names[-1]}{above}}}\n"
    found = drawn("organisation", fields)
    grounds = [name for name in names if isinstance(item := found.get(f"band-{name}"), Shape) and item.fill]
    assert grounds == (names[::2] if count > 1 else [])


def test_column_texts_begin_below_the_tallest_heading_of_their_row() -> None:
    long = "En overskrift som er så lang at den tar flere linjer enn de andre i sin rad gjør det her"
    words = [*WORDS[:3], long, *WORDS[4:6]]
    fields = "items:\n" + "".join([f"  - {{id: t{n}, name: {word}, text: Kort}}\n" for n, word in enumerate(words)])
    found = drawn("columns", fields)
    rows: dict[Emu, list[Emu]] = {}
    for n in range(6):
        head, body = shape(found, f"t{n}/heading").box, shape(found, f"t{n}").box
        rows.setdefault(head.y, []).append(Emu(body.y - head.y))
    short, tall = rows.values()
    assert [len(set(short)), len(set(tall))] == [1, 1], "the texts of a row begin alike"
    assert short[0] < tall[0], "a long heading pushes down the texts of its own row"
