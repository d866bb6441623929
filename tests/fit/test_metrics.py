from __future__ import annotations

import pytest

from osloregion_slides.fit.metrics import load_metrics
from tests.fit.square import SQUARE


@pytest.mark.parametrize(
    ("font", "twin"),
    [
        ("Calibri", "Carlito"),
        ("Arial", "Liberation Sans"),
        ("Helvetica", "Arial"),
        ("Cambria", "Caladea"),
        ("Times New Roman", "Liberation Serif"),
        ("Georgia", "Gelasio"),
        ("Segoe UI", "Selawik"),
        ("Courier New", "Liberation Mono"),
        (" CALIBRI ", "calibri"),
    ],
)
def test_a_font_is_measured_by_its_metric_twin(font: str, twin: str) -> None:
    text = "Osloregionen – Østlandsområdet 2007"
    assert load_metrics(font).width(text) == load_metrics(twin).width(text)
    assert load_metrics(font).proven


def test_the_width_is_the_sum_of_the_advances_times_the_safety_factor() -> None:
    # Carlito: o 1080, s 801, l 470 of 2048 units per em
    assert load_metrics("Carlito").width("oslo") == pytest.approx((1080 + 801 + 470 + 1080) / 2048 * 1.011)


@pytest.mark.parametrize("bold", [False, True])
@pytest.mark.parametrize("italic", [False, True])
def test_an_unknown_font_is_assumed_wider_than_all_known_ones_and_is_unproven(bold: bool, italic: bool) -> None:
    unknown = load_metrics("Oslo Sans")
    assert not unknown.proven
    for text in ("Osloregionen", "WWW iii", "Kárášjohka 2008 – 57 kommuner"):
        known = [load_metrics(font).width(text, bold, italic) for font in ("Calibri", "Arial", "Cambria", "Times")]
        assert unknown.width(text, bold, italic) > 1.07 * max(known)


def test_a_light_weight_is_measured_as_regular_and_is_unproven() -> None:
    light, regular = load_metrics("Calibri Light"), load_metrics("Calibri")
    assert not light.proven
    assert light.width("Osloregionen") == pytest.approx(1.03 * regular.width("Osloregionen"))


@pytest.mark.parametrize(
    ("text", "ems"),
    [
        ("", 0),
        ("abc", 3),
        ("a b", 3),
        ("a\u0301", 1),  # combining acute
        ("漢字", 2),
        ("😀", 1),
        ("👩\u200d🚀", 2),  # joined emoji count one by one: never too little
        ("sam\u00adarbeid", 9),
        ("a\u200bb", 2),
        ("a\u2011b", 3),
        ("a\u00a0b", 3),
        ("\x00\x07", 0),
        ("a\u200eb", 2),  # a mark of direction
    ],
)
def test_characters_outside_the_table_have_a_width(text: str, ems: float) -> None:
    assert SQUARE.width(text) == pytest.approx(ems)


@pytest.mark.parametrize(("sign", "drawn"), [("-", "-"), ("\u2011", "-"), ("\u00a0", " ")])
def test_a_no_break_character_is_as_wide_as_its_breaking_twin(sign: str, drawn: str) -> None:
    assert load_metrics("Calibri").width(sign) == load_metrics("Calibri").width(drawn)
    assert load_metrics("Calibri").width("-") != load_metrics("Calibri").width(" ")


def test_bold_is_wider_than_regular() -> None:
    metrics = load_metrics("Calibri")
    assert metrics.width("Osloregionen", bold=True) > metrics.width("Osloregionen")


@pytest.mark.parametrize(("marked", "bare"), [("ăấỉợũỆ", "aaiouE"), ("ǩǯ", "kʒ"), ("ọ̀", "o")])
def test_a_letter_with_combining_marks_is_as_wide_as_without(marked: str, bare: str) -> None:
    """Vietnamese and Skolt Sámi letters are in no table."""
    assert load_metrics("Arial").width(marked) == load_metrics("Arial").width(bare)
