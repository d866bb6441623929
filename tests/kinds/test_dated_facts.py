"""One date, one truth: the number, the table, the map and the prose agree, in the Scene and in the file.

And where the data cannot tell, the slides say so.
"""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import pytest

from osloregion_slides import build
from osloregion_slides.base import resources
from osloregion_slides.compose.cartography import DEFAULT_MAP
from osloregion_slides.connectors import route
from osloregion_slides.drafting import drafted, load
from osloregion_slides.scene import Connector, Freeform, Group, Shape, Table
from tests.kinds.composing import composed, flat, overlap, slide
from tests.kinds.test_facts_on_slides import texts

OUTLINE = """\
deck: dato
title: {all: Dato}
language: nb
languages: [nb, en]
as_of: 2008-01-01
members: data/members.csv
slides:
  - {id: prose, kind: statement, title: {all: "{{ members.municipalities | count }} kommuner"}, text: "{{ members.municipalities | names | join_and }}"}
  - {id: numbers, kind: members, title: {all: Medlemmer}}
  - {id: map, kind: map, title: {all: Kart}, colour_by: county}
  - {id: counties, kind: table, title: {all: Fylker}, table: members.by_county}
  - {id: names, kind: table, title: {all: Kommuner}, table: members.municipalities}
"""


@pytest.fixture
def outline(tmp_path: Path) -> str:
    (tmp_path / "data").mkdir()
    shutil.copy(resources.path("decks", "data", "members.csv"), tmp_path / "data")
    path = tmp_path / "dato.yaml"
    path.write_text(OUTLINE, encoding="utf-8")
    return str(path)


@pytest.mark.parametrize(("date", "count", "horten"), [("2007-12-31", 56, False), ("2008-01-01", 57, True)])
def test_the_scene_shows_consistent_numbers(outline: str, date: str, count: int, horten: bool) -> None:
    deck = build(outline, as_of=date).deck
    slides = {slide.key: slide for slide in deck.slides}
    assert slides["prose"].title == f"{count} kommuner"
    assert ("Horten" in " ".join(texts(slides["prose"].items).values())) is horten
    assert texts(slides["numbers"].items)["numbers/total"] == str(count)
    drawn = [item.alt for item in flat(slides["map"].items) if isinstance(item, Freeform) and not item.decorative]
    assert (len(drawn), "Horten" in drawn) == (count, horten)
    (counties,) = [item for item in slides["counties"].items if isinstance(item, Table)]
    assert sum(int(row.cells[1].text.plain) for row in counties.rows[1:]) == count
    names = [
        row.cells[0].text.plain
        for s in deck.slides
        for t in s.items
        if isinstance(t, Table) and s.key.startswith("names")
        for row in t.rows[1:]
    ]
    assert (len(names), "Horten" in names) == (count, horten)


@pytest.mark.parametrize(("date", "count", "horten"), [("2007-12-31", 56, False), ("2008-01-01", 57, True)])
def test_the_file_shows_consistent_numbers(outline: str, date: str, count: int, horten: bool) -> None:
    pptx = pytest.importorskip("pptx")
    slides = list(pptx.Presentation(io.BytesIO(build(outline, as_of=date).data)).slides)
    space = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
    said = [
        "\n".join("".join(t.text for t in p.iter(f"{space}t")) for p in page.element.iter(f"{space}p"))
        for page in slides
    ]
    assert f"{count} kommuner" in said[0]
    assert str(count) in said[1].split("\n")
    descriptions = [shape.get("descr") for shape in slides[2].element.iter() if shape.tag.endswith("}cNvPr")]
    tables = [shape.table for page in slides[3:] for shape in page.shapes if shape.has_table]
    assert sum(int(tables[0].cell(row, 1).text) for row in range(1, len(tables[0].rows))) == count
    rows = [table.cell(row, 0).text for table in tables[1:] for row in range(1, len(table.rows))]
    assert len(rows) == count
    assert ["Horten" in said[0], "Horten" in descriptions, "Horten" in rows] == [horten] * 3


def test_a_total_stated_by_a_source_is_shown_with_the_missing_names(outline: str) -> None:
    deck, _, findings = drafted(load(outline, as_of="2015-06-01", language="en"))
    slides = {slide.key: slide for slide in deck.slides}
    assert slides["prose"].title == "78 kommuner"
    numbers = texts(slides["numbers"].items)
    assert numbers["numbers/total"] == "78"
    assert numbers["numbers/chart/Buskerud/count"] == "13"
    note = "57 of 78 municipalities are known by name as of 1 June 2015."
    assert numbers["numbers/note"] == note
    assert texts(slides["map"].items)["map/note"] == f"{note} The map shows those 57."
    (counties,) = [item for item in slides["counties"].items if isinstance(item, Table)]
    assert sum(int(row.cells[1].text.plain) for row in counties.rows[1:]) == 78
    assert {finding.code for finding in findings} == {"not-known"}


@pytest.mark.parametrize(
    ("date", "total", "nb", "en"),
    [
        ("2012-01-01", "57", "januar 2008", "January 2008"),
        ("2016-05-01", "78", "januar 2015", "January 2015"),
        ("2022-01-01", "65", "oktober 2020", "October 2020"),
        ("2026-11-23", "65", "juni 2025", "June 2025"),
    ],
)
@pytest.mark.parametrize("language", ["nb", "en"])
def test_without_data_for_the_date_the_last_known_number_is_shown_with_its_month(
    outline: str, date: str, total: str, nb: str, en: str, language: str
) -> None:
    deck, _, findings = drafted(load(outline, as_of=date, language=language))
    slides = {slide.key: slide for slide in deck.slides}
    month, noun = {"nb": (nb, "kommuner"), "en": (en, "municipalities")}[language]
    assert slides["prose"].title == f"{total} ({month}) kommuner"
    numbers = texts(slides["numbers"].items)
    assert (numbers["numbers/total"], numbers["numbers/total-noun"]) == (total, f"{noun} ({month})")
    (chart,) = [item for item in slides["numbers"].items if isinstance(item, Group) and item.key == "numbers/chart"]
    (drawn,) = [item for item in slides["map"].items if isinstance(item, Group) and item.key == "map/map"]
    for words in (numbers["numbers/note"], texts(slides["map"].items)["map/note"], chart.alt, drawn.alt):
        assert f"{total} {noun}" in words and month in words
    for key in ("counties", "names"):
        assert f"{total} {noun} ({month})" in texts(slides[key].items)[f"{key}/unknown"]
    assert "kjent" not in slides["prose"].title.lower() and "known" not in slides["prose"].title.lower()
    assert {finding.code for finding in findings} <= {"last-known", "not-known", "missing-area", "undrawn-member"}


@pytest.mark.parametrize("date", ["2005-01-01"])
@pytest.mark.parametrize("language", ["nb", "en"])
def test_without_any_data_no_number_is_shown(outline: str, date: str, language: str) -> None:
    deck, _, findings = drafted(load(outline, as_of=date, language=language))
    slides = {slide.key: slide for slide in deck.slides}
    unknown = {"nb": ("et ukjent antall kommuner", "Ukjent"), "en": ("an unknown number of kommuner", "Unknown")}[
        language
    ]
    assert slides["prose"].title == unknown[0]
    numbers = texts(slides["numbers"].items)
    assert numbers["numbers/total"] == unknown[1]
    assert "numbers/note" in numbers
    (drawn,) = [item for item in slides["map"].items if isinstance(item, Group) and item.key == "map/map"]
    assert texts(slides["map"].items)["map/note"] in drawn.alt
    assert [key for key in ("counties", "names") if f"{key}/unknown" in texts(slides[key].items)] == [
        "counties",
        "names",
    ]
    assert {finding.code for finding in findings} == {"not-known"}
    assert {finding.at.line for finding in findings if finding.at} == {8, 9, 10, 11, 12}


def test_unknown_values_cannot_be_compared_but_can_be_replaced(outline: str) -> None:
    path = Path(outline)
    for text, codes in (
        ("{{ 'mange' if members.municipalities | count > 50 else 'få' }}", {"not-known"}),
        ("{{ members.municipalities | count | default('om lag 65') }}", set()),
        ("{{ (members.municipalities | count) + 1 }}", {"not-known"}),
    ):
        path.write_text(
            OUTLINE.partition("slides:")[0] + f'slides:\n  - {{id: a, kind: statement, title: "{text}"}}\n',
            encoding="utf-8",
        )
        deck, _, findings = drafted(load(outline, as_of="2026-11-23"))
        assert {finding.code for finding in findings} == codes or "få" in text
        assert deck.slides[0].title != "få"


def marks(fields: str, kind: str = "map", **choices: str) -> tuple[dict[str, object], list[str]]:
    deck, findings = composed(slide(kind, fields), **choices)  # type: ignore[arg-type]
    return {item.key: item for item in flat(deck.slides[0].items)}, [finding.code for finding in findings]


def test_a_highlighted_member_has_an_outline_a_pin_and_its_name() -> None:
    for wanted in ("Horten", "horten", '"0701"'):
        items, found = marks(f"highlight: {wanted}")
        assert found == []
        label, line = items["map/highlight/name"], items["map/highlight/line"]
        assert isinstance(label, Shape)
        assert label.text is not None
        assert label.text.plain == "Horten"
        assert isinstance(line, Connector)
        assert line.end.key == "map/highlight/pin"
        halo, edge = items["map/highlight/halo"], items["map/highlight/edge"]
        assert isinstance(halo, Freeform)
        assert isinstance(edge, Freeform)
        assert halo.line is not None
        assert edge.line is not None
        assert halo.line.width > edge.line.width
        assert items["map/highlight"].alt == "her er Horten"  # type: ignore[attr-defined]


def test_one_tile_of_a_row_of_members_is_highlighted_and_named() -> None:
    items, found = marks("highlight: Asker", "members")
    assert found == []
    remark = items["members/chart/Akershus/remark"]
    assert remark.text.plain == "her er Asker"  # type: ignore[attr-defined]
    fills = [items[f"members/chart/Akershus/{n}"].fill for n in (1, 2)]  # type: ignore[attr-defined]
    assert fills[0] != fills[1]
    assert items["members/chart/Vestfold/1"].fill == fills[0]  # type: ignore[attr-defined]
    assert "Akershus 2 (her er Asker)" in items["members/chart"].alt  # type: ignore[attr-defined]


@pytest.mark.parametrize("kind", ["map", "members"])
def test_a_former_member_is_not_highlighted(kind: str) -> None:
    items, found = marks("highlight: Horten", kind, as_of="2007-12-31")
    assert found == ["unknown-member"]
    assert f"{kind}/highlight" not in items
    assert marks("highlight: Hortn", kind)[1] == ["unknown-member"]


def test_members_without_a_source_are_marked_with_an_explanation(outline: str) -> None:
    path = Path(outline)
    path.write_text(
        OUTLINE.replace("title: {all: Kart},", "title: {all: Kart}, mark_unconfirmed: true,").replace(
            "title: {all: Medlemmer}}", "title: {all: Medlemmer}, mark_unconfirmed: true}"
        ),
        encoding="utf-8",
    )
    built = build(outline)
    slides = {slide.key: slide for slide in built.deck.slides}
    (group,) = [item for item in slides["map"].items if item.key == "map/unconfirmed"]
    assert isinstance(group, Group)
    dotted = [item for item in group.children if isinstance(item, Freeform) and not item.decorative]
    assert len(dotted) == 15
    assert all(item.line is not None and item.line.dash == "sysDot" for item in dotted)
    assert "Hof" in group.alt
    assert "Hof: ikke bekreftet ved navn" in [item.alt for item in dotted]
    assert texts(slides["map"].items)["map/note"] == "Prikket omriss: 15 kommuner som ikke er bekreftet ved navn."
    said = texts(slides["numbers"].items)
    assert said["numbers/chart/Vestfold/name"] == "Vestfold\u00a0*"
    assert said["numbers/chart/Akershus/name"] == "Akershus"
    assert said["numbers/note"].startswith("* Blant disse er 15 kommuner")


def test_members_missing_from_the_built_in_map_are_named_below_it(outline: str) -> None:
    registry = Path(outline).parent / "data" / "members.csv"
    row = "Ny by,0299,Akershus,Follo,,2008-01-01,,municipality,confirmed,a report,,,,\n"
    registry.write_text(registry.read_text(encoding="utf-8") + row, encoding="utf-8")
    deck, _, findings = drafted(load(outline))
    slides = {slide.key: slide for slide in deck.slides}
    assert slides["prose"].title == "58 kommuner"
    assert texts(slides["map"].items)["map/note"] == "Ikke på kartet: Ny by."
    assert [(finding.code, finding.severity) for finding in findings] == [("undrawn-member", "warning")]


def test_a_copy_of_the_built_in_map_is_treated_as_the_built_in_map(outline: str) -> None:
    folder = Path(outline).parent
    registry = folder / "data" / "members.csv"
    row = "Ny by,0299,Akershus,Follo,,2008-01-01,,municipality,confirmed,a report,,,,\n"
    registry.write_text(registry.read_text(encoding="utf-8") + row, encoding="utf-8")
    own = Path(resources.path(*DEFAULT_MAP)).read_bytes()
    text = OUTLINE.replace("colour_by: county}", "colour_by: county, geometry: data/kart.geojson}")
    Path(outline).write_text(text, encoding="utf-8")
    copies = {"undrawn-member": (own, own.replace(b"\n", b"\r\n")), "missing-area": (own.replace(b"Oslo", b"Osla", 1),)}
    for code, files in copies.items():
        for file in files:
            (folder / "data" / "kart.geojson").write_bytes(file)
            assert code in {finding.code for finding in drafted(load(outline))[2]}


@pytest.mark.parametrize("colour_by", ["region", "county"])
def test_the_name_and_line_of_a_highlighted_member_cover_no_number(outline: str, colour_by: str) -> None:
    pointed = "".join(
        f'  - {{id: m{n}, kind: map, title: Kart {n}, colour_by: {colour_by}, highlight: "{member.number}"}}\n'
        for n, member in enumerate(load(outline).members.municipalities)
    )
    Path(outline).write_text(OUTLINE.partition("  - {id: prose")[0] + pointed, encoding="utf-8")
    deck, _, findings = drafted(load(outline))
    assert findings == ()
    for page in deck.slides:
        items = {item.key: item for item in flat(page.items)}
        if f"{page.key}/highlight/name" not in items:  # Oslo is its own region and county: the map names it once
            assert any([key.endswith("/Oslo/name") for key in items])
            continue
        line, name = items[f"{page.key}/highlight/line"], items[f"{page.key}/highlight/name"]
        assert isinstance(line, Connector)
        assert isinstance(name, Shape)
        points = route(line, items).points
        for key, item in items.items():
            if not key.endswith("/number") or "/map/" not in key:
                continue
            box = item.box  # type: ignore[union-attr]
            own = box.inset(1, 1, 1, 1)
            middle = [
                (a[0] + (b[0] - a[0]) * n // 50, a[1] + (b[1] - a[1]) * n // 50)
                for a, b in zip(points, points[1:])
                for n in range(51)
            ]
            assert not overlap(name.box, own), (page.key, key)
            outside = [not (own.x < x < own.right and own.y < y < own.bottom) for x, y in middle]
            assert all(outside), (page.key, key)


@pytest.mark.parametrize("colour_by", ["region", "county"])
def test_a_map_without_members_is_reported_with_the_date(colour_by: str) -> None:
    _, findings = composed(slide("map", f"colour_by: {colour_by}"), as_of="1990-01-01")
    assert [finding.code for finding in findings if finding.severity == "error"] == ["empty-map"]
    assert "1990-01-01" in findings[0].message


def test_a_map_with_none_of_the_members_states_their_number() -> None:
    members = "name,number,county,region,from\nTrondheim,5001,Trøndelag,Trondheim,2004-12-17\n"
    _, findings = composed(slide("map", "colour_by: region"), files={"members.csv": members})
    empty = [finding for finding in findings if finding.severity == "error"]
    assert [finding.code for finding in empty] == ["empty-map"]
    assert "1 member on 2008-01-01" in empty[0].message
