"""How tables look: figures at one width, totals under a strong rule, shares with a bar each, rows as high as there is room."""

from __future__ import annotations

import pytest

from osloregion_slides.scene import Group, Slide, Table
from tests.kinds.composing import codes, composed, slide


def pages(fields: str) -> tuple[Slide, ...]:
    deck, findings = composed(slide("table", fields))
    assert codes(findings) == []
    return deck.slides


def rows(count: int, last: str = "Sum") -> str:
    listed = [f"  - [Region {n}, '{n}', '{1000 + n}']" for n in range(1, count)]
    return "\n".join(["columns: [Region, Kommuner, Innbyggere]", "rows:", *listed, f"  - [{last}, '9', '9999']"])


def table(page: Slide) -> Table:
    (found,) = [item for item in page.items if isinstance(item, Table)]
    return found


def bold(found: Table) -> list[bool]:
    return [all(cell.text.bold for cell in row.cells) for row in found.rows]


def rules(found: Table) -> list[float]:
    return [row.cells[0].rule.width if row.cells[0].rule else 0.0 for row in found.rows]


@pytest.mark.parametrize(
    ("last", "key", "is_total"),
    [
        ("Sum", "", True),
        ("'I alt:'", "", True),
        ("Sumavtaler", "", False),
        ("Alle andre", "", False),
        ("Osloregionen", "total: true", True),
        ("Sum", "total: false", False),
    ],
)
def test_a_total_is_bold_under_a_strong_rule(last: str, key: str, is_total: bool) -> None:
    found = table(pages(f"{rows(5, last)}\n{key}")[0])
    assert bold(found) == [True, False, False, False, False, is_total]
    thin, strong = rules(found)[1], rules(found)[0]
    assert thin < strong and rules(found) == [strong, thin, thin, thin, strong if is_total else thin, 0]


def test_a_total_is_only_on_the_last_slide_and_headings_are_on_every_slide() -> None:
    found = [table(page) for page in pages(rows(40))]
    assert len(found) > 1 and len({row.rows[0].cells[0].text.plain for row in found}) == 1
    assert [bold(one)[-1] for one in found] == [False] * (len(found) - 1) + [True]
    assert all(not any(bold(one)[1:-1]) for one in found)


@pytest.mark.parametrize(
    ("values", "bars"),
    [
        (("60 %", "30 %", "10 %"), 3),
        (("60,5 %", "30 %", "9,5%"), 3),
        (("60 %", "30 %", "20 %"), 0),  # more than one whole
        (("+6 %", "+3 %", "+1 %"), 0),  # growth
        (("60 %", "30 %", "–"), 0),
        (("60 %", "40 %"), 0),
        (("0 %", "0 %", "0 %"), 0),
    ],
)
def test_only_shares_of_a_whole_have_bars(values: tuple[str, ...], bars: int) -> None:
    listed = "\n".join(f"  - [Fylke {n}, '{value}']" for n, value in enumerate(values))
    (page,) = pages(f"columns: [Fylke, Andel]\nrows:\n{listed}")
    found = [item for item in page.items if isinstance(item, Group) and item.key.endswith("/bars")]
    made = [child.box for group in found for child in group.children]  # type: ignore[union-attr]
    assert len(made) == bars
    if bars:
        drawn, top = table(page), table(page).box.y + table(page).rows[0].height
        numbers = [float(value.rstrip("% ").replace(",", ".")) for value in values]
        for number, row, bar in zip(numbers, drawn.rows[1:], made, strict=True):
            assert bar.w / made[0].w == pytest.approx(number / numbers[0], abs=0.001)
            assert top <= bar.y and bar.bottom <= top + row.height
            assert bar.right < drawn.box.right - drawn.columns[-1] + row.cells[-1].text.insets.left  # type: ignore[union-attr]
            top += row.height


def test_the_total_of_shares_has_no_bar() -> None:
    listed = "\n".join(f"  - [{name}, '{value} %']" for name, value in (("A", 60), ("B", 30), ("C", 10), ("Sum", 100)))
    (page,) = pages(f"columns: [Fylke, Andel]\nrows:\n{listed}")
    (bars,) = [item for item in page.items if isinstance(item, Group)]
    assert len(bars.children) == 3


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5, 6, 8, 10, 12])
def test_rows_fill_the_slide_and_texts_begin_at_its_margin(count: int) -> None:
    (page, *more) = pages(rows(max(count, 2)))
    found = table(page)
    assert not more and len({row.height for row in found.rows[1:]}) == 1
    firsts, lasts = [row.cells[0].text.insets for row in found.rows], [row.cells[-1].text.insets for row in found.rows]
    assert {inset.left for inset in firsts if inset} == {0} == {inset.right for inset in lasts if inset}
    assert len(set(found.columns[1:])) == 1, "columns of figures are as wide as each other"
    if count >= 4:
        assert found.box.h > 0.8 * 500 * 9_525


def test_text_keeps_clear_of_the_edge_of_a_filled_column() -> None:
    fills = "fills: [{column: Innbyggere, above: 1002, fill: quiet}]"
    plain, filled = table(pages(rows(4))[0]), table(pages(f"{rows(4)}\n{fills}")[0])
    last = [[row.cells[-1].text.insets for row in one.rows] for one in (plain, filled)]
    assert {inset.right for inset in last[0] if inset} == {0}
    assert all(inset.right > 0 for inset in last[1] if inset)


def test_shares_continued_over_slides_are_right_aligned_without_bars() -> None:
    listed = "\n".join(f"  - [Fylke {n}, '{1 + n % 2} %']" for n in range(40))
    made = pages(f"columns: [Fylke, Andel]\nrows:\n{listed}")
    assert len(made) > 1
    assert {p.align for page in made for row in table(page).rows for p in row.cells[1].text.paragraphs} == {"r"}


@pytest.mark.parametrize("last", ["Summa", "Totalt", "I alt", "Til saman", "Summe", "Gesamt", "Insgesamt", "Total"])
def test_a_total_row_is_recognised_in_every_language_of_slides(last: str) -> None:
    assert bold(table(pages(rows(4, last))[0]))[-1]


def test_long_comparisons_become_tables_with_two_equal_columns() -> None:
    for count, sorts in ((6, 0), (7, 1)):
        points = [f"punkt {n}" for n in range(count)]
        sides = f"sides: [{{heading: Her, points: {points}}}, {{heading: Der, points: {points[:3]}}}]"
        deck, findings = composed(slide("comparison", sides))
        tables = [item for item in deck.slides[0].items if isinstance(item, Table)]
        assert len(tables) == sorts and not [one for one in findings if one.severity == "error"]
    (table,) = tables
    assert [cell.text.plain for cell in table.rows[0].cells] == ["Her", "Der"]
    assert [cell.text.plain for cell in table.rows[4].cells] == ["punkt 3", ""]
    assert len(table.rows) == 8 and len(set(table.columns)) == 1
