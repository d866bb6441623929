"""Content that grows goes on on a next slide, or is an error; nothing of it is lost."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest

from osloregion_slides.drafting import drafted, load
from osloregion_slides.scene import Group, Placeholder, Shape, Table
from tests.brand import foreign
from tests.kinds.composing import codes, composed, flat, overlap, slide

WORDS = "En sammenhengende bolig- og arbeidsmarkedsregion med mange sentre"


def test_points_continue_on_a_second_slide_with_a_marked_title() -> None:
    fields = "points:\n" + "".join(f"  - Punkt {n} {WORDS}\n" for n in range(1, 13))
    deck, findings = composed(slide("points", fields))
    assert codes(findings) == []
    assert [s.key for s in deck.slides] == ["points", "points-2"]
    assert [s.title for s in deck.slides] == ["Tittel (1 av 2)", "Tittel (2 av 2)"]
    said = " ".join(
        item.text.plain for s in deck.slides for item in flat(s.items) if isinstance(item, Shape) and item.text
    )
    assert all(f"Punkt {n} " in said for n in range(1, 13))


def test_the_continuation_mark_is_in_the_deck_language() -> None:
    fields = "points:\n" + "".join(f"  - Point {n}\n" for n in range(1, 13))
    deck, _ = composed(slide("points", fields), language="en")
    assert deck.slides[1].title == "Tittel (2 of 2)"


def test_continued_bullets_lose_no_paragraph() -> None:
    fields = "items:\n" + "".join(
        f'  - text: "{n} {WORDS}"\n    items: ["{n}a {WORDS}", "{n}b"]\n' for n in range(1, 13)
    )
    deck, findings = composed(slide("bullets", fields))
    assert codes(findings) == []
    bodies = [i for s in deck.slides for i in s.items if isinstance(i, Placeholder) and i.key.endswith("/body")]
    said = [line for body in bodies for line in body.text.plain.split("\n")]
    assert said == [line for n in range(1, 13) for line in (f"{n} {WORDS}", f"{n}a {WORDS}", f"{n}b")]
    assert len(deck.slides) > 1


def test_a_long_table_repeats_its_header_and_keeps_its_rows_in_order() -> None:
    rows = "".join(f'  - ["{n}", "rad nummer {n}"]\n' for n in range(1, 41))
    deck, findings = composed(slide("table", f"columns: [Nr, Navn]\nrows:\n{rows.rstrip()}"))
    assert codes(findings) == []
    tables = [item for s in deck.slides for item in s.items if isinstance(item, Table)]
    assert len(tables) > 1
    assert {table.rows[0].cells[1].text.plain for table in tables} == {"Navn"}
    assert [row.cells[0].text.plain for table in tables for row in table.rows[1:]] == [str(n) for n in range(1, 41)]


def test_numbers_in_a_table_and_their_heading_are_right_aligned() -> None:
    deck, _ = composed(slide("table", 'columns: [Fylke, Antall]\nrows:\n  - [Akershus, "22"]\n  - [Oslo, "1"]'))
    table = next(item for item in deck.slides[0].items if isinstance(item, Table))
    assert [[cell.text.paragraphs[0].align or "l" for cell in row.cells] for row in table.rows] == [["l", "r"]] * 3


def test_a_row_with_too_many_cells_is_an_error_at_its_line() -> None:
    _, findings = composed(slide("table", "columns: [A, B]\nrows:\n  - [a, b]\n  - [a, b, c]"))
    (finding,) = [f for f in findings if f.code == "wrong-number-of-cells"]
    assert finding.at is not None
    assert finding.at.line == 15
    assert finding.message == "The row has 3 cells, the table 2 columns."


def test_a_word_that_fits_at_no_size_is_an_error_at_its_line() -> None:
    _, findings = composed(slide("columns", f"items:\n  - {{name: A, text: {'x' * 300}}}\n  - {{name: B, text: b}}"))
    assert codes(findings) == ["text-does-not-fit"]
    assert findings[-1].at is not None
    assert findings[-1].at.line == 13


@pytest.mark.parametrize("count", range(2, 13))
def test_no_two_objects_of_a_hub_touch(count: int) -> None:
    items = "".join(f"  - Klynge {n}\n" for n in range(count))
    deck, findings = composed(slide("hub", f"centre: Regionen\nitems:\n{items.rstrip()}"))
    assert codes(findings) == []
    drawn = [item for item in flat(deck.slides[0].items) if isinstance(item, Shape)]
    assert len([item for item in drawn if item.text]) == count + 1
    shapes = [item for item in drawn if item.text or item.key.endswith("/tile")]
    assert not [(a.key, b.key) for n, a in enumerate(shapes) for b in shapes[:n] if overlap(a.box, b.box)]


@pytest.mark.parametrize("count", range(1, 13))
def test_cards_leave_no_gap_if_another_arrangement_fits(count: int) -> None:
    items = "".join(f"  - {{name: Kort {n}, text: Noen ord om kortet.}}\n" for n in range(count))
    deck, findings = composed(slide("columns", f"items:\n{items.rstrip()}"))
    assert codes(findings) == []
    for made in deck.slides:
        cards = [item.box for item in made.items if isinstance(item, Shape) and item.text]
        if len(cards) in (2, 3, 4, 6, 8):
            assert max(box.right for box in cards) == cards[-1].right


def test_twelve_projects_have_the_same_year_axis_on_both_slides() -> None:
    items = "".join(f"  - {{id: p-{n}, name: {WORDS} {n}, from: {2000 + n}, to: {2001 + n}}}\n" for n in range(12))
    deck, findings = composed(slide("timeline", f"past: true\nitems:\n{items.rstrip()}"))
    assert codes(findings) == []
    for made in deck.slides:
        texts = {i.text.plain for i in flat(made.items) if isinstance(i, Shape) and i.text}
        assert {"2000", "2006", "2012"} <= texts
    assert all(
        isinstance(made.items[-3], Group) or any(isinstance(i, Group) for i in made.items) for made in deck.slides
    )


@pytest.mark.parametrize("scale", ["[44, 32, 24]", "[60]", "[12]"])
def test_every_slide_type_works_with_a_short_type_scale(scale: str, tmp_path: Path) -> None:
    (tmp_path / "mal.pptx").write_bytes(foreign.default())
    (tmp_path / "merke.yaml").write_text(f"template: mal.pptx\nscale: {scale}\n", encoding="utf-8")
    shutil.copytree("decks/data", tmp_path / "data")
    text = Path("decks/gallery.yaml").read_text(encoding="utf-8")
    text = re.sub("(?m)^brand:.*$", "brand: merke.yaml", text)
    (tmp_path / "gallery.yaml").write_text(text, encoding="utf-8")
    assert len(drafted(load(str(tmp_path / "gallery.yaml")), checked=False)[0].slides) > 15
