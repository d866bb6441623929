"""Colours by role: the brand's own, and the nearest of any other palette."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osloregion_slides.brand.contrast import LARGE_READABLE, READABLE, ratio, rgb
from osloregion_slides.brand.load import load_brand
from osloregion_slides.brand.values import Brand
from osloregion_slides.compose.roles import Inks, Roles, inks, ramp, roles
from osloregion_slides.scene import Colour

OFFICE = (
    *(("tx1", "000000"), ("bg1", "FFFFFF"), ("tx2", "44546A"), ("bg2", "E7E6E6"), ("accent1", "4472C4")),
    *(("accent2", "ED7D31"), ("accent3", "A5A5A5"), ("accent4", "FFC000"), ("accent5", "5B9BD5")),
    *(("accent6", "70AD47"), ("hlink", "0563C1"), ("folHlink", "954F72")),
)
GREY = tuple([(slot, "777777" if slot.startswith("accent") else value) for slot, value in OFFICE])
RED = tuple([(slot, "B00020" if slot == "accent1" else value) for slot, value in OFFICE])


def of(palette: tuple[tuple[str, str], ...]) -> Brand:
    return load_brand("osloregionen", ".").replace(palette=palette)


BRANDS = {
    "ruten": load_brand("ruten", "."),
    "ruten-dark": load_brand("ruten-dark", "."),
    "osloregionen": load_brand("osloregionen", "."),
    "office": of(OFFICE),
    "grey": of(GREY),
    "red": of(RED),
}
GROUNDS = [Colour("bg1"), Colour("bg2"), Colour("tx2"), Colour("accent1"), Colour("accent4"), Colour("tx2", 90, 10)]


@pytest.mark.parametrize(
    ("name", "role", "slot"),
    [
        ("ruten", "this_one", "accent3"),
        ("ruten", "second", "accent2"),
        ("osloregionen", "this_one", "accent5"),  # its amber
        ("osloregionen", "dim", "accent6"),
        ("office", "this_one", "accent4"),  # FFC000, not the first that differs
        ("office", "second", "accent5"),
    ],
)
def test_a_colour_role_takes_the_theme_slot_nearest_to_its_meaning(name: str, role: str, slot: str) -> None:
    assert getattr(roles(BRANDS[name]), role).slot == slot


@pytest.mark.parametrize("name", BRANDS)
def test_every_ink_is_readable_on_every_ground_of_any_palette(name: str) -> None:
    brand = BRANDS[name]
    for ground in GROUNDS:
        found, behind = inks(brand, ground), rgb(brand, ground)
        for ink in ("text", "lead", "dim"):
            contrast = ratio(rgb(brand, getattr(found, ink)), behind)
            best = max(ratio(rgb(brand, Colour(slot)), behind) for slot in ("bg1", "tx1", "tx2"))
            assert contrast >= min(READABLE, best), (ground, ink)
        for mark in ("mark", "other"):
            assert ratio(rgb(brand, getattr(found, mark)), behind) >= LARGE_READABLE, (ground, mark)


@pytest.mark.parametrize("name", ["ruten", "osloregionen"])
def test_the_highlight_role_is_unique_and_takes_dark_text(name: str) -> None:
    brand = BRANDS[name]
    found = roles(brand)
    others = [getattr(found, role) for role in Roles.__fields__ if role != "this_one"]
    assert found.this_one not in others
    assert ratio(rgb(brand, found.this_one), rgb(brand, found.text)) >= READABLE


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5])
def test_neighbours_in_a_ramp_differ_in_greyscale(count: int) -> None:
    brand = BRANDS["ruten"]
    found = [lightness(brand, colour) for colour in ramp(brand, count)]
    assert len(set(ramp(brand, count))) == count
    assert all(abs(a - b) >= 8 for a, b in zip(found, found[1:], strict=False))
    assert found == sorted(found)


def lightness(brand: Brand, colour: Colour) -> float:
    """L* of CIE 1976."""
    y = (ratio(rgb(brand, colour), (0, 0, 0)) * 0.05) - 0.05
    return float(116 * y ** (1 / 3) - 16) if y > 0.008856 else 903.3 * y


def test_inks_cover_every_colour_that_slide_types_need() -> None:
    assert Inks.__fields__ == ("ground", "text", "lead", "dim", "mark", "other", "rule", "tints")


def coloured(*accents: str) -> Brand:
    """Return a brand on white paper with these accents; the last goes on for those that are not named."""
    six = [*accents, *[accents[-1]] * (6 - len(accents))]
    slots = {"bg1": "FFFFFF", "tx1": "000000", "bg2": "EEEEEE", "tx2": "1F497D"}
    slots |= {f"accent{number}": value for number, value in enumerate(six, 1)}
    return of((*slots.items(), ("hlink", "0000FF"), ("folHlink", "800080")))


@given(st.lists(st.sampled_from(["FFFFFF", "FEFEFE", "F7F7F7", "C0504D", "1F497D", "9BBB59"]), min_size=1, max_size=6))
def test_no_slide_fill_equals_the_paper_colour(accents: list[str]) -> None:
    brand = coloured(*accents)
    found, white = roles(brand), (255, 255, 255)
    for colour in (found.brand, found.second, found.this_one, found.dark, found.quiet):
        assert ratio(rgb(brand, colour), white) > 1.1
