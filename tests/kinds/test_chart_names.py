"""Names beside a chart instead of a legend: their positions and texts, and that nothing is clipped."""

from __future__ import annotations

import pytest

from osloregion_slides.scene import Chart, Deck, Shape
from tests.kinds.composing import composed, slide

STACKED = """type: stacked-bar
alt: a
categories: [Oslo, Akershus]
series: [{name: Kollektivt, values: [40, 20]}, {name: Bil, values: [35, 60]}, {name: Gange, values: [25, 30]}]"""
GROWING = """type: line
alt: a
categories: ["2005", "2008"]
series: [{name: Oslo, values: [500000, 529000]}, {name: Oppland, values: [28000, 27860]}]"""
COMBO = """type: combo
alt: a
categories: ["2006", "2007", "2008"]
series: [{name: Innbyggere, values: [538411, 548617, 560484]}, {name: Vekst, values: [1.6, 1.9, 2.2]}]"""


def drawn(fields: str) -> tuple[Deck, Chart, dict[str, Shape]]:
    deck, findings = composed(slide("chart", fields))
    assert [one for one in findings if one.severity == "error"] == []
    items = deck.slides[0].items
    (chart,) = [item for item in items if isinstance(item, Chart)]
    texts = {i.key.partition("chart/chart/")[2]: i for i in items if isinstance(i, Shape) and "chart/chart/" in i.key}
    return deck, chart, texts


def said(texts: dict[str, Shape]) -> list[str]:
    return [one.text.plain for one in texts.values() if one.text]


@pytest.mark.parametrize("kind", ["stacked-bar", "percent-bar"])
def test_series_names_are_placed_at_the_segments_of_the_first_bar(kind: str) -> None:
    deck, chart, texts = drawn(STACKED.replace("stacked-bar", kind))
    assert said(texts) == ["Kollektivt", "Bil", "Gange"] and not chart.legend
    x, y, w, h = chart.style.plot
    whole = 100 if kind == "percent-bar" else 110  # the longest bar ends on the margin
    starts = [chart.box.x + chart.box.w * (x + w * sum([40, 35, 25][:n]) / whole) for n in range(3)]
    assert [one.box.x for one in texts.values()] == pytest.approx(starts, abs=2)
    assert x + w == pytest.approx(1) and kind == "percent-bar" or chart.look.high == 110
    first = chart.box.y + chart.box.h * (y + h / 2 * 0.55 / 1.55 / 2)
    assert all(chart.box.y <= one.box.y and one.box.bottom <= first for one in texts.values())


def test_names_wider_than_their_segment_or_negative_segments_keep_the_legend() -> None:
    for fields in (STACKED.replace("35, 60", "1, 60"), STACKED.replace("35, 60", "-35, 60")):
        _, chart, texts = drawn(fields)
        assert chart.legend and not texts


def test_lines_with_values_at_both_ends_show_their_growth_at_the_end() -> None:
    _, chart, texts = drawn(GROWING)
    assert said(texts) == ["endring", "+5,8\u00a0%", "\u22120,5\u00a0%"]
    low, high = chart.look.low, chart.look.high
    assert low is not None and high is not None
    y, h = chart.style.plot[1], chart.style.plot[3]
    ends = [chart.box.y + chart.box.h * (y + h * (high - value) / (high - low)) for value in (529000, 27860)]
    middles = [texts[f"growth-{n}"].box.y + texts[f"growth-{n}"].box.h / 2 for n in (1, 2)]
    assert middles == pytest.approx(ends, abs=4000)
    assert texts["growth-1"].box.x > chart.box.right


@pytest.mark.parametrize("values", ["[0, 5]", "[-2, -2.1]", "[5, 9]"])
def test_no_growth_is_shown_from_zero_or_below_and_strongly_varying_lines_have_an_axis(values: str) -> None:
    assert drawn(GROWING.replace("[28000, 27860]", values))[2] == {}


def test_columns_under_a_line_have_both_series_names_at_the_right() -> None:
    _, chart, texts = drawn(COMBO)
    assert said(texts) == ["Vekst", "Innbyggere"] and not chart.legend
    assert chart.style.top is not None and chart.look.base is not None
    share = (2.2 - chart.look.base) / (chart.style.top - chart.look.base)
    y = chart.box.y + chart.box.h * (chart.style.plot[1] + chart.style.plot[3] * (1 - share))
    middle = texts["name-line"].box.y + texts["name-line"].box.h / 2
    assert middle == pytest.approx(y, abs=4000)
    assert all(one.box.x > chart.box.x + chart.box.w * chart.style.plot[2] for one in texts.values())
