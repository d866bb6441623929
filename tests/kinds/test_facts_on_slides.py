"""Numbers and references on slides come from the registry and the outline, or are findings."""

from __future__ import annotations

import pytest

from osloregion_slides.scene import Connector, Freeform, Group, Placeholder, Shape
from tests.kinds.composing import codes, composed, flat, slide


def texts(items: tuple[object, ...]) -> dict[str, str]:
    return {i.key: i.text.plain for i in flat(items) if isinstance(i, Shape | Placeholder) and i.text}  # type: ignore[arg-type]


def test_members_are_counted_on_the_as_of_date() -> None:
    after, _ = composed(slide("members", "group_by: county"))
    before, _ = composed(slide("members", "group_by: county"), as_of="2007-12-31")
    assert texts(after.slides[0].items)["members/total"] == "4"
    assert texts(before.slides[0].items)["members/total"] == "3"
    assert texts(after.slides[0].items)["members/chart/Vestfold/count"] == "1"
    assert "members/chart/Vestfold/count" not in texts(before.slides[0].items)


def test_one_municipality_is_written_in_the_singular() -> None:
    deck, _ = composed(slide("members", ""), as_of="2007-12-31", language="en")
    said = texts(deck.slides[0].items)
    assert (said["members/councils"], said["members/councils-noun"]) == ("1 county council", "Akershus County Council")


def test_the_map_has_one_freeform_per_member_grouped_by_region_with_names_and_numbers() -> None:
    deck, findings = composed(slide("map", "colour_by: region"))
    assert codes(findings) == []
    (drawn,) = [i for i in deck.slides[0].items if isinstance(i, Group) and i.key == "map/map"]
    groups = [i for i in drawn.children if isinstance(i, Group)]
    assert sorted(g.key.rpartition("/")[2] for g in groups) == ["Nordre Vestfold", "Oslo", "Vestregionen"]
    names = [i.alt for g in groups for i in g.children if isinstance(i, Freeform)]
    assert sorted(names) == ["Asker", "Bærum", "Horten", "Oslo"]
    said = texts(deck.slides[0].items)
    for group in groups:
        region = group.key.rpartition("/")[2]
        count = len([member for member in group.children if isinstance(member, Freeform)])
        assert set(said[f"map/legend/{region}/name"].split()) == {*region.split(), str(count)}


def test_a_geojson_that_lacks_a_member_is_an_error_that_names_it() -> None:
    _, findings = composed(slide("map", "geometry: ../nowhere.geojson"))
    assert codes(findings) != []


def test_a_body_that_reports_to_an_unknown_id_is_an_error_at_its_line() -> None:
    fields = "items:\n  - {id: a, name: A}\n  - {id: b, name: B, reports_to: c}"
    _, findings = composed(slide("organisation", fields))
    (finding,) = [f for f in findings if f.code == "unknown-reference"]
    assert finding.at is not None
    assert (finding.at.line, "`c`" in finding.message) == (14, True)


def test_bodies_that_report_in_a_circle_are_an_error_and_still_drawn() -> None:
    fields = "items:\n  - {id: a, name: A, reports_to: b}\n  - {id: b, name: B, reports_to: a}"
    deck, findings = composed(slide("organisation", fields))
    assert "unknown-reference" in codes(findings)
    assert {"organisation/chart/a", "organisation/chart/b"} <= set(texts(deck.slides[0].items))


def test_every_connector_ends_at_shapes_of_its_slide() -> None:
    fields = "items:\n  - {id: a, name: A}\n  - {id: b, name: B, reports_to: a}\n  - {id: c, name: C, reports_to: a}"
    deck, _ = composed(slide("organisation", fields))
    items = list(flat(deck.slides[0].items))
    keys = {item.key for item in items}
    ends = [end.key for item in items if isinstance(item, Connector) for end in (item.start, item.end)]
    assert len(ends) == 4
    assert set(ends) <= keys


def test_an_agenda_links_to_slides_and_reports_missing_ones() -> None:
    agenda = slide("agenda", "items:\n  - {name: Sitat, slide: quote}\n  - {name: Ingenting, slide: nothing}")
    deck, findings = composed(agenda + slide("quote", "quote: Ord", "Et sitat"))
    links = [i.link for i in flat(deck.slides[0].items) if isinstance(i, Shape) and i.link]
    assert links == ["#quote"]
    assert codes(findings) == ["unknown-reference"]


def test_a_project_that_ends_before_it_begins_is_an_error() -> None:
    _, findings = composed(slide("timeline", "items:\n  - {name: A, from: 2008, to: 2006}"))
    assert codes(findings) == ["bad-period"]


@pytest.mark.parametrize("key", ["from", "to"])
@pytest.mark.parametrize("text", ["2018-02-30", "2018-13", "2018-00-01"])
def test_a_project_with_an_impossible_date_is_an_error(key: str, text: str) -> None:
    dates = {"from": "2008", "to": "2030", key: text}
    _, findings = composed(slide("timeline", f"items:\n  - {{name: A, from: {dates['from']}, to: {dates['to']}}}"))
    assert set(codes(findings)) & {"bad-period", "bad-date"}


def test_a_series_with_too_few_values_is_an_error() -> None:
    fields = "type: bar\nalt: Tall\ncategories: [a, b]\nseries: [{name: s, values: [1]}]"
    _, findings = composed(slide("chart", fields))
    assert codes(findings) == ["wrong-number-of-values"]


def test_two_slides_with_the_same_title_give_a_warning() -> None:
    _, findings = composed(slide("quote", "quote: Ord", "Lik") + slide("section", "", "lik"))
    assert [(one.code, one.severity) for one in findings] == [("same-title", "warning")]


def test_compared_values_have_the_same_colour_and_proportional_size_on_both_sides() -> None:
    fields = "sides:\n  - {heading: A, points: [a], proportion: 0.72}\n  - {heading: B, points: [b], proportion: 0.14}"
    deck, _ = composed(slide("comparison", fields))
    shapes = {item.key.partition("/")[2]: item for item in deck.slides[0].items if isinstance(item, Shape)}
    for n, share in ((1, 0.72), (2, 0.14)):
        world, disc = shapes[f"side-{n}/world"], shapes[f"side-{n}/disc"]
        assert abs(disc.box.w / world.box.w - share) < 0.001
        assert world.alt == f"{'AB'[n - 1]}: {round(share * 100)} %"
    assert shapes["side-1/disc"].fill == shapes["side-2/disc"].fill != shapes["side-1/world"].fill


def test_corresponding_points_are_aligned() -> None:
    fields = "sides:\n  - {heading: A, points: [en, to, tre]}\n  - {heading: B, points: [one, two]}"
    deck, _ = composed(slide("comparison", fields))
    boxes = {item.key.partition("/")[2]: item.box for item in deck.slides[0].items if isinstance(item, Shape)}
    assert [boxes[f"side-1/point-{n}"].y for n in (1, 2)] == [boxes[f"side-2/point-{n}"].y for n in (1, 2)]


def test_a_path_to_too_many_entries_is_an_error_at_the_path() -> None:
    extra = "strategy:\n  aims: [{id: a, name: A}, {id: b, name: B}, {id: c, name: C}, {id: d, name: D}, {id: e, name: E}]\n"
    deck, findings = composed(slide("venn", "items: strategy.aims"), extra=extra)
    (finding,) = [f for f in findings if f.code == "wrong-number-of-things"]
    assert finding.message == "The list has 5 entries; this slide type shows at most 4."
    assert finding.at is not None
    assert finding.at.line == 14
    assert deck.slides == ()


def test_an_unresolved_path_is_an_error_and_no_traceback() -> None:
    _, findings = composed(slide("pillars", "base: Grunn\nitems: strategy.nothing"))
    assert codes(findings) == ["unknown-path"]  # and not that the list is empty, too


def test_a_map_credits_the_source_of_its_borders() -> None:
    square = "[[[0, 0], [0, 9000], [9000, 9000], [9000, 0], [0, 0]]]"
    features = ",".join(
        f'{{"type": "Feature", "properties": {{"nr": "{number}"}}, "geometry": {{"type": "Polygon", "coordinates": {square}}}}}'
        for number in ("0301", "0220", "0219", "0701")
    )
    geojson = f'{{"type": "FeatureCollection", "attribution": "© Kartverket", "features": [{features}]}}'
    deck, findings = composed(slide("map", "geometry: borders.geojson"), files={"borders.geojson": geojson})
    assert codes(findings) == []
    assert texts(deck.slides[0].items)["map/source"] == "Kilde: © Kartverket"
