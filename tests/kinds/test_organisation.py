"""Organisations of many siblings: every body has a box, no two boxes overlap, texts are as large as they may be."""

from __future__ import annotations

import pytest

from osloregion_slides.brand.contrast import ratio, rgb
from osloregion_slides.brand.load import load_brand
from osloregion_slides.compose.ladder import VOTES, vote_row
from osloregion_slides.scene import Box, Connector, Deck, Shape
from tests.kinds.composing import codes, composed, flat, overlap

NAMES = {
    "nb": (
        "Administrativ koordineringsgruppe",
        "Faggruppe areal",
        "Faggruppe transport",
        "Faggruppe næring",
        "Prosjektgruppe profilering",
        "Prosjektgruppe rekruttering",
        "Prosjektgruppe tjenestevalg",
        "Arbeidsgruppe økonomi",
        "Arbeidsgruppe kommunikasjon",
        "Samarbeidsutvalget for samferdsel",
        "Referansegruppe kultur",
        "Kontrollutvalget",
    ),
    "en": (
        "Administrative coordination group",
        "Working group on land use",
        "Working group on transport",
        "Working group on business",
        "Project group for branding",
        "Project group for recruitment",
        "Project group for services",
        "Finance committee",
        "Communication committee",
        "Joint transport committee",
        "Culture reference group",
        "Audit committee",
    ),
}
ABOVE = """\
      - {id: a, group: p, name: Samarbeidsrådet, note: hvert medlem én stemme}
      - {id: b, group: p, reports_to: a, name: Styret, note: "regionrådsledere, fylkesordførere og byråden i Oslo"}
      - {id: c, group: q, reports_to: b, name: Sekretariatet}
"""
BANDS = "    groups: {p: Politiske organer, q: Administrativ organisering}\n"


def organisation(bodies: str, more: str = "", language: str = "nb") -> Deck:
    """Return the deck of one organisation, which has no errors."""
    slide = f"  - id: o\n    kind: organisation\n    title: {{nb: Organisasjon, en: Organisation}}\n{more}    items:\n"
    deck, findings = composed(slide + bodies, language=language)
    assert codes(findings) == []
    return deck


def boxes(deck: Deck) -> dict[str, Box]:
    """Return the boxes of the bodies by their ids."""
    shapes = [item for item in flat(deck.slides[0].items) if isinstance(item, Shape) and item.text is not None]
    return {
        item.key.rpartition("/")[2]: item.box for item in shapes if item.key.count("/") == 2 and "/chart/" in item.key
    }


def smallest(deck: Deck) -> float:
    texts = [item.text for item in flat(deck.slides[0].items) if isinstance(item, Shape) and item.text is not None]
    return min(paragraph.size for text in texts for paragraph in text.paragraphs)


def siblings(count: int, language: str, parent: str = "c") -> str:
    names = NAMES[language][:count]
    return "".join([f"      - {{id: k{i}, group: q, reports_to: {parent}, name: {n}}}\n" for i, n in enumerate(names)])


@pytest.mark.parametrize("language", ["nb", "en"])
@pytest.mark.parametrize("count", range(2, 13))
@pytest.mark.parametrize("more", [BANDS, ""], ids=["bands", "plain"])
def test_siblings_with_ordinary_names_have_boxes_that_do_not_overlap(count: int, language: str, more: str) -> None:
    deck = organisation(ABOVE + siblings(count, language), more, language)
    found = boxes(deck)
    assert set(found) == {"a", "b", "c", *[f"k{number}" for number in range(count)]}
    pairs = [(one, other) for one in found for other in found if one < other and overlap(found[one], found[other])]
    assert pairs == []
    assert smallest(deck) >= 12
    assert max(box.bottom for box in found.values()) <= deck.height


def under(key: str) -> str:
    """Return the body that a line is glued to, by itself or by its tile."""
    return key.removesuffix("/tile")


SHAPES = [
    ("four levels", [("b", "a"), ("x", "a"), ("c", "b"), ("v", "b"), ("d", "c"), ("e", "c"), ("f", "c"), ("g", "e")]),
    (
        "two wide parents",
        [("b", "a"), ("c", "a"), *[(f"b{i}", "b") for i in range(5)], *[(f"c{i}", "c") for i in range(5)]],
    ),
    ("one of eight has one below", [*[(f"b{i}", "a") for i in range(8)], ("c", "b3")]),
    ("twelve without a body above", [(f"b{i}", "") for i in range(11)]),
]


@pytest.mark.parametrize("tree", [shape for _, shape in SHAPES], ids=[name for name, _ in SHAPES])
def test_trees_of_any_shape_show_every_body_and_reporting_line(tree: list[tuple[str, str]]) -> None:
    bodies = [f"      - {{id: a, name: {NAMES['nb'][0]}}}\n"]
    for number, (key, parent) in enumerate(tree, 1):
        above = f", reports_to: {parent}" if parent else ""
        bodies.append(f"      - {{id: {key}, name: {NAMES['nb'][number % 12]}{above}}}\n")
    deck = organisation("".join(bodies))
    found = boxes(deck)
    assert set(found) == {"a", *[key for key, _ in tree]}
    assert [(a, b) for a in found for b in found if a < b and overlap(found[a], found[b])] == []
    drawn = [item for item in flat(deck.slides[0].items) if isinstance(item, Connector)]
    for key, parent in tree:
        if parent:
            ends = {(under(line.start.key).rpartition("/")[2], under(line.end.key)) for line in drawn}
            assert (parent, f"o/chart/{key}") in ends or (parent, f"o/chart/{parent}/below") in ends, key


@pytest.mark.parametrize("note", [40_000, 2_000_000, 9_000_000])
def test_member_tiles_never_overlap_their_note(note: int) -> None:
    row = vote_row(note)
    assert row.width(59) <= max(note, row.side)
    assert row.across <= VOTES.across


@pytest.mark.parametrize(
    ("bodies", "reported"),
    [
        ("{id: a, name: Råd, note: n, members: true}, {id: b, reports_to: a, name: Styre}", False),
        ("{id: a, name: Råd, members: true}, {id: b, reports_to: a, name: Styre}", True),
        ("{id: a, name: Råd}, {id: b, reports_to: a, name: X, members: true}, {id: c, reports_to: a, name: Y}", True),
    ],
)
def test_member_tiles_are_in_a_box_or_reported_as_left_out(bodies: str, reported: bool) -> None:
    deck, findings = composed(f"  - {{id: o, kind: organisation, title: T, items: [{bodies}]}}\n")
    drawn = [item for item in flat(deck.slides[0].items) if "/member" in item.key]
    assert (bool(drawn), "dead-key" in [one.code for one in findings]) == (not reported, reported)


@pytest.mark.parametrize("brand", ["ruten", "ruten-dark", "osloregionen"])
@pytest.mark.parametrize("count", [2, 4, 9, 12, 15, 18])
def test_member_tiles_need_no_second_slide_and_are_visible_in_their_box(count: int, brand: str) -> None:
    rows = "\n".join(f"M{n},9{n:03},Viken,Øst,2004-12-17,,municipality,confirmed,t" for n in range(57))
    head = "name,number,county,region,from,to,kind,confidence,source\n"
    council = "\nViken fylkeskommune,,Viken,,2004-12-17,,county_council,confirmed,t\n"
    below = "".join(f"      - {{id: k{n}, group: q, reports_to: c, name: Utvalg {n}}}\n" for n in range(count))
    slide = f"  - id: o\n    kind: organisation\n    title: Organisering\n{BANDS}    items:\n{ABOVE}{below}"
    bare, _ = composed(slide, files={"members.csv": head + rows + council}, brand=brand)
    slide = slide.replace("én stemme}", "én stemme, members: true}")
    deck, findings = composed(slide, files={"members.csv": head + rows + council}, brand=brand)
    said = [one.code for one in findings if one.severity != "note"]
    assert len(deck.slides) == len(bare.slides)
    assert len(deck.slides) == 1 or count > 12
    shapes = {item.key: item for item in flat(deck.slides[0].items) if isinstance(item, Shape)}
    tiles = [item for key, item in shapes.items() if "/a/member/" in key]
    look, bar = load_brand(brand, "."), shapes["o/chart/a"]
    assert (len(tiles), said) == ((58, []) if count <= 12 else (len(tiles), ["dead-key"] * (not tiles)))
    for tile in tiles:
        assert tile.fill
        assert bar.fill
        assert ratio(rgb(look, tile.fill), rgb(look, bar.fill)) > 2
        assert overlap(tile.box, bar.box)
    assert len({tile.fill for tile in tiles}) in (0, 2)
