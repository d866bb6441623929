"""The measure takes a pixel for nothing and a thing that is gone, moved or recoloured for something."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFilter

from tests.pictures.draw import sheet, slides_of
from tests.pictures.measure import DIFFERS, WIDTH, score
from tests.pictures.page import Changed, write_page

SIZE = (WIDTH, WIDTH * 9 // 16)


def slide(x: float = 100, colour: str = "#1d5fa8", label: str = "Hadeland") -> Image.Image:
    """Return a slide drawn at four times its size, as smooth as a program would draw it."""
    large = Image.new("RGB", (4 * SIZE[0], 4 * SIZE[1]), "white")
    pen = ImageDraw.Draw(large)
    pen.rectangle((4 * x, 200, 4 * x + 480, 480), fill=colour)
    pen.text((1200, 700), label, fill="#14202e", font_size=20)
    return large.resize(SIZE, Image.Resampling.LANCZOS)


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(slide(), id="the same"),
        pytest.param(slide(100.6), id="a box half a pixel further"),
        pytest.param(slide().filter(ImageFilter.GaussianBlur(0.6)), id="smoothed in another way"),
        pytest.param(slide(colour="#205fa6"), id="a colour as near as a palette's"),
        pytest.param(slides_of(sheet([slide()]), 1)[0], id="through the palette of a reference"),
    ],
)
def test_invisible_differences_are_ignored(other: Image.Image) -> None:
    assert score(slide(), other) < DIFFERS


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(slide(104), id="a box moved by 8 pt"),
        pytest.param(slide(label=""), id="a label of 5 pt that is gone"),
        pytest.param(slide(label="Follo"), id="another label"),
        pytest.param(slide(colour="#1d5fc8"), id="another blue"),
        pytest.param(Image.new("RGB", (WIDTH, WIDTH * 3 // 4), "white"), id="another size"),
    ],
)
def test_visible_differences_are_counted(other: Image.Image) -> None:
    assert score(slide(), other) >= DIFFERS
    assert score(other, slide()) >= DIFFERS


def test_the_page_shows_before_after_and_difference(tmp_path: Path) -> None:
    found = [
        Changed("flagship", 3, 40, slide(), slide(200)),
        Changed("gallery", 24, 255, None, slide()),
        Changed("english", 13, 255, slide(), None),
    ]
    page = write_page(found, tmp_path / "out" / "pictures.html").read_text(encoding="utf-8")
    assert page.count("<img") == 5 and page.count('alt="difference"') == 1
    for line in ("flagship, slide 3 differs by 40", "gallery, slide 24 is new", "english, slide 13 is gone"):
        assert line in page
    assert 'src="http' not in page


def test_a_contact_sheet_can_be_split_into_its_slides() -> None:
    slides = [slide(20 * number) for number in range(6)]
    assert [score(a, b) < DIFFERS for a, b in zip(slides, slides_of(sheet(slides), 6), strict=True)] == [True] * 6
