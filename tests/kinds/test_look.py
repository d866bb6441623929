"""What the look promises of every recomposed kind, measured on the Scene in two brands and at several lengths of text.

Floors of type, "this one" at most twice, no large empty rectangle, nothing off the slide but art that bleeds, tiles that
differ in greyscale, art that keeps clear of text.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest

from osloregion_slides.base.units import Emu
from osloregion_slides.brand.contrast import ratio, rgb
from osloregion_slides.brand.load import load_brand
from osloregion_slides.brand.values import Brand
from osloregion_slides.compose.deck import compose
from osloregion_slides.drafting import read_schema
from osloregion_slides.outline.load import load_outline
from osloregion_slides.scene import Box, Colour, Deck, Freeform, Group, Placeholder, Shape, Slide
from tests.kinds.composing import HEAD, flat

PX = 9_525
LINE = "Samarbeidet er basert på frivillighet og et tillitsbasert interessefellesskap"
SHORT, LONG = "Felles fjord", f"{LINE}, og det gjelder for alle som vil være med"
ITEMS = (
    "Profilering",
    "Kompetanse og verdiskaping",
    "Utbyggingsmønster, samferdsel og kommunikasjon",
    "Sosial infrastruktur",
)
FREE = {"cover", "closing", "statement", "section", "quote"}
"""Kinds that may leave more of a slide empty."""


def slides(title: str, text: str, items: tuple[str, ...]) -> str:
    listed = "".join(f"      - {{name: '{item}'}}\n" for item in items)
    said = "".join(f"      - '{item}: {text[:90]}'\n" for item in items)
    texted = "".join(f"      - {{name: '{item.split()[0]}', text: '{text[:40]}'}}\n" for item in items)
    bodies = "".join(f"      - {{id: k{n}, group: q, reports_to: b, name: '{item}'}}\n" for n, item in enumerate(items))
    return f"""\
  - {{id: cover, kind: cover, section: Innledning, title: '{title}', subtitle: Alliansen, line: 'Oslo, i dag', highlight: Oslo}}
  - id: agenda
    kind: agenda
    title: Dagsorden
    items:
{listed}  - {{id: statement, kind: statement, section: Alliansen, title: '{title}', text: Stiftet 17.12.2004, highlight: Oslo}}
  - id: purpose
    kind: purpose
    kicker: Formål
    title: Hva vi er
    text: 'Frivillig sammenslutning av **fire kommuner** og **en fylkeskommune**.'
    goal: '{text}'
    heading: Innsatsområder
    items:
{listed}  - {{id: members, kind: members, kicker: Nå, title: Medlemmer, group_by: county}}
  - id: perspective
    kind: comparison
    title: Stor og liten
    sides:
      - {{heading: Her, proportion: 0.72, points: [vekstsenter, maktsenter]}}
      - {{heading: Der, proportion: 0.14, points: ['{title}']}}
  - id: two
    kind: comparison
    title: To måter
    sides:
      - {{heading: Her, points: ['{title}', hvert medlem har én stemme, vedtak binder politisk]}}
      - {{heading: Der, points: ['{title}', stemmer etter folketall, vedtak binder rettslig]}}
  - id: points
    kind: points
    title: '{title}'
    points:
{said}  - id: hub
    kind: hub
    title: Klynger
    centre: Hovedstadsregionen
    items:
{listed}  - id: pillars
    kind: pillars
    title: Prinsipper
    base: '{title}'
    items:
{listed}  - id: noted-hub
    kind: hub
    title: Klynger med tekst
    centre: Regionen
    items:
{texted}  - id: noted-pillars
    kind: pillars
    title: Prinsipper med tekst
    base: Kjennskap
    items:
{texted}  - id: tree
    kind: organisation
    title: Et tre
    items:
      - {{id: a, name: Samarbeidsrådet, note: hvert medlem én stemme}}
      - {{id: b, reports_to: a, name: Styret, note: leder og nestleder}}
      - {{id: c, reports_to: a, name: Valgkomiteen}}
      - {{id: d, reports_to: b, name: Sekretariatet}}
  - id: organisation
    kind: organisation
    title: '{title}'
    groups: {{p: Politiske organer, q: Administrasjon}}
    items:
      - {{id: a, group: p, name: Samarbeidsrådet, note: hvert medlem én stemme, members: true}}
      - {{id: b, group: p, reports_to: a, name: Styret, note: '{text[:60]}'}}
{bodies}  - {{id: section, kind: section, section: Organisering, title: Organisering}}
  - {{id: quote, kind: quote, title: Et sitat, quote: '{text}', by: Plattformen}}
  - id: columns
    kind: columns
    title: '{title}'
    items:
      - {{heading: 42 %, text: '{text[:60]}'}}
      - {{heading: '{items[0]}', text: av landets areal}}
      - {{heading: '+30 %', text: flere innbyggere enn i 2005}}
  - id: signs
    kind: columns
    title: Tegn
    items: [{{heading: '{items[0]}', text: '{text}', icon: target}}, {{heading: '{items[1]}', text: Felles, icon: shield}}]
  - id: bullets
    kind: bullets
    title: '{title}'
    items:
      - {{text: '{text}', items: [Felles fjord, {{text: '{title}', items: [Halden, Lillehammer]}}]}}
      - {{text: Utbygging, items: [flere sentre rundt knutepunkter]}}
      - Kompetanse
  - {{id: lone, kind: bullets, title: Det viktigste, items: ['{text}']}}
  - id: table
    kind: table
    title: '{title}'
    columns: [Fylke, Kommuner, Andel]
    rows: [['{items[0]}', '22', 60 %], [Østfold, '18', 30 %], ['{items[1]}', '3', 10 %], [Sum, '43', 100 %]]
  - {{id: closing, kind: closing, section: Slutt, title: Takk, subtitle: Vel hjem, line: post@example.org}}
"""


COUNTIES = ("Akershus", "Østfold", "Buskerud", "Vestfold", "Oppland", "Oslo")


def members(counts: tuple[int, ...]) -> str:
    """Return a registry of so many members in each county, one of whom joined on the deck's date."""
    rows = [
        "name,number,county,region,from,to,kind,confidence,source",
        "Oslo,0301,Oslo,Oslo,2004-12-17,,municipality,confirmed,t",
    ]
    for county, count in zip(COUNTIES, counts, strict=False):
        for n in range(count):
            start = "2008-01-01" if county == "Vestfold" and not n else "2004-12-17"
            rows.append(f"{county[:3]} {n},9{len(rows):03},{county},{county},{start},,municipality,confirmed,t")
    rows.append("Akershus fylkeskommune,,Akershus,,2004-12-17,,county_council,confirmed,t")
    return "\n".join(rows)


CASES = {
    "usual": (slides("Strategisk, politisk samarbeidsallianse", LINE, ITEMS), (22, 18, 8, 5, 3)),
    "short": (slides(SHORT, SHORT, ITEMS[:2]), (2, 1)),
    "long": (slides(LONG, f"{LONG}. {LONG}.", (*ITEMS, "Grønnstruktur", "Jordvern")), (22, 18, 12, 12, 9, 4)),
}
BRANDS = ("ruten", "ruten-dark")


@lru_cache
def deck_of(case: str, name: str) -> tuple[Deck, Brand, tuple[str, ...]]:
    import tempfile

    text, counts = CASES[case]
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "members.csv").write_text(members(counts), encoding="utf-8")
        path = Path(folder) / "look.yaml"
        path.write_text(f"{HEAD}members: members.csv\nslides:\n{text}", encoding="utf-8")
        brand = load_brand(name, folder)
        deck, findings = compose(load_outline(str(path), schema=read_schema()), brand)
    return deck, brand, tuple([f"{found.code} {found.slide}" for found in findings if found.severity == "error"])


ALL = pytest.mark.parametrize(("case", "name"), [(case, name) for name in BRANDS for case in CASES])


def texts(slide: Slide) -> Iterator[Any]:
    for item in flat(slide.items):
        if isinstance(item, Shape | Placeholder) and item.text is not None and item.text.plain.strip():
            yield item


@ALL
def test_every_length_of_text_builds_without_an_error(case: str, name: str) -> None:
    assert deck_of(case, name)[2] == ()


@ALL
def test_no_text_is_below_its_minimum_size(case: str, name: str) -> None:
    deck, brand, _ = deck_of(case, name)
    small = ("footer", "number", "source")
    for slide in deck.slides:
        for item in texts(slide):
            part = item.key.rpartition("/")[2]
            kicker = part == "kicker" or slide.layout.startswith("quote") and part == "title"
            floor = brand.floors.footer if part in small else brand.floors.axis if kicker else brand.floors.label
            assert min(p.size for p in item.text.paragraphs) >= floor, item.key


@ALL
def test_the_highlight_colour_is_used_at_most_twice_besides_kicker_and_section_tile(case: str, name: str) -> None:
    deck, _, _ = deck_of(case, name)
    for slide in deck.slides:
        lit = [
            item.key
            for item in flat(slide.items)
            if isinstance(item, Shape | Freeform) and item.fill == Colour("accent3") and "/sections/" not in item.key
        ]
        assert len(lit) <= 2, lit


@ALL
def test_only_bleeding_art_and_hanging_numerals_leave_the_margins(case: str, name: str) -> None:
    deck, _, _ = deck_of(case, name)
    for slide in deck.slides:
        for item in texts(slide):
            if getattr(item, "decorative", False):
                continue
            assert item.box.x >= (58 if item.key.endswith("/total") else 64) * PX, item.key
            assert item.box.right <= deck.width - 63 * PX, item.key
            assert item.box.bottom <= deck.height - 26 * PX, item.key


@ALL
def test_neighbouring_tiles_of_different_kinds_differ_in_greyscale(case: str, name: str) -> None:
    deck, brand, _ = deck_of(case, name)
    for slide in deck.slides:
        for group in [item for item in slide.items if isinstance(item, Group) and not item.decorative]:
            fills = list(
                dict.fromkeys([c.fill for c in group.children if isinstance(c, Shape) and c.fill and not c.text])
            )
            tones = [lightness(brand, fill) for fill in fills if fill.lum_mod == 100 and not fill.lum_off]
            assert all(abs(a - b) > 6 for n, a in enumerate(tones) for b in tones[n + 1 :]), (group.key, tones)


def lightness(brand: Brand, colour: Colour) -> float:
    y = (ratio(rgb(brand, colour), (0, 0, 0)) * 0.05) - 0.05
    return float(116 * y ** (1 / 3) - 16) if y > 0.008856 else 903.3 * y


@ALL
def test_the_largest_empty_rectangle_is_small(case: str, name: str) -> None:
    deck, _, _ = deck_of(case, name)
    for slide in deck.slides:
        kind = slide.key.partition("-")[0]
        if case != "short" or kind in FREE - {"quote"}:  # two words alone cannot fill a slide
            most = 0.35 if kind in FREE else 0.25 if kind == "agenda" else 0.22
            assert empty(deck, slide) <= most, (slide.key, empty(deck, slide))


def empty(deck: Deck, slide: Slide) -> float:
    """Return the share of the slide that its largest rectangle without ink takes: lines of text as long as they are."""
    step = 16 * PX
    across, down = deck.width // step, deck.height // step
    grid = [[False] * across for _ in range(down)]
    emblem = (
        [Box(Emu(64 * PX), Emu(58 * PX), Emu(230 * PX), Emu(43 * PX))] if slide.layout in ("cover", "closing") else []
    )
    for box in (*emblem, *ink(slide)):
        for row in range(max(0, box.y // step), min(down, -(-box.bottom // step))):
            for column in range(max(0, box.x // step), min(across, -(-box.right // step))):
                grid[row][column] = True
    best, heights = 0, [0] * across
    for line in grid:
        heights = [0 if full else high + 1 for full, high in zip(line, heights, strict=True)]
        for start in range(across):
            low = heights[start]
            for end in range(start, across):
                low = min(low, heights[end])
                best = max(best, low * (end - start + 1))
    return best / (across * down)


def ink(slide: Slide) -> Iterator[Box]:
    for item in flat(slide.items):
        text, box = getattr(item, "text", None), getattr(item, "box", None)
        if box is None:
            continue
        if text is None or getattr(item, "fill", None):
            yield box
            continue
        size = max(p.size for p in text.paragraphs)
        wide = max(len(p.plain) / len(p.breaks) for p in text.paragraphs) * size * 0.5 * 12_700
        used = min(box.w, round(wide))
        right = any(p.align == "r" for p in text.paragraphs)
        y = box.y if getattr(item, "type", "") != "ctrTitle" else box.bottom - text.height
        yield Box(box.right - used if right else box.x, y, used, text.height)


@ALL
def test_art_keeps_clear_of_text(case: str, name: str) -> None:
    deck, _, _ = deck_of(case, name)
    for slide in deck.slides:
        art = [i for i in slide.items if isinstance(i, Group) and i.decorative and not i.key.endswith("/sections")]
        lines = [
            box
            for item, box in ((item, next(ink(one(slide, item)))) for item in texts(slide))
            if not item.key.endswith("/number")
        ]
        for group in art:
            for piece in group.children:
                if isinstance(piece, Shape):
                    assert not [b for b in lines if meets(b, piece.box)], piece.key


def one(slide: Slide, item: Any) -> Slide:
    return slide.replace(items=(item,))


def meets(one: Box, two: Box) -> bool:
    return one.x < two.right and two.x < one.right and one.y < two.bottom and two.y < one.bottom
