from __future__ import annotations

import colorsys

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from osloregion_slides.brand.contrast import (
    READABLE,
    least_contrast,
    luminance,
    on,
    ratio,
    rgb,
    shade,
)
from osloregion_slides.brand.load import load_brand
from osloregion_slides.brand.slots import theme_colour
from osloregion_slides.ooxml.colour import Scheme, read_scheme, resolve
from osloregion_slides.ooxml.names import COLOUR_MAP, A
from osloregion_slides.ooxml.transforms import mix, parse_hex
from osloregion_slides.scene import Colour

CHANNEL = st.integers(0, 255)
RGB = st.tuples(CHANNEL, CHANNEL, CHANNEL)
BRAND = load_brand("osloregionen", ".")


def hex_of(colour: tuple[int, int, int]) -> str:
    return "".join(f"{part:02X}" for part in colour)


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("000000", "FFFFFF", 21.0),
        ("777777", "FFFFFF", 4.48),  # WCAG's well-known grey that just fails
        ("767676", "FFFFFF", 4.54),
        ("FF0000", "FFFFFF", 4.0),
        ("123456", "123456", 1.0),
    ],
)
def test_contrast_equals_the_wcag_formula(a: str, b: str, expected: float) -> None:
    assert ratio(parse_hex(a), parse_hex(b)) == pytest.approx(expected, abs=0.005)


@pytest.mark.parametrize(
    ("size", "bold", "least"),
    [(17.9, False, 4.5), (18.0, False, 3.0), (13.9, True, 4.5), (14.0, True, 3.0), (14.0, False, 4.5)],
)
def test_a_text_is_large_from_18_points_or_14_in_bold(size: float, bold: bool, least: float) -> None:
    assert least_contrast(size, bold) == least


@given(RGB, RGB)
def test_contrast_does_not_depend_on_the_order_and_goes_from_1_to_21(
    a: tuple[int, int, int], b: tuple[int, int, int]
) -> None:
    assert ratio(a, b) == ratio(b, a)
    assert 1 <= ratio(a, b) <= 21.0001


@given(RGB, st.integers(0, 100), st.integers(0, 100))
def test_luminance_is_modulated_and_offset_in_hsl(colour: tuple[int, int, int], mod: int, off: int) -> None:
    hue, lightness, saturation = colorsys.rgb_to_hls(*(part / 255 for part in colour))
    lightness = min(1, lightness * mod / 100 + off / 100)
    expected = [255 * part for part in colorsys.hls_to_rgb(hue, lightness, saturation)]
    got = shade((("tx1", hex_of(colour)),), Colour("tx1", mod, off))
    assert all(abs(a - b) <= 0.51 for a, b in zip(got, expected))


@given(st.integers(0, 255), st.integers(10, 100), st.integers(0, 60), st.sampled_from([(85, 15), (88, 12), (90, 0)]))
def test_a_shade_of_a_shaded_colour_is_a_shade_of_what_is_seen(
    grey: int, mod: int, off: int, steps: tuple[int, int]
) -> None:
    palette = (("bg2", f"{grey:02X}" * 3),)
    seen = Colour("bg2", mod, off)
    before, after = [shade(palette, one)[0] / 255 for one in (seen, seen.shaded(*steps))]
    if before < 1:  # white stays white however much it exceeds
        assert after == pytest.approx(min(1, before * steps[0] / 100 + steps[1] / 100), abs=0.02)


@given(RGB)
def test_an_unmodified_colour_equals_the_palettes(colour: tuple[int, int, int]) -> None:
    assert shade((("tx1", hex_of(colour)),), Colour("tx1")) == colour


@given(RGB, RGB, st.integers(0, 100))
def test_alpha_blends_a_colour_with_its_background(
    over: tuple[int, int, int], under: tuple[int, int, int], alpha: int
) -> None:
    got = shade((("tx1", hex_of(over)),), Colour("tx1", alpha=alpha), under)
    assert all(min(a, b) <= c <= max(a, b) for a, b, c in zip(over, under, got))
    assert mix(over, under, 1) == over
    assert mix(over, under, 0) == under


@pytest.mark.parametrize("slot", ["tx1", "tx2", "accent1", "accent2", "accent3", "accent4", "accent6"])
def test_white_text_is_readable_on_every_dark_colour_of_our_brand(slot: str) -> None:
    fill = Colour(slot)  # type: ignore[arg-type]
    assert on(BRAND, fill) == Colour("bg1")
    assert ratio(rgb(BRAND, Colour("bg1")), rgb(BRAND, fill)) >= READABLE


@pytest.mark.parametrize("slot", ["bg1", "bg2", "accent5"])
def test_dark_text_is_readable_on_every_light_colour_of_our_brand(slot: str) -> None:
    fill = Colour(slot)  # type: ignore[arg-type]
    assert on(BRAND, fill) == Colour("tx1")


@given(RGB)
def test_the_chosen_text_colour_is_readable_or_the_best_available(fill: tuple[int, int, int]) -> None:
    brand = BRAND.replace(palette=(*BRAND.palette[:4], ("accent1", hex_of(fill))))
    chosen = ratio(rgb(brand, on(brand, Colour("accent1"))), fill)
    best = max(ratio(rgb(brand, Colour(slot)), fill) for slot in ("bg1", "tx1", "tx2"))
    assert chosen >= READABLE or chosen == best


def test_text_on_a_transparent_fill_suits_the_background_that_shows_through() -> None:
    faint = Colour("tx2", alpha=10)
    assert on(BRAND, faint) == Colour("tx1")
    assert on(BRAND, faint, under=(0, 0, 0)) == Colour("bg1")


def test_black_and_white_have_the_extreme_luminances() -> None:
    assert luminance((0, 0, 0)) == 0
    assert luminance((255, 255, 255)) == pytest.approx(1)


OFFICES_OWN = [
    ("000000", "tint", 75, "898989"),  # the footers of Office's templates
    ("4F81BD", "shade", 50, "385D8A"),  # the outline of a shape in Office 2007 and 2010
    ("C0504D", "shade", 50, "8C3836"),
    ("9BBB59", "shade", 50, "71893F"),
    ("5B9BD5", "shade", 50, "41719C"),  # in Office 2013
    ("4472C4", "shade", 50, "2F528F"),  # in Office 2016
    ("ED7D31", "shade", 50, "AE5A21"),
    ("70AD47", "shade", 50, "507E32"),
]


@pytest.mark.parametrize(("colour", "how", "share", "shown"), OFFICES_OWN)
def test_a_templates_tints_and_shades_have_the_luminance_powerpoint_shows(
    colour: str, how: str, share: int, shown: str
) -> None:
    mark = f"<a:{how} val='{share * 1000}'/>"
    fill = etree.fromstring(f"<a:solidFill xmlns:a='{A}'><a:schemeClr val='accent1'>{mark}</a:schemeClr></a:solidFill>")
    scheme = Scheme(
        tuple([(slot, colour if slot == "accent1" else value) for slot, value in read_scheme(None, None).colours]),
        COLOUR_MAP,
    )
    read = theme_colour(fill, scheme)
    assert read is not None
    assert abs(luminance(shade(scheme.palette, read)) - luminance(parse_hex(shown))) < 0.012


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        ("", Colour("accent1")),
        ("<a:lumMod val='60000'/><a:lumOff val='40000'/>", Colour("accent1", 60, 40)),
        ("<a:lumMod val='75%'/>", Colour("accent1", 75)),
        ("<a:alpha val='50000'/><a:lumMod val='75000'/>", Colour("accent1", 75, alpha=50)),
        ("<a:alpha val='50000'/><a:alphaMod val='50000'/>", Colour("accent1", alpha=25)),
    ],
)
def test_a_templates_colour_is_kept_if_a_scene_can_express_it(inside: str, expected: Colour) -> None:
    fill = etree.fromstring(
        f"<a:solidFill xmlns:a='{A}'><a:schemeClr val='accent1'>{inside}</a:schemeClr></a:solidFill>"
    )
    assert theme_colour(fill, read_scheme(None, None)) == expected


@pytest.mark.parametrize(
    "inside",
    [
        "<a:lumOff val='40000'/><a:lumMod val='60000'/>",  # not the same in this order
        "<a:lumMod val='50000'/><a:lumMod val='50000'/>",
        "<a:lum val='30000'/>",
        "<a:gray/>",
        "<a:satMod val='200000'/><a:shade val='50000'/>",
    ],
)
def test_a_templates_colour_that_a_scene_cannot_express_keeps_its_luminance(inside: str) -> None:
    fill = etree.fromstring(
        f"<a:solidFill xmlns:a='{A}'><a:schemeClr val='accent1'>{inside}</a:schemeClr></a:solidFill>"
    )
    scheme = read_scheme(None, None)
    read, shown = theme_colour(fill, scheme), resolve(fill, scheme.known)
    assert read is not None and shown is not None
    assert luminance(shade(scheme.palette, read)) == pytest.approx(luminance(shown.rgb), abs=0.012)
